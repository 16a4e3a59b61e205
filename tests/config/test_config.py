"""The validation of ``book.toml``: every key, and every way in which one can be wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wicpress.build.autofix import fixed_texts
from wicpress.config import Config, FontSetting, LocalizedText, Person, Typography, load, parse
from wicpress.config.check_digits import is_isbn, is_orcid
from wicpress.diagnostics import Diagnostic

ROOT = Path("a book")
BOOK = """[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "书", en = "Book" }
identifier = "urn:x"
"""
EDITION = """
[[edition]]
name = "all"
layout = "interleaved"
"""
EVERY_KEY = """
[book]
slug = "my-book"
languages = ["zh-hans", "EN"]
title = { zh = " 书 ", en = "Book" }
subtitle = "副题"
authors = ["某甲", { zh-Hans = "某乙", en = "B", role = "trl" }]
publisher = { en = "Press" }
date = 2016-11-18
identifier = "urn:x"
isbn = "978-7-5166-2993-2"
rights = { en = "All rights reserved" }
description = { en = "About" }
imprint = { en = "Printed" }
series = { en = "Series" }
volume = 3
subjects = ["a", "b"]
spot = "song"
numbering = "auto"
punctuation = "fullwidth"
contents = 2
chapters = ["a.md", "deep/b.md"]

[short-titles]
a = { en = "Short" }

[fonts]
serif = "My Serif"

[typography]
autospace = 0.2
strictness = "gb"
line-end-trim = false
hanging = true
breaking = "greedy"
english = "justified"
emphasis = "dots"
hyphenation = ["Data-base", "re-type-set", "wicpress"]

[[edition]]
name = "parallel"
languages = ["en", "zh"]
layout = "parallel"
page = "A5"
formats = ["epub"]
missing = "refuse"
isbn = "7-302-02368-9"
templates = "my/templates"
styles = ["my.css"]
embed-fonts = false
page-list = "none"

