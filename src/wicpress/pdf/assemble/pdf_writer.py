"""Writes a PDF file: objects as they come, small ones packed together, and at the end where each of them stands."""

from __future__ import annotations

import hashlib
import struct
import zlib
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO

from wicpress.pdf.assemble.rows import TempFileFactory, temp_file

PACKED = "1.5"
"""The first version of PDF in which objects may be packed in streams (ISO 32000-1, 7.5.7)."""
_LEVEL = 6
_ROW = struct.Struct(">BQI")
"""A row of the cross-reference: its kind, where the object stands, which of its stream it is."""
_FREE = _ROW.pack(0, 0, 65535)
_OBJSTM_MIN = 100
"""Fewer objects than this are packed together with others,"""
_OBJSTM_BYTES = 2**16
"""until they have so many bytes."""
_MAX_PENDING = 4
"""Groups of objects that are being packed, or wait to be written."""
_CHUNK = _ROW.size * 4096


class PdfWriter:
    """A PDF of ``version`` in the making, written to ``file``. Close it, or use it as a context.

    Numbers below ``free`` are given by who writes, others by ``new``. Where each object stands is kept in a file of
    ``spool``: a book has many. Raises ``OSError`` where something cannot be written.
    """

    def __init__(self, file: IO[bytes], version: str, free: int = 1, spool: TempFileFactory = temp_file) -> None:
        self._packed = version >= PACKED
        self._file, self._free, self._spool = file, free, spool
        self._at = 0
        self._digest = hashlib.md5(usedforsecurity=False)
        self._write(f"%PDF-{version}\n".encode(), b"%\xf0\x9f\x96\xa4\n")
        self._rows = spool()
        self._rows.write(_FREE)
        self._groups: deque[tuple[int, array[int], Future[bytes], int]] = deque()
        self._loose: list[tuple[int, bytes]] = []
        self._size = 0
        self._threads = ThreadPoolExecutor(2)

    def __enter__(self) -> PdfWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        self._rows.close()

    def new_object_number(self) -> int:
        """A number for an object that no other has."""
        self._free += 1
        return self._free - 1

    def stream(self, number: int, inside: bytes, data: bytes) -> None:
        """Write a stream; ``inside`` are the entries of its dictionary but for its length."""
        self._record_offset(number)
        self._write(
            b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (number, inside, len(data)), data, b"\nendstream\nendobj\n"
        )

    def objects(self, bodies: Sequence[tuple[int, bytes]]) -> None:
        """Write objects that are no streams."""
        if not self._packed:
            for number, body in bodies:
                self._record_offset(number)
                self._write(b"%d 0 obj\n" % number, body, b"\nendobj\n")
        elif len(bodies) < _OBJSTM_MIN:
            self._loose += bodies
            self._size += sum(len(body) for _, body in bodies)
            if len(self._loose) >= _OBJSTM_MIN or self._size >= _OBJSTM_BYTES:
                self._flush_small_objects()
        else:
            self._pack(bodies)

    def end(self, root: int, info: int, identifier: bytes) -> None:
        """Write what is still to be written and the cross-reference."""
        if self._loose:
            self._flush_small_objects()
        while self._groups:
            self._write_group()
        trailer = b"/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (
            root,
            info,
            identifier.hex().encode(),
            self._digest.hexdigest().encode(),
        )
        start = self._at
        if self._packed:
            self._write_xref_stream(trailer)
        else:
            self._write_xref_table(trailer)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    # -------------------------------------------------------------------------------- groups

    def _flush_small_objects(self) -> None:
        self._pack(self._loose)
        self._loose, self._size = [], 0

    def _pack(self, bodies: Sequence[tuple[int, bytes]]) -> None:
        while len(self._groups) >= _MAX_PENDING:
            self._write_group()
        head = []
        at = 0
        for number, body in bodies:
            head.append(b"%d %d" % (number, at))
            at += len(body) + 1
        first = b" ".join(head) + b"\n"
        data = first + b"\n".join(body for _, body in bodies)
        packed = self._threads.submit(zlib.compress, data, _LEVEL)  # zlib lets other threads work meanwhile
        self._groups.append(
            (self.new_object_number(), array("I", (number for number, _ in bodies)), packed, len(first))
        )

    def _write_group(self) -> None:
        """Write the first group that waits."""
        own, numbers, packed, first = self._groups.popleft()
        inside = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(numbers), first)
        self.stream(own, inside, packed.result())
        start = 0
        for nth in range(1, len(numbers) + 1):
            if nth == len(numbers) or numbers[nth] != numbers[nth - 1] + 1:
                self._record_offsets(
                    numbers[start], b"".join(_ROW.pack(2, own, place) for place in range(start, nth))
                )
                start = nth

    # ------------------------------------------------------------------------ cross-reference

    def _record_offset(self, number: int) -> None:
        """The object ``number`` begins here."""
        self._record_offsets(number, _ROW.pack(1, self._at, 0))

    def _record_offsets(self, number: int, rows: bytes) -> None:
        """Keep where the objects from ``number`` on are. Numbers that are left out have noughts: they are free."""
        self._rows.seek(number * _ROW.size)
        self._rows.write(rows)

    def _chunks(self) -> Iterator[bytes]:
        """The rows of all numbers below the first that is free."""
        self._rows.seek(0)
        rest = self._free * _ROW.size
        while rest:
            chunk = self._rows.read(min(_CHUNK, rest))
            chunk += bytes(min(_CHUNK, rest) - len(chunk))  # the last numbers may never have been written
            yield chunk
            rest -= len(chunk)

    def _write_xref_stream(self, trailer: bytes) -> None:
        """The cross-reference as a stream (ISO 32000-1, 7.5.8)."""
        own = self.new_object_number()
        self._record_offset(own)
        packer = zlib.compressobj(_LEVEL)
        with self._spool() as packed:
            for chunk in self._chunks():
                packed.write(packer.compress(chunk))
            packed.write(packer.flush())
            length = packed.tell()
            inside = b"/Type/XRef/W[1 8 4]/Size %d%s/Filter/FlateDecode" % (own + 1, trailer)
            self._write(b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (own, inside, length))
            packed.seek(0)
            while chunk := packed.read(_CHUNK):
                self._write(chunk)
        self._write(b"\nendstream\nendobj\n")

    def _write_xref_table(self, trailer: bytes) -> None:
        """The cross-reference as a table (ISO 32000-1, 7.5.4)."""
        self._write(b"xref\n0 %d\n" % self._free)
        for chunk in self._chunks():
            rows = (
                b"%010d 00000 n \n" % at if kind else b"%010d 65535 f \n" % 0
                for kind, at, _ in _ROW.iter_unpack(chunk)
            )
            self._write(b"".join(rows))
        self._write(b"trailer\n<</Size %d%s>>\n" % (self._free, trailer))

    def _write(self, *parts: bytes) -> None:
        for part in parts:
            self._file.write(part)
            self._digest.update(part)
            self._at += len(part)
