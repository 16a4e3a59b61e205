"""``wicpress check``: what is wrong with a manuscript, for people, programs and code hosts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from wicpress import cli
from wicpress.build import check
from wicpress.build.autofix import apply_fixes, fix_diff
from wicpress.cli import console, options
from wicpress.cli.find_books import find_books
from wicpress.cli.laid_pages import LaidCheck, check_laid_pages
from wicpress.cli.render_diagnostics import render
from wicpress.diagnostics import Diagnostic, Severity, has_errors


@click.command("check")
@options.book
@options.format_option("sarif", "github", help_text="How the diagnostics are written.")
@click.option("--select", multiple=True, metavar="CODE", help="Show these diagnostics only; commas between several.")
@options.ignore_option
@options.limits_option
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@click.option("--fix", is_flag=True, help="Correct in the manuscript what can be corrected safely.")
@click.option("--run-book-rules", is_flag=True, help="Also run the Python files in rules/ of BOOK as rules.")
@click.option("--laid", is_flag=True, help="Also build the editions without keeping them, and verify them.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
def command(
    book: Path | None,
    output_format: str,
    select: tuple[str, ...],
    ignored: tuple[str, ...],
    strict: bool,
    fix: bool,
    run_book_rules: bool,
    laid: bool,
    diff: bool,
) -> int:
    """Find what is wrong with BOOK: with its settings, its text and its fonts.

    The exit code is 1 where an error is found; with --strict, where a warning is found, too.
    """
    diagnostic_filter = check.DiagnosticFilter(
        options.codes(select, any_code=run_book_rules), options.codes(ignored, any_code=run_book_rules)
    )
    roots = find_books(book, Path.cwd())
    results = _check(roots, diagnostic_filter, run_book_rules)
    if diff:
        for root, diagnostics in results:
            click.echo(fix_diff(root, diagnostics), nl=False)
        return _exit_code([each for _, diagnostics in results for each in diagnostics], strict)
    if fix:
        count = sum(apply_fixes(root, diagnostics) for root, diagnostics in results)
        console.stderr_line(f"{count} {'change' if count == 1 else 'changes'} made")
        results = _check(roots, diagnostic_filter, run_book_rules)
    editions = {root: _laid(root, checked) for root, checked in results} if laid else {}
    results = [
        (root, (*checked, *_more(editions.get(root, LaidCheck()), checked, diagnostic_filter)))
        for root, checked in results
    ]
    click.echo(render(output_format, results, Path.cwd()), nl=False)
    if output_format == "text":
        console.offer_fix([each for _, diagnostics in results for each in diagnostics])
    if not any(diagnostics for _, diagnostics in results):
        console.stderr_line("no problems found")
    if bugs := [bug for each in editions.values() for bug in each.internal_errors]:
        return cli.report_internal_error(bugs[0])
    if any(each.missing_requirement for each in editions.values()):
        return cli.EXIT_MISSING_REQUIREMENT
    return _exit_code([each for _, diagnostics in results for each in diagnostics], strict)


def _check(
    roots: Sequence[Path], diagnostic_filter: check.DiagnosticFilter, run_book_rules: bool
) -> list[tuple[Path, tuple[Diagnostic, ...]]]:
    same = check.check_file_names(roots) if len(roots) > 1 else {}
    results = []
    for root in roots:
        checked = check.check_book(root, diagnostic_filter, run_book_rules=run_book_rules)
        own = [same[root]] if root in same and diagnostic_filter.matches(same[root]) else []
        results.append((root, (*own, *checked)))
    return results


def _laid(root: Path, diagnostics: Sequence[Diagnostic]) -> LaidCheck:
    """Return what the editions of a book without errors show."""
    return LaidCheck() if has_errors(diagnostics) else check_laid_pages(root)


def _more(
    laid: LaidCheck, diagnostics: Sequence[Diagnostic], diagnostic_filter: check.DiagnosticFilter
) -> tuple[Diagnostic, ...]:
    """Return what is wanted of the diagnostics of editions and has not been told."""
    return tuple(each for each in laid.diagnostics if each not in diagnostics and diagnostic_filter.matches(each))


def _exit_code(diagnostics: list[Diagnostic], strict: bool) -> int:
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return cli.EXIT_PROBLEMS if any(each.severity in failing for each in diagnostics) else cli.CLEAN
