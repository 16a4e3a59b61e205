"""Golden pages: the position and the text of every line. `pytest --accept` writes them anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.line_breaking import LineOptions

FOLDER = Path(__file__).parent / "golden"
CASES = sorted(path.stem for path in FOLDER.glob("*.html"))
OPTIONS = {"greedy": LineOptions(breaking="greedy"), "hanging": LineOptions(hanging=True)}


def described_lines(document: Any) -> Iterator[str]:
    """Yield a description of each line box: page, left, baseline, right (pt), and its text."""
    for number, page in enumerate(document.pages, 1):
        for line in page._page_box.descendants():
            if not isinstance(line, boxes.LineBox):
                continue
            words = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
            text = "".join(box.text for box in words)
            if text.strip():
                left = min(box.position_x for box in words) * 0.75
                right = max(box.position_x + box.width for box in words) * 0.75
                baseline = (line.position_y + line.baseline) * 0.75
                yield f"{number} {left:7.2f} {baseline:7.2f} {right:7.2f}  {text}"


@pytest.mark.parametrize("case", CASES)
def test_page(case: str, render: Callable[..., Any], accept: bool) -> None:
    """The page equals the accepted one, line by line."""
    body = (FOLDER / f"{case}.html").read_text(encoding="utf-8")
    with chinese_line_layout(OPTIONS.get(case, LineOptions())):
        described = "\n".join(described_lines(render(body))) + "\n"
    golden = FOLDER / f"{case}.txt"
    if accept:
        golden.write_text(described, encoding="utf-8").read_text(encoding="utf-8")


def test_there_are_cases() -> None:
    """The folder has cases."""
    assert len(CASES) >= 5
