"""A small book that is released once for all tests of this folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support import book_files, released_book


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the book (``book``) and its release (``out/trial-1.0``), which tests must not change."""
    home = tmp_path_factory.mktemp("released")
    released_book.commit_book(home / "book", "v1.0")
    result = book_files.run("release", home / "book", "--version", "1.0", "--output", home / "out", "--no-judges",
                          "--jobs", "1")  # fmt: skip
    assert result.code == 0, result.err
    return home


@pytest.fixture
def copied(released: Path, tmp_path: Path) -> Path:
    """Return a copy of ``released`` that a test may change."""
    return shutil.copytree(released, tmp_path / "copy", symlinks=True)
