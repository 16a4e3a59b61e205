"""What the press asks of the system under it, how to see whether it is there, and what installs it.

The set-up script reads this module before a single package is installed. So it imports the standard library alone,
and its values are dataclasses.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

OLDEST_PYTHON: Final = (3, 11)
TIMEOUT: Final = 60
"""Seconds that a program has for telling its version; Ace and veraPDF start slowly on a cold disk."""


@dataclass(frozen=True, slots=True)
class PackageManager:
    """A package manager: its program with the words that install and refresh, and whether it must be root.

    ``trusted``: the set-up may run it by itself; elsewhere it only names the command.
    """

    name: str
    program: str
    install: tuple[str, ...]
    refresh: tuple[str, ...] = ()
    as_root: bool = True
    may_run_unasked: bool = False


MANAGERS: Final = (
    PackageManager("apt", "apt-get", ("install", "-y", "--no-install-recommends"), ("update",), may_run_unasked=True),
    PackageManager("dnf", "dnf", ("install", "-y"), may_run_unasked=True),
    PackageManager("zypper", "zypper", ("install", "-y")),
    PackageManager("pacman", "pacman", ("-S", "--needed")),
    PackageManager("apk", "apk", ("add",)),
    PackageManager("brew", "brew", ("install",), as_root=False, may_run_unasked=True),
)
"""In the order in which they are looked for: a system's own before Homebrew, which can stand beside it."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something of the system, not of Python.

    ``stage`` says who asks for it: ``setup`` (making the virtual environment), ``press`` (building books), ``tests``
    (the test suite) or ``judges`` (validators that a publisher may add). ``required``: its stage fails without it.
    It is there when each of ``libraries`` loads under one of its names, each of ``programs`` ends well (a program
    under several names is several commands, of which one must), ``modules`` can be imported and all ``files`` exist.
    ``packages`` names it in each package manager.
    """

    name: str
    needed_for: str
    stage: str
    packages: Mapping[str, tuple[str, ...]] = field(hash=False)
    libraries: tuple[tuple[str, ...], ...] = ()
    programs: tuple[tuple[tuple[str, ...], ...], ...] = ()
    modules: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    required: bool = True
    advice: str = ""


def _packages(*everywhere: str, **names: str) -> Mapping[str, tuple[str, ...]]:
    """The packages by manager: ``everywhere`` where a name is the same for all, else by the manager's name."""
    same = {each.name: everywhere for each in MANAGERS if everywhere}
    return MappingProxyType(same | {manager: tuple(each.split()) for manager, each in names.items()})


def _library(stem: str, version: int = 0) -> tuple[str, ...]:
    return (f"{stem}.so.{version}", f"{stem}.{version}.dylib", f"{stem}.dylib")


_PREFLIGHT = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
_CHROME = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_SINCE_NODE_18 = "parseInt(process.versions.node) >= 18 ? process.version : process.exit(1)"

