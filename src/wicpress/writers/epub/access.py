"""What the e-book can truly say about its accessibility, computed from what it holds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.writers.epub.container import Entry
from wicpress.writers.view import BookView, walk

_SENTENCES: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "access.toml").read_text(encoding="utf-8")
)


@attrs.frozen
class Holdings:
    """What an edition holds that a reader's needs may turn on.

    ``pictures`` does not count the cover, which always has its text alternative; ``moving`` is True where one of
    the pictures is animated, so that nobody can vouch for its flashes.
    """

    pictures: int = 0
    described: int = 0
    moving: bool = False
    notes: bool = False
    tables: bool = False
    ruby: bool = False
    sections: bool = False
    pages: bool = False
    pairs: bool = False
    vertical: bool = False

    @property
    def all_described(self) -> bool:
        """True where no picture lacks its text alternative."""
        return self.described == self.pictures


def holdings(view: BookView, *, pages: bool, moving: bool, vertical: bool) -> Holdings:
    """What the text of ``view`` holds."""
    pictures = described = 0
    notes = tables = ruby = sections = False
    for chapter in view.chapters:
        notes = notes or bool(chapter.notes)
        for node in walk((chapter.title, *chapter.blocks, *chapter.notes)):
            tables = tables or isinstance(node.piece, m.Table)
            sections = sections or isinstance(node.piece, m.Heading)
            for alt in _alternatives(node.piece):
                pictures += 1
                described += bool(alt.strip())
            ruby = ruby or any(isinstance(each, m.Ruby) for each in _inlines(node.piece))
    pairs = len(view.languages) > 1
    return Holdings(pictures, described, moving, notes, tables, ruby, sections, pages, pairs, vertical)


def _alternatives(piece: m.Piece) -> Iterator[str]:
    if isinstance(piece, m.Figure):
        yield from (" ".join(text for _, text in picture.alt) for picture in piece.pictures)
    yield from (each.alt for each in _inlines(piece) if isinstance(each, m.Image))


def _inlines(piece: m.Piece) -> Iterator[m.Inline]:
    rows: Iterable[m.Piece] = (piece.head + piece.rows) if isinstance(piece, m.Table) else ()
    for each in (piece, *rows):
        for side in m.sides_of(each):
            yield from _deep(side.inlines)


def _deep(inlines: Iterable[m.Inline]) -> Iterator[m.Inline]:
    for each in inlines:
        yield each
        if not isinstance(each, m.Text):
            yield from _deep(getattr(each, "children", ()))


def entries(held: Holdings, languages: tuple[str, ...]) -> Iterator[Entry]:
    """The accessibility metadata (EPUB Accessibility 1.1, 2.2; schema.org), in the edition's languages.

    The cover is a picture, so every book has a visual side; it says no more than the title page does.
    No conformance is claimed, for nobody has certified it.
    """
    yield from (Entry("schema:accessMode", mode) for mode in ("textual", "visual"))
    if held.all_described:
        yield Entry("schema:accessModeSufficient", "textual")
    if held.pictures:
        yield Entry("schema:accessModeSufficient", "textual,visual")
    yield from (Entry("schema:accessibilityFeature", name) for name in features(held))
    yield from (Entry("schema:accessibilityHazard", name) for name in hazards(held))
    for tag in languages:
        yield Entry("schema:accessibilitySummary", summary(held, tag), tag)


def features(held: Holdings) -> Iterator[str]:
    """The features that the file has, as the Schema.org accessibility vocabulary names them."""
    yield from ("tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "ARIA")
    if held.all_described:
        yield "alternativeText"
    if held.pages:
        yield from ("pageNavigation", "pageBreakMarkers")
    if held.ruby:
        yield "rubyAnnotations"
    if held.vertical:
        yield "verticalWriting"


def hazards(held: Holdings) -> tuple[str, ...]:
    """The hazards: none where nothing moves or sounds; unknown where a picture is animated."""
    if held.moving:
        return ("unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard")
    return ("none",)


def summary(held: Holdings, tag: str) -> str:
    """What the facts above mean for a reader, in language ``tag``."""
    facts = {
        "structure": True,
        "pairs": held.pairs,
        "pages": held.pages,
        "all-described": held.all_described,
        "some-described": not held.all_described,
        "notes": held.notes,
        "tables": held.tables,
        "ruby": held.ruby,
        "vertical": held.vertical,
    }
    said = _sentences(tag)
    gap = "" if lang.is_han(tag) else " "
    return gap.join(said[key] for key, holds in facts.items() if holds)


def _sentences(tag: str) -> dict[str, str]:
    kin = (known for known in _SENTENCES if lang.primary(known) == lang.primary(tag))
    best = lang.match(tag, tuple(_SENTENCES)) or next(
        (known for known in kin if lang.script(known) == lang.script(tag)), "en"
    )
    return _SENTENCES[best]
