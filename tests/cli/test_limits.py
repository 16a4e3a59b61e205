"""Limits are set on the command line, beside those of the user's configuration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import book_files

from wicpress import cli, limits


@pytest.fixture(autouse=True)
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the path of the user's configuration."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    path = tmp_path / "xdg/wicpress/config.toml"
    path.parent.mkdir(parents=True)
    yield path
    limits.set_limits({})


def test_the_command_line_adds_to_the_configuration(tmp_path: Path, configuration: Path) -> None:
    """A source may have so many bytes as the last of both allows, and what a command sets ends with it."""
    root = book_files.write_book(tmp_path / "book")
    configuration.write_text("[limits]\nsource = 30\n", encoding="utf-8")
    stopped = book_files.run("inspect", root)
    assert stopped.code == cli.EXIT_PROBLEMS and "larger than 30 bytes" in stopped.err, stopped.err
    assert book_files.run("inspect", root, "--limits", "seconds=9,source=1 MB").code == cli.CLEAN
    assert book_files.run("inspect", root).code == cli.EXIT_PROBLEMS


@pytest.mark.parametrize("value", ["source", "source=", "source=0", "hours=3", "seconds=3 MB", "source=1;seconds=3"])
def test_a_limit_that_cannot_be_set_is_wrong_usage(tmp_path: Path, value: str) -> None:
    result = book_files.run("check", book_files.write_book(tmp_path / "book"), "--limits", value)
    assert result.code == cli.USAGE and "--limits" in result.err and "limit `" in result.err


def test_so_is_one_of_the_configuration(tmp_path: Path, configuration: Path) -> None:
    configuration.write_text("[limits]\n\nhours = 3\n", encoding="utf-8")
    result = book_files.run("check", book_files.write_book(tmp_path / "book"))
    assert result.code == cli.USAGE and "config.toml:3: error: there is no limit `hours`" in result.err


def test_a_style_sheet_or_template_has_a_size(tmp_path: Path) -> None:
    """A file without an end is not read."""
    root = book_files.write_book(
        tmp_path / "book", {"styles/print/text.css": "", "templates/print/cover.html.j2": ""}
    )
    for path in (root / "styles/print/text.css", root / "templates/print/cover.html.j2"):
        with path.open("wb") as file:
            file.truncate(1 << 40)
    result = book_files.run("check", root)
    assert result.code == cli.EXIT_PROBLEMS
    for name in ("styles/print/text.css", "templates/print/cover.html.j2"):
        assert f"{name} has more than 4 MB" in result.out + result.err
