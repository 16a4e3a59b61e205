"""Diagnostics as text, JSON, SARIF and annotations."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from wicpress import reports
from wicpress.build.autofix import fixed_texts
from wicpress.diagnostics import Diagnostic, Edit, Severity, Span, has_errors, sorted_unique
from wicpress.parsing.diagnostics import RAW_HTML
from wicpress.reports.text import columns, cut, summary, visible

FILES = {"a b.md": "# 甲\n水<br>流 and more\n", "c.md": "\tx\u200by\r\nz"}
HTML = RAW_HTML(
    "HTML in the text", Span("a b.md", 2, 3), hint="write it, in Markdown: 100%", columns=(2, 6), lang="en"
)
LINE = Diagnostic("raw_html", "whole", Span("a b.md", 2, 2), severity=Severity.WARNING, block="c01-1")
NOWHERE = Diagnostic("made_up", "nowhere", severity=Severity.NOTICE)
EDIT = Edit("c.md", 1, 3, 1, 4, "")
HIDDEN = Diagnostic("raw_html", "hidden", Span("c.md", 1, 1), edits=(EDIT,), column=3, end_column=4)
ALL = (HTML, LINE, NOWHERE, HIDDEN)


def test_text() -> None:
    """Place, message, the source line with carets under the place, the help, and a count."""
    assert reports.render("text", ALL, FILES) == (
        "a b.md:2:2: error: HTML in the text [raw_html]\n"
        "  2 | 水<br>流 and more\n"
        "    |   ^^^^\n"
        "  help: write it, in Markdown: 100%\n"
        "\n"
        "a b.md:2: warning: whole [raw_html]\n"
        "  2 | 水<br>流 and more\n"
        "    | ^^^^^^^^^^^^^^^^^\n"
        "\n"
        "notice: nowhere [made_up]\n"
        "\n"
        "c.md:1:3: error: hidden [raw_html]\n"
        "  1 |  x\ufffdy\n"
        "    |   ^\n"
        "\n"
        "2 errors, 1 notice, 1 warning"
    )
    assert reports.render("text", (), FILES) == ""
    assert summary(()) == "no problems found"


def test_text_of_long_lines_and_missing_files() -> None:
    """A long line is cut around the place; a file that is not given, or a line beyond its end, is not quoted."""
    line = "长" * 500 + "<b>" + "短" * 500
    result = Diagnostic("x", "m", Span("a", 1, 1), column=501, end_column=504)
    _, quoted, mark, *_ = reports.render("text", [result], {"a": line}).split("\n")
    assert columns(quoted) < 120
    assert quoted[6 + 1 + 20 : 6 + 1 + 23] == "<b>"
    assert columns(mark[: mark.index("^")]) == columns(quoted[: quoted.index("<b>")])
    assert reports.render("text", [result], {}).count("\n") == 2
    assert reports.render("text", [Diagnostic("x", "m", Span("a", 9, 9))], {"a": "one line"}).count("|") == 0


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("中文", 4), ("e\u0301", 1), ("，", 2), ("", 0)])
def test_columns(text: str, width: int) -> None:
    """Han and full-width marks take two columns, combining marks none."""
    assert columns(text) == width


def test_cut_and_visible() -> None:
    """A cut never splits a character; control characters are replaced."""
    assert (cut("中文字", 5), cut("中文", 4)) == ("中文…", "中文")
    assert visible("a\x1b[31m\u202eb\tc") == "a\ufffd[31m\ufffdb c"


def test_many_places_in_one_long_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a line as much is looked at as is shown, for each of its places."""
    looked_at = []
    width = unicodedata.east_asian_width
    monkeypatch.setattr(unicodedata, "east_asian_width", lambda char: looked_at.append(char) or width(char))
    line = "字a" * 50_000
    places = [Diagnostic("x", "y", Span("a.md", 1, 1), column=1 + 900 * nth, end_column=99_000) for nth in range(100)]
    text = reports.render("text", places, {"a.md": line})
    assert text.count("^" * 70) == 100 and len(looked_at) < 100 * 3_000


def test_nothing_gives_orders_to_a_terminal() -> None:
    """Names of files and keys may hold any character: none of them moves the cursor, or turns a line around."""
    kind = Diagnostic("x", "a\x1b]0;t\x07\u202e", Span("b\x1b[31m\n.md", 1, 1), help="c\x9b\td")
    text = reports.render("text", [kind], {})
    assert not {*text} & {"\x1b", "\x07", "\u202e", "\x9b"} and text.count("\n") == 3, text


