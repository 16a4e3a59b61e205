"""Tables with joined cells as an edition shows them: which rows stay on one page."""

from __future__ import annotations

import pytest

from wicpress.diagnostics import Span
from wicpress.edition.view import ShownText
from wicpress.html.table_grid import MAX_UNBROKEN_LINES, TableCell, TableGrid
from wicpress.html.table_widths import ColumnWidths
from wicpress.model import Text, Translation


@pytest.mark.parametrize(("rows", "joined"), [(1, []), (3, [1, 2]), (MAX_UNBROKEN_LINES + 1, [])])
def test_rows_that_a_cell_joins_stay_together(rows: int, joined: list[int]) -> None:
    """A cell of a few rows keeps them on its page; one of many goes on over pages, below the repeated head."""
    first = (TableCell((), "", True, 0, rows=rows), TableCell((), "", False, 1))
    others = ((TableCell((), "", False, 1),),) * (MAX_UNBROKEN_LINES + 3)
    grid = TableGrid((), (first, *others))
    assert [nth for nth in range(len(grid.rows)) if grid.is_joined(nth)] == joined
    assert [nth for nth in range(len(grid.rows)) if grid.is_joined(nth, rows)] == [*range(1, rows)]


def test_the_place_of_a_cell_of_rows_above_is_left_empty() -> None:
    """A cell stands behind the columns that cells of rows above cover before it."""
    row = tuple(TableCell((), "", False, column, columns) for column, columns in ((1, 2), (5, 1), (6, 1)))
    grid = TableGrid((), (row,), ColumnWidths((10, 20, 20, 15, 15, 10, 10)))
    assert [grid.spaces_before(each, row) for each in row] == [("10%",), ("30%",), ()]
    assert not grid.has_merged_head()


def test_a_narrow_stub_has_room_for_two_characters() -> None:
    """The other columns share the rest, in the same row and in joined cells; a wide stub needs none."""
    words = ShownText("zh-Hans", Translation("zh-Hans", (Text("杭州"),), Span("01.md", 1, 1)))
    row = (TableCell((words,), "", True, 0), TableCell((words,), "", False, 1, 2))
    grid = TableGrid((), (row,), ColumnWidths((10, 45, 45), "tight"))
    rest = "calc((100% - max(10%, 2.25em)) * 1.0)"
    assert [grid.widths_of(each) for each in row] == [("10%", "max(10%, 2.25em)"), ("90%", rest)]
    assert grid.spaces_before(row[1], row[1:]) == ("10%", "max(10%, 2.25em)")
    over = grid.widths_of(TableCell((), "", False, 0, 2))
    assert over == ("55%", "calc(max(10%, 2.25em) + (100% - max(10%, 2.25em)) * 0.5)")
    assert grid.widths_of_columns()[0] == "10% 45% 45%"
    wide = TableGrid((), (row,), ColumnWidths((30, 35, 35)))
    assert [wide.widths_of(each) for each in row] == [("30%",), ("70%",)]


def test_a_row_whose_last_column_another_takes_is_open() -> None:
    """Its last cell keeps the space behind it."""
    head = (TableCell((), "", False, 0), TableCell((), "", False, 1), TableCell((), "", False, 2, rows=2))
    below = (TableCell((), "", False, 0, columns=2),)
    grid = TableGrid((head, below), ((*head[:2], TableCell((), "", False, 2)),))
    assert [grid.is_open(row) for row in (*grid.head, *grid.rows)] == [False, True, False]


@pytest.mark.parametrize(("rows", "kept"), [(3, []), (4, [1, 3]), (9, [1, 8])])
def test_two_rows_stay_together_at_either_end(rows: int, kept: list[int]) -> None:
    """No row stands alone at the foot of a page, or below the repeated head; high rows may."""
    grid = TableGrid((), ((TableCell((), "", True, 0), TableCell((), "", False, 1)),) * rows)
    assert [nth for nth in range(rows) if grid.stays_below(nth)] == kept
    words = ShownText("en", Translation("en", (Text("word " * 160),), Span("01.md", 1, 1)))
    high = TableGrid((), ((TableCell((words,), "", False, 0),),) * rows, ColumnWidths((50, 50)))
    assert not any(map(high.stays_below, range(rows)))
    assert high.long  # eleven lines a row are more than a table has that stays on one page
