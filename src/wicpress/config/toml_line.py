"""Says what keeps one line of a ``book.toml`` from being TOML, and rewrites it: each kind of slip is a pattern."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import attrs

from wicpress.config.diagnostics import BROKEN_TOML
from wicpress.config.settings import FILE
from wicpress.diagnostics import Diagnostic, Edit, Span

_STRING = re.compile(
    r"""(?P<quote>["'])(?P<text>(?<=")(?:\\.|[^"\\])*+|(?<=')[^']*+)(?P<close>(?P=quote)|\\?$)|(?P<comment>\#.*)"""
)
"""A string, to the end of the line where nothing closes it, or a comment."""
_SIGNS = {
    "＝": "=", "，": ",", "、": ",", "；": "", "：": "=", "［": "[", "【": "[", "〔": "[", "］": "]", "】": "]",
    "〕": "]", "｛": "{", "｝": "}", "\u3000": " ", "\u00a0": " ", "\u2003": " ", "\u2002": " ", "\u2009": " ",
    "\u202f": " ", "\u200b": "", "\u2060": "", "\ufeff": "", "\u200e": "", "\u200f": "",
}  # fmt: skip
"""Signs of Chinese typing and invisible characters, with what TOML has in their place."""
_OPENING, _CLOSING = "“„‘「『«＂”’", "”“’」』»＂"
_QUOTED = re.compile(
    rf"""(?<![^\s=,\[{{])(?P<open>["'{_OPENING}])(?P<text>[^"{_OPENING}{_CLOSING}]*)(?P<close>["'{_CLOSING}])"""
    r"(?=\s*(?:[,\]}#，、]|$))"
)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|月?)")
_BOOLEAN = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}
_KEY = r"^[ \t]*(?P<key>[\w-]+)[ \t]*=[ \t]*"
_END = r"[ \t]*$"
_BARE = re.compile(r"[^\W\d][\w.-]*")


@attrs.frozen
class _Typo:
    """A kind of slip: the group ``at`` of ``pattern`` is the place, and what ``rewrite`` makes anew.

    The pattern is sought in a line whose strings are masked. ``message`` and ``hint`` may name its groups.
    """

    pattern: re.Pattern[str]
    message: str
    hint: str
    rewrite: Callable[[re.Match[str]], str] | None = None


def _table(match: re.Match[str]) -> str:
    name = match["name"].strip()
    return f"[[{name}]]" if name == "edition" else f"[{name}]"


_SLIPS = (
    _Typo(re.compile(r"^[ \t]*(?P<at>//+|--+|;+|%+)"), "`{at}` begins no comment", "write # before a comment",
          lambda _: "#"),
    _Typo(re.compile(rf"^[ \t]*(?P<at>\[{{1,2}}(?P<name>[ \t]*[\w.-]+[ \t]*)\]{{0,2}}){_END}"),
          "the brackets of `{at}` do not match", "write {new}", _table),
    _Typo(re.compile(rf"^[ \t]*(?P<at>(?P<key>[\w-]+)[ \t]*=){_END}"), "`{key}` has no value", 'write {key} = "…"'),
    _Typo(re.compile(r"^[ \t]*(?P<key>[\w-]+)(?P<at>[ \t]+)(?=[\"'\[{\d])"), "no `=` stands behind `{key}`",
          "write {key} = …", lambda _: " = "),
    _Typo(re.compile(r"^[ \t]*(?P<at>[\w-]+(?:[ \t]+[\w-]+)+)[ \t]*="), "the key `{at}` has a space in it",
          "write - for the space"),
    _Typo(re.compile(r"^[ \t]*(?P<at>[\w-]*[^\W\x00-\x7f][\w-]*)[ \t]*="), "`{at}` is no key: keys are in English",
          "write title, authors, languages, date and the others by these names"),
    _Typo(re.compile(rf"{_KEY}(?P<at>(?i:true|false|yes|no|on|off)){_END}"), "`{at}` is no value of TOML",
          "write {new}", lambda match: _BOOLEAN[match["at"].lower()]),
    _Typo(re.compile(rf"{_KEY}.*?(?P<at>[,;]){_END}"), "`{at}` stands behind the value of `{key}`",
          "take it away", lambda _: ""),
    _Typo(re.compile(r"(?P<at>,[ \t]*)\}"), "a comma stands before }}", "take it away", lambda _: ""),
    _Typo(re.compile(r"[{,][ \t]*[\w-]+(?P<at>[ \t]*:)"), "`:` stands between a key and its value",
          "write an equals sign", lambda _: " ="),
    _Typo(re.compile(rf"{_KEY}(?P<at>\{{)(?:[^}}]*,)?{_END}"), "the table between {{ and }} goes on in another line",
          "write it in one line"),
    _Typo(re.compile(r"(?P<before>[\"'])(?P<at>[ \t]+)(?=[\"'])"), "no comma stands between two values",
          "write a comma", lambda _: ", "),
    _Typo(re.compile(rf"{_KEY}(?P<at>(?:[\"'][^\"']*){{3}}.*[\"']){_END}"), "`{key}` has several values",
          'write them as a list: {key} = ["…", "…"]'),
    _Typo(re.compile(r"^[^\]]*\](?P<at>\]+)[ \t]*$"), "`{at}` closes a list that no bracket opens", "take it away",
          lambda _: ""),
)  # fmt: skip


