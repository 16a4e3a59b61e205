"""The book as JSON and as a tree: the contract, and that nothing of the first book is lost in it."""

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

Reads = Callable[..., WithDiagnostics[Book]]
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


def test_contract(reads: Reads) -> None:
    """Every block with words, in reading order, as the contract writes it."""
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


def test_headings_and_parts(reads: Reads) -> None:
    """Headings have a level; a part is shown with its chapter."""
    shown = inspect_book.inspect(reads("# P {.part}\n\n# A\n\n## 1.1 B\n").value)
    (chapter,) = shown["chapters"]
    assert chapter["part"] == {"en": "P"}
    assert [(block["level"], block["text"]) for block in chapter["blocks"]] == [(2, {"en": "1.1 B"})]


def test_tree(reads: Reads) -> None:
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


def test_summary_of_a_whole_book(reads: Reads) -> None:
    """A book without gaps says so."""
    assert inspect_book.summary(reads("# 甲\n\n# A\n").value) == "1 chapter, 1 blocks, all in every language"


# ------------------------------------------------------------------------------ the first book


def report() -> Book:
    """The Wuzhen report, read."""
    config = load(REPORT)
    assert config.value is not None, config.diagnostics
    found = parsing.read(config.value)
    assert found.diagnostics == ()
    assert rules.check(found.value, config.value) == ()
    return found.value


def said(shown: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Every text of an inspection with its marker, and the line order of its source."""
    for chapter in shown["chapters"]:
        yield from ((0, text) for text in chapter["title"].values())
        for block in chapter["blocks"]:
            for tag, text in block["text"].items():
                yield block["source"][tag]["line"], block.get("marker", {}).get(tag, "") + text


def folded(text: str) -> str:
    """Text without white space, and without the bullets, which are the list's own."""
    return re.sub(r"[\s●]", "", text)


def test_every_character_of_the_seed_is_in_the_report() -> None:
    """The excerpt holds its source character for character, in order; white space folded, bullets as lists."""
    shown = inspect_book.inspect(report())
    assert folded("".join(text for _, text in said(shown))) == folded(SEED.read_text(encoding="utf-8"))


def test_runs_of_spaces_are_the_sources() -> None:
    """Also inside its sentences the excerpt's spaces are those of its source, slips and all."""
    texts = [text for _, text in said(inspect_book.inspect(report()))]
    source = SEED.read_text(encoding="utf-8")
    assert all(re.sub(r"^(\d+[.、])", "", text) in source for text in texts)
    assert "of\u00a0 openness and development of\u00a0 the digital economy" in texts[-1]


def test_structure_of_the_report() -> None:
    """Three chapters; the one bilingual bullet pairs with what follows it; item 4 of 5 has both languages."""
    four, five, ahead = report().chapters
    assert [chapter.title.sides[0].marker for chapter in (four, five, ahead)] == ["IV. ", "V. ", ""]
    bullets = five.blocks[0]
    assert isinstance(bullets, ListBlock)
    assert [[side.lang for side in item.sides] for item in bullets.items] == [["en"], ["en"], ["zh-Hans", "en"]]
    assert bullets.items[2].sides[1].text.startswith("The international community makes consistent efforts")
    first, numbered, last = ahead.blocks
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
def test_the_books_of_the_press_are_clean(book: str) -> None:
    """No diagnostic, of any severity, in the books that wicpress ships."""
    config = load(ROOT / "content" / book)
    assert config.value is not None, config.diagnostics
    found = parsing.read(config.value)
    assert found.diagnostics == ()
    assert rules.check(found.value, config.value) == ()
