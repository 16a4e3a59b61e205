"""Files and folders that appear complete or not at all."""

from __future__ import annotations

import os
import resource
import threading
from pathlib import Path

import pytest

from wicpress.system.atomic_file import (
    digest_file,
    is_unchanged,
    replacing,
    replacing_folder,
    write_atomic,
)


def test_file_is_written_completely(tmp_path: Path) -> None:
    """What was written is there and recognised, and no other file is."""
    digest = write_atomic(tmp_path / "a.pdf", b"book")
    assert (tmp_path / "a.pdf").read_bytes() == b"book"
    assert is_unchanged(tmp_path / "a.pdf", digest) and digest_file(tmp_path / "a.pdf") == digest
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("content", [b"boot", b"book and more", b""])
def test_changed_file_is_noticed(tmp_path: Path, content: bytes) -> None:
    """A file with other bytes is not what was written, whatever its size."""
    digest = write_atomic(tmp_path / "a.pdf", b"book")
    (tmp_path / "a.pdf").write_bytes(content)
    assert not is_unchanged(tmp_path / "a.pdf", digest)


def test_missing_file_is_changed(tmp_path: Path) -> None:
    """Neither a file that is gone nor a folder in its place is what was written."""
    digest = write_atomic(tmp_path / "a.pdf", b"book")
    (tmp_path / "a.pdf").unlink()
    assert not is_unchanged(tmp_path / "a.pdf", digest)
    (tmp_path / "a.pdf").mkdir()
    assert not is_unchanged(tmp_path / "a.pdf", digest)


@pytest.mark.parametrize("sync", [False, True])
def test_failed_write_leaves_the_old_file(tmp_path: Path, sync: bool) -> None:
    """Where the system refuses more bytes, the old file is unchanged and nothing is left over."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            write_atomic(path, b"x" * 100_000, sync=sync)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_interrupted_write_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    """Whatever ends the block early, the place is as it was."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    with pytest.raises(error), replacing(path) as file:
        file.write(b"half")
        raise error
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]


def test_file_may_be_rewritten_before_it_is_renamed(tmp_path: Path) -> None:
    """A writer may go back in its file; until the end its place is empty."""
    path = tmp_path / "a.pdf"
    with replacing(path, sync=True) as file:
        file.write(b"half of it, and a half that is taken back")
        file.seek(10)
        file.truncate()
        assert not path.exists()
    assert path.read_bytes() == b"half of it"


def test_other_folder(tmp_path: Path) -> None:
    """The file is written in the folder that was named, and then renamed."""
    (tmp_path / "scratch").mkdir()
    with replacing(tmp_path / "a.pdf", tmp_path / "scratch"):
        assert len([*(tmp_path / "scratch").iterdir()]) == 1
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["a.pdf"]


def test_modes(tmp_path: Path) -> None:
    """A file gets the mode that was named, else what the umask leaves; the process keeps its umask."""
    umask = os.umask(0o027)
    try:
        write_atomic(tmp_path / "a", b"")
        write_atomic(tmp_path / "b", b"", mode=0o644)
    finally:
        assert os.umask(umask) == 0o027
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in "ab"] == [0o640, 0o644]


def test_many_writers(tmp_path: Path) -> None:
    """Threads that write the same file never get in each other's way: one of them wins."""
    contents = [bytes([number]) * 100_000 for number in range(8)]
    threads = [threading.Thread(target=write_atomic, args=(tmp_path / "a", each)) for each in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "a").read_bytes() in contents
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_folder_is_replaced_completely(tmp_path: Path) -> None:
    """A folder takes its place with everything in it; after an error the old one is unchanged."""
    with replacing_folder(tmp_path / "deep" / "book") as folder:
        (folder / "one").write_text("1")
        assert not (tmp_path / "deep" / "book").exists()
    with pytest.raises(RuntimeError), replacing_folder(tmp_path / "deep" / "book") as folder:
        (folder / "two").write_text("2")
        raise RuntimeError
    assert [each.name for each in (tmp_path / "deep").rglob("*")] == ["book", "one"]
