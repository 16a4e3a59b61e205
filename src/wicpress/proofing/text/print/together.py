"""Check that the blocks that the author keeps on one page stand on one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wicpress import model as m
from wicpress.proofing.text.edition_rules import StandingBook, StandingNode, walk
from wicpress.proofing.text.mismatches import TextMismatch


def check_together(shown: StandingBook, pages: Mapping[str, set[int]]) -> Iterator[TextMismatch]:
    """Yield blocks that stay together and go on over a page, although other text stands above them on the first.

    What begins its page, or stands below titles alone there, is higher than the page. ``pages`` are those of each
    block, from 1.
    """
    last = 0
    for chapter in shown.chapters:
        part = chapter.part.children if chapter.part else ()
        for block in (*part, *chapter.blocks):
            own = {page for name in _names(block) for page in pages.get(name, ())}
            if isinstance(block.piece, m.KeepTogether) and len(own) > 1 and min(own) == last:
                message = f"{block.id} is to stand on one page, and goes on over the end of the page"
                yield TextMismatch("moved", message, block.id, block.id, place=f"page {last}")
            if own and not isinstance(block.piece, m.Heading):
                last = max(own)


def _names(block: StandingNode) -> Iterator[str]:
    """Yield the ids of what has text in a block."""
    for node in walk((block,)):
        yield node.id
        yield from (row.id for row in (node.piece.children if isinstance(node.piece, m.Table) else ()))
