"""The folder where finished books are laid down: each file appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import IO

import attrs

from wicpress.diagnostics import Diagnostic, declare_kind

try:
    import fcntl
except ImportError:  # not a Unix: files in use cannot be deleted there, which serves as the lock
    fcntl = None  # type: ignore[assignment]

STATE_DIR = ".wicpress"
"""The folder of records inside the output folder; whoever deletes it only makes everything be built again."""

CANNOT_WRITE = declare_kind(
    "cannot_write",
    "A file could not be written",
    "The output folder cannot be written, the disk is full, or something else stands in the place of the file. What "
    "stood there before is untouched: a file is written beside its place and takes it only when it is whole.",
)


@attrs.frozen
class FileDigest:
    """A file as it was written."""

    size: int
    sha256: str


@contextmanager
def scratch_dir(folder: Path) -> Iterator[Path]:
    """A scratch folder beside the outputs in ``folder``, ours until we leave; takes away those of builds that died.

    Raises ``OSError``. Builds that run at the same time have a scratch folder each. A lock tells the living from the
    dead, since a number of a process may be given again.
    """
    benches = folder / STATE_DIR / "at-work"
    benches.mkdir(parents=True, exist_ok=True)
    scratch = None
    with ExitStack() as locks:
        try:
            with (benches / "lock").open("w") as door:
                _lock(door.fileno(), wait=True)
                _clean(benches)
                names = (benches / f"{os.getpid()}-{nth}" for nth in count())
                scratch = next(each for each in names if not each.exists())  # known before it is there, so that
                scratch.mkdir(0o700)  # an interrupt leaves nothing behind, at whatever moment it comes
                _lock(locks.enter_context((scratch / "lock").open("w")).fileno(), wait=False)
            yield scratch
        finally:
            locks.close()
            if scratch is not None:
                shutil.rmtree(scratch, ignore_errors=True)


def _clean(scratch_dirs: Path) -> None:
    """Take away scratch folders whose owner is dead."""
    for each in scratch_dirs.iterdir():
        if not each.is_dir() or each.is_symlink():
            continue
        with contextlib.suppress(OSError):
            try:
                with (each / "lock").open("r+") as lock:
                    if not _lock(lock.fileno(), wait=False):
                        continue
            except FileNotFoundError:
                pass
            shutil.rmtree(each)


def _lock(file: int, wait: bool) -> bool:
    """Lock an open file; False where somebody else holds it. A file system without locks lets everybody through."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        return error.errno not in {errno.EWOULDBLOCK, errno.EACCES}
    return True


@attrs.frozen(eq=False)
class PendingFile:
    """A ``file`` that is written beside its place, at ``path``."""

    file: IO[bytes]
    path: Path

    def commit(self, place: Path) -> FileDigest:
        """Move it to ``place`` when all of it is on the disk. Raises ``OSError``; then ``place`` is as it was."""
        self.file.flush()
        os.fsync(self.file.fileno())
        size = self.file.seek(0, os.SEEK_END)
        self.file.seek(0)
        written = FileDigest(size, hashlib.file_digest(self.file, "sha256").hexdigest())  # type: ignore[arg-type]
        self.file.close()
        self.path.chmod(0o666 & ~_umask())
        self.path.replace(place)
        return written


@contextmanager
def pending_file(name: str, scratch: Path) -> Iterator[PendingFile]:
    """A file in ``scratch`` that is to be called like ``name``; gone when we leave, unless it was laid down.

    Raises ``OSError``.
    """
    handle, beside = tempfile.mkstemp(dir=scratch, prefix=name)
    file = os.fdopen(handle, "w+b")
    try:
        yield PendingFile(file, Path(beside))
    finally:
        with contextlib.suppress(OSError):  # what is still to be written is of no use
            file.close()
        Path(beside).unlink(missing_ok=True)


def write_atomic(data: bytes, place: Path, scratch: Path) -> FileDigest:
    """Write ``data`` in ``scratch`` and move it to ``place``. Raises ``OSError``; then ``place`` is as it was."""
    with pending_file(place.name, scratch) as beside:
        beside.file.write(data)
        return beside.commit(place)


def is_unchanged(place: Path, written: FileDigest) -> bool:
    """True where the file at ``place`` is still, byte for byte, what was ``written``."""
    try:
        if not place.is_file() or place.stat().st_size != written.size:
            return False
        with place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == written.sha256
    except OSError:
        return False


def cannot_write(place: Path, error: OSError) -> Diagnostic:
    """The diagnostic of a file that could not be written."""
    reason = error.strerror or str(error)
    helps = {
        errno.ENOSPC: "make room on the disk",
        errno.EDQUOT: "make room on the disk",
        errno.EACCES: "choose another folder with --output, or make this one writable",
        errno.EROFS: "choose another folder with --output",
        errno.EISDIR: "a folder has the name of the file; move it away",
        errno.ENOTDIR: "a file has the name of the folder; choose another with --output",
        errno.EEXIST: "a file has the name of the folder; choose another with --output",
    }
    return CANNOT_WRITE(f"{place} cannot be written: {reason}", help=helps.get(error.errno or 0, ""))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
