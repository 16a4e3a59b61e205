"""Paints set text into a PDF: exact places, and text that every reader gives back as it was written.

`TJ` moves in whole thousandths of an em: each glyph is placed against the sum of what was really written, so a line
never drifts. A gap or overlap between glyphs makes text extractors invent a space or a line; there the glyphs stand
in a marked span with `/ActualText` (ISO 32000-2, 14.9.4), together with an invisible space that fills the gap.
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

WIDE: Final = 70
"""Thousandths of an em between glyphs that an extractor could take for a word space."""
WIDE_ELSEWHERE: Final = 20
"""The same before a glyph of another face or size, where extractors look more closely."""
OVERLAP: Final = 200
"""Thousandths of an em by which glyphs overlap when a mark was squeezed, and never by kerning."""
LEAST_COVER: Final = 50
"""Thousandths of an em that a glyph extends for readers even where its neighbour covers it."""
_SPACES: Final = frozenset(" \u00a0\u3000")


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Paint one text box; what the layer did not set, or only the engine can paint, goes to the engine."""
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
    for piece in layout.pieces:
        pen = _paint_piece(stream, textbox, piece, fonts, pen)
    return []


def _fonts(stream: Any, textbox: Any, layout: PlacedText) -> dict[int, Any]:
    """Return the PDF's (font, size) for each face of a set text."""
    faces = faces_of(textbox.style)
    if faces.painted[0] is not stream._fonts:
        faces.painted = stream._fonts, {}
    known = faces.painted[1]
    for piece in layout.pieces:
        for _, face in piece.shaped.runs:
            if face not in known:
                known[face] = stream.add_font(faces.pointers[face])
    return known


def _paint_piece(stream: Any, textbox: Any, piece: GlyphRun, fonts: dict[int, Any], pen: float) -> float:
    """Paint one piece with the pen `pen` px right of the box's left; return where the pen is then."""
    faces = faces_of(textbox.style)
    runs = piece.shaped.runs
    for number, (first, face) in enumerate(runs):
        after = runs[number + 1][0] if number + 1 < len(runs) else len(piece.shaped.glyphs)
        start, end = max(first, piece.first), min(after, piece.last)
        if start < end:
            font, size = fonts[face]
            stream.set_font_size(font.hash, size)
            run = _Run(stream, piece, font, size, faces, face)
            pen = run.paint(start, end, pen)
    return pen


@attrs.define(eq=False)
class _Glyph:
    """One glyph to write: its place and width in thousandths of an em, its text, how far it is raised (px)."""

    code: int
    place: int
    width: int
    text: str
    rise: float = 0.0


