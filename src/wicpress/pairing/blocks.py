"""What versions of one block have to agree in, and how messages name a block."""

from __future__ import annotations

from wicpress.block_kinds import block_kinds
from wicpress.diagnostics import Diagnostic
from wicpress.model import SHARED
from wicpress.pairing.diagnostics import NUMBERS_DIFFER
from wicpress.source_blocks import UnpairedBlock


def structure_of(block: UnpairedBlock) -> tuple[object, ...]:
    """Return what the versions of one block have to agree in."""
    kind = block_kinds().get(block.kind)
    return (block.kind, block.ordered, block.info if kind and kind.same_info else "", block.level)


def same_structure(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    """Return True where two blocks may be versions of one block if their numbers agree."""
    return structure_of(one) == structure_of(other) and one.part == other.part


def numbers_agree(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    """Return False where the source numbers both blocks and the numbers differ: 3 never translates 4."""
    if one.value is None or other.value is None:
        return True
    return same_number(one.value, other.value, one.level if one.kind == "heading" else 1)


def same_number(one: tuple[int, ...], other: tuple[int, ...], level: int) -> bool:
    """Return whether numbers of headings of one level agree; below chapters, 第二节 is 1.2 in another language."""
    is_below = level > 1 and min(len(one), len(other)) == 1
    return one == other or (is_below and one[-1] == other[-1])


def numbers_differ(one: UnpairedBlock, other: UnpairedBlock) -> Diagnostic:
    """Return the diagnostic of two headings or captions in two languages whose numbers differ."""
    message = f"`{one.marker.strip()}` and `{other.marker.strip()}` stand side by side"
    return NUMBERS_DIFFER(message, other.span, hint="give both languages the same number")


def describe(block: UnpairedBlock) -> str:
    """Return the block in words for a message: ``a list of 3 items``, ``a heading of level 2``."""
    kind = block_kinds().get(block.kind)
    return kind.describe(block) if kind and kind.describe else f"a {block.kind}"


def compatible(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    """Return True where two neighbours may be two languages of one block, which has one caption in each of them."""
    if one.kind != other.kind or one.lang == other.lang or not (one.pairable and other.pairable):
        return False
    if {each.lang for each in one.captions} & {each.lang for each in other.captions} - {SHARED}:
        return False
    kind = block_kinds().get(one.kind)
    if kind and kind.may_pair:
        return kind.may_pair(one, other)
    return same_structure(one, other) and numbers_agree(one, other)
