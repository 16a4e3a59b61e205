"""The words of titles outside their place: what is lowered or raised in them is so there too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wicpress import model as m

_SHIFTED = {
    "subscript": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
    "superscript": str.maketrans("0123456789+-−=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ"),
}

Parts = Iterator[tuple[str, frozenset[str]]]


def parts_of_title(inlines: Iterable[m.Inline], around: tuple[str, ...] = ()) -> Parts:
    """Yield the words of a title, each with what it is in of subscript and superscript."""
    yield from ((text, frozenset(styles)) for text, styles in _parts(inlines, around))


def parts_of_label(inlines: Iterable[m.Inline]) -> Parts:
    """Yield the words of a title in an e-book's navigation: lowered and raised by their characters, if these can."""
    for text, styles in _parts(inlines, ()):
        forms = _SHIFTED[styles[0]] if len(styles) == 1 else {}
        can = bool(forms) and all(ord(each) in forms for each in text)
        yield (text.translate(forms), frozenset()) if can else (text, frozenset(styles))


def label(inlines: Iterable[m.Inline]) -> str:
    """Return the words of a title where there is text only: in bookmarks and names of documents."""
    return "".join(text for text, _ in parts_of_label(inlines))


def _parts(inlines: Iterable[m.Inline], around: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for inline in inlines:
        if isinstance(inline, m.InterlinearNote | m.Citation):
            continue
        if isinstance(inline, m.StyledText) and inline.style in _SHIFTED:
            yield from _parts(inline.children, (*around, inline.style))
        elif isinstance(inline, m.InlineContainer):
            yield from _parts(inline.children, around)
        elif text := m.plain_text((inline,)):
            yield text, around
