"""What messages say about ordinary mistakes: the line, the caret under what is meant, and a way out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest

from support import book_files
from wicpress import cli

TOML, CHAPTER = book_files.TOML, book_files.CHAPTER


@attrs.frozen
class Row:
    """A mistake: the files that make it, the place of its only message, and words of message and help.

    ``under`` is what stands above the carets; ``also`` are further places.
    """

    name: str
    files: Mapping[str, str]
    place: str
    under: str
    words: tuple[str, ...]
    also: tuple[str, ...] = ()


def toml(name: str, old: str, new: str, place: str, under: str, *words: str) -> Row:
    """Return a mistake in ``book.toml``."""
    assert old in TOML
    return Row(name, {"book.toml": TOML.replace(old, new)}, f"book.toml:{place}", under, words)


def text(name: str, more: str, place: str, under: str, *words: str, also: tuple[str, ...] = ()) -> Row:
    """Return a mistake in the chapter, in the lines that follow its 17."""
    return Row(name, {"01-opening.md": f"{CHAPTER}\n{more}"}, f"01-opening.md:{place}", under, words, also)


ROWS = [
    toml("misspelt", "title =", "titel =", "4:1", "titel", "unknown key `titel`", "did you mean `title`?", "--fix"),
    toml("open quote", '"interleaved"', '"interleaved', "10:10", '"', "quote \" that opens in line 10, column 10"),
    toml("open quote before another", '"试书"', '"试书', "4:21", '"', "quote \" that opens in line 4, column 21"),
    toml("no opening quote", '"试书"', '试书"', "4:23", '"', "closes a text that no quote opens"),
    toml("open lines", '"trial"', '"""trial', "2:8", '"""', 'quote """ that opens in line 2'),
    toml("open list", '"en"]', '"en"', "3:13", "[", "bracket [ that opens in line 3, column 13"),
    toml("open table", '"A Trial" }', '"A Trial"', "4:9", "{", "bracket { that opens in line 4, column 9"),
    toml("curly quotes", '"trial"', "“trial”", "2:8", "“trial”", "no quote of TOML", 'between " and "', "--fix"),
    toml("colon", "slug =", "slug:", "2:5", ":", "`:` stands between the key `slug`", 'slug = "trial"', "--fix"),
    toml("no quotes", '"trial"', "trial", "2:8", "trial", "without quotes", 'write slug = "trial"', "--fix"),
    toml("mixed quotes", '"trial"', "“trial\"", "2:8", "“trial\"", "no quote of TOML", "--fix"),
    toml("quotes in a list", '["zh-Hans", "en"]', "[“zh-Hans”, “en”]", "3:14", "“zh-Hans”", "no quote", "--fix"),
    toml("equals sign", "slug =", "slug ＝", "2:6", "＝", "`＝` (fullwidth equals sign)", "write =", "--fix"),
    toml("comma", '"zh-Hans",', '"zh-Hans"，', "3:23", "，", "(fullwidth comma)", "write ,", "--fix"),
    toml("brackets", "[book]", "【book】", "1:1", "【", "(left black lenticular bracket)", "write [", "--fix"),
    toml("ideographic space", "slug", "\u3000slug", "2:1", "\u3000", "U+3000", "write a space", "--fix"),
    toml("open header", "[book]", "[book", "1:1", "[book", "do not match", "write [book]", "--fix"),
    toml("closed twice", "[book]", "[book]]", "1:1", "[book]]", "do not match", "write [book]", "--fix"),
    toml("header of an edition", "[[edition]]", "[[edition]", "8:1", "[[edition]", "write [[edition]]", "--fix"),
    toml("no comma", '"zh-Hans", ', '"zh-Hans" ', "3:23", " ", "no comma", "--fix"),
    toml("bare list", '["zh-Hans", "en"]', "[zh-Hans, en]", "3:14", "zh-Hans", "without quotes", "--fix"),
    toml("capital true", '"single"', '"single"\nattach = True', "16:10", "True", "write true", "--fix"),
    toml("slashes in a date", "slug", "date = 2024/1/5\nslug", "2:8", "2024/1/5", "write date = 2024-01-05", "--fix"),
    toml("Chinese date", "slug", "date = 2024年1月5日\nslug", "2:8", "2024年1月5日", "2024-01-05", "--fix"),
    toml("no such day", "slug", "date = 2024-13-01\nslug", "2:8", "2024-13-01", "there is no day 2024-13-01"),
    toml("bare number", "slug", "isbn = 978-7-5166\nslug", "2:8", "978-7-5166", "without quotes", "--fix"),
    toml("backslash", '"trial"', '"C:\\pic"', "2:11", "\\", "begins an escape", "write / in a path"),
    toml("comma behind", '"trial"', '"trial",', "2:15", ",", "stands behind the value of `slug`", "--fix"),
    toml("comment", "[book]", "// a book\n[book]", "1:1", "//", "write # before a comment", "--fix"),
    toml("no value", 'slug = "trial"', "slug =", "2:1", "slug =", "`slug` has no value", 'slug = "…"'),
    toml("no equals sign", "slug =", "slug", "2:5", " ", "no `=` stands behind `slug`", "--fix"),
    toml("space in a key", "slug", 'my slug = "a"\nslug', "2:1", "my slug", "has a space in it"),
    toml("Chinese key", "slug", '书名 = "a"\nslug', "2:1", "书名", "keys are in English"),
    toml("colon in a table", "en =", "en:", "4:29", ":", "between a key and its value", "--fix"),
    toml("several values", '"trial"', '"trial" and "error"', "2:8", '"trial" and "error"', "several values"),
    toml("language", 's", "en"]', 's", "englisch"]', "3:26", "englisch", "is no language tag"),
    toml("a key twice", "slug", 'slug = "a"\nslug', "3:1", "slug", "`slug` stands twice, first in line 2"),
    toml("a table twice", "[[", "[book]\n\n[[", "8:1", "[book]", "`[book]` stands twice, first in line 1"),
    toml("one edition", "[[edition]]", "[edition]", "8:1", "[edition]", "write [[edition]]", "--fix"),
    Row("the only edition", {"book.toml": TOML.split("[[")[0] + '[edition]\nname = "a"\nlayout = "interleaved"\n'},
        "book.toml:8:1", "[edition]", ("write [[edition]]", "--fix")),
    toml("numbering", "slug", "numbering = true\nslug", "2:13", "true", "`true`", 'write "source" or "auto"'),
    toml("short isbn", "slug", 'isbn = "12345"\nslug', "2:8", '"12345"', "10 or 13 digits, this has 5"),
    toml("isbn", "slug", 'isbn = "978-7-5166-2993-3"\nslug', "2:8", '"978-7-5166-2993-3"', "last digit"),
    toml("letters", "slug", 'isbn = "7-302-O2368-9"\nslug', "2:8", '"7-302-O2368-9"', "`O` is no digit"),
    toml("prefix", "slug", 'isbn = "1234567890123"\nslug', "2:8", '"1234567890123"', "978 or 979"),
    toml("styles", '"single"', '"single"\nstyles = ["line.svg", "no.css"]', "16:23", '"no.css"', "which is not"),
    text("class of a block", "{.landscape}\n宽。\n\nWide.\n", "19:2", ".landscape", "`.landscape` means nothing"),
    text("picture in a line", "字![线](line.svg){foo=1}。\n\nA line.\n", "19:17", "foo=", "`foo` means nothing here"),
    text("network", "![图](https://a.org/b.png)\n", "19:6", "https://a.org/b.png", "leads to the network"),
    text("braces in a paragraph", "一行\n二{.foo}行\n三。\n\nOne.\n", "20:2", "{.foo}", "`{.foo}` is printed as it"),
    text("break", "甲<br id=\"a\">乙。\n\nA.\n", "19:2", "<br id=\"a\">", "write `<br>`"),
    text("sub", "水H<sub>2O。\n\nA.\n", "19:3", "<sub>", "without attributes"),
    text("comment", "甲<!-- c\n\nA.\n", "19:2", "<!-- c", "close the comment"),
    text("strong", "甲<b>乙</b>。\n\nA.\n", "19:2", "<b>", "**strong words**", also=("01-opening.md:19:6",)),
    Row("code of a part", {"01-opening.md": "# 部 {.part}\n\n# Part {.part}\n\n```\nmake\n```\n", "02-a.md": CHAPTER},
        "01-opening.md:5", "```", ("a listing stands on the page of a part", "heading of level 1")),
    Row("part before part", {"00-a.md": "# 部 {.part}\n\n# Part {.part}\n\n# 编 {.part}\n\n# Book {.part}\n"},
        "00-a.md:1", "# 部 {.part}", ("a part has no chapter behind it",)),
    Row("template", {"book.toml": TOML.replace('"single"', '"single"\ntemplates = "own"'),
                     "own/blocks/paragraph.html.j2": "\n{{ nowhere.x }}\n"},
        "own/blocks/paragraph.html.j2:2", "{{ nowhere.x }}", ("'nowhere' is undefined", "line 2")),
]  # fmt: skip


