"""Pages are estimated so well that few sections are laid out twice because a page number has another digit."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs

from support.small_books import BILINGUAL, SmallBook, settings
from wicpress.cache.disk_store import DiskStore
from wicpress.pdf.incremental import LayoutContext, run_inline, write_in_sections
from wicpress.pdf.layout_worker import LayoutJob

ZH = "渡口的石阶一共有三十六级，涨水的时候只看得见上面的十二级，船家都记得很清楚。" * 5
EN = "The stairs at the ferry have thirty-six steps; at high water twelve are seen, and boatmen know it. " * 5
TEXT = f"{ZH}\n\n{EN}\n\n" * 7
CHAPTERS = 12


def chapter(nth: int) -> str:
    """Return a chapter of some three pages that names the page of every other."""
    pages = "，".join(f"[](#c{each}){{.page}}" for each in range(CHAPTERS))
    return f"# 章 {{#c{nth}}}\n\n# Chapter\n\n见{pages}。\n\nSee {pages}.\n\n{TEXT}"


FILES = {"book.toml": settings(BILINGUAL), **{f"{nth:02}.md": chapter(nth) for nth in range(CHAPTERS)}}
BOOK = SmallBook("book-of-short-chapters", FILES)


def test_hardly_a_section_is_laid_out_twice(tmp_path: Path) -> None:
    """One is laid out first, by which estimates are measured that are four times what is right."""
    jobs: list[object] = []

    def run(function: Callable[..., Any], each: Iterable[Any]) -> Iterator[Any]:
        own = list(each)
        jobs.extend(job for job in own if isinstance(job, LayoutJob))
        return iter(run_inline(function, own))

    page = BOOK.rendered("bilingual")
    wrong = [
        attrs.evolve(each, pages=each.pages * 4, places={name: nth * 4 for name, nth in each.places.items()})
        for each in page.units
    ]
    context = LayoutContext(DiskStore(tmp_path), "tool", run=run)
    edition = BOOK.edition("bilingual")
    write_in_sections(attrs.evolve(page, units=tuple(wrong)), BOOK.config, edition, context, io.BytesIO())
    assert len(jobs) <= CHAPTERS + 4
