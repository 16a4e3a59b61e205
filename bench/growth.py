"""Measures how the cost of a manuscript grows with its length: from one size to twice the size at most 2.3 times.

    python bench/growth.py [CASE ...] [--kilobytes 100] [--seconds 60] [--build | --verify]

Each case repeats one notation, whole or left open, as far as the size; most make no sense. A book of each size
is checked (with ``--build``: built) by the functions of wicpress in a process of its own, after a small book, so that
nothing that is loaded once is counted. With ``--verify`` finished files are verified in the place of books. CPU time
of that process and its workers in seconds, the least of two runs. A case that takes longer than ``--seconds`` is
stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from growth_books import CASES, Files
from growth_files import FINISHED
from wicpress.build.builder import build
from wicpress.build.check import DiagnosticFilter, check_book
from wicpress.build.request import BuildRequest
from wicpress.diagnostics import WicpressError
from wicpress.proofing.verify_files import VerifyRequest, verify_files

MOST = 2.3


def _write(folder: Path, files: Files) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def _cpu() -> float:
    own, below = (resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime


def _run(root: Path, whole: bool) -> float:
    """Return the CPU time in seconds of a check, or of a build, of the book in ``root``."""
    before = _cpu()
    if whole:
        build([root], BuildRequest(output=root / "dist", use_cache=False, force=True))
    else:
        check_book(root, DiagnosticFilter())
    return _cpu() - before


def measure_file(case: str, size: int) -> None:
    """Print the CPU time in seconds in which a finished file of a case is verified, in this process."""
    with tempfile.TemporaryDirectory(prefix="wicpress-growth-") as work:
        times = []
        for length in (1000, size, size):
            path = Path(work, "finished")
            path.write_bytes(FINISHED[case](length))
            before = _cpu()
            with contextlib.suppress(WicpressError):  # that it is refused is an answer as well
                list(verify_files([path], VerifyRequest(run_validators=False)))
            times.append(_cpu() - before)
        print(min(times[1:]))


def measure(case: str, size: int, whole: bool) -> None:
    """Print the CPU time in seconds of a case of ``size`` bytes, in this process."""
    with tempfile.TemporaryDirectory(prefix="wicpress-growth-") as work:
        _run(_write(Path(work, "small"), CASES["text"](1000)), whole)
        root = _write(Path(work, "book"), CASES[case](size))
        print(min(_run(root, whole) for _ in range(2)))


def _measured(case: str, size: int, options: argparse.Namespace) -> float | None:
    """Return the CPU time in seconds of a case in a process of its own; None where it is stopped."""
    command = [sys.executable, __file__, case, "--measure", str(size), "--seconds", str(options.seconds)]
    command += [name for name in ("--build", "--verify") if vars(options)[name[2:]]]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode == -signal.SIGXCPU:
        return None
    done.check_returncode()
    return float(done.stdout.split()[-1])


def compare(case: str, options: argparse.Namespace) -> bool:
    """Print the row of a case; return whether its cost grows as a line does."""
    size = options.kilobytes * 1000
    once, twice = _measured(case, size, options), _measured(case, 2 * size, options)
    if once is None or twice is None:
        first = f"{once:.2f}" if once is not None else "stopped"
        print(f"| {case} | {first} | stopped | | no |", flush=True)
        return False
    ratio = twice / once
    # what takes less than a tenth of a second is not told apart from the noise of the machine
    linear = ratio <= MOST or twice < 0.1
    print(f"| {case} | {once:.2f} | {twice:.2f} | {ratio:.2f} | {'yes' if linear else 'no'} |", flush=True)
    return linear


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 1 where a case grows faster than a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="names of cases; all by default")
    parser.add_argument("--kilobytes", type=int, default=100, help="the smaller of the two sizes")
    parser.add_argument("--seconds", type=int, default=60, help="CPU time after which a case is stopped")
    parser.add_argument("--build", action="store_true", help="build the books instead of checking them")
    parser.add_argument("--verify", action="store_true", help="verify finished files instead of checking books")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    cases = options.cases or [*(FINISHED if options.verify else CASES)]
    if options.measure:
        resource.setrlimit(resource.RLIMIT_CPU, (options.seconds, options.seconds + 1))
        if options.verify:
            measure_file(cases[0], options.measure)
        else:
            measure(cases[0], options.measure, options.build)
        return 0
    start = time.monotonic()
    size = options.kilobytes
    what = "verify" if options.verify else "build" if options.build else "check"
    print(f"| {what} | {size} kB | {2 * size} kB | times | at most {MOST} |")
    print("|---|--:|--:|--:|---|")
    results = [compare(case, options) for case in cases]
    print(f"\n{results.count(True)} of {len(results)} cases grow as a line does ({time.monotonic() - start:.0f} s).")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
