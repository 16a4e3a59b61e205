"""The index on finished pages: its numbers are those of the pages, tagged and linked, and verify reads it."""

from __future__ import annotations

import io
from pathlib import Path

import attrs
import pikepdf
import pytest

from support.small_books import BILINGUAL, PARALLEL, SmallBook, build_once, settings, write
from wicpress import model as m
from wicpress.proofing.pdf.structure import read_structure
from wicpress.proofing.text.extract_text import extract_pdf
from wicpress.proofing.verify_files import VerifyRequest, verify_files

ZH = "渡口的石阶一共有三十六级，涨水的时候只看得见上面的十二级，船家都记得很清楚。" * 6
EN = "The stairs at the ferry have thirty-six steps; at high water twelve are seen, and boatmen know it. " * 6
BEGIN = """\
# 前言 {.foreword}

# Foreword {.foreword}

[石阶]{.index}。

The [stairs]{.index}.

# 渡口

# The ferry

[运河]{.index .start translation=canal}起，[曾国藩]{.index .name}。

The [canal]{.index .start} begins.

"""
END = """\
[运河]{.index .end}止，[石阶]{.index .main}。[]{.index entry="台阶" see="石阶"}

The [canal]{.index .end} ends, with [stairs]{.index .main see-also=canal}.

# 索引 {.unnumbered}

# Index {.unnumbered}

::: index
:::
"""
MIDDLE = "".join(
    f"{ZH}[石阶]{{.index translation=stairs}}{nth}。\n\n{EN}[Stairs]{{.index entry=stairs}}.\n\n" for nth in range(9)
)
FILES = {"book.toml": settings(BILINGUAL, {**PARALLEL, "page": "A5"}), "01.md": BEGIN + MIDDLE + END}
BOOK = SmallBook("book-with-an-index", FILES)


def changed(**values: object) -> m.Book:
    """Return the book with other values of each mark of 石阶 that stands in its second chapter."""

    def side(each: m.Translation) -> m.Translation:
        inlines = (
            attrs.evolve(one, **values) if isinstance(one, m.IndexMark) and one.path == ("石阶",) else one  # type: ignore[arg-type]
            for one in each.inlines
        )
        return attrs.evolve(each, inlines=tuple(inlines))

    def block(each: m.Block) -> m.Block:
        return attrs.evolve(each, sides=tuple(map(side, each.sides))) if isinstance(each, m.Paragraph) else each

    first, second, *rest = BOOK.content.chapters
    second = attrs.evolve(second, blocks=tuple(map(block, second.blocks)))
    return attrs.evolve(BOOK.content, chapters=(first, second, *rest))


@pytest.mark.parametrize("name", ["bilingual", "parallel"])
def test_verify_reads_it(name: str) -> None:
    assert BOOK.mismatches(name) == ()


OTHERS = ({"is_main": False, "entry": ("阶",)}, {"see": ("运河",)}, {"translation": ("steps",)}, {"is_main": True})


@pytest.mark.parametrize("values", OTHERS)
def test_verify_finds_other_entries(values: dict[str, object]) -> None:
    assert BOOK.mismatches("bilingual", changed(**values))


def test_numbers_are_those_of_the_pages() -> None:
    """What goes on is a range, the main place has a number of its own, and the front matter Roman ones."""
    with BOOK.opened("bilingual") as document:
        extracted = extract_pdf(document)
    words = "".join(each.text for each in extracted.segments)
    words = words[words.rindex("Index") :]
    assert "石阶 stairs v, 1–6, 6；另见canal" in words and "运河 canal 1–6" in words
    links = {each.link_target: each.text for each in extracted.segments if "-index-" in each.link_target}
    assert all(extracted.pages[target] == number for target, number in links.items())
    assert extracted.pages[f"{BOOK.content.chapters[0].id}-index-1"] == "v"


def test_entries_to_see_are_links() -> None:
    """What `see` and `see-also` name, and the head words in the other language, lead to the entry."""
    with BOOK.opened("bilingual") as document:
        places, extracted = document.named_places(), extract_pdf(document)
    links = [(each.text, each.link_target) for each in extracted.segments if "-entry-" in each.link_target]
    assert {text for text, _ in links} == {"石阶", "canal", "运河"}
    assert {target for _, target in links} <= set(places)
    assert len({target for text, target in links if text in ("canal", "运河")}) == 1


def test_tags() -> None:
    """The numbers of pages are links in references, below an element of the type Index."""
    with pikepdf.open(io.BytesIO(BOOK.built("bilingual").data)) as pdf:
        structure = read_structure(pdf)
        assert structure
        paths = [[each.role for each in element.path()] for element in structure.elements() if element.role == "Link"]
    links = [path for path in paths if "Index" in path]
    assert links and {path[-2] for path in links} == {"P", "Reference"}


def test_e_books_and_books_laid_out_in_parts() -> None:
    """A build finds nothing, and verify reads every file of it; e-books have the pages of print, or count."""

    def make(root: Path) -> None:
        english = {"name": "counted", "layout": "single", "languages": ["en"], "formats": ["epub"]}
        write(root, {**FILES, "book.toml": settings({**BILINGUAL, "page": "A5"}, english)})

    folder = build_once("index-built", make)
    files = sorted((folder / "dist").glob("small-*"))
    results = list(verify_files(files, VerifyRequest(book=folder / "book", run_validators=False)))
    assert [(each.path, each.failures) for each in results if not each.sound] == []
    assert len(results) == 3
