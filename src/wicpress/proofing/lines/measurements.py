"""The measurements of one line of a page: where its ink may start and end, and every gap between its characters.

Everything here needs the line alone; edges and paragraphs, which need its neighbours, come later. Measurements are
small, so that those of a thousand pages fit in memory when the glyphs do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

import attrs

from wicpress.proofing.lines.char_classes import (
    BLANK_RIGHT,
    BRACKETS,
    MARKS,
    Kind,
    count_han,
    is_full_width_form,
    kind_of,
    parted,
)
from wicpress.proofing.lines.inline_pictures import Rect, with_pictures
from wicpress.proofing.pdf.model import Glyph, Line, Mark

_FULL = 0.9  # em: a mark narrower than this is no full-width mark
_HALF = 0.5  # em: the body of a full-width mark
_BLANK = 0.3  # em of white that makes a half blank
_SAME_SIZE = 0.02
_SMALLER = 0.85  # of the largest Han characters, or of a line: a label, or a call; code in a line is larger
_TRAILING = BLANK_RIGHT | {Kind.MIDDLE, Kind.DASH}
_WESTERN = frozenset({Kind.LATIN, Kind.OTHER})
_SQUARE = MARKS | {Kind.HAN, Kind.PICTURE}  # beside which a line may open
_LABEL, _LABEL_MIXED = 0.45, 0.7  # em
_WORD_MOST, _MIXED_MOST = 0.5, 0.375  # em: a word space and a Han-Latin gap at their maximum (rule 9)
_APPENDIX = ("附录", "附錄", "付録")
_NUMERALS = frozenset("0123456789.〇零一二三四五六七八九十百")
_CURLY = "“”‘’"
NO_PICTURES: Mapping[object, Sequence[Rect]] = {}


class Cell(NamedTuple):
    """A character of a line with the space it takes: `body` is where a full-width mark's inked half lies."""

    char: str
    kind: Kind
    x: float
    end: float
    body0: float
    body1: float
    size: float
    spaced: bool  # a space character stands before it
    space: float  # pt that space takes by its own advance
    separate: bool  # a wide space stands before it: intended white
    mcid: int | None  # the marked content it is in


class Gap(NamedTuple):
    """The white between two neighbours beyond what their advances give, in pt, and the em it is measured in."""

    pair: str
    width: float
    em: float
    expected: float = (
        0.0  # em: what solid setting would give; of a dash, what its halves take; of a word space, its advance
    )
    spaced: bool = False


@attrs.frozen
class LineMeasurements:
    """A line, measured. x in pt from the left of the page, y from its top."""

    page: int
    text: str
    y: float
    size: float
    x0: float  # origin of the first character
    starts: tuple[float, ...]  # every x that may count as the start of the line; the set one first
    ends: tuple[float, ...]  # every x that may count as its end; the full advance first
    font: str  # of most of its Han characters, else of most of its glyphs
    latin_font: str  # of most of its Latin letters and digits, "" where it has none
    lang: str  # of most of its characters according to the file; "" if it does not say
    block: object  # the paragraph of a tagged file
    role: str  # that paragraph's structure type
    align: str  # its TextAlign, "" if the file does not say
    cells: int
    han: int
    first: str
    last: str
    last_x: float  # origin of the last character: where the line would end if that mark hung
    unit: float  # pt the first unbreakable piece takes
    rest: str  # what stands behind that
    word: float  # pt the first word takes
    openings: int  # gaps that a line may open
    spaced: bool  # a space character ends the line
    ends_small: bool  # in smaller type, as that of the call of a note
    growth: float  # pt that word spaces and Han-Latin gaps may grow before all gaps open
    head: float  # pt of the letters, digits and signs that the line starts with
    tail: float  # pt of those that it ends with
    han_gaps: tuple[Gap, ...]
    solid_gaps: tuple[Gap, ...]  # between Han and a mark that follows it, whose left half is inked, or a picture
    mixed_gaps: tuple[Gap, ...]
    mark_gaps: tuple[Gap, ...]  # between a full-width mark and a Latin letter
    squeezes: tuple[Gap, ...]  # white between the inked halves of two neighbouring marks
    word_gaps: tuple[Gap, ...]
    dash_gaps: tuple[Gap, ...]  # inside —— and ……


@attrs.frozen
class StructureInfo:
    """The paragraph, role, language and alignment of one marked-content sequence in the structure tree.

    ``is_vertical``: it is set from top to bottom, in columns and not in lines; ``in_note``, ``in_code``: inside.
    ``frame``: how far in pt the frame around it stands off its text, its own width included.
    """

    block: object
    role: str = ""
    lang: str = ""
    align: str = ""
    is_vertical: bool = False
    in_note: bool = False
    frame: float = 0.0
    in_code: bool = False


