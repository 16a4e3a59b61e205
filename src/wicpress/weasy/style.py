"""Looks up properties that no rule has set the short way: nine in ten of those that layout asks a style for.

The engine takes all the same road to a value: cascade, logical properties, variables, mathematics, the computing of
what was specified. Of a property that no rule sets, the value is the parent's or the initial one, and there is
nothing in it to compute.
"""

from __future__ import annotations

from typing import Any, Final

from .engine import css

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
