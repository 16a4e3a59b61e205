"""Glossaries: the entries of ``terms.toml`` stand at ``::: glossary`` or ``::: abbreviations`` and ``:::``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.blocks.index import CHINESE_ORDERS, LATIN_ORDERS, empty_fence, orders_in
from wicpress.diagnostics import Span
from wicpress.model import SHARED, Glossary
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock

GLOSSARY = "glossary"
"""The type of the token of a glossary, or of a list of abbreviations."""
ABBREVIATIONS = "abbreviations"
CLASSES = (*CHINESE_ORDERS, *LATIN_ORDERS)

_NAMES = f"{GLOSSARY}|{ABBREVIATIONS}"
_OPENING = re.compile(rf":{{3,}}[ \t]*(?:({_NAMES})|\{{[ \t]*\.({_NAMES})[ \t]*\}})[ \t]*:*[ \t]*\Z", re.IGNORECASE)


def _plugin(md: MarkdownIt) -> None:
    empty_fence(md, GLOSSARY, _OPENING)


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    classes = str(node.token.attrs.get("class", "")).split()
    info = " ".join((node.token.info, *(each for each in CLASSES if each in classes)))
    return parser.new_block(GLOSSARY, node, span, SHARED, info=info)


def _build(builder: Builder, pair: PairedBlock) -> Glossary:
    contents, *classes = pair.first.info.split()
    return Glossary(builder.id(pair), pair.first.span, contents, orders=orders_in(classes))


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    for entry in node.children:
        yield from builder.sides(entry)
        yield from builder.blocks(entry.children)
        yield from builder.pages_of_term(entry)


KIND = BlockKind(
    GLOSSARY,
    tokens=(GLOSSARY,),
    options=CLASSES,
    markdown_plugin=_plugin,
    parse=_parse,
    build=_build,
    same_info=True,
    text=_text,
)
