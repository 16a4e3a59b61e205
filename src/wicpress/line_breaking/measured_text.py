"""The characters of a paragraph with their widths and classes, before it is broken into lines."""

from __future__ import annotations

import attrs


@attrs.define(eq=False)
class MeasuredText:
    """A paragraph as the line rules see it; all lists have one entry for each character of `text`.

    Lengths are in one unit throughout (the engine's; px in WeasyPrint). The width of a cluster is that of its first
    character; the others have 0.
    """

    text: str
    width: list[float]
    em: list[float]
    """Font size of each character."""
    kind: list[int]
    """Kinds of `wicpress.line_breaking.char_classes`."""
    side_bearings: dict[int, tuple[float, float]] = attrs.field(factory=dict)
    """Blank width left and right of a mark's ink, where it was measured."""
    joined: set[int] = attrs.field(factory=set)
    """Characters that belong to the cluster of the one before."""
    unbreakable: set[int] = attrs.field(factory=set)
    """Characters that never begin a line (inside ruby, inside `white-space: nowrap`)."""
    end_kerning: dict[int, float] = attrs.field(factory=dict)
    """How much wider a character is at the end of a line, where it is not kerned to the next."""
    start_edges: dict[int, float] = attrs.field(factory=dict)
    """Width of the margin, border and padding of the boxes that begin before a character."""
    end_edges: dict[int, float] = attrs.field(factory=dict)
    """The same of the boxes that end before a character; at len(text) those that end with the paragraph."""
    line_start_edges: dict[int, float] = attrs.field(factory=dict)
    """What takes the place of `start_edges` where a line begins with the character."""
    line_end_edges: dict[int, float] = attrs.field(factory=dict)
    """What takes the place of `end_edges` where a line ends before the character."""
    wider_start: dict[int, float] = attrs.field(factory=dict)
    """How much wider a line is that begins with a character of words in two lines (`two_lines`)."""
    wider_end: dict[int, float] = attrs.field(factory=dict)
    """The same of a line that ends with one."""
    latin: bool = False
    """Whether the paragraph is Western text: only its word spaces change."""

    def edge_at_line_start(self, character: int) -> float:
        """Return the width of the edges before a character with which a line begins."""
        own = self.line_start_edges.get(character)
        return self.start_edges.get(character, 0.0) if own is None else own

    def edge_at_line_end(self, character: int) -> float:
        """Return the width of the edges before a character, behind what a line ends with."""
        own = self.line_end_edges.get(character)
        return self.end_edges.get(character, 0.0) if own is None else own

    def __len__(self) -> int:
        return len(self.text)
