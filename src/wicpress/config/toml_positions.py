"""Where the keys of a ``book.toml`` stand: the TOML reader of the standard library does not say."""

from __future__ import annotations

import re

import attrs

from wicpress.config.settings import FILE
from wicpress.diagnostics import Edit, Span


def _quoted(key: str) -> str:
    name = re.escape(key)
    return rf"(?:\"{name}\"|'{name}'|{name})"


@attrs.frozen
class TomlPositions:
    """The lines of one file; tables by their headers as written between brackets, ``nth`` among equals from 0."""

    lines: tuple[str, ...]

    def span(self, key: str, header: str = "", nth: int = 0) -> Span:
        """Where ``key`` is set in a table, or the table that it heads; else the table's own header."""
        start, end = self.section(header, nth)
        number = self._line(rf"\s*{_quoted(key)}\s*[.=]", start, end) if key else None
        if number is None and key:
            above = rf"{_quoted(header)}\s*\.\s*" if header else ""
            head = rf"\s*\[\[?\s*{above}{_quoted(key)}\s*[.\]]"
            number = self._line(head, 0, len(self.lines))
        line = max(start, 1) if number is None else number + 1
        return Span(FILE, line, line)

    def _line(self, pattern: str, start: int, end: int) -> int | None:
        known = re.compile(pattern)
        return next((nth for nth in range(start, end) if known.match(self.lines[nth])), None)

    def section(self, header: str, nth: int) -> tuple[int, int]:
        """The lines of a table's body, from 0, the end exclusive; all lines where there is no such table."""
        heads = [
            number
            for number, text in enumerate(self.lines)
            if re.match(r"\s*\[\s*\[?\s*[\w\"'-]+[\w\s.\"'-]*\]", text)
        ]
        if not header:
            return 0, heads[0] if heads else len(self.lines)
        pattern = re.compile(rf"\s*\[\[?\s*{_quoted(header)}\s*\]")
        mine = [number for number in heads if pattern.match(self.lines[number])]
        if nth >= len(mine):
            return 0, len(self.lines)
        return mine[nth] + 1, next((number for number in heads if number > mine[nth]), len(self.lines))

    def rename_edit(self, key: str, name: str, span: Span) -> tuple[Edit, ...]:
        """The edit that writes ``name`` for ``key`` in the line of ``span``; none where the key is not found."""
        found = re.match(rf"\s*(?:\[\[?\s*)?(?P<key>{_quoted(key)})\s*[.=\]]", self.lines[span.line - 1])
        if not found:
            return ()
        start, end = found.span("key")
        return (Edit(FILE, span.line, start + 1, span.line, end + 1, name),)
