"""``wicpress fonts``: which fonts set which text of a book, what they lack, and under which licences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from wicpress import cli
from wicpress.build.font_report import font_report
from wicpress.cli import console, options
from wicpress.cli.find_books import find_books


@click.command("fonts")
@options.book
@options.format_option()
def command(book: Path | None, format: str) -> int:
    """Show which fonts set which text of BOOK, what they lack, and their licences."""
    code = cli.CLEAN
    tables = []
    for root in find_books(book, Path.cwd()):
        seen = font_report(root)
        console.print_diagnostics(seen.diagnostics, root)
        code = code if seen.ok else cli.EXIT_PROBLEMS
        if seen.value is not None:
            tables.append({"book": console.display_path(root), **seen.value})
    if format == "json":
        click.echo(json.dumps(tables, ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join(map(_text, tables)))
    return code


def _text(table: dict[str, Any]) -> str:
    out = [str(table["book"]), "", "Text and the font that sets it (role, weight, language; characters, how often)"]
    rows = [
        (
            each["font"],
            f"{each['role']} {each['weight']}{' italic' if each['style'] == 'italic' else ''}",
            each["lang"],
            f"{each['different']:,}",
            f"{each['count']:,}",
        )
        for each in table["uses"]
    ]
    out += _columns(rows, right=(3, 4))
    out += ["", "Files"]
    out += _columns(
        [
            (each["name"], f"{each['weight']}", each["file"], each["from"], "" if each["used"] else "not used")
            for each in table["files"]
        ]
    )
    substitutes = [each for each in table["files"] if each["stands_in_for"]]
    if substitutes:
        out += ["", "Stand in for a weight or style that the family does not have"]
        out += _columns([(each["file"], ", ".join(each["stands_in_for"])) for each in substitutes])
    out += ["", "Licences"]
    out += _columns([(each["name"], each["version"], each["licence"]) for each in table["licences"]])
    return "\n".join(out)


def _columns(rows: Sequence[tuple[str, ...]], right: tuple[int, ...] = ()) -> list[str]:
    """Rows with their columns ranged, two spaces between."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            cell.rjust(width) if nth in right else cell.ljust(width)
            for nth, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
