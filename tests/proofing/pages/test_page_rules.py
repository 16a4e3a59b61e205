"""Planted problems of pages are reported by their kind, and sound pages have none."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import attrs
import pytest

from wicpress.proofing.pages.ink import contains, depth, union
from wicpress.proofing.pages.page_content import PageContent, PlacedLine, PlacedShape
from wicpress.proofing.pages.page_rules import check_pages
from wicpress.proofing.pdf.painted_shapes import is_white

WIDTH, HEIGHT = 400.0, 600.0
LEFT, RIGHT, TOP, STEP = 50.0, 350.0, 60.0, 16.0


def line(text: str, nth: int, role: str = "P", block: object = None, right: float = RIGHT) -> PlacedLine:
    """Return a line on the nth line of the type area."""
    y = TOP + nth * STEP
    return PlacedLine(text, (LEFT, y - 8, right, y + 2), y, block or object(), role, artifact=False)


def folio() -> PlacedLine:
    """Return a folio."""
    return PlacedLine("1", (LEFT, 570, LEFT + 5, 578), 578, None, "Artifact", artifact=True)


def page(number: int, *lines: PlacedLine, shapes: tuple[PlacedShape, ...] = (), label: str = "") -> PageContent:
    """Return a page of the text with a folio."""
    return PageContent(number, label or str(number), WIDTH, HEIGHT, (*lines, folio()), shapes, ())


def full_page(number: int) -> PageContent:
    """Return a page full of text that begins with a heading."""
    return page(number, line("Heading", 0, "H1"), *(line(f"text {number}", nth) for nth in range(1, 30)))


def kinds(*pages: PageContent, forced: Collection[int] = ()) -> list[tuple[str, int]]:
    """Return the problems of pages: kind and page."""
    return [(each.kind, each.page) for each in check_pages(pages, forced)]


SOUND = [full_page(number) for number in range(1, 24)]


def test_rules_above_titles_span_the_type_area() -> None:
    """In a book of short lines, a line that ends where the rules above titles end is within the type area."""
    rule = PlacedShape((LEFT, 50, RIGHT, 50.5), False, None, artifact=True)
    short = [page(number, line(f"words {number}", 1, right=150 + number)) for number in range(1, 20)]
    full = page(20, line("a picture", 1))
    assert kinds(*short, full) == [("outside_area", 20)]
    opened = [attrs.evolve(each, shapes=(rule,)) for each in short[:6]]
    assert kinds(*opened, *short[6:], full) == []
    assert kinds(*opened, *short[6:], page(20, line("wide", 1, right=RIGHT + 5))) == [("outside_area", 20)]


def test_sound_pages() -> None:
    """Pages of text within one type area have no problem."""
    assert kinds(*SOUND) == []


@pytest.mark.parametrize(
    "ink",
    [(50, -20, 90, -10), (-9, 60, 40, 70), (380, 60, 402, 70), (50, 595, 90, 605)],
    ids=["top", "left", "right", "bottom"],
)
def test_text_outside_the_page(ink: Any) -> None:
    """A line that reaches over an edge of the paper is reported, and so is a picture."""
    outside = attrs.evolve(line("note", 3), ink=ink)
    picture = PlacedShape(ink, True, object(), artifact=False)
    assert ("outside_area", 2) in kinds(SOUND[0], page(2, outside), SOUND[2])
    assert ("outside_area", 2) in kinds(SOUND[0], page(2, line("a", 1), shapes=(picture,)), SOUND[2])


def test_text_outside_the_type_area() -> None:
    """What leaves the edges that the pages share is reported, a ground that bleeds is not."""
    wide = page(2, *(line("text", nth) for nth in range(20)), line("wide", 20, right=RIGHT + 12))
    assert kinds(SOUND[0], wide, *SOUND[2:]) == [("outside_area", 2)]
    ragged = [page(nth, *(line("text", row, right=RIGHT - nth) for row in range(9))) for nth in range(1, 24)]
    assert kinds(*ragged) == []
    deep = page(2, *(line("text", nth) for nth in range(20)), line("deep", 32))
    assert kinds(SOUND[0], deep, *SOUND[2:]) == [("outside_area", 2)]
    ground = PlacedShape((-9.0, -9.0, WIDTH + 9, HEIGHT + 9), False, None, artifact=True)
    assert kinds(*(attrs.evolve(each, shapes=(ground,)) for each in SOUND)) == []


def test_the_type_area_of_a_short_book() -> None:
    """In a short book, pages that face each other share mirrored edges, if half of them are as wide."""
    mirrored = {0: (LEFT, RIGHT - 20), 1: (WIDTH - RIGHT + 20, WIDTH - LEFT)}

    def narrow(number: int, beyond: float = 0) -> PageContent:
        left, right = mirrored[number % 2]
        rows = [
            attrs.evolve(line(f"text {number}", nth), ink=(left, TOP + nth * STEP, right, 70 + nth * STEP))
            for nth in (1, 2)
        ]
        wide = attrs.evolve(line(f"wide {number}", 3), ink=(left - beyond, 110, right, 118))
        return page(number, *rows, wide)

    assert kinds(*(narrow(number) for number in range(1, 6))) == []
    assert kinds(*(narrow(number, 9 * (number == 3)) for number in range(1, 6))) == [("outside_area", 3)]
    assert kinds(*(narrow(number, 9 * (number == 2)) for number in range(1, 5))) == []
    ragged = [page(number, line("text", 1, right=RIGHT - 9 * number), line("text", 2)) for number in (1, 3, 5, 7)]
    wide = page(8, *(attrs.evolve(line("wide", nth), ink=(LEFT, 70, RIGHT + 30 * nth, 80)) for nth in (0, 1)))
    uneven = [attrs.evolve(each, lines=each.lines[:1]) for each in ragged]
    assert kinds(*uneven, wide) == []


def test_the_same_line_on_every_page() -> None:
    """Ragged lines of the same words end alike, and are no edge: a longer line, and one far longer, beside them."""
    same = [page(nth, line("text", 1, right=RIGHT - 40)) for nth in range(1, 24)]
    longer = page(2, line("a longer line", 1, right=RIGHT - 20))
    assert kinds(same[0], longer, *same[2:]) == []
    far = page(2, line("a line far too long", 1, right=RIGHT - 10))
    assert kinds(same[0], far, *same[2:]) == [("outside_area", 2)]


def test_pages_without_tags() -> None:
    """Without tags, ink beyond the page and empty pages are reported, and nothing that needs to know the elements."""
    plain = [attrs.evolve(each, tagged=False) for each in SOUND]
    assert kinds(*plain) == []
    outside = page(2, attrs.evolve(line("note", 3), ink=(50, -20, 90, -10)))
    assert kinds(plain[0], attrs.evolve(outside, tagged=False), plain[2]) == [("outside_area", 2)]
    empty = [attrs.evolve(each, lines=(), tagged=False) for each in SOUND]
    assert kinds(*plain[:3], empty[3], *plain[4:]) == []
    assert kinds(*plain[:4], empty[4], *plain[5:]) == [("blank_page", 5)]
    assert kinds(*plain[:3], *empty[3:5], *plain[5:]) == [("blank_page", 4), ("blank_page", 5)]
    stranded = page(2, *(line("text", nth) for nth in range(20)), line("Heading", 20, "H2"))
    assert kinds(plain[0], attrs.evolve(stranded, tagged=False), *plain[2:]) == []


def test_blank_pages() -> None:
    """A page without text stands before an opening on a recto, never beside another, or at the end of a signature."""
    assert kinds(*SOUND[:3], page(4), *SOUND[4:]) == []
    assert kinds(*SOUND[:4], page(5), *SOUND[5:]) == [("blank_page", 5)]
    plain = page(5, *(line("text", nth) for nth in range(30)))
    assert kinds(*SOUND[:3], page(4), plain, *SOUND[5:]) == [("blank_page", 4)]
    assert ("blank_page", 4) in kinds(*SOUND[:3], page(4), page(5), page(6), SOUND[6])
    assert kinds(*SOUND[:6], page(7), page(8)) == []
    assert kinds(*SOUND[:5], page(6), page(7)) == [("blank_page", 6), ("blank_page", 7)]


@pytest.mark.parametrize(
    ("below", "after", "stranded"),
    [
        ((), ("P", "P"), True),
        (("P",), ("P",), True),
        (("P", "P"), ("P",), False),
        (("P",), ("H2",), False),
        (("TD",), ("TD",), False),
        (("P",), ("TD",), True),
        ((), ("H3", "P"), True),
    ],
)
def test_headings(below: tuple[str, ...], after: tuple[str, ...], stranded: bool) -> None:
    """Below a heading stand two lines, or all that follows, or the first part of an object."""
    foot = [line("text", nth) for nth in range(20)]
    heading = line("Heading", 20, "H2")
    first = page(2, *foot, heading, *(line("t", 21 + nth, role) for nth, role in enumerate(below)))
    second = page(3, *(line("t", nth, role) for nth, role in enumerate(after)), line("Next", 9, "H2"), *foot[10:])
    assert (("stranded_heading", 2) in kinds(SOUND[0], first, second, *SOUND[3:])) == stranded


def test_headings_of_notes_behind_the_text() -> None:
    """Below a title and the heading of a chapter stand its notes; the next heading may be on another page."""
    notes = [line("note", nth, "Note") for nth in range(8, 20)]
    first = page(3, line("Notes", 5, "H1"), line("Chapter 1", 7, "H2"), *notes)
    second = page(4, line("Chapter 2", 0, "H2"), *(line("note", nth, "Note") for nth in range(1, 20)))
    assert kinds(*SOUND[:2], first, second, *SOUND[4:]) == []


def test_a_heading_that_runs_in_has_its_text() -> None:
    """A heading in the first line of a paragraph stands with it, although it has no second line."""
    foot = [line("text", nth) for nth in range(20)]
    first = page(2, *foot, line("Fourth", 20, "H4"), line("Text.", 20, right=190))
    assert kinds(SOUND[0], first, page(3, *foot), *SOUND[3:]) == []


@pytest.mark.parametrize(("rows", "stranded"), [(1, True), (2, False)])
def test_a_row_of_columns_is_one_line(rows: int, stranded: bool) -> None:
    """Both sides of a pair in columns stand in one row, which is one line of text below a heading."""
    sides = [(line("左", nth, right=190), line("right", nth)) for nth in range(21, 21 + rows)]
    foot, below = ([line("text", nth) for nth in range(20)] for _ in range(2))
    first = page(2, *foot, line("Heading", 20, "H2"), *(each for row in sides for each in row))
    assert (("stranded_heading", 2) in kinds(SOUND[0], first, page(3, *below), *SOUND[3:])) == stranded


def test_the_number_of_the_next_chapter_is_no_text() -> None:
    """What stands above a chapter's title is its number, and nothing that follows the heading before."""
    last = page(2, *(line("text", nth) for nth in range(20)), line("Heading", 20, "H2"), line("t", 21))
    text = [line("text", 7 + nth) for nth in range(20)]
    assert kinds(SOUND[0], last, page(3, line("5", 4), line("Title", 5, "H1"), *text), *SOUND[3:]) == []


