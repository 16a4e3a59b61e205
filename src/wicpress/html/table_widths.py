"""Column widths of tables: enough for the longest word of each column first, then such that the table is short."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise
from string import ascii_uppercase

import attrs

from wicpress import class_names
from wicpress import languages as lang
from wicpress.edition import strings
from wicpress.line_breaking.code_breaks import token_breaks

LETTER = 4.0
"""The mean width in pt of a letter of a table, in 8 pt sans. Widths of columns are counted in letters."""
LINE_WIDTH = 85
"""The standard measure, in letters."""
GAP = 4
"""The space beside a column, in letters."""
_FITS = (
    (class_names.SIZED, 1.0, 2.5),
    (class_names.TIGHT, 1.0, 1.3),
    (class_names.SMALL, 0.875, 1.3),
    (class_names.SMALLEST, 0.75, 1.3),
)
"""Ways to set a wide table, the best first: its class, the size of its type, the space beside a column in letters."""
_DIVIDED = (class_names.FIXED, 0.875, 1.3)
"""How a table is set whose words do not fit even in the smallest type."""
REDUCED = frozenset({class_names.SMALL, class_names.SMALLEST, class_names.FIXED})
"""The classes of tables that are in smaller type."""
_WIDER = dict.fromkeys(ascii_uppercase, 0.2) | dict.fromkeys("%@MWmw", 0.6)
"""By how much a letter is wider than the mean one, in a semi-bold sans-serif, as a head is set in."""
_EXPONENTS = (1.0, 0.75, 0.5, 0.25)
"""Powers of the needs of columns, in proportion to which they divide what room there is."""
_MIN_WIDTH = 4
"""The least width of a column, in letters: two Han characters."""
_SHORT_LINE = 10
"""The least length of a line in a narrow column of a text, in letters."""
_ROUNDING = 0.05
_WHOLE = 1 / 3
"""The share of a table that a word has at most to stay whole where there is room: a longer one is an address."""
NARROW = 25
"""A column with less, in percent, may be narrower than two characters of large type on a small screen."""
_NARROW_GAPS = REDUCED | {class_names.TIGHT}
_SLACK = 0.5
"""How much wider than its text a line is, in letters."""
_TOLERANCE = 0.01
_HAN = lang.HAN.pattern
_UNBROKEN = re.compile(rf"[!-~\u00a1-\u024f\u2010-\u2015]+(?:(?<=[0-9]) ?{_HAN}(?:{_HAN}(?!{_HAN}))?)?")
"""A word in Latin script, or a number with its Han unit and with the next character if that would be alone."""
_BOUNDARY = re.compile(rf"{_HAN}(?=[0-9A-Za-z])|[0-9A-Za-z](?={_HAN})")
"""Where a line has a gap between Han and Western characters: a quarter of an em, half a letter."""
NUMERIC = re.compile(r"[\s+\-−–±~<>≈≤≥$¥€£]*[\d.,:/]*\d[\d.,:/]*\s*(%|‰|°|℃|[A-Za-z]{1,3})?\s*|[—–-]?")
"""The text of a cell with a number; a column of such cells is ranged right."""
_HYPHEN = re.compile(r"(?<=[a-z]{2})-(?=[a-z]{2})")

Texts = Sequence[str]
"""The text of a cell in each of its languages."""


@attrs.frozen
class ColumnWidths:
    """The column widths of a table that is wider than the measure, and the class that says how it is set.

    ``widths`` are in percent, empty where the layout engine may choose them. ``fit`` is a class: ``sized``, no
    narrower than the words; ``tight``, with half the space between; ``small`` and ``smallest``, in smaller type as
    well; ``fixed``, where even then the words do not fit and the longest are divided.
    """

    widths: tuple[float, ...] = ()
    fit: str = ""


def letters_per_line(measure: float) -> int:
    """Return how many letters of a table fit in a measure in pt."""
    return int(measure / LETTER)


def column_widths(
    rows: Sequence[Sequence[Texts]],
    available: int = LINE_WIDTH,
    pictures: Collection[int] = (),
    always: bool = False,
    wide_cells: Sequence[tuple[int, int, Texts]] = (),
) -> ColumnWidths:
    """Return the widths for a table whose text is wider than ``available`` letters; for a narrower one, none.

    With ``always`` a narrower one has widths too, in proportion to the text of its columns.

    Where half the space between columns is enough for every cell to stay on one line, they have that. Else a column
    that needs at most an even share gets what it needs; the others divide the rest such that the table has the
    fewest lines, each at least as wide as its longest word where that is possible for all, names of code undivided
    if they take no more than a third of the table. A column in which
    ``pictures`` stand alone needs an even share, however little text it has. ``wide_cells`` are in no row: the first
    of the columns that each covers, how many these are, and its text; what they need more than their columns, these
    share.
    """
    count = len(rows[0])
    needs = [
        max(
            available / count if nth in pictures else 0,
            *(GAP + max(map(_width, row[nth]), default=0) for row in rows if nth < len(row)),
        )
        for nth in range(count)
    ]
    for first, columns, texts in wide_cells:
        needs = _share(needs, first, columns, GAP + max(map(_width, texts), default=0))
    if pictures and sum(needs) <= available:
        return ColumnWidths(_percent(needs), class_names.WITH_PICTURES)
    if sum(needs) <= available:
        return ColumnWidths(_percent(needs)) if always else ColumnWidths()
    words = [max(_longest(row[nth], 0) for row in rows if nth < len(row)) for nth in range(count)]
    needs = [max(need, word + GAP - _SLACK) for need, word in zip(needs, words, strict=True)]
    name = f" {class_names.WITH_PICTURES}" if pictures else ""
    for fit, _, gap in () if pictures else _FITS[:2]:
        unbroken = [need - GAP + gap + _SLACK for need in needs]
        if sum(unbroken) <= available:
            return ColumnWidths(_percent(unbroken), fit)
    undivided = ((available * _WHOLE, each) for each in _FITS[:2])
    for whole, (fit, size, gap) in (*undivided, *((0.0, each) for each in (*_FITS, _DIVIDED))):
        longest = [max(_longest(row[nth], whole=whole) for row in rows if nth < len(row)) for nth in range(count)]
        minimums = [min(needs[nth], longest[nth] * size + gap) for nth in range(count)]
        for first, columns, texts in wide_cells:
            minimums = _share(minimums, first, columns, _longest(texts, whole=whole) * size + gap)
        if sum(minimums) < available and fit != class_names.FIXED:
            just = [need if nth in pictures else (need - GAP) * size + gap + _SLACK for nth, need in enumerate(needs)]
            widths = [_distribute(just, minimums, available, exponent) for exponent in _EXPONENTS]
            return ColumnWidths(_percent(min(widths, key=functools.partial(_lines, rows, size, gap))), fit + name)
    return ColumnWidths(_percent(_shrink(minimums, available)), class_names.FIXED)


def widest(rows: Sequence[Sequence[Texts]], columns: ColumnWidths, is_measured: Callable[[str], bool]) -> float:
    """Return how wide a table has to be, in letters, for no word of the measured texts to be divided.

    Names of code that take no more than a third of a line are words.
    """
    longest = functools.partial(_longest, whole=LINE_WIDTH * _WHOLE)
    gap = _gap(columns)
    return max(
        (
            (max(map(longest, ([text] for text in texts if is_measured(text))), default=-gap) + gap) * 100 / width
            for row in rows
            for texts, width in zip(row, columns.widths, strict=False)
        ),
        default=0,
    )


def narrowest(
    rows: Sequence[Sequence[Texts]], columns: ColumnWidths, wide_cells: Sequence[tuple[int, int, Texts]]
) -> tuple[float, ...]:
    """Return the width in letters that each column of a table has to have for no word to be divided.

    Where a cell has more than a word, five Han characters have room.
    """
    gap, longest = _gap(columns), functools.partial(_longest, whole=LINE_WIDTH * _WHOLE)
    cells = [[row[nth] for row in rows if nth < len(row)] for nth in range(len(columns.widths))]
    lines = [
        min(max((_width(text) for texts in column for text in texts), default=0), _SHORT_LINE) for column in cells
    ]
    widths = [max(line, *map(longest, column)) + gap for line, column in zip(lines, cells, strict=True)]
    for first, count, texts in wide_cells:
        widths = _share(widths, first, count, longest(texts) + gap)
    return tuple(widths)


def _gap(columns: ColumnWidths) -> float:
    """Return the space beside a column in letters."""
    fits = (gap for fit, _, gap in _FITS if fit in columns.fit.split())
    return next(fits, _FITS[-1][2] if columns.fit else _FITS[0][2])


def flexible_lengths(
    columns: ColumnWidths, narrow: Sequence[float], available: float, first: int, end: int
) -> tuple[str, ...]:
    """Return the width in CSS of the columns from ``first`` to ``end``, a second one for readers that calculate it.

    There a table that has just room for its words gives each column what these need, its ``narrow`` width, in em; one
    as wide as ``available``, in em, has the widths of the ``columns``; in between, these share what there is more.
    """
    total = round(sum(narrow), 3)
    more = [available * width / 100 - least for width, least in zip(columns.widths, narrow, strict=True)]
    shares = more if min(more) >= 0 < sum(more) else columns.widths
    share = round(sum(shares[first:end]) / sum(shares), 5)
    own = round(sum(narrow[first:end]), 3)
    plain = f"{round(sum(columns.widths[first:end]), 3)}%"
    return plain, f"calc(min({round(100 * own / total, 3)}%, {own}em) + max(0em, 100% - {total}em) * {share})"


def _width(text: str) -> float:
    """Return the width of a text in letters, with the gaps between Han and Western characters."""
    return strings.display_width(text) + 0.5 * len(_BOUNDARY.findall(text))


def _lines(rows: Sequence[Sequence[Texts]], size: float, gap: float, widths: Sequence[float]) -> tuple[int, int]:
    """Return about how many lines all rows take together, and how many all cells."""
    room = [(width - gap) / size for width in widths]
    lines = [_cell_lines(row, room) for row in rows]
    return sum(max(row, default=0) for row in lines), sum(map(sum, lines))


def _cell_lines(row: Sequence[Texts], room: Sequence[float]) -> list[int]:
    """Return about how many lines each cell of a row takes in columns with ``room`` for letters."""
    return [
        sum(math.ceil(_width(text) / max(width, _MIN_WIDTH)) for text in texts)
        for texts, width in zip(row, room, strict=False)
    ]


def _share(widths: Sequence[float], first: int, columns: int, width: float) -> list[float]:
    """Return ``widths``, each of some ``columns`` wider where together they are narrower than ``width``."""
    more = max(width - sum(widths[first : first + columns]), 0) / columns
    return [each + more if first <= nth < first + columns else each for nth, each in enumerate(widths)]


def count_lines(row: Sequence[Texts], columns: ColumnWidths, available: int = LINE_WIDTH) -> int:
    """Return about how many lines the highest cell of a row takes in a table that is ``available`` letters wide."""
    fits = {fit: (size, gap) for fit, size, gap in (*_FITS, _DIVIDED)}
    size, gap = next((fits[each] for each in columns.fit.split() if each in fits), (1.0, GAP))
    room = [(available * each / 100 - gap) / size for each in columns.widths] or [available] * len(row)
    return max(_cell_lines(row, room), default=0)


def column_lengths(
    columns: ColumnWidths, first: int, end: int, stubs: Collection[int], stub_word: float
) -> tuple[str, ...]:
    """Return the width in CSS of the columns from ``first`` to ``end``, a second one for readers that calculate it.

    There those of ``stubs`` that may be narrow have room for ``stub_word``, in em; the others share the rest.
    """
    widths = columns.widths
    plain = f"{round(sum(widths[first:end]), 3)}%"
    least = stub_word + _ROUNDING + (0.5 if _NARROW_GAPS.intersection(columns.fit.split()) else 1)
    stub_widths = {nth: f"max({widths[nth]}%, {least}em)" for nth in stubs if widths[nth] < NARROW}
    rest = sum(width for nth, width in enumerate(widths) if nth not in stub_widths)
    if not stub_widths or not rest:
        return (plain,)
    share = sum(widths[nth] for nth in range(first, end) if nth not in stub_widths) / rest
    lengths = [stub_widths[nth] for nth in range(first, end) if nth in stub_widths]
    if share:
        lengths.append(f"(100% - {' - '.join(stub_widths.values())}) * {round(share, 5)}")
    return plain, lengths[0] if lengths[0].startswith("max") and len(lengths) == 1 else f"calc({' + '.join(lengths)})"


def _percent(widths: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(100 * each / sum(widths), 3) for each in widths)


def _shrink(minimums: Sequence[float], available: float) -> list[float]:
    """Return widths where not all words fit: each column its minimum, up to one limit for the widest."""
    limit = available / len(minimums)
    while (rest := available - sum(min(each, limit) for each in minimums)) > _TOLERANCE:
        limit += rest / sum(each > limit for each in minimums)
    return [min(each, limit) for each in minimums]


def _distribute(needs: Sequence[float], minimums: Sequence[float], available: float, exponent: float) -> list[float]:
    """Return widths that fit: columns that need little or have a long word are settled first.

    The others have widths in proportion to a power of what they need.
    """
    settled: dict[int, float] = {}
    while True:
        rest = available - sum(settled.values())
        open_columns = [nth for nth in range(len(needs)) if nth not in settled]
        if not open_columns:
            return [settled[nth] * available / (available - rest) for nth in range(len(needs))]
        total = sum(needs[nth] ** exponent for nth in open_columns)
        shares = {nth: rest * needs[nth] ** exponent / total for nth in open_columns}
        most = {nth: max(rest / len(open_columns), share) for nth, share in shares.items()}
        least = sum(minimums[nth] for nth in open_columns)
        small = [nth for nth in open_columns if needs[nth] <= min(most[nth], rest - least + minimums[nth])]
        tight = {nth: minimums[nth] for nth in open_columns if shares[nth] < minimums[nth]}
        if not small and not tight:
            return [settled.get(nth) or shares[nth] for nth in range(len(needs))]
        settled |= {small[0]: needs[small[0]]} if small else tight


def _longest(texts: Texts, least: float = _MIN_WIDTH, whole: float = 0.0) -> float:
    """Return the width in letters of the longest part of a cell that a line does not divide, ``least`` at least.

    Words that are no wider than ``whole`` are such parts, also those with hyphens and other signs in them.
    """
    return max((width for text in texts for width in (least, *_unbroken_widths(text, whole))), default=least)


def _unbroken_widths(text: str, whole: float) -> Iterator[float]:
    """Yield the width in letters of each part of a text that a line does not divide."""
    for match in _UNBROKEN.finditer(text):
        word = match[0]
        hyphens = {hyphen.end() for hyphen in _HYPHEN.finditer(word)}
        breaks = [0, *sorted(token_breaks(word).signs | hyphens), len(word)]
        parts = [(0, len(word))] if _word_width(word) <= whole else pairwise(breaks)
        yield from (_word_width(word[start:end]) for start, end in parts)


def _word_width(word: str) -> float:
    """Return the width in letters of a word, which may have wide letters only."""
    return strings.display_width(word) + sum(_WIDER.get(each, 0) for each in word)


def is_number(text: str) -> bool:
    """Return whether the text of a cell is a number."""
    return bool(NUMERIC.fullmatch(text)) and any(map(str.isdigit, text))


def is_word(text: str) -> bool:
    """Return whether the text of a cell is neither a number nor empty."""
    return bool(text) and not is_number(text)
