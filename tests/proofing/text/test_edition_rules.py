"""What must stand in an edition is derived from the model: languages, what is missing, numbers, full-width marks."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import sample_book
from support.sample_book import SPAN, both, paragraph, side
from wicpress import model as m
from wicpress.config import Edition
from wicpress.edition import punctuation
from wicpress.edition.view import view, walk
from wicpress.proofing.text import edition_rules, fullwidth_rule
from wicpress.proofing.text.counted_numbers import count_numbers
from wicpress.proofing.text.expected_text import ExpectedRun
from wicpress.proofing.text.extract_text import ExtractedText, TextSegment
from wicpress.proofing.text.lost_text import diff_text

ZH, EN = "zh-Hans", "en"


def edition(*languages: str, missing: str = "show") -> Edition:
    """Return an edition in ``languages``."""
    return Edition("trial", languages, "interleaved", missing=missing)


def standing(blocks: tuple[m.Block, ...], edition: Edition) -> list[tuple[str, str, bool]]:
    """Return id, language and mark of each side of ``blocks`` that stands, in order."""
    chapter = m.Chapter("c", m.Heading("t", 1, both("题", "Title"), 1), blocks)
    nodes = list(edition_rules.standing(m.Book((ZH, EN), (chapter,)), edition).nodes())
    return [(node.id, each.lang, node.has_mark) for node in nodes if node.id != "t" for each in node.members]


ONLY_ZH, ONLY_EN = paragraph("zh", en=""), paragraph("en", zh="")
SHARED = m.Paragraph("url", (side(m.SHARED, "https://example.org/"),))


@pytest.mark.parametrize(
    ("chosen", "stands"),
    [
        (edition(ZH, EN), [("zh", ZH, True), ("en", EN, True), ("url", m.SHARED, False)]),
        (edition(EN, ZH), [("zh", ZH, True), ("en", EN, True), ("url", m.SHARED, False)]),
        (edition(EN), [("zh", ZH, True), ("en", EN, False), ("url", m.SHARED, False)]),
        (edition(EN, missing="omit"), [("en", EN, False), ("url", m.SHARED, False)]),
    ],
)
def test_missing_text(chosen: Edition, stands: list[tuple[str, str, bool]]) -> None:
    """Words in the edition's languages stand, others only in the place of what is missing."""
    assert standing((ONLY_ZH, ONLY_EN, SHARED), chosen) == stands


def test_what_is_left_out_takes_nothing_of_the_edition_with_it() -> None:
    """Words in the language of an edition stand, though they are inside what has none."""
    item = m.ListItem("i", (side(ZH, "河"),), (paragraph("p", zh=""),))
    assert standing((m.ListBlock("l", False, 1, (item,)),), edition(EN, missing="omit")) == [("p", EN, False)]


@pytest.mark.parametrize("missing", ["show", "omit"])
def test_a_part_whose_first_chapter_is_left_out_opens_with_the_next(missing: str) -> None:
    """The title of a part stands before the first of its chapters that stands, in the view and by the rules."""
    part = m.Heading("part", 1, both("部", "Part"), 1)
    chapters = (
        m.Chapter("c1", m.Heading("t1", 1, (side(ZH, "题"),), 1), (paragraph("p1", en=""),), part=part),
        m.Chapter("c2", m.Heading("t2", 1, both("题", "Title"), 2), (paragraph("p2"),)),
    )
    book, chosen = m.Book((ZH, EN), chapters), edition(EN, missing=missing)
    expected = ["part", None] if missing == "show" else ["part"]
    assert [each.part and each.part.id for each in edition_rules.standing(book, chosen).chapters] == expected
    assert [each.part and each.part.id for each in view(book, chosen).chapters] == expected


def test_a_note_is_called_once_by_a_block() -> None:
    """The first side that stands calls the notes of those that do not; no later side calls a note again."""
    called = (side(ZH, "甲", m.FootnoteRef("n")), side(EN, "A", m.FootnoteRef("n")))
    chapter = m.Chapter("c", m.Heading("t", 1, ()), (m.Paragraph("p", called),))
    for languages, calls in (((ZH, EN), [["n"], []]), ((EN,), [["n"]])):
        shown = edition_rules.standing(m.Book((ZH, EN), (chapter,)), edition(*languages))
        assert [list(each.calls()) for each in list(shown.nodes())[1].members] == calls


