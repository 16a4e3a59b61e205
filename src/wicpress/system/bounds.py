"""What a process of ours may cost at most: memory for all it does, processor time for a piece of its work.

A worker is bounded from its start; a command while it reads what others have written.

The system itself ends a process that its own code cannot stop: with ``SIGXCPU``, after the places in our code were
written to standard error.
"""

from __future__ import annotations

import faulthandler
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GRACE_SECONDS = 3
"""How long after an exception was to end a piece of work the system ends the process."""
_AGAIN_SECONDS = 1.0


class OutOfTime(Exception):  # noqa: N818 - like MemoryError, it says what there is none of
    """A piece of work has taken all the processor time that it may take."""


_at_work: list[float] = []
"""The seconds that each piece of work at hand may take, the innermost last."""
_kinds: list[str] = []
"""Whether this process is a ``worker`` or a ``command``; empty where it is another program's."""


def bound_process(memory: int) -> None:
    """Let this process have ``memory`` bytes at the most: what needs more raises ``MemoryError``."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    signal.signal(signal.SIGPROF, _stop)
    faulthandler.register(signal.SIGXCPU, all_threads=False, chain=True)
    _kinds[:] = ["worker"]


@contextmanager
def bounded_command() -> Iterator[None]:
    """Let ``processor_time`` and ``memory`` apply to the code below, in the main thread of a process of no kind."""
    if _kinds or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGPROF, _stop)
    _kinds[:] = ["command"]
    try:
        yield
    finally:
        _kinds.clear()


def is_bounded() -> bool:
    """Return whether what is done here can be stopped: signals reach the main thread alone."""
    return bool(_kinds) and threading.current_thread() is threading.main_thread()


@contextmanager
def processor_time(seconds: int) -> Iterator[None]:
    """Raise ``OutOfTime`` in the code below after ``seconds`` of processor time, in a process that is bounded.

    The time of a piece of work inside another is its own, and the other's stands still.
    """
    if not is_bounded():
        yield
        return
    left, _ = signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_SECONDS)
    _at_work.append(seconds)
    _bound_processor(seconds)
    try:
        yield
    finally:
        _at_work.pop()
        _bound_processor(left if _at_work else None)
        signal.setitimer(signal.ITIMER_PROF, (left or _AGAIN_SECONDS) if _at_work else 0, _AGAIN_SECONDS)


def _bound_processor(seconds: float | None) -> None:
    """Let the system end this process a little later than in ``seconds`` of processor time; None: not at all."""
    _, most = hard = resource.getrlimit(resource.RLIMIT_CPU)
    if seconds is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        wanted = int(used.ru_utime + used.ru_stime + seconds) + GRACE_SECONDS
        most = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard[1]))


@contextmanager
def memory(most: int) -> Iterator[None]:
    """Raise ``MemoryError`` in the code below where this process, a command, takes more than ``most`` bytes for it.

    What the process has already does not count: a program of somebody else may call a command.
    """
    before, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if not is_bounded() or _kinds == ["worker"] or before != hard:
        yield
        return
    most += _memory_in_use()
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, hard))


def _memory_in_use() -> int:
    """Return how many bytes the system counts for ``RLIMIT_DATA`` now; 0 where it does not say so."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize()


def _stop(*_: object) -> None:
    if _at_work:
        raise OutOfTime
