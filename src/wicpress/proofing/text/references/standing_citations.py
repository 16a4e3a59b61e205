"""What leads from the entries of a bibliography back to the citations that stand in an edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from wicpress import model as m
from wicpress.proofing.text.edition_rules import StandingBook, StandingNode, cell_sides


def standing_citations(shown: StandingBook) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the citations that the entry with each id leads back to, in reading order.

    Of the languages of a block only one counts: that which cites the source most often, the first of several.
    """
    citations: dict[str, tuple[str, ...]] = {}
    for node in shown.nodes():
        cited = [(tag, entry, each.id) for tag, each in _citations(node, shown.languages) for entry in each.entries]
        often = Counter((entry, tag) for tag, entry, _ in cited)
        for entry in dict.fromkeys(entry for _, entry, _ in cited):
            most = max(count for (of, _), count in often.items() if of == entry)
            chosen = next(tag for (of, tag), count in often.items() if of == entry and count == most)
            own = tuple(name for tag, of, name in cited if (of, tag) == (entry, chosen))
            citations[entry] = citations.get(entry, ()) + own
    return citations


def back_signs(label: str, citations: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what stands behind an entry for each citation, with its id; the ``label`` of one leads to the first."""
    for nth, name in enumerate(citations, 1):
        if nth > 1 or not label:
            yield f"↑{nth}" if len(citations) > 1 else "↑", name


def _citations(node: StandingNode, languages: tuple[str, ...]) -> Iterator[tuple[str, m.Citation]]:
    sides = list(node.members)
    for row in (*node.piece.head, *node.piece.rows) if isinstance(node.piece, m.Table) else ():
        sides += [side for cell in row.cells for side in cell_sides(cell, languages)]
    for side in sides:
        yield from ((side.lang, each) for each in m.citations(side.side.inlines))
