"""Blocks as e-books have them: on screens of any size, in pages that a reading system makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import attrs
from markupsafe import Markup

from wicpress import class_names
from wicpress import model as m
from wicpress.edition.view import ShownNode
from wicpress.epub.inline_svg import in_em
from wicpress.html.blocks import BlockWriter
from wicpress.html.shown_pictures import ShownPicture, rows_of_figures
from wicpress.template_access import for_templates

PAGE_WIDTH: Final = 45
"""How many letters of a table a phone shows in a line."""
PAGE_HEIGHT: Final = 58
"""How many of them it shows in a line that runs downwards."""


@attrs.frozen
class BlockGroup:
    """Blocks that follow each other; ``unbroken`` where a reading system may not divide them between pages."""

    nodes: tuple[ShownNode, ...]
    unbroken: bool = False


class EpubBlocks(BlockWriter):
    """Blocks for screens: the width that an author gives a picture becomes em; headings keep what follows them."""

    sizes_all_tables = True
    smaller_type = (0.7, 0.5, 0.4, 0.3)

    @for_templates
    def pictures(self, figure: m.Figure) -> tuple[ShownPicture, ...]:
        """See ``BlockWriter.pictures``."""
        return tuple(attrs.evolve(each, width=in_em(each.width)) for each in super().pictures(figure))

    @for_templates
    def blocks(self, nodes: Iterable[ShownNode]) -> Markup:
        """See ``BlockWriter.blocks``."""
        return Markup("\n").join(self._group(each) for each in self.groups(nodes))

    def _group(self, group: BlockGroup) -> Markup:
        html = super().blocks(group.nodes)
        return Markup('<div class="{}">{}</div>').format(class_names.UNBROKEN, html) if group.unbroken else html

    def groups(self, nodes: Iterable[ShownNode]) -> Iterator[BlockGroup]:
        """Yield ``nodes`` in groups: headings with each other and a figure below them, figures in rows.

        A heading right before a paragraph needs no group. One before any other block is a group by itself, below
        which style sheets keep more room than below that of a paragraph: the block may begin with a caption or term.
        Page breaks are for paper.
        """
        nodes = (node for node in nodes if not isinstance(node.piece, m.PageBreak))
        waiting: tuple[ShownNode, ...] = ()
        for is_heading, run in groupby(nodes, key=lambda node: isinstance(node.piece, m.Heading)):
            if is_heading:
                waiting = tuple(run)
                continue
            first, *others = map(tuple, rows_of_figures(run))
            if waiting and isinstance(first[0].piece, m.Figure):
                yield BlockGroup((*waiting, *first), unbroken=True)
            else:
                if waiting:
                    is_parted = not isinstance(first[0].piece, m.Paragraph)
                    yield BlockGroup(waiting, unbroken=len(waiting) > 1 or is_parted)
                yield BlockGroup(first)
            yield from map(BlockGroup, others)
            waiting = ()
        if waiting:
            yield BlockGroup(waiting, unbroken=len(waiting) > 1)