[[edition]]
name = "en"
languages = ["en"]
layout = "single"
page = "148mm 210mm"
"""


def value(toml: str) -> Config:
    """Return the value of a valid file."""
    result = parse(toml.encode(), ROOT)
    assert result.diagnostics == ()
    assert result.value is not None
    return result.value


def problems(toml: str) -> list[tuple[str, int]]:
    """Return code and line of each diagnostic; a file with any has no value."""
    result = parse(toml.encode(), ROOT)
    assert (result.value is None) == bool(result.diagnostics)
    return [(each.code, each.span.line if each.span else 0) for each in result.diagnostics]


def only_diagnostic(toml: str) -> Diagnostic:
    """Return the only diagnostic of a file."""
    (result,) = parse(toml.encode(), ROOT).diagnostics
    return result


def test_every_key() -> None:
    """Every key of a file is in the value, tags in their registered spelling."""
    config = value(EVERY_KEY)
    assert config.languages == ("zh-Hans", "en")
    assert config.title == LocalizedText((("zh-Hans", "书"), ("en", "Book")))
    assert config.subtitle == LocalizedText((("zh-Hans", "副题"),))
    assert config.authors == (
        Person(LocalizedText((("zh-Hans", "某甲"),))),
        Person(LocalizedText((("zh-Hans", "某乙"), ("en", "B"))), "trl"),
    )
    assert (config.date, config.year, config.volume) == (dt.date(2016, 11, 18), "2016", "3")
    assert (config.spot, config.numbering, config.punctuation, config.contents) == ("song", "auto", "fullwidth", 2)
    assert config.chapters == ("a.md", "deep/b.md")
    assert config.short_title("a").get("en") == "Short"
    assert not config.short_title("b")
    assert config.fonts == (FontSetting("serif", ("My Serif",)),)
    assert config.typography == Typography(
        *(0.2, "gb", False, True, "greedy", "justified", "dots"),
        hyphenation=(("database", (4,)), ("retypeset", (2, 6)), ("wicpress", ())),
    )
    first, second = config.editions
    assert (first.languages, first.page, first.formats, first.missing) == (
        ("en", "zh-Hans"),
        "A5",
        ("epub",),
        "refuse",
    )
    assert (first.templates, first.styles, first.embed_fonts, first.page_list) == (
        "my/templates",
        ("my.css",),
        False,
        "none",
    )
    assert (first.line, second.line) == (41, 54)
    assert config.edition("en") is second
    assert config.edition("de") is None


def test_the_slug_of_a_folder_with_a_long_name(tmp_path: Path) -> None:
    """It is as long as a slug may be, in whole characters: the names of files have room for it."""
    for name, slug in (("河" * 80, "河" * 33), ("x" * 250, "x" * 100), ("x" * 99 + "-y", "x" * 99)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "book.toml").write_text(BOOK + EDITION, encoding="utf-8")
        config = load(tmp_path / name).value
        assert config and config.slug == slug


def test_defaults() -> None:
    """A short file is enough; the slug is the folder's name as a file's."""
    config = value(BOOK + EDITION)
    assert config.slug == "a-book"
    assert config.editions[0].languages == ("zh-Hans", "en")
    assert config.editions[0].formats == ("pdf", "epub")
    assert (config.year, config.contents, config.spot) == ("", 1, "mo")
    assert value(BOOK.replace('"urn:x"', '"urn:x"\ndate = "2016-11-18"') + EDITION).year == "2016"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        config.slug = "x"  # type: ignore[misc]


def test_localized_text() -> None:
    """Text is looked up by language, with a fallback to other languages."""
    words = LocalizedText((("zh-Hans", "书"), ("en", "")))
    assert (words.get("zh-Hans"), words.get("en"), words.get("fr")) == ("书", "", "")
    assert (words.first_of("en", "zh-Hans"), words.first_of("fr")) == ("书", "书")
    assert not LocalizedText((("en", ""),))
    assert LocalizedText().first_of("en") == ""


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("slug = 'a/b'", "bad_value"),
        ("slug = ''", "bad_value"),
        ("slug = true", "bad_value"),
        ("subtitle = 3", "bad_value"),
        ("series-page = 'Volume 1'", "bad_value"),
        ("draft = 'yes'", "bad_value"),
        ("running-heads = 'section'", "bad_value"),
        ("subtitle = { fr = 'x' }", "unknown_language"),
        ("subtitle = { zz-zz-zz = 'x' }", "unknown_language"),
        ("subtitle = { zh = 'x', zh-Hans = 'y' }", "bad_value"),
        ("authors = [1]", "bad_value"),
        ("authors = [{ en = 'A', role = 'author' }]", "bad_value"),
        ("authors = [{ en = 'A', orcid = '0000-0002-1825-0098' }]", "bad_value"),
        ("authors = [{ en = 'A', orcid = '0000000218250097' }]", "bad_value"),
        ("authors = [{ en = 'A', affiliation = 3 }]", "bad_value"),
        ("date = 'today'", "bad_value"),
        ("date = 2016", "bad_value"),
        ("isbn = '978-7-5166-2993-3'", "bad_value"),
        ("volume = 1.5", "bad_value"),
        ("volume = 2\nseries = ''", "bad_value"),
        ("volume = 2", "bad_value"),
        ("subjects = 'a'", "bad_value"),
        ("spot = 'red'", "bad_value"),
        ("contents = 7", "bad_value"),
        ("contents = 0", "bad_value"),
        ("lists = ['maps']", "bad_value"),
        ("lists = []", "bad_value"),
        ('openings = "verso"', "bad_value"),
        ('openings = { chapters = "page" }', "bad_value"),
        ('openings = { part = "run-on" }', "bad_value"),
        ("openings = { chapter = 3 }", "bad_value"),
        ("contents = true", "bad_value"),
        ("numbering = []", "bad_value"),
        ("chapters = ['../a.md']", "bad_value"),
        ("chapters = ['/a.md']", "bad_value"),
        ("chapters = ['a/../../b.md']", "bad_value"),
        ("chapters = ['C:\\a.md']", "bad_value"),
        ("chapters = ['..\\a.md']", "bad_value"),
        ("chapters = [1]", "bad_value"),
        ("titel = 'x'", "unknown_key"),
    ],
)
def test_wrong_values_of_the_book(line: str, code: str) -> None:
    """Each wrong value of [book] is reported at its own line."""
    assert problems(f"{BOOK}{line}\n{EDITION}") == [(code, 5)]


@pytest.mark.parametrize(
    "words",
    [
        '"data-base"',
        '["data base"]',
        '["-database"]',
        '["data--base"]',
        '["data\\u00adbase"]',
        '["win32"]',
        '[""]',
        '["资料-库"]',
        '["data-base", "database"]',
        "[1]",
    ],
)
def test_wrong_hyphenation(words: str) -> None:
    """A word has letters and single hyphens between them, and one way to be divided."""
    assert problems(f"{BOOK}[typography]\nhyphenation = {words}\n{EDITION}") == [("bad_value", 6)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("page = 'A0'", "bad_value"),
        ("page = '100mm'", "bad_value"),
        ("page = '0mm 0mm'", "bad_value"),
        ("page = '99999mm 10mm'", "bad_value"),
        ("page = 3", "bad_value"),
        ("page = ''", "bad_value"),
        ("formats = ['docx']", "bad_value"),
        ("formats = []", "bad_value"),
        ("formats = 'pdf'", "bad_value"),
        ("pdf = 'x4'", "bad_value"),
        ("missing = 'guess'", "bad_value"),
        ("languages = []", "bad_value"),
        ("languages = ['fr']", "unknown_language"),
        ("languages = ['en']", "bad_value"),
        ("templates = '../x'", "bad_value"),
        ("styles = ['/x.css']", "bad_value"),
        ("embed-fonts = 'yes'", "bad_value"),
        ("lang = 'en'", "unknown_key"),
    ],
)
def test_wrong_values_of_an_edition(line: str, code: str) -> None:
    """Each wrong value of an edition is reported at its own line, also in the second edition."""
    second = EDITION.replace("all", "two")
    assert (code, 13) in problems(f"{BOOK}{EDITION}{second}{line}\n")


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("", [("missing_key", 1)] * 4),
        ("[book]\n" + EDITION, [("missing_key", 1)] * 3),
        (BOOK, [("missing_key", 5)]),
        (BOOK.replace('"urn:x"', '""') + EDITION, [("missing_key", 4)]),
        (BOOK.replace(', en = "Book"', "") + EDITION, [("missing_key", 3)]),
        (BOOK.replace('["zh-Hans", "en"]', '["zh-Hans", "xx-xx-xx"]') + EDITION, [("unknown_language", 2)]),
        (BOOK + "[[edition]]\n", [("missing_key", 5)] * 2),
        (BOOK + EDITION + EDITION, [("duplicate_edition", 11)]),
        (BOOK + EDITION + EDITION.replace("all", "ALL"), [("duplicate_edition", 11)]),
        (BOOK + EDITION.replace("interleaved", "single"), [("bad_value", 6)]),
        (BOOK + "[edition]\nname = 'x'\n", [("bad_value", 5)]),
        ("book = 3\n" + EDITION, [("bad_value", 1)] + [("missing_key", 1)] * 3),
        (BOOK + EDITION + "[tyopgraphy]\n", [("unknown_key", 9)]),
        (BOOK + EDITION + "[typography]\nautospace = 2\n", [("bad_value", 10)]),
        (BOOK + EDITION + "[typography]\nstrictnes = 'gb'\n", [("unknown_key", 10)]),
        (BOOK + EDITION + "[fonts]\nserif-hans = 'x'\n", [("unknown_key", 10)]),
        (BOOK + EDITION + "[fonts]\nserif = 3.5\n", [("bad_value", 10)]),
        (BOOK + EDITION + "[short-titles]\na = 3\n", [("bad_value", 10)]),
    ],
)
def test_missing_and_wrong_tables(toml: str, expected: list[tuple[str, int]]) -> None:
    """A missing key is reported at its table; several problems are reported at once."""
    assert sorted(problems(toml)) == sorted(expected)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"[book\n", 1),
        (b"[book]\ntitle = 'a\n", 2),
        (b"[book]\n\na = \xff\n", 3),
        (b"[book]\na = 1\na = 2\n", 3),
        (b"a = " + b"[" * 4000, 1),
        (b"a = " + b"9" * 5000, 1),
        (b"\x00", 1),
    ],
)
def test_broken_toml(data: bytes, line: int) -> None:
    """A file that is no TOML gives one diagnostic with its line."""
    (result,) = parse(data, ROOT).diagnostics
    assert (result.code, result.span.line if result.span else 0) == ("broken_toml", line)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (r'rights = "a\nb" x', None),
        (r'rights = "a\qb" x', "begins an escape"),
        ('rights = \'C:\\\' "b" "c"', "several values"),
        ('subjects = ["a" "b",', "no comma"),
        ('subjects = ["a" "b"]', "no comma"),
        ('rights = "a" "b"', "several values"),
    ],
)
def test_what_is_wrong_with_a_line(line: str, message: str | None) -> None:
    """An escape that is one is not blamed, and a string may end in a backslash between single quotes."""
    (result,) = parse(f"{BOOK}{line}\n".encode(), ROOT).diagnostics[:1]
    assert result.code == "broken_toml" and (message is None or message in result.message), result
    assert message or "escape" not in result.message


@given(st.data())
def test_any_slip_of_typing(data: st.DataObject) -> None:
    """A file that is damaged in one place is read, or is one diagnostic whose edits can be made."""
    text = f"{BOOK}{EDITION}"
    at = data.draw(st.integers(0, len(text)))
    typed = data.draw(st.sampled_from([*"=[]{},\"'“”＝，、【：；:;/\\.-\u3000\u200b\x00\n#", "", "True", "2024/1/1"]))
    broken = text[:at] + typed + text[at + data.draw(st.integers(0, 3)) :]
    result = [each for each in parse(broken.encode(), ROOT).diagnostics if each.code == "broken_toml"]
    assert len(result) <= 1
    if result and result[0].edits:
        assert fixed_texts({"book.toml": broken}, result)["book.toml"] != broken


def test_nearest_key_and_its_edit() -> None:
    """A misspelt key is reported with the nearest one and its edit; any other with the known keys."""
    toml = f"{BOOK}pubisher = 'P'\n{EDITION}"
    result = only_diagnostic(toml)
    assert "`publisher`" in result.help
    assert fixed_texts({"book.toml": toml}, [result]) == {"book.toml": toml.replace("pubisher", "publisher")}
    result = only_diagnostic(f"{BOOK}zzzz = 1\n{EDITION}")
    assert result.help.startswith("known keys: authors")
    assert result.edits == ()
    without_edit = only_diagnostic(BOOK + "titles = 'x'\n" + EDITION)
    assert "`title`" in without_edit.help
    assert without_edit.edits == ()
    table = only_diagnostic(f"{BOOK}{EDITION}[typografy]\n")
    assert fixed_texts({"book.toml": f"{BOOK}{EDITION}[typografy]\n"}, [table])["book.toml"].endswith(
        "[typography]\n"
    )


def test_keys_as_tables() -> None:
    """A title written as a table of its own is read."""
    toml = "[book]\nlanguages = ['en', 'fr']\nidentifier = 'x'\n[book.title]\nen = 'Book'\n" + EDITION
    assert problems(toml) == [("missing_key", 4)]


def test_line_ends_and_byte_order_mark() -> None:
    """A byte order mark and CR LF line ends change nothing."""
    assert parse(b"\xef\xbb\xbf" + (BOOK + EDITION).replace("\n", "\r\n").encode(), ROOT).value == value(
        BOOK + EDITION
    )


def test_load(tmp_path: Path) -> None:
    """A folder without the file, or whose file is something else, is no book."""
    for root in (tmp_path, tmp_path / "none"):
        (result,) = load(root).diagnostics
        assert result.code == "no_book"
    (tmp_path / "book.toml").mkdir()
    assert load(tmp_path).diagnostics[0].code == "no_book"
    inside = tmp_path / "book"
    inside.mkdir()
    (tmp_path / "elsewhere.toml").write_text(BOOK + EDITION, encoding="utf-8")
    (inside / "book.toml").symlink_to("../elsewhere.toml")
    assert "leads out" in load(inside).diagnostics[0].message
    (inside / "book.toml").unlink()
    (inside / "book.toml").write_text(BOOK + EDITION, encoding="utf-8")
    assert load(inside).value is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("978-7-5166-2993-2", True),
        ("9787516629932", True),
        ("7-302-02368-9", True),
        ("080442957X", True),
        ("978-7-5166-2993-3", False),
        ("7-302-02368-8", False),
        ("123", False),
        ("９787516629932", False),
    ],
)
def test_isbn(text: str, expected: bool) -> None:
    """The check digit decides whether an ISBN is right."""
    assert is_isbn(text) is expected


@settings(deadline=None)
@given(
    st.recursive(st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=5)), st.lists, max_leaves=4)
)
def test_any_value_for_any_key(value: object) -> None:
    """No value of any key ends in a traceback."""
    if isinstance(value, bool):
        toml = str(value).lower()
    elif isinstance(value, str):
        toml = '"' + "".join(f"\\U{ord(char):08x}" for char in value) + '"'
    else:
        toml = str(value).replace("'", '"').replace("True", "true").replace("False", "false")
    for key in ("title", "slug", "authors", "date", "isbn", "chapters", "languages", "contents", "spot", "subjects"):
        parse(f"[book]\n{key} = {toml}\n[[edition]]\n{key} = {toml}\nlayout = {toml}\npage = {toml}\n".encode(), ROOT)


@pytest.mark.parametrize(
    ("fonts", "settings"),
    [
        ('serif = "A"', (FontSetting("serif", ("A",)),)),
        ('serif-han = ["A", "fonts/B.ttf", "A"]', (FontSetting("serif-han", ("A", "fonts/B.ttf"), "", True),)),
        (
            'serif-han = { default = ["A"], zh-hant = "B", ja = ["C", "D"] }',
            (
                FontSetting("serif-han", ("A",), "", True),
                FontSetting("serif-han", ("B",), "zh-Hant"),
                FontSetting("serif-han", ("C", "D"), "ja"),
            ),
        ),
    ],
)
def test_fonts_of_a_role(fonts: str, settings: tuple[FontSetting, ...]) -> None:
    """A role has a font, a list of fonts, or either by language, of the book's or of words that it quotes."""
    assert value(f"{BOOK}{EDITION}\n[fonts]\n{fonts}\n").fonts == settings


