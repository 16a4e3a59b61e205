"""Moves figures that do not fit, and what is landscape, behind the next text, and lays the document out again."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import attrs
import cssselect2
import weasyprint
from weasyprint import Document

from wicpress import class_names
from wicpress.engine.internals import boxes
from wicpress.engine.lines.unbroken_pairs import HEADINGS
from wicpress.engine.parts.page_ends import SHORT, room_below

MOST_REPEATS: Final = 2
"""How often a document is laid out again."""
TEXT_ELEMENTS: Final = frozenset({"div", "ul", "ol", "dl", "blockquote", "aside"})
"""The elements of text, behind which a figure may move."""
LINE: Final = 64 / 3
"""A line in px."""
LEAST_GAIN: Final = 2 * LINE
"""What a move fills at the least."""
LEAST_PART: Final = 4.5 * LINE
"""So much is left for a block that is to be divided at the foot of a page: two lines of each language."""
_OWN_PAGE: Final = frozenset({"full-page", class_names.LANDSCAPE})
_CALLS: Final = frozenset({class_names.NOTE, class_names.CALL})
"""The classes of a note, or of its call."""
_STANDS: Final = frozenset(
    {"beside", "page-break", "keep-together", "like-heading", "tabular", "listing", "captioned", "verse"}
)
"""The classes of blocks that no figure moves behind."""


@attrs.frozen
class PlacedDocument:
    """A laid-out document; ``moved`` has the block that each moved figure stands behind, by ids."""

    document: Document
    moved: tuple[tuple[str, str], ...] = ()


def lay_out_with_figures(html: weasyprint.HTML, render: Callable[[], Document]) -> PlacedDocument:
    """Return ``html`` as ``render`` lays it out, with figures moved where it asks for that.

    It is laid out at most three times, and each text has the order with which the least of its pages is empty. Where
    the best orders of texts are not of one time, it is laid out once more.
    """
    rounds = [_Round.of(render())]
    while len(rounds) <= MOST_REPEATS and (moves := [*_moves(rounds[-1])]):
        for text, figure, after in moves:
            text.remove(figure)
            text.insert(list(text).index(after) + 1, figure)
        _forget_order(html)
        rounds.append(_Round.of(render()))
    best = {text: min(rounds, key=lambda each: each.empty(text)) for text in rounds[0].texts}
    moved = [move for text, chosen in best.items() for move in chosen.moved(rounds[0], text)]
    for text, chosen in best.items():
        text[:] = chosen.orders[text]
    _forget_order(html)
    of_all = next((each for each in rounds if all(each is chosen for chosen in best.values())), None)
    return PlacedDocument(of_all.document if of_all else render(), tuple(moved))


def _forget_order(html: Any) -> None:
    """Let selectors match the elements in the order in which they are now."""
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(html.etree_element, content_language=None)


# ------------------------------------------------------------------------------------------ where a figure goes


@attrs.frozen
class _Block:
    """A block of a text as it is laid out: its element, the page where it begins, and its height with margins in px.

    ``begins_page``: it is the first of its page.
    """

    element: Any
    page: int
    height: float
    begins_page: bool

    @property
    def may_move(self) -> bool:
        """True for a figure without a page of its own, and for what is landscape, where it calls no note."""
        is_figure = "figure" in _classes(self.element) and not self.fills_page
        calls = any(not _CALLS.isdisjoint(_classes(each)) for each in self.element.iter())
        return (is_figure or self.is_landscape) and not calls

    @property
    def is_landscape(self) -> bool:
        """True for a table or figure on a page that is turned."""
        return class_names.LANDSCAPE in _classes(self.element) and not self.is_heading

    @property
    def fills_page(self) -> bool:
        """True for a block with a page of its own."""
        return not _OWN_PAGE.isdisjoint(_classes(self.element))

    @property
    def is_heading(self) -> bool:
        """True for a heading, which stays with what follows."""
        return self.element.tag in HEADINGS or "like-heading" in _classes(self.element)

    @property
    def is_text(self) -> bool:
        """True for text that may move up before a figure; it has no heading."""
        return (
            self.element.tag in TEXT_ELEMENTS
            and _STANDS.isdisjoint(_classes(self.element))
            and not any(each.tag in HEADINGS for each in self.element.iter())
        )


def _classes(element: Any) -> list[str]:
    return str(element.get("class", "")).split()


@attrs.frozen(eq=False)
class _Round:
    """A document as it is laid out once, with the blocks of each text whose figures may move, and their elements."""

    document: Document
    pages: Sequence[Any]
    texts: Mapping[Any, list[_Block]]
    orders: Mapping[Any, list[Any]]

    @classmethod
    def of(cls, document: Document) -> _Round:
        """Return what is laid out now."""
        pages = [page._page_box for page in document.pages]
        texts = _texts(pages)
        return cls(document, pages, texts, {text: list(text) for text in texts})

    def empty(self, text: Any) -> tuple[int, float]:
        """Return how many pages of a text end early, and the sum of the squares of what is empty of each.

        Those before a forced break do not count, but for those before landscape pages. Squares tell one page that is
        almost empty from two that are half empty.
        """
        first, last = (self.texts[text][nth].page for nth in (0, -1))
        rooms = [
            (room_below(page), page.height)
            for page, after in pairwise(self.pages[first : last + 1])
            if not after.is_forced or (_is_landscape(after) and not _is_landscape(page))
        ]
        shares = [room / height for room, height in rooms]
        return sum(each > 1 - SHORT for each in shares), sum(each**2 for each in shares)

    def moved(self, first: _Round, text: Any) -> Iterator[tuple[str, str]]:
        """Yield the figures of a text that stand elsewhere than in the ``first`` round, with the blocks before them.

        They are in the order in which they stand.
        """
        before = {element: nth for nth, element in enumerate(first.orders[text])}
        order = self.orders[text]
        for above, element in pairwise(order):
            may_move = element.tag == "figure" or class_names.LANDSCAPE in _classes(element)
            if may_move and above is not first.orders[text][before[element] - 1]:
                yield element.get("id"), above.get("id")


def _moves(placed: _Round) -> Iterator[tuple[Any, Any, Any]]:
    """Yield the figures that are to move, each with its text and the block that it is to stand behind."""
    for text, blocks in placed.texts.items():
        yield from ((text, figure, after) for figure, after in _moves_in(blocks, placed.pages))


def _moves_in(blocks: Sequence[_Block], pages: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the figures of a text that are to move, each with the block that it is to stand behind.

    Up to the first of them, blocks are where they are laid out; behind it, where they will be by their heights.
    """
    depth = next((pages[each.page].height for each in blocks if not each.fills_page), 0.0)
    at: float | None = None  # where the last block ends, below the head of its page, once a figure moves
    nth = 0
    while nth < len(blocks):
        block, head = blocks[nth], _headings_before(blocks, nth)
        above = sum(each.height for each in blocks[head:nth])
        height = math.inf if block.is_landscape else block.height  # it never fits
        if at is None:
            room = _room_before(pages, blocks[head])
        else:
            room = (depth - at) % depth + above if at + height > depth else 0.0
        may_follow = block.may_move and room and not (block.is_landscape and (head < nth or _breaks(blocks[nth - 1])))
        following = _following(blocks, nth) if may_follow else []
        heights = [each.height + LINE * (block.is_landscape and not count) for count, each in enumerate(following)]
        count, end = _choose(room - above, height, heights, depth)  # below what is landscape a block has no margin
        if count:
            yield block.element, following[count - 1].element
            at = 0.0 if block.is_landscape else end
        elif at is not None:
            at = _after(at, block, depth, above)
        nth += count + 1


