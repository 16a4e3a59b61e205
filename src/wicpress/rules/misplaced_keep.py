"""Reports blocks that stay together inside other blocks, and headings in them."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, declare_kind
from wicpress.model import Book, Heading, KeepTogether, iter_nodes, walk

MISPLACED_KEEP = declare_kind(
    "misplaced_keep",
    "Blocks cannot stay together here",
    "`::: keep` stands outside of lists, quotations, notices and notes, around paragraphs, lists, tables, figures. "
    "A heading stays with what follows it in any case, and stands before it: the contents have no headings inside of "
    "blocks.",
    example="## Title of a section\n\n::: keep\nWords.\n\n- an item\n:::",
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each run of blocks that stay together inside another block, or that has a heading in it."""
    for chapter in book.chapters:
        part = chapter.part.children if chapter.part else ()
        outside = {id(each) for each in (*part, *chapter.blocks)}
        for node in iter_nodes(chapter):
            if not isinstance(node, KeepTogether):
                continue
            if id(node) not in outside:
                hint = "write `::: keep` once, around a whole list, quotation or notice"
                yield MISPLACED_KEEP("`::: keep` stands in another block", node.span, hint=hint, block=node.id)
            elif any(isinstance(each, Heading) for each in walk(node.children)):
                hint = "write it before `::: keep`: it stays with what follows"
                yield MISPLACED_KEEP("a heading stands in `::: keep`", node.span, hint=hint, block=node.id)
