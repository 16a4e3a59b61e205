"""Worker processes, and the threads of this process that wait for their results."""

from __future__ import annotations

import atexit
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from itertools import count
from pathlib import Path
from typing import Any, Self, TypeVar

from wicpress import limits
from wicpress.build.worker_process import read_message, write_message
from wicpress.diagnostics import WicpressError, declare_kind

WORKER_DIED = declare_kind(
    "worker_died",
    "A worker process was ended by the system",
    "Pages are laid out by processes of their own. One of them was ended by the system, most often because the "
    "machine ran out of memory, or because a library took more processor time than a section may take.",
    example="wicpress build --jobs 1",
)

TEMPLATE_LINE = re.compile(r'File "[^"]*?(templates/[^"]*\.j2)"')
"""A template in what a process writes of its calls when the system ends it, the innermost first."""

Argument = TypeVar("Argument")
Result = TypeVar("Result")


def cores() -> int:
    """Return how many processes this machine runs at a time for us."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def search_path() -> list[str]:
    """Return where a worker looks for modules: where this process does, but in the script's own folder last.

    That folder, or the current one, may hold a ``weasyprint.py`` of its author, which this process never imports.
    """
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    own = {Path().resolve()} | ({Path(script).resolve().parent} if script else set())
    return sorted(filter(None, sys.path), key=lambda folder: Path(folder).resolve() in own)


class Worker:
    """A worker process that runs one job at a time; its temporary files and what it prints are in ``folder``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._printed = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed with the process
        # -P: no module is imported from the current folder, which may be that of a stranger's book
        command = [
            sys.executable,
            "-P",
            "-m",
            "wicpress.build.worker_process",
            str(folder),
            json.dumps(limits.set_values()),
        ]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._printed,
            # whatever makes temporary files there, the folder is deleted with the worker
            env={**os.environ, "PYTHONPATH": os.pathsep.join(search_path()), "TMPDIR": str(folder)},
        )
        self._unread = 0
        self._work = ""

    def send(self, function: Callable[[Any], Any], argument: Any) -> None:
        """Give the worker a job. Raise ``WicpressError`` where it is dead."""
        assert self.process.stdin
        try:
            write_message(self.process.stdin, (function, argument))
        except (OSError, ValueError) as error:  # ValueError: the pipe was closed by ``end``
            raise self._died() from error
        self._unread += 1
        self._work = str(getattr(argument, "title", ""))

    def receive(self) -> Any:
        """Return the result of the last job sent; those before it are passed over.

        Raise what the job has raised, or ``WicpressError`` where the worker is dead.
        """
        assert self.process.stdout
        while True:
            try:
                data = read_message(self.process.stdout)
            except (EOFError, OSError, ValueError) as error:
                raise self._died() from error
            self._unread -= 1
            if not self._unread:
                break
        succeeded, value = pickle.loads(data)
        if not succeeded:
            raise value
        return value

    def end(self) -> None:
        """End the process in the middle of its work. Whoever made its folder deletes it."""
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """Close the pipes of a process that has ended."""
        assert self.process.stdin and self.process.stdout
        for file in (self.process.stdin, self.process.stdout, self._printed):
            try:
                file.close()
            except OSError:  # what is still buffered has no reader
                continue

    def _died(self) -> WicpressError:
        """Return the error that says how the process has ended, and what it was working on."""
        code = self.process.wait()
        try:
            self._printed.seek(0)
            printed = self._printed.read().decode("utf-8", "replace").strip()
        except ValueError:  # closed
            printed = ""
        work = f" while it worked on {self._work}" if self._work else ""
        if code == -signal.SIGXCPU:  # it could not be stopped in another way
            template = TEMPLATE_LINE.search(printed)
            place = f", in the template {template[1]}" if template else ""
            hint = limits.way_out("template-seconds" if template else "seconds")
            return WicpressError(WORKER_DIED(f"a worker process had no time left{work}{place}", hint=hint))
        reason = f"by signal {-code}" if code < 0 else f"with the exit code {code}"
        last = f": {printed.splitlines()[-1]}" if printed else ""
        hint = f"try --jobs 1; {limits.way_out('memory')}"
        return WicpressError(WORKER_DIED(f"a worker process was ended {reason}{work}{last}", hint=hint))