def _choose(room: float, height: float, following: Sequence[float], depth: float) -> tuple[int, float]:
    """Return behind how many of the ``following`` blocks a figure goes, and where it ends on its page.

    ``room`` is what is left on the page that it does not fit on; 0 where it fits. Behind so many it goes that the
    least is left empty before it. None is divided before what has a page of its own, whose ``height`` is infinite.
    """
    best, end, least = 0, 0.0, room - LEAST_GAIN
    filled = 0.0
    for count, each in enumerate(following, 1):
        before, filled = filled, filled + each
        if filled <= room:
            empty, top = room - filled, 0.0
        elif room - before >= LEAST_PART and height < math.inf:
            top = filled - room
            empty = 0.0 if top + height <= depth else depth - top
        else:
            break
        if empty < least:
            best, end, least = count, (top if top + height <= depth else 0.0) + height, empty
        if filled > room:
            break
    return best, end


def _after(at: float, block: _Block, depth: float, above: float) -> float:
    """Return where about a block ends that begins ``at`` some place of a page, with headings ``above`` it."""
    if block.fills_page:
        return 0.0
    is_divided = block.is_text and block.height >= 2 * LEAST_PART  # a short one stays together
    least = LEAST_PART if is_divided else block.height
    if at + least > depth:
        return (above + block.height) % depth
    return (at + block.height) % depth


