"""The build with real processes and files: the same bytes everywhere, and nothing half written."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support import book_files
from wicpress import cli
from wicpress.proofing.pdf.document import open_pdf
from wicpress.proofing.pdf.model import Unreadable

MORE = """\
# 更多

# More

Chinese between Latin, *emphasis*, `code`, [a link](#c01-opening) and {字|zì}.

夹在中间的中文，*强调*，`code`，[链接](#c01-opening)，{字|zì}。

| 甲 | 乙 |
|---|---|
| 一 | 2 |

| A | B |
|---|---|
| one | 2 |
"""


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every finished file in a folder."""
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_bytes_everywhere(tmp_path: Path) -> None:
    """Another folder, time zone, locale, hash seed and number of processes give the same bytes."""
    one = book_files.write_book(tmp_path / "one" / "book", {"02-more.md": MORE})
    two = shutil.copytree(one, tmp_path / "two" / "deeper" / "book")
    os.utime(two / "02-more.md", (0, 0))
    first = book_files.start(
        "build", one, "--jobs", "1", cwd=tmp_path / "one", PYTHONHASHSEED="1", TZ="Asia/Shanghai", LC_ALL="C.UTF-8"
    )
    second = book_files.start(
        "build", ".", "--jobs", "2", cwd=two, PYTHONHASHSEED="77", TZ="America/New_York", LC_ALL="C"
    )
    for process in (first, second):
        result = book_files.wait_for(process)
        assert result.code == 0, result.err
    assert digests(tmp_path / "one" / "dist") == digests(two / "dist")
    assert len(digests(two / "dist")) == 4


def test_exported_html_is_what_the_engine_got(tmp_path: Path) -> None:
    """``--keep-html`` leaves a folder that the bare ``weasyprint`` command renders, page for page."""
    book = book_files.write_book(tmp_path / "book")
    html = tmp_path / "html"
    arguments = ("build", book, "--edition", "bilingual", "--format", "pdf", "--output", tmp_path / "dist")
    assert book_files.run(*arguments, "--keep-html", html).code == 0
    exported = html / "trial-bilingual"
    assert {path.name for path in exported.iterdir()} == {"book.html", "styles", "fonts", "images"}
    assert str(tmp_path) not in (exported / "book.html").read_text(encoding="utf-8")
    program = [sys.executable, "-m", "weasyprint", "book.html", "out.pdf"]
    completed = subprocess.run(program, cwd=exported, capture_output=True, text=True, check=False)
    assert completed.returncode == 0 and (exported / "out.pdf").is_file()
    assert "ERROR" not in completed.stderr
    pages = []
    for path in (exported / "out.pdf", tmp_path / "dist" / "trial-bilingual.pdf"):
        document = open_pdf(path.read_bytes())
        assert not isinstance(document, Unreadable)
        with document:
            pages.append(document.info.page_count)
    assert pages[0] == pages[1]
    again = book_files.run(*arguments, "--keep-html", html)  # nothing to build, but the HTML is wanted
    assert again.code == 0 and "unchanged" in again.out and (exported / "out.pdf").exists()


def test_exported_html_leaves_other_folders_alone(tmp_path: Path) -> None:
    """A folder that no build has exported is not replaced."""
    book = book_files.write_book(tmp_path / "book")
    own_folder = tmp_path / "html" / "trial-bilingual"
    own_folder.mkdir(parents=True)
    (own_folder / "notes.txt").write_text("mine", encoding="utf-8")
    result = book_files.run(
        "build", book, "--format", "pdf", "--output", tmp_path / "d", "--keep-html", tmp_path / "html", "--jobs", "1"
    )
    assert result.code == cli.EXIT_PROBLEMS and "in the way" in result.err
    assert [each.name for each in own_folder.iterdir()] == ["notes.txt"]
    onto_file = book_files.run(
        "build", book, "--format", "pdf", "--output", tmp_path / "d", "--keep-html", own_folder / "notes.txt"
    )
    assert onto_file.code == cli.EXIT_PROBLEMS and onto_file.err.count("[cannot_write]") == 1
    assert "notes.txt is a file" in onto_file.err and "--keep-html" in onto_file.err


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_killed_build_leaves_the_old_files(tmp_path: Path, number: signal.Signals) -> None:
    """A build that is killed leaves the old files and no process; the next one cleans up."""
    book = book_files.write_book(tmp_path / "book")
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "trial-bilingual.pdf").write_bytes(b"old")
    process = book_files.start("build", book, "--output", dist, "--jobs", "2", cwd=tmp_path)
    try:
        while process.poll() is None and not book_files.scratch_folders(process.pid):
            time.sleep(0.01)
        time.sleep(0.5)
        workers = book_files.worker_ids(process.pid)
    finally:
        process.send_signal(number)
        process.communicate()
    assert workers
    deadline = time.monotonic() + 20
    while any(map(book_files.is_running, workers)):
        assert time.monotonic() < deadline, "a worker outlived its build"
        time.sleep(0.02)
    old = (dist / "trial-bilingual.pdf").read_bytes()
    assert old == b"old" or old.startswith(b"%PDF")
    assert book_files.run("build", book, "--output", dist, "--jobs", "1").code == 0
    assert not book_files.scratch_folders(process.pid)
    assert sorted(digests(dist)) == [
        f"trial-{name}.{kind}" for name in ("bilingual", "en") for kind in ("epub", "pdf")
    ]


def test_interrupted_build_cleans_up(tmp_path: Path) -> None:
    """An interrupt ends a build, leaves no part of a file or scratch folder, and gives the exit code 130."""
    book = book_files.write_book(tmp_path / "book")
    process = book_files.start("build", book, "--jobs", "2", cwd=tmp_path)
    while process.poll() is None and not book_files.scratch_folders(process.pid):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    result = book_files.wait_for(process)
    assert result.code == cli.EXIT_INTERRUPTED and "untouched" in result.err
    assert not book_files.scratch_folders(process.pid)
    for name in digests(tmp_path / "dist"):  # on a busy machine, one may have been built before the signal came
        assert name.endswith(".pdf") and (tmp_path / "dist" / name).read_bytes().rstrip().endswith(b"%%EOF")


def test_killed_worker_fails_its_edition_only(tmp_path: Path) -> None:
    """The diagnostic says that a worker was killed; the other outputs are built, and the next build makes it."""
    book = book_files.write_book(tmp_path / "book")
    process = book_files.start("build", book, "--jobs", "2", "--format", "pdf", cwd=tmp_path)
    while len(workers := book_files.build_worker_ids(process.pid)) < 2 and process.poll() is None:
        time.sleep(0.01)
    os.kill(workers[0], signal.SIGKILL)
    result = book_files.wait_for(process)
    assert result.code == cli.EXIT_PROBLEMS and "worker_died" in result.err and "signal 9" in result.err
    assert len(digests(tmp_path / "dist")) == 1
    assert not book_files.scratch_folders(process.pid)
    assert book_files.run("build", book, "--format", "pdf", "--output", tmp_path / "dist").code == 0


@pytest.mark.parametrize("error", ["ImportError('no Pango')", "OSError('cannot load library libpango')"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_machine_without_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str, jobs: str) -> None:
    """Where WeasyPrint cannot be loaded the code is 3, and the doctor is named."""
    book = book_files.write_book(tmp_path / "book")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "weasyprint.py").write_text(f"raise {error}", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "broken")  # the workers get our path
    result = book_files.run(
        "build", book, "--output", tmp_path / "dist", "--jobs", jobs, "--no-cache", "--edition", "en"
    )
    assert result.code == cli.EXIT_MISSING_REQUIREMENT and "wicpress doctor" in result.err


def test_checked_while_pages_are_laid_out(tmp_path: Path) -> None:
    """A PDF is checked while its parts are laid out; one with errors does not take its place, whatever else fails."""
    book, dist = book_files.write_book(tmp_path / "book"), tmp_path / "dist"
    command = ("build", book, "--edition", "bilingual", "--format", "pdf", "--output", dist, "--jobs", "2")
    assert book_files.wait_for(book_files.start(*command, cwd=tmp_path)).code == 0
    good = (dist / "trial-bilingual.pdf").read_bytes()
    chapter = book / "01-opening.md"
    chapter.write_text(book_files.CHAPTER + "\n\U0001f600\n", encoding="utf-8")
    result = book_files.wait_for(book_files.start(*command, cwd=tmp_path))
    assert (result.code, result.err.count("missing_glyph")) == (cli.EXIT_PROBLEMS, 1)
    (book / "templates" / "print").mkdir(parents=True)
    (book / "templates" / "print" / "chapter.html.j2").write_text("{{ nothing }}", encoding="utf-8")
    result = book_files.wait_for(book_files.start(*command, cwd=tmp_path))
    assert (result.code, result.err.count("missing_glyph")) == (cli.EXIT_PROBLEMS, 1)
    assert (dist / "trial-bilingual.pdf").read_bytes() == good
    assert {path.name for path in dist.iterdir() if not path.name.startswith(".")} == {"trial-bilingual.pdf"}


def test_report_of_a_book_with_gaps(tmp_path: Path) -> None:
    """The build report lists what print sets otherwise, what is left out and what stands in, each with its place."""
    toml = book_files.TOML.replace("date =", 'punctuation = "fullwidth"\ndate =')
    toml += '[[edition]]\nname = "omits"\nlanguages = ["en"]\nlayout = "single"\nmissing = "omit"\n'
    chapter = book_files.CHAPTER + "\n一,二。\n\nOne, two.\n"
    book = book_files.write_book(tmp_path / "book", {"book.toml": toml, "01-opening.md": chapter})
    report = tmp_path / "report.json"
    assert book_files.run("build", book, "--output", tmp_path / "d", "--report", report, "--jobs", "1").code == 0
    (table,) = json.loads(report.read_text(encoding="utf-8"))
    by_name = {Path(each["path"]).name: each for each in table["outputs"]}
    for kind in ("pdf", "epub"):
        (mark,) = by_name[f"trial-bilingual.{kind}"]["replaced"]
        assert (mark["before"], mark["after"], mark["path"], mark["line"]) == (",", "，", "01-opening.md", 19)
        assert [each["span"]["line"] for each in by_name[f"trial-bilingual.{kind}"]["untranslated"]] == [17]
        assert [each["span"]["line"] for each in by_name[f"trial-en.{kind}"]["stand_ins"]] == [17]
        assert [each["span"]["line"] for each in by_name[f"trial-omits.{kind}"]["omitted"]] == [17]
        assert by_name[f"trial-en.{kind}"]["replaced"] == []
    assert by_name["trial-bilingual.pdf"]["pages"] > 4
    assert by_name["trial-bilingual.epub"]["page_list"]["edition"] == "bilingual"


def test_long_lists_and_paragraphs(tmp_path: Path) -> None:
    """A paragraph of 2 MB and a list of a thousand items are read, checked and written."""
    long = "# 长\n\n# Long\n\n" + "这是一个很长的段落，没有尽头。" * 46_600 + "\n\nThe end comes.\n"
    many = "# 表\n\n# List\n\n" + "".join(f"- 第{nth}项\n\n- item {nth}\n\n" for nth in range(1, 1001))
    toml = book_files.TOML + 'page-list = "none"\n'
    book = book_files.write_book(tmp_path / "book", {"book.toml": toml, "02-long.md": long, "03-many.md": many})
    assert book_files.run("check", book).code == 0
    result = book_files.run("build", book, "--edition", "en", "--format", "epub", "--output", tmp_path / "d")
    assert result.code == 0, result.err
