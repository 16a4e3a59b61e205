"""``wicpress check``: the faults of a manuscript, for people, programs and code hosts."""

from __future__ import annotations

from pathlib import Path

import click

from wicpress import cli
from wicpress.build import check
from wicpress.build.autofix import apply_fixes, fix_diff
from wicpress.build.find_books import find_books
from wicpress.build.render_diagnostics import render
from wicpress.cli import console, options
from wicpress.diagnostics import Diagnostic, Severity


@click.command("check")
@options.book
@options.format_option("sarif", "github", help_text="The format of the diagnostics.")
@click.option("--select", multiple=True, metavar="CODE", help="Show these faults only; commas between several.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave these faults out; commas between several.")
@click.option("--fix", is_flag=True, help="Mend in the manuscript what can be mended safely.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
def command(
    book: Path | None, output_format: str, select: tuple[str, ...], ignore: tuple[str, ...], fix: bool, diff: bool
) -> int:
    """Find the faults of BOOK: in its settings, its manuscript, and for want of glyphs.

    The exit code is 1 where an error or a warning is found.
    """
    chosen = check.DiagnosticFilter(_codes(select), _codes(ignore))
    roots = find_books(book, Path.cwd())
    found = [(root, check.check_book(root, chosen)) for root in roots]
    if diff:
        for root, faults in found:
            click.echo(fix_diff(root, faults), nl=False)
        return _code([each for _, faults in found for each in faults])
    if fix:
        mended = sum(apply_fixes(root, faults) for root, faults in found)
        console.stderr_line(f"{mended} {'change' if mended == 1 else 'changes'} made")
        found = [(root, check.check_book(root, chosen)) for root in roots]
    click.echo(render(output_format, found, Path.cwd()), nl=False)
    if not any(faults for _, faults in found):
        console.stderr_line("no faults")
    return _code([each for _, faults in found for each in faults])


def _codes(given: tuple[str, ...]) -> frozenset[str]:
    """The codes that an option names. Raises ``click.UsageError`` for one that there is not."""
    codes = {code.strip() for each in given for code in each.split(",")} - {""}
    known = check.all_kinds() if codes else {}
    for code in sorted(codes):
        if code not in known:
            raise click.UsageError(f"there is no fault `{code}`; {console.did_you_mean(code, sorted(known))}")
    return frozenset(codes)


def _code(found: list[Diagnostic]) -> int:
    grave = any(each.severity is not Severity.NOTICE for each in found)
    return cli.EXIT_PROBLEMS if grave else cli.CLEAN
