"""The expected levels of headings skip none, and an e-book's contents name the sections by them."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from support import sample_book
from support.sample_book import both
from wicpress import model as m
from wicpress.edition.view import view
from wicpress.epub.links import fix_heading_levels
from wicpress.proofing.text import expected_front_matter
from wicpress.proofing.text.expected_text import ExpectedTextBuilder, expected_text

CONFIG = sample_book.settings(Path(), "contents = 2")


def book(levels: list[int]) -> m.Book:
    """Return a book with one heading of each level below the title of its chapter."""
    headings = tuple(m.Heading(f"s{nth}", level, both("节", f"Section {nth}")) for nth, level in enumerate(levels))
    return m.Book(("zh-Hans", "en"), (m.Chapter("c", m.Heading("t", 1, both("题", "Title"), 1), headings),))


def builder(levels: list[int], output_format: str) -> ExpectedTextBuilder:
    """Return the builder of the expected text of ``book(levels)``."""
    return expected_text(book(levels), CONFIG, CONFIG.editions[0], output_format, {})


def in_contents(of: ExpectedTextBuilder) -> set[str]:
    """Return the ids of the sections that the contents name."""
    if of.format == "epub":
        front = expected_front_matter.epub_front_matter(of, of.config, of.shown.edition, ())
    else:
        front = expected_front_matter.print_front_matter(of, of.config, of.shown.edition, 2)
    return {run.block for run in front if run.kind == "contents" and run.block.startswith("s")}


def test_a_heading_that_skips_a_level_gets_the_next() -> None:
    """Sections of level 3 right below a chapter are of level 2 to a reader; printed contents do not name them."""
    for output_format, named in (("pdf", {"s3"}), ("epub", {"s0", "s2", "s3"})):
        expected = builder([3, 4, 3, 2, 3], output_format)
        assert list(expected.levels.values()) == [2, 3, 2, 2, 3]
        assert in_contents(expected) == named


@given(st.lists(st.integers(2, 6), max_size=6))
def test_levels_are_those_of_the_e_book(levels: list[int]) -> None:
    """Print and e-book expect the levels that the headings of an e-book are given."""
    chapter = fix_heading_levels(view(book(levels), CONFIG.editions[0]).chapters[0])
    given_levels = [node.level for node in chapter.blocks if isinstance(node.piece, m.Heading)]
    assert list(builder(levels, "epub").levels.values()) == given_levels
    assert list(builder(levels, "pdf").levels.values()) == given_levels


@given(st.lists(st.integers(2, 6), max_size=6))
def test_levels_of_the_e_book_change_no_number(levels: list[int]) -> None:
    """A heading that gets another level in an e-book has the number of its own level, which references name."""
    shown = view(book(levels), CONFIG.editions[0]).chapters[0]
    assert [each.piece for each in fix_heading_levels(shown).blocks] == [each.piece for each in shown.blocks]
