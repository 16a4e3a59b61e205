"""Finds the lines of the keys in ``book.toml``, which the standard library's TOML parser does not report."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from pathlib import Path

import attrs

from wicpress.config.settings import FILE
from wicpress.diagnostics import Edit, Span
from wicpress.system.folder import LeadsOutError, NoFileError, open_beneath

_NAME = r"(?:\"([^\"\n]*)\"|'([^'\n]*)'|([\w-]+))"
_KEY = re.compile(rf"\s*{_NAME}\s*[.=]")
_HEADER = re.compile(r"\s*\[\s*\[?\s*[\w\"'-]+[\w\s.\"'-]*\]")
_PATH = re.compile(rf"\s*\[\[?\s*{_NAME}\s*(?:\.\s*{_NAME}\s*)?(?=[.\]])")
_NEXT_KEY = re.compile(r"\s*(?:\[\[?[\w.-]+\]|[\w-]+\s*=)")
_PART = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|([\w-]+)")


def key_place(root: Path, table: str, key: str) -> Span:
    """Return where a key stands in a table of the ``book.toml`` in ``root``; line 1 where it cannot be read."""
    try:
        with open_beneath(root, FILE) as file:
            lines = file.read().decode("utf-8-sig", "replace").splitlines()
    except (OSError, LeadsOutError, NoFileError):
        lines = []
    return TomlPositions(tuple(lines)).span(key, table)


def _quoted(key: str) -> str:
    name = re.escape(key)
    return rf"(?:\"{name}\"|'{name}'|{name})"


def _text(match: re.Match[str], first: int = 1) -> str:
    """Return the name that a match has in one of three groups: in quotes of either kind, or in none."""
    return next((each for each in match.groups()[first - 1 : first + 2] if each is not None), "")


@attrs.frozen(slots=False)
class TomlPositions:
    """The lines of one file; a table is named by its header as written in brackets, ``nth`` (from 0) among equals."""

    lines: tuple[str, ...]
    misspelt: dict[tuple[str, int, str], str] = attrs.field(factory=dict, eq=False)
    """How a key is written in a table, by header, ``nth`` and the key that was meant."""
    _parts: dict[tuple[int, int], dict[str, tuple[int, int]]] = attrs.field(factory=dict, eq=False, init=False)

    @cached_property
    def _headers(self) -> list[int]:
        """The lines of all headers, from 0."""
        return [number for number, text in enumerate(self.lines) if _HEADER.match(text)]

    @cached_property
    def _bodies(self) -> dict[str, list[tuple[int, int]]]:
        """The lines of the bodies of all tables that have a simple name, by that name; from 0, the end exclusive."""
        bodies: dict[str, list[tuple[int, int]]] = {}
        for number, end in zip(self._headers, [*self._headers[1:], len(self.lines)], strict=False):
            path = _PATH.match(self.lines[number])
            if path and not _text(path, 4) and self.lines[number].startswith("]", path.end()):
                bodies.setdefault(_text(path), []).append((number + 1, end))
        return bodies

    @cached_property
    def _paths(self) -> dict[tuple[str, ...], int]:
        """The first header of each name, and of each two names with a full stop between them."""
        paths: dict[tuple[str, ...], int] = {}
        for number, text in enumerate(self.lines):
            if path := _PATH.match(text):
                names = _text(path), _text(path, 4)
                paths.setdefault(names[:1], number)
                if names[1]:
                    paths.setdefault(names, number)
        return paths

    @cached_property
    def _keys(self) -> dict[str, list[int]]:
        """The lines that begin with a key, by key."""
        keys: dict[str, list[int]] = {}
        for number, text in enumerate(self.lines):
            if key := _KEY.match(text):
                keys.setdefault(_text(key), []).append(number)
        return keys

    def written(self, key: str, header: str, nth: int) -> str:
        """Return how the file writes a key."""
        return self.misspelt.get((header, nth, key), key)

    def span(self, key: str, header: str = "", nth: int = 0) -> Span:
        """Return where ``key`` is set in a table, else the table that ``key`` names, else the table's own header."""
        start, end = self.section(header, nth)
        key = self.written(key, header, nth)
        numbers = self._keys.get(key, [])
        first = bisect_left(numbers, start)
        number = numbers[first] if first < len(numbers) and numbers[first] < end else None
        if number is None and key:
            number = self._paths.get((header, key) if header else (key,))
        line = max(start, 1) if number is None else number + 1
        return Span(FILE, line, line)

    def section(self, header: str, nth: int) -> tuple[int, int]:
        """Return the lines of a table's body, from 0, the end exclusive; all lines where there is no such table."""
        if not header:
            return 0, self._headers[0] if self._headers else len(self.lines)
        bodies = self._bodies.get(header, [])
        return bodies[nth] if nth < len(bodies) else (0, len(self.lines))

    def key_columns(self, key: str, span: Span) -> tuple[int, int]:
        """Return the columns of ``key`` in the line of ``span``, the end exclusive; (0, 0) where it is not there."""
        match = re.match(rf"\s*(?:\[\[?\s*)?(?P<key>{_quoted(key)})\s*[.=\]]", self.lines[span.line - 1])
        return (match.start("key") + 1, match.end("key") + 1) if match else (0, 0)

    def value_columns(self, key: str, span: Span) -> tuple[int, int]:
        """Return the columns of the value of ``key`` in the line of ``span``; (0, 0) where it is not there."""
        match = re.match(rf"\s*{_quoted(key)}\s*=\s*(?P<value>\S(?:.*\S)?)", self.lines[span.line - 1])
        return (match.start("value") + 1, match.end("value") + 1) if match else (0, 0)

    def part_place(self, part: str, line: int, column: int) -> tuple[int, int] | None:
        """Return line and column of a part of the value that begins in ``column`` of ``line``; None without one."""
        if (line, column) not in self._parts:
            self._parts[line, column] = self._parts_of_value(line, column)
        return self._parts[line, column].get(part)

    def _parts_of_value(self, line: int, column: int) -> dict[str, tuple[int, int]]:
        """Return line and column of the texts and names in a value, each where it stands first."""
        parts: dict[str, tuple[int, int]] = {}
        for number in range(line, len(self.lines) + 1):
            text = self.lines[number - 1]
            if number > line and _NEXT_KEY.match(text):
                break
            for match in _PART.finditer(text, column - 1 if number == line else 0):
                if match.lastindex:
                    parts.setdefault(match[match.lastindex], (number, match.start(match.lastindex) + 1))
        return parts

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
