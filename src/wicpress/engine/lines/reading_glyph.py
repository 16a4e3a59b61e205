"""Writes the text of a drawn formula into a PDF: over an invisible letter of a font, which is as wide as the drawing.

Programs that copy or search text do not find that of an element whose content is nothing but paths, and some pass
over a space, which has no ink.
"""

from __future__ import annotations

from typing import Any, Final

from wicpress.engine.lines.shaping import faces_of, shape

_LETTER: Final = "x"
_INVISIBLE: Final = 3
"""The text rendering mode that paints nothing (ISO 32000-1, table 106)."""


def write_reading_glyph(stream: Any, box: Any, *, before_space: bool) -> None:
    """Write the text of the drawing ``box`` as that of a letter that is not painted (ISO 32000-1, 14.9.4).

    ``before_space``: it ends a line before a space, which is written as well.
    """
    text = box.element.get("data-text") or ""
    letter = _glyph(stream, box, _LETTER)
    if not text or letter is None:
        return
    font, size, glyph, advance = letter
    stream.begin_text()
    stream.set_font_size(font.hash, size)
    stream.set_text_matrix(1, 0, 0, -1, box.content_box_x(), _baseline(box))
    stream.set_text_rendering(_INVISIBLE)
    _show(stream, text, glyph, box.width / advance)
    space = _glyph(stream, box, " ") if before_space or box.element.get("data-continues") else None
    if space is not None and space[0] is font:
        _show(stream, " ", space[2], 1)
    stream.set_text_rendering(0)
    stream.end_text()


def _glyph(stream: Any, box: Any, character: str) -> tuple[Any, float, int, float] | None:
    """Return the font of a character in the style of a box, its size, the glyph and its advance in px."""
    shaped = shape(character, box.style)
    if shaped is None or not shaped.glyphs:
        return None
    faces, glyph, face = faces_of(box.style), shaped.glyphs[0], shaped.face_at(0)
    font, size = stream.add_font(faces.pointers[face])
    advance = faces.own_advance(face, glyph)
    font.widths.setdefault(glyph, round(advance / size * 1000))
    font.to_unicode.setdefault(glyph, character)
    return (font, size, glyph, advance) if advance else None


def _show(stream: Any, text: str, glyph: int, stretch: float) -> None:
    """Show a glyph as ``text``, so many times as wide as it is."""
    code = text.encode("utf-16-be").hex()
    stream.stream.append(f"/Span <</ActualText <feff{code}>>> BDC".encode())
    stream.stream.append(f"{stretch * 100:.6g} Tz".encode())
    stream.show_text(f"<{glyph:04x}>")
    stream.stream.append(b"100 Tz")
    stream.stream.append(b"EMC")


def _baseline(box: Any) -> float:
    """Return where the baseline of a drawing is on the page, in px of CSS."""
    lift = box.style["vertical_align"]
    depth = -lift if isinstance(lift, int | float) else 0.0
    return float(box.content_box_y() + box.height - depth)
