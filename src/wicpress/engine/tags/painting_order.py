"""Has pictures, and absolutely positioned boxes in paragraphs, painted where the document has them.

WeasyPrint paints positioned and clipped boxes after all others (CSS 2.1, appendix E). Many programs read the text of
a page in the order in which it is painted, and would find the markers of all list items behind the last paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

_CORNERS: Final = ("top_left", "top_right", "bottom_left", "bottom_right")


def paint_in_place(page_box: Any) -> None:
    """Take pictures, and absolutely positioned blocks in paragraphs, of a laid out page for boxes in the flow.

    A box with a `z-index` of its own keeps its layer. A picture is clipped when it is painted (`clipped`).
    """
    waiting = [page_box]
    while waiting:
        box = waiting.pop()
        if isinstance(box, AbsolutePlaceholder):
            waiting.append(box._box)
        elif isinstance(box, boxes.ReplacedBox):
            _place_picture(box)
        elif isinstance(box, boxes.ParentBox) and box.children:
            if any(isinstance(child, AbsolutePlaceholder) for child in box.children):
                _place_children(box)
            waiting.extend(box.children)


def _place_picture(box: Any) -> None:
    """Leave it to `clipped` to clip a picture whose corners are not round: it has no layer of its own then."""
    is_round = any(any(getattr(box, f"border_{corner}_radius")) for corner in _CORNERS)
    if box.style["overflow"] != "visible" and not is_round:
        box.style = box.style.copy()
        box.style["overflow"] = "visible"
        box._wicpress_clipped = True


@contextmanager
def clipped(stream: Any, box: Any) -> Iterator[None]:
    """Clip what is painted to a picture's padding box, if `paint_in_place` has left that open."""
    if not getattr(box, "_wicpress_clipped", False):
        yield
        return
    stream.push_state()
    x, y = box.content_box_x() - box.padding_left, box.content_box_y() - box.padding_top
    width = box.padding_left + box.width + box.padding_right
    stream.rectangle(x, y, width, box.padding_top + box.height + box.padding_bottom)
    stream.clip()
    stream.end()
    try:
        yield
    finally:
        stream.pop_state()


def _place_children(parent: Any) -> None:
    """Take the absolutely positioned children of a part of a line, or of a block with lines, for others."""
    if isinstance(parent, boxes.LineBox | boxes.InlineBox):
        parent.children = [_in_flow(child, boxes.InlineBlockBox) for child in parent.children]
    elif any(_is_own_text(child, parent) for child in parent.children):
        parent.children = [_in_flow(child, boxes.BlockBox) for child in parent.children]


def _is_own_text(child: Any, parent: Any) -> bool:
    """Return whether a child is the block without an element in which WeasyPrint encloses the lines of its parent."""
    is_block = isinstance(child, boxes.BlockBox) and child.element is parent.element
    return is_block and bool(child.children) and isinstance(child.children[-1], boxes.LineBox)


def _in_flow(child: Any, kind: Any) -> Any:
    """Return a box of a kind for a placeholder, if its box is a block without a layer; else the child."""
    if not isinstance(child, AbsolutePlaceholder):
        return child
    box = child._box
    if type(box) is not boxes.BlockBox or box.style["z_index"] != "auto":
        return child
    placed = kind.__new__(kind)
    placed.__dict__.update(box.__dict__)
    placed.style = box.style.copy()
    placed.style["position"] = "static"
    return placed