def line_diagnostic(lines: Sequence[str], line: int) -> Diagnostic | None:
    """Return what is wrong with ``line``, from 1, and how it is written; None where it is none of these slips."""
    text = lines[line - 1] if line <= len(lines) else ""
    return (
        _typed_signs(lines, line)
        or _controls(lines, line)
        or _backslash(text, line)
        or _date(lines, line)
        or _bare_list(lines, line)
        or next(_typos(lines, line), None)
    )


def report(line: int, columns: tuple[int, int], message: str, hint: str, edits: Sequence[Edit] = ()) -> Diagnostic:
    """Return the diagnostic of a place in ``book.toml``; columns count from 1."""
    return BROKEN_TOML(message, Span(FILE, line, line), hint=hint, edits=tuple(edits), columns=columns)


def _edit(line: int, start: int, end: int, text: str) -> Edit:
    """Return the edit that replaces the characters ``start`` to ``end``, from 0, of a line."""
    return Edit(FILE, line, start + 1, line, end + 1, text)


def _typos(lines: Sequence[str], line: int) -> Iterator[Diagnostic]:
    masked = _masked(lines[line - 1]) if line <= len(lines) else ""
    for slip in _SLIPS:
        matches = list(slip.pattern.finditer(masked))
        if not matches:
            continue
        match = matches[0]
        start, end = match.span("at")
        edits = [_edit(line, *each.span("at"), slip.rewrite(each)) for each in matches if slip.rewrite]
        new = edits[0].text if edits else ""
        if edits and not _mends(lines, line, edits):
            continue
        words = {**match.groupdict(), "new": new}
        columns = (start + 1, max(end, start + 1) + 1)
        yield report(line, columns, slip.message.format(**words), slip.hint.format(**words), edits)


def _masked(text: str) -> str:
    """Return a line with ``x`` in its strings and without its comment; every character keeps its place."""

    def mask(match: re.Match[str]) -> str:
        if match["comment"]:
            return " " * len(match[0])
        if not match["close"].strip("\\"):
            return match[0]
        return match["quote"] + "x" * len(match["text"]) + match["quote"]

    return _STRING.sub(mask, text)


def _mends(lines: Sequence[str], line: int, edits: Sequence[Edit]) -> bool:
    """Return whether TOML reads past ``line`` once ``edits`` are made."""
    changed = list(lines)
    for number, group in groupby(sorted(edits, key=attrgetter("line", "column")), key=attrgetter("line")):
        text, parts, end = changed[number - 1], [], 0
        for each in group:
            parts += [text[end : each.column - 1], each.text]
            end = each.end_column - 1
        changed[number - 1] = "".join([*parts, text[end:]])
    try:
        tomllib.loads("\n".join(changed))
    except ValueError as error:  # also a number of too many digits
        where = re.search(r"line (\d+)", str(error))
        return where is None or int(where[1]) > line
    return True


def _typed_signs(lines: Sequence[str], line: int) -> Diagnostic | None:
    """Return the diagnostic of quotation marks and signs of Chinese typing, with edits for every line."""
    edits = [each for number, text in enumerate(lines, 1) for each in _sign_edits(text, number)]
    own = [each for each in edits if each.line == line]
    if not own or not _mends(lines, line, edits):
        return None
    text, start = lines[line - 1], own[0].column - 1
    sign = text[start]
    if own[0].text == '"':
        quoted = next(each for each in _QUOTED.finditer(text) if start in (each.start("open"), each.start("close")))
        columns = (quoted.start() + 1, quoted.end() + 1)
        return report(line, columns, f"{sign} is no quote of TOML", 'write the text between " and "', edits)
    name = f"`{sign}`" if sign.isprintable() and not sign.isspace() else f"U+{ord(sign):04X}"
    message = f"{name} ({unicodedata.name(sign, 'a control character').lower()}) is no sign of TOML"
    new = own[0].text
    hint = "write a space" if new == " " else f"write {new}" if new else "take it away"
    return report(line, (start + 1, start + 2), message, hint, edits)


