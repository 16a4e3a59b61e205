"""References and citations by GB/T 7714—2025, in sources of all types: another CSL processor sets them alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wicpress.citations.bibtex import read_bibtex
from wicpress.citations.cited import CitedSource
from wicpress.citations.entry import OTHERS, Date, Entry, Name
from wicpress.citations.gb7714.citations import (
    author_date_citation,
    numeric_citation,
    pages,
    year_suffixes,
)
from wicpress.citations.gb7714.names import full_name, initials, name_list
from wicpress.citations.gb7714.reference import MARKS, Form, reference
from wicpress.citations.rich_text import Run, plain, runs
from wicpress.diagnostics import Span

HERE = Path(__file__).parent
SOURCES = read_bibtex((HERE / "references.bib").read_text("utf-8"), "references.bib")
EXPECTED: dict[str, list[str]] = json.loads((HERE / "expected.json").read_text("utf-8"))
PLACE = Span("references.bib", 1, 1)


def test_the_list_has_every_type() -> None:
    assert SOURCES.diagnostics == []
    assert len(SOURCES.entries) >= 60
    types = {entry.type for entry in SOURCES.entries.values()}
    assert {MARKS[each] for each in types if each in MARKS} == set(MARKS.values())
    texts = [plain(reference(entry)) for entry in SOURCES.entries.values()]
    for mark in (
        "[M]",
        "[M/OL]",
        "[J]",
        "[J/OL]",
        "[N/OL]",
        "[C/OL]",
        "[D/OL]",
        "[R/OL]",
        "[S]",
        "[P/OL]",
        "[EB/OL]",
    ):
        assert any(mark in text for text in texts), mark


@pytest.mark.parametrize("key", EXPECTED)
def test_reference(key: str) -> None:
    entry = SOURCES.entries[key]
    by_number, by_date = EXPECTED[key]
    assert plain(reference(entry)) == by_number
    assert plain(reference(entry, Form(dates_first=True))) == by_date


def test_pages_of_a_citation_take_the_place_of_those_of_the_source() -> None:
    entry = SOURCES.entries["book-zh"]
    assert plain(reference(entry, Form(locator="7"))) == "陆远舟. 江南水利考[M]. 临江：临江书局，1998：7."


def test_words_are_chinese_or_english_by_the_entry() -> None:
    names = tuple(Name(literal=each) for each in "甲乙丙丁")
    assert name_list(_entry(language="zh-CN"), names) == "甲，乙，丙，等"
    assert name_list(_entry(language="en"), names) == "甲，乙，丙，et al"
    assert name_list(_entry(language="en"), names[:3]) == "甲，乙，丙"
    assert name_list(_entry(language="zh"), (*names[:1], OTHERS)) == "甲，等"


@pytest.mark.parametrize(
    ("text", "language"), [("国史旧闻", "zh"), ("運河の歴史", "ja"), ("Rivers", "en"), ("Каналы", "ru"), ("강", "ko")]
)
def test_language_by_script(text: str, language: str) -> None:
    assert _entry(title=text).language == language


def test_names() -> None:
    assert initials("Jean-Luc P.") == "J-L P"
    assert initials("Charles de") == "C de"
    assert full_name(Name("Weir", "Dirk", particle="van der")) == "van der Weir D"
    assert full_name(Name("Weir", "Dirk", dropping="van der")) == "Weir D van der"
    assert full_name(Name("欧阳", "修")) == "欧阳修"
    assert full_name(Name("昂温", "G")) == "昂温 G"


def test_italics_and_addresses() -> None:
    text = reference(SOURCES.entries["article-doi"])
    assert Run("Salix alba", "italic") in [*runs(text)]
    assert Run("10.1038/nw13308", "", "https://doi.org/10.1038/nw13308") in [*runs(text)]
    assert Run("https://example.org/nw.pdf", "", "https://example.org/nw.pdf") in [*runs(text)]


@pytest.mark.parametrize(
    ("locator", "printed"),
    [
        ("12页", "12"),
        ("第12—15页", "12-15"),
        ("p. 12", "12"),
        ("pp. 12–15", "12-15"),
        ("第3章", "第3章"),
        ("29", "29"),
    ],
)
def test_pages(locator: str, printed: str) -> None:
    assert pages(locator) == printed


@pytest.mark.parametrize(
    ("sources", "printed"),
    [
        (("book-zh",), "[1]"),
        (("book-edition", "book-zh", "book-volume"), "[1-3]"),
        (("book-volume", "book-zh"), "[1,2]"),
        (("book-zh", "book-edition"), "[1,3]"),
        (("book-zh", "book-edition@12页"), "[1][3]12"),
        (("book-zh@3", "book-edition@12页"), "[1]3[3]12"),
    ],
)
def test_numbers(sources: tuple[str, ...], printed: str) -> None:
    numbers = {"book-zh": 1, "book-volume": 2, "book-edition": 3}
    cited = [CitedSource(*each.split("@")) for each in sources]
    text = numeric_citation(cited, numbers, SOURCES.entries)
    assert plain(text) == printed
    assert {run.style for run in runs(text)} == {"superscript"}
    keys = {str(number): f"#{key}" for key, number in numbers.items()}
    assert all(run.href == keys[run.text] for run in runs(text) if run.href)


def test_an_author_in_the_text_stands_before_the_number() -> None:
    text = numeric_citation([CitedSource("book-four", "", "prose")], {"book-four": 7}, SOURCES.entries)
    assert plain(text) == "甲一等[7]"


@pytest.mark.parametrize(
    ("source", "wide", "narrow"),
    [
        (CitedSource("book-zh"), "（陆远舟，1998）", "(陆远舟, 1998)"),
        (CitedSource("book-en-four"), "（Holt et al.，2004）", "(Holt et al., 2004)"),
        (CitedSource("book-four"), "（甲一等，2001）", "(甲一等, 2001)"),
        (CitedSource("book-zh", "12页"), "（陆远舟，1998）12", "(陆远舟, 1998)12"),
        (CitedSource("book-zh", "", "year"), "（1998）", "(1998)"),
        (CitedSource("book-zh", "", "prose"), "陆远舟（1998）", "陆远舟 (1998)"),
        (CitedSource("web-undated"), "（佚名，[2025]）", "(佚名, [2025])"),
        (CitedSource("part-dictionary"), "（佚名，1988）", "(佚名, 1988)"),
    ],
)
def test_author_and_date(source: CitedSource, wide: str, narrow: str) -> None:
    assert plain(author_date_citation([source], SOURCES.entries, {}, full_width=True)) == wide
    assert plain(author_date_citation([source], SOURCES.entries, {}, full_width=False)) == narrow


def test_letters_tell_entries_of_one_author_and_year() -> None:
    entries = [_entry(key=f"k{nth}", title=f"T{nth}", author="甲", year="2001") for nth in range(28)]
    other = _entry(key="other", author="乙", year="2001")
    suffixes = year_suffixes([*entries, other])
    assert (suffixes["k0"], suffixes["k1"], suffixes["k27"]) == ("a", "b", "ab")
    assert "other" not in suffixes
    both = [CitedSource("k0"), CitedSource("k1")]
    text = author_date_citation(both, {each.key: each for each in entries}, suffixes, full_width=True)
    assert plain(text) == "（甲，2001a；甲，2001b）"
    assert plain(reference(entries[1], Form(True, "b"))) == "甲，2001b. T1[M]."


def test_a_stop_is_never_doubled() -> None:
    entry = _entry(kind="book", title="T", language="en", edition="Rev. ed.", publisher="Inc.")
    assert plain(reference(entry)) == "T[M]. Rev. ed. Inc."


def _entry(key: str = "k", kind: str = "book", author: str = "", year: str = "", **text: str) -> Entry:
    names = {"author": (Name(literal=author),)} if author else {}
    dates = {"issued": Date(year)} if year else {}
    return Entry(key, kind, PLACE, text, names, dates)
