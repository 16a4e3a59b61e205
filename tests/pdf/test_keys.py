"""The names of keys stand on one line."""

from __future__ import annotations

import pymupdf
import pytest

from support.small_books import BILINGUAL, ENGLISH, PARALLEL, SmallBook, settings

KEYS = "、".join(f"<kbd>{key}</kbd>" for key in ("Page Down", "Print Screen", "Ctrl+Shift+Esc", "Ctrl</kbd>+<kbd>P"))
ENGLISH_KEYS = KEYS.replace("、", ", ")
LONG = "<kbd>a sequence of keys that is longer than any line, so it has to be broken somewhere all the same</kbd>"
PAIRS = [f"{'按' * nth}{KEYS}翻页。\n\n{'Go ' * nth}{ENGLISH_KEYS} and on.\n\n" for nth in range(1, 16)]
TABLE = f"| 键 | 作用 | 说明 | 备注 |\n|---|---|---|---|\n| {KEYS} | 翻页 | 向下 | {'常用' * 20} |\n\n"
BOOK = SmallBook(
    "book-of-keys",
    {
        "book.toml": settings(BILINGUAL, {**PARALLEL, "page": "A5"}, ENGLISH),
        "01.md": f"# 键\n\n# Keys\n\n{''.join(PAIRS)}按{LONG}。\n\nPress {LONG}.\n\n{TABLE}",
    },
)


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_keys_are_not_divided(name: str) -> None:
    """What is longer than a line is, as keys in narrow cells are, and stays in the type area."""
    assert BOOK.mismatches(name) == ()
    with pymupdf.open(stream=BOOK.built(name).data) as document:
        for page in document:
            assert all(word[2] <= page.rect.width - 20 for word in page.get_text("words"))
