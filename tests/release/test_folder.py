"""A folder takes its place in one step, or what stood there stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wicpress.release import checksums, folder


def laid(place: Path, text: str) -> Path:
    """A folder with one file in another folder."""
    folder.write_files({"inside/file.txt": text.encode()}, place)
    return place


def read(place: Path) -> str:
    """What that file says."""
    return (place / "inside" / "file.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_new_folder_takes_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    """With and without a system that can exchange two folders."""
    if not exchanges:
        monkeypatch.setattr(folder, "_atomic_swap", lambda one, other: False)
    place = tmp_path / "place"
    for text in ("one", "two", "three"):
        folder.swap_in(laid(tmp_path / "beside", text), place, tmp_path / "state")
        assert read(place) == text and not (tmp_path / "beside").exists()
    assert not list((tmp_path / "state").rglob("place"))


def test_the_old_folder_comes_back_after_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that dies between two renames leaves the old release aside; the next one brings it back."""
    monkeypatch.setattr(folder, "_atomic_swap", lambda one, other: False)
    place = laid(tmp_path / "place", "old")
    new = laid(tmp_path / "beside", "new")
    replace = Path.replace

    def dies(self: Path, target: Path) -> Path:
        if self == new:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", dies)
    with pytest.raises(KeyboardInterrupt):
        folder.swap_in(new, place, tmp_path / "state")
    assert not place.exists()
    folder.recover(tmp_path, tmp_path / "state")
    assert read(place) == "old"


def test_a_failed_rename_puts_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second rename fails the first is undone at once."""
    monkeypatch.setattr(folder, "_atomic_swap", lambda one, other: False)
    place = laid(tmp_path / "place", "old")
    with pytest.raises(FileNotFoundError):
        folder.swap_in(tmp_path / "nothing", place, tmp_path / "state")
    assert read(place) == "old"


def test_what_is_no_folder_is_left_alone(tmp_path: Path) -> None:
    """A file or a link in the place is somebody's, and stays."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(NotADirectoryError):
            folder.swap_in(laid(tmp_path / "beside", "x"), tmp_path / name, tmp_path / "state")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_modes_and_dates_are_nobodys(tmp_path: Path) -> None:
    """Whatever the umask, everybody may read, and an archive of the folder has the same bytes."""
    before = os.umask(0o077)
    try:
        folder.normalise(laid(tmp_path / "f", "x"), 1_000_000_000)
    finally:
        os.umask(before)
    found = {(oct(path.stat().st_mode & 0o777), int(path.stat().st_mtime)) for path in (tmp_path / "f").rglob("*")}
    assert found == {("0o755", 1_000_000_000), ("0o644", 1_000_000_000)}


def test_sums_see_what_is_wrong(tmp_path: Path) -> None:
    """A file that is changed, gone or new is named."""
    folder.write_files({"a": b"a", "b": b"b", "d e/ü.txt": b"c"}, tmp_path)
    text = checksums.checksums(tmp_path)
    assert list(checksums.mismatches(tmp_path, text)) == []
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").unlink()
    (tmp_path / "z").write_bytes(b"")
    assert list(checksums.mismatches(tmp_path, text)) == ["a", "b", "z"]
