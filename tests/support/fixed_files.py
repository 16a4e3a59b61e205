"""Texts of files with the edits of their diagnostics made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wicpress.build.autofix import apply_edits
from wicpress.diagnostics import Diagnostic


def fix_texts(files: Mapping[str, str], diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """Return ``files`` (text by path) with the edits of ``diagnostics`` made, only those that change."""
    edits = [edit for each in diagnostics for edit in each.edits]
    fixed = {
        path: apply_edits(text, [edit for edit in edits if edit.path == path])[0] for path, text in files.items()
    }
    return {path: text for path, text in fixed.items() if text != files[path]}
