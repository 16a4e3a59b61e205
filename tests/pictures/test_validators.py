"""An e-book with pictures of every kind is valid for EPUBCheck."""

from __future__ import annotations

import gzip
from pathlib import Path

import attrs
import pytest

from support import requirement_marks, small_books
from support import sample_pictures as samples
from support.epubcheck import ACCEPTED_CODES, JAVA_ENVIRONMENT
from wicpress.epub import write_epub
from wicpress.proofing.external_validators import run_epubcheck

TOML = small_books.settings(small_books.BILINGUAL)
RECT = '<rect width="100" height="50" fill="#9bc"/>'
XLINK = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="50"'
CIRCLE = '<circle r="9"><animate attributeName="cx" values="0;90" dur="2s"/></circle>'
BLUR = '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter>'
GRADIENT = '<linearGradient id="1 a"><stop offset="0" stop-color="red"/></linearGradient>'
DRAWINGS = {
    "bare.svg": f'<svg width="100" height="50">{RECT}<use xlink:href="#none"/></svg>',
    "ids.svg": f'<svg {XLINK}><g id="1 a">{RECT}</g><circle r="9" id="1 a" foo="bar"/>{GRADIENT}</svg>',
    "refs.svg": f'<svg {XLINK}>{GRADIENT}<rect fill="url(#1 a)" width="9" height="9"/></svg>',
    "same.svg": f'<svg {XLINK}>{GRADIENT}<circle fill="url(#1 a)" r="9"/></svg>',
    "type.svg": f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.0//EN" "x.dtd"><svg {XLINK}>{RECT}</svg>',
    "scripts.svg": f'<svg {XLINK} onload="x()"><script>x()</script><a xlink:href="https://e.org">{RECT}</a></svg>',
    "html.svg": f"<svg {XLINK}><switch><foreignObject><p xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>"
    f"{RECT}</switch></svg>",
    "css.svg": f"<svg {XLINK}><style>@import 'x'; .a {{ fill: url(http://e.org) }}</style>{RECT}</svg>",
    "box.svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">{RECT}</svg>',
    "moves.svg": f"<svg {XLINK}>{RECT}{CIRCLE}</svg>",
    "blur.svg": f'<svg {XLINK}>{BLUR}<g filter="url(#f)">{RECT}</g></svg>',
}
NOTICES = ("drawing_content", "moving_picture")
"""The diagnostics that these pictures have."""


def files() -> dict[str, bytes]:
    """Return pictures of every mode, format, orientation and size, and drawings of every kind."""
    moving = {"save_all": True, "append_images": [samples.stored(2)], "duration": 100}
    return {
        **samples.every_mode(),
        **{f"{turn}.jpg": samples.photo(turn) for turn in (1, 3, 6)},
        "p3.jpg": samples.photo(icc_profile=samples.display_p3()),
        "swapped.png": samples.encode(samples.motif(), "PNG", icc_profile=samples.swapped()),
        **{
            f"moves.{form.lower()}": samples.encode(samples.motif(), form, **moving)
            for form in ("GIF", "WEBP", "PNG")
        },
        "dot.png": samples.encode(samples.motif().resize((1, 1)), "PNG"),
        "line.png": samples.encode(samples.motif().resize((20_000, 10)), "PNG"),
        **{name: text.encode() for name, text in DRAWINGS.items()},
        "latin.svg": f'<?xml version="1.0" encoding="ISO-8859-1"?><svg {XLINK}><text>café</text></svg>'.encode(
            "latin-1"
        ),
        "packed.svg": gzip.compress(f"<svg {XLINK}>{RECT}</svg>".encode()),
    }


@pytest.mark.judge
@requirement_marks.requires("Java")
def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    """Neither in the pictures nor in the pages, in which some are linked and some stand in rows."""
    names = [*files()]
    alone = [f"[![{tag} {name}]({name})](https://example.org)" for name in names[::2] for tag in ("图", "picture")]
    rows = [" ".join(f"![{tag} {name}]({name})" for name in names[1:10:2]) for tag in ("图", "picture")]
    cells = "| 图 | 图 |\n|---|---|\n" + "\n".join(f"| ![图]({name}) | ![图]({name}) 文 |" for name in names[11::2])
    text = "# 图\n\n# Pictures\n\n" + "\n\n".join((*alone, *rows, cells))
    root = small_books.write(tmp_path / "book", {"book.toml": TOML, "01.md": text, **files()})
    config, book = small_books.read(root, NOTICES)
    path = tmp_path / "book.epub"
    path.write_bytes(write_epub(book, config, attrs.evolve(config.editions[0], embed_fonts=False)))
    result = run_epubcheck(path, usage=True, env=JAVA_ENVIRONMENT)
    assert result.ran, result.reason
    assert [each for each in result.findings if each.code not in ACCEPTED_CODES] == []
