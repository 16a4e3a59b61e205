"""A command stops what makes its reading endless, and names the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support import book_files

ENDLESS = """
import contextlib, io, sys
from pathlib import Path
from wicpress import cli, limits
from wicpress.build import check
from wicpress.parsing import images, parsed_files, read_book
from wicpress.proofing import verify_files
from wicpress.system import bounds

def endless(*arguments, **options):
    while True:
        pass

def swallowing(*arguments, **options):
    while True:
        try:
            endless()
        except Exception:
            raise ValueError("hidden") from None

def greedy(*arguments, **options):
    kept = []
    while True:
        kept.append(bytes(10**7))

def run(module, name, instead, *arguments):
    before = getattr(module, name)
    setattr(module, name, instead)
    error = io.StringIO()
    with contextlib.redirect_stderr(error), contextlib.redirect_stdout(error):
        code = cli.main(arguments)
    setattr(module, name, before)
    lines = [line for line in error.getvalue().splitlines() if "error:" in line or "reading_stopped" in line]
    print(name, code, " ".join(lines))

book, file, limit = sys.argv[1], sys.argv[2], "--limits=reading-seconds=1"
run(parsed_files, "_parse", endless, "check", limit, book)
run(images, "inspect", endless, "check", limit, book)
run(read_book, "settle_numbers", endless, "build", limit, "--output", book + "/dist", book)
run(check, "check", endless, "check", limit, book)
run(parsed_files, "_parse", greedy, "check", "--limits=memory=400MB", book)
run(verify_files, "_pdf", endless, "verify", "--no-judges", limit, file)
print(bounds.is_bounded(), bounds._at_work)
"""


def test_what_is_endless_is_stopped_and_named(tmp_path: Path) -> None:
    root = book_files.write_book(tmp_path / "book")
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7")
    command = [sys.executable, "-c", ENDLESS, str(root), str(file)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    lines = ended.stdout.splitlines()
    assert [line.split(" ", 2)[:2] for line in lines[:6]] == [
        ["_parse", "1"], ["inspect", "1"], ["settle_numbers", "1"], ["check", "1"], ["_parse", "1"], ["_pdf", "1"],
    ]  # fmt: skip
    named = ("01-opening.md takes more than 1 s", "`line.svg` takes more than 1 s", "the book takes more than 1 s",
             "the book takes more than 1 s", "takes more than 400 MB of memory",
             "a.pdf takes more than 1 s")  # fmt: skip
    for line, words in zip(lines, named, strict=False):
        assert words in line and "reading_stopped" in line
    assert lines[6] == "False []"  # what comes after a command is not bounded


LARGE = """
import sys
from wicpress import cli

held = bytes(600_000_000)
print(cli.main(["check", "--limits=memory=400MB", sys.argv[1]]))
"""


def test_what_a_program_has_already_does_not_count(tmp_path: Path) -> None:
    """A program that calls a command may be larger than what the command may take."""
    root = book_files.write_book(tmp_path / "book")
    command = [sys.executable, "-c", LARGE, str(root)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert ended.stdout.splitlines()[-1] == "0", ended.stdout + ended.stderr