def frame_width(attributes: Mapping[str, Any]) -> float:
    """Return how far in pt a frame with layout attributes stands off its text (ISO 32000-1, 14.8.5.4.2)."""
    values = (attributes.get(name, 0) for name in ("Padding", "BorderThickness"))
    return float(sum(value for value in values if isinstance(value, int | float | Decimal)))


def measure_line(
    line: Line, tagging: dict[tuple[int, int], StructureInfo], pictures: Mapping[object, Sequence[Rect]] = NO_PICTURES
) -> LineMeasurements | None:
    """Measure a line; None where it holds nothing to measure. `pictures` has those of each paragraph."""
    info, lang = _structure_info(line, tagging)
    line = with_pictures(line, pictures.get(info.block, ()))
    cells = _cells(line, tagging)
    if not cells:
        return None
    main = [cell for cell in cells if abs(cell.size - line.size) <= _SAME_SIZE * line.size] or cells
    gaps = _gaps(cells)
    first, last, unit = cells[0], cells[-1], _unit(cells)
    return LineMeasurements(
        page=line.page,
        text=line.text,
        y=line.y,
        size=line.size,
        x0=first.x,
        starts=_distinct(first.x, first.body0, first.x - _frame(line.glyphs, tagging)),
        ends=_distinct(last.end, last.body1, last.end + _frame(line.glyphs[::-1], tagging)),
        font=_font(line),
        lang=lang,
        block=info.block,
        role=info.role,
        align=info.align,
        cells=len(main),
        han=count_han(line.text),
        first=first.char[0],
        last=last.char[-1],
        last_x=last.x,
        latin_font=_latin_font(line),
        unit=unit[-1].end - unit[0].x,
        rest="".join(" " * cell.spaced + cell.char for cell in cells[len(unit) :]),
        word=_word(cells),
        openings=_openings(cells),
        spaced=line.glyphs[-1].char.isspace(),
        ends_small=last.size < _SMALLER * line.size,
        growth=_growth(gaps),
        head=_run(cells),
        tail=_run(cells[::-1]),
        han_gaps=gaps["han"],
        solid_gaps=gaps["solid"],
        mixed_gaps=gaps["mixed"],
        mark_gaps=gaps["mark"],
        squeezes=gaps["squeeze"],
        word_gaps=gaps["word"],
        dash_gaps=gaps["dash"],
    )


def _distinct(*places: float) -> tuple[float, ...]:
    return tuple(dict.fromkeys(places))


def _frame(glyphs: Iterable[Glyph], tagging: Mapping[tuple[int, int], StructureInfo]) -> float:
    """Return how far in pt the frame around the first of ``glyphs`` that is no space stands off, 0 without one."""
    mark = next((glyph.mark for glyph in glyphs if glyph.char.strip()), None)
    return tagging[_key(mark)].frame if mark is not None and _key(mark) in tagging else 0.0


def is_vertical(line: Line, tagging: dict[tuple[int, int], StructureInfo]) -> bool:
    """Return whether a line is a row of characters of columns."""
    return _structure_info(line, tagging)[0].is_vertical


def _structure_info(line: Line, tagging: dict[tuple[int, int], StructureInfo]) -> tuple[StructureInfo, str]:
    """Return the paragraph of most of the line's glyphs, and the language of most of its letters."""
    counts = Counter[tuple[int, int]]()
    langs = Counter[str]()
    artifacts = 0
    for glyph in line.glyphs:
        mark = glyph.mark
        if mark is None or not glyph.char.strip():
            continue
        artifacts += mark.artifact
        counts[_key(mark)] += 1
        langs[_language(glyph, tagging)] += 1
    owners = [tagging[key] for key, _ in counts.most_common() if key in tagging]
    alone = StructureInfo(None, "Artifact" if artifacts else "")
    return owners[0] if owners else alone, langs.most_common(1)[0][0] if langs else ""


def _key(mark: Mark) -> tuple[int, int]:
    return mark.stream, -1 if mark.mcid is None else mark.mcid


def _language(glyph: Glyph, tagging: Mapping[tuple[int, int], StructureInfo]) -> str:
    """Return the language of a glyph according to the file, empty where it does not say."""
    if glyph.mark is None:
        return ""
    return glyph.mark.lang or (tagging[_key(glyph.mark)].lang if _key(glyph.mark) in tagging else "")


def _is_code(glyph: Glyph, tagging: Mapping[tuple[int, int], StructureInfo]) -> bool:
    owner = tagging.get(_key(glyph.mark)) if glyph.mark is not None else None
    return owner is not None and owner.in_code


def is_western(lang: str) -> bool:
    """Return whether a file says of a text that it is in a language of another script than Chinese and Japanese."""
    return lang.split("-", maxsplit=1)[0] not in {"", "zh", "ja", "ko", "yue", "cmn"}


