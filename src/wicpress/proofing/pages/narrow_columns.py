"""Columns too narrow for running text: under 8 em of Han or 24 letters; for notes in margins, 6 em or 10 letters."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from wicpress.proofing.lines.char_classes import count_han
from wicpress.proofing.lines.justification import Justification
from wicpress.proofing.lines.paragraphs import Paragraph
from wicpress.proofing.lines.report import LineProblem
from wicpress.proofing.lines.rules import is_stack

HAN_LEAST = 8.0
"""em: the least width of a column of running Han text."""
LETTERS_LEAST = 24
"""Letters that a line of running Latin text has room for at least, word spaces included."""
HAN_LEAST_IN_MARGIN = 6.0
"""em: the least width of a note of Han text in the margin."""
LETTERS_LEAST_IN_MARGIN = 10
"""Letters that a line of a Latin note in the margin has room for at least."""
_RUNNING = ("", "P", "LBody", "BlockQuote", "Note")
_SHARE = 0.2  # of the letters of a book: the largest size that has so many is that of the text
_LINES = 3  # a shorter paragraph shows nothing of its column
_HAIR = 0.05  # em
_SAME_EDGE = 2.0  # pt


def narrow_columns(
    settings: Sequence[tuple[Paragraph, Justification]], numbered: Collection[int]
) -> Iterator[tuple[str, LineProblem]]:
    """Yield the paragraphs of running text, on the `numbered` pages, whose column is too narrow, by language.

    A column is as wide as the widest paragraph that starts on its left edge: ragged lines do not show its right one.
    """
    text = _text_edges(settings)
    columns: dict[tuple[int, int], float] = defaultdict(float)
    for paragraph, _ in settings:
        for line, left, right in zip(paragraph.lines, paragraph.left, paragraph.right, strict=True):
            key = line.page % 2, round(left / _SAME_EDGE)
            columns[key] = max(columns[key], right - left)
    for paragraph, setting in settings:
        first, left = paragraph.lines[-1], paragraph.left[-1]
        if setting.code or setting.display or first.role not in _RUNNING or len(paragraph.lines) < _LINES:
            continue
        if is_stack(paragraph) or _ends_as_written(paragraph) or first.page not in numbered:
            continue
        width = max(columns[first.page % 2, round(left / _SAME_EDGE) + step] for step in (-1, 0, 1))
        if not setting.justified:
            width = max(width, _most(paragraph))
        text_left, text_right = text.get(first.page, (left, left))
        in_margin = paragraph.right[-1] <= text_left or left >= text_right > text_left
        if room := _too_narrow(paragraph, width, in_margin=in_margin):
            yield paragraph.lang, LineProblem("narrow_column", first.page, first.text, room)


def _text_edges(settings: Sequence[tuple[Paragraph, Justification]]) -> dict[int, tuple[float, float]]:
    """Return the left and right edges of the lines in the size of the text and larger, by their page."""
    every_line = [
        (line, left, right)
        for paragraph, _ in settings
        for line, left, right in zip(paragraph.lines, paragraph.left, paragraph.right, strict=True)
    ]
    sizes = Counter[float]()
    for line, _, _ in every_line:
        sizes[round(line.size, 1)] += len(line.text)
    of_text = max((size for size, letters in sizes.items() if letters > _SHARE * sizes.total()), default=0.0)
    edges: dict[int, tuple[float, float]] = {}
    for line, left, right in every_line:
        if line.size > of_text - 1:
            before = edges.get(line.page, (left, right))
            edges[line.page] = min(before[0], left), max(before[1], right)
    return edges


def _most(paragraph: Paragraph) -> float:
    """Return how wide in pt the column of ragged lines is at most: no word of a next line has room on one."""
    return min(max(above.ends) - above.x0 + below.word for above, below in pairwise(paragraph.lines))


def _ends_as_written(paragraph: Paragraph) -> bool:
    """Return whether lines end where the author ended them, as in verse.

    Of Han, all end in a mark, or one before the last leaves room for two characters more; in Latin text, one leaves
    room for the first word of the next line and two letters more.
    """
    lines = paragraph.lines
    if not any(count_han(line.text) for line in lines):
        widest = max(max(line.ends) - line.x0 for line in lines)
        return any(max(above.ends) - above.x0 + below.word < widest - above.size for above, below in pairwise(lines))
    if not all(count_han(line.text) for line in lines):
        return False
    if all(unicodedata.category(line.text.rstrip()[-1:] or " ").startswith("P") for line in lines):
        return True
    widths = [max(line.ends) - line.x0 for line in lines]
    em = max(line.size for line in lines)
    return any(width < max(widths) - 2 * em for width in widths[:-1])


def _too_narrow(paragraph: Paragraph, width: float, *, in_margin: bool) -> str:
    """Return what a column of `width` pt has room for, if that is too little; else nothing."""
    least_han, least = (HAN_LEAST_IN_MARGIN, LETTERS_LEAST_IN_MARGIN) if in_margin else (HAN_LEAST, LETTERS_LEAST)
    text = "".join(line.text for line in paragraph.lines)
    em = max(line.size for line in paragraph.lines)
    if count_han(text):
        return f"{width / em:.1f} em" if width < (least_han - _HAIR) * em else ""
    set_width = sum(max(line.ends) - line.x0 for line in paragraph.lines)
    letters = len(text)
    room = letters * width / set_width if set_width > 0 else least
    return f"{room:.0f} letters" if letters > least and room < least else ""
