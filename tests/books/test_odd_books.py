"""What is rare and right is sound: headings of marks, the head of a table that looks like a folio, bare captions."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import book_files, small_books
from wicpress.proofing.verify_files import VerifyRequest, verify_files

TOML = """\
[book]
slug = "odd"
languages = ["zh-Hans", "en"]
title = { zh-Hans = "“数字‘化’”转型", en = "“Digital” Change" }
publisher = { zh-Hans = "某社", en = "Press" }
identifier = "urn:uuid:6fa459ea-ee8a-4ca3-894e-db77e160355e"
date = 2020-02-02

[[edition]]
name = "bilingual"
layout = "interleaved"

[[edition]]
name = "parallel"
layout = "parallel"
"""
TEXT = """\
# ……

# ……

正。

Text.

|   | 1 |
|---|---|
| 2 | 3 |

- `a`
- `b`

![一条线](line.svg "图一")

![A line](line.svg "A figure")

一行里的图 ![线](line.svg){width=120pt} 后面。

A picture in a line ![line](line.svg){width=120pt} and after.
"""
EDITIONS = ("bilingual", "parallel")


@pytest.fixture(scope="module")
def folder() -> Path:
    """Return the folder with the book and its editions."""
    files = {"book.toml": TOML, "01.md": TEXT, "01-opening.md": None}
    return small_books.build_once("odd-book", lambda root: book_files.write_book(root, files))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("suffix", ["pdf", "epub"])
def test_it_is_sound(folder: Path, edition: str, suffix: str) -> None:
    """Ellipses of two languages below each other, the folio 1 on the page of a table headed 1, corner brackets."""
    file = folder / f"dist/odd-{edition}.{suffix}"
    printed = file.with_suffix(".pdf") if suffix == "epub" else None
    request = VerifyRequest(book=folder / "book", printed=printed, run_validators=False)
    (result,) = verify_files([file], request)
    assert result.sound, (result.failures, result.line_problems)
