"""E-books are valid for EPUBCheck with its usage notes, and for Ace by DAISY."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support import requirement_marks
from support.ebook import Unpacked
from support.epubcheck import ACCEPTED_CODES, JAVA_ENVIRONMENT
from wicpress.edition.page_map import PageMap
from wicpress.proofing.external_validators import run_ace, run_epubcheck

VERTICAL: dict[str, Any] = {"writing": "vertical", "formats": ("epub",), "missing": "omit"}
SAMPLES: tuple[tuple[str, dict[str, Any]], ...] = (("parallel", {}), ("zh", VERTICAL))
"""What ``make test`` gives to the validators: everything in columns, and vertical text."""
OTHERS: tuple[tuple[str, dict[str, Any]], ...] = (("interleaved", {}), ("zh", {}), ("en", {}), ("en-first", {}))
CASES = [*SAMPLES, *(pytest.param(case, marks=pytest.mark.prove) for case in OTHERS)]

pytestmark = pytest.mark.judge


def label(case: tuple[str, dict[str, Any]]) -> str:
    """Return the name of an edition, and whether its text is vertical."""
    return f"{case[0]}{'-vertical' if case[1] else ''}"


@pytest.fixture(params=CASES, ids=label)
def file(request: pytest.FixtureRequest, make: Callable[..., Unpacked], printed: PageMap, tmp_path: Path) -> Path:
    """Each edition in turn, with fonts and page list, as a file."""
    name, changes = request.param
    path = tmp_path / f"{name}.epub"
    path.write_bytes(make(name, fonts=True, pages=printed, edition=changes).data)
    return path


@requirement_marks.requires("Java")
def test_epubcheck_finds_nothing(file: Path) -> None:
    """No error, no warning, no usage note that can be avoided."""
    result = run_epubcheck(file, usage=True, env=JAVA_ENVIRONMENT)
    assert result.ran, result.reason
    assert [each for each in result.findings if each.code not in ACCEPTED_CODES] == []


@requirement_marks.requires("Ace by DAISY")
def test_ace_finds_no_violation(file: Path) -> None:
    """Ace opens the book, and no assertion of its report failed."""
    result = run_ace(file)
    assert result.ran, result.reason
    assert result.findings == ()
