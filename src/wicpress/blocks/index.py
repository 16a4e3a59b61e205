"""The index of the book: ``::: index`` and ``:::``, with its kind, order and language in braces above."""

from __future__ import annotations

import re
from collections.abc import Collection

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import SHARED, Index
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock

INDEX = "index"
"""The type of the token of an index."""
NAMES, SUBJECTS = "names", "subjects"
"""The classes of an index of one kind of entries."""
CHINESE_ORDERS, LATIN_ORDERS = ("pinyin", "strokes"), ("letters", "words")
"""The classes that say how Chinese and how Latin script is sorted; the first is usual."""
CLASSES = (NAMES, SUBJECTS, *CHINESE_ORDERS, *LATIN_ORDERS)

_OPENING = re.compile(r":{3,}[ \t]*(?:(index)|\{[ \t]*\.(index)[ \t]*\})[ \t]*:*[ \t]*\Z", re.IGNORECASE)
_CLOSING = re.compile(r":{3,}[ \t]*\Z")


def _plugin(md: MarkdownIt) -> None:
    empty_fence(md, INDEX, _OPENING)


def empty_fence(md: MarkdownIt, token_type: str, opening: re.Pattern[str]) -> None:
    """Make ``md`` read two lines of colons with nothing but empty lines between them.

    The last group of ``opening`` that the first of them matches is the ``info`` of the token.
    """

    def read(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        match = None if state.is_code_block(start) else opening.match(_line(state, start))
        if not match:
            return False
        close = start + 1
        while close < end and state.isEmpty(close):
            close += 1
        if close >= end or state.sCount[close] < state.blkIndent or not _CLOSING.match(_line(state, close)):
            return False
        if not silent:
            token = state.push(token_type, "section", 0)
            token.map, token.info = [start, close + 1], (match[match.lastindex or 0]).lower()
            state.line = close + 1
        return True

    md.block.ruler.before("fence", token_type, read, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    classes = str(node.token.attrs.get("class", "")).split()
    language = default if "lang" in node.token.attrs else ""
    info = " ".join((*(each for each in CLASSES if each in classes), language)).strip()
    return parser.new_block(INDEX, node, span, SHARED, info=info, syntax=language)


def _build(builder: Builder, pair: PairedBlock) -> Index:
    classes = pair.first.info.split()
    contents = next((each for each in (NAMES, SUBJECTS) if each in classes), "")
    return Index(builder.id(pair), pair.first.span, contents, pair.first.syntax, orders_in(classes))


def orders_in(classes: Collection[str]) -> tuple[str, str]:
    """Return how Chinese and how Latin script is sorted by the classes of a block."""
    chinese, latin = (
        next((each for each in orders if each in classes), orders[0]) for orders in (CHINESE_ORDERS, LATIN_ORDERS)
    )
    return chinese, latin


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    return builder.index(node)


KIND = BlockKind(
    INDEX,
    tokens=(INDEX,),
    options=CLASSES,
    markdown_plugin=_plugin,
    parse=_parse,
    build=_build,
    same_info=True,
    always_shown=True,
    role="sans",
    text=_text,
)
