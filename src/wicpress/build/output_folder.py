"""Where a build works, what it remembers of an output folder, and how finished files and folders get into it.

An output folder may come with a book, so nothing in it is believed: records and unfinished work are in the user's own
cache, and what is put into the folder, or removed from it, is reached without following a link.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from wicpress.cache.location import cache_folder
from wicpress.diagnostics import Diagnostic, declare_kind
from wicpress.system import placing
from wicpress.system.file_lock import lock_file
from wicpress.system.folder import tree_digests

_OUTPUTS, _WORK = "outputs", "work"
"""The folders of the cache for what is remembered of output folders, and for builds that run."""
_NAME, _CONTENTS = "folder", "contents"
"""The files with the path of an output folder, and with the digests of what it holds."""

CANNOT_WRITE = declare_kind(
    "cannot_write",
    "A file could not be written",
    "The output folder cannot be written, the disk is full, or something else stands in the place of the file. What "
    "was there before is unchanged: a file is written under another name and renamed when it is complete.",
)


def state_folder(output: Path) -> Path:
    """Return the folder of what is remembered of the folder ``output``, by its path without links."""
    real = Path(os.path.realpath(output))
    if real.is_relative_to(os.path.realpath(cache_folder() / _WORK)):
        return output / ".records"  # in the scratch folder of a release, and gone with it
    return _state_of(real)


def is_output_folder(path: Path) -> bool:
    """Return whether something was built or released into a folder, whose ``path`` has no links in it.

    To look for links would take long where folders lie deep in each other.
    """
    return _state_of(path).is_dir()


def _state_of(real: Path) -> Path:
    return cache_folder() / _OUTPUTS / hashlib.sha256(os.fsencode(real)).hexdigest()[:32]


def remember(output: Path) -> None:
    """Remember that something is put into the folder ``output``, and forget folders that are gone."""
    state = state_folder(output)
    with contextlib.suppress(OSError):
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        (state / _NAME).write_bytes(os.fsencode(os.path.realpath(output)))
        for each in (cache_folder() / _OUTPUTS).iterdir():
            name = each / _NAME
            if name.is_file() and not os.path.lexists(os.fsdecode(name.read_bytes())):
                shutil.rmtree(each, ignore_errors=True)


def remember_contents(folder: Path) -> None:
    """Remember what a folder of ours holds, so that it may be replaced."""
    with contextlib.suppress(OSError):
        table = json.dumps(tree_digests(folder), ensure_ascii=False)
        (state_folder(folder) / _CONTENTS).write_text(table, encoding="utf-8")


def remembered_contents(folder: Path) -> dict[str, str] | None:
    """Return the digests of the files that a folder is remembered to hold, by path; None if it is not ours."""
    try:
        table = json.loads((state_folder(folder) / _CONTENTS).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return table if isinstance(table, dict) else None


# ----------------------------------------------------------------------------------- scratch folders


@contextmanager
def scratch_dir() -> Iterator[Path]:
    """Make a scratch folder for one build in the user's cache, and delete it afterwards. Raise ``OSError``.

    Builds that run at the same time have one each. What builds that were killed have left there, and in output
    folders, is removed first: a lock file in each folder names the builds that are running, since the system may give
    a process number again.
    """
    parent = _private_folder(cache_folder() / _WORK)
    if parent is None:
        with tempfile.TemporaryDirectory(prefix="wicpress-") as folder:
            yield Path(folder)
        return
    scratch = None
    with ExitStack() as locks:
        try:
            with (parent / "lock").open("w") as guard:
                lock_file(guard.fileno(), wait=True)
                _remove_abandoned(parent)
                names = (parent / f"{os.getpid()}-{number}" for number in count())
                scratch = next(each for each in names if not each.exists())  # before mkdir: an interrupt at any
                scratch.mkdir(0o700)  # moment leaves no folder behind
                lock_file(locks.enter_context((scratch / "lock").open("w")).fileno(), wait=False)
            yield scratch
        finally:
            locks.close()
            if scratch is not None:
                shutil.rmtree(scratch, ignore_errors=True)


def _private_folder(path: Path) -> Path | None:
    """Return a folder that is the user's alone, made if need be; None where it cannot be."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = path.lstat()
    except OSError:
        return None
    is_own = stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o022
    return path if is_own and os.access(path, os.W_OK) else None


def _remove_abandoned(parent: Path) -> None:
    """Remove the scratch folders of builds that no longer run, and what these were putting in place."""
    for each in parent.iterdir():
        if not each.is_dir() or each.is_symlink():
            continue
        with contextlib.suppress(OSError):
            try:
                with (each / "lock").open("r+") as lock:
                    if not lock_file(lock.fileno(), wait=False):
                        continue
            except FileNotFoundError:
                pass
            placing.undo(each)
            shutil.rmtree(each)


def cannot_write(path: Path, error: OSError) -> Diagnostic:
    """Return the diagnostic of a file that could not be written."""
    reason = error.strerror or str(error)
    advice = {
        errno.ENOSPC: "make room on the disk",
        errno.EDQUOT: "make room on the disk",
        errno.EACCES: "choose another folder with --output, or make this one writable",
        errno.EROFS: "choose another folder with --output",
        errno.EISDIR: "a folder has the name of the file; move it away",
        errno.ENOTDIR: "a file has the name of the folder; choose another with --output",
        errno.EEXIST: "a file has the name of the folder; choose another with --output",
    }
    return CANNOT_WRITE(f"{path} cannot be written: {reason}", hint=advice.get(error.errno or 0, ""))
