"""The cache keeps prepared faces whole, whatever happens to it."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import os
from pathlib import Path

import pytest

from wicpress.fonts import font_cache


def counted(data: bytes) -> tuple[list[int], object]:
    """A maker of ``data`` and the list of its calls."""
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
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ttf", "a.ttf.json"]


@pytest.mark.parametrize("damage", [b"typ", b"tyqe", b"", b"type and more"])
def test_damaged_entry_is_made_again(tmp_path: Path, damage: bytes) -> None:
    """A torn, changed, empty or grown file is found and rewritten."""
    calls, make = counted(b"type")
    path = font_cache.get_or_make("a.ttf", make, tmp_path).path  # type: ignore[arg-type]
    path.write_bytes(damage)
    os.utime(path, ns=(1, 1))
    assert font_cache.get_or_make("a.ttf", make, tmp_path).path.read_bytes() == b"type"  # type: ignore[arg-type]
    assert len(calls) == 2


@pytest.mark.parametrize("stamp", ["", "[]", "{}", '{"size": 4}', '{"size": 4, "mtime": 0, "sha256": "x"}'])
def test_damaged_stamp(tmp_path: Path, stamp: str) -> None:
    """A stamp that says nothing, or something wrong, is not believed."""
    path = font_cache.get_or_make("a.ttf", lambda: b"type", tmp_path).path
    (tmp_path / "a.ttf.json").write_text(stamp)
    assert font_cache.get_or_make("a.ttf", lambda: b"type", tmp_path).path == path
    assert json.loads((tmp_path / "a.ttf.json").read_text())["sha256"] == hashlib.sha256(b"type").hexdigest()


def test_touched_entry_is_not_made_again(tmp_path: Path) -> None:
    """A copied or touched cache is proven by its sum."""
    calls, make = counted(b"type")
    path = font_cache.get_or_make("a.ttf", make, tmp_path).path  # type: ignore[arg-type]
    os.utime(path, ns=(1, 1))
    font_cache.get_or_make("a.ttf", make, tmp_path)  # type: ignore[arg-type]
    assert len(calls) == 1
    assert json.loads((tmp_path / "a.ttf.json").read_text())["mtime"] == 1


def test_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file stands in the folder's place, a private temporary folder serves, and keeps what it got."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr(font_cache.tempfile, "gettempdir", lambda: str(tmp_path))
    calls, make = counted(b"type")
    kept = font_cache.get_or_make("a.ttf", make, blocked / "fonts")  # type: ignore[arg-type]
    assert kept.path.read_bytes() == b"type"
    assert kept.path.parent.stat().st_mode & 0o077 == 0
    assert font_cache.get_or_make("a.ttf", make, blocked / "fonts") == kept  # type: ignore[arg-type]
    assert len(calls) == 1


def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the cache's disk is full the private folder serves, and nothing is left half written."""
    full = tmp_path / "full"
    monkeypatch.setattr(font_cache.tempfile, "gettempdir", lambda: str(tmp_path))
    replace = Path.replace

    def no_room(self: Path, target: Path) -> Path:
        if full in Path(target).parents:
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", no_room)
    calls, make = counted(b"type")
    kept = font_cache.get_or_make("a.ttf", make, full)  # type: ignore[arg-type]
    assert kept.path.read_bytes() == b"type"
    assert (len(calls), list(full.iterdir())) == (1, [])


def test_refuge_that_is_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link or an open folder of that name, which somebody else may have put there, is not used."""
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


def test_failed_maker_leaves_nothing(tmp_path: Path) -> None:
    """A face that cannot be made leaves no entry behind."""

    def broken() -> bytes:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        font_cache.get_or_make("a.ttf", broken, tmp_path)
    assert list(tmp_path.iterdir()) == []


def keep_often(folder: str) -> set[str]:
    """Keep one large entry many times, removing it in between."""
    path, data = Path(folder), bytes(1_000_000)
    found = set()
    for _ in range(20):
        kept = font_cache.get_or_make("a.ttf", lambda: data, path)
        found.add(hashlib.sha256(kept.path.read_bytes()).hexdigest())
        (path / "a.ttf.json").unlink(missing_ok=True)
    return found


def test_two_builds_at_once(tmp_path: Path) -> None:
    """Processes that make the same entry at the same time never see half a file."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        seen = set().union(*pool.map(keep_often, [str(tmp_path)] * 4))
    assert seen == {hashlib.sha256(bytes(1_000_000)).hexdigest()}
    assert {path.name for path in tmp_path.iterdir()} <= {"a.ttf", "a.ttf.json"}


def test_key_depends_on_everything() -> None:
    """Another source or another measure is another entry; the order of the recipe is not."""
    assert font_cache.recipe_key({"a": 1, "b": 2}) == font_cache.recipe_key({"b": 2, "a": 1})
    assert font_cache.recipe_key({"a": 1}) != font_cache.recipe_key({"a": 2})
