"""The order of blocks where figures do not stand where they are written."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from wicpress.edition.view import BookView, ShownNode


def with_moved_figures(shown: BookView, moved: Iterable[tuple[str, str]]) -> BookView:
    """Return a book with each of the ``moved`` figures behind the block that is named with it, both by their ids."""
    moves = [*moved]
    return attrs.evolve(
        shown, chapters=tuple(attrs.evolve(each, blocks=_moved(each.blocks, moves)) for each in shown.chapters)
    )


def _moved(blocks: tuple[ShownNode, ...], moves: Iterable[tuple[str, str]]) -> tuple[ShownNode, ...]:
    order = {each.id: each for each in blocks}
    for figure, before in moves:
        if figure in order and before in order:
            names = [name for name in order if name != figure]
            names.insert(names.index(before) + 1, figure)
            order = {name: order[name] for name in names}
    return tuple(order.values())
