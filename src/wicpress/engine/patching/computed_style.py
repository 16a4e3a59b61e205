"""Styles with a fast path for properties that no rule declares: nine in ten of those that layout uses.

WeasyPrint computes each value in the same way: cascade, logical properties, variables, mathematics, computed value.
If no rule declares a property, its value is the parent's or the initial one, and there is nothing to compute.
Measured on a cold build of 121 pages: 11 % of its time for ``ComputedStyle``, 4 % for ``StyleFor``.
"""

from __future__ import annotations

from typing import Any, Final

from wicpress.engine.internals import css, properties

_SPECIAL: Final = frozenset({"position", "float", "display", "page"})
"""Properties with rules of their own, beside those of text decoration."""
_INITIAL: Final = {
    key: value
    for key, value in properties.INITIAL_VALUES.items()
    if key not in properties.INHERITED | properties.INITIAL_NOT_COMPUTED | _SPECIAL
    and not key.startswith("text_decoration_")
}
"""The initial values of properties that are not inherited, where they are also the computed values."""
_LOGICAL: Final = ("inline", "block", "border_start", "border_end")
"""Parts of the names of logical properties, such as ``margin_inline_start``."""
_OF_FOOTNOTES: Final = frozenset({"footnote-call", "footnote-marker"})
_OF_NOTES: Final = frozenset({"note-call", "note-marker", "note-callback"})
"""Pseudo-elements that only a footnote, or a note, has."""


class ComputedStyle(css.ComputedStyle):  # type: ignore[misc]
    """A style that computes a property when it is first used, like WeasyPrint's."""

    _has_logical: bool | None = None

    def __missing__(self, key: str) -> Any:
        if key not in self.cascaded:
            if key in _INITIAL:
                if not self._declares_logical():
                    value = self[key] = _INITIAL[key]
                    return value
            elif self.parent_style is not None and (key in properties.INHERITED or key[:2] == "__"):
                value = self.parent_style[key]
                if not _has_function(value):
                    self[key] = value
                    return value
        return super().__missing__(key)

    def _declares_logical(self) -> bool:
        """Return whether a rule declares a logical property."""
        if self._has_logical is None:
            self._has_logical = any(part in name for name in self.cascaded for part in _LOGICAL)
        return self._has_logical


def _has_function(value: Any) -> bool:
    """Return whether a value contains a function of CSS, such as ``calc()`` with a percentage."""
    if isinstance(value, tuple):
        return any(map(_has_function, value))
    return getattr(value, "type", None) == "function"


class StyleFor(css.StyleFor):  # type: ignore[misc]
    """The styles of a document without unused ones, and equal ones only once.

    A rule for every note (``::footnote-call``) is one for every element: WeasyPrint makes five styles for an element
    that is no note, and separate ones for the pseudo-elements of elements with the same style.
    """

    def __init__(self, *args: Any) -> None:
        self._shared: dict[tuple[Any, ...], Any] = {}
        super().__init__(*args)

    def set_computed_styles(
        self, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Compute the style of an element or pseudo-element, or share that of an equal pseudo-element."""
        if pseudo_type is None or pseudo_type.startswith("@"):  # an element, a page, a box in its margin
            super().set_computed_styles(element, parent, root, pseudo_type, *args, **kwargs)
            return
        parent_style = self._computed_styles[parent, None]
        if pseudo_type in _OF_FOOTNOTES and parent_style["float"] != "footnote":
            return
        if pseudo_type in _OF_NOTES and parent_style["position"][0] != "note()":
            return
        cascaded = self._cascaded_styles[element, pseudo_type]
        # the shared style keeps the values alive, so that no id is reused
        declared = tuple((name, id(value), weight) for name, (value, weight) in cascaded.items())
        key = pseudo_type, id(parent_style), declared
        if key not in self._shared:
            super().set_computed_styles(element, parent, root, pseudo_type, *args, **kwargs)
            style = self._computed_styles[element, pseudo_type]
            if style["anchor"]:  # a destination of its own
                return
            self._shared[key] = style
        self._computed_styles[element, pseudo_type] = self._shared[key]
