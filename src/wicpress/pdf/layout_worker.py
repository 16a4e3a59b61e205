"""Lays one part of a book, in whatever process it is asked to, and gives it back loose, ready to be bound."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import weasyprint

from wicpress.cache.digests import digest
from wicpress.diagnostics import Diagnostic, WicpressError
from wicpress.engine.parts.deferred_numbers import NotSeparable, NotTabularDigits
from wicpress.engine.parts.font_objects import font_objects
from wicpress.engine.parts.fragment import fragment
from wicpress.engine.patching.font_links import LinkedFonts
from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.engine.patching.version_guard import EngineMismatch
from wicpress.engine.tags.tagger import tags
from wicpress.fragments import DeferredLinkText, Fragment, pack
from wicpress.pdf import layout_jobs
from wicpress.pdf.engine_warnings import capture_warnings
from wicpress.pdf.layout_jobs import FIGURES_NOT_TABULAR, STYLESHEET_LINK, FontJob, LayoutJob, LayoutResult
from wicpress.pdf.link_descriptions import LinkDescriber, elements, titles
from wicpress.pdf.paint_profiles import PAINTINGS
from wicpress.pdf.url_fetcher import BASE, BookFetcher
from wicpress.system.gc_control import collect_and_trim, gc_paused


def layout_part(job: LayoutJob) -> LayoutResult:
    """Lay, paint and tag a part of a book, and keep it. Faults of the book come back as values."""
    try:
        made = _layout(job)
    except WicpressError as error:
        return LayoutResult(job.key, diagnostics=error.diagnostics)
    except NotTabularDigits as error:
        help = "give them `font-variant-numeric: tabular-nums; font-kerning: none`, or build with --single-document"
        return LayoutResult(job.key, diagnostics=(FIGURES_NOT_TABULAR(f"{job.id}: {error}", help=help),))
    except NotSeparable as error:
        return LayoutResult(job.key, not_separable=str(error))
    except EngineMismatch as error:
        return LayoutResult(job.key, engine_error=str(error))
    return _store(job, made)


def subset_font(job: FontJob) -> LayoutResult:
    """Write the objects of a face, cut to its use, and keep them."""
    collect_and_trim()  # a Chinese face takes room, and what the last part has left behind makes some
    sha256, name = job.face.sha256, layout_jobs.face_key(job.face.sha256)
    data = job.files[sha256].read_bytes() if sha256 in job.files else job.store.get(name)
    if data is None or (sha256 not in job.files and hashlib.sha256(data).hexdigest() != sha256):
        job.store.delete(name)
        return LayoutResult(job.key, missing_font=sha256)
    return _store(job, font_objects(job.face, data, job.version))


_WARMUP_HTML = (
    '<p lang="en" style="hyphens: auto; width: 9em">Specimen of ordinary typesetting.</p><p lang="zh">试排一行。</p>'
)


def warm_up() -> None:
    """Lay out a line in each script, so that Pango and fontconfig are loaded before the first part."""
    # the first part reports what is wrong with the engine
    with contextlib.suppress(EngineMismatch), chinese_line_layout(), tags(), capture_warnings():
        weasyprint.HTML(string=_WARMUP_HTML, base_url=BASE, url_fetcher=BookFetcher({}, {})).render()


def _store(job: LayoutJob | FontJob, fonts: Fragment) -> LayoutResult:
    data = pack(fonts, job.key)
    return LayoutResult(job.key, None if job.store.put(job.key, data) else data)


def _layout(job: LayoutJob) -> Fragment:
    painting = PAINTINGS[job.variant]
    with gc_paused(), chinese_line_layout(job.line), capture_warnings() as said:
        door = BookFetcher(job.texts, job.files, painting.opaque)
        html = weasyprint.HTML(string=STYLESHEET_LINK.sub("", job.html), base_url=BASE, url_fetcher=door)
        styles = _styles([name for name in STYLESHEET_LINK.findall(job.html) if name in job.texts], door)
        document = html.render(font_config=styles.fonts, stylesheets=styles.sheets, **painting.rendering)
        known = {name: titles(each) for name, each in elements(html.etree_element).items()}
        made = fragment(
            document,
            job.id,
            _local_link_text(known),
            painting.steps,
            _FontSaver(job).save,
            job.han,
            pdf_tags=True,
            pdf_version=painting.version,
            **painting.rendering,
        )
    return attrs.evolve(made, titles=known, warnings=tuple(each.message for each in (*styles.texts, *said)))


def _local_link_text(known: Mapping[str, Mapping[str, str]]) -> Any:
    """Says where a link to a note leads; which page any other leads to is not known yet."""
    places = LinkDescriber(known.get, lambda _: None)
    return lambda target, tag: places.note(target, tag) or DeferredLinkText(target, tag)


@attrs.frozen(eq=False)
class _Styles:
    """The style sheets of a book, parsed, its faces, and what the engine said of them."""

    sheets: tuple[weasyprint.CSS, ...] = ()
    fonts: LinkedFonts | None = None
    texts: tuple[Diagnostic, ...] = ()


_known_styles: dict[str, _Styles] = {}


def _styles(names: Sequence[str], fetcher: BookFetcher) -> _Styles:
    """The style sheets that a part links to: read once in a process, since the parts of a book share them."""
    key = digest([(name, fetcher.texts[name]) for name in names])
    if key not in _known_styles:
        fonts = LinkedFonts()
        with capture_warnings() as said:
            sheets = tuple(
                weasyprint.CSS(
                    string=fetcher.texts[name], base_url=BASE + name, url_fetcher=fetcher, font_config=fonts
                )
                for name in names
            )
        _forget_styles()
        _known_styles[key] = _Styles(sheets, fonts, tuple(said))
    return _known_styles[key]


def _forget_styles() -> None:
    """Forget style sheets, and take away the copies of faces that the engine has made for itself."""
    for each in _known_styles.values():
        if each.fonts is not None:
            each.fonts.__del__()
    _known_styles.clear()


class _FontSaver:
    """Keeps the files of faces that the binder would not have: those of the system."""

    _digests: dict[tuple[int, bytes], str] = {}  # noqa: RUF012, the process's: a face is summed once
    _HEAD = 4096
    """Bytes of a face that tell it from any other of its size: they hold the sums of all its tables."""

    def __init__(self, job: LayoutJob) -> None:
        self.job = job
        for known in job.faces.keys() - {*self._digests.values()}:
            with contextlib.suppress(OSError), job.faces[known].open("rb") as file:
                head = file.read(self._HEAD)
                self._digests[file.seek(0, os.SEEK_END), head] = known

    def save(self, data: bytes) -> str:
        """The sum of a face. Raises ``NotApart`` where it cannot be kept."""
        key = len(data), data[: self._HEAD]
        if key not in self._digests:
            self._digests[key] = hashlib.sha256(data).hexdigest()
        found = self._digests[key]
        name = layout_jobs.face_key(found)
        if found not in self.job.faces and not self.job.store.has(name) and not self.job.store.put(name, data):
            raise NotSeparable("a face cannot be kept")
        return found