REQUIREMENTS: Final = (
    Requirement(
        "Python's venv",
        "making the virtual environment",
        "setup",
        # Debian and Ubuntu split it off, one package for each Python they have
        _packages(apt="python{}.{}-venv".format(*sys.version_info)),
        modules=("venv", "ensurepip"),
    ),
    Requirement(
        "Pango",
        "laying out pages",
        "press",
        _packages("pango", apt="libpango-1.0-0 libpangoft2-1.0-0", zypper="libpango-1_0-0"),
        libraries=(_library("libpango-1.0"), _library("libpangoft2-1.0")),
    ),
    Requirement(
        "HarfBuzz subset library",
        "embedding fonts fast and small",
        "press",
        _packages("harfbuzz", apt="libharfbuzz-subset0", zypper="libharfbuzz-subset0", apk="harfbuzz-subset"),
        libraries=(_library("libharfbuzz-subset"),),
        required=False,
    ),
    Requirement(
        "fontconfig",
        "finding fonts",
        "press",
        _packages("fontconfig"),
        libraries=(_library("libfontconfig", 1),),
        programs=((("fc-match", "--version"),),),
    ),
    Requirement(
        "Java",
        "EPUBCheck",
        "tests",
        _packages(
            "java-headless",
            apt="default-jre-headless",
            pacman="jre-openjdk-headless",
            apk="openjdk17-jre-headless",
            brew="openjdk",
        ),
        programs=((("java", "-version"),),),
    ),
    Requirement(
        "Poppler's tools",
        "reading PDFs back and looking at their pages",
        "tests",
        _packages("poppler-utils", zypper="poppler-tools", pacman="poppler", brew="poppler"),
        programs=((("pdftotext", "-v"),), (("pdftoppm", "-v"),)),
    ),
    Requirement(
        "Node.js",
        "Ace",
        "tests",
        _packages("nodejs", "npm", brew="node"),
        programs=((("node", "-p", _SINCE_NODE_18),), (("npm", "--version"),)),
        advice="install Node.js 18 or later with its npm",
    ),
    Requirement(
        "Chromium",
        "Ace, and looking at e-books",
        "tests",
        _packages("chromium", brew="google-chrome"),
        programs=(tuple((each, "--version") for each in _CHROME),),
        advice="get Chromium or Chrome from its project",
    ),
    Requirement(
        "qpdf", "checking the structure of PDFs", "tests", _packages("qpdf"), programs=((("qpdf", "--version"),),)
    ),
    Requirement(
        "PDFBox preflight",
        "judging PDF/A",
        "tests",
        # Java took activation and JAXB out of itself; Debian's package of PDFBox does not ask for them
        _packages(apt="libpdfbox2-java libactivation-java libjaxb-api-java"),
        files=tuple(f"/usr/share/java/{jar}.jar" for jar in _PREFLIGHT),
        required=False,
        advice="get the preflight application of Apache PDFBox 2 from its project",
    ),
    Requirement(
        "veraPDF",
        "judging PDF/A and PDF/UA",
        "judges",
        _packages(),
        programs=((("verapdf", "--version"),),),
        required=False,
        advice="get veraPDF from its project and put verapdf on the PATH",
    ),
    Requirement(
        "Ace by DAISY",
        "judging the accessibility of EPUBs",
        "tests",
        _packages(),
        programs=((("ace-cli", "--version"),),),
        required=False,
        advice="npm install --global --ignore-scripts @daisy/ace-cli@1.4.6",
    ),
)


# ------------------------------------------------------------------------------------- looking


def is_present(part: Requirement) -> bool:
    """True where the machine has ``part``."""
    return (
        all(load_library(names) for names in part.libraries)
        and all(any(_ends_well(command) for command in names) for names in part.programs)
        and all(importlib.util.find_spec(module) is not None for module in part.modules)
        and all(Path(each).exists() for each in part.files)
    )


def load_library(names: Iterable[str]) -> ctypes.CDLL | None:
    """The first library of these names that loads; Homebrew's folders are searched where the loader does not."""
    for name in names:
        for place in ("", "/opt/homebrew/lib/", "/usr/local/lib/"):
            with contextlib.suppress(OSError):
                return ctypes.CDLL(place + name)
    return None


def find(program: str) -> str | None:
    """Where a program is: on the path, or beside this Python, where the set-up puts what no system has."""
    return shutil.which(program) or shutil.which(program, path=str(Path(sys.executable).parent))


def run_version_command(command: tuple[str, ...]) -> tuple[int, str]:
    """Exit code and first line of what a command says; code -1 where it cannot be run or does not end in time."""
    program = find(command[0])
    if program is None:
        return -1, ""
    try:
        done = subprocess.run(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return -1, ""
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return done.returncode, lines[0] if lines else ""


def _ends_well(command: tuple[str, ...]) -> bool:
    # running, not only finding it: macOS has a java that only says that there is none
    return run_version_command(command)[0] == 0


# ------------------------------------------------------------------------------------- mending


def manager() -> PackageManager | None:
    """The package manager of this system, None where it has none that we know."""
    return next((each for each in MANAGERS if shutil.which(each.program)), None)


def is_root() -> bool:
    """True where this process may install system packages without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_commands(parts: Iterable[Requirement], by: PackageManager) -> tuple[tuple[str, ...], ...]:
    """The commands, without ``sudo``, that install those of ``parts`` that ``by`` has; none where it has none."""
    names = tuple(dict.fromkeys(name for part in parts for name in part.packages.get(by.name, ())))
    if not names:
        return ()
    refresh = ((by.program, *by.refresh),) if by.refresh else ()
    return (*refresh, (by.program, *by.install, *names))


def install_command(parts: Iterable[Requirement], by: PackageManager | None) -> str:
    """The one command that installs ``parts``, ready for a shell; a sentence where no command can.

    ``by`` is the package manager, None where there is none: then the parts are named.
    """
    parts = tuple(parts)
    said = []
    if by is not None and (commands := install_commands(parts, by)):
        root = "sudo " if by.as_root and not is_root() else ""
        said.append(" && ".join(root + shlex.join(each) for each in commands))
    else:
        by = None
    left = [part for part in parts if by is None or by.name not in part.packages]
    said += [part.advice or f"install {part.name} with this system's package manager" for part in left]
    return "; ".join(said)
