"""Where the parts of a printed edition are laid: the shelf that keeps them, and processes for all cores."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from wicpress.binder.store import Store
from wicpress.diagnostics import PressError
from wicpress.fonts.cache import cache_folder, sum_of
from wicpress.pipeline import worker
from wicpress.pipeline.inputs import press
from wicpress.pipeline.schedule import WORKER_DIED
from wicpress.writers.bound import Bench

Work = TypeVar("Work")
Done = TypeVar("Done")


def shelf() -> Store:
    """Where parts of books are kept between builds: beside the prepared faces."""
    return Store(cache_folder().parent / "pages")


@contextmanager
def bench(workers: int, cached: bool, scratch: Path) -> Iterator[Bench]:
    """A bench with ``workers`` processes; nothing is kept beyond it unless it is ``cached``."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        hands = Hands(workers)
        try:
            yield Bench(shelf() if cached else Store(Path(folder)), press(), hands, sum_of)
        finally:
            hands.rest()


class Hands:
    """Does jobs with ``count`` processes; a job alone, or one process, needs none of its own."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, work: Callable[[Work], Done], jobs: Sequence[Work]) -> Iterator[Done]:
        """Do ``jobs``; yields what came of them as they end."""
        if self._count <= 1 or len(jobs) <= 1:
            yield from map(work, jobs)
            return
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=worker.begin)
        try:
            for future in as_completed([self._pool.submit(work, job) for job in jobs]):
                yield future.result()
        except BrokenProcessPool as error:
            message = "a process that laid a part of the book was ended from outside"
            raise PressError(WORKER_DIED(message, help="try --jobs 1")) from error

    def rest(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
