"""Runs processes and measures their time and memory, for the scripts of this folder."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

ROOT = Path(__file__).resolve().parents[1]
_MB = 1e6 if sys.platform == "darwin" else 1e6 / 1024  # ru_maxrss is in bytes there, in KB elsewhere
_PEAKS = """
import atexit, json, os, resource, runpy, sys

place, keeper = sys.argv.pop(1), os.getpid()

def own():
    # ru_maxrss includes the peak of the process that started this one; VmHWM, on Linux, does not
    try:
        lines = open("/proc/self/status").read().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

def note():
    if os.getpid() == keeper:
        with open(place, "w") as file:
            json.dump([own(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss], file)

atexit.register(note)
runpy.run_module("wicpress", run_name="__main__", alter_sys=True)
"""
"""Runs wicpress, and writes its own peak and that of its largest worker at exit."""


@attrs.frozen
class Cost:
    """The cost of a run: CPU (user and system) and wall time in seconds; the peak of its largest process in MB.

    ``parent`` and ``worker`` are the peaks of the process and of the largest one that it started, where they were
    measured separately; a worker of 0 means that there was none.
    """

    cpu: float
    wall: float
    peak: float
    parent: float = 0.0
    worker: float = 0.0


class CommandFailed(Exception):  # noqa: N818, it names an event
    """A measured command failed."""


def run(command: Iterable[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command in ``folder`` and wait for it. Raise ``CommandFailed`` with its output."""
    arguments = [*map(str, command)]
    inherited = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **(environment or {})}
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)  # as after any first run: Python writes bytecode
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(arguments, cwd=folder, env=inherited, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise CommandFailed(f"{' '.join(arguments)}\n{output.read().decode(errors='replace')}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / _MB)


def run_wicpress(arguments: Iterable[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run wicpress and measure its own peak and that of its workers separately. Raise ``CommandFailed``."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "peaks"
        cost = run((sys.executable, "-c", _PEAKS, path, *arguments), folder, environment)
        parent, worker = (each / _MB for each in json.loads(path.read_text()))
    return attrs.evolve(cost, parent=parent, worker=worker)


def wicpress(*arguments: str | Path) -> tuple[str, ...]:
    """Return the command line of wicpress."""
    return (sys.executable, "-m", "wicpress", *map(str, arguments))


def median(costs: Iterable[Cost]) -> Cost:
    """Return the median of times, and the largest of peaks. Raise ``StatisticsError`` where there is none."""
    costs = list(costs)
    times = [statistics.median(getattr(cost, name) for cost in costs) for name in ("cpu", "wall")]
    return Cost(*times, *(max(getattr(cost, name) for cost in costs) for name in ("peak", "parent", "worker")))


def pages_of(pdf: Path) -> int:
    """Return the number of pages of a PDF, counted in a process of its own, so that this process stays small.

    The peak that the system reports for a process includes that of the process that started it.
    """
    code = "import sys, pikepdf; print(len(pikepdf.open(sys.argv[1]).pages))"
    completed = subprocess.run((sys.executable, "-c", code, pdf), capture_output=True, check=True, text=True)
    return int(completed.stdout)
