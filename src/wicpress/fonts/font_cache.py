"""Where prepared faces are kept between two builds, so that a face is cut to our measure once and not every day."""

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
from wicpress.system.atomic_file import write_atomic


@attrs.frozen
class CachedFile:
    """A file in the cache and its SHA-256."""

    path: Path
    sha256: str


def file_digest(path: Path) -> str:
    """The SHA-256 of a font's file, from the stamp beside it where there is one that holds. Raises ``OSError``."""
    found = _valid_entry(path)
    return found.sha256 if found else hashlib.sha256(path.read_bytes()).hexdigest()


def recipe_key(recipe: Mapping[str, object]) -> str:
    """The name of a cache entry: a digest of everything that its bytes depend on."""
    return hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()[:32]


def get_or_make(name: str, make: Callable[[], bytes], folder: Path | None = None) -> CachedFile:
    """The cached file ``name``; made, written beside and renamed where it is not there or was damaged.

    A stamp beside each file holds its sum, its size and the time it was written; while the last two hold, the sum is
    not taken again. Two builds that make the same entry write the same bytes, so either may win. Where the folder
    cannot be written, or its disk is full, a folder of our own under the system's temporary one serves.
    """
    folder = font_folder() if folder is None else folder
    if (found := _valid_entry(folder / name)) is not None:
        return found
    made = None
    if _writable(folder):
        made = make()
        with contextlib.suppress(OSError):
            return _write(folder / name, made)
    refuge = fallback_dir()
    return _valid_entry(refuge / name) or _write(refuge / name, make() if made is None else made)


def fallback_dir() -> Path:
    """A private folder that can always be written: the same for all builds of this user, or a fresh one."""
    name = f"wicpress-{os.getuid()}" if hasattr(os, "getuid") else "wicpress"
    folder = Path(tempfile.gettempdir()) / name
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        # somebody else may have put a folder or a link of that name there first
        private = folder.is_dir() and not folder.is_symlink() and not status.st_mode & 0o022
        if private and (not hasattr(os, "getuid") or status.st_uid == os.getuid()) and os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return _fresh_folder()


@functools.cache
def _fresh_folder() -> Path:
    """A temporary folder that lasts as long as this process."""
    folder = Path(tempfile.mkdtemp(prefix="wicpress-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _writable(folder: Path) -> bool:
    """True where a file can be written into ``folder``, which is made if it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _valid_entry(path: Path) -> CachedFile | None:
    """The entry at ``path``, or None where it is not there or is not what was written."""
    try:
        stamp = json.loads(_metadata_path(path).read_text(encoding="utf-8"))
        status = path.stat()
        if [status.st_size, status.st_mtime_ns] == [stamp["size"], stamp["mtime"]]:
            return CachedFile(path, stamp["sha256"])
        with path.open("rb") as file:
            sound = hashlib.file_digest(file, "sha256").hexdigest() == stamp["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not sound:
        return None
    _try_stamp(path, stamp["sha256"])
    return CachedFile(path, stamp["sha256"])


def _write(path: Path, data: bytes) -> CachedFile:
    """Write ``data`` to ``path``, then stamp it. Raises ``OSError``."""
    digest = write_atomic(path, data, mode=0o644).sha256
    _try_stamp(path, digest)
    return CachedFile(path, digest)


def _try_stamp(path: Path, digest: str) -> None:
    """Note the sum of ``path``; a cache that can only be read goes without, at the price of summing again."""
    try:
        status = path.stat()
        stamp = {"mtime": status.st_mtime_ns, "sha256": digest, "size": status.st_size}
        write_atomic(_metadata_path(path), json.dumps(stamp, sort_keys=True).encode(), mode=0o644)
    except OSError:
        pass


def _metadata_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")
