"""What several commands ask for alike."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]

book = click.argument("book", required=False, type=click.Path(path_type=Path))
"""BOOK: a folder with a book.toml; without it the folder we stand in, else every book under content/."""

jobs = click.option(
    "--jobs", type=click.IntRange(min=1), help="How many processes work at a time (default: the cores)."
)
validators_option = click.option(
    "--judges/--no-judges",
    "validators",
    default=True,
    help="Ask EPUBCheck, Ace and veraPDF, too, where they are installed.",
)


def output(folder: str, what: str) -> Callable[[Command], Command]:
    """The folder for ``what`` a command makes: ``folder`` where none is named."""
    path = click.Path(path_type=Path)
    return click.option(
        "--output", type=path, default=Path(folder), show_default=True, help=f"The folder for {what}."
    )


def format_option(*more: str, help: str = "For people or for programs.") -> Callable[[Command], Command]:
    """How a command writes what it has found: as text or JSON, or as one of ``more``."""
    return click.option(
        "--format", "format", type=click.Choice(["text", "json", *more]), default="text", show_default=True, help=help
    )


def epoch() -> int | None:
    """SOURCE_DATE_EPOCH, as https://reproducible-builds.org/specs/source-date-epoch/ has it."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,11}", text):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is `{text}`: it is the number of seconds since 1970")
    return int(text)
