"""Finished files are judged against the manuscript as it is now, and against each other."""

from __future__ import annotations

from pathlib import Path

from support import book_files
from wicpress.proofing.verify_files import VerifyRequest, verify_files

NOTE = """\
# 开头

# Opening

这是第一段。[^1]

This is the first paragraph.[^1]

[^1]: 注释的第一段。

    The first words of the note.

    注释的第二段。

    The second words of the note.
"""

TABLE = """\
# 开头

# Opening

| 甲[^both] | 乙 |
|---|---|
| 丙[^han] | 丁 |
| 戊 | 己 |

| A[^both] | B |
|---|---|
| C | D |
| E | F[^latin] |

[^han]: 左注。

[^han]: To the left.

[^latin]: 右注。

[^latin]: To the right.

[^both]: 表注。

[^both]: To the table.
"""


def test_notes_of_several_paragraphs_are_whole(tmp_path: Path) -> None:
    """A note may be set language by language or pair by pair: neither is a loss."""
    book = book_files.lay_down(tmp_path / "book", {"01-opening.md": NOTE, "line.svg": None})
    wish = ("--edition", "bilingual", "--output", tmp_path / "d", "--jobs", "1")
    assert book_files.run("build", book, *wish).code == 0
    files = [tmp_path / "d" / f"trial-bilingual.{kind}" for kind in ("pdf", "epub")]
    assert [each.table["text"] for each in verify_files(files, VerifyRequest(book=book, run_validators=False))] == [
        [],
        [],
    ]


def test_notes_of_cells_are_in_every_edition(tmp_path: Path) -> None:
    """A note that a cell calls in one language only is in the edition of the other, too, and once in both."""
    book = book_files.lay_down(tmp_path / "book", {"01-opening.md": TABLE, "line.svg": None})
    assert book_files.run("build", book, "--output", tmp_path / "d", "--jobs", "1").code == 0
    files = [tmp_path / "d" / f"trial-{name}.{kind}" for name in ("bilingual", "en") for kind in ("pdf", "epub")]
    for each in verify_files(files, VerifyRequest(book=book, run_validators=False)):
        assert each.table["text"] == []
        assert sum(each.table["account"]["generated"]["note-marks"].values()) == 6  # three calls, three notes


def test_notes_called_again(tmp_path: Path) -> None:
    """A note that blocks and cells call more than once stands once in print, and knows the way back to each call."""
    text = TABLE.replace("戊 |", "戊[^both] |").replace("| 甲", "见注。[^both]\n\nSee the note.[^both]\n\n| 甲", 1)
    book = book_files.lay_down(tmp_path / "book", {"01-opening.md": text, "line.svg": None})
    made = book_files.run("build", book, "--output", tmp_path / "d", "--jobs", "1")
    assert made.code == 0 and "warning" not in made.err
    files = [tmp_path / "d" / f"trial-{name}.{kind}" for name in ("bilingual", "en") for kind in ("pdf", "epub")]
    for each in verify_files(files, VerifyRequest(book=book, run_validators=False)):
        assert each.sound and each.table["text"] == []


def test_verify_tells_what_a_file_lacks(tmp_path: Path) -> None:
    """``verify --book`` compares a file with the manuscript as it is now, and names what the file lacks."""
    book = book_files.lay_down(tmp_path / "book")
    assert book_files.run("build", book, "--edition", "en", "--output", tmp_path / "d", "--jobs", "1").code == 0
    files = [tmp_path / "d" / f"trial-en.{kind}" for kind in ("pdf", "epub")]
    ask = VerifyRequest(book=book, run_validators=False)
    assert [each.table["text"] for each in verify_files(files, ask)] == [[], []]
    chapter = book_files.CHAPTER.replace("This is the first paragraph", "This was the first paragraph")
    book_files.lay_down(book, {"01-opening.md": chapter})
    for each in verify_files(files, ask):
        (changed,) = each.table["text"]
        assert changed["kind"] == "changed" and changed["block"] == "c01-opening-1"
        assert changed["span"]["line"] == 7 and not each.sound


def test_verify_on_the_command_line(tmp_path: Path) -> None:
    """``verify`` shows its table, takes thresholds, says what did not run, and refuses what it cannot read."""
    book = book_files.lay_down(tmp_path / "book")
    assert book_files.run("build", book, "--edition", "en", "--output", tmp_path / "d", "--jobs", "1").code == 0
    pdf, epub = (tmp_path / "d" / f"trial-en.{kind}" for kind in ("pdf", "epub"))
    found = book_files.run("verify", pdf, "--no-judges")
    assert "forbidden line starts and ends" in found.out and "not judged" in found.out
    found = book_files.run("verify", epub, "--no-judges", "--book", book, "--print", pdf)
    assert found.code == 0 and "sound" in found.out
    assert "characters of the manuscript: en " in found.out and "note-marks 2" in found.out
    assert "left out: zh-Hans " in found.out
    assert book_files.run("verify", pdf, "--allow", "widow=1").code == 2
    assert book_files.run("verify", tmp_path / "none.pdf").code == 1
    (tmp_path / "bad.pdf").write_bytes(b"nothing")
    assert "unreadable_file" in book_files.run("verify", tmp_path / "bad.pdf").err
    shown = book_files.run("verify", pdf, epub, "--no-judges", "--format", "json", "--flush", "9").out
    assert '"typography"' in shown and '"checks"' in shown


def test_page_list_is_held_to_the_print(tmp_path: Path) -> None:
    """A page list that names other pages than the print has, or lacks some of them, is found."""
    book = book_files.lay_down(tmp_path / "book")
    longer = book_files.lay_down(tmp_path / "longer", {"02-more.md": "# 多\n\n# More\n\n更多。\n\nMore.\n"})
    for root in (book, longer):
        found = book_files.run(
            "build", root, "--edition", "en", "--output", tmp_path / root.name / "d", "--jobs", "1"
        )
        assert found.code == 0
    short, long = (root / "d" / "trial-en.epub" for root in (book, longer))

    def told(epub: Path, printed: Path) -> list[str]:
        (judged,) = verify_files([epub], VerifyRequest(printed=printed.with_suffix(".pdf"), run_validators=False))
        return list(judged.table["page_list"])

    assert told(short, short) == told(long, long) == []
    assert "lacks" in told(short, long)[0] and "does not have" in told(long, short)[0]
