"""What stands in an edition, by its ids, and the levels of its headings."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress import model as m
from wicpress.proofing.text import edition_rules
from wicpress.proofing.text.edition_rules import StandingBook, walk


def places_of_book(book: m.Book) -> tuple[dict[str, m.Node], dict[str, dict[str, str]], dict[str, str]]:
    """Return nodes by all ids to which references lead, the numbers of verses by language, those of source pages."""
    nodes: dict[str, m.Node] = {}
    verses: dict[str, dict[str, str]] = {}
    source_pages: dict[str, str] = {}
    for chapter in book.chapters:
        nodes[chapter.id] = chapter.title
        for node in m.iter_nodes(chapter):
            nodes[node.id] = node
            for side in node.sides:
                for each in m.verse_numbers(side.inlines):
                    if each.id:
                        nodes[each.id] = node
                        verses.setdefault(each.id, {}).setdefault(side.lang, each.number)
            begun = {each.id: each.number for side in node.sides for each in m.source_pages(side.inlines)}
            nodes |= dict.fromkeys(begun, node)
            source_pages |= begun
    return nodes, verses, source_pages


def heading_levels(shown: StandingBook, output_format: str) -> Iterator[tuple[str, int]]:
    """Yield the level of each section's heading: one below that of the section around it, however it is written."""
    for chapter in shown.chapters:
        above = [1]
        for node in walk(chapter.blocks):
            if isinstance(node.piece, m.Heading):
                level = node.piece.level
                above = [*(each for each in above if each < level), level]
                yield node.id, max(2, len(above)) if output_format == "epub" else len(above)
        for node in walk(chapter.notes):
            if isinstance(node.piece, m.Heading):
                yield node.id, node.piece.level


def ids_standing(shown: StandingBook) -> Iterator[str]:
    """Yield the ids of all that stands in an edition."""
    for chapter in shown.chapters:
        yield chapter.id
        for node in chapter.nodes():
            yield node.id
            yield from (each.id for side in node.members for each in m.verse_numbers(side.inlines) if each.id)
            yield from edition_rules.pages_begun(node, shown.languages)
            yield from (row.id for row in (node.piece.rows if isinstance(node.piece, m.Table) else ()))