def test_numbers_are_counted_from_the_order_of_the_book() -> None:
    """Numbers of the model play no part."""
    book = sample_book.book()
    wrong = [attrs.evolve(each, number=9) if hasattr(each, "number") else each for each in book.chapters[1].blocks]
    counted = count_numbers(
        attrs.evolve(book, chapters=(book.chapters[0], attrs.evolve(book.chapters[1], blocks=wrong)))
    )
    assert {key: counted.by_id[key] for key in ("c1-title", "c2-title", "c2-h2", "c2-t", "c2-f", "c2-n1")} == {
        "c1-title": 1, "c2-title": 2, "c2-h2": 1, "c2-t": 1, "c2-f": 1, "c2-n1": 1,
    }  # fmt: skip


@given(st.lists(st.text("河a1 ,:;?!()（）。“”", max_size=6), max_size=4))
def test_full_width_marks_are_those_of_the_edition(texts: list[str]) -> None:
    """Two derivations of one rule agree on any text, also where markup divides it."""
    inlines = tuple(m.Text(text) if nth % 2 else m.Strong((m.Text(text),)) for nth, text in enumerate(texts))
    assert m.plain_text(fullwidth_rule.widen(inlines, ZH)) == m.plain_text(punctuation.fullwidth(inlines, ZH))


@pytest.mark.parametrize("name", ["bilingual", "zh", "en"])
@pytest.mark.parametrize("missing", ["show", "omit"])
def test_editions_show_what_must_stand(name: str, missing: str) -> None:
    """The view of an edition and the rules, which share no code, agree on a book with every kind of block."""
    chosen = attrs.evolve(next(each for each in EDITIONS if each.name == name), missing=missing)
    book = sample_book.book()
    shown = {each.id: [member.lang for member in each.members] for each in _view_nodes(book, chosen)}
    stands = {
        each.id: [member.lang for member in each.members] for each in edition_rules.standing(book, chosen).nodes()
    }
    assert shown == stands


EDITIONS = (
    Edition("bilingual", (ZH, EN), "interleaved"),
    Edition("zh", (ZH,), "single"),
    Edition("en", (EN,), "single"),
)


def _view_nodes(book: m.Book, chosen: Edition) -> list[object]:
    chapters = view(book, chosen).chapters
    return [node for each in chapters for node in walk((each.title, *each.blocks, *each.notes))]


# ------------------------------------------------------------------------------------ comparison


def run(text: str, lang: str = EN, block: str = "b", kind: str = "manuscript") -> ExpectedRun:
    """Return a run of expected text."""
    return ExpectedRun(text, lang, block, kind, SPAN)


def kinds(expected: list[ExpectedRun], *segments: TextSegment) -> list[str]:
    """Return the kinds of mismatches."""
    return [each.kind for each in diff_text(expected, [], ExtractedText(segments)).mismatches]


def test_line_ends_of_the_author() -> None:
    """A line that the author ended ends in the file; one that the page ends is no mismatch."""
    expected = [run("one"), run("\u2028"), run("two three")]
    assert kinds(expected, TextSegment("one\u2028two \u2028three", EN, "page 1")) == []
    assert kinds(expected, TextSegment("one two three", EN, "page 1")) == ["spacing"]


def test_chinese_in_english_text() -> None:
    """Chinese in English code, and a name that the book gives in Chinese alone, are Chinese; English is not."""
    assert kinds([run("张三", EN, "imprint", "imprint")], TextSegment("张三", ZH, "page 4")) == []
    assert kinds([run("一、", EN)], TextSegment("一、", ZH, "page 4")) == []
    assert kinds([run("A股", EN)], TextSegment("A股", ZH, "page 4")) == ["language"]
    assert kinds([run("张三", EN)], TextSegment("张三", "fr", "page 4")) == ["language"]


def test_marks_of_vertical_lines() -> None:
    """A title that runs down has its marks in their vertical forms."""
    assert kinds([run("《河》（上）", ZH)], TextSegment("︽河︾︵上︶", ZH, "page 1")) == []


