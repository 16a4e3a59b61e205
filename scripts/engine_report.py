"""Shows what another release of WeasyPrint changes in the names that wicpress replaces, calls or derives from.

    python scripts/engine_report.py 71.0

The release is installed into a temporary folder, with the pydyf that it asks for, and its sources are
compared with those that are installed here; nothing is imported from either. Each name that is missing or changed is
followed by a unified diff and, for the table, by its new digest. The last lines sum up; the exit code is 1 where
anything differs, 2 where the release cannot be had.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, version
from pathlib import Path

from wicpress.engine.patching.engine_sources import NameComparison, compare, digest, frozen_lines, installed_root


def report(before: Path, after: Path) -> Iterator[str]:
    """Yield the lines of a report on the packages in the folder ``after``, compared with those in ``before``."""
    compared = compare(before, after)
    for each in compared:
        if each.state != "same":
            yield from _about(each)
    yield summary(compared)


def summary(compared: Iterable[NameComparison]) -> str:
    """Return how many names are the same, changed and missing, in one line."""
    compared = tuple(compared)
    count = Counter(each.state for each in compared)
    lines = sum(line[0] in "+-" for each in compared if each.state == "changed" for line in [*each.diff()][2:])
    return (
        f"{len(compared)} names: {count['same']} same, {count['changed']} changed ({lines} lines in diffs), "
        f"{count['missing']} missing"
    )


def _about(each: NameComparison) -> Iterator[str]:
    entry = each.entry
    yield f"{each.state}: {entry.name} ({entry.use.value}: {entry.why})"
    if each.after is not None:
        yield f'digest: "{entry.digest}" -> "{digest(each.after)}"'
        yield from each.diff()
    yield ""


def install(release: str, folder: Path) -> None:
    """Install a release of WeasyPrint, and the pydyf that it asks for, into ``folder``.

    Raise ``subprocess.CalledProcessError`` where pip cannot.
    """
    _pip(folder, f"weasyprint=={release}")
    (found,) = Distribution.discover(name="weasyprint", path=[str(folder)])
    asked = [line.partition(";")[0].strip() for line in found.requires or ()]
    _pip(folder, *(line for line in asked if line.startswith("pydyf")))


def _pip(folder: Path, *requirements: str) -> None:
    command = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check")
    subprocess.run([*command, "--target", str(folder), *requirements], check=True)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", help="of WeasyPrint, as 71.0")
    release = parser.parse_args().release
    with tempfile.TemporaryDirectory() as folder:
        try:
            install(release, Path(folder))
        except subprocess.CalledProcessError as error:
            print(f"WeasyPrint {release} cannot be installed: pip ended with {error.returncode}", file=sys.stderr)
            return 2
        lines = [*report(installed_root(), Path(folder))]
    *details, last = lines
    print(*details, f"WeasyPrint {version('weasyprint')} -> {release}: {last}", sep="\n")
    print(f"the table freezes {frozen_lines(installed_root())} lines of WeasyPrint {version('weasyprint')}")
    return 1 if details else 0


if __name__ == "__main__":
    sys.exit(main())
