"""Keeps pairs of few lines on one page, the beginnings of all cells of a row, and a single line below a heading.

CSS breaks a row of cells anywhere, or nowhere.

A table whose style sets the custom property `--unbroken-lines` to a number is moved to the next page rather than
broken, if its longest cell has no more lines. It is broken all the same where only headings stand above it, which
would stay behind. In a longer table each cell is broken as `orphans` and `widows` allow: one of fewer lines than both
together stands on one page.

Blocks that an author keeps on one page are divided, too, where only headings stand above them.

All cells of a row that is broken begin on one page, so that no number is parted from its row. The
head of the table stands above the first row of each page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from wicpress import class_names
from wicpress.engine.internals import block, boxes
from wicpress.engine.lines.paragraph import paragraphs_of
from wicpress.line_breaking import LineOptions

Layout = Callable[..., Any]
LISTS = frozenset({"li", "ol", "ul"})
STAYS = ("avoid", "avoid-page")
"""The values of `break-after` of a block that stays with the next one."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "header"})


def most_lines(style: Any) -> int:
    """Return the number of lines up to which a table with this style stands on one page, 0 where it may break."""
    try:
        tokens = style["__unbroken_lines"]
    except KeyError:
        return 0
    return next((int(token.value) for token in tokens or () if getattr(token, "type", "") == "number"), 0)


def block_level_layout(layout: Layout, options: LineOptions) -> Layout:
    """Return WeasyPrint's `block_level_layout` as `layout` has it, with tables of few lines kept on one page."""
    above = _Above()

    def lay_out(
        context: Any, box: Any, bottom_space: Any, skip_stack: Any, parent: Any, page_is_empty: bool, *rest: Any
    ) -> Any:
        above.enter(box, parent, page_is_empty)
        try:
            result = layout(context, box, bottom_space, skip_stack, parent, page_is_empty, *rest)
            if result[0] is None and skip_stack is None and _stays_together(box) and above.only_headings():
                with _breaking(box, "auto"):
                    result = layout(context, box, bottom_space, skip_stack, parent, page_is_empty, *rest)
            if box.is_table_wrapper and result[0] is not None:
                padding, row = _padding_below_head(box, result[0]), _half_begun_row(box, result[1])
                if padding or row is not None:
                    block.remove_placeholders(context, [result[0]], rest[0], rest[1])
                    with _breaking(row, "avoid"):
                        space = bottom_space + padding
                        result = layout(context, box, space, skip_stack, parent, page_is_empty, *rest)
            is_broken = result[0] is not None and result[1] is not None
            if is_broken and skip_stack is None and not page_is_empty and box.is_table_wrapper:
                limit = most_lines(box.style)
                is_short = limit and _line_count(context, box, options) <= limit
                if (is_short or result[0].get_wrapped_table() is None) and not above.only_headings():
                    block.remove_placeholders(context, [result[0]], rest[0], rest[1])
                    next_page = {"break": "any", "page": None}  # WeasyPrint writes the name of the page into it
                    return None, None, next_page, [], False, result[5]
            if result[0] is not None and result[1] is None and above.follows_heading():
                _keep_single_line(result[0])
            return result
        finally:
            above.leave()

    return lay_out


