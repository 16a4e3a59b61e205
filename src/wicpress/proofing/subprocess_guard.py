"""Run a program that ends, with its child processes, when the parent closes standard input or is killed.

This file is run by its path as a script, and so imports nothing of wicpress.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import threading

ABANDONED = 124
"""The exit code of a program that was killed because standard input was closed, as with ``timeout(1)``."""


def run_guarded(command: list[str]) -> int:
    """Run ``command`` until it ends or standard input is closed; return its exit code, or ``ABANDONED``."""
    _lift_bounds()
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    abandoned = threading.Event()
    threading.Thread(target=_watch_parent, args=(program.pid, abandoned), daemon=True).start()
    code = program.wait()
    _kill_session(program.pid)  # child processes that still run
    # a program killed by a signal gets the code that a shell gives it: 137 is SIGKILL
    return ABANDONED if abandoned.is_set() else code if code >= 0 else 128 - code


def _lift_bounds() -> None:
    """Leave the bounds of our own workers behind: a browser hangs in the memory that is enough for a layout."""
    for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CPU):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (hard, hard))


def _watch_parent(leader: int, abandoned: threading.Event) -> None:
    while os.read(0, 4096):
        pass
    abandoned.set()
    _kill_session(leader)


def _kill_session(leader: int) -> None:
    """Kill the session of a program: validators start browsers and Java processes that outlive them."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


if __name__ == "__main__":
    raise SystemExit(run_guarded(sys.argv[1:]))
