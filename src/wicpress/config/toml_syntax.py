"""Says what keeps a ``book.toml`` from being TOML: an open quote or bracket, a key that stands twice, a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from wicpress.config.diagnostics import BROKEN_TOML
from wicpress.config.settings import FILE
from wicpress.config.toml_line import line_diagnostic, report
from wicpress.diagnostics import Diagnostic, DiagnosticKind, Edit, Span

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|' + r"'''.*?'''"
    r'|(?P<multiline>"""|' + r"''')"
    r"""|(?P<string>"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
    r"""|\#[^\n]*|(?P<quote>["'])[^\n]*|(?P<bracket>[\[\]{}])""",
    re.DOTALL,
)
_EDITION = re.compile(r"[ \t]*\[[ \t]*(?P<name>edition|\"edition\"|'edition')[ \t]*\][ \t]*(?:#.*)?")
_ASSIGNMENT = re.compile(
    r"[ \t]*(?P<key>[\w-]+)[ \t]*(?P<sign>=|:|：)[ \t]*(?P<value>(?:[^#\s]+|\s+(?=[^#\s]))*+)\s*(?:#.*)?"
)
_HEADER = re.compile(r"\s*\[\[?\s*+[\w. -]++\s*\]\]?\s*(?:#.*)?")
_CLOSING = {"[": "]", "{": "}"}
_DIGITS = re.compile(r"\d[\d_]*", re.ASCII)


@attrs.frozen
class _Place:
    """A place in the text by line and column, both from 1, and how many characters are meant."""

    line: int
    column: int
    width: int = 1


def syntax_diagnostic(text: str, error: ValueError) -> Diagnostic:
    """Return what is wrong with ``text``, which ``error`` says is not TOML."""
    where = re.search(r"line (\d+), column (\d+)", str(error))
    line, column = (int(where[1]), int(where[2])) if where else (max(1, text.count("\n")), 0)
    lines = text.split("\n")
    reason = str(error).split(" (at ")[0]
    explained = (
        _long_number(text, reason)
        or single_edition_table(tuple(lines))
        or _twice(lines, reason, line)
        or line_diagnostic(lines, line)
        or _colon(lines, line)
        or _open_quote(text)
        or _open_bracket(text, reason)
        or _without_quotes(lines, line)
    )
    if explained:
        return explained
    columns = (column, column + 1) if column else (0, 0)
    message = f"line {line} is not TOML: {reason[:1].lower()}{reason[1:]}"
    hint = 'write a key, `=` and a value in a line: title = "…"'
    return BROKEN_TOML(message, Span(FILE, line, line), hint=hint, columns=columns)


def single_edition_table(lines: tuple[str, ...], kind: DiagnosticKind = BROKEN_TOML) -> Diagnostic | None:
    """Return the diagnostic of ``[edition]`` for ``[[edition]]``, with the edits that write it; None without one."""
    places = [(nth, match) for nth, text in enumerate(lines, 1) if (match := _EDITION.fullmatch(text))]
    if not places:
        return None
    edits = []
    for number, match in places:
        start, end = match.start("name") + 1, match.end("name") + 1
        edits += [Edit(FILE, number, start, number, start, "["), Edit(FILE, number, end, number, end, "]")]
    line, first = places[0]
    columns = (lines[line - 1].index("[") + 1, first.group().rindex("]") + 2)
    message = "`[edition]` is one table: each edition is written as `[[edition]]`, a single one, too"
    return kind(message, Span(FILE, line, line), hint="write [[edition]]", edits=tuple(edits), columns=columns)


def _report(place: _Place, message: str, hint: str, edits: tuple[Edit, ...] = ()) -> Diagnostic:
    return report(place.line, (place.column, place.column + place.width), message, hint, edits)


def _twice(lines: list[str], reason: str, line: int) -> Diagnostic | None:
    """Return the diagnostic of a table or a key that stands twice."""
    text = lines[line - 1] if line <= len(lines) else ""
    if not reason.startswith(("Cannot declare", "Cannot overwrite", "Cannot mutate", "Cannot define", "Duplicate")):
        return None
    header = re.match(r"\s*(\[\[?[^\]]*\]\]?)", text)
    key = header[1] if header else text.split("=", 1)[0].strip()
    pattern = re.compile(rf"\s*{re.escape(key)}\s*(?:=.*|#.*)?", re.DOTALL)
    before = [nth for nth, each in enumerate(lines[: line - 1], 1) if pattern.fullmatch(each)]
    place = _Place(line, text.find(key) + 1, max(1, len(key)))
    earlier = f", first in line {before[-1]}" if before else ""
    hint = "put the keys of both below the first" if header else "keep one of them"
    return _report(place, f"`{key}` stands twice{earlier}", hint)


