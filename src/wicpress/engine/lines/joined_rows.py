"""Shares the height of a joined cell among its rows: WeasyPrint makes the last of them as high as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

_LEAST = 0.05
"""The least height in px that is shared."""


def block_level_layout(layout: Callable[..., Any]) -> Callable[..., Any]:
    """Return WeasyPrint's `block_level_layout` as `layout` has it, with rows that share what joined cells need."""

    def lay_out(context: Any, box: Any, *rest: Any) -> Any:
        result = layout(context, box, *rest)
        table = result[0].get_wrapped_table() if result[0] is not None and box.is_table_wrapper else None
        for group in table.children if table is not None else ():
            if not group.is_header:
                _share_heights(group.children)
        return result

    return lay_out


def _share_heights(rows: Sequence[Any]) -> None:
    """Move the edges between rows that a cell joins, where the last of them is higher than its own cells need."""
    for first, cell in [(nth, cell) for nth, row in enumerate(rows) for cell in row.children if cell.rowspan > 1]:
        last = first + cell.rowspan - 1
        if last >= len(rows):  # the others are on the next page
            continue
        needed = (_bottom(other) for start, other in _cells_to(rows, last) if other is not cell and start <= last)
        spare = _bottom(cell) - max(needed, default=rows[last].position_y)
        if spare > _LEAST:
            _move_edges(rows, first, last, spare / cell.rowspan)


def _cells_to(rows: Sequence[Any], last: int) -> Iterator[tuple[int, Any]]:
    """Yield the cells that end in a row, each with the row in which it begins."""
    return (
        (nth, cell)
        for nth, row in enumerate(rows[: last + 1])
        for cell in row.children
        if nth + cell.rowspan - 1 == last
    )


def _bottom(cell: Any) -> float:
    """Return where the content of a cell ends, with the padding and the border below it that its style asks for."""
    padding = cell.style["padding_bottom"]
    own = padding.value if getattr(padding, "unit", "") == "px" else 0.0
    return float(cell.position_y + cell.border_height() - cell.padding_bottom + own)


def _move_edges(rows: Sequence[Any], first: int, last: int, share: float) -> None:
    """Make each row from ``first`` on higher by a share of what ``last`` has too much, in px."""

    def shift(edge: int) -> float:
        return share * (edge - first) if first < edge <= last else 0.0

    for nth, row in enumerate(rows[: last + 1]):
        for cell in row.children:
            cell.padding_bottom += shift(nth + cell.rowspan) - shift(nth)
        row.height += shift(nth + 1) - shift(nth)
        row.translate(dy=shift(nth))
