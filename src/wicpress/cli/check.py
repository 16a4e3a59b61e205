"""``wicpress check``: the faults of a manuscript, for people, programs and code hosts."""

from __future__ import annotations

from pathlib import Path

import click

from wicpress import cli
from wicpress.build import check
from wicpress.build.autofix import difference, mend
from wicpress.build.find_books import books
from wicpress.build.render_diagnostics import shown
from wicpress.cli import console, options
from wicpress.diagnostics import Diagnostic, Severity


@click.command("check")
@options.book
@options.form("sarif", "github", help="How the faults are written.")
@click.option("--select", multiple=True, metavar="CODE", help="Show these faults only; commas between several.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave these faults out; commas between several.")
@click.option("--fix", is_flag=True, help="Mend in the manuscript what can be mended safely.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
def command(
    book: Path | None, format: str, select: tuple[str, ...], ignore: tuple[str, ...], fix: bool, diff: bool
) -> int:
    """Find the faults of BOOK: in its settings, its manuscript, and for want of glyphs.

    The exit code is 1 where an error or a warning is found.
    """
    chosen = check.Choice(_codes(select), _codes(ignore))
    roots = books(book, Path.cwd())
    found = [(root, check.faults(root, chosen)) for root in roots]
    if diff:
        for root, faults in found:
            click.echo(difference(root, faults), nl=False)
        return _code([each for _, faults in found for each in faults])
    if fix:
        mended = sum(mend(root, faults) for root, faults in found)
        console.line(f"{mended} {'change' if mended == 1 else 'changes'} made")
        found = [(root, check.faults(root, chosen)) for root in roots]
    click.echo(shown(format, found, Path.cwd()), nl=False)
    if not any(faults for _, faults in found):
        console.line("no faults")
    return _code([each for _, faults in found for each in faults])


def _codes(given: tuple[str, ...]) -> frozenset[str]:
    """The codes that an option names. Raises ``click.UsageError`` for one that there is not."""
    codes = {code.strip() for each in given for code in each.split(",")} - {""}
    known = check.catalogue() if codes else {}
    for code in sorted(codes):
        if code not in known:
            raise click.UsageError(f"there is no fault `{code}`; {console.nearest(code, sorted(known))}")
    return frozenset(codes)


def _code(found: list[Diagnostic]) -> int:
    grave = any(each.severity is not Severity.NOTICE for each in found)
    return cli.FAULTS if grave else cli.CLEAN