class WorkerPool:
    """Up to ``size`` worker processes, each started when there is a job for it; they end with the ``with`` block.

    ``folder`` is a scratch folder in which each worker gets a folder for its temporary files.
    """

    def __init__(self, size: int, folder: Path) -> None:
        self.folder = folder.absolute()
        self._threads = ThreadPoolExecutor(size, "wicpress worker")
        self._lock = threading.Lock()
        self._workers: list[Worker] = []
        self._idle: list[Worker] = []
        self._closed = False
        self._numbers = count()

    def prepare(self, function: Callable[[Any], Any], argument: Any) -> None:
        """Start a worker and have it run ``function`` before its first job; its result is ignored."""
        worker = self._take()
        worker.send(function, argument)
        self._idle.append(worker)

    def submit(self, function: Callable[[Argument], Result], argument: Argument) -> Future[Result]:
        """Run ``function`` in a worker. The future raises ``WicpressError`` where the worker dies."""
        return self._threads.submit(self._run, function, argument)

    def run(self, function: Callable[[Argument], Result], arguments: Iterable[Argument]) -> Iterator[Result]:
        """Begin to run ``function`` for each of ``arguments``, and return the results as they come."""
        futures = [self.submit(function, each) for each in arguments]
        return (each.result() for each in as_completed(futures))

    def shutdown(self) -> None:
        """End all workers, also in the middle of their work."""
        with self._lock:
            self._closed = True
        for worker in self._workers:
            worker.end()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def process_ids(self) -> tuple[int, ...]:
        """Return the process ids of the workers that were started."""
        return tuple(each.process.pid for each in self._workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()

    def _run(self, function: Callable[[Argument], Result], argument: Argument) -> Result:
        worker = self._take()
        try:
            worker.send(function, argument)
            result: Result = worker.receive()
        finally:
            if worker.process.poll() is None:
                self._idle.append(worker)
        return result

    def _take(self) -> Worker:
        """Return an idle worker, the one used last, or a new one."""
        with self._lock:
            if self._closed:
                raise WicpressError(WORKER_DIED("the build was ended"))
            while self._idle:
                worker = self._idle.pop()
                if worker.process.poll() is None:
                    return worker
            worker = Worker(self.folder / f"worker-{os.getpid()}-{next(self._numbers)}")
            self._workers.append(worker)
            return worker


_kept: dict[str, WorkerPool] = {}
"""The pool of one worker that this process keeps, by its process, folder and limits; one item at the most."""


def run_apart(function: Callable[[Argument], Result], argument: Argument) -> Result:
    """Run ``function`` in a worker that this process keeps for what comes next, and return its result.

    To start a worker takes longer than to fill in the templates of a small book. Raise as ``WorkerPool.submit``.
    """
    key = json.dumps([os.getpid(), str(Path.cwd()), limits.set_values()])  # the path of a book may be relative
    if key not in _kept:
        _end_kept()
        _kept[key] = WorkerPool(1, Path(tempfile.mkdtemp(prefix="wicpress-")))
        atexit.unregister(_end_kept)
        atexit.register(_end_kept)
    try:
        return _kept[key].submit(function, argument).result()
    except KeyboardInterrupt:  # else the end of this process waits for the worker
        _end_kept()
        raise


def _end_kept() -> None:
    for key, pool in _kept.items():
        if json.loads(key)[0] == os.getpid():  # else a fork of the process that keeps it
            pool.shutdown()
            shutil.rmtree(pool.folder, ignore_errors=True)
    _kept.clear()
