"""The page numbers of an index: each once, those that follow each other joined, main places apart."""

from __future__ import annotations

from markupsafe import Markup

from wicpress.edition.index.entries import IndexPlace
from wicpress.edition.index.page_numbers import Page, open_numbers, page_ranges, places_in, with_numbers
from wicpress.model import IndexMark, Text
from wicpress.proofing.text.index.expected_pages import numbers_of_pages


def page(label: str) -> Page:
    """Return a page; those of the front matter have Roman numbers."""
    front = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    return Page(front[label], label, "r") if label in front else Page(4 + int(label), label)


def shown(*places: str) -> str:
    """Return the numbers of places on pages: ``5``, ``5-7``, ``*5`` for a main one."""
    pages, parts, marks = dict[str, Page](), list[IndexPlace](), list[tuple[str, IndexMark]]()
    for nth, place in enumerate(places):
        first, _, last = place.removeprefix("*").partition("-")
        is_main = place.startswith("*")
        start, end = f"a{nth}", f"b{nth}" if last else ""
        pages[start] = page(first)
        marks.append(("en", mark(start, "start" if last else "", is_main)))
        if last:
            pages[end] = page(last)
            marks.append(("en", mark(end, "end")))
        parts.append(IndexPlace(start, end, is_main))
    html = with_numbers(open_numbers(parts), pages, lambda name, at: Markup("<a>{}</a>").format(at.label))
    labels = {name: each.label for name, each in pages.items()}
    again = "".join(text for text, _ in numbers_of_pages(marks, labels))
    plain = html.replace("<a>", "").replace("</a>", "")
    assert again == plain.replace("<b>", "").replace("</b>", "")
    assert {name for _, name in numbers_of_pages(marks, labels)} - {""} == {
        name for each in page_ranges(parts, pages) for name in (each.start, each.end)
    }
    return plain


def mark(name: str, span_end: str = "", is_main: bool = False) -> IndexMark:
    """Return words for the index with an id."""
    return IndexMark((Text("x"),), is_main=is_main, span_end=span_end, id=name)


def test_each_page_is_named_once() -> None:
    assert shown("5", "5", "9", "7") == "5, 7, 9"


def test_three_pages_that_follow_each_other_are_a_range() -> None:
    assert shown("5", "6") == "5, 6"
    assert shown("5", "6", "7", "9") == "5–7, 9"


def test_what_goes_on_is_a_range() -> None:
    assert shown("5-6") == "5–6"
    assert shown("5-5") == "5"
    assert shown("5-8", "6", "9", "12-14", "14-16") == "5–9, 12–16"


def test_main_places_are_apart() -> None:
    assert shown("5", "*6", "7", "6") == "5–7, <b>6</b>"
    assert shown("6", "*6", "9") == "<b>6</b>, 9"
    assert shown("*5-7", "6") == "<b>5–7</b>"


def test_pages_of_the_front_matter() -> None:
    """Roman and Arabic numbers do not follow each other."""
    assert shown("iii", "iv", "1", "2") == "iii, iv, 1, 2"
    assert shown("ii", "iii", "iv", "3") == "ii–iv, 3"


def test_a_range_that_ends_before_it_begins_is_one_page() -> None:
    assert shown("7-5") == "7"


def test_places_without_page_are_left_out_or_counted() -> None:
    html = open_numbers([IndexPlace("a"), IndexPlace("b", is_main=True), IndexPlace("c", "d")])
    assert [*places_in(html)] == ["a", "b", "c", "d"]

    def write(name: str, at: Page) -> Markup:
        return Markup("{}={}").format(name, at.label)

    pages = {"a": page("3"), "d": page("4")}
    assert with_numbers(html, pages, write) == "a=3, d=4"
    assert with_numbers(html, pages, write, counts_places=True) == "a=1, <b>b=2</b>, c=3"
    everything = pages | {"b": page("5"), "c": page("3")}
    assert with_numbers(html, everything, write, counts_places=True) == "c=3–d=4, <b>b=5</b>"
