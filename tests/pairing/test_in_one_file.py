"""Neighbouring blocks in one file: which pair, in which order, and which pairings are reported as guesses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, ListBlock, Paragraph, iter_nodes, translation_in, translations_of

ReadBook = Callable[..., WithDiagnostics[Book]]
HEAD = "# 甲\n\n# A\n\n"


def shape(result: WithDiagnostics[Book]) -> list[str]:
    """Return each node below the title as its texts: ``天|sky``, ``天|``, ``|sky``."""
    book = result.value
    return [
        "|".join((translation_in(translations_of(node), tag) or _EMPTY).text for tag in book.languages)
        for chapter in book.chapters
        for node in iter_nodes(chapter)
        if translations_of(node) and node is not chapter.title
    ]


class _Empty:
    text = ""


_EMPTY = _Empty()


def blocks(*words: str) -> str:
    """Return paragraphs below a title in both languages."""
    return HEAD + "\n\n".join(words) + "\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("天", "sky"), ["天|sky"]),
        (("sky", "天"), ["天|sky"]),
        (("天", "sky", "地", "earth"), ["天|sky", "地|earth"]),
        (("sky", "天", "earth", "地"), ["天|sky", "地|earth"]),
        (("天",), ["天|"]),
        (("sky", "earth"), ["|sky", "|earth"]),
        # one unpaired paragraph: the order of the book's languages decides, so the Chinese pairs with what follows it
        (("sky", "天", "earth"), ["|sky", "天|earth"]),
        (("天", "sky", "地"), ["天|sky", "地|"]),
        (("sky", "earth", "人", "man"), ["|sky", "|earth", "人|man"]),
    ],
)
def test_neighbours(reads: ReadBook, words: tuple[str, ...], expected: list[str]) -> None:
    """Two neighbours in different languages pair; the others stand alone."""
    result = reads(blocks(*words))
    assert shape(result) == expected
    assert result.diagnostics == ()


def test_the_order_of_the_file_decides(reads: ReadBook) -> None:
    """Where a file puts English first, a Chinese paragraph pairs with the English before it."""
    result = reads("# A\n\n# 甲\n\nsky\n\n天\n\n***\n\nearth\n\n地\n\nman\n")
    assert shape(result) == ["天|sky", "地|earth", "|man"]
    assert result.diagnostics == ()


def test_contradictory_order_is_reported(reads: ReadBook) -> None:
    """In a file that uses both orders, the pairing of three neighbours is reported as a guess."""
    result = reads("# 甲\n\n# A\n\nsky\n\n天\n\n***\n\n地\n\nearth\n\n***\n\nman\n\n人\n\nwoman\n")
    assert [each.code for each in result.diagnostics] == ["ambiguous_pairing"]
    assert result.diagnostics[0].span is not None
    assert result.diagnostics[0].span.line == 17


def test_solo_blocks_never_pair(reads: ReadBook) -> None:
    """``{.solo}`` keeps a block out of every pair."""
    result = reads(blocks("{.solo}\nsky", "天", "earth"))
    assert shape(result) == ["|sky", "天|earth"]
    result = reads(blocks("sky", "天", "{.solo}\nearth"))
    assert shape(result) == ["天|sky", "|earth"]


def test_equal_runs_pair_one_by_one_and_are_reported(reads: ReadBook) -> None:
    """Two Chinese paragraphs before two English ones pair in order, which is reported as a guess."""
    result = reads(blocks("天", "地", "sky", "earth"))
    assert shape(result) == ["天|sky", "地|earth"]
    assert [each.code for each in result.diagnostics] == ["ambiguous_pairing"]


def test_unequal_runs_are_reported(reads: ReadBook) -> None:
    """Of three blocks before two the neighbours pair, which is reported as a guess."""
    result = reads(blocks("天", "地", "人", "sky", "earth"))
    assert shape(result) == ["天|", "地|", "人|sky", "|earth"]
    assert [each.code for each in result.diagnostics] == ["ambiguous_pairing"]


def test_kinds_do_not_pair(reads: ReadBook) -> None:
    """A paragraph is no translation of a heading, a listing or verse."""
    result = reads(HEAD + "## 天\n\nsky\n\n{.verse}\n地\n\nearth\n")
    assert shape(result) == ["天|", "|sky", "地|", "|earth"]


def test_levels_and_numbers_do_not_pair(reads: ReadBook) -> None:
    """Headings of two levels, or with two numbers, are two headings."""
    result = reads(HEAD + "## 一、天\n\n## 2. Sky\n\n### 地\n\n## Earth\n")
    assert shape(result) == ["一、天|", "|2. Sky", "地|", "|Earth"]


def test_numbered_items_of_one_list(reads: ReadBook) -> None:
    """Numbers 1 2 3, then 4 in both languages, then 5 are one list whose item 4 has both."""
    result = reads(HEAD + "1. one\n\n2. two\n\n3. three\n\n4、四\n\n4. four\n\n5. five\n")
    assert shape(result) == ["|one", "|two", "|three", "四|four", "|five"]
    lists = [block for block in result.value.chapters[0].blocks if isinstance(block, ListBlock)]
    assert len(lists) == 1
    assert [item.value for item in lists[0].items] == [1, 2, 3, 4, 5]
    assert [side.marker for side in lists[0].items[3].sides] == ["4、", "4."]
    assert result.diagnostics == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1. 天\n1. sky\n2. 地\n2. earth\n", ["天|sky", "地|earth"]),
        ("1. 天\n2. 地\n\n1. sky\n2. earth\n", ["天|sky", "地|earth"]),
        ("1. 天\n2. 地\n3. 人\n\n1. sky\n3. man\n", ["天|sky", "地|", "人|man"]),
        ("1. 天\n3. 人\n\n1. sky\n2. earth\n3. man\n", ["天|sky", "|earth", "人|man"]),
        ("1. 天\n1. 地\n1. 人\n", ["天|", "地|", "人|"]),
        ("5. 天\n4. 地\n3. 人\n", ["天|", "地|", "人|"]),
        ("1、天\n2、地\n\n1、sky\n2、earth\n", ["天|sky", "地|earth"]),
        ("- 天\n- 地\n\n- sky\n- earth\n", ["天|sky", "地|earth"]),
        ("- 天\n- sky\n- 地\n- earth\n", ["天|sky", "地|earth"]),
        ("- 天\n- 地\n\n\n* sky\n* earth\n", ["天|sky", "地|earth"]),
        ("- 天\n\n  sky\n\n- 地\n\n  earth\n", ["天|sky", "地|earth"]),
        ("- 天\n  - 地\n  - 人\n- sky\n  - earth\n  - man\n", ["天|sky", "地|earth", "人|man"]),
        ("- sky\n- earth\n- 人\n- man\n", ["|sky", "|earth", "人|man"]),
        ("- A股\n- A-share\n- 天\n- sky\n", ["A股|A-share", "天|sky"]),
        ("- 天\n  - 地\n  - earth\n- sky\n", ["天|sky", "地|earth"]),
        ("- 天\n  - 地\n- sky\n", ["天|sky", "地|"]),
        ("- 天\n  - 地\n  - earth\n\n  sky\n", ["天|sky", "地|earth"]),
        ("1. 天\n   - 地\n   - earth\n1. sky\n2. 人\n2. man\n", ["天|sky", "地|earth", "人|man"]),
        ("- Python\n  - 天\n- Python\n  - sky\n", ["Python|Python", "天|sky"]),
    ],
)
def test_lists(reads: ReadBook, source: str, expected: list[str]) -> None:
    """Items pair inside a list, list against list, and number with number."""
    result = reads(HEAD + source)
    assert shape(result) == expected
    assert [each.code for each in result.diagnostics] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("天：", "- 地\n- 人", "sky:", "- earth\n- man"), ["天：|sky:", "地|earth", "人|man"]),
        (("sky:", "1. earth", "天：", "1. 地"), ["天：|sky:", "地|earth"]),
        (("天：", "- 地", "人", "sky:", "- earth", "man"), ["天：|sky:", "地|earth", "人|man"]),
        (("## 天", "地", "## Sky", "earth"), ["天|Sky", "地|earth"]),
        (("天", "> 地", "sky", "> earth", "人", "man"), ["天|sky", "地|earth", "人|man"]),
        (("天：", "- 地", "sky:", "earth"), ["天：|", "地|", "|sky:", "|earth"]),
    ],
)
def test_runs_of_several_kinds(reads: ReadBook, words: tuple[str, ...], expected: list[str]) -> None:
    """A paragraph and its list pair with the paragraph and the list behind them, without doubt."""
    result = reads(blocks(*words))
    assert shape(result) == expected
    assert result.diagnostics == ()


def test_chapters_of_one_language_do_not_pair(reads: ReadBook) -> None:
    """A preface in Chinese and one in English behind it are two chapters."""
    result = reads("# 序\n\n天\n\n# Preface\n\nsky\n")
    assert len(result.value.chapters) == 2


def test_repeated_numbers_are_counted(reads: ReadBook) -> None:
    """A list written 1. 1. 1. is numbered as Markdown numbers it."""
    result = reads(HEAD + "1. 天\n1. sky\n1. 地\n1. earth\n")
    block = result.value.chapters[0].blocks[0]
    assert isinstance(block, ListBlock)
    assert [(item.value, [side.marker for side in item.sides]) for item in block.items] == [
        (1, ["1.", "1."]),
        (2, ["2.", "2."]),
    ]


def test_containers_pair_inside(reads: ReadBook) -> None:
    """Quotations and notices pair inside themselves, or one with the other."""
    result = reads(HEAD + "> 天\n>\n> sky\n\n***\n\n> 地\n\n> earth\n\n> [!NOTE]\n> 人\n\n> [!NOTE]\n> man\n")
    assert shape(result) == ["天|sky", "地|earth", "人|man"]
    result = reads(HEAD + "> [!TIP]\n> 天\n\n> [!NOTE]\n> sky\n")
    assert shape(result) == ["天|", "|sky"]


def test_unequal_containers_are_reported(reads: ReadBook) -> None:
    """Two quotations that hold other blocks stay unpaired inside, which is reported."""
    result = reads(HEAD + "> 天\n>\n> 地\n\n> sky\n")
    assert shape(result) == ["天|", "地|", "|sky"]
    assert [each.code for each in result.diagnostics] == ["unequal_section"]


@pytest.mark.parametrize(
    ("english", "codes"),
    [
        ("| A |\n|---|\n| 1 |\n", ["unequal_columns"]),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", ["unequal_columns"]),
        ("{.solo}\n| A |\n|---|\n| 1 |\n", []),
        ("| A | B |\n|---|---|\n| 1 | 3 |\n", []),
    ],
)
def test_unequal_tables_are_reported(reads: ReadBook, english: str, codes: list[str]) -> None:
    """Two tables side by side that cannot pair cell by cell are reported, unless one is marked solo."""
    result = reads(f"{HEAD}| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n{english}")
    assert [each.code for each in result.diagnostics] == codes
    assert all(each.span.line == 9 and each.lang == "en" for each in result.diagnostics)


def test_three_languages(reads: ReadBook) -> None:
    """Three neighbours in three languages are one block; one of them may be missing."""
    text = "# 甲\n\n# A\n\n# あ\n\n天空\n\nsky\n\nそら\n\n大地\n\nearth\n\n人们\n\nman\n\nひと\n"
    result = reads(text, languages=("zh-Hans", "en", "ja"))
    assert shape(result) == ["天空|sky|そら", "大地|earth|", "人们|man|ひと"]


def test_translations_stand_in_the_order_of_the_book(reads: ReadBook) -> None:
    """Translations are in the order of the book's languages, not in that of the file."""
    result = reads(blocks("sky", "天"))
    block = result.value.chapters[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert [each.lang for each in block.sides] == ["zh-Hans", "en"]


def test_long_alternation(reads: ReadBook) -> None:
    """A thousand paragraphs in alternating languages pair without a diagnostic."""
    result = reads(blocks(*(word for nth in range(500) for word in (f"第{nth}段", f"Paragraph {nth}"))))
    assert len(shape(result)) == 500
    assert result.diagnostics == ()


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("```\n山\n```", "```\nhill\n```"), ("2016", "2017"), ("`git add`", "`git rm`"), ("2016", "the year 2016")],
)
@pytest.mark.parametrize(("first", "indent"), [("- ", "  "), ("> ", "> "), (": ", "  ")])
def test_what_has_no_language_has_that_of_its_container(
    reads: ReadBook, chinese: str, english: str, first: str, indent: str
) -> None:
    """Code and numbers below an item are in the item's language where the other item has others, and none is lost."""
    sides = []
    for term, word, below in (("江", "甲", chinese), ("River", "one", english)):
        lines = [first + word, indent.rstrip(), *(indent + line for line in below.split("\n"))]
        sides.append((f"{term}\n\n" if first == ": " else "") + "\n".join(lines))
    texts = [each.replace("```", "").replace("`", "").strip() for each in (chinese, english)]
    assert shape(reads(blocks(*sides)))[-1] == "|".join(texts)


