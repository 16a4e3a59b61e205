"""Verse: a paragraph whose lines end where the author ended them, marked ``{.verse}``, or each behind a bar.

| 床前明月光，
| 疑是地上霜。
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import Verse
from wicpress.notation import RUBY
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock

_LINE = re.compile(rf"\|(?:[ \t]((?:\\.|(?:{RUBY.pattern})|[^|\\])*))?\Z")
_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!-->).)*-->\Z")
_UNDER_HEAD = re.compile(r"\|[ \t]*:?-+:?[ \t]*\Z")
"""The line under the head of a table with one column."""
_WORDLESS = "wordless_verse"
"""The key of the line behind the last run of bars without words, by the indent of what it is in."""


def _plugin(md: MarkdownIt) -> None:
    md.block.ruler.before("table", "line_block", _line_block, {"alt": ["paragraph", "reference"]})


def _line_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read lines that begin with a bar and have no other (pandoc's line block); a table has others.

    A comment may stand on a line between them.
    """
    wordless: dict[int, int] = state.env.setdefault(_WORDLESS, {})
    if start < wordless.get(state.blkIndent, 0):
        return False
    lines: list[str] = []
    for number in range(start, end):
        if state.sCount[number] < state.blkIndent or state.is_code_block(number):
            break
        line = _text_of(state, number)
        if lines and _COMMENT.match(line) and number + 1 < end and _LINE.match(_text_of(state, number + 1)):
            lines.append(line)
            continue
        words = _LINE.match(line) if not _UNDER_HEAD.match(line) else None
        if not words:
            if len(lines) == 1 and _UNDER_HEAD.match(line):
                return False
            break
        lines.append(_keep_indent(words[1] or ""))
    if not any(lines):
        wordless[state.blkIndent] = start + len(lines)
        return False
    if not silent:
        token = state.push("paragraph_open", "p", 1)
        token.map, token.markup, token.attrs = [start, start + len(lines)], "|", {"class": "verse"}
        words_token = state.push("inline", "", 0)
        words_token.content, words_token.map, words_token.children = "\n".join(lines), token.map, []
        state.push("paragraph_close", "p", -1)
        state.line = start + len(lines)
    return True


def _text_of(state: StateBlock, number: int) -> str:
    """Return a line without what stands before and behind its text."""
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()


def _keep_indent(line: str) -> str:
    """Return a line of verse whose spaces at its beginning are no-break spaces: as wide, and not taken away."""
    words = line.lstrip(" \t")
    return line[: len(line) - len(words)].replace(" ", "\u00a0").replace("\t", "\u2003") + words


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    parser.check_paragraph(node, span)
    language, inlines = parser.parse_inlines(node.inline_tokens, span, "paragraph", default, verse=True)
    first_line = parser.first_line(node, span, "")
    return parser.new_block("verse", node, span, language, inlines=inlines, first_line=first_line)


def _build(builder: Builder, pair: PairedBlock) -> Verse:
    first_line = max(block.first_line for block in pair.blocks)
    return Verse(builder.id(pair), builder.translations(pair.blocks), first_line)


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    return builder.verse(node)


KIND = BlockKind(
    "verse",
    tokens=("paragraph",),
    classes=("verse",),
    markdown_plugin=_plugin,
    parse=_parse,
    build=_build,
    text=_text,
)
