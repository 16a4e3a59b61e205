"""Check which pages of a printed edition are turned: those of landscape tables and figures, and no others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from wicpress import model as m
from wicpress.proofing.text.edition_rules import StandingBook, StandingNode, with_run_in
from wicpress.proofing.text.imprint.facts import page_size
from wicpress.proofing.text.mismatches import TextMismatch


def landscape_blocks(shown: StandingBook) -> dict[str, StandingNode]:
    """Return the blocks on turned pages by their ids: landscape tables and figures, and the headings above them.

    What stands right below the title of its chapter is upright, and so is all on pages that are wider than high.
    """
    width, height = page_size(shown.edition.page)
    blocks: dict[str, StandingNode] = {}
    for chapter in shown.chapters if width < height else ():
        for nth, (headings, node) in enumerate(introduced(chapter.blocks)):
            if nth and isinstance(node.piece, m.Table | m.Figure) and node.piece.landscape:
                blocks |= {each.id: each for each in (*headings, node)}
    return blocks


def introduced(nodes: Iterable[StandingNode]) -> Iterator[tuple[tuple[StandingNode, ...], StandingNode]]:
    """Yield each block of a chapter that is no heading, with the headings right above it."""
    headings: list[StandingNode] = []
    for node in nodes:
        if isinstance(node.piece, m.Heading) or _is_strong(node):
            headings.append(node)
            continue
        yield tuple(headings), node
        headings = []


def _is_strong(node: StandingNode) -> bool:
    """Return whether a paragraph has nothing but strong words, as what stands for a heading."""
    words = [each.side.inlines for each in node.members] if isinstance(node.piece, m.Paragraph) else []
    inner = [each[0].children if len(each) == 1 and isinstance(each[0], m.ForeignText) else each for each in words]
    return bool(inner) and all(len(each) == 1 and isinstance(each[0], m.Strong) for each in inner)


def _pieces(nodes: Iterable[StandingNode]) -> Iterator[m.Node]:
    """Yield the nodes of the book in ``nodes``, rows included."""
    yield from m.walk(node.piece for node in with_run_in(nodes))


def check_landscape(
    shown: StandingBook, pages: Mapping[str, set[int]], turned: Collection[int], rotated: Collection[int]
) -> Iterator[TextMismatch]:
    """Yield blocks that are upright and should not be, or the reverse; ``pages`` are those of each block, from 1.

    Programs show ``turned`` pages ``rotated``, in an edition for screens alone.
    """
    expected = landscape_blocks(shown)
    upright = {each.id for chapter in shown.chapters for each in _pieces((chapter.title, *chapter.blocks))}
    upright -= {each.id for each in _pieces(expected.values())}
    for block, numbers in sorted(pages.items()):
        for number in sorted(numbers):
            what = ""
            if block in expected and number not in turned:
                what = "is upright, in the book it is landscape"
            elif block in upright and number in turned:
                what = "is on a turned page"
            if what:
                place = f"page {number}"
                yield TextMismatch("changed", f"{block} {what}", block, block, place=place)
    shows = set(turned) if shown.edition.pdf == "screen" else set()
    for number in sorted(shows ^ set(rotated)):
        what = "turned" if number in rotated else "as it is printed"
        yield TextMismatch("changed", f"programs show the page {what}", "", place=f"page {number}")