def _sign_edits(text: str, line: int) -> Iterator[Edit]:
    """Yield the edits of one line: its quotation marks first, then the signs outside of strings."""
    straight = list(text)
    for match in _QUOTED.finditer(text):
        for group in ("open", "close"):
            if match[group] in _OPENING + _CLOSING:
                at = match.start(group)
                straight[at] = '"'
                yield _edit(line, at, at + 1, '"')
    for at, char in enumerate(_masked("".join(straight))):
        if char in _SIGNS:
            yield _edit(line, at, at + 1, _SIGNS[char])


def _controls(lines: Sequence[str], line: int) -> Diagnostic | None:
    """Return the diagnostic of control characters, which no text editor shows."""
    text = lines[line - 1] if line <= len(lines) else ""
    places = [at for at, char in enumerate(text) if char != "\t" and unicodedata.category(char) == "Cc"]
    if not places:
        return None
    at = places[0]
    if text[at] == "\r":
        return report(
            line, (at + 1, at + 2), "a line ends in a carriage return alone", "save the file with LF line ends"
        )
    edits = [_edit(line, each, each + 1, "") for each in places]
    return report(
        line, (at + 1, at + 2), f"a control character U+{ord(text[at]):04X} stands here", "take it away", edits
    )


def _backslash(text: str, line: int) -> Diagnostic | None:
    """Return the diagnostic of a backslash that begins no escape."""
    for string in _STRING.finditer(text):
        if string["close"] == '"':
            match = re.match(
                r"(?:\\[btnfr\"\\]|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|[^\\])*+(?P<at>\\)", string["text"]
            )
            if match:
                at = string.start("text") + match.start("at") + 1
                message = "between double quotes, \\ begins an escape, and this is none"
                return report(line, (at, at + 1), message, "write / in a path, \\\\ for a backslash")
    return None


def _date(lines: Sequence[str], line: int) -> Diagnostic | None:
    """Return the diagnostic of a date that is written in another way, or that is none."""
    match = re.search(rf"^[ \t]*(?P<key>[\w-]+)[ \t]*=[ \t]*(?P<at>{_DATE.pattern})[ \t]*(?:#.*)?$", lines[line - 1])
    if not match:
        return None
    numbers = _DATE.fullmatch(match["at"])
    assert numbers
    columns = (match.start("at") + 1, match.end("at") + 1)
    if not numbers[3]:
        hint = f"write {match['key']} = {numbers[1]}-{int(numbers[2]):02}-01"
        return report(line, columns, f"`{match['at']}` is a month, and a date has a day", hint)
    try:
        day = dt.date(*map(int, numbers.groups())).isoformat()
    except ValueError:
        return report(line, columns, f"there is no day {match['at']}", f"write {match['key']} = 2016-11-18")
    hint = f"write {match['key']} = {day}"
    return report(line, columns, f"`{match['at']}` is no date of TOML", hint, [_edit(line, *match.span("at"), day)])


def _bare_list(lines: Sequence[str], line: int) -> Diagnostic | None:
    """Return the diagnostic of a list whose texts stand without quotes, with the edits that write them."""
    masked = _masked(lines[line - 1])
    listed = re.search(rf"{_KEY}\[(?P<inside>[^\[\]{{}}]*)\]", masked)
    if not listed:
        return None
    begin = listed.start("inside")
    bare = [
        (begin + match.start(1), begin + match.end(1))
        for match in re.finditer(r"(?:^|,)[ \t]*([^,\"']*[^,\"'\s])", listed["inside"])
        if _BARE.match(match[1])
    ]
    edits = [_edit(line, at, at, '"') for places in bare for at in places]
    if not bare or not _mends(lines, line, edits):
        return None
    start, end = bare[0]
    hint = f'write {listed["key"]} = ["{masked[start:end]}", …]'
    return report(
        line, (start + 1, end + 1), f"a text in the list `{listed['key']}` stands without quotes", hint, edits
    )
