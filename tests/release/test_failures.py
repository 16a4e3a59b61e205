"""Releases that fail leave no partial release and no process, and the next one succeeds."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import book_files, released_book
from support.released_book import has_valid_checksums
from wicpress.proofing import external_validators

MOMENTS = 20
pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")


def living_processes(session: int) -> list[str]:
    """Return the processes of a session that still run, without zombies."""
    collected = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, own = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:4]
            if int(own) == session and state != "Z":
                collected.append(stat.parent.name)
    return collected


def has_no_processes(session: int) -> bool:
    """Return whether all processes of a session end within half a minute."""
    for _ in range(300):
        if not living_processes(session):
            return True
        time.sleep(0.1)
    return False


def releases(home: Path) -> list[str]:
    """Return the names of the releases."""
    return sorted(path.name for path in (home / "out").glob("*") if not path.name.startswith("."))


def start_release(home: Path, *more: str, **environment: str) -> subprocess.Popen[str]:
    """Start a release of the small book."""
    return book_files.start("release", home / "book", "--version", "1.0", "--output", home / "out", "--jobs", "2",
                            *more, cwd=home, **environment)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with the small book."""
    book_files.write_book(tmp_path / "book", released_book.FILES)
    return tmp_path


def check_after_kill(home: Path, process: subprocess.Popen[str]) -> None:
    """Check that a killed release left no process, and a complete release in place."""
    process.communicate(timeout=60)
    assert has_no_processes(process.pid), living_processes(process.pid)
    assert releases(home) == ["trial-1.0"] and has_valid_checksums(home / "out" / "trial-1.0")


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM])
def test_killed(copied: Path, kill: signal.Signals) -> None:
    """A release that is killed while it builds leaves the last release in place."""
    process = start_release(copied, "--no-judges")
    while not [folder for folder in book_files.scratch_folders(process.pid) if (folder / "build").exists()]:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(kill)
    check_after_kill(copied, process)


@pytest.mark.prove
def test_killed_at_twenty_moments(home: Path) -> None:
    """Whenever it is killed, the last good release or the new one is in place, complete."""
    started = time.monotonic()
    assert book_files.wait_for(start_release(home, "--no-judges")).code == 0
    duration = time.monotonic() - started
    chance = random.Random(6)
    for _ in range(MOMENTS):
        process = start_release(home, "--no-judges")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, 1.05 * duration))
        process.send_signal(chance.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGINT)))
        check_after_kill(home, process)
    assert book_files.wait_for(start_release(home, "--no-judges")).code == 0
    assert [each.name for each in (home / "out").iterdir()] == ["trial-1.0"]


@contextlib.contextmanager
def small_disk(place: Path, size: str) -> Iterator[bool]:
    """Mount a file system of ``size`` at ``place``; yield False if that is not permitted."""
    place.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=False, capture_output=True
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", place], check=True)


SIZES = [pytest.param(size, marks=pytest.mark.prove) for size in ("16k", "160k", "200k")]


@pytest.mark.parametrize("size", ["100k", *SIZES])
def test_full_disk(home: Path, size: str) -> None:
    """Whenever the disk becomes full, the message says so, and with free space the next run succeeds."""
    with small_disk(home / "out", size) as mounted:
        if not mounted:
            pytest.skip("may not mount a small disk")
        result = book_files.wait_for(start_release(home, "--no-judges"))
        assert result.code == 1 and "No space left" in result.err and "make room" in result.err, result.err
        assert releases(home) == []
        subprocess.run(["mount", "-o", "remount,size=8m", home / "out"], check=True)
        assert book_files.wait_for(start_release(home, "--no-judges")).code == 0
        assert has_valid_checksums(home / "out" / "trial-1.0")


def test_files_may_not_grow(home: Path) -> None:
    """If the system limits the size of files, the release fails with a message and leaves no partial release."""
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000)); " \
           "from wicpress import cli; sys.exit(cli.main(sys.argv[1:]))"  # fmt: skip
    command = [sys.executable, "-c", code, "release", "book", "--version", "1.0", "--output", "out", "--jobs", "1"]
    environment = {**os.environ, "PYTHONPATH": str(book_files.SOURCE)}
    completed = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    assert completed.returncode == 1 and "cannot be written: File too large" in completed.stderr, completed.stderr
    assert releases(home) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 20000


