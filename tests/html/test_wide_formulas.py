"""Formulas that are wider than their column are told with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import small_books
from wicpress.html.wide_formulas import check_wide_formulas

TOML = small_books.settings(small_books.BILINGUAL)
LONG = r"\left( " + " + ".join(f"x_{{{nth}}}" for nth in range(10, 40)) + r" \right)"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"$${LONG}$$", [9]),
        (f"$${LONG.replace(chr(92) + 'left(', '').replace(chr(92) + 'right)', '')}$$", []),  # it ends lines
        (f"长$a = {LONG}$。\n\nLong $a = {LONG}$.", [9, 11]),
        ("短$a = b$。\n\nShort $a = b$.", []),
    ],
)
def test_wide_formulas(tmp_path: Path, text: str, lines: list[int]) -> None:
    """A part that does not fit is told where it stands, with the edition in which it is too wide."""
    text = f"# 式\n\n# Formulas\n\n下。\n\nBelow.\n\n{text}"
    config, book = small_books.read(small_books.write(tmp_path / "book", {"book.toml": TOML, "01.md": text}))
    told = list(check_wide_formulas(book, config.editions))
    assert [each.span and each.span.line for each in told] == lines
