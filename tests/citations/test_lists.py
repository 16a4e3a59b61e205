"""Bibliographies in their orders, and the styles that a CSL processor sets."""

from __future__ import annotations

from random import Random

from wicpress.citations.bibtex import read_bibtex
from wicpress.citations.cited import CitedSource
from wicpress.citations.entry import OTHERS, Date, Entry, Name
from wicpress.citations.gb7714.reference import MARKS
from wicpress.citations.reading import FIELDS
from wicpress.citations.rich_text import plain, runs
from wicpress.citations.set_sources import CitationInText, set_list
from wicpress.citations.sorting import sorted_entries
from wicpress.diagnostics import Span

ENTRIES = read_bibtex(
    """
@book{zeng, author = {曾国藩}, title = {家书}, publisher = {甲}, year = 1900, langid = {chinese}}
@book{qiu, author = {仇英}, title = {画}, publisher = {甲}, year = 1540}
@book{holt, author = {Holt, Ada}, title = {A boat}, publisher = {Ferry Press}, year = 1987}
@book{rek, author = {Рекин, Иван}, title = {Каналы}, publisher = {Берег}, year = 1965}
@book{li, author = {Li, Ming and Wang, Fang}, title = {Rivers of the \\emph{South}}, publisher = {Quay}, year = 2012}
@book{chuan, author = {川上一郎}, title = {運河について}, publisher = {川}, year = 1978}
""",
    "references.bib",
).entries
CITED = (
    CitationInText((CitedSource("zeng", "12页"),), True),
    CitationInText((CitedSource("holt"), CitedSource("li", "pp. 3–4")), False),
    CitationInText((CitedSource("li", "", "prose"),), False),
)


def _order(order: str, cited: tuple[str, ...] = ()) -> list[str]:
    return [entry.key for entry in sorted_entries(ENTRIES.values(), order, cited)]


def test_orders() -> None:
    assert _order("citation", ("li", "zeng", "li")) == ["li", "zeng", "qiu", "holt", "rek", "chuan"]
    assert _order("author") == ["qiu", "zeng", "chuan", "holt", "li", "rek"]
    assert [each for each in _order("pinyin") if each not in ("rek", "chuan")] == ["holt", "li", "qiu", "zeng"]


def test_numbers_and_notes() -> None:
    by_number = set_list(ENTRIES, CITED, "gb7714", "", every=False)
    assert by_number.labels == {"zeng": "[1]", "holt": "[2]", "li": "[3]"}
    assert [plain(each) for each in by_number.citations] == ["[1]12", "[2][3]3-4", "Li et al.[3]"]
    in_notes = set_list(ENTRIES, CITED, "gb7714-notes", "", every=True)
    assert plain(in_notes.citations[0]) == "曾国藩. 家书[M]. 甲，1900：12."
    assert plain(in_notes.citations[1]).count("；Li M，Wang F. ") == 1
    assert [*in_notes.references] == _order("pinyin")


def test_apa() -> None:
    result = set_list(ENTRIES, CITED, "apa", "", every=False)
    assert plain(result.references["li"]) == "Li, M., & Wang, F. (2012). Rivers of the South. Quay."
    assert any(run.style == "italic" for run in runs(result.references["li"]))
    assert [plain(each) for each in result.citations] == [
        "(曾国藩, 1900, p. 12)",
        "(Holt, 1987; Li & Wang, 2012, pp. 3–4)",
        "Li & Wang (2012)",
    ]
    assert {run.href for each in result.citations for run in runs(each) if run.href} == {"#zeng", "#holt", "#li"}


def test_chicago() -> None:
    by_date = set_list(ENTRIES, CITED, "chicago-author-date", "", every=True)
    assert plain(by_date.references["li"]) == "Li, Ming, and Fang Wang. 2012. Rivers of the South. Quay."
    assert len(by_date.references) == len(ENTRIES)
    in_notes = set_list(ENTRIES, (CITED[1], CITED[1]), "chicago-notes", "", every=False)
    first, second = map(plain, in_notes.citations)
    assert first.startswith("Ada Holt, A Boat (Ferry Press, 1987); Ming Li and Fang Wang, Rivers of the South")
    assert len(second) < len(first)
    assert plain(in_notes.references["holt"]) == "Holt, Ada. A Boat. Ferry Press, 1987."


def test_signs_of_a_title_are_no_commands() -> None:
    text = "@book{a, author = {Q, A.}, title = {\\\\$ \\\\{x\\\\} #read(1) *b* _c_ @d}, publisher = {P}, year = 2000}"
    result = set_list(read_bibtex(text, "x").entries, (), "apa", "", every=True)
    assert "#read(1) *b* _c_ @d" in plain(result.references["a"])


WILD = (
    "第2册", "12-15", "-", "www.x.cn", "http://", "http:// x", "https://例.cn/é", "10.1/x y", "xx yy", "zh_Hans", "0",
    "99999999999999999999", "$x$", "$", "{a", "a}b", "\\", "#x", "@a", "*b*", "_", '"', "<b>x", "true", "null", "[1]",
    "1.5", "𠀀", "\u200b", '$#panic("run")$', '$ #panic("run") $',
)  # fmt: skip


def test_no_field_stops_the_processor_or_runs_in_it() -> None:
    random = Random(1)
    dates = [Date("2013", 2, 31), Date("-5"), Date("0"), Date("99999"), Date("2013", 13, 1), Date(literal="c1988")]
    entries = []
    for number in range(150):
        text = {field: random.choice(WILD) for field in random.sample(sorted(FIELDS), 8)}
        people = (Name(random.choice(("", *WILD)), random.choice(WILD)), Name(literal=random.choice(WILD)), OTHERS)
        names = {random.choice(("author", "editor", "translator", "container-author")): people}
        kind = random.choice((*MARKS, "document", "graphic"))
        entries.append(Entry(f"k{number}", kind, Span("x", 1, 1), text, names, {"issued": random.choice(dates)}))
    by_key = {each.key: each for each in entries}
    cited = [CitationInText((CitedSource(each.key, random.choice(WILD)),), False) for each in entries]
    assert set(set_list(by_key, cited, "apa", "", every=True).references) == set(by_key)
