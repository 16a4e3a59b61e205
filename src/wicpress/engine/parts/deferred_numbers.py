"""Paints the numbers of pages so that they can be written later: folios aside, references with gaps for figures.

Where a number stands, and in which face, is known when a page is laid; which number it is, when the whole book is.
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
"""The page number styles that PDF's labels know, too."""
ALPHABETS: Final = {"D": "0123456789", "r": "ivxlcdm", "R": "IVXLCDM"}
ALIGN: Final = {"left": 0.0, "start": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0, "end": 1.0}
SHAPING: Final = (
    "font_size", "font_family", "font_weight", "font_style", "font_stretch", "font_kerning", "font_variant_ligatures",
    "font_variant_position", "font_variant_caps", "font_variant_numeric", "font_variant_alternates",
    "font_variant_east_asian", "font_feature_settings", "font_variation_settings", "font_language_override",
    "letter_spacing", "lang",
)  # fmt: skip
"""The properties that decide which glyphs set a number."""
TOLERANCE: Final = 0.02
"""px by which two advances may differ and still be the same: Pango counts in 1024ths of a px."""
PLACEHOLDER_ATTR: Final = "data-page"
"""The attribute that holds noughts in the place of a page reference."""

_SPOKEN: Final = re.compile(rb"/Span <</ActualText <feff(0030)>>> BDC")
_STRINGS: Final = re.compile(rb"<([0-9a-f]*)>")


class NotSeparable(Exception):  # noqa: N818, it says what the pages are
    """These pages hold something that cannot be written later: the book has to be laid whole."""


class NotTabularDigits(Exception):  # noqa: N818, it says what the figures are
    """The figures of a page reference are not all as wide as each other, or kerned: a number could move its line."""


@attrs.define(eq=False)
class DigitSlot:
    """A figure left open at a byte of a line: figure ``place`` of ``digits``; its glyph, or what is ``spoken``."""

    at: int
    target: str
    place: int
    digits: int
    spoken: bool
    figures: DigitGlyphs


class TextWithSlots(bytes):
    """A shown text with the gaps in it."""

    gaps: tuple[DigitSlot, ...]


class PageNumberMarker(bytes):
    """Stands in the content of a page where a folio is written: there it is cut in two."""


@attrs.define(eq=False)
class _Folio:
    """A number in a margin box: what is written before and after it, its style, and to which side it leans."""

    before: str
    after: str
    style: str
    lean: float


