"""The output of ``check``, ``explain``, ``inspect`` and ``fonts``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import book_files
from wicpress import cli
from wicpress.build.check import all_kinds

ODD = "# 怪\n\n# Odd\n\n有\u200b一个。\n\nHere it is.\n"
BAD = "# 坏\n\n# Bad\n\n看[那里](#nowhere)。\n\nLook [there](#nowhere).\n"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the small book with a warning in one chapter and errors in another, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return book_files.write_book(tmp_path / "book", {"02-odd.md": ODD, "03-bad.md": BAD})


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the small book with only a warning."""
    monkeypatch.chdir(tmp_path)
    return book_files.write_book(tmp_path / "book", {"02-odd.md": ODD})


def test_clean_book(tmp_path: Path) -> None:
    """A clean book gives exit code 0 and a message."""
    result = book_files.run("check", book_files.write_book(tmp_path / "book"))
    assert (result.code, result.out, result.err) == (0, "", "no problems found\n")


def test_text_shows_the_place(book: Path) -> None:
    """The text shows file and line relative to the current folder, the line itself, and the help."""
    result = book_files.run("check", "book")
    assert result.code == cli.EXIT_PROBLEMS
    assert "book/03-bad.md:5" in result.out and "看[那里](#nowhere)" in result.out and "help:" in result.out


def test_json_is_the_contract(book: Path) -> None:
    """The JSON has the documented fields, with paths relative to the book."""
    result = book_files.run("check", "book", "--format", "json")
    table = json.loads(result.out)
    assert result.code == cli.EXIT_PROBLEMS
    assert set(table[0]) == {"code", "severity", "message", "help", "path", "line", "end_line", "lang", "block"}
    assert [(each["code"], each["path"], each["line"]) for each in table] == [
        ("invisible_character", "02-odd.md", 5),
        ("dangling_reference", "03-bad.md", 5),
        ("dangling_reference", "03-bad.md", 7),
    ]


def test_json_of_a_clean_book_is_an_empty_list(tmp_path: Path) -> None:
    """The JSON of a clean book is an empty list."""
    result = book_files.run("check", book_files.write_book(tmp_path / "book"), "--format", "json")
    assert json.loads(result.out) == []


def test_github_and_sarif(book: Path) -> None:
    """GitHub annotations have paths relative to the repository; SARIF is 2.1.0."""
    found = book_files.run("check", "book", "--format", "github").out
    assert found.splitlines()[0].startswith("::warning file=book/02-odd.md,line=5")
    sarif = json.loads(book_files.run("check", "book", "--format", "sarif").out)
    assert sarif["version"] == "2.1.0" and len(sarif["runs"][0]["results"]) == 3


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["--select", "invisible_character"], ["invisible_character"]),
        (["--ignore", "invisible_character"], ["dangling_reference"] * 2),
        (["--ignore", "invisible_character,dangling_reference"], ["dangling_reference"] * 2),
        (["--select", "raw_html", "--select", "dangling_reference"], ["dangling_reference"] * 2),
    ],
)
def test_select_and_ignore(book: Path, arguments: list[str], codes: list[str]) -> None:
    """Only selected diagnostics are printed and count for the exit code; errors are never ignored."""
    result = book_files.run("check", "book", "--format", "json", *arguments)
    assert [each["code"] for each in json.loads(result.out)] == codes
    assert result.code == (cli.EXIT_PROBLEMS if "dangling_reference" in codes else cli.CLEAN)


def test_warnings_and_errors(odd: Path, tmp_path: Path) -> None:
    """An error exits with 1, a warning only with ``--strict``, a notice never."""
    assert (book_files.run("check", "book").code, book_files.run("check", "book", "--strict").code) == (0, 1)
    assert book_files.run("check", "book", "--strict", "--ignore", "invisible_character").code == 0
    with_rules = book_files.write_book(tmp_path / "ruled", {"rules/own.py": ""})
    result = book_files.run("check", with_rules, "--strict")
    assert result.code == 0 and "book_rules_not_run" in result.out
    assert book_files.run("check", "book", "--ignore", "no_such_code").code == cli.USAGE


def test_build_leaves_ignored_warnings_out(odd: Path, tmp_path: Path) -> None:
    """``build`` makes editions in spite of a warning, with ``--ignore`` without showing it; an error stays."""
    only = ("build", "book", "--edition", "en", "--format", "epub", "--output", tmp_path / "d")
    book_files.write_book(odd, {"book.toml": book_files.TOML + 'page-list = "none"\n'})
    shown, ignored = book_files.run(*only), book_files.run(*only, "--ignore", "invisible_character")
    assert shown.code == ignored.code == 0 and (tmp_path / "d" / "trial-en.epub").is_file()
    assert "invisible_character" in shown.err and "invisible_character" not in ignored.err
    book_files.write_book(odd, {"03-bad.md": "# 坏\n\n# Bad\n\nSee [there](#nowhere).\n"})
    failed = book_files.run(*only, "--ignore", "dangling_reference,invisible_character")
    assert failed.code == 1 and "dangling_reference" in failed.err and "invisible_character" not in failed.err
    assert book_files.run(*only, "--ignore", "no_such_code").code == cli.USAGE


