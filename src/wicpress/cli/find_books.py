"""Which books a command is about: the one named, the one we stand in, or all under ``content/``."""

from __future__ import annotations

from pathlib import Path

from wicpress.config import FILE, NO_BOOK
from wicpress.diagnostics import WicpressError

CONTENT_DIR = "content"
"""The folder in which a press keeps its books."""


def find_books(named: Path | None, here: Path) -> tuple[Path, ...]:
    """The folders of the books meant. Raises ``PressError`` where there is none.

    ``named`` is a folder, or the ``book.toml`` in it; it may turn out not to be a book, which whoever reads it says.
    """
    if named is not None:
        return (named.parent if named.name == FILE and named.is_file() else named,)
    if (here / FILE).is_file():
        return (here,)
    shelf = here / CONTENT_DIR
    found = sorted(each.parent for each in shelf.glob(f"*/{FILE}")) if shelf.is_dir() else []
    if not found:
        help = "go to the folder of a book, name one, or start one with `wicpress new DIR`"
        raise WicpressError(NO_BOOK(f"there is no book here: neither {FILE} nor {CONTENT_DIR}/*/{FILE}", help=help))
    return tuple(found)
