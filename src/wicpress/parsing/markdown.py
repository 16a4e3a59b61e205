"""Parses Markdown to a tree of tokens: CommonMark with tables, notes, definitions, attributes, ruby, styled text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import attrs
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from wicpress.block_kinds import block_kinds
from wicpress.notation import RUBY
from wicpress.numerals import CAPTION_WORDS
from wicpress.parsing.attributes.braces import TAIL, attributes
from wicpress.parsing.block_rules.attribute_lines import ATTRIBUTE_LINES, STRAY_LINES, attribute_lines_plugin
from wicpress.parsing.block_rules.contents import contents_plugin
from wicpress.parsing.block_rules.item_lines import item_lines_plugin
from wicpress.parsing.formulas.notation import formulas_plugin
from wicpress.parsing.markup.block_marks import MARKS
from wicpress.parsing.markup.grid_tables import grid_table_plugin
from wicpress.parsing.markup.inline_notes import inline_notes_plugin
from wicpress.parsing.markup.inline_parser import INLINE_NOTE, InlineParser, InlineState, find_marks
from wicpress.parsing.markup.pipe_tables import pipe_table_plugin
from wicpress.parsing.markup.simple_tables import simple_table_plugin
from wicpress.parsing.markup.styled_text import styled_text_plugin
from wicpress.parsing.references.notation import reference_lists_plugin
from wicpress.source_blocks import NO_NUMBER, MarkdownNode

MAX_NESTING = 34
"""Levels of block tokens (a list takes two) and of links in links; what is nested deeper is not read."""

_COLONS = "colons"
_MOST_TERMS = 4
"""Lines of terms above their meanings; where more lines stand there, they are a paragraph."""
_NOTE_NAME = re.compile(r"\[\^[^\s\]]+\](?P<space>[ \t\u3000]*)：")
_CAPTION = re.compile(rf"(?P<colon>:[ \t]+)(?=\S)|(?:{CAPTION_WORDS})[^:：\n]{{0,12}}[:：]")
"""What a caption beside a table begins with."""


@attrs.frozen
class MarkdownFile:
    """The blocks of a file; ``too_deep`` are those nested so deep that something is not read.

    ``references`` are the lines of each ``[label]: address``, from 0, the end exclusive, with label and address;
    ``attribute_lines`` the lines that are nothing but braces, ``stray_lines`` those of them that no block takes;
    ``colons`` the lines, from 0, of full-width colons behind the names of notes, and the columns from which spaces
    stand before each and in which it stands.
    """

    nodes: tuple[MarkdownNode, ...]
    too_deep: tuple[MarkdownNode, ...] = ()
    references: tuple[tuple[int, int, str, str], ...] = ()
    attribute_lines: tuple[int, ...] = ()
    stray_lines: tuple[int, ...] = ()
    colons: tuple[tuple[int, int, int], ...] = ()


class Parser(MarkdownIt):
    """A parser of CommonMark with the extensions that a manuscript may use."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: InlineParser = InlineParser()
        self.configure("commonmark", options_update={"maxNesting": MAX_NESTING, "store_labels": True})
        self.enable("table")
        self.use(pipe_table_plugin)
        self.use(grid_table_plugin)
        self.use(simple_table_plugin)
        self.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
        self.use(deflist_plugin)
        self.block.ruler.before("deflist", "terms", _terms)
        self.use(styled_text_plugin)
        self.use(inline_notes_plugin)
        self.use(reference_lists_plugin)
        self.use(formulas_plugin)
        self.use(attrs_plugin, spans=True, after=("image", "code_inline", "link_close", "span_close", INLINE_NOTE))
        self.use(attrs_block_plugin)
        self.use(attribute_lines_plugin)
        self.use(contents_plugin)
        self.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
        self.block.ruler.before(
            "footnote_def", "full_width_colon", _full_width_colon, {"alt": ["paragraph", "reference"]}
        )
        self.core.ruler.before("inline", "table_captions", _table_captions)
        self.use(item_lines_plugin)
        self.core.ruler.at("inline", _inline)
        self.inline.ruler2.before("fragments_join", "find_marks", find_marks)
        self.inline.ruler.before("escape", "ruby", _ruby)
        self.inline.ruler.at("footnote_ref", _note_call)
        for kind in block_kinds().values():
            if kind.markdown_plugin:
                self.use(kind.markdown_plugin)
        self.validateLink = _accept_link  # type: ignore[method-assign]

    def read(self, text: str) -> MarkdownFile:
        """Return the blocks of ``text``."""
        env: dict[str, Any] = {}
        tokens = self.parse(text, env)
        references = ((label, each) for label, each in env.get("references", {}).items())
        repeated = ((str(each["label"]), each) for each in env.get("duplicate_refs", ()))
        nodes = _tree(tokens)
        return MarkdownFile(
            nodes,
            tuple(node for node in nodes if _deepest_level(node) >= MAX_NESTING - 1),
            tuple((*each["map"], label, each["href"]) for label, each in (*references, *repeated)),
            tuple(sorted(set(env.get(ATTRIBUTE_LINES, ())))),
            tuple(sorted(env.get(STRAY_LINES, ()))),
            tuple(sorted(set(env.get(_COLONS, ())))),
        )


