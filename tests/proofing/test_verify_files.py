"""Finished files are compared with the manuscript as it is now, and with each other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

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


CALLS, NOTES, BACK_LINKS = 1 + 3 + 5, 1 + 3 + 3, 2
"""Calls and notes of each chapter; a note called three times leads back twice more: by ``↑``, in an e-book ``12``."""


@pytest.fixture(scope="module")
def with_notes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """Return a book with long notes, notes of cells and repeated calls, and its four finished files."""
    top = tmp_path_factory.mktemp("notes")
    again = TABLE.replace("戊 |", "戊[^both] |").replace("| 甲", "见注。[^both]\n\nSee the note.[^both]\n\n| 甲", 1)
    files = {"01-opening.md": NOTE, "02-cells.md": TABLE, "03-again.md": again, "line.svg": None}
    book = book_files.write_book(top / "book", files)
    built = book_files.run("build", book, "--output", top / "d", "--jobs", "1")
    assert built.code == 0 and "warning" not in built.err
    return book, [top / "d" / f"trial-{name}.{kind}" for name in ("bilingual", "en") for kind in ("pdf", "epub")]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the small book (``book``) and its English edition (``d``)."""
    top = tmp_path_factory.mktemp("small")
    book = book_files.write_book(top / "book")
    assert book_files.run("build", book, "--edition", "en", "--output", top / "d", "--jobs", "1").code == 0
    return top


def test_notes(with_notes: tuple[Path, list[Path]]) -> None:
    """Notes are in every edition once, with a number for the note and for each call.

    A note may be set by language or by pair, a cell may call it in one language only, and it may be called again.
    """
    book, files = with_notes
    for each in verify_files(files, VerifyRequest(book=book, run_validators=False)):
        assert each.table["text"] == [] and each.sound, each.failures
        digits = sum(each.table["account"]["generated"]["note-marks"].values())
        assert digits == CALLS + NOTES + BACK_LINKS * (2 if each.path.suffix == ".epub" else 1)


def test_changed_manuscript(small: Path, tmp_path: Path) -> None:
    """``verify --book`` compares a file with the manuscript as it is now."""
    book = shutil.copytree(small / "book", tmp_path / "book")
    files = [small / "d" / f"trial-en.{kind}" for kind in ("pdf", "epub")]
    request = VerifyRequest(book=book, run_validators=False)
    assert [each.table["text"] for each in verify_files(files, request)] == [[], []]
    chapter = book_files.CHAPTER.replace("This is the first paragraph", "This was the first paragraph")
    book_files.write_book(book, {"01-opening.md": chapter})
    for each in verify_files(files, request):
        (changed,) = each.table["text"]
        assert changed["kind"] == "changed" and changed["block"] == "c01-opening-1"
        assert changed["span"]["line"] == 7 and not each.sound


def test_verify_on_the_command_line(small: Path, tmp_path: Path) -> None:
    """``verify`` prints its table, takes thresholds, lists what was not checked, and refuses unreadable files."""
    pdf, epub = (small / "d" / f"trial-en.{kind}" for kind in ("pdf", "epub"))
    result = book_files.run("verify", pdf, "--no-judges")
    assert "forbidden line starts and ends" in result.out and "not checked" in result.out
    result = book_files.run("verify", epub, "--no-judges", "--book", small / "book", "--print", pdf)
    assert result.code == 0 and "sound" in result.out
    assert "characters of the manuscript: en " in result.out and "note-marks 2" in result.out
    assert "left out: zh-Hans " in result.out
    for wrong in ("widow=1", "tofu", "dangling_note=1", "widows=few"):
        assert book_files.run("verify", pdf, "--allow", wrong).code == 2
    assert book_files.run("verify", tmp_path / "none.pdf").code == 1
    (tmp_path / "bad.pdf").write_bytes(b"nothing")
    assert "unreadable_file" in book_files.run("verify", tmp_path / "bad.pdf").err
    shown = book_files.run("verify", pdf, epub, "--no-judges", "--format", "json", "--flush", "9").out
    assert '"typography"' in shown and '"checks"' in shown


def test_allowed_line_problems(small: Path) -> None:
    """`--allow` names what may stand, at most so often in all files; the message says which option does."""
    pdf = small / "d" / "trial-en.pdf"

    def verify(*files: Path, allow: str) -> book_files.CommandResult:
        return book_files.run(
            "verify", *files, "--no-judges", "--han-gap-most=-1", "--allow", allow, "--format", "json"
        )  # no gap is smaller

    refused = verify(pdf, allow="uneven")
    assert refused.code == 1 and "--allow loose=1\n" in refused.err and not json.loads(refused.out)["sound"]
    allowed = verify(pdf, allow="loose=1")
    assert (allowed.code, allowed.err) == (0, "") and json.loads(allowed.out)["sound"]
    assert [each["code"] for each in json.loads(allowed.out)["allowed"]] == ["loose"]
    assert verify(pdf, allow="loose=0").code == 1
    twice = verify(pdf, pdf, allow="loose=1")
    assert [each["sound"] for each in json.loads(twice.out)] == [True, False]
    assert "--allow loose=2\n" in twice.err and verify(pdf, pdf, allow="loose").code == 0


def test_page_list_matches_the_printed_edition(small: Path, tmp_path: Path) -> None:
    """A page list that names other pages than the printed edition has, or not all of them, is reported."""
    longer = book_files.write_book(tmp_path / "longer", {"02-more.md": "# 多\n\n# More\n\n更多。\n\nMore.\n"})
    assert book_files.run("build", longer, "--edition", "en", "--output", tmp_path / "d", "--jobs", "1").code == 0
    short, long = (root / "d" / "trial-en.epub" for root in (small, tmp_path))

    def problems(epub: Path, printed: Path) -> list[str]:
        (result,) = verify_files([epub], VerifyRequest(printed=printed.with_suffix(".pdf"), run_validators=False))
        return list(result.table["page_list"])

    assert problems(short, short) == problems(long, long) == []
    assert "are not in the page list" in problems(short, long)[0] and "does not have" in problems(long, short)[0]
