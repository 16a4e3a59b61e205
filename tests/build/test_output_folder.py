"""The scratch folders of builds, and why a file could not be written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from support import book_files
from wicpress.build import output_folder
from wicpress.build.output_folder import STATE_DIR, scratch_dir
from wicpress.pdf.assemble.pdf_writer import PdfWriter


def test_interrupt_at_the_first_moment_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scratch folder that was only just made is deleted with its build."""

    def interrupted(file: int, wait: bool) -> bool:
        if not wait:
            raise KeyboardInterrupt
        return True

    monkeypatch.setattr(output_folder, "lock_file", interrupted)
    with pytest.raises(KeyboardInterrupt), scratch_dir(tmp_path):
        raise AssertionError("never reached")
    assert [each.name for each in (tmp_path / STATE_DIR / "at-work").iterdir()] == ["lock"]


def test_scratch_folder_is_deleted_with_its_build(tmp_path: Path) -> None:
    """Nothing is left of a scratch folder after the work, not even after an error."""
    with pytest.raises(RuntimeError), scratch_dir(tmp_path) as scratch:
        (scratch / "half").write_bytes(b"ha")
        raise RuntimeError
    assert not scratch.exists()


def test_next_build_deletes_what_a_killed_one_left(tmp_path: Path) -> None:
    """A scratch folder whose lock nobody holds is deleted."""
    dead = tmp_path / STATE_DIR / "at-work" / "dead"
    dead.mkdir(parents=True)
    (dead / "lock").touch()
    (dead / "half.pdf").write_bytes(b"ha")
    with scratch_dir(tmp_path):
        assert not dead.exists()


def test_running_builds_leave_each_other_alone(tmp_path: Path) -> None:
    """A build that begins does not touch the scratch folder of one that runs."""
    with scratch_dir(tmp_path) as first:
        (first / "half.pdf").write_bytes(b"ha")
        with scratch_dir(tmp_path) as second:
            assert second != first
        assert (first / "half.pdf").exists()


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
    assert [each.name for each in (dist / STATE_DIR / "at-work").iterdir()] == ["lock"]
    assert book_files.run(*command).code == 0
    assert place.read_bytes().startswith(b"%PDF")
