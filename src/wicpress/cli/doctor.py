"""``wicpress doctor``: what this machine has and lacks."""

from __future__ import annotations

import click

from wicpress import cli, doctor


@click.command("doctor")
def command() -> int:
    """Show what this machine has and lacks, and the command that mends it."""
    findings = doctor.examine()
    width = max(len(each.name) for each in findings)
    for each in findings:
        mark = "ok" if each.found else "LACKING" if each.required else "without"
        click.echo(f"{mark:8}{each.name:{width}}  {each.detail}")
        if not each.found:
            needed = f"needed for {each.needed_for}" if each.needed_for else ""
            click.echo("\n".join(f"{'':8}{'':{width}}  {text}" for text in (needed, each.fix) if text))
    lacking = doctor.missing_required(findings)
    click.echo("")
    click.echo(f"{len(lacking)} needed part lacks" if lacking else "everything that building a book needs is here")
    return cli.EXIT_MISSING_REQUIREMENT if lacking else cli.CLEAN
