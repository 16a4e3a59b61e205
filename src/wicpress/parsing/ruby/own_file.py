"""Reads ``readings.toml``: the words of a book whose readings it gives itself."""

from __future__ import annotations

import os
import re
import tomllib
from typing import Final

from wicpress.config import Config
from wicpress.config.toml_syntax import syntax_diagnostic
from wicpress.diagnostics import Diagnostic, Span
from wicpress.parsing.ruby.diagnostics import BAD_READINGS
from wicpress.parsing.source_files import read_text
from wicpress.readings.own_readings import WrongReading, own_reading
from wicpress.readings.reader import OwnReading

READINGS_FILE: Final = "readings.toml"
MOST_READINGS = 10_000
_EXAMPLE = '"重庆" = "Chóngqìng"'


def read_own(config: Config, diagnostics: list[Diagnostic]) -> tuple[dict[str, OwnReading], dict[str, int]]:
    """Return the readings that a book gives to words, and the line of each; report what cannot be used."""
    if not os.path.lexists(config.root / READINGS_FILE):
        return {}, {}
    text = read_text(config.root, READINGS_FILE, diagnostics) or ""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = syntax_diagnostic(text, error) if isinstance(error, ValueError) else None
        line = found.span.line if found and found.span else 1
        message = 'a line is not `"word" = "reading"`, both in quotes'
        hint = f"write each word on a line of its own: {_EXAMPLE}"
        diagnostics.append(BAD_READINGS(message, Span(READINGS_FILE, line, line), hint=hint))
        return {}, {}
    lines = _lines(text)
    own: dict[str, OwnReading] = {}
    for word, value in table.items():
        line = lines.get(word, 1)
        try:
            if not isinstance(value, str):
                raise WrongReading(f"`{word}` has no reading in quotes")
            if len(own) == MOST_READINGS:
                raise WrongReading(f"more than {MOST_READINGS:,} words are not read")
            own[word] = own_reading(word, value)
        except WrongReading as error:
            hint = f"write its characters and a syllable for each: {_EXAMPLE}"
            diagnostics.append(BAD_READINGS(str(error), Span(READINGS_FILE, line, line), hint=hint))
            if len(own) == MOST_READINGS:
                break
    return own, {word: lines.get(word, 1) for word in own}


_KEY = re.compile(r"""[ \t]*(?:"([^"\\]*)"|'([^']*)')[ \t]*=""")


def _lines(text: str) -> dict[str, int]:
    """Return the line of each key that is written in quotes."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if match := _KEY.match(line):
            lines.setdefault(match[1] or match[2] or "", number)
    return lines
