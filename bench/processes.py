"""Runs whole processes and tells what each cost: shared by the scripts that time commands."""

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
    # ru_maxrss is never less than what the process that started this one held; the system counts it apart in Linux
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
"""Runs wicpress, and notes when it ends how large it and the largest of its workers have been."""


@attrs.frozen
class Cost:
    """What a run took: CPU (user and system) and wall time in seconds; in MB the largest of its processes.

    ``parent`` and ``worker`` are the process that was started and the largest that it started, where they were told
    apart; a worker of 0 means that there was none.
    """

    cpu: float
    wall: float
    peak: float
    parent: float = 0.0
    worker: float = 0.0


class Failed(Exception):  # noqa: N818, it says what became of a command
    """A command that is measured failed."""


def run(command: Iterable[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command in ``folder`` and wait for it. Raises ``Failed`` with what it said."""
    arguments = [*map(str, command)]
    inherited = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **(environment or {})}
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)  # as after any first run: what Python compiles is kept
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(arguments, cwd=folder, env=inherited, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise Failed(f"{' '.join(arguments)}\n{said.read().decode(errors='replace')}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / _MB)


def run_wicpress(arguments: Iterable[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run wicpress and tell its own peak from that of its workers. Raises ``Failed``."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "peaks"
        cost = run((sys.executable, "-c", _PEAKS, place, *arguments), folder, environment)
        parent, worker = (each / _MB for each in json.loads(place.read_text()))
    return attrs.evolve(cost, parent=parent, worker=worker)


def wicpress(*arguments: str | Path) -> tuple[str, ...]:
    """The command line of wicpress."""
    return (sys.executable, "-m", "wicpress", *map(str, arguments))


def median(costs: Iterable[Cost]) -> Cost:
    """The median of times, the largest of peaks. Raises ``StatisticsError`` where there is none."""
    found = list(costs)
    times = [statistics.median(getattr(cost, name) for cost in found) for name in ("cpu", "wall")]
    return Cost(*times, *(max(getattr(cost, name) for cost in found) for name in ("peak", "parent", "worker")))


def pages_of(pdf: Path) -> int:
    """How many pages a PDF has; asked of a process of its own, so that the bench stays small.

    What a process is said to have held at most begins with what the one that started it holds.
    """
    code = "import sys, pikepdf; print(len(pikepdf.open(sys.argv[1]).pages))"
    done = subprocess.run((sys.executable, "-c", code, pdf), capture_output=True, check=True, text=True)
    return int(done.stdout)
