"""Files and folders are put in place in one step, and nothing outside their folder is ever touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wicpress.system import placing
from wicpress.system.folder import Folder
from wicpress.system.placing import put_file, put_folder


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Return a folder for the journal."""
    path = tmp_path / "journal"
    path.mkdir()
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return the path of the folder that things are put into."""
    return tmp_path / "out"


def write_folder(place: Path, text: str) -> Path:
    """Write a folder with one file in a subfolder."""
    (place / "inside").mkdir(parents=True, exist_ok=True)
    (place / "inside" / "file.txt").write_text(text, encoding="utf-8")
    return place


def read(place: Path) -> str:
    """Return the text of that file."""
    return (place / "inside" / "file.txt").read_text(encoding="utf-8")


def never(place: Folder, one: str, other: str) -> bool:
    """Stand for a system that cannot exchange two folders."""
    return False


def test_file(tmp_path: Path, out: Path, journal: Path) -> None:
    """A file is put into a folder that is made, over the one that was there, and the journal is empty again."""
    (tmp_path / "new").write_bytes(b"new")
    for _ in range(2):
        put_file(tmp_path / "new", out, "book.pdf", journal)
        assert (out / "book.pdf").read_bytes() == b"new"
    assert [each.name for each in out.iterdir()] == ["book.pdf"] and not list(journal.iterdir())


def test_link_in_the_place_of_a_file(tmp_path: Path, out: Path, journal: Path) -> None:
    """A link is replaced, and what it leads to stays."""
    out.mkdir()
    (tmp_path / "new").write_bytes(b"new")
    (tmp_path / "precious").write_bytes(b"precious")
    (out / "book.pdf").symlink_to("../precious")
    put_file(tmp_path / "new", out, "book.pdf", journal)
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert not (out / "book.pdf").is_symlink() and (out / "book.pdf").read_bytes() == b"new"


def test_folder_in_the_place_of_a_file(tmp_path: Path, out: Path, journal: Path) -> None:
    """A folder in the place of a file stays, and nothing is left beside it."""
    (tmp_path / "new").write_bytes(b"new")
    write_folder(out / "book.pdf", "mine")
    with pytest.raises(IsADirectoryError):
        put_file(tmp_path / "new", out, "book.pdf", journal)
    assert read(out / "book.pdf") == "mine" and len(list(out.iterdir())) == 1


@pytest.mark.parametrize("can_exchange", [True, False])
def test_folder(
    tmp_path: Path, out: Path, journal: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    """A folder takes the place of another on systems that can exchange two folders, and on others."""
    if not can_exchange:
        monkeypatch.setattr(placing, "exchange", never)
    for text in ("one", "two", "three"):
        put_folder(write_folder(tmp_path / "new", text), out, "release", journal)
        assert read(out / "release") == text
    assert [each.name for each in out.iterdir()] == ["release"] and not list(journal.iterdir())


def test_modes_and_dates_stay(tmp_path: Path, out: Path, journal: Path) -> None:
    """The copy has the modes and the dates of the original, with any umask."""
    new = write_folder(tmp_path / "new", "text")
    for path in (new / "inside" / "file.txt", new / "inside", new):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (10**9, 10**9))
    before = os.umask(0o077)
    try:
        put_folder(new, out, "release", journal)
    finally:
        os.umask(before)
    for path in (new, new / "inside", new / "inside" / "file.txt"):
        status = (out / "release" / path.relative_to(new)).stat()
        assert (status.st_mode, int(status.st_mtime)) == (path.stat().st_mode, 10**9)


def test_links_in_an_old_folder_are_not_followed(tmp_path: Path, out: Path, journal: Path) -> None:
    """What the links of a folder that is replaced lead to stays."""
    precious = write_folder(tmp_path / "precious", "mine")
    (write_folder(out / "release", "old") / "link").symlink_to(precious)
    put_folder(write_folder(tmp_path / "new", "new"), out, "release", journal)
    assert read(out / "release") == "new" and read(precious) == "mine"


def test_files_and_links_are_not_replaced(tmp_path: Path, out: Path, journal: Path) -> None:
    """A file or a link in the place of a folder stays."""
    out.mkdir()
    (out / "file").write_text("mine", encoding="utf-8")
    (out / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(NotADirectoryError):
            put_folder(write_folder(tmp_path / "new", "x"), out, name, journal)
    assert (out / "file").read_text(encoding="utf-8") == "mine" and len(list(out.iterdir())) == 2


class KilledError(BaseException):
    """Stands for a signal after which nothing of the process runs."""


def killed(*_: object) -> None:
    """Stand for what a killed process no longer does."""
    raise KilledError


@pytest.mark.parametrize("moment", ["copied", "taken away"])
def test_killed(tmp_path: Path, out: Path, journal: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Whenever a process is killed, the next one removes what it left, and puts back what it had taken away."""
    write_folder(out / "release", "old")
    write_folder(out / ".release.notes", "mine")
    rename = Folder.rename

    def renamed(place: Folder, old: str, new: str) -> None:
        if moment == "copied" or new == "release":
            raise KilledError
        rename(place, old, new)

    with monkeypatch.context() as patch:
        patch.setattr(placing, "exchange", never)
        patch.setattr(Folder, "rename", renamed)
        patch.setattr(placing, "tidy", killed)
        with pytest.raises(KilledError):
            put_folder(write_folder(tmp_path / "new", "new"), out, "release", journal)
    assert len(list(out.iterdir())) == 3 and (out / "release").exists() == (moment == "copied")
    placing.undo(journal)
    assert read(out / "release") == "old" and read(out / ".release.notes") == "mine"
    assert sorted(each.name for each in out.iterdir()) == [".release.notes", "release"]


def test_forged_journal(tmp_path: Path, out: Path, journal: Path) -> None:
    """An entry whose inode is another's removes nothing, and one that makes no sense is passed over."""
    write_folder(out / "mine", "mine")
    (journal / "unfinished-1.json").write_text("[" * 100_000, encoding="utf-8")
    (journal / "unfinished-2.json").write_text(
        f'{{"folder": "{out}", "name": "mine", "target": "x", "new": [1, 2], "old": null}}', encoding="utf-8"
    )
    placing.undo(journal)
    assert read(out / "mine") == "mine"
