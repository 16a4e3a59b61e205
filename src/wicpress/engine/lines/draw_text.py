"""Paints placed text into a PDF: at exact positions, and so that every program extracts the text as it was written.

`TJ` moves in integer thousandths of an em: each glyph is placed relative to the sum of the written moves, so a line
never drifts. A gap or overlap between glyphs makes text extractors insert a space or a line break; there the glyphs
are in a marked span with `/ActualText` (ISO 32000-2, 14.9.4), together with an invisible space that fills the gap.
"""

from __future__ import annotations

import logging
from itertools import pairwise
from typing import Any, Final

import attrs

from wicpress.engine.internals import FROM_UNITS, draw_text, pango
from wicpress.engine.lines.glyph_text import extractable_text
from wicpress.engine.lines.placed_text import GlyphRun, PlacedText
from wicpress.engine.lines.shaping import FontRegistry, faces_of
from wicpress.engine.native import nominal_glyph

_draw_first_line = draw_text.draw_first_line
_LOGGER: Final = logging.getLogger("weasyprint")

WORD_GAP: Final = 70
"""Thousandths of an em between glyphs from which on an extractor may see a word space."""
WORD_GAP_BETWEEN_FACES: Final = 20
"""The same before a glyph of another font or size, where extractors have a smaller limit."""
OVERLAP: Final = 200
"""Thousandths of an em by which glyphs overlap where marks are reduced, and never by kerning."""
MIN_COVER: Final = 50
"""Least width (thousandths of an em) of the invisible space under a glyph that its neighbour overlaps."""
_WITHOUT_GLYPH: Final = frozenset(
    map(chr, (0x34F, 0x200C, 0x200D, *range(0xFE00, 0xFE10), *range(0xE0020, 0xE0080), *range(0xE0100, 0xE01F0)))
)
"""Joiners, variation selectors and tags: what the font has no form for is part of the text of the glyph before."""
_SPACES: Final = frozenset(" \u00a0\u3000")


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Paint one text box; WeasyPrint paints those that are no ``PlacedText``, or that only it can paint."""
    layout = textbox.pango_layout
    if not isinstance(layout, PlacedText):
        return list(_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix))
    if textbox.style["font_size"] < 1e-6:
        return []
    fonts = _fonts(stream, textbox, layout)
    coloured = any(font.bitmap or font.svg or font.png or font.colr for font, _ in fonts.values())
    if coloured or text_overflow == "ellipsis" or block_ellipsis != "none":
        textbox.pango_layout = layout.engine_layout(textbox.style)
        try:
            return list(_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix))
        finally:
            textbox.pango_layout = layout
    stream.set_text_matrix(*matrix.values)
    pen = 0.0
    for glyph_run in layout.glyph_runs:
        pen = _paint_run(stream, textbox, glyph_run, fonts, pen)
    return []


def _fonts(stream: Any, textbox: Any, layout: PlacedText) -> dict[int, Any]:
    """Return the PDF's (font, size) for each face of a placed text."""
    faces = faces_of(textbox.style)
    if faces.pdf_fonts[0] is not stream._fonts:
        faces.pdf_fonts = stream._fonts, {}
    fonts = faces.pdf_fonts[1]
    for glyph_run in layout.glyph_runs:
        for _, face in glyph_run.shaped.runs:
            if face not in fonts:
                fonts[face] = stream.add_font(faces.pointers[face])
    return fonts


def _paint_run(stream: Any, textbox: Any, glyph_run: GlyphRun, fonts: dict[int, Any], pen: float) -> float:
    """Paint one glyph run from the text position `pen` (px right of the box's left); return the new position."""
    faces = faces_of(textbox.style)
    runs = glyph_run.shaped.runs
    for number, (first, face) in enumerate(runs):
        after = runs[number + 1][0] if number + 1 < len(runs) else len(glyph_run.shaped.glyphs)
        start, end = max(first, glyph_run.first), min(after, glyph_run.last)
        if start < end:
            font, size = fonts[face]
            stream.set_font_size(font.hash, size)
            painter = _RunPainter(stream, glyph_run, font, size, faces, face)
            pen = painter.paint(start, end, pen)
    return pen


@attrs.define(eq=False)
class _Glyph:
    """A glyph to write: its origin and width in thousandths of an em, its text, how far it is raised (px)."""

    code: int
    place: int
    width: int
    text: str
    rise: float = 0.0


