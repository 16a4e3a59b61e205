"""The fragments of one printed edition: from the cache where they are there, laid out where they are missing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import attrs

from wicpress.cache.build_cache import BuildCache
from wicpress.cache.digests import digest
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Edition
from wicpress.diagnostics import WicpressError
from wicpress.fragments import FontUse, Fragment
from wicpress.line_breaking.options import LineOptions
from wicpress.pdf import layout_jobs
from wicpress.pdf.layout_jobs import (
    FRAGMENTS,
    EngineUnavailable,
    FontJob,
    LayoutJob,
    LayoutResult,
    run_font,
    run_layout,
)
from wicpress.pdf.paint_profiles import PAINTINGS
from wicpress.pdf.print_html import PrintDocument
from wicpress.pdf.sections import Section, with_placeholders

Job = TypeVar("Job", LayoutJob, FontJob)


class JobRunner(Protocol):
    """Runs jobs in whatever processes there are, and yields their results in any order."""

    def __call__(self, work: Callable[[Job], LayoutResult], jobs: Iterable[Job], /) -> Iterable[LayoutResult]:
        """Start ``jobs`` and return their results; they need not all be made before the first is done."""


def run_inline(work: Callable[[Job], LayoutResult], jobs: Iterable[Job], /) -> Iterator[LayoutResult]:
    """Run jobs one after the other in this process."""
    return map(work, jobs)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@attrs.frozen
class LayoutContext:
    """Where sections are laid out: the ``store`` that caches them, and what runs jobs.

    ``tool_fingerprint`` is the digest of wicpress itself, a part of every key. ``digest_of`` gives the SHA-256 of a
    font file, and ``while_waiting`` is called during layout. Without ``engine_here`` WeasyPrint is not loaded in this
    process: ``NeedsSingleDocument`` is raised for a book that has to be one document.
    """

    store: DiskStore
    tool_fingerprint: str
    run: JobRunner = run_inline
    digest_of: Callable[[Path], str] = file_digest
    while_waiting: Callable[[], None] = lambda: None
    engine_here: bool = True


class NeedsSingleDocument(Exception):  # noqa: N818, it says how the book must be laid out
    """This book has something that only one document can hold."""


class FragmentCache:
    """The fragments of one edition, by what they are made from."""

    def __init__(
        self, page: PrintDocument, edition: Edition, line: LineOptions, context: LayoutContext, han: str
    ) -> None:
        self.page, self.edition, self.line, self.context, self.han = page, edition, line, context, han
        self.cache = BuildCache(context.store)
        self.fragments: dict[str, Fragment] = {}
        self.texts = layout_jobs.defer_page_references(page.texts)
        self.font_files = {name: path for name, path in page.files.items() if name.startswith("fonts/")}
        self.faces = {context.digest_of(path): path for path in self.font_files.values()}
        self.sound_faces = set(self.faces)
        pictures = sorted(page.files.keys() - self.font_files.keys())
        self.style_pictures = [name for name in pictures if any(name in text for text in self.texts.values())]
        self.edition_key = digest(
            sorted(self.texts.items()),
            layout_jobs.digests(page.files, self.style_pictures),
            sorted(self.faces),
            (page.head, page.tail, edition.pdf, line, context.tool_fingerprint, han, repr(page.pictures)),
        )

    @property
    def corrupt_count(self) -> int:
        """How many entries of the cache were damaged, and made again."""
        return self.cache.corrupt_count

    def layout(
        self, sections: Sequence[Section], numbers: Mapping[str, str], versos: Collection[str] = ()
    ) -> list[Fragment]:
        """Return the fragments of ``sections``, with ``numbers`` in the place of page numbers.

        Those whose ids are ``versos`` begin on a left-hand page.

        Raise ``NeedsSingleDocument``, ``EngineUnavailable`` and ``WicpressError``.
        """
        keys = {self._key(section, numbers, section.id in versos): section for section in sections}
        missing = {key: section for key, section in keys.items() if not self._find(key)}
        longest_first = sorted(missing.items(), key=lambda each: len(each[1].html), reverse=True)
        jobs = (self._layout_job(key, section, numbers, section.id in versos) for key, section in longest_first)
        results = self.context.run(run_layout, jobs) if missing else ()
        self.context.while_waiting()
        self._add(results)
        return [self.fragments[key] for key in keys]

    def cached_pages(self, section: Section, numbers: Mapping[str, str]) -> int:
        """Return how many pages a section has on either side if it is in the cache, else 0."""
        keys = (self._key(section, numbers, is_verso) for is_verso in (False, True))
        return next((len(self.fragments[key].pages) for key in keys if self._find(key)), 0)

    def subset_fonts(self, faces: Sequence[FontUse]) -> dict[str, Fragment]:
        """Return the objects of each font, subset to what the book uses of it, by its hash.

        Raise ``NeedsSingleDocument`` and ``EngineUnavailable``.
        """
        version = PAINTINGS[self.edition.pdf].version
        keys = {face.hash: digest(face, version, self.context.tool_fingerprint) for face in faces}
        missing = [face for face in faces if not self._find(keys[face.hash])]
        jobs = (FontJob(face, version, keys[face.hash], self.context.store, self.faces) for face in missing)
        self._add(self.context.run(run_font, jobs) if missing else ())
        return {face.hash: self.fragments[keys[face.hash]] for face in faces}

    def _find(self, key: str) -> bool:
        """Return True where a fragment is at hand or in the cache, and the files of its fonts are, too."""
        if key not in self.fragments:
            fragment = self.cache.get(key, FRAGMENTS)
            if not isinstance(fragment, Fragment):
                return False
            sound = [self._is_sound(face.sha256) for face in fragment.faces]
            if not all(sound):
                return False
            self.fragments[key] = fragment
        return True

    def _is_sound(self, sha256: str) -> bool:
        """Return True where a font file is the book's own, or in the cache and not damaged."""
        if sha256 not in self.sound_faces:
            key = layout_jobs.face_key(sha256)
            data = self.context.store.get(key)
            if data is None:
                return False
            if hashlib.sha256(data).hexdigest() != sha256:
                self.context.store.delete(key)
                self.cache.corrupt_count += 1
                return False
            self.sound_faces.add(sha256)
        return True

    def _add(self, results: Iterable[LayoutResult]) -> None:
        results = list(results)
        if diagnostics := tuple(each for result in results for each in result.diagnostics):
            raise WicpressError(*diagnostics)
        for result in results:
            if result.engine_error:
                raise EngineUnavailable(result.engine_error)
            if result.fragment is None:
                raise NeedsSingleDocument(result.not_separable)
            self.fragments[result.key] = result.fragment

    def _key(self, section: Section, numbers: Mapping[str, str], is_verso: bool) -> str:
        shown = [(name, numbers[name]) for name in section.page_references]
        pictures = layout_jobs.digests(self.page.files, self._pictures(section))
        return digest(self.edition_key, section.id, section.digest, shown, pictures, is_verso)

    def _layout_job(self, key: str, section: Section, numbers: Mapping[str, str], is_verso: bool) -> LayoutJob:
        names = (*self._pictures(section), *self.style_pictures, *self.font_files)
        return LayoutJob(
            section.id,
            self.page.head + with_placeholders(section.html, numbers) + self.page.tail,
            self.texts,
            {name: self.page.files[name] for name in names},
            self.edition.pdf,
            self.line,
            key,
            self.context.store,
            self.faces,
            self.han,
            self.page.pictures,
            self.context.tool_fingerprint,
            self.page.path_by_section.get(section.id, ""),
            is_verso,
            self.page.other_pictures,
        )

    def _pictures(self, section: Section) -> list[str]:
        return [name for name in section.pictures if name in self.page.files]
