"""Parallel: the languages of a block side by side, each in a column; in e-books where the screen is wide enough."""

from __future__ import annotations

from wicpress.layout import Layout
from wicpress.resources import resource_dir

LAYOUT = Layout(
    "parallel",
    languages=(2, None),
    columns="one_per_language",
    epub_sheet=resource_dir("styles") / "epub" / "parallel.css",
)
