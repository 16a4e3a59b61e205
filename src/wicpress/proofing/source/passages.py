"""Passages of text with the effects of notation on them, as a file has them and as the book has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

import attrs

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
"""What an address outside the book begins with."""
Effect: TypeAlias = tuple[int, int, str, str]
"""Where an effect begins and ends in the text of a passage, its name, and what belongs to it."""


@attrs.define
class Passage:
    """Characters without spaces, and the effects on them: emphasis, links, notes that are called.

    It begins in ``line``, from 1, of its file, and goes from the offset ``start`` up to ``end``. ``broken``: a mark
    closes nothing, or nothing closes it. ``opens_listing``: the passage is the first of a listing.
    ``notes`` are the words of notes that stand in it.
    """

    line: int
    text: str = ""
    effects: list[Effect] = attrs.field(factory=list)
    start: int = 0
    end: int = 0
    broken: bool = False
    opens_listing: bool = False
    notes: list[Passage] = attrs.field(factory=list)

    @property
    def pictures(self) -> list[Effect]:
        """The pictures of the passage."""
        return [effect for effect in self.effects if effect[2] == "image"]

    def split_pictures(self) -> list[Passage]:
        """Return a passage for each picture, with its link and title, where there is nothing but pictures."""
        if sum(end - start for start, end, *_ in self.pictures) < len(self.text):
            return []
        pictures: list[tuple[int, int, list[Effect]]] = []
        for start, end, name, value in self.effects:
            if name == "image":
                pictures.append((start, end, []))
            if name not in ("image", "link", "title", "width"):
                continue
            for first, last, effects in reversed(pictures):  # what is around a picture stands behind it
                if not start <= first <= last <= end:
                    break
                effects.append((0, last - first, name, value))
                if (first, last) == (start, end):
                    break
        return [
            Passage(self.line, self.text[first:last], effects, self.start, self.end)
            for first, last, effects in pictures
        ]

    def begins_first_of(self, passages: Sequence[Passage]) -> bool:
        """Return whether the first of the ``passages`` that the book has in its line is of it.

        That is a caption, a title of its pictures; or a listing whose first lines are these, and which goes on.
        """
        titles = [value for *_, name, value in self.effects if name == "title"] if self.pictures else []
        first = passages[0].text if passages else ""
        goes_on = self.opens_listing and first != self.text and first.startswith(self.text)
        return goes_on or (bool(titles and passages) and first in (titles[0], "".join(titles)))

    @property
    def shared_key(self) -> tuple[str, frozenset[Effect]]:
        """What two passages that say the same agree in; a language may be found by the script alone."""
        return self.text, frozenset(each for each in self.effects if each[2] != "language")

    @property
    def picture_key(self) -> tuple[str, frozenset[Effect]]:
        """What a picture and its description have of their own: a title is a caption, a link is compared apart."""
        return self.text, frozenset(self.pictures)


def squeeze(text: str) -> str:
    """Return ``text`` without spaces of any kind."""
    return "".join(text.split())