def test_what_has_no_language_stands_once_where_items_share_it(reads: ReadBook) -> None:
    """The same number below both items is in no language, and stands once."""
    result = reads(blocks("- 甲\n\n  2016", "- one\n\n  2016"))
    assert [each.lang for node in iter_nodes(result.value.chapters[0]) for each in translations_of(node)][-1] == "zxx"


def test_versions_in_one_language_stand_alone(reads: ReadBook) -> None:
    """Two English paragraphs are no translations of each other, though the items that they stand in are."""
    result = reads(blocks("- 甲\n\n  These are words.\n\n  乙", "- one\n\n  Those are words.\n\n  two"))
    text = " ".join(shape(result))
    assert "These are words." in text
    assert "Those are words." in text


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("甲。\n\nOne.\n\nAI\n\n人工智能\n\n乙。\n\nTwo.", ["甲。|One.", "人工智能|AI", "乙。|Two."]),
        ("A股\n\nA-share\n\nAI\n\n人工智能", ["A股|A-share", "人工智能|AI"]),
        ("- 甲\n- One\n- AI\n- 人工智能\n- 乙\n- Two", ["甲|One", "人工智能|AI", "乙|Two"]),
    ],
)
def test_a_pair_may_begin_with_the_other_language(reads: ReadBook, text: str, pairs: list[str]) -> None:
    """Where neighbours pair two by two and leave none alone, they do, and nothing is a guess."""
    result = reads("# 章\n\n# Chapter\n\n" + text + "\n")
    nodes = [node for node in iter_nodes(result.value.chapters[0]) if translations_of(node)][1:]
    words = ["|".join(side.text for side in translations_of(node)) for node in nodes]
    assert [each for each in words if each] == pairs
    assert result.diagnostics == ()
