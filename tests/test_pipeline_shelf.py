"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import resource
from pathlib import Path

import pytest

from wicpress.pipeline import shelf
from wicpress.pipeline.shelf import STATE, at_work, put, stands


def test_file_is_laid_down_whole(tmp_path: Path) -> None:
    """What was written is there, and known again."""
    with at_work(tmp_path) as scratch:
        written = put(b"book", tmp_path / "a.pdf", scratch)
    assert (tmp_path / "a.pdf").read_bytes() == b"book"
    assert stands(tmp_path / "a.pdf", written)


@pytest.mark.parametrize("content", [b"boot", b"book and more", b""])
def test_changed_file_is_noticed(tmp_path: Path, content: bytes) -> None:
    """A file with other bytes is not what was written, whatever its size."""
    with at_work(tmp_path) as scratch:
        written = put(b"book", tmp_path / "a.pdf", scratch)
    (tmp_path / "a.pdf").write_bytes(content)
    assert not stands(tmp_path / "a.pdf", written)


def test_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """Where the system refuses more bytes, the old file stands and nothing lies about."""
    place = tmp_path / "a.pdf"
    place.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with at_work(tmp_path) as scratch:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        try:
            with pytest.raises(OSError, match="too large"):
                put(b"x" * 100_000, place, scratch)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert [each.name for each in scratch.iterdir()] == ["lock"]
    assert place.read_bytes() == b"old"


def test_scratch_goes_with_its_build(tmp_path: Path) -> None:
    """Nothing is left of a scratch folder after the work, not even after an error."""
    with pytest.raises(RuntimeError), at_work(tmp_path) as scratch:
        (scratch / "half").write_bytes(b"ha")
        raise RuntimeError
    assert not scratch.exists()


def test_next_build_cleans_up_after_a_dead_one(tmp_path: Path) -> None:
    """A scratch folder whose lock nobody holds is taken away."""
    dead = tmp_path / STATE / "at-work" / "dead"
    dead.mkdir(parents=True)
    (dead / "lock").touch()
    (dead / "half.pdf").write_bytes(b"ha")
    with at_work(tmp_path):
        assert not dead.exists()


def test_living_builds_leave_each_other_alone(tmp_path: Path) -> None:
    """A build that begins does not touch the scratch folder of one that works."""
    with at_work(tmp_path) as first:
        (first / "half.pdf").write_bytes(b"ha")
        with at_work(tmp_path) as second:
            assert second != first
        assert (first / "half.pdf").exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EISDIR])
def test_known_errors_come_with_help(number: int) -> None:
    """The usual reasons say what to do."""
    found = shelf.cannot_write(Path("dist/a.pdf"), OSError(number, "reason"))
    assert found.code == "cannot_write" and "dist/a.pdf" in found.message and found.help
