"""Files that are made once a run of the tests, whatever the number of its processes."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

VARIABLE = "WICPRESS_TESTS_SHARED"
"""The environment variable that names the folder of the run to each of its processes."""


def open_folder() -> None:
    """Make the folder of the run, in the process that starts the others."""
    os.environ[VARIABLE] = tempfile.mkdtemp(prefix="wicpress-tests-")


def remove_folder() -> None:
    """Remove the folder of the run."""
    shutil.rmtree(os.environ.pop(VARIABLE), ignore_errors=True)


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """Return the file or folder ``name`` of the run, which ``make`` writes to the path that it gets.

    Other processes that need it wait. If ``make`` raises, the next one tries again.
    """
    folder = Path(os.environ[VARIABLE])
    path, unfinished = folder / name, folder / f"{name}.unfinished"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(path)
    return path
