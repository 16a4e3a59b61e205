"""Chapters that open elsewhere than the book says are mismatches."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from support import sample_book
from support.sample_book import both, paragraph
from wicpress import model as m
from wicpress.config import OpeningSettings
from wicpress.proofing.text.edition_rules import standing
from wicpress.proofing.text.print.openings import check_openings

RECTO, PAGE, RUN_ON = "recto", "page", "run-on"


def chapter(name: str, *, part: bool = False) -> m.Chapter:
    """Return a chapter of one paragraph."""
    opened = m.Heading(f"{name}-part", 1, both("卷", "Part"), 1) if part else None
    title = m.Heading(f"{name}-title", 1, both("章", "Chapter"), 1)
    return m.Chapter(name, title, (paragraph(f"{name}-1", "正文。", "Text."),), part=opened)


@pytest.mark.parametrize(
    ("settings", "pages", "found"),
    [
        (OpeningSettings(), (7, 7, 9, 9), ""),
        (OpeningSettings(), (6, 7, 9, 9), "opens on a left-hand page"),
        (OpeningSettings(), (7, 9, 9, 9), "opens below other text"),
        (OpeningSettings(), (7, 7, 8, 8), "opens on a left-hand page"),
        (OpeningSettings(chapter=PAGE), (7, 7, 8, 9), ""),
        (OpeningSettings(chapter=PAGE), (7, 8, 8, 9), "opens below other text"),
        (OpeningSettings(chapter=PAGE), (7, 7, 9, 9), "opens 2 pages behind the text before it"),
        (OpeningSettings(chapter=RUN_ON), (7, 8, 8, 9), ""),
        (OpeningSettings(chapter=RUN_ON), (7, 7, 8, 8), ""),
        (OpeningSettings(chapter=RUN_ON), (7, 7, 9, 9), "opens 2 pages behind the text before it"),
    ],
)
def test_each_chapter_opens_in_its_place(
    tmp_path: Path, settings: OpeningSettings, pages: tuple[int, int, int, int], found: str
) -> None:
    """``pages`` are those of the title and of the text of two chapters."""
    config = attrs.evolve(sample_book.config(tmp_path), openings=settings)
    shown = standing(m.Book(("zh-Hans", "en"), (chapter("a"), chapter("b"))), config.editions[0])
    places = {name: {page} for name, page in zip(("a-title", "a-1", "b-title", "b-1"), pages, strict=True)}
    told = [each.message for each in check_openings(shown, config, places)]
    assert [found in each for each in told] == ([True] if found else [])


@pytest.mark.parametrize(
    ("settings", "part", "title", "found"),
    [
        (OpeningSettings(), 9, 11, 0),
        (OpeningSettings(), 10, 11, 1),
        (OpeningSettings("page", PAGE), 8, 9, 0),
        (OpeningSettings("page", PAGE), 9, 11, 2),
        (OpeningSettings("page", RUN_ON), 8, 8, 1),
    ],
)
def test_a_part_and_its_first_chapter(
    tmp_path: Path, settings: OpeningSettings, part: int, title: int, found: int
) -> None:
    """The title of a part has a page of its own, also where chapters run on."""
    config = attrs.evolve(sample_book.config(tmp_path), openings=settings)
    shown = standing(m.Book(("zh-Hans", "en"), (chapter("a"), chapter("b", part=True))), config.editions[0])
    places = {"a-title": {7}, "a-1": {7}, "b-part": {part}, "b-title": {title}, "b-1": {title}}
    assert len([*check_openings(shown, config, places)]) == found


def test_a_chapter_ends_with_the_last_row_of_its_table(tmp_path: Path) -> None:
    config = attrs.evolve(sample_book.config(tmp_path), openings=OpeningSettings(chapter=PAGE))
    one, other = chapter("a"), chapter("b")
    rows = tuple(m.Row(f"a-{nth}", (m.Cell(both("格", "Cell")),), one.title.sides[0].span) for nth in (2, 3))
    table = m.Table("a-table", (), (), rows, ("",))
    shown = standing(
        m.Book(("zh-Hans", "en"), (attrs.evolve(one, blocks=(*one.blocks, table)), other)), config.editions[0]
    )
    pages = {"a-title": {7}, "a-1": {7}, "a-table": {7}, "a-2": {7}, "a-3": {9}, "b-title": {10}, "b-1": {10}}
    assert list(check_openings(shown, config, pages)) == []
    assert [each.message for each in check_openings(shown, config, {**pages, "a-3": {8}})] == [
        "the title b-title opens 2 pages behind the text before it, in the book it is page"
    ]
