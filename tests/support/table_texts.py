"""Tables as manuscripts write them: with bars, as grids, as simple ones, with joined cells, of several lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

Rows = Sequence[Sequence[str]]
LEFT, ABOVE = "||", "^^"
"""What stands in the place of a cell that is a part of the one at its left, or above it."""


def width(text: str) -> int:
    """Return the width of a text in columns of a fixed pitch, a Han character being two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in text)


def _filled(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def with_bars(head: Rows, body: Rows) -> str:
    """Return a table with bars; a line break in a cell continues its row in the next line."""
    count = len(body[0])
    lines = [line for row in head for line in _bar_lines(row)] or [f"|{'  |' * count}"]
    lines.append(f"|{'---|' * count}")
    return "\n".join((*lines, *(line for row in body for line in _bar_lines(row))))


def _bar_lines(row: Sequence[str]) -> list[str]:
    parts = [cell.split("\n") for cell in row]
    count = max(map(len, parts))
    lines = []
    for nth in range(count):
        cells = [part[nth] if nth < len(part) else ABOVE if part == [ABOVE] else "" for part in parts]
        text = "|" + "".join("|" if each == LEFT else f" {each} |" for each in cells)
        lines.append(text + " \\" * (nth < count - 1))
    return lines


def as_grid(head: Rows, body: Rows) -> str:
    """Return a grid; cells that are joined to others have no line before them or above them."""
    rows = [*head, *body]
    widths = [max(2 + width(line) for row in rows for line in row[nth].split("\n")) for nth in range(len(rows[0]))]
    lines = [_rule(rows[0], widths, "-")]
    for nth, row in enumerate(rows):
        parts = [[] if cell in (LEFT, ABOVE) else cell.split("\n") for cell in row]
        for line in range(max(1, *map(len, parts))):
            words = [part[line] if line < len(part) else "" for part in parts]
            lines.append(_grid_line(row, words, widths))
        below = rows[nth + 1] if nth + 1 < len(rows) else ()
        lines.append(_rule(below or row, widths, "=" if nth + 1 == len(head) else "-", is_last=not below))
    return "\n".join(lines)


def _grid_line(row: Sequence[str], words: Sequence[str], widths: Sequence[int]) -> str:
    line = ""
    for cell, text, columns in zip(row, words, widths, strict=True):
        line += " " * (columns + 1) if cell == LEFT else f"| {_filled(text, columns - 1)}"
    return line + "|"


def _rule(below: Sequence[str], widths: Sequence[int], sign: str, *, is_last: bool = True) -> str:
    """Return the line above a row; it is open above a cell that is a part of the one above."""
    parts = [
        " " * each if cell == ABOVE and not is_last else sign * each for cell, each in zip(below, widths, strict=True)
    ]
    return "+" + "+".join(parts) + "+"


def as_simple(head: Rows, body: Rows) -> str:
    """Return a simple table, of one line a row."""
    rows = [*head, *body]
    widths = [max(3, *(width(row[nth]) for row in rows)) for nth in range(len(rows[0]))]

    def line(row: Sequence[str]) -> str:
        return "  ".join(_filled(cell, each) for cell, each in zip(row, widths, strict=True)).rstrip()

    rule = "  ".join("-" * each for each in widths)
    if not head:
        return "\n".join((rule, *map(line, body), rule))
    return "\n".join((*map(line, head), rule, *map(line, body)))
