"""Notices: quotations that begin with ``[!NOTE]``, as on GitHub."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import Admonition
from wicpress.notation import Mark
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock

_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.IGNORECASE)


def _alert(node: MarkdownNode) -> str:
    """Return the kind of a GitHub alert, or an empty string for a plain quotation."""
    first = node.children[0] if node.children else None
    return _alert_name(first.inline_tokens) if first and first.type == "paragraph" else ""


def _alert_name(tokens: Sequence[Token]) -> str:
    mark = _ALERT.fullmatch(tokens[0].content.strip()) if tokens and tokens[0].type == "text" else None
    if not mark or (len(tokens) > 1 and tokens[1].type not in ("softbreak", "hardbreak")):
        return ""
    return mark[1].lower()


def _matches(node: MarkdownNode) -> bool:
    return bool(_alert(node))


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    kind = _alert(node)
    return parser.new_container("notice", node, span, parser.blocks(_behind_mark(node), default), info=kind)


def _behind_mark(node: MarkdownNode) -> Sequence[MarkdownNode]:
    """Return the nodes of an alert, its mark taken from the first."""
    first = node.children[0]
    tokens = first.inline_tokens
    words = first.children[0].token
    words.children = list(tokens[2:])
    mark = Mark(0, len(words.content.split("\n", 1)[0].rstrip()), "notice", _alert_name(tokens))
    words.meta["marks"] = (mark, *words.meta.get("marks", ()))
    if first.token.map:
        first.token.map = [first.token.map[0] + (len(tokens) > 1), first.token.map[1]]
    return node.children if len(tokens) > 2 else node.children[1:]


def _build(builder: Builder, pair: PairedBlock) -> Admonition:
    node_id = builder.id(pair)
    return Admonition(node_id, pair.first.info, builder.blocks(pair.children))


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    assert isinstance(node.piece, Admonition)
    return builder.blocks(node.children, node.piece.kind)


KIND = BlockKind(
    "notice", tokens=("blockquote",), matches=_matches, parse=_parse, build=_build, same_info=True, text=_text
)
