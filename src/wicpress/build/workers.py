"""Processes that do the work of the press: how they begin and end, and hands for jobs that are alike.

Whoever begins opens this module first, so that it asks for next to nothing.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import connection
from typing import Any, Self, TypeVar

from wicpress.diagnostics import WicpressError, declare_kind
from wicpress.system.exit_hooks import run_exit_hooks

WORKER_DIED = declare_kind(
    "worker_died",
    "A process of the press was ended from outside",
    "Editions are built by processes of their own. One of them was ended by the system, most often because the "
    "machine ran out of memory.",
    example="wicpress build --jobs 1",
)

_GRACE_SECONDS = 10
"""Seconds in which a process without a parent has to end by itself."""
QUEUE_PER_WORKER = 4
"""Jobs that are at hand for each process, so that none stands idle."""

TJob = TypeVar("TJob")
TResult = TypeVar("TResult")


def cores() -> int:
    """How many processes this machine runs at a time for us."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def make_executor(count: int) -> ProcessPoolExecutor:
    """Up to ``count`` processes for jobs, each started when there is work for it."""
    # spawned, not forked: the same on every system, and safe beside the threads of the progress display
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=init_worker)


def terminate_workers(processes: ProcessPoolExecutor) -> None:
    """End processes in the middle of what they do."""
    for process in multiprocessing.active_children():
        process.terminate()
    processes.shutdown(wait=False, cancel_futures=True)


class WorkerPool:
    """Does jobs with ``count`` processes, each started when there is work for it; one alone works in this process."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._waited: list[Future[Any]] = []
        self._given: list[Future[Any]] = []

    def warm_up(self, prepare: Callable[[], None]) -> None:
        """Let a process begin with what every job needs, while the first job is still being thought of."""
        if self._count > 1:
            self._waited.append(self._processes().submit(prepare))

    def run_in_background(self, work: Callable[[], None]) -> None:
        """Do something that no job waits for, beside the rest where there is a process for it."""
        if self._pool is None:
            work()
        else:
            self._waited.append(self._pool.submit(work))

    def __call__(self, work: Callable[[TJob], TResult], jobs: Iterable[TJob]) -> Iterator[TResult]:
        """Begin with ``jobs``; yields what came of them as they end. One alone in this process begins when asked.

        A few jobs wait for each process; the next is asked for when one has ended, so that many are never held.
        """
        if self._count <= 1:
            return map(work, jobs)
        waiting = iter(jobs)
        first = list(islice(waiting, QUEUE_PER_WORKER * self._count))
        if len(first) == 1:  # goes to the process that is ready, or will be sooner than one that is not there yet
            wait(self._waited)
        return self._done(work, {self._sent(work, job) for job in first}, waiting)

    def _sent(self, work: Callable[[TJob], TResult], job: TJob) -> Future[TResult]:
        try:
            future = self._processes().submit(work, job)
        except BrokenProcessPool as error:
            raise _worker_died_error() from error
        self._given = [each for each in self._given if not each.done()] + [future]
        return future

    def _done(
        self, work: Callable[[TJob], TResult], sent: set[Future[TResult]], waiting: Iterator[TJob]
    ) -> Iterator[TResult]:
        while sent:
            ended, sent = wait(sent, return_when=FIRST_COMPLETED)
            sent |= {self._sent(work, job) for job in islice(waiting, len(ended))}
            for future in ended:
                try:
                    done = future.result()
                except BrokenProcessPool as error:
                    raise _worker_died_error() from error
                yield done

    @property
    def has_started(self) -> bool:
        """True where there is a process already."""
        return self._pool is not None

    def shutdown(self, at_once: bool = True) -> None:
        """End the processes, ``at_once`` in the middle of what they do; more work starts others."""
        if self._pool is None:
            return
        if at_once:
            terminate_workers(self._pool)
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None
        self._waited.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: object, *_: object) -> None:
        """End the processes; where nobody asks any more for what they do, in the middle of it."""
        self.shutdown(error is not None or not self._given or not all(each.done() for each in self._given))

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = make_executor(self._count)
        return self._pool


def _worker_died_error() -> WicpressError:
    message = "a process that laid a part of the book was ended from outside"
    return WicpressError(WORKER_DIED(message, help="try --jobs 1"))


# ----------------------------------------------------------------------------------- a process


def init_worker() -> None:
    """Ready a process for jobs: it ends with the one that started it, and leaves interrupts to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _on_sigterm)
    atexit.register(_exit_now)  # the first to be registered is the last to be called
    threading.Thread(target=_exit_with_parent, daemon=True).start()


def _exit_now() -> None:
    """Leave at once: to take apart what an engine has loaded takes time, and the parent waits for it."""
    run_exit_hooks()
    os._exit(0)


def _on_sigterm(*_: object) -> None:
    """End in the middle of the work, and leave nothing behind."""
    run_exit_hooks()
    os._exit(128 + signal.SIGTERM)


def _exit_with_parent() -> None:
    """Wait for the parent's end, however it comes: a process without one would wait for jobs for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        with contextlib.suppress(OSError):
            os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(_GRACE_SECONDS)  # a library that is at work hears nothing until it has done
        os._exit(128 + signal.SIGTERM)