def _deepest_level(node: MarkdownNode) -> int:
    own = node.token.level if node.token.nesting == 1 else 0
    return max((own, *map(_deepest_level, node.children)))


def _accept_link(url: str) -> bool:
    """Make a link token of every address, so that a refused one is reported rather than set as text."""
    return True


def _tree(tokens: Sequence[Token]) -> tuple[MarkdownNode, ...]:
    stack: list[tuple[Token | None, list[MarkdownNode]]] = [(None, [])]
    for token in tokens:
        if token.nesting == 1:
            stack.append((token, []))
        elif token.nesting == 0:
            stack[-1][1].append(MarkdownNode(token))
        elif len(stack) > 1:
            opening, children = stack.pop()
            if opening:
                stack[-1][1].append(MarkdownNode(opening, tuple(children)))
    return tuple(stack[0][1])


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a list; what begins with a number below ``{.no-number}`` is a paragraph."""
    if start and _line(state, start)[:1].isdigit():
        above = _line(state, start - 1)
        values = attributes(above) if NO_NUMBER in above else None
        if values and NO_NUMBER in values.get("class", "").split():
            return False
    return list_block(state, start, end, silent)


def _full_width_colon(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read ``[^name]：`` as ``[^name]:``; a full-width colon behind the name of a note can be nothing else."""
    if state.is_code_block(start):
        return False
    head = state.bMarks[start] + state.tShift[start]
    name = _NOTE_NAME.match(state.src, head, state.eMarks[start])
    if name:
        colon = name.end() - 1
        state.src = f"{state.src[: name.start('space')]}:{name['space']}{state.src[colon + 1 :]}"
        line = state.src.rfind("\n", 0, colon) + 1
        state.env.setdefault(_COLONS, []).append((start, name.start("space") - line, colon - line))
    return False


