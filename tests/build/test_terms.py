"""The words that ``wicpress terms`` proposes for an index, with their places."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from support.small_books import BILINGUAL, SmallBook, settings
from wicpress.build.proposals.terms import index_candidates
from wicpress.cli.terms import terms

TEXT = """# 章

# Chapter

乌镇有桥，水阁临河。人在乌镇，看那水阁与船。到乌镇去，有水阁。见《渡口志》，有*染坊*和[书院]{.index}。

We went to Grand Canal town, and the Grand Canal, then to Wuzhen. See Wuzhen on the Grand Canal; the **dye-works** \
and [academy]{.index}.

书院在书院，书院边。

An academy.

版心
: 排字的地方。

type area
: Where type stands.
"""


def proposed(least: int = 3) -> list[tuple[str, int, bool, int]]:
    """Return the words that are proposed: how often they stand there, whether set apart, and their line."""
    book = SmallBook("terms", {"book.toml": settings(BILINGUAL), "01.md": TEXT})
    return [
        (each.words, each.count, each.is_set_apart, each.span.line) for each in index_candidates(book.content, least)
    ]


def test_what_is_set_apart_and_what_is_repeated() -> None:
    """Words that are marked already are left out, and so are parts of longer ones."""
    assert proposed() == [
        ("dye-works", 1, True, 7),
        ("type area", 1, True, 16),
        ("染坊", 1, True, 5),
        ("渡口志", 1, True, 5),
        ("版心", 1, True, 13),
        ("Grand Canal", 3, False, 7),
        ("乌镇", 3, False, 5),
        ("水阁", 3, False, 5),
    ]


def test_how_often_at_the_least() -> None:
    assert {words for words, *_ in proposed(2)} >= {"Wuzhen", "Grand Canal"}
    assert [each for each in proposed(4) if not each[2]] == []


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(settings(BILINGUAL), encoding="utf-8")
    (tmp_path / "01.md").write_text(TEXT, encoding="utf-8")
    result = CliRunner().invoke(terms, [str(tmp_path)], standalone_mode=False)
    assert result.return_value == 0
    assert "    1* zh-Hans  渡口志  01.md:5\n" in result.output
    assert "    3  zh-Hans  乌镇  01.md:5\n" in result.output
