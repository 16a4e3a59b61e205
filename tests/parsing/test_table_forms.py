"""Tables of pandoc and MultiMarkdown: grids, simple ones, joined cells, cells of several lines, no head."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, LineBreak, Strong, Table
from wicpress.parsing.markdown import Parser
from wicpress.parsing.markup.block_marks import MarkFinder
from wicpress.parsing.markup.places import Lines
from wicpress.source_blocks import MarkdownNode

ReadBook = Callable[..., WithDiagnostics[Book]]
Grid = list[list[str]]


def _tables(nodes: tuple[MarkdownNode, ...]) -> list[MarkdownNode]:
    return [each for node in nodes for each in ([node] if node.type == "table" else _tables(node.children))]


def _rows(text: str) -> tuple[int, list[str], list[list[tuple[str, int, int]]]]:
    """Return the rows of the head of the one table in ``text``, how its columns are ranged, and its cells."""
    (table,) = _tables(Parser().read(text).nodes)
    rows = [row for section in table.children for row in section.children]
    head = sum(row.children[0].type == "th" for row in rows)
    sides = [str(cell.token.attrs.get("style", "")).removeprefix("text-align:") for cell in rows[0].children]
    cells = [
        [(cell.children[0].token.content, *cell.token.meta.get("span", (1, 1))) for cell in row.children]
        for row in rows
    ]
    return head, sides, cells


def _words(text: str) -> Grid:
    return [[words for words, *_ in row] for row in _rows(text)[2]]


GRID = """\
+------+-------------+------+
| 流域 | 说明        | 数   |
+======+:============+=====:+
| 长江 | 第一段      | 1.5  |
|      |             |      |
|      | **第二段**  | 2    |
+------+-------------+------+
| 黄河 | 一格跨两栏         |
+      +-------------+------+
|      | 甲          | 3    |
+------+-------------+------+
"""


def test_a_grid_has_heads_sides_and_joined_cells() -> None:
    """A line of `=` ends the head, its colons range columns; cells without a line between them are one."""
    head, sides, cells = _rows(GRID)
    assert (head, sides) == (1, ["", "left", "right"])
    assert cells[1] == [("长江", 1, 1), ("第一段\n\n**第二段**", 1, 1), ("1.5\n\n2", 1, 1)]
    assert cells[2:] == [
        [("黄河", 1, 2), ("一格跨两栏", 2, 1), ("", 0, 0)],
        [("", 0, 0), ("甲", 1, 1), ("3", 1, 1)],
    ]


@pytest.mark.parametrize("lead", ["", "> ", "  "])
def test_a_grid_without_a_head_in_a_quotation(lead: str) -> None:
    """Colons in the first line range the columns; marks of quotations and an indent are before each line."""
    lines = ["+---+:-:+", "| a | b |", "+---+---+"]
    head, sides, cells = _rows("".join(f"{lead}{line}\n" for line in lines))
    assert (head, sides, cells) == (0, ["", "center"], [[("a", 1, 1), ("b", 1, 1)]])


@pytest.mark.parametrize(
    "lines",
    [
        ["+----+----+", "| 甲 | 乙 |", "+----+----+"],  # Han characters are two columns wide
        ["+---+---+", "| 甲 | 乙 |", "+---+---+"],  # or one
        ["+------+----+", "| “甲” | 乙 |", "+------+----+"],
        ["+--------+----+", "| “甲” | 乙 |", "+--------+----+"],  # quotation marks, too
        ["+-----+-----+", "| 甲乙丙丁 | 乙 |", "+-----+-----+"],  # bars alone
    ],
)
def test_frames_fit_whatever_width_an_editor_shows(lines: list[str]) -> None:
    """The frame is found where Han characters and quotation marks are as wide as a letter, or twice as wide."""
    ((first, second),) = _words("\n".join(lines))
    assert (first.strip("“”")[0], second) == ("甲", "乙")


@pytest.mark.parametrize(
    "text",
    [
        "+---+---+\n| a | b |\n",
        "+---+---+\n| a     |\n| b | c |\n+---+---+\n",
        "+---+\n+---+\n",
        "+--+--+\n| a +--+\n+--+--+\n",
    ],
)
def test_frames_that_are_open_are_no_tables(text: str) -> None:
    """A frame that is not closed, has an open cell or no line is text."""
    assert not _tables(Parser().read(text).nodes)


SIMPLE = """\
  数  名          说明  乙
