"""The rows that a tall cell joins share its height."""

from __future__ import annotations

import io
from typing import Any

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure import boxes

from engine.lines.test_table_rows import PAGE, SHEETS
from wicpress.engine.patching.line_layer import chinese_line_layout


def rows_of(*rows: str) -> list[Any]:
    """Return the rows of a table as they are laid out."""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    table = f'<div class="block-step tabular"><table><tbody>{body}</tbody></table></div>'
    page = PAGE.replace("216pt", "616pt")
    html = f'<html lang="en"><style>{SHEETS}{page}</style><body><div class="text">{table}</div>'
    with chinese_line_layout():
        (laid_out,) = HTML(file_obj=io.BytesIO(html.encode())).render().pages
    return [each for each in laid_out._page_box.descendants() if isinstance(each, boxes.TableRowBox)]


def cell(lines: int, rows: int = 1) -> str:
    """Return a cell with so many lines, in so many rows."""
    return f'<td rowspan="{rows}"><span class="latin">{"<br>".join(["word"] * lines)}</span></td>'


@pytest.mark.parametrize(
    ("rows", "heights"),
    [
        ((cell(9, 3) + cell(1), cell(1), cell(1), cell(1) + cell(1)), (3, 3, 3, 1)),
        ((cell(3, 3) + cell(1), cell(1), cell(1)), (1, 1, 1)),
        ((cell(9, 3) + cell(4), cell(1), cell(1)), (5, 2, 2)),
        ((cell(4, 2) + cell(10, 4) + cell(1), cell(1), cell(1) + cell(1), cell(1) + cell(1)), (3, 3, 2, 2)),
        ((cell(1) + cell(1), cell(1) + cell(6, 3), cell(1), cell(1)), (1, 2, 2, 2)),
    ],
)
def test_heights(rows: tuple[str, ...], heights: tuple[int, ...]) -> None:
    """Each row has what its own cells need, and a share of what is left."""
    laid_out = rows_of(*rows)
    padding = 5
    lines = [(each.height - padding) / 16 for each in laid_out]
    assert [round(each) for each in lines] == [*heights]
    edges = [row.position_y + row.height for row in laid_out]
    assert edges[:-1] == pytest.approx([row.position_y for row in laid_out[1:]])
    for nth, row in enumerate(laid_out):
        for each in row.children:
            assert each.position_y == pytest.approx(row.position_y)
            assert each.position_y + each.border_height() == pytest.approx(edges[nth + each.rowspan - 1])
            assert each.padding_bottom >= 0
