"""The rules of lines: each is a function that yields the problems of one paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median

from wicpress.proofing.lines.char_classes import (
    BLANK_RIGHT,
    BRACKETS,
    NOT_AT_END,
    PICTURE,
    Kind,
    forbidden_start,
    has_han,
    kind_of,
    parted,
)
from wicpress.proofing.lines.justification import Justification, edge_distance
from wicpress.proofing.lines.measurements import Gap, LineMeasurements, is_western
from wicpress.proofing.lines.paragraphs import NARROW_COLUMN, Paragraph, next_word_fits
from wicpress.proofing.lines.report import LineProblem
from wicpress.proofing.lines.thresholds import Thresholds

_DASH = 1.9  # em: less is no full dash
_WORD = 0.5  # em: a word space at its maximum (rule 9)
_QUARTER = 0.25  # em that a word space may grow (rule 9)
_ACROSS = 4  # digits or letters that stand side by side in a cell of vertical setting
_MIXED = 0.375  # em: a Han-Latin gap at its maximum (rule 9)
_ENOUGH = 3  # gaps between Han characters that are enough to measure a line
_HAN_LETTERS = 3  # Latin letters that count as a Han character
_HAIR = 0.02  # em: rounding in a content stream
Rule = Callable[[Paragraph, Justification, Thresholds], Iterator[LineProblem]]
_WESTERN_SHARE = 0.8
"""The share of Western characters from which on a Chinese line may be ragged in any column."""


def check_paragraph(paragraph: Paragraph, setting: Justification, thresholds: Thresholds) -> Iterator[LineProblem]:
    """Yield the problems of a paragraph by the rules of its language; code is not checked."""
    if setting.code or is_stack(paragraph):
        return
    rules = _CHINESE if paragraph.lang.startswith("zh") else _JAPANESE if paragraph.lang == "ja" else _LATIN
    for rule in rules:
        yield from rule(paragraph, setting, thresholds)


def is_stack(paragraph: Paragraph) -> bool:
    """Return whether the lines are cells of vertical setting, one character or number a line, not running text."""
    single = [line.cells < 2 for line in paragraph.lines]
    across = all(line.cells < 2 or (line.cells <= _ACROSS and not line.han) for line in paragraph.lines)
    return across and sum(single) * 2 >= len(single)


def ragged_lines(paragraph: Paragraph, thresholds: Thresholds) -> tuple[int, ...]:
    """Return the indexes of the lines of a justified paragraph that are rightly left ragged (rule 6).

    The next unit does not fit on the line, or is needed in the last line, which were too short without it; and the
    line cannot reach the edge unless its gaps open beyond the bound, in Chinese in a column under 20 em or where
    hardly a character of the line is Chinese, such as in a long name of code.
    """
    chinese = paragraph.lang.startswith("zh")
    if paragraph.lang == "ja":
        return ()
    ragged = []
    em = max(line.size for line in paragraph.lines)
    lines = zip(pairwise(paragraph.lines), paragraph.left, paragraph.right, strict=False)
    for index, ((line, below), left, right) in enumerate(lines):
        if chinese and right - left >= NARROW_COLUMN * em and not _is_western(line.text):
            continue
        rest = (below.rest if chinese else below.text.partition(" ")[2]) if below is paragraph.lines[-1] else ""
        is_needed = _is_lone(rest) if chinese else rest and _is_short(rest, thresholds)
        if next_word_fits(line, below, right) and not is_needed:
            continue
        if abs(edge_distance(line, right, thresholds.hanging)) <= thresholds.flush:
            continue
        # Where the line is not flush, its last mark has given up its blank half, and could not have hung.
        missing = right - (min(line.ends) if thresholds.trimmed else line.ends[0])
        growth = line.growth + (thresholds.han_gap_most - _HAIR) * em * line.openings
        if missing > (growth if chinese else _word_growth(line, thresholds)):
            ragged.append(index)
    return tuple(ragged)


def _is_western(text: str) -> bool:
    """Return whether at least four in five characters of a line are Western."""
    characters = [char for char in text if not char.isspace()]
    return sum(char.isascii() for char in characters) >= _WESTERN_SHARE * len(characters)


def _is_lone(text: str) -> bool:
    """Return whether a last line of Chinese text is one Han character, with or without marks."""
    kinds = [kind_of(char) for char in text]
    return kinds.count(Kind.HAN) == 1 and Kind.LATIN not in kinds


def _is_short(text: str, thresholds: Thresholds) -> bool:
    """Return whether a last line of Western text is one short word."""
    return " " not in text and _letters(text) < thresholds.short_word


def _letters(text: str) -> int:
    return sum(char.isalnum() + (_HAN_LETTERS - 1) * has_han(char) for char in text)


def _word_growth(line: LineMeasurements, thresholds: Thresholds) -> float:
    """Return by how much (pt) the word spaces of a Western line may still grow."""
    most = thresholds.word_gap_most - 2 * _HAIR
    return sum(max(0.0, most * gap.expected * gap.em - gap.width) for gap in line.word_gaps)


def off_edge(paragraph: Paragraph, setting: Justification, thresholds: Thresholds) -> Iterator[LineProblem]:
    """Rule 6: every full line ends on the edge, but for the lines that a narrow column leaves ragged."""
    if not setting.justified:
        return
    ragged = ragged_lines(paragraph, thresholds)
    for index, (line, right) in enumerate(zip(paragraph.lines[:-1], paragraph.right, strict=False)):
        off = edge_distance(line, right, thresholds.hanging)
        if abs(off) > thresholds.flush and index not in ragged:
            yield LineProblem("off_edge", line.page, line.text, f"{off:+.2f} pt", off)


def forbidden(paragraph: Paragraph, _: Justification, thresholds: Thresholds) -> Iterator[LineProblem]:
    """Rules 1 and 2: what may not begin or end a line, and dashes and ellipses split in two (clreq, GB/T 15834)."""
    for above, below in pairwise(paragraph.lines):
        if is_western(above.lang) != is_western(below.lang):
            continue  # a title and its translation below it
        if above.last == below.first and kind_of(above.last) is Kind.DASH:
            yield LineProblem("forbidden", below.page, below.text, f"split: {above.last}|{below.first}")
        elif forbidden_start(below.text) and below.first not in thresholds.may_start:
            yield LineProblem("forbidden", below.page, below.text, f"start: {below.first}")
        if above.last in NOT_AT_END and above.last not in thresholds.may_end:
            yield LineProblem("forbidden", above.page, above.text, f"end: {above.last}")


def parted_number(paragraph: Paragraph, _: Justification, __: Thresholds) -> Iterator[LineProblem]:
    """Rule 3: numbers stay with their signs and units."""
    widths = [right - left for left, right in zip(paragraph.left, paragraph.right, strict=True)]
    for (above, below), width in zip(pairwise(paragraph.lines), widths, strict=False):
        fits = above.tail + below.head <= width  # a number longer than any line is parted somewhere
        two_numbers = (above.spaced and below.first.isdigit()) or above.ends_small
        if parted(above.text, below.text) and fits and not two_numbers:
            yield LineProblem(
                "parted", above.page, f"{above.text[-12:]}|{below.text[:8]}", above.last + "|" + below.first
            )


def lone_last(paragraph: Paragraph, setting: Justification, thresholds: Thresholds) -> Iterator[LineProblem]:
    """Rule 10: a last line has more than one Han character; in Latin text more than one short word.

    The marks beside a Han character do not count; a line of marks and letters, without any, is no such line, nor is
    one with a picture.
    """
    line = paragraph.lines[-1]
    if len(paragraph.lines) < 2 or setting.display or PICTURE in line.text:
        return
    if paragraph.lang.startswith("zh") or paragraph.lang == "ja":
        count = 1
        short = _is_lone(line.text)
    else:
        count = _letters(line.text)
        short = _is_short(line.text, thresholds)
    if short:
        yield LineProblem("lone_last", line.page, line.text, "", float(count))


def widow(paragraph: Paragraph, _: Justification, __: Thresholds) -> Iterator[LineProblem]:
    """Rule 10: no page opens with a paragraph's last line."""
    if len(paragraph.lines) < 2:
        return
    above, last = paragraph.lines[-2:]
    if last.page > above.page:
        yield LineProblem("widows", last.page, last.text)


