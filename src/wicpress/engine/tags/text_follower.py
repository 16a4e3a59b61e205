"""Follows the text of the manuscript through the lines: does a line end at a space, or inside a word?

At the end of a line WeasyPrint removes the space and adds a hyphen. A program that joins the lines again needs the
space (ISO 32000-1, 14.8.2.5) and must know that the hyphen is a soft one (14.8.2.2.3).
"""

from __future__ import annotations

import re
from typing import Any, Final

import attrs

from wicpress import class_names

_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
_HARD_HYPHEN: Final = re.compile(r"[^\W\d_]-\Z")
"""A hyphen behind a letter, which readers take for a soft one at the end of a line."""
_CHILD: Final = "\x00"
"""The character in an element's own text for each element inside it."""
INLINE: Final = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q",
        "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
    }
)  # fmt: skip
"""HTML elements that are part of a line."""
_MAX_SKIPPED: Final = 400
"""How many characters of an element's text may be missing before a line; beyond, the style has replaced the text."""


@attrs.define(eq=False, slots=True)
class _SourceText:
    """An element's own text, and how much of it is on lines so far."""

    text: str
    place: int = 0


@attrs.frozen
class Ending:
    """How a text box ends: before a space that is not drawn, or with a hyphen that is not in the manuscript.

    ``hard_hyphen`` is true where the hyphen is in the manuscript, ``after_space`` where a space before the text box
    is not drawn either.
    """

    space: bool = False
    hyphen: bool = False
    after_space: bool = False
    hard_hyphen: bool = False


NO_ENDING: Final = Ending()


class TextFollower:
    """Finds the text boxes in the manuscript, line by line, in the order of the pages.

    ``root`` is the HTML element of the document; None for one without pages.
    """

    def __init__(self, root: Any) -> None:
        self._sources: dict[Any, _SourceText] = {}
        self._parents = {child: parent for parent in root.iter() for child in parent} if root is not None else {}

    def ending_of(self, box: Any) -> Ending:
        """Return how the text box ``box`` ends; call it for the boxes of an element in their order."""
        element = box.element
        source = self._sources.get(element)
        if source is None:
            source = self._sources[element] = _SourceText(_own_text(element))
        words = _BLANKS.sub(" ", box.text).strip(" ")
        if not words:
            return NO_ENDING
        hyphen = False
        start = _find(source, words)
        if start < 0:
            hyphen_character = box.style["hyphenate_character"]
            words = words.removesuffix(hyphen_character)
            start = _find(source, words) if words and len(words) < len(box.text.strip()) else -1
            hyphen = start >= 0
        if start < 0:
            return NO_ENDING
        _, child, gap = source.text[source.place : start].rpartition(_CHILD)
        after_space = bool(child) and gap == " " and not box.text[:1].isspace()
        source.place = start + len(words)
        if not hyphen:
            hyphen = self._has_drawn_hyphen(box, source)
        space = not hyphen and not box.text[-1:].isspace() and self._blank_follows(element, source)
        return Ending(space, hyphen, after_space, not hyphen and bool(_HARD_HYPHEN.search(box.text)))

    def has_space_behind(self, drawing: Any) -> bool:
        """Return whether the manuscript has a space behind the formula whose last part is ``drawing``."""
        formula = self._parents.get(drawing.element)
        return formula is not None and formula[-1] is drawing.element and self._blank_after(formula)

    @staticmethod
    def _has_drawn_hyphen(box: Any, source: _SourceText) -> bool:
        """Return whether WeasyPrint's layout of the box draws a hyphen that is not in its text."""
        drawn = getattr(box.pango_layout, "text", "") or ""
        hyphen_character = box.style["hyphenate_character"]
        if not hyphen_character or not drawn.endswith(hyphen_character) or box.text.endswith(hyphen_character):
            return False
        return not source.text.startswith(hyphen_character, source.place)

    def _blank_follows(self, element: Any, source: _SourceText) -> bool:
        """Return whether the manuscript has a space next: in the element, in its next child, or after its end."""
        following = source.text[source.place : source.place + 1]
        if following == _CHILD:
            return self._begins_with_blank(element[source.text.count(_CHILD, 0, source.place)])
        return following == " " if following else self._blank_after(element)

    def _blank_after(self, element: Any) -> bool:
        """Return whether a space or a line break comes after the end of an element, or of those that end with it."""
        while element.tag in INLINE and not element.tail and (parent := self._parents.get(element)) is not None:
            behind = [*parent][[*parent].index(element) + 1 :]
            if behind:
                return self._begins_with_blank(behind[0])
            element = parent
        return element.tag in INLINE and (element.tail or "")[:1].isspace()

    def _begins_with_blank(self, element: Any) -> bool:
        """Return whether a space or a line break stands first in an element, or behind the number of a page."""
        if class_names.SOURCE_PAGE in (element.get("class") or "").split():
            return (element.tail or "")[:1].isspace() or (not element.tail and self._blank_after(element))
        return element.tag == "br" or (element.text or "")[:1].isspace()


def _own_text(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += (_CHILD, child.tail or "")
    return _BLANKS.sub(" ", "".join(parts))


def _find(source: _SourceText, words: str) -> int:
    place, text = source.place, source.text
    while text[place : place + 1] in {" ", _CHILD}:
        place += 1
    if text.startswith(words, place):
        return place
    return text.find(words, place, place + len(words) + _MAX_SKIPPED)
