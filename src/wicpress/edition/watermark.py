"""The watermark of a draft: its words in the languages of the edition, as large as the page has room for."""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs

from wicpress.edition import strings
from wicpress.edition.page_geometry import Geometry
from wicpress.edition.text_widths import text_width

_SHARE = 0.55
"""The share of the diagonal of a page that a watermark is long."""
_LARGEST = 96.0
"""pt: the largest size of a watermark."""


@attrs.frozen
class Watermark:
    """The words of a watermark, their sizes in pt on pages and on the cover, and the angle of the diagonal."""

    words: str
    size: float
    cover_size: float
    angle: float


def watermark(languages: Sequence[str], page: Geometry) -> Watermark:
    """Return the watermark of a draft in ``languages`` on pages of a size."""
    words = "\u3000".join(dict.fromkeys(strings.translate("draft", tag) for tag in languages))
    diagonal = math.hypot(page.width, page.height)
    size = min(_LARGEST, _SHARE * diagonal / text_width(words))
    beside_ground = 0.8 * (page.inner + page.x2)
    return Watermark(
        words,
        round(size, 1),
        round(min(size, beside_ground), 1),
        round(math.degrees(math.atan2(page.height, page.width)), 1),
    )
