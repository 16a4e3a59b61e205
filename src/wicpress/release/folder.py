"""A whole folder put in its place in one step, or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

PREVIOUS = "aside"
"""Where the folder that is replaced waits, for the instant in which a system that cannot exchange has neither."""

_AT_FDCWD, _EXCHANGE = -100, 2  # linux/fcntl.h; RENAME_EXCHANGE and Darwin's RENAME_SWAP are the same number


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write ``files`` (bytes by path below ``folder``) and bring them to the disk. Raises ``OSError``."""
    for name, data in files.items():
        path = folder.joinpath(*PurePosixPath(name).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)


def normalise(folder: Path, date: int) -> None:
    """Give everything in ``folder`` the same modes and the ``date`` (seconds since 1970), and bring it to the disk.

    So an archive made of the folder has the same bytes, whoever made it under whichever umask. Raises ``OSError``.
    """
    for place, folders, names in os.walk(folder, topdown=False):
        here = Path(place)
        for name in names:
            _settle_file(here / name, date)
        for name in folders:
            os.utime(here / name, (date, date))
        here.chmod(0o755)
        _sync(here)
    os.utime(folder, (date, date))


def _settle_file(path: Path, date: int) -> None:
    path.chmod(0o644)
    _sync(path)
    os.utime(path, (date, date))


def swap_in(beside: Path, place: Path, state: Path) -> None:
    """Move the folder ``beside`` to ``place``; what stood there is taken away afterwards. Raises ``OSError``.

    All three are on one file system. Where the system can exchange two folders there is no instant without a whole
    folder in ``place``; elsewhere the old one waits in ``state`` and ``recover`` brings it back after a crash.
    """
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise OSError(errno.ENOTDIR, "something that is no folder stands in its place", str(place))
    if not place.exists():
        beside.replace(place)
    elif _atomic_swap(beside, place):
        shutil.rmtree(beside, ignore_errors=True)
    else:
        _move_away(beside, place, state / PREVIOUS / place.name)
    _sync(place.parent)


def _move_away(beside: Path, place: Path, aside: Path) -> None:
    aside.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(aside, ignore_errors=True)
    place.replace(aside)
    try:
        beside.replace(place)
    except OSError:
        aside.replace(place)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def recover(output: Path, state: Path) -> None:
    """Bring back what a run that died between two renames had put aside. Raises ``OSError``."""
    waiting = state / PREVIOUS
    for each in sorted(waiting.iterdir()) if waiting.is_dir() else ():
        if (output / each.name).exists():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.replace(output / each.name)


def _atomic_swap(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where this system or file system cannot."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            done = libc.renamex_np(os.fsencode(one), os.fsencode(other), _EXCHANGE)
        else:
            done = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
    except (AttributeError, OSError):
        return False
    return bool(done == 0)


def _sync(path: Path) -> None:
    """Bring a file or a folder to the disk; some file systems refuse it for folders."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError) if path.is_dir() else contextlib.nullcontext():
            os.fsync(handle)
    finally:
        os.close(handle)
