"""Texts of files with the edits of their diagnostics made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wicpress.build.autofix import apply_edits
from wicpress.diagnostics import Diagnostic, Edit


def fix_texts(files: Mapping[str, str], diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """Return ``files`` (text by path) with the edits of ``diagnostics`` made, only those that change."""
    edits: dict[str, list[Edit]] = {}
    for edit in (edit for each in diagnostics for edit in each.edits):
        edits.setdefault(edit.path, []).append(edit)
    fixed = {path: apply_edits(files[path], mine)[0] for path, mine in edits.items() if path in files}
    return {path: text for path, text in fixed.items() if text != files[path]}
