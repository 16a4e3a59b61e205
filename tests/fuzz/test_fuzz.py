"""Whatever is written into a book or a finished file: no traceback, nothing read or written elsewhere, no connection.

A tenth of what `make prove PROVE=all` runs is run each day, with the seed of the day.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import attrs
import pytest

from fuzz.books import write_book
from fuzz.watch import STRACE, Places, can_trace, problems_in_trace
from support.sampling import SEED, TAKES_ALL

TESTS = Path(__file__).resolve().parents[1]
CHECKS, BUILDS, FILES = 10_000, 300, 1_000
"""How many books are checked, how many built and verified, how many finished files damaged and verified."""
CPU_SECONDS = 600
"""The processor time that all of it may take."""


@attrs.frozen
class Outcome:
    """What a run has counted, and what went wrong."""

    summary: str
    counts: dict[str, int]
    seconds: float
    problems: list[str]
    is_traced: bool


def run(folder: Path, seed: str, checks: int, builds: int, files: int) -> Outcome:
    """Run generated books and damaged files in a process of their own, traced where that is allowed."""
    places = Places(folder / "run")
    places.make()
    trace = folder / "trace"
    tracer = [*STRACE, "-o", str(trace)] if can_trace() else []
    command = [sys.executable, "-m", "fuzz.run", str(places.top), "--seed", seed]
    numbers = ["--checks", str(checks), "--builds", str(builds), "--files", str(files)]
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")])
    environment = places.environment() | {"PYTHONPATH": paths}
    ended = subprocess.run(
        [*tracer, *command, *numbers], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    current = places.top / "scratch" / "current"
    case = current.read_text(encoding="utf-8") if current.is_file() else "no case"
    assert ended.returncode == 0, f"the run ended in {case} of seed {seed}: {ended.stderr[-3000:]}"
    result = json.loads((places.top / "output" / "result.json").read_text(encoding="utf-8"))
    traced: list[str] = []
    if tracer:
        with trace.open(encoding="utf-8", errors="replace") as lines:
            traced = list(problems_in_trace(lines, places))
    how = "traced by strace" if tracer else "seen by the audit hook alone"
    return Outcome(f"{result['summary']}, {how}", result["counts"], result["seconds"],
                   [*result["problems"], *traced], bool(tracer))  # fmt: skip


def test_few_books_are_checked(tmp_path: Path) -> None:
    outcome = run(tmp_path, "few", 60, 0, 0)
    assert outcome.problems == [] and outcome.counts == {"check": 60}


@pytest.mark.prove
@pytest.mark.engine
def test_many_books_and_files(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    part = 1 if TAKES_ALL else 10
    outcome = run(tmp_path, SEED, CHECKS // part, BUILDS // part, FILES // part)
    record_property("summary", outcome.summary)
    assert outcome.problems == [], "\n".join([outcome.summary, *outcome.problems[:20]])
    assert outcome.counts == {"check": CHECKS // part, "build": BUILDS // part, "verify": FILES // part}
    assert outcome.seconds <= CPU_SECONDS


def test_the_same_seed_writes_the_same_book(tmp_path: Path) -> None:
    for number in range(20):
        one, other = (write_book(Random(f"x {number}"), tmp_path / name / str(number)) for name in ("one", "other"))
        names = [sorted(path.relative_to(root) for path in root.rglob("*")) for root in (one, other)]
        assert names[0] == names[1]
        regular = [name for name in names[0] if (one / name).is_file() and not (one / name).is_symlink()]
        small = [name for name in regular if (one / name).stat().st_size < 1 << 20]
        assert [(one / name).read_bytes() for name in small] == [(other / name).read_bytes() for name in small]


HOOKED = """
import os, pathlib, socket, subprocess, sys
from fuzz.watch import AuditHook, Places
places = Places(pathlib.Path(sys.argv[1])); places.make()
hook = AuditHook(places)
BOOKS, OUTPUT = (os.open(places.top / name, os.O_RDONLY) for name in ("books", "output"))
hook.is_active = True
try:
    exec(sys.argv[2])
except OSError:
    pass
