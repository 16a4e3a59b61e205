"""What only laying out tells: printed editions are laid out and measured, and nothing is kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

from wicpress.build.builder import build
from wicpress.build.request import BuildRequest
from wicpress.config import load
from wicpress.diagnostics import Diagnostic
from wicpress.proofing.verify_files import VerifyRequest, verify_files


def check_laid_pages(root: Path) -> tuple[Diagnostic, ...]:
    """Return what `verify` would report of the lines and pages of the book in ``root``, and what its layout reports.

    Pages come from the cache where they have not changed; the files are written to a temporary folder only.
    """
    config = load(root).value
    if config is None or not any("pdf" in edition.formats for edition in config.editions):
        return ()
    with tempfile.TemporaryDirectory(prefix="wicpress-") as folder:
        (result,) = build([root], BuildRequest(formats=("pdf",), output=Path(folder)))
        reported = [each for output in result.outputs for each in output.diagnostics]
        paths = [output.path for output in result.outputs if output.path.is_file()]
        for verified in verify_files(paths, VerifyRequest(book=root, run_validators=False)):
            reported += verified.line_diagnostics
    return tuple(dict.fromkeys(reported))
