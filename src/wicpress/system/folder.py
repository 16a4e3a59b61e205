"""Folders reached by an open handle: no link in them is followed, and what is no file is not opened.

``openat(2)`` with ``O_NOFOLLOW``: who can put a link into a folder cannot make us read, write or remove elsewhere.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import shutil
import stat
from collections import deque
from pathlib import Path, PurePosixPath

MAX_LINKS = 40
"""How many links a path may lead through, as in Linux (path_resolution(7))."""
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a named pipe must not be waited for


class LeadsOutError(OSError):
    """A path leads out of the folder that it is relative to."""


class NoFileError(OSError):
    """A path leads to a pipe, a device or the like."""


class Folder:
    """An open folder. What its methods take is the name of an entry, never a path; all raise ``OSError``."""

    def __init__(self, handle: int) -> None:
        self.handle = handle

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Folder:
        """Open the folder at ``path``, whose links are followed: the user has named it; ``create`` makes it."""
        if create:
            path.mkdir(parents=True, exist_ok=True)
        return cls(os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))

    def close(self) -> None:
        """Close the handle."""
        os.close(self.handle)

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def names(self) -> list[str]:
        """Return the names of the entries, sorted."""
        with os.scandir(self.handle) as entries:
            return sorted(entry.name for entry in entries)

    def status(self, name: str) -> os.stat_result | None:
        """Return the status of an entry, of a link itself; None where there is none."""
        with contextlib.suppress(FileNotFoundError):
            return os.stat(name, dir_fd=self.handle, follow_symlinks=False)
        return None

    def subfolder(self, name: str) -> Folder:
        """Open a folder in this one."""
        return Folder(os.open(name, _READ | os.O_DIRECTORY, dir_fd=self.handle))

    def new_subfolder(self, name: str) -> Folder:
        """Make a folder under a name that nothing has, and open it."""
        os.mkdir(name, 0o700, dir_fd=self.handle)
        return self.subfolder(name)

    def file(self, name: str) -> io.BufferedReader:
        """Open a file for reading."""
        return _regular(os.open(name, _READ, dir_fd=self.handle), name)

    def new_file(self, name: str) -> io.BufferedWriter:
        """Make a file under a name that nothing has, and open it for writing. The umask applies to its mode."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.fdopen(os.open(name, flags, 0o666, dir_fd=self.handle), "wb")

    def rename(self, old: str, new: str) -> None:
        """Rename an entry; what was there under the name ``new`` is replaced."""
        os.rename(old, new, src_dir_fd=self.handle, dst_dir_fd=self.handle)

    def remove(self, name: str) -> None:
        """Remove a file, a link, or a folder with all that it holds."""
        status = self.status(name)
        if status is not None and stat.S_ISDIR(status.st_mode):
            shutil.rmtree(name, dir_fd=self.handle)
        elif status is not None:
            os.unlink(name, dir_fd=self.handle)

    def sync(self) -> None:
        """Bring the names of the entries to the disk, where the file system can."""
        with contextlib.suppress(OSError):
            os.fsync(self.handle)


def real_path(path: Path) -> Path:
    """Return a path without links; unlike ``Path.resolve`` it raises nothing for links in a circle."""
    return Path(os.path.realpath(path))


def is_within(path: Path, root: Path) -> bool:
    """Return whether a path leads to something in the folder ``root``."""
    return real_path(path).is_relative_to(real_path(root))


def files_beneath(root: Path, name: str) -> tuple[Path, ...]:
    """Return the paths of the files below a folder of ``root``, sorted; none where the folder leads out of ``root``.

    Folders that are links are not entered, but for the first, which may lead to another folder of ``root``. A file
    may be a link, and lead anywhere.
    """
    top = root / name
    try:
        if not is_within(top, root):
            return ()
        paths = [Path(place) / each for place, _, names in os.walk(top) for each in names]
        return tuple(sorted(path for path in paths if path.is_file()))
    except (OSError, ValueError):  # a name that no file can have
        return ()


def open_file(path: Path) -> io.BufferedReader:
    """Open a file whose last name is no link. Raise ``OSError``."""
    return _regular(os.open(path, _READ), path.name)


def remove_other_than_file(path: Path) -> None:
    """Remove what stands at ``path`` and is no file: a folder, a link, a pipe. Raise ``OSError``."""
    with contextlib.suppress(FileNotFoundError), Folder.open(path.parent) as folder:
        status = folder.status(path.name)
        if status and not stat.S_ISREG(status.st_mode):
            folder.remove(path.name)


def tree_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder by its path; "" for links and what is no file.

    Raise ``OSError``.
    """
    digests = {}
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for path in (Path(place) / name for name in (*names, *links)):
            try:
                with open_file(path) as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                if stat.S_ISREG(path.lstat().st_mode):
                    raise
                digest = ""
            digests[path.relative_to(folder).as_posix()] = digest
    return digests


def open_beneath(root: Path, name: str) -> io.BufferedReader:
    """Open a file below the folder ``root`` by its relative path; links count where they stay below ``root``.

    Raise ``LeadsOutError`` where the path leads elsewhere, and ``OSError``.
    """
    return _regular(_open_beneath(root, name), name)


def _regular(handle: int, name: str) -> io.BufferedReader:
    """Return the file of an open ``handle``; close it and raise ``OSError`` if it is a folder, pipe or device."""
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
        raise NoFileError(errno.EINVAL, "it is no file", name)
    return os.fdopen(handle, "rb")


def _open_beneath(root: Path, name: str) -> int:
    """Return an open handle of what ``name`` leads to, one part of the path after the other."""
    if "\0" in name:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), name)
    path = PurePosixPath(name)
    parts, links = deque((_relative(path, root, name) if path.is_absolute() else path).parts), 0
    handles = [os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)]
    try:
        while parts:
            part = parts.popleft()
            if part == "..":
                if len(handles) == 1:
                    raise LeadsOutError(errno.EXDEV, "leads out of the folder", name)
                os.close(handles.pop())
                continue
            try:
                handles.append(os.open(part, _READ | (os.O_DIRECTORY if parts else 0), dir_fd=handles[-1]))
            except OSError as error:
                links += 1
                if error.errno not in {errno.ELOOP, errno.EMLINK, errno.ENOTDIR} or links > MAX_LINKS:
                    raise
                target = _link_target(part, handles[-1], error)
                if target.is_absolute():
                    for _ in handles[1:]:
                        os.close(handles.pop())
                    target = _relative(target, root, name)
                parts.extendleft(reversed(target.parts))
        return handles.pop()
    finally:
        for handle in handles:
            os.close(handle)


def _link_target(name: str, folder: int, error: OSError) -> PurePosixPath:
    """Return where a link leads; raise ``error`` if it is no link."""
    try:
        return PurePosixPath(os.readlink(name, dir_fd=folder))
    except OSError:
        raise error from None


def _relative(target: PurePosixPath, root: Path, name: str) -> PurePosixPath:
    """Return an absolute ``target`` relative to ``root``. Raise ``LeadsOutError``."""
    for folder in (root.absolute(), Path(os.path.realpath(root))):
        if target.is_relative_to(folder):
            return target.relative_to(folder)
    raise LeadsOutError(errno.EXDEV, "leads out of the folder", name)
