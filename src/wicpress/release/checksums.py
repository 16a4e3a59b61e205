"""``SHA256SUMS``: one line a file, as ``sha256sum -c`` reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

FILE = "SHA256SUMS"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def names(folder: Path) -> tuple[str, ...]:
    """Every file below ``folder``, relative to it, in the order of its code points."""
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def checksums(folder: Path) -> str:
    """The lines for every file below ``folder`` but for the sums themselves. Raises ``OSError``."""
    return "".join(f"{sha256(folder / name)}  {name}\n" for name in names(folder) if name != FILE)


def mismatches(folder: Path, text: str) -> Iterator[str]:
    """The names in ``text`` whose files are missing or have another sum, and the files that it does not name."""
    known = {name: sum for sum, _, name in (line.partition("  ") for line in text.splitlines())}
    there = set(names(folder)) - {FILE}
    for name, declared in known.items():
        if name not in there or sha256(folder / name) != declared:
            yield name
    yield from sorted(there - set(known))
