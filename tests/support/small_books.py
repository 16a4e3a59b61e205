"""Small books of tests: written once in a run, parsed and laid out once in a process."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from pathlib import Path

import attrs

from support.pdf_builds import BuiltPdf, build_single_document
from support.shared import made_once
from wicpress import config as book_config
from wicpress import parsing
from wicpress.build.builder import build
from wicpress.build.request import BuildRequest
from wicpress.config import Config, Edition
from wicpress.fonts.prepared_faces import font_face_css, prepare_faces
from wicpress.model import Block, Book, Inline, InlineContainer
from wicpress.pdf.print_html import PrintDocument, render_html
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.text.compare_book import compare_pdf
from wicpress.proofing.text.mismatches import TextMismatch

BILINGUAL: Mapping[str, object] = {"name": "bilingual", "layout": "interleaved"}
PARALLEL: Mapping[str, object] = {"name": "parallel", "layout": "parallel"}
ENGLISH: Mapping[str, object] = {"name": "en", "layout": "single", "languages": ["en"], "page": "A5"}


def settings(*editions: Mapping[str, object], **book: object) -> str:
    """Return a ``book.toml`` with editions; ``book`` has more keys of the book, texts, numbers or lists."""
    own = {"slug": "small", "identifier": "urn:uuid:0b0c1a5e-7d53-4f0e-9a53-1f7f2b8f9f11", **book}
    lines = ["[book]", 'languages = ["zh-Hans", "en"]', 'title = { zh-Hans = "小书", en = "Small" }', *_lines(own)]
    for each in editions:
        lines += ["", "[[edition]]", *_lines(each)]
    return "\n".join(lines) + "\n"


def _lines(values: Mapping[str, object]) -> list[str]:
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files of a book to a new folder; return it."""
    root.mkdir(parents=True)
    for name, content in files.items():
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def read(root: Path, expected: Collection[str] = ()) -> tuple[Config, Book]:
    """Return the settings and the content of the book in a folder, whose diagnostics have the ``expected`` codes."""
    config = book_config.load(root).value
    assert config is not None
    result = parsing.read(config)
    assert {each.code for each in result.diagnostics} == set(expected), result.diagnostics
    return config, result.value


def render(book: Book, config: Config, edition: Edition) -> PrintDocument:
    """Return an edition of a book, with our fonts, before it is laid out."""
    faces = prepare_faces()
    css = font_face_css(faces, lambda face: f"../fonts/{face.path.name}")
    return render_html(book, config, edition, css, {f"fonts/{face.path.name}": face.path for face in faces})


def build_once(name: str, make: Callable[[Path], object], *, clean: bool = True) -> Path:
    """Return the folder with all editions of a book, which ``make`` writes to the folder that it gets.

    They are built once in a run, without diagnostics unless the book is not ``clean``.
    """

    def make_editions(unfinished: Path) -> None:
        root = unfinished / "book"
        make(root)
        (finished,) = build([root], BuildRequest(output=unfinished / "dist"))
        assert finished.ok and not (clean and finished.diagnostics), finished.diagnostics

    return made_once(name, make_editions)


class SmallBook:
    """A book whose files have no diagnostics; its ``name`` is its own in a run of the tests."""

    def __init__(self, name: str, files: Mapping[str, str | bytes]) -> None:
        self._name = name
        self._files = files
        self._built: dict[tuple[str, str], BuiltPdf] = {}

    @cached_property
    def _parsed(self) -> tuple[Config, Book]:
        return read(made_once(self._name, lambda root: write(root, self._files)))

    @property
    def config(self) -> Config:
        """Its settings."""
        return self._parsed[0]

    @property
    def content(self) -> Book:
        """Its text."""
        return self._parsed[1]

    def edition(self, name: str) -> Edition:
        """Return one of its editions."""
        edition = self.config.edition(name)
        assert edition is not None
        return edition

    def rendered(self, name: str) -> PrintDocument:
        """Return an edition before it is laid out."""
        return render(self.content, self.config, self.edition(name))

    def built(self, name: str, variant: str = "") -> BuiltPdf:
        """Return the PDF of an edition, of its own or of another ``variant``."""
        if (name, variant) not in self._built:
            edition = self.edition(name)
            edition = attrs.evolve(edition, pdf=variant or edition.pdf)
            page = render(self.content, self.config, edition)
            self._built[name, variant] = build_single_document(page, self.config, edition)
        return self._built[name, variant]

    def opened(self, name: str, variant: str = "") -> Document:
        """Return the PDF of an edition, open."""
        document = open_pdf(self.built(name, variant).data)
        assert isinstance(document, Document)
        return document

    def file(self, name: str) -> bytes:
        """Return one of its files."""
        return (self.config.root / name).read_bytes()

    def with_blocks(self, blocks: Collection[Block]) -> Book:
        """Return its text with other blocks in its only chapter."""
        (chapter,) = self.content.chapters
        return attrs.evolve(self.content, chapters=(attrs.evolve(chapter, blocks=tuple(blocks)),))

    def changed(self, change: Callable[[Block], Block]) -> Book:
        """Return its text with each block of its only chapter changed."""
        return self.with_blocks([change(each) for each in self.content.chapters[0].blocks])

    def mismatches(self, name: str, content: Book | None = None) -> tuple[TextMismatch, ...]:
        """Return how the PDF of an edition differs from the book, or from other ``content``."""
        with self.opened(name) as document:
            return compare_pdf(
                document, self.config, content or self.content, self.edition(name), self.file
            ).mismatches


def with_first_block(book: Book, change: Callable[[Inline], Inline]) -> Book:
    """Return ``book`` with ``change`` made in the words of its first block, where it leaves what is in an inline."""

    def inline(each: Inline) -> Inline:
        new = change(each)
        if new is each and isinstance(each, InlineContainer):
            return attrs.evolve(each, children=tuple(map(inline, each.children)))
        return new

    first, *rest = book.chapters
    block = first.blocks[0]
    sides = tuple(attrs.evolve(side, inlines=tuple(map(inline, side.inlines))) for side in block.sides)
    blocks = (attrs.evolve(block, sides=sides), *first.blocks[1:])
    return attrs.evolve(book, chapters=(attrs.evolve(first, blocks=blocks), *rest))
