"""Compare size and place of the pictures of printed pages with the book's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

import attrs

from wicpress import model as m
from wicpress.proofing.pdf.picture_files import size_of_image
from wicpress.proofing.text.edition_rules import StandingBook, StandingNode, figures_in_rows, shown_pictures, walk
from wicpress.proofing.text.imprint.facts import page_size
from wicpress.proofing.text.mismatches import Match, TextMismatch
from wicpress.proofing.text.print.landscape import introduced, landscape_blocks
from wicpress.proofing.text.print.text_looks import Rect

Place = tuple[int, float]
"""A page, from 1, and the distance from its top in pt."""
MEASURES, TURNED_MEASURES = (0.4, 0.76), (0.4, 0.86)
"""The least and the greatest share of the width of a page that a column of one language or two has."""
LIMITED = 0.25
"""The least share of the height of a page that a picture has which its height has made smaller."""
NEAR = 0.02
"""So much a size may differ, of 1."""
SLACK = 3.0
"""How far a picture may reach over the start of a block, in pt."""
_POINTS = {"px": 0.75, "pt": 1.0, "pc": 12.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}


def check_figures(
    matches: Iterable[Match], shown: StandingBook, places: Mapping[str, Place], read: Callable[[str], bytes]
) -> Iterator[TextMismatch]:
    """Yield figures of one picture that are distorted, of another size, not in their place, or not on a page alone.

    ``places`` has where each block begins, ``read`` returns the files of the book.
    """
    page_width, page_height = (side * 72 / 25.4 for side in page_size(shown.edition.page))
    turned = landscape_blocks(shown)
    following = {before.id: after for chapter in shown.chapters for before, after in _neighbours(chapter.blocks)}
    nodes = {node.id: node.piece for chapter in shown.chapters for node in walk(chapter.blocks)}
    matches = tuple(matches)
    rows = [row for chapter in shown.chapters for row in figures_in_rows(chapter.blocks)]
    beside = {node.id: len(row) for row in rows for node in row}
    yield from (_beside(row, places) for row in rows if len({_rounded(places.get(node.id)) for node in row}) > 1)
    blocks = {(match.segment.place, match.run.block) for match in matches if match.run.block in nodes}
    above = _headings_above(shown)
    for match in matches:
        look, piece, page = match.segment.look, nodes.get(match.run.block), match.segment.place
        if not match.segment.picture or not isinstance(piece, m.Figure) or not look or not look.rect:
            continue
        pictures = shown_pictures(piece, shown.languages)
        after = places.get(following.get(piece.id, "")) if piece.id not in beside else None
        what = _misplaced(look.rect, page, places.get(piece.id), after)
        if not what and len(pictures) == 1:
            picture = attrs.evolve(pictures[0][0], width="100%") if piece.full_page else pictures[0][0]
            sides = (page_height, page_width) if piece.id in turned else (page_width, page_height)
            least, most = TURNED_MEASURES if piece.id in turned else MEASURES
            measures = least / beside.get(piece.id, 1), most / beside.get(piece.id, 1)
            what = _missized(look.rect, picture, sides, measures, read)
        if not what and piece.full_page and piece.id in following.values():
            own = {piece.id, *above.get(piece.id, ())}
            others = sorted(block for place, block in blocks if place == page and block not in own)
            what = f"is not alone on its page, there is {others[0]}" if others else ""
        if what:
            yield TextMismatch("changed", f"the picture of {piece.id} {what}", piece.id, piece.id, place=page)


def _headings_above(shown: StandingBook) -> dict[str, frozenset[str]]:
    """Return the headings right above each block of a chapter, which share the page of a figure that has one."""
    return {
        node.id: frozenset(each.id for each in headings)
        for chapter in shown.chapters
        for headings, node in introduced(chapter.blocks)
    }


def _rounded(place: Place | None) -> Place | None:
    return place and (place[0], round(place[1] / SLACK))


def _beside(row: Iterable[StandingNode], places: Mapping[str, Place]) -> TextMismatch:
    first, *_ = names = [node.id for node in row]
    message = f"the figures {', '.join(names)} do not stand beside each other"
    return TextMismatch("changed", message, first, first, place=f"page {places.get(first, (0, 0))[0]}")


def _neighbours(nodes: tuple[StandingNode, ...]) -> Iterator[tuple[StandingNode, str]]:
    """Yield each block with the id of the next on its level."""
    for node, after in pairwise(nodes):
        yield node, after.id
    for node in nodes:
        yield from _neighbours(node.children)


def _misplaced(rect: Rect, page: str, start: Place | None, after: Place | None) -> str:
    """Return what is wrong with where a picture stands: between the start of its block and of the next."""
    if start and page == f"page {start[0]}" and rect[1] < start[1] - SLACK:
        return "stands above its block"
    if after and page == f"page {after[0]}" and rect[3] > after[1] + SLACK:
        return "stands below the next block"
    return ""


def _missized(
    rect: Rect,
    picture: m.Picture,
    page: tuple[float, float],
    measures: tuple[float, float],
    read: Callable[[str], bytes],
) -> str:
    """Return what is wrong with the size of a picture: its proportions, or its width as the book gives it.

    Without a width it has its own size, and is made smaller only where it fills the column or much of the page.
    """
    page_width, page_height = page
    width, height = rect[2] - rect[0], rect[3] - rect[1]
    least, most = (share * page_width for share in measures)
    length = re.fullmatch(r"([\d.]+)(px|pt|pc|mm|cm|in|%)", picture.width)
    try:
        size = size_of_image(read(picture.src))
    except OSError:
        return ""
    if not all(size) or height <= 0:  # a drawing paints less than its size
        return ""
    if abs(width / height * size[1] / size[0] - 1) > NEAR:
        return f"is {width:.1f} × {height:.1f} pt, its file {size[0]} × {size[1]} px"
    own = size[0] * _POINTS["px"]
    is_limited = height > LIMITED * page_height or width > least / 2
    if length and length[2] == "%":
        share = float(length[1]) / 100
        is_wrong = width > share * most * (1 + NEAR) or (width < share * least * (1 - NEAR) and not is_limited)
    elif length:
        given = float(length[1]) * _POINTS[length[2]]
        is_wrong = width > given * (1 + NEAR) or (width < given * (1 - NEAR) and not is_limited)
    else:
        is_wrong = not picture.width and (width > own * (1 + NEAR) or (width < own * (1 - NEAR) and not is_limited))
    return f"is {width:.1f} pt wide, in the book {picture.width or f'{own:.1f} pt'}" if is_wrong else ""
