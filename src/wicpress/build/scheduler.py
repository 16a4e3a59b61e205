"""Jobs to processes: as many at a time as the machine has cores, each as soon as what it needs is there."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

import attrs

from wicpress.build import edition_job
from wicpress.build.edition_job import Job, Made
from wicpress.build.workers import WORKER_DIED, Hands, end, pool
from wicpress.diagnostics import PressError


@attrs.frozen
class Task:
    """A job, and the place in the list of the job whose pages it needs, if it needs any."""

    job: Job
    needs: int | None = None


def run(
    tasks: Sequence[Task], count: int, hands: Hands | None = None, meanwhile: Callable[[], None] | None = None
) -> Iterator[tuple[int, Made]]:
    """Do the jobs of ``tasks`` with ``count`` processes; yield the place of each and what came of it, as they end.

    One job, or one process, needs no process of its own. Where ``hands`` stand ready, a printed edition is made with
    them, and what waits for it by one of them; what is to be done ``meanwhile`` is done while they work.
    """
    if hands is not None or count <= 1 or len(tasks) <= 1:
        yield from _here(tasks, hands, meanwhile)
    else:
        yield from _apart(tasks, min(count, len(tasks)))


def _here(
    tasks: Sequence[Task], hands: Hands | None, meanwhile: Callable[[], None] | None
) -> Iterator[tuple[int, Made]]:
    done: dict[int, Made] = {}
    for place in sorted(range(len(tasks)), key=lambda place: tasks[place].needs is not None):
        job = _ready(tasks[place], done)
        done[place] = _made(job, hands, meanwhile) if job else Made(failed=True)
        yield place, done[place]


def _made(job: Job, hands: Hands | None, meanwhile: Callable[[], None] | None) -> Made:
    if hands is None or job.kind == "pages":
        return edition_job.make(job, hands, meanwhile)
    try:
        (made,) = hands(_alone, [job])
    except PressError as error:
        return Made(diagnostics=error.diagnostics, failed=True)
    return made


def _alone(job: Job) -> Made:
    """Do a job in a process that has laid parts, where garbage was not looked for meanwhile."""
    gc.enable()
    return edition_job.make(job)


def _apart(tasks: Sequence[Task], count: int) -> Iterator[tuple[int, Made]]:
    done: dict[int, Made] = {}
    waiting = list(range(len(tasks)))
    running: dict[Future[Made], int] = {}
    with pool(count) as processes:
        try:
            while waiting or running:
                for place in [each for each in waiting if tasks[each].needs in {None, *done}]:
                    waiting.remove(place)
                    running[_sent(processes, _ready(tasks[place], done))] = place
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    place = running.pop(future)
                    done[place] = _result(future, tasks[place].job)
                    yield place, done[place]
        except BaseException:
            end(processes)
            raise


def _ready(task: Task, done: dict[int, Made]) -> Job | None:
    """The job of a task with the pages that it needs; None where those could not be had."""
    if task.needs is None:
        return task.job
    pages = done[task.needs].pages
    return attrs.evolve(task.job, pages=pages) if pages else None


def _sent(processes: ProcessPoolExecutor, job: Job | None) -> Future[Made]:
    try:
        if job is not None:
            return processes.submit(edition_job.make, job)
        made = Made(failed=True)
    except BrokenProcessPool:
        made = _died()
    future: Future[Made] = Future()
    future.set_result(made)
    return future


def _result(future: Future[Made], job: Job) -> Made:
    try:
        return future.result()
    except BrokenProcessPool:
        return _died(job)


def _died(job: Job | None = None) -> Made:
    what = f"the process that built the edition `{job.edition}`" if job else "a process of the press"
    return Made(diagnostics=(WORKER_DIED(f"{what} was ended from outside", help="try --jobs 1"),), failed=True)
