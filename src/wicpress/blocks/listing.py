"""Listings: code with a caption or the name of its file; no Markdown is one by itself."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Runs, Shown, TextBuilder
from wicpress.blocks.code import build, parse


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    yield from builder.caption(node, "listing")
    yield from builder.file_name(node)
    yield from builder.blocks(node.children)


KIND = BlockKind("listing", tokens=(), parse=parse, build=build, always_shown=True, role="sans", text=_text)
