"""What the e-book can truly say about its accessibility, computed from what it holds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.edition.view import BookView, walk
from wicpress.epub.container import Entry

_SENTENCES: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "access.toml").read_text(encoding="utf-8")
)


@attrs.frozen
class AccessibilityFacts:
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
    pages: bool = False
    pairs: bool = False
    vertical: bool = False

    @property
    def all_described(self) -> bool:
        """True where no picture lacks its text alternative."""
        return self.described == self.pictures


@attrs.frozen
class ContentSurvey:
    """What an edition shows: the kinds of its pieces, its languages, its pictures, the markup in its words."""

    kinds: frozenset[type]
    languages: tuple[str, ...]
    pictures: tuple[m.Picture, ...]
    marked: tuple[m.Inline, ...]


def survey(view: BookView) -> ContentSurvey:
    """Go through ``view`` once."""
    kinds: set[type] = set()
    sides: list[m.Translation] = []
    pictures: list[m.Picture] = []
    for chapter in view.chapters:
        parts = (chapter.part,) if chapter.part else ()
        for node in walk((*parts, chapter.title, *chapter.blocks, *chapter.notes)):
            kinds.add(type(node.piece))
            sides += [member.side for member in node.members]
            if isinstance(node.piece, m.Table):
                rows = (*node.piece.head, *node.piece.rows)
                sides += [side for row in rows for cell in row.cells for side in _shown(cell, view)]
            elif isinstance(node.piece, m.Figure):
                pictures += shown_pictures(node.piece, view.languages)
    marked = [
        each
        for side in sides
        for inline in side.inlines
        if not isinstance(inline, m.Text)
        for each in _iter_inlines(inline)
    ]
    tags = tuple(tag for tag in dict.fromkeys(side.effective_language for side in sides) if tag != m.SHARED)
    return ContentSurvey(frozenset(kinds | set(map(type, marked))), tags, tuple(pictures), tuple(marked))


def _shown(cell: m.Cell, view: BookView) -> Iterable[m.Translation]:
    return [each for each in cell.sides if each.lang in (*view.languages, m.SHARED)] or cell.sides[:1]


def shown_pictures(figure: m.Figure, tags: tuple[str, ...]) -> tuple[m.Picture, ...]:
    """The pictures of a figure that an edition in ``tags`` shows."""
    mine = tuple(each for each in figure.pictures if not each.alt or any(tag in dict(each.alt) for tag in tags))
    return mine or figure.pictures


def _iter_inlines(inline: m.Inline) -> Iterator[m.Inline]:
    yield inline
    for each in getattr(inline, "children", ()):
        if not isinstance(each, m.Text):
            yield from _iter_inlines(each)


def accessibility_facts(
    found: ContentSurvey, *, pairs: bool, pages: bool, moving: bool, vertical: bool
) -> AccessibilityFacts:
    """What the text of an edition holds; ``pairs`` where it is in two languages."""
    alternatives = [each.alt for each in found.marked if isinstance(each, m.Image)]
    alternatives += [" ".join(text for _, text in picture.alt) for picture in found.pictures]
    return AccessibilityFacts(
        pictures=len(alternatives),
        described=sum(bool(alt.strip()) for alt in alternatives),
        moving=moving,
        notes=m.Footnote in found.kinds,
        tables=m.Table in found.kinds,
        ruby=m.Ruby in found.kinds,
        pages=pages,
        pairs=pairs,
        vertical=vertical,
    )


def entries(held: AccessibilityFacts, languages: tuple[str, ...]) -> Iterator[Entry]:
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


def features(held: AccessibilityFacts) -> Iterator[str]:
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


def hazards(held: AccessibilityFacts) -> tuple[str, ...]:
    """The hazards: none where nothing moves or sounds; unknown where a picture is animated."""
    if held.moving:
        return ("unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard")
    return ("none",)


def summary(held: AccessibilityFacts, tag: str) -> str:
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
    gap = "" if lang.is_chinese_or_japanese(tag) else " "
    return gap.join(said[key] for key, holds in facts.items() if holds)


def _sentences(tag: str) -> dict[str, str]:
    kin = (known for known in _SENTENCES if lang.primary(known) == lang.primary(tag))
    best = lang.match(tag, tuple(_SENTENCES)) or next(
        (known for known in kin if lang.script(known) == lang.script(tag)), "en"
    )
    return _SENTENCES[best]
