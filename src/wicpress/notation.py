"""The notation of a manuscript: which characters of a file are marks, and what each does."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from wicpress.languages import HAN, KANA

CHECK_BOXES = {"[ ]": "☐", "[x]": "☑", "[X]": "☑"}
"""The boxes of a list of tasks, as they are written and as they are printed."""
END = "end of "
"""What the effect of a closing mark begins with: ``end of strong``."""
RUBY = re.compile(rf"\{{(?=[^{{}}|\n]*[{HAN.pattern[1:-1]}{KANA.pattern[1:-1]}])([^{{}}|\n]+)\|([^{{}}|\n]+)\}}")
"""Ruby: Han characters or kana, and their reading behind a bar, which parts no cells and begins no line of verse."""
STYLES = frozenset({"deleted", "keyboard", "marked", "subscript", "superscript", "underlined"})
"""The effects that are styles of words: struck out, a key, marked, lowered, raised, underlined."""
UNBROKEN = "unbroken"
"""The style of words that stand on one line, ``[words]{.no-break}``, which has attributes for a mark."""
_BETWEEN_FIELDS, _BETWEEN_MARKS = "\x1f", "\x1e"
"""Separators, which a manuscript that is read has as U+FFFD."""


@attrs.frozen
class Mark:
    """Characters of a file that are notation, no text: those from ``start`` up to ``end``, counted from 0.

    ``effect`` is what they do (``heading``, ``strong``, ``end of strong``, ``note``), ``value`` what belongs to that:
    a heading's level, the label of a note, the address of a link, the character that an entity stands for. A
    ``space`` is one that is not printed, its value ``line:column``.
    """

    start: int
    end: int
    effect: str
    value: str = ""


@attrs.frozen
class SourceFile:
    """A file of a manuscript with its marks, in order and packed, for a book has tens of thousands.

    Offsets count characters without a byte order mark; a line end is one character, whatever it is in the file.
    """

    path: str
    packed_marks: str = attrs.field(repr=False)

    @classmethod
    def of(cls, path: str, marks: Iterable[Mark]) -> SourceFile:
        """Return the file ``path`` with its ``marks``."""
        texts = (_BETWEEN_FIELDS.join((str(mark.start), str(mark.end), mark.effect, mark.value)) for mark in marks)
        return cls(path, _BETWEEN_MARKS.join(texts))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of the file, in order."""
        fields = (text.split(_BETWEEN_FIELDS) for text in self.packed_marks.split(_BETWEEN_MARKS) if text)
        return tuple(Mark(int(start), int(end), effect, value) for start, end, effect, value in fields)
