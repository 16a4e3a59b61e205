"""Neighbours with the same words: which are the two languages of one block, and which are reported."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import SHARED, Book, CodeBlock, Table, iter_nodes, translations_of

ReadBook = Callable[..., WithDiagnostics[Book]]


def sides(result: WithDiagnostics[Book]) -> list[str]:
    """Return each node below the title with its sides: ``zh:天 en:sky``."""
    return [
        " ".join(f"{side.lang[:2]}:{side.text}" for side in translations_of(node))
        for chapter in result.value.chapters
        for node in iter_nodes(chapter)
        if translations_of(node) and node is not chapter.title
    ]


def read(reads: ReadBook, *words: str) -> tuple[list[str], list[str]]:
    """Return the sides and the codes of a chapter that holds blocks."""
    result = reads("# 甲\n\n# A\n\n" + "\n\n".join(words) + "\n")
    return sides(result), [each.code for each in result.diagnostics]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("天", "sky", "secret", "secret", "地", "earth"), "zh:secret en:secret"),
        (("secret", "secret", "地", "earth"), "zh:secret en:secret"),
        (("天", "sky", "secret", "secret"), "zh:secret en:secret"),
        (("天", "sky", "John Smith", "John Smith", "Git", "Git"), "zh:Git en:Git"),
        (("天", "sky", "## Git", "## Git", "地", "earth"), "zh:Git en:Git"),
        (("> 天\n>\n> sky", "## Git", "## Git", "地", "earth"), "zh:Git en:Git"),
        (("天", "sky", "2016", "2016", "地", "earth"), "zh:2016 en:2016"),
        (("天", "sky", "## 1984年", "## 1984", "地", "earth"), "zh:1984年 en:1984"),
        (("sky", "天", "- 3.5", "- 3.5元", "earth", "地"), "zh:3.5元 en:3.5"),
        (("天", "sky", "1984年", "1984", "Nineteen eighty-four", "地", "earth"), "zx:1984"),
        (("天", "sky", "> Git", "> Git", "地", "earth"), "zh:Git en:Git"),
        (("- 天\n- sky\n- Git\n- Git\n- 地\n- earth",), "zh:Git en:Git"),
        (("天", "sky", "- Git\n- Git\n- Py\n- Py"), "zh:Git en:Git"),
        (("天", "sky", "- Git\n- Py\n\n- Git\n- Py"), "zh:Git en:Git"),
        (("天", "sky", "- Git\n- Py", "***", "- Git\n- Py"), "en:Git"),
        (("1. 天\n1. sky\n2. Git\n2. Git",), "zh:Git en:Git"),
        (("1. 天\n2. Git\n\n1. sky\n2. Git",), "zh:Git en:Git"),
        (("- 天\n- Git", "* sky\n* Git"), "zh:Git en:Git"),
        (("AI\n: 天", "AI\n: sky"), "zh:AI en:AI"),
        (("AI\n: 天\n: sky",), "zx:AI"),
        (("## A", "天", "sky"), "zx:A"),
    ],
)
def test_two_languages_of_one_block(reads: ReadBook, words: tuple[str, ...], expected: str) -> None:
    """Two neighbours without Han characters between pairs are one block; a lone letter is in all languages."""
    shown, codes = read(reads, *words)
    assert expected in shown
    assert codes == []


TABLE = "| 2000 | 2001 |\n|---|---|\n| 11 | 12 |"
QUOTED = "".join(f">\n> {line}\n" for line in ("天", "TABLE", "sky", "TABLE")).replace(
    "TABLE", TABLE.replace("\n", "\n> ")
)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("天", TABLE, "sky", TABLE), 1),
        (("天", "sky", "地", TABLE, "earth", TABLE, "人", "man"), 1),
        ((QUOTED,), 1),
        (("天", "sky", TABLE, "地", "earth", TABLE), 2),
        (("天", "sky", TABLE, "地", TABLE, "人", "man"), 2),
        (("天", TABLE, "sky", TABLE.replace("12", "13")), 2),
        (("天", TABLE, "sky", TABLE.replace("2001", "年")), 2),
    ],
)
def test_a_table_below_a_text_and_below_its_translation(reads: ReadBook, words: tuple[str, ...], count: int) -> None:
    """It is one table, which each edition prints once; one that stands below two pairs is printed below both."""
    result = reads("# 甲\n\n# A\n\n" + "\n\n".join(words) + "\n")
    tables = [each for each in iter_nodes(result.value.chapters[0]) if isinstance(each, Table)]
    assert len(tables) == count
    assert result.diagnostics == ()


def test_the_order_of_the_pairs_around(reads: ReadBook) -> None:
    """In a file with English first, the first of two is in English; each keeps its place in the manuscript."""
    result = reads("# A\n\n# 甲\n\nsky\n\n天\n\nGit\n\nGit\n")
    block = result.value.chapters[0].blocks[1]
    assert [(side.lang, side.span.line) for side in translations_of(block) if side.span] == [
        ("zh-Hans", 11),
        ("en", 9),
    ]


@pytest.mark.parametrize(
    ("words", "repeated"),
    [
        (("天", "sky", "secret", "secret", "secret", "地", "earth"), "en:secret"),
        (("天", "sky", "secret", "secret", "secret", "secret"), "en:secret"),
        (("天", "sky", "secret", "secret", "地", "***", "人", "man"), "en:secret"),
        (("天", "sky", "否", "否", "地", "earth"), "zh:否"),
        (("- 是\n- Yes\n- 否\n- 否",), "zh:否"),
        (("天", "sky", "{.verse}\nRow", "{.verse}\nRow", "地", "earth"), "en:Row"),
    ],
)
def test_others_are_reported(reads: ReadBook, words: tuple[str, ...], repeated: str) -> None:
    """More than two, words in Han, verse, and two beside a block that has no pair are never guessed."""
    shown, codes = read(reads, *words)
    assert repeated in shown
    assert codes == ["repeated_block"]


@pytest.mark.parametrize(
    "words",
    [
        ("天", "sky", "{.solo}\nsecret", "{.solo}\nsecret"),
        ("{lang=zh-Hans}\nGit", "{lang=en}\nGit"),
        ("```\nx\n```", "```\nx\n```"),
        ("***", "***"),
    ],
)
def test_what_is_settled_is_not_reported(reads: ReadBook, words: tuple[str, ...]) -> None:
    """Blocks marked solo or with their languages, and blocks without words, may be repeated."""
    assert read(reads, *words)[1] == []


def test_files_of_one_language(reads: ReadBook) -> None:
    """With a file per language, the same words twice are two blocks."""
    assert reads({"01.zh-Hans.md": "# 甲\n\nGit\n\nGit\n", "01.en.md": "# A\n\nGit\n\nGit\n"}).diagnostics == ()


def test_book_of_one_language(reads: ReadBook) -> None:
    """In a book of one language, the same words twice are two blocks."""
    assert reads("# A\n\nGit\n\nGit\n", languages=("en",)).diagnostics == ()


def test_letters_and_names_in_a_tables_head(reads: ReadBook) -> None:
    """A head of letters or names over cells in Chinese is in Chinese, so that both tables pair."""
    for head in ("| X | Y |", "| API | URL |"):
        shown, codes = read(reads, f"{head}\n|---|---|\n| 天 | 地 |", f"{head}\n|---|---|\n| sky | earth |")
        assert codes == []
        assert shown[-1] == "zh:天 en:sky zh:地 en:earth"


TABLE = "| A-1 | HTTP |\n|---|---|\n| B-2 | 3 km |"


@pytest.mark.parametrize(
    ("above", "below"),
    [("", ""), ("", "完。\n\nEnd."), ("`a`\n\n`a`", "完。\n\nEnd."), ("先说。\n\nFirst.", "")],
    ids=["words and a table", "words below it", "code above it", "two paragraphs above it"],
)
@pytest.mark.parametrize("markers", [("- ", "- "), ("1. ", "1. ")], ids=["bullets", "numbers"])
def test_tables_of_names_in_items(reads: ReadBook, markers: tuple[str, str], above: str, below: str) -> None:
    """A table of numbers and names that stands in an item and in its translation is one table, in no language."""
    halves = zip(("天", "sky"), *(each.split("\n\n") if each else ("", "") for each in (above, below)), strict=True)
    items = (
        marker + "\n\n   ".join(filter(None, (words, before, TABLE.replace("\n", "\n   "), behind)))
        for marker, (words, before, behind) in zip(markers, halves, strict=True)
    )
    shown, codes = read(reads, *items)
    assert [each for each in shown if "HTTP" in each] == ["zx:A-1 zx:HTTP"]
    assert any("天" in each and "sky" in each for each in shown)
    assert codes == []


def test_tables_of_words_in_items(reads: ReadBook) -> None:
    """Tables that say something else, or the same in Chinese, stay apart; an item of both languages stays one."""
    other = TABLE.replace("HTTP", "FTP").replace("\n", "\n  ")
    shown, _ = read(reads, "- 天\n\n  " + TABLE.replace("\n", "\n  "), "- sky\n\n  " + other)
    assert "en:A-1 en:HTTP" in shown and "en:A-1 en:FTP" in shown
    shown, _ = read(reads, "- 天\n\n  sky\n\n  " + TABLE.replace("\n", "\n  "))
    assert "zh:天 en:sky" in shown


def test_items_of_equal_numbers_keep_their_order(reads: ReadBook) -> None:
    """An item that holds several languages stands where it was written, though it has no counterpart."""
    shown, _ = read(reads, "1. 天\n\n   sky\n\n   > 地\n   >\n   > earth", "1. another")
    assert [each for each in shown if "sky" in each or "another" in each] == ["zh:天 en:sky", "en:another"]


def test_tables_with_captions_of_their_own(reads: ReadBook) -> None:
    """Two tables with a caption in each language are two, also where one is in English and the next in Chinese."""
    english, chinese = "| a | b |\n|---|---|\n| One | Two |", "| a | b |\n|---|---|\n| 一 | 二 |"
    result = reads(f"# 甲\n\n# A\n\n表：甲\n\nTable: A\n\n{english}\n\n表：乙\n\nTable: B\n\n{chinese}\n")
    tables = [each for each in result.value.chapters[0].blocks if isinstance(each, Table)]
    assert [[side.text for side in each.sides] for each in tables] == [["甲", "A"], ["乙", "B"]]
    larger = f"{chinese}\n| 三 | 四 |"
    assert reads(f"# 甲\n\n# A\n\n{larger}\n\n表：甲\n\nTable: A\n\n{english}\n").diagnostics == ()


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("甲：", "```sh\nmake\n```", "A:", "```sh\nmake\n```"), 1),
        (("- 甲：\n\n  ```\n  make\n  ```\n\n  A:\n\n  ```\n  make\n  ```",), 1),
        (("甲：", "```\nmake # 做\n```", "A:", "```\nmake # 做\n```"), 1),
        (("甲：", "```\nmake\n```", "A:", "```\nmake all\n```"), 2),
        (("甲：", "```sh\nmake\n```", "A:", "```py\nmake\n```"), 2),
        (("甲：", "A:", "```\nmake\n```", "乙：", "B:", "```\nmake\n```"), 2),
    ],
)
def test_code_below_a_text_and_below_its_translation(reads: ReadBook, words: tuple[str, ...], count: int) -> None:
    """It is one piece of code, in no language; other code is printed below its own text."""
    result = reads("# 甲\n\n# A\n\n天。\n\nSky.\n\n" + "\n\n".join(words) + "\n")
    code = [each for each in iter_nodes(result.value.chapters[0]) if isinstance(each, CodeBlock)]
    assert len(code) == count and all([side.lang for side in each.sides] == [SHARED] for each in code)
    assert result.diagnostics == ()
