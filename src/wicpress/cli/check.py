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
from wicpress.cli.render_diagnostics import render
from wicpress.diagnostics import Diagnostic, Severity


@click.command("check")
@options.book
@options.format_option("sarif", "github", help_text="How the diagnostics are written.")
@click.option("--select", multiple=True, metavar="CODE", help="Show these diagnostics only; commas between several.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave these diagnostics out; commas between several.")
@click.option("--fix", is_flag=True, help="Correct in the manuscript what can be corrected safely.")
@click.option("--run-book-rules", is_flag=True, help="Also run the Python files in rules/ of BOOK as rules.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
def command(
    book: Path | None,
    output_format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    run_book_rules: bool,
    diff: bool,
) -> int:
    """Find what is wrong with BOOK: with its settings, its text and its fonts.

    The exit code is 1 where an error or a warning is found.
    """
    diagnostic_filter = check.DiagnosticFilter(_codes(select, run_book_rules), _codes(ignore, run_book_rules))
    roots = find_books(book, Path.cwd())
    results = _check(roots, diagnostic_filter, run_book_rules)
    if diff:
        for root, diagnostics in results:
            click.echo(fix_diff(root, diagnostics), nl=False)
        return _exit_code([each for _, diagnostics in results for each in diagnostics])
    if fix:
        count = sum(apply_fixes(root, diagnostics) for root, diagnostics in results)
        console.stderr_line(f"{count} {'change' if count == 1 else 'changes'} made")
        results = _check(roots, diagnostic_filter, run_book_rules)
    click.echo(render(output_format, results, Path.cwd()), nl=False)
    if not any(diagnostics for _, diagnostics in results):
        console.stderr_line("no problems found")
    return _exit_code([each for _, diagnostics in results for each in diagnostics])


def _check(
    roots: Sequence[Path], diagnostic_filter: check.DiagnosticFilter, run_book_rules: bool
) -> list[tuple[Path, tuple[Diagnostic, ...]]]:
    return [(root, check.check_book(root, diagnostic_filter, run_book_rules=run_book_rules)) for root in roots]


def _codes(values: tuple[str, ...], run_book_rules: bool) -> frozenset[str]:
    """Return the codes that an option names. Raise ``click.UsageError`` for one that does not exist.

    With ``run_book_rules``, any code may, since a rule of the book may declare it.
    """
    codes = {code.strip() for each in values for code in each.split(",")} - {""}
    known_codes = check.all_kinds() if codes and not run_book_rules else {}
    for code in sorted(codes if known_codes else ()):
        if code not in known_codes:
            raise click.UsageError(
                f"there is no diagnostic `{code}`; {console.did_you_mean(code, sorted(known_codes))}"
            )
    return frozenset(codes)


def _exit_code(diagnostics: list[Diagnostic]) -> int:
    failed = any(each.severity is not Severity.NOTICE for each in diagnostics)
    return cli.EXIT_PROBLEMS if failed else cli.CLEAN
