"""Follows the words of the manuscript through the lines, to know where a line ended at a space or in a word.

At the end of a line the engine drops the space and adds a hyphen. The eye does not mind; a reader that puts lines
together again needs the space (ISO 32000-1, 14.8.2.5) and must know the hyphen for a soft one (14.8.2.2.3).
"""

from __future__ import annotations

import re
from typing import Any, Final

import attrs

_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
_CHILD: Final = "\x00"
"""Stands in an element's own text for each element inside it."""
INLINE: Final = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q",
        "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
    }
)  # fmt: skip
"""HTML elements that stand in a line."""
_REACH: Final = 400
"""How far ahead in an element's text a line is looked for; past that the styles have changed the words."""


@attrs.define(eq=False, slots=True)
class _SourceText:
    """An element's own text, and how much of it has been seen on lines."""

    text: str
    place: int = 0


@attrs.frozen
class Ending:
    """How a piece of text ends: before a space that is not drawn; with a hyphen that was never written.

    ``after_space`` says of its beginning that a space before it was not drawn either.
    """

    space: bool = False
    hyphen: bool = False
    after_space: bool = False


NO_ENDING: Final = Ending()


class TextFollower:
    """Reads along, line by line, in the order of the pages."""

    def __init__(self) -> None:
        self._scripts: dict[Any, _SourceText] = {}

    def ending_of(self, box: Any) -> Ending:
        """How the text box ``box`` ends. Boxes of an element have to come in their order."""
        element = box.element
        script = self._scripts.get(element)
        if script is None:
            script = self._scripts[element] = _SourceText(_own_text(element))
        said = _BLANKS.sub(" ", box.text).strip(" ")
        if not said:
            return NO_ENDING
        hyphen = False
        start = _find(script, said)
        if start < 0:
            dash = box.style["hyphenate_character"]
            said = said.removesuffix(dash)
            start = _find(script, said) if said and len(said) < len(box.text.strip()) else -1
            hyphen = start >= 0
        if start < 0:
            return NO_ENDING
        _, child, gap = script.text[script.place : start].rpartition(_CHILD)
        led = bool(child) and gap == " " and not box.text[:1].isspace()
        script.place = start + len(said)
        if not hyphen:
            hyphen = self._divided(box, script)
        space = not hyphen and not box.text[-1:].isspace() and self._blank_follows(element, script)
        return Ending(space, hyphen, led)

    def forget(self, element: Any) -> None:
        """Drop what is known of an element that is done."""
        self._scripts.pop(element, None)

    @staticmethod
    def _divided(box: Any, script: _SourceText) -> bool:
        """Whether the engine's layout of the box draws a hyphen that its text has not."""
        drawn = getattr(box.pango_layout, "text", "") or ""
        dash = box.style["hyphenate_character"]
        if not dash or not drawn.endswith(dash) or box.text.endswith(dash):
            return False
        return not script.text.startswith(dash, script.place)

    @staticmethod
    def _blank_follows(element: Any, script: _SourceText) -> bool:
        """Whether the manuscript has a space after what was read: in the element, in the next, or after its end."""
        following = script.text[script.place : script.place + 1]
        if following == _CHILD:
            child = element[script.text.count(_CHILD, 0, script.place)]
            return child.tag == "br" or (child.text or "")[:1].isspace()
        if not following:
            return element.tag in INLINE and (element.tail or "")[:1].isspace()
        return following == " "


def _own_text(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += (_CHILD, child.tail or "")
    return _BLANKS.sub(" ", "".join(parts))


def _find(script: _SourceText, said: str) -> int:
    place, text = script.place, script.text
    while text[place : place + 1] in {" ", _CHILD}:
        place += 1
    if text.startswith(said, place):
        return place
    return text.find(said, place, place + len(said) + _REACH)