def test_json() -> None:
    """The JSON contract, key by key."""
    assert json.loads(reports.render("json", ALL, FILES))[:3] == [
        {
            "code": "raw_html",
            "severity": "error",
            "message": "HTML in the text",
            "help": "write it, in Markdown: 100%",
            "path": "a b.md",
            "line": 2,
            "end_line": 3,
            "lang": "en",
            "block": "",
        },
        {
            "code": "raw_html",
            "severity": "warning",
            "message": "whole",
            "help": "",
            "path": "a b.md",
            "line": 2,
            "end_line": 2,
            "lang": "",
            "block": "c01-1",
        },
        {
            "code": "made_up",
            "severity": "notice",
            "message": "nowhere",
            "help": "",
            "path": None,
            "line": None,
            "end_line": None,
            "lang": "",
            "block": "",
        },
    ]
    assert reports.render("json", (), {}) == "[]"


def test_github() -> None:
    """Workflow commands, in which all characters that end a value or a line are escaped."""
    assert reports.render("github", (HTML, LINE, NOWHERE), FILES).split("\n") == [
        "::error file=a b.md,line=2,endLine=2,col=2,endColumn=6,title=raw_html"
        "::HTML in the text%0Awrite it, in Markdown: 100%25",
        "::warning file=a b.md,line=2,endLine=2,title=raw_html::whole",
        "::notice title=made_up::nowhere",
    ]
    diagnostic = Diagnostic("x", "m\r\n", Span("a:b,c%.md", 1, 1))
    assert (
        reports.render("github", [diagnostic], {}) == "::error file=a%3Ab%2Cc%25.md,line=1,endLine=1,title=x::m%0D%0A"
    )


def test_sarif() -> None:
    """SARIF 2.1.0: rules once, results with places, fixes where there are edits."""
    log: dict[str, Any] = json.loads(reports.render("sarif", ALL, FILES))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["made_up", "raw_html"]
    assert rules[1]["defaultConfiguration"] == {"level": "error"}
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note", "error"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20b.md", "uriBaseId": "BOOK"}
    assert place["region"] == {"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 6}
    assert "locations" not in run["results"][2]
    assert run["results"][1]["locations"][0]["logicalLocations"] == [{"name": "c01-1", "kind": "block"}]
    (change,) = run["results"][3]["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 4},
            "insertedContent": {"text": ""},
        }
    ]


def test_unknown_format() -> None:
    """Only the four formats can be rendered."""
    assert set(reports.FORMATS) == {"text", "json", "sarif", "github"}
    with pytest.raises(KeyError):
        reports.render("html", (), {})


# ---------------------------------------------------------------------------------- diagnostics


def test_order_and_severity() -> None:
    """By file, line and column, each once; only errors stop a build."""
    assert sorted_unique((HIDDEN, LINE, HTML, LINE, NOWHERE)) == (NOWHERE, LINE, HTML, HIDDEN)
    assert has_errors(ALL)
    assert not has_errors((LINE, NOWHERE))


def edits(*each_edit: Edit) -> Diagnostic:
    """Return a diagnostic with some edits."""
    return Diagnostic(
        "x", str(each_edit), Span(each_edit[0].path, each_edit[0].line, each_edit[0].line), edits=each_edit
    )


def test_fixes() -> None:
    """Edits are made together, lines keep their ends, and files without edits are not in the result."""
    files = {"a": "one\r\ntwo\rthree\n", "b": "x"}
    diagnostics = [edits(Edit("a", 1, 1, 1, 2, "O")), edits(Edit("a", 2, 1, 2, 1, ">"), Edit("a", 3, 5, 3, 6, ""))]
    assert fixed_texts(files, diagnostics) == {"a": "One\r\n>two\rthre\n"}
    assert fixed_texts(files, [LINE]) == {}


def test_fixes_that_meet() -> None:
    """Of two that want the same characters the first is made; edits of unknown files are not."""
    diagnostics = [
        edits(Edit("a", 1, 1, 1, 3, "X")),
        edits(Edit("a", 1, 2, 1, 4, "Y")),
        edits(Edit("c", 1, 1, 1, 2, "")),
    ]
    assert fixed_texts({"a": "abcd"}, diagnostics) == {"a": "Xcd"}


def test_fixes_behind_a_byte_order_mark_and_beyond_the_end() -> None:
    """A mark at the head of a file is no column; a place beyond the end is the end."""
    assert fixed_texts({"a": "\ufeffabc"}, [edits(Edit("a", 1, 1, 1, 2, "A"))]) == {"a": "\ufeffAbc"}
    assert fixed_texts({"a": "abc"}, [edits(Edit("a", 9, 1, 9, 2, "!"))]) == {"a": "abc!"}
