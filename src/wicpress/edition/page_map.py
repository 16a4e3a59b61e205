"""Where the printed pages begin in the text, for the page list of an EPUB."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice

import attrs

_BATCH = 500
"""Pages that are encoded together."""
_JSON = json.JSONEncoder(ensure_ascii=False)


@attrs.frozen
class PageStart:
    """The position in the text at which a printed page begins.

    ``label`` is the folio as printed (``iv``, ``12``); ``block`` the id of the first block on the page; ``lang`` the
    language of the member; ``offset`` how many characters of that member are on earlier pages, not counting white
    space, markers and calls of notes (0: the block begins here); a formula is one.
    """

    label: str
    block: str
    lang: str
    offset: int


@attrs.frozen
class PageStarts:
    """The starts of all pages, in order, stored as lines of JSON in one string: a long book has many."""

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
        """Return all starts as one JSON list of lists, the fields of each in order."""
        listed = self._lines[:-1].replace("\n", ", ")  # JSON escapes line ends inside a line
        return f"[{listed}]"


def _line(start: PageStart) -> str:
    return _JSON.encode((start.label, start.block, start.lang, start.offset))


def _packed(starts: Iterable[PageStart]) -> PageStarts:
    if isinstance(starts, PageStarts):
        return starts
    rest = iter(starts)
    text, count = "", 0
    while lines := [_line(start) for start in islice(rest, _BATCH)]:
        text += "\n".join([*lines, ""])
        count += len(lines)
    return PageStarts(text, count)


@attrs.frozen
class PageMap:
    """The pages of a printed ``edition``, in order; ``identifier`` is its ISBN or URN.

    ``moved`` has the block that each figure stands behind which does not stand where it is written, by ids.
    """

    edition: str
    identifier: str
    starts: PageStarts = attrs.field(converter=_packed)
    moved: tuple[tuple[str, str], ...] = ()
