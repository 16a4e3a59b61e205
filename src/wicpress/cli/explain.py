"""``wicpress explain``: what the rule behind a diagnostic requires."""

from __future__ import annotations

import textwrap

import click

from wicpress.build.check import all_kinds
from wicpress.cli import console
from wicpress.cli.exit_codes import CLEAN


@click.command("explain")
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Explain what the rule behind CODE requires and why, with an example. Without CODE, list all codes."""
    kinds = all_kinds()
    if code is None:
        width = max(map(len, kinds))
        for each in sorted(kinds):
            click.echo(f"{each:{width}}  {kinds[each].severity.value:7}  {kinds[each].title}")
        return CLEAN
    kind = kinds.get(code)
    if kind is None:
        raise click.UsageError(f"there is no diagnostic `{code}`; {console.did_you_mean(code, sorted(kinds))}")
    click.echo(f"{kind.code} ({kind.severity.value}{', fixed by check --fix' if kind.fixable else ''})")
    click.echo(f"\n{kind.title}.\n")
    click.echo(textwrap.fill(kind.rationale, 78))
    if kind.example:
        click.echo(f"\nExample:\n\n{textwrap.indent(kind.example, '    ')}")
    return CLEAN
