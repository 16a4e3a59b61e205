"""The accessibility metadata of an e-book, computed from its content."""

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
    (Path(__file__).parent / "accessibility.toml").read_text(encoding="utf-8")
)


@attrs.frozen
class AccessibilityFacts:
    """The content of an edition that matters for its accessibility.

    ``pictures`` does not count the cover, which always has a text alternative; ``moving`` is True where one of the
    pictures is animated, and may flash.
    """

    pictures: int = 0
    described: int = 0
    long_descriptions: bool = False
    moving: bool = False
    notes: bool = False
    tables: bool = False
    ruby: bool = False
    formulas: bool = False
    pages: bool = False
    pairs: bool = False
    vertical: bool = False

    @property
    def all_described(self) -> bool:
        """True where every picture has a text alternative."""
        return self.described == self.pictures


@attrs.frozen
class ContentSurvey:
    """The content of an edition: the kinds of its nodes, its languages, its pictures, the markup in its text."""

    kinds: frozenset[type]
    languages: tuple[str, ...]
    pictures: tuple[m.Picture, ...]
    marked: tuple[m.Inline, ...]


def survey(view: BookView) -> ContentSurvey:
    """Return the content of ``view``."""
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
                sides += [side for row in rows for cell in row.cells for side in _shown_sides(cell, view)]
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


def _shown_sides(cell: m.Cell, view: BookView) -> Iterable[m.Translation]:
    return [each for each in cell.sides if each.lang in (*view.languages, m.SHARED)] or cell.sides[:1]


def shown_pictures(figure: m.Figure, tags: tuple[str, ...]) -> tuple[m.Picture, ...]:
    """Return the pictures of a figure that an edition in ``tags`` shows."""
    shown = tuple(each for each in figure.pictures if not each.alt or any(tag in dict(each.alt) for tag in tags))
    return shown or figure.pictures


def _iter_inlines(inline: m.Inline) -> Iterator[m.Inline]:
    yield inline
    for each in getattr(inline, "children", ()):
        if not isinstance(each, m.Text):
            yield from _iter_inlines(each)


def accessibility_facts(
    survey: ContentSurvey, *, pairs: bool, pages: bool, moving: bool, vertical: bool
) -> AccessibilityFacts:
    """Return the facts of an edition; ``pairs`` is True where it is in two languages."""
    alternatives = [each.alt for each in survey.marked if isinstance(each, m.Image)]
    alternatives += [" ".join(text for _, text in picture.alt) for picture in survey.pictures]
    return AccessibilityFacts(
        pictures=len(alternatives),
        described=sum(bool(alt.strip()) for alt in alternatives),
        long_descriptions=any(each.descriptions for each in survey.pictures),
        moving=moving,
        notes=m.Footnote in survey.kinds,
        tables=m.Table in survey.kinds,
        ruby=m.Ruby in survey.kinds,
        formulas=m.Formula in survey.kinds,
        pages=pages,
        pairs=pairs,
        vertical=vertical,
    )


def entries(facts: AccessibilityFacts, languages: tuple[str, ...]) -> Iterator[Entry]:
    """Yield the accessibility metadata (EPUB Accessibility 1.1, 2.2; schema.org), in the languages of the edition.

    The access mode of every book is also visual, because of its cover, which has the words of the title page. No
    conformance is claimed, since nobody certifies it.
    """
    yield from (Entry("schema:accessMode", mode) for mode in ("textual", "visual"))
    if facts.all_described:
        yield Entry("schema:accessModeSufficient", "textual")
    if facts.pictures:
        yield Entry("schema:accessModeSufficient", "textual,visual")
    yield from (Entry("schema:accessibilityFeature", name) for name in features(facts))
    yield from (Entry("schema:accessibilityHazard", name) for name in hazards(facts))
    for tag in languages:
        yield Entry("schema:accessibilitySummary", summary(facts, tag), tag)


def features(facts: AccessibilityFacts) -> Iterator[str]:
    """Yield the features of the e-book, as the Schema.org accessibility vocabulary names them."""
    yield from ("tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "ARIA")
    if facts.all_described:
        yield "alternativeText"
    if facts.long_descriptions:
        yield "longDescription"
    if facts.pages:
        yield from ("pageNavigation", "pageBreakMarkers")
    if facts.ruby:
        yield "rubyAnnotations"
    if facts.formulas:
        yield "MathML"
    if facts.vertical:
        yield "verticalWriting"


def hazards(facts: AccessibilityFacts) -> tuple[str, ...]:
    """Return the hazards: none where nothing moves; unknown where a picture is animated."""
    if facts.moving:
        return ("unknown",)
    return ("none",)


def summary(facts: AccessibilityFacts, tag: str) -> str:
    """Return the accessibility summary in language ``tag``."""
    holds = {
        "structure": True,
        "pairs": facts.pairs,
        "pages": facts.pages,
        "all-described": facts.all_described,
        "some-described": not facts.all_described,
        "notes": facts.notes,
        "tables": facts.tables,
        "ruby": facts.ruby,
        "vertical": facts.vertical,
    }
    sentences = _sentences(tag)
    gap = "" if lang.is_chinese_or_japanese(tag) else " "
    return gap.join(sentences[key] for key, value in holds.items() if value)


def _sentences(tag: str) -> dict[str, str]:
    related = (other for other in _SENTENCES if lang.primary(other) == lang.primary(tag))
    best = lang.match(tag, tuple(_SENTENCES)) or next(
        (other for other in related if lang.script(other) == lang.script(tag)), "en"
    )
    return _SENTENCES[best]
