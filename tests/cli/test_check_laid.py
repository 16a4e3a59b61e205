"""`check --laid` tells what only laying out shows, and writes nothing into the book."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from wicpress.cli import CLEAN, EXIT_PROBLEMS
from wicpress.cli.check import command

BOOK = """\
[book]
languages = ["zh-Hans"]
title = { zh-Hans = "题" }
identifier = "urn:uuid:6cbc9dbb-d38b-42b0-940b-1bfed24827b9"
date = 2026-01-01

[[edition]]
name = "print"
layout = "single"
page = "120mm 190mm"
"""


@pytest.mark.engine
def test_loose_lines_are_told_before_a_build(tmp_path: Path) -> None:
    """A line that no breaking fills is a warning with --laid alone; the folder of the book stays as it is."""
    (tmp_path / "book.toml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "01.md").write_text("# 题\n\n" + f"甲乙丙{'w' * 27}丁戊。" * 4, encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    plain = CliRunner().invoke(command, [str(tmp_path)], standalone_mode=False)
    laid = CliRunner().invoke(command, [str(tmp_path), "--laid"], standalone_mode=False)
    assert "loose" not in plain.output
    assert "[loose]" in laid.output and "page 7" in laid.output
    ignored = CliRunner().invoke(command, [str(tmp_path), "--laid", "--ignore", "loose"], standalone_mode=False)
    assert "[loose]" not in ignored.output
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.engine
def test_a_row_taller_than_a_page_at_the_head_of_a_chapter(tmp_path: Path) -> None:
    """The table begins below the title, or a heading, and goes on with its head repeated: nothing is told."""
    (tmp_path / "book.toml").write_text(BOOK, encoding="utf-8")
    cell = "这一格的文字很长，写了又写，怎么也写不完。" * 90
    table = f"| 键 | 值 |\n|---|---|\n| 甲 | {cell} |\n| 乙 | 短 |\n"
    (tmp_path / "01.md").write_text(f"# 表\n\n{table}\n末段文字。\n\n## 节\n\n{table}", encoding="utf-8")
    laid = CliRunner().invoke(command, [str(tmp_path), "--laid"], standalone_mode=False)
    assert "[" not in laid.output


@pytest.mark.engine
def test_what_verify_refuses_is_told(tmp_path: Path) -> None:
    """A template that leaves a paragraph out is an error of both formats, and nothing is left behind."""
    (tmp_path / "book.toml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "01.md").write_text("# 题\n\n河水很长很长。\n\n河水很短很短。\n", encoding="utf-8")
    template = tmp_path / "templates" / "blocks" / "paragraph.html.j2"
    template.parent.mkdir(parents=True)
    template.write_text(
        '{% import "blocks/macros.html.j2" as macros %}{% if node.id != "c01-2" %}{{ macros.pair(node) }}{% endif %}',
        encoding="utf-8",
    )
    before = sorted(tmp_path.rglob("*"))
    assert CliRunner().invoke(command, [str(tmp_path)], standalone_mode=False).return_value == CLEAN
    laid = CliRunner().invoke(command, [str(tmp_path), "--laid"], standalone_mode=False)
    assert laid.return_value == EXIT_PROBLEMS
    errors = [line for line in laid.output.splitlines() if "[unsound_file]" in line]
    assert all(any(f"print.{form}: 01.md:5: " in line for line in errors) for form in ("pdf", "epub"))
    assert sorted(tmp_path.rglob("*")) == before
