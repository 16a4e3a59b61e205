"""``wicpress build``: the editions of a book into the output folder."""

from __future__ import annotations

import json
from pathlib import Path

import click

from wicpress import cli
from wicpress.build.build_records import to_json
from wicpress.build.builder import build
from wicpress.build.request import BuildRequest, BuildResult, OutputResult
from wicpress.cli import console, options
from wicpress.cli.find_books import find_books
from wicpress.system.atomic_file import write_atomic


@click.command("build")
@options.book
@click.option(
    "--edition", "editions", multiple=True, metavar="NAME", help="Build this edition only; may be repeated."
)
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(["pdf", "epub"]), help="Build this format only."
)
@options.output("dist", "the finished files")
@options.jobs
@options.limits_option
@click.option("--force", is_flag=True, help="Build what is up to date, too.")
@click.option("--single-document", is_flag=True, help="Lay out each PDF as one document instead of part by part.")
@click.option("--no-cache", is_flag=True, help="Lay out every page again, and keep none for the next build.")
@click.option(
    "--keep-html",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Keep the HTML, styles, fonts and pictures of each PDF in a folder of DIR, for the bare weasyprint command.",
)
@options.ignore_option
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="Write the build report as JSON.")
def command(
    book: Path | None,
    editions: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path,
    jobs: int | None,
    force: bool,
    single_document: bool,
    no_cache: bool,
    keep_html: Path | None,
    ignored: tuple[str, ...],
    report: Path | None,
) -> int:
    """Make the editions of BOOK.

    Warnings do not stop a build, errors do. What is up to date is not made again. A file appears whole or not at all;
    where a build fails, the file of the last good one stays. BOOK is a folder with a book.toml; without it, the
    current folder or all books in content/.
    """
    roots = find_books(book, Path.cwd())
    ignore = options.codes(ignored)
    request = BuildRequest(
        editions, formats, output, jobs or 0, force, keep_html, single_document, not no_cache, options.epoch()
    )
    with console.progress("building") as on_progress:
        results = tuple(each.without(ignore) for each in build(roots, request, on_progress))
    for each in results:
        _print_result(each)
    if report:
        _write_report(report, results)
    return _exit_code(results)


def _print_result(result: BuildResult) -> None:
    """Print the diagnostics of a book, then its files in the order of its ``book.toml``."""
    console.print_diagnostics(result.all_diagnostics, result.root)
    for output in result.outputs:
        if output.state != "failed":
            click.echo(f"{console.display_path(output.path)}  {_facts(output)}")
    if not result.ok:
        root = console.display_path(result.root)
        console.stderr_line(f"{root}: not everything was built; earlier files are unchanged")


MOST_SHOWN = 10
"""Up to this many characters that a font of a list sets are shown; more are counted."""


def _facts(output: OutputResult) -> str:
    report = output.report
    facts = [output.state]
    if pages := report.get("pages"):
        facts.append(_count(pages, "page"))
    if short := report.get("short_pages", {}).get("pages"):
        facts.append(f"{len(short)} of them ending above 55 % of their height")
    for key, noun, what in (
        ("replaced", "mark", "set full-width"),
        ("omitted", "block", "left out"),
        ("stand_ins", "block", "in another language"),
        ("pictures", "picture", "adapted"),
    ):
        if report.get(key):
            facts.append(f"{_count(len(report[key]), noun)} {what}")
    for each in report.get("set_by", ()):
        count = len(each["characters"])
        shown = f"“{each['characters']}”" if count <= MOST_SHOWN else _count(count, "character")
        facts.append(f"{shown} set from {each['font']} ({each['role']}, {each['lang']})")
    return ", ".join(facts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _write_report(path: Path, results: tuple[BuildResult, ...]) -> None:
    table = [
        {
            "book": console.display_path(each.root),
            "sound": each.ok,
            "diagnostics": [to_json(diagnostic) for diagnostic in each.diagnostics],
            "outputs": [
                {
                    **output.report,
                    "state": output.state,
                    "path": str(output.path),
                    "diagnostics": [to_json(diagnostic) for diagnostic in output.diagnostics],
                }
                for output in each.outputs
            ],
        }
        for each in results
    ]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error


def _exit_code(results: tuple[BuildResult, ...]) -> int:
    bugs = [bug for each in results for bug in each.internal_errors]
    if bugs:
        return cli.report_internal_error(bugs[0])
    if any(each.missing_requirement for each in results):
        return cli.EXIT_MISSING_REQUIREMENT
    return cli.CLEAN if all(each.ok for each in results) else cli.EXIT_PROBLEMS
