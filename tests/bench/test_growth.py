"""What a check does for a manuscript grows with its length as a line does, for each notation, whole or left open."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from bench.growth_books import CASES

from support.sampling import sampled
from wicpress.build.check import DiagnosticFilter, check_book

SMALL = ("emphasis", "pictures in a row")
"""Cases that once grew with the square of the length."""
PACKAGE = str(Path(check_book.__code__.co_filename).parents[1])
SIZES = (300, 600, 1200)
MOST = 2.3


def steps(case: str, size: int, folder: Path) -> int:
    """Return how many instructions of wicpress run when a book of ``size`` bytes is checked: the same each time."""
    root = folder / str(size)
    root.mkdir()
    for name, text in CASES[case](size).items():
        (root / name).write_text(text, encoding="utf-8")
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Callable[..., Any] | None:
        nonlocal count
        if event == "call" and not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        check_book(root, DiagnosticFilter())
    finally:
        sys.settrace(before)
    return count


def is_linear(case: str, folder: Path) -> bool:
    """Return whether twice as many bytes more need at most ``MOST`` times as many instructions more."""
    steps(case, 100, folder)  # what is loaded once is not counted
    first, second, third = (steps(case, size, folder) for size in SIZES)
    return third - second <= MOST * (second - first)


@pytest.mark.parametrize("case", SMALL)
def test_what_once_was_quadratic(case: str, tmp_path: Path) -> None:
    assert is_linear(case, tmp_path)


@pytest.mark.prove
@pytest.mark.parametrize("case", sampled(CASES, 20))
def test_each_notation(case: str, tmp_path: Path) -> None:
    assert is_linear(case, tmp_path)
