"""Put finished files and folders into a folder of the user's in one step, without following links there.

What is being put in place is written down in a ``journal`` folder first, with its inode: if the process is killed,
the next one removes exactly that, or puts back what stood there before.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import itertools
import json
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

from wicpress.system.folder import Folder, open_file

JOURNAL = "unfinished-*.json"
"""What the files of a journal are called."""
_EXCHANGE = 2  # linux/fcntl.h; RENAME_EXCHANGE and Darwin's RENAME_SWAP are the same number
_numbers = itertools.count()


@attrs.frozen
class _Entry:
    """An entry of a journal: ``name`` in ``folder`` is temporary, and becomes ``target``.

    ``new`` and ``old`` are the inodes of what is put in place and of what stood there: device and number.
    """

    folder: str
    name: str
    target: str
    new: tuple[int, int]
    old: tuple[int, int] | None = None

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(attrs.asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> _Entry:
        """Raise ``ValueError``, ``TypeError`` or ``KeyError`` for what is no entry."""
        table = json.loads(path.read_text(encoding="utf-8"))
        old = table["old"]
        return cls(table["folder"], table["name"], table["target"], _pair(table["new"]), old and _pair(old))


def put_file(written: Path, folder: Path, name: str, journal: Path) -> None:
    """Copy a finished file to the disk as ``name`` in ``folder``. Raise ``OSError``; then all is as it was."""
    with Folder.open(folder, create=True) as place, open_file(written) as source:
        temporary = _temporary(name)
        with place.new_file(temporary) as target, _journal(journal, folder, temporary, name, place):
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())
            place.rename(temporary, name)
        place.sync()


def put_folder(new: Path, folder: Path, name: str, journal: Path) -> None:
    """Copy a finished folder to the disk as ``name`` in ``folder``, and remove what stood there. Raise ``OSError``.

    If the system can exchange two folders, ``name`` is complete at every moment; else the old folder is renamed
    before the new one, and put back after a crash.
    """
    with Folder.open(folder, create=True) as place:
        _check_folder(place, name)
        temporary = _temporary(name)
        with place.new_subfolder(temporary) as copy, _journal(journal, folder, temporary, name, place) as record:
            _copy(new, copy)
            try:
                _move(place, record)
            except OSError as error:
                if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                    raise
                _move(place, record)  # another process has put a folder there just now
            place.sync()


def _check_folder(place: Folder, name: str) -> None:
    """Raise ``NotADirectoryError`` if what stands in the place of a folder is none."""
    status = place.status(name)
    if status is not None and not stat.S_ISDIR(status.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, "the target is not a folder", name)


def _move(place: Folder, record: _Record) -> None:
    """Move a copied folder to its target, and what stood there aside."""
    temporary, name = record.entry.name, record.entry.target
    old = place.status(name)
    record.replaces(old)
    if old is None:
        place.rename(temporary, name)
    elif not exchange(place, temporary, name):
        _replace(place, temporary, name)


def undo(journal: Path) -> None:
    """Remove what a process that was killed was putting in place, and put back what it had taken away."""
    for path in sorted(journal.glob(JOURNAL)):
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
            entry = _Entry.read(path)
            with Folder.open(Path(entry.folder)) as place:
                tidy(place, entry)


def exchange(place: Folder, one: str, other: str) -> bool:
    """Exchange two folders in one step; False if the system or the file system cannot."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        function = libc.renameatx_np if sys.platform == "darwin" else libc.renameat2
        result = function(place.handle, os.fsencode(one), place.handle, os.fsencode(other), _EXCHANGE)
    except (AttributeError, OSError):
        return False
    return bool(result == 0)


@attrs.define
class _Record:
    """An entry that is in the journal."""

    path: Path
    entry: _Entry

    def replaces(self, old: os.stat_result | None) -> None:
        """Write down what stood in the place."""
        self.entry = attrs.evolve(self.entry, old=old and _inode(old))
        self.entry.write(self.path)


@contextlib.contextmanager
def _journal(journal: Path, folder: Path, name: str, target: str, place: Folder) -> Iterator[_Record]:
    """Write an entry to the journal; at the end, whatever ``name`` then is, is removed."""
    status = place.status(name)
    assert status is not None  # it has just been made
    entry = _Entry(str(folder.absolute()), name, target, _inode(status))
    record = _Record(journal / JOURNAL.replace("*", str(next(_numbers))), entry)
    try:
        entry.write(record.path)
        yield record
    finally:
        tidy(place, record.entry)
        record.path.unlink(missing_ok=True)


def tidy(place: Folder, entry: _Entry) -> None:
    """Put back what was taken away and not replaced, and remove the new or the old, whichever is not in place."""
    aside = _aside(entry.name)
    if place.status(entry.target) is None and _is(place, aside, entry.old):
        place.rename(aside, entry.target)
    for name in (entry.name, aside):
        if _is(place, name, entry.new) or _is(place, name, entry.old):
            place.remove(name)


def _replace(place: Folder, temporary: str, name: str) -> None:
    """Put a folder in the place of another by two renames."""
    aside = _aside(temporary)
    place.rename(name, aside)
    try:
        place.rename(temporary, name)
    except OSError:
        place.rename(aside, name)
        raise


def _copy(source: Path, target: Folder) -> None:
    """Copy all in a folder of ours, with modes and dates, and bring it to the disk."""
    for entry in sorted(os.scandir(source), key=lambda each: each.name):
        if entry.is_dir(follow_symlinks=False):
            with target.new_subfolder(entry.name) as below:
                _copy(Path(entry.path), below)
            continue
        with open_file(Path(entry.path)) as old, target.new_file(entry.name) as new:
            shutil.copyfileobj(old, new, 1 << 20)
            new.flush()
            _finish(new.fileno(), os.fstat(old.fileno()))
            os.fsync(new.fileno())
    _finish(target.handle, source.stat())
    target.sync()


def _finish(handle: int, like: os.stat_result) -> None:
    """Give an open file or folder the mode and the date of another."""
    os.fchmod(handle, stat.S_IMODE(like.st_mode))
    os.utime(handle, ns=(like.st_mtime_ns, like.st_mtime_ns))


def _temporary(name: str) -> str:
    return f".{name}.{os.getpid()}-{next(_numbers)}"


def _aside(temporary: str) -> str:
    return f"{temporary}.old"


def _is(place: Folder, name: str, inode: tuple[int, int] | None) -> bool:
    """Return whether an entry of a folder has this inode."""
    status = place.status(name)
    return status is not None and inode == _inode(status)


def _inode(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _pair(values: list[int]) -> tuple[int, int]:
    device, number = values
    return int(device), int(number)