class PageNumberRecorder:
    """Stands in for the painting of text; ``folios`` are those painted since it was last emptied."""

    def __init__(self, document: Any, paint: Callable[..., None]) -> None:
        self.folios: list[tuple[PageNumberSlot, DigitGlyphs]] = []
        self._paint = paint
        self._known: dict[Any, DigitGlyphs] = {}
        self._boxes: dict[Any, _Folio] = {}
        for page in document.pages:
            self._boxes |= _folios(page._page_box)

    def draw_text(self, stream: Any, textbox: Any, *others: Any) -> None:
        """Paint a text box, or note what a number in it needs."""
        folio = self._boxes.get(textbox)
        if folio is not None:
            self._folio(stream, textbox, folio, others)
            return
        element = textbox.element
        if (
            element is not None
            and "::" in textbox.element_tag
            and element.get(PLACEHOLDER_ATTR)
            and element.get("data-ref")
        ):
            self._reference(stream, textbox, others)
        else:
            self._paint(stream, textbox, *others)

    # ------------------------------------------------------------------------ page references

    def _reference(self, stream: Any, textbox: Any, others: Any) -> None:
        """Paint noughts and turn them into gaps."""
        noughts = textbox.element.get(PLACEHOLDER_ATTR)
        before, found, after = textbox.text.partition(noughts)
        if not found or "0" in before + after:
            raise NotSeparable("a page reference is not on one line by itself")
        figures = self._figures(stream, textbox.style, "D")
        if (
            max(each[2] for each in figures.glyphs.values()) - min(each[2] for each in figures.glyphs.values())
            > TOLERANCE
        ):
            raise NotTabularDigits("the figures of a page reference are not tabular")
        target = textbox.element.get("data-ref").removeprefix("#")
        lines, start = stream.stream, len(stream.stream)
        with _without_trace(stream, figures):
            self._paint(stream, textbox, *others)
        place = 0
        for nth in range(start, len(lines)):
            gaps = []
            for at, spoken in _noughts(to_bytes(lines[nth]), figures.codes("0")):
                gaps.append(DigitSlot(at, target, place, len(noughts), spoken, figures))
                place += not spoken
            if gaps:
                lines[nth] = show = TextWithSlots(to_bytes(lines[nth]))
                show.gaps = tuple(gaps)
        if place != len(noughts):
            raise NotSeparable("the figures of a page reference are not painted glyph by glyph")
        stream.compress = False  # its content is complete when the book is

    # --------------------------------------------------------------------------------- folios

    def _folio(self, stream: Any, textbox: Any, folio: _Folio, others: Any) -> None:
        """Paint a folio aside, with all that it needs to stand in a content stream of its own."""
        text = textbox.text
        said = text[len(folio.before) : len(text) - len(folio.after)]
        figures = self._figures(stream, textbox.style, folio.style)
        if not said or not set(said) <= set(figures.glyphs):
            raise NotSeparable("a folio says something else than a number")
        with _without_trace(stream, figures):
            lines = self._capture(stream, textbox, others)
        places = _places(lines, 0, text)[len(folio.before) : len(folio.before) + len(said)]
        number, first = places[0]
        codes = figures.codes(said)
        shown = bytes(lines[number])
        if any(line != number for line, _ in places) or shown[first : first + len(codes)] != codes:
            raise NotSeparable("the figures of a folio are not painted together")
        place = next(nth for nth, line in enumerate(lines) if to_bytes(line).endswith(b" Tm"))
        *turn, x, y, operator = to_bytes(lines[place]).split()
        opening = [b"q", *map(to_bytes, lines[:place]), b" ".join(turn) + b" "]
        middle = [b" " + y + b" " + operator, *map(to_bytes, lines[place + 1 : number]), shown[:first]]
        closing = [shown[first + len(codes) :], *map(to_bytes, lines[number + 1 :]), b"Q"]
        before, between, after = (b"\n".join(each).decode("ascii") for each in (opening, middle, closing))
        slot = PageNumberSlot((before, between, after), float(x), folio.lean, said, folio.style, 0)
        self.folios.append((slot, figures))
        stream.stream.append(PageNumberMarker())
        stream.compress = False  # it is cut in two there

    def _capture(self, stream: Any, textbox: Any, others: Any) -> list[Any]:
        """What painting a text box writes where nothing was painted before."""
        names = [name for name in vars(stream) if name.startswith(("_current_", "_old_"))]
        lines, before = stream.stream, {name: getattr(stream, name) for name in names}
        stream.stream = []
        for name in names:
            setattr(stream, name, None)
        try:
            self._paint(stream, textbox, *others)
            return list(stream.stream)
        finally:
            stream.stream = lines
            for name, value in before.items():
                setattr(stream, name, value)

    # -------------------------------------------------------------------------------- figures

    def _figures(self, stream: Any, style: Any, kind: str) -> DigitGlyphs:
        """The figures of one face and size. Raises ``NotTabular`` where they are kerned or of several faces."""
        key = kind, *(str(style[name]) for name in SHAPING)
        if key not in self._known:
            self._known[key] = _shaped(stream, style, ALPHABETS[kind])
        return self._known[key]


def _shaped(stream: Any, style: Any, alphabet: str) -> DigitGlyphs:
    shaped = shape("".join(one + other for one in alphabet for other in alphabet), style)
    if shaped is None or len(shaped.glyphs) != len(shaped.text) or shaped.shifts or len(shaped.runs) != 1:
        raise NotTabularDigits("the figures of page numbers are not of one face, one glyph each")
    found: dict[str, tuple[int, float]] = {}
    for char, glyph, advance in zip(shaped.text, shaped.glyphs, shaped.advances, strict=True):
        known = found.setdefault(char, (glyph, advance))
        if known[0] != glyph or abs(known[1] - advance) > TOLERANCE:
            raise NotTabularDigits("the figures of page numbers are kerned")
    return _in_pdf(stream, shaped, style, found)


