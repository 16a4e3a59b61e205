"""Whether the notes of margins stand there: beside the lines that call them, in order, none over another.

- A side note stands in the outer margin of the page of its call, a note of the head margin above the type area.
- A side note begins on the baseline of its call, or right below the note before it. Where notes reach down to the
  last line of the type area, they stand right above each other.
- It begins on a later page only where the notes before it fill the margin, and goes on at the head of the next.
- It stands at the foot where text is in columns, where the margin is too narrow, or where it has no room.

The type area is taken from the text, and the notes below it, of all pages that are not turned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import inf

import attrs

from wicpress import model as m
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.pdf.model import Glyph, Page
from wicpress.proofing.pdf.structure import Content, read_structure
from wicpress.proofing.text.edition_rules import StandingBook
from wicpress.proofing.text.mismatches import TextMismatch

LEAST_WIDTH = 43.5
"""The least width of a side note, pt."""
_BESIDE = 24.5  # pt: what the outer margin has beside a side note
_EDGE = 8.0  # pt: what stays empty along the edge of the paper
_HANG = 4.0  # pt: a mark at the end of a line may stand beyond its edge by so much, blank
_SAME = 0.75  # pt between baselines, of which rounding makes a difference
_TOUCH = 22.0  # pt from the last baseline of a note to the first of the next, where nothing else parts them
_LINE, _GAP = 11.0, 4.0  # pt: the leading of notes in margins, what parts two of them
_TWO_LINES = 26.0  # pt: two lines of a note, and what rounding makes of the others
_TEXT = 8.5  # pt: no type of running text is smaller
_ABOVE = 28.0  # pt from the last baseline of the notes above the text to the first of the text, or of a heading
_HEAD = 0.15  # of a page: its head margin with the first line of the text
_UNDER = 20.0  # pt: the baseline of a line is so far below the call of a note in it at most


@attrs.frozen
class NotePart:
    """What of a note stands on a page, in pt: its edges, its first and last baseline."""

    note: str
    page: int
    x0: float
    x1: float
    first: float
    last: float


@attrs.frozen
class TypeArea:
    """The text of the pages of one side, in pt: its edges, its first and last baseline; the size of the pages.

    It may begin far below its head where each page of the side opens a chapter.
    """

    left: float
    right: float
    first: float
    last: float
    width: float
    height: float = inf

    @property
    def shows_head(self) -> bool:
        """Whether the text of a page begins at the head of the type area."""
        return self.first < _HEAD * self.height

    def place(self, part: NotePart) -> str:
        """Return where a part of a note stands: ``side``, ``head`` or ``text``."""
        if part.last < self.first - _TEXT / 2:
            return "head"
        return "side" if part.x0 > self.right or part.x1 < self.left else "text"


@attrs.frozen
class PlacedNotes:
    """The parts of the notes in order, the type areas of versos (0) and rectos (1), and the lines of the calls.

    ``lines`` has page and baseline by the ids of notes. ``turned`` are pages whose text runs up, ``blank`` those
    without text.
    """

    parts: tuple[NotePart, ...]
    areas: Mapping[int, TypeArea]
    lines: Mapping[str, tuple[int, float]]
    turned: frozenset[int] = frozenset()
    blank: frozenset[int] = frozenset()


def placed_notes(document: Document, names: Sequence[str]) -> PlacedNotes:
    """Read where the notes ``names`` stand, in the order of the structure tree."""
    owners = _owners(document)
    calls = {name: point for name in names if (point := document.named_points().get(f"{name}.call"))}
    boxes, edges, lines = list[NotePart](), defaultdict[int, list[TypeArea]](list), {}
    turned, blank = set[int](), set[int]()
    for page in document.pages(lines=False):
        if page.turned:
            turned.add(page.number)
            continue
        by_note = _by_note(page, owners)
        if not by_note:
            blank.add(page.number)
        text = [each for each in by_note.pop("", []) if each.size > _TEXT]
        if text:
            ys, ends = [each.y for each in text], [each.end for each in text]
            area = TypeArea(min(each.x for each in text), max(ends), min(ys), max(ys), page.width, page.height)
            edges[page.number % 2].append(area)
        for name, (number, y) in calls.items():
            below = [each.y for each in text if 0 < each.y - y < _UNDER] if number == page.number else []
            if below:
                lines[name] = number, min(below)
        for note, own in by_note.items():
            xs, ys = [each.x for each in own], [each.y for each in own]
            boxes.append(NotePart(note, page.number, min(xs), max(each.end for each in own), min(ys), max(ys)))
    areas = {side: _area(own, [each for each in boxes if each.page % 2 == side]) for side, own in edges.items()}
    parts = tuple(each for each in boxes if each.note in names and each.page % 2 in areas)
    return PlacedNotes(parts, areas, lines, frozenset(turned), frozenset(blank))


def _area(pages: Sequence[TypeArea], notes: Iterable[NotePart]) -> TypeArea:
    """Return the type area of pages of one side, from their text and the notes below it."""
    left, right = min(each.left for each in pages), max(each.right for each in pages)
    last = max(each.last for each in pages)
    below = [each.last for each in notes if each.x0 < right and each.x1 > left]
    return TypeArea(
        left, right, min(each.first for each in pages), max([last, *below]), pages[0].width, pages[0].height
    )


def _owners(document: Document) -> dict[tuple[int, int, int], str]:
    """Return the note of each marked-content sequence, empty for text: by page, form and MCID."""
    structure = read_structure(document.pdf)
    pages = {page.obj.objgen[0]: number for number, page in enumerate(document.sheets, 1)}
    owners = {}
    for owner, leaf in structure.leaves() if structure else ():
        if isinstance(leaf, Content):
            note = next((each for each in owner.path() if each.role == "Note" and each.ident), None)
            owners[pages.get(leaf.page, 0), leaf.stream, leaf.mcid] = str(note.ident) if note else ""
    return owners


def _by_note(page: Page, owners: Mapping[tuple[int, int, int], str]) -> dict[str, list[Glyph]]:
    """Return the visible glyphs of a page by the note that they belong to, those of the text under an empty name."""
    found = defaultdict[str, list[Glyph]](list)
    for glyph in page.glyphs:
        mark = glyph.mark
        if mark is None or mark.artifact or mark.mcid is None or not glyph.char.strip() or not glyph.upright:
            continue
        found[owners.get((page.number, mark.stream, mark.mcid), "")].append(glyph)
    return dict(found)


# ------------------------------------------------------------------------------------------ the check


def margin_notes_of(shown: StandingBook) -> dict[str, str]:
    """Return the margin of each note of an edition that has one, in order; those behind the text have none."""
    return {
        note.id: note.piece.place
        for chapter in shown.chapters
        if not chapter.has_endnotes
        for note in chapter.notes
        if isinstance(note.piece, m.Footnote) and note.piece.place
    }


def check_margin_notes(places: Mapping[str, str], found: PlacedNotes, *, in_columns: bool) -> Iterator[TextMismatch]:
    """Yield the notes of margins that stand elsewhere than they should; ``in_columns``: text is in columns."""
    by_note: dict[str, list[NotePart]] = {}
    for each in found.parts:
        by_note.setdefault(each.note, []).append(each)
    standing: dict[str, list[NotePart]] = {"side": [], "head": []}
    for name, place in places.items():
        parts = by_note.get(name, [])
        here = {found.areas[each.page % 2].place(each) for each in parts}
        if len(here) > 1:
            yield _moved(name, parts[0], "stands in several places: " + ", ".join(sorted(here)))
        elif here == {place} and not (place == "side" and in_columns):
            standing[place] += parts
        elif here and here != {"text"}:
            yield _moved(name, parts[0], f"stands at the {min(here)}, not where its class says")
    for place, parts in standing.items():
        yield from _in_paper(parts, found.areas)
        yield from _in_order(parts, place, found.areas)
        yield from _beside_lines(parts, place, found)
    in_margins = {each.note for parts in standing.values() for each in parts}
    at_foot = [by_note[name][0] for name in places if name in by_note and name not in in_margins]
    yield from _without_reason(at_foot, standing, found, places, in_columns=in_columns)


def _moved(note: str, part: NotePart, what: str) -> TextMismatch:
    return TextMismatch("moved", f"the note {note} {what}", note, note, place=f"page {part.page}")


def _in_paper(parts: Iterable[NotePart], areas: Mapping[int, TypeArea]) -> Iterator[TextMismatch]:
    """Yield the notes that stand in the inner margin, beyond the height of the text, or at the edge of the paper."""
    last = {each.page: each for each in parts}
    first = min((each.first for each in areas.values()), default=0.0)
    for each in parts:
        area = areas[each.page % 2]
        is_outside = each.x0 > area.right if each.page % 2 else each.x1 < area.left
        if area.place(each) == "side" and not is_outside:
            yield _moved(each.note, each, "stands in the inner margin")
        if each.x0 < _EDGE or each.x1 > area.width - _EDGE + _HANG or each.first < _EDGE:
            yield _moved(each.note, each, "reaches to the edge of the paper")
        is_last = area.shows_head and area.place(each) == "head" and each == last[each.page]
        if is_last and first - each.last > _ABOVE:
            yield _moved(each.note, each, "stands high above the text")
        if area.place(each) == "side" and not area.first - _TEXT < each.first <= each.last < area.last + _TEXT:
            yield _moved(each.note, each, "stands outside the height of the text")


def _in_order(parts: Sequence[NotePart], place: str, areas: Mapping[int, TypeArea]) -> Iterator[TextMismatch]:
    """Yield the notes of one margin that stand before or over the one before them."""
    for before, part in pairwise(parts):
        if (part.page, part.first) < (before.page, before.last + _TEXT / 2) and part.page <= before.page:
            what = "over" if part.page == before.page and part.last > before.first else "before"
            yield _moved(part.note, part, f"stands {what} the note {before.note}")


def _beside_lines(parts: Sequence[NotePart], place: str, found: PlacedNotes) -> Iterator[TextMismatch]:
    """Yield the notes of one margin that begin elsewhere than beside their line, without being moved by others."""
    for nth, part in enumerate(parts):
        before = parts[nth - 1] if nth else None
        if before and before.note == part.note:
            if not (found.turned | found.blank).issuperset(range(before.page + 1, part.page)):
                yield _moved(part.note, part, f"does not go on on page {before.page + 1}")
            continue
        page, line = found.lines.get(part.note, (part.page, part.first))
        area = found.areas[part.page % 2]
        if part.page < page:
            yield _moved(part.note, part, f"stands before its call on page {page}")
        elif part.page > page:
            if not all(_is_full(each, parts, place, found) for each in range(page, part.page)):
                yield _moved(part.note, part, f"does not stand on page {page}, which calls it")
        elif place == "side" and abs(part.first - line) > _SAME:
            follows = before is not None and before.page == part.page and part.first - before.last < _TOUCH
            if not (part.first > line and follows) and not (part.first < line and _reaches_foot(nth, parts, area)):
                yield _moved(part.note, part, f"stands {part.first - line:+.1f} pt off the line that calls it")


def _is_full(page: int, parts: Sequence[NotePart], place: str, found: PlacedNotes) -> bool:
    """Return whether a margin of a page has no room for two lines more; a turned or a blank page has none."""
    own = [each for each in parts if each.page == page]
    if place == "head" or page in found.turned | found.blank:
        return bool(own) or page in found.turned | found.blank
    area = found.areas[page % 2]
    return area.last - area.first + _LINE - sum(each.last - each.first + _LINE + _GAP for each in own) < _TWO_LINES


def _reaches_foot(nth: int, parts: Sequence[NotePart], area: TypeArea) -> bool:
    """Return whether a note and those below it on its page stand close together down to the foot of the text."""
    below = [each for each in parts[nth:] if each.page == parts[nth].page]
    return area.last - below[-1].last < _TOUCH and all(
        other.first - one.last < _TOUCH for one, other in pairwise(below)
    )


def _without_reason(
    at_foot: Iterable[NotePart],
    standing: Mapping[str, Sequence[NotePart]],
    found: PlacedNotes,
    places: Mapping[str, str],
    *,
    in_columns: bool,
) -> Iterator[TextMismatch]:
    """Yield the notes at the foot whose margin has room for them: about as much again as they would take there."""
    for part in at_foot:
        if part.page in found.turned:
            continue
        area, place = found.areas[part.page % 2], places[part.note]
        rows = 1 + (part.last - part.first) / 12
        used = sum(each.last - each.first + _TOUCH for each in standing[place] if each.page == part.page)
        if place == "head":
            free, needed = (area.first if area.shows_head else 0.0) - _ABOVE - _EDGE, rows * _LINE
        else:
            outer = area.width - area.right if part.page % 2 else area.left
            has_none = in_columns or outer < LEAST_WIDTH + _BESIDE
            free = 0.0 if has_none else area.last - area.first
            needed = 2 * rows * _LINE * (area.right - area.left) / (outer - _BESIDE)
        if needed + used < free:
            yield _moved(part.note, part, "stands at the foot, though its margin has room for it")
