"""What several commands ask for alike."""

from __future__ import annotations

from pathlib import Path

import click

book = click.argument("book", required=False, type=click.Path(path_type=Path))
"""BOOK: a folder with a book.toml; without it the folder we stand in, else every book under content/."""
