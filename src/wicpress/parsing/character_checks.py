"""Reports characters that a manuscript should not hold: control, invisible and decomposed characters, radicals."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from wicpress.diagnostics import Diagnostic, DiagnosticKind, Edit, Span
from wicpress.languages import script
from wicpress.notation import Mark
from wicpress.parsing.diagnostics import (
    CONTROL_CHARACTER,
    INVISIBLE_CHARACTER,
    KANGXI_RADICAL,
    NOT_NFC,
    REPLACEMENT_CHARACTER,
)
from wicpress.parsing.markup.places import Lines
from wicpress.parsing.source_files import Source

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff]")
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2061-\u206f\ufeff\ufff9-\ufffb]"
)
JOINERS = "\u200c\u200d"
"""Joiners of scripts that join their letters, and of emoji; behind Han or Latin they do nothing."""
_ALONE = re.compile("[0-9A-Za-z\u00c0-\u024f\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
RADICALS = re.compile("[\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5]")
"""Kangxi Radicals and the CJK Radicals Supplement."""
WHOLE_CHARACTERS = dict(
    zip(
        "\u2ea0\u2eb6\u2ec1\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed1\u2ed3\u2ed4\u2ed7\u2ed8\u2ed9\u2eda\u2edb\u2edc\u2edd"
        "\u2ee2\u2ee3\u2ee4\u2ee5\u2ee6\u2ee7\u2ee8\u2ee9\u2eec\u2eee\u2ef0\u2ef2",
        "民羊虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙亀",
        strict=True,
    )
)
"""The radicals of the supplement that are whole characters (Unicode's EquivalentUnifiedIdeograph.txt)."""
SIMPLIFIED = {"\u2f3e": "户", "\u2fad": "青", "\u2fc8": "黄"}
"""Kangxi radicals whose character has another form in simplified Chinese, which copied text means."""
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
RIGHT_TO_LEFT = {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo"}
_SUSPECT = re.compile(
    f"{CONTROLS.pattern[:-1]}{INVISIBLE.pattern[1:-1]}{RADICALS.pattern[1:-1]}\ufffd]|(?<={_ALONE.pattern})[{JOINERS}]"
)
_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8}))")
"""A character that a string of TOML writes by its number."""


def replace_controls(text: str) -> str:
    """Return ``text`` with control characters, which no page can show, as U+FFFD."""
    return CONTROLS.sub("\ufffd", text)


def check_characters(source: Source, languages: Sequence[str]) -> Iterator[Diagnostic]:
    """Report every doubtful character of a file, with the edit that corrects it where one does."""
    simplified = _has_simplified(languages)
    composed = unicodedata.is_normalized("NFC", source.text)
    if composed and not _SUSPECT.search(source.text):
        return
    right_to_left = any(script(tag) in RIGHT_TO_LEFT for tag in languages)
    for number, line in enumerate(source.lines, 1):
        for suspect in _SUSPECT.finditer(line):
            if not (right_to_left and suspect[0] in DIRECTIONS):
                at = suspect.start() + 1
                yield _suspect_character(source.path, number, at, suspect[0], simplified=simplified)
        if not composed and not unicodedata.is_normalized("NFC", line):
            yield from _decomposed(source.path, number, line)


def check_entities(path: str, marks: Iterable[Mark], lines: Lines, languages: Sequence[str]) -> Iterator[Diagnostic]:
    """Report every entity that writes a doubtful character: ``&#8203;``."""
    right_to_left = any(script(tag) in RIGHT_TO_LEFT for tag in languages)
    for mark in marks:
        if mark.effect != "character":
            continue
        line, column = lines.position(mark.start)
        before = lines.lines[line - 1][: column - 1][-1:]
        if _SUSPECT.fullmatch(before + mark.value, len(before)) and not (right_to_left and mark.value in DIRECTIONS):
            simplified = _has_simplified(languages)
            yield _suspect_character(path, line, column, mark.value, mark.end - mark.start, simplified=simplified)


def check_settings(path: str, text: str, languages: Sequence[str]) -> Iterator[Diagnostic]:
    """Report every doubtful character of ``book.toml``, whether it stands there or is written by its number."""
    yield from check_characters(Source(path, path, "", text), languages)
    for number, line in enumerate(text.split("\n"), 1):
        for escape in _ESCAPE.finditer(line):
            code = int(escape[2] or escape[3], 16)
            if code <= sys.maxunicode and _SUSPECT.fullmatch(chr(code)):
                yield _suspect_character(path, number, escape.start(1) + 1, chr(code), len(escape[1]))


def _suspect_character(
    path: str, line: int, column: int, char: str, length: int = 1, *, simplified: bool = False
) -> Diagnostic:
    """Return the diagnostic of a character that stands there, or is written with ``length`` characters.

    ``simplified``: the book is in simplified Chinese, among others.
    """
    name = f"U+{ord(char):04X}"
    kind, message, hint, text = CONTROL_CHARACTER, f"control character {name}", "remove it", ""
    if char == "\ufffd":
        kind, message = REPLACEMENT_CHARACTER, f"a character was lost here ({name})"
        return _report(kind, message, path, line, column, "look the character up in the original", None, length)
    if RADICALS.match(char):
        return _radical(path, line, column, char, length, simplified=simplified)
    if not CONTROLS.match(char):
        kind, message = (
            INVISIBLE_CHARACTER,
            f"invisible character {name} ({unicodedata.name(char, 'unnamed').lower()})",
        )
        text = " " if char in "\u2028\u2029" else ""
    return _report(kind, message, path, line, column, hint, text, length)


def _has_simplified(languages: Sequence[str]) -> bool:
    return any(script(tag) == "Hans" for tag in languages)


def _radical(path: str, line: int, column: int, char: str, length: int, *, simplified: bool) -> Diagnostic:
    """Report a radical, with the character that it looks like; a part of a character has none."""
    normal = unicodedata.normalize("NFKC", char)
    text = normal if normal != char else WHOLE_CHARACTERS.get(char)
    if simplified:
        text = SIMPLIFIED.get(char, text)
    message = f"“{char}” is a radical (U+{ord(char):04X}), no character of a text"
    hint = (
        f"write “{text}” (U+{ord(text):04X})"
        if text
        else "write the character that is meant, or show it as a picture"
    )
    return _report(KANGXI_RADICAL, message, path, line, column, hint, text, length)


def _decomposed(path: str, number: int, line: str) -> Iterator[Diagnostic]:
    """Report each shortest run of ``line`` that NFC would change: a letter with the marks behind it."""
    for run in re.finditer(
        r"[^\u0300-\u036f\u3099\u309a\u0591-\u06ed][\u0300-\u036f\u3099\u309a\u0591-\u06ed]*", line
    ):
        composed = unicodedata.normalize("NFC", run[0])
        if composed != run[0]:
            shown = " ".join(f"U+{ord(char):04X}" for char in run[0])
            hint = f"write “{composed}” ({' '.join(f'U+{ord(char):04X}' for char in composed)})"
            yield _report(
                NOT_NFC,
                f"“{run[0]}” is not in NFC ({shown})",
                path,
                number,
                run.start() + 1,
                hint,
                composed,
                len(run[0]),
            )


def _report(
    kind: DiagnosticKind,
    message: str,
    path: str,
    line: int,
    column: int,
    hint: str,
    text: str | None,
    length: int = 1,
) -> Diagnostic:
    edits = (Edit(path, line, column, line, column + length, text),) if text is not None else ()
    return kind(message, Span(path, line, line), hint=hint, edits=edits, columns=(column, column + length))
