"""The recipe: find the books, read and check them, build what is not up to date, judge what was built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wicpress.diagnostics import Reported
from wicpress.pipeline.books import books
from wicpress.pipeline.examine import Choice, catalogue, faults, inspect
from wicpress.pipeline.mend import difference, mend
from wicpress.pipeline.press import Finished, Output, Progress, Wish, build
from wicpress.pipeline.records import to_table
from wicpress.pipeline.show import shown
from wicpress.pipeline.targets import WrongRequest

__all__ = [
    "Choice",
    "Finished",
    "Output",
    "Progress",
    "Wish",
    "WrongRequest",
    "books",
    "build",
    "catalogue",
    "difference",
    "faults",
    "fonts",
    "inspect",
    "mend",
    "shown",
    "to_table",
]


def fonts(root: Path) -> Reported[dict[str, Any] | None]:
    """Which fonts set which text of the book in ``root``, what they lack, and their licences."""
    from wicpress.pipeline import typecase  # noqa: PLC0415 - slow to load

    return typecase.fonts(root)
