"""Writes a PDF file: objects as they come, small ones packed together, and the cross-reference at the end."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Self

OBJECT_STREAMS = "1.5"
"""The first version of PDF in which objects may be packed in streams (ISO 32000-1, 7.5.7)."""
_LEVEL = 6
_XREF_ENTRY = struct.Struct(">BQI")
"""An entry of the cross-reference: its type, where the object stands, its place in an object stream."""
_FREE = _XREF_ENTRY.pack(0, 0, 65535)
_OBJSTM_MIN = 100
"""Fewer objects than this are packed together with others,"""
_OBJSTM_BYTES = 2**16
"""until they have so many bytes."""
_MAX_PENDING = 4
"""Object streams that are being compressed, or wait to be written."""


class PdfWriter:
    """A PDF of ``version`` in the making, written to ``file``; a context manager.

    Object numbers below ``free`` are assigned by the caller, others by ``new_object_number``. Raise ``OSError``
    where something cannot be written.
    """

    def __init__(self, file: IO[bytes], version: str, free: int = 1) -> None:
        self._packed = version >= OBJECT_STREAMS
        self._file, self._free = file, free
        self.position = 0
        self._digest = hashlib.md5(usedforsecurity=False)
        self._xref = bytearray(_FREE)
        self._threads = ThreadPoolExecutor(2)
        self._pending: deque[tuple[int, Sequence[int], Future[bytes], int]] = deque()
        self._loose: list[tuple[int, bytes]] = []
        self._loose_bytes = 0
        self.write_bytes(f"%PDF-{version}\n".encode(), b"%\xf0\x9f\x96\xa4\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    def new_object_number(self) -> int:
        """Return a number for an object that no other has."""
        self._free += 1
        return self._free - 1

    def stream(self, number: int, inside: bytes, data: bytes) -> None:
        """Write a stream; ``inside`` are the entries of its dictionary but for its length."""
        self._record_offset(number)
        self._write_stream(number, inside, data)

    def objects(self, bodies: Sequence[tuple[int, bytes]]) -> None:
        """Write objects that are no streams."""
        if not self._packed:
            for number, body in bodies:
                self._record_offset(number)
                self.write_bytes(b"%d 0 obj\n" % number, body, b"\nendobj\n")
        elif len(bodies) < _OBJSTM_MIN:
            self._loose += bodies
            self._loose_bytes += sum(len(body) for _, body in bodies)
            if len(self._loose) >= _OBJSTM_MIN or self._loose_bytes >= _OBJSTM_BYTES:
                self._pack_loose()
        else:
            self._pack(bodies)

    def end(self, root: int, info: int | None, identifier: bytes) -> None:
        """Write what is still to be written and the cross-reference; ``info`` is None in PDF 2.0."""
        if self._loose:
            self._pack_loose()
        while self._pending:
            self._write_pending()
        trailer = b"/Root %d 0 R%s/ID[<%s><%s>]" % (
            root,
            b"" if info is None else b"/Info %d 0 R" % info,
            identifier.hex().encode(),
            self._digest.hexdigest().encode(),
        )
        start = self.position
        if self._packed:
            self._write_xref_stream(trailer)
        else:
            self._write_xref_table(trailer)
        self.write_bytes(b"startxref\n%d\n%%%%EOF\n" % start)

    def _pack_loose(self) -> None:
        self._pack(self._loose)
        self._loose, self._loose_bytes = [], 0

    def _pack(self, bodies: Sequence[tuple[int, bytes]]) -> None:
        """Compress objects into an object stream, in a thread: zlib releases the interpreter lock."""
        while len(self._pending) >= _MAX_PENDING:
            self._write_pending()
        offsets = []
        at = 0
        for number, body in bodies:
            offsets.append(b"%d %d" % (number, at))
            at += len(body) + 1
        head = b" ".join(offsets) + b"\n"
        data = head + b"\n".join(body for _, body in bodies)
        numbers = [number for number, _ in bodies]
        compressed = self._threads.submit(zlib.compress, data, _LEVEL)
        self._pending.append((self.new_object_number(), numbers, compressed, len(head)))

    def _write_pending(self) -> None:
        """Write the first object stream that waits."""
        own, numbers, compressed, first = self._pending.popleft()
        inside = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(numbers), first)
        self.stream(own, inside, compressed.result())
        for nth, number in enumerate(numbers):
            self._record(number, _XREF_ENTRY.pack(2, own, nth))

    # ------------------------------------------------------------------------ cross-reference

    def _record_offset(self, number: int) -> None:
        """Note that object ``number`` begins here."""
        self._record(number, _XREF_ENTRY.pack(1, self.position, 0))

    def _record(self, number: int, entry: bytes) -> None:
        """Keep the entry of an object. Numbers without one have zeros: they are free."""
        start, end = number * _XREF_ENTRY.size, (number + 1) * _XREF_ENTRY.size
        self._xref.extend(bytes(max(0, end - len(self._xref))))
        self._xref[start:end] = entry

    def _xref_entries(self) -> bytes:
        """Return the entries of all numbers that were given."""
        return bytes(self._xref).ljust(self._free * _XREF_ENTRY.size, b"\0")

    def _write_xref_stream(self, trailer: bytes) -> None:
        """Write the cross-reference as a stream (ISO 32000-1, 7.5.8)."""
        own = self.new_object_number()
        self._record_offset(own)
        data = zlib.compress(self._xref_entries(), _LEVEL)
        inside = b"/Type/XRef/W[1 8 4]/Size %d%s/Filter/FlateDecode" % (own + 1, trailer)
        self._write_stream(own, inside, data)

    def _write_stream(self, number: int, inside: bytes, data: bytes) -> None:
        """Write a stream whose offset is recorded.

        Data that ends in CR is followed by CR LF: with LF alone, which the length allows (ISO 32000-1, 7.3.8.1), a
        reader that looks for ``endstream`` takes the CR for a part of the end of the line.
        """
        end = b"\r\nendstream\nendobj\n" if data.endswith(b"\r") else b"\nendstream\nendobj\n"
        self.write_bytes(b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (number, inside, len(data)), data, end)

    def _write_xref_table(self, trailer: bytes) -> None:
        """Write the cross-reference as a table (ISO 32000-1, 7.5.4)."""
        self.write_bytes(b"xref\n0 %d\n" % self._free)
        for kind, at, _ in _XREF_ENTRY.iter_unpack(self._xref_entries()):
            self.write_bytes(b"%010d 00000 n \n" % at if kind else b"%010d 65535 f \n" % 0)
        self.write_bytes(b"trailer\n<</Size %d%s>>\n" % (self._free, trailer))

    def write_bytes(self, *parts: bytes) -> None:
        """Write bytes to the file, add them to its digest and advance ``position``."""
        for part in parts:
            self._file.write(part)
            self._digest.update(part)
            self.position += len(part)
