"""Wild values in ``book.toml`` and on the command line: each is a diagnostic or a message, and nothing escapes."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wicpress.build.check import DiagnosticFilter, check_book
from wicpress.cli.command_group import main
from wicpress.cli.exit_codes import BUG, EXIT_PROBLEMS
from wicpress.config import parse
from wicpress.config.settings import FONT_ROLES, IMPRINT_FIELDS

TEXT = "# 第一章\n\n# Chapter One\n\n这是一段话。\n\nThis is a paragraph.\n"
BOOK = {
    "languages": '["zh-Hans", "en"]',
    "title": '{ zh-Hans = "书", en = "Book" }',
    "identifier": '"urn:x"',
    "date": "2025-01-01",
}
EDITION = {"name": '"b"', "layout": '"interleaved"'}
KEYS = {
    "book": [
        "slug",
        "title",
        "subtitle",
        "authors",
        "publisher",
        "date",
        "year",
        "identifier",
        "isbn",
        "rights",
        "description",
        "imprint",
        "series",
        "half-title",
        "series-page",
        "volume",
        "draft",
        "figures",
        "lists",
        "running-heads",
        "subjects",
        "spot",
        "numbering",
        "punctuation",
        "contents",
        "openings",
        "chapters",
        "languages",
    ],
    "edition": [
        "name",
        "languages",
        "layout",
        "page",
        "formats",
        "pdf",
        "missing",
        "isbn",
        "templates",
        "styles",
        "embed-fonts",
        "attach",
        "page-list",
        "writing",
        "code-colours",
        "pictures",
    ],
    "typography": [
        "autospace",
        "strictness",
        "line-end-trim",
        "hanging",
        "breaking",
        "english",
        "emphasis",
        "hyphenation",
    ],
    "fonts": tuple(FONT_ROLES),
    "pictures": ["metadata"],
    "notes": ["place", "numbers", "marks", "sequence"],
    "numbers": ["headings", "parts", "appendices", "captions"],
    "imprint": IMPRINT_FIELDS,
    "short-titles": ["c01-a", "01-a"],
}


def quoted(text: str) -> str:
    """Return text as a basic string of TOML."""
    return '"' + "".join(f"\\U{ord(char):08x}" if not char.isalnum() else char for char in text) + '"'


EXTREMES = [
    *(
        "0x" + "f" * 4000,
        "-0x1",
        "0",
        "1" * 19,
        "9" * 4300,
        "9" * 5000,
        "inf",
        "-inf",
        "nan",
        "-nan",
        "1e400",
        "-0.0",
    ),
    *("true", "[]", "{}", "0001-01-01", "9999-12-31", "1979-05-27T07:32:00.999999-23:59", "07:32:00", '""'),
    *("[" * 30 + "]" * 30, '["' + "x" * 300 + '"]', '["a", 1]', "{ zh-Hans = 1 }", '{ en = ["x"] }', "{ role = [] }"),
    *('[{ role = "aut" }]', '{ default = "x" }', '["en", "en"]', '["x"]', '["ja"]', '"single"', '["epub"]'),
    *map(
        quoted, ("x" * 300, "x" * 70_000, "长" * 300, "a/" * 3000, "\0", "\ud7ff\ue000", "../x", "/", ".", " ", "~")
    ),
    *map(quoted, ("a" * 255 + "/b", "0mm 0mm", "1e9mm 1e9mm", "-5mm 5mm", "٣mm ٣mm", "99999mm 99999mm", "{x}", "%s")),
]
scalars = st.one_of(
    st.sampled_from(EXTREMES),
    st.integers().map(str),
    st.floats().map(lambda value: str(value) if math.isfinite(value) else str(value).replace("inf", "inf")),
    st.dates().map(dt.date.isoformat),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(quoted),
)
values = st.recursive(
    scalars,
    lambda inside: st.one_of(
        st.lists(inside, max_size=3).map(lambda each: f"[{', '.join(each)}]"),
        st.dictionaries(st.sampled_from(["zh-Hans", "en", "role", "default", "x", "zh-"]), inside, max_size=3).map(
            lambda each: "{ " + ", ".join(f"{key} = {value}" for key, value in each.items()) + " }"
        ),
    ),
    max_leaves=6,
)
changes = st.lists(st.tuples(st.sampled_from(sorted(KEYS)), st.integers(0, 30), values), min_size=1, max_size=3)


def toml(changed: Mapping[tuple[str, str], str]) -> str:
    """Return a ``book.toml`` in which keys of tables have other values."""
    tables: dict[str, dict[str, str]] = {"book": dict(BOOK), "edition": dict(EDITION)}
    for (table, key), value in changed.items():
        tables.setdefault(table, {})[key] = value
    heads = {"edition": "[[edition]]"}
    return "\n".join(
        "\n".join([heads.get(table, f"[{table}]"), *(f"{key} = {value}" for key, value in pairs.items())])
        for table, pairs in tables.items()
    )


def check(text: str) -> None:
    """Check a book with such settings; whatever is raised escapes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "book.toml").write_text(text, encoding="utf-8")
        (root / "01-a.md").write_text(TEXT, encoding="utf-8")
        for each in check_book(root, DiagnosticFilter()):
            assert len(each.message) < 1000, each


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes)
def test_no_value_of_any_key_escapes(chosen: list[tuple[str, int, Any]]) -> None:
    """Any value of any type under any key is read, or reported."""
    check(toml({(table, KEYS[table][nth % len(KEYS[table])]): value for table, nth, value in chosen}))


