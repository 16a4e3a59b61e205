"""Files and folders that appear complete or not at all: written under another name, then renamed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO

import attrs

from wicpress.system.folder import open_file


@attrs.frozen
class FileDigest:
    """The size in bytes and the SHA-256 of a file."""

    size: int
    sha256: str


@contextmanager
def replacing(
    path: Path, folder: Path | None = None, *, suffix: str = ".tmp", mode: int | None = None, sync: bool = False
) -> Iterator[IO[bytes]]:
    """Open a file that takes the place of ``path`` when the block ends without an error. Raise ``OSError``.

    Until then it has a name of its own in ``folder``, which is on the same file system (by default the folder of
    ``path``). It gets ``mode``, or what the umask leaves of 0666. With ``sync`` it is on the disk before it is
    renamed. After an error ``path`` is as it was, and the other file is gone.
    """
    temporary, file = _open_new(path.name, folder or path.parent, suffix)
    try:
        with file:
            yield file
            if sync:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def write_atomic(
    path: Path,
    data: bytes,
    folder: Path | None = None,
    *,
    suffix: str = ".tmp",
    mode: int | None = None,
    sync: bool = False,
) -> FileDigest:
    """Write ``data`` to ``path``, completely or not at all, and return its digest. Raise ``OSError``."""
    with replacing(path, folder, suffix=suffix, mode=mode, sync=sync) as file:
        file.write(data)
    return FileDigest(len(data), hashlib.sha256(data).hexdigest())


def digest_file(path: Path) -> FileDigest:
    """Return the digest of a file, which is no link. Raise ``OSError``."""
    with open_file(path) as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return FileDigest(file.tell(), sha256)


def is_unchanged(path: Path, digest: FileDigest) -> bool:
    """Return whether the file at ``path`` still has this ``digest``."""
    try:
        return path.lstat().st_size == digest.size and digest_file(path) == digest
    except OSError:
        return False


def _open_new(name: str, folder: Path, suffix: str) -> tuple[Path, IO[bytes]]:
    """Create a file under a name that nothing in ``folder`` has. The kernel applies the umask to its mode."""
    for number in count():
        path = folder / f".{name}.{os.getpid()}-{number}{suffix}"
        with contextlib.suppress(FileExistsError):
            return path, os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o666), "w+b")
    raise AssertionError("there is always another number")


_BINARY = getattr(os, "O_BINARY", 0)  # Windows alone distinguishes text from binary files here


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """Make a folder that takes the place of ``folder`` when the block ends without an error. Raise ``OSError``."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        yield temporary
        temporary.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        temporary.replace(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