@pytest.mark.parametrize("fonts", ["serif = 3", "serif = []", 'serif = [""]', 'serif = { en = { a = "b" } }'])
def test_fonts_that_are_none(fonts: str) -> None:
    """Anything else is reported with the forms that a value may have."""
    result = parse(f"{BOOK}{EDITION}\n[fonts]\n{fonts}\n".encode(), ROOT)
    assert [each.code for each in result.diagnostics] == ["bad_value"]
    assert "fonts/A.ttf" in result.diagnostics[0].help


def test_every_edition_shows_a_text_in_one_language() -> None:
    """A text given in one language is in the first language of an edition that has it in none."""
    text = LocalizedText((("zh-Hans", "版权所有"),))
    assert [text.get_for(tag, ("zh-Hans", "en")) for tag in ("zh-Hans", "en")] == ["版权所有", ""]
    assert [text.get_for(tag, ("en", "fr")) for tag in ("en", "fr")] == ["版权所有", ""]


@pytest.mark.parametrize("digits", ["0x" + "f" * 4000, "9" * 40, "-" + "9" * 4300])
@pytest.mark.parametrize("key", ["year", "contents", "languages", "slug", "date", "nosuch"])
def test_integers_of_thousands_of_digits(key: str, digits: str) -> None:
    """No number is too long for a sentence."""
    text = "\n".join(line for line in f"{BOOK}{EDITION}".split("\n") if not line.startswith(f"{key} ="))
    result = parse(text.replace("[book]", f"[book]\n{key} = {digits}").encode(), ROOT)
    assert all(len(each.message) < 500 for each in result.diagnostics)


