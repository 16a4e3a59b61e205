"""Words that stand on one line, and the marks beside them.

In e-books such words are a box of their own (`inline-block`): WebKit lets plain words without a line break stand out
of the line by the mark behind them. But a line may break before and behind a box, and none may begin with a comma.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from wicpress import class_names
from wicpress import model as m
from wicpress.notation import UNBROKEN

_OPENING: Final = frozenset(("Ps", "Pi"))
_CLOSING: Final = frozenset(("Pe", "Pf", "Po", "Pd"))
"""Unicode's general categories of marks that stay with what follows, and with what stands before."""


def bind_marks(inlines: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
    """Return inlines with words on one line bound to the marks and calls of notes beside them."""
    return tuple(_bound(inlines)) if any(map(_is_unbroken, inlines)) else inlines


def _bound(inlines: tuple[m.Inline, ...]) -> Iterator[m.Inline]:
    rest = list(inlines)
    while rest:
        first = rest.pop(0)
        if isinstance(first, m.Text) and rest and _is_unbroken(rest[0]):
            text, marks = _split_before_opening(first.text)
            yield from _texts(text)
            yield _with_marks(_texts(marks), rest)
        elif _is_unbroken(first):
            yield _with_marks((first,), rest)
        else:
            yield first


def _with_marks(group: tuple[m.Inline, ...], rest: list[m.Inline]) -> m.Inline:
    """Return the inlines of ``group`` and what belongs to them of ``rest``, from which that is taken."""
    while rest:
        following = rest[0]
        if isinstance(following, m.Text):
            marks = "".join(takewhile(lambda char: unicodedata.category(char) in _CLOSING, following.text))
            group += _texts(marks)
            rest[:1] = _texts(following.text.removeprefix(marks))
            if marks != following.text:
                break
        elif _is_unbroken(following) or isinstance(following, m.FootnoteRef):
            group += (rest.pop(0),)
        else:
            break
    return group[0] if len(group) == 1 else m.StyledText(class_names.WITH_MARKS, group)


def _split_before_opening(text: str) -> tuple[str, str]:
    """Return text without the opening marks at its end, and those."""
    marks = sum(1 for _ in takewhile(lambda char: unicodedata.category(char) in _OPENING, reversed(text)))
    return text[: len(text) - marks], text[len(text) - marks :]


def _texts(text: str) -> tuple[m.Inline, ...]:
    return (m.Text(text),) if text else ()


def _is_unbroken(inline: m.Inline) -> bool:
    """Return whether an inline is nothing but words on one line, emphasised or not."""
    match inline:
        case m.StyledText(style, _) if style == UNBROKEN:
            return True
        case m.StyledText(_, (only,)) | m.Emphasis((only,)) | m.Strong((only,)) | m.ForeignText(_, (only,)):
            return _is_unbroken(only)
    return False
