"""What a reader hands to pairing: blocks of one language each, and the groups that pairing makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress.diagnostics import Span
from wicpress.model import SHARED, Inline

UNKNOWN = "und"
"""BCP 47 for a language that could not be told; such a block never pairs."""


@attrs.frozen
class UnpairedBlock:
    """One block as it stands in one file, in one language, before anyone asked what translates it.

    ``kind`` is one of ``heading paragraph verse list item definitions definition quote notice figure table row
    cell caption code break note``. ``lang`` is a tag, ``SHARED`` for what has no language, ``UNKNOWN``, or an empty
    string for a container that holds several languages. ``value`` is the number that the source wrote (None: none);
    ``info`` is the language of a listing, the kind of a notice, the label of a note, ``head`` of a table's row.
    """

    kind: str
    span: Span
    lang: str = ""
    inlines: tuple[Inline, ...] = ()
    marker: str = ""
    children: tuple[UnpairedBlock, ...] = ()
    captions: tuple[UnpairedBlock, ...] = ()
    level: int = 0
    value: tuple[int, ...] | None = None
    ordered: bool = False
    info: str = ""
    src: str = ""
    alts: tuple[tuple[str, str], ...] = ()
    width: str = ""
    align: tuple[str, ...] = ()
    id: str = ""
    solo: bool = False
    part: bool = False

    @property
    def pairable(self) -> bool:
        """True where another language could say the same: one real language, and not marked ``{.solo}``."""
        return not self.solo and self.lang not in ("", SHARED, UNKNOWN)


@attrs.frozen
class PairedBlock:
    """One block of the book: what each language says of it, and the groups inside it."""

    drafts: tuple[UnpairedBlock, ...]
    children: tuple[PairedBlock, ...] = ()

    @property
    def first(self) -> UnpairedBlock:
        """The draft that leads; all of a group agree in kind, level and order."""
        return self.drafts[0]


def common_language(drafts: Iterable[UnpairedBlock]) -> str:
    """The one language of ``drafts``; ``SHARED`` where none has one; an empty string where they differ."""
    found = {draft.lang for draft in drafts} - {SHARED}
    if not found:
        return SHARED
    return found.pop() if len(found) == 1 else ""


def walk(drafts: Iterable[UnpairedBlock]) -> Iterator[UnpairedBlock]:
    """Every draft in ``drafts`` and inside them, in reading order."""
    for draft in drafts:
        yield draft
        yield from draft.captions
        yield from walk(draft.children)


def structure_of(draft: UnpairedBlock) -> tuple[object, ...]:
    """What two languages' drafts have to agree in to be one block of two columns."""
    return (draft.kind, draft.ordered, draft.info if draft.kind == "notice" else "", draft.level)


def numbers_agree(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    """False where the source numbered both and the numbers differ: 3 never translates 4."""
    return one.value is None or other.value is None or one.value == other.value


def describe(draft: UnpairedBlock) -> str:
    """The draft in words for a message: ``a list of 3 items``, ``the paragraph “The first…”``."""
    match draft.kind:
        case "list":
            return f"a list of {len(draft.children)} items"
        case "table":
            return f"a table of {len(draft.children)} rows and {len(draft.align)} columns"
        case "code":
            return "a listing"
        case "heading":
            return f"a heading of level {draft.level}"
        case kind:
            return f"a {kind}"
