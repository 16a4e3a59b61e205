"""Which blocks of a printed edition stand on pages that are turned: landscape tables and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wicpress import model as m
from wicpress.edition.page_geometry import Geometry
from wicpress.edition.view import ChapterView, ShownNode


def turned_blocks(chapters: Iterable[ChapterView], page: Geometry) -> frozenset[str]:
    """Return the ids of the landscape tables and figures for which pages are turned, and of the headings above them.

    A heading stays with what it introduces. Right below the title of its chapter, which would stand alone, a block is
    upright, and so are all on pages that are wider than high.
    """
    if page.width >= page.height:
        return frozenset()
    return frozenset(node.id for chapter in chapters for node in _turned(chapter.blocks))


def _turned(blocks: Sequence[ShownNode]) -> Iterator[ShownNode]:
    headings: list[ShownNode] = []
    has_text = False
    for block in blocks:
        if isinstance(block.piece, m.Heading) or block.is_strong:
            headings.append(block)
            continue
        if has_text and getattr(block.piece, "landscape", False):
            yield from (*headings, block)
        headings, has_text = [], True
