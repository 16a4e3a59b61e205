"""What stands for references and links to what an edition leaves out."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from lxml import etree

from support import book_files
from wicpress.build import check
from wicpress.build.check import DiagnosticFilter, check_book
from wicpress.pdf.print_html import render_html

EDITION = (
    '\n[[edition]]\nname = "omits"\nlanguages = ["en"]\nlayout = "single"\nmissing = "omit"\nformats = ["pdf"]\n'
)
TEXT = """
{.solo}
## 只有中文的节 {#only}

{.solo}
中文。

## 两种 {#both}

## In both

又[](#only #both){.page .words}，见[](#only)。

Again [](#only #both){.page .words}, see *[](#only)* and [this section](#only), not [that](#both).
"""


def _write(folder: Path, policy: str) -> Path:
    setting = f'missing-references = "{policy}"\n' if policy else ""
    files = {"book.toml": book_files.TOML + EDITION + setting, "01-opening.md": book_files.CHAPTER + TEXT}
    return book_files.write_book(folder / "book", files)


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        (
            "text",
            "Again p.\u00a0, 只有中文的节 (not in this edition), see 只有中文的节 (not in this edition) and "
            "this section (not in this edition), not that.",
        ),
        ("omit", "Again p.\u00a0, see  and this section, not that."),
    ],
)
def test_references_to_what_is_left_out(tmp_path: Path, policy: str, text: str) -> None:
    folder = _write(tmp_path, policy)
    config = check.load(folder).value
    assert config is not None
    book = check.read(config).value.book
    edition = next(each for each in config.editions if each.name == "omits")
    html = render_html(book, config, edition).html
    words = ["".join(each.itertext()) for each in etree.fromstring(html, etree.HTMLParser()).iter("p")]
    assert text in words
    assert 'href="#only"' not in html and 'data-ref="#only"' not in html and 'href="#both"' in html
    assert "lost_link" not in {each.code for each in check_book(folder, DiagnosticFilter())}
    assert attrs.asdict(edition)["missing_references"] == policy


def test_they_are_errors_by_default(tmp_path: Path) -> None:
    """The message names the setting."""
    found = [each for each in check_book(_write(tmp_path, ""), DiagnosticFilter()) if each.code == "lost_link"]
    assert found and all('missing-references = "text"' in each.help for each in found)
