"""A program on a leash: it ends, with everything it has started, when whoever holds the other end lets go.

The leash is standard input. Whoever started this module keeps it open; when it closes, by will or because that
process was killed, the program and its children are killed. It is run by its path, and so imports nothing of ours.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading

ABANDONED = 124
"""The exit code of a program that was ended by its leash, as ``timeout(1)`` has it."""


def run_guarded(command: list[str]) -> int:
    """Run ``command`` until it ends or the leash is let go; its exit code, or ``LET_GO``."""
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    let_go = threading.Event()
    threading.Thread(target=_watch_parent, args=(program.pid, let_go), daemon=True).start()
    code = program.wait()
    _end(program.pid)  # what it has left behind
    # ended by a signal, it has a code as a shell gives it: 137 is SIGKILL
    return ABANDONED if let_go.is_set() else code if code >= 0 else 128 - code


def _watch_parent(leader: int, let_go: threading.Event) -> None:
    while os.read(0, 4096):
        pass
    let_go.set()
    _end(leader)


def _end(leader: int) -> None:
    """Kill the session of a program: a judge starts browsers and Java machines that outlive it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


if __name__ == "__main__":
    raise SystemExit(run_guarded(sys.argv[1:]))
