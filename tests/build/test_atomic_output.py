"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import resource
from pathlib import Path

import pytest

from support import book_files
from wicpress.build import atomic_output
from wicpress.build.atomic_output import STATE_DIR, is_unchanged, pending_file, scratch_dir, write_atomic
from wicpress.pdf.assemble.pdf_writer import PdfWriter


def test_interrupt_at_the_first_moment_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scratch folder that is only just there goes with its build."""

    def interrupted(file: int, wait: bool) -> bool:
        if not wait:
            raise KeyboardInterrupt
        return True

    monkeypatch.setattr(atomic_output, "_lock", interrupted)
    with pytest.raises(KeyboardInterrupt), scratch_dir(tmp_path):
        raise AssertionError("nobody comes here")
    assert [each.name for each in (tmp_path / STATE_DIR / "at-work").iterdir()] == ["lock"]


def test_file_is_laid_down_whole(tmp_path: Path) -> None:
    """What was written is there, and known again."""
    with scratch_dir(tmp_path) as scratch:
        written = write_atomic(b"book", tmp_path / "a.pdf", scratch)
    assert (tmp_path / "a.pdf").read_bytes() == b"book"
    assert is_unchanged(tmp_path / "a.pdf", written)


@pytest.mark.parametrize("content", [b"boot", b"book and more", b""])
def test_changed_file_is_noticed(tmp_path: Path, content: bytes) -> None:
    """A file with other bytes is not what was written, whatever its size."""
    with scratch_dir(tmp_path) as scratch:
        written = write_atomic(b"book", tmp_path / "a.pdf", scratch)
    (tmp_path / "a.pdf").write_bytes(content)
    assert not is_unchanged(tmp_path / "a.pdf", written)


def test_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """Where the system refuses more bytes, the old file stands and nothing lies about."""
    place = tmp_path / "a.pdf"
    place.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with scratch_dir(tmp_path) as scratch:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        try:
            with pytest.raises(OSError, match="too large"):
                write_atomic(b"x" * 100_000, place, scratch)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert [each.name for each in scratch.iterdir()] == ["lock"]
    assert place.read_bytes() == b"old"


def test_scratch_goes_with_its_build(tmp_path: Path) -> None:
    """Nothing is left of a scratch folder after the work, not even after an error."""
    with pytest.raises(RuntimeError), scratch_dir(tmp_path) as scratch:
        (scratch / "half").write_bytes(b"ha")
        raise RuntimeError
    assert not scratch.exists()


def test_next_build_cleans_up_after_a_dead_one(tmp_path: Path) -> None:
    """A scratch folder whose lock nobody holds is taken away."""
    dead = tmp_path / STATE_DIR / "at-work" / "dead"
    dead.mkdir(parents=True)
    (dead / "lock").touch()
    (dead / "half.pdf").write_bytes(b"ha")
    with scratch_dir(tmp_path):
        assert not dead.exists()


def test_living_builds_leave_each_other_alone(tmp_path: Path) -> None:
    """A build that begins does not touch the scratch folder of one that works."""
    with scratch_dir(tmp_path) as first:
        (first / "half.pdf").write_bytes(b"ha")
        with scratch_dir(tmp_path) as second:
            assert second != first
        assert (first / "half.pdf").exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EISDIR])
def test_known_errors_come_with_help(number: int) -> None:
    """The usual reasons say what to do."""
    found = atomic_output.cannot_write(Path("dist/a.pdf"), OSError(number, "reason"))
    assert found.code == "cannot_write" and "dist/a.pdf" in found.message and found.help


def test_draft_is_laid_down_or_gone(tmp_path: Path) -> None:
    """What is written beside its place takes it whole, with its sum; what is given up leaves nothing."""
    place = tmp_path / "a.pdf"
    with scratch_dir(tmp_path) as scratch:
        with pending_file(place.name, scratch) as beside:
            beside.file.write(b"half of it, and a half that is taken back")
            beside.file.seek(10)
            beside.file.truncate()
            assert not place.exists()
            written = beside.commit(place)
        assert (place.read_bytes(), is_unchanged(place, written)) == (b"half of it", True)
        with pending_file(place.name, scratch) as beside:
            beside.file.write(b"another")
        assert [each.name for each in scratch.iterdir()] == ["lock"]
    assert is_unchanged(place, written)


@pytest.mark.engine
def test_full_disk_leaves_the_book_that_stood_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that does not fit on the disk is a fault that says so; the one before stands, nothing lies about."""
    book, dist = book_files.lay_down(tmp_path / "book"), tmp_path / "dist"
    command = ("build", book, "--edition", "en", "--format", "pdf", "--output", dist, "--jobs", "1", "--no-cache")
    place = dist / "trial-en.pdf"
    dist.mkdir()
    place.write_bytes(b"the book before")
    write = PdfWriter._write

    def full(output: PdfWriter, *parts: bytes) -> None:
        if output._at > 10_000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(output, *parts)

    with monkeypatch.context() as patch:
        patch.setattr(PdfWriter, "_write", full)
        ran = book_files.run(*command)
    assert (ran.code, "cannot_write" in ran.err, "trial-en.pdf" in ran.err, "make room" in ran.err) == (
        1,
        True,
        True,
        True,
    )
    assert place.read_bytes() == b"the book before"
    assert [each.name for each in (dist / STATE_DIR / "at-work").iterdir()] == ["lock"]
    assert book_files.run(*command).code == 0
    assert place.read_bytes().startswith(b"%PDF")