@pytest.mark.parametrize(
    "value", ["{}", "[1, {}]", '{{ en = {}, zh-Hans = "a" }}', "+{}", "{}-01-01", '["\\n9", # 12\n{}]']
)
@pytest.mark.parametrize("digits", ["9" * 4301, "1_" * 9000 + "1"])
def test_integers_that_python_does_not_read(value: str, digits: str) -> None:
    """Python says of them neither line nor column."""
    digits = digits if "-01" not in value else "9" * 9000
    text = BOOK.replace("[book]", "[book]\n# 9\nvolume = " + value.format(digits))
    (found,) = parse((text + EDITION).encode(), ROOT).diagnostics
    assert (found.code, found.message.split()[-6:]) == ("broken_toml", ["digits", "is", "no", "value", "of", "TOML"])
    assert found.span
    shown = text.split("\n")[found.span.line - 1]
    assert shown[found.column - 1 : found.end_column - 1] == digits


@pytest.mark.parametrize(
    "line",
    [
        'headings = ["1"]',
        'headings = { en = "1" }',
        "headings = { en = [] }",
        'headings = { en = ["Chapter 2"] }',
        'headings = { en = ["1", "1", "1", "1", "1", "1", "1"] }',
        'parts = { en = "Part" }',
        'appendices = "B"',
        'captions = "page"',
    ],
)
def test_wrong_numbers(line: str) -> None:
    """A number has to be written as the first of its kind, for six levels at most."""
    book = f'{BOOK}numbering = "auto"\n'
    assert problems(f"{book}[numbers]\n{line}\n{EDITION}") == [("bad_value", 7)]
    key, _, value = line.partition(" = ")
    if value.startswith("{"):
        table = value.strip("{} ")
        assert [code for code, _ in problems(f"{book}[numbers.{key}]\n{table}\n{EDITION}")] == ["bad_value"]