def autospace(paragraph: Paragraph, _: Justification, thresholds: Thresholds) -> Iterator[LineProblem]:
    """Rules 8 and 9: an eighth to half an em between Han and Latin, none beside full-width marks."""
    for line in paragraph.lines:
        base = max(0.0, base_gap(line))
        for gap in line.mixed_gaps:
            width = gap.width / gap.em
            if width < thresholds.autospace_least - _HAIR:
                yield _gap_problem("autospace", line, gap, "too narrow")
            elif width - base > thresholds.autospace_most + _HAIR:
                yield _gap_problem("autospace", line, gap, "too wide")
        for gap in line.mark_gaps:
            # A space that the author typed beside a mark is a word space.
            most = thresholds.autospace_most if gap.spaced else 0.1
            if gap.width / gap.em - base > most + _HAIR * gap.spaced:
                yield _gap_problem("autospace", line, gap, "beside a full-width mark")


def squeeze(paragraph: Paragraph, _: Justification, thresholds: Thresholds) -> Iterator[LineProblem]:
    """Rule 4: of two neighbouring full-width marks, one of them a bracket or quote, one gives up its blank half."""
    for line in paragraph.lines:
        base = max(0.0, base_gap(line))
        for gap in line.squeezes:
            if not BRACKETS.isdisjoint(map(kind_of, gap.pair)) and (
                gap.width / gap.em - gap.expected - base > thresholds.squeeze - _HAIR
            ):
                yield _gap_problem("squeeze", line, gap, "not squeezed")


