"""The files of the manuscript: which they are, their order, and which are refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from wicpress import limits
from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book
from wicpress.parsing.source_files import natural_sort_key

ReadBook = Callable[..., WithDiagnostics[Book]]


def codes(result: WithDiagnostics[Book]) -> list[str]:
    """Return the codes of the diagnostics."""
    return [each.code for each in result.diagnostics]


def titles(result: WithDiagnostics[Book]) -> list[str]:
    """Return the first title of each chapter."""
    return [chapter.title.sides[0].text for chapter in result.value.chapters]


def test_natural_order() -> None:
    """2 sorts before 10, and case does not count."""
    assert sorted(["10-b.md", "2-a.md", "B.md", "a.md"], key=natural_sort_key) == [
        "2-a.md",
        "10-b.md",
        "a.md",
        "B.md",
    ]


def test_all_markdown_but_the_readme(reads: ReadBook) -> None:
    """Every .md file of the folder is manuscript, but not what code hosts show, hidden files and other folders."""
    files = {"10-b.md": "# B\n", "2-a.md": "# A\n", "README.md": "# R\n", "README.zh-Hans.md": "# R\n"}
    files |= {"CHANGELOG.md": "# C\n", ".draft.md": "# D\n", "notes/x.md": "# N\n", "x.txt": "# T\n"}
    result = reads(files)
    assert titles(result) == ["A", "B"]
    assert result.diagnostics == ()


def test_listed_chapters(reads: ReadBook) -> None:
    """``chapters`` gives the order, also of files in folders; a name without language means all its files."""
    files = {"a.md": "# A\n", "deep/b.zh-Hans.md": "# 乙\n", "deep/b.en.md": "# B\n", "c.md": "# C\n"}
    result = reads(files, chapters=("deep/b.md", "a.md"))
    assert titles(result) == ["乙", "A"]
    assert result.value.chapters[0].id == "deep-b"
    assert result.diagnostics == ()


def test_missing_chapter(reads: ReadBook) -> None:
    """A listed file that does not exist is reported with the nearest one that does."""
    result = reads({"01-opening.md": "# A\n"}, chapters=("01-openning.md",))
    assert codes(result) == ["missing_chapter"]
    assert "`01-opening.md`" in result.diagnostics[0].help


def test_empty_books(reads: ReadBook, tmp_path: Path) -> None:
    """A folder without manuscript, and files without text, are an empty book."""
    assert codes(reads({})) == ["empty_book"]
    assert codes(reads({"01.md": "\n\n"})) == ["empty_book"]


def test_not_utf8(reads: ReadBook) -> None:
    """The first wrong byte is reported with its line; the help names the likely encoding."""
    result = reads({"01.md": "# A\n\n中文".encode("gb18030")})
    (diagnostic,) = result.diagnostics
    assert diagnostic.code == "not_utf8"
    assert diagnostic.message == "byte 6 (0xd6) of 01.md is not UTF-8"
    assert diagnostic.span is not None
    assert diagnostic.span.line == 3
    assert "GB18030" in diagnostic.help
    assert "UTF-16" in reads({"01.md": "# 甲".encode("utf-16")}).diagnostics[0].help


def test_byte_order_mark_and_line_ends(reads: ReadBook) -> None:
    """A mark at the head of a file and the line ends of any system are no part of the text."""
    result = reads({"01.md": b"\xef\xbb\xbf# A\r\n\r\nsky\rearth\r\n"})
    assert titles(result) == ["A"]
    assert [side.text for block in result.value.chapters[0].blocks for side in block.sides] == ["sky earth"]  # type: ignore[union-attr]
    assert result.diagnostics == ()


@pytest.mark.parametrize("target", ["../outside.md", "/etc/hostname"])
def test_links_that_lead_out(reads: ReadBook, tmp_path: Path, target: str) -> None:
    """A manuscript file that is a link out of the folder is not opened."""
    (tmp_path.parent / "outside.md").write_text("# Secret\n")
    (tmp_path / "02.md").symlink_to(target)
    result = reads({"01.md": "# A\n"})
    assert codes(result) == ["outside_book"]
    assert titles(result) == ["A"]


def test_links_inside_are_followed(reads: ReadBook, tmp_path: Path) -> None:
    """A link to a file of the book itself is accepted."""
    (tmp_path / "02.md").symlink_to("texts/two.md")
    result = reads({"01.md": "# A\n", "texts/two.md": "# B\n"})
    assert titles(result) == ["A", "B"]


def test_links_in_a_circle(reads: ReadBook, tmp_path: Path) -> None:
    """A link to itself is a file that cannot be read."""
    (tmp_path / "02.md").symlink_to("02.md")
    assert codes(reads({"01.md": "# A\n"})) == ["unreadable"]


def test_no_regular_file(reads: ReadBook, tmp_path: Path) -> None:
    """A named pipe with the name of a chapter is reported and not opened."""
    os.mkfifo(tmp_path / "02.md")
    assert codes(reads({"01.md": "# A\n"})) == ["unreadable"]


def test_too_large(reads: ReadBook) -> None:
    """A file above the size limit is not read."""
    limits.set_limits({"source": 10})
    try:
        result = reads({"01.md": "# A\n\nmore than ten bytes\n"})
    finally:
        limits.set_limits({})
    assert codes(result) == ["too_large"]
    assert "has 25 bytes, more than 10 bytes" in result.diagnostics[0].message


def test_unknown_tag_in_a_name(reads: ReadBook) -> None:
    """A file for a language that the book does not have is an error, a version number is none."""
    result = reads({"01.fr.md": "# A\n", "02-v1.2.md": "# B\n", "03.xx.md": "# C\n"})
    assert codes(result) == ["unknown_language", "unknown_language"]
    assert titles(result) == ["B"]


def test_related_tag(reads: ReadBook) -> None:
    """``zh`` in a file's name is the book's ``zh-Hans``."""
    result = reads({"01.zh.md": "# 甲\n", "01.en.md": "# A\n"})
    assert [side.lang for side in result.value.chapters[0].title.sides] == ["zh-Hans", "en"]


def test_mixed_shapes(reads: ReadBook) -> None:
    """A chapter both in one file and in a file per language is an error."""
    assert codes(reads({"01.md": "# 甲\n", "01.en.md": "# A\n"})) == ["mixed_shapes"]


def test_one_language_twice(reads: ReadBook) -> None:
    """Two files of one chapter in one language are reported."""
    assert "mixed_shapes" in codes(reads({"01.zh.md": "# 甲\n", "01.zh-Hans.md": "# 乙\n"}))


def test_front_matter(reads: ReadBook) -> None:
    """Front matter is reported and left out, and lines keep their numbers; a thematic break is none."""
    result = reads({"01.md": "---\ntitle: X\ntags:\n  - a\n---\n\n# A\n"})
    assert codes(result) == ["front_matter"]
    assert result.value.chapters[0].title.sides[0].span.line == 7
    result = reads({"01.md": "---\n\nwords\n\n---\n"})
    assert "front_matter" not in codes(result)


@pytest.mark.parametrize(
    ("name", "chapter_id"),
    [
        ("01-river.md", "c01-river"),
        ("river.md", "river"),
        ("第一章.md", "第一章"),
        ("a b (c).md", "a-b-c"),
        ("--.md", "chapter"),
    ],
)
def test_chapter_ids(reads: ReadBook, name: str, chapter_id: str) -> None:
    """A chapter's id is its file's name as an XML name."""
    assert reads({name: "# A\n"}).value.chapters[0].id == chapter_id


def test_chapter_ids_differ(reads: ReadBook) -> None:
    """Two files whose names give one id get two ids."""
    result = reads({"a b.md": "# A\n\n# B\n", "a-b.md": "# C\n"})
    assert [chapter.id for chapter in result.value.chapters] == ["a-b", "a-b_2", "a-b_"]
