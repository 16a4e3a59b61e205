"""``wicpress new``: a small complete book to start from."""

from __future__ import annotations

import re
import shlex
import shutil
import uuid
from pathlib import Path

import click

from wicpress.cli import console
from wicpress.cli.exit_codes import CLEAN, EXIT_PROBLEMS
from wicpress.resources import resource_dir
from wicpress.system.atomic_file import replacing_folder

IDENTIFIER = "urn:uuid:00000000-0000-0000-0000-000000000000"
"""The placeholder in the starter book; every new book gets an identifier of its own."""


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> int:
    """Create a book in DIR, which must be empty or not exist. It builds at once."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise click.UsageError(f"{folder} is not empty; name an empty folder, or one that does not exist")
        create_book(folder)
    except OSError as error:
        console.stderr_line(f"{folder} cannot be written: {error.strerror or error}")
        return EXIT_PROBLEMS
    name = console.display_path(folder)
    click.echo(f"{name} is a book; build it with:\n\n    wicpress build {shlex.quote(name)}")
    return CLEAN


def create_book(folder: Path) -> None:
    """Copy the starter book to ``folder`` in one step, with a new identifier. Raise ``OSError``."""
    with replacing_folder(folder) as temporary:
        # without the files' modes: those of the installation may be read-only
        shutil.copytree(resource_dir("starter"), temporary, dirs_exist_ok=True, copy_function=shutil.copyfile)
        settings = temporary / "book.toml"
        text = settings.read_text(encoding="utf-8").replace(IDENTIFIER, f"urn:uuid:{uuid.uuid4()}")
        settings.write_text(_with_slug(text, folder), encoding="utf-8")


def _with_slug(text: str, folder: Path) -> str:
    """Return ``book.toml`` with a slug if the name of ``folder`` has no character that a slug may have."""
    slug = re.sub(r"[^\w.-]+", "-", folder.resolve().name).strip("-.")
    return text if slug else text.replace("[book]\n", '[book]\nslug = "book"\n', 1)
