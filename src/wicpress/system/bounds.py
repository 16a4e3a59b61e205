"""What a process of ours may cost at most: memory for all it does, processor time for a piece of its work.

The system itself ends a process that its own code cannot stop: with ``SIGXCPU``, after the places in our code were
written to standard error.
"""

from __future__ import annotations

import faulthandler
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

GRACE_SECONDS = 3
"""How long after an exception was to end a piece of work the system ends the process."""
_AGAIN_SECONDS = 1.0


class OutOfTime(Exception):  # noqa: N818 - like MemoryError, it says what there is none of
    """A piece of work has taken all the processor time that it may take."""


_at_work: list[float] = []
"""The seconds that the piece of work at hand may take; one item at the most."""
_bounded: list[int] = []
"""The bytes that this process may have; empty where it is not bounded."""


def bound_process(memory: int) -> None:
    """Let this process have ``memory`` bytes at the most: what needs more raises ``MemoryError``."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    signal.signal(signal.SIGPROF, _stop)
    faulthandler.register(signal.SIGXCPU, all_threads=False, chain=True)
    _bounded[:] = [most]


@contextmanager
def processor_time(seconds: int) -> Iterator[None]:
    """Raise ``OutOfTime`` in the code below after ``seconds`` of processor time, in a process that is bounded."""
    if not _bounded or _at_work:
        yield
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = int(used.ru_utime + used.ru_stime) + seconds + GRACE_SECONDS
    _at_work[:] = [seconds]
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_SECONDS)
    try:
        yield
    finally:
        _at_work.clear()
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


def _stop(*_: object) -> None:
    if _at_work:
        raise OutOfTime
