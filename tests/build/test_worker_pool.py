"""Worker processes: results, errors, ends of all kinds, and what they leave behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.book_files import is_running
from wicpress.build.worker_pool import WorkerPool
from wicpress.diagnostics import WicpressError


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[WorkerPool]:
    """Yield a pool of two workers."""
    with WorkerPool(2, tmp_path) as pool:
        yield pool


def wait_for_end(pid: int) -> None:
    """Wait until a process has ended."""
    deadline = time.monotonic() + 20
    while is_running(pid):
        assert time.monotonic() < deadline, f"{pid} goes on"
        time.sleep(0.01)


def test_results_come_as_they_end(pool: WorkerPool) -> None:
    """Every job has its result, whatever its size, and in more than one process where there is work for two."""
    assert sorted(pool.run(abs, range(-50, 0))) == [*range(1, 51)]
    assert pool.submit(bytes, 30_000_000).result() == bytes(30_000_000)
    assert 1 <= len(pool.process_ids()) <= 2


def test_workers_are_started_when_there_is_work(pool: WorkerPool) -> None:
    """None before the first job, and one for jobs that come one after another."""
    assert pool.process_ids() == ()
    for number in range(5):
        assert pool.submit(abs, -number).result() == number
    assert len(pool.process_ids()) == 1


def test_prepared_worker_gets_the_first_job(pool: WorkerPool) -> None:
    """What it ran before has no result, not even an error."""
    pool.prepare(int, "no number")
    assert pool.submit(os.getenv, "PATH").result() == os.environ["PATH"]
    assert len(pool.process_ids()) == 1


def test_bug_keeps_its_trace(pool: WorkerPool) -> None:
    """The exception of a job shows where in the worker it was raised; the worker goes on."""
    with pytest.raises(RuntimeError, match=r"worker_process(?s:.*)ValueError: .*'x'"):
        pool.submit(int, "x").result()
    assert pool.submit(int, "1").result() == 1
    assert len(pool.process_ids()) == 1


def test_errors_of_the_machine_keep_their_type(pool: WorkerPool, tmp_path: Path) -> None:
    """A missing file and a lack of memory differ from bugs."""
    with pytest.raises(FileNotFoundError, match="nowhere"):
        pool.submit(os.stat, tmp_path / "nowhere").result()
    with pytest.raises(MemoryError):
        pool.submit(bytes, sys.maxsize - 100).result()


def test_killed_worker_is_a_diagnostic(pool: WorkerPool) -> None:
    """The job fails and names the signal; the next job gets another worker."""
    future = pool.submit(time.sleep, 60)
    while not pool.process_ids():
        time.sleep(0.01)
    os.kill(pool.process_ids()[0], signal.SIGKILL)
    with pytest.raises(WicpressError, match="signal 9") as caught:
        future.result()
    assert [each.code for each in caught.value.diagnostics] == ["worker_died"]
    assert pool.submit(abs, -1).result() == 1


def test_worker_killed_while_idle_is_replaced(pool: WorkerPool) -> None:
    """A worker that died between two jobs fails none of them."""
    assert pool.submit(abs, -1).result() == 1
    pid = pool.process_ids()[0]
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # all its threads have ended, not only the first
    assert pool.submit(abs, -2).result() == 2


def test_worker_that_cannot_start_gives_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: WorkerPool
) -> None:
    """The last line that it printed is in the diagnostic."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pickle.py").write_text("raise ImportError('this pickle is empty')")
    monkeypatch.syspath_prepend(tmp_path / "broken")
    with pytest.raises(WicpressError, match="this pickle is empty"):
        pool.submit(abs, -1).result()


def test_printing_harms_nothing(pool: WorkerPool, capfd: pytest.CaptureFixture[str]) -> None:
    """What a library prints in a worker is neither a result nor shown."""
    assert pool.submit(print, "hello").result() is None
    assert pool.submit(os.system, "echo hello").result() == 0
    assert capfd.readouterr() == ("", "")


def test_shutdown_ends_jobs(tmp_path: Path) -> None:
    """A pool that is left in the middle of its work ends its workers at once, and jobs that wait are not run."""
    began = time.monotonic()
    with WorkerPool(1, tmp_path) as pool:
        futures = [pool.submit(time.sleep, 60) for _ in range(3)]
        while not pool.process_ids():
            time.sleep(0.01)
    assert time.monotonic() - began < 20
    assert not any(map(is_running, pool.process_ids()))
    assert all(each.cancelled() or each.exception() for each in futures)


def test_closed_pool_takes_no_jobs(tmp_path: Path) -> None:
    """A thread that still asks for work gets an error and not a new process."""
    with WorkerPool(1, tmp_path) as pool:
        pass
    with pytest.raises((RuntimeError, WicpressError)):
        pool.submit(abs, -1).result()
    assert pool.process_ids() == ()


def test_temporary_files_are_in_the_folder_of_the_pool(pool: WorkerPool, tmp_path: Path) -> None:
    """Whoever deletes the folder of the pool deletes everything that a killed worker has left."""
    folder = pool.submit(_temp_folder, None).result()
    assert Path(folder).parent == tmp_path and not Path(tempfile.gettempdir()).is_relative_to(tmp_path)


def _temp_folder(_: None) -> str:
    return tempfile.gettempdir()


def test_modules_of_the_current_folder_are_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book's folder that holds `json.py` runs nothing of it."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "json.py").write_text("raise SystemExit('stranger')")
    monkeypatch.chdir(tmp_path / "book")
    with WorkerPool(1, tmp_path) as pool:
        assert pool.submit(abs, -1).result() == 1


PARENT = """
import sys, time
from pathlib import Path
from wicpress.build.worker_pool import WorkerPool
with WorkerPool(2, Path(sys.argv[1])) as pool:
    futures = [pool.submit(time.sleep, 60) for _ in range(2)]
    while len(pool.process_ids()) < 2:
        time.sleep(0.01)
    time.sleep(0.5)
    print(*pool.process_ids(), flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_their_parent(tmp_path: Path, number: signal.Signals) -> None:
    """However the parent ends, its workers end in the middle of their work and take their folders away."""
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as parent:
        assert parent.stdout
        workers = [int(each) for each in parent.stdout.readline().split()]
        assert len(workers) == 2 and all(map(is_running, workers))
        parent.send_signal(number)
        parent.wait(20)
    for each in workers:
        wait_for_end(each)
    if number is not signal.SIGINT:
        assert [*tmp_path.iterdir()] == []
