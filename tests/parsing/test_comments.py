"""Comments may stand anywhere: they are in no block, all are listed, and none divides the words around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.book_files import write_book
from wicpress.build import inspect_book
from wicpress.build.check import load, read_and_check
from wicpress.diagnostics import WithDiagnostics

CASES = {
    "paragraph": ("一句<!-- x -->话。", "A sentence<!-- x --> here.", ["一句话。", "A sentence here."]),
    "at both ends": ("<!-- x -->一句话。<!-- x -->", "<!-- x -->Here.<!-- x -->", ["一句话。", "Here."]),
    "line of its own": ("一行\n<!-- x -->\n又一行。", "A line\n<!-- x -->\nmore.", ["一行又一行。", "A line more."]),
    "last line": ("一行\n<!-- x -->", "A line\n<!-- x -->", ["一行", "A line"]),
    "strong words": ("**加<!-- x -->重**", "**Strong<!-- x --> words**", ["加重", "Strong words"]),
    "link": ("[链<!-- x -->接](#c)", "[A<!-- x --> link](#c)", ["链接", "A link"]),
    "heading": ("## 节<!-- x -->", "## Section<!-- x -->", ["节", "Section"]),
    "item": ("- 一<!-- x -->项", "- An<!-- x --> item", ["一项", "An item"]),
    "line in an item": ("- 一项\n  <!-- x -->\n  又", "- An\n  <!-- x -->\n  item", ["一项又", "An item"]),
    "block in an item": (
        "- 一\n\n  <!-- x -->\n\n  二",
        "- One\n\n  <!-- x -->\n\n  Two",
        ["一", "One", "二", "Two"],
    ),
    "task": ("- [ ] 任<!-- x -->务", "- [ ] A<!-- x --> task", ["任务", "A task"]),
    "numbered item": ("1. 一<!-- x -->号", "1. Number<!-- x --> one", ["一号", "Number one"]),
    "quotation": ("> 引<!-- x -->文", "> A<!-- x --> quotation", ["引文", "A quotation"]),
    "line in a quotation": ("> 引\n> <!-- x -->\n> 文", "> A\n> <!-- x -->\n> quotation", ["引文", "A quotation"]),
    "verse": (
        "{.verse}\n千山<!-- x -->鸟飞绝，\n<!-- x -->\n万径人踪灭。",
        "{.verse}\nNo bird<!-- x -->\n<!-- x -->\nin flight.",
        ["千山鸟飞绝，\n万径人踪灭。", "No bird\nin flight."],
    ),
    "line block": (
        "| 千山<!-- x -->鸟飞绝，\n<!-- x -->\n| 万径人踪灭。",
        "| No bird<!-- x -->\n<!-- x -->\n| in flight.",
        ["千山鸟飞绝，\n万径人踪灭。", "No bird\nin flight."],
    ),
    "table": (
        "| 甲<!-- x --> | 乙 |\n|---|---|\n| 丙 | 丁<!-- x --> |",
        "| A<!-- x --> | B |\n|---|---|\n| C | D<!-- x --> |",
        ["甲 | 乙", "A | B", "丙 | 丁", "C | D"],
    ),
    "grid table": (
        "+--------------+\n| 甲<!-- x --> |\n+--------------+",
        "+--------------+\n| A<!-- x -->  |\n+--------------+",
        ["甲", "A"],
    ),
    "rows of a table": (
        "| 甲 | 乙 |\n<!-- x -->\n|---|---|\n<!-- x\n\n| x -->\n| 丙 | 丁 | \\\n<!-- x | x -->\n<!-- x -->\n| 戊 | |",
        "| A | B |\n|---|---|\n| C | D | \\\n<!-- x -->\n| E | |",
        ["甲 | 乙", "A | B", "丙戊 | 丁", "C E | D"],
    ),
    "rows of a quoted table": (
        "> | 甲 | 乙 |\n> |---|---|\n> | 丙 | 丁 |\n> <!-- x -->\n> | 戊 | 己 |",
        "> | A | B |\n> |---|---|\n> | C | D |\n> <!-- x -->\n> | E | F |",
        ["甲 | 乙", "A | B", "丙 | 丁", "C | D", "戊 | 己", "E | F"],
    ),
    "two tables": (
        "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n<!-- x -->\n| 戊 | 己 |\n|---|---|\n| 庚 | 辛 |\n<!-- x -->",
        "text",
        ["甲 | 乙", "丙 | 丁", "戊 | 己", "庚 | 辛", "text"],
    ),
    "rows of a table without a head": (
        "|---|---|\n| 丙 | 1 |\n<!-- x -->\n| 戊 | 2 |\n<!-- x -->\n\n末。",
        "|---|---|\n| C | 1 |\n<!-- x -->\n| E | 2 |\n<!-- x -->\n\nEnd.",
        ["丙 | 1", "C | 1", "戊 | 2", "E | 2", "末。", "End."],
    ),
    "rows of a grid table": (
        "+----+----+\n| 甲 | 1  |\n<!-- x -->\n+----+----+\n<!-- x\nx -->\n| 乙 | 2  |\n+----+----+",
        "+----+----+\n| A  | 1  |\n<!-- x -->\n+----+----+\n<!-- x\nx -->\n| B  | 2  |\n+----+----+",
        ["甲 | 1", "A | 1", "乙 | 2", "B | 2"],
    ),
    "rows of a simple table": (
        "甲   1\n---- ----\n一   2\n<!-- x -->\n三   4\n<!-- x -->\n\n末。",
        "A    1\n---- ----\nC    2\n<!-- x -->\nE    4\n<!-- x -->\n\nEnd.",
        ["甲 | 1", "A | 1", "一 | 2", "C | 2", "三 | 4", "E | 4", "末。", "End."],
    ),
    "definition": (
        "术<!-- x -->语\n: 释<!-- x -->义",
        "term<!-- x -->\n: meaning<!-- x -->",
        ["术语", "term", "释义", "meaning"],
    ),
    "note": (
        "注。[^a]\n\nNote.[^a]\n\n[^a]: 注<!-- x -->文\n    <!-- x -->\n    完",
        "    A<!-- x --> note\n    <!-- x -->\n    ends",
        ["注。", "Note.", "注文完", "A note ends"],
    ),
    "inline note": (
        "行内^[这<!-- x -->里]",
        "Inline^[right<!-- x --> here]",
        ["行内", "Inline", "这里", "right here"],
    ),
    "notice": (
        "::: warning 水<!-- x -->位\n涨<!-- x -->水\n:::",
        "::: warning Level<!-- x -->\nHigh<!-- x --> water\n:::",
        ["水位", "Level", "涨水", "High water"],
    ),
    "between blocks": ("一句话。\n\n<!-- x\n\n- y\n\nx -->", "A sentence.", ["一句话。", "A sentence."]),
}


def shown(folder: Path, text: str) -> tuple[WithDiagnostics[object], dict[str, object]]:
    """Return what a check says of a chapter with ``text``, and the book as ``inspect`` lists it."""
    write_book(folder, {"01-opening.md": f"# 章 {{#c}}\n\n# Chapter\n\n{text}\n"})
    config = load(folder).value
    assert config is not None
    checked = read_and_check(config)
    return checked, inspect_book.inspect(checked.value.book)  # type: ignore[return-value]


@pytest.mark.parametrize("place", CASES)
def test_comments_are_left_out_and_listed(place: str, tmp_path: Path) -> None:
    """The words around them are one text in each language, every comment is listed, and nothing is reported."""
    zh, en, expected = CASES[place]
    checked, book = shown(tmp_path, f"{zh}\n\n{en}")
    assert checked.diagnostics == ()
    blocks = [block for block in book["chapters"][0]["blocks"] if block["text"]]  # type: ignore[index]
    texts = [text for block in blocks for text in block["text"].values()]
    assert [" ".join(each.split()) for each in texts if each] == [" ".join(each.split()) for each in expected]
    assert len(book["comments"]) == f"{zh}{en}".count("<!--")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("一句<!-- x\n\ny -->话。", 5),
    ],
)
def test_comments_that_divide_are_named(text: str, line: int, tmp_path: Path) -> None:
    """A comment with an empty line in mid-paragraph."""
    checked, _ = shown(tmp_path, text)
    assert ("stray_markup", line) in [(each.code, each.span.line) for each in checked.diagnostics if each.span]
