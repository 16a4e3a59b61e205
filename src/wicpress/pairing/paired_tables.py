"""Pairs tables of the same shape, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.model import SHARED
from wicpress.pairing.blocks import describe
from wicpress.pairing.diagnostics import UNEQUAL_COLUMNS
from wicpress.source_blocks import PairedBlock, UnpairedBlock, Versions, same_shape

HELP = "give both the same rows and columns, or put {.solo} on the line above a table that has no counterpart"


def shape_mismatches(versions: Sequence[UnpairedBlock]) -> Iterator[Diagnostic]:
    """Report each table among ``versions`` whose shape differs from the first one's; other blocks always fit."""
    first = versions[0]
    for other in versions[1:]:
        if first.kind == other.kind == "table" and not same_shape(first, other):
            message = f"{describe(first)} in {first.span.path} (line {first.span.line}) meets {describe(other)}"
            yield UNEQUAL_COLUMNS(message, other.span, hint=HELP, lang=other.lang)


def pair_rows(tables: Versions) -> tuple[PairedBlock, ...]:
    """Return the rows of one table, or of several of one shape, each with its paired cells as children."""
    languages = [table.lang for table in tables]
    return tuple(
        PairedBlock(rows, tuple(_pair_cell(cells, languages) for cells in zip(*_cells(rows), strict=True)))
        for rows in zip(*(table.children for table in tables), strict=True)
    )


def pair_table_notes(tables: Versions) -> tuple[PairedBlock, ...]:
    """Return the notes below a table, the first of each language with the first of the others, and so on."""
    by_language: dict[str, list[UnpairedBlock]] = {}
    groups: dict[int, list[UnpairedBlock]] = {}
    for nth, note in enumerate(note for table in tables for note in table.notes):
        before = by_language.setdefault(note.lang, [])
        key = len(before) if note.pairable else -1 - nth
        if note.pairable:
            before.append(note)
        groups.setdefault(key, []).append(note)
    return tuple(PairedBlock(tuple(notes)) for notes in groups.values())


def _cells(rows: Versions) -> list[Versions]:
    return [row.children for row in rows]


def _pair_cell(cells: Versions, languages: Sequence[str]) -> PairedBlock:
    """Share a cell that all languages write alike (a number, a name); else give each its table's language."""
    if len(cells) == 1:
        return PairedBlock(cells)
    if len({cell.inlines for cell in cells}) == 1:
        return PairedBlock((attrs.evolve(cells[0], lang=SHARED),))
    return PairedBlock(
        tuple(
            attrs.evolve(cell, lang=language) if cell.lang == SHARED else cell
            for cell, language in zip(cells, languages, strict=True)
        )
    )