class _Above:
    """The boxes around the one that is laid out, and those with which the page begins."""

    def __init__(self) -> None:
        self._around: list[tuple[Any, Any]] = []
        self._first: set[int] = set()
        self._places: dict[int, tuple[Any, dict[int, int]]] = {}

    def enter(self, box: Any, parent: Any, page_is_empty: bool) -> None:
        """Begin with a box in its parent, which is the first of its page if this is empty."""
        if page_is_empty:
            if box.element_tag == "body":
                self._first.clear()
                self._places.clear()
            self._first.add(id(box))
        self._around.append((box, parent))

    def leave(self) -> None:
        """End with the box begun last."""
        self._around.pop()

    def follows_heading(self) -> bool:
        """Return whether what stands before the current block is a heading that stays with it.

        Before the first item of a list stands what is before the list.
        """
        before = None
        for box, parent in reversed(self._around):
            before = self._before(box, parent)
            if before is not None or box.element_tag not in LISTS:
                break
        return before is not None and before.element_tag in HEADINGS and before.style["break_after"] in STAYS

    def _before(self, box: Any, parent: Any) -> Any:
        """Return the block before a box in the flow of its parent, or None."""
        children = getattr(parent, "children", ())
        places = self._places.get(id(parent))
        if places is None or places[0] is not children:
            places = self._places[id(parent)] = children, {id(child): place for place, child in enumerate(children)}
        place = places[1].get(id(box), 0)
        return next((each for each in reversed(children[:place]) if each.is_in_normal_flow()), None)

    def only_headings(self) -> bool:
        """Return whether between the top of the page and the current box there are only blocks that stay with it."""
        for box, parent in reversed(self._around):
            here = box
            while here is not None:
                if id(here) in self._first:
                    return True
                here = self._before(here, parent)
                if here is not None and here.style["break_after"] not in STAYS:
                    return False
        return False


def _padding_below_head(table: Any, laid_out: Any) -> float:
    """Return the padding in px of the row with which a page begins, if the table has lost its head to it; else 0.

    WeasyPrint leaves out a head where all lines of the first row have room below it, and the row's padding has not.
    """
    whole, part = table.get_wrapped_table(), laid_out.get_wrapped_table()
    if part is None:  # the caption stands on the page alone
        return 0.0
    if not (whole.children and part.children and whole.children[0].is_header) or part.children[0].is_header:
        return 0.0
    cells = (cell for row in part.children[0].children[:1] for cell in row.children)
    return min((float(cell.border_height() - cell.height) for cell in cells), default=0.0)


def _half_begun_row(table: Any, resume_at: Any) -> Any:
    """Return the row in which a table is broken if one of its cells begins on the next page only, None otherwise."""
    part, place = table, resume_at
    while place and not isinstance(part, boxes.TableRowBox):
        ((index, place),) = place.items()
        part = part.children[index]
    begins_later = bool(place) and part.element_tag == "tr" and {0: None} in place.values()
    return part if begins_later else None


def _stays_together(box: Any) -> bool:
    element = box.element
    return element is not None and class_names.KEEP_TOGETHER in (element.get("class") or "").split()


@contextmanager
def _breaking(box: Any, break_inside: str) -> Iterator[None]:
    """Let a box, if there is one, be broken as ``break_inside`` says."""
    if box is None:
        yield
        return
    style = box.style
    box.style = style.copy()
    box.style["break_inside"] = break_inside
    try:
        yield
    finally:
        box.style = style


def _keep_single_line(box: Any) -> None:
    """Let a block of one line, which stands below a heading, stay with what follows it."""
    lines = [each for each in box.descendants() if isinstance(each, (boxes.LineBox, boxes.ReplacedBox))]
    is_text = all(isinstance(each, boxes.LineBox) for each in lines)
    if is_text and len({round(each.position_y) for each in lines}) == 1 and box.style["break_after"] == "auto":
        box.style = box.style.copy()
        box.style["break_after"] = "avoid"


def _line_count(context: Any, box: Any, options: LineOptions) -> int:
    """Return the number of lines of the longest cell of a table that has just been laid out, at least in part."""
    cells = (each for each in box.descendants() if isinstance(each, boxes.TableCellBox))
    return max((sum(_lines_of(context, cell, options)) for cell in cells), default=0)


def _lines_of(context: Any, parent: Any, options: LineOptions) -> Iterator[int]:
    """Yield the number of lines of each paragraph in a box; one for what WeasyPrint lays out itself."""
    for child in parent.children:
        if not isinstance(child, boxes.LineBox):
            if isinstance(child, boxes.ParentBox) and child.is_in_normal_flow():
                if not isinstance(getattr(child, "width", None), (int, float)):  # the cell ended before it
                    child.width, child.height = parent.width, "auto"
                yield from _lines_of(context, child, options)
            continue
        paragraph = paragraphs_of(context).get(child, context, parent, options)
        yield paragraph.line_count(parent.width) if paragraph is not None else 1
