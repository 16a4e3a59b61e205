"""The fields of the imprint page: read, named in each language, and the same in print, e-book and proof."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from wicpress.config import BAD_VALUE, UNKNOWN_KEY, Config, parse
from wicpress.edition.imprint.counts import with_counts
from wicpress.edition.imprint.fields import imprint
from wicpress.proofing.text.imprint.lines import imprint_lines

BOOK = """\
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "书", en = "Book" }
publisher = { zh-Hans = "某社", en = "Some Press" }
series = { zh-Hans = "丛刊", en = "Papers" }
volume = "3"
rights = { zh-Hans = "版权所有", en = "All rights reserved" }
isbn = "978-7-5000-1234-4"
identifier = "urn:x"
authors = [
  { zh-Hans = "甲", en = "A", role = "edt", orcid = "0000-0002-1825-0097", affiliation = { zh-Hans = "某校", en = "A School" } },
  { zh-Hans = "乙", en = "B", role = "trl" },
  { zh-Hans = "丙", en = "C", role = "edt" },
]

[[edition]]
name = "house"
layout = "interleaved"

[[edition]]
name = "pocket"
layout = "interleaved"
page = "A5"

[imprint]
"""  # noqa: E501 - an inline table of TOML stands in one line
FIELDS = """\
price = "48.00元"
cip = { zh-Hans = "数据\\n书名", en = "Data\\nTitle" }
editor = { zh-Hans = "王某" }
address = { zh-Hans = "某街1号", en = "1 Some Street" }
printer = { zh-Hans = "某厂", en = "Some Printer" }
sheets = "auto"
words = "auto"
edition = { zh-Hans = "2026年3月第1版", en = "First published 2026" }
copies = 3000
format = { zh-Hans = "720毫米×1000毫米 1/16" }
printing-line = { en = "3 2 1" }
"""
PAGES = 130
HOUSE = {
    "zh-Hans": [
        "书 | 丛刊　3",
        "甲（某校）、丙　主编 | 乙　译 | 甲：https://orcid.org/0000-0002-1825-0097",
        "数据 | 书名",
        "责任编辑：王某",
        "出版发行：某社 | 地址：某街1号 | 印刷：某厂",
        "字体：F | 开本：720毫米×1000毫米 1/16 | 印张：8.125 | 字数：150千字 | 版次：2026年3月第1版 | 印数：3000 | "
        "ISBN 978-7-5000-1234-4 | 定价：48.00元",
        "版权所有",
    ],
    "en": [
        "Book | Papers 3",
        "Edited by A (A School) and C | Translated by B | A: https://orcid.org/0000-0002-1825-0097",
        "Some Press | 1 Some Street",
        "All rights reserved",
        "First published 2026",
        "Data | Title",
        "ISBN 978-7-5000-1234-4 | Price: 48.00元",
        "Set in F. | 170 × 240 mm | Sheets: 8.125 | Length: 150,000 characters | Print run: 3000 | "
        "Printed by: Some Printer",
        "3 2 1",
    ],
}
"""The imprint of a printed edition of 130 pages: 34 characters by 34 lines on a page, 16 leaves to a sheet."""
E_BOOK = {
    "zh-Hans": [
        "书 | 丛刊　3",
        "甲（某校）、丙　主编 | 乙　译 | 甲：https://orcid.org/0000-0002-1825-0097",
        "数据 | 书名",
        "责任编辑：王某",
        "出版发行：某社 | 地址：某街1号",
        "版次：2026年3月第1版 | 定价：48.00元",
        "版权所有",
    ],
    "en": [
        "Book | Papers 3",
        "Edited by A (A School) and C | Translated by B | A: https://orcid.org/0000-0002-1825-0097",
        "Some Press | 1 Some Street",
        "All rights reserved",
        "First published 2026",
        "Data | Title",
        "Price: 48.00元",
    ],
}


def read(toml: str) -> Config:
    """Return the book of a ``book.toml``."""
    value = parse(toml.encode(), Path("book")).value
    assert value is not None
    return value


@pytest.fixture
def config() -> Config:
    """Return a book with an imprint page."""
    return read(BOOK + FIELDS)


def shown(config: Config, edition: int, tag: str, faces: tuple[str, ...] = ()) -> list[str]:
    """Return the paragraphs of an imprint, each in one text."""
    paragraphs = imprint(config, config.editions[edition], tag, faces)
    return [with_counts(" | ".join(lines), PAGES) for lines in paragraphs]


@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
def test_parts_stand_in_the_order_of_their_language(config: Config, tag: str) -> None:
    """A number is the same in all languages; a field without text in a language has no line in it."""
    assert shown(config, 0, tag, ("F",)) == HOUSE[tag]
    assert shown(config, 0, tag) == E_BOOK[tag]


@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
@pytest.mark.parametrize("edition", [0, 1])
@pytest.mark.parametrize("fields", ["", FIELDS, FIELDS.replace('"auto"', '"9千字"')])
def test_print_e_book_and_proof_agree(tag: str, edition: int, fields: str) -> None:
    """The proof derives the same lines, but for the faces, which it reads from the fonts."""
    config = attrs.evolve(read(BOOK + fields), isbn="978-7-5000-1234-4")
    each = config.editions[edition]
    for faces, pages in ((("F",), PAGES), ((), 0)):
        lines = [line for part in shown(config, edition, tag, faces) for line in part.split(" | ")]
        proof = [line.replace("丛刊 3", "丛刊　3") for line in imprint_lines(config, each, tag, pages) if line]
        proof = [line.replace(" 主编", "　主编").replace(" 译", "　译") for line in proof]
        of_faces = {"字体：F", "Set in F."}
        assert [each for each in lines if each not in of_faces] == [each for each in proof if "Noto" not in each]


def test_a_format_stands_where_it_is_that_of_the_page(config: Config) -> None:
    """Another edition shows the size of its own page, whose sheets are cut into more leaves."""
    text = "".join(shown(config, 1, "zh-Hans", ("F",)))
    assert "开本：148 × 210 毫米" in text
    assert "印张：4.0625" in text  # 130 pages by 32


@pytest.mark.parametrize("tag", ["zh-Hant", "ja", "en", "fr"])
def test_names_in_other_languages(tag: str) -> None:
    """Each language has the names of its script, a language without names the English ones."""
    toml = BOOK.replace('["zh-Hans", "en"]', f'["{tag}"]').replace('{ zh-Hans = "书", en = "Book" }', '"T"')
    toml = toml.replace("interleaved", "single")
    for key in ("publisher", "series", "volume", "rights"):
        toml = "\n".join(line for line in toml.splitlines() if not line.startswith(key))
    head, _, rest = toml.partition("authors = [")
    people = f'{{ {tag} = "P", role = "trl" }}, {{ {tag} = "Q", role = "ill" }}'
    toml = f"{head}authors = [{people}]{rest.partition(']')[2]}\n"
    value = read(toml + 'price = "9"\nprinter = "P"\nwords = "auto"\n')
    lines = [line for part in shown(value, 0, tag, ("F",)) for line in part.split(" | ")]
    proof = [line.replace(" ", "　") for line in imprint_lines(value, value.editions[0], tag, PAGES) if line]
    spaced = [line.replace(" ", "　") for line in lines]
    assert [each for each in spaced if "F" not in each] == [each for each in proof if "Noto" not in each]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("prise = 3", UNKNOWN_KEY),
        ("price = true", BAD_VALUE),
        ("price = [3]", BAD_VALUE),
        ('copies = "auto"', BAD_VALUE),
        ('format = { en = "Auto" }', BAD_VALUE),
    ],
)
def test_bad_fields_are_reported(line: str, kind: object) -> None:
    """A misspelt field, a value that is no text, or one that is not counted is named."""
    found = parse((BOOK + line + "\n").encode(), Path("book")).diagnostics
    assert [each.code for each in found] == [kind.code]  # type: ignore[attr-defined]
