"""The last page of a chapter never has one short paragraph alone; what is below a signature is set apart."""

from __future__ import annotations

import pymupdf
import pytest

from support import small_books
from support.small_books import SmallBook

PARAGRAPH = "河水向东流过三座桥。\n\nThe river flows east below three bridges.\n\n"
LAST = "末句。\n\nIts end.\n\n"
BEFORE = {
    "paragraph": "河水又向东流过两座桥。\n\nAnd below two bridges more.\n\n",
    "definition": "桥\n: 过河的路。\n\nbridge\n: a way over, and two bridges more.\n\n",
    "notice": "> [!NOTE]\n> 桥都很老。\n>\n> Old, and two bridges more.\n\n",
    "listing": "```\none bridge\nand two bridges more\n```\n\n",
}


@pytest.mark.parametrize("kind", BEFORE)
def test_a_short_last_paragraph_stands_with_the_block_before(kind: str) -> None:
    """Of chapters that grow by a paragraph each, one would have its last words alone on a page."""
    chapters = (f"# 第{nth}\n\n# Number {nth}\n\n{PARAGRAPH * nth}{BEFORE[kind]}{LAST}" for nth in range(8, 15))
    toml = small_books.settings(small_books.PARALLEL, openings="page")
    book = SmallBook(f"book-of-ends-{kind}", {"book.toml": toml, "01.md": "".join(chapters)})
    with pymupdf.open(stream=book.built("parallel").data) as document:
        ends = [page.get_text() for page in document if "Its end." in page.get_text()]
    assert len(ends) == 7
    assert all("two bridges more" in text for text in ends)
    assert any(text.count("flows east") < 8 for text in ends)


def test_a_paragraph_below_a_signature_has_a_gap() -> None:
    """In one language, where paragraphs have none between them."""
    letter = "{.signature}\n某人\n\n{.signature}\nSome Body\n\n信到了。\n\nIt came.\n\n看了。\n\nThen read.\n"
    text = f"# 信\n\n# Letter\n\n{letter}"
    book = SmallBook("below-a-signature", {"book.toml": small_books.settings(small_books.ENGLISH), "01.md": text})
    with pymupdf.open(stream=book.built("en").data) as document:
        tops = {word: top for page in document for _, top, _, _, word, *_ in page.get_text("words")}
    assert tops["came."] - tops["Body"] > 1.5 * (tops["read."] - tops["came."])