class _Run:
    """Writes the glyphs of one face."""

    def __init__(self, stream: Any, piece: GlyphRun, font: Any, size: float, faces: FontRegistry, face: int) -> None:
        self.stream, self.piece, self.font, self.size = stream, piece, font, size
        self.faces, self.face = faces, face
        self.scale = 1000 / size

    def paint(self, start: int, end: int, pen: float) -> float:
        """Write glyphs start..end-1; return the pen's place after the last one (px from the box's left)."""
        done, written = self._plain(start, end, round(pen * self.scale))
        if done < end:
            written = self._careful(self._glyphs(done, end), self._following(end), written)
        return written / self.scale

    def _following(self, end: int) -> int | None:
        """Return the place of the glyph after the run, or None if nothing follows on the line."""
        places, after = self.piece.places, end - self.piece.first
        return round(places[after] * self.scale) if after < len(places) else None

    def _plain(self, start: int, end: int, written: int) -> tuple[int, int]:
        """Write a run without gaps or surprises in one go; return how far it is written, and the pen's place.

        It is written to its end, to its last glyph, if what follows in another face stands off from that, or not at
        all.
        """
        shaped, piece, scale = self.piece.shaped, self.piece, self.scale
        nothing = start, written
        if shaped.shifts:
            return nothing
        known, widths = self.font.to_unicode, self.font.widths
        parts, space_before, last = ["<"], True, (1, written)
        origin = piece.first
        for code, place, text in zip(
            shaped.glyphs[start:end],
            piece.places[start - origin : end - origin],
            self._texts(start, end),
            strict=True,
        ):
            if code not in known or (text and known[code] != text) or code not in widths:
                return nothing
            last = len(parts), written
            target = round(place * scale)
            if target != written:
                wide = target - written >= WIDE and text not in _SPACES
                if not space_before and (wide or target - written <= -OVERLAP):
                    return nothing
                parts.append(f">{written - target}<")
            parts.append(f"{code:04x}")
            written = target + widths[code]
            space_before = text in _SPACES
        following = self._following(end)
        if following is not None and not space_before and not -OVERLAP < following - written < WIDE_ELSEWHERE:
            end -= 1
            del parts[last[0] :]
            written = last[1]
        if start < end:
            self.stream.show_text("".join(parts).removeprefix("<>") + ">")
        return end, written

    def _glyphs(self, start: int, end: int) -> list[_Glyph]:
        """Return the glyphs of a run, each made known to the PDF's font."""
        piece, shaped = self.piece, self.piece.shaped
        found = []
        for index, text in enumerate(self._texts(start, end), start):
            code = shaped.glyphs[index]
            if code == pango.PANGO_GLYPH_EMPTY:
                continue
            if code & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                code = self._missing(code - pango.PANGO_GLYPH_UNKNOWN_FLAG, index)
            if code not in self.font.to_unicode:
                self.font.to_unicode[code] = extractable_text(
                    self.faces.pointers[self.face], self.font.file_content, code, text
                )
            place = round(piece.places[index - piece.first] * self.scale)
            rise = shaped.shifts[index][1] if index in shaped.shifts else 0.0
            found.append(_Glyph(code, place, self._width(code), text, rise))
        return found

    def _width(self, code: int) -> int:
        """Return a glyph's width as the PDF's font declares it."""
        widths = self.font.widths
        if code not in widths:
            stream, pointer = self.stream, self.faces.pointers[self.face]
            pango.pango_font_get_glyph_extents(pointer, code, stream.ink_rect, stream.logical_rect)
            widths[code] = round(stream.logical_rect.width * self.scale * FROM_UNITS)
        return int(widths[code])

    def _missing(self, codepoint: int, index: int) -> int:
        """Return a glyph that stands for a character the faces lack, with a warning as the engine gives it."""
        _LOGGER.warning(
            '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)', chr(codepoint), codepoint
        )
        missing = self.font.missing
        if codepoint not in missing and (free := 0xFFFF - self.font.glyph_count) > 0:
            glyph = self.font.glyph_count + codepoint % free  # the same in every part of a book
            if glyph not in missing.values():
                missing[codepoint] = glyph
        glyph = int(self.font.get_unused_glyph_id(codepoint))
        self.font.widths[glyph] = round(self.piece.shaped.advances[index] * self.scale)
        self.font.widths.setdefault(0, self.font.widths[glyph])
        return glyph

    def _texts(self, start: int, end: int) -> list[str]:
        """Return the characters of the clusters that glyphs begin; a cluster's other glyphs have none."""
        shaped = self.piece.shaped
        borders = [*shaped.characters[start : end + 1], len(shaped.text)][: end - start + 1]
        texts = [shaped.text[first:after] for first, after in pairwise(borders)]
        if "" in texts or (start and shaped.characters[start - 1] == borders[0]):
            return [self._text(index) for index in range(start, end)]
        return texts

    def _text(self, index: int) -> str:
        shaped = self.piece.shaped
        start = shaped.characters[index]
        if index and shaped.characters[index - 1] == start:
            return ""
        after = index + 1
        while after < len(shaped.characters) and shaped.characters[after] == start:
            after += 1
        end = shaped.characters[after] if after < len(shaped.characters) else len(shaped.text)
        return shaped.text[start:end]

    def _careful(self, glyphs: list[_Glyph], following: int | None, written: int) -> int:
        """Write a run with gaps, overlaps, raised glyphs or glyphs that mean another text; return the pen's place."""
        parts: list[str] = []
        for index, glyph in enumerate(glyphs):
            after = glyphs[index + 1] if index + 1 < len(glyphs) else None
            place = after.place if after is not None else following
            gap = 0
            if place is not None and glyph.text not in _SPACES:
                gap = place - glyph.place - glyph.width
                gap = gap if gap < 0 or after is None or after.text not in _SPACES else 0
            wide = WIDE if after is not None else WIDE_ELSEWHERE
            if not -OVERLAP < gap < wide or glyph.rise or not self._says(glyph):
                self._flush(parts)
                written = self._marked(glyph, gap, written)
                continue
            if glyph.place != written:
                parts.append(f">{written - glyph.place}<")
            parts.append(f"{glyph.code:04x}")
            written = glyph.place + glyph.width
        self._flush(parts)
        return written

    def _says(self, glyph: _Glyph) -> bool:
        """Whether a reader takes a glyph for its text without being told."""
        return not glyph.text or self.font.to_unicode[glyph.code] == glyph.text

    def _flush(self, parts: list[str]) -> None:
        """Show what was gathered."""
        if parts:
            string = "<" + "".join(parts) + ">"
            self.stream.show_text(string.removeprefix("<>").removesuffix("<>"))
            parts.clear()

    def _marked(self, glyph: _Glyph, gap: int, written: int) -> int:
        """Write a glyph under its own text and, drawn blank, as wide as the room it has; return the pen's place.

        Readers measure the gap to the next glyph each in its own way. MuPDF takes the first thing shown under the
        text for its extent, Poppler the last, PDFium asks whether blanks stand between: so a gap is covered before
        and after the glyph, an overlap after it only.
        """
        stream = self.stream
        space = self._space() if not -OVERLAP < gap < WIDE_ELSEWHERE and glyph.text else None
        if glyph.text:
            text = glyph.text.encode("utf-16-be").hex()
            stream.stream.append(f"/Span <</ActualText <feff{text}>>> BDC".encode())
        if space is not None and gap > 0:
            written = self._cover(space, glyph.place, glyph.place + glyph.width + gap, written)
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
            room = max(glyph.width + gap, LEAST_COVER)
            written = self._cover(space, glyph.place, glyph.place + room, written)
        if glyph.text:
            stream.stream.append(b"EMC")
        return written

    def _cover(self, space: int, start: int, end: int, written: int) -> int:
        """Show a space drawn out from `start` to `end` (thousandths of an em); return the pen's place."""
        stream = self.stream
        if start != written:
            stream.show_text(f"{written - start}")
        stream.stream.append(f"{(end - start) / self._width(space) * 100:.6g} Tz".encode())
        stream.show_text(f"<{space:04x}>")
        stream.stream.append(b"100 Tz")
        return end

    def _space(self) -> int | None:
        """Return the face's space glyph, known to the PDF's font, or None if it has none."""
        spaces = self.faces.spaces
        if self.face not in spaces:
            spaces[self.face] = nominal_glyph(self.faces.pointers[self.face], " ")
        space = spaces[self.face]
        if space is not None:
            self.font.to_unicode.setdefault(space, " ")
        return space
