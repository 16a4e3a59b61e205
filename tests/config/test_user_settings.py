"""The user's own configuration sets limits, and a book never does."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import book_files

import wicpress
from wicpress import config, limits
from wicpress.config.user_settings import config_file, user_limits
from wicpress.diagnostics import InvalidArguments


def test_the_configuration_is_where_the_xdg_specification_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    below_home = tmp_path / ".config/wicpress/config.toml"
    assert config_file({"XDG_CONFIG_HOME": "/elsewhere"}) == Path("/elsewhere/wicpress/config.toml")
    assert config_file({"XDG_CONFIG_HOME": "relative"}) == below_home
    assert config_file({}) == below_home


def test_limits_are_read_from_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert user_limits(path) == {}
    path.write_text('[limits]\nseconds = 120\nmemory = "3 GB"\n', encoding="utf-8")
    assert user_limits(path) == {"seconds": 120, "memory": 3 * 10**9}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[limits]\nseconds = 120\nhours = 3\n", 3),
        ("[limits]\n\nseconds = -1\n", 3),
        ("# mine\n[limit]\nseconds = 3\n", 2),
        ("\nlimits = 3\n", 2),
        ("[limits]\nseconds = \n", 2),
    ],
)
def test_what_is_wrong_in_the_configuration_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidArguments) as caught:
        user_limits(path)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "bad_limit"
    assert diagnostic.span and (diagnostic.span.path, diagnostic.span.line) == (str(path), line)


def test_a_book_sets_no_limits(tmp_path: Path) -> None:
    text = '[book]\nlanguages = ["zh-Hans", "en"]\ntitle = { zh-Hans = "书", en = "Book" }\n[limits]\nseconds = 9\n'
    by_code = {each.code: each for each in config.parse(text.encode(), tmp_path).diagnostics}
    assert "unknown_key" not in by_code
    span = by_code["bad_limit"].span
    assert span and span.line == 4


def test_the_library_applies_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "wicpress/config.toml"
    path.parent.mkdir()
    path.write_text("[limits]\nsource = 30\n", encoding="utf-8")
    root = book_files.write_book(tmp_path / "book")
    try:
        assert "larger than 30 bytes" in wicpress.check(root).diagnostics[0].message
    finally:
        limits.set_limits({})
    path.write_text("[limits]\nhours = 3\n", encoding="utf-8")
    with pytest.raises(InvalidArguments):
        wicpress.Book(root)
