"""The cache returns prepared faces as they were made, whatever happens to its files."""

from __future__ import annotations

import errno
import hashlib
import multiprocessing
import os
from pathlib import Path

import pytest

from wicpress.fonts import font_cache


def counted(data: bytes) -> tuple[list[int], object]:
    """Return the list of the calls of a function that returns ``data``, and the function."""
    calls: list[int] = []

    def make() -> bytes:
        calls.append(1)
        return data

    return calls, make


def test_made_once(tmp_path: Path) -> None:
    """The second time the entry is there."""
    calls, make = counted(b"type")
    first = font_cache.get_or_make("a.ttf", make, tmp_path)  # type: ignore[arg-type]
    assert font_cache.get_or_make("a.ttf", make, tmp_path) == first  # type: ignore[arg-type]
    assert len(calls) == 1
    assert first == font_cache.CachedFile(tmp_path / "a.ttf", hashlib.sha256(b"type").hexdigest())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ttf", "a.ttf.sha256"]


@pytest.mark.parametrize("damage", [b"typ", b"tyqe", b"", b"type and more"])
def test_damaged_entry_is_made_again(tmp_path: Path, damage: bytes) -> None:
    """A file that is shorter, changed, empty or longer is made again."""
    calls, make = counted(b"type")
    path = font_cache.get_or_make("a.ttf", make, tmp_path).path  # type: ignore[arg-type]
    path.write_bytes(damage)
    os.utime(path, ns=(1, 1))
    assert font_cache.get_or_make("a.ttf", make, tmp_path).path.read_bytes() == b"type"  # type: ignore[arg-type]
    assert len(calls) == 2


@pytest.mark.parametrize("stamp", ["", "4", "4 0", f"4 0 {'0' * 64}", f"5 {{mtime}} {'0' * 64}", "\xff"])
def test_damaged_stamp(tmp_path: Path, stamp: str) -> None:
    """A stamp that is empty, wrong or no text is not believed."""
    path = font_cache.get_or_make("a.ttf", lambda: b"type", tmp_path).path
    text = stamp.format(mtime=path.stat().st_mtime_ns)
    (tmp_path / "a.ttf.sha256").write_bytes(text.encode("latin-1"))
    assert font_cache.get_or_make("a.ttf", lambda: b"type", tmp_path).sha256 == hashlib.sha256(b"type").hexdigest()
    assert font_cache.file_digest(path) == hashlib.sha256(b"type").hexdigest()


def test_touched_entry_is_not_made_again(tmp_path: Path) -> None:
    """The bytes of a file count, and no date."""
    calls, make = counted(b"type")
    path = font_cache.get_or_make("a.ttf", make, tmp_path).path  # type: ignore[arg-type]
    os.utime(path, ns=(1, 1))
    font_cache.get_or_make("a.ttf", make, tmp_path)  # type: ignore[arg-type]
    assert len(calls) == 1


@pytest.mark.parametrize("stamped", [True, False])
def test_digest_of_a_file(tmp_path: Path, stamped: bool) -> None:
    """The digest of a file is that of its bytes, with a stamp that holds and without."""
    path = font_cache.get_or_make("a.ttf", lambda: b"type", tmp_path).path
    if not stamped:
        path.write_bytes(b"other")
        os.utime(path, ns=(1, 1))
    assert font_cache.file_digest(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file stands in the folder's place, a private temporary folder holds the file."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr(font_cache.tempfile, "gettempdir", lambda: str(tmp_path))
    calls, make = counted(b"type")
    entry = font_cache.get_or_make("a.ttf", make, blocked / "fonts")  # type: ignore[arg-type]
    assert entry.path.read_bytes() == b"type"
    assert entry.path.parent.stat().st_mode & 0o077 == 0
    assert font_cache.get_or_make("a.ttf", make, blocked / "fonts") == entry  # type: ignore[arg-type]
    assert len(calls) == 1


def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk of the cache is full, the private folder holds the file, and no partial file is left."""
    full = tmp_path / "full"
    monkeypatch.setattr(font_cache.tempfile, "gettempdir", lambda: str(tmp_path))
    replace = Path.replace

    def disk_full(self: Path, target: Path) -> Path:
        if full in Path(target).parents:
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", disk_full)
    calls, make = counted(b"type")
    entry = font_cache.get_or_make("a.ttf", make, full)  # type: ignore[arg-type]
    assert entry.path.read_bytes() == b"type"
    assert (len(calls), list(full.iterdir())) == (1, [])


def test_fallback_that_is_not_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link of that name, or a folder that others can write, is not used."""
    monkeypatch.setattr(font_cache.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(font_cache.tempfile, "tempdir", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    name = f"wicpress-{os.getuid()}"
    (tmp_path / name).symlink_to(tmp_path / "elsewhere")
    assert font_cache.fallback_dir().name != name
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    (tmp_path / name).chmod(0o777)
    assert font_cache.fallback_dir().name != name


def test_failure_leaves_nothing(tmp_path: Path) -> None:
    """A face that cannot be made leaves no entry behind."""

    def fail() -> bytes:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        font_cache.get_or_make("a.ttf", fail, tmp_path)
    assert list(tmp_path.iterdir()) == []


def make_often(folder: str) -> set[str]:
    """Return the digests of one large entry, made many times."""
    path, data = Path(folder), bytes(1_000_000)
    names = set()
    for _ in range(20):
        entry = font_cache.get_or_make("a.ttf", lambda: data, path)
        names.add(hashlib.sha256(entry.path.read_bytes()).hexdigest())
        (path / "a.ttf.sha256").unlink(missing_ok=True)
    return names


def test_two_builds_at_once(tmp_path: Path) -> None:
    """Processes that make the same entry at the same time never see half a file."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        seen = set().union(*pool.map(make_often, [str(tmp_path)] * 4))
    assert seen == {hashlib.sha256(bytes(1_000_000)).hexdigest()}
    assert {path.name for path in tmp_path.iterdir()} <= {"a.ttf", "a.ttf.sha256"}


def test_key_depends_on_everything() -> None:
    """Another value gives another key; another order of the recipe gives the same."""
    assert font_cache.recipe_key({"a": 1, "b": 2}) == font_cache.recipe_key({"b": 2, "a": 1})
    assert font_cache.recipe_key({"a": 1}) != font_cache.recipe_key({"a": 2})
