"""A note longer than the room under its call is divided over pages, in order, and never overlaps the text."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

import attrs
import pytest
import weasyprint
from weasyprint.formatting_structure import boxes

from wicpress.engine.notes.note_area import LayoutContext, NoteLimits
from wicpress.engine.patching.line_layer import chinese_line_layout

STYLE = """
@page { size: 220px 300px; margin: 20px; @footnote { margin-top: 4px } @top-left { content: counter(page) } }
@page :blank { @top-left { content: none } }
body { font: 10px/12px "Source Serif 4"; orphans: 2; widows: 2 }
p, div { margin: 6px 0 0 }
.note { float: footnote; footnote-policy: line } .pair .note { footnote-policy: auto }
.note > span { display: block } .note > span:first-of-type { display: inline }
.whole { break-inside: avoid }
.lead { break-after: avoid }
.tall { height: 200px; break-inside: avoid }
.pair { display: table; table-layout: fixed; width: 180px } .pair > div { display: table-cell; vertical-align: top }
.new { break-before: right }
a::after { content: " " target-counter(attr(href), page) }
img { display: block }
"""
PICTURE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='50' height='{}'></svg>"
WORDS = "The stairs at the ferry have thirty-six steps. "
PAGE = 20, 280
"""Top and bottom of the type area in px."""


@attrs.frozen
class LaidOutPage:
    """A page: its text and notes without white space, where each ends, where the notes begin, its folio."""

    text: str
    notes: str
    text_end: float
    notes_start: float
    notes_end: float
    folio: str
    blank: bool


def note(number: int, lines: int, inside: str = "") -> str:
    """Return the call of a note with numbered words, in two spans."""
    words = [f"w{number}-{nth} {WORDS}" for nth in range(lines)]
    head, tail = "".join(words[: lines // 2]), "".join(words[lines // 2 :])
    return (
        f'call{number}.<span class="note"><span>begin{number}. {head}</span>{inside}<span>{tail} end{number}.</span>'
        "</span>"
    )


def ends(box: Any) -> Iterator[float]:
    """Yield the lower edges of lines and pictures."""
    if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
        yield box.position_y + box.height
    for child in box.children:
        yield from ends(child)


def words(box: Any) -> str:
    """Return all text in a box, without white space."""
    return "".join("".join(each.text for each in box.descendants() if isinstance(each, boxes.TextBox)).split())


def lay_out(body: str) -> list[LaidOutPage]:
    """Return the pages of a document."""
    document = f"<!doctype html><html lang=en><title>t</title><style>{STYLE}</style>{body}"
    with chinese_line_layout():
        pages = [page._page_box for page in weasyprint.HTML(string=document).render().pages]
    return [laid_out(page) for page in pages]


def laid_out(page: Any) -> LaidOutPage:
    """Return what a page holds."""
    root, area = page.children[0], next((each for each in page.children if type(each) is boxes.FootnoteAreaBox), None)
    folio = "".join(words(each) for each in page.children if isinstance(each, boxes.MarginBox))
    return LaidOutPage(
        words(root),
        words(area) if area else "",
        max(ends(root), default=0.0),
        area.position_y + area.margin_top if area else PAGE[1],
        max(ends(area), default=0.0) if area else 0.0,
        folio,
        bool(page.page_type.blank),
    )


def check_geometry(pages: list[LaidOutPage]) -> None:
    """Assert that text and notes stand inside the type area and leave each other room, on pages with a folio."""
    for nth, page in enumerate(pages, 1):
        assert page.text_end <= page.notes_start + 0.5
        assert page.notes_end <= PAGE[1] + 0.5
        assert page.notes_start >= PAGE[0]
        assert page.folio == ("" if page.blank else str(nth))
        assert not (page.blank and page.notes)


def check_note(pages: list[LaidOutPage], number: int, lines: int) -> list[int]:
    """Assert that a note is on the pages whole, once and in order, not before its call; return its pages."""
    notes = "".join(page.notes for page in pages)
    inside = re.findall(rf"begin{number}\.(.*?)end{number}\.", notes)
    assert len(inside) == 1
    assert re.findall(rf"w{number}-(\d+)The", inside[0]) == [str(nth) for nth in range(lines)]
    call = next(nth for nth, page in enumerate(pages) if f"call{number}." in page.text)
    first = next(nth for nth, page in enumerate(pages) if f"begin{number}." in page.notes)
    last = next(nth for nth, page in enumerate(pages) if f"end{number}." in page.notes)
    assert call <= first
    return [*range(first, last + 1)]


def test_a_note_longer_than_a_page_runs_on() -> None:
    """It begins on the page of its call; pages that hold nothing else keep their folio."""
    pages = lay_out(f"<p>{WORDS}{note(0, 60)}</p>")
    check_geometry(pages)
    assert check_note(pages, 0, 60) == [*range(len(pages))]
    assert len(pages) > 3
    assert [bool(page.text) for page in pages] == [True] + [False] * (len(pages) - 1)


def test_text_runs_on_beside_a_long_note() -> None:
    """While a note runs on, every page has text as well, half of it at least."""
    pages = lay_out(f"<p>{note(0, 60)}</p>" + f"<p>{WORDS * 4}</p>" * 20)
    check_geometry(pages)
    for number in check_note(pages, 0, 60):
        assert len(pages[number].text) > len(WORDS) * 4


def test_long_notes_of_one_line_follow_each_other() -> None:
    """Each begins when the one before has ended."""
    pages = lay_out(f"<p>{note(0, 30)} {note(1, 30)} {note(2, 2)}</p>")
    check_geometry(pages)
    first, second, third = (check_note(pages, number, lines) for number, lines in enumerate((30, 30, 2)))
    assert first[0] == 0
    assert first[-1] <= second[0]
    assert second[-1] <= third[0]


def test_notes_end_before_a_forced_break() -> None:
    """No note runs on under the next chapter, and the blank page before it bears none."""
    pages = lay_out(f'<p>{note(0, 60)}</p><p class="new">next</p>')
    check_geometry(pages)
    last = check_note(pages, 0, 60)[-1]
    opening = next(nth for nth, page in enumerate(pages) if "next" in page.text)
    assert last < opening
    assert opening % 2 == 0
    assert all(page.blank for page in pages[last + 1 : opening])


@pytest.mark.parametrize("lines_before", range(12, 20))
def test_a_note_begins_under_its_call(lines_before: int) -> None:
    """Wherever the call is on a page; a line whose note finds no room goes to the next page with it."""
    pages = lay_out("line<br>" * lines_before + note(0, 4) + "<br>line" * 9)
    check_geometry(pages)
    begin = check_note(pages, 0, 4)[0]
    assert "call0." in pages[begin].text


@pytest.mark.parametrize("lines_before", range(12, 20))
def test_notes_of_one_line_begin_on_its_page(lines_before: int) -> None:
    """Text makes room for the beginning of the second note of a line, unless the first one runs on."""
    pages = lay_out("line<br>" * lines_before + note(0, 1) + note(1, 4) + "<br>line" * 9)
    check_geometry(pages)
    first, second = check_note(pages, 0, 1), check_note(pages, 1, 4)
    assert "call0." in pages[first[0]].text
    assert "call1." in pages[second[0]].text or first == [second[0] - 1, second[0]]


@pytest.mark.parametrize(("height", "begins"), [(100, 0), (150, 0), (180, 0), (205, 1)])
@pytest.mark.parametrize("kind", ["lead", "pair"])
def test_a_heading_keeps_the_text_below_it(height: int, begins: int, kind: str) -> None:
    """A note longer than a page begins below it with what room there is, or on the next page where there is none."""
    heading = f'<h1 class="lead" style="height: {height}px; margin: 0">Title</h1>'
    lead = f'<div><p class="lead">{note(0, 60)}</p><p>Follows.</p></div>'
    pair = f'<div class="pair"><div>{note(0, 60)}</div><div>Follows.</div></div>'
    pages = lay_out(heading + {"lead": lead, "pair": pair}[kind] + f"<p>{WORDS * 4}</p>" * 3)
    check_geometry(pages)
    assert "call0." in pages[0].text and "Follows." in pages[0].text
    assert check_note(pages, 0, 60)[0] == begins


@pytest.mark.parametrize("height", [20, 60, 90, 104, 111, 118])
@pytest.mark.parametrize("pair", [False, True])
def test_a_heading_with_a_note_keeps_text_below_it(height: int, pair: bool) -> None:
    """A note that would leave no line below its heading runs on to the next page from further up."""
    heading = f'<div><h1 class="lead" style="height: {height}px; margin: 0">Title{note(0, 12)}</h1></div>'
    below = '<div class="pair"><div>Follows.</div><div>Also.</div></div>' if pair else "<p>Follows. Also.</p>"
    pages = lay_out(heading + below)
    check_geometry(pages)
    check_note(pages, 0, 12)
    assert "Title" in pages[0].text and "Also." in pages[0].text


@pytest.mark.parametrize("lines_before", range(2, 22))
def test_references_name_the_page_of_a_target_that_a_note_moves(lines_before: int) -> None:
    """Whichever way the page is made again, before the target and behind it."""
    link, target = '<p>See<a href="#target"></a>.</p>', '<p id="target">Target</p>'
    pair = f'<div class="pair"><div>{note(0, 2)}</div><div>{note(1, 9)}</div></div>'
    pages = lay_out(link + "line<br>" * lines_before + pair + target + "line<br>" * 22 + link)
    number = next(nth for nth, page in enumerate(pages, 1) if "Target" in page.text)
    assert re.findall(r"See(\d+)\.", "".join(page.text for page in pages)) == [str(number)] * 2


@pytest.mark.parametrize("height", [60, 200, 255, 600])
def test_a_picture_in_a_note(height: int) -> None:
    """A picture is never divided; one too high for half of the page has a page that holds notes only."""
    picture = f'<span><img src="{PICTURE.format(height)}"></span>'
    pages = lay_out(f"<p>{note(0, 12, picture)}</p>" + f"<p>{WORDS * 4}</p>" * 8)
    assert check_note(pages, 0, 12)[0] == 0
    if height < 260:
        check_geometry(pages)


def test_what_may_not_be_divided_keeps_its_room() -> None:
    """A block higher than half of the page is not printed over the notes of the page before, nor over its own."""
    pages = lay_out(
        f'<p>{note(0, 40)}</p><div class="tall"><img src="{PICTURE.format(190)}"></div>'
        f'<p class="whole">{note(1, 30)} {WORDS * 8}</p>'
    )
    check_geometry(pages)
    check_note(pages, 0, 40)
    check_note(pages, 1, 30)


@pytest.mark.parametrize(("before", "height"), [(2, 3), (2, 2), (6, 3), (12, 2)])
def test_notes_of_pairs_that_stay_together_begin_on_their_pages(before: int, height: int) -> None:
    """The next pairs wait for another page where the text of one would take the room of the notes before."""
    pairs = "".join(
        f'<div class="pair whole"><div>{WORDS * height} {note(nth, 8)}</div><div>{WORDS * height}</div></div>'
        for nth in range(6)
    )
    pages = lay_out(f"<p>{WORDS * before}</p>{pairs}")
    check_geometry(pages)
    for nth in range(6):
        first, *_ = check_note(pages, nth, 8)
        assert f"call{nth}." in pages[first].text


def random_pairs(chance: random.Random) -> str:
    """Return pairs that stay together, which call more notes than their pages hold."""
    numbers = count()

    def text(calls: int) -> str:
        notes = (note(next(numbers), chance.choice((1, 1, 2, 3, 6, 8, 20))) for _ in range(calls))
        words = WORDS * chance.randint(0, 3)
        return words + "".join(f"{each} {WORDS * chance.randint(0, 1)}" for each in notes) or "x"

    pairs = range(chance.randint(8, 14))
    sides = ((text(chance.choice((0, 1, 1, 2, 3))), text(0)) for _ in pairs)
    return "".join(f'<div class="pair whole"><div>{one}</div><div>{other}</div></div>' for one, other in sides)


@pytest.mark.parametrize("seed", [0, 10])
def test_pages_are_made_again_seldom(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many notes wait, too: twice on average, eight times at the most."""
    begin, made = LayoutContext.begin_page, Counter[int]()

    def begin_page(self: LayoutContext, limits: NoteLimits, only_notes: bool = False) -> None:
        made[self.current_page] += 1
        begin(self, limits, only_notes)

    monkeypatch.setattr(LayoutContext, "begin_page", begin_page)
    pages = lay_out(random_pairs(random.Random(seed)))
    check_geometry(pages)
    assert max(made.values()) <= 8
    assert sum(made.values()) < 2.3 * len(pages)