def _room_before(pages: Sequence[Any], block: _Block) -> float:
    """Return what is empty on the page before a block that begins a page; 0 for another, or after a forced break.

    A landscape block breaks the page where it stands, which forces nothing.
    """
    if not block.begins_page or not block.page:
        return 0.0
    page, before = pages[block.page], pages[block.page - 1]
    if _is_landscape(before) or (page.is_forced and not _is_landscape(page)):
        return 0.0
    return room_below(before)


def _breaks(block: _Block) -> bool:
    """Return whether a block is a page break."""
    return "page-break" in _classes(block.element)


def _is_landscape(page: Any) -> bool:
    return bool(page.page_type.name == class_names.LANDSCAPE)


def _headings_before(blocks: Sequence[_Block], nth: int) -> int:
    """Return the first of the headings right above a block, or the block itself."""
    while nth and blocks[nth - 1].is_heading:
        nth -= 1
    return nth


def _following(blocks: Sequence[_Block], nth: int) -> list[_Block]:
    """Return the blocks of text behind a figure, up to anything else."""
    end = nth + 1
    while end < len(blocks) and blocks[end].is_text:
        end += 1
    return list(blocks[nth + 1 : end])


def _texts(pages: Sequence[Any]) -> dict[Any, list[_Block]]:
    """Return the blocks of each text whose figures may move, in order."""
    parts: dict[Any, dict[Any, list[tuple[int, Any]]]] = {}
    for nth, page in enumerate(pages):
        for text, box in _boxes(page.children[0]):
            parts.setdefault(text, {}).setdefault(box.element, []).append((nth, box))
    return {text: [_block(pages, placed) for placed in each.values()] for text, each in parts.items()}


def _block(pages: Sequence[Any], placed: Sequence[tuple[int, Any]]) -> _Block:
    """Return a block from its boxes, each with its page."""
    page, box = placed[0]
    margins = sum(_length(box.style[name]) for name in ("margin_top", "margin_bottom"))
    height = margins + sum(float(each.border_height()) for _, each in placed)
    return _Block(box.element, page, height, bool(box.position_y - pages[page].content_box_y() < 1))


def _boxes(box: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the boxes of blocks in the texts below a box, each with the element of its text."""
    element = box.element
    if element is not None and element.get("data-figures") == "near" and isinstance(box, boxes.BlockBox):
        inside = (child for child in box.children if child.is_in_normal_flow() and child.element is not element)
        yield from ((element, child) for child in inside)
        return
    for child in getattr(box, "children", ()):
        if child.is_in_normal_flow():
            yield from _boxes(child)


def _length(value: Any) -> float:
    """Return a margin in px, 0 for ``auto`` and for a percentage."""
    return float(value.value) if getattr(value, "unit", "") == "px" else 0.0
