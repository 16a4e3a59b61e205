"""Tables."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import Cell, Row, Table
from wicpress.source_blocks import LANDSCAPE, MarkdownNode, PairedBlock, UnpairedBlock, same_shape


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    return parser.table(node, span, default)


def _describe(block: UnpairedBlock) -> str:
    return f"a table of {len(block.children)} rows and {len(block.align)} columns"


def _build(builder: Builder, pair: PairedBlock) -> Table:
    node_id = builder.id(pair)
    sides = builder.translations(caption for block in pair.blocks for caption in block.captions)
    number = builder.next_number("table") if sides else 0
    of_rows = [child for child in pair.children if child.first.kind == "row"]
    rows = [(child.first.info == "head", _row(builder, child)) for child in of_rows]
    head = tuple(row for is_head, row in rows if is_head)
    body = tuple(row for is_head, row in rows if not is_head)
    notes = builder.blocks(pair.children[len(of_rows) :])
    in_chapter = builder.next_in_chapter("table") if sides else ("", 0)
    landscape = any(block.info == LANDSCAPE for block in pair.blocks)
    return Table(node_id, sides, head, body, pair.first.align, number, notes, in_chapter, landscape)


def _row(builder: Builder, pair: PairedBlock) -> Row:
    node_id = builder.id(pair)
    cells = tuple(Cell(builder.translations(cell.blocks), *(cell.first.value or ())) for cell in pair.children)
    return Row(node_id, cells, pair.first.span)


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    yield from builder.caption(node, "table")
    yield from builder.cells(node)
    yield from builder.blocks(node.children)


KIND = BlockKind(
    "table",
    tokens=("table",),
    parse=_parse,
    may_pair=same_shape,
    takes_captions=True,
    describe=_describe,
    build=_build,
    always_shown=True,
    role="sans",
    text=_text,
)
