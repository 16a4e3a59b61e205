"""No table is wider than its container, whatever its words are."""

from __future__ import annotations

import io

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure import boxes

from engine.lines.test_table_rows import PAGE, SHEETS
from wicpress.engine.patching.line_layer import chinese_line_layout


@pytest.mark.parametrize("fit", ["", "sized", "tight", "small", "smallest", "fixed"])
@pytest.mark.parametrize("columns", [3, 8, 12])
def test_no_table_is_too_wide(fit: str, columns: int) -> None:
    """Columns are made narrower than their words where there is no other way."""
    row = "<tr>" + '<td><span class="latin">Representatives</span></td>' * columns + "</tr>"
    table = f'<div class="block-step tabular"><table class="{fit}"><tbody>{row * 3}</tbody></table></div>'
    page = PAGE.replace("216pt", "1216pt")
    html = f'<html lang="en"><style>{SHEETS}{page}</style><body><div class="text">{table}</div>'
    with chinese_line_layout():
        (laid_out,) = HTML(file_obj=io.BytesIO(html.encode())).render().pages
    within = [each for each in laid_out._page_box.descendants() if isinstance(each, boxes.TextBox)]
    left, right = 20 * 96 / 72, 280 * 96 / 72
    assert all(left - 1 <= each.position_x and each.position_x + each.width <= right + 1 for each in within)
    letters = sum(len(each.text) - each.text.count("\u2010") for each in within)
    assert letters == 3 * columns * len("Representatives")
