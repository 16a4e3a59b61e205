"""The range of verses that a page is to have is found in its text, and compared with its running head."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import sample_book
from support.sample_book import both
from wicpress import model as m
from wicpress.engine.parts.verse_range import verse_range
from wicpress.proofing.text.expected_text import ExpectedRun, expected_text
from wicpress.proofing.text.extract_text import ExtractedText, TextSegment
from wicpress.proofing.text.lost_text import TextDiff
from wicpress.proofing.text.mismatches import Match
from wicpress.proofing.text.page_margins import check_page_margins
from wicpress.proofing.text.print.verse_ranges import verse_ranges

NUMBERS = st.sampled_from(
    ["1", "2", "3", "4–5", "6a", "6b", "12", "1:2", "1:3", "2:1", "三", "四", "十", "二：三", "x", "5."]
)
EVENTS = st.one_of(NUMBERS, st.sampled_from(["/", "#"]))


def matches_of(pages: list[list[str]]) -> tuple[list[Match], list[str], dict[str, str]]:
    """Return what is matched on pages of numbers and titles, the ids of the titles, and the chapter of each block."""
    matches, titles, chapter_of = [], [], {}
    chapter = "c0"
    for page, events in enumerate(pages, 1):
        for nth, event in enumerate(events):
            block = f"b{page}-{nth}"
            chapter = f"c{page}-{nth}" if event == "#" else chapter
            titles += [block] if event in "#/" else []
            chapter_of[block] = chapter
            run = ExpectedRun("题" if event in "#/" else event, "en", block, is_verse=event not in "#/")
            matches.append(Match(run, TextSegment(run.text, "en", f"page {page}"), run.text, 1))
    return matches, titles, chapter_of


@given(st.lists(st.lists(EVENTS, max_size=6), min_size=1, max_size=4))
def test_the_range_is_that_of_print(pages: list[list[str]]) -> None:
    """Whatever numbers and titles stand on pages, `verify` expects what print has."""
    matches, titles, chapter_of = matches_of(pages)
    places = [f"page {number}" for number in range(1, len(pages) + 1)]
    expected = verse_ranges(matches, places, titles, chapter_of)
    strings = {number: events for number, events in enumerate(pages, 1) if events}
    assert [expected[place] for place in places] == [verse_range(strings, nth) for nth in range(1, len(pages) + 1)]


@pytest.mark.parametrize(
    ("margin", "found"),
    [("2书Book1:3–17", 0), ("2书Book", 1), ("2书Book1:3–16", 1), ("2书Book1:3—17", 1), ("2", 1)],
)
def test_a_running_head_without_its_range_is_found(tmp_path: Path, margin: str, found: int) -> None:
    words = tuple(
        m.Translation(each.lang, (m.VerseNumber("1:3"), *each.inlines, m.VerseNumber("1:17")), each.span)
        for each in both("字", "Words")
    )
    title = m.Heading("a-title", 1, both("章", "Chapter"), 1)
    book = m.Book(("zh-Hans", "en"), (m.Chapter("a", title, (m.Paragraph("p", words),)),))
    config = sample_book.config(tmp_path)
    edition = attrs.evolve(config.editions[0], verse_range=True)
    builder = expected_text(book, config, edition, "pdf", {})
    segment = TextSegment("x", "en", "page 2")
    matches = tuple(
        Match(ExpectedRun(number, "en", "p", is_verse=True), segment, number, 4) for number in ("1:3", "1:17")
    )
    names = "".join(text for _, text in config.title.by_lang)
    extracted = ExtractedText(
        segments=(), artifacts=(TextSegment(margin.replace("书Book", names), "", "page 2"),), labels={"page 2": "2"}
    )
    diff = TextDiff((), {}, {"page 2": frozenset({"p"})}, {}, matches)
    assert len([*check_page_margins(extracted, diff, builder, config, {})]) == found
