"""The tokens of a formula, each with its place."""

from __future__ import annotations

import re
from typing import Final

import attrs

MOST_CHARACTERS: Final = 4000
"""The characters that a formula may have."""
_TOKEN: Final = re.compile(
    r"(?P<space>\s+)|(?P<command>\\(?:[A-Za-z]+|.))|(?P<number>[0-9]+(?:\.[0-9]+)?)|"
    r"(?P<word>[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)|(?P<sign>.)",
    re.DOTALL,
)
SPACE, COMMAND, NUMBER, WORD, SIGN = "space", "command", "number", "word", "sign"


class FormulaError(ValueError):
    """What is wrong with a formula: the characters from ``start`` up to ``end``, from 0, and a way out."""

    def __init__(self, message: str, start: int, end: int, hint: str) -> None:
        super().__init__(message)
        self.message, self.start, self.end, self.hint = message, start, end, hint


@attrs.frozen
class Token:
    """Characters of a formula that belong together; ``kind`` is one of the names above."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)


def tokenize(tex: str) -> list[Token]:
    """Return the tokens of a formula, its spaces among them. Raise ``FormulaError`` where it is too long."""
    if len(tex) > MOST_CHARACTERS:
        hint = "divide it into several formulas"
        raise FormulaError(f"a formula has more than {MOST_CHARACTERS} characters", 0, len(tex), hint)
    return [Token(str(each.lastgroup), each[0], each.start()) for each in _TOKEN.finditer(tex)]
