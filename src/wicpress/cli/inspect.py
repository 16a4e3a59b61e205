"""``wicpress inspect``: a book as wicpress reads it."""

from __future__ import annotations

from pathlib import Path

import click

from wicpress.build import check
from wicpress.cli import console, options
from wicpress.cli.exit_codes import CLEAN, EXIT_PROBLEMS
from wicpress.cli.find_books import find_books


@click.command("inspect")
@options.book
@options.limits_option
@options.format_option()
def inspect(book: Path | None, output_format: str) -> int:
    """Show BOOK as wicpress reads it: its chapters, its pairs, and which translations are missing."""
    roots = find_books(book, Path.cwd())
    if output_format == "json" and len(roots) > 1:
        names = ", ".join(console.display_path(root) for root in roots)
        raise click.UsageError(f"JSON shows one book; name one of {names}")
    code = CLEAN
    for root in roots:
        inspected = check.inspect(root, output_format)
        console.print_diagnostics(inspected.diagnostics, root)
        click.echo(inspected.value, nl=False)
        code = code if inspected.ok else EXIT_PROBLEMS
    return code
