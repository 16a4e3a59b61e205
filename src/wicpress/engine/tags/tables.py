"""Tells each cell of a table which heads it stands under (PDF/UA-1, 7.5)."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wicpress.engine.tags.tree import Node

MOST_SPAN = 1000
"""A span beyond this is a slip; HTML stops there too."""


@attrs.define(eq=False)
class _Slot:
    """A cell and the grid it covers: rows ``top`` to ``bottom`` and columns ``left`` to ``right``, both exclusive."""

    node: Node
    top: int
    bottom: int
    left: int
    right: int


def head_cells(table: Node, name: str) -> None:
    """Give the heads of ``table`` a scope and an id that begins with ``name``, and each cell its heads."""
    slots = list(_slots(table))
    heads = [slot for slot in slots if slot.node.kind == "TH"]
    for number, slot in enumerate(heads, 1):
        slot.node.id = f"{name}-{number}"
        slot.node.attributes.setdefault("Table", {})["Scope"] = _scope(slot)
    for slot in slots:
        found = [head.node.id for head in heads if head is not slot and _heads(head, slot)]
        if found:
            slot.node.attributes.setdefault("Table", {})["Headers"] = found


def _scope(slot: _Slot) -> str:
    said = slot.node.element.get("scope") if slot.node.element is not None else ""
    if said in {"row", "rowgroup"}:
        return "/Row"
    if said in {"col", "colgroup"} or slot.node.ancestor("THead") is not None:
        return "/Column"
    return "/Row" if slot.left == 0 else "/Column"


def _heads(head: _Slot, slot: _Slot) -> bool:
    """Whether ``head`` stands over ``slot`` in its columns, or before it in its rows."""
    if head.node.attributes["Table"]["Scope"] == "/Column":
        return head.bottom <= slot.top and head.left < slot.right and slot.left < head.right
    return head.right <= slot.left and head.top < slot.bottom and slot.top < head.bottom


def _slots(table: Node) -> Iterator[_Slot]:
    """The cells of a table on its grid, spans counted in as HTML counts them."""
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(_rows(table)):
        left = 0
        for cell in row.nodes():
            if cell.kind not in {"TD", "TH"}:
                continue
            while (top, left) in taken:
                left += 1
            rows, columns = _span(cell, "rowspan", "RowSpan"), _span(cell, "colspan", "ColSpan")
            taken.update((top + down, left + across) for down in range(rows) for across in range(columns))
            yield _Slot(cell, top, top + rows, left, left + columns)
            left += columns


def _rows(table: Node) -> Iterator[Node]:
    for kid in table.nodes():
        if kid.kind == "TR":
            yield kid
        elif kid.kind in {"THead", "TBody", "TFoot"}:
            yield from (row for row in kid.nodes() if row.kind == "TR")


def _span(cell: Node, name: str, key: str) -> int:
    """How many rows or columns a cell covers; more than one is said in its attributes."""
    said = (cell.element.get(name) or "") if cell.element is not None else ""
    count = min(int(said), MOST_SPAN) if said.isdecimal() and int(said) > 1 else 1
    if count > 1:
        cell.attributes.setdefault("Table", {})[key] = count
    return count
