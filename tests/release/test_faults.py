"""Releases killed, starved, hindered and held up: no half release, no process left, and the next one succeeds."""

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
from support.released_book import is_whole
from wicpress.proofing import external_validators

MOMENTS = 20
pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")


def alive(group: int) -> list[str]:
    """The processes of a session that still live; those that only wait to be buried do not."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, session = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:4]
            if int(session) == group and state != "Z":
                found.append(stat.parent.name)
    return found


def gone(group: int) -> bool:
    """True once nothing of a session is left; it has half a minute."""
    for _ in range(300):
        if not alive(group):
            return True
        time.sleep(0.1)
    return False


def released(home: Path) -> list[str]:
    """What stands in the folder of releases."""
    return sorted(path.name for path in (home / "out").iterdir() if path.name != ".wicpress")


def begin(home: Path, *more: str, **environment: str) -> subprocess.Popen[str]:
    """Start a release of the small book."""
    return book_files.start("release", home / "book", "--version", "1.0", "--output", home / "out", "--jobs", "2",
                            *more, cwd=home, **environment)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the small book."""
    book_files.lay_down(tmp_path / "book", released_book.FILES)
    return tmp_path


def test_killed_at_twenty_moments(home: Path) -> None:
    """Whenever it is killed, what stands there is the last good release or the new one, and whole."""
    begun = time.monotonic()
    process = begin(home, "--no-judges")
    assert book_files.ran(process).code == 0
    whole = time.monotonic() - begun
    chance = random.Random(6)
    for _ in range(MOMENTS):
        process = begin(home, "--no-judges")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, 1.05 * whole))
        process.send_signal(chance.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGINT)))
        process.communicate(timeout=60)
        assert gone(process.pid), alive(process.pid)
        assert released(home) == ["trial-1.0"] and is_whole(home / "out" / "trial-1.0")
    assert book_files.ran(begin(home, "--no-judges")).code == 0
    assert [each.name for each in (home / "out" / ".wicpress" / "at-work").iterdir()] == ["lock"]


@contextlib.contextmanager
def small_disk(place: Path, size: str) -> Iterator[bool]:
    """A file system of ``size`` at ``place``; False where we may not mount one."""
    place.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=False, capture_output=True
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("size", ["16k", "100k", "160k", "200k"])
def test_full_disk(home: Path, size: str) -> None:
    """Wherever the disk becomes full, the message says so, and with room the next run succeeds."""
    with small_disk(home / "out", size) as mounted:
        if not mounted:
            pytest.skip("may not mount a small disk")
        done = book_files.ran(begin(home, "--no-judges"))
        assert done.code == 1 and "No space left" in done.err and "make room" in done.err, done.err
        assert released(home) == []
        subprocess.run(["mount", "-o", "remount,size=8m", home / "out"], check=True)
        assert book_files.ran(begin(home, "--no-judges")).code == 0
        assert is_whole(home / "out" / "trial-1.0")


def test_files_may_not_grow(home: Path) -> None:
    """Where the system refuses more bytes, the release fails with a message, and no half of it is left."""
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000)); " \
           "from wicpress import cli; sys.exit(cli.main(sys.argv[1:]))"  # fmt: skip
    command = [sys.executable, "-c", code, "release", "book", "--version", "1.0", "--output", "out", "--jobs", "1"]
    environment = {**os.environ, "PYTHONPATH": str(book_files.SOURCE)}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "cannot be written: File too large" in done.stderr, done.stderr
    assert released(home) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 20000


def test_no_room_for_a_folder(home: Path) -> None:
    """An output folder that cannot be written, or is no folder, is said."""
    (home / "out").write_text("a file", encoding="utf-8")
    done = book_files.ran(begin(home, "--no-judges"))
    assert done.code == 1 and "out" in done.err and "cannot be written" in done.err
    (home / "out").unlink()
    (home / "out").mkdir()
    with small_disk(home / "out", "1m") as mounted:
        if not mounted:
            pytest.skip("may not mount a disk that is read only")
        subprocess.run(["mount", "-o", "remount,ro", home / "out"], check=True)
        done = book_files.ran(begin(home, "--no-judges"))
        assert done.code == 1 and "Read-only file system" in done.err and "--output" in done.err


def test_two_at_once(home: Path) -> None:
    """Two releases of one version do not meet: the folder is one of them, whole."""
    both = [begin(home, "--no-judges"), begin(home, "--no-judges")]
    for process in both:
        done = book_files.ran(process)
        assert done.code == 0, done.err
    assert released(home) == ["trial-1.0"] and is_whole(home / "out" / "trial-1.0")
    assert [each.name for each in (home / "out" / ".wicpress" / "at-work").iterdir()] == ["lock"]


JUDGES = {
    "crashes": ("#!/bin/sh\necho 'Error: no browser' >&2\nexit 3\n", "left with 3: Error: no browser"),
    "is killed": ("#!/bin/sh\nkill -9 $$\n", "left with 137"),
    "hangs": ("#!/bin/sh\n/bin/sleep 600 &\necho $! > {pid}\nwait\n", "did not finish within 3 seconds"),
}


@pytest.mark.parametrize("what", JUDGES)
def test_a_judge_that_breaks(home: Path, what: str) -> None:
    """A validator that crashes or hangs is no validator that passed; it is ended, and the next run succeeds."""
    script, told = JUDGES[what]
    tools = home / "tools"
    tools.mkdir()
    (tools / "ace-cli").write_text(script.replace("{pid}", str(home / "pid")), encoding="utf-8")
    (tools / "ace-cli").chmod(0o755)
    done = book_files.ran(begin(home, "--timeout", "3", PATH=str(tools), PUPPETEER_EXECUTABLE_PATH="/bin/sh"))
    assert done.code == 1 and told in done.err, done.err
    assert released(home) == []
    if what == "hangs":
        assert has_ended(int((home / "pid").read_text(encoding="utf-8")))
    (tools / "ace-cli").unlink()
    assert book_files.ran(begin(home, PATH=str(tools))).code == 0


def has_ended(pid: int) -> bool:
    """True once a process is gone, or waits to be buried."""
    for _ in range(100):
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.1)
                continue
        return True
    return False


def test_a_judge_ends_with_us(home: Path) -> None:
    """When the release is killed while a validator hangs, the validator does not outlive it."""
    tools = home / "tools"
    tools.mkdir()
    (tools / "ace-cli").write_text(JUDGES["hangs"][0].replace("{pid}", str(home / "pid")), encoding="utf-8")
    (tools / "ace-cli").chmod(0o755)
    process = begin(home, PATH=str(tools), PUPPETEER_EXECUTABLE_PATH="/bin/sh")
    while not (home / "pid").exists() or not (home / "pid").read_text(encoding="utf-8").endswith("\n"):
        assert process.poll() is None
        time.sleep(0.1)
    process.kill()
    process.communicate(timeout=60)
    assert has_ended(int((home / "pid").read_text(encoding="utf-8"))) and gone(process.pid)


def test_a_judge_that_closes_its_ears(tmp_path: Path) -> None:
    """What a judge starts and leaves behind ends with it, even where it holds the judge's output open."""
    script = tmp_path / "ace"
    script.write_text(f"#!/bin/sh\n/bin/sleep 600 &\necho $! > {tmp_path}/pid\nexit 0\n", encoding="utf-8")
    script.chmod(0o755)
    verdict = external_validators.run_ace(tmp_path / "no.epub", timeout=20, command=[str(script)])
    assert verdict.ran and not verdict.passed
    assert has_ended(int((tmp_path / "pid").read_text(encoding="utf-8")))
