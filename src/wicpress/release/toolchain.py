"""What the bytes depend on besides the manuscript: versions and digests of wicpress, packages and libraries."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import importlib.metadata
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wicpress.build.fingerprint import PACKAGES
from wicpress.release.checksums import sha256
from wicpress.resources import resource_dir
from wicpress.system.requirements import library_names, library_version, load_library
from wicpress.version import __version__

LIBRARIES: dict[str, tuple[tuple[str, ...], str]] = {
    "pango": (library_names("libpango-1.0"), "pango_version_string"),
    "harfbuzz": (library_names("libharfbuzz"), "hb_version_string"),
    "harfbuzz-subset": (library_names("libharfbuzz-subset"), "hb_version_string"),
    "fontconfig": (library_names("libfontconfig", 1), "FcGetVersion"),
}
"""The libraries that set text and subset fonts, by name: their files, and a function that each has."""


@functools.cache
def toolchain() -> dict[str, Any]:
    """Return the versions and SHA-256 of everything that decides the bytes; "" for what is not installed."""
    return {
        "wicpress": {"version": __version__, "sha256": _own_digest(), "licence": "AGPL-3.0-or-later"},
        "python": {"implementation": platform.python_implementation(), "version": platform.python_version()},
        "packages": {name: _package(name) for name in sorted(PACKAGES, key=str.casefold)},
        "libraries": {name: _library(names, function) for name, (names, function) in LIBRARIES.items()},
    }


def _own_digest() -> str:
    """Return the digest of wicpress: its code, templates and styles, the same in a checkout and in a wheel."""
    package = Path(__file__).resolve().parents[1]
    return _digest(
        [*_files(package, "", ("templates", "styles")), *_resource_files("templates"), *_resource_files("styles")]
    )


def _resource_files(name: str) -> Iterator[tuple[str, str]]:
    return _files(resource_dir(name), f"{name}/", ())


def _files(top: Path, prefix: str, without: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the files below ``top`` with their SHA-256; font files are in the manifest one by one."""
    for path in sorted(top.rglob("*")):
        inside = path.relative_to(top)
        if path.is_file() and path.suffix not in {".pyc", ".ttf"} and inside.parts[0] not in without:
            yield prefix + inside.as_posix(), sha256(path)


def _digest(lines: list[tuple[str, str]]) -> str:
    return hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in sorted(lines)).encode()).hexdigest()


def _package(name: str) -> dict[str, str]:
    """Return version, digest and licence of a Python package; the digest is that of the hashes in RECORD."""
    try:
        distribution = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return {"version": "", "sha256": "", "licence": ""}
    return {"version": distribution.version, "sha256": _record(distribution), "licence": _licence(distribution)}


def _record(distribution: importlib.metadata.Distribution) -> str:
    """Return the digest of RECORD without commands, which name their Python, and without the .dist-info."""
    lines = [
        (file.as_posix(), f"{file.hash.mode}={file.hash.value}")
        for file in distribution.files or ()
        if file.hash and file.parts[0] != ".." and not file.parts[0].endswith(".dist-info")
    ]
    return _digest(lines) if lines else ""


def _licence(distribution: importlib.metadata.Distribution) -> str:
    """Return the licence as the package declares it: an SPDX expression, or the name of its classifier."""
    declared = _metadata_field(distribution, "License-Expression")
    if not declared:
        classifiers = distribution.metadata.get_all("Classifier") or []
        declared = next((each.split(" :: ")[-1] for each in classifiers if each.startswith("License :: ")), "")
    return declared or _metadata_field(distribution, "License").strip().split("\n")[0][:80]


def _metadata_field(distribution: importlib.metadata.Distribution, key: str) -> str:
    return "".join(distribution.metadata.get_all(key) or [])


def _library(names: tuple[str, ...], function: str) -> dict[str, str]:
    library = load_library(names)
    if library is None:
        return {"version": "", "sha256": ""}
    path = _path_of(library, function)
    return {"version": library_version(library), "sha256": sha256(path) if path else ""}


class _DlInfo(ctypes.Structure):
    """``Dl_info`` of ``dladdr(3)``."""

    _fields_ = (
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    )


def _path_of(library: ctypes.CDLL, function: str) -> Path | None:
    """Return the file of a loaded library that has ``function``; None if the system does not say."""
    try:
        address = ctypes.cast(getattr(library, function), ctypes.c_void_p)
        info = _DlInfo()
        if not ctypes.CDLL(None).dladdr(address, ctypes.byref(info)) or not info.file:
            return None
        path = Path(info.file.decode()).resolve()
    except (AttributeError, OSError, TypeError):
        return None
    return path if path.is_file() else None
