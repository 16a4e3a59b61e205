"""Paints page numbers so that they can be written later: folios separately, page references with slots for digits.

The position and the font of a number are known when its page is laid out, the number itself when all pages are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import attrs
from weasyprint import draw
from weasyprint.formatting_structure import boxes

from wicpress.engine.internals import FROM_UNITS, ffi, pango
from wicpress.engine.lines.shaping import Shaped, faces_of, shape
from wicpress.engine.parts.compress import to_bytes
from wicpress.fragments import DigitGlyphs, PageNumberSlot

STYLES: Final = {"decimal": "D", "lower-roman": "r", "upper-roman": "R"}
"""The counter styles of CSS that PDF page labels have, too."""
ALPHABETS: Final = {"D": "0123456789", "r": "ivxlcdm", "R": "IVXLCDM"}
ALIGNMENT: Final = {"left": 0.0, "start": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0, "end": 1.0}
FONT_PROPERTIES: Final = (
    "font_size", "font_family", "font_weight", "font_style", "font_stretch", "font_kerning", "font_variant_ligatures",
    "font_variant_position", "font_variant_caps", "font_variant_numeric", "font_variant_alternates",
    "font_variant_east_asian", "font_feature_settings", "font_variation_settings", "font_language_override",
    "letter_spacing", "lang",
)  # fmt: skip
"""The properties that determine the glyphs of a number."""
TOLERANCE: Final = 0.02
"""Largest difference (px) of equal advances: Pango counts in 1024ths of a px."""
PLACEHOLDER_ATTR: Final = "data-page"
"""The attribute with zeros in the place of a page reference; a Roman number there stands as it is."""

_ACTUAL_TEXT_ZERO: Final = re.compile(rb"/Span <</ActualText <feff(0030)>>> BDC")
_STRINGS: Final = re.compile(rb"<([0-9a-f]*)>")


class NotSeparable(Exception):  # noqa: N818, it describes the pages
    """The pages contain something that cannot be written later: the book has to be a single document."""


class NotTabularDigits(Exception):  # noqa: N818, it describes the digits
    """The digits of a page reference differ in width or are kerned: a number could move its line."""


@attrs.define(eq=False)
class OpenDigit:
    """A digit left open at byte ``at`` of a line: digit ``place`` of ``digits``; its glyph, or its ``ActualText``."""

    at: int
    target: str
    place: int
    digits: int
    actual_text: bool
    digit_glyphs: DigitGlyphs


class TextWithSlots(bytes):
    """A line of content that shows a text, with the open digits in it."""

    slots: tuple[OpenDigit, ...]


class PageNumberMarker(bytes):
    """Marks the place in the content of a page where a folio is written: the content is split there."""


@attrs.define(eq=False)
class _PageCounter:
    """A page number in a margin box: the text before and after it, its style, and its alignment (0 is left)."""

    before: str
    after: str
    style: str
    align: float


class PageNumberRecorder:
    """Replaces the painting of text; ``folios`` are those painted since it was last cleared."""

    def __init__(self, document: Any, paint: Callable[..., None]) -> None:
        self.folios: list[tuple[PageNumberSlot, DigitGlyphs]] = []
        self._paint = paint
        self._digit_glyphs_by_font: dict[Any, DigitGlyphs] = {}
        self._folios_by_box: dict[Any, _PageCounter] = {}
        for page in document.pages:
            self._folios_by_box |= _folios_of_page(page._page_box)

    def draw_text(self, stream: Any, textbox: Any, *arguments: Any) -> None:
        """Paint a text box, or record the page number in it."""
        folio = self._folios_by_box.get(textbox)
        if folio is not None:
            self._record_folio(stream, textbox, folio, arguments)
            return
        element = textbox.element
        is_generated = element is not None and "::" in textbox.element_tag
        placeholder = element.get(PLACEHOLDER_ATTR, "") if is_generated else ""
        if placeholder and not placeholder.strip("0") and element.get("data-ref"):
            self._paint_reference(stream, textbox, arguments)
        else:
            self._paint(stream, textbox, *arguments)

    # ------------------------------------------------------------------------ page references

    def _paint_reference(self, stream: Any, textbox: Any, arguments: Any) -> None:
        """Paint zeros, and record their slots."""
        zeros = textbox.element.get(PLACEHOLDER_ATTR)
        before, separator, after = textbox.text.partition(zeros)
        if not separator or "0" in before + after:
            raise NotSeparable("a page reference is not on one line by itself")
        digit_glyphs = self._digit_glyphs(stream, textbox.style, "D")
        advances = [advance for _, _, advance in digit_glyphs.glyphs.values()]
        if max(advances) - min(advances) > TOLERANCE:
            raise NotTabularDigits("the figures of a page reference are not tabular")
        target = textbox.element.get("data-ref").removeprefix("#")
        lines, start = stream.stream, len(stream.stream)
        with _without_trace(stream, digit_glyphs):
            self._paint(stream, textbox, *arguments)
        place = 0
        for nth in range(start, len(lines)):
            slots = []
            for at, actual_text in _zero_places(to_bytes(lines[nth]), digit_glyphs.codes("0")):
                slots.append(OpenDigit(at, target, place, len(zeros), actual_text, digit_glyphs))
                place += not actual_text
            if slots:
                lines[nth] = line = TextWithSlots(to_bytes(lines[nth]))
                line.slots = tuple(slots)
        if place != len(zeros):
            raise NotSeparable("the figures of a page reference are not painted glyph by glyph")
        stream.compress = False  # its content is not complete yet

    # --------------------------------------------------------------------------------- folios

    def _record_folio(self, stream: Any, textbox: Any, folio: _PageCounter, arguments: Any) -> None:
        """Record a folio with all operators that it needs in a content stream of its own."""
        text = textbox.text
        number_text = text[len(folio.before) : len(text) - len(folio.after)]
        digit_glyphs = self._digit_glyphs(stream, textbox.style, folio.style)
        if not number_text or not set(number_text) <= set(digit_glyphs.glyphs):
            raise NotSeparable("a folio is something else than a number")
        with _without_trace(stream, digit_glyphs):
            lines = self._capture(stream, textbox, arguments)
        places = _glyph_places(lines, 0, text)[len(folio.before) : len(folio.before) + len(number_text)]
        number, first = places[0]
        codes = digit_glyphs.codes(number_text)
        shown = bytes(lines[number])
        if any(line != number for line, _ in places) or shown[first : first + len(codes)] != codes:
            raise NotSeparable("the figures of a folio are not painted together")
        place = next(nth for nth, line in enumerate(lines) if to_bytes(line).endswith(b" Tm"))
        *matrix, x, y, operator = to_bytes(lines[place]).split()
        opening = [b"q", *map(to_bytes, lines[:place]), b" ".join(matrix) + b" "]
        middle = [b" " + y + b" " + operator, *map(to_bytes, lines[place + 1 : number]), shown[:first]]
        closing = [shown[first + len(codes) :], *map(to_bytes, lines[number + 1 :]), b"Q"]
        before, between, after = (b"\n".join(each).decode("ascii") for each in (opening, middle, closing))
        slot = PageNumberSlot((before, between, after), float(x), folio.align, number_text, folio.style, 0)
        self.folios.append((slot, digit_glyphs))
        stream.stream.append(PageNumberMarker())
        stream.compress = False  # it is split there

    def _capture(self, stream: Any, textbox: Any, arguments: Any) -> list[Any]:
        """Return the lines that paint a text box at the beginning of a content stream."""
        names = [name for name in vars(stream) if name.startswith(("_current_", "_old_"))]
        lines, before = stream.stream, {name: getattr(stream, name) for name in names}
        stream.stream = []
        for name in names:
            setattr(stream, name, None)
        try:
            self._paint(stream, textbox, *arguments)
            return list(stream.stream)
        finally:
            stream.stream = lines
            for name, value in before.items():
                setattr(stream, name, value)

    # ---------------------------------------------------------------------------------- digits

    def _digit_glyphs(self, stream: Any, style: Any, kind: str) -> DigitGlyphs:
        """Return the digits of one font and size. Raise ``NotTabularDigits`` where they are kerned or of several."""
        key = kind, *(str(style[name]) for name in FONT_PROPERTIES)
        if key not in self._digit_glyphs_by_font:
            self._digit_glyphs_by_font[key] = _shape_digits(stream, style, ALPHABETS[kind])
        return self._digit_glyphs_by_font[key]


def _shape_digits(stream: Any, style: Any, alphabet: str) -> DigitGlyphs:
    shaped = shape("".join(one + other for one in alphabet for other in alphabet), style)
    if shaped is None or len(shaped.glyphs) != len(shaped.text) or shaped.shifts or len(shaped.runs) != 1:
        raise NotTabularDigits("the figures of page numbers are not of one face, one glyph each")
    digits: dict[str, tuple[int, float]] = {}
    for char, glyph, advance in zip(shaped.text, shaped.glyphs, shaped.advances, strict=True):
        first_glyph, first_advance = digits.setdefault(char, (glyph, advance))
        if first_glyph != glyph or abs(first_advance - advance) > TOLERANCE:
            raise NotTabularDigits("the figures of page numbers are kerned")
    return _digits_in_pdf(stream, shaped, style, digits)


def _digits_in_pdf(stream: Any, shaped: Shaped, style: Any, digits: dict[str, tuple[int, float]]) -> DigitGlyphs:
    pointer = faces_of(style).pointers[shaped.runs[0][1]]
    font, size = stream.add_font(pointer)
    ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    glyphs = {}
    for char, (glyph, advance) in digits.items():
        pango.pango_font_get_glyph_extents(pointer, glyph, ink, logical)
        glyphs[char] = glyph, round(logical.width * FROM_UNITS * 1000 / size), advance
    if any(abs(width * size / 1000 - advance) > max(TOLERANCE, size / 1000) for _, width, advance in glyphs.values()):
        raise NotSeparable("the figures of page numbers are letterspaced")
    return DigitGlyphs(font.hash, glyphs)


# --------------------------------------------------------------------------------- margin boxes


def _folios_of_page(page: Any) -> dict[Any, _PageCounter]:
    """Return the text boxes in the margin boxes of a page that hold its number."""
    counters_by_box = {}
    for box in page.children:
        if isinstance(box, boxes.MarginBox) and isinstance(content := box.style["content"], tuple | list):
            counters = [nth for nth, (kind, _) in enumerate(content) if kind in {"counter()", "counters()"}]
            if counters:
                texts = [each for each in box.descendants() if isinstance(each, boxes.TextBox)]
                counters_by_box[_only_text_box(texts)] = _folio_of(content, counters, box.style)
    return counters_by_box


def _only_text_box(texts: list[Any]) -> Any:
    if len(texts) != 1:
        raise NotSeparable("a folio is set in several pieces")
    return texts[0]


def _folio_of(content: Any, counters: list[int], style: Any) -> _PageCounter:
    place = counters[0]
    kind, values = content[place]
    before, after = content[:place], content[place + 1 :]
    plain = all(each == "string" for each, _ in (*before, *after))
    if len(counters) > 1 or kind != "counter()" or values[0] != "page" or values[1] not in STYLES or not plain:
        raise NotSeparable("a margin box holds more than the number of its page")
    align = ALIGNMENT.get(style["text_align_all"])
    if align is None or style["text_transform"] != "none":
        raise NotSeparable("a folio has an alignment or a transform that is not supported")
    return _PageCounter("".join(t for _, t in before), "".join(t for _, t in after), STYLES[values[1]], align)


@contextmanager
def _without_trace(stream: Any, digit_glyphs: DigitGlyphs) -> Iterator[None]:
    """Remove digits that are only painted as placeholders from their font on exit."""
    font = next(each for each in stream._fonts.values() if each.hash == digit_glyphs.face)
    glyphs = {glyph for glyph, _, _ in digit_glyphs.glyphs.values()} - font.to_unicode.keys()
    yield
    for glyph in glyphs:
        font.to_unicode.pop(glyph, None)
        font.widths.pop(glyph, None)


def _zero_places(line: bytes, code: bytes) -> Iterator[tuple[int, bool]]:
    """Yield the bytes at which a line of content shows a zero, with True for those in an ``ActualText``."""
    if line.endswith(b"] TJ"):
        for string in _STRINGS.finditer(line):
            yield from ((at, False) for at in range(string.start(1), string.end(1), 4) if line[at : at + 4] == code)
    elif match := _ACTUAL_TEXT_ZERO.fullmatch(line):
        yield match.start(1), True


def _glyph_places(lines: list[Any], start: int, text: str) -> list[tuple[int, int]]:
    """Return (line of the content, byte) of each character of ``text``, which is painted from line ``start`` on."""
    places = []
    for nth in range(start, len(lines)):
        line = to_bytes(lines[nth])
        if line.endswith(b"] TJ"):
            for string in _STRINGS.finditer(line):
                places += [(nth, at) for at in range(string.start(1), string.end(1), 4)]
    if len(places) != len(text):
        raise NotSeparable("a page number is not painted glyph by glyph")
    return places


@contextmanager
def record_page_numbers(document: Any) -> Iterator[PageNumberRecorder]:
    """Leave the page numbers of ``document`` open while it is painted in this context, inside the line layer's."""
    original = draw.draw_text
    recorder = PageNumberRecorder(document, original)
    draw.draw_text = recorder.draw_text
    try:
        yield recorder
    finally:
        draw.draw_text = original
