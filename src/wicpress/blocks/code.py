"""Code: one text for all languages, unless ``{lang=…}`` gives it to one; with a caption or file name, a listing."""

from __future__ import annotations

import attrs

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import SHARED, Block, CodeBlock, Listing
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock


def parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    """Parse code."""
    return parser.code(node, span, default)


def _describe(block: UnpairedBlock) -> str:
    return "a listing"


def build(builder: Builder, pair: PairedBlock) -> Block:
    """Build code; the id of a listing is that of all, its code has one of its own."""
    node_id = builder.id(pair)
    captions = builder.translations(caption for block in pair.blocks for caption in block.captions)
    file_name = next((block.file_name for block in pair.blocks if block.file_name), "")
    if not captions and not file_name:
        return _code(builder, pair, node_id)
    code_id = builder.id(PairedBlock(tuple(attrs.evolve(block, id="") for block in pair.blocks)))
    number = builder.next_number("listing") if captions else 0
    in_chapter = builder.next_in_chapter("listing") if captions else ("", 0)
    return Listing(node_id, captions, (_code(builder, pair, code_id),), file_name, number, in_chapter)


def _code(builder: Builder, pair: PairedBlock, node_id: str) -> CodeBlock:
    """Return code; where all languages have the same, it belongs to none."""
    first_line = max(block.first_line for block in pair.blocks)
    sides = builder.translations(pair.blocks)
    if len({side.inlines for side in sides}) == 1:
        sides = (attrs.evolve(sides[0], lang=SHARED),) if len(sides) > 1 else sides
    return CodeBlock(node_id, pair.first.info, sides, pair.first.syntax, first_line)


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    first_line = node.piece.first_line if isinstance(node.piece, CodeBlock) else 0
    for member in node.members:
        if not first_line:
            yield builder.run(member.side.text, member.lang, node.id, "manuscript", member.side.span)
            continue
        lines = member.side.text.split("\n")
        for number, line in enumerate(lines, first_line):
            yield builder.run(str(number), member.lang, node.id, "numbering")
            end = "\n" if number < first_line + len(lines) - 1 else ""
            yield builder.run(line + end, member.lang, node.id, "manuscript", member.side.span)


KIND = BlockKind(
    "code",
    tokens=("fence", "code_block"),
    parse=parse,
    describe=_describe,
    takes_captions=True,
    build=build,
    verbatim=True,
    always_shown=True,
    text=_text,
)
