"""``wicpress inspect``: a book as it was understood."""

from __future__ import annotations

from pathlib import Path

import click

from wicpress import cli
from wicpress.build import check
from wicpress.cli import console, options
from wicpress.cli.find_books import find_books


@click.command("inspect")
@options.book
@options.format_option()
def command(book: Path | None, format: str) -> int:
    """Show BOOK as it was understood: its chapters, its pairs, and what lacks a language."""
    roots = find_books(book, Path.cwd())
    if format == "json" and len(roots) > 1:
        names = ", ".join(console.display_path(root) for root in roots)
        raise click.UsageError(f"JSON shows one book; name one of {names}")
    code = cli.CLEAN
    for root in roots:
        seen = check.inspect(root, format)
        console.print_diagnostics(seen.diagnostics, root)
        click.echo(seen.value, nl=False)
        code = code if seen.ok else cli.EXIT_PROBLEMS
    return code
