"""What wicpress requires of the system, how to detect whether it is installed, and which command installs it.

The set-up script imports this module before any package is installed. So it imports only the standard library, and
its values are dataclasses.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import re
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
"""Seconds for a program to print its version; Ace and veraPDF start slowly on a cold disk."""


@dataclass(frozen=True, slots=True)
class PackageManager:
    """A package manager: its program with the arguments to install and to refresh, and whether it must run as root.

    ``may_run_unasked``: the set-up runs it; otherwise it only prints the command.
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
"""In search order: the system's own before Homebrew, which can be installed beside it."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement outside Python: a library, a program or a file.

    ``stage`` is what needs it: ``setup`` (creating the virtual environment), ``books`` (building books), ``tests``
    (the test suite) or ``judges`` (validators that a publisher may add). ``required``: its stage fails without it.
    It is present if each of ``libraries`` loads under one of its names, one command of each of ``programs`` succeeds
    (a program may have several names), ``modules`` can be imported and all ``files`` exist. ``packages`` has its
    packages by package manager.
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
    """Return the packages by manager: ``everywhere`` if the names are the same for all, else by manager."""
    same = {each.name: everywhere for each in MANAGERS if everywhere}
    return MappingProxyType(same | {manager: tuple(each.split()) for manager, each in names.items()})


def library_names(stem: str, version: int = 0) -> tuple[str, ...]:
    """Return the file names of a shared library on Linux and macOS."""
    return (f"{stem}.so.{version}", f"{stem}.{version}.dylib", f"{stem}.dylib")


_PREFLIGHT = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
JAXB = tuple(
    f"/usr/share/java/{jar}.jar"
    for jar in (
        "jaxb-runtime",
        "jaxb-core",
        "istack-commons-runtime",
        "txw2",
        "FastInfoset",
        "stax-ex",
        "javax.activation",
    )
)
"""The jars that read the profiles of veraPDF; Java no longer has them, nor has the package that carries veraPDF."""
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
"""The browsers that Ace can use."""
SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python for which the system installs PyGObject; a virtual environment does not have it."""
_PRINTS_WEBKIT = (
    "import gi; gi.require_version('WebKit2', '4.1'); from gi.repository import WebKit2 as w; "
    "print('WebKitGTK', w.get_major_version(), w.get_minor_version())"
)
_SINCE_NODE_18 = "parseInt(process.versions.node) >= 18 ? process.version : process.exit(1)"

REQUIREMENTS: Final = (
    Requirement(
        "Python's venv",
        "creating the virtual environment",
        "setup",
        # Debian and Ubuntu split it off, one package for each Python they have
        _packages(apt="python{}.{}-venv".format(*sys.version_info)),
        modules=("venv", "ensurepip"),
    ),
    Requirement(
        "Pango",
        "layout of pages",
        "books",
        _packages("pango", apt="libpango-1.0-0 libpangoft2-1.0-0", zypper="libpango-1_0-0"),
        libraries=(library_names("libpango-1.0"), library_names("libpangoft2-1.0")),
    ),
    Requirement(
        "HarfBuzz subset library",
        "embedding fonts fast and small",
        "books",
        _packages("harfbuzz", apt="libharfbuzz-subset0", zypper="libharfbuzz-subset0", apk="harfbuzz-subset"),
        libraries=(library_names("libharfbuzz-subset"),),
        required=False,
    ),
    Requirement(
        "fontconfig",
        "finding fonts",
        "books",
        _packages("fontconfig"),
        libraries=(library_names("libfontconfig", 1),),
        programs=((("fc-match", "--version"),),),
    ),
    Requirement(
        "Java",
        "EPUBCheck and veraPDF",
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
        programs=(tuple((each, "--version") for each in BROWSERS),),
        advice="get Chromium or Chrome from its project",
    ),
    Requirement(
        "WebKitGTK",
        "looking at e-books in the engine of Apple Books and Foliate",
        "tests",
        _packages(apt="gir1.2-webkit2-4.1 python3-gi xvfb", dnf="webkit2gtk4.1 python3-gobject xorg-x11-server-Xvfb"),
        programs=(((SYSTEM_PYTHON, "-c", _PRINTS_WEBKIT),), (("xvfb-run", "--help"),)),
        required=False,
        advice="install WebKitGTK 4.1 with its GObject introspection, PyGObject and Xvfb",
    ),
    Requirement(
        "qpdf", "checking the structure of PDFs", "tests", _packages("qpdf"), programs=((("qpdf", "--version"),),)
    ),
    Requirement(
        "strace",
        "proving which files are opened",
        "tests",
        _packages("strace", brew=""),
        programs=((("strace", "-V"),),),
        required=False,
        advice="strace is for Linux; elsewhere Python's audit events are all that is watched",
    ),
    Requirement(
        "PDFBox preflight",
        "validating PDF/A",
        "tests",
        # Java no longer has activation and JAXB, and Debian's package of PDFBox does not depend on them
        _packages(apt="libpdfbox2-java libactivation-java libjaxb-api-java"),
        files=tuple(f"/usr/share/java/{jar}.jar" for jar in _PREFLIGHT),
        required=False,
        advice="get the preflight application of Apache PDFBox 2 from its project",
    ),
    Requirement(
        "JAXB",
        "veraPDF",
        "tests",
        _packages(apt="libjaxb-java libactivation-java"),
        files=JAXB,
        required=False,
        advice="get veraPDF from its project and put verapdf on the PATH",
    ),
    Requirement(
        "Ace by DAISY",
        "checking the accessibility of EPUBs",
        "tests",
        _packages(),
        programs=((("ace-cli", "--version"),),),
        required=False,
        advice="npm install --global --ignore-scripts @daisy/ace-cli@1.4.6",
    ),
)