def _colon(lines: list[str], line: int) -> Diagnostic | None:
    """Return the diagnostic of a colon between a key and its value, with the edit that writes an equals sign."""
    match = _ASSIGNMENT.fullmatch(lines[line - 1]) if line <= len(lines) else None
    if not match or match["sign"] == "=":
        return None
    start = match.start("sign") + 1
    edits = (Edit(FILE, line, start, line, start + 1, "=" if match["sign"] == ":" else " = "),)
    message = f"`{match['sign']}` stands between the key `{match['key']}` and its value"
    return _report(_Place(line, start), message, f"write {match['key']} = {match['value'] or '…'}", edits)


def _without_quotes(lines: list[str], line: int) -> Diagnostic | None:
    """Return the diagnostic of text without quotes, with the edit that writes them."""
    match = _ASSIGNMENT.fullmatch(lines[line - 1]) if line <= len(lines) else None
    if not match or not match["value"]:
        return None
    value, start = match["value"], match.start("value") + 1
    if re.fullmatch(r"\w[^\"'\[\]{}=,]*", value):
        edits = (Edit(FILE, line, start, line, start + len(value), f'"{value}"'),)
        message = f"the text of `{match['key']}` stands without quotes"
        return _report(_Place(line, start, len(value)), message, f'write {match["key"]} = "{value}"', edits)
    return None


def _long_number(text: str, reason: str) -> Diagnostic | None:
    """Return the diagnostic of a number of thousands of digits; the error that says so has no place."""
    if not reason.startswith("Exceeds the limit"):
        return None
    bare = _TOKEN.sub(lambda token: re.sub(r"[^\n]", " ", token[0]), text)
    number = max(_DIGITS.finditer(bare), key=lambda match: len(match[0]))
    line, column = text.count("\n", 0, number.start()) + 1, number.start() - text.rfind("\n", 0, number.start())
    count = len(number[0].replace("_", ""))
    place = _Place(line, column, len(number[0]))
    return _report(place, f"a number of {count:,} digits is no value of TOML", 'write text in quotes: volume = "…"')


def _tokens(text: str) -> Iterator[tuple[re.Match[str], _Place]]:
    """Yield strings, comments, open quotes and brackets with their places."""
    line, counted, before = 1, 0, -1
    for match in _TOKEN.finditer(text):
        line += text.count("\n", counted, match.start())
        before = max(before, text.rfind("\n", counted, match.start()))
        counted = match.start()
        yield match, _Place(line, match.start() - before)


def _open_quote(text: str) -> Diagnostic | None:
    """Return the diagnostic of a quote that nothing closes, or that closes nothing.

    A text without its closing quote ends at the quote that opens the next one, behind which a letter follows; one
    without its opening quote begins at the quote that closes it, behind a letter.
    """
    strings: list[tuple[re.Match[str], _Place]] = []
    for match, place in _tokens(text):
        if match["multiline"]:
            return _unclosed(match["multiline"], place)
        if match["string"]:
            strings.append((match, place))
        if match["quote"]:
            in_line = [each for each in strings if each[1].line == place.line]
            for string, where in in_line:
                if text[string.start() - 1 : string.start()].isalnum():
                    return _unopened(string["string"][0], where)
                if text[string.end() : string.end() + 1].isalnum():
                    return _unclosed(string["string"][0], where)
            before = text[match.start() - 1 : match.start()]
            is_closing = before.isalnum() or before in tuple(".,!?。，！？")
            return _unopened(match["quote"], place) if is_closing else _unclosed(match["quote"], place)
    return None


def _unclosed(quote: str, place: _Place) -> Diagnostic:
    message = f"the quote {quote} that opens in line {place.line}, column {place.column} is not closed"
    hint = f"write {quote} behind the text"
    hint += ', or the text between " and " if it has an apostrophe' if quote == "'" else ""
    return _report(attrs.evolve(place, width=len(quote)), message, hint)


def _unopened(quote: str, place: _Place) -> Diagnostic:
    message = f"the quote {quote} closes a text that no quote opens"
    return _report(place, message, f"write {quote} before the text, too")


def _open_bracket(text: str, reason: str) -> Diagnostic | None:
    """Return the diagnostic of a bracket that nothing closes."""
    if not reason.startswith("Unclosed"):
        return None
    opened: list[tuple[str, _Place]] = []
    headers = {number for number, line in enumerate(text.split("\n"), 1) if _HEADER.fullmatch(line)}
    for match, place in _tokens(text):
        bracket = match["bracket"]
        if not bracket or place.line in headers:
            if bracket and opened:
                break  # a table begins: what is open will not be closed
            continue
        if bracket in _CLOSING:
            opened.append((bracket, place))
        elif opened:
            opened.pop()
    if not opened:
        return None
    bracket, place = opened[-1]
    message = f"the bracket {bracket} that opens in line {place.line}, column {place.column} is not closed"
    return _report(place, message, f"write {_CLOSING[bracket]} behind what it holds")
