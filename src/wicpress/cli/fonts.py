"""``wicpress fonts``: which fonts set which text of a book, which glyphs are missing, and the licences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from wicpress.build.font_report import font_report
from wicpress.cli import console, options
from wicpress.cli.exit_codes import CLEAN, EXIT_PROBLEMS
from wicpress.cli.find_books import find_books


@click.command("fonts")
@options.book
@options.limits_option
@options.format_option()
def fonts(book: Path | None, output_format: str) -> int:
    """Show which fonts set which text of BOOK, which glyphs are missing, and the licences."""
    code = CLEAN
    tables = []
    for root in find_books(book, Path.cwd()):
        report = font_report(root)
        console.print_diagnostics(report.diagnostics, root)
        code = code if report.ok else EXIT_PROBLEMS
        if report.value is not None:
            tables.append({"book": console.display_path(root), **report.value})
    if output_format == "json":
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
    out += console.columns(rows, right=(3, 4))
    out += ["", "Files"]
    out += console.columns(
        [
            (each["name"], f"{each['weight']}", each["file"], each["from"], "" if each["used"] else "not used")
            for each in table["files"]
        ]
    )
    substitutes = [each for each in table["files"] if each["stands_in_for"]]
    if substitutes:
        out += ["", "Used for a weight or style that the family does not have"]
        out += console.columns([(each["file"], ", ".join(each["stands_in_for"])) for each in substitutes])
    out += ["", "Licences"]
    out += console.columns([(each["name"], each["version"], each["licence"]) for each in table["licences"]])
    return "\n".join(out)