# ------------------------------------------------------------------------------------ presence


def is_present(requirement: Requirement) -> bool:
    """Return whether the machine has ``requirement``."""
    return find_version(requirement) is not None


def find_version(requirement: Requirement) -> str | None:
    """Return the version of ``requirement``, or another line about it; None if the machine does not have it."""
    libraries = [load_library(names) for names in requirement.libraries]
    answers = [_first_answer(commands) for commands in requirement.programs]
    modules = [importlib.util.find_spec(module) for module in requirement.modules]
    if None in (*libraries, *answers, *modules) or not all(Path(each).exists() for each in requirement.files):
        return None
    versions = [library_version(library) for library in libraries if library]
    return next(filter(None, [*versions, *answers, *requirement.files]), "found")


def _first_answer(commands: Iterable[tuple[str, ...]]) -> str | None:
    """Return the first line of output of the first command that succeeds, None if none does."""
    for command in commands:
        code, line = run_version_command(command)  # the java of a bare macOS only prints that there is none
        if code == 0:
            return line or command[0]
    return None


def load_library(names: Iterable[str]) -> ctypes.CDLL | None:
    """Return the first of these libraries that can be loaded, also from Homebrew's folders, or None."""
    for name in names:
        for folder in ("", "/opt/homebrew/lib/", "/usr/local/lib/"):
            with contextlib.suppress(OSError):
                return ctypes.CDLL(folder + name)
    return None


def library_version(library: ctypes.CDLL) -> str:
    """Return the version of Pango, HarfBuzz or fontconfig, "" for another library."""
    for name in ("pango_version_string", "hb_version_string"):
        with contextlib.suppress(AttributeError):
            function = getattr(library, name)
            function.restype = ctypes.c_char_p
            return re.sub(r"[^\w.+-]", "", (function() or b"").decode("ascii", "replace"))
    with contextlib.suppress(AttributeError):
        number = int(library.FcGetVersion())  # 21402 is 2.14.2
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return ""


def find_program(program: str) -> str | None:
    """Return the path of a program: on PATH, or beside this Python, where the set-up installs Ace.

    A relative place on PATH is left out: it would lead into the folder of a book.
    """
    places = [place for place in os.get_exec_path() if Path(place).is_absolute()]
    return shutil.which(program, path=os.pathsep.join([*places, str(Path(sys.executable).parent)]))


def run_version_command(command: tuple[str, ...]) -> tuple[int, str]:
    """Return exit code and first line of output of a command; code -1 if it cannot run or times out."""
    program = find_program(command[0])
    if program is None:
        return -1, ""
    try:
        completed = subprocess.run(
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
    lines = [line.strip() for line in (completed.stdout + completed.stderr).splitlines() if line.strip()]
    return completed.returncode, lines[0] if lines else ""


# -------------------------------------------------------------------------------- installation


def manager() -> PackageManager | None:
    """Return the package manager of this system, None if it has none of ``MANAGERS``."""
    return next((each for each in MANAGERS if find_program(each.program)), None)


def is_root() -> bool:
    """Return whether this process runs as root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_commands(requirements: Iterable[Requirement], by: PackageManager) -> tuple[tuple[str, ...], ...]:
    """Return the commands, without ``sudo``, that install those ``requirements`` that ``by`` has packages for."""
    names = tuple(
        dict.fromkeys(name for requirement in requirements for name in requirement.packages.get(by.name, ()))
    )
    if not names:
        return ()
    refresh = ((by.program, *by.refresh),) if by.refresh else ()
    return (*refresh, (by.program, *by.install, *names))


def install_command(requirements: Iterable[Requirement], by: PackageManager | None) -> str:
    """Return the command that installs ``requirements``, ready for a shell; a sentence if no command can.

    ``by`` is the package manager, None if there is none: then the requirements are named.
    """
    requirements = tuple(requirements)
    steps = []
    if by is not None and (commands := install_commands(requirements, by)):
        sudo = "sudo " if by.as_root and not is_root() else ""
        steps.append(" && ".join(sudo + shlex.join(each) for each in commands))
    else:
        by = None
    for each in requirements:
        if by is None or by.name not in each.packages:
            steps.append(each.advice or f"install {each.name} with this system's package manager")
    return "; ".join(steps)
