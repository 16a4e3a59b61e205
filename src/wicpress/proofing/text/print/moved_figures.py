"""The order of blocks in a file whose figures need not stand where they are written (``figures = "near"``).

A figure, or a landscape table, may stand behind the next blocks of text of its chapter: paragraphs, lists,
definitions, quotations and notices without headings, up to anything else. A figure that fills its page, or stands
beside another, what calls a note, and a landscape block below a heading stand where they are written.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

import attrs

from wicpress import model as m
from wicpress.proofing.text.edition_rules import StandingBook, StandingNode, standing_calls, walk
from wicpress.proofing.text.print.landscape import introduced, landscape_blocks

_TEXT = (m.Paragraph, m.ListBlock, m.DefinitionList, m.BlockQuote, m.Admonition)


def as_placed(shown: StandingBook, places: Mapping[str, Any]) -> StandingBook:
    """Return a book with its figures in the order of a file; ``places`` are comparable, one for each block.

    A figure stands behind those blocks alone that it may stand behind: where a file has it elsewhere, that is told.
    """
    turned = landscape_blocks(shown)
    chapters = tuple(
        attrs.evolve(each, blocks=_in_order(each.blocks, places, shown.languages, turned)) for each in shown.chapters
    )
    return attrs.evolve(shown, chapters=chapters)


def _in_order(
    blocks: Sequence[StandingNode], places: Mapping[str, Any], languages: tuple[str, ...], turned: Container[str]
) -> tuple[StandingNode, ...]:
    """Return blocks in the order of a file: a figure stands before those that are behind it in the manuscript.

    The last figure is placed first, since text that has moved up before it may also stand before those above it.
    """
    free = {node.id for headings, node in introduced(blocks) if not (headings and node.id in turned)}
    order = [*blocks]
    for start in reversed(range(len(order))):
        figure, end = order[start], start + 1
        if figure.id not in free or not _may_move(figure, languages, turned) or figure.id not in places:
            continue
        place = places[figure.id]
        while end < len(order) and _is_text(order[end]) and places.get(order[end].id, place) < place:
            end += 1
        order[start:end] = [*order[start + 1 : end], figure]
    return tuple(order)


def _may_move(node: StandingNode, languages: tuple[str, ...], turned: Container[str]) -> bool:
    is_free = isinstance(node.piece, m.Figure) and not (node.piece.full_page or node.piece.beside)
    return (is_free or node.id in turned) and next(standing_calls(walk([node]), languages), None) is None


def _is_text(node: StandingNode) -> bool:
    """Return whether a figure may stand behind a block."""
    inside = [*walk([node])]
    return (
        isinstance(node.piece, _TEXT)
        and not any(isinstance(each.piece, m.Heading) for each in inside)
        and not (isinstance(node.piece, m.Paragraph) and _stands_for_heading(node))
    )


def _stands_for_heading(node: StandingNode) -> bool:
    """Return whether a paragraph is nothing but strong words."""
    sides = [_in_own_language(member.side.inlines) for member in node.members]
    return bool(sides) and all(len(each) == 1 and isinstance(each[0], m.Strong) for each in sides)


def _in_own_language(inlines: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
    return inlines[0].children if len(inlines) == 1 and isinstance(inlines[0], m.ForeignText) else inlines
