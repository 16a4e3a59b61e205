"""Builds books from texts of any kind in three page sizes, and measures every line.

    python bench/texts.py FILE_OR_FOLDER... [--pages "70mm 190mm" ...] [--justified] [--keep FOLDER]

A text is a file (`.md`, `.txt`) or a folder of them, in one language. Front matter, HTML, pictures and links to other
files are removed first. In plain text every line is a paragraph, except lines of code, which are a listing, and no
sign is markup except those of code and references in reStructuredText. The exit code is 1 where a line breaks a rule.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from processes import wicpress
from wicpress.parsing.language_detection import detect_language
from wicpress.proofing.lines.measure import measure
from wicpress.proofing.lines.report import Report, Thresholds, findings

PAGES = ("110mm 160mm", "A5", "170mm 240mm")
"""Page sizes with lines of 22, 30 and 34 em."""
TOML = """\
[book]
languages = ["{language}"]
title = {{ {language} = "Texts" }}
identifier = "urn:uuid:6ab1b2c6-0f0e-4a3e-8a3f-3f6d5d1c6a07"
date = 2020-01-01

[typography]
english = "{english}"

[[edition]]
name = "{name}"
layout = "single"
formats = ["pdf"]
page = "{page}"
"""
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HTML = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|</?[A-Za-z][^<>]*>", re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)]*\)")
_TITLED = re.compile(r"(?::[a-z:]+:)?`([^`<]+?)\s*<[^`>]*>`(?:__?)?")
"""The text of a link or of a reference in reStructuredText, before its target."""
_CODE = re.compile(r"(?::[a-z:]+:)?`{1,2}([^`]+)`{1,2}")
_LISTING = re.compile(
    r"^(?:>>> ?|\.\.\. |[$%#] |\s+\S|[ \t]*(?:def|class|import|from) .*[:)]$|\S.* {2,}# )", re.MULTILINE
)
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$^=]|^[-+:>](?=\s|$)|(?<=\d)[.)](?=\s|$)|^(?= {4})", re.MULTILINE)


def manuscript(path: Path) -> str:
    """Return a text in wicpress's Markdown."""
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    if path.suffix == ".md":
        text = _LINK.sub(r"\1", _PICTURE.sub("", _HTML.sub("", _HEAD.sub("", text)))).strip("\n")
        return text if text.startswith("# ") else f"# {path.stem}\n\n{text}"
    return f"# {path.stem}\n\n" + "\n\n".join(map(_plain, re.split(r"\n{2,}", text.strip("\n"))))


def _plain(block: str) -> str:
    """Return lines of plain text in Markdown without any markup except code."""
    if _LISTING.search(block):
        return f"~~~~\n{block}\n~~~~"
    return "\n\n".join(_paragraph(line) for line in block.split("\n") if line.strip())


def _paragraph(line: str) -> str:
    parts = _CODE.split(_TITLED.sub(r"\1", " ".join(line.split())))
    return "".join(f"`` {part} ``" if nth % 2 else _SPECIAL.sub(r"\\\g<0>", part) for nth, part in enumerate(parts))


def write(source: Path, folder: Path, page: str, justified: bool) -> None:
    """Write a text as a book with one edition. Raise ``click.UsageError`` where its language is not supported."""
    files = (
        sorted(each for each in source.rglob("*") if each.suffix in {".md", ".txt"}) if source.is_dir() else [source]
    )
    texts = [manuscript(each) for each in files]
    language = detect_language("\n".join(texts), LANGUAGES).lang
    if language not in LANGUAGES:
        raise click.UsageError(f"{source}: neither Chinese nor English")
    folder.mkdir(parents=True)
    for number, text in enumerate(texts, 1):
        (folder / f"{number:03}.md").write_text(text, encoding="utf-8")
    toml = TOML.format(language=language, english="justified" if justified else "ragged", name="trial", page=page)
    (folder / "book.toml").write_text(toml, encoding="utf-8")


def measure_text(source: Path, page: str, justified: bool, folder: Path) -> Report:
    """Build a text in a page size and measure it. Raise ``click.ClickException`` where the build fails."""
    book = folder / "book"
    write(source, book, page, justified)
    completed = subprocess.run(
        wicpress("build", book, "--output", folder), capture_output=True, check=False, text=True
    )
    if completed.returncode:
        raise click.ClickException(completed.stdout + completed.stderr)
    report = measure((folder / "book-trial.pdf").read_bytes())
    assert isinstance(report, Report)
    return report


def print_report(source: Path, page: str, report: Report) -> int:
    """Print the problems of a report, and return their number."""
    problems = findings(report, Thresholds())
    figures = [language.figures for language in report.typography.values()]
    lines, full = sum(each.lines for each in figures), sum(each.full_lines for each in figures)
    print(
        f"{source.name}  {page}  {report.pages} pages  {lines} lines  {full} full  {len(problems)} problems",
        flush=True,
    )
    for language, problem in problems:
        print(f"    {language}  {problem.kind}  page {problem.page}  {problem.text}  {problem.detail}")
    return len(problems)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build every text in every page size; return 1 where a line breaks a rule."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument("--pages", nargs="+", default=PAGES, help="CSS page sizes")
    parser.add_argument("--justified", action="store_true", help="English justified, too")
    parser.add_argument("--keep", type=Path, help="a new folder for the books and their PDFs")
    options = parser.parse_args(arguments)
    count = 0
    for source in options.texts:
        for number, page in enumerate(options.pages, 1):
            with tempfile.TemporaryDirectory() as scratch:
                folder = (options.keep or Path(scratch)) / f"{source.stem}-{number}"
                count += print_report(source, page, measure_text(source, page, options.justified, folder))
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
