"""Stage directions: lines that begin with ``@@``, which Markdown learns."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import attrs
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from wicpress.block_kinds import BlockKind, Builder, Parser
from wicpress.diagnostics import Span
from wicpress.model import Block, Translation
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock

MARK = "@@ "


@attrs.frozen
class Stage(Block):
    """A stage direction."""

    type_name: ClassVar[str] = "stage"

    sides: tuple[Translation, ...]


def _learn(markdown: MarkdownIt) -> None:
    markdown.block.ruler.before("paragraph", "stage", _stage_line, {"alt": ["paragraph"]})


def _stage_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not line.startswith(MARK):
        return False
    if silent:
        return True
    state.line = start + 1
    opening = state.push("stage_open", "p", 1)
    opening.map = [start, state.line]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = line.removeprefix(MARK).strip(), [start, state.line], []
    state.push("stage_close", "p", -1)
    return True


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    language, inlines = parser.parse_inlines(node.inline_tokens, span, "stage direction", default)
    return parser.new_block("stage", node, span, language, inlines=inlines)


def _build(builder: Builder, pair: PairedBlock) -> Stage:
    return Stage(builder.id(pair), builder.translations(pair.blocks))


def _describe(block: UnpairedBlock) -> str:
    return "a stage direction"


KIND = BlockKind(
    "stage",
    tokens=("stage",),
    markdown_plugin=_learn,
    parse=_parse,
    build=_build,
    describe=_describe,
    templates=Path(__file__).parent / "templates",
)
