"""The limits of what a book or a finished file may cost. The user sets them, never a book.

A module that reads something asks ``most("picture")`` when it reads it, and ends a diagnostic with
``way_out("picture")``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, get_args

import attrs

Name = Literal[
    "seconds",
    "memory",
    "reading-seconds",
    "template-seconds",
    "output",
    "source",
    "picture",
    "stream",
    "elements",
    "operators",
    "editions",
]
"""The names that ``[limits]`` in the user's configuration and ``--limits`` know."""
NAMES: Final[tuple[Name, ...]] = get_args(Name)

KILOBYTE, MEGABYTE, GIGABYTE = 10**3, 10**6, 10**9
_UNITS: Final[Mapping[str, int]] = {"": 1, "kB": KILOBYTE, "MB": MEGABYTE, "GB": GIGABYTE}
_AMOUNT: Final = re.compile(r"(\d{1,15}) ?(kB|MB|GB|)", re.ASCII)


@attrs.frozen
class Limit:
    """A limit: its value where the user sets none, in ``unit``, and what it is of."""

    default: int
    unit: str
    what: str


LIMITS: Final[Mapping[Name, Limit]] = {
    "seconds": Limit(30, "s", "processor time in which a process lays out one section, or 250 kB of its HTML"),
    "memory": Limit(1500 * MEGABYTE, "bytes", "memory of a process that lays out a book or fills in its templates"),
    "reading-seconds": Limit(30, "s", "processor time in which one file, or 1 MB of it, is read and checked"),
    "template-seconds": Limit(6, "s", "processor time in which the templates of a book are filled in for one file"),
    "output": Limit(64 * MEGABYTE, "characters", "text that the templates of a book make for one file"),
    "source": Limit(4 * MEGABYTE, "bytes", "one file of text: a manuscript, settings, a style sheet, a template"),
    "picture": Limit(100 * MEGABYTE, "bytes", "one file of a picture, also of a drawing when it is unpacked"),
    "stream": Limit(200 * MEGABYTE, "bytes", "one stream of a PDF or one file of an e-book, unpacked"),
    "elements": Limit(100_000, "elements", "what one drawing draws, each use of a part counted"),
    "operators": Limit(1_000_000, "operators", "what one page of a PDF draws, each use of a form counted"),
    "editions": Limit(100, "editions", "editions of one book"),
}
"""Each limit by its name."""

PICTURE: Final = 25 * KILOBYTE
"""What a picture counts among the HTML of a section: ten of them may take as long as 250 kB of text."""
SHARES: Final[Mapping[Name, int]] = {
    "seconds": 250 * KILOBYTE,
    "reading-seconds": MEGABYTE,
    "memory": 4 * MEGABYTE,
}
"""The bytes for which a limit is given once more: an honest book may be long, and costs as much as it is long."""

_set: dict[Name, int] = {}
"""The limits of this process that the user has set."""


def most(name: Name) -> int:
    """Return the most that a limit lets pass, in its unit."""
    return _set.get(name, LIMITS[name].default)


def allowed(name: Name, size: int) -> int:
    """Return what a limit gives to something of ``size`` bytes: as much again for each whole share of it."""
    return most(name) * (1 + size // SHARES[name])


def shown(name: Name, value: int = 0) -> str:
    """Return a limit, or a value of its unit, for people: ``4 MB``, ``30 s``, ``100,000 elements``."""
    value, unit = value or most(name), LIMITS[name].unit
    if unit == "bytes":
        divisor, unit = next((each, suffix) for suffix, each in reversed([*_UNITS.items()]) if value % each == 0)
        return f"{value // divisor:,} {unit or 'bytes'}"
    return f"{value:,} {unit}"


def way_out(name: Name) -> str:
    """Return the hint that says how to raise a limit, which ends a diagnostic's help."""
    return f"`--limits {name}=…` or `[limits]` in your own configuration raises the limit"


def set_limits(values: Mapping[Name, int]) -> None:
    """Let these values apply in this process, in the place of all that were set before."""
    _set.clear()
    _set.update(values)


def set_values() -> dict[Name, int]:
    """Return the limits that the user has set, for a process that this one starts."""
    return dict(_set)


def parse_limit(name: str, value: object) -> tuple[Name, int]:
    """Return the limit that ``name`` names and its value. Raise ``ValueError`` with a sentence."""
    known = next((each for each in NAMES if each == name), None)
    if known is None:
        raise ValueError(f"there is no limit `{name}`; there are: {', '.join(NAMES)}")
    match = _AMOUNT.fullmatch(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    amount = int(match[1]) * _UNITS[match[2]] if match else 0
    if not match or not amount or (match[2] and LIMITS[known].unit != "bytes"):
        size = ", or a size such as `500 MB`" if LIMITS[known].unit == "bytes" else ""
        raise ValueError(f"the limit `{name}` is a whole number above 0{size}")
    return known, amount
