"""Tables in each notation: of bars, grids, simple ones and those of several lines, joined, ragged and left open."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

Words = Callable[[], str]
"""Returns the words of a cell, in one line."""
JOINS: Final = ("||", "|||", "| ^^ |", "| ^^ ||", "|" + "|" * 300, "| a | \\", "|\\", "| \\| |", "|^^|^^|^^|")


def bars(random: Random, words: Words, *, wild: bool) -> list[str]:
    """Return a table of bars with joined cells, rows of several lines, several heads or none."""
    width = random.choice((1, 2, 3, 3, 12))
    rows = [f"|{'|'.join(words() for _ in range(width))}|" for _ in range(random.randint(1, 5))]
    for _ in range(random.choice((0, 1, 3))):
        rows.insert(random.randrange(len(rows) + 1), random.choice(JOINS))
    rule = "|" + "|".join(random.choice(("---", ":--", "--:", ":-:", "-")) for _ in range(width)) + "|"
    rows.insert(random.choice((0, 1, 1, 1, 2, len(rows))), rule)
    return [row[: random.randrange(len(row))] if wild and random.random() < 0.1 else row for row in rows]


def grid(random: Random, words: Words, *, wild: bool) -> list[str]:
    """Return a grid, some lines of which are left out so that cells are joined."""
    widths = [random.choice((3, 8, 20)) for _ in range(random.choice((1, 2, 3, 8)))]
    lines = [_rule(random, widths, "-")]
    for nth in range(random.randint(1, 4)):
        for _ in range(random.choice((1, 1, 3))):
            cells = (f" {words()[: width - 2]}".ljust(width) for width in widths)
            lines.append("|" + random.choice("||| ").join(cells) + "|")
        lines.append(_rule(random, widths, random.choice("-=") if nth == 0 else "-"))
    if wild:
        nth = random.randrange(len(lines))
        lines[nth] = random.choice((lines[nth][:-1], lines[nth] + "|", lines[nth].replace("+", "|"), "+", "+-+" * 99))
    return lines


def _rule(random: Random, widths: list[int], sign: str) -> str:
    parts = []
    for width in widths:
        part = sign * width if random.random() < 0.9 else " " * width
        parts.append(f":{part[2:]}:" if part[0] == "=" and random.random() < 0.3 else part)
    return "+" + random.choice("+++|").join(parts) + "+"


def simple(random: Random, words: Words, *, wild: bool) -> list[str]:
    """Return a simple table, with a head or without, its rows of one line or of several."""
    widths = [random.choice((2, 6, 14)) for _ in range(random.choice((2, 2, 3, 9)))]
    rule = " ".join("-" * width for width in widths)
    edge = "-" * len(rule)

    def row() -> str:
        cells = (words()[: width if not wild else 40].ljust(width) for width in widths)
        return " ".join(cells)

    rows = [row() for _ in range(random.randint(1, 4))]
    several = [line for each in rows for line in (each, random.choice(("", row())), "")]
    form = random.choice((
        [row(), rule, *rows], [rule, *rows, rule], [edge, row(), rule, *several, edge], [rule, *several, rule],
        [edge, row(), row(), rule, *rows],
    ))  # fmt: skip
    return form[: random.randrange(len(form))] if wild else form


FORMS: Final = (bars, grid, simple)


def table(random: Random, words: Words, *, wild: bool) -> list[str]:
    """Return the lines of a table, perhaps with a caption above it and notes below."""
    above = random.choice(([], [], ["表：字", ""], ["Table: a", ""], ["{.caption #tab}", "字", ""], ["{.caption}"]))
    notes = random.choice((
        [], [], ["注：字"], ["", "注：字", "", "Note: a"], ["", "{.table-note}", words()], ["Source: x"] * 9,
    ))  # fmt: skip
    return [*above, *random.choice(FORMS)(random, words, wild=wild), *notes]
