"""The numbers of the pages on which an edition uses the terms of a glossary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from wicpress import model as m
from wicpress.proofing.text.edition_rules import StandingBook, StandingNode, cell_sides
from wicpress.proofing.text.index.expected_pages import numbers_of_pages


def uses_of_terms(shown: StandingBook) -> Mapping[str, list[m.TermUse]]:
    """Return the uses of each term that stand in an edition, in reading order."""
    uses: dict[str, list[m.TermUse]] = defaultdict(list)
    for node in shown.nodes():
        for use in _uses(node, shown.languages):
            uses[use.term].append(use)
    return uses


def pages_of_uses(uses: Iterable[m.TermUse], pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the text of the pages of ``uses`` in pieces, each with the id of the place to which it leads, or none."""
    return numbers_of_pages((("", m.IndexMark(use.children, id=use.id)) for use in uses), pages)


def _uses(node: StandingNode, languages: tuple[str, ...]) -> Iterator[m.TermUse]:
    sides = [each.side for each in node.members]
    rows = [row for row in node.piece.children if isinstance(row, m.Row)] if isinstance(node.piece, m.Table) else []
    sides += [each.side for row in rows for cell in row.cells for each in cell_sides(cell, languages)]
    return (use for side in sides for use in m.term_uses(side.inlines))
