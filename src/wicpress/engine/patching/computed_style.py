"""Looks up properties that no rule has set the short way: nine in ten of those that layout asks a style for.

The engine takes all the same road to a value: cascade, logical properties, variables, mathematics, the computing of
what was specified. Of a property that no rule sets, the value is the parent's or the initial one, and there is
nothing in it to compute.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from wicpress.engine.internals import css

_OWN_WAYS: Final = frozenset({"position", "float", "display", "page"})
"""Properties with rules of their own, beside those of text decoration."""
_INITIAL: Final = {
    key: value
    for key, value in css.INITIAL_VALUES.items()
    if key not in css.INHERITED | _OWN_WAYS and not key.startswith("text_decoration_")
}
"""The initial values of properties that are not inherited."""
_TO_COMPUTE: Final = {
    key: css.COMPUTER_FUNCTIONS[key] for key in css.INITIAL_NOT_COMPUTED & css.COMPUTER_FUNCTIONS.keys()
}
"""What computes the few of them that are none yet: the width of a border is nothing where no border is drawn."""
_LOGICAL: Final = frozenset(
    logical(block="ttb", inline=inline) for logical in css.PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")
)
"""Properties that may stand for physical ones: `margin-inline-start` for `margin-left` or `margin-right`."""


_OF_FOOTNOTES: Final = frozenset({"footnote-call", "footnote-marker"})
_OF_NOTES: Final = frozenset({"note-call", "note-marker", "note-callback"})
"""Pseudo-elements that none but a footnote, or a note, has."""


class ComputedStyle(css.ComputedStyle):  # type: ignore[misc]
    """A style whose properties are computed when they are asked for, as the engine's; and as quick as can be."""

    def __missing__(self, key: str) -> Any:
        cascaded = self.cascaded
        if key not in cascaded:
            if key in _INITIAL:
                if key not in css.PHYSICAL_FUNCTIONS or _LOGICAL.isdisjoint(cascaded):
                    value = _INITIAL[key]
                    if key in _TO_COMPUTE:
                        value = _TO_COMPUTE[key](self, key, value)
                    self[key] = value
                    return value
            elif self.parent_style is not None and (key in css.INHERITED or key[:2] == "__"):
                value = self.parent_style[key]
                if not css.check_math(value):
                    self[key] = value
                    return value
        return super().__missing__(key)


class StyleFor(css.StyleFor):  # type: ignore[misc]
    """The styles of a document without those that nothing asks for, and each of those that are alike once.

    A rule for every note (`::footnote-call`) is one for every element: the engine makes five styles for an element
    that is no note at all, and one for each pseudo-element where elements share theirs.
    """

    def __init__(self, *given: Any) -> None:
        self._alike: dict[tuple[Any, ...], Any] = {}
        super().__init__(*given)

    def set_computed_styles(
        self, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, *more: Any, **named: Any
    ) -> None:
        if pseudo_type is None or pseudo_type.startswith("@"):  # an element, a page, a box in its margin
            super().set_computed_styles(element, parent, root, pseudo_type, *more, **named)
            return
        own = self._computed_styles[parent, None]
        if pseudo_type in _OF_FOOTNOTES and own["float"] != "footnote":
            return
        if pseudo_type in _OF_NOTES and own["position"][0] != "note()":
            return
        cascaded = self._cascaded_styles[element, pseudo_type]
        # the values stay where they are: the style that is shared holds them
        told = tuple((name, id(value), weight) for name, (value, weight) in cascaded.items())
        key = pseudo_type, id(own), told
        if key not in self._alike:
            super().set_computed_styles(element, parent, root, pseudo_type, *more, **named)
            made = self._computed_styles[element, pseudo_type]
            if made["anchor"]:  # a place of its own
                return
            self._alike[key] = made
        self._computed_styles[element, pseudo_type] = self._alike[key]


_lookup = css.find_style_attributes


def find_style_attributes(*given: Any, **named: Any) -> Iterator[tuple[Any, Any, Any, Any]]:
    """What the attributes of elements declare, the same for all of a language.

    The engine reads `lang` into a declaration of its own for each element, and so no two paragraphs share a style.
    """
    known: dict[str, Any] = {}
    for specificity, element, declarations, base_url in _lookup(*given, **named):
        name = getattr(declarations[0], "lower_name", "") if declarations else ""
        # what is declared last tells elements apart: one with a style of its own is left as it is
        alike = name == "-weasy-lang" and not element.get("style")
        told = known.setdefault(element.get("lang"), declarations) if alike else declarations
        yield specificity, element, told, base_url
