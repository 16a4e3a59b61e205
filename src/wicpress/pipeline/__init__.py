"""The recipe: find the books, read and check them, build what is not up to date, judge what was built."""

from __future__ import annotations

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
    "inspect",
    "mend",
    "shown",
    "to_table",
]
