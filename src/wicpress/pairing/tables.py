"""Two tables of one shape, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.model import SHARED
from wicpress.pairing.blocks import PairedBlock, UnpairedBlock, describe
from wicpress.pairing.diagnostics import UNEQUAL_COLUMNS

HELP = "give both the same rows and columns, or put {.solo} on the line above a table that has no counterpart"


def same_shape(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    """True where two tables have as many rows, heads and columns."""
    return [(row.info, len(row.children)) for row in one.children] == [
        (row.info, len(row.children)) for row in other.children
    ]


def shape_mismatches(level: Sequence[UnpairedBlock]) -> Iterator[Diagnostic]:
    """Says of each table that has another shape than the first in ``level`` that it has; other blocks always fit."""
    first = level[0]
    for other in level[1:]:
        if first.kind == other.kind == "table" and not same_shape(first, other):
            message = f"{describe(first)} in {first.span.path} (line {first.span.line}) meets {describe(other)}"
            yield UNEQUAL_COLUMNS(message, other.span, help=HELP, lang=other.lang)


def cells(tables: Sequence[UnpairedBlock]) -> tuple[PairedBlock, ...]:
    """The rows of one table, or of two or more of one shape, as groups of rows with groups of cells."""
    langs = [table.lang for table in tables]
    rows = zip(*(table.children for table in tables), strict=True)
    return tuple(
        PairedBlock(row, tuple(_cell(each, langs) for each in zip(*(line.children for line in row), strict=True)))
        for row in rows
    )


def _cell(drafts: tuple[UnpairedBlock, ...], langs: Sequence[str]) -> PairedBlock:
    """What all languages write alike (a number, a name) is said once, for all; else each is its own table's."""
    if len(drafts) == 1:
        return PairedBlock(drafts)
    if len({draft.inlines for draft in drafts}) == 1:
        return PairedBlock((attrs.evolve(drafts[0], lang=SHARED),))
    own = zip(drafts, langs, strict=True)
    return PairedBlock(tuple(attrs.evolve(each, lang=lang) if each.lang == SHARED else each for each, lang in own))
