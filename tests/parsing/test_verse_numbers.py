"""Numbers of verses in prose: what is read, which links lead to them, and how they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import sample_book
from wicpress import model as m
from wicpress import parsing
from wicpress.edition import numbering
from wicpress.edition.view import view
from wicpress.epub.links import places
from wicpress.html.inlines import InlineWriter
from wicpress.pdf.print_notes import PrintTarget
from wicpress.rules import verse_numbers

HEAD = "# 章\n\n# Chapter\n\n"
VERSES = "[1]{.verse}子曰。[1:2]{#v2 .verse}“有朋。”\n\n[1]{.verse}He said. [1:2]{#v2 .verse}“Friends.”\n"


def read(tmp_path: Path, text: str) -> tuple[m.Book, list[str]]:
    """Return a book of one chapter, and what is reported of it."""
    config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    (tmp_path / "01-a.md").write_text(HEAD + text, encoding="utf-8")
    parsed = parsing.read(config)
    found = [*parsed.diagnostics, *verse_numbers.check(parsed.value, config)]
    return parsed.value, [each.message for each in found]


def test_verses_have_numbers_and_ids(tmp_path: Path) -> None:
    """The numbers are no words of the text."""
    book, found = read(tmp_path, VERSES)
    assert not found
    side, other = book.chapters[0].blocks[0].sides
    numbers = (m.VerseNumber("1"), m.VerseNumber("1:2", "v2"))
    assert (*m.verse_numbers(side.inlines),) == (*m.verse_numbers(other.inlines),) == numbers
    assert side.text == "子曰。“有朋。”"


def test_only_the_first_language_of_an_edition_has_the_id(tmp_path: Path) -> None:
    """Two elements of a page have two ids; no line ends behind the number of a verse."""
    book, _ = read(tmp_path, VERSES)
    config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    shown = view(book, config.editions[0])
    target = PrintTarget({}, None, {}, True, lambda _, back: back)  # type: ignore[arg-type]
    writer = InlineWriter(target, numbering.labels(book, config), lambda inlines, _: inlines)
    members = shown.chapters[0].blocks[0].members
    html = [writer.html(each.side.inlines, each.lang, each.already_called) for each in members]
    number = '<span class="no-break"><sup class="passage"{}>{}</sup>{}</span>{}'
    assert html == [
        number.format("", "1", "子", "曰。") + number.format(' id="v2"', "1:2", "“", "有朋。”"),
        '<sup class="passage">1</sup>He said. ' + number.format("", "1:2", "“", "Friends.”"),
    ]


def test_links_lead_to_verses(tmp_path: Path) -> None:
    """An edition without the verse leads to what stands before it."""
    book, found = read(tmp_path, VERSES + "\n见[第2节](#v2)。\n\nSee [verse 2](#v2).\n")
    config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    assert not found
    shown = view(book, config.editions[0])
    assert places(book, shown).href("v2").endswith("#v2")
    left_out = m.Paragraph(
        "p9", (m.Translation("zh-Hans", (m.VerseNumber("9", "v9"),), book.chapters[0].title.sides[0].span),)
    )
    longer = m.Book(
        book.languages,
        (m.Chapter(book.chapters[0].id, book.chapters[0].title, (*book.chapters[0].blocks, left_out)),),
    )
    assert places(longer, shown).href("v9") == places(book, shown).href(book.chapters[0].blocks[-1].id)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[*5*]{.verse}甲。\n\n[*5*]{.verse}A.", "`5` is no number of a verse"),
        ("[]{.verse}甲。\n\nA.", "`` is no number of a verse"),
        ("[第五节 其一]{.verse}甲。\n\nA.", "`第五节 其一` is no number of a verse"),
        ("[5]{.verse lang=fr}甲。\n\n[5]{.verse}A.", "`lang` means nothing here"),
        ("[5]{#a .no-break}甲。\n\nA.", "`id` means nothing here"),
        ("[5]{#章 .verse}甲。[6]{#章 .verse}乙。\n\n[5]{#章 .verse}A. [6]{#章 .verse}B.", "already"),
        ("[5]{#a .verse}甲。\n\n[5]{#a .verse}A.\n\n{#a}\n乙。\n\nB.", "the id `a` stands in line"),
        ("[5]{.verse}甲。\n\n[6]{.verse}A.", "zh-Hans has `[5]{.verse}` where en has `[6]{.verse}`"),
        ("[5]{.verse}甲。\n\nA.", "zh-Hans has `[5]{.verse}` where en has no further verse"),
        ("| 甲[5]{.verse} |\n|---|\n| 1 |\n\n| A |\n|---|\n| 1 |", "a verse is numbered in a title"),
    ],
)
def test_what_is_no_verse(tmp_path: Path, text: str, message: str) -> None:
    assert any(message in each for each in read(tmp_path, text + "\n")[1])


def test_numbers_at_the_head_of_paragraphs_are_no_notes(tmp_path: Path) -> None:
    text = "[1]{.verse}甲。[2]{.verse}乙。\n\n[1]{.verse}A. [2]{.verse}B.\n\n[2]{.verse}丙。\n\n[2]{.verse}C.\n"
    assert not read(tmp_path, text)[1]
