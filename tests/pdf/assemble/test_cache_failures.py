"""The cache under stress: two builds at once, a killed build, damaged entries, a wrong clock."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support import book_files
from wicpress.cache.location import font_folder

CHAPTERS = 4
PAIR = (
    "渡口的石阶一共有三十六级，涨水的时候只看得见上面的十二级。\n\nThe stairs at the ferry have thirty-six steps.\n\n"
)
TOML = book_files.TOML.split("[[edition]]", maxsplit=1)[0] + '[[edition]]\nname = "b"\nlayout = "interleaved"\n'


class Builds:
    """Builds the PDF of one book with a cache of its own, in processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.cache = folder, folder / "cache"
        self.pages = self.cache / "pages"
        self.cache.mkdir()
        (self.cache / "fonts").symlink_to(font_folder())  # fonts are prepared once, not for each test
        files = {"book.toml": TOML, "01-opening.md": None, "line.svg": None}
        files |= {f"{n}.md": f"# 第{n}章\n\n# Chapter {n}\n\n" + PAIR * 12 for n in range(1, CHAPTERS + 1)}
        self.book = book_files.write_book(folder / "book", files)

    def start(self, dist: str = "dist") -> subprocess.Popen[str]:
        """Start a build into a folder."""
        command = ("build", self.book, "--format", "pdf", "--jobs", "2", "--force", "--output", self.folder / dist)
        return book_files.start(*command, cwd=self.folder, WICPRESS_CACHE=str(self.cache))

    def build(self, dist: str = "dist") -> tuple[bytes, str]:
        """Return the bytes of the PDF, and what the build printed."""
        ran = book_files.wait_for(self.start(dist))
        assert ran.code == 0, ran.err
        return (self.folder / dist / "trial-b.pdf").read_bytes(), ran.err

    def entries(self) -> list[Path]:
        """Return the entries of the cache."""
        return sorted(path for path in self.pages.rglob("*") if path.is_file())


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    """Return builds with an empty cache."""
    return Builds(tmp_path)


def test_two_builds_at_the_same_time(builds: Builds) -> None:
    """Two builds at the same time, with one empty cache, make the same PDF as one build."""
    both = [builds.start("one"), builds.start("two")]
    assert [book_files.wait_for(each).code for each in both] == [0, 0]
    one, two = ((builds.folder / name / "trial-b.pdf").read_bytes() for name in ("one", "two"))
    assert one == two == builds.build()[0]


def test_killed_build(builds: Builds) -> None:
    """A build that is killed during layout leaves complete entries or none, and the next build is correct."""
    process = builds.start()
    while process.poll() is None and not builds.entries():
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert not (builds.folder / "dist" / "trial-b.pdf").exists()
    after, output = builds.build()
    assert "cache_damaged" not in output
    shutil.rmtree(builds.pages)
    assert builds.build()[0] == after


def empty(path: Path) -> None:
    """Empty a file."""
    path.write_bytes(b"")


def truncate(path: Path) -> None:
    """Truncate a file to half its size."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_bit(path: Path) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def replace_by_folder(path: Path) -> None:
    """Replace a file by a folder."""
    path.unlink()
    path.mkdir()


def replace_by_link(path: Path) -> None:
    """Replace a file by a link to something else."""
    path.unlink()
    path.symlink_to("/dev/null")


DAMAGES: tuple[Callable[[Path], None], ...] = (empty, truncate, flip_bit, replace_by_folder, replace_by_link)


def test_damaged_entries(builds: Builds) -> None:
    """Damaged entries never change a book; damage is reported once, and the entries are written again."""
    good, _ = builds.build()
    for nth, path in enumerate(builds.entries()):
        DAMAGES[nth % len(DAMAGES)](path)
    again, output = builds.build()
    assert again == good
    assert "cache_damaged" in output
    third, output = builds.build()
    assert third == good
    assert "cache_damaged" not in output


def test_exchanged_entries(builds: Builds) -> None:
    """An entry with the content of another is damaged, although the content is complete."""
    good, _ = builds.build()
    entries = builds.entries()
    contents = [path.read_bytes() for path in entries]
    for path, other in zip(entries, contents[1:] + contents[:1], strict=True):
        path.write_bytes(other)
    again, output = builds.build()
    assert again == good
    assert "cache_damaged" in output


def test_wrong_clock(builds: Builds) -> None:
    """Entries with times of the year 2096 and of 1970 are valid."""
    good, _ = builds.build()
    for nth, path in enumerate(builds.entries()):
        os.utime(path, (4e9, 4e9) if nth % 2 else (0, 0))
    assert builds.build()[0] == good
