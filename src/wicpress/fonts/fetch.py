"""Brings the bundled type again from the packages it was published in, and proves every sum.

``python -m wicpress.fonts.fetch`` fetches, ``--check`` only proves what is there. Exit codes: 0 all is proven,
1 a sum is wrong or a file is missing, 2 a wrong command line, 3 npm is missing or could not fetch.
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

from wicpress.fonts.bundled_faces import BUNDLED, Family, catalogue, licence_path, sha256, verify_bundle

LARGEST = 64 * 2**20
"""No file of a package may be larger than this, in bytes: the largest font has 15 million."""


class UnfetchableError(Exception):
    """npm is not there, or it could not fetch a package."""


class ChecksumMismatchError(Exception):
    """What was fetched is not what the catalogue declares."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m wicpress.fonts.fetch", description=__doc__)
    parser.add_argument("--check", action="store_true", help="prove the files that are there, fetch nothing")
    parser.add_argument("--to", type=Path, default=BUNDLED, metavar="DIR", help="where the families stand")
    options = parser.parse_args(arguments)
    try:
        if not options.check:
            for family in catalogue():
                print(f"{family.name}: {family.package} {family.package_version}", flush=True)
                fetch(family, options.to)
    except UnfetchableError as error:
        print(f"cannot fetch: {error}", file=sys.stderr)
        return 3
    except ChecksumMismatchError as error:
        print(f"not proven: {error}", file=sys.stderr)
        return 1
    return _verify(options.to)


def fetch(family: Family, root: Path) -> None:
    """Fetch one family from its package into ``root``; nothing is written unless every sum is right.

    Raises ``UnfetchableError`` and ``UnprovenError``.
    """
    wanted = {family.licence_source: (licence_path(family, root), family.licence_sha256)}
    wanted |= {each.source: (root / family.folder / each.file, each.sha256) for each in family.faces}
    with tempfile.TemporaryDirectory(prefix="wicpress-fetch-") as folder:
        package = pack(f"{family.package}@{family.package_version}", Path(folder))
        unpacked = {source: _unpack(package, source, Path(folder)) for source in wanted}
        for source, path in unpacked.items():
            if (found := sha256(path)) != wanted[source][1]:
                raise ChecksumMismatchError(
                    f"{source} of {family.package} has the sum {found}, not {wanted[source][1]}"
                )
        for source, path in unpacked.items():
            _place(path, wanted[source][0])


def pack(package: str, folder: Path) -> Path:
    """A published package, fetched into ``folder`` with npm's own settings. Raises ``UnfetchableError``."""
    npm = shutil.which("npm")
    if npm is None:
        raise UnfetchableError("npm is not installed; install it (Debian: apt-get install npm) and run this again")
    command = [npm, "pack", package, "--silent", "--ignore-scripts", "--pack-destination", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    archives = sorted(folder.glob("*.tgz"))
    if done.returncode or len(archives) != 1:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise UnfetchableError(f"npm pack {package} failed" + (f": {said[-1]}" if said else ""))
    return archives[0]


def _unpack(archive: Path, source: str, folder: Path) -> Path:
    """Copy one regular file out of a package's archive. Raises ``UnprovenError``."""
    target = folder / source.replace("/", "-")
    try:
        with tarfile.open(archive, "r:gz") as package:
            member = package.getmember(f"package/{source}")
            file = package.extractfile(member) if member.isfile() and member.size <= LARGEST else None
            if file is None:
                raise ChecksumMismatchError(f"{source} is no plain file of a bearable size")
            _copy(file, target)
    except KeyError:
        raise ChecksumMismatchError(f"the package has no {source}") from None
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ChecksumMismatchError(f"the package cannot be read: {error}") from None
    return target


def _copy(file: IO[bytes], target: Path) -> None:
    with target.open("wb") as out:
        shutil.copyfileobj(file, out)


def _place(path: Path, target: Path) -> None:
    """Put a proven file in its place, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(path, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _verify(root: Path) -> int:
    """Say whether the files under ``root`` are those of the catalogue."""
    faults = verify_bundle(root)
    for each in faults:
        print(f"{each.path}: {'is missing' if each.reason == 'missing' else 'is not the file that was published'}")
    if faults:
        print("run python -m wicpress.fonts.fetch to bring the published files", file=sys.stderr)
        return 1
    number = sum(len(each.faces) for each in catalogue())
    print(f"{number} faces of {len(catalogue())} families are proven")
    return 0


if __name__ == "__main__":
    sys.exit(main())
