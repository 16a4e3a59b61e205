"""Listings: one for all languages, unless ``{lang=…}`` gives it to one."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import CodeBlock, Text
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    text = node.token.content.removesuffix("\n")
    inlines = (Text(text),) if text else ()
    language = parser.block_language(node, span)
    return parser.new_block("code", node, span, language, inlines=inlines, info=node.token.info.strip())


def _describe(block: UnpairedBlock) -> str:
    return "a listing"


def _build(builder: Builder, pair: PairedBlock) -> CodeBlock:
    return CodeBlock(builder.id(pair), pair.first.info, builder.translations(pair.blocks))


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    for member in node.members:
        yield builder.run(member.side.text, member.lang, node.id, "manuscript", member.side.span)


KIND = BlockKind(
    "code",
    tokens=("fence", "code_block"),
    parse=_parse,
    describe=_describe,
    build=_build,
    verbatim=True,
    always_shown=True,
    text=_text,
)
