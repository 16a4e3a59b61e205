"""Diagnostics for a terminal: what, where, the line itself with a mark under the place, what to do."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from wicpress.diagnostics import Diagnostic

LONGEST = 100
"""Columns of a source line that are shown."""


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """One paragraph for each diagnostic and a line that counts them; an empty string for none."""
    every = list(diagnostics)
    lines: dict[str, list[str]] = {}
    blocks = ["\n".join(_block(each, sources, lines)) for each in every]
    return "\n\n".join([*blocks, summary(every)]) if every else ""


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each weight: ``2 errors, 1 warning``; ``no faults``."""
    counts = Counter(each.severity for each in diagnostics)
    told = [f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in sorted(counts.items())]
    return ", ".join(told) or "no faults"


def _block(diagnostics: Diagnostic, sources: Mapping[str, str], lines: dict[str, list[str]]) -> Iterator[str]:
    where = ""
    if diagnostics.span:
        column = f":{diagnostics.column}" if diagnostics.column else ""
        where = f"{diagnostics.span.path}:{diagnostics.span.line}{column}: "
    yield f"{where}{diagnostics.severity}: {diagnostics.message} [{diagnostics.code}]"
    if diagnostics.span and diagnostics.span.path in sources:
        path = diagnostics.span.path
        if path not in lines:
            lines[path] = sources[path].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if diagnostics.span.line <= len(lines[path]):
            yield from _quote(lines[path][diagnostics.span.line - 1], diagnostics)
    if diagnostics.help:
        yield f"  help: {diagnostics.help}"


def _quote(line: str, diagnostics: Diagnostic) -> Iterator[str]:
    """The source line and a caret line; a long one is cut around the place."""
    start = diagnostics.column - 1 if diagnostics.column else len(line) - len(line.lstrip())
    end = diagnostics.end_column - 1 if diagnostics.column else len(line.rstrip())
    if not line.strip():
        return
    number = str(diagnostics.span.line if diagnostics.span else 0)
    skip = max(0, start - 20) if columns(line) > LONGEST else 0
    lead = "…" if skip else ""
    shown = lead + visible(cut(line[skip:], LONGEST))
    before = columns(lead + visible(line[skip:start]))
    under = max(1, min(columns(visible(line[start:end])), columns(shown) - before))
    yield f"  {number} | {shown}"
    yield f"  {' ' * len(number)} | {' ' * before}{'^' * under}"


def cut(text: str, most: int) -> str:
    """``text`` up to ``most`` columns of a terminal, an ellipsis where something was left out."""
    total = 0
    for nth, char in enumerate(text):
        total += columns(char)
        if total > most:
            return text[:nth] + "…"
    return text


def visible(text: str) -> str:
    """``text`` with characters that a terminal does not show, or takes as a command, as a replacement or a space."""
    return "".join(
        " " if char == "\t" else "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") else char
        for char in text
    )


def columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes (Unicode Annex 11)."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
