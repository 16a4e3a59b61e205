"""Blocks side by side in one file: which pair, in which order, and where it is said that it was a guess."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, ListBlock, Paragraph, iter_nodes, translation_in, translations_of

Reads = Callable[..., WithDiagnostics[Book]]
HEAD = "# 甲\n\n# A\n\n"


def shape(found: WithDiagnostics[Book]) -> list[str]:
    """Each piece below the title as its texts: ``天|sky``, ``天|``, ``|sky``."""
    book = found.value
    return [
        "|".join((translation_in(translations_of(piece), tag) or _EMPTY).text for tag in book.languages)
        for chapter in book.chapters
        for piece in iter_nodes(chapter)
        if translations_of(piece) and piece is not chapter.title
    ]


class _Empty:
    text = ""


_EMPTY = _Empty()


def blocks(*words: str) -> str:
    """Paragraphs below a title in both languages."""
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
        # an odd one out: the order of the book's languages decides, so the Chinese pairs with what follows it
        (("sky", "天", "earth"), ["|sky", "天|earth"]),
        (("天", "sky", "地"), ["天|sky", "地|"]),
        (("sky", "earth", "人", "man"), ["|sky", "|earth", "人|man"]),
    ],
)
def test_neighbours(reads: Reads, words: tuple[str, ...], expected: list[str]) -> None:
    """Two neighbours in different languages are one block; what is left over stands alone."""
    found = reads(blocks(*words))
    assert shape(found) == expected
    assert found.diagnostics == ()


def test_habit_of_the_file_decides_the_odd_one(reads: Reads) -> None:
    """Where a file puts English first, an odd Chinese paragraph pairs with the English before it."""
    found = reads("# A\n\n# 甲\n\nsky\n\n天\n\n***\n\nearth\n\n地\n\nman\n")
    assert shape(found) == ["天|sky", "地|earth", "|man"]
    assert found.diagnostics == ()


def test_contradictory_habit_is_reported(reads: Reads) -> None:
    """A file that uses both orders cannot say where an odd block belongs."""
    found = reads("# 甲\n\n# A\n\nsky\n\n天\n\n***\n\n地\n\nearth\n\n***\n\nman\n\n人\n\nwoman\n")
    assert [each.code for each in found.diagnostics] == ["ambiguous_pairing"]
    assert found.diagnostics[0].span is not None
    assert found.diagnostics[0].span.line == 17


def test_solo_settles_it(reads: Reads) -> None:
    """``{.solo}`` keeps a block out of every pair."""
    found = reads(blocks("{.solo}\nsky", "天", "earth"))
    assert shape(found) == ["|sky", "天|earth"]
    found = reads(blocks("sky", "天", "{.solo}\nearth"))
    assert shape(found) == ["天|sky", "|earth"]


def test_equal_runs_pair_one_by_one_and_are_reported(reads: Reads) -> None:
    """Two Chinese paragraphs before two English ones pair in order; among paragraphs that is a guess, and said."""
    found = reads(blocks("天", "地", "sky", "earth"))
    assert shape(found) == ["天|sky", "地|earth"]
    assert [each.code for each in found.diagnostics] == ["ambiguous_pairing"]


def test_lopsided_runs_are_reported(reads: Reads) -> None:
    """Three before two: the neighbours pair, and it is said that this is a guess."""
    found = reads(blocks("天", "地", "人", "sky", "earth"))
    assert shape(found) == ["天|", "地|", "人|sky", "|earth"]
    assert [each.code for each in found.diagnostics] == ["ambiguous_pairing"]


def test_kinds_do_not_pair(reads: Reads) -> None:
    """A paragraph is no translation of a heading, a listing or verse."""
    found = reads(HEAD + "## 天\n\nsky\n\n{.verse}\n地\n\nearth\n")
    assert shape(found) == ["天|", "|sky", "地|", "|earth"]


def test_levels_and_numbers_do_not_pair(reads: Reads) -> None:
    """Headings of two levels, or with two numbers, are two headings."""
    found = reads(HEAD + "## 一、天\n\n## 2. Sky\n\n### 地\n\n## Earth\n")
    assert shape(found) == ["天|", "|Sky", "地|", "|Earth"]


def test_numbered_items_of_one_list(reads: Reads) -> None:
    """Numbers 1 2 3, then 4 in both languages, then 5 are one list whose item 4 has both."""
    found = reads(HEAD + "1. one\n\n2. two\n\n3. three\n\n4、四\n\n4. four\n\n5. five\n")
    assert shape(found) == ["|one", "|two", "|three", "四|four", "|five"]
    lists = [block for block in found.value.chapters[0].blocks if isinstance(block, ListBlock)]
    assert len(lists) == 1
    assert [item.value for item in lists[0].items] == [1, 2, 3, 4, 5]
    assert [side.marker for side in lists[0].items[3].sides] == ["4、", "4."]
    assert found.diagnostics == ()


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
    ],
)
def test_lists(reads: Reads, source: str, expected: list[str]) -> None:
    """Items pair inside a list, list against list, and number with number."""
    found = reads(HEAD + source)
    assert shape(found) == expected
    assert [each.code for each in found.diagnostics] == []


def test_lazy_numbers_are_counted(reads: Reads) -> None:
    """A list written 1. 1. 1. is numbered as Markdown numbers it."""
    found = reads(HEAD + "1. 天\n1. sky\n1. 地\n1. earth\n")
    block = found.value.chapters[0].blocks[0]
    assert isinstance(block, ListBlock)
    assert [(item.value, [side.marker for side in item.sides]) for item in block.items] == [
        (1, ["1.", "1."]),
        (2, ["2.", "2."]),
    ]


def test_containers_pair_inside(reads: Reads) -> None:
    """Quotations and notices pair inside themselves, or one with the other."""
    found = reads(HEAD + "> 天\n>\n> sky\n\n***\n\n> 地\n\n> earth\n\n> [!NOTE]\n> 人\n\n> [!NOTE]\n> man\n")
    assert shape(found) == ["天|sky", "地|earth", "人|man"]
    found = reads(HEAD + "> [!TIP]\n> 天\n\n> [!NOTE]\n> sky\n")
    assert shape(found) == ["天|", "|sky"]


def test_unequal_containers_are_reported(reads: Reads) -> None:
    """Two quotations that hold other blocks stay unpaired inside, and that is said."""
    found = reads(HEAD + "> 天\n>\n> 地\n\n> sky\n")
    assert shape(found) == ["天|", "地|", "|sky"]
    assert [each.code for each in found.diagnostics] == ["unequal_section"]


@pytest.mark.parametrize(
    ("english", "codes"),
    [
        ("| A |\n|---|\n| 1 |\n", ["unequal_columns"]),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", ["unequal_columns"]),
        ("{.solo}\n| A |\n|---|\n| 1 |\n", []),
        ("| A | B |\n|---|---|\n| 1 | 3 |\n", []),
    ],
)
def test_unequal_tables_are_reported(reads: Reads, english: str, codes: list[str]) -> None:
    """Two tables side by side that cannot pair cell by cell are named, unless one is said to stand alone."""
    found = reads(f"{HEAD}| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n{english}")
    assert [each.code for each in found.diagnostics] == codes
    assert all(each.span.line == 9 and each.lang == "en" for each in found.diagnostics)


def test_three_languages(reads: Reads) -> None:
    """Three neighbours in three languages are one block; a block may lack one of them."""
    text = "# 甲\n\n# A\n\n# あ\n\n天空\n\nsky\n\nそら\n\n大地\n\nearth\n\n人们\n\nman\n\nひと\n"
    found = reads(text, languages=("zh-Hans", "en", "ja"))
    assert shape(found) == ["天空|sky|そら", "大地|earth|", "人们|man|ひと"]


def test_sides_stand_in_the_order_of_the_book(reads: Reads) -> None:
    """Whatever the order in the file, sides are stored in the order of the book's languages."""
    found = reads(blocks("sky", "天"))
    block = found.value.chapters[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert [each.lang for each in block.sides] == ["zh-Hans", "en"]


def test_long_alternation_is_linear(reads: Reads) -> None:
    """A thousand paragraphs in alternation pair without a doubt."""
    found = reads(blocks(*(word for nth in range(500) for word in (f"第{nth}段", f"Paragraph {nth}"))))
    assert len(shape(found)) == 500
    assert found.diagnostics == ()
