"""A running head is a title, or the title cut where a title may be cut."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import sample_book
from support.sample_book import both, paragraph
from wicpress import model as m
from wicpress.config import LocalizedText
from wicpress.edition.strings import truncate
from wicpress.proofing.text.expected_text import expected_text
from wicpress.proofing.text.extract_text import ExtractedText, TextSegment
from wicpress.proofing.text.letter_stream import stream
from wicpress.proofing.text.lost_text import TextDiff
from wicpress.proofing.text.page_margins import check_page_margins, head_forms

WORDS = st.sampled_from(
    ["An", "Inquiry", "into", "Constitutionalism", "GDP", "2016", "河", "水位与", "（上）", "Wuzhen:", "A,"]
)
TITLES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@given(TITLES, st.integers(8, 60))
def test_each_cut_of_the_house_is_a_form_of_the_title(title: str, limit: int) -> None:
    """Whatever room there is, what is printed is a form of the title."""
    assert stream([truncate(title, limit)]).letters in set(head_forms(title))


@pytest.mark.parametrize(
    "cut",
    ["An Inquiry int...", "An Inquiry into the N", "An Inquiry into the Nature", "An Inquiry into…", "An...", "…"],
)
def test_other_cuts_are_none(cut: str) -> None:
    """A title is not cut in a word that has room, without an ellipsis, with that of another script, to nothing."""
    title = "An Inquiry into the Nature and Causes of the Wealth of Nations"
    assert stream([cut]).letters not in set(head_forms(title))
    assert stream(["An Inquiry into the Nature..."]).letters in set(head_forms(title))
    assert "长江与黄河的…" in set(head_forms("长江与黄河的水位"))


BLOCKS = {1: {"a-title", "p1"}, 2: {"s1", "p2"}, 3: {"p3"}, 4: {"s2", "s3", "p4"}, 5: {"p5"}, 7: {"p6", "s4", "s5"}}
"""The blocks on each page of a chapter with five sections."""
GOOD = {2: "章Chapter2", 3: "节一Section13", 4: "章Chapter4", 5: "节三Section35", 7: "短Short7"}
"""What the margins of these pages have: the heads of the chapter and of sections, one of them short, and folios."""


@pytest.mark.parametrize(
    ("page", "margin", "found"),
    [
        (0, "", 0),
        (3, "节二Section23", 1),
        (3, "章Chapter3", 1),
        (5, "节二Section25", 1),
        (7, "节五Section57", 1),
        (7, "节三Section37", 1),
        (2, "节一Section12", 1),
        (5, "5", 1),
    ],
)
def test_rectos_have_the_head_of_the_section(tmp_path: Path, page: int, margin: str, found: int) -> None:
    """The first that begins on a page gives its head, else the last before it, wherever that began."""
    sections = [
        m.Heading(f"s{nth}", 2, both(f"节{'一二三四五'[nth - 1]}", f"Section {nth}"), 1) for nth in range(1, 6)
    ]
    texts = [paragraph(f"p{nth}", "正文。", "Text.") for nth in range(1, 7)]
    blocks = (*texts[:1], sections[0], *texts[1:3], *sections[1:3], *texts[3:], *sections[3:])
    book = m.Book(("zh-Hans", "en"), (m.Chapter("a", m.Heading("a-title", 1, both("章", "Chapter"), 1), blocks),))
    short = (("s4", LocalizedText((("zh-Hans", "短"), ("en", "Short")))),)
    config = attrs.evolve(sample_book.config(tmp_path), short_titles=short, running_heads="sections")
    margins = {**GOOD, 1: "1", **({page: margin} if page else {})}
    extracted = ExtractedText(
        (),
        tuple(TextSegment(text, "", f"page {number}") for number, text in margins.items()),
        labels={f"page {number}": str(number) for number in margins},
    )
    diff = TextDiff((), {}, {f"page {number}": frozenset(each) for number, each in BLOCKS.items()}, {})
    builder = expected_text(book, config, config.editions[0], "pdf", {})
    assert len([*check_page_margins(extracted, diff, builder, config, {})]) == found


@pytest.mark.parametrize(
    ("margins", "found"),
    [({2: "2"}, 0), ({}, 1), ({2: "2", 1: "1"}, 0), ({2: "题Title2"}, 1)],
)
def test_pages_on_which_the_text_of_a_part_goes_on_have_a_folio(
    tmp_path: Path, margins: dict[int, str], found: int
) -> None:
    """Its title needs none, and there is no running head."""
    part = m.Heading("part", 1, both("部", "Part"), 1, children=(paragraph("p1"), paragraph("p2")))
    chapter = m.Chapter("a", m.Heading("a-title", 1, both("章", "Chapter"), 1), (paragraph("p3"),), part=part)
    config = sample_book.config(tmp_path)
    extracted = ExtractedText(
        (),
        tuple(TextSegment(text, "", f"page {number}") for number, text in margins.items()),
        labels={f"page {number}": str(number) for number in (1, 2)},
    )
    diff = TextDiff((), {}, {"page 1": frozenset({"part", "p1"}), "page 2": frozenset({"p2"})}, {})
    builder = expected_text(m.Book(("zh-Hans", "en"), (chapter,)), config, config.editions[0], "pdf", {})
    assert len([*check_page_margins(extracted, diff, builder, config, {})]) == found


@pytest.mark.parametrize(("margins", "found"), [({2: "GDP2", 3: "API3"}, 0), ({2: "GDPGDP2", 3: "APIAPI3"}, 2)])
def test_a_title_that_languages_share_stands_there_once(tmp_path: Path, margins: dict[int, str], found: int) -> None:
    """The title of the book and that of a chapter."""
    blocks = (paragraph("p1"), paragraph("p2"), paragraph("p3"))
    chapter = m.Chapter("a", m.Heading("a-title", 1, both("API", "API"), 1), blocks)
    config = sample_book.config(tmp_path)
    title = attrs.evolve(config.title, by_lang=(("zh-Hans", "GDP"), ("en", "GDP")))
    config = attrs.evolve(config, title=title)
    extracted = ExtractedText(
        (),
        tuple(TextSegment(text, "", f"page {number}") for number, text in {1: "1", **margins}.items()),
        labels={f"page {number}": str(number) for number in (1, 2, 3)},
    )
    pages = {"page 1": frozenset({"a-title", "p1"}), "page 2": frozenset({"p2"}), "page 3": frozenset({"p3"})}
    builder = expected_text(m.Book(("zh-Hans", "en"), (chapter,)), config, config.editions[0], "pdf", {})
    assert len([*check_page_margins(extracted, TextDiff((), {}, pages, {}), builder, config, {})]) == found
