"""Rules in a book's folder run only with ``--run-book-rules``."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import wicpress
from support import book_files
from wicpress import cli

RULE = """\
from pathlib import Path

from wicpress.diagnostics import Severity, declare_kind

LONG_TITLE = declare_kind("long_title", "A title is long", "Running heads hold few words.", severity=Severity.WARNING)


def check(book, config):
    (config.root / "ran").write_text("yes")
    for chapter in book.chapters:
        for side in chapter.title.sides:
            if len(side.text) > 5:
                yield LONG_TITLE(f"`{side.text}` is long", side.span, lang=side.lang, block=chapter.title.id)
"""


def write(folder: Path, **rules: str) -> Path:
    """Write the small book with rules of its own."""
    return book_files.write_book(folder, {f"rules/{name}.py": text for name, text in rules.items()})


def codes(root: Path, *options: str) -> list[str]:
    """Return the codes that ``check`` reports."""
    return [each["code"] for each in json.loads(book_files.run("check", root, "--format", "json", *options).out)]


def test_without_the_switch_nothing_runs(tmp_path: Path) -> None:
    """A notice says that the rules were not run, and names the switch; it is no failure."""
    root = write(tmp_path, long_title=RULE)
    result = book_files.run("check", root)
    assert result.code == cli.CLEAN and "--run-book-rules" in result.out and "rules/long_title.py" in result.out
    assert not (root / "ran").exists()
    [notice] = wicpress.check(root).diagnostics
    assert notice.code == "book_rules_not_run"


def test_with_the_switch(tmp_path: Path) -> None:
    """What the rule finds is reported like everything else; a second check finds the same; no file is left behind."""
    root = write(tmp_path, long_title=RULE)
    assert codes(root, "--run-book-rules") == ["long_title"]
    assert (root / "ran").exists() and [each.name for each in (root / "rules").iterdir()] == ["long_title.py"]
    for _ in range(2):
        [diagnostic] = wicpress.check(root, run_book_rules=True).diagnostics
        assert (
            diagnostic.code == "long_title"
            and diagnostic.span
            and (diagnostic.span.path, diagnostic.lang) == ("01-opening.md", "en")
        )


def test_codes_of_the_book_can_be_selected(tmp_path: Path) -> None:
    """``--select`` and ``--ignore`` take the codes that the rules of the book declare."""
    root = write(tmp_path, long_title=RULE)
    assert codes(root, "--run-book-rules", "--select", "long_title") == ["long_title"]
    assert codes(root, "--run-book-rules", "--ignore", "long_title") == []
    assert book_files.run("check", root, "--select", "long_title").code == cli.USAGE  # it is forgotten again


@pytest.mark.parametrize(
    ("rule", "line", "message"),
    [
        ("def check(book, config):\n    return 1 / 0\n", 2, "ZeroDivisionError"),
        ("def check(book, config):\n    yield 'no'\n", 1, "yields a str instead of a Diagnostic"),
        ("def check(book, config)\n", 1, "SyntaxError"),
        ("import no_such_module\n", 1, "ModuleNotFoundError"),
        ("RULES = ()\n", 1, "AttributeError"),
        ("raise SystemExit\n", 1, "SystemExit"),
    ],
)
def test_a_rule_that_fails(tmp_path: Path, rule: str, line: int, message: str) -> None:
    """It is reported with its place, and the other rules are run."""
    root = write(tmp_path, broken=rule, long_title=RULE)
    by_code = {each.code: each for each in wicpress.check(root, run_book_rules=True).diagnostics}
    assert set(by_code) == {"book_rule_failed", "long_title"}
    span = by_code["book_rule_failed"].span
    assert span and (span.path, span.line) == ("rules/broken.py", line)
    assert message in by_code["book_rule_failed"].message


def test_a_file_outside_the_book_is_not_run(tmp_path: Path) -> None:
    """A link that leads out of the book is reported instead."""
    root = write(tmp_path / "book")
    (tmp_path / "outside.py").write_text(RULE)
    (root / "rules").mkdir()
    (root / "rules" / "link.py").symlink_to(tmp_path / "outside.py")
    assert codes(root, "--run-book-rules") == ["unusable_link", "book_rule_failed"]
    assert not (root / "ran").exists()


def test_books_that_are_checked_at_once(tmp_path: Path) -> None:
    """Two books may bring the same rule, also when they are checked in two threads."""
    roots = [write(tmp_path / name, long_title=RULE) for name in "abcd"]
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda root: wicpress.check(root, run_book_rules=True).diagnostics, roots))
    assert [[each.code for each in diagnostics] for diagnostics in results] == [["long_title"]] * 4
