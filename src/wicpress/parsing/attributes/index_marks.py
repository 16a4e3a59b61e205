"""Reads words for the index: ``[words]{.index}``, with what an entry has beside its place.

``entry="head word > sub-entry"`` names the entry where it is not the words; ``.start`` and ``.end`` mark where a
subject begins and ends, ``.main`` its main place, ``.name`` a person; ``see`` and ``see-also`` name other entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from wicpress.model import IndexMark, Inline, plain_text

INDEX: Final = "index"
"""The class of words for the index."""
CLASSES: Final = ("name", "main", "start", "end")
ENTRIES: Final = ("entry", "translation", "see", "see-also")
"""The attributes whose values are entries."""
KEYS: Final = (*ENTRIES, "reading")
BELOW: Final = ">"
"""What stands before a sub-entry."""
DEEPEST: Final = 3


class Report(Protocol):
    """Reports what is wrong where ``snippet`` stands."""

    def __call__(self, message: str, snippet: str = "", hint: str = "") -> None:
        """Report a diagnostic."""


def index_mark(
    attributes: Mapping[str, str | int | float], children: tuple[Inline, ...], report: Report
) -> IndexMark | None:
    """Return words for the index, or None after reporting what cannot be one."""
    classes = str(attributes.get("class", "")).split()
    paths = {key: _path(str(attributes.get(key, "")), report) for key in ENTRIES}
    entry, see, also = paths["entry"], paths["see"], paths["see-also"]
    has_words = bool(plain_text(children).strip())
    if not has_words and not (entry and (see or also)):
        hint = "put the words in the brackets; without words, name an entry and another to see: entry=… see=…"
        report("an index entry has no words", f".{INDEX}", hint)
        return None
    if {"start", "end"} <= {*classes} or (see and {*classes} & {"main", "start", "end"}):
        report("a place cannot be all of this in the index", f".{INDEX}", "give it one of `.start`, `.end` and see=…")
    return IndexMark(
        children if has_words else (),
        entry,
        paths["translation"],
        "name" in classes,
        "main" in classes,
        next((each for each in ("start", "end") if each in classes), ""),
        see,
        also,
        str(attributes.get("reading", "")).strip(),
    )


def _path(value: str, report: Report) -> tuple[str, ...]:
    """Return the head word and the sub-entries of an entry, each without needless spaces."""
    words = [" ".join(each.split()) for each in value.split(BELOW)] if value.strip() else []
    if not all(words) or len(words) > DEEPEST:
        message = f"`{value[:40]}` is no entry of an index"
        hint = f"write a head word, or up to {DEEPEST - 1} sub-entries behind it: canal {BELOW} bridges"
        report(message, value, hint)
        words = [each for each in words if each][:DEEPEST]
    return tuple(words)
