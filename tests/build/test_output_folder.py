"""The scratch folders of builds, and why a file could not be written."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from support import book_files
from wicpress.build import output_folder
from wicpress.build.output_folder import scratch_dir
from wicpress.pdf.assemble.pdf_writer import PdfWriter


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache of the test's own."""
    monkeypatch.setenv("WICPRESS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_interrupt_at_the_first_moment_leaves_nothing(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scratch folder that was only just made is deleted with its build."""

    def interrupted(file: int, wait: bool) -> bool:
        if not wait:
            raise KeyboardInterrupt
        return True

    monkeypatch.setattr(output_folder, "lock_file", interrupted)
    with pytest.raises(KeyboardInterrupt), scratch_dir():
        raise AssertionError("never reached")
    assert [each.name for each in (own_cache / "work").iterdir()] == ["lock"]


def test_scratch_folder_is_deleted_with_its_build() -> None:
    """Nothing is left of a scratch folder after the work, not even after an error."""
    with pytest.raises(RuntimeError), scratch_dir() as scratch:
        (scratch / "half").write_bytes(b"ha")
        raise RuntimeError
    assert not scratch.exists()


def test_next_build_deletes_what_a_killed_one_left(own_cache: Path, tmp_path: Path) -> None:
    """A scratch folder whose lock nobody holds is deleted, with what its build was putting in place."""
    dead = own_cache / "work" / "dead"
    dead.mkdir(parents=True)
    own_cache.joinpath("work").chmod(0o700)
    (dead / "lock").touch()
    (dead / "half.pdf").write_bytes(b"ha")
    (tmp_path / "out").mkdir()
    half = tmp_path / "out" / ".half.pdf.1-1"
    half.write_bytes(b"ha")
    entry = {"folder": str(tmp_path / "out"), "name": half.name, "target": "half.pdf", "old": None}
    table = entry | {"new": [half.stat().st_dev, half.stat().st_ino]}
    (dead / "unfinished-0.json").write_text(json.dumps(table), encoding="utf-8")
    with scratch_dir():
        assert not dead.exists() and not half.exists()


def test_running_builds_leave_each_other_alone() -> None:
    """A build that begins does not touch the scratch folder of one that runs."""
    with scratch_dir() as first:
        (first / "half.pdf").write_bytes(b"ha")
        with scratch_dir() as second:
            assert second != first
        assert (first / "half.pdf").exists()


@pytest.mark.parametrize("trouble", ["link", "open to all", "file"])
def test_work_folder_that_is_not_private(own_cache: Path, tmp_path: Path, trouble: str) -> None:
    """A folder that others may write to, or a link, is not worked in."""
    work = own_cache / "work"
    (tmp_path / "other").mkdir()
    own_cache.mkdir()
    if trouble == "link":
        work.symlink_to(tmp_path / "other")
    elif trouble == "file":
        work.touch()
    else:
        work.mkdir()
        work.chmod(0o777)
    with scratch_dir() as scratch:
        assert not scratch.is_relative_to(tmp_path)
    assert not scratch.exists() and not list((tmp_path / "other").iterdir())


def test_folders_that_are_gone_are_forgotten(own_cache: Path, tmp_path: Path) -> None:
    """What is remembered of an output folder is forgotten when the folder is no longer there."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        output_folder.remember(tmp_path / name)
    (tmp_path / "one").rmdir()
    output_folder.remember(tmp_path / "two")
    assert not output_folder.is_output_folder(tmp_path / "one") and output_folder.is_output_folder(tmp_path / "two")


def test_contents_of_a_folder(tmp_path: Path) -> None:
    """What a folder of ours held is remembered, whatever it holds now."""
    folder = tmp_path / "html"
    folder.mkdir()
    (folder / "book.html").write_text("a", encoding="utf-8")
    assert output_folder.remembered_contents(folder) is None
    output_folder.remember(folder)
    output_folder.remember_contents(folder)
    contents = output_folder.remembered_contents(folder)
    (folder / "mine.txt").write_text("a", encoding="utf-8")
    assert contents == output_folder.remembered_contents(folder) and list(contents or ()) == ["book.html"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EISDIR])
def test_known_errors_come_with_help(number: int) -> None:
    """The usual reasons say what to do."""
    diagnostic = output_folder.cannot_write(Path("dist/a.pdf"), OSError(number, "reason"))
    assert diagnostic.code == "cannot_write" and "dist/a.pdf" in diagnostic.message and diagnostic.help


def test_full_disk_leaves_the_earlier_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that does not fit on the disk is a diagnostic; the earlier one is unchanged, and nothing is left over."""
    book, dist = book_files.write_book(tmp_path / "book"), tmp_path / "dist"
    command = ("build", book, "--edition", "en", "--format", "pdf", "--output", dist, "--jobs", "2", "--no-cache")
    place = dist / "trial-en.pdf"
    dist.mkdir()
    place.write_bytes(b"the book before")
    write = PdfWriter.write_bytes

    def full(output: PdfWriter, *parts: bytes) -> None:
        if output.position > 10_000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(output, *parts)

    with monkeypatch.context() as patch:
        patch.setattr(PdfWriter, "write_bytes", full)
        ran = book_files.run(*command)
    assert (ran.code, "cannot_write" in ran.err, "trial-en.pdf" in ran.err, "make room" in ran.err) == (
        1,
        True,
        True,
        True,
    )
    assert place.read_bytes() == b"the book before"
    assert [each.name for each in dist.iterdir()] == [place.name] and not book_files.scratch_folders(os.getpid())
    assert book_files.run(*command).code == 0
    assert place.read_bytes().startswith(b"%PDF")
