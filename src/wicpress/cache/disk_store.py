"""A folder of entries that are kept between builds, bounded in size; it may be deleted at any time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import attrs

from wicpress.system.atomic_file import write_atomic
from wicpress.system.file_lock import lock_file
from wicpress.system.folder import open_file, remove_other_than_file

MAX_BYTES = 512 * 2**20
"""Size of the store in bytes; beyond it, the entries that were not used for the longest time are deleted."""
_TEMP_MAX_AGE = 3600
"""Seconds by which an unfinished file is older than the newest entry when its build must have died."""
_TEMP_SUFFIX = ".half"


@attrs.frozen
class DiskStore:
    """Entries by key in a folder. Each appears complete or not at all; two builds that make one write the same."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """Return the entry ``key``, or None where there is none or it cannot be read."""
        path = self._path(key)
        try:
            with open_file(path) as file:
                data = file.read()
        except OSError:
            # somebody else's folder, link or pipe in the place of an entry counts as a damaged entry
            return b"" if path.is_symlink() or (path.exists() and not path.is_file()) else None
        with contextlib.suppress(OSError):
            os.utime(path)
        return data

    def has(self, key: str) -> bool:
        """Return whether there is an entry ``key``."""
        return self._path(key).exists()

    def put(self, key: str, data: bytes) -> bool:
        """Write an entry; return False where it cannot be written: a full disk, or a folder without permission."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            remove_other_than_file(path)
            write_atomic(path, data, suffix=_TEMP_SUFFIX)
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def locked(self, key: str) -> Iterator[None]:
        """Let one process at a time make the entry ``key``; where no file can be locked, several may."""
        locks = self.folder.with_name(f"{self.folder.name}-locks")
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError):
                locks.mkdir(parents=True, exist_ok=True)
                file = stack.enter_context((locks / key[:2]).open("ab"))
                lock_file(file.fileno(), wait=True)
            yield

    def delete(self, key: str) -> None:
        """Delete an entry, or what stands in its place."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            remove_other_than_file(path)
            path.unlink(missing_ok=True)

    def size(self) -> tuple[int, int]:
        """Return the number of entries and their bytes."""
        sizes = [status.st_size for _, status in self._entries()]
        return len(sizes), sum(sizes)

    def evict(self, limit: int = MAX_BYTES) -> None:
        """Delete the oldest entries beyond ``limit`` bytes, and unfinished files of builds that died."""
        entries = sorted(self._entries(), key=lambda each: each[1].st_mtime, reverse=True)
        remaining, newest = limit, entries[0][1].st_mtime if entries else 0.0
        for path, status in entries:
            remaining -= status.st_size
            if remaining < 0 or (path.suffix == _TEMP_SUFFIX and status.st_mtime < newest - _TEMP_MAX_AGE):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        with contextlib.suppress(OSError):  # another build may have deleted anything
            for place in list(os.scandir(self.folder)):
                with contextlib.suppress(OSError):
                    for each in list(os.scandir(place)):
                        with contextlib.suppress(OSError):
                            yield Path(each.path), each.stat()
