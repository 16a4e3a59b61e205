"""``wicpress inspect``: a book as it was understood."""

from __future__ import annotations

from pathlib import Path

import click

from wicpress import cli
from wicpress.build import check
from wicpress.build.find_books import books
from wicpress.cli import console, options


@click.command("inspect")
@options.book
@options.form()
def command(book: Path | None, format: str) -> int:
    """Show BOOK as it was understood: its chapters, its pairs, and what lacks a language."""
    roots = books(book, Path.cwd())
    if format == "json" and len(roots) > 1:
        names = ", ".join(console.relative(root) for root in roots)
        raise click.UsageError(f"JSON shows one book; name one of {names}")
    code = cli.CLEAN
    for root in roots:
        seen = check.inspect(root, format)
        console.diagnostics(seen.diagnostics, root)
        click.echo(seen.value, nl=False)
        code = code if seen.sound else cli.FAULTS
    return code
