"""Pairs of few lines stand on one page; longer ones break with two lines of each side before and after."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure import boxes

from wicpress.engine.patching.line_layer import chinese_line_layout

STYLE = """
@page { size: 200px 300px; margin: 10px }
body { margin: 0; font: 8px/10px "Source Serif 4"; orphans: 2; widows: 2 }
p { margin: 0 }
h2 { margin: 0; font-size: 8px; line-height: 10px; break-after: avoid }
.pair { display: table; table-layout: fixed; width: 180px; border-spacing: 0; --unbroken-lines: 12 }
.cell { display: table-cell; vertical-align: top; padding: 0; --unbroken-lines: none }
"""
DEPTH = 28
"""Lines of a page."""


def pair(name: str, *lines: int) -> str:
    """Return a pair whose sides have so many lines."""
    cells = (
        f'<div class="cell"><p id="{name}-{side}">{"<br>".join(["ab"] * count)}</p></div>'
        for side, count in enumerate(lines)
    )
    return f'<div class="pair">{"".join(cells)}</div>'


def lines_by_page(body: str) -> dict[str, dict[int, int]]:
    """Return for each side of a pair, and each heading, how many lines it has on which page."""
    html = f"<html lang=en><style>{STYLE}</style><body>{body}"
    with chinese_line_layout():
        document = HTML(file_obj=io.BytesIO(html.encode())).render()
    counts: dict[str, dict[int, int]] = {}
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            name = box.element.get("id") if box.element is not None else None
            lines = [each for each in getattr(box, "children", ()) if isinstance(each, boxes.LineBox)]
            if name and lines and isinstance(box, boxes.BlockBox):
                side = counts.setdefault(name, {})
                side[number] = side.get(number, 0) + len(lines)
    return counts


@pytest.mark.parametrize("above", [DEPTH - 1, DEPTH - 2, DEPTH - 3, DEPTH - 11])
@pytest.mark.parametrize("sides", [(2, 3), (12, 1), (4, 12)])
def test_a_pair_of_twelve_lines_stands_whole(above: int, sides: tuple[int, int]) -> None:
    """Both sides are on the next page where they do not fit together."""
    counts: Any = lines_by_page(pair("above", above, 1) + pair("pair", *sides))
    page = int(above + max(sides) > DEPTH)
    assert [counts[f"pair-{side}"] for side in (0, 1)] == [{page: count} for count in sides]


def test_a_longer_pair_breaks() -> None:
    """Each side has two lines before and after the break; a side of three begins the next page whole."""
    counts = lines_by_page(pair("above", DEPTH - 2, 1) + pair("pair", 13, 3))
    assert (counts["pair-0"], counts["pair-1"]) == ({0: 2, 1: 11}, {1: 3})
    counts = lines_by_page(pair("above", DEPTH - 12, 1) + pair("pair", 5, 13))
    assert (counts["pair-0"], counts["pair-1"]) == ({0: 5}, {0: 11, 1: 2})


def test_a_pair_breaks_below_headings_alone() -> None:
    """A heading at the top of a page does not stay there without the pair below it."""
    heading = f'<h2 id="head">{"<br>".join(["H"] * 20)}</h2>'
    counts = lines_by_page(heading + pair("pair", 12, 12))
    assert counts["pair-0"] == {0: 8, 1: 4}
    counts = lines_by_page("<p>a</p>" + heading + pair("pair", 12, 12))
    assert counts["head"] == {1: 20} or counts["pair-0"].keys() == {1}


def test_a_single_line_below_a_heading_stays_with_what_follows() -> None:
    """The heading, its one line and the pair after it go to the next page; lines without a heading do not."""
    above, line = pair("above", DEPTH - 3, 1), '<p id="line">a</p>'
    counts = lines_by_page(above + '<h2 id="head">H</h2>' + line + pair("pair", 4, 2))
    assert (counts["head"], counts["line"], counts["pair-0"]) == ({1: 1}, {1: 1}, {1: 4})
    lead = '<p style="break-after: avoid" id="lead">a</p>'
    counts = lines_by_page(above + lead + line + pair("pair", 4, 2))
    assert (counts["lead"], counts["line"], counts["pair-0"]) == ({0: 1}, {0: 1}, {1: 4})


def test_a_first_item_below_a_heading_stays_with_the_second() -> None:
    """A heading has two lines below it, also where a list of short items follows."""
    items = "".join(f'<li id="item-{nth}">a</li>' for nth in range(4))
    counts = lines_by_page(pair("above", DEPTH - 2, 1) + f'<h2 id="head">H</h2><ul style="margin: 0">{items}</ul>')
    assert (counts["head"], counts["item-0"], counts["item-1"]) == ({1: 1}, {1: 1}, {1: 1})


def test_any_pairs() -> None:
    """No pair of at most twelve lines is torn, and no side has one line on a page of its own."""
    numbers = random.Random(7)
    sizes = [(numbers.randint(1, 18), numbers.randint(1, 18)) for _ in range(60)]
    counts = lines_by_page("".join(pair(f"p{nth}", *each) for nth, each in enumerate(sizes)))
    for nth, each in enumerate(sizes):
        sides = [counts[f"p{nth}-{side}"] for side in (0, 1)]
        assert [sum(side.values()) for side in sides] == list(each)
        if max(each) <= 12:
            assert len({page for side in sides for page in side}) == 1
        for side, size in zip(sides, each, strict=True):
            assert min(side.values()) >= min(2, size)
            assert size >= 4 or len(side) == 1
            assert size < 4 or min(side) == min(min(other) for other in sides)
