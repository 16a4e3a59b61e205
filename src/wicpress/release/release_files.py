"""Write the files of a folder, with the same modes and dates for every user."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write ``files`` (bytes by path below ``folder``). Raise ``OSError``."""
    for name, data in files.items():
        path = folder.joinpath(*PurePosixPath(name).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)


def normalise(folder: Path, date: int) -> None:
    """Give everything in ``folder`` the same modes and the ``date`` (seconds since 1970), and sync it to the disk.

    So an archive of the folder has the same bytes for every user and umask. Raise ``OSError``.
    """
    for root, folders, names in os.walk(folder, topdown=False):
        parent = Path(root)
        for name in names:
            _normalise_file(parent / name, date)
        for name in folders:
            os.utime(parent / name, (date, date))
        parent.chmod(0o755)
        _sync(parent)
    os.utime(folder, (date, date))


def _normalise_file(path: Path, date: int) -> None:
    path.chmod(0o644)
    _sync(path)
    os.utime(path, (date, date))


def _sync(path: Path) -> None:
    """Sync a file or a folder to the disk; some file systems refuse it for folders."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError) if path.is_dir() else contextlib.nullcontext():
            os.fsync(handle)
    finally:
        os.close(handle)
