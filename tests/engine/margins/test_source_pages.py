"""Pages of a source edition in the margins of every layout, in e-books, and read back."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from support import small_books
from support.random_figures import DRAWINGS
from wicpress.proofing.pages.source_numbers import PlacedNumber
from wicpress.proofing.text.ebook.source_pages import ExpectedPage, begins
from wicpress.proofing.text.print.source_pages import check_places, check_source_pages
from wicpress.proofing.verify_files import VerifyRequest, verify_files

ZH = (
    "运河长一千七百九十四公里，自北京至杭州，流经六个省市，沟通五大水系。历代疏浚，至今仍在通航，沿岸的城镇因河而兴。"
)
EN = (
    "The canal is 1,794 km long, from Beijing to Hangzhou; it crosses six provinces and joins five rivers. Dredged "
    "by one dynasty after the other, it still carries ships, and the towns along its banks grew with it."
)
EDITIONS = (
    small_books.BILINGUAL,
    small_books.PARALLEL,
    small_books.ENGLISH,
    {"name": "zh", "layout": "single", "languages": ["zh-Hans"]},
    {"name": "vertical", "layout": "single", "languages": ["zh-Hans"], "writing": "vertical", "formats": ["epub"]},
    {"name": "cited", "layout": "interleaved", "page-list": "source", "formats": ["epub"]},
)


def manuscript() -> str:
    """Return a chapter with a page at every character of a paragraph in turn, in one language or both."""
    parts = ["{page=11}\n# 运河\n\n{page=11}\n# The Canal\n"]
    for nth in range(24):
        at, space = nth * 2, EN.index(" ", nth * 7) + 1
        zh = f"{ZH[:at]}[]{{page={nth + 12}}}{ZH[at:]}" if nth % 3 else ZH
        en = f"{EN[:space]}[]{{page={nth + 12}}}{EN[space:]}" if nth % 3 != 1 else EN
        parts.append(f"{zh}\n\n{en}\n")
    parts.append(
        "{page=40}\n## 一、河段\n\n## 1 Reaches\n\n{page=41}\n- 上游\n- 下游[]{page=42}\n\n- Upper\n- Lower\n"
    )
    parts.append("{page=43}\n| 河 | River |\n|---|---|\n| 长[]{page=44} | long[]{page=45} |\n")
    parts += (in_every_place(first) for first in (50, 70))
    parts.append("见第[](#page-42)页。\n\nSee page [](#page-42).\n")
    return "\n".join(parts)


def in_every_place(first: int) -> str:
    """Return a page of a chapter on which pages of the source edition begin in many places, from number ``first`` on.

    Marked words go on over lines that pages begin in.
    """
    text = f"""\
{{.page-break page=N}}
![短线](line.svg)运河长1,794公里[^n][]{{page=N}}，约30%的货物从这里上岸。[^n][]{{page=N}}

The canal is ![a short line](line.svg) 1,794 km long.[^n]

{{page=N}}
1、 叫作石阶的地方，北京—杭州的船[]{{page=N}}要走三十天。[]{{page=N}}

1. People here call it the Grand Canal.

{{page=N}}
2、 []{{page=N}}叫作{{渡口|dù kǒu}}的[]{{page=N}}地方，运河长。

2. Called a ferry.

{{page=N}}
- 石阶^[渡口]{{.interlinear}}

- Stairs

{{page=N}}
运河长^[{ZH}]{{.interlinear}}，[]{{page=N}}《石阶^[渡口]{{.interlinear}}》

The canal ^[a river]{{.interlinear}} is long.

{{page=N}}
=={ZH[:30]}[]{{page=N}}{ZH[30:]}==

Marked.

{{page=N .verse}}
床前明月光，
疑是[]{{page=N}}地上霜。

{{.verse}}
Before my bed the moon is bright;
I took it for a frost tonight.

[^n]: 湖面结了冰。

    The lake was frozen.
"""
    for number in range(first, first + text.count("page=N")):
        text = text.replace("page=N", f"page={number}", 1)
    return text.replace("^n]", f"^n{first}]")


def write(root: Path) -> None:
    """Write the book."""
    toml = small_books.settings(*EDITIONS, **{"source-edition": "Old Press, 1930"})
    small_books.write(root, {"book.toml": toml, "01.md": manuscript(), **DRAWINGS})


def test_each_number_is_read_back_from_every_edition() -> None:
    """Each page stands once, in order, on its line and in the margin; copied lines are whole."""
    folder = small_books.build_once("source-pages", write)
    files = sorted([*(folder / "dist").glob("*.pdf"), *(folder / "dist").glob("*.epub")])
    assert len(files) == 10
    request = VerifyRequest(book=folder / "book", run_validators=False)
    with_pages = attrs.evolve(request, printed=folder / "dist" / "small-bilingual.pdf")
    e_books = [folder / "dist" / f"small-{name}.epub" for name in ("bilingual", "cited")]
    results = [*verify_files(files, request), *verify_files(e_books, with_pages)]
    assert {each.path.name: each.failures for each in results if each.failures} == {}


EXPECTED = (ExpectedPage("12", "a", None, "", "运河长一千"), ExpectedPage("13", "a", None, "长一千", "七百九十四"))
"""Pages that begin on two lines."""
PLACED = (
    PlacedNumber("12", 1, 400, 410, 100, ("运河长一千",), 100, (50, 390)),
    PlacedNumber("13", 1, 400, 410, 116, ("七百九十四公里",), 116, (50, 390)),
)


def test_what_stands_as_expected_is_not_reported() -> None:
    assert [*check_source_pages(PLACED, EXPECTED), *check_places(PLACED)] == []


@pytest.mark.parametrize(
    ("nth", "change", "message"),
    [
        (1, None, "page 13 of the source is not in the file"),
        (1, {"number": "12"}, "page 13 of the source is not in the file"),
        (1, {"line": ("运河长一千",)}, "page 13 of the source stands beside `运河长一千`, not `七百九十四`"),
        (1, {"y": 118.0}, "page 13 of the source stands +2.00 pt off its line"),
        (1, {"x0": 380.0}, "page 13 of the source does not stand in the margin"),
        (1, {"y": 101.0, "line_y": 101.0}, "page 12 of the source stands over page 13"),
    ],
)
def test_a_wrong_number_is_found(nth: int, change: dict[str, object] | None, message: str) -> None:
    """One that is lost, beside another line, off its baseline, in the text, or over another."""
    changed = [attrs.evolve(each, **change) if change and at == nth else each for at, each in enumerate(PLACED)]
    placed = changed if change else changed[:nth]
    assert message in [each.message for each in (*check_source_pages(placed, EXPECTED), *check_places(placed))]


def test_numbers_in_another_order_are_found() -> None:
    (found, *_) = check_source_pages(PLACED[::-1], EXPECTED)
    assert found.message == "page 13 of the source stands where 12 should"


@pytest.mark.parametrize(("line", "holds"), [("至今仍在通航", True), ("大水系。历", True), ("至今不在", False)])
def test_a_line_may_end_within_the_compared_letters(line: str, holds: bool) -> None:
    assert begins("历代疏浚" if line.endswith("历") else "至今仍在通航，沿岸", line) is holds
