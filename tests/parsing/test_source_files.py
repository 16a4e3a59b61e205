"""Which files are the manuscript, in which order, and which are refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book
from wicpress.parsing import source_files
from wicpress.parsing.source_files import natural_sort_key

Reads = Callable[..., WithDiagnostics[Book]]


def codes(found: WithDiagnostics[Book]) -> list[str]:
    """The codes reported."""
    return [each.code for each in found.diagnostics]


def titles(found: WithDiagnostics[Book]) -> list[str]:
    """The first title of each chapter."""
    return [chapter.title.sides[0].text for chapter in found.value.chapters]


def test_natural_order() -> None:
    """2 stands before 10, whatever the case."""
    assert sorted(["10-b.md", "2-a.md", "B.md", "a.md"], key=natural_sort_key) == [
        "2-a.md",
        "10-b.md",
        "a.md",
        "B.md",
    ]


def test_all_markdown_but_the_readme(reads: Reads) -> None:
    """Every .md file of the folder is manuscript, but not what code hosts show, hidden files and other folders."""
    files = {"10-b.md": "# B\n", "2-a.md": "# A\n", "README.md": "# R\n", "README.zh-Hans.md": "# R\n"}
    files |= {"CHANGELOG.md": "# C\n", ".draft.md": "# D\n", "notes/x.md": "# N\n", "x.txt": "# T\n"}
    found = reads(files)
    assert titles(found) == ["A", "B"]
    assert found.diagnostics == ()


def test_listed_chapters(reads: Reads) -> None:
    """``chapters`` gives the order, also of files in folders; a name without language means all its files."""
    files = {"a.md": "# A\n", "deep/b.zh-Hans.md": "# 乙\n", "deep/b.en.md": "# B\n", "c.md": "# C\n"}
    found = reads(files, chapters=("deep/b.md", "a.md"))
    assert titles(found) == ["乙", "A"]
    assert found.value.chapters[0].id == "deep-b"
    assert found.diagnostics == ()


def test_missing_chapter(reads: Reads) -> None:
    """A listed file that is not there is named, with the nearest that is."""
    found = reads({"01-opening.md": "# A\n"}, chapters=("01-openning.md",))
    assert codes(found) == ["missing_chapter"]
    assert "`01-opening.md`" in found.diagnostics[0].help


def test_empty_books(reads: Reads, tmp_path: Path) -> None:
    """A folder without manuscript, and files without text, are an empty book."""
    assert codes(reads({})) == ["empty_book"]
    assert codes(reads({"01.md": "\n\n"})) == ["empty_book"]


def test_not_utf8(reads: Reads) -> None:
    """The first wrong byte is named with its line; the likely encoding is guessed in the help."""
    found = reads({"01.md": "# A\n\n中文".encode("gb18030")})
    (fault,) = found.diagnostics
    assert fault.code == "not_utf8"
    assert fault.message == "byte 6 (0xd6) of 01.md is not UTF-8"
    assert fault.span is not None
    assert fault.span.line == 3
    assert "GB18030" in fault.help
    assert "UTF-16" in reads({"01.md": "# 甲".encode("utf-16")}).diagnostics[0].help


def test_byte_order_mark_and_line_ends(reads: Reads) -> None:
    """A mark at the head of a file and the line ends of any system are no part of the text."""
    found = reads({"01.md": b"\xef\xbb\xbf# A\r\n\r\nsky\rearth\r\n"})
    assert titles(found) == ["A"]
    assert [side.text for block in found.value.chapters[0].blocks for side in block.sides] == ["sky earth"]  # type: ignore[union-attr]
    assert found.diagnostics == ()


@pytest.mark.parametrize("target", ["../outside.md", "/etc/hostname"])
def test_links_that_lead_out(reads: Reads, tmp_path: Path, target: str) -> None:
    """A manuscript file that is a link out of the folder is not opened."""
    (tmp_path.parent / "outside.md").write_text("# Secret\n")
    (tmp_path / "02.md").symlink_to(target)
    found = reads({"01.md": "# A\n"})
    assert codes(found) == ["outside_book"]
    assert titles(found) == ["A"]


def test_links_inside_are_followed(reads: Reads, tmp_path: Path) -> None:
    """A link to a file of the book itself is fine."""
    (tmp_path / "02.md").symlink_to("texts/two.md")
    found = reads({"01.md": "# A\n", "texts/two.md": "# B\n"})
    assert titles(found) == ["A", "B"]


def test_links_in_a_circle(reads: Reads, tmp_path: Path) -> None:
    """A link to itself is a file that cannot be read."""
    (tmp_path / "02.md").symlink_to("02.md")
    assert codes(reads({"01.md": "# A\n"})) == ["unreadable"]


def test_no_regular_file(reads: Reads, tmp_path: Path) -> None:
    """A pipe with the name of a chapter does not stop the reading."""
    os.mkfifo(tmp_path / "02.md")
    assert codes(reads({"01.md": "# A\n"})) == ["unreadable"]


def test_too_large(reads: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the bound is not read."""
    monkeypatch.setattr(source_files, "MAX_BYTES", 10)
    assert codes(reads({"01.md": "# A\n\nmore than ten bytes\n"})) == ["too_large"]


def test_unknown_tag_in_a_name(reads: Reads) -> None:
    """A file for a language that the book does not have is an error, a version number is none."""
    found = reads({"01.fr.md": "# A\n", "02-v1.2.md": "# B\n", "03.xx.md": "# C\n"})
    assert codes(found) == ["unknown_language", "unknown_language"]
    assert titles(found) == ["B"]


def test_kin_of_a_tag(reads: Reads) -> None:
    """``zh`` in a file's name is the book's ``zh-Hans``."""
    found = reads({"01.zh.md": "# 甲\n", "01.en.md": "# A\n"})
    assert [side.lang for side in found.value.chapters[0].title.sides] == ["zh-Hans", "en"]


def test_mixed_shapes(reads: Reads) -> None:
    """One chapter in both shapes is an error; so is one language twice."""
    assert codes(reads({"01.md": "# 甲\n", "01.en.md": "# A\n"})) == ["mixed_shapes"]


def test_one_language_twice(reads: Reads) -> None:
    """Two files of one language cannot both be it."""
    assert "mixed_shapes" in codes(reads({"01.zh.md": "# 甲\n", "01.zh-Hans.md": "# 乙\n"}))


def test_front_matter(reads: Reads) -> None:
    """Settings at the head of a file are reported and left out; a pause is none, and lines keep their numbers."""
    found = reads({"01.md": "---\ntitle: X\ntags:\n  - a\n---\n\n# A\n"})
    assert codes(found) == ["front_matter"]
    assert found.value.chapters[0].title.sides[0].span.line == 7
    found = reads({"01.md": "---\n\nwords\n\n---\n"})
    assert "front_matter" not in codes(found)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("01-river.md", "c01-river"),
        ("river.md", "river"),
        ("第一章.md", "第一章"),
        ("a b (c).md", "a-b-c"),
        ("--.md", "chapter"),
    ],
)
def test_chapter_ids(reads: Reads, name: str, id: str) -> None:
    """A chapter's id is its file's name as an XML name."""
    assert reads({name: "# A\n"}).value.chapters[0].id == id


def test_chapter_ids_differ(reads: Reads) -> None:
    """Two files whose names become one id get two."""
    found = reads({"a b.md": "# A\n\n# B\n", "a-b.md": "# C\n"})
    assert [chapter.id for chapter in found.value.chapters] == ["a-b", "a-b_2", "a-b_"]
