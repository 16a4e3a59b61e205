"""Where the printed pages begin in the text, so that an e-book can name them."""

from __future__ import annotations

import attrs


@attrs.frozen
class PageStart:
    """The place at which a printed page begins.

    ``label`` is the folio as printed (``iv``, ``12``); ``block`` the id of the block that the page opens with or
    goes on with; ``lang`` the language of the member; ``offset`` how many of that member's characters, white space,
    markers and calls of notes not counted, stand on earlier pages (0: the block begins here).
    """

    label: str
    block: str
    lang: str
    offset: int


@attrs.frozen
class PageMap:
    """The pages of a printed edition, in order; ``edition`` names it and ``identifier`` is its ISBN or URN."""

    edition: str
    identifier: str
    starts: tuple[PageStart, ...]
