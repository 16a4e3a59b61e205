"""``wicpress verify``: finished files checked, and compared with the manuscript."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from wicpress.cli import console, options
from wicpress.cli.exit_codes import CLEAN, EXIT_PROBLEMS
from wicpress.diagnostics import Diagnostic
from wicpress.proofing.allowed_problems import with_allowance
from wicpress.proofing.finding_kinds import finding_line
from wicpress.proofing.lines.report import LineProblem, ShortPages
from wicpress.proofing.verify_files import Thresholds, VerifyRequest, VerifyResult, table, verify_files

THRESHOLDS: dict[str, tuple[type, str]] = {
    "flush": (float, "pt that a full line may end off the edge"),
    "even": (float, "pt that the gaps of one line may differ"),
    "autospace-least": (float, "em, the least gap between Han and Latin"),
    "autospace-most": (float, "em, the greatest gap between Han and Latin"),
    "squeeze": (float, "em of white more than two squeezed marks leave"),
    "han-gap-most": (float, "em between Han characters"),
    "word-gap-most": (float, "times the usual word space, in justified Latin text"),
    "short-word": (int, "letters: a shorter word may not be a last line"),
}
"""The options that set thresholds, each with its unit and meaning."""


def threshold_options(command: options.Command) -> options.Command:
    """Add an option for each threshold."""
    for name, (kind, meaning) in reversed(THRESHOLDS.items()):
        text = f"{meaning[0].upper()}{meaning[1:]}."
        command = click.option(f"--{name}", type=kind, metavar="N", help=text)(command)
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
@options.limits_option
@click.option("--hanging", is_flag=True, help="、，。 may hang in the margin.")
@options.allow_option
@threshold_options
def verify(
    files: tuple[Path, ...],
    book: Path | None,
    printed: Path | None,
    output_format: str,
    validators: bool,
    hanging: bool,
    allowed: tuple[str, ...],
    **chosen: Any,
) -> int:
    """Check finished PDF and EPUB FILEs; the exit code is 1 if a problem is found.

    Problems that are allowed by --allow are counted over all FILEs.
    """
    allowance = options.allowance(allowed)
    limits = {key: value for key, value in chosen.items() if value is not None}
    request = VerifyRequest(Thresholds(hanging=hanging, **limits), book, printed, validators)
    tables = []
    sound = True
    every: list[Diagnostic] = []
    for result in with_allowance(verify_files(files, request), allowance):
        sound = sound and result.sound
        tables.append(result.table)
        every += result.diagnostics
        if output_format == "text":
            _show(result)
    if advice := allowance.options(allowance.refused(every)):
        console.stderr_line(f"what may stand can be allowed: {advice}")
    if output_format == "json":
        click.echo(json.dumps(tables[0] if len(tables) == 1 else tables, ensure_ascii=False, indent=1))
    return CLEAN if sound else EXIT_PROBLEMS


def _show(result: VerifyResult) -> None:
    """Print the result of one file: the table of its lines, each failure, then what could not be checked."""
    click.echo(f"{console.display_path(result.path)}")
    if result.report is not None:
        rows = table(result.report)
        click.echo("\n".join(console.columns(rows, right=range(1, len(rows[0])))))
        _show_short_pages(result.report.short_pages)
        _show_lines(result.line_problems, "")
        _show_lines(result.allowed, "allowed: ")
    if result.standards:
        click.echo(f"  checked against {' and '.join(result.standards)}")
    if counts := result.table.get("account"):
        click.echo(f"  {_character_counts(counts)}")
    for failure in result.failures:
        click.echo(f"  {failure}")
    for finding in result.allowed_findings:
        click.echo(f"  allowed: {finding_line(finding)}")
    for text in result.not_verified:
        click.echo(f"  not checked: {text}")
    click.echo(f"  {'sound' if result.sound else 'problems found'}")


def _show_short_pages(short: ShortPages) -> None:
    """Print how many pages of the text end early, and which."""
    which = f": {', '.join(map(str, short.pages))}" if short.pages else ""
    click.echo(f"  {len(short.pages)} of {short.of} pages end above 55 % of their height{which}")


def _show_lines(problems: Iterable[tuple[str, LineProblem]], lead: str) -> None:
    for lang, problem in problems:
        detail = f" ({problem.detail})" if problem.detail else ""
        click.echo(f"  {lead}page {problem.page}: {lang} {problem.kind}: {problem.text[:60]}{detail}")


def _character_counts(counts: Mapping[str, Any]) -> str:
    """Return the character counts of a file in a line: the manuscript's by language, generated ones by kind."""
    written = ", ".join(f"{tag} {count:,}" for tag, count in counts["manuscript"].items())
    generated = {kind: sum(each.values()) for kind, each in counts["generated"].items()}
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in generated.items())
    left = ", ".join(f"{tag} {count:,}" for tag, count in counts["left_out"].items()) or "none"
    return f"characters of the manuscript: {written or 'none'}; generated: {kinds or 'none'}; left out: {left}"
