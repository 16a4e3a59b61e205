"""Items marked with letters, Roman numerals, numbers in circles or parentheses; terms in two lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, CrossRef, DefinitionList, ListBlock, Node, Paragraph, translations_of

ReadBook = Callable[..., WithDiagnostics[Book]]

ONE = "版心\ntype area\n: 正文。\n: The text.\n\n"


def blocks(reads: ReadBook, text: str) -> tuple[Node, ...]:
    """Return the blocks of a chapter, in which there is nothing to report."""
    result = reads(f"# 甲\n\n# A\n\n{text}\n")
    assert [each.code for each in result.diagnostics] == []
    return result.value.chapters[0].blocks


def markers(node: Node) -> list[list[str]]:
    """Return the markers of a list, item by item, as they are printed."""
    assert isinstance(node, ListBlock)
    return [[side.marker.strip() for side in item.sides] for item in node.items]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("a.", "b."),
        ("A.", "B."),
        ("i.", "ii."),
        ("I.", "II."),
        ("(i)", "(ii)"),
        ("(A)", "(B)"),
        ("（A）", "（B）"),
        ("（i）", "（ii）"),
        ("Ⅰ、", "Ⅱ、"),
        ("ⅰ.", "ⅱ."),
        ("①", "②"),
        ("（1）", "（2）"),
        ("1)", "2)"),
        ("甲、", "乙、"),
    ],
)
@pytest.mark.parametrize("apart", ["\n\n", "\n"])
def test_markers(reads: ReadBook, one: str, two: str, apart: str) -> None:
    """Paragraphs, or lines of one, are items where markers count on; these are printed as they are written."""
    (block,) = blocks(reads, f"{one} 买纸{apart}{two} 付印\n\n{one} buy paper{apart}{two} print")
    assert markers(block) == [[one, one], [two, two]]


def test_numbers_that_go_on_in_another_form_begin_another_list(reads: ReadBook) -> None:
    first, second = blocks(
        reads, "① 买纸\n\n① Buy\n\n② 付印\n\n② Print\n\n（3）装订\n\n(3) Bind\n\n（4）发行\n\n(4) Ship"
    )
    assert markers(first) == [["①", "①"], ["②", "②"]]
    assert markers(second) == [["（3）", "(3)"], ["（4）", "(4)"]]


@pytest.mark.parametrize("apart", ["\n\n", "\n"])
@pytest.mark.parametrize(("one", "two"), [("（三）{}（四）{}", "(3) {}(4) {}"), ("3、{}4、{}", "3. {}4. {}")])
def test_lists_that_follow_their_translations(reads: ReadBook, apart: str, one: str, two: str) -> None:
    """A list does not go on in the next one of its translation, though that has the next number, or the same."""
    for first in ("a. {}b. {}c. {}", "1、{}2、{}", "1) {}2) {}"):
        texts = [
            form.format(*(f"{word}{apart}" for word in words)).strip()
            for form, words in [(first, "甲乙丙"), (first, "ABC"), (one, "丁戊"), (two, "DE")]
        ]
        items = [pair for each in blocks(reads, "\n\n".join(texts)) for pair in markers(each)]
        assert [len(pair) for pair in items] == [2] * (first.count("{}") + 2)


def test_a_letter_or_a_numeral(reads: ReadBook) -> None:
    """``i.`` is the ninth letter behind ``h.`` and the first numeral before ``ii.``."""
    letters = "".join(f"{each}. 买\n\n{each}. Buy\n\n" for each in "abcdefghij")
    (block,) = blocks(reads, letters)
    assert isinstance(block, ListBlock)
    assert len(block.items) == 10
    (block,) = blocks(
        reads, "".join(f"{each}. 买\n\n{each}. Buy\n\n" for each in ("i", "ii", "iii", "iv", "v", "vi"))
    )
    assert isinstance(block, ListBlock)
    assert len(block.items) == 6


@pytest.mark.parametrize(
    "text", ["I. Newton was here.", "V. S. Naipaul wrote it.", "C. and D. went on.", "vii. alone"]
)
def test_initials_are_words(reads: ReadBook, text: str) -> None:
    (block,) = blocks(reads, f"{{.solo}}\n{text}")
    assert not isinstance(block, ListBlock)
    assert [side.text for side in translations_of(block)] == [text]


def test_terms_in_two_languages_above_their_meanings(reads: ReadBook) -> None:
    """Each term takes the meanings in its language; what is below one term is not changed."""
    (block,) = blocks(
        reads,
        f"{ONE}天头\nhead margin\n: 空白。\n: The white.\n: 又一。\n: Another.",
    )
    assert isinstance(block, DefinitionList)
    assert [[side.text for side in item.sides] for item in block.items] == [
        ["版心", "type area"],
        ["天头", "head margin"],
    ]
    meanings = [[[side.text for side in translations_of(child)] for child in item.children] for item in block.items]
    assert meanings == [[["正文。", "The text."]], [["空白。", "The white."], ["又一。", "Another."]]]


def test_a_wrapped_paragraph_is_no_term(reads: ReadBook) -> None:
    """Lines above a colon are a paragraph where there are too many, or where one begins another block."""
    result = reads("# A\n\none\ntwo\nthree\nfour\nfive\n: six\n")
    assert [each.code for each in result.diagnostics] == ["stray_markup"]
    assert not isinstance(result.value.chapters[0].blocks[0], DefinitionList)
    result = reads("# A\n\none\n\n- two\n: three\n")
    assert not any(isinstance(each, DefinitionList) for each in result.value.chapters[0].blocks)


def test_a_separator_before_an_item(reads: ReadBook) -> None:
    """An item stands in its own line of the file, below one that holds a separator of lines alone."""
    result = reads("# 甲\n\n\u2028  \n1、向东\n")
    (block,) = result.value.chapters[0].blocks
    assert isinstance(block, ListBlock)
    assert [side.span.line for item in block.items for side in item.sides if side.span] == [4]


@pytest.mark.parametrize("number", ["4、", "（2）", "一、", "①", "a）", "表1 ", "注：", "1. ", "12) "])
def test_a_paragraph_without_number(reads: ReadBook, number: str) -> None:
    """What would be an item, a caption or a note is a paragraph with all its words where the author says so."""
    braces = "{.no-number}\n"
    text = f"{braces}{number}水位。\n\n{braces}Of the level.\n\n{braces}{number}河水向东。\n\nRiver.\n"
    result = reads(f"# 甲\n\n# A\n\n{text}")
    assert [each.code for each in result.diagnostics] == []
    blocks = result.value.chapters[0].blocks
    assert all(isinstance(each, Paragraph) for each in blocks)
    assert blocks[0].sides[0].text == f"{number}水位。"


@pytest.mark.parametrize(("above", "own"), [("", "x"), ("{#a}\n   ", "a")])
def test_an_item_has_the_id_of_its_translation(reads: ReadBook, above: str, own: str) -> None:
    """An id above the second language of an item is the item's, and a reference to it leads there."""
    text = f"1. {above}甲\n\n   {{#x}}\n   A\n\n   {{#y}}\n   乙\n\n   B\n\n见[](#x)。\n\nSee [](#y).\n"
    numbered, paragraph = blocks(reads, text)
    assert isinstance(numbered, ListBlock)
    assert [(each.id, [inside.id for inside in each.children]) for each in numbered.items] == [(own, ["y"])]
    targets = [
        each.target for side in translations_of(paragraph) for each in side.inlines if isinstance(each, CrossRef)
    ]
    assert targets == [own, "y"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("{#x}\n甲\n: 乙\n\n{#y}\n丙\n: 丁", ["x", "y"]),
        ("{#x}\n甲\n: 乙\n\n{#y}\nWord\n: Meaning\n\n见[](#y)。\n\nSee [](#x).", ["x"]),
        ("甲\n: 乙\n\n{#y}\n丙\n: 丁", ["y"]),
        ("{#x}\n1. 甲\n\n{#y}\n2) 乙", ["x", "y"]),
    ],
)
def test_lists_with_ids_are_apart(reads: ReadBook, text: str, ids: list[str]) -> None:
    """Neighbours that have an id each are two lists, or one in two languages."""
    lists = [each for each in blocks(reads, text) if isinstance(each, ListBlock | DefinitionList)]
    assert [each.id for each in lists] == ids