def _font(line: Line) -> str:
    han = Counter(glyph.font.name for glyph in line.glyphs if kind_of(glyph.char) is Kind.HAN)
    return han.most_common(1)[0][0] if han else line.fonts[0]


def _latin_font(line: Line) -> str:
    latin = Counter(glyph.font.name for glyph in line.glyphs if kind_of(glyph.char) is Kind.LATIN)
    return latin.most_common(1)[0][0] if latin else ""


def _cells(line: Line, tagging: Mapping[tuple[int, int], StructureInfo]) -> list[Cell]:
    cells: list[Cell] = []
    spaced = separate = False
    space = 0.0
    for glyph in line.glyphs:
        if not glyph.char:
            continue
        kind = Kind.LATIN if glyph.drawn else kind_of(glyph.char)
        if kind is Kind.DASH and (is_western(_language(glyph, tagging)) or _is_code(glyph, tagging)):
            kind = Kind.OTHER  # dashes and ellipses are as wide as their font has them, but in Chinese and Japanese
        if kind is Kind.SPACE:
            spaced = bool(cells)
            space += glyph.advance
            wide = glyph.char not in " \u00a0" or glyph.advance > _FULL * glyph.size
            separate = separate or (spaced and wide)
            continue
        body0, body1 = _body(glyph, kind)
        cells.append(
            Cell(
                glyph.char, kind, glyph.x, glyph.end, body0, body1, glyph.size, spaced, space, separate, _mcid(glyph)
            )
        )
        spaced, separate, space = False, False, 0.0
    return cells


def _mcid(glyph: Glyph) -> int | None:
    return glyph.mark.mcid if glyph.mark is not None else None


def _body(glyph: Glyph, kind: Kind) -> tuple[float, float]:
    """Where the inked half of a full-width mark lies; the whole advance for every other character."""
    em = glyph.size
    if kind not in MARKS or glyph.advance < _FULL * em:
        return glyph.x, glyph.end
    box = glyph.font.program.box(glyph.cid)
    if box is None:
        if kind is Kind.OPEN:
            return glyph.end - _HALF * em, glyph.end
        return (glyph.x, glyph.x + _HALF * em) if kind in BLANK_RIGHT else (glyph.x, glyph.end)
    left, right = box[0], glyph.advance / em - box[2]
    if right >= _BLANK > left:
        return glyph.x, glyph.x + _HALF * em
    if left >= _BLANK > right:
        return glyph.end - _HALF * em, glyph.end
    return glyph.x, glyph.end


def _gaps(cells: Sequence[Cell]) -> dict[str, tuple[Gap, ...]]:
    kinds = ("han", "solid", "mixed", "mark", "squeeze", "word", "dash")
    gaps_by_kind: dict[str, list[Gap]] = {kind: [] for kind in kinds}
    numbered = True  # whether everything before is the number of a heading, which white may set off
    for nth, (left, right) in enumerate(pairwise(cells)):
        numbered = numbered and left.char in _NUMERALS
        is_appendix = nth == 2 and "".join(cell.char for cell in cells[:2]) in _APPENDIX
        number = (numbered or is_appendix) and right.spaced and right.x - left.end > _LABEL_MIXED * left.size
        where = "" if right.separate or number or _is_label(left, right) else _where(left, right)
        if where and abs(left.size - right.size) <= _SAME_SIZE * left.size:
            gaps_by_kind[where].append(_gap(where, left, right))
    return {name: tuple(gaps) for name, gaps in gaps_by_kind.items()}


def _is_label(left: Cell, right: Cell) -> bool:
    """Return whether the white between two characters sets off a label (表 1, 注意): wide, and between two boxes."""
    least = _LABEL_MIXED if left.kind is not right.kind else _LABEL
    return left.mcid != right.mcid and right.x - left.end > least * max(left.size, right.size)


def _where(left: Cell, right: Cell) -> str:
    kinds = left.kind, right.kind
    if Kind.HAN in kinds and {*kinds} <= {Kind.HAN, Kind.PICTURE}:
        return "" if right.spaced else "solid" if Kind.PICTURE in kinds else "han"
    if set(kinds) == {Kind.HAN, Kind.LATIN}:
        return "mixed"
    if kinds == (Kind.DASH, Kind.DASH):
        return "dash" if left.char == right.char and not right.spaced else ""
    full = _is_full(left), _is_full(right)
    if full == (True, True):
        return "" if right.spaced or Kind.MIDDLE in kinds else "squeeze"
    if any(full):
        return _beside_mark(left, right)
    return "word" if right.spaced and not _has_full(left, right) else ""