def test_a_picture_in_a_cell_stands_once() -> None:
    """Where both languages of a cell are the same picture; other pictures, and words, stand in each language."""
    one, same, other = m.Image("a.png", "图"), m.Image("a.png", "picture"), m.Image("b.png", "other")
    for second, langs in ((same, [ZH]), (other, [ZH, EN]), (m.Text("words"), [ZH, EN])):
        cell = m.Cell((m.Translation(ZH, (one,), SPAN), m.Translation(EN, (second,), SPAN)))
        standing_sides = edition_rules.cell_sides(cell, (ZH, EN))
        assert [each.lang for each in standing_sides] == langs
        repeated = list(edition_rules.repeated_pictures(cell, standing_sides, (ZH, EN)))
        assert [each.lang for each in repeated] == ([EN] if second is same else [])
        assert [each.lang for each in edition_rules.cell_sides(cell, (EN,))] == [EN]


def test_words_in_a_heading_of_another_level() -> None:
    """A heading has its level in the file, and other words are in none."""
    heading = [attrs.evolve(run("The stairs"), heading=2), run("They are old.", block="p")]
    stairs, old = TextSegment("The stairs", EN, "page 1", heading=2), TextSegment("They are old.", EN, "page 1")
    assert kinds(heading, stairs, old) == []
    assert kinds(heading, attrs.evolve(stairs, heading=3), old) == ["changed"]
    assert kinds(heading, attrs.evolve(stairs, heading=0), attrs.evolve(old, heading=2)) == ["changed", "changed"]


ORDINARY = m.Heading("t", 1, both("题", "Title"), 1)


def test_a_note_of_what_is_left_out_is_left_out() -> None:
    """A note stands where text that stands calls it, or a note that stands; the view and the rules agree."""

    def calling(name: str, *notes: str, en: str = "") -> m.Paragraph:
        words = side(ZH, "甲", *map(m.FootnoteRef, notes))
        return m.Paragraph(name, (words, side(EN, en)) if en else (words,))

    bodies = {"a": (paragraph("a1"),), "b": (calling("b1", "c", en="B"),), "c": (paragraph("c1"),), "d": (ONLY_ZH,)}
    notes = tuple(m.Footnote(name, name, body, nth) for nth, (name, body) in enumerate(bodies.items(), 1))
    part = m.Heading("part", 1, (side(ZH, "部", m.FootnoteRef("e")), side(EN, "Part")), 1)
    of_part = m.Footnote("e", "e", (paragraph("e1"),), 1)
    of_chapter = attrs.evolve(of_part, id="f")
    untranslated = m.Heading("u", 1, (side(ZH, "题"),), 1)
    chapters = (
        m.Chapter("x", untranslated, (calling("y", "f"),), (of_part, of_chapter), part),
        m.Chapter("c", ORDINARY, (calling("p", "a", "d"), calling("q", "b", en="Q")), notes),
    )
    book = m.Book((ZH, EN), chapters)
    for chosen, stands in (
        (edition(EN, missing="omit"), ["e", "b", "c"]),
        (edition(ZH), ["e", "f", "a", "b", "c", "d"]),
    ):
        rules, shown = edition_rules.standing(book, chosen), view(book, chosen)
        assert [note.id for chapter in rules.chapters for note in chapter.notes] == stands
        assert [note.id for chapter in shown.chapters for note in chapter.notes] == stands
        assert {"f", "a", "a1"} & rules.uncalled == ({"f", "a", "a1"} if "f" not in stands else set())
        assert {"f", "a"} & {piece.id for piece in shown.omitted} == {"f", "a"} - set(stands)


def test_a_part_without_chapters_is_left_out() -> None:
    """The title of a part stands above chapters: where an edition has none of them, it is left out and not lost."""

    def heading(name: str, *tags: str) -> m.Heading:
        return m.Heading(name, 1, tuple(m.Translation(tag, (m.Text(name),), SPAN) for tag in tags))

    chapters = (
        m.Chapter("a", heading("a-title", ZH), (), part=heading("first", ZH, EN)),
        m.Chapter("b", heading("b-title", ZH, EN), (), part=heading("second", ZH, EN)),
        m.Chapter("c", heading("c-title", ZH), (), part=heading("third", ZH, EN)),
        m.Chapter("d", heading("d-title", ZH, EN), ()),
    )
    shown = edition_rules.standing(m.Book((ZH, EN), chapters), Edition("en", (EN,), "single", missing="omit"))
    assert [(each.id, each.part and each.part.id) for each in shown.chapters] == [("b", "second"), ("d", "third")]
    assert shown.empty_parts == {"first"}
