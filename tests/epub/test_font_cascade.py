"""What ``font_choice`` knows of the fonts of an e-book is what its style sheets say, for all texts of whole books."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs
import pytest
from lxml import etree

import every_feature
from support.computed_fonts import Cascade, ComputedFont
from support.ebook import Unpacked
from wicpress import class_names, config, parsing
from wicpress.epub import write_epub
from wicpress.epub.container import Resource
from wicpress.epub.font_choice import characters
from wicpress.fonts.coverage import FaceKey
from wicpress.fonts.prepared_faces import PreparedFace
from wicpress.fonts.stacks import stack

HANDBOOK = Path(__file__).resolve().parents[2] / "content" / "handbook"
GENERIC = {"serif": "serif", "sans": "sans-serif", "mono": "monospace"}

BRACKETS = "[]"
"""What the style sheets show around the number of a page of the source edition."""

Texts = dict[ComputedFont, set[str]]
"""The texts that are set in each font: a page and the number of a text in it."""


def pages(book: zipfile.ZipFile) -> Iterator[Resource]:
    """Yield the pages of an e-book, the nth text of each replaced by the nth character of plane 2."""
    for name in book.namelist():
        if name.endswith(".xhtml"):
            root = etree.fromstring(book.read(name))
            numbers = itertools.count(0x20000)
            for element in root.iter(etree.Element):
                element.text = chr(next(numbers)) if (element.text or "").strip() else None
                element.tail = chr(next(numbers)) if (element.tail or "").strip() else None
                if class_names.SOURCE_PAGE in str(element.get("class", "")).split():
                    element.set("aria-label", chr(next(numbers)))
            yield Resource(name, name, "application/xhtml+xml", etree.tostring(root))


def fonts_by_sheets(book: zipfile.ZipFile, *more: str) -> Texts:
    """Return the texts of an e-book by the fonts that its style sheets, and ``more`` after them, give them."""
    sheets = [book.read(name).decode() for name in book.namelist() if name.endswith(".css")]
    sheets.sort(key=lambda sheet: "@font-face" in sheet)  # which every page links last
    cascade = Cascade([*sheets, *more])
    return merged((page, font, text) for page in pages(book) for font, text in cascade.texts(page.data))


def fonts_by_choice(book: zipfile.ZipFile, families: Callable[[FaceKey], tuple[str, ...]]) -> Texts:
    """Return the texts of an e-book by the fonts that ``font_choice`` embeds for them."""
    return merged(
        (page, ComputedFont(families(key), key.weight, key.style), char)
        for page in pages(book)
        for key, text in characters([page]).items()
        for char in text
        if char not in BRACKETS
    )


def merged(texts: Iterable[tuple[Resource, ComputedFont, str]]) -> Texts:
    """Return texts by their fonts."""
    found: Texts = {}
    for page, font, text in texts:
        found.setdefault(font, set()).add(f"{page.path} {ord(text) - 0x20000}")
    return found


def ebooks(root: Path, emphasis: str, faces: tuple[PreparedFace, ...]) -> Iterator[zipfile.ZipFile]:
    """Yield every edition of the book in a folder as an e-book without fonts."""
    settings = config.load(root).value
    assert settings is not None
    settings = attrs.evolve(settings, typography=attrs.evolve(settings.typography, emphasis=emphasis))
    book = parsing.read(settings).value
    for edition in settings.editions:
        data = write_epub(book, settings, attrs.evolve(edition, embed_fonts=False), faces=faces)
        yield zipfile.ZipFile(io.BytesIO(data))


@pytest.mark.parametrize("emphasis", ["dots", "sans"])
@pytest.mark.parametrize("name", ["handbook", "features"])
def test_roles_and_weights_are_those_of_the_style_sheets(
    name: str, emphasis: str, faces: tuple[PreparedFace, ...], tmp_path: Path
) -> None:
    """In every edition, each text has the role, weight and style that the style sheets give it."""
    root = HANDBOOK if name == "handbook" else every_feature.write(tmp_path)
    for book in ebooks(root, emphasis, faces):
        assert fonts_by_choice(book, lambda key: (GENERIC[key.role],)) == fonts_by_sheets(book)


@pytest.mark.parametrize("edition", ["interleaved", "parallel", "zh", "en", "en-first", "vertical"])
def test_families_are_those_of_the_style_sheets(
    edition: str, make: Callable[..., Unpacked], faces: tuple[PreparedFace, ...]
) -> None:
    """With fonts embedded, each text is set from the families that are chosen for its language and role."""
    families = {face.family for face in faces}
    vertical = {"writing": "vertical", "formats": ("epub",)} if edition == "vertical" else {}
    book = make("zh" if vertical else edition, fonts=True, edition=vertical).zip
    chosen = fonts_by_choice(book, lambda key: (*stack(key.lang, key.role, families), GENERIC[key.role]))
    assert chosen == fonts_by_sheets(book)
    assert len(chosen) > 5


@pytest.mark.parametrize(
    "rule",
    ["strong { font-weight: 700 }", ".h2 .languages > .han { font-weight: 400 }", ".call { font-family: serif }"],
)
def test_another_rule_in_a_style_sheet_is_seen(rule: str, make: Callable[..., Unpacked]) -> None:
    """The comparison fails where a style sheet gives an element another weight or family."""
    book = make("interleaved").zip
    chosen = fonts_by_choice(book, lambda key: (GENERIC[key.role],))
    assert chosen == fonts_by_sheets(book)
    assert chosen != fonts_by_sheets(book, rule)