----  ------  --------  ----
  12  杭州      在南方  一
 123  北京          北  二

后面的话。
"""


def test_simple_tables_are_ranged_as_their_heads_stand() -> None:
    """Where hyphens reach beyond a head at its left, the column is ranged right; at its right: left."""
    head, sides, cells = _rows(SIMPLE)
    assert (head, sides) == (1, ["right", "left", "right", "left"])
    assert [[words for words, *_ in row] for row in cells] == [
        ["数", "名", "说明", "乙"],
        ["12", "杭州", "在南方", "一"],
        ["123", "北京", "北", "二"],
    ]


@pytest.mark.parametrize(
    ("text", "head", "rows"),
    [
        ("--- ---\na   b\nc   d\n--- ---\n", 0, [["a", "b"], ["c", "d"]]),
        (
            "-------\nh   i\nj   k\n--- ---\na   b\nc\n\nd   e\n-------\n",
            1,
            [["h\nj", "i\nk"], ["a\nc", "b"], ["d", "e"]],
        ),
        ("--- ---\na   b\nc\n\nd   e\n--- ---\n", 0, [["a\nc", "b"], ["d", "e"]]),
    ],
)
def test_simple_tables_without_head_and_with_rows_of_several_lines(text: str, head: int, rows: Grid) -> None:
    """Between two lines of hyphens a table has no head; between lines of the same, an empty line parts its rows."""
    assert (_rows(text)[0], _words(text)) == (head, rows)


def test_cells_are_joined_by_bars_and_carets() -> None:
    """Bars behind a cell join columns, `^^` the cell above; a head may have several rows."""
    text = "| 省 | 年 ||\n| ^^ | 甲 | 乙 |\n|---|--:|--:|\n| 浙 | 1 | 2 |\n| ^^ | 3 ||\n| `a\\|b` | 4 | 5 |\n"
    head, sides, cells = _rows(text)
    assert (head, sides) == (2, ["", "right", "right"])
    assert cells == [
        [("省", 1, 2), ("年", 2, 1), ("", 0, 0)],
        [("", 0, 0), ("甲", 1, 1), ("乙", 1, 1)],
        [("浙", 1, 2), ("1", 1, 1), ("2", 1, 1)],
        [("", 0, 0), ("3", 2, 1), ("", 0, 0)],
        [("`a|b`", 1, 1), ("4", 1, 1), ("5", 1, 1)],
    ]


def test_the_bar_of_ruby_parts_no_cells(reads: ReadBook) -> None:
    result = reads("# 甲\n\n| {字|zì} | 词 |\n|---|---|\n| {汉|hàn}和{词|cí} | `{汉|a}` |\n| 一 | a\\|b |\n")
    assert [each.code for each in result.diagnostics] == []
    (table,) = result.value.chapters[0].blocks
    assert isinstance(table, Table)
    rows = [[cell.sides[0].text for cell in row.cells] for row in (*table.head, *table.rows)]
    assert rows == [["字", "词"], ["汉和词", "{汉|a}"], ["一", "a|b"]]


def test_a_backslash_behind_the_last_bar_continues_a_row() -> None:
    """Its cells go on in the next line, an empty one parts paragraphs."""
    text = "| a | b |\n|---|---|\n| c | d | \\\n|   |   | \\\n| e |   |\n"
    assert _words(text) == [["a", "b"], ["c\n\ne", "d"]]


@pytest.mark.parametrize("rule", ["|   |   |\n|---|---|\n", "|---|---|\n"])
def test_a_table_without_a_head(reads: ReadBook, rule: str) -> None:
    """A head without words is none, nor has a table that begins with its line of hyphens one."""
    result = reads(f"# 甲\n\n{rule}| 乙 | 1 |\n| 丙 | 2 |\n")
    (table,) = [block for block in result.value.chapters[0].blocks if isinstance(block, Table)]
    assert (table.head, len(table.rows), result.diagnostics) == ((), 2, ())


@pytest.mark.parametrize("head", ["`code`", "![图](a.png)"])
def test_a_head_of_code_or_a_picture_is_a_head(reads: ReadBook, head: str) -> None:
    """What has no words of a language is not empty."""
    result = reads({"01.md": f"# 甲\n\n| {head} | |\n|---|---|\n| 乙 | 1 |\n", "a.png": b""})
    (table,) = [block for block in result.value.chapters[0].blocks if isinstance(block, Table)]
    assert len(table.head) == 1


def test_lines_below_a_joined_cell_belong_to_it(reads: ReadBook) -> None:
    """Whatever stands in the columns of a joined cell in the next line of its row is its second line."""
    rows = "| 丁 || 一 | \\\n| 戊 | 己 | 二 |\n| ^^ || 三 | \\\n| ^^ || 四 |\n| 庚 | 辛 | 五 | \\\n"
    result = reads("# 甲\n\n| 乙 | 丙 | 数 |\n|---|---|---|\n" + rows)
    (table,) = [block for block in result.value.chapters[0].blocks if isinstance(block, Table)]
    cells = [
        [(cell.columns, cell.rows, *(side.text for side in cell.sides)) for cell in row.cells] for row in table.rows
    ]
    assert cells == [
        [(2, 2, "丁戊己"), (0, 0), (1, 1, "一二")],
        [(0, 0), (0, 0), (1, 1, "三四")],
        [(1, 1, "庚"), (1, 1, "辛"), (1, 1, "五")],
    ]
    assert not result.diagnostics


def test_a_row_of_joined_cells_alone(reads: ReadBook) -> None:
    """Nothing is left of a row whose cells are all joined with those above, which have too many rows then."""
    result = reads("# 甲\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n| ^^ | ^^ |\n| 三 | ^^ |\n| 四 ||\n| ^^ ||\n")
    assert [(each.code, each.span.line) for each in result.diagnostics if each.span] == [
        ("unequal_columns", 6),
        ("unequal_columns", 9),
    ]


def test_carets_that_join_nothing_are_named(reads: ReadBook) -> None:
    """There is no cell above the first row of a body, nor one of other columns."""
    result = reads("# 甲\n\n| 甲 | 乙 |\n|---|---|\n| ^^ | 一 |\n| 合计 ||\n| ^^ | 二 |\n")
    assert [(each.code, each.span and each.span.line) for each in result.diagnostics] == [
        ("stray_markup", 5),
        ("stray_markup", 7),
    ]


def test_blocks_in_cells_are_named(reads: ReadBook) -> None:
    """A cell has lines of words: a list in a grid is printed as it stands, and told."""
    result = reads("# 甲\n\n+------+\n| 说明 |\n+======+\n| 有： |\n|      |\n| - 甲 |\n| - 乙 |\n+------+\n")
    assert [(each.code, each.span and each.span.line) for each in result.diagnostics] == [
        ("stray_markup", 8),
        ("stray_markup", 9),
    ]


def test_two_tables_pair_only_where_they_join_the_same_cells(reads: ReadBook) -> None:
    """Both languages of a table have the same shape; a break stands between paragraphs of a cell."""
    english = GRID.translate(str.maketrans({"流": "r ", "域": "s ", "长": "a ", "江": "b ", "黄": "c ", "河": "d "}))
    for old, new in (
        ("第一段", "first."),
        ("第二段", "Second"),
        ("说明", "Text"),
        ("一格跨两栏", "two column"),
        ("甲 ", "one"),
        ("数", "No"),
    ):
        english = english.replace(old, new)
    result = reads(f"# 甲\n\n# A\n\n{GRID}\n{english}")
    (table,) = [block for block in result.value.chapters[0].blocks if isinstance(block, Table)]
    assert [(cell.columns, cell.rows) for cell in table.rows[1].cells] == [(1, 2), (2, 1), (0, 0)]
    words = table.rows[0].cells[1].sides
    assert [side.lang for side in words] == ["zh-Hans", "en"]
    assert [type(each) for each in words[0].inlines[1:]] == [LineBreak, Strong]
    assert not result.diagnostics


def test_tables_that_join_other_cells_do_not_pair(reads: ReadBook) -> None:
    """A cell over two columns has no counterpart in two cells."""
    result = reads("# 甲\n\n# A\n\n| 甲 | 乙 |\n|---|---|\n| 丙 ||\n\n| A | B |\n|---|---|\n| C | D |\n")
    assert [each.code for each in result.diagnostics] == ["unequal_columns"]


def test_a_caption_in_brackets_is_named(reads: ReadBook) -> None:
    """MultiMarkdown has it below its table; the help is the form of ours."""
    result = reads("# 甲\n\n# A\n\n| 1 | 2 |\n|---|---|\n| 3 | 4 |\n[3][tab]\n")
    (diagnostic,) = result.diagnostics
    assert diagnostic.code == "unequal_columns" and "`: 3`" in diagnostic.help


def _notes(result: WithDiagnostics[Book]) -> list[list[list[str]]]:
    tables = [block for block in result.value.chapters[0].blocks if isinstance(block, Table)]
    return [[[side.text for side in note.sides] for note in table.notes] for table in tables]


TABLE_ZH, TABLE_EN = "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n", "| A | B |\n|---|---|\n| C | D |\n"


@pytest.mark.parametrize(
    "below",
    [
        f"{TABLE_ZH}\n{TABLE_EN}\n注：子\n\nNote: rat\n\n资料来源：丑\n\nSource: ox\n",
        f"{TABLE_ZH}\n{TABLE_EN}\n注：子\n\n资料来源：丑\n\nNote: rat\n\nSource: ox\n",
        f"{TABLE_ZH}\n注：子\n\n资料来源：丑\n\n{TABLE_EN}\nNote: rat\n\nSource: ox\n",
        f"{TABLE_ZH}注：子\n\n资料来源：丑\n\n{TABLE_EN}Note: rat\n\nSource: ox\n",
    ],
)
def test_notes_belong_to_the_table_above_them(reads: ReadBook, below: str) -> None:
    """They pair in their order, wherever each language has its own, and may stand right below the last row."""
    result = reads(f"# 甲\n\n# A\n\n{below}\n寅。\n\nA tiger.\n")
    assert _notes(result) == [[["注：子", "Note: rat"], ["资料来源：丑", "Source: ox"]]]
    assert len(result.value.chapters[0].blocks) == 2
    assert not result.diagnostics


def test_notes_may_be_marked_and_stand_below_tables_alone(reads: ReadBook) -> None:
    """A class makes any paragraph below a table its note; elsewhere the words are a paragraph, the class is told."""
    result = reads(f"# 甲\n\n注：子\n\n{TABLE_ZH}\n{{.table-note}}\n丑\n\n寅\n\n{{.table-note}}\n卯\n")
    assert _notes(result) == [[["丑"]]]
    assert [each.code for each in result.diagnostics] == ["stray_caption"]
    assert [each.type_name for each in result.value.chapters[0].blocks] == ["paragraph", "table", *["paragraph"] * 2]


CELLS = st.text(alphabet="甲乙 ab*|\\`^-=+:“", max_size=6)


@settings(deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4),
    st.integers(0, 3),
    st.sampled_from(["\n", "\n<!-- x | -->\n", "\n<!-- x\n  +\n-->\n"]),
)
def test_any_cells_have_their_places(rows: Grid, form: int, between: str) -> None:
    """Whatever stands in the cells of a grid, a simple table or one of bars, each character has its place."""
    width = max(8, *(2 * len(cell) + 2 for row in rows for cell in row))
    lines = ["|".join(["", *(cell.ljust(width) for cell in row), ""]) for row in rows]
    rule = "+".join(["", *(["-" * width] * 3), ""])
    bare = ["  ".join(cell.ljust(width) for cell in row) for row in rows]
    dashes = "  ".join(["-" * width] * 3)
    text = {
        0: between.join(each for line in lines for each in (rule, line)) + f"\n{rule}\n",
        1: between.join([dashes, *bare, dashes]) + "\n",
        2: between.join([lines[0], "|---|---|---|", *lines[1:]]) + "\n",
        3: between.join([lines[0], "|---|---|---|", *(f"{line} \\" for line in lines[1:])]) + "\n",
    }[form]
    markdown = Parser().read(text)
    finder = MarkFinder(Lines.of(text))
    marks = finder.find(markdown.nodes, markdown.references)
    assert all(one.end <= other.start for one, other in pairwise(marks))
    for _, words, places in finder.words_of_blocks:
        content = words.token.content
        assert all(text[places.offset(at)] == char for at, char in enumerate(content) if char not in "\n")


@pytest.mark.parametrize(
    "text", ["+---+\n| a\n", "+---+---+\n| a |\n", "---- ----\na\n", "|---|---|\n", "| a || b |\n|---|---|\n"]
)
def test_open_frames_are_searched_once(text: str) -> None:
    """What is no table takes time in proportion to its length."""
    start = time.process_time()
    Parser().read(text * 4000)
    assert time.process_time() - start < 15
