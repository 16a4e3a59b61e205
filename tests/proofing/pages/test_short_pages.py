"""Pages that end early are counted, those before a forced break are not."""

from __future__ import annotations

import attrs

from wicpress.proofing.pages.page_content import PageContent, PlacedLine, PlacedShape
from wicpress.proofing.pages.short_pages import find_short_pages

WIDTH, HEIGHT = 400.0, 600.0
LINES = 30


def line(nth: int, role: str = "P") -> PlacedLine:
    """Return a line on the nth line of the type area, from 40 to 350 pt."""
    y = 60 + nth * 16.0
    return PlacedLine("text", (40, y - 8, 350, y + 2), y, object(), role, artifact=False)


def page(number: int, *lines: PlacedLine, shapes: tuple[PlacedShape, ...] = (), label: str = "") -> PageContent:
    """Return a page of the text, in its lower margin a folio."""
    folio = PlacedLine("1", (40, 570, 45, 578), 578, None, "Artifact", artifact=True)
    return PageContent(number, label or str(number), WIDTH, HEIGHT, (*lines, folio), shapes, ())


def filled(number: int, lines: int = LINES, first: str = "P", label: str = "") -> PageContent:
    """Return a page with so many lines of text."""
    return page(number, line(0, first), *(line(nth) for nth in range(1, lines)), label=label)


def short(*pages: PageContent) -> tuple[int, ...]:
    """Return the numbers of the pages that end early."""
    return find_short_pages(pages).pages


def test_pages_that_end_early_are_counted() -> None:
    """One that is filled to 55 % is none of them, and the last page is not, either."""
    found = find_short_pages([filled(1), filled(2, 15), filled(3, 18), filled(4), filled(5, 3)])
    assert found.pages == (2,)
    assert found.of == 5


def test_pages_before_a_forced_break_are_not_counted() -> None:
    """Before a chapter, an unnumbered page, and a turned page, whose text need not begin on the next page."""
    assert short(filled(1), filled(2, 10), filled(3, 30, "H1")) == ()
    assert short(filled(1), filled(2, 10), filled(3, label="iv")) == ()
    turned = attrs.evolve(filled(3, 15), width=HEIGHT, height=WIDTH)
    assert short(filled(1), filled(2, 10), turned, filled(4)) == ()
    assert short(filled(1), filled(2, 10), filled(3, 30, "H2")) == (2,)
    assert find_short_pages([filled(1), filled(2, 10), filled(3)], forced={3}).pages == ()


def test_a_figure_that_fills_a_page_has_a_forced_break_before_it() -> None:
    """One that is alone on its page without filling it has not."""
    for right, counted in ((350, ()), (200, (2, 3))):
        picture = PlacedShape((40, 60, right, 200), picture=True, block=None, artifact=False)
        alone = page(3, line(12, "Caption"), shapes=(picture,))
        assert short(filled(1), filled(2, 10), alone, filled(4)) == counted


def test_notes_fill_a_page() -> None:
    """Only what is empty between the text and its notes counts."""
    notes = [line(nth, "Note") for nth in range(12, LINES)]
    assert short(filled(1), page(2, *map(line, range(10)), *notes), filled(3)) == ()
    few = [line(nth, "Note") for nth in range(27, LINES)]
    assert short(filled(1), page(2, *map(line, range(10)), *few), filled(3)) == (2,)


def test_files_without_tags_or_text_have_none() -> None:
    """There nothing tells running heads from text."""
    untagged = [attrs.evolve(each, tagged=False) for each in (filled(1), filled(2, 5), filled(3))]
    assert find_short_pages(untagged).of == 0
    assert short() == ()
