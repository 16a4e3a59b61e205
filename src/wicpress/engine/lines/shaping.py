"""Shapes each text of a paragraph once: its glyphs, the advance of each character, and the extents of its ink."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from itertools import accumulate, islice
from typing import Any, Final

import attrs

from wicpress.engine.internals import FROM_UNITS, ffi, line_break, pango
from wicpress.engine.native import address, family_attribute, has_variation, retain

FULL_CELL: Final = 0.9
"""A glyph this wide (em) fills a cell of the Han grid."""
DECORATION: Final = (
    "ascent",
    "underline_position",
    "strikethrough_position",
    "underline_thickness",
    "strikethrough_thickness",
)


FONT_PROPERTIES: Final = (
    "font_family",
    "font_size",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
    "font_variation_settings",
    "font_language_override",
    "lang",
    "direction",
    "letter_spacing",
    "word_spacing",
    "overflow_wrap",
)
"""The properties of a style from which WeasyPrint makes a Pango layout, without those of decoration."""
FontKey = tuple[Any, ...]
VARIATION: Final = re.compile("(.)([\ufe00-\ufe0d\U000e0100-\U000e01ef])")
"""A character with a selector that asks for a form of it (Unicode, 23.4); emoji have U+FE0E and U+FE0F."""
MAX_CACHED_TEXTS: Final = 256
"""Shaped texts in the cache: table cells and running heads are measured once or twice before they are laid out."""
MAX_CACHED_LAYOUTS: Final = 64
"""Pango layouts in the cache, one for each combination of font properties."""


@attrs.define(eq=False)
class FontRegistry:
    """The faces of a font configuration, with caches; they live as long as it does."""

    pointers: dict[int, Any] = attrs.field(factory=dict)
    references: list[Any] = attrs.field(factory=list)
    extents: dict[tuple[int, int], tuple[float, float, float]] = attrs.field(factory=dict)
    pdf_fonts: tuple[Any, dict[int, Any]] = (None, {})
    """The PDF being painted (its table of fonts) and its font for each face."""
    space_glyphs: dict[int, int | None] = attrs.field(factory=dict)
    metrics: dict[FontKey, tuple[float, float]] = attrs.field(factory=dict)
    """(ascent, descent) in em of the first face."""
    shaped_texts: dict[tuple[str, FontKey], Shaped | None] = attrs.field(factory=dict)
    """The texts shaped last."""
    layouts: dict[FontKey, Any] = attrs.field(factory=dict)
    """WeasyPrint's layouts made last; each is used for all texts with the same font properties, one after another."""

    def add(self, pango_font: Any) -> int:
        """Return the key of a face, and keep the face alive."""
        key = address(pango_font)
        if key not in self.pointers:
            self.references.append(retain(pango_font))
            self.pointers[key] = ffi.cast("PangoFont *", key)
        return key

    def own_advance(self, face: int, glyph: int) -> float:
        """Return a glyph's own advance, px."""
        return self._extents(face, glyph)[2]

    def ink(self, face: int, glyph: int) -> tuple[float, float]:
        """Return the blank left and right of a glyph's ink, px."""
        return self._extents(face, glyph)[:2]

    def _extents(self, face: int, glyph: int) -> tuple[float, float, float]:
        """Return (blank left, blank right, advance) of a glyph, px."""
        extents = self.extents.get((face, glyph))
        if extents is None:
            ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(self.pointers[face], glyph, ink, logical)
            left, right = ink.x * FROM_UNITS, (logical.width - ink.x - ink.width) * FROM_UNITS
            extents = self.extents[face, glyph] = left, right, float(logical.width * FROM_UNITS)
        return extents


def faces_of(style: Any) -> FontRegistry:
    """Return the faces of the font configuration a style belongs to."""
    faces: FontRegistry | None = style.font_config.__dict__.get("_wicpress_faces")
    if faces is None:
        faces = style.font_config._wicpress_faces = FontRegistry()
    return faces


