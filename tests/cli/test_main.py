"""The command line as a whole: help, versions, exit codes, and what happens when something goes wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import wicpress
from support import book_files
from wicpress import cli, doctor
from wicpress.cache.location import cache_folder
from wicpress.cli.find_books import find_books


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_help_names_every_command() -> None:
    """``--help`` shows each command with its line."""
    result = book_files.run("--help")
    assert result.code == 0
    for name, text in cli.COMMANDS.items():
        assert name in result.out and text.split(",")[0] in result.out


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help(name: str) -> None:
    """Each command has a help text of more than its name."""
    result = book_files.run(name, "--help")
    assert result.code == 0 and f"wicpress {name}" in result.out and len(result.out.splitlines()) > 4


def test_version() -> None:
    """``--version`` prints the version."""
    assert book_files.run("--version").out.strip() == f"wicpress, version {wicpress.__version__}"


def test_no_command_shows_help() -> None:
    """Without a command the help is printed, with the exit code of a usage error."""
    result = book_files.run()
    assert result.code == cli.USAGE and "Commands" in result.out + result.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["biuld"], "did you mean `build`?"),
        (["build", "--formt", "pdf"], "--format"),
        (["build", "--format", "docx"], "docx"),
        (["build", "--jobs", "0"], "jobs"),
        (["explain", "raw_htlm"], "did you mean `raw_html`?"),
        (["check", "--select", "raw_htlm"], "did you mean `raw_html`?"),
    ],
)
def test_usage_errors(arguments: list[str], words: str) -> None:
    """A wrong argument ends with code 2 and a suggestion."""
    result = book_files.run(*arguments)
    assert result.code == cli.USAGE and words in result.err


def test_no_book_anywhere() -> None:
    """Without any book the message suggests ``wicpress new``."""
    result = book_files.run("build")
    assert result.code == cli.EXIT_PROBLEMS and "no book here" in result.err and "wicpress new" in result.err


def test_settings_that_are_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder whose ``book.toml`` leads to itself, that is said, not that there is none."""
    (tmp_path / "book.toml").symlink_to("book.toml")
    monkeypatch.chdir(tmp_path)
    result = book_files.run("check")
    assert result.code == cli.EXIT_PROBLEMS and "book.toml cannot be read" in result.out + result.err


def test_books_under_content(tmp_path: Path) -> None:
    """Without BOOK every book under content/ is used; in a book's folder, that book; a book.toml names its folder."""
    for name in ("b", "a"):
        book_files.write_book(tmp_path / "content" / name)
    (tmp_path / "content" / "no-book").mkdir()
    assert [each.name for each in find_books(None, tmp_path)] == ["a", "b"]
    assert find_books(None, tmp_path / "content" / "a") == (tmp_path / "content" / "a",)
    assert find_books(tmp_path / "content" / "a" / "book.toml", tmp_path) == (tmp_path / "content" / "a",)


def test_internal_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """An internal error asks for a report, without a traceback; WICPRESS_DEBUG shows it."""

    def broken() -> None:
        raise KeyError("oops")

    monkeypatch.setattr(doctor, "examine", broken)
    result = book_files.run("doctor")
    assert result.code == cli.BUG
    assert "bug in wicpress" in result.err and "KeyError: 'oops'" in result.err and "Traceback" not in result.err
    monkeypatch.setenv("WICPRESS_DEBUG", "1")
    assert "Traceback" in book_files.run("doctor").err


def test_interrupted_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt ends without a traceback."""

    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(doctor, "examine", stop)
    result = book_files.run("doctor")
    assert result.code == cli.EXIT_INTERRUPTED and "Traceback" not in result.err


@pytest.mark.parametrize("missing", [True, False])
def test_doctor(monkeypatch: pytest.MonkeyPatch, missing: bool) -> None:
    """The doctor prints each finding with its fix; the exit code is 3 if a requirement is missing."""
    findings = (
        doctor.Finding(
            "Pango", not missing, "1.50", "laying out pages", True, "apt-get install pango" if missing else ""
        ),
        doctor.Finding("Ace", False, "not found", "validating EPUBs", False, "npm install ace"),
    )
    monkeypatch.setattr(doctor, "examine", lambda: findings)
    result = book_files.run("doctor")
    assert result.code == (cli.EXIT_MISSING_REQUIREMENT if missing else cli.CLEAN)
    assert ("apt-get install pango" in result.out) is missing and "npm install ace" in result.out


def test_closed_pipe_is_no_error(tmp_path: Path) -> None:
    """A reader that closes the pipe (``| head -1``) causes no error message."""
    command = f"'{sys.executable}' -m wicpress explain | head -1; exit ${{PIPESTATUS[0]}}"
    completed = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(book_files.SOURCE), "PATH": "/usr/bin:/bin"},
    )
    assert completed.stderr == "" and completed.returncode in {0, cli.EXIT_PROBLEMS}


LAZY = """
import sys
from wicpress.cli import main
assert main(sys.argv[1:]) == 0
heavy = {"weasyprint", "fontTools", "lxml", "jinja2", "markdown_it", "rich", "PIL", "pikepdf"} & set(sys.modules)
assert not heavy, heavy
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["build", "--help"], ["build", "book"]])
def test_heavy_modules_are_not_imported(tmp_path: Path, arguments: list[str]) -> None:
    """Help, and a build with nothing to do, import neither the layout engine nor any other slow module."""
    book_files.write_book(tmp_path / "book", {"book.toml": book_files.TOML + 'formats = ["epub"]\n'})
    if "book" in arguments:
        assert book_files.run("build", "book").code == 0
    completed = subprocess.run(
        [sys.executable, "-c", LAZY, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(book_files.SOURCE), "WICPRESS_CACHE": str(cache_folder())},  # which has the records
    )
    assert completed.returncode == 0, completed.stderr