def test_output_folder_that_cannot_be_written(home: Path) -> None:
    """An output folder that cannot be written, or is not a folder, gives a message."""
    (home / "out").write_text("a file", encoding="utf-8")
    result = book_files.wait_for(start_release(home, "--no-judges"))
    assert result.code == 1 and "out" in result.err and "cannot be written" in result.err
    (home / "out").unlink()
    (home / "out").mkdir()
    with small_disk(home / "out", "1m") as mounted:
        if not mounted:
            pytest.skip("may not mount a disk that is read only")
        subprocess.run(["mount", "-o", "remount,ro", home / "out"], check=True)
        result = book_files.wait_for(start_release(home, "--no-judges"))
        assert result.code == 1 and "Read-only file system" in result.err and "--output" in result.err


def test_two_at_once(home: Path) -> None:
    """Of two simultaneous releases of one version one is in place, complete."""
    both = [start_release(home, "--no-judges"), start_release(home, "--no-judges")]
    for process in both:
        result = book_files.wait_for(process)
        assert result.code == 0, result.err
    assert releases(home) == ["trial-1.0"] and has_valid_checksums(home / "out" / "trial-1.0")
    assert [each.name for each in (home / "out").iterdir()] == ["trial-1.0"]


VALIDATORS = {
    "crashes": ("#!/bin/sh\necho 'Error: no browser' >&2\nexit 3\n", "exit code 3: Error: no browser"),
    "is killed": ("#!/bin/sh\nkill -9 $$\n", "exit code 137"),
    "hangs": ("#!/bin/sh\n/bin/sleep 600 &\necho $! > {pid}\nwait\n", "did not finish within 3 seconds"),
}


SLOW = [pytest.param(what, marks=pytest.mark.prove) for what in ("crashes", "is killed")]


@pytest.mark.parametrize("what", ["hangs", *SLOW])
def test_validator_that_breaks(home: Path, what: str) -> None:
    """A validator that crashes or hangs refuses the release and is ended; without it the next run succeeds."""
    script, message = VALIDATORS[what]
    tools = home / "tools"
    tools.mkdir()
    (tools / "ace-cli").write_text(script.replace("{pid}", str(home / "pid")), encoding="utf-8")
    (tools / "ace-cli").chmod(0o755)
    result = book_files.wait_for(
        start_release(home, "--timeout", "3", PATH=str(tools), PUPPETEER_EXECUTABLE_PATH="/bin/sh")
    )
    assert result.code == 1 and message in result.err, result.err
    assert releases(home) == []
    if what == "hangs":
        assert has_ended(int((home / "pid").read_text(encoding="utf-8")))
    (tools / "ace-cli").unlink()
    assert book_files.wait_for(start_release(home, PATH=str(tools))).code == 0


def has_ended(pid: int) -> bool:
    """Return whether a process has ended."""
    for _ in range(100):
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.1)
                continue
        return True
    return False


def test_validator_ends_with_the_release(home: Path) -> None:
    """If the release is killed while a validator hangs, the validator is killed, too."""
    tools = home / "tools"
    tools.mkdir()
    (tools / "ace-cli").write_text(VALIDATORS["hangs"][0].replace("{pid}", str(home / "pid")), encoding="utf-8")
    (tools / "ace-cli").chmod(0o755)
    process = start_release(home, PATH=str(tools), PUPPETEER_EXECUTABLE_PATH="/bin/sh")
    while not (home / "pid").exists() or not (home / "pid").read_text(encoding="utf-8").endswith("\n"):
        assert process.poll() is None
        time.sleep(0.1)
    process.kill()
    process.communicate(timeout=60)
    assert has_ended(int((home / "pid").read_text(encoding="utf-8"))) and has_no_processes(process.pid)


def test_children_of_a_validator_end(tmp_path: Path) -> None:
    """Child processes of a validator end with it, even if they keep its output open."""
    script = tmp_path / "ace"
    script.write_text(f"#!/bin/sh\n/bin/sleep 600 &\necho $! > {tmp_path}/pid\nexit 0\n", encoding="utf-8")
    script.chmod(0o755)
    result = external_validators.run_ace(tmp_path / "no.epub", timeout=20, command=[str(script)])
    assert result.ran and not result.passed
    assert has_ended(int((tmp_path / "pid").read_text(encoding="utf-8")))