def test_a_part_has_a_page_of_its_own() -> None:
    """A page with headings alone is sound where the next text begins with a heading too."""
    part = page(2, line("Part", 5, "H1"))
    assert kinds(SOUND[0], part, *SOUND[2:]) == []
    plain = page(3, *(line("text", nth) for nth in range(30)))
    assert kinds(SOUND[0], part, plain, *SOUND[3:]) == [("stranded_heading", 2)]


def test_how_deep_rectangles_overlap() -> None:
    """The depth is the least move that parts two rectangles, also where one is inside the other."""
    assert depth((0, 0, 10, 10), (8, 0, 20, 10)) == 2
    assert depth((0, 0, 10, 10), (0, 4, 10, 5)) == 5
    assert depth((0, 0, 10, 10), (12, 0, 20, 10)) < 0
    assert contains((0, 0, 9, 9), (1, 1, 9, 9)) and not contains((0, 0, 9, 9), (1, 1, 10, 9))
    assert union([(0, 0, 1, 1), (4, 5, 6, 7)]) == (0, 0, 6, 7) and union([]) is None


def test_the_colour_of_paper() -> None:
    """White is 1 in grey and RGB, and 0 in CMYK."""
    assert (
        is_white("g", [1])
        and is_white("rg", [1, 1, 1])
        and is_white("k", [0, 0, 0, 0])
        and is_white("scn", [1, 1, 1])
    )
    assert not is_white("g", [0.9]) and not is_white("rg", [1, 0, 1]) and not is_white("scn", [1])


@pytest.mark.parametrize("turned", [True, False])
@pytest.mark.parametrize("forced", [{3}, ()])
def test_a_forced_break_ends_the_text_below_a_heading(turned: bool, forced: Collection[int]) -> None:
    """One line is all that can stand below a heading before it; without any the heading is alone."""
    first = page(2, *(line("text", nth) for nth in range(19)), line("Heading", 19, "H2"), line("below", 20))
    after = attrs.evolve(page(3, *(line("text", nth) for nth in range(20))), turned=turned)
    found = kinds(SOUND[0], first, after, *SOUND[3:], forced=forced)
    assert (("stranded_heading", 2) in found) == (not turned and not forced)
    alone = attrs.evolve(first, lines=first.lines[:-2])
    assert ("stranded_heading", 2) in kinds(SOUND[0], alone, after, *SOUND[3:], forced=forced)
