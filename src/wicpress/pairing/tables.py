"""Two tables of one shape, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

from wicpress.model import SHARED, plain
from wicpress.pairing.drafts import Draft, Group


def same_shape(one: Draft, other: Draft) -> bool:
    """True where two tables have as many rows, heads and columns."""
    return [(row.info, len(row.children)) for row in one.children] == [
        (row.info, len(row.children)) for row in other.children
    ]


def cells(tables: Sequence[Draft]) -> tuple[Group, ...]:
    """The rows of one table, or of two or more of one shape, as groups of rows with groups of cells."""
    rows = zip(*(table.children for table in tables), strict=True)
    return tuple(
        Group(row, tuple(_cell(each) for each in zip(*(line.children for line in row), strict=True))) for row in rows
    )


def _cell(drafts: tuple[Draft, ...]) -> Group:
    """What all languages write alike (a number, a name) is said once, for all."""
    if len({plain(draft.inlines) for draft in drafts}) == 1 and any(draft.lang == SHARED for draft in drafts):
        return Group(drafts[:1])
    if len(drafts) > 1 and len({draft.inlines for draft in drafts}) == 1:
        return Group((_shared(drafts[0]),))
    return Group(drafts)


def _shared(draft: Draft) -> Draft:
    return Draft("cell", draft.span, SHARED, draft.inlines, id=draft.id)
