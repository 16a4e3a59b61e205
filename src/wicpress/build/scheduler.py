"""Jobs to processes: as many at a time as the machine has cores, each as soon as what it needs is there."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

import attrs

from wicpress.build import edition_job
from wicpress.build.edition_job import EditionJob, JobResult
from wicpress.build.workers import WORKER_DIED, WorkerPool, make_executor, terminate_workers
from wicpress.diagnostics import WicpressError


@attrs.frozen
class Task:
    """A job, and the place in the list of the job whose pages it needs, if it needs any."""

    job: EditionJob
    depends_on: int | None = None


def run_tasks(
    tasks: Sequence[Task], count: int, workers: WorkerPool | None = None, meanwhile: Callable[[], None] | None = None
) -> Iterator[tuple[int, JobResult]]:
    """Do the jobs of ``tasks`` with ``count`` processes; yield the place of each and what came of it, as they end.

    One job, or one process, needs no process of its own. Where ``hands`` stand ready, a printed edition is made with
    them, and what waits for it by one of them; what is to be done ``meanwhile`` is done while they work.
    """
    if workers is not None or count <= 1 or len(tasks) <= 1:
        yield from _run_in_process(tasks, workers, meanwhile)
    else:
        yield from _run_in_pool(tasks, min(count, len(tasks)))


def _run_in_process(
    tasks: Sequence[Task], workers: WorkerPool | None, meanwhile: Callable[[], None] | None
) -> Iterator[tuple[int, JobResult]]:
    done: dict[int, JobResult] = {}
    for place in sorted(range(len(tasks)), key=lambda place: tasks[place].depends_on is not None):
        job = _with_page_map(tasks[place], done)
        done[place] = _run_job(job, workers, meanwhile) if job else JobResult(failed=True)
        yield place, done[place]


def _run_job(job: EditionJob, workers: WorkerPool | None, meanwhile: Callable[[], None] | None) -> JobResult:
    if workers is None or job.kind == "pages":
        return edition_job.run_job(job, workers, meanwhile)
    try:
        (made,) = workers(_run_after_layout, [job])
    except WicpressError as error:
        return JobResult(diagnostics=error.diagnostics, failed=True)
    return made


def _run_after_layout(job: EditionJob) -> JobResult:
    """Do a job in a process that has laid parts, where garbage was not looked for meanwhile."""
    gc.enable()
    return edition_job.run_job(job)


def _run_in_pool(tasks: Sequence[Task], count: int) -> Iterator[tuple[int, JobResult]]:
    done: dict[int, JobResult] = {}
    waiting = list(range(len(tasks)))
    running: dict[Future[JobResult], int] = {}
    with make_executor(count) as processes:
        try:
            while waiting or running:
                for place in [each for each in waiting if tasks[each].depends_on in {None, *done}]:
                    waiting.remove(place)
                    running[_submit(processes, _with_page_map(tasks[place], done))] = place
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    place = running.pop(future)
                    done[place] = _result(future, tasks[place].job)
                    yield place, done[place]
        except BaseException:
            terminate_workers(processes)
            raise


def _with_page_map(task: Task, done: dict[int, JobResult]) -> EditionJob | None:
    """The job of a task with the pages that it needs; None where those could not be had."""
    if task.depends_on is None:
        return task.job
    pages = done[task.depends_on].pages
    return attrs.evolve(task.job, pages=pages) if pages else None


def _submit(processes: ProcessPoolExecutor, job: EditionJob | None) -> Future[JobResult]:
    try:
        if job is not None:
            return processes.submit(edition_job.run_job, job)
        made = JobResult(failed=True)
    except BrokenProcessPool:
        made = _died()
    future: Future[JobResult] = Future()
    future.set_result(made)
    return future


def _result(future: Future[JobResult], job: EditionJob) -> JobResult:
    try:
        return future.result()
    except BrokenProcessPool:
        return _died(job)


def _died(job: EditionJob | None = None) -> JobResult:
    what = f"the process that built the edition `{job.edition}`" if job else "a process of the press"
    return JobResult(diagnostics=(WORKER_DIED(f"{what} was ended from outside", help="try --jobs 1"),), failed=True)
