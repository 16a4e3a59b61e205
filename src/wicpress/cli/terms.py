"""``wicpress terms``: words of a book that its index may name."""

from __future__ import annotations

from pathlib import Path

import click

from wicpress.build import check
from wicpress.build.proposals.terms import LEAST, index_candidates
from wicpress.cli import console, options
from wicpress.cli.exit_codes import CLEAN, EXIT_PROBLEMS
from wicpress.cli.find_books import find_books


@click.command("terms")
@options.book
@options.limits_option
@click.option(
    "--least",
    type=click.IntRange(min=2),
    default=LEAST,
    show_default=True,
    help="How often words stand in the book at the least that the author does not set apart.",
)
def terms(book: Path | None, least: int) -> int:
    """List words of BOOK that its index may name: those that are set apart, marked *, and those that are repeated."""
    code = CLEAN
    for root in find_books(book, Path.cwd()):
        loaded = check.load(root)
        parsed = check.read(loaded.value) if loaded.value else None
        console.print_diagnostics((*loaded.diagnostics, *(parsed.diagnostics if parsed else ())), root)
        for each in index_candidates(parsed.value.book, least) if parsed else ():
            sign = "*" if each.is_set_apart else " "
            click.echo(f"{each.count:5}{sign} {each.lang:8} {each.words}  {each.span.path}:{each.span.line}")
        code = code if parsed and parsed.ok else EXIT_PROBLEMS
    return code
