"""What a file costs grows as its length does: the bounds are ten times and more of what is used on a slow machine."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from wicpress.build.check import DiagnosticFilter, check_book
from wicpress.config import parse
from wicpress.config.similar_names import MOST_COMPARISONS, SimilarNames
from wicpress.parsing.markdown import Parser

TOML = """[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "书", en = "Book" }
identifier = "urn:x"
date = 2025-01-01
"""
EDITION = '[[edition]]\nname = "e{}"\nlayout = "interleaved"\n'


def test_open_calls_of_notes_are_searched_once() -> None:
    """Eight thousand calls without an end took a minute, since each searched all that follows."""
    start = time.process_time()
    Parser().read("[^a" * 8000)
    assert time.process_time() - start < 15


def test_ends_of_inline_notes_are_searched_once() -> None:
    """Brackets are matched in one pass, however many notes are open."""
    start = time.process_time()
    Parser().read("a^[b " * 8000)
    assert time.process_time() - start < 15


@pytest.mark.parametrize(("text", "names"), [("[^a[^b]", ["a[^b"]), ("[^a b] [^c]", ["c"]), ("[[^a]](x)", ["a"])])
def test_calls_of_notes_beside_open_ones(text: str, names: list[str]) -> None:
    """A name goes up to the next bracket, space or line end, also where a call is read twice or more."""
    (paragraph,) = Parser().read(text).nodes
    tokens = paragraph.children[0].token.children or ()
    assert [each.meta["label"] for each in tokens if each.type == "footnote_ref"] == names


def test_names_are_compared_as_often_as_is_useful() -> None:
    """A name that is misspelt is compared with all; behind the last comparison none is."""
    names = SimilarNames([f"name-{nth}" for nth in range(1000)])
    assert names.nearest("nmae-7") == "name-7"
    for _ in range(MOST_COMPARISONS // 1000):
        names.nearest("x" * 101)
    assert names.nearest("nmae-7") == "name-7"
    for nth in range(MOST_COMPARISONS // 1000):
        names.nearest("y")
        assert nth < MOST_COMPARISONS
    assert names.nearest("nmae-7") == ""


def test_a_book_has_no_more_editions_than_its_limit() -> None:
    """Three thousand editions are one diagnostic, which names the line of the first that is not read."""
    text = TOML + "".join(EDITION.format(nth) for nth in range(3000))
    start = time.process_time()
    (diagnostic,) = parse(text.encode(), Path("a book")).diagnostics
    assert time.process_time() - start < 10
    assert "3,000 editions" in diagnostic.message
    assert "--limits editions=" in diagnostic.help
    assert diagnostic.span
    assert text.split("\n")[diagnostic.span.line - 1] == 'name = "e100"'


def test_many_unknown_keys_and_parts(tmp_path: Path) -> None:
    """Places in book.toml are found by an index."""
    keys = "".join(f"key{nth} = 1\n" for nth in range(5000))
    paths = ",".join(f'"/c{nth}.md"' for nth in range(5000))
    start = time.process_time()
    diagnostics = parse(f"{TOML}chapters = [{paths}]\n{keys}{EDITION.format(0)}".encode(), tmp_path).diagnostics
    assert time.process_time() - start < 30
    assert len(diagnostics) == 10_000
    assert len({(each.span, each.column) for each in diagnostics}) == 10_000


def test_many_calls_of_notes_that_are_not_there(tmp_path: Path) -> None:
    """Each is found in its line, in one pass."""
    (tmp_path / "book.toml").write_text(TOML + EDITION)
    text = "# 章\n\n# Chapter\n\n" + "".join(f"字[^{nth}x]。" for nth in range(3000))
    (tmp_path / "01-a.md").write_text(text)
    start = time.process_time()
    diagnostics = check_book(tmp_path, DiagnosticFilter(frozenset({"dangling_note"})))
    assert time.process_time() - start < 30
    assert len({each.column for each in diagnostics}) == 3000
