"""Infer from its lines whether a paragraph is justified, and whether it is text or code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

import attrs

from wicpress.proofing.lines.char_classes import HANGING
from wicpress.proofing.lines.measurements import LineMeasurements
from wicpress.proofing.lines.paragraphs import Paragraph
from wicpress.proofing.pdf.structure import HEADINGS

_FLUSH = 0.5  # pt
_MOVED = 0.02  # em: a space or gap this far from the usual was adjusted
_RAGGED_ROLES = (
    *HEADINGS,
    "Title",
    "TOC",
    "TOCI",
    "TH",
    "TD",
    "Caption",
    "RT",
    "Lbl",
    "Artifact",
)
_CHINESE = ("zh-Hans", "zh-Hant")


@attrs.frozen
class Justification:
    """`word` is the usual word space of such paragraphs in em."""

    justified: bool
    code: bool
    display: bool  # a heading, a caption, a cell: not running text
    word: float


def edge_distance(line: LineMeasurements, right: float, hanging: bool = False) -> float:
    """How far in pt a line ends from its edge (right of it is positive), the least that its last mark allows."""
    ends = [*line.ends, line.last_x] if hanging and line.last in HANGING else line.ends
    return min((end - right for end in ends), key=abs)


def infer_justification(paragraphs: Sequence[Paragraph], monospaced: frozenset[str]) -> list[Justification]:
    """Infer how each paragraph is set, from all paragraphs of the same size and language."""
    groups: dict[tuple[str, float], list[Paragraph]] = defaultdict(list)
    weight: dict[str, Counter[float]] = defaultdict(Counter)
    for paragraph in paragraphs:
        key = _key(paragraph)
        groups[key].append(paragraph)
        weight[paragraph.lang][key[1]] += sum(line.cells for line in paragraph.lines)
    bodies = {lang: sizes.most_common(1)[0][0] for lang, sizes in weight.items()}
    justified = {key: _justified(group, key, bodies[key[0]]) for key, group in groups.items()}
    words = {key: _usual_word(group) for key, group in groups.items()}
    # If any paragraph has TextAlign, paragraphs without it are set to the start (ISO 32000-1, table 343).
    aligned = any(paragraph.lines[0].align for paragraph in paragraphs)
    return [
        _setting(paragraph, justified[_key(paragraph)] and not aligned, words[_key(paragraph)], monospaced)
        for paragraph in paragraphs
    ]


def _key(paragraph: Paragraph) -> tuple[str, float]:
    return paragraph.lang, round(median(line.size for line in paragraph.lines), 1)


def _setting(paragraph: Paragraph, justified: bool, word: float, monospaced: frozenset[str]) -> Justification:
    first = paragraph.lines[0]
    code = _is_code(paragraph, monospaced)
    if first.align:
        justified = first.align == "Justify"
    elif first.role in _RAGGED_ROLES or not _starts_agree(paragraph):
        justified = False
    return Justification(justified and not code and len(paragraph.lines) > 1, code, first.role in _RAGGED_ROLES, word)


def _justified(group: Sequence[Paragraph], key: tuple[str, float], body: float) -> bool:
    """Return whether a group is justified: Chinese body text is, anything else only if its edges or gaps show it."""
    full = [(line, right) for p in group for line, right in zip(p.lines[:-1], p.right, strict=False)]
    if not full:
        return False
    if key[0] in _CHINESE and key[1] == body:
        return True
    if _adjusted([line for line, _ in full]):
        return True
    if key[0] not in _CHINESE:
        return False
    flush = sum(abs(edge_distance(line, right)) <= _FLUSH for line, right in full)
    return flush >= max(2, 0.5 * len(full))


def _adjusted(lines: Sequence[LineMeasurements]) -> bool:
    """Return whether the gaps of many lines differ from the usual: nothing but justification moves them."""
    words = [_word(line) for line in lines if len(line.word_gaps) > 1]
    usual = _mode(words)
    moved = sum(abs(word - usual) > _MOVED for word in words)
    stretched = sum(
        abs(median(gap.width / gap.em for gap in line.han_gaps)) > _MOVED / 4 for line in lines if line.han_gaps
    )
    return moved >= max(3, 0.4 * len(words)) or stretched >= max(2, 0.3 * len(lines))


def _word(line: LineMeasurements) -> float:
    return median(gap.width / gap.em for gap in line.word_gaps)


def _mode(values: Sequence[float]) -> float:
    """Return the value with the most others near it, 0 where there are none."""
    bins = Counter(round(value / _MOVED) for value in values)
    return bins.most_common(1)[0][0] * _MOVED if bins else 0.0


def _usual_word(group: Sequence[Paragraph]) -> float:
    words = [_word(line) for paragraph in group for line in paragraph.lines if line.word_gaps]
    last = [_word(paragraph.lines[-1]) for paragraph in group if paragraph.lines[-1].word_gaps]
    # Last lines are not justified: they show the space as the font has it.
    return median(last) if len(last) > 2 else median(words) if words else 0.25


def _starts_agree(paragraph: Paragraph) -> bool:
    """Return whether the lines start on one edge; those of centred and right-aligned text do not."""
    pairs = list(zip(paragraph.lines, paragraph.left, strict=True))[1:]
    near = sum(min(abs(start - left) for start in line.starts) < 0.6 * line.size for line, left in pairs)
    return near >= 0.7 * len(pairs)


def _is_code(paragraph: Paragraph, monospaced: frozenset[str]) -> bool:
    if paragraph.lines[0].role == "Code":
        return True
    fonts = [line.latin_font for line in paragraph.lines if line.latin_font]
    latin = sum(line.cells - line.han for line in paragraph.lines)
    return (
        bool(fonts)
        and all(font in monospaced for font in fonts)
        and latin > sum(line.han for line in paragraph.lines)
    )
