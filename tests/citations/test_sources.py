"""Lists of sources in BibTeX and CSL-JSON: what they hold, where it stands, and what is wrong with them."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress.citations.bibtex import read_bibtex
from wicpress.citations.bibtex_text import unicode_text
from wicpress.citations.csl_json import read_csl_json, written_date
from wicpress.citations.entry import OTHERS, Date, Name
from wicpress.citations.gb7714.reference import reference
from wicpress.citations.reading import Sources
from wicpress.citations.rich_text import plain
from wicpress.citations.set_sources import missing_fields
from wicpress.diagnostics import Span

PATH = "references.bib"


def _bib(text: str) -> Sources:
    return read_bibtex(text, PATH)


def _messages(sources: Sources) -> list[str]:
    return [f"{each.span.line if each.span else 0}: {each.message}" for each in sources.diagnostics]


def test_entries_have_their_lines() -> None:
    sources = _bib("\n@book{a,\n  title = {A}\n}\n\n@book{b, title = {B}}\n")
    assert sources.entries["a"].span == Span(PATH, 2, 4)
    assert sources.entries["b"].span == Span(PATH, 6, 6)
    json_text = '[\n {"id": "a",\n  "title": "A"},\n {"id": "b"}\n]'
    entries = read_csl_json(json_text, "references.json").entries
    assert [(each.span.line, each.span.end_line) for each in entries.values()] == [(2, 3), (4, 4)]


def test_strings_months_and_joined_values() -> None:
    sources = _bib('@string{p = "Ferry"}\n@book{a, publisher = p # " Press", year = 1999, month = mar}')
    assert sources.diagnostics == []
    assert sources.entries["a"]["publisher"] == "Ferry Press"
    assert sources.entries["a"].dates["issued"] == Date("1999", 3)


def test_strings_that_use_one_another_end() -> None:
    loop = "@string{x = y}\n@string{y = x}\n@book{a, title = x # y}"
    assert _messages(_bib(loop))[0] == "1: there is no abbreviation `y`"
    doubling = '@string{a0 = "0123456789"}' + "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, 60))
    assert "a value is too long" in " ".join(_messages(_bib(doubling + "@book{k, title = a59}")))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"{\'E}t{\'e} of {NASA}", "Été of NASA"),
        (r"The \emph{Salix} of H\textsubscript{2}O", "The <i>Salix</i> of H<sub>2</sub>O"),
        (r"50\% of 5 \& 6", "50% of 5 & 6"),
        ("50% of 5 & 6", "50% of 5 & 6"),
        ("costs $5 only", "costs $5 only"),
        (r"na{\"i}ve ``word''", "naïve “word”"),
        ("古镇--志", "古镇–志"),
        ("unclosed {brace", "unclosed brace"),
    ],
)
def test_latex_in_text(written: str, read: str) -> None:
    assert unicode_text(written) == read


def test_names() -> None:
    sources = _bib(
        "@book{a, author = {Holt, Ada and {World {Bank} and Co} and van der Weir, D. and 欧阳, 修 and 张三"
        " and others}}"
    )
    assert sources.entries["a"].names["author"] == (
        Name("Holt", "Ada"),
        Name(literal="World Bank and Co"),
        Name("Weir", "D.", particle="van der"),
        Name("欧阳", "修"),
        Name(literal="张三"),
        OTHERS,
    )


def test_what_is_wrong_is_named_with_its_line() -> None:
    text = (
        "@book{a, title = {A}}\n@book{a, title = {B}}\n@book{b, title = {open\n@book{c, author = {x, y, z, w, v}}\n"
    )
    assert _messages(_bib(text)) == [
        "2: `a` is an entry already (references.bib:1)",
        "3: an entry cannot be read: Unexpected block start: `@book`. Was still looking for field-value closing `}`",
        "4: the names in `author` cannot be told: x, y, z, w, v",
    ]
    assert _messages(_bib("words alone")) == ["1: there is no entry in the file"]
    assert _messages(_bib("@book{a b, title = {x}}"))[0].startswith("1: ")


@pytest.mark.parametrize(
    "text", ['{"id": 1}', "[1]", "[{]", '[{"id": "a"} {"id": "b"}]', '[{"id": "a"}] x', "", "[" * 9999]
)
def test_what_is_no_csl_json_is_named(text: str) -> None:
    assert read_csl_json(text, "references.json").diagnostics


def test_fields_in_the_note_of_zotero() -> None:
    item = {
        "id": "a",
        "type": "book",
        "note": "type: periodical\nissued: 1957/1990\npage: 288\ntex.x: 1",
        "title": "T",
    }
    entry = read_csl_json(json.dumps([item]), "references.json").entries["a"]
    assert (entry.type, entry["page"], entry.dates["issued"]) == ("periodical", "288", Date("1957", end=Date("1990")))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2013", Date("2013")),
        ("2013-11-02", Date("2013", 11, 2)),
        ("1957/1990", Date("1957", end=Date("1990"))),
        ("1984/", Date("1984")),
        ("c1988", Date(literal="c1988")),
    ],
)
def test_dates(text: str, date: Date) -> None:
    assert written_date(text) == date


def test_missing_fields() -> None:
    entry = _bib("@article{a, author = {甲}, title = {T}, journal = {J}}").entries["a"]
    assert missing_fields(entry) == ("issued",)
    assert missing_fields(_bib("@online{a, title = {T}, url = {https://a.cn}}").entries["a"]) == ("accessed",)


HOSTILE = (
    "{" * 50_000,
    "@book{" * 5_000,
    "@book{a, title = {" + "{" * 50_000 + "}" * 50_000 + "}}",
    "@book{a, " + "x = {y}," * 10_000 + "}",
    '@book{a, title = "' + '\\"' * 30_000,
    "@book{a, title = {" + "$" * 20_001 + "}}",
    "@book{a, author = {" + "A, B and " * 10_000 + "C}}",
    "@book{a, title = " + "#" * 50_000 + "}",
    "@book{a, title = {\\begin{x}\\item \\x[}}",
    "\x00\ufffe@book{\ud800x}",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_files_that_are_made_to_do_harm(text: str) -> None:
    start = time.process_time()
    sources = _bib(text)
    for entry in sources.entries.values():
        plain(reference(entry))
    assert time.process_time() - start < 5
    assert len(sources.diagnostics) <= 60


@given(st.text(st.sampled_from('@{}",=#\\abc\n$%~-1 '), max_size=200))
def test_any_bibtex_is_entries_or_diagnostics(text: str) -> None:
    sources = _bib("@book{k, title = " + text)
    assert all(plain(reference(each)) for each in sources.entries.values())


KEYS = st.sampled_from(["id", "author", "issued", "title", "family", "date-parts", "note"])


def _inside(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(values, max_size=3) | st.dictionaries(KEYS, values, max_size=4)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), _inside))
def test_any_json_is_entries_or_diagnostics(value: object) -> None:
    sources = read_csl_json(json.dumps([value]), "references.json")
    assert all(plain(reference(each)) for each in sources.entries.values())
