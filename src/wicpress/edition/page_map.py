"""Where the printed pages begin in the text, so that an e-book can name them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice

import attrs

_SOME = 500
"""Pages whose starts are looked at together."""
_JSON = json.JSONEncoder(ensure_ascii=False)


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
class PageStarts:
    """The starts of all pages, in order: kept as lines of JSON in one text, since a long book has many."""

    _lines: str
    _count: int

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[PageStart]:
        at = 0
        while at < len(self._lines):
            end = self._lines.index("\n", at)
            yield PageStart(*json.loads(self._lines[at:end]))
            at = end + 1

    def to_json(self) -> str:
        """All starts as one list: of each its fields, in their order."""
        listed = self._lines[:-1].replace("\n", ", ")  # within a line, JSON writes the end of one otherwise
        return f"[{listed}]"


def _line(start: PageStart) -> str:
    return _JSON.encode((start.label, start.block, start.lang, start.offset))


def _packed(starts: Iterable[PageStart]) -> PageStarts:
    if isinstance(starts, PageStarts):
        return starts
    each = iter(starts)
    text, count = "", 0
    while some := [_line(start) for start in islice(each, _SOME)]:
        text += "\n".join([*some, ""])
        count += len(some)
    return PageStarts(text, count)


@attrs.frozen
class PageMap:
    """The pages of a printed edition, in order; ``edition`` names it and ``identifier`` is its ISBN or URN."""

    edition: str
    identifier: str
    starts: PageStarts = attrs.field(converter=_packed)
