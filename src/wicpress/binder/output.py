"""Writes a PDF file: objects as they come, small ones packed together, and at the end where each of them stands."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

PACKED = "1.5"
"""The first version of PDF in which objects may be packed in streams (ISO 32000-1, 7.5.7)."""
_LEVEL = 6
_ROW = struct.Struct(">BQI")
"""A row of the cross-reference: its kind, where the object stands, which of its stream it is."""
_FEW = 100
"""Fewer objects than this are packed together with others."""


class Output:
    """A PDF of ``version`` in the making. Close it, or use it as a context."""

    def __init__(self, version: str) -> None:
        self._packed = version >= PACKED
        self._file = io.BytesIO()
        self._digest = hashlib.md5(usedforsecurity=False)
        self._write(f"%PDF-{version}\n".encode(), b"%\xf0\x9f\x96\xa4\n")
        self._where: dict[int, tuple[int, int, int]] = {}
        self._groups: list[tuple[list[int], Future[bytes], int]] = []
        self._loose: list[tuple[int, bytes]] = []
        self._threads = ThreadPoolExecutor(2)

    def __enter__(self) -> Output:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    def stream(self, number: int, inside: bytes, data: bytes) -> None:
        """Write a stream; ``inside`` are the entries of its dictionary but for its length."""
        self._where[number] = 1, self._file.tell(), 0
        self._write(
            b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (number, inside, len(data)), data, b"\nendstream\nendobj\n"
        )

    def objects(self, bodies: Sequence[tuple[int, bytes]]) -> None:
        """Write objects that are no streams."""
        if not self._packed:
            for number, body in bodies:
                self._where[number] = 1, self._file.tell(), 0
                self._write(b"%d 0 obj\n" % number, body, b"\nendobj\n")
        elif len(bodies) < _FEW:
            self._loose += bodies
        else:
            self._pack(bodies)

    def _pack(self, bodies: Sequence[tuple[int, bytes]]) -> None:
        head = []
        at = 0
        for number, body in bodies:
            head.append(b"%d %d" % (number, at))
            at += len(body) + 1
        first = b" ".join(head) + b"\n"
        data = first + b"\n".join(body for _, body in bodies)
        packed = self._threads.submit(zlib.compress, data, _LEVEL)  # zlib lets other threads work meanwhile
        self._groups.append(([number for number, _ in bodies], packed, len(first)))

    def end(self, root: int, info: int, identifier: bytes, free: int) -> bytes:
        """Write what is still to be written and the cross-reference; ``free`` is the first number not used."""
        if self._loose:
            self._pack(self._loose)
        for numbers, packed, first in self._groups:
            inside = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(numbers), first)
            self.stream(free, inside, packed.result())
            self._where |= {number: (2, free, nth) for nth, number in enumerate(numbers)}
            free += 1
        trailer = b"/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (
            root,
            info,
            identifier.hex().encode(),
            self._digest.hexdigest().encode(),
        )
        start = self._file.tell()
        if self._packed:
            self._index(free, trailer)
        else:
            self._table(free, trailer)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self._file.getvalue()

    def _index(self, free: int, trailer: bytes) -> None:
        """The cross-reference as a stream (ISO 32000-1, 7.5.8)."""
        self._where[free] = 1, self._file.tell(), 0
        rows = (self._where.get(number, (0, 0, 65535 if number == 0 else 0)) for number in range(free + 1))
        data = b"".join(_ROW.pack(*row) for row in rows)
        data = zlib.compress(data, _LEVEL)
        inside = b"/Type/XRef/W[1 8 4]/Size %d%s/Filter/FlateDecode" % (free + 1, trailer)
        self.stream(free, inside, data)

    def _table(self, free: int, trailer: bytes) -> None:
        """The cross-reference as a table (ISO 32000-1, 7.5.4)."""
        rows = [b"xref\n0 %d\n" % free]
        for number in range(free):
            known = self._where.get(number)
            rows.append(b"%010d 00000 n \n" % known[1] if known else b"%010d 65535 f \n" % 0)
        self._write(*rows, b"trailer\n<</Size %d%s>>\n" % (free, trailer))

    def _write(self, *parts: bytes) -> None:
        for part in parts:
            self._file.write(part)
            self._digest.update(part)