@pytest.mark.parametrize("wrong", ["{{ 1 + 'a' }}", "{{ {}['a'].b() }}", "{{ node.id.nothing() }}"])
def test_error_of_python_in_a_template(wrong: str) -> None:
    """What Python raises in a template is an error of the template, with its line, and no bug of wicpress."""
    book_files.write_book(Path("book"), {"templates/blocks/paragraph.html.j2": f"\n{wrong}\n"})
    result = book_files.run("check", "book")
    assert result.code == 1 and "book/templates/blocks/paragraph.html.j2:2: error: " in result.out, result.err


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in a folder with the small book in `book`."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_mistake(row: Row) -> None:
    """A mistake has one message, with the place, the carets under what is meant, and what to do."""
    book_files.write_book(Path("book"), row.files)
    result = book_files.run("check", "book", "--strict")
    places = [line.split(": ")[0] for line in result.out.splitlines() if ": error: " in line or ": warning: " in line]
    assert result.code == 1 and places == [f"book/{each}" for each in (row.place, *row.also)], result.out
    assert [each for each in row.words if each not in result.out + result.err] == [], result.out
    assert "src, alt" not in result.out and "Traceback" not in result.err
    line = next(each for each in result.out.splitlines() if "^" in each)
    wide = sum(2 if ord(char) > 0x2E80 and char not in "“”" else 1 for char in row.under)
    assert line.count("^") == wide, result.out
    assert row.under in result.out.splitlines()[result.out.splitlines().index(line) - 1]


