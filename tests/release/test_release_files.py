"""The files of a release are the same for every user, and their checksums are true."""

from __future__ import annotations

import os
from pathlib import Path

from wicpress.release import checksums, release_files


def test_modes_and_dates_are_normalised(tmp_path: Path) -> None:
    """With any umask everybody may read, and an archive of the folder has the same bytes."""
    before = os.umask(0o077)
    try:
        release_files.write_files({"inside/file.txt": b"x"}, tmp_path / "f")
        release_files.normalise(tmp_path / "f", 1_000_000_000)
    finally:
        os.umask(before)
    modes_and_dates = {
        (oct(path.stat().st_mode & 0o777), int(path.stat().st_mtime)) for path in (tmp_path / "f").rglob("*")
    }
    assert modes_and_dates == {("0o755", 1_000_000_000), ("0o644", 1_000_000_000)}


def test_checksums_find_mismatches(tmp_path: Path) -> None:
    """A file that is changed, missing or new is named."""
    release_files.write_files({"a": b"a", "b": b"b", "d e/ü.txt": b"c"}, tmp_path)
    text = checksums.checksums(tmp_path)
    assert list(checksums.mismatches(tmp_path, text)) == []
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").unlink()
    (tmp_path / "z").write_bytes(b"")
    assert list(checksums.mismatches(tmp_path, text)) == ["a", "b", "z"]


def test_links_are_mismatches(tmp_path: Path) -> None:
    """A link among the files of a release is named, and not followed."""
    (tmp_path / "release").mkdir()
    release_files.write_files({"a": b"a"}, tmp_path / "release")
    text = checksums.checksums(tmp_path / "release")
    (tmp_path / "release" / "a").rename(tmp_path / "a")
    (tmp_path / "release" / "a").symlink_to("../a")
    (tmp_path / "release" / "b").symlink_to("..")
    assert list(checksums.mismatches(tmp_path / "release", text)) == ["a", "b"]
