"""Finds the lines of the keys in ``book.toml``, which the standard library's TOML parser does not report."""

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
    """The lines of one file; a table is named by its header as written in brackets, ``nth`` (from 0) among equals."""

    lines: tuple[str, ...]
    misspelt: dict[tuple[str, int, str], str] = attrs.field(factory=dict, eq=False)
    """How a key is written in a table, by header, ``nth`` and the key that was meant."""

    def written(self, key: str, header: str, nth: int) -> str:
        """Return how the file writes a key."""
        return self.misspelt.get((header, nth, key), key)

    def span(self, key: str, header: str = "", nth: int = 0) -> Span:
        """Return where ``key`` is set in a table, else the table that ``key`` names, else the table's own header."""
        start, end = self.section(header, nth)
        key = self.written(key, header, nth)
        number = self._line(rf"\s*{_quoted(key)}\s*[.=]", start, end) if key else None
        if number is None and key:
            above = rf"{_quoted(header)}\s*\.\s*" if header else ""
            head = rf"\s*\[\[?\s*{above}{_quoted(key)}\s*[.\]]"
            number = self._line(head, 0, len(self.lines))
        line = max(start, 1) if number is None else number + 1
        return Span(FILE, line, line)

    def _line(self, pattern: str, start: int, end: int) -> int | None:
        expression = re.compile(pattern)
        return next((nth for nth in range(start, end) if expression.match(self.lines[nth])), None)

    def section(self, header: str, nth: int) -> tuple[int, int]:
        """Return the lines of a table's body, from 0, the end exclusive; all lines where there is no such table."""
        headers = [
            number
            for number, text in enumerate(self.lines)
            if re.match(r"\s*\[\s*\[?\s*[\w\"'-]+[\w\s.\"'-]*\]", text)
        ]
        if not header:
            return 0, headers[0] if headers else len(self.lines)
        pattern = re.compile(rf"\s*\[\[?\s*{_quoted(header)}\s*\]")
        equals = [number for number in headers if pattern.match(self.lines[number])]
        if nth >= len(equals):
            return 0, len(self.lines)
        return equals[nth] + 1, next((number for number in headers if number > equals[nth]), len(self.lines))

    def key_columns(self, key: str, span: Span) -> tuple[int, int]:
        """Return the columns of ``key`` in the line of ``span``, the end exclusive; (0, 0) where it is not there."""
        match = re.match(rf"\s*(?:\[\[?\s*)?(?P<key>{_quoted(key)})\s*[.=\]]", self.lines[span.line - 1])
        return (match.start("key") + 1, match.end("key") + 1) if match else (0, 0)

    def value_columns(self, key: str, span: Span) -> tuple[int, int]:
        """Return the columns of the value of ``key`` in the line of ``span``; (0, 0) where it is not there."""
        match = re.match(rf"\s*{_quoted(key)}\s*=\s*(?P<value>\S.*?)\s*$", self.lines[span.line - 1])
        return (match.start("value") + 1, match.end("value") + 1) if match else (0, 0)

    def part_place(self, part: str, line: int, column: int) -> tuple[int, int] | None:
        """Return line and column of a part of the value that begins in ``column`` of ``line``; None without one."""
        pattern = re.compile(rf"(?<![\w-]){re.escape(part)}(?![\w-])")
        for number in range(line, len(self.lines) + 1):
            text = self.lines[number - 1]
            if number > line and re.match(r"\s*(?:\[\[?[\w.-]+\]|[\w-]+\s*=)", text):
                return None
            if part and (match := pattern.search(text, column - 1 if number == line else 0)):
                return number, match.start() + 1
        return None

    def text_place(self, text: str, header: str, nth: int) -> tuple[int, int] | None:
        """Return line and column of a text in quotes in the body of a table; None where it is not there."""
        start, end = self.section(header, nth)
        for number in range(start, end):
            for quote in "\"'":
                column = self.lines[number].find(f"{quote}{text}{quote}")
                if column >= 0:
                    return number + 1, column + 1
        return None

    def rename_edit(self, key: str, name: str, span: Span) -> tuple[Edit, ...]:
        """Return the edit that replaces ``key`` by ``name`` in the line of ``span``; none where it is not there."""
        match = re.match(rf"\s*(?:\[\[?\s*)?(?P<key>{_quoted(key)})\s*[.=\]]", self.lines[span.line - 1])
        if not match:
            return ()
        start, end = match.span("key")
        return (Edit(FILE, span.line, start + 1, span.line, end + 1, name),)