hook.is_active = False
print(len(hook.problems))
"""
DEEDS = {
    "open(places.top / 'victim/secret.txt')": 1,
    "os.open(places.top / 'books/../victim/secret.txt', os.O_RDONLY)": 1,
    "(places.top / 'books/link').symlink_to('../victim')": 1,
    "open(places.top / 'home/.netrc')": 1,
    "(places.top / 'books/x').write_text('x')": 1,
    "(places.top / 'victim/secret.txt').unlink()": 1,
    "(places.top / 'output/x').rename(places.top / 'x')": 1,
    "socket.socket().connect(('127.0.0.1', 9))": 1,
    "os.unlink('secret.txt', dir_fd=os.open(places.top / 'victim/folder/..', os.O_RDONLY))": 1,
    "os.open('kept.txt', os.O_RDONLY, dir_fd=hook._system_open(places.top / 'victim/folder', os.O_RDONLY))": 1,
    "os.rename('a', 'x', src_dir_fd=BOOKS, dst_dir_fd=BOOKS)": 1,
    "os.mkdir('x', dir_fd=BOOKS)": 1,
    "os.symlink('/', 'x', dir_fd=BOOKS)": 1,
    "os.open('x', os.O_CREAT | os.O_WRONLY, dir_fd=BOOKS)": 1,
    "os.chdir(places.top / 'victim'); open('secret.txt')": 1,
    "os.mkdir('x', dir_fd=OUTPUT); os.rmdir('x', dir_fd=OUTPUT)": 0,
    "os.open('x', os.O_CREAT | os.O_WRONLY, dir_fd=OUTPUT)": 0,
    "os.open('x', os.O_RDONLY, dir_fd=BOOKS)": 0,
    "subprocess.run(['true'])": 1,
    "subprocess.run([sys.executable, '-c', ''])": 1,
    "(places.top / 'output/x').write_text('x')": 0,
    "open(places.top / 'nosuch')": 0,
    "subprocess.run([sys.executable, '-m', 'wicpress.nosuch'], stderr=subprocess.DEVNULL)": 0,
}


@pytest.mark.parametrize("deed", DEEDS)
def test_the_audit_hook_sees_what_is_done(tmp_path: Path, deed: str) -> None:
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", HOOKED, str(tmp_path), deed]
    ended = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True, check=True
    )
    assert bool(int(ended.stdout)) is bool(DEEDS[deed]), ended.stderr


TRACED = {
    'openat(AT_FDCWD</t/empty>, "/t/victim/secret.txt", O_RDONLY) = 3</t/victim/secret.txt>': True,
    'openat(7</t/books/a>, "link", O_RDONLY) = 3</t/home/.netrc>': True,
    'openat(AT_FDCWD</t/empty>, "../victim/x", O_RDONLY) = -1 ENOENT (No such file or directory)': True,
    'openat(AT_FDCWD</t/empty>, "/t/home/.fonts", O_RDONLY) = -1 ENOENT (No such file or directory)': False,
    'openat(AT_FDCWD</t/empty>, "/t/books/x", O_WRONLY|O_CREAT, 0666) = 3</t/books/x>': True,
    'openat(AT_FDCWD</t/empty>, "/t/output/x", O_WRONLY|O_CREAT, 0666) = 3</t/output/x>': False,
    'unlinkat(7</t/books/a>, "x", 0) = 0': True,
    'unlinkat(7</t/scratch/a>, "x", AT_REMOVEDIR) = 0': False,
    'rename("/t/output/x", "/t/books/x") = 0': True,
    'symlink("/t/victim", "/t/scratch/x") = 0': False,
    'mkdir("/t/books/x", 0777) = -1 EEXIST (File exists)': False,
    "connect(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(9)}, 16) = -1 ECONNREFUSED (Connection refused)": True,
    'execve("/t/books/.git/program", ["x"], 0x1 /* 3 vars */) = 0': True,
    f'execve("{sys.executable}", ["python"], 0x1 /* 3 vars */) = 0': False,
}


@pytest.mark.parametrize("line", TRACED)
def test_what_is_wrong_in_a_trace(line: str) -> None:
    begin = 'access("/fuzz-case/check-1", F_OK) = -1 ENOENT (No such file or directory)'
    end = begin.replace("check-1", "none")
    places = Places(Path("/t"))
    problems = list(problems_in_trace(iter([f"12 {begin}\n", f"12 {line}\n", f"12 {end}\n"]), places))
    assert bool(problems) is TRACED[line]
    assert not list(problems_in_trace(iter([f"12 {line}\n"]), places))
