"""Write a folder and put it in place in one step."""

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
"""The subfolder that keeps a replaced folder while a system that cannot swap folders renames both."""

_AT_FDCWD, _EXCHANGE = -100, 2  # linux/fcntl.h; RENAME_EXCHANGE and Darwin's RENAME_SWAP are the same number


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


def swap_in(new: Path, target: Path, state: Path) -> None:
    """Move the folder ``new`` to ``target`` and remove the old one afterwards. Raise ``OSError``.

    All three are on one file system. If the system can swap two folders, ``target`` is complete at every moment;
    else the old folder is kept in ``state``, and ``recover`` restores it after a crash.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise OSError(errno.ENOTDIR, "the target is not a folder", str(target))
    if not target.exists():
        new.replace(target)
    elif atomic_swap(new, target):
        shutil.rmtree(new, ignore_errors=True)
    else:
        _replace_by_renames(new, target, state / PREVIOUS / target.name)
    _sync(target.parent)


def _replace_by_renames(new: Path, target: Path, old: Path) -> None:
    old.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(old, ignore_errors=True)
    target.replace(old)
    try:
        new.replace(target)
    except OSError:
        old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def recover(output: Path, state: Path) -> None:
    """Restore the folders of runs that died between two renames. Raise ``OSError``."""
    previous = state / PREVIOUS
    for each in sorted(previous.iterdir()) if previous.is_dir() else ():
        if (output / each.name).exists():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.replace(output / each.name)


def atomic_swap(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False if the system or the file system cannot."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            result = libc.renamex_np(os.fsencode(one), os.fsencode(other), _EXCHANGE)
        else:
            result = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
    except (AttributeError, OSError):
        return False
    return bool(result == 0)


def _sync(path: Path) -> None:
    """Sync a file or a folder to the disk; some file systems refuse it for folders."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError) if path.is_dir() else contextlib.nullcontext():
            os.fsync(handle)
    finally:
        os.close(handle)
