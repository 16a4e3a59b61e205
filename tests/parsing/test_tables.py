"""Tables and captions: cells of two languages, captions of tables and figures, rows that do not fit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import Span, WithDiagnostics
from wicpress.model import SHARED, Book, Figure, Paragraph, Picture, Table, translations_of
from wicpress.parsing.tables import count_cells

ReadBook = Callable[..., WithDiagnostics[Book]]
ZH = "| 年 | 国家 |\n|---|--:|\n| 2016 | 110 |\n| 今年 | API |\n"
EN = "| Year | Countries |\n|---|--:|\n| 2016 | 110 |\n| now | API |\n"


def codes(result: WithDiagnostics[Book]) -> list[str]:
    """Return the codes of the diagnostics."""
    return [each.code for each in result.diagnostics]


def tables(result: WithDiagnostics[Book]) -> list[Table]:
    """Return the tables of the first chapter."""
    return [block for block in result.value.chapters[0].blocks if isinstance(block, Table)]


def test_two_tables_of_one_shape_are_one(reads: ReadBook) -> None:
    """Cell pairs with cell; figures and names that both languages write alike are shared."""
    result = reads(f"# A\n\n{ZH}\n{EN}")
    (table,) = tables(result)
    assert table.align == ("", "right")
    assert [[side.text for side in cell.sides] for cell in table.head[0].cells] == [
        ["年", "Year"],
        ["国家", "Countries"],
    ]
    assert [[side.lang for side in cell.sides] for row in table.rows for cell in row.cells] == [
        [SHARED],
        [SHARED],
        ["zh-Hans", "en"],
        [SHARED],
    ]
    assert codes(result) == []


def test_a_bilingual_table_keeps_the_language_of_each_cell(reads: ReadBook) -> None:
    """Where the head holds both languages, every cell has its own."""
    result = reads("# A\n\n| 国家 | Country | 数 |\n|---|---|---|\n| 中国 | China | 110 |\n")
    (table,) = tables(result)
    assert [cell.sides[0].lang for cell in table.rows[0].cells] == ["zh-Hans", "en", SHARED]


def test_foreign_names_in_a_head(reads: ReadBook) -> None:
    """A Chinese head that names an API is Chinese where its English counterpart stands beside it."""
    result = reads("# A\n\n| API | 说明 |\n|---|---|\n| x | 甲 |\n\n| API | Meaning |\n|---|---|\n| x | A |\n")
    (table,) = tables(result)
    assert [[side.lang for side in cell.sides] for cell in table.head[0].cells] == [[SHARED], ["zh-Hans", "en"]]


def test_names_in_foreign_scripts(reads: ReadBook) -> None:
    """A cell in a script of no language of the book is shared."""
    result = reads("# A\n\n| Language | Name |\n|---|---|\n| Korean | 한국어 |\n| Greek | ελληνικά |\n")
    (table,) = tables(result)
    assert [row.cells[1].sides[0].lang for row in table.rows] == [SHARED, SHARED]
    assert codes(result) == []


def test_tables_of_two_shapes_stay_two(reads: ReadBook) -> None:
    """Neighbours of other shapes are two tables."""
    assert len(tables(reads("# A\n\n| 年 |\n|---|\n| 甲 |\n\n| A | B |\n|---|---|\n| a | b |\n"))) == 2


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", 5),
        ("| a | b |\n|---|---|\n| 1 |\n", 5),
        ("| a | b |\n|---|\n| 1 | 2 |\n", 3),
        ("> | a | b |\n> |---|---|\n> | 1 |\n", 5),
    ],
)
def test_unequal_columns(reads: ReadBook, source: str, line: int) -> None:
    """A row with more or fewer cells than the head, and a head that does not fit its rule, are errors."""
    result = reads(f"# A\n\n{source}")
    assert codes(result) == ["unequal_columns"]
    assert result.diagnostics[0].span is not None
    assert result.diagnostics[0].span.line == line


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("| a | b |", 2),
        ("a | b", 2),
        ("| a \\| b |", 1),
        ("| a | |", 2),
        ("a |", 1),
        ("> | a | b |", 2),
        ("|", 0),
        ("| a | b", 2),
    ],
)
def test_cells_of_a_line(line: str, count: int) -> None:
    """Bars at the ends are no cells, an escaped bar is text."""
    assert count_cells(line) == count


# ---------------------------------------------------------------------------------- captions


@pytest.mark.parametrize(
    "text",
    [
        f"表：历年\n\nTable: By year\n\n{ZH}\n{EN}",
        f"表1：历年\n\n{ZH}\nTable 1: By year\n\n{EN}",
        f"{{.caption}}\n历年\n\n{{.caption}}\nBy year\n\n{ZH}",
        f"{ZH}\n{EN}\n表：历年\n\nTable: By year\n",
    ],
)
def test_captions_of_tables(reads: ReadBook, text: str) -> None:
    """Captions stand above or below, together or each with its table; the mark is split from the words."""
    result = reads(f"# A\n\n{text}")
    (table,) = tables(result)
    assert [(side.lang, side.text) for side in table.sides] == [("zh-Hans", "历年"), ("en", "By year")]
    assert table.number == 1
    assert codes(result) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{ZH}\n: 历年 {{#tab-years}}\n\n{EN}\n: By year",
        f"{ZH}\n{EN}\n: 历年\n\n: By year {{#tab-years}}",
        f"## 节\n\n## Section\n\n: 历年 {{#tab-years}}\n\n{ZH}\n: By year\n\n{EN}",
        f"表：历年 {{#tab-years}}\n\nTable: By year\n\n{ZH}\n{EN}",
        f"{ZH}\n{EN}\nTable: By year {{#tab-years}}\n\n表：历年",
    ],
)
def test_captions_of_pandoc(reads: ReadBook, text: str) -> None:
    """A colon, or the mark, begins a caption above or below; its id stands behind its words."""
    result = reads(f"# A\n\n{text}")
    (table,) = tables(result)
    assert {(side.lang, side.text) for side in table.sides} == {("zh-Hans", "历年"), ("en", "By year")}
    assert table.id == "tab-years"
    assert codes(result) == []


def test_a_colon_without_table_is_no_caption(reads: ReadBook) -> None:
    """Behind a term it begins the meaning; one that stands alone is reported; each table has the caption below it."""
    assert codes(reads("# A\n\n: 说明")) == ["stray_markup"]
    terms = reads(f"# A\n\n词\n: 释义\n\n{ZH}")
    assert [each.type_name for each in terms.value.chapters[0].blocks] == ["definitions", "table"]
    assert "stray_caption" not in codes(terms)
    one, other = tables(reads(f"# A\n\n{ZH}\n: 一\n\n{ZH.replace('年', '日')}\n: 二"))
    assert [side.text for table in (one, other) for side in table.sides] == ["一", "二"]


@pytest.mark.parametrize(
    "text, before",
    [
        ("一段话。\n\n: 历年 {#tab-years}", ["paragraph"]),
        ("一段话：\n: 历年 {#tab-years}", ["paragraph"]),
        ("词\n: 释义\n\n一段，\n两行话。\n\n: 历年 {#tab-years}", ["definitions", "paragraph"]),
        ("These are four words.\n\n: 历年 {#tab-years}", ["paragraph"]),
    ],
)
def test_a_colon_between_a_sentence_and_a_table_begins_a_caption(
    reads: ReadBook, text: str, before: list[str]
) -> None:
    """What ends as a sentence does is no term; terms above it stay."""
    result = reads(f"# A\n\n{text}\n\n{ZH}")
    blocks = result.value.chapters[0].blocks
    assert [each.type_name for each in blocks] == [*before, "table"]
    assert [side.text for side in tables(result)[0].sides] == ["历年"] and blocks[-1].id == "tab-years"
    assert codes(result) == []


def test_a_meaning_that_may_be_a_caption_is_named(reads: ReadBook) -> None:
    """That of one term, behind an empty line, above a table without another caption; `~` begins meanings alone."""
    assert codes(reads(f"# A\n\n词\n\n: 释义\n\n{ZH}")) == ["stray_caption"]
    assert codes(reads(f"# A\n\n> 词\n>\n> : 释义\n>\n> {ZH}".replace("\n|", "\n> |"))) == ["stray_caption"]
    assert codes(reads(f"# A\n\n词\n\n: 释义\n\n{ZH}\n表：历年")) == []
    assert codes(reads(f"# A\n\n一段话。\n~ 释义\n\n{ZH}")) == []


def test_marks_of_captions(reads: ReadBook) -> None:
    """The mark keeps the form that the source gives it."""
    (table,) = tables(reads(f"# A\n\n表 1-2：历年\n\nTable 3: By year\n\n{ZH}"))
    assert [side.marker for side in table.sides] == ["表 1-2：", "Table 3: "]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("表3-2 历年", "Table 3-2: By year"),
        ("表格 3-2：历年", "Table 3-2. By year"),
        ("表3-2　历年", "Table 3-2 By year"),
        ("表三：历年", "Table: By year"),
        ("表4-1 历年", "Table 4.1 By year"),
        ("表甲-1 历年", "Table A.1 By year"),
        ("表B2：历年", "Table B2: By year"),
    ],
)
def test_forms_of_captions(reads: ReadBook, zh: str, en: str) -> None:
    """A space or a full stop behind a number makes a caption as a colon does."""
    result = reads(f"# A\n\n{zh}\n\n{en}\n\n{ZH}\n{EN}")
    (table,) = tables(result)
    assert [side.text for side in table.sides] == ["历年", "By year"]
    assert codes(result) == []


def test_sentences_beside_a_table_are_no_captions(reads: ReadBook) -> None:
    """A sentence that begins with the name of a table is text."""
    result = reads(f"# A\n\nTable 3 shows the years.\n\n{EN}")
    assert [block.type_name for block in result.value.chapters[0].blocks] == ["paragraph", "table"]


def test_captions_with_different_numbers_are_reported(reads: ReadBook) -> None:
    """Two numbers of one table are a mistake, and each language keeps its own."""
    result = reads(f"# A\n\n表3-2 历年\n\nTable 3-1: By year\n\n{ZH}\n{EN}")
    assert codes(result) == ["numbers_differ"]


def test_captions_with_the_same_number_in_other_numerals_agree(reads: ReadBook) -> None:
    """``表二`` and ``Table 2`` have one number."""
    assert codes(reads(f"# A\n\n表二：历年\n\nTable 2: By year\n\n{ZH}\n{EN}")) == []


def test_tables_are_counted_in_the_book(reads: ReadBook) -> None:
    """Captioned tables count through the book; one without caption has no number."""
    result = reads({"01.md": f"# A\n\nTable: One\n\n{EN}\n***\n\n{EN}", "02.md": f"# B\n\nTable: Two\n\n{EN}"})
    numbers = [
        block.number for chapter in result.value.chapters for block in chapter.blocks if isinstance(block, Table)
    ]
    assert numbers == [1, 0, 2]


def test_captions_with_the_same_words(reads: ReadBook) -> None:
    """Two are the captions of a table in both languages; of others in one language the nearer is."""
    result = reads(f"# 甲\n\n# A\n\nTable: Git\n\nTable: Git\n\n{EN}")
    assert codes(result) == []
    (table,) = result.value.chapters[0].blocks
    assert isinstance(table, Table) and [side.text for side in table.sides] == ["Git", "Git"]
    result = reads(f"# A\n\nTable: Git\n\nTable: Hg\n\n{EN}", languages=("en",))
    words, table = result.value.chapters[0].blocks
    assert codes(result) == []
    assert isinstance(words, Paragraph) and words.sides[0].text == "Table: Git"
    assert isinstance(table, Table) and [side.text for side in table.sides] == ["Hg"]


def test_text_that_looks_like_a_caption(reads: ReadBook) -> None:
    """A paragraph that begins with Table: but has no table beside it keeps all its words."""
    result = reads("# A\n\nTable: the usual one\n\nwords\n")
    block = result.value.chapters[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert block.sides[0].text == "Table: the usual one"
    assert codes(result) == []
    assert codes(reads("# A\n\n{.caption}\nalone\n")) == ["stray_caption"]


# ----------------------------------------------------------------------------------- figures

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20"/>'


def figures(result: WithDiagnostics[Book]) -> list[Figure]:
    """Return the figures of the first chapter."""
    return [block for block in result.value.chapters[0].blocks if isinstance(block, Figure)]


def test_one_picture_in_two_languages(reads: ReadBook) -> None:
    """The same picture with words in two languages is one figure with one picture."""
    text = '# A\n\n![地图](m.svg "河流")\n\n![A map](m.svg "The river"){width=14em #map}\n'
    result = reads({"01.md": text, "m.svg": SVG})
    (figure,) = figures(result)
    assert figure.pictures == (Picture("m.svg", (("zh-Hans", "地图"), ("en", "A map")), Span("01.md", 3, 3), "14em"),)
    assert [side.text for side in figure.sides] == ["河流", "The river"]
    assert (figure.id, figure.number) == ("map", 1)
    assert codes(result) == []
    (asset,) = result.value.assets
    assert (asset.src, asset.media_type, asset.width, asset.height) == ("m.svg", "image/svg+xml", 10, 20)


def test_two_pictures_for_two_languages(reads: ReadBook) -> None:
    """Captioned pictures of two files are one figure with a picture for each language."""
    text = '# A\n\n![地图](z.svg "河流")\n\n![A map](e.svg "The river")\n'
    (figure,) = figures(reads({"01.md": text, "z.svg": SVG, "e.svg": SVG}))
    assert [picture.src for picture in figure.pictures] == ["z.svg", "e.svg"]


def test_pictures_without_caption(reads: ReadBook) -> None:
    """Without captions only the same picture is one figure; it has no number."""
    text = "# A\n\n![地图](m.svg)\n\n![A map](m.svg)\n\n![别的](z.svg)\n\n![other](e.svg)\n"
    result = figures(reads({"01.md": text, "m.svg": SVG, "z.svg": SVG, "e.svg": SVG}))
    assert [[picture.src for picture in figure.pictures] for figure in result] == [["m.svg"], ["z.svg"], ["e.svg"]]
    assert [figure.number for figure in result] == [0, 0, 0]


def test_captions_below_a_figure(reads: ReadBook) -> None:
    """Captions with words in emphasis, or notes, stand in paragraphs below the figure."""
    text = "# A\n\n![2016](m.svg)\n\n图：*河流*\n\nFigure: The *river*[^n]\n\n[^n]: note\n"
    result = reads({"01.md": text, "m.svg": SVG})
    (figure,) = figures(result)
    assert [(side.marker, side.text) for side in figure.sides] == [("图：", "河流"), ("Figure: ", "The river")]
    assert figure.pictures[0].alt == (("zh-Hans", "2016"), ("en", "2016"))
    assert result.value.chapters[0].notes[0].label == "n"
    assert len(translations_of(figure)) == 2


def test_a_figure_in_language_files(reads: ReadBook) -> None:
    """In files of one language the file's tag is the language of alt and caption."""
    files = {"01.zh-Hans.md": '# 甲\n\n![x](m.svg "API")\n', "01.en.md": '# A\n\n![y](m.svg "API")\n', "m.svg": SVG}
    (figure,) = figures(reads(files))
    assert figure.pictures[0].alt == (("zh-Hans", "x"), ("en", "y"))
    assert [side.lang for side in figure.sides] == ["zh-Hans", "en"]


def test_marks_of_figures(reads: ReadBook) -> None:
    """A figure's number stands in its title, in the paragraph below it, or there alone."""
    picture = '![map](m.svg "Figure 4-1. Map")\n\n图4-1\n'
    (figure,) = figures(reads({"01.md": f"# A\n\n{picture}", "m.svg": SVG}))
    assert [(side.lang, side.marker, side.text) for side in figure.sides] == [
        ("zh-Hans", "图4-1", ""),
        ("en", "Figure 4-1. ", "Map"),
    ]
