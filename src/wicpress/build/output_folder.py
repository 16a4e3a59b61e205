"""The output folder: where records are kept, the scratch folder of a build, and why a file cannot be written."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from wicpress.diagnostics import Diagnostic, declare_kind

try:
    import fcntl
except ImportError:  # not a Unix: open files cannot be deleted there, which serves as the lock
    fcntl = None  # type: ignore[assignment]

STATE_DIR = ".wicpress"
"""The folder of records inside the output folder; without it, everything is built again."""

CANNOT_WRITE = declare_kind(
    "cannot_write",
    "A file could not be written",
    "The output folder cannot be written, the disk is full, or something else stands in the place of the file. What "
    "was there before is unchanged: a file is written under another name and renamed when it is complete.",
)


@contextmanager
def scratch_dir(folder: Path) -> Iterator[Path]:
    """Make a scratch folder for one build inside the output ``folder``, and delete it afterwards. Raise ``OSError``.

    Builds that run at the same time have one each. Those of builds that were killed are deleted first: a lock file in
    each folder names the builds that are running, since the system may give a process number again.
    """
    parent = folder / STATE_DIR / "at-work"
    parent.mkdir(parents=True, exist_ok=True)
    scratch = None
    with ExitStack() as locks:
        try:
            with (parent / "lock").open("w") as guard:
                lock_file(guard.fileno(), wait=True)
                _delete_abandoned(parent)
                names = (parent / f"{os.getpid()}-{number}" for number in count())
                scratch = next(each for each in names if not each.exists())  # before mkdir: an interrupt at any
                scratch.mkdir(0o700)  # moment leaves no folder behind
                lock_file(locks.enter_context((scratch / "lock").open("w")).fileno(), wait=False)
            yield scratch
        finally:
            locks.close()
            if scratch is not None:
                shutil.rmtree(scratch, ignore_errors=True)


def _delete_abandoned(parent: Path) -> None:
    """Delete the scratch folders of builds that no longer run."""
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
            shutil.rmtree(each)


def lock_file(file: int, wait: bool) -> bool:
    """Lock an open file; return False where another build holds it. File systems without locks let everyone pass."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        return error.errno not in {errno.EWOULDBLOCK, errno.EACCES}
    return True


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
