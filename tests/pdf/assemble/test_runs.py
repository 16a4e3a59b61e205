"""Chapters that run on, or open on any page: laid out in runs they equal the book laid out as a single document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pymupdf
import pytest

from support import pdf_comparison
from support.book_files import write_book
from support.feature_book import Typeset
from support.pdf_builds import build_incrementally, build_single_document, counting
from wicpress.pdf import incremental
from wicpress.pdf.incremental import LayoutContext
from wicpress.pdf.sections import join_sections

TOML = """\
[book]
slug = "runs"
languages = ["zh-Hans", "en"]
title = {{ zh-Hans = "接排", en = "Running On" }}
identifier = "urn:uuid:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bff"
openings = {openings}

[[edition]]
name = "bilingual"
layout = "interleaved"
page = "A5"
"""
ZH, EN = "渡口的石阶一共有三十六级。" * 5, "The stairs at the ferry have thirty-six steps. " * 5


def files(
    openings: str, classes: Iterable[str], pairs: Callable[[int], int] = lambda nth: nth % 4
) -> dict[str, str | None]:
    """Return a book with a chapter for each of ``classes``, of so many ``pairs`` of paragraphs."""
    by_path: dict[str, str | None] = {"book.toml": TOML.format(openings=openings), "01-opening.md": None}
    for nth, each in enumerate(classes):
        mark = f" {{.{each}}}" if each else ""
        title = f"# 卷 {{.part}}\n\n# Part {{.part}}\n\n# 第{nth}日\n\n# Day {nth}\n\n" if each == "part" else ""
        title = title or f"# 第{nth}日{mark}\n\n# Day {nth}{mark}\n\n"
        by_path[f"c{nth:02}.md"] = title + f"{ZH}\n\n{EN}\n\n" * pairs(nth) + f"第{nth}句。\n\nSentence {nth}.\n"
    return by_path


@pytest.mark.parametrize(
    ("openings", "classes"),
    [
        ('"run-on"', ["", "", "unnumbered", "part", "", "appendix"]),
        ('{ part = "page", appendix = "run-on", chapter = "page" }', ["part", "", "appendix", "", "part", ""]),
        ('{ front = "page", back = "run-on" }', ["epigraph", "preface", "", "acknowledgements", "errata"]),
    ],
)
def test_runs_equal_the_single_document(
    openings: str, classes: list[str], set_type: Typeset, context: LayoutContext, tmp_path: Path
) -> None:
    """Text, structure, labels, outline, running heads and pixels agree."""
    page, config, edition = set_type(write_book(tmp_path, files(openings, classes)), "bilingual")
    parts = build_incrementally(page, config, edition, context)
    one = build_single_document(page, config, edition)
    assert pdf_comparison.differences(one.data, parts.data) == {}
    assert (parts.pages, parts.warnings, parts.count) == (one.pages, one.warnings, one.count)
    for number in range(4, one.count, 2):
        assert pdf_comparison.pixels(one.data, number) == pdf_comparison.pixels(parts.data, number)


def test_the_text_of_a_part_goes_on_at_the_head_of_its_pages(
    set_type: Typeset, context: LayoutContext, tmp_path: Path
) -> None:
    """Its pages and those of a preface begin at the same height as others, in sections and in a single document."""
    book = files('"recto"', ["preface", "part", "part"], lambda nth: 8)
    title = "# 卷 {.part}\n\n# Part {.part}\n\n"
    book |= {each: str(book[each]).replace(title, title + f"{ZH}\n\n{EN}\n\n" * 8) for each in ("c01.md", "c02.md")}
    page, config, edition = set_type(write_book(tmp_path, book), "bilingual")
    parts = build_incrementally(page, config, edition, context)
    one = build_single_document(page, config, edition)
    assert pdf_comparison.differences(one.data, parts.data) == {}
    assert (parts.pages, parts.count) == (one.pages, one.count)
    with pymupdf.open(stream=parts.data) as document:
        pages = [(each.get_label(), each.get_text("words")) for each in document.pages(5)]
    tops = {label: min(word[1] for word in words) for label, words in pages if words}
    going_on = {label: top for label, top in tops.items() if top < 100}
    assert len(going_on) >= 5
    assert max(going_on.values()) - min(going_on.values()) < 1
    folios = {label for label, words in pages if label in {word[4] for word in words}}
    assert going_on.keys() <= folios
    assert "1" not in folios


def test_an_edit_lays_out_one_run(set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:
    """Of sixty chapters in ten runs of six, one run is laid out again, and nothing else."""
    context, laid = counting(context)
    book = files(
        '{ chapter = "run-on", unnumbered = "page" }',
        ["unnumbered" if nth % 6 == 0 else "" for nth in range(60)],
        lambda nth: 0,
    )
    build_incrementally(*set_type(write_book(tmp_path, book), "bilingual"), context)
    assert len({*laid} - {"front", "contents"}) == 10
    laid.clear()
    changed = {**book, "c31.md": f"# 第31日\n\n# Day 31\n\n{ZH}\n\n{EN}\n"}
    build_incrementally(*set_type(write_book(tmp_path, changed), "bilingual"), context)
    assert laid == ["c30"]


@pytest.mark.parametrize(("place", "of_note"), [("foot", ["c02"]), ("book", ["endnotes"])])
def test_an_edit_leaves_numbered_notes_alone(
    place: str, of_note: list[str], set_type: Typeset, context: LayoutContext, tmp_path: Path
) -> None:
    """Notes that count through the book are laid out again with the run that is edited, or where they stand."""
    context, laid = counting(context)
    note = "\n文[^1]。\n\nText[^1].\n\n[^1]: 注。\n\n    Note.\n"
    book = files('{ chapter = "run-on", unnumbered = "page" }', ["unnumbered", ""] * 3, lambda nth: 0)
    book = {name: text + note if text and name[0] == "c" else text for name, text in book.items()}
    notes = f'[notes]\nplace = "{place}"\nnumbers = "book"\n\n[[edition]]'
    book["book.toml"] = str(book["book.toml"]).replace("[[edition]]", notes)

    def lay_out_again(old: str, new: str) -> list[str]:
        laid.clear()
        changed = {**book, "c03.md": str(book["c03.md"]).replace(old, new)}
        build_incrementally(*set_type(write_book(tmp_path, changed), "bilingual"), context)
        return laid

    lay_out_again("", "")
    assert lay_out_again("文[^1]。", "正文[^1]。") == ["c02"]
    assert lay_out_again("[^1]: 注。", "[^1]: 注文。") == of_note


def test_a_long_run_is_told(
    set_type: Typeset, context: LayoutContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first chapter and its pages are named; the same pages without a run are none."""
    monkeypatch.setattr(incremental, "LONGEST_RUN", 2)
    page, config, edition = set_type(write_book(tmp_path, files('"run-on"', ["", ""], lambda nth: 6)), "bilingual")
    (told,) = build_incrementally(page, config, edition, context).warnings
    assert told.code == "long_run"
    assert "2 chapters run on from `c00`" in told.message
    apart = write_book(tmp_path, files('"page"', ["", ""], lambda nth: 6))
    assert build_incrementally(*set_type(apart, "bilingual"), context).warnings == ()


def test_a_single_section_stays_as_it_is(set_type: Typeset, tmp_path: Path) -> None:
    """What runs on is joined: references, pictures and estimates of all its chapters."""
    page, _, _ = set_type(write_book(tmp_path, files('"recto"', ["", ""])), "bilingual")
    one, other = page.units[-2:]
    assert join_sections([one]) is one
    joined = join_sections([one, other])
    assert (joined.id, joined.run) == (one.id, (one.id, other.id))
    assert joined.html == one.html + other.html
    assert joined.pages == one.pages + other.pages
