"""Options and arguments that several commands share."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from wicpress import limits

if TYPE_CHECKING:
    from wicpress.diagnostics import Allowance

Command = Callable[..., Any]

book = click.argument("book", required=False, type=click.Path(path_type=Path))
"""BOOK: a folder with a book.toml; without it the current folder, else every book under content/."""

jobs = click.option(
    "--jobs", type=click.IntRange(min=1), help="How many worker processes (default: the number of cores)."
)
validators_option = click.option(
    "--judges/--no-judges",
    "validators",
    default=True,
    help="Also run EPUBCheck, Ace, veraPDF and page-validation where they are installed.",
)
allow_option = click.option(
    "--allow",
    "allowed",
    multiple=True,
    metavar="CODE[=N]",
    help="Let warnings with this code stand, at most N; may be repeated. Errors are never allowed.",
)
ignore_option = click.option(
    "--ignore",
    "ignored",
    multiple=True,
    metavar="CODE",
    help="Leave out warnings and notices with these codes; commas between several. Errors are shown all the same.",
)


def _apply_limits(_context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> None:
    """Let limits apply beside those of the user's configuration. Raise ``click.BadParameter`` with a sentence."""
    chosen = limits.set_values()
    for each in filter(None, ",".join(values).split(",")):
        name, _, value = each.partition("=")
        try:
            limit, amount = limits.parse_limit(name.strip(), value.strip())
        except ValueError as error:
            raise click.BadParameter(str(error), param=option) from error
        chosen[limit] = amount
    limits.set_limits(chosen)


limits_option = click.option(
    "--limits",
    multiple=True,
    metavar="NAME=VALUE,...",
    callback=_apply_limits,
    expose_value=False,
    help=f"What the book or file may cost at most, as in memory=3GB: {', '.join(limits.NAMES)}.",
)


def codes(values: tuple[str, ...], *, any_code: bool = False) -> frozenset[str]:
    """Return the codes that an option names. Raise ``click.UsageError`` for one that does not exist.

    With ``any_code`` every code may, since a rule of the book may declare it.
    """
    from wicpress.build.check import existing_codes  # noqa: PLC0415 - slow, and rarely asked for

    try:
        return existing_codes(",".join(values).split(","), any_code=any_code)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def allowance(values: tuple[str, ...]) -> Allowance:
    """Return what the values of ``--allow`` allow. Raise ``click.UsageError``."""
    from wicpress.build import check  # noqa: PLC0415 - slow, and rarely asked for

    try:
        return check.allowance(",".join(values).split(","))
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def output(folder: str, what: str) -> Callable[[Command], Command]:
    """Return the option for the folder of ``what`` a command writes, ``folder`` by default."""
    path = click.Path(path_type=Path)
    return click.option(
        "--output", type=path, default=Path(folder), show_default=True, callback=_no_link,
        help=f"The folder for {what}.",
    )  # fmt: skip


def _no_link(context: click.Context, parameter: click.Parameter, value: Path) -> Path:
    """Return the output folder. Raise ``click.UsageError`` where nobody has named it and it is a link.

    It may have come with the book, and lead anywhere.
    """
    if context.get_parameter_source(parameter.name or "") is ParameterSource.DEFAULT:
        for place in (value, *value.parents):
            if place.is_symlink():
                raise click.UsageError(f"{place} is a link; to write to where it leads, name it: --output {value}")
    return value


def format_option(
    *more: str, help_text: str = "Text for people, or JSON for programs."
) -> Callable[[Command], Command]:
    """Return the option for the format of the results: text, JSON or one of ``more``."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(["text", "json", *more]),
        default="text",
        show_default=True,
        help=help_text,
    )


def epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH as https://reproducible-builds.org/specs/source-date-epoch/ defines it, or None."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,11}", text):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is `{text}`: it is the number of seconds since 1970")
    return int(text)
