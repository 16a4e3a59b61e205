"""Applies the edits that diagnostics propose to the manuscript: ``check --fix`` and ``check --diff``."""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import attrs

from wicpress.build.output_folder import cannot_write
from wicpress.diagnostics import Diagnostic, Edit, WicpressError, sorted_unique
from wicpress.system.atomic_file import write_atomic


def apply_fixes(root: Path, diagnostics: Iterable[Diagnostic]) -> int:
    """Edit the files of the book in ``root``; return the number of edits. Raise ``WicpressError``.

    Of edits that overlap, the first is applied; a second call, after another check, applies the others.
    """
    diagnostics = tuple(diagnostics)
    count = 0
    for name, edits in accepted_edits(_read_files(root, diagnostics), diagnostics).items():
        text = _read(root / name)
        if (edited := _edited(text, edits)) != text:
            _write(root / name, edited)
            count += len(edits)
    return count


def fix_diff(root: Path, diagnostics: Iterable[Diagnostic]) -> str:
    """Return what ``apply_fixes`` would change, as a unified diff."""
    diagnostics = tuple(diagnostics)
    files = _read_files(root, diagnostics)
    out: list[str] = []
    for name, text in sorted(fixed_texts(files, diagnostics).items()):
        out += difflib.unified_diff(_lines(files[name]), _lines(text), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in out)


def fixed_texts(files: Mapping[str, str], diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """Return the texts of ``files`` that the edits of ``diagnostics`` change, by path."""
    return {name: _edited(files[name], edits) for name, edits in accepted_edits(files, diagnostics).items()}


Replacement = tuple[int, int, str]
"""The first character that is replaced, the one after the last, and the text that takes their place."""


def accepted_edits(files: Mapping[str, str], diagnostics: Iterable[Diagnostic]) -> dict[str, list[Replacement]]:
    """Return the edits of ``diagnostics`` that can be applied together to ``files`` (text by path), by path.

    All edits of a diagnostic are accepted or none. Where two diagnostics edit the same characters, the first in order
    is accepted. Lines end with LF, CR LF or CR, which stay as they are; a byte order mark is no character of a line.
    """
    accepted = {name: _AcceptedEdits() for name in files}
    starts = {name: _line_starts(text) for name, text in files.items()}
    for diagnostic in sorted_unique(diagnostics):
        if not diagnostic.edits or any(edit.path not in files for edit in diagnostic.edits):
            continue
        replacements = [(edit.path, _replacement(edit, starts[edit.path])) for edit in diagnostic.edits]
        if not any(accepted[name].overlaps(new) for name, new in replacements):
            for name, replacement in dict.fromkeys(replacements):
                accepted[name].add(replacement)
    edits = {name: [*each.replacements, *each.insertions] for name, each in accepted.items()}
    return {name: each for name, each in edits.items() if each}


@attrs.frozen
class _AcceptedEdits:
    """The edits of one file that are accepted so far, none of which overlaps another; both lists are in order."""

    replacements: list[Replacement] = attrs.field(factory=list)
    insertions: list[Replacement] = attrs.field(factory=list)

    def overlaps(self, new: Replacement) -> bool:
        """Return whether ``new`` replaces a character that another edit replaces, or is the same insertion."""
        start, end, _ = new
        before = bisect.bisect_left(self.replacements, (end,)) - 1
        if before >= 0 and self.replacements[before][1] > start:
            return True
        if start == end:
            at = bisect.bisect_left(self.insertions, new)
            return self.insertions[at : at + 1] == [new]
        at = bisect.bisect_left(self.insertions, (start + 1,))
        return at < len(self.insertions) and self.insertions[at][0] < end

    def add(self, new: Replacement) -> None:
        bisect.insort(self.insertions if new[0] == new[1] else self.replacements, new)


def _line_starts(text: str) -> list[int]:
    """Return where each line begins, the first after a byte order mark; last, the length of the text."""
    starts = [0, *accumulate(len(line) for line in _lines(text))]
    return [int(text.startswith("\ufeff")), *starts[1:]] if text else [0, 0]


def _replacement(edit: Edit, starts: Sequence[int]) -> Replacement:
    def offset(line: int, column: int) -> int:
        line = min(max(line, 1), len(starts))
        return min(starts[line - 1] + column - 1, starts[-1])

    start, end = offset(edit.line, edit.column), offset(edit.end_line, edit.end_column)
    return start, max(start, end), edit.text


def _edited(text: str, edits: Iterable[Replacement]) -> str:
    parts: list[str] = []
    last = 0
    for start, end, new in sorted(edits):
        parts += (text[last:start], new)
        last = end
    return "".join([*parts, text[last:]])


def _lines(text: str) -> list[str]:
    """Return the lines of ``text`` with their ends. U+2028 inside a line ends none."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def _read_files(root: Path, diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    names = {edit.path for each in diagnostics for edit in each.edits}
    return {name: _read(root / name) for name in sorted(names)}


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _write(path: Path, text: str) -> None:
    try:
        write_atomic(path, text.encode(), mode=path.stat().st_mode & 0o7777)
    except OSError as error:
        raise WicpressError(cannot_write(path, error)) from error
