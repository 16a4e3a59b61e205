"""Rows in the order of their keys, however many there are: what is too much at once is sorted by runs in files."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

TempFileFactory = Callable[[], IO[bytes]]
"""Gives a file without a name that goes when it is closed."""

_RUN = 2048
"""Rows that are held at once."""
_HELD = 2**16
"""Bytes that a file holds before it goes to the disk."""


def temp_file(folder: Path | None = None) -> IO[bytes]:
    """A file without a name in ``folder``, or in the system's for such; on the disk when it is long enough."""
    return SpooledTemporaryFile(_HELD, dir=None if folder is None else str(folder))


class SortedRows:
    """Rows of a key and a value, in which no line ends; given in the order of the bytes of their keys."""

    def __init__(self, spool: TempFileFactory) -> None:
        self._spool = spool
        self._files: list[IO[bytes]] = []
        self._held: list[bytes] = []

    def add(self, key: bytes, value: bytes) -> None:
        """Add a row. Raises ``OSError`` where the disk is full."""
        self._held.append(b"%s %s\n" % (key.hex().encode(), value))  # a space stands before every figure
        if len(self._held) == _RUN:
            file = self._spool()
            file.writelines(sorted(self._held))
            self._files.append(file)
            self._held.clear()

    def __bool__(self) -> bool:
        return bool(self._held or self._files)

    def __iter__(self) -> Iterator[tuple[bytes, bytes]]:
        for file in self._files:
            file.seek(0)
        for row in heapq.merge(*self._files, sorted(self._held)):
            key, _, value = row[:-1].partition(b" ")
            yield bytes.fromhex(key.decode()), value

    def close(self) -> None:
        """Let go of the rows."""
        self._held.clear()
        for file in self._files:
            file.close()
