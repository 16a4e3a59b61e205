"""Words in two lines of half the size within a line: where they stand in it, and whether they are rightly halved.

The halves are of equal length, the first the longer if they cannot be; where the words run over several lines, each
line has a pair of halves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

import attrs

from wicpress.proofing.lines.char_classes import (
    BLANK_RIGHT,
    MARKS,
    NOT_AT_END,
    NOT_AT_START,
    PICTURE,
    Kind,
    kind_of,
    parted,
)
from wicpress.proofing.lines.measurements import StructureInfo
from wicpress.proofing.lines.report import LineProblem
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.pdf.line_grouping import line_text
from wicpress.proofing.pdf.model import Glyph, Line, Mark, Page
from wicpress.proofing.pdf.structure import Element, paragraph_of, tagged_paragraphs

_WORDS = "WT"  # the structure type (ISO 32000-1, 14.8.4.4.3)
_HALF, _SIZE_TOLERANCE = 0.5, 0.03
_PITCH = (0.5, 1.5)  # em of the words: how far the lower half stands below the upper
_MIDDLE = 0.38  # em of the words: from the middle of the baselines down to that of the line
_OFF_BASELINE = 0.1  # em of the line: how far that may be off
_SAME_LINE = 0.2  # em: what stands this close is on one line
_FULL = 0.9  # em: what a full-width mark takes at least
_SPACED = 0.14  # em: what stands so far from the letter before it begins a word
_BETTER = 0.3  # em of the words: by how much other halves are more even, if they are
_SAME = 0.02  # pt: what is rounded
_EVEN = 0.05  # em of the words: halves this close are equal
Key = tuple[int, int]
Owners = Mapping[Key, StructureInfo]


@attrs.frozen
class Pair:
    """The halves of words on one line, of which the lower one may be missing, and the paragraph around them."""

    upper: Line
    lower: Line | None
    paragraph: object

    @property
    def em(self) -> float:
        """The type size of the line, in pt."""
        return self.upper.size / _HALF

    @property
    def y(self) -> float:
        """Where the baseline of the line is, if the halves stand right."""
        below = self.lower or self.upper
        return (self.upper.y + below.y) / 2 + _MIDDLE * self.upper.size

    @property
    def halves(self) -> tuple[Line, ...]:
        """The halves, the upper one first."""
        return (self.upper, self.lower) if self.lower else (self.upper,)

    def stand_in(self, y: float, mark: Mark | None) -> Glyph:
        """Return what stands for the words in their line: a picture whose text they are."""
        words = PICTURE + "".join(half.text for half in self.halves) + PICTURE
        edges = [_edges(_shown(half)) for half in self.halves]
        x0, x1 = min(left for left, _ in edges), max(right for _, right in edges)
        return Glyph(words, 0, self.upper.glyphs[0].font, self.em, x0, y, x1 - x0, True, True, mark)


def joined(lines: Sequence[Line], owners: Owners) -> tuple[list[Line], list[Pair]]:
    """Return the lines of a page in which something stands for the words in two lines, and these words."""
    pairs = list(_pairs(lines, owners))
    if not pairs:
        return list(lines), []
    halves = {id(half) for pair in pairs for half in pair.halves}
    rest = [line for line in lines if id(line) not in halves]
    by_paragraph: dict[object, list[Line]] = defaultdict(list)
    for line in rest:
        for block in {info.block for info in _infos(line, owners)}:
            by_paragraph[block].append(line)  # that of an item, and that of its marker
    for pair in pairs:
        lines_beside = by_paragraph[pair.paragraph]
        pieces = [line for line in lines_beside if abs(line.y - pair.y) <= _SAME_LINE * pair.em]
        whole = _with_words(pieces, pair, _mark(pieces or lines_beside) or pair.upper.glyphs[0].mark)
        for piece in pieces:
            lines_beside.remove(piece)
            rest.remove(piece)
        lines_beside.append(whole)
        rest.append(whole)
    return sorted(rest, key=lambda line: (line.y, line.x0)), pairs


def pages_with_notes(document: Document) -> Iterator[Page]:
    """Yield the pages of a document, in whose lines words in two lines stand as they are read."""
    tagging = tagged_paragraphs(document.pdf)
    for number, sheet in enumerate(document.sheets, 1):
        owners = tagging.page(sheet.obj)
        if any(map(_are_words, owners.values())):
            blocks = {key: info.block for key, info in owners.items()}
            page = document.page(number, lambda *_, blocks=blocks: blocks)
            yield attrs.evolve(page, lines=tuple(joined(page.lines, owners)[0]))
        else:
            yield document.page(number)


def _are_words(info: StructureInfo) -> bool:
    return isinstance(info.block, Element) and info.block.role == _WORDS


def without_words(line: Line) -> Line:
    """Return a line without what stands in it for words in two lines."""
    glyphs = tuple(glyph for glyph in line.glyphs if len(glyph.char) < 2 or glyph.char[0] != PICTURE)
    return line if len(glyphs) == len(line.glyphs) else attrs.evolve(line, glyphs=glyphs)


def _infos(line: Line, owners: Owners) -> Iterator[StructureInfo]:
    """Yield where each glyph of a line stands in the structure tree."""
    keys = ((g.mark.stream, g.mark.mcid) for g in line.glyphs if g.mark is not None and g.mark.mcid is not None)
    return (owners[key] for key in keys if key in owners)


def _pairs(lines: Sequence[Line], owners: Owners) -> Iterator[Pair]:
    """Yield the pairs of halves on a page, those of one note in the order in which they are painted."""
    by_note: dict[Element, list[Line]] = defaultdict(list)
    for line in lines:
        info = next(_infos(line, owners), None)
        if info is not None and isinstance(info.block, Element) and _are_words(info):
            by_note[info.block].append(line)
    for note, rows in by_note.items():
        paragraph = paragraph_of(note.parent) if note.parent is not None else note
        while rows:
            upper = rows.pop(0)
            lower = rows[0] if rows else None
            if lower is not None and _PITCH[0] <= (lower.y - upper.y) / upper.size <= _PITCH[1]:
                yield Pair(upper, rows.pop(0), paragraph)
            else:
                yield Pair(upper, None, paragraph)


def _mark(lines: Iterable[Line]) -> Mark | None:
    """Return the mark of a character of some lines, by which their paragraph is known."""
    return next((glyph.mark for line in lines for glyph in line.glyphs if glyph.char.strip()), None)


def _with_words(pieces: Sequence[Line], pair: Pair, mark: Mark | None) -> Line:
    """Return the line that consists of some pieces and of words in two lines."""
    y = pieces[0].y if pieces else pair.y
    glyphs = [glyph for piece in pieces for glyph in piece.glyphs]
    glyphs = sorted([*glyphs, pair.stand_in(y, mark)], key=lambda glyph: glyph.x)
    shown = [glyph for glyph in glyphs if glyph.char.strip()]
    size, fonts = (pieces[0].size, pieces[0].fonts) if pieces else (pair.em, pair.upper.fonts)
    return Line(pair.upper.page, line_text(glyphs), shown[0].x, shown[-1].end, y, size, fonts, tuple(glyphs))


# ---------------------------------------------------------------------------------------- rules


def check_pair(pair: Pair, lines: Iterable[Line]) -> Iterator[LineProblem]:
    """Yield what is wrong with words in two lines: their size, their place, the ends of the halves, their lengths."""
    text = " / ".join(half.text for half in pair.halves)

    def problem(detail: str, value: float | None = None) -> LineProblem:
        return LineProblem("interlinear", pair.upper.page, text, detail, value)

    line = _line_of(pair, lines)
    if line is None:
        yield problem("beside no line of its paragraph")
        return
    size = _size_beside(pair, line)
    share = max(half.size for half in pair.halves) / size
    if abs(share - _HALF) > _SIZE_TOLERANCE:
        yield problem(f"{share:.2f} of the size of the line", share)
    if abs(line.y - pair.y) > _OFF_BASELINE * size:
        yield problem(f"{line.y - pair.y:+.2f} pt above or below the middle of the line", line.y - pair.y)
    for half in pair.halves:
        if half.text[:1] in NOT_AT_START:
            yield problem(f"start: {half.text[0]}")
        if half.text[-1:] in NOT_AT_END:
            yield problem(f"end: {half.text[-1]}")
    if (better := _better(pair)) is not None:
        yield problem(better)


def _line_of(pair: Pair, lines: Iterable[Line]) -> Line | None:
    middle = (pair.upper.x0 + pair.upper.x1) / 2
    around = [line for line in lines if line.x0 <= middle <= line.x1]
    near = [line for line in around if abs(line.y - pair.y) <= pair.em]
    return min(near, key=lambda line: abs(line.y - pair.y), default=None)


def _size_beside(pair: Pair, line: Line) -> float:
    """Return the type size of what stands nearest to words in two lines, or that which they should stand in."""
    x0, x1 = pair.upper.x0, pair.upper.x1
    others = [glyph for glyph in line.glyphs if glyph.char.strip() and glyph.char[0] != PICTURE]
    nearest = min(others, key=lambda glyph: min(abs(glyph.end - x0), abs(glyph.x - x1)), default=None)
    return nearest.size if nearest else pair.em


def _better(pair: Pair) -> str | None:
    """Return how the words could be halved better, None where they cannot be."""
    upper, lower = _shown(pair.upper), _shown(pair.lower) if pair.lower else []
    everything, at = upper + lower, len(upper)
    steps = [step for half in (upper, lower) for step in _steps(half)]
    now = _length(everything[:at], steps[:at]) - _length(everything[at:], steps[at:])
    if -_EVEN * pair.upper.size <= now <= (1 + _EVEN) * pair.upper.size:
        return None
    step = -1 if now > 0 else 1
    place = at + step
    while 0 < place < len(everything) and not _may_part(everything, place):
        place += step
    if not 0 < place < len(everything):
        return None
    then = _length(everything[:place], steps[:place]) - _length(everything[place:], steps[place:])
    is_square = all(glyph.advance > _FULL * glyph.size for glyph in everything)
    margin = -_SAME if now < 0 and is_square else _BETTER * pair.upper.size
    if abs(then) < abs(now) - margin:
        return f"the halves differ by {now:+.1f} pt, and could by {then:+.1f} pt"
    return None


def _shown(half: Line) -> list[Glyph]:
    return [glyph for glyph in half.glyphs if glyph.char.strip()]


def _steps(half: Sequence[Glyph]) -> list[float]:
    """Return how far it is from each glyph of a half to the next, and from the last to its end, with closed gaps."""
    opened = _opened(half)
    steps = [after.x - before.x - opened * _is_gap(before, after) for before, after in pairwise(half)]
    return [*steps, half[-1].advance] if half else []


def _opened(half: Sequence[Glyph]) -> float:
    """Return by how much (pt) the gaps of a half are opened, as those between Han characters are."""
    pairs = (pair for pair in pairwise(half) if {kind_of(glyph.char) for glyph in pair} == {Kind.HAN})
    gaps = [after.x - before.end for before, after in pairs]
    return median(gaps) if gaps else 0.0


def _is_gap(before: Glyph, after: Glyph) -> bool:
    spaced = after.x - before.end > _SPACED * before.size
    return spaced or {kind_of(before.char), kind_of(after.char)} & {Kind.HAN, *MARKS} != set()


def _edges(half: Sequence[Glyph]) -> tuple[float, float]:
    """Return where a half begins and ends: a full-width mark at either end without its blank half."""
    first, last = half[0], half[-1]
    opens = kind_of(first.char) is Kind.OPEN and first.advance > _FULL * first.size
    closes = kind_of(last.char) in BLANK_RIGHT and last.advance > _FULL * last.size
    return first.x + _HALF * first.size * opens, last.end - _HALF * last.size * closes


def _length(glyphs: Sequence[Glyph], steps: Sequence[float]) -> float:
    """Return how long glyphs are as a half, in pt, from one of which it is a step to the next."""
    if not glyphs:
        return 0.0
    left, right = _edges(glyphs)
    return sum(steps[:-1]) + (right - glyphs[-1].x) - (left - glyphs[0].x)


def _may_part(glyphs: Sequence[Glyph], place: int) -> bool:
    """Return whether a half may end before a glyph: not in words and numbers, before or behind marks like a line."""
    before, after = glyphs[place - 1].char, glyphs[place].char
    if after[:1] in NOT_AT_START or before[-1:] in NOT_AT_END or parted(before, after):
        return False
    return Kind.HAN in (kind_of(before), kind_of(after)) and not _joins(before, after)


def _joins(before: str, after: str) -> bool:
    return before[-1:] in "¥￥$€£＄#№-" or after[:1] in "%‰％℃℉°′″"