@pytest.mark.parametrize("table", sorted(KEYS))
def test_no_extreme_value_of_a_key_escapes_when_it_is_read(table: str) -> None:
    """Each key takes each extreme value, or reports it."""
    for key in KEYS[table]:
        for value in EXTREMES:
            text = toml({(table, key): value})
            result = parse(text.encode(), Path("a book"), partial=True)
            assert all(len(each.message) < 1000 for each in result.diagnostics), (key, value)


@pytest.mark.parametrize(
    ("table", "key", "value", "message"),
    [
        ("imprint", "copies", "nan", "`copies` is no number of anything"),
        ("imprint", "sheets", "1e400", "`sheets` is no number of anything"),
        ("imprint", "printing", "-2", "`printing` is no number of anything"),
        ("book", "half-title", f'{{ zh-Hans = "{"长" * 251}", en = "x" }}', "`half-title` is too long for its page"),
        (
            "book",
            "series-page",
            f'{{ zh-Hans = "书", en = "{"x" * 501}" }}',
            "`series-page` is too long for its page",
        ),
    ],
)
def test_values_that_no_page_has(table: str, key: str, value: str, message: str) -> None:
    """They are reported in their line, with a way out."""
    text = toml({("book", "half-title"): '{ zh-Hans = "书", en = "Book" }', (table, key): value})
    (problem,) = parse(text.encode(), Path("a book")).diagnostics
    assert message in problem.message and problem.help
    assert problem.span and text.splitlines()[problem.span.line - 1].startswith(key)


def test_a_device_is_no_finished_file(capfd: pytest.CaptureFixture[str]) -> None:
    """What has no end is not read."""
    assert main(["verify", "--no-judges", "/dev/zero"]) == EXIT_PROBLEMS
    assert "/dev/zero is no PDF or EPUB" in capfd.readouterr().err


WORDS = (
    *("x" * 300, "长" * 300, "a/" * 3000, "", "-1", "9" * 5000, "nan", "1e400", "/dev/null", "\udcff", "*", "\n"),
    *("a=b", "=", ",", "loose=" + "9" * 5000, "seconds=" + "9" * 5000, "memory=1e9GB"),
)
ARGUMENTS = (
    *(["check"], ["check", "--select"], ["check", "--format"], ["check", "--limits"], ["build", "--jobs"]),
    *(["build", "--edition"], ["inspect"], ["fonts"], ["explain"], ["release", "--version"], ["doctor", "--format"]),
    *(["verify"], ["verify", "--allow"], ["new"], ["x"]),
)


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
def test_no_word_on_the_command_line_is_a_bug(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each is taken, or refused with a sentence."""
    (tmp_path / "book.toml").write_text(toml({}))
    monkeypatch.chdir(tmp_path)
    for word in WORDS:
        assert main([*arguments, word]) != BUG, (word[:40], capfd.readouterr().err)
    assert "Traceback" not in capfd.readouterr().err
