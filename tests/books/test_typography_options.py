"""Every key of ``[typography]`` changes the page, and a book with it is verified by its own options."""

from __future__ import annotations

import functools
import re
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


def verified(pdf: Path, book: Path | None = None) -> VerifyResult:
    """Verify a PDF, by the options of its book or by the default ones."""
    return next(verify_files([pdf], VerifyRequest(book=book, run_validators=False)))


def kinds(result: VerifyResult) -> set[str]:
    """Return the kinds of line problems in a file."""
    return {problem.kind for _, problem in result.line_problems}


@pytest.fixture(scope="module")
def default_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the PDF of the book with the default options."""
    return printed(tmp_path_factory.mktemp("default"), "")


@functools.cache
def pixels(pdf: Path) -> Any:
    """Return the pages as pictures in black and white."""
    completed = subprocess.run(("pdftoppm", "-r", "40", "-gray", pdf), capture_output=True, check=True)
    return completed.stdout


def test_default_options_have_no_problems(default_pdf: Path) -> None:
    """With the default options the lines break no rule."""
    assert kinds(verified(default_pdf)) == set()


@pytest.mark.parametrize(
    ("line", "problems"),
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
def test_an_option_changes_the_page(tmp_path: Path, default_pdf: Path, line: str, problems: set[str]) -> None:
    """The page differs from the default one; it has problems by the default options, but none by its own."""
    pdf = printed(tmp_path, line)
    assert pixels(pdf) != pixels(default_pdf)
    assert problems <= kinds(verified(pdf))
    assert verified(pdf, tmp_path).sound


def test_english_ranged_left_or_justified(tmp_path: Path) -> None:
    """Ragged lines are not flush; justified ones are, and none is loose."""
    ragged = verified(printed(tmp_path / "ragged", 'english = "ragged"', "en"), tmp_path / "ragged")
    full = verified(printed(tmp_path / "full", 'english = "justified"', "en"), tmp_path / "full")
    assert ragged.sound and full.sound
    assert ragged.report is not None and ragged.report.typography["en"].figures.full_lines == 0
    assert full.report is not None
    figures = full.report.typography["en"].figures
    assert figures.full_lines > 8 and figures.flush_share == 1.0


def test_words_are_divided_as_the_book_says(tmp_path: Path) -> None:
    """Lines divide a word where the book allows it; verify names each that is divided elsewhere."""
    pdf = printed(tmp_path, 'english = "justified"\nhyphenation = ["b-efore"]', "en")
    assert verified(pdf, tmp_path).sound
    text = subprocess.run(("pdftotext", "-layout", pdf, "-"), capture_output=True, check=True).stdout.decode()
    assert re.search(r" b[-\u2010\u00ad]\n", text) and not re.search(r" be[-\u2010\u00ad]\n", text)
    toml = tmp_path / "book.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("b-efore", "before"), encoding="utf-8")
    (failure,) = {each.partition(" (")[0] for each in verified(pdf, tmp_path).failures}
    assert "a line divides `b-efore`, which `hyphenation` in book.toml does not allow" in failure
