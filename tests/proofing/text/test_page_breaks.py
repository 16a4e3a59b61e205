"""What a page break asks for, and words on one line, is compared with the pages."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from support import sample_book
from support.sample_book import both, paragraph
from wicpress import model as m
from wicpress.diagnostics import Span
from wicpress.proofing.text.edition_rules import standing
from wicpress.proofing.text.expected_text import ExpectedRun
from wicpress.proofing.text.extract_text import TextSegment
from wicpress.proofing.text.letter_stream import LINE_START
from wicpress.proofing.text.mismatches import Match
from wicpress.proofing.text.print.divided_words import check_unbroken_words
from wicpress.proofing.text.print.openings import check_page_breaks


@pytest.mark.parametrize(
    ("first", "second", "found"), [({7}, {8}, 0), ({7, 8}, {9, 10}, 0), ({7}, {7, 8}, 1), ({7, 8}, {8}, 1)]
)
def test_a_block_begins_a_page(tmp_path: Path, first: set[int], second: set[int], found: int) -> None:
    blocks = (
        paragraph("a", "前。", "A."),
        m.PageBreak("b-page-break", Span("a.md", 1, 1)),
        paragraph("b", "后。", "B."),
    )
    book = m.Book(("zh-Hans", "en"), (m.Chapter("c", m.Heading("c-title", 1, both("章", "C"), 1), blocks),))
    shown = standing(book, sample_book.config(tmp_path).editions[0])
    assert len([*check_page_breaks(shown, {"c-title": {7}, "a": first, "b": second})]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("the upper twelve steps", 0), (f"the upper{LINE_START} twelve steps", 1), (f"the{LINE_START} upper twelve", 0)],
)
def test_words_stand_on_one_line(text: str, found: int) -> None:
    run = ExpectedRun("upper twelve", "en", "a", "manuscript", inline_kinds=frozenset({"unbroken"}))
    match = Match(run, TextSegment(text, "en", "page 1"), "upper twelve", 11)
    assert len([*check_unbroken_words([match])]) == found
    key = attrs.evolve(run, inline_kinds=frozenset({"keyboard"}))
    assert len([*check_unbroken_words([attrs.evolve(match, run=key)])]) == found
    in_cell = attrs.evolve(key, containers=("table", "cell"))
    assert not [*check_unbroken_words([attrs.evolve(match, run=in_cell)])]