def font_key(style: Any) -> FontKey:
    """Return the font properties of a style, which determine the glyphs of a text and their positions."""
    key: FontKey | None = style.__dict__.get("_wicpress_font_key")
    if key is None:
        decorated = style["text_decoration_line"] != "none"
        key = style._wicpress_font_key = (decorated, *(style[name] for name in FONT_PROPERTIES))
    return key


@attrs.define(eq=False)
class Shaped:
    """The glyphs of one text, left to right."""

    text: str
    glyphs: array[int]
    characters: array[int]
    """The first character of each glyph's cluster."""
    runs: list[tuple[int, int]]
    """(first glyph, face) of each run."""
    shifts: dict[int, tuple[float, float]]
    """(right, up) in px, of glyphs that are drawn off their origin."""
    advances: array[float]
    """px, one for each glyph."""
    height: float
    baseline: float
    """Baseline of Pango's line of the text, px; used where the grid is off."""
    decoration: dict[str, float | None]
    font_config: Any

    def first_glyph(self, character: int) -> int:
        """Return the first glyph of the cluster that holds or follows `character`."""
        return bisect_left(self.characters, character)

    def widths(self) -> list[float]:
        """Return the advance of each character; a cluster's advance is that of its first character."""
        if len(self.glyphs) == len(self.text) and not self.shifts:
            return list(self.advances)
        widths = [0.0] * len(self.text)
        for character, advance in zip(self.characters, self.advances, strict=True):
            widths[character] += advance
        return widths

    def face_at(self, glyph: int) -> int:
        """Return the face of a glyph."""
        face = 0
        for first, key in self.runs:
            if first > glyph:
                break
            face = key
        return face

    def own_advance(self, character: int) -> float:
        """Return the advance that a character's glyph has by itself, px."""
        glyph = self.first_glyph(character)
        return float(self.font_config._wicpress_faces.own_advance(self.face_at(glyph), self.glyphs[glyph]))

    def side_bearings(self, character: int) -> tuple[float, float]:
        """Return the blank left and right of a character's ink, px."""
        glyph = self.first_glyph(character)
        if glyph >= len(self.glyphs) or self.glyphs[glyph] & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            return 0.0, 0.0
        return self.font_config._wicpress_faces.ink(self.face_at(glyph), self.glyphs[glyph])  # type: ignore[no-any-return]


def shape(text: str, style: Any) -> Shaped | None:
    """Return the glyphs of a text in a style, or None if any of it runs from right to left.

    Forced line ends in it are shaped as spaces; callers do not draw them.
    """
    cache, key = faces_of(style).shaped_texts, (text, font_key(style))
    if key not in cache:
        cache[key] = _shape(text, style)
        if len(cache) > MAX_CACHED_TEXTS:
            del cache[next(iter(cache))]
    return cache[key]


def _shape(text: str, style: Any) -> Shaped | None:
    layout = layout_of(style)
    layout.set_text(text.replace("\n", " "))
    if VARIATION.search(text):
        layout = _with_variations(text, style)
    line, _ = layout.get_first_line()
    _, height = line_break.line_size(line, style)
    decorated = style["text_decoration_line"] != "none"
    shaped = Shaped(
        text=text,
        glyphs=array("I"),
        characters=array("I"),
        runs=[],
        shifts={},
        advances=array("f"),
        height=height,
        baseline=pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS,
        decoration={name: getattr(layout, name, None) for name in DECORATION} if decorated else {},
        font_config=style.font_config,
    )
    return shaped if _read_runs(shaped, line, faces_of(style)) else None


def _with_variations(text: str, style: Any) -> Any:
    """Return a layout of a text in which each variation of a character comes from the first family that has it.

    Pango chooses the face of a character without looking at the variation selector behind it.
    """
    layout = line_break.Layout(style)
    layout.set_text(text.replace("\n", " "))
    chosen: dict[tuple[int, int], str] = {}
    for match in VARIATION.finditer(text):
        start = len(text[: match.start()].encode())
        places = start, start + len(match[0].encode())
        for family in ("", *style["font_family"]):
            tried = {**chosen, places: family} if family else chosen
            _set_families(layout, tried)
            face = _face_at_byte(layout, start)
            if face is not None and has_variation(face, match[1], match[2]):
                chosen = tried
                break
    _set_families(layout, chosen)
    return layout


