"""Rows of tables over pages: the cells of a row begin together, below the head of the table, in the book's style."""

from __future__ import annotations

import io

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure import boxes

from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.resources import resource_dir

SHEETS = "".join(
    (resource_dir("styles") / "print" / name).read_text(encoding="utf-8")
    for name in ("tokens.css", "text.css", "apparatus.css")
)
PAGE = "@page { size: 300pt 216pt; margin: 20pt } :root { --sans-latin: 'Source Sans 3' }"


def row(name: int, lines: int) -> str:
    """Return a row with its number and a cell of so many lines; of two, each is in a language of its own."""
    between = "<br>" if lines > 2 else '</span><span class="latin">'
    words = between.join(f"r{name}l{nth}" for nth in range(lines))
    cells = f'<th scope="row"><span class="latin">n{name}</span></th><td><span class="latin">{words}</span></td>'
    return f"<tr{' class=long' if lines > 12 else ''}>{cells}</tr>"


def pages_of(above: int, *rows: int, at_head: bool = False) -> list[list[str]]:
    """Return the words of each page with lines of text ``above`` a table of rows with so many lines."""
    head = '<thead><tr><th scope="col"><span class="latin">Head</span></th><th>Lines</th></tr></thead>'
    body = "".join(row(name, lines) for name, lines in enumerate(rows))
    text = f'<p class="latin">{"<br>".join(["text"] * above)}</p>' if above else ""
    before, inside = (text, "") if at_head else ("", text)
    table = f'<div class="block-step tabular long"><table>{head}<tbody>{body}</tbody></table></div>'
    html = f'<html lang="en"><style>{SHEETS}{PAGE}</style><body>{before}<div class="text">{inside}{table}</div>'
    with chinese_line_layout():
        document = HTML(file_obj=io.BytesIO(html.encode())).render()
    return [
        [each.text.strip() for each in page._page_box.descendants() if isinstance(each, boxes.TextBox)]
        for page in document.pages
    ]


@pytest.mark.parametrize("lines", range(10, 18))
def test_the_head_stands_above_each_part_of_a_table(lines: int) -> None:
    """Also where all lines of the first row have room below it and the padding of the row has not."""
    pages = pages_of(8, lines, lines, lines)
    assert [page.count("n2") for page in pages].count(1) == 1
    for page in pages:
        first = next((nth for nth, word in enumerate(page) if word[0] in "nr"), None)
        assert first is None or page[first - 2 : first] == ["Head", "Lines"]


@pytest.mark.parametrize("above", range(8))
def test_a_number_is_not_parted_from_its_row(above: int) -> None:
    """A row whose words begin on the next page begins there with its number."""
    pages = pages_of(above, 3, 20, 14)
    for number in range(3):
        assert sum(bool({f"n{number}", f"r{number}l0"} & {*page}) for page in pages) == 1


@pytest.mark.parametrize("above", range(2))
def test_at_the_head_of_a_chapter_the_first_row_alone_is_broken(above: int) -> None:
    """Rows of two lines stand on one page."""
    for page in pages_of(above, *[2] * 12, at_head=True):
        assert all((f"r{nth}l0" in page) == (f"r{nth}l1" in page) for nth in range(1, 12))


@pytest.mark.parametrize(
    ("word", "lines"),
    [
        ("乌鲁木齐", ["乌鲁", "木齐"]),
        ("绍兴市", ["绍兴市"]),
        ("数字图书馆", ["数字图", "书馆"]),
    ],
)
def test_a_narrow_column_keeps_words_of_few_characters(word: str, lines: list[str]) -> None:
    """A stub that has less than the width of two or three characters, for other columns need more, has these."""
    words = "".join(f'<td><span class="latin">{word}</span></td>' for word in ("internationalisation", "Zhejiang"))
    table = (
        '<div class="block-step tabular"><table class="tight"><col style="width: 4%"/><col style="width: 20%"/>'
        f'<tbody><tr><th scope="row"><span class="han" lang="zh">{word}</span></th>{words}</tr>'
        "</tbody></table></div>"
    )
    html = f'<html lang="en"><style>{SHEETS}{PAGE}</style><body><div class="text">{table}</div>'
    with chinese_line_layout():
        document = HTML(string=html).render()
    (page,) = document.pages
    texts = [each.text for each in page._page_box.descendants() if isinstance(each, boxes.TextBox)]
    assert texts[: len(lines)] == lines


def test_the_words_above_a_table_that_goes_on_make_no_column_wider() -> None:
    """The columns have the widths that they have without that row, in percent of the table."""
    languages = "".join(f'<span class="column-{nth}"><b>Table 6 (continued)</b></span>' for nth in (1, 2))
    over = f'<tr class="continued"><th colspan="2"><span class="languages">{languages}</span></th></tr>'
    columns = '<col style="width: 40%"/><col style="width: 60%"/>'
    widths = []
    for above in ("", over):
        head = f'<thead>{above}<tr><th scope="col"><span class="latin">A</span></th><th>B</th></tr></thead>'
        table = f'<table class="sized goes-on">{columns}{head}<tbody>{row(1, 2)}</tbody></table>'
        html = (
            f'<html class="parallel"><style>{SHEETS}{PAGE} :root {{ --c1: 110pt; --c2: 130pt }}</style>'
            f'<body><div class="text"><div class="block-step tabular">{table}</div></div>'
        )
        with chinese_line_layout():
            (page,) = HTML(string=html).render().pages
        (laid,) = (each for each in page._page_box.descendants() if isinstance(each, boxes.TableBox))
        widths.append([round(each / laid.width, 2) for each in laid.column_widths])
    assert widths == [[0.4, 0.6]] * 2
