"""The fonts that come with wicpress: their files, their publishers and their licences."""

from __future__ import annotations

import functools
import hashlib
import tomllib
from pathlib import Path
from typing import Any, Final

import attrs

BUNDLED: Final = Path(__file__).parent / "bundled"
"""The folder of the bundled families: ``fonts.toml`` and, for each family, its files and its licence."""


@attrs.frozen
class BundledFace:
    """One font file as its publisher released it. ``source`` is its path in the package, ``size`` in bytes."""

    weight: int
    style: str
    file: str
    source: str
    size: int
    sha256: str


@attrs.frozen
class Family:
    """One bundled family: its package, its licence, and its faces.

    ``reserved`` are the names that a modified copy may not have (OFL 1.1, clause 3, and trademarks); ``forms`` is
    the BCP 47 tag of the language whose Han forms it draws, empty for a Latin family.
    """

    name: str
    folder: str
    version: str
    package: str
    package_version: str
    licence: str
    licence_source: str
    licence_sha256: str
    copyright: str
    reserved: tuple[str, ...]
    faces: tuple[BundledFace, ...]
    forms: str = ""

    def face(self, weight: int, style: str) -> BundledFace:
        """Return the face of exactly this ``weight`` and ``style``. Raise ``KeyError``."""
        for each in self.faces:
            if (each.weight, each.style) == (weight, style):
                return each
        raise KeyError(f"{self.name} {weight} {style}")


@attrs.frozen
class BundleProblem:
    """A file of the catalogue that is not what it should be: ``reason`` is ``missing`` or ``changed``."""

    path: str
    reason: str


@functools.cache
def catalogue() -> tuple[Family, ...]:
    """Return every bundled family, as ``bundled/fonts.toml`` declares it."""
    data = tomllib.loads((BUNDLED / "fonts.toml").read_text(encoding="utf-8"))
    return tuple(_family(each) for each in data["family"])


def family(name: str) -> Family:
    """Return the bundled family of this name. Raise ``KeyError``."""
    return {each.name: each for each in catalogue()}[name]


def licence_path(family: Family, root: Path = BUNDLED) -> Path:
    """Return the path of the licence of a family."""
    return root / family.folder / "OFL.txt"


def expected_digests() -> dict[str, str]:
    """Return the declared SHA-256 of every file of the catalogue, by its path in the bundle."""
    digests: dict[str, str] = {}
    for each in catalogue():
        digests[f"{each.folder}/OFL.txt"] = each.licence_sha256
        digests |= {f"{each.folder}/{face.file}": face.sha256 for face in each.faces}
    return digests


def verify_bundle(root: Path = BUNDLED) -> tuple[BundleProblem, ...]:
    """Return the files under ``root`` that are missing or have not the declared SHA-256."""
    return tuple(
        BundleProblem(name, "changed" if (root / name).is_file() else "missing")
        for name, declared in expected_digests().items()
        if not (root / name).is_file() or sha256(root / name) != declared
    )


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _family(table: dict[str, Any]) -> Family:
    values = {key.replace("-", "_"): value for key, value in table.items() if key != "face"}
    values["reserved"] = tuple(values["reserved"])
    return Family(**values, faces=tuple(BundledFace(**each) for each in table["face"]))
