"""The parsed book as JSON and as a tree: the contract, and that nothing of the report is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wicpress import parsing, rules
from wicpress.build import inspect_book
from wicpress.config import load
from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, ListBlock

ReadBook = Callable[..., WithDiagnostics[Book]]
ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "content" / "wuzhen-report-2016"
SEED = ROOT / "tests" / "seed" / "wuzhen-report-2016-fragment.txt"

TEXT = """# 一、河流

# 1. The River

中文。

English.

1. one

- 甲
- A

| 年 | Year | 数 |
|---|---|---|
| 今 | now | 1 |

```
code
```

{.caption}
caption

![图](p.svg)

![Map](p.svg)

***

> quoted[^n]

[^n]: note
"""


def test_contract(reads: ReadBook) -> None:
    """Every block with words is there, in reading order, as the contract says."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    shown = inspect_book.inspect(reads({"01.md": TEXT.replace("{.caption}\ncaption\n\n", ""), "p.svg": svg}).value)
    assert shown["languages"] == ["zh-Hans", "en"]
    (chapter,) = shown["chapters"]
    assert (chapter["id"], chapter["title"]) == ("c01", {"zh-Hans": "一、河流", "en": "1. The River"})
    assert [(block["kind"], block["text"]) for block in chapter["blocks"]] == [
        ("paragraph", {"zh-Hans": "中文。", "en": "English."}),
        ("item", {"en": "one"}),
        ("item", {"zh-Hans": "甲", "en": "A"}),
        ("row", {"zh-Hans": "年 |  | 数", "en": " | Year | "}),
        ("row", {"zh-Hans": "今 |  | 1", "en": " | now | 1"}),
        ("code", {"zh-Hans": "code", "en": "code"}),
        ("figure", {"zh-Hans": "图", "en": "Map"}),
        ("paragraph", {"en": "quoted"}),
        ("paragraph", {"en": "note"}),
    ]
    first, second = chapter["blocks"][:2]
    assert first["source"] == {
        "zh-Hans": {"path": "01.md", "line": 5, "end_line": 5},
        "en": {"path": "01.md", "line": 7, "end_line": 7},
    }
    assert second["marker"] == {"en": "1."}
    assert set(first) == {"id", "kind", "text", "source"}
    assert json.loads(json.dumps(shown)) == shown


def test_headings_and_parts(reads: ReadBook) -> None:
    """Headings have a level; a part is shown with its chapter."""
    shown = inspect_book.inspect(reads("# P {.part}\n\n# A\n\n## 1.1 B\n").value)
    (chapter,) = shown["chapters"]
    assert chapter["part"] == {"en": "P"}
    assert [(block["level"], block["text"]) for block in chapter["blocks"]] == [(2, {"en": "1.1 B"})]


def test_tree(reads: ReadBook) -> None:
    """The tree shows kinds, ids, first words and gaps, and ends with a count."""
    lines = inspect_book.as_text_tree(
        reads("# 甲\n\n# A\n\n4、四\n\n4. four\n\nlonely " + "words " * 20 + "\n\n```\nx\n```\n").value
    )
    assert lines.split("\n") == [
        "c01",
        "  title  c01-title",
        "      zh-Hans 甲",
        "      en      A",
        "  list  c01-1",
        "    item  c01-2",
        "        zh-Hans 4、四",
        "        en      4. four",
        "  paragraph  c01-3",
        "      zh-Hans ○",
        "      en      lonely words words words words words words words words words…",
        "  code  c01-4",
        "      =       x",
        "1 chapter, 4 blocks; 1 without zh-Hans",
    ]


def test_summary_of_a_complete_book(reads: ReadBook) -> None:
    """A book without gaps is summed up as complete."""
    assert inspect_book.summary(reads("# 甲\n\n# A\n").value) == "1 chapter, 1 blocks, all in every language"


# ---------------------------------------------------------------------------- the Wuzhen report


def report() -> Book:
    """Read the Wuzhen report."""
    config = load(REPORT)
    assert config.value is not None, config.diagnostics
    result = parsing.read(config.value)
    assert result.diagnostics == ()
    assert rules.check(result.value, config.value) == ()
    return result.value


def lines_and_texts(inspection: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the line and the text, with its marker, of every block of an inspection."""
    for chapter in inspection["chapters"]:
        yield from ((0, text) for text in chapter["title"].values())
        for block in chapter["blocks"]:
            for tag, text in block["text"].items():
                yield block["source"][tag]["line"], block.get("marker", {}).get(tag, "") + text


def without_spaces(text: str) -> str:
    """Return text without white space and without bullets, which the list adds."""
    return re.sub(r"[\s●]", "", text)


def test_every_character_of_the_seed_is_in_the_report() -> None:
    """The excerpt holds its source character for character, in order; white space and bullets aside."""
    shown = inspect_book.inspect(report())
    assert without_spaces("".join(text for _, text in lines_and_texts(shown))) == without_spaces(
        SEED.read_text(encoding="utf-8")
    )


def test_runs_of_spaces_are_the_sources() -> None:
    """Inside sentences too, the excerpt's spaces are those of its source, misprints included."""
    texts = [text for _, text in lines_and_texts(inspect_book.inspect(report()))]
    source = SEED.read_text(encoding="utf-8")
    assert all(re.sub(r"^(\d+[.、])", "", text) in source for text in texts)
    assert "of\u00a0 openness and development of\u00a0 the digital economy" in texts[-1]


def test_structure_of_the_report() -> None:
    """Three chapters; the one bilingual bullet pairs with what follows it; item 4 of 5 has both languages."""
    fourth, fifth, outlook = report().chapters
    assert [chapter.title.sides[0].marker for chapter in (fourth, fifth, outlook)] == ["IV. ", "V. ", ""]
    bullets = fifth.blocks[0]
    assert isinstance(bullets, ListBlock)
    assert [[side.lang for side in item.sides] for item in bullets.items] == [["en"], ["en"], ["zh-Hans", "en"]]
    assert bullets.items[2].sides[1].text.startswith("The international community makes consistent efforts")
    first, numbered, last = outlook.blocks
    assert isinstance(numbered, ListBlock)
    assert [item.value for item in numbered.items] == [1, 2, 3, 4, 5]
    assert [[side.marker for side in item.sides] for item in numbered.items] == [
        ["1."],
        ["2."],
        ["3."],
        ["4、", "4."],
        ["5."],
    ]
    assert [len(getattr(block, "sides", ())) for block in (first, last)] == [2, 1]


@pytest.mark.parametrize("book", sorted(path.parent.name for path in ROOT.glob("content/*/book.toml")))
def test_shipped_books_are_clean(book: str) -> None:
    """The books in ``content/`` have no diagnostic of any severity."""
    config = load(ROOT / "content" / book)
    assert config.value is not None, config.diagnostics
    result = parsing.read(config.value)
    assert result.diagnostics == ()
    assert rules.check(result.value, config.value) == ()


def test_spaces_that_are_not_printed(reads: ReadBook) -> None:
    """Spaces that only part a mark from Chinese are listed with their places."""
    book = reads("# 河\n\n河水 **向东** 流。\n").value
    places = [
        (each["line"], each["column"], each["end_column"]) for each in inspect_book.inspect(book)["unprinted_spaces"]
    ]
    assert places == [(3, 3, 4), (3, 10, 11)]
    assert "spaces beside marks of Markdown that are not printed: 01.md:3:3, 01.md:3:10" in inspect_book.as_text_tree(
        book
    )
