"""The families that are installed on this machine, by their names in fontconfig."""

from __future__ import annotations

import difflib
import subprocess
from pathlib import Path

import attrs

from wicpress.system.requirements import find_program


class NoFontconfigError(Exception):
    """``fc-list`` is not there or failed; the message says which."""


@attrs.frozen
class Installed:
    """One face on this machine: the names of its family, its file, and its place in a collection."""

    families: tuple[str, ...]
    path: Path
    index: int


def installed() -> tuple[Installed, ...]:
    """Return every installed face, in a fixed order. Raise ``NoFontconfigError``."""
    program = find_program("fc-list")
    if program is None:
        raise NoFontconfigError("fc-list, the list of installed fonts, is not there")
    command = [program, "--format", "%{file}\t%{index}\t%{family}\n"]
    completed = subprocess.run(command, capture_output=True, text=True, errors="surrogateescape", check=False)
    if completed.returncode:
        raise NoFontconfigError(f"fc-list failed: {completed.stderr.strip()}")
    rows = (line.split("\t") for line in completed.stdout.splitlines())
    # the upper half of fontconfig's index numbers the named instances of a variable font
    names_by_face = {
        (path, int(index) & 0xFFFF): names for path, index, names in (row for row in rows if len(row) == 3)
    }
    return tuple(
        Installed(tuple(names_by_face[each].split(",")), Path(each[0]), each[1]) for each in sorted(names_by_face)
    )


def faces_of(family: str, fonts: tuple[Installed, ...]) -> tuple[Installed, ...]:
    """Return the faces of exactly this family; upper and lower case are the same."""
    return tuple(each for each in fonts if family.casefold() in {name.casefold() for name in each.families})


def nearest_name(family: str, fonts: tuple[Installed, ...]) -> str | None:
    """Return the installed family with the most similar name, or None where none is similar."""
    names = sorted({name for each in fonts for name in each.families})
    near = difflib.get_close_matches(family, names, n=1, cutoff=0.75)
    return near[0] if near else None