def _set_families(layout: Any, families: dict[tuple[int, int], str]) -> None:
    """Set parts of a layout, in bytes, from a family each."""
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for (start, end), family in families.items():
        pango.pango_attr_list_insert(attributes, family_attribute(family, start, end))
    pango.pango_layout_set_attributes(layout.layout, attributes)


def _face_at_byte(layout: Any, byte: int) -> Any:
    """Return the face of the run that holds a byte of a layout's first line, or None."""
    line, _ = layout.get_first_line()
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        item = run.data.item
        if item.offset <= byte < item.offset + item.length:
            return item.analysis.font
        run = run.next
    return None


def layout_of(style: Any) -> Any:
    """Return WeasyPrint's layout for texts of a style; read it before the next text is set in it."""
    if style["letter_spacing"] != "normal" or style["word_spacing"] or style["overflow_wrap"] != "normal":
        return line_break.Layout(style)  # with these properties each text changes the layout
    cache, key = faces_of(style).layouts, font_key(style)
    if key not in cache:
        cache[key] = line_break.Layout(style)
        if len(cache) > MAX_CACHED_LAYOUTS:
            del cache[next(iter(cache))]
    return cache[key]


def _read_runs(shaped: Shaped, line: Any, faces: FontRegistry) -> bool:
    """Append the glyph runs of a Pango line to `shaped`; return False if one runs from right to left."""
    index = None if shaped.text.isascii() else _characters_by_byte(shaped.text)
    if line.runs == ffi.NULL:
        return True
    run = line.runs[0]
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        if item.analysis.level % 2:
            return False
        shaped.runs.append((len(shaped.glyphs), faces.add(item.analysis.font)))
        _read_run(shaped, string, item.offset, index)
        run = run.next
    return True


def _characters_by_byte(text: str) -> array[int]:
    """Return, for each byte of the UTF-8 text, the index of its character."""
    return array("I", islice(accumulate(text.encode().translate(_CHARACTER_STARTS), initial=-1), 1, None))


_CHARACTER_STARTS: Final = bytes(not 0x80 <= byte < 0xC0 for byte in range(256))
"""1 for each byte that begins a character in UTF-8, 0 for continuation bytes."""


def _read_run(shaped: Shaped, string: Any, offset: int, index: array[int] | None) -> None:
    """Append the glyphs of one run; PangoGlyphInfo is five machine words: glyph, width, x, y, flags."""
    count = string.num_glyphs
    data = ffi.buffer(string.glyphs, count * 20)
    glyphs, words, clusters = array("I"), array("i"), array("i")
    glyphs.frombytes(data)
    words.frombytes(data)
    clusters.frombytes(ffi.buffer(string.log_clusters, count * 4))
    first = len(shaped.glyphs)
    limit = len(shaped.text) - 1
    if index is None:
        shaped.characters.extend([min(offset + cluster, limit) for cluster in clusters])
    else:
        limit = len(index) - 1
        shaped.characters.extend([index[min(offset + cluster, limit)] for cluster in clusters])
    shaped.glyphs.extend(glyphs[0::5])
    shaped.advances.extend([width * FROM_UNITS for width in words[1::5]])
    rights, ups = words[2::5], words[3::5]
    if any(rights) or any(ups):
        for number, (right, up) in enumerate(zip(rights, ups, strict=True)):
            if right or up:
                shaped.shifts[first + number] = right * FROM_UNITS, up * FROM_UNITS


def break_opportunities(text: str, lang: str | None) -> list[bool]:
    """Return, for each character, whether Unicode's line breaking (UAX 14, by Pango) allows a break before it."""
    attributes = line_break.get_log_attrs(text, lang)
    words = array("I")
    words.frombytes(ffi.buffer(attributes, 4 * len(text)))
    return [bool(word & 1) for word in words]
