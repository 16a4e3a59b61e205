"""Prose that is a listing because it is indented is told from code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book
from wicpress.parsing.markup.indented_prose import is_prose

PROSE = [
    "两岸是山。",
    "运河长一千多公里，沿岸有许多市镇",
    "Python写的程序在这里运行。",
    "The tree grows.",
    "“The river,” he said, “flows east.”",
    "It was the best of times, it was the worst of times, it was the age of wisdom",
    "- 第一件事是水。",
    "1. 第一件事是水。",
    "# 标题在这里",
    "河水向东流\n山石向上长",
]
CODE = [
    "git add -A",
    "make test",
    "x = 1  # 一个变量，很好用。",
    "# 先安装\npip install wicpress",
    "print('你好，世界。')",
    "for (;;) { return; }",
    "book/\n  book.toml\n  01-河.md",
    "SELECT * FROM books;",
    "if the_answer_is_in == 'the book' and that is it",
    "",
    "2016 110",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose(text: str) -> None:
    """Sentences in both languages are prose, also behind the mark of an item or a heading."""
    assert is_prose(text)


@pytest.mark.parametrize("text", CODE)
def test_code(text: str) -> None:
    """Commands, programs, their comments and listings of files are code."""
    assert not is_prose(text)


def test_only_indented_listings_are_reported(reads: Callable[..., WithDiagnostics[Book]]) -> None:
    """A fenced listing is one on purpose; an indented line of a paragraph is none."""
    text = "# 河\n\n    两岸是山。\n\n    The banks are hills.\n\n```\n两岸是山。\n```\n\n水流\n    向东。\n"
    places = [(each.code, each.span.line) for each in reads(text).diagnostics if each.span]
    assert places == [("indented_prose", 3)]
