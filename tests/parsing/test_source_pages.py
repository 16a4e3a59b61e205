"""Pages of a source edition: what is read, in which editions they begin where, and what is reported."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from support import sample_book
from wicpress import model as m
from wicpress import parsing
from wicpress.edition.numbering import labels
from wicpress.edition.references.labels import reference_pieces
from wicpress.edition.view import members_of, view
from wicpress.numerals import comes_before
from wicpress.proofing.text.expected_text import expected_text
from wicpress.rules.numbers import bracketed_pages, source_pages

HEAD = "# 章\n\n# Chapter\n\n"


def read(tmp_path: Path, text: str) -> tuple[m.Book, list[str]]:
    """Return a book of one chapter, and what parsing reports of it."""
    config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    (tmp_path / "01-a.md").write_text(HEAD + text, encoding="utf-8")
    parsed = parsing.read(config)
    return parsed.value, [each.message for each in parsed.diagnostics]


def pages(book: m.Book) -> list[tuple[str, str, bool]]:
    """Return the language, number and place of each page."""
    nodes = m.iter_nodes(book.chapters[0])
    sides = (side for node in nodes for side in m.translations_of(node))
    return [(side.lang, each.number, each.of_block) for side in sides for each in m.source_pages(side.inlines)]


@pytest.mark.parametrize(
    "text",
    [
        "{page=7}\n字。\n\nWords.\n",
        "{page=7}\n- 字。\n\n- Words.\n",
        "{page=7}\n> 字。\n>\n> Words.\n",
        "{page=7}\n4、字。\n\n4. Words.\n",
        "{page=7}\n## 一、字\n\n## 1 Words\n",
        "## 一、字 {page=7}\n\n## 1 Words\n",
        "{page=7}\n| 字 | Words |\n|---|---|\n| 一 | one |\n",
        "{page=7}\n表：字\n\nTable: Words\n\n| 字 | Words |\n|---|---|\n| 一 | one |\n",
    ],
)
def test_a_page_begins_with_the_first_word_of_a_block(tmp_path: Path, text: str) -> None:
    """It is no word; the number of a heading or item and the mark of a caption stay what they are."""
    book, found = read(tmp_path, text)
    assert not found
    assert pages(book) == [("zh-Hans", "7", True)]
    markers = {side.marker for node in m.iter_nodes(book.chapters[0]) for side in m.translations_of(node)}
    assert "7" not in "".join(markers)


def test_a_page_begins_inside_words(tmp_path: Path) -> None:
    book, found = read(tmp_path, "字[]{page=xii}与*词[]{page=2-1}*。见[](#page-xii)。\n\nWords. See [](#page-2-1).\n")
    assert not found
    assert pages(book) == [("zh-Hans", "xii", False), ("zh-Hans", "2-1", False)]
    assert book.chapters[0].blocks[0].sides[0].text == "字与词。见。"


@pytest.mark.parametrize(("setting", "count"), [("margin", 2), ("words", 0), ("", 0)])
def test_pages_in_brackets_are_read_where_the_book_says_so(tmp_path: Path, setting: str, count: int) -> None:
    """They are words otherwise, which is reported where the book says nothing."""
    config = attrs.evolve(sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n'), bracketed_pages=setting)
    (tmp_path / "01-a.md").write_text(f"{HEAD}字[第十三页]词[p. 14a](#a)。\n\nSee [p. xv] it.\n", encoding="utf-8")
    book = parsing.read(config).value
    assert [number for _, number, _ in pages(book)] == ["十三", "xv"][:count]
    text = book.chapters[0].blocks[0].sides[0].text
    assert text == ("字词p. 14a。" if count else "字[第十三页]词p. 14a。")
    assert len([*bracketed_pages.check(book, config)]) == (not setting)


def test_numbers_of_an_index_lead_to_pages(tmp_path: Path) -> None:
    """Those of pages that begin in the book; numbers behind commas that are none are reported."""
    text = "字[]{page=12}词[]{page=2-3}。\n\nWords.\n\n{.source-index}\n- 河，12–13；2-3。1812年\n- 渡\n"
    book, _ = read(tmp_path, text)
    config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    (entry, _) = view(book, config.editions[0]).chapters[0].blocks[-1].children
    links = [each.href for each in entry.members[0].side.inlines if isinstance(each, m.Link)]
    assert links == ["#page-12", "#page-2-3"]
    assert m.plain_text(entry.members[0].side.inlines) == "河，12–13；2-3。1812年"
    messages = [each.message for each in source_pages.check(book, config)]
    assert messages == ["page 13 of the source, to which an entry of its index leads, begins nowhere"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("字[词]{page=3}。\n\nWords.", "the words in the brackets are no part of the number of a page"),
        ('字[]{page="a b"}。\n\nWords.', "`a b` is no number of a page"),
        ("{page=3}\n```\na\n```\n", "no page begins in a block without words"),
        ("字[]{page=3 .main}。\n\nWords.", "`.main` means nothing here"),
        ("字[]{page=3}，见[](#page-3){.page}。\n\nWords.", "`#page-3` is a page of the source edition, and has no "
         "`.page` but its number"),
        ("字，见[](#page-4)。\n\nWords.", "there is no `#page-4` in the book"),
    ],
)  # fmt: skip
def test_what_begins_no_page_is_reported(tmp_path: Path, text: str, message: str) -> None:
    assert message in read(tmp_path, text)[1]


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("[](#page-12–#page-14)", ""),
        ("[](#page-12–#page-13)", ""),
        ("[](#page-13–#page-14 #page-12){.words}", ""),
        ("[](#page-14–#page-12)", "`#page-12` does not stand behind `#page-14` in the book"),
        ("[](#page-12–#page-12)", "`#page-12` does not stand behind `#page-12` in the book"),
        ("[](#page-12 #t)", "`#page-12` is a page of the source edition, and `#t` a table"),
        ("[](#page-12 #page-13){.title}", "`#page-12` is a page of the source edition, and has no `.title` but its "
         "number"),
    ],
)  # fmt: skip
def test_references_to_several_pages(tmp_path: Path, reference: str, message: str) -> None:
    """Pages that one language alone has stand in the order of their numbers."""
    table = "{#t}\n| 甲 |\n|---|\n| 一 |\n\n: 表。\n\n: Table.\n"
    text = "[]{page=12}字[]{page=14}词。\n\nWords []{page=13}here.\n\n"
    found = read(tmp_path, f"{text}见{reference}。\n\nSee {reference}.\n\n{table}")[1]
    assert (message in found) if message else not found


@pytest.mark.parametrize(
    ("reference", "chinese", "english"),
    [
        (m.CrossRef("page-12", "number"), "12", "12"),
        (m.CrossRef("page-12", "number", in_words=True), "第12页", "p.\u00a012"),
        (m.CrossRef("page-12", "number", in_words=True, end="page-14"), "第12—14页", "pp.\u00a012–14"),
        (m.CrossRef("page-12", "number", in_words=True, more=(("page-13", ""), ("page-14", ""))), "第12—14页",
         "pp.\u00a012–14"),
        (m.CrossRef("page-12", "number", in_words=True, more=(("page-14", ""),)), "第12、14页", "pp.\u00a012 and 14"),
        (m.CrossRef("page-12", "number", more=(("page-14", ""),)), "12、14", "12 and 14"),
        (m.CrossRef("page-xii", "number", in_words=True, more=(("page-2-1", ""),)), "第xii、2-1页",
         "pp.\u00a0xii and 2-1"),
        (m.CrossRef("page-15a", "number", in_words=True, more=(("page-15b", ""),)), "第15a、b页",
         "p.\u00a015a and p.\u00a015b"),
    ],
)  # fmt: skip
def test_references_are_in_the_words_of_each_language(
    tmp_path: Path, reference: m.CrossRef, chinese: str, english: str
) -> None:
    """The text of an edition and the expected one, which share no code, are the same."""
    numbers = ("xii", "2-1", "12", "13", "14", "15a", "15b")
    text = "".join(f"[]{{page={number}}}字" for number in numbers) + "。\n\nWords.\n"
    book, found = read(tmp_path, text)
    assert not found
    config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    own = labels(book, config)
    expected = expected_text(book, config, config.editions[0], "epub", {}).references
    for language, words in (("zh-Hans", chinese), ("en", english)):
        assert "".join(each.text for each in reference_pieces(reference, language, own)) == words
        assert "".join(each.text for each in expected.said(reference, language)) == words


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("zh-Hans", ["11", "字", "12", "词"]), ("en", ["11", "a", "12", "b"]), ("both", ["11", "字", "12", "词"])],
)
def test_an_edition_has_the_pages_of_a_language_that_it_does_not_show(shown: str, expected: list[str]) -> None:
    """In the order of the numbers: at the head of the block, between others or at its end."""
    span = sample_book.both("字", "Words")[0].span
    zh = m.Translation("zh-Hans", (m.Text("字"), m.SourcePage("12"), m.Text("词")), span)
    en = m.Translation("en", (m.SourcePage("11"), m.Text("a"), m.SourcePage("12"), m.Text("b")), span)
    members = members_of([each for each in (zh, en) if shown in (each.lang, "both")], (zh, en))
    inlines = members[0].side.inlines
    own = [each.number if isinstance(each, m.SourcePage) else m.plain_text((each,)) for each in inlines]
    assert own == (expected if shown != "both" else expected[1:])
    if shown == "both":
        assert members[1].already_called == {"page-12"}


@pytest.mark.parametrize(
    ("number", "other", "holds"),
    [
        ("9", "10", True), ("12", "12a", True), ("ix", "x", True), ("九", "十", True), ("2-9", "2-10", True),
        ("10", "9", False), ("x", "10", False), ("2-9", "3-1", False), ("a", "b", False), ("12", "12", False),
    ],
)  # fmt: skip
def test_numbers_have_an_order(number: str, other: str, holds: bool) -> None:
    """Those of other volumes and other numerals have none."""
    assert comes_before(number, other) is holds
