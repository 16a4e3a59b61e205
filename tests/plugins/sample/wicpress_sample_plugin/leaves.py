"""Leaves: two languages below each other, each behind a rule at its edge."""

from __future__ import annotations

from pathlib import Path

from wicpress.layout import Layout

HERE = Path(__file__).parent

LAYOUT = Layout(
    "leaves",
    languages=(2, 2),
    template="layouts/leaves.html.j2",
    templates=HERE / "templates",
    print_sheet=HERE / "styles" / "leaves-print.css",
    epub_sheet=HERE / "styles" / "leaves-epub.css",
)
