"""Reports page breaks right below headings, which would stand at the foot of a page alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import Book, Heading, PageBreak

BREAK_BELOW_HEADING = declare_kind(
    "break_below_heading",
    "A page break stands right below a heading",
    "A heading stands on the page of the text below it. With `{.page-break}` between the two it is alone at the foot "
    "of its page, and so is the title of a chapter on the page that it opens.",
    example="## Title of a section\n\n{.page-break}\nText below it.",
    severity=Severity.WARNING,
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each page break with nothing between it and a heading."""
    for chapter in book.chapters:
        for above, block in pairwise((chapter.title, *chapter.blocks)):
            if isinstance(block, PageBreak) and isinstance(above, Heading):
                is_title = above is chapter.title
                hint = "take `.page-break` away" if is_title else "write `{.page-break}` before the heading"
                yield BREAK_BELOW_HEADING("a page break parts a heading from its text", block.span, hint=hint)