def _in_pdf(stream: Any, shaped: Shaped, style: Any, found: dict[str, tuple[int, float]]) -> DigitGlyphs:
    pointer = faces_of(style).pointers[shaped.runs[0][1]]
    font, size = stream.add_font(pointer)
    ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    glyphs = {}
    for char, (glyph, advance) in found.items():
        pango.pango_font_get_glyph_extents(pointer, glyph, ink, logical)
        glyphs[char] = glyph, round(logical.width * FROM_UNITS * 1000 / size), advance
    if any(abs(width * size / 1000 - advance) > max(TOLERANCE, size / 1000) for _, width, advance in glyphs.values()):
        raise NotSeparable("the figures of page numbers are spaced out")
    return DigitGlyphs(font.hash, glyphs)


# --------------------------------------------------------------------------------- margin boxes


def _folios(page: Any) -> dict[Any, _Folio]:
    """The text boxes of the margin boxes of a page that hold its number."""
    found = {}
    for box in page.children:
        if isinstance(box, boxes.MarginBox) and isinstance(content := box.style["content"], tuple | list):
            counters = [nth for nth, (kind, _) in enumerate(content) if kind in {"counter()", "counters()"}]
            if counters:
                texts = [each for each in box.descendants() if isinstance(each, boxes.TextBox)]
                found[_only(texts)] = _folio_of(content, counters, box.style)
    return found


def _only(texts: list[Any]) -> Any:
    if len(texts) != 1:
        raise NotSeparable("a folio is set in several pieces")
    return texts[0]


def _folio_of(content: Any, counters: list[int], style: Any) -> _Folio:
    place = counters[0]
    kind, values = content[place]
    before, after = content[:place], content[place + 1 :]
    plain = all(each == "string" for each, _ in (*before, *after))
    if len(counters) > 1 or kind != "counter()" or values[0] != "page" or values[1] not in STYLES or not plain:
        raise NotSeparable("a margin box holds more than the number of its page")
    lean = ALIGN.get(style["text_align_all"])
    if lean is None or style["text_transform"] != "none":
        raise NotSeparable("a folio is set in a way that is not known")
    return _Folio("".join(t for _, t in before), "".join(t for _, t in after), STYLES[values[1]], lean)


@contextmanager
def _without_trace(stream: Any, figures: DigitGlyphs) -> Iterator[None]:
    """Let figures that only hold a place leave no trace in their face."""
    font = next(each for each in stream._fonts.values() if each.hash == figures.face)
    glyphs = {glyph for glyph, _, _ in figures.glyphs.values()} - font.to_unicode.keys()
    yield
    for glyph in glyphs:
        font.to_unicode.pop(glyph, None)
        font.widths.pop(glyph, None)


def _noughts(line: bytes, code: bytes) -> Iterator[tuple[int, bool]]:
    """Where a line of content shows a nought, or tells readers of one."""
    if line.endswith(b"] TJ"):
        for string in _STRINGS.finditer(line):
            yield from ((at, False) for at in range(string.start(1), string.end(1), 4) if line[at : at + 4] == code)
    elif found := _SPOKEN.fullmatch(line):
        yield found.start(1), True


def _places(lines: list[Any], start: int, text: str) -> list[tuple[int, int]]:
    """Where each character of ``text``, painted since ``start``, is shown: a line of the content, a byte in it."""
    found = []
    for nth in range(start, len(lines)):
        line = to_bytes(lines[nth])
        if line.endswith(b"] TJ"):
            for string in _STRINGS.finditer(line):
                found += [(nth, at) for at in range(string.start(1), string.end(1), 4)]
    if len(found) != len(text):
        raise NotSeparable("a page number is not painted glyph by glyph")
    return found


@contextmanager
def record_page_numbers(document: Any) -> Iterator[PageNumberRecorder]:
    """Leave the page numbers of ``document`` open while it is painted in this context, inside the line layer's."""
    before = draw.draw_text
    recorder = PageNumberRecorder(document, before)
    draw.draw_text = recorder.draw_text
    try:
        yield recorder
    finally:
        draw.draw_text = before
