"""E-books are valid for EPUBCheck with its usage notes, and for Ace by DAISY."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support import needs
from support.ebook import Unpacked
from support.judges import BENIGN, BRIEF
from wicpress.edition.page_map import PageMap
from wicpress.proofing.external_validators import run_ace, run_epubcheck

EDITIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("interleaved", {}),
    ("parallel", {}),
    ("zh", {}),
    ("en", {}),
    ("en-first", {}),
    ("zh", {"writing": "vertical", "formats": ("epub",), "missing": "omit"}),
)


@pytest.fixture(params=EDITIONS, ids=lambda each: f"{each[0]}{'-vertical' if each[1] else ''}")
def file(request: pytest.FixtureRequest, make: Callable[..., Unpacked], printed: PageMap, tmp_path: Path) -> Path:
    """Each edition in turn, with fonts and page list, as a file."""
    name, changes = request.param
    path = tmp_path / f"{name}.epub"
    path.write_bytes(make(name, fonts=True, pages=printed, edition=changes).data)
    return path


@needs.part("Java")
def test_epubcheck_finds_nothing(file: Path) -> None:
    """No error, no warning, no usage note that can be avoided."""
    result = run_epubcheck(file, usage=True, env=BRIEF)
    assert result.ran, result.reason
    assert [each for each in result.findings if each.code not in BENIGN] == []


@needs.part("Ace by DAISY")
def test_ace_finds_no_violation(file: Path) -> None:
    """Ace opens the book, and no assertion of its report failed."""
    result = run_ace(file)
    assert result.ran, result.reason
    assert result.findings == ()
