"""``wicpress new``: a small complete book to begin from."""

from __future__ import annotations

import re
import shlex
import shutil
import uuid
from pathlib import Path

import click

from wicpress import cli
from wicpress.cli import console
from wicpress.resources import resource_dir
from wicpress.system.atomic_file import replacing_folder

IDENTIFIER = "urn:uuid:00000000-0000-0000-0000-000000000000"
"""Stands in the starter book for the identifier that every new book gets for itself."""


@click.command("new")
@click.argument("dir", type=click.Path(path_type=Path))
def command(dir: Path) -> int:
    """Start a book in DIR, which must be empty or not be there. It builds at once."""
    if dir.exists() and (not dir.is_dir() or any(dir.iterdir())):
        raise click.UsageError(f"{dir} is not empty; name a folder that is, or one that is not there")
    try:
        create_book(dir)
    except OSError as error:
        console.stderr_line(f"{dir} cannot be written: {error.strerror or error}")
        return cli.EXIT_PROBLEMS
    name = console.display_path(dir)
    click.echo(f"{name} is a book; build it with:\n\n    wicpress build {shlex.quote(name)}")
    return cli.CLEAN


def create_book(place: Path) -> None:
    """Copy the starter book to ``place``, whole or not at all, under an identifier of its own. Raises ``OSError``."""
    with replacing_folder(place) as temporary:
        # the content alone: the installation's files may be read-only
        shutil.copytree(resource_dir("starter"), temporary, dirs_exist_ok=True, copy_function=shutil.copyfile)
        settings = temporary / "book.toml"
        text = settings.read_text(encoding="utf-8").replace(IDENTIFIER, f"urn:uuid:{uuid.uuid4()}")
        settings.write_text(_named(text, place), encoding="utf-8")


def _named(text: str, place: Path) -> str:
    """``book.toml`` with a slug where the folder's own name would not make one that people recognise."""
    slug = re.sub(r"[^\w.-]+", "-", place.resolve().name).strip("-.")
    return text if slug else text.replace("[book]\n", '[book]\nslug = "book"\n', 1)
