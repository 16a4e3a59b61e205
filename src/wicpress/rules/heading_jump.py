"""Reports headings that skip a level."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import ARTICLE, Book, Heading

HEADING_JUMP = declare_kind(
    "heading_jump",
    "A heading skips a level",
    "Readers with a screen reader move through a book by its headings (WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2). A level "
    "3 directly below a level 1 announces a section of level 2 that does not exist.",
    example="# Chapter\n\n## Section\n\n### Part of a section",
    severity=Severity.WARNING,
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each heading more than one level below the one before it; articles of a law stand below any."""
    for chapter in book.chapters:
        above = 1
        for block in chapter.blocks:
            if isinstance(block, Heading) and block.numbering != ARTICLE:
                if block.level > above + 1 and block.sides:
                    side = block.sides[0]
                    message = f"a heading of level {block.level} stands below one of level {above}"
                    hint = f"write {'#' * (above + 1)}, or a heading of level {above + 1} before it"
                    yield HEADING_JUMP(message, side.span, hint=hint, lang=side.lang, block=block.id)
                above = block.level
