"""Notices: quotations that begin with ``[!NOTE]``, as on GitHub, or lines between ``::: note`` and ``:::``.

Words behind the kind are the title of the notice: ``> [!NOTE] Title``, ``::: note Title``, and pandoc's
``::: {.note title="Title"}`` (Quarto's ``.callout-note``). Blocks that stay together stand between colons as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import Admonition
from wicpress.notation import Mark
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock

KINDS = ("note", "tip", "important", "warning", "caution")
FENCED = "fenced_blocks"
"""The type of the node of a notice, of blocks that stay together, or of a bibliography, between colons."""
KEEP = "keep"
"""What stands behind the colons before blocks that stay together."""
BIBLIOGRAPHY = "bibliography"
"""What stands behind the colons where a bibliography is to stand; pandoc's is ``{#refs}``."""
TITLE = "title"
"""The ``info`` of a paragraph that is the title of a notice."""

_KIND = "|".join(KINDS)
_ALERT = re.compile(rf"\[!({_KIND})\](?:[ \t]+(?=\S)|\Z)", re.IGNORECASE)
_TITLE = r"""title=(?:"(?P<quoted>[^"]+)"|(?P<bare>[^\s"{}]+))"""
_BRACES = rf"\{{[ \t]*\.(?:callout-)?(?P<class>{_KIND})(?:[ \t]+{_TITLE})?[ \t]*\}}"
_FENCE = re.compile(
    rf"(:{{3,}})[ \t]*(?:(?:callout-)?(?P<kind>{_KIND})(?:[ \t]+(?P<title>[^\s{{:].*?))?|{_BRACES}"
    rf"|\{{[ \t]*\.(?P<other_class>{KEEP}|{BIBLIOGRAPHY})[ \t]*\}}|(?P<refs>\{{[ \t]*#refs[ \t]*\}})"
    rf"|(?P<other>{KEEP}|{BIBLIOGRAPHY}))[ \t]*:*[ \t]*\Z",
    re.IGNORECASE,
)
_CLOSING = re.compile(r":{3,}[ \t]*\Z")
_DEEPEST = 16
"""Notices and the like in one another; to look for the end of more takes too long where none is closed."""


# ------------------------------------------------------------------------------------ between colons


def _plugin(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", FENCED, _fenced_blocks, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _fenced_blocks(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read what stands between lines of colons; the title of a notice is a paragraph, its first."""
    fence = _FENCE.match(_line(state, start)) if not state.is_code_block(start) else None
    close = _closing_line(state, start, end) if fence else None
    if not fence or close is None:
        return False
    if silent:
        return True
    token = state.push(f"{FENCED}_open", "aside", 1)
    name = fence["kind"] or fence["class"] or fence["other"] or fence["other_class"] or BIBLIOGRAPHY
    token.info, token.map = name.lower(), [start, close + 1]
    title = fence["title"] or fence["quoted"] or fence["bare"]
    if title:
        state.push("paragraph_open", "p", 1).map = [start, start + 1]
        words = state.push("inline", "", 0)
        words.content, words.map, words.children = title, [start, start + 1], []
        state.push("paragraph_close", "p", -1)
    old_parent, old_end = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", close
    state.md.block.tokenize(state, start + 1, close)
    state.parentType, state.lineMax, state.line = old_parent, old_end, close + 1
    state.push(f"{FENCED}_close", "aside", -1)
    return True


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    """Return the line that closes what a line of colons opens; what is inside closes first. None where none does."""
    depth = 1
    for number in range(start + 1, end):
        if state.sCount[number] < state.blkIndent and not state.isEmpty(number):
            return None
        line = _line(state, number)
        if line.startswith(":::"):
            depth += -1 if _CLOSING.match(line) else bool(_FENCE.match(line))
            if not 0 < depth <= _DEEPEST:
                return None if depth else number
    return None


# ------------------------------------------------------------------------------------------- parsing


def _alert(node: MarkdownNode) -> str:
    """Return the kind of a GitHub alert, or an empty string for a plain quotation."""
    first = node.children[0] if node.children else None
    if not first or first.type != "paragraph" or not first.children[0].token.content.startswith("[!"):
        return ""
    return _alert_name(first.inline_tokens)


def _alert_name(tokens: Sequence[Token]) -> str:
    mark = _ALERT.match(tokens[0].content.strip()) if tokens and tokens[0].type == "text" else None
    return mark[1].lower() if mark else ""


def _matches(node: MarkdownNode) -> bool:
    return node.token.info not in (KEEP, BIBLIOGRAPHY) if node.type == FENCED else bool(_alert(node))


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    if node.type == FENCED:
        first = node.children[0] if node.children else None
        if first and first.map[0] == node.map[0]:
            first.token.meta[TITLE] = True
        return parser.new_container("notice", node, span, parser.blocks(node.children, default), info=node.token.info)
    kind = _alert(node)
    return parser.new_container("notice", node, span, parser.blocks(_behind_mark(node), default), info=kind)


def _behind_mark(node: MarkdownNode) -> Sequence[MarkdownNode]:
    """Return the nodes of an alert, its mark taken from the first; words on the line of the mark are its title."""
    first = node.children[0]
    tokens = first.inline_tokens
    words = first.children[0].token
    name = _alert_name(tokens)
    shown = f"[!{name}]"
    words.meta["marks"] = (Mark(0, len(shown), "notice", name), *words.meta.get("marks", ()))
    tokens[0].content = tokens[0].content.lstrip()[len(shown) :].lstrip()
    at_break = next((nth for nth, each in enumerate(tokens) if each.type in ("softbreak", "hardbreak")), len(tokens))
    title = [each for each in tokens[:at_break] if each.content or each.type != "text"]
    rest = list(tokens[at_break + 1 :])
    parts = []
    if title:
        parts.append(_paragraph(first, title, first.map[0], first.map[0] + 1, is_title=True))
    if rest:
        parts.append(_paragraph(first, rest, first.map[0] + 1, first.map[1]))
    return (*parts, *node.children[1:])


def _paragraph(
    node: MarkdownNode, tokens: list[Token], start: int, end: int, *, is_title: bool = False
) -> MarkdownNode:
    """Return a paragraph with some of the words of ``node``, from line ``start`` to ``end``, exclusive."""
    words = node.children[0].token.copy(children=tokens)
    meta = {**node.token.meta, TITLE: True} if is_title else node.token.meta
    return MarkdownNode(node.token.copy(map=[start, end], meta=meta), (MarkdownNode(words),))


def _build(builder: Builder, pair: PairedBlock) -> Admonition:
    node_id = builder.id(pair)
    return Admonition(node_id, pair.first.info, builder.blocks(pair.children))


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    assert isinstance(node.piece, Admonition)
    return builder.blocks(node.children, node.piece.kind)


KIND = BlockKind(
    "notice",
    tokens=("blockquote", FENCED),
    matches=_matches,
    markdown_plugin=_plugin,
    parse=_parse,
    build=_build,
    same_info=True,
    text=_text,
)
