"""Finds the books of a command: the one named, the one in the current folder, or all below ``content/``."""

from __future__ import annotations

import os
from pathlib import Path

from wicpress.config import FILE, NO_BOOK
from wicpress.diagnostics import WicpressError

CONTENT_DIR = "content"
"""The folder below which several books lie."""


def find_books(named: Path | None, here: Path) -> tuple[Path, ...]:
    """Return the folders of the books. Raise ``WicpressError`` where there are none.

    ``named`` is a folder or the ``book.toml`` in it; that it is a book is not checked here.
    """
    if named is not None:
        return (named.parent if named.name == FILE and named.is_file() else named,)
    if os.path.lexists(here / FILE):  # also what cannot be read: that is said of it
        return (here,)
    content = here / CONTENT_DIR
    folders = sorted(each.parent for each in content.glob(f"*/{FILE}")) if content.is_dir() else []
    if not folders:
        advice = "go to the folder of a book, name one, or start one with `wicpress new DIR`"
        raise WicpressError(NO_BOOK(f"there is no book here: neither {FILE} nor {CONTENT_DIR}/*/{FILE}", hint=advice))
    return tuple(folders)
