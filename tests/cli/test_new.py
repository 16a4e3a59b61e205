"""``wicpress new`` creates a complete book."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import book_files
from wicpress import cli
from wicpress.config import load


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_new_book_is_clean(tmp_path: Path) -> None:
    """The starter book is clean, has both kinds of files, and the command to build it is printed."""
    result = book_files.run("new", "my-book")
    assert result.code == 0 and "wicpress build my-book" in result.out
    assert book_files.run("check", "my-book").code == 0
    names = {each.name for each in (tmp_path / "my-book").iterdir()}
    assert {"01-opening.md", "02-columns.en.md", "02-columns.zh-Hans.md"} < names


def test_every_book_has_its_own_identifier(tmp_path: Path) -> None:
    """Two new books have different identifiers."""
    identifiers = set()
    for name in ("one", "two"):
        book_files.run("new", name)
        config = load(tmp_path / name).value
        assert config is not None
        identifiers.add(config.identifier)
    assert len(identifiers) == 2 and not any("0000-0000" in each for each in identifiers)


def test_empty_folder_is_used(tmp_path: Path) -> None:
    """An existing empty folder becomes the book."""
    (tmp_path / "空").mkdir()
    assert book_files.run("new", "空").code == 0
    assert (tmp_path / "空" / "book.toml").is_file()


def test_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    """A folder that has files is left alone."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("mine", encoding="utf-8")
    result = book_files.run("new", "mine")
    assert result.code == cli.USAGE and "not empty" in result.err
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["note.txt"]


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A file where a parent folder should be gives a message without a traceback."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = book_files.run("new", "file/book")
    assert result.code == cli.EXIT_PROBLEMS and "cannot be written" in result.err
