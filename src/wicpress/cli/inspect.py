"""``wicpress inspect``: a book as it was understood."""

from __future__ import annotations

from pathlib import Path

import click

from wicpress import cli
from wicpress.cli import options, say
from wicpress.pipeline import examine
from wicpress.pipeline.books import books


@click.command("inspect")
@options.book
@options.form()
def command(book: Path | None, format: str) -> int:
    """Show BOOK as it was understood: its chapters, its pairs, and what lacks a language."""
    roots = books(book, Path.cwd())
    if format == "json" and len(roots) > 1:
        names = ", ".join(say.relative(root) for root in roots)
        raise click.UsageError(f"JSON shows one book; name one of {names}")
    code = cli.CLEAN
    for root in roots:
        seen = examine.inspect(root, format)
        say.diagnostics(seen.diagnostics, root)
        click.echo(seen.value, nl=False)
        code = code if seen.sound else cli.FAULTS
    return code
