"""Pictures in columns and rows that are set far below their size are told, and others are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from support import sample_pictures, small_books
from wicpress.html.narrow_pictures import check_narrow_pictures

TOML = small_books.settings(
    {**small_books.BILINGUAL, "page": "A4"},
    {**small_books.ENGLISH, "formats": ["pdf"]},
    {"name": "screens", "layout": "interleaved", "page": "A6", "formats": ["epub"]},
)
SIZES = {"chart.png": (3600, 2700), "small.png": (1000, 700), "sign.png": (200, 200), "photo.jpg": (3600, 2700)}


def row(name: str, count: int, more: str = "") -> str:
    """Return a figure with pictures side by side."""
    return "\n\n".join(" ".join([f"![{alt}]({name}){more}"] * count) for alt in ("图", "chart"))


def table(name: str, columns: int, more: str = "") -> str:
    """Return a table whose first column has words and each other one a picture."""
    pictures = f" ![WORD]({name}){more} |" * (columns - 1)
    rows = (f"| WORD |{' |' * (columns - 1)}", f"|{'---|' * columns}", f"| WORD |{pictures}")
    return "\n\n".join("\n".join(rows).replace("WORD", word) for word in ("年", "Year"))


def beside(name: str) -> str:
    """Return two figures beside each other, of two pictures each."""
    return row(name, 2) + "\n\n{.beside}\n" + row(name, 2).replace("\n\n", "\n\n{.beside}\n")


@pytest.mark.parametrize(
    ("text", "width"),
    [
        (row("chart.png", 3), "35 mm wide in the edition `en`"),
        (row("chart.png", 4), ""),  # in two rows of two
        (row("chart.png", 3, "{width=30mm}"), ""),
        (row("chart.png", 1), ""),
        (row("small.png", 3), "35 mm"),
        (row("sign.png", 3), ""),
        (row("photo.jpg", 3), ""),
        (row("missing.png", 3), ""),
        (beside("chart.png"), "26 mm"),
        (table("chart.png", 4), "26 mm"),
        (table("chart.png", 2), ""),
        (table("chart.png", 6, "{width=9mm}"), ""),
        (table("chart.png", 4, "{width=50%}"), "13 mm"),
        (table("chart.png", 2, "{width=100%}"), ""),
        (table("photo.jpg", 4), ""),
        (table("photo.jpg", 9), "12 mm"),
        ("- 甲\n\n- a\n\n" + "\n".join(f"  {each}" for each in row("chart.png", 3).split("\n")), "35 mm"),
    ],
)
def test_widths(tmp_path: Path, text: str, width: str) -> None:
    """The width is that of the printed edition with the narrowest lines; what says its width is meant."""
    pictures = {
        name: sample_pictures.encode(Image.new("RGB", size), "JPEG" if name.endswith("jpg") else "PNG")
        for name, size in SIZES.items()
    }
    root = small_books.write(
        tmp_path / "book", {"book.toml": TOML, "01.md": f"# 图\n\n# Pictures\n\n{text}\n", **pictures}
    )
    config, book = small_books.read(root, {"missing_image"} if "missing" in text else ())
    messages = [each.message for each in check_narrow_pictures(book, config.editions)]
    assert bool(messages) == bool(width)
    assert all(width in each for each in messages)
