"""``wicpress explain``: the page of a fault."""

from __future__ import annotations

import textwrap

import click

from wicpress.build.check import all_kinds
from wicpress.cli import console


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Say what the rule behind CODE wants, and why, with an example. Without CODE, list all there are."""
    known = all_kinds()
    if code is None:
        width = max(map(len, known))
        for each in sorted(known):
            click.echo(f"{each:{width}}  {known[each].severity.value:7}  {known[each].title}")
        return 0
    fault = known.get(code)
    if fault is None:
        raise click.UsageError(f"there is no fault `{code}`; {console.did_you_mean(code, sorted(known))}")
    click.echo(f"{fault.code} ({fault.severity.value}{', mended by check --fix' if fault.fixable else ''})")
    click.echo(f"\n{fault.title}.\n")
    click.echo(textwrap.fill(fault.rationale, 78))
    if fault.example:
        click.echo(f"\nExample:\n\n{textwrap.indent(fault.example, '    ')}")
    return 0