def _beside_mark(left: Cell, right: Cell) -> str:
    """Return the kind of a gap between a full-width mark and another character."""
    if Kind.LATIN in (left.kind, right.kind):
        return "mark"
    return "solid" if left.kind is Kind.HAN and right.kind in BLANK_RIGHT and not right.spaced else ""


def _has_full(left: Cell, right: Cell) -> bool:
    return any(cell.kind is Kind.HAN or is_full_width_form(cell.char) for cell in (left, right))


def _is_full(cell: Cell) -> bool:
    return cell.kind in MARKS and (cell.body0 != cell.x or cell.body1 != cell.end)


def _gap(where: str, left: Cell, right: Cell) -> Gap:
    em = max(left.size, right.size)
    pair = left.char + (" " if right.spaced else "") + right.char
    if where == "squeeze":
        # A mark that is blank on the right keeps half an em of white before one that is blank on the left, and
        # before any where neither is a bracket or quote.
        facing = left.body1 < left.end and right.body0 > right.x
        keeps = facing or (left.body1 < left.end and BRACKETS.isdisjoint({left.kind, right.kind}))
        return Gap(pair, right.body0 - left.body1, em, _HALF if keeps else 0.0)
    if where == "word":
        return Gap(pair, right.x - left.end, em, right.space / em, True)
    if where == "dash":
        return Gap(pair, right.x - left.end, em, (left.end - left.x + right.end - right.x) / em)
    return Gap(pair, right.x - left.end, em, 0.0, right.spaced)


def _openings(cells: Sequence[Cell]) -> int:
    """Return how many gaps a line may open, without those of a label or bullet in smaller type."""
    least = _SMALLER * max((cell.size for cell in cells if cell.kind is Kind.HAN), default=0.0)
    return sum(_may_open(left, right) for left, right in pairwise(cells) if min(left.size, right.size) >= least)


def _may_open(left: Cell, right: Cell) -> bool:
    """Return whether a line may open between two characters: beside Han and full-width marks, and at a word space.

    Not inside or after a dash, and not between a Western character and the mark that closes or opens it (rule 9).
    """
    if right.separate or _is_label(left, right):
        return False
    if right.spaced:
        return True
    if left.kind is Kind.DASH or (left.kind in _WESTERN and right.kind in BLANK_RIGHT):
        return False
    if left.kind is Kind.OPEN and right.kind in _WESTERN:
        return False
    return any(cell.kind in _SQUARE or is_full_width_form(cell.char) for cell in (left, right))


def _growth(gaps: dict[str, tuple[Gap, ...]]) -> float:
    """Return by how much (pt) the word spaces and Han-Latin gaps of a line may still grow (rule 9)."""
    words = sum(max(0.0, _WORD_MOST * gap.em - gap.width) for gap in gaps["word"])
    return words + sum(max(0.0, _MIXED_MOST * gap.em - gap.width) for gap in gaps["mixed"])


def _unit(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return the first unbreakable unit of the line: a word, a number or a character."""
    end = _unit_end(cells, 0)
    number = "".join(cell.char for cell in cells[:end])
    rest = "".join(" " * cell.spaced + cell.char for cell in cells[end:]).lstrip()
    if end < len(cells) and cells[end].spaced and number[-1:].isdigit() and parted(number, rest):
        end = _unit_end(cells, end)
    return cells[:end]


def _unit_end(cells: Sequence[Cell], start: int) -> int:
    end = start + 1
    while end < len(cells) and _inseparable(cells[end - 1], cells[end]):
        end += 1
    return end


def _inseparable(left: Cell, right: Cell) -> bool:
    if right.spaced:
        return False
    if right.kind in _TRAILING or right.char in "％%℃～":
        return True
    if left.kind is Kind.OPEN or left.char in "([{" or right.char in ")]}":
        return True
    # Some engines never break beside a curly quote, whichever way it opens.
    if left.char in _CURLY or right.char in _CURLY:
        return True
    return left.kind in _WESTERN and right.kind in _WESTERN


def _word(cells: Sequence[Cell]) -> float:
    end = 1
    while end < len(cells) and not cells[end].spaced:
        end += 1
    return cells[end - 1].end - cells[0].x


def _run(cells: Sequence[Cell]) -> float:
    """Return the width of the Western signs at the beginning of the cells, with the mark after them."""
    count = 0
    for outer, cell in zip((None, *cells), cells, strict=False):
        later = cell if outer is None or outer.x < cell.x else outer
        if cell.kind not in _WESTERN or (outer is not None and later.spaced):
            break
        count += 1
    run = cells[:count]
    if not run:
        return 0.0
    ends = [cell.end for cell in run]
    if count < len(cells) and cells[count].kind in _TRAILING and cells[count].x > run[-1].x:
        ends.append(cells[count].body1)
    return max(ends) - min(cell.x for cell in run)
