"""What the bytes depend on beside the manuscript: wicpress, packages, libraries, with versions and sums."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import importlib.metadata
import platform
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wicpress.build.fingerprint import PACKAGES
from wicpress.release.checksums import sha256
from wicpress.resources import resource_dir
from wicpress.system import requirements
from wicpress.version import __version__

LIBRARIES: dict[str, tuple[tuple[str, ...], str]] = {
    "pango": (("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0.dylib"), "pango_version_string"),
    "harfbuzz": (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz.dylib"), "hb_version_string"),
    "harfbuzz-subset": (
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset.dylib"),
        "hb_version_string",
    ),
    "fontconfig": (("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig.dylib"), "FcGetVersion"),
}
"""The libraries that lay and cut text, by name: their files, and the function that tells the version."""


@functools.cache
def toolchain() -> dict[str, Any]:
    """The versions and SHA-256 of everything that makes the bytes; "" where a part is not there."""
    return {
        "wicpress": {"version": __version__, "sha256": _own_digest(), "licence": "AGPL-3.0-or-later"},
        "python": {"implementation": platform.python_implementation(), "version": platform.python_version()},
        "packages": {name: _package(name) for name in sorted(PACKAGES, key=str.casefold)},
        "libraries": {name: _library(names, ask) for name, (names, ask) in LIBRARIES.items()},
    }


def _own_digest() -> str:
    """The sum of wicpress itself: its code, templates and styles, the same in a checkout and in a wheel."""
    package = Path(__file__).resolve().parents[1]
    return _digest([*_files(package, "", ("templates", "styles")), *_own("templates"), *_own("styles")])


def _own(name: str) -> Iterator[tuple[str, str]]:
    return _files(resource_dir(name), f"{name}/", ())


def _files(top: Path, prefix: str, without: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The files below ``top`` with their sums; the faces are in the manifest one by one, and take long to add up."""
    for path in sorted(top.rglob("*")):
        inside = path.relative_to(top)
        if path.is_file() and path.suffix not in {".pyc", ".ttf"} and inside.parts[0] not in without:
            yield prefix + inside.as_posix(), sha256(path)


def _digest(lines: list[tuple[str, str]]) -> str:
    return hashlib.sha256("".join(f"{sum}  {name}\n" for name, sum in sorted(lines)).encode()).hexdigest()


def _package(name: str) -> dict[str, str]:
    """A Python package: the sum is that of its files' sums, as its installer wrote them down."""
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return {"version": "", "sha256": "", "licence": ""}
    return {"version": found.version, "sha256": _record(found), "licence": _licence(found)}


def _record(found: importlib.metadata.Distribution) -> str:
    """Commands name the Python that runs them, and the installer signs its own file: neither counts."""
    lines = [
        (file.as_posix(), f"{file.hash.mode}={file.hash.value}")
        for file in found.files or ()
        if file.hash and file.parts[0] != ".." and not file.parts[0].endswith(".dist-info")
    ]
    return _digest(lines) if lines else ""


def _licence(found: importlib.metadata.Distribution) -> str:
    """The licence as the package declares it: an SPDX expression, or the name of its classifier."""
    declared = _version_from(found, "License-Expression")
    if not declared:
        classifiers = found.metadata.get_all("Classifier") or []
        declared = next((each.split(" :: ")[-1] for each in classifiers if each.startswith("License :: ")), "")
    return declared or _version_from(found, "License").strip().split("\n")[0][:80]


def _version_from(found: importlib.metadata.Distribution, key: str) -> str:
    return "".join(found.metadata.get_all(key) or [])


def _library(names: tuple[str, ...], get_version: str) -> dict[str, str]:
    library = requirements.load_library(names)
    if library is None:
        return {"version": "", "sha256": ""}
    function = getattr(library, get_version, None)
    path = _path_of(library, get_version)
    return {"version": _version(function) if function else "", "sha256": sha256(path) if path else ""}


def _version(function: Any) -> str:
    if function.__name__ == "FcGetVersion":  # a number: 21402 is 2.14.2
        number = int(function())
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    function.restype = ctypes.c_char_p
    text = function() or b""
    return re.sub(r"[^\w.+-]", "", text.decode("ascii", "replace"))


class _Place(ctypes.Structure):
    """``Dl_info`` of ``dladdr(3)``."""

    _fields_ = (
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    )


def _path_of(library: ctypes.CDLL, function: str) -> Path | None:
    """The file that a loaded function is from; None where the system does not tell."""
    try:
        address = ctypes.cast(getattr(library, function), ctypes.c_void_p)
        place = _Place()
        if not ctypes.CDLL(None).dladdr(address, ctypes.byref(place)) or not place.file:
            return None
        path = Path(place.file.decode()).resolve()
    except (AttributeError, OSError, TypeError):
        return None
    return path if path.is_file() else None
