"""Titles outside their place: in contents, in lists of captions and in running heads."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import takewhile

import attrs
from markupsafe import Markup, escape

from wicpress import model as m

_ELEMENTS = {"subscript": "sub", "superscript": "sup"}


@attrs.frozen
class TitleText:
    """The text of a title in runs, each with the ``subscript`` and ``superscript`` around it, the outermost first."""

    runs: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        """Return the text."""
        return "".join(text for text, _ in self.runs)

    def html(self, start: int = 0, end: int = sys.maxsize) -> Markup:
        """Return the HTML of the letters from ``start`` to ``end``."""
        parts = []
        for text, styles in self.runs:
            words = escape(text[max(start, 0) : max(end, 0)])
            for style in reversed(styles if words else ()):
                words = Markup("<{0}>{1}</{0}>").format(_ELEMENTS[style], words)
            parts.append(words)
            start, end = start - len(text), end - len(text)
        return Markup("").join(parts)

    def cut(self, text: str) -> TitleText:
        """Return ``text``, the beginning of the title with an ellipsis behind it, in the same styles."""
        rest = sum(1 for _ in takewhile(lambda letters: letters[0] == letters[1], zip(text, str(self), strict=False)))
        runs = []
        for words, styles in self.runs:
            runs.append((words[: max(rest, 0)], styles))
            rest -= len(words)
        cut = TitleText(tuple(runs))
        return TitleText((*cut.runs, (text[len(str(cut)) :], ())))

    def with_mark(self, mark: str) -> TitleText:
        """Return the title behind the mark of its number."""
        return TitleText(((mark, ()), *self.runs))

    def in_unicode(self) -> TitleText:
        """Return the title on one line with ``₂`` for a lowered 2, since e-readers list titles without markup."""
        lines = ((text.replace("\n", " "), styles) for text, styles in self.runs)
        runs = ((m.in_unicode(text, styles), text, styles) for text, styles in lines)
        return TitleText(tuple((shifted, ()) if shifted else (text, styles) for shifted, text, styles in runs))


def title_text(inlines: Iterable[m.Inline]) -> TitleText:
    """Return the title that ``inlines`` are, without other markup, calls, references and readings."""
    return TitleText(tuple(m.title_runs(inlines)))
