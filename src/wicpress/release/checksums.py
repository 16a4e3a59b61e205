"""``SHA256SUMS``: one line per file, as ``sha256sum -c`` reads it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from wicpress.system.folder import open_file

FILE = "SHA256SUMS"


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, which is no link, in hexadecimal. Raise ``OSError``."""
    with open_file(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def names(folder: Path) -> tuple[str, ...]:
    """Return all below ``folder`` that is no folder, relative to it, in the order of code points."""
    places = [(Path(place), files, folders) for place, folders, files in os.walk(folder)]
    paths = [here / name for here, files, folders in places for name in files]
    paths += [here / name for here, files, folders in places for name in folders if (here / name).is_symlink()]
    return tuple(sorted(path.relative_to(folder).as_posix() for path in paths))


def checksums(folder: Path) -> str:
    """Return the lines for every file below ``folder`` except SHA256SUMS itself. Raise ``OSError``."""
    return "".join(f"{sha256(folder / name)}  {name}\n" for name in names(folder) if name != FILE)


def mismatches(folder: Path, text: str) -> Iterator[str]:
    """Yield the names in ``text`` whose files are missing or differ, and the files that it does not name."""
    expected = {name: digest for digest, _, name in (line.partition("  ") for line in text.splitlines())}
    actual = set(names(folder)) - {FILE}
    for name, digest in expected.items():
        if name not in actual or (folder / name).is_symlink() or sha256(folder / name) != digest:
            yield name
    yield from sorted(actual - set(expected))
