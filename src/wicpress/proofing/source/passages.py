"""Passages of text with the effects of notation on them, as a file has them and as the book has them."""

from __future__ import annotations

from typing import TypeAlias

import attrs

Effect: TypeAlias = tuple[int, int, str, str]
"""Where an effect begins and ends in the text of a passage, its name, and what belongs to it."""


@attrs.define
class Passage:
    """Characters without spaces, and the effects on them: emphasis, links, notes that are called.

    It begins in ``line``, from 1, of its file, at the offset ``start``. ``broken``: a mark closes nothing, or nothing
    closes it.
    """

    line: int
    text: str = ""
    effects: list[Effect] = attrs.field(factory=list)
    start: int = 0
    broken: bool = False

    @property
    def pictures(self) -> list[Effect]:
        """The pictures of the passage."""
        return [effect for effect in self.effects if effect[2] == "image"]

    @property
    def shared_key(self) -> tuple[str, frozenset[Effect]]:
        """What two passages that say the same agree in; a title is a caption, a language is found by the script."""
        return self.text, frozenset(each for each in self.effects if each[2] not in ("title", "language"))


def squeeze(text: str) -> str:
    """Return ``text`` without spaces of any kind."""
    return "".join(text.split())
