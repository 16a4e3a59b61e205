"""How the text of printed pages looks: its faces, whether it can be seen, the emphasis dots below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import groupby

import attrs

from wicpress import languages as lang
from wicpress.proofing.pdf.fonts import PdfFont
from wicpress.proofing.pdf.model import Glyph, Mark, Page, PaintedShape
from wicpress.proofing.pdf.structure import Content, Element

Place = tuple[int, int, int]
"""The object of a page, that of a form on it or 0, and the number of a marked sequence."""
Rect = tuple[float, float, float, float]
SMALLEST = 3.0
"""Smaller text cannot be read, in pt."""
DOT_SIZES = (0.1, 0.16)
"""The least and the greatest diameter of an emphasis dot, in em."""


@attrs.define
class TextLook:
    """How a passage looks: the names of its ``fonts``, whether any of it is ``unseen``, and its emphasis ``dots``.

    ``han`` counts its Han characters; ``rect`` is what is painted beside text, from the top left in pt, or ();
    ``alignment`` is that of its paragraph (ISO 32000-1, table 344), ``End`` where it is ranged right.
    """

    fonts: set[str] = attrs.field(factory=set)
    unseen: bool = False
    dots: int = 0
    han: int = 0
    rect: Rect | tuple[()] = ()
    alignment: str = ""

    def has(self, *names: str) -> bool:
        """Return whether a font has one of ``names`` in its name."""
        return any(name in font for font in self.fonts for name in names)


def looks_of_page(number: int, page: Page) -> Mapping[Place, TextLook]:
    """Return how each marked sequence of a page looks; ``number`` is that of the object of the page.

    A formula is seen where something is painted in its sequence: its text is not.
    """
    drawn: set[Place] = set()
    looks: dict[Place, TextLook] = defaultdict(TextLook)
    sizes: dict[Place, float] = {}
    for (mark, font, visible, pale), glyphs in groupby(page.glyphs, _state):
        if mark is None or mark.mcid is None or mark.artifact:
            continue
        own = [each for each in glyphs if each.char.strip()]
        if own:
            place = number, mark.stream, mark.mcid
            sizes[place] = min(each.size for each in own)
            look = looks[place]
            look.fonts.add(font.name)
            look.han += sum(bool(lang.HAN.match(each.char)) for each in own)
            drawn.update({place} if all(each.drawn for each in own) else ())
            look.unseen = look.unseen or (not visible and place not in drawn) or pale or sizes[place] < SMALLEST
    for shape in page.shapes:
        if shape.mark and shape.mark.mcid is not None and not shape.mark.artifact:
            place = number, shape.mark.stream, shape.mark.mcid
            looks[place].rect = _union(looks[place].rect, (shape.x0, shape.y0, shape.x1, shape.y1))
            looks[place].dots += shape.filled and place not in drawn and _is_dot(shape, sizes.get(place, 0.0))
    for place in drawn:
        looks[place].unseen = looks[place].unseen or not looks[place].rect
    return looks


def _is_dot(shape: PaintedShape, em: float) -> bool:
    least, most = (each * em for each in DOT_SIZES)
    return not shape.picture and least <= shape.x1 - shape.x0 <= most and least <= shape.y1 - shape.y0 <= most


def _union(one: Rect | tuple[()], other: Rect | tuple[()]) -> Rect | tuple[()]:
    if not one or not other:
        return one or other
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _union_of(rects: list[Rect | tuple[()]]) -> Rect | tuple[()]:
    union: Rect | tuple[()] = ()
    for each in rects:
        union = _union(union, each)
    return union


def _state(glyph: Glyph) -> tuple[Mark | None, PdfFont, bool, bool]:
    return glyph.mark, glyph.font, glyph.visible, glyph.pale


def look_of(owner: Element, looks: Mapping[Place, TextLook]) -> TextLook:
    """Return how the text of an element looks, without that of elements inside it."""
    places = [(each.page, each.stream, each.mcid) for each in owner.children if isinstance(each, Content)]
    own = [looks[each] for each in places if each in looks]
    path = reversed(owner.path())
    return TextLook(
        set().union(*(each.fonts for each in own)),
        any(each.unseen for each in own),
        sum(each.dots for each in own),
        sum(each.han for each in own),
        _union_of([each.rect for each in own]),
        next((str(each.attributes.get("TextAlign", "")).lstrip("/") for each in path if each.kind == "P"), ""),
    )
