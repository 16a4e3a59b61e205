"""Blocks before pairing, in one language each, and blocks after it, in all their languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import attrs

from wicpress.diagnostics import Span
from wicpress.model import SHARED, Inline

UNKNOWN = "und"
"""BCP 47 for an undetermined language; such a block never pairs."""


@attrs.frozen
class UnpairedBlock:
    """One block as it stands in one file, in one language, before it is paired with its translation.

    ``kind`` is one of ``heading paragraph verse list item definitions definition quote notice figure table row
    cell caption code break note``. ``lang`` is a tag, ``SHARED`` for what has no language, ``UNKNOWN``, or an empty
    string for a container that holds several languages. ``value`` is the number that the source writes (None: none);
    ``info`` is the language of a listing, the kind of a notice, the label of a note, or ``head`` for a row of a
    table's head.
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
        """True where a translation may exist: the block is in one real language and not marked ``{.solo}``."""
        return not self.solo and self.lang not in ("", SHARED, UNKNOWN)


Versions: TypeAlias = tuple[UnpairedBlock, ...]
"""One block in each of the languages that it is written in."""


@attrs.frozen
class PairedBlock:
    """One block of the book: ``blocks`` are its languages' versions, ``children`` the pairs inside it."""

    blocks: Versions
    children: tuple[PairedBlock, ...] = ()

    @property
    def first(self) -> UnpairedBlock:
        """The first version; all versions agree in kind, level and order."""
        return self.blocks[0]


def common_language(blocks: Iterable[UnpairedBlock]) -> str:
    """Return the one language of ``blocks``; ``SHARED`` where none has one, an empty string where they differ."""
    languages = {block.lang for block in blocks} - {SHARED}
    if not languages:
        return SHARED
    return languages.pop() if len(languages) == 1 else ""


def walk(blocks: Iterable[UnpairedBlock]) -> Iterator[UnpairedBlock]:
    """Yield every block in ``blocks`` and inside them, in reading order."""
    for block in blocks:
        yield block
        yield from block.captions
        yield from walk(block.children)


def structure_of(block: UnpairedBlock) -> tuple[object, ...]:
    """Return what the versions of one block have to agree in."""
    return (block.kind, block.ordered, block.info if block.kind == "notice" else "", block.level)


def numbers_agree(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    """Return False where the source numbers both blocks and the numbers differ: 3 never translates 4."""
    return one.value is None or other.value is None or one.value == other.value


def describe(block: UnpairedBlock) -> str:
    """Return the block in words for a message: ``a list of 3 items``, ``a heading of level 2``."""
    match block.kind:
        case "list":
            return f"a list of {len(block.children)} items"
        case "table":
            return f"a table of {len(block.children)} rows and {len(block.align)} columns"
        case "code":
            return "a listing"
        case "heading":
            return f"a heading of level {block.level}"
        case kind:
            return f"a {kind}"