def test_text_keeps_its_upper_margin_after_a_forced_break_alone() -> None:
    """Text that goes on in a page with a name loses it, as elsewhere; a page of another name begins with it."""
    paragraph = f"<p style='margin-top: 12px'>{WORDS * 4}</p>"
    other, same = (f"<div style='page: {name}'>{paragraph * 9}</div>" for name in ("first", "second"))
    source = f"<style>{STYLE} div, body {{ margin: 0 }}</style>{other}{same}"
    with chinese_line_layout():
        pages = weasyprint.HTML(string=source).render().pages
    begins = [
        next(each for each in page._page_box.descendants() if isinstance(each, boxes.LineBox)).position_y - PAGE[0]
        for page in pages
    ]
    names = [page._page_box.page_type.name for page in pages]
    starts = [nth for nth in range(1, len(names)) if names[nth] != names[nth - 1]]
    assert len(starts) == 1 and len(names) >= 6
    assert [nth for nth in range(1, len(pages)) if begins[nth] > 0] == starts


def random_body(chance: random.Random) -> tuple[str, list[int]]:
    """Return paragraphs, pairs and pictures with notes of any length, and the lines of each note."""
    sizes: list[int] = []

    def text(calls: int) -> str:
        out = WORDS * chance.randint(0, 4)
        for _ in range(calls):
            sizes.append(chance.choice((1, 1, 1, 2, 3, 6, 20, 45)))
            out += f"{note(len(sizes) - 1, sizes[-1])} {WORDS * chance.randint(0, 2)}"
        return out or "x"

    def calls() -> int:
        return chance.choice((0, 0, 0, 1, 1, 2, 3))

    kinds = {
        "paragraph": lambda: f"<p>{text(calls())}</p>",
        "whole": lambda: f'<p class="whole">{text(calls())}</p>',
        "lead": lambda: f'<div><p class="lead">{text(calls())}</p><p>{text(0)}</p></div>',
        "pair": lambda: f'<div class="pair"><div>{text(calls())}</div><div>{text(0)}</div></div>',
        "picture": lambda: f'<div class="tall"><img src="{PICTURE.format(190)}"></div>',
        "new": lambda: f'<p class="new">{text(calls())}</p>',
        "list": lambda: f"<ul><li>{text(calls())}</li><li>{text(calls())}</li></ul>",
    }
    return "".join(kinds[chance.choice([*kinds])]() for _ in range(chance.randint(6, 12))), sizes


@pytest.mark.parametrize("seed", [7, 34, 51, 119])
def test_any_notes(seed: int) -> None:
    """Notes of any length, in any blocks, are on the pages whole, once, in order, and overlap nothing."""
    body, sizes = random_body(random.Random(seed))
    pages = lay_out(body)
    check_geometry(pages)
    starts = [check_note(pages, number, lines)[0] for number, lines in enumerate(sizes)]
    assert starts == sorted(starts)
