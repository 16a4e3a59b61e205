"""Tables in notes that go on over pages: no row is divided, and no head stands alone."""

from __future__ import annotations

import re

import pymupdf

from support import small_books
from support.small_books import SmallBook

PARAGRAPH = "河水向东流过三座桥。\n\nThe river flows east below three bridges.\n\n"
ROWS = 18


def chapter(nth: int) -> str:
    """Return a chapter with ``nth`` paragraphs above one that calls a note with a table."""
    rows = ("".join(f"| {a}{nth}-{row} | {b}{nth}-{row} |\n" for row in range(ROWS)) for a, b in ("甲乙", "ab"))
    heads = (f"| 栏{nth} | 数{nth} |", f"| H{nth} | N{nth} |")
    sides = (f"{head}\n|---|---|\n{each}" for head, each in zip(heads, rows, strict=True))
    tables = "\n\n".join("    " + side.strip().replace("\n", "\n    ") for side in sides)
    return (
        f"# 第{nth}\n\n# Number {nth}\n\n{PARAGRAPH * nth}末句[^{nth}]。\n\nThe end[^{nth}].\n\n"
        f"[^{nth}]: 见表。\n\n    See below.\n\n{tables}\n\n"
    )


def test_rows_of_notes_are_not_divided() -> None:
    """Of notes that begin lower and lower on their pages, some go on; each row stays whole, as do the first two."""
    toml = small_books.settings(small_books.BILINGUAL, openings="page")
    text = "".join(chapter(nth) for nth in range(4, 9))
    book = SmallBook("book-of-note-tables", {"book.toml": toml, "01.md": text})
    pages_of: dict[str, set[int]] = {}
    with pymupdf.open(stream=book.built("bilingual").data) as document:
        for page in document:
            text = page.get_text()
            for name in re.findall(r"[甲乙ab]\d+-\d+|[栏数]\d+|[HN]\d+", text):
                row = re.sub(r"^[甲乙ab]", "", name)
                row = row if "-" in row else f"{row[1:]}-0"
                pages_of.setdefault(row, set()).add(page.number)
    assert [row for row, pages in pages_of.items() if len(pages) > 1] == []
    notes = {row.split("-")[0]: set[int]() for row in pages_of}
    for row, pages in pages_of.items():
        notes[row.split("-")[0]] |= pages
    assert any(len(pages) > 1 for pages in notes.values())
