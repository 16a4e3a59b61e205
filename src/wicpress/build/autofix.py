"""Edits to the manuscript: what ``check --fix`` does, and what it would do."""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from wicpress.build.atomic_output import cannot_write
from wicpress.diagnostics import Diagnostic, Edit, WicpressError


def apply_fixes(root: Path, diagnostics: Iterable[Diagnostic]) -> int:
    """Make the edits that diagnostics bring; returns how many. Raises ``PressError`` where a file cannot be written.

    Of edits that overlap, the first is made; a second call, after another check, makes the others.
    """
    made = 0
    for path, edits in _by_file(diagnostics).items():
        before = _read(root / path)
        after, count = apply_edits(before, edits)
        if count and after != before:
            _write(root / path, after)
            made += count
    return made


def fix_diff(root: Path, diagnostics: Iterable[Diagnostic]) -> str:
    """What ``mend`` would change, as a unified diff."""
    out: list[str] = []
    for path, edits in _by_file(diagnostics).items():
        before = _read(root / path)
        after, _ = apply_edits(before, edits)
        out += difflib.unified_diff(_lines(before), _lines(after), f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in out)


def apply_edits(text: str, edits: Sequence[Edit]) -> tuple[str, int]:
    """``text`` with ``edits`` made, and how many were.

    Ends of lines and a byte order mark stay as they are: a line's columns are counted without them.
    """
    starts, place = [], 0
    for line in _lines(text):
        starts.append(place)
        place += len(line)
    starts.append(place)
    mark = len(text) - len(text.removeprefix("\ufeff"))

    def at(line: int, column: int) -> int:
        line = min(max(line, 1), len(starts))
        return min(starts[line - 1] + column - 1 + (mark if line == 1 else 0), len(text))

    spots = sorted({(at(e.line, e.column), at(e.end_line, e.end_column), e.text) for e in edits})
    out, done, made = [], 0, 0
    for start, end, new in spots:
        if start < done or end < start:
            continue
        out += [text[done:start], new]
        done, made = end, made + 1
    return "".join([*out, text[done:]]), made


def _lines(text: str) -> list[str]:
    """The lines of ``text`` with their ends, of which there are three: a line separator inside a line is none."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def _by_file(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Edit]]:
    edits: dict[str, list[Edit]] = {}
    for each in diagnostics:
        for edit in each.edits:
            edits.setdefault(edit.path, []).append(edit)
    return dict(sorted(edits.items()))


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _write(path: Path, text: str) -> None:
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(beside).chmod(path.stat().st_mode & 0o7777)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WicpressError(cannot_write(path, error)) from error