BELOW = [("1、", "2、"), ("（1）", "（2）"), ("①", "②"), ("一、", "二、"), ("(a) ", "(b) "), ("1. ", "2. ")]


@pytest.mark.parametrize(("one", "two"), BELOW)
def test_items_right_below_words(reads: ReadBook, one: str, two: str) -> None:
    """Lines that count from one are items of a list, below the words that introduce it, without an empty line."""
    text = f"有两条：\n{one}**买**纸\n{two}付印\n\nThere are two:\n{one}buy *paper*\n{two}print"
    paragraph, list_ = blocks(reads, text)
    assert isinstance(paragraph, Paragraph)
    assert markers(list_) == [[one.strip(), one.strip()], [two.strip(), two.strip()]]


def test_items_right_below_words_inside_blocks(reads: ReadBook) -> None:
    quote, outer = blocks(
        reads,
        "> 两条：\n> 1、买\n> 2、卖\n>\n> Two:\n> 1. Buy\n> 2. Sell\n\n"
        "- 两条：\n  ①买\n  ②卖\n\n- Two:\n  ① buy\n  ② sell",
    )
    assert markers(quote.children[1]) == [["1、", "1."], ["2、", "2."]]
    (item,) = outer.children
    assert markers(item.children[0]) == [["①", "①"], ["②", "②"]]


@pytest.mark.parametrize(
    "text",
    ["建于\n1、2世纪之间\n的桥。", "见第\n3、4、5节。", "甲\\\n1、乙\\\n2、丙", "他有三、\n四个。"],
)
def test_lines_of_prose_are_no_items(reads: ReadBook, text: str) -> None:
    (block, *_) = reads(f"# 甲\n\n{text}\n").value.chapters[0].blocks
    assert isinstance(block, Paragraph)