def test_diff_changes_nothing(odd: Path) -> None:
    """``--diff`` prints what ``--fix`` would change."""
    result = book_files.run("check", "book", "--diff", "--strict")
    assert result.code == cli.EXIT_PROBLEMS and "-有\u200b一个。" in result.out and "+有一个。" in result.out
    assert (odd / "02-odd.md").read_text(encoding="utf-8") == ODD


def test_fix_changes_the_manuscript(odd: Path) -> None:
    """``--fix`` changes what can be changed safely, and checks again."""
    result = book_files.run("check", "book", "--fix")
    assert result.code == cli.CLEAN and "1 change made" in result.err
    assert (odd / "02-odd.md").read_text(encoding="utf-8") == ODD.replace("\u200b", "")


def test_several_books_name_their_folders(book: Path, tmp_path: Path) -> None:
    """With several books every path begins with the book's folder."""
    (tmp_path / "content").mkdir()
    book.rename(tmp_path / "content" / "one")
    other = book_files.TOML.replace('"trial"', '"other"')
    book_files.write_book(tmp_path / "content" / "two", {"book.toml": other, "02-odd.md": ODD})
    table = json.loads(book_files.run("check", "--format", "json").out)
    assert {each["path"] for each in table} == {
        "content/one/02-odd.md",
        "content/one/03-bad.md",
        "content/two/02-odd.md",
    }


# ------------------------------------------------------------------------------------- explain


def test_every_code_is_explained() -> None:
    """``explain`` prints the title and the rationale of every code."""
    for code, kind in all_kinds().items():
        result = book_files.run("explain", code)
        assert result.code == 0 and result.out.startswith(code) and kind.title in result.out
        assert "".join(kind.rationale.split()) in "".join(result.out.split())


def test_explain_lists_the_codes() -> None:
    """Without a code, all codes are listed."""
    lines = book_files.run("explain").out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(all_kinds())


# ------------------------------------------------------------------------------------- inspect


def test_inspect_json_is_the_contract(tmp_path: Path) -> None:
    """The JSON of ``inspect`` has the languages, and each block with its text and positions."""
    result = book_files.run("inspect", book_files.write_book(tmp_path / "book"), "--format", "json")
    table = json.loads(result.out)
    assert result.code == 0 and table["languages"] == ["zh-Hans", "en"]
    (chapter,) = table["chapters"]
    assert chapter["title"] == {"zh-Hans": "开头", "en": "Opening"}
    first = chapter["blocks"][0]
    assert first["kind"] == "paragraph" and first["text"]["en"].startswith("This is")
    assert first["source"]["en"] == {"path": "01-opening.md", "line": 7, "end_line": 7}
    gap = next(each for each in chapter["blocks"] if each["text"].get("zh-Hans") == "这里只有中文。")
    assert "en" not in gap["text"] and "en" not in gap["source"]


def test_inspect_tree_and_diagnostics(book: Path) -> None:
    """A book with errors is shown, too, and its errors are printed."""
    result = book_files.run("inspect", "book")
    assert result.code == cli.EXIT_PROBLEMS and "○" in result.out and "dangling_reference" in result.err


def test_inspect_json_takes_one_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two books cannot be one JSON document."""
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        book_files.write_book(tmp_path / "content" / name)
    assert book_files.run("inspect", "--format", "json").code == cli.USAGE
    assert book_files.run("inspect").code == cli.CLEAN


# --------------------------------------------------------------------------------------- fonts


def test_fonts(tmp_path: Path) -> None:
    """``fonts`` names the files that set each language, and their licences."""
    book = book_files.write_book(tmp_path / "book")
    result = book_files.run("fonts", book)
    assert result.code == 0 and "Noto Serif SC" in result.out and "OFL-1.1" in result.out
    (table,) = json.loads(book_files.run("fonts", book, "--format", "json").out)
    uses = {(each["lang"], each["role"], each["font"]): each["characters"] for each in table["uses"]}
    assert "第" in uses["zh-Hans", "serif", "Noto Serif SC"] and "T" in uses["en", "serif", "Source Serif 4"]


def test_fonts_names_missing_glyphs(tmp_path: Path) -> None:
    """A character without a glyph is printed with its block and line; the exit code is 1."""
    book = book_files.write_book(tmp_path / "book", {"02-odd.md": "# 怪\n\n# Odd\n\n怪字\U0002a6d6。\n\nOdd.\n"})
    result = book_files.run("fonts", book)
    assert result.code == cli.EXIT_PROBLEMS and "U+2A6D6" in result.err and "02-odd.md:5" in result.err


def test_books_that_would_write_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several books, the second with a slug is named at the line of the slug; with its own slug it is clean."""
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        book_files.write_book(tmp_path / "content" / name)
    result = book_files.run("check", "--format", "json")
    (entry,) = json.loads(result.out)
    assert (result.code, entry["code"], entry["line"]) == (cli.EXIT_PROBLEMS, "same_name", 2)
    assert entry["path"].endswith("book.toml") and "trial-bilingual.pdf" in entry["message"]
    settings = tmp_path / "content" / "two" / "book.toml"
    settings.write_text(book_files.TOML.replace('"trial"', '"other"'), encoding="utf-8")
    assert book_files.run("check").code == cli.CLEAN
