"""Makes the formulas of a manuscript, and reports those that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from wicpress.diagnostics import Diagnostic, Span
from wicpress.formulas.one_line import one_line
from wicpress.formulas.parse import parse
from wicpress.formulas.tokens import FormulaError
from wicpress.model import Formula
from wicpress.parsing.diagnostics import UNREADABLE_FORMULA


class FormulaSource(Protocol):
    """Where a formula is read from, for its diagnostics: see ``parsing.inlines.InlineSource``."""

    path: str
    lines: Sequence[str]
    line: int
    diagnostics: list[Diagnostic]
    ends: dict[tuple[str, str], tuple[int, int]]


def make_formula(tex: str, source: FormulaSource, dollars: str) -> Formula:
    """Return a formula between ``dollars``; one that cannot be read is reported, and has no text."""
    text = ""
    try:
        text = one_line(parse(tex))
        if not text:
            raise FormulaError("a formula has nothing in it", 0, len(tex), "write it, or take the dollars away")
    except FormulaError as error:
        _report(tex, source, dollars, error)
    return Formula(tex, text, display=dollars == "$$")


def _report(tex: str, source: FormulaSource, dollars: str, error: FormulaError) -> None:
    """Report what is wrong with a formula at its characters, where these stand in one line."""
    before = tex[: error.start]
    number = source.line + before.count("\n")
    first = tex.split("\n", 1)[0]
    line = source.lines[source.line - 1] if source.line <= len(source.lines) else ""
    column = line.find(f"{dollars}{first}", source.ends.get((UNREADABLE_FORMULA.code, ""), (0, 0))[1])
    columns = (0, 0)
    if column >= 0 and "\n" not in before:
        source.ends[UNREADABLE_FORMULA.code, ""] = (source.line, column)
        start = column + len(dollars) + error.start
        length = max(len(tex[error.start : error.end].split("\n", 1)[0]), 1)
        columns = (start + 1, start + length + 1)
    elif column >= 0 and number <= len(source.lines):
        own = before.rpartition("\n")[2]
        rest = tex[len(before) - len(own) :].split("\n", 1)[0]
        at = source.lines[number - 1].find(rest)
        if at >= 0:
            length = max(len(tex[error.start : error.end].split("\n", 1)[0]), 1)
            columns = (at + len(own) + 1, at + len(own) + length + 1)
    span = Span(source.path, number, number)
    source.diagnostics.append(UNREADABLE_FORMULA(error.message, span, hint=error.hint, columns=columns))
