"""The fields of the imprint page: read, named in each language, and the same in print, e-book and proof."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from wicpress.config import BAD_VALUE, UNKNOWN_KEY, Config, parse
from wicpress.edition.imprint_fields import cip_data, field_lines, has_format
from wicpress.epub import stylesheets
from wicpress.pdf.print_html import imprint
from wicpress.proofing.text import imprint_facts

BOOK = """\
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "书", en = "Book" }
identifier = "urn:x"

[[edition]]
name = "all"
layout = "interleaved"

[imprint]
"""
FIELDS = """\
price = "48元"
cip = { zh-Hans = "数据\\n书名", en = "Data\\nTitle" }
editor = { zh-Hans = "王某" }
sheets = 3.5
copies = 3000
format = { zh-Hans = "170毫米×240毫米", en = "170 × 240 mm" }
printing-line = { en = "3 2 1" }
"""


@pytest.fixture
def config() -> Config:
    """Return a book with an imprint page."""
    value = parse((BOOK + FIELDS).encode(), Path("book")).value
    assert value is not None
    return value


def test_fields_stand_in_their_order_with_their_names(config: Config) -> None:
    """A number is the same in all languages; a field without text in a language has no line in it."""
    assert cip_data(config, "zh-Hans") == ["数据", "书名"]
    zh = ["责任编辑：王某", "开本：170毫米×240毫米", "印张：3.5", "印数：3000", "定价：48元"]
    assert field_lines(config, "zh-Hans") == zh
    en = ["Format: 170 × 240 mm", "Sheets: 3.5", "Print run: 3000", "Price: 48元", "3 2 1"]
    assert field_lines(config, "en") == en
    assert has_format(config)


@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
def test_print_e_book_and_proof_agree(config: Config, tag: str) -> None:
    """The trim size gives way to the format; without fields the imprint is as before."""
    edition = config.editions[0]
    expected = [line for line in imprint_facts.field_lines(config, tag) if line]
    for paragraphs in (imprint(config, edition, ("A",), tag), stylesheets.imprint(config, edition, tag)):
        lines = [line for paragraph in paragraphs for line in paragraph]
        assert [line for line in lines if line in expected] == expected
    trim = imprint_facts.trim_line(edition, tag)
    assert not any(trim in paragraph for paragraph in imprint(config, edition, ("A",), tag))
    bare = attrs.evolve(config, imprint_fields=())
    assert any(trim in paragraph for paragraph in imprint(bare, edition, ("A",), tag))
    assert [*imprint_facts.field_lines(bare, tag)] == [""]


@pytest.mark.parametrize("tag", ["zh-Hant", "ja", "en", "fr"])
def test_names_in_other_languages(tag: str) -> None:
    """Each language has the names of its script, a language without names the English ones."""
    toml = BOOK.replace('["zh-Hans", "en"]', f'["{tag}"]').replace('{ zh-Hans = "书", en = "Book" }', '"T"')
    toml = toml.replace("interleaved", "single")
    value = parse((toml + 'price = "9"\nprinter = "P"\n').encode(), Path("book")).value
    assert value is not None
    assert field_lines(value, tag) == [line for line in imprint_facts.field_lines(value, tag) if line]


@pytest.mark.parametrize(
    ("line", "kind"),
    [("prise = 3", UNKNOWN_KEY), ("price = true", BAD_VALUE), ("price = [3]", BAD_VALUE)],
)
def test_bad_fields_are_reported(line: str, kind: object) -> None:
    """A misspelt field, or a value that is no text, is named."""
    found = parse((BOOK + line + "\n").encode(), Path("book")).diagnostics
    assert [each.code for each in found] == [kind.code]  # type: ignore[attr-defined]
