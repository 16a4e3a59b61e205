"""``wicpress doctor``: what this machine has and what is missing."""

from __future__ import annotations

import click

from wicpress import doctor as machine
from wicpress.cli.exit_codes import CLEAN, EXIT_MISSING_REQUIREMENT


@click.command("doctor")
def doctor() -> int:
    """Show what this machine has, what is missing, and the command that installs it."""
    findings = machine.examine()
    width = max(len(each.name) for each in findings)
    for each in findings:
        mark = "ok" if each.found else "MISSING" if each.required else "without"
        click.echo(f"{mark:8}{each.name:{width}}  {each.detail}")
        if not each.found:
            needed = f"needed for {each.needed_for}" if each.needed_for else ""
            click.echo("\n".join(f"{'':8}{'':{width}}  {text}" for text in (needed, each.fix) if text))
    missing = machine.missing_required(findings)
    click.echo("")
    click.echo(
        f"required and missing: {len(missing)}" if missing else "everything that building a book needs is here"
    )
    return EXIT_MISSING_REQUIREMENT if missing else CLEAN
