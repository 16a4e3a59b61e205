"""The size in which an imprint fits on its page: a long one is set smaller, so that it never runs over the head."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from wicpress.edition.page_geometry import Geometry
from wicpress.edition.text_widths import line_count

SIZES = ((7.75, 12.0), (7.0, 9.5), (6.0, 8.0))
"""The sizes of an imprint with their leading in pt, the usual one first."""
_KEY_LINES = 3
"""The lines of the key of missing text, with the empty one above it."""


@attrs.frozen
class ImprintSize:
    """The size and the leading of an imprint in pt; False for ``fits`` where it is longer than its page even so."""

    size: float
    leading: float
    fits: bool = True


def imprint_size(columns: Sequence[Sequence[Sequence[str]]], shape: Geometry, *, has_key: bool) -> ImprintSize:
    """Return the largest size in which the ``columns`` of an imprint, of paragraphs of lines, are not too high."""
    widths = (shape.first, shape.second) if len(columns) == 2 else (shape.measure / len(columns),) * len(columns)
    for size, leading in SIZES:
        counts = [
            sum(line_count(line, width / size) for lines in paragraphs for line in lines) + len(paragraphs)
            for paragraphs, width in zip(columns, widths, strict=True)
        ]
        if (max(counts) + _KEY_LINES * has_key) * leading <= shape.depth:
            return ImprintSize(size, leading)
    return ImprintSize(*SIZES[-1], fits=False)
