"""Reports figures that are to stand beside something else than a figure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, declare_kind
from wicpress.model import Block, Book, Figure

MISPLACED_FIGURE = declare_kind(
    "misplaced_figure",
    "A figure is to stand beside something that is no figure",
    "`{.beside}` sets a figure beside the one right before it, each with a caption of its own; at most three stand "
    "in a row. Neither may have a page of its own.",
    example='![Now](now.png "The steps now"){.beside}',
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each figure with the class ``beside`` that stands behind no figure, or has a page of its own."""
    for chapter in book.chapters:
        for before, block in pairwise((None, *chapter.blocks)):
            if isinstance(block, Figure) and block.beside and not _may_share_row(before):
                span = block.pictures[0].span
                message = "there is no figure before this one that it could stand beside"
                hint = "write it right below the other figure, or take `.beside` away"
                yield MISPLACED_FIGURE(message, span, hint=hint, block=block.id)


def _may_share_row(block: Block | None) -> bool:
    return isinstance(block, Figure) and not block.full_page
