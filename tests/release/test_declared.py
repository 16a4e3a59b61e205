"""Metadata and pictures of finished files against those of the book."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import book_files, released_book
from wicpress.proofing.verify_files import VerifyRequest, verify_files

CHANGES = {
    "title": ("试书", "另一本", ("pdf", "epub")),
    "date": ("2020-02-02", "2021-02-02", ("pdf", "epub")),
}


def failures(home: Path) -> dict[str, str]:
    """Return the metadata problems of both files of the release, compared with the book as it is now."""
    files = [home / "out" / "trial-1.0" / f"trial-both.{kind}" for kind in ("pdf", "epub")]
    verified = verify_files(files, VerifyRequest(book=home / "book", run_validators=False))
    return {each.path.suffix[1:]: "\n".join(each.table["declared"]) for each in verified}


def test_metadata_match(copied: Path) -> None:
    """A release has no metadata problem compared with its own book."""
    assert failures(copied) == {"pdf": "", "epub": ""}


@pytest.mark.parametrize("what", CHANGES)
def test_other_metadata(copied: Path, what: str) -> None:
    """Another title or date in ``book.toml`` is reported."""
    old, new, kinds = CHANGES[what]
    (copied / "book" / "book.toml").write_text(released_book.TOML.replace(old, new), encoding="utf-8")
    problems = failures(copied)
    assert {kind for kind, text in problems.items() if new in text} == set(kinds), problems


def test_another_picture(copied: Path) -> None:
    """A picture that is not that of the manuscript is reported."""
    book_files.write_book(
        copied / "book", {**released_book.FILES, "line.svg": book_files.SVG.replace("#000", "#111")}
    )
    file = copied / "out" / "trial-1.0" / "trial-both.epub"
    (result,) = verify_files([file], VerifyRequest(book=copied / "book", run_validators=False))
    assert any("line.svg" in each for each in result.failures)