def edge_gap(paragraph: Paragraph, setting: Justification, thresholds: Thresholds) -> Iterator[LineProblem]:
    """Rules 5 and 8: no blank half of a mark and no autospace at a line's edges."""
    lines = list(zip(paragraph.lines, paragraph.left, paragraph.right, strict=True))
    for index, (line, left, right) in enumerate(lines):
        full = index + 1 < len(lines) and setting.justified
        untrimmed = full and len(line.ends) > 1 and abs(line.ends[0] - right) <= thresholds.flush
        if untrimmed and thresholds.trimmed:
            yield LineProblem("edge_gaps", line.page, line.text, f"half an em after {line.last}", 0.5)
        if not index or not setting.justified:
            continue
        start = min((start - left for start in line.starts), key=abs)
        if abs(start) > thresholds.flush:
            yield LineProblem(
                "edge_gaps", line.page, line.text, f"starts {start:+.2f} pt off the edge", start / line.size
            )
        elif thresholds.trimmed and len(line.starts) > 1 and abs(line.starts[0] - left) <= thresholds.flush:
            yield LineProblem("edge_gaps", line.page, line.text, f"half an em before {line.first}", 0.5)


def uneven(paragraph: Paragraph, _: Justification, thresholds: Thresholds) -> Iterator[LineProblem]:
    """Rule 7: the gaps between Han characters are equal all along a line, and never below zero."""
    for line in paragraph.lines:
        if not line.han_gaps:
            continue
        # A gap separates a label of another size from the line that it opens.
        size = Counter(round(gap.em, 1) for gap in line.han_gaps).most_common(1)[0][0]
        widths = [gap.width for gap in line.han_gaps if abs(gap.em - size) < 0.1]
        spread = max(widths) - min(widths)
        if spread > thresholds.even:
            yield LineProblem("uneven", line.page, line.text, f"gaps differ by {spread:.2f} pt", spread)
        if min(widths) < -thresholds.even:
            yield LineProblem("tight", line.page, line.text, f"Han overlap by {-min(widths):.2f} pt", min(widths))


