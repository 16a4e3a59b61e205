"""Keeps the parts of books between builds, in a folder that never grows beyond its bounds and may be deleted."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs

MAX_BYTES = 512 * 2**20
"""Bytes that are kept; what was not used for the longest time goes first."""
_TEMP_MAX_AGE = 3600
"""A file half written that is so many seconds older than the newest is of a build that died."""
_TEMP_SUFFIX = ".half"


@attrs.frozen
class DiskStore:
    """A folder of entries by key. Entries appear whole or not at all; two builds that make one write the same."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """The entry ``key``, or None where it is not there or cannot be read."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except IsADirectoryError:
            return b""  # no entry of ours, and in the way of one: as good as damaged
        except OSError:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return data

    def has(self, key: str) -> bool:
        """True where there is an entry ``key``."""
        return self._path(key).exists()

    def put(self, key: str, data: bytes) -> bool:
        """Keep an entry; False where it cannot be kept: the disk is full, or the folder is somebody else's."""
        path = self._path(key)
        beside = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=path.parent, suffix=_TEMP_SUFFIX)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(beside).replace(path)
        except OSError:
            if beside is not None:
                with contextlib.suppress(OSError):
                    Path(beside).unlink(missing_ok=True)
            return False
        return True

    def delete(self, key: str) -> None:
        """Take an entry away, or what stands in its place."""
        path = self._path(key)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)

    def size(self) -> tuple[int, int]:
        """How many entries there are, and how many bytes."""
        entries = [status.st_size for _, status in self._entries()]
        return len(entries), sum(entries)

    def evict(self, limit: int = MAX_BYTES) -> None:
        """Take away what is beyond ``limit`` bytes, and what builds that died left half written."""
        entries = sorted(self._entries(), key=lambda each: each[1].st_mtime, reverse=True)
        room, newest = limit, entries[0][1].st_mtime if entries else 0.0
        for path, status in entries:
            room -= status.st_size
            if room < 0 or (path.suffix == _TEMP_SUFFIX and status.st_mtime < newest - _TEMP_MAX_AGE):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        with contextlib.suppress(OSError):  # another build may have taken anything away
            for place in list(os.scandir(self.folder)):
                with contextlib.suppress(OSError):
                    for each in list(os.scandir(place)):
                        with contextlib.suppress(OSError):
                            yield Path(each.path), each.stat()