@pytest.mark.parametrize("name", ["one edition", "misspelt", "curly quotes", "colon", "no quotes"])
def test_fix(name: str) -> None:
    """`check --fix` writes what the message says, and nothing else is wrong then."""
    row = next(each for each in ROWS if each.name == name)
    book_files.write_book(Path("book"), row.files)
    assert book_files.run("check", "book", "--fix").code == 0
    toml = Path("book/book.toml").read_text(encoding="utf-8")
    assert toml.replace(" ", "") == TOML.replace(" ", "")


def test_files_that_are_no_finished_files() -> None:
    """`verify` says what a file is not, and what was probably meant, without a word of its own insides."""
    book_files.write_book(Path("book"))
    Path("cut.pdf").write_bytes(b"%PDF-1.7\nnothing")
    for name in ("book/book.toml", "book/01-opening.md", "book"):
        result = book_files.run("verify", name)
        assert result.code == 1 and f"{name} is no PDF or EPUB" in result.err and "--book book?" in result.err
    cut = book_files.run("verify", "cut.pdf")
    assert cut.code == 1 and "not a PDF that can be read: " in cut.err and "BytesIO" not in cut.err
    nowhere = book_files.run("verify", "--book", "nowhere", "cut.pdf")
    assert nowhere.code == 1 and nowhere.err.startswith("error: nowhere: there is no book.toml in it [no_book]")


def test_one_order() -> None:
    """`check` and `build` print the errors of the settings in the same order."""
    isbns = TOML.replace("slug", 'isbn = "12345"\nslug').replace("layout", 'isbn = "1"\nlayout')
    book_files.write_book(Path("book"), {"book.toml": isbns + 'styles = ["no.css"]\n'})
    checked, built = book_files.run("check", "book"), book_files.run("build", "book")
    places = [line for line in checked.out.splitlines() if ": error: " in line]
    assert len(places) == 3 and places == [line for line in built.err.splitlines() if ": error: " in line]
    assert built.code == cli.EXIT_PROBLEMS


def test_book_that_is_compared_with() -> None:
    """What is wrong with the manuscript is named with its place when `verify` reads it."""
    book_files.write_book(Path("book"), {"book.toml": TOML.replace("title =", "titel =")})
    Path("cut.pdf").write_bytes(b"%PDF-1.7\nnothing")
    result = book_files.run("verify", "--book", "book", "cut.pdf")
    assert result.code == 1 and "book/book.toml:4:1: error: " in result.err and "| titel = " in result.err
