"""Pictures in lines: each is put where a character would stand."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from wicpress.proofing.lines.char_classes import PICTURE
from wicpress.proofing.pdf.line_grouping import line_text
from wicpress.proofing.pdf.model import Glyph, Line

Rect = tuple[float, float, float, float]
_HEIGHT = 0.4  # em above the baseline, in the middle of letters: what stands in a line crosses it


def with_pictures(line: Line, boxes: Sequence[Rect]) -> Line:
    """Return a line with the pictures that stand in it, of those of its paragraph, as ``PICTURE`` characters."""
    glyphs = list(line.glyphs)
    for box in sorted(boxes):
        x0, y0, x1, y1 = box
        if y0 < line.y - _HEIGHT * line.size < y1:
            picture = Glyph(PICTURE, 0, glyphs[0].font, line.size, x0, line.y, x1 - x0, True, True, None)
            following = (nth for nth, glyph in enumerate(glyphs) if glyph.char and glyph.x > (x0 + x1) / 2)
            glyphs.insert(next(following, _end(glyphs)), picture)
    if len(glyphs) == len(line.glyphs):
        return line
    ends = [glyph for glyph in glyphs if glyph.char.strip()]
    return attrs.evolve(line, text=line_text(glyphs), x0=ends[0].x, x1=ends[-1].end, glyphs=tuple(glyphs))


def _end(glyphs: Sequence[Glyph]) -> int:
    """Return where a picture stands that ends a line: behind one space, since the next has no width there."""
    visible = max((nth for nth, glyph in enumerate(glyphs) if glyph.char.strip()), default=-1)
    return min(visible + 2, len(glyphs))
