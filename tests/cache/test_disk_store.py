"""The store has complete entries or none, and stays within its size limit, whatever happens to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wicpress.cache.disk_store import DiskStore

DAY = 86400


def test_put_get_and_delete(tmp_path: Path) -> None:
    """An entry is returned as it was written, until it is deleted."""
    store = DiskStore(tmp_path / "store")
    assert store.get("ab1") is None
    assert store.put("ab1", b"pages")
    assert (store.get("ab1"), store.has("ab1"), store.size()) == (b"pages", True, (1, 5))
    store.delete("ab1")
    assert not store.has("ab1")


def test_a_folder_in_place_of_an_entry(tmp_path: Path) -> None:
    """A folder in the place of an entry counts as damage: it can be deleted, and the entry written."""
    store = DiskStore(tmp_path)
    (tmp_path / "ab" / "ab1" / "more").mkdir(parents=True)
    assert (store.has("ab1"), store.get("ab1"), store.put("ab1", b"pages")) == (True, b"", True)
    store.delete("ab1")
    assert store.put("ab1", b"pages")
    assert store.get("ab1") == b"pages"


def test_two_builds_write_the_same_entry(tmp_path: Path) -> None:
    """Either entry may be the one in the store."""
    one, other = DiskStore(tmp_path), DiskStore(tmp_path)
    assert one.put("ab1", b"pages")
    assert other.put("ab1", b"pages")
    assert one.get("ab1") == b"pages"


def test_oldest_is_evicted_first(tmp_path: Path) -> None:
    """Above the limit, the entries that were not used for the longest time are deleted."""
    store = DiskStore(tmp_path)
    for nth, key in enumerate(("aa1", "bb1", "cc1")):
        store.put(key, bytes(100))
        os.utime(tmp_path / key[:2] / key, (nth * DAY, nth * DAY))
    store.get("aa1")
    store.evict(250)
    assert [store.has(key) for key in ("aa1", "bb1", "cc1")] == [True, False, True]


def test_files_of_killed_builds_are_deleted(tmp_path: Path) -> None:
    """An incomplete file is no entry, and is deleted when it is old."""
    store = DiskStore(tmp_path)
    store.put("aa1", b"pages")
    old, young = tmp_path / "aa" / "x.half", tmp_path / "aa" / "y.half"
    for path in (old, young):
        path.write_bytes(b"pag")
    os.utime(old, (DAY, DAY))
    store.evict()
    assert (old.exists(), young.exists(), store.get("aa1")) == (False, True, b"pages")


def test_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk, or with a file in place of the folder, nothing is stored, left over or raised."""
    (tmp_path / "store").write_text("no folder")
    assert not DiskStore(tmp_path / "store").put("aa1", b"pages")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert not DiskStore(tmp_path / "other").put("aa1", b"pages")
    assert DiskStore(tmp_path / "other").size() == (0, 0)
