"""Books as their editions show them."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from support import sample_book
from wicpress import model as m
from wicpress import parsing
from wicpress.config import Edition
from wicpress.edition.view import BookView, ShownText, notes_called, view, walk
from wicpress.proofing.text.edition_rules import standing


def shown(name: str, tmp_path: Path, **changes: str) -> BookView:
    """Return the sample book as one of its editions shows it."""
    edition = sample_book.config(tmp_path).edition(name)
    assert edition is not None
    changed: Edition = attrs.evolve(edition, **changes)
    return view(sample_book.book(), changed)


def test_mark_on_the_first_block_without_translation(tmp_path: Path) -> None:
    """The title and the untranslated blocks after it are one run: only its first block has a mark."""
    first = shown("bilingual", tmp_path).chapters[0]
    assert first.title.missing_mark
    assert [node.missing_mark for node in first.blocks] == [False, False, False, True]
    assert first.blocks[3].missing == ("en",)


def test_single_language_shows_a_fallback(tmp_path: Path) -> None:
    """Where its language is missing, a single-language edition shows the other one as a fallback."""
    first = shown("zh", tmp_path).chapters[0]
    assert [(node.members[0].lang, node.members[0].is_fallback) for node in first.blocks] == [
        ("en", True),
        ("en", True),
        ("zh-Hans", False),
        ("zh-Hans", False),
    ]


@pytest.mark.parametrize("policy", ["omit", "refuse"])
def test_single_language_without_fallback(tmp_path: Path, policy: str) -> None:
    """An edition that shows no fallback leaves the blocks out and lists them."""
    omitting = shown("zh", tmp_path, missing=policy)
    assert [node.id for node in omitting.chapters[0].blocks] == ["c1-3", "c1-4"]
    assert "c1-1" in [piece.id for piece in omitting.omitted]


def test_members_come_in_the_editions_order(tmp_path: Path) -> None:
    """An edition that leads with English has its member first."""
    config = sample_book.config(tmp_path)
    edition = attrs.evolve(config.editions[0], languages=("en", "zh-Hans"))
    blocks = view(sample_book.book(), edition).chapters[0].blocks
    assert [member.lang for member in blocks[2].members] == ["en", "zh-Hans"]
    assert [member.lead for member in blocks[2].members] == [True, False]


def test_one_call_for_both_languages(tmp_path: Path) -> None:
    """A note that both members call is called in the first only."""
    book = sample_book.book()
    chapter = view(book, sample_book.config(tmp_path).editions[0]).chapters[1]
    node = next(each for each in walk(chapter.blocks) if each.id == "c2-p")
    assert [sorted(member.already_called) for member in node.members] == [[], ["c2-n1"]]


def test_notes_of_hidden_sides_are_called(tmp_path: Path) -> None:
    """A note that only a hidden side calls is called at the end of the side that is shown."""
    config = sample_book.config(tmp_path)
    called = m.Paragraph(
        "c1-5",
        (
            m.Translation("zh-Hans", (m.Text("正文"), m.FootnoteRef("c1-n")), sample_book.SPAN),
            sample_book.side("en", "Text."),
        ),
    )
    note = m.Footnote("c1-n", "x", (sample_book.paragraph("c1-np"),), 1)
    first = sample_book.book().chapters[0]
    book = m.Book(("zh-Hans", "en"), (attrs.evolve(first, blocks=(called,), notes=(note,)),))
    english = config.edition("en")
    assert english is not None
    (node,) = view(book, english).chapters[0].blocks
    assert node.members[0].side.inlines == (m.Text("Text."), m.FootnoteRef("c1-n"))
    bilingual = view(book, config.editions[0]).chapters[0].blocks[0]
    assert [list(notes_called(member.side.inlines)) for member in bilingual.members] == [["c1-n"], []]


@pytest.mark.parametrize(
    ("tag", "text", "mostly_latin"),
    [
        ("zh-Hans", "[1] Shengyu Zhao et al: OpenRank Leaderboard. ICSE, 2024", True),
        ("zh-Hans", "Li Hua et al: 报告, a survey of all the years since, and of those before", True),
        ("zh-Hans", "GitHub 的报告说 open source 很好", False),
        ("zh-Hans", "2016", True),
        ("zh-Hans", "", False),
        ("ja", "Ruby on Rails", True),
        ("en", "all in English", False),
    ],
)
def test_sides_with_hardly_a_han_character(tag: str, text: str, mostly_latin: bool) -> None:
    """The characters decide, not the language of the side."""
    assert ShownText(tag, sample_book.side(tag, text)).is_mostly_latin == mostly_latin


def headed(level: int, *blocks: m.Block) -> tuple[m.Block, ...]:
    """Return ``blocks`` below a heading in both languages."""
    sides = (sample_book.side("zh-Hans", m.Text("题")), sample_book.side("en", "Title"))
    return (m.Heading("h", level, sides), *blocks)


@pytest.mark.parametrize(
    ("level", "languages", "policy", "runs_in"),
    [
        (3, ("zh-Hans", "en"), "show", False),
        (4, ("zh-Hans", "en"), "show", True),
        (6, ("en", "zh-Hans"), "show", True),
        (4, ("en",), "show", True),
        (4, ("zh-Hans",), "show", False),
        (4, ("zh-Hans",), "omit", False),
    ],
)
def test_low_headings_are_in_the_paragraph_below(
    tmp_path: Path, level: int, languages: tuple[str, ...], policy: str, runs_in: bool
) -> None:
    """A heading below level 3 runs in where the paragraph stands in the same languages."""
    both = (sample_book.side("zh-Hans", m.Text("文")), sample_book.side("en", "Text"))
    paragraph = m.Paragraph("p", both if len(languages) > 1 else both[1:])
    title = m.Heading("c-title", 1, both, 1)
    book = m.Book(("zh-Hans", "en"), (m.Chapter("c", title, headed(level, paragraph, paragraph)),))
    edition = attrs.evolve(sample_book.config(tmp_path).editions[0], languages=languages, missing=policy)
    blocks = view(book, edition).chapters[0].blocks
    assert next(node.id for node in walk(blocks)) == "h"
    assert bool(blocks[0].run_in) == runs_in
    own = standing(book, edition).chapters[0].blocks
    assert [(node.id, node.run_in and node.run_in.id) for node in own] == [
        (node.id, node.run_in and node.run_in.id) for node in blocks
    ]


@pytest.mark.parametrize("around", ["quote", "notice", "note"])
def test_low_headings_in_containers(tmp_path: Path, around: str) -> None:
    """In a quotation a heading runs in; in notices and notes, which have labels and numbers, it does not."""
    both = (sample_book.side("zh-Hans", m.Text("文"), m.FootnoteRef("n")), sample_book.side("en", "Text"))
    inside = headed(4, m.Paragraph("p", both))
    blocks = {"quote": m.BlockQuote("q", inside), "notice": m.Admonition("q", "tip", inside)}
    notes = (m.Footnote("n", "n", inside, 1),) if around == "note" else ()
    chapter = m.Chapter("c", m.Heading("t", 1, both, 1), (blocks.get(around, m.Paragraph("q", both)),), notes)
    edition = sample_book.config(tmp_path).editions[0]
    shown_chapter = view(m.Book(("zh-Hans", "en"), (chapter,)), edition).chapters[0]
    nodes = (shown_chapter.notes if around == "note" else shown_chapter.blocks)[0].children
    assert [bool(node.run_in) for node in nodes] == ([True] if around == "quote" else [False, False])


@pytest.mark.parametrize(
    ("quotation", "source"),
    [
        ("> 话。\n>\n> Words.\n>\n> ——某甲\n>\n> — A. Author", "——某甲"),
        ("> Words.\n>\n> -- A. Author", "-- A. Author"),
        ("> - 项\n> - Item\n>\n> ——某甲", "——某甲"),
        ("> ——话。\n>\n> — Words.", ""),
        ("> 话。\n>\n> Words.\n>\n> ——某甲\n>\n> A. Author", ""),
        ("> ——来了？\n>\n> — Here?\n>\n> ——来了。\n>\n> — Here.", ""),
        ("> 话。\n>\n> Words.\n>\n> - ——某甲\n> - — A. Author", ""),
    ],
)
def test_the_source_of_a_quotation(tmp_path: Path, quotation: str, source: str) -> None:
    """It is the last paragraph of several blocks, and alone begins with a dash in each of its languages."""
    config = sample_book.config(tmp_path)
    (tmp_path / "01-a.md").write_text(f"# 甲\n\n# A\n\n{quotation}\n", encoding="utf-8")
    book = parsing.read(attrs.evolve(config, chapters=("01-a.md",))).value
    (quote,) = view(book, config.editions[0]).chapters[0].blocks
    assert (quote.attribution.members[0].side.text if quote.attribution else "") == source


def test_the_source_of_an_epigraph(tmp_path: Path) -> None:
    """It is the last paragraph of a chapter that is an epigraph, and of no other."""
    config = sample_book.config(tmp_path)
    text = "# 题记{0}\n\n# Epigraph{0}\n\n话。\n\nWords.\n\n——某甲\n\n— A. Author\n"
    (tmp_path / "00-a.md").write_text(text.format(" {.epigraph}"), encoding="utf-8")
    (tmp_path / "01-b.md").write_text(text.format(""), encoding="utf-8")
    book = parsing.read(attrs.evolve(config, chapters=("00-a.md", "01-b.md"))).value
    epigraph, chapter = view(book, config.editions[0]).chapters
    assert epigraph.attribution is epigraph.blocks[1] and chapter.attribution is None
