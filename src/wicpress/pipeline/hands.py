"""Hands for jobs that are alike: processes that stand ready, as many as the machine has cores to spare."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Self, TypeVar

from wicpress.diagnostics import PressError
from wicpress.pipeline import worker
from wicpress.pipeline.schedule import WORKER_DIED

Work = TypeVar("Work")
Done = TypeVar("Done")


class Hands:
    """Does jobs with ``count`` processes, each started when there is work for it; one alone works in this process."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def ready(self, prepare: Callable[[], None]) -> None:
        """Let a process begin with what every job needs, while the first job is still being thought of."""
        if self._count > 1:
            self._processes().submit(prepare)

    def aside(self, work: Callable[[], None]) -> None:
        """Do something that nobody waits for, beside the rest where there is a process for it."""
        if self._pool is None:
            work()
        else:
            self._pool.submit(work)

    def __call__(self, work: Callable[[Work], Done], jobs: Sequence[Work]) -> Iterator[Done]:
        """Do ``jobs``; yields what came of them as they end."""
        if self._count <= 1:
            yield from map(work, jobs)
            return
        pool = self._processes()
        try:
            for future in as_completed([pool.submit(work, job) for job in jobs]):
                yield future.result()
        except BrokenProcessPool as error:
            message = "a process that laid a part of the book was ended from outside"
            raise PressError(WORKER_DIED(message, help="try --jobs 1")) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: object, *_: object) -> None:
        """End the processes; where something went wrong, in the middle of what they do."""
        if self._pool is None:
            return
        if error is not None:
            for process in multiprocessing.active_children():
                process.terminate()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # spawned, not forked: the same on every system, and safe beside the threads of the progress display
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=worker.begin)
        return self._pool
