"""Writes the digits of page numbers into finished pages: printed page numbers, and references to other pages."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence

import attrs

from wicpress.fragments import Fragment, FragmentPage, PageNumberSlot, Stream
from wicpress.pdf.assemble.pdf_writer import PdfWriter

_CONTENTS = re.compile(rb"/Contents (\d+ 0 R)")
_SMALL_STREAM = 9, zlib.DEFLATED, 10, 2
"""How a few letters are compressed: level, method, a window of 1 KB, little memory; all cheap to set up."""


@attrs.frozen(eq=False)
class PageNumberWriter:
    """Writes page numbers: ``numbers`` are those of all pages, ``places`` the pages (from 0) of names.

    ``format_number`` writes a number in a style of page labels.
    """

    numbers: Sequence[int]
    places: dict[str, int]
    format_number: Callable[[str, int], str]

    def stream_data(self, fragment: Fragment, stream: Stream) -> bytes:
        """Return the data of a stream, compressed, its page references written."""
        if not stream.slots:
            return stream.data
        data = bytearray(stream.data)
        for slot in stream.slots:
            text = str(self.numbers[self.places[slot.target]])
            if len(text) != slot.digits:
                raise ValueError(f"{slot.target} is on page {text}, and {slot.digits} digits were left open for it")
            digits = fragment.digit_glyphs[slot.digit_glyphs]
            write = digits.actual_text if slot.actual_text else digits.codes
            data[slot.at : slot.at + 4] = write(text[slot.place])
        return zlib.compress(data, 9)

    def add_folios(self, body: bytes, fragment: Fragment, page: FragmentPage, nth: int, output: PdfWriter) -> bytes:
        """Write the printed numbers of page ``nth`` (from 0) as a content stream; return the page object with it."""
        if not page.folios:
            return body
        content = b"\n".join(self._folio(fragment, slot, self.numbers[nth]) for slot in page.folios)
        stream = output.new_object_number()
        compressor = zlib.compressobj(*_SMALL_STREAM)
        output.stream(stream, b"/Filter/FlateDecode", compressor.compress(content) + compressor.flush())
        return _CONTENTS.sub(lambda match: b"/Contents [%s %d 0 R]" % (match[1], stream), body, count=1)

    def _folio(self, fragment: Fragment, slot: PageNumberSlot, number: int) -> bytes:
        text, digits = self.format_number(slot.style, number), fragment.digit_glyphs[slot.digit_glyphs]
        x = slot.x + slot.align * (digits.width(slot.sample) - digits.width(text))
        before_x, before_digits, after = (part.encode() for part in slot.parts)
        return b"".join((before_x, b"%f" % x, before_digits, digits.codes(text), after))
