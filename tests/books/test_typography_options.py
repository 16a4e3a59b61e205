"""Every key of ``[typography]`` shows on the page, and a book that asks for it is judged by what it asks."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support import book_files
from wicpress.proofing.verify_files import VerifyRequest, VerifyResult, verify_files

TOML = book_files.TOML[: book_files.TOML.index("[[edition]]")]
EDITION = '[[edition]]\nname = "{0}"\nlanguages = ["{0}"]\nlayout = "single"\npage = "{1}"\n'
PAGES = {"zh-Hans": "70mm 190mm", "en": "A5"}
HAN = "甲乙丙丁戊己庚辛壬癸" * 2
ENDS = ("——甲乙丙丁这样，那样，好了。", "／甲乙丙丁这样，那样，好了。", "，甲乙Latin丙丁，这样，*那样*，（好）。")
CHINESE = "\n\n".join(HAN[:count] + end for count in range(3, 14) for end in ENDS)
ENGLISH = "\n\n".join(
    f"The ferry stood at the {where} end of the town, and there were three boats a day for as long as anyone could "
    "tell; the first left before daylight, and a ticket cost twenty cents."
    for where in ("east", "upper", "far", "other", "northern")
)


def printed(folder: Path, line: str, tag: str = "zh-Hans") -> Path:
    """Build a book with one line in ``[typography]`` and return its PDF."""
    text = f"# 开头\n\n# Opening\n\n{CHINESE if tag == 'zh-Hans' else ENGLISH}\n"
    toml = f"{TOML}\n[typography]\n{line}\n\n{EDITION.format(tag, PAGES[tag])}"
    book = book_files.write_book(folder, {"book.toml": toml, "01-opening.md": text, "line.svg": None})
    built = book_files.run("build", book, "--format", "pdf", "--output", folder / "d", "--jobs", "1")
    assert built.code == 0, built.err
    return folder / f"d/trial-{tag}.pdf"


def judged(pdf: Path, book: Path | None = None) -> VerifyResult:
    """Judge a PDF, by what its book asks or by the house's rules."""
    return next(verify_files([pdf], VerifyRequest(book=book, run_validators=False)))


def kinds(found: VerifyResult) -> set[str]:
    """What is found against the lines of a file."""
    return {fault.kind for _, fault in found.line_problems}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book as the house sets it."""
    return printed(tmp_path_factory.mktemp("house"), "")


@functools.cache
def shown(pdf: Path) -> Any:
    """The pages as pictures in black and white."""
    done = subprocess.run(("pdftoppm", "-r", "40", "-gray", pdf), capture_output=True, check=True)
    return done.stdout


def test_the_house_is_clean(house: Path) -> None:
    """Without a key the lines break no rule of the house."""
    assert kinds(judged(house)) == set()


@pytest.mark.parametrize(
    ("line", "against"),
    [
        ("autospace = 0", {"autospace"}),
        ("autospace = 0.1", {"autospace"}),
        ('strictness = "gb"', {"forbidden"}),
        ('strictness = "basic"', {"forbidden"}),
        ("line-end-trim = false", {"edge_gaps"}),
        ("hanging = true", {"off_edge"}),
        ('breaking = "greedy"', set()),
        ('emphasis = "dots"', set()),
    ],
)
def test_a_key_shows_and_is_judged_as_asked(tmp_path: Path, house: Path, line: str, against: set[str]) -> None:
    """The page differs from the house's; what breaks the house's rules is what the book has asked for."""
    pdf = printed(tmp_path, line)
    assert shown(pdf) != shown(house)
    assert against <= kinds(judged(pdf))
    assert judged(pdf, tmp_path).sound


def test_english_ranged_left_or_justified(tmp_path: Path) -> None:
    """Ragged lines end where they end; justified ones end on the edge, and none is torn open."""
    ragged = judged(printed(tmp_path / "ragged", 'english = "ragged"', "en"), tmp_path / "ragged")
    full = judged(printed(tmp_path / "full", 'english = "justified"', "en"), tmp_path / "full")
    assert ragged.sound and full.sound
    assert ragged.report is not None and ragged.report.typography["en"].figures.full_lines == 0
    assert full.report is not None
    figures = full.report.typography["en"].figures
    assert figures.full_lines > 8 and figures.flush_share == 1.0
