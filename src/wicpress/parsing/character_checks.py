"""Reports characters that a manuscript should not hold: control, invisible and decomposed characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from wicpress.diagnostics import Diagnostic, DiagnosticKind, Edit, Span
from wicpress.languages import script
from wicpress.parsing.diagnostics import CONTROL_CHARACTER, INVISIBLE_CHARACTER, NOT_NFC, REPLACEMENT_CHARACTER
from wicpress.parsing.source_files import Source

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff]")
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2061-\u206f\ufeff\ufff9-\ufffb]"
)
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
RIGHT_TO_LEFT = {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo"}
_SUSPECT = re.compile(f"{CONTROLS.pattern[:-1]}{INVISIBLE.pattern[1:-1]}\ufffd]")


def replace_controls(text: str) -> str:
    """Return ``text`` with control characters, which no page can show, as U+FFFD."""
    return CONTROLS.sub("\ufffd", text)


def check_characters(source: Source, languages: Sequence[str]) -> Iterator[Diagnostic]:
    """Report every doubtful character of a file, with the edit that corrects it where one does."""
    composed = unicodedata.is_normalized("NFC", source.text)
    if composed and not _SUSPECT.search(source.text):
        return
    right_to_left = any(script(tag) in RIGHT_TO_LEFT for tag in languages)
    for number, line in enumerate(source.lines, 1):
        for suspect in _SUSPECT.finditer(line):
            if not (right_to_left and suspect[0] in DIRECTIONS):
                yield _suspect_character(source.path, number, suspect.start() + 1, suspect[0])
        if not composed and not unicodedata.is_normalized("NFC", line):
            yield from _decomposed(source.path, number, line)


def _suspect_character(path: str, line: int, column: int, char: str) -> Diagnostic:
    name = f"U+{ord(char):04X}"
    if char == "\ufffd":
        hint = "look the character up in the original"
        return _report(REPLACEMENT_CHARACTER, f"a character was lost here ({name})", path, line, column, hint, None)
    if CONTROLS.match(char):
        return _report(CONTROL_CHARACTER, f"control character {name}", path, line, column, "remove it", "")
    title = unicodedata.name(char, "unnamed").lower()
    text = " " if char in "\u2028\u2029" else ""
    return _report(
        INVISIBLE_CHARACTER, f"invisible character {name} ({title})", path, line, column, "remove it", text
    )


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
