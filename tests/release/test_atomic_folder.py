"""A folder is put in place in one step, or the old one stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wicpress.release import atomic_folder, checksums


def write_folder(place: Path, text: str) -> Path:
    """Write a folder with one file in a subfolder."""
    atomic_folder.write_files({"inside/file.txt": text.encode()}, place)
    return place


def read(place: Path) -> str:
    """Return the text of that file."""
    return (place / "inside" / "file.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("can_swap", [True, False])
def test_new_folder_replaces_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_swap: bool) -> None:
    """On systems that can swap two folders, and on others."""
    if not can_swap:
        monkeypatch.setattr(atomic_folder, "atomic_swap", lambda one, other: False)
    place = tmp_path / "place"
    for text in ("one", "two", "three"):
        atomic_folder.swap_in(write_folder(tmp_path / "new", text), place, tmp_path / "state")
        assert read(place) == text and not (tmp_path / "new").exists()
    assert not list((tmp_path / "state").rglob("place"))


def test_old_folder_is_restored_after_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed between two renames leaves the old release aside; the next one restores it."""
    monkeypatch.setattr(atomic_folder, "atomic_swap", lambda one, other: False)
    place = write_folder(tmp_path / "place", "old")
    new = write_folder(tmp_path / "new", "new")
    replace = Path.replace

    def killed(self: Path, target: Path) -> Path:
        if self == new:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        atomic_folder.swap_in(new, place, tmp_path / "state")
    assert not place.exists()
    atomic_folder.recover(tmp_path, tmp_path / "state")
    assert read(place) == "old"


def test_failed_rename_restores_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the second rename fails, the first is undone at once."""
    monkeypatch.setattr(atomic_folder, "atomic_swap", lambda one, other: False)
    place = write_folder(tmp_path / "place", "old")
    with pytest.raises(FileNotFoundError):
        atomic_folder.swap_in(tmp_path / "nothing", place, tmp_path / "state")
    assert read(place) == "old"


def test_files_and_links_are_not_replaced(tmp_path: Path) -> None:
    """A file or a link in the place of the folder stays."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(NotADirectoryError):
            atomic_folder.swap_in(write_folder(tmp_path / "new", "x"), tmp_path / name, tmp_path / "state")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_modes_and_dates_are_normalised(tmp_path: Path) -> None:
    """With any umask everybody may read, and an archive of the folder has the same bytes."""
    before = os.umask(0o077)
    try:
        atomic_folder.normalise(write_folder(tmp_path / "f", "x"), 1_000_000_000)
    finally:
        os.umask(before)
    modes_and_dates = {
        (oct(path.stat().st_mode & 0o777), int(path.stat().st_mtime)) for path in (tmp_path / "f").rglob("*")
    }
    assert modes_and_dates == {("0o755", 1_000_000_000), ("0o644", 1_000_000_000)}


def test_checksums_find_mismatches(tmp_path: Path) -> None:
    """A file that is changed, missing or new is named."""
    atomic_folder.write_files({"a": b"a", "b": b"b", "d e/ü.txt": b"c"}, tmp_path)
    text = checksums.checksums(tmp_path)
    assert list(checksums.mismatches(tmp_path, text)) == []
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").unlink()
    (tmp_path / "z").write_bytes(b"")
    assert list(checksums.mismatches(tmp_path, text)) == ["a", "b", "z"]
