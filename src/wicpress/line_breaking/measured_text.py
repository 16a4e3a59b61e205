"""A paragraph as one strip of characters, measured, before it is cut into lines."""

from __future__ import annotations

import attrs


@attrs.define(eq=False)
class MeasuredText:
    """What the line rules know of a paragraph; all lists have one entry for each character of `text`.

    Lengths are in one unit throughout (the engine's; px in WeasyPrint). A cluster's width stands at its first
    character, the others have none.
    """

    text: str
    width: list[float]
    em: list[float]
    """Size of the type each character is set in."""
    kind: list[int]
    """Kinds of `wicpress.line_breaking.char_classes`."""
    blank: dict[int, tuple[float, float]] = attrs.field(factory=dict)
    """Free room left and right of a mark's ink, where it was measured."""
    joined: set[int] = attrs.field(factory=set)
    """Characters that belong to the cluster of the one before."""
    bound: set[int] = attrs.field(factory=set)
    """Characters that no line begins with whatever happens (inside ruby, inside `white-space: nowrap`)."""
    tail: dict[int, float] = attrs.field(factory=dict)
    """What a character is wider at the end of a line, where it is not kerned to the next."""
    opening: dict[int, float] = attrs.field(factory=dict)
    """Room that boxes beginning before a character take (margin, border, padding)."""
    closing: dict[int, float] = attrs.field(factory=dict)
    """Room that boxes ending before a character take; at len(text) those ending with the paragraph."""
    latin: bool = False
    """A paragraph of Western text: only its word spaces give way."""

    def __len__(self) -> int:
        return len(self.text)