class _RunPainter:
    """Paints the glyphs of one face and size."""

    def __init__(
        self, stream: Any, glyph_run: GlyphRun, font: Any, size: float, faces: FontRegistry, face: int
    ) -> None:
        self.stream, self.glyph_run, self.font, self.size = stream, glyph_run, font, size
        self.faces, self.face = faces, face
        self.scale = 1000 / size

    def paint(self, start: int, end: int, pen: float) -> float:
        """Paint glyphs start..end-1; return the text position after the last one (px from the box's left)."""
        painted_to, written = self._write_plain(start, end, round(pen * self.scale))
        if painted_to < end:
            written = self._write_with_actual_text(self._glyphs(painted_to, end), self._next_origin(end), written)
        return written / self.scale

    def _next_origin(self, end: int) -> int | None:
        """Return the origin of the glyph after the run, or None if nothing follows on the line."""
        origins, after = self.glyph_run.origins, end - self.glyph_run.first
        return round(origins[after] * self.scale) if after < len(origins) else None

    def _write_plain(self, start: int, end: int, written: int) -> tuple[int, int]:
        """Write a run without gaps in one ``TJ``; return the glyph up to which it is written, and the text position.

        All glyphs are written, all but the last one (if a gap follows before another face), or none.
        """
        shaped, glyph_run, scale = self.glyph_run.shaped, self.glyph_run, self.scale
        unwritten = start, written
        if shaped.shifts or self._text_without_glyph(end):
            return unwritten
        texts, widths = self.font.to_unicode, self.font.widths
        parts, space_before, last = ["<"], True, (1, written)
        origin = glyph_run.first
        for code, place, text in zip(
            shaped.glyphs[start:end],
            glyph_run.origins[start - origin : end - origin],
            self._cluster_texts(start, end),
            strict=True,
        ):
            if code not in texts or (text and texts[code] != text) or code not in widths:
                return unwritten
            last = len(parts), written
            target = round(place * scale)
            if target != written:
                wide = target - written >= WORD_GAP and text not in _SPACES
                if not space_before and (wide or target - written <= -OVERLAP):
                    return unwritten
                parts.append(f">{written - target}<")
            parts.append(f"{code:04x}")
            written = target + widths[code]
            space_before = text in _SPACES
        next_origin = self._next_origin(end)
        has_gap = next_origin is not None and not -OVERLAP < next_origin - written < WORD_GAP_BETWEEN_FACES
        if has_gap and not space_before:
            end -= 1
            del parts[last[0] :]
            written = last[1]
        if start < end:
            self.stream.show_text("".join(parts).removeprefix("<>") + ">")
        return end, written

    def _glyphs(self, start: int, end: int) -> list[_Glyph]:
        """Return the glyphs of a run, with their texts added to the PDF's font."""
        glyph_run, shaped = self.glyph_run, self.glyph_run.shaped
        glyphs: list[_Glyph] = []
        for index, text in enumerate(self._cluster_texts(start, end), start):
            code = shaped.glyphs[index]
            if code == pango.PANGO_GLYPH_EMPTY:
                if glyphs and text and _WITHOUT_GLYPH.issuperset(text):
                    glyphs[-1].text += text
                continue
            if code & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                code = self._missing_glyph(code - pango.PANGO_GLYPH_UNKNOWN_FLAG, index)
            if code not in self.font.to_unicode:
                self.font.to_unicode[code] = extractable_text(
                    self.faces.pointers[self.face], self.font.file_content, code, text
                )
            place = round(glyph_run.origins[index - glyph_run.first] * self.scale)
            rise = shaped.shifts[index][1] if index in shaped.shifts else 0.0
            glyphs.append(_Glyph(code, place, self._width(code), text, rise))
        if glyphs:
            glyphs[-1].text += self._text_without_glyph(end)
        return glyphs

    def _text_without_glyph(self, end: int) -> str:
        """Return what begins the next run and is not drawn: Pango may take a selector for text of another face."""
        shaped, text = self.glyph_run.shaped, ""
        while end < self.glyph_run.last and shaped.glyphs[end] == pango.PANGO_GLYPH_EMPTY:
            following = self._cluster_text(end)
            if not following or not _WITHOUT_GLYPH.issuperset(following):
                break
            text, end = text + following, end + 1
        return text

    def _width(self, code: int) -> int:
        """Return a glyph's width in the PDF's font."""
        widths = self.font.widths
        if code not in widths:
            stream, pointer = self.stream, self.faces.pointers[self.face]
            pango.pango_font_get_glyph_extents(pointer, code, stream.ink_rect, stream.logical_rect)
            widths[code] = round(stream.logical_rect.width * self.scale * FROM_UNITS)
        return int(widths[code])

    def _missing_glyph(self, codepoint: int, index: int) -> int:
        """Return a glyph for a character that is in no face, with the same warning as WeasyPrint's."""
        _LOGGER.warning(
            '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)', chr(codepoint), codepoint
        )
        missing = self.font.missing
        if codepoint not in missing and (free := 0xFFFF - self.font.glyph_count) > 0:
            glyph = self.font.glyph_count + codepoint % free  # the same in every part of a book
            if glyph not in missing.values():
                missing[codepoint] = glyph
        glyph = int(self.font.get_unused_glyph_id(codepoint))
        self.font.widths[glyph] = round(self.glyph_run.shaped.advances[index] * self.scale)
        self.font.widths.setdefault(0, self.font.widths[glyph])
        return glyph

    def _cluster_texts(self, start: int, end: int) -> list[str]:
        """Return the text of each glyph: a cluster's first glyph has all its characters, the others none."""
        shaped = self.glyph_run.shaped
        borders = [*shaped.characters[start : end + 1], len(shaped.text)][: end - start + 1]
        texts = [shaped.text[first:after] for first, after in pairwise(borders)]
        if "" in texts or (start and shaped.characters[start - 1] == borders[0]):
            return [self._cluster_text(index) for index in range(start, end)]
        return texts

    def _cluster_text(self, index: int) -> str:
        shaped = self.glyph_run.shaped
        start = shaped.characters[index]
        if index and shaped.characters[index - 1] == start:
            return ""
        after = index + 1
        while after < len(shaped.characters) and shaped.characters[after] == start:
            after += 1
        end = shaped.characters[after] if after < len(shaped.characters) else len(shaped.text)
        return shaped.text[start:end]

    def _write_with_actual_text(self, glyphs: list[_Glyph], next_origin: int | None, written: int) -> int:
        """Write a run with gaps, overlaps, raised glyphs or glyphs with another text; return the text position."""
        parts: list[str] = []
        for index, glyph in enumerate(glyphs):
            after = glyphs[index + 1] if index + 1 < len(glyphs) else None
            place = after.place if after is not None else next_origin
            gap = 0
            if place is not None and glyph.text not in _SPACES:
                gap = place - glyph.place - glyph.width
                gap = gap if gap < 0 or after is None or after.text not in _SPACES else 0
            wide = WORD_GAP if after is not None else WORD_GAP_BETWEEN_FACES
            if not -OVERLAP < gap < wide or glyph.rise or not self._extracts_as_text(glyph):
                self._show(parts)
                written = self._write_marked(glyph, gap, written)
                continue
            if glyph.place != written:
                parts.append(f">{written - glyph.place}<")
            parts.append(f"{glyph.code:04x}")
            written = glyph.place + glyph.width
        self._show(parts)
        return written

    def _extracts_as_text(self, glyph: _Glyph) -> bool:
        """Return whether a glyph is extracted as its text without ``ActualText``."""
        return not glyph.text or self.font.to_unicode[glyph.code] == glyph.text

    def _show(self, parts: list[str]) -> None:
        """Show the collected glyphs and moves."""
        if parts:
            string = "<" + "".join(parts) + ">"
            self.stream.show_text(string.removeprefix("<>").removesuffix("<>"))
            parts.clear()

    def _write_marked(self, glyph: _Glyph, gap: int, written: int) -> int:
        """Write a glyph in a span with its text and invisible spaces over its gap; return the text position.

        Programs measure the gap to the next glyph differently: MuPDF takes the first glyph in the span for its
        extent, Poppler the last, PDFium looks for spaces in between. So a gap is covered by a space before and one
        after the glyph, an overlap by one after it only.
        """
        stream = self.stream
        space = self._space_glyph() if not -OVERLAP < gap < WORD_GAP_BETWEEN_FACES and glyph.text else None
        if glyph.text:
            text = glyph.text.encode("utf-16-be").hex()
            stream.stream.append(f"/Span <</ActualText <feff{text}>>> BDC".encode())
        if space is not None and gap > 0:
            written = self._write_stretched_space(space, glyph.place, glyph.place + glyph.width + gap, written)
        move = f"{written - glyph.place}" if glyph.place != written else ""
        fill = ""
        written = glyph.place + glyph.width
        if space is not None and gap > 0:
            fill = f"{self._width(space) - gap}<{space:04x}>"
            written += gap
        if glyph.rise:
            stream.set_text_rise(-glyph.rise)
        stream.show_text(f"{move}<{glyph.code:04x}>{fill}")
        if glyph.rise:
            stream.set_text_rise(0)
        if space is not None and gap < 0:
            width = max(glyph.width + gap, MIN_COVER)
            written = self._write_stretched_space(space, glyph.place, glyph.place + width, written)
        if glyph.text:
            stream.stream.append(b"EMC")
        return written

    def _write_stretched_space(self, space: int, start: int, end: int, written: int) -> int:
        """Show a space stretched from `start` to `end` (thousandths of an em); return the text position."""
        stream = self.stream
        if start != written:
            stream.show_text(f"{written - start}")
        stream.stream.append(f"{(end - start) / self._width(space) * 100:.6g} Tz".encode())
        stream.show_text(f"<{space:04x}>")
        stream.stream.append(b"100 Tz")
        return end

    def _space_glyph(self) -> int | None:
        """Return the face's space glyph, added to the PDF's font, or None if it has none."""
        spaces = self.faces.space_glyphs
        if self.face not in spaces:
            spaces[self.face] = nominal_glyph(self.faces.pointers[self.face], " ")
        space = spaces[self.face]
        if space is not None:
            self.font.to_unicode.setdefault(space, " ")
        return space
