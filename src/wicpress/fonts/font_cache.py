"""The cache of prepared faces: a face is prepared once, and later builds read its file."""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from wicpress.cache.location import font_folder
from wicpress.system.atomic_file import digest_file, write_atomic
from wicpress.system.folder import open_file, remove_other_than_file


@attrs.frozen
class CachedFile:
    """A file in the cache and its SHA-256."""

    path: Path
    sha256: str


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, which this process sums once as long as nothing writes it. Raise ``OSError``."""
    with open_file(path) as file:
        status = os.fstat(file.fileno())
    return _sum(path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


@functools.lru_cache(maxsize=256)
def _sum(path: Path, *_identity: int) -> str:
    return digest_file(path).sha256


def recipe_key(recipe: Mapping[str, object]) -> str:
    """Return the name of a cache entry: a digest of everything that its bytes depend on."""
    return hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()[:32]


def get_or_make(name: str, make: Callable[[], bytes], folder: Path | None = None) -> CachedFile:
    """Return the cached file ``name``; make it where it is not there or has been changed.

    A file beside each holds its SHA-256, and a process sums each file before it uses it. Builds that make the
    same entry at the same time write the same bytes. Where the folder cannot be written or its disk is full, the file
    stands in a private folder for temporary files.
    """
    folder = font_folder() if folder is None else folder
    if entry := _entry(folder / name):
        return entry
    if not _is_writable(folder):
        folder = fallback_dir()
        if entry := _entry(folder / name):
            return entry
    data = make()
    try:
        return _write(folder / name, data)
    except OSError:
        return _write(fallback_dir() / name, data)


def fallback_dir() -> Path:
    """Return a private folder that can be written: the same for all builds of this user, or a new one."""
    name = f"wicpress-{os.getuid()}" if hasattr(os, "getuid") else "wicpress"
    folder = Path(tempfile.gettempdir()) / name
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        # another user may have made a folder or a link of that name first
        private = folder.is_dir() and not folder.is_symlink() and not status.st_mode & 0o022
        if private and (not hasattr(os, "getuid") or status.st_uid == os.getuid()) and os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return _new_folder()


@functools.cache
def _new_folder() -> Path:
    """Return a temporary folder that lasts as long as this process."""
    folder = Path(tempfile.mkdtemp(prefix="wicpress-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _is_writable(folder: Path) -> bool:
    """Return whether a file can be written into ``folder``, which is made where it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _entry(path: Path) -> CachedFile | None:
    """Return the entry at ``path``, or None where it is not there or is not the file that was stamped."""
    with contextlib.suppress(OSError):
        digest = file_digest(path)
        with open_file(_stamp_path(path)) as file:
            if file.read() == _stamp(path, digest):
                return CachedFile(path, digest)
    return None


def _write(path: Path, data: bytes) -> CachedFile:
    """Write ``data`` to ``path`` and stamp it. Raise ``OSError``."""
    for each in (path, _stamp_path(path)):
        remove_other_than_file(each)
    digest = write_atomic(path, data, mode=0o644).sha256
    write_atomic(_stamp_path(path), _stamp(path, digest), mode=0o644)
    return CachedFile(path, digest)


def _stamp(path: Path, digest: str) -> bytes:
    """Return the stamp of a file as ``sha256sum -c`` reads it; its name is in it: no file is taken for another."""
    return f"{digest}  {path.name}\n".encode()


def _stamp_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")
