"""About how wide a text is and how many lines it takes, before it is laid out; rather too much than too little."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_WIDE = frozenset("MWmw@%—…")
_NARROW = frozenset("iljtfrI.,;:!'|()[] ")
_LETTERS = {
    char: width
    for width, chars in {
        0.36: "!',-.:;[]ijl|",
        0.48: '"()*/?IJ\\`frst{}',
        0.6: "#$+0123456789<=>SZ^_acegovxyz~",
        0.68: "BCEFLPTXYbdhknpqu",
        0.78: "&ADGKNOQRUV",
        0.84: "H",
        1.03: "%@MWmw",
    }.items()
    for char in chars
}
"""The width in em that a character of a title has at most; a word is too short for its letters to average out."""
_FULL = re.compile(
    r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff]"
)
_PARTS = re.compile(
    rf"(?:{_FULL.pattern}|[“”‘’—…])[，。、：；！？）》」』”’]*|[^\s]+?(?={_FULL.pattern}|\s|-|/|$)[-/]?|\s+"
)
"""What stands between two places where a line may be broken."""


DIVIDED_SIZE = 14.0
"""The largest size in pt of a title in which a word is divided."""
_DIVIDED = 1.5
"""The width in em that a line of a divided word leaves empty at most, with its hyphen."""


def text_width(text: str) -> float:
    """Return the width of a text in em."""
    return sum(map(_width, text))


def _width(char: str) -> float:
    if _FULL.match(char) or (char in "“”‘’—…·" and ord(char) > 0xFF):
        return 1.0
    if char in _WIDE or ord(char) > 0x24F:
        return 0.9
    if char in _NARROW:
        return 0.34
    return 0.7 if char.isupper() else 0.56


def greatest_width(text: str) -> float:
    """Return the width in em that a text has at most."""
    return sum(_LETTERS.get(char) or _width(char) for char in text)


def widest_part(text: str) -> float:
    """Return the width in em that the widest part that is never broken has at most: a word, a Han character."""
    return max(map(greatest_width, _PARTS.findall(text)), default=0.0)


def line_count(text: str, width: float) -> int:
    """Return how many lines of ``width`` em a text takes; a word that is wider than a line is divided."""
    lines, line = 1, 0.0
    for part in _PARTS.findall(text):
        part_width = text_width(part)
        if line and line + text_width(part.rstrip()) > width:
            lines, line = lines + 1, 0.0
            part_width = 0.0 if part.isspace() else part_width
        line += part_width
        if not line - part_width and part_width > width:
            lines += math.ceil(part_width / (width - _DIVIDED)) - 1 if width > 2 * _DIVIDED else len(part) - 1
            line = width
    return lines


def fitting_size(
    texts: Sequence[str], sizes: Sequence[tuple[float, float]], width: float, height: float, least: float
) -> tuple[float, float]:
    """Return the first of ``sizes`` and leadings, in pt, in which ``texts`` fit below each other, or the last.

    They take at most ``height`` pt in lines of ``width`` pt, and no word is wider than a line: words are divided
    where they are wider in a size of ``least`` pt, so that a title is not smaller because of one long word.
    """
    widest = max(map(widest_part, texts), default=0.0)
    greatest = DIVIDED_SIZE if widest * least > width else width / max(widest, _DIVIDED)
    for size, leading in sizes:
        if size <= greatest and sum(line_count(text, width / size) for text in texts) * leading <= height:
            return size, leading
    return sizes[-1]


def smaller_sizes(size: float, leading: float, least: float = 6.0) -> tuple[tuple[float, float], ...]:
    """Return ``size`` and ``leading`` in pt, and smaller ones in the same proportion down to ``least``."""
    steps = [size - step for step in range(int(size - least) + 1)]
    return tuple((step, round(step * leading / size, 1)) for step in steps)
