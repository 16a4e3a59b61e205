"""Reports symbolic links in the book's folder that are not followed."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import Book

UNUSABLE_LINK = declare_kind(
    "unusable_link",
    "A symbolic link in the book's folder is not followed",
    "A link counts where it leads to something in the book's folder. One that leads elsewhere, to itself or to "
    "nothing is as good as missing: a book holds all that it is made of.",
    example="ln -s ../shared/map.png map.png  →  cp ../shared/map.png map.png",
    severity=Severity.NOTICE,
)


def check(_: Book, config: Config) -> Iterator[Diagnostic]:
    """Report links that lead out of the book, in a circle, or to nothing."""
    root = Path(os.path.realpath(config.root))
    for place, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted((*folders, *(each for each in names if not each.startswith(".")))):
            path = Path(place) / name
            if path.is_symlink() and (reason := _reason(path, root)):
                below = path.relative_to(root).as_posix()
                yield UNUSABLE_LINK(f"the link `{below}` {reason}: it is not followed")


def _reason(path: Path, root: Path) -> str:
    """Return why a link is not followed, "" for one that may be."""
    try:
        real = Path(os.path.realpath(path, strict=True))
    except OSError as error:
        return "leads to itself" if error.errno == errno.ELOOP else "leads to nothing that can be read"
    if root.is_relative_to(real):
        return "leads to the folder of the book, or above it"
    if not real.is_relative_to(root):
        return "leads out of the book's folder"
    return "leads to a folder that it lies in" if path.is_relative_to(real) else ""
