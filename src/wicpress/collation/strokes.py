"""The order of Chinese by the strokes of characters, with the counts of Unicode (``kTotalStrokes`` of Unihan).

``stroke_counts.txt`` has a sign for each character of two blocks, ``@`` for none, ``A`` for one stroke, and so on;
``scripts/stroke_counts.py`` writes it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

import attrs

BLOCKS: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000))
"""The characters that are counted: CJK Unified Ideographs and Extension A."""
_MOST = 99
"""What characters count that are not in the table, so that they stand last."""

Weight: TypeAlias = tuple[int, str]


@attrs.frozen(order=True)
class StrokeKey:
    """What a text is sorted by: the strokes of each character, and the character in the order of radicals."""

    weights: tuple[Weight, ...]

    @property
    def strokes(self) -> int:
        """The strokes of the first character; 0 where that is no Chinese character."""
        return self.weights[0][0] if self.weights else 0


def stroke_key(text: str) -> StrokeKey:
    """Return what ``text`` is sorted by; letters, figures and signs have no strokes."""
    return StrokeKey(tuple((stroke_count(char), char) for char in text))


def stroke_count(char: str) -> int:
    """Return the strokes of a Chinese character; 0 for any other, 99 for one that is not in the table."""
    at = 0
    for start, end in BLOCKS:
        if start <= ord(char) < end:
            return ord(_counts()[at + ord(char) - start]) - ord("@")
        at += end - start
    return _MOST if ord(char) >= 0x20000 else 0


@cache
def _counts() -> str:
    return files("wicpress.collation").joinpath("stroke_counts.txt").read_text(encoding="ascii").replace("\n", "")
