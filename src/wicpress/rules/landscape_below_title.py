"""Reports landscape tables and figures right below the title of their chapter, which are set upright."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import Block, Book, Figure, Heading, Paragraph, Strong, Table

LANDSCAPE_BELOW_TITLE = declare_kind(
    "landscape_below_title",
    "A landscape table or figure is set upright below its title",
    "A landscape page holds the table or figure, and the headings right above it. The title of a chapter stays on "
    "the page that it opens, where it would be alone.",
    example="{.landscape}",
    severity=Severity.WARNING,
)


def _introduces(block: Block) -> bool:
    """Return whether a block is a heading, or a paragraph that stands for one: nothing but strong words."""
    words = [side.inlines for side in block.sides] if isinstance(block, Paragraph) else []
    strong = bool(words) and all(len(each) == 1 and isinstance(each[0], Strong) for each in words)
    return isinstance(block, Heading) or strong


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each landscape block before which its chapter has nothing but headings."""
    for chapter in book.chapters:
        first = next((each for each in chapter.blocks if not _introduces(each)), None)
        if isinstance(first, Table | Figure) and first.landscape:
            parts = first.pictures if isinstance(first, Figure) else (*first.head, *first.rows)
            message = "a landscape table or figure right below the title of its chapter is set upright"
            hint = "write a paragraph before it, or take `.landscape` away"
            yield LANDSCAPE_BELOW_TITLE(message, parts[0].span, hint=hint, block=first.id)