def _terms(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse terms on several lines above their meanings, one for each language; each is a term of the list."""
    rules = state.md.block.ruler.getRules("")
    deflist = next(rule for rule in rules if rule.__name__ == "deflist")
    interrupting = state.md.block.ruler.getRules("paragraph")
    last = start + 1
    while last < min(end, start + _MOST_TERMS) and _line(state, last)[:1] not in ("", ":", "~"):
        before = len(state.tokens)
        if _line(state, last).startswith("[^") and any(rule(state, last, end, True) for rule in interrupting):
            return False  # a note is no term
        if not silent and deflist(state, last, end, False):
            opening, term, words, closing = state.tokens[before : before + 4]
            opening.map = [start, state.line]
            above = [
                each.copy(map=[line, line], content=_line(state, line) if each is words else "", children=[], meta={})
                for line in range(start, last)
                for each in (term, words, closing)
            ]
            state.tokens[before + 1 : before + 1] = above
            return True
        if any(rule(state, last, end, True) for rule in interrupting):
            return False
        last += 1
    return False


def _line(state: StateBlock, line: int) -> str:
    return state.getLines(line, line + 1, state.blkIndent, False).strip()


def _inline(state: StateCore) -> None:
    """Parse the words of each block, and keep their marks with them."""
    assert isinstance(state.md.inline, InlineParser)
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            words = state.md.inline.parse_words(token.content, state.md, state.env, token.children)
            token.meta[MARKS] = tuple(words.marks)


def _table_captions(state: StateCore) -> None:
    """Read captions above and below tables as pandoc has them: ``: Words {#id}`` and ``Table: Words {#id}``."""
    tokens, lines = state.tokens, state.src.split("\n")
    for nth in reversed(range(len(tokens))):
        if tokens[nth].type == "dl_close" and _is_table(tokens, nth + 1):
            _take_captions(tokens, nth, lines)
    for nth in reversed(range(len(tokens))):
        beside = tokens[nth].type == "dl_open" and (_is_table(tokens, nth - 1) or _is_table(tokens, nth + 10))
        if beside and _are_captions(tokens[nth : nth + 10]):
            tokens[nth : nth + 10] = _as_paragraphs(tokens[nth + 1 : nth + 10])
    for nth, paragraph in enumerate(tokens):
        caption = _CAPTION.match(tokens[nth + 1].content) if paragraph.type == "paragraph_open" else None
        if caption and (_follows_table(tokens, nth) or _precedes_table(tokens, nth)):
            _read_caption(paragraph, tokens[nth + 1], caption["colon"] or "")
            if paragraph.markup and _follows_table(tokens, nth):
                paragraph.meta["above"] = True


def _read_caption(paragraph: Token, words: Token, colon: str) -> None:
    """Take the colon and the attributes of a caption out of its words."""
    words.content = words.content.removeprefix(colon)
    if colon:
        paragraph.markup = ":"
    tail = TAIL.search(words.content)
    values = attributes(tail[1]) if tail else None
    if tail and values and "verse" not in values.get("class", ""):
        words.content = words.content[: tail.start()]
        paragraph.attrs.update(values)
        paragraph.meta["tail"] = True
    if colon:
        paragraph.attrJoin("class", "caption")


def _is_table(tokens: Sequence[Token], nth: int) -> bool:
    return 0 <= nth < len(tokens) and tokens[nth].type in {"table_open", "table_close"}


def _follows_table(tokens: Sequence[Token], nth: int) -> bool:
    """Return whether a table stands above a paragraph, or above captions that stand above it."""
    end = max(2, nth - 3 * _MOST_CAPTIONS)
    while nth > end and tokens[nth - 1].type == "paragraph_close" and _is_caption(tokens[nth - 3 : nth - 1]):
        nth -= 3
    return nth > 0 and tokens[nth - 1].type == "table_close"


def _precedes_table(tokens: Sequence[Token], nth: int) -> bool:
    """Return whether a table stands below a paragraph, or below captions that stand below it."""
    nth += 3
    end = min(len(tokens) - 2, nth + 3 * _MOST_CAPTIONS)
    while nth < end and tokens[nth].type == "paragraph_open" and _is_caption(tokens[nth : nth + 2]):
        nth += 3
    return nth < len(tokens) and tokens[nth].type == "table_open"


def _is_caption(tokens: Sequence[Token]) -> bool:
    """Return whether a paragraph, its opening and its words, is a caption."""
    paragraph, words = tokens
    return paragraph.markup == ":" or bool(_CAPTION.match(words.content))


_SENTENCE = re.compile(r"""[。！？：；…][”’」』）"']*\Z|(?:\S+\s+){3}.*[.!?:;][”’"')]*\Z""", re.DOTALL)
"""How a sentence ends, one in English with four words or more."""

_MOST_CAPTIONS = 20  # between a caption and its table: those in other languages
_LIST = (
    "dl_open", "dt_open", "inline", "dt_close",
    "dd_open", "paragraph_open", "inline", "paragraph_close", "dd_close", "dl_close",
)  # fmt: skip


def _are_captions(tokens: Sequence[Token]) -> bool:
    """Return whether a definition list is two captions: what would be its term begins with a colon."""
    caption = _CAPTION.match(tokens[2].content) if tuple(each.type for each in tokens) == _LIST else None
    return bool(caption and caption["colon"])


def _take_captions(tokens: list[Token], close: int, lines: Sequence[str]) -> None:
    """Take captions above a table out of the list that closes there, which they make of the text above them.

    What would be the last term, on one line or several, ends as a sentence does.
    """
    start = close
    while start >= 5 and tuple(each.type for each in tokens[start - 5 : start]) == _LIST[4:-1]:
        start -= 5
    meanings, first = tokens[start:close], start
    while first >= 3 and tokens[first - 1].type == "dt_close":
        first -= 3
    terms = [each for each in tokens[first:start] if each.type == "inline"]
    numbers = [each.map[0] for each in (*terms, *meanings[::5]) if each.map]
    is_text = bool(meanings and terms and _SENTENCE.search(terms[-1].content))
    if not is_text or not all(lines[number].lstrip(" \t>").startswith(":") for number in numbers[len(terms) :]):
        return
    level, place = tokens[first].level - 1, [numbers[0], numbers[len(terms) - 1] + 1]
    words = terms[0].copy(content="\n".join(each.content for each in terms), map=place, level=level + 1)
    text = [Token("paragraph_open", "p", 1, map=place, level=level, block=True), words]
    text.append(Token("paragraph_close", "p", -1, level=level, block=True))
    captions = [each for nth, each in enumerate(meanings) if nth % 5 not in (0, 4)]
    for each in captions:
        each.level, each.hidden = level + (each.type == "inline"), False
        each.content = f": {each.content}" if each.type == "inline" else ""
    if tokens[first - 1].type == "dl_open":
        tokens[first - 1 : close + 1] = [*text, *captions]
    else:
        opening = next(each for each in reversed(tokens[:first]) if each.type == "dl_open" and each.level == level)
        opening.map = [opening.map[0], place[0]] if opening.map else None
        tokens[first : close + 1] = [tokens[close], *text, *captions]


def _as_paragraphs(tokens: Sequence[Token]) -> list[Token]:
    """Return the term and the meaning of a list as paragraphs; the colon of the second is none of its words."""
    term, words, closing, _, *meaning, _, _ = tokens
    level, colon = term.level - 1, ":" if words.content.startswith(":") else ""
    line = [words.map[0], words.map[0] + 1] if words.map else None
    opening = term.copy(type="paragraph_open", tag="p", level=level, map=line)
    end = closing.copy(type="paragraph_close", tag="p", level=level)
    second = [each.copy(level=level + (each.type == "inline"), hidden=False) for each in meaning]
    second[1].content = f"{colon} {second[1].content}"
    return [opening, words.copy(level=level + 1, map=line), end, *second]


def _note_call(state: StateInline, silent: bool) -> bool:
    """Parse the call of a note, ``[^name]``; where names end is searched once, however many are open."""
    if not state.src.startswith("[^", state.pos):
        return False
    assert isinstance(state, InlineState)
    end = state.end_of_name(state.pos + 2)
    return end < state.posMax and state.src[end] == "]" and footnote_ref(state, silent, always_match=True)


def _ruby(state: StateInline, silent: bool) -> bool:
    """Parse ``{汉字|hàn zì}``: Han or kana, a bar, their reading."""
    if state.src[state.pos] != "{":
        return False
    ruby = RUBY.match(state.src, state.pos, state.posMax)
    if not ruby:
        return False
    if not silent:
        token = state.push("ruby", "", 0)
        token.content = ruby[1].strip()
        token.meta = {"reading": ruby[2].strip()}
    state.pos = ruby.end()
    return True