def overlapping_marks(paragraph: Paragraph, _: Justification, __: Thresholds) -> Iterator[LineProblem]:
    """Rule 4: squeezing takes a mark's blank half and no more."""
    for line in paragraph.lines:
        for gap in line.squeezes:
            if gap.width / gap.em < gap.expected - 0.5 - _HAIR or gap.width / gap.em < -0.3:
                yield _gap_problem("tight", line, gap, "marks overlap")


def loose_line(paragraph: Paragraph, _: Justification, thresholds: Thresholds) -> Iterator[LineProblem]:
    """Rule 9: expansion is shared by all gaps; no line has wide holes."""
    for line in paragraph.lines:
        base = base_gap(line)
        if base > thresholds.han_gap_most:
            yield LineProblem("loose", line.page, line.text, f"{base:.2f} em between Han characters", base)
        for gap in line.word_gaps:
            # The wide space of a monospaced face opens by no more than a usual one, a quarter em.
            most = max(thresholds.autospace_most, gap.expected + _QUARTER)
            if gap.width / gap.em - max(0.0, base) > most + 0.1:
                yield _gap_problem("loose", line, gap, "word space too wide")
                break


def loose_words(paragraph: Paragraph, setting: Justification, thresholds: Thresholds) -> Iterator[LineProblem]:
    """No line of Latin text whose word spaces exceed 2.5 times the usual."""
    if not setting.justified:
        return
    for line in paragraph.lines[:-1]:
        if line.word_gaps:
            width = median(gap.width / gap.em for gap in line.word_gaps)
            if width > thresholds.word_gap_most * setting.word:
                yield LineProblem(
                    "loose", line.page, line.text, f"{width / setting.word:.1f} times the word space", width
                )


def stretched_dash(paragraph: Paragraph, _: Justification, thresholds: Thresholds) -> Iterator[LineProblem]:
    """Rule 2: —— and …… take 2 em, and nothing is stretched inside them."""
    for line in paragraph.lines:
        for gap in line.dash_gaps:
            if gap.width > thresholds.even:
                yield _gap_problem("dashes", line, gap, "pulled apart")
            elif gap.expected + gap.width / gap.em < _DASH:
                yield LineProblem(
                    "dashes", line.page, line.text, f"{gap.pair} takes {gap.expected:.2f} em", gap.expected
                )


def base_gap(line: LineMeasurements) -> float:
    """Return by how much every gap of the line is stretched, in em: the median between Han characters.

    With too few of them it is the least by which any gap exceeds its own maximum.
    """
    stretches = [gap.width / gap.em for gap in (*line.han_gaps, *line.solid_gaps)]
    if len(stretches) >= _ENOUGH:
        return median(stretches)
    stretches += [
        gap.width / gap.em - _WORD * gap.spaced for gap in line.mark_gaps if gap.spaced or _may_stretch(gap.pair)
    ]
    stretches += [gap.width / gap.em - _MIXED for gap in line.mixed_gaps]
    stretches += [gap.width / gap.em - max(_WORD, gap.expected + _QUARTER) for gap in line.word_gaps]
    stretches += [gap.width / gap.em - gap.expected for gap in line.squeezes]
    return max(0.0, min(stretches, default=0.0))


def _may_stretch(pair: str) -> bool:
    """Return whether a line may stretch between a mark and a Latin letter: only on the outer side of the mark."""
    return kind_of(pair[-1]) is Kind.OPEN or kind_of(pair[0]) in BLANK_RIGHT


def _gap_problem(kind: str, line: LineMeasurements, gap: Gap, why: str) -> LineProblem:
    width = gap.width / gap.em
    return LineProblem(kind, line.page, line.text, f"{gap.pair}: {width:.2f} em, {why}", width)


_LATIN: tuple[Rule, ...] = (off_edge, lone_last, widow, loose_words)
_JAPANESE: tuple[Rule, ...] = (off_edge, forbidden, lone_last, widow)
_CHINESE: tuple[Rule, ...] = (
    off_edge, forbidden, parted_number, lone_last, widow, autospace, squeeze, edge_gap, uneven, overlapping_marks,
    loose_line, stretched_dash,
)  # fmt: skip