@pytest.mark.parametrize("numbering", ["", 'numbering = "source"\n'])
def test_numbers_of_the_manuscript(numbering: str) -> None:
    """In a book that keeps the numbers of its manuscript, forms of numbers have no effect, and are reported."""
    assert problems(f'{BOOK}{numbering}[numbers]\ncaptions = "chapter"\n{EDITION}') == [
        ("bad_value", 6 + bool(numbering))
    ]


def test_numbers(tmp_path: Path) -> None:
    """A book says how a language writes some numbers; the others are as usual."""
    lines = '[numbers]\nheadings = { en = ["1", "§1", ""] }\nparts = { zh-Hans = "卷一" }\ncaptions = "chapter"\n'
    config = parse(f'{BOOK}numbering = "auto"\n{lines}{EDITION}'.encode(), tmp_path).value
    assert config is not None
    assert config.numbers.captions == "chapter"
    english, chinese = config.numbers.scheme("en"), config.numbers.scheme("zh-Hans")
    assert [english.of_level(level) for level in (1, 2, 3, 4)] == ["1", "§1", "", ""]
    assert (english.part, chinese.part, chinese.of_level(4)) == ("Part I", "卷一", "（一）")
    assert config.numbers.scheme("zh-Hant").of_level(2) == "第一節"
    assert config.numbers.scheme("fr").of_level(1) == "1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0000-0002-1825-0097", True),
        ("0000-0001-5109-3700", True),
        ("0000-0002-1694-233X", True),
        ("0000-0002-1694-2330", False),
        ("0000-0002-1825-009", False),
        ("0000-0002-1825-009７", False),
    ],
)
def test_orcid(text: str, expected: bool) -> None:
    """The check digit of an ORCID is that of ISO 7064, MOD 11-2; its address is read as well."""
    assert is_orcid(text) is expected
    person = f'[{{ en = "A", orcid = "https://orcid.org/{text}" }}]'
    toml = f'[book]\nlanguages = ["en"]\ntitle = "T"\nidentifier = "urn:x"\nauthors = {person}\n'
    config = parse((toml + '[[edition]]\nname = "a"\nlayout = "single"\n').encode(), Path("book")).value
    assert (config is not None and config.authors[0].orcid == text) is expected
