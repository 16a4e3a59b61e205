"""Spaces that only part a mark of Markdown from Chinese are not printed, and are kept in the notation."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, iter_nodes, plain_text, translations_of

ReadBook = Callable[..., WithDiagnostics[Book]]


def printed(book: Book) -> str:
    """Return the words of the first block below the title."""
    node = next(node for node in iter_nodes(book.chapters[0]) if node.id == "c01-1")
    return plain_text(translations_of(node)[0].inlines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("河水 **向东** 流，又**向西**流，再 **关键** 流，**必须** 流。", "河水向东流，又向西流，再关键流，必须流。"),
        ("河水 *向东* 流， **“向西”** 流。", "河水向东流，“向西”流。"),
        ("两岸有一组 **关键河**（*keywords*），和别处一样。", "两岸有一组关键河（keywords），和别处一样。"),
        ("从 `0` 数起，`count < 5` 不再是 `true`。", "从0数起，count < 5不再是true。"),
        ("他说 **“好”** 就走，又说 “行” 就来。", "他说“好”就走，又说 “行” 就来。"),
        ("**河水** 向东流。", "河水向东流。"),
        ("水流 ***向东*** 去。", "水流向东去。"),
        ("见 [**河**](https://example.org/) 水 **流** 。", "见 河 水流。"),
        ("**张三** 李四", "张三 李四"),
        ("主编：**张三** 李四、王五。", "主编：张三 李四、王五。"),
        ("**甲** 乙 丙来了。", "甲 乙 丙来了。"),
        ("**主编** 张三", "主编 张三"),
        ("河水&nbsp;**向东**\u3000流。", "河水\u00a0向东\u3000流。"),
        ("河水 **Python** 流，用 **Go** 写。", "河水 Python 流，用 Go 写。"),
        ("河 水 流。", "河 水 流。"),
        ("见“甲” “乙”。", "见“甲” “乙”。"),
        ("河水。<!-- 注 --> 向东，又 <!-- 注 --> 向西。", "河水。向东，又向西。"),
        ("用 <!-- 注 --> Python，**张三** <!-- 注 -->李四。", "用 Python，张三 李四。"),
    ],
)
def test_spaces(reads: ReadBook, text: str, words: str) -> None:
    """A space that Markdown needs is not printed, a space of the text stays; both are known by their place."""
    result = reads(f"# 章\n\n{text}\n")
    assert printed(result.value) == words
    (file,) = result.value.files
    source = f"# 章\n\n{text}\n"
    dropped = [mark for mark in file.marks if mark.effect == "space"]
    assert all(set(source[mark.start : mark.end]) == {" "} for mark in dropped)
    assert len(words) == len(plain(text)) - sum(mark.end - mark.start for mark in dropped)


def plain(text: str) -> str:
    """Return a text without its marks."""
    for mark in ("*", "`", "[", "](https://example.org/)"):
        text = text.replace(mark, "")
    text = re.sub(r"<!--.*?-->(?:(?<= <!-- 注 -->) +)?", "", text)
    return text.replace("&nbsp;", "\u00a0")


def test_english_keeps_its_spaces(reads: ReadBook) -> None:
    """English that quotes Chinese has the spaces of English."""
    result = reads("# A\n\nThe word 河 **水** 流 and 中 `x` 文 are quoted in English here.\n")
    assert printed(result.value) == "The word 河 水 流 and 中 x 文 are quoted in English here."
