"""``wicpress verify``: finished files read back and judged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from wicpress import cli
from wicpress.cli import console, options
from wicpress.proofing.verify_files import KINDS, Thresholds, VerifyRequest, VerifyResult, table, verify_files

MEASURES: dict[str, tuple[type, str]] = {
    "flush": (float, "pt that a full line may end off the edge"),
    "even": (float, "pt that the gaps of one line may differ"),
    "autospace-least": (float, "em, the least gap between Han and Latin"),
    "autospace-most": (float, "em, the greatest gap between Han and Latin"),
    "squeeze": (float, "em of white more than two squeezed marks leave"),
    "han-gap-most": (float, "em between Han characters"),
    "word-gap-most": (float, "times the usual word space, in justified Latin text"),
    "short-word": (int, "letters: a shorter word may not be a last line"),
}
"""The thresholds that options set, with what they measure."""


def measures(command: options.Command) -> options.Command:
    """An option for each threshold."""
    for name, (kind, help) in reversed(MEASURES.items()):
        command = click.option(f"--{name}", type=kind, metavar="N", help=f"{help[0].upper()}{help[1:]}.")(command)
    return command


@click.command("verify")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--book", type=click.Path(path_type=Path), metavar="DIR", help="Compare the text with the manuscript in DIR."
)
@click.option(
    "--print",
    "printed",
    type=click.Path(path_type=Path),
    metavar="FILE.pdf",
    help="Compare an EPUB's page list with this printed edition.",
)
@options.format_option()
@options.validators_option
@click.option("--hanging", is_flag=True, help="、，。 may hang in the margin.")
@click.option(
    "--allow", "allowed", multiple=True, metavar="KIND=N", help="Let N faults of a kind pass; may be repeated."
)
@measures
def command(
    files: tuple[Path, ...],
    book: Path | None,
    printed: Path | None,
    format: str,
    validators: bool,
    hanging: bool,
    allowed: tuple[str, ...],
    **measured: Any,
) -> int:
    """Read finished PDF and EPUB FILEs back and judge them; the exit code is 1 where something is found."""
    limits = {key: value for key, value in measured.items() if value is not None}
    thresholds = Thresholds(hanging=hanging, allowed=_allowed(allowed), **limits)
    tables = []
    sound = True
    for judged in verify_files(files, VerifyRequest(thresholds, book, printed, validators)):
        sound = sound and judged.sound
        tables.append(judged.table)
        if format == "text":
            _show(judged)
    if format == "json":
        click.echo(json.dumps(tables[0] if len(tables) == 1 else tables, ensure_ascii=False, indent=1))
    return cli.CLEAN if sound else cli.EXIT_PROBLEMS


def _allowed(given: tuple[str, ...]) -> dict[str, int]:
    """What ``--allow`` says, by kind. Raises ``click.UsageError``."""
    found = {}
    for each in given:
        kind, _, number = each.partition("=")
        if kind not in KINDS:
            raise click.UsageError(f"there is no line fault `{kind}`; {console.did_you_mean(kind, KINDS)}")
        if not number.isdigit():
            raise click.UsageError(f"--allow {each}: write {kind}=N")
        found[kind] = int(number)
    return found


def _show(judged: VerifyResult) -> None:
    """What was found of one file: the table of its lines, then each failure, then what could not be judged."""
    click.echo(f"{console.display_path(judged.path)}")
    if judged.report is not None:
        click.echo("\n".join(_columns(table(judged.report))))
        for lang, fault in judged.line_problems:
            detail = f" ({fault.detail})" if fault.detail else ""
            click.echo(f"  page {fault.page}: {lang} {fault.kind}: {fault.text[:60]}{detail}")
    if judged.standards:
        click.echo(f"  judged by {' and '.join(judged.standards)}")
    if account := judged.table.get("account"):
        click.echo(f"  {_counted(account)}")
    for failure in judged.failures:
        click.echo(f"  {failure}")
    for text in judged.not_verified:
        click.echo(f"  not judged: {text}")
    click.echo(f"  {'sound' if judged.sound else 'faults found'}")


def _counted(account: Mapping[str, Any]) -> str:
    """The account of a file's characters in a line: those of the manuscript by language, those made by kind."""
    written = ", ".join(f"{tag} {count:,}" for tag, count in account["manuscript"].items())
    made = {kind: sum(each.values()) for kind, each in account["generated"].items()}
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in made.items())
    left = ", ".join(f"{tag} {count:,}" for tag, count in account["left_out"].items()) or "none"
    return f"characters of the manuscript: {written or 'none'}; made: {kinds or 'none'}; left out: {left}"


def _columns(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if not nth else cell.rjust(width)
            for nth, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
