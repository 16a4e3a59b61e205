"""Renders diagnostics for a terminal: place, message, the source line with the place marked, help."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wicpress.diagnostics import Diagnostic

_OBEYED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MAX_COLUMNS = 100
"""Columns of a source line that are shown."""
_MOST_LETTERS = 4 * MAX_COLUMNS
"""The characters of a source line that are looked at: some take no column."""


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """Return one paragraph for each diagnostic and a line that counts them; an empty string for none."""
    every = list(diagnostics)
    lines: dict[str, list[str]] = {}
    blocks = ["\n".join(_block(each, sources, lines)) for each in every]
    return "\n\n".join([*blocks, summary(every)]) if every else ""


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """Return how many there are of each severity: ``2 errors, 1 warning``; ``no problems found``."""
    counts = Counter(each.severity for each in diagnostics)
    parts = [f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in sorted(counts.items())]
    return ", ".join(parts) or "no problems found"


def _block(diagnostic: Diagnostic, sources: Mapping[str, str], lines: dict[str, list[str]]) -> Iterator[str]:
    where = ""
    if diagnostic.span:
        column = f":{diagnostic.column}" if diagnostic.column else ""
        where = f"{visible(diagnostic.span.path)}:{diagnostic.span.line}{column}: "
    yield f"{where}{diagnostic.severity}: {printable(diagnostic.message)} [{diagnostic.code}]"
    if diagnostic.span and diagnostic.span.path in sources:
        path = diagnostic.span.path
        if path not in lines:
            lines[path] = sources[path].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if diagnostic.span.line <= len(lines[path]):
            yield from _quote(lines[path][diagnostic.span.line - 1], diagnostic)
    if diagnostic.help:
        yield f"  help: {printable(diagnostic.help)}"


def _quote(line: str, diagnostic: Diagnostic) -> Iterator[str]:
    """Yield the source line and a line of carets; a long line is cut around the place.

    No more is read of a line than is shown: a long one may have thousands of places.
    """
    if not line or line.isspace():
        return
    start = diagnostic.column - 1 if diagnostic.column else len(line) - len(line.lstrip())
    end = diagnostic.end_column - 1 if diagnostic.column else len(line.rstrip())
    number = str(diagnostic.span.line if diagnostic.span else 0)
    is_long = len(line) > _MOST_LETTERS or columns(line) > MAX_COLUMNS
    skip = max(0, start - 20) if is_long else 0
    lead = "…" if skip else ""
    shown = lead + visible(cut(line[skip : skip + _MOST_LETTERS], MAX_COLUMNS))
    before = columns(lead + visible(line[skip:start]))
    under = max(1, min(columns(visible(line[start : min(end, start + _MOST_LETTERS)])), columns(shown) - before))
    yield f"  {number} | {shown}"
    yield f"  {' ' * len(number)} | {' ' * before}{'^' * under}"


def cut(text: str, most: int) -> str:
    """Return ``text`` up to ``most`` columns of a terminal, with an ellipsis where it is cut."""
    total = 0
    for nth, char in enumerate(text):
        total += columns(char)
        if total > most:
            return text[:nth] + "…"
    return text


def visible(text: str) -> str:
    """Return ``text`` with characters that a terminal hides or obeys replaced by U+FFFD or a space."""
    return "".join(
        " " if char == "\t" else "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") else char
        for char in text
    )


def printable(text: str) -> str:
    """Return ``text`` with what a terminal obeys replaced by U+FFFD, but for ends of lines and tabs.

    Control characters give it orders, and marks of direction show a line as another (CVE-2021-42574).
    """
    return _OBEYED.sub("\ufffd", text)


def columns(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes (Unicode Annex 11)."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
