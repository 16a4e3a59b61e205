"""What only finished files tell: every edition is built and verified in a temporary folder, and nothing is kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

import attrs

from wicpress.config import load
from wicpress.diagnostics import Diagnostic


@attrs.frozen
class LaidCheck:
    """What the editions of a book show: ``internal_errors`` are traces of bugs of wicpress."""

    diagnostics: tuple[Diagnostic, ...] = ()
    missing_requirement: bool = False
    internal_errors: tuple[str, ...] = ()


def check_laid_pages(root: Path) -> LaidCheck:
    """Return what the layout of the book in ``root`` reports, and what `verify --book` would of its editions.

    Pages come from the cache where they have not changed; the files are written to a temporary folder only. Outside
    validators are not run.
    """
    # slow to load; a check of the text alone needs none of these
    from wicpress.build.builder import build  # noqa: PLC0415
    from wicpress.build.request import BuildRequest  # noqa: PLC0415
    from wicpress.build.targets import targets  # noqa: PLC0415
    from wicpress.proofing.verify_files import UNSOUND_FILE, VerifyRequest  # noqa: PLC0415
    from wicpress.release.verify_artifacts import verify_artifacts  # noqa: PLC0415

    config = load(root).value
    if config is None:
        return LaidCheck()
    with tempfile.TemporaryDirectory(prefix="wicpress-") as folder:
        built = Path(folder, "built")
        (result,) = build([root], BuildRequest(output=built))
        diagnostics = list(result.all_diagnostics)
        if result.ok:
            request = VerifyRequest(book=root, run_validators=False)
            for each in verify_artifacts(built, config, targets(config), request, 0):
                diagnostics += (UNSOUND_FILE(f"{each.name}: {finding}") for finding in each.findings)
                diagnostics += each.listed
    return LaidCheck(tuple(dict.fromkeys(diagnostics)), result.missing_requirement, result.internal_errors)
