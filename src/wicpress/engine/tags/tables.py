"""Connects each cell of a table with its head cells (PDF/UA-1, 7.5)."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wicpress.engine.tags.tree import Node

MAX_SPAN = 1000
"""A longer span is an error; HTML has the same limit."""


@attrs.define(eq=False)
class _Slot:
    """A cell and the grid it covers: rows ``top`` to ``bottom`` and columns ``left`` to ``right``, both exclusive."""

    node: Node
    top: int
    bottom: int
    left: int
    right: int


def head_cells(table: Node, name: str) -> None:
    """Set the scope and the id (it begins with ``name``) of the heads of ``table``, and the heads of each cell."""
    slots = list(_slots(table))
    heads = [slot for slot in slots if slot.node.kind == "TH"]
    for number, slot in enumerate(heads, 1):
        slot.node.id = f"{name}-{number}"
        slot.node.attributes.setdefault("Table", {})["Scope"] = _scope(slot)
    for slot in slots:
        ids = [head.node.id for head in heads if head is not slot and _applies_to(head, slot)]
        if ids:
            slot.node.attributes.setdefault("Table", {})["Headers"] = ids


def _scope(slot: _Slot) -> str:
    attribute = slot.node.element.get("scope") if slot.node.element is not None else ""
    if attribute in {"row", "rowgroup"}:
        return "/Row"
    if attribute in {"col", "colgroup"} or slot.node.ancestor("THead") is not None:
        return "/Column"
    return "/Row" if slot.left == 0 else "/Column"


def _applies_to(head: _Slot, slot: _Slot) -> bool:
    """Return whether ``head`` is above ``slot`` in its columns, or before it in its rows."""
    if head.node.attributes["Table"]["Scope"] == "/Column":
        return head.bottom <= slot.top and head.left < slot.right and slot.left < head.right
    return head.right <= slot.left and head.top < slot.bottom and slot.top < head.bottom


def _slots(table: Node) -> Iterator[_Slot]:
    """Yield the cells of a table on its grid, with spans as in HTML."""
    occupied: set[tuple[int, int]] = set()
    for top, row in enumerate(_rows(table)):
        left = 0
        for cell in row.nodes():
            if cell.kind not in {"TD", "TH"}:
                continue
            while (top, left) in occupied:
                left += 1
            rows, columns = _span(cell, "rowspan", "RowSpan"), _span(cell, "colspan", "ColSpan")
            occupied.update((top + down, left + across) for down in range(rows) for across in range(columns))
            yield _Slot(cell, top, top + rows, left, left + columns)
            left += columns


def _rows(table: Node) -> Iterator[Node]:
    for kid in table.nodes():
        if kid.kind == "TR":
            yield kid
        elif kid.kind in {"THead", "TBody", "TFoot"}:
            yield from (row for row in kid.nodes() if row.kind == "TR")


def _span(cell: Node, name: str, key: str) -> int:
    """Return how many rows or columns a cell spans, and record more than one in its attributes."""
    attribute = (cell.element.get(name) or "") if cell.element is not None else ""
    count = min(int(attribute), MAX_SPAN) if attribute.isdecimal() and int(attribute) > 1 else 1
    if count > 1:
        cell.attributes.setdefault("Table", {})[key] = count
    return count
