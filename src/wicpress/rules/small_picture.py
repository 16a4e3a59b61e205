"""Reports pictures in lines of text that are set far below their size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import (
    Book,
    Image,
    Inline,
    InlineContainer,
    Node,
    Row,
    Text,
    Translation,
    iter_nodes,
    walk_inlines,
)

SMALL_PICTURE = declare_kind(
    "small_picture",
    "A picture is set far below its size",
    "A picture in a line of text is as high as the letters, also in a cell of a table that holds words beside it. "
    "What a chart or a photograph shows cannot be seen at that height.",
    example="走势见![2016年的走势](chart.png)。",
    severity=Severity.WARNING,
)
HELP = "give it a paragraph or a cell of its own, or say how wide it is: {width=80%}, {width=1em}"
LINE = 13
"""About the height of the letters of a line, in px of 1/96 inch."""
MOST_TIMES = 12
"""A picture that is so many times as high as a line holds more than a sign."""


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each picture with words beside it that is much higher than a line and has no width."""
    heights = {asset.src: asset.height for asset in book.assets}
    for chapter in book.chapters:
        for node in iter_nodes(chapter):
            for side in _lines(node):
                for image in walk_inlines(side.inlines):
                    if not isinstance(image, Image) or image.width:
                        continue
                    height = heights.get(image.src, 0)
                    if height > LINE * MOST_TIMES:
                        message = f"the picture `{image.src}`, {height:,} px high, is set as high as a letter"
                        yield SMALL_PICTURE(message, side.span, hint=HELP, lang=side.lang, block=node.id)


def _lines(node: Node) -> Iterator[Translation]:
    """Yield the words of a node; a picture that is alone in a cell is as wide as its column, and no line."""
    if isinstance(node, Row):
        sides = (side for cell in node.cells for side in cell.sides)
        yield from (side for side in sides if not _is_lone(side.inlines))
    else:
        yield from node.sides


def _is_lone(inlines: Iterable[Inline]) -> bool:
    """Return whether there is nothing but one picture, perhaps in a link."""
    match [each for each in inlines if not (isinstance(each, Text) and not each.text.strip())]:
        case [Image()]:
            return True
        case [InlineContainer(children=children)]:
            return _is_lone(children)
    return False
