"""Margins that are too narrow for side notes or numbers of source pages are told, with the first place of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import small_books
from wicpress.edition.notes.margins import check_narrow_margins

TEXT = "# 运河\n\n运河^[旁注。]{.side}长[]{page=NUMBER}一千七百九十四公里^[眉批。]{.head}。\n"


@pytest.mark.parametrize(
    ("page", "layout", "number", "found"),
    [
        ("170mm 240mm", "single", "12", ""),
        ("A5", "single", "12", ""),
        ("A6", "single", "12", "side notes of the edition `zh` stand at the foot: its margin has 3.9 em, not 6"),
        ("A6", "single", "1234567890", "the number `1234567890` is wider than the margin of the edition `zh`"),
        ("A5", "single", "12345678", "the number `12345678` is wider than the margin of the edition `zh`"),
        ("200mm 60mm", "single", "1", "the head margin of the edition `zh` has no room for a line"),
    ],
)
def test_narrow_margins(tmp_path: Path, page: str, layout: str, number: str, found: str) -> None:
    """Each with its line; numbers have the inner margin where notes have the outer one."""
    toml = small_books.settings(
        {"name": "zh", "layout": layout, "languages": ["zh-Hans"], "page": page}, **{"source-edition": "Old, 1930"}
    )
    files = {"book.toml": toml, "01.md": TEXT.replace("NUMBER", number)}
    config, book = small_books.read(small_books.write(tmp_path / "book", files))
    told = [*check_narrow_margins(book, config, config.editions)]
    assert [each.message.startswith(found) for each in told if each.span and each.span.line == 3].count(True) == bool(
        found
    )
    assert bool(told) == bool(found)
