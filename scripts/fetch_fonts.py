"""Fetches the bundled fonts from the packages in which they are published, and checks the SHA-256 of every file.

``python scripts/fetch_fonts.py`` fetches, ``--check`` only checks the existing files. Exit codes: 0 all files are
correct, 1 a checksum is wrong or a file is missing, 2 a wrong command line, 3 npm is missing or cannot fetch.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from wicpress.fonts.bundled_faces import (
    BUNDLED,
    Family,
    catalogue,
    licence_path,
    sha256,
    verify_bundle,
)

MAX_BYTES = 64 * 2**20
"""No file of a package may be larger than this, in bytes: the largest font has 15 million."""


class FetchError(Exception):
    """npm is not installed, or it cannot fetch a package."""


class ChecksumMismatchError(Exception):
    """A fetched file is not the one in the catalogue."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python scripts/fetch_fonts.py", description=__doc__)
    parser.add_argument("--check", action="store_true", help="check the existing files, fetch nothing")
    parser.add_argument("--to", type=Path, default=BUNDLED, metavar="DIR", help="the folder of the families")
    options = parser.parse_args(arguments)
    try:
        if not options.check:
            for family in catalogue():
                print(f"{family.name}: {family.package} {family.package_version}", flush=True)
                fetch(family, options.to)
    except FetchError as error:
        print(f"cannot fetch: {error}", file=sys.stderr)
        return 3
    except ChecksumMismatchError as error:
        print(f"not what was published: {error}", file=sys.stderr)
        return 1
    return _report(options.to)


def fetch(family: Family, root: Path) -> None:
    """Fetch one family from its package into ``root``; write nothing unless every checksum is correct.

    Raise ``FetchError`` and ``ChecksumMismatchError``.
    """
    expected = {family.licence_source: (licence_path(family, root), family.licence_sha256)}
    expected |= {each.source: (root / family.folder / each.file, each.sha256) for each in family.faces}
    with tempfile.TemporaryDirectory(prefix="wicpress-fetch-") as folder:
        package = npm_pack(f"{family.package}@{family.package_version}", Path(folder))
        unpacked = {source: _unpack(package, source, Path(folder)) for source in expected}
        for source, path in unpacked.items():
            if (digest := sha256(path)) != expected[source][1]:
                raise ChecksumMismatchError(
                    f"{source} of {family.package} has the SHA-256 {digest}, not {expected[source][1]}"
                )
        for source, path in unpacked.items():
            _replace(path, expected[source][0])


def npm_pack(package: str, folder: Path) -> Path:
    """Fetch a published package into ``folder`` with npm's own settings, return its archive. Raise ``FetchError``."""
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("npm is not installed; install it (Debian: apt-get install npm) and run this again")
    command = [npm, "pack", package, "--silent", "--ignore-scripts", "--pack-destination", str(folder)]
    completed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    archives = sorted(folder.glob("*.tgz"))
    if completed.returncode or len(archives) != 1:
        lines = (completed.stderr or completed.stdout).strip().splitlines()
        raise FetchError(f"npm pack {package} failed" + (f": {lines[-1]}" if lines else ""))
    return archives[0]


def _unpack(archive: Path, source: str, folder: Path) -> Path:
    """Copy one regular file out of a package's archive. Raise ``ChecksumMismatchError``."""
    target = folder / source.replace("/", "-")
    try:
        with tarfile.open(archive, "r:gz") as package:
            member = package.getmember(f"package/{source}")
            file = package.extractfile(member) if member.isfile() and member.size <= MAX_BYTES else None
            if file is None:
                raise ChecksumMismatchError(f"{source} is no regular file of at most {MAX_BYTES // 2**20} MB")
            _copy(file, target)
    except KeyError:
        raise ChecksumMismatchError(f"the package has no {source}") from None
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ChecksumMismatchError(f"the package cannot be read: {error}") from None
    return target


def _copy(file: IO[bytes], target: Path) -> None:
    with target.open("wb") as out:
        shutil.copyfileobj(file, out)


def _replace(path: Path, target: Path) -> None:
    """Copy a checked file to ``target`` atomically."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(path, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _report(root: Path) -> int:
    """Print whether the files under ``root`` are those of the catalogue; return the exit code."""
    problems = verify_bundle(root)
    for each in problems:
        print(f"{each.path}: {'is missing' if each.reason == 'missing' else 'is not the file that was published'}")
    if problems:
        print("run python scripts/fetch_fonts.py to fetch the published files", file=sys.stderr)
        return 1
    number = sum(len(each.faces) for each in catalogue())
    print(f"{number} faces of {len(catalogue())} families are as published")
    return 0


if __name__ == "__main__":
    sys.exit(main())
