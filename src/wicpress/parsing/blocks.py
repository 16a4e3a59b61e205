"""One file of Markdown to drafts: its blocks, each with its language, its place and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from wicpress import languages as lang
from wicpress.config import UNKNOWN_LANGUAGE
from wicpress.diagnostics import Diagnostic, Span
from wicpress.model import SHARED, Inline, Text
from wicpress.pairing import UNKNOWN, UnpairedBlock, common_language
from wicpress.parsing import captions, lists, tables
from wicpress.parsing.character_checks import replace_controls
from wicpress.parsing.diagnostics import (
    DEEP_HEADING,
    EMPTY_BLOCK,
    FRONT_MATTER,
    MIXED_PARAGRAPH,
    RAW_HTML,
    TOO_DEEP,
    UNCERTAIN_LANGUAGE,
    UNDECLARED_LANGUAGE,
    UNKNOWN_ATTRIBUTE,
)
from wicpress.parsing.headings import split_numeral
from wicpress.parsing.inlines import InlineBuilder, InlineSource, language_sample, picture, report_unknown
from wicpress.parsing.language_detection import detect_language, script_name
from wicpress.parsing.markdown import Node, Parser
from wicpress.parsing.source_files import Source

MAX_HEADING_LEVEL = 3
CLASSES = ("solo", "part", "verse", "caption")
_WIDTH = re.compile(r"\d*\.?\d+(?:%|[cm]m|in|p[tcx]|r?em|ex|ch|Q)")
"""A CSS length or percentage."""
KEYS = ("id", "lang", "width")
SENTENCE_ENDS = tuple("。！？.!?”」』’")
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.IGNORECASE)
_FRONT = re.compile(r"---[ \t]*\n(?:[\w-]+:.*\n(?:(?:[\w-]+:|[ \t#-]).*\n|\n)*)---[ \t]*(?:\n|\Z)")


class BlockParser:
    """Reads one file; ``found`` collects the faults, ``notes`` the definitions of notes."""

    def __init__(self, source: Source, languages: tuple[str, ...], parser: Parser) -> None:
        self.source = source
        self.languages = languages
        self.parser = parser
        self.lines = source.lines
        self.diagnostics: list[Diagnostic] = []
        self.notes: list[UnpairedBlock] = []

    def read(self) -> tuple[UnpairedBlock, ...]:
        """The drafts of the file, in order."""
        text = replace_controls(self.source.text)
        front = _FRONT.match(text)
        if front:
            count = front[0].count("\n")
            self.diagnostics.append(
                FRONT_MATTER(
                    "the settings at the head of the file are left out",
                    Span(self.source.path, 1, count),
                    help="move what the book needs into book.toml, and take these lines away",
                )
            )
            text = "\n" * count + text[front.end() :]
        nodes, deep = self.parser.tree(text)
        if deep:
            place = max(nodes, key=_depth)
            help = "take some of the lists or quotations out of each other"
            self.diagnostics.append(TOO_DEEP("blocks are nested deeper than is read", self.span(place), help=help))
        alone = self.languages[0] if len(self.languages) == 1 else ""
        return self.blocks(nodes, self.source.lang or alone)

    def span(self, node: Node) -> Span:
        """Where a node stands, without the empty lines behind it."""
        start, end = node.map
        end = min(end, len(self.lines))
        while end > start + 1 and not self.lines[end - 1].strip(" \t>"):
            end -= 1
        return Span(self.source.path, start + 1, max(end, start + 1))

    def place(self, span: Span) -> InlineSource:
        """A place for inline reading to report from."""
        return InlineSource(self.source.path, self.lines, span.line, span.end_line, self.diagnostics)

    def from_attributes(self, span: Span) -> InlineSource:
        """A place that begins with the lines of attributes above a block."""
        line = span.line
        while line > 1 and self.lines[line - 2].strip(" \t>").startswith("{"):
            line -= 1
        return self.place(Span(span.path, line, span.end_line))

    # -- languages

    def declared_language(self, token: Token, span: Span) -> str:
        """The language that ``{lang=…}`` says, or an empty string."""
        tag = str(token.attrs.get("lang", ""))
        if not tag:
            return ""
        found = lang.match(tag, self.languages) if lang.is_known(tag) else None
        if found is None:
            help = f"they are: {', '.join(self.languages)}"
            message = f"`{tag}` is not among the book's languages"
            self.from_attributes(span).report(UNKNOWN_LANGUAGE, message, f"lang={tag}", help)
        return found or ""

    def language(self, text: str, span: Span, what: str, *, unambiguous: bool = False) -> str:
        """The language of ``text`` by its script; ``sure``: the surroundings settle it, so no doubt is reported.

        A name in a foreign script in a table then serves every language.
        """
        verdict = detect_language(text, self.languages)
        if not verdict.lang and unambiguous:
            return SHARED
        if not verdict.lang:
            script = script_name(verdict.script)
            help = "add the language to book.toml, say {lang=…} on the line above, or [words]{lang=…} in the line"
            message = f"a {what} in {script} script is in none of the book's languages"
            self.diagnostics.append(UNDECLARED_LANGUAGE(message, span, help=help))
            return UNKNOWN
        if not verdict.confident and not unambiguous:
            help = f"write {{lang={verdict.lang}}}, or another language, on the line above"
            message = f"this {what} was taken for {lang.name(verdict.lang)} ({verdict.lang})"
            self.diagnostics.append(UNCERTAIN_LANGUAGE(message, span, help=help, lang=verdict.lang))
        return verdict.lang

    # -- blocks

    def blocks(self, nodes: Sequence[Node], default: str) -> tuple[UnpairedBlock, ...]:
        """Siblings; ``default`` is the language that a file or a container says, or an empty string."""
        drafts = [draft for node in nodes for draft in self.block(node, default)]
        drafts = captions.attach(drafts, self.diagnostics)
        return tuple(tables.unify_language(lists.join_lists(drafts)))

    def block(self, node: Node, default: str) -> Iterator[UnpairedBlock]:
        """The drafts of one node: mostly one; none for the definition of a note."""
        span = self.span(node)
        if node.type not in ("paragraph", "list_item", "th", "td"):
            report_unknown(node.token, CLASSES, (*KEYS, "start"), self.from_attributes(span))
        default = self.declared_language(node.token, span) or default
        match node.type:
            case "paragraph":
                yield from self.paragraph(node, span, default)
            case "heading":
                yield self.heading(node, span, default)
            case "bullet_list" | "ordered_list":
                yield self.list(node, span, default)
            case "blockquote":
                yield self.quote(node, span, default)
            case "fence" | "code_block":
                yield self.code(node, span)
            case "table":
                yield tables.table(self, node, span, default)
            case "dl":
                yield self.definitions(node, span, default)
            case "hr":
                yield self.draft("break", node, span, SHARED)
            case "footnote_reference":
                children = self.blocks(node.children, default)
                self.notes.append(self.container("note", node, span, children, info=str(node.token.meta["label"])))
            case "html_block":
                yield self.html(node, span, default)
            case _:
                yield from self.blocks(node.children, default)

    def draft(self, kind: str, node: Node, span: Span, language: str, **rest: object) -> UnpairedBlock:
        """A draft with the attributes that every block may carry."""
        mine = str(node.token.attrs.get("class", "")).split()
        id = str(node.token.attrs.get("id", ""))
        return UnpairedBlock(kind, span, language, id=id, solo="solo" in mine, **rest)  # type: ignore[arg-type]

    def container(
        self, kind: str, node: Node, span: Span, children: tuple[UnpairedBlock, ...], **rest: object
    ) -> UnpairedBlock:
        """A draft whose language is that of what it holds."""
        return self.draft(kind, node, span, common_language(children), children=children, **rest)

    def inline_text(
        self, tokens: Sequence[Token], span: Span, what: str, default: str = "", *, verse: bool = False
    ) -> tuple[str, tuple[Inline, ...]]:
        """The language of some inline tokens and what they say."""
        language = default or self.language(language_sample(tokens), span, what)
        return language, InlineBuilder(language, self.place(span), verse=verse).build(tokens)

    def paragraph(self, node: Node, span: Span, default: str) -> Iterator[UnpairedBlock]:
        """A paragraph, or what an author writes as one: a figure, a caption, verse, items with Chinese numbers."""
        tokens = node.children[0].token.children or []
        images = [token for token in tokens if token.type == "image"]
        if len(images) == 1 and all(token is images[0] or not token.content.strip() for token in tokens):
            yield self.figure(node, images[0], span, default)
            return
        report_unknown(node.token, CLASSES, KEYS, self.from_attributes(span))
        tables.check_malformed(self, span)
        mine = str(node.token.attrs.get("class", "")).split()
        cut = lists.split_items(tokens) if not mine else ()
        if cut:
            yield lists.from_paragraph(self, node, span, cut, default)
            return
        verse = "verse" in mine
        if not default and not verse:
            self.report_mixed(tokens, span)
        language, inlines = self.inline_text(tokens, span, "paragraph", default, verse=verse)
        caption = captions.caption(inlines, explicit="caption" in mine)
        kind = "verse" if verse else "caption" if caption else "paragraph"
        marker, inlines = caption or ("", inlines)
        yield self.draft(
            kind, node, span, language, inlines=inlines, marker=marker, info="explicit" if "caption" in mine else ""
        )

    def report_mixed(self, tokens: Sequence[Token], span: Span) -> None:
        """A sentence of one language, and on the next line of the same paragraph another language."""
        lines = language_sample(tokens).split("\n")
        langs = [detect_language(line, self.languages) for line in lines] if len(lines) > 1 else []
        for nth, (one, other) in enumerate(pairwise(langs)):
            ended = lines[nth].rstrip().endswith(SENTENCE_ENDS)
            if (
                ended
                and one.confident
                and other.confident
                and SHARED not in (one.lang, other.lang)
                and one.lang != other.lang
            ):
                place = Span(span.path, span.line + nth, span.line + nth + 1)
                message = f"{lang.name(one.lang)} and {lang.name(other.lang)} stand in one paragraph"
                self.diagnostics.append(MIXED_PARAGRAPH(message, place, help="put an empty line between them"))
                return

    def heading(self, node: Node, span: Span, default: str) -> UnpairedBlock:
        """A heading, its numeral apart from its words."""
        tokens = node.children[0].token.children or []
        language, inlines = self.inline_text(tokens, span, "heading", default)
        level = int(node.token.tag[1])
        if level > MAX_HEADING_LEVEL:
            help = "divide the text anew, or write a paragraph in **strong** words"
            self.diagnostics.append(
                DEEP_HEADING(f"a heading of level {level} is set as one of level 3", span, help=help)
            )
        if not inlines:
            help = "write its words, or take it away"
            self.diagnostics.append(EMPTY_BLOCK("a heading without words", span, help=help))
        mark, rest = split_numeral(inlines)
        part = level == 1 and "part" in str(node.token.attrs.get("class", "")).split()
        return self.draft(
            "heading",
            node,
            span,
            language,
            inlines=rest,
            marker=mark.marker,
            value=mark.value,
            level=min(level, MAX_HEADING_LEVEL),
            part=part,
        )

    def list(self, node: Node, span: Span, default: str) -> UnpairedBlock:
        """A list; numbers are those that the source wrote."""
        ordered = node.type == "ordered_list"
        items = tuple(self.item(child, ordered, default) for child in node.children if child.type == "list_item")
        return self.container("list", node, span, items, ordered=ordered)

    def item(self, node: Node, ordered: bool, default: str) -> UnpairedBlock:
        """An item of a list with all that stands in it."""
        token = node.token
        children = self.blocks(node.children, self.declared_language(token, self.span(node)) or default)
        marker = f"{token.info}{token.markup}" if ordered else ""
        value = (int(token.info),) if ordered else None
        if not children:
            help = "write its words, or take it away"
            self.diagnostics.append(EMPTY_BLOCK("an item without words", self.span(node), help=help))
        return lists.hoist_id(self.container("item", node, self.span(node), children, marker=marker, value=value))

    def quote(self, node: Node, span: Span, default: str) -> UnpairedBlock:
        """A quotation, or a notice where it begins with ``[!NOTE]``."""
        kind, children = _alert(node)
        inside = self.blocks(children, default)
        return self.container("notice" if kind else "quote", node, span, inside, info=kind)

    def code(self, node: Node, span: Span) -> UnpairedBlock:
        """A listing: one for all languages, unless ``{lang=…}`` gives it to one."""
        text = node.token.content.removesuffix("\n")
        language = self.declared_language(node.token, span) or self.source.lang or SHARED
        inlines = (Text(text),) if text else ()
        return self.draft("code", node, span, language, inlines=inlines, info=node.token.info.strip())

    def definitions(self, node: Node, span: Span, default: str) -> UnpairedBlock:
        """Terms, each with what the lines behind it say."""
        entries: list[tuple[Node, list[Node]]] = []
        for child in node.children:
            if child.type == "dt":
                entries.append((child, []))
            elif entries:
                entries[-1][1].extend(child.children)
        items = tuple(self.definition(term, meanings, default) for term, meanings in entries)
        return self.container("definitions", node, span, items)

    def definition(self, term: Node, meanings: Sequence[Node], default: str) -> UnpairedBlock:
        """A term with its meanings; its language is the term's."""
        line = term.map[0] + 1
        span = Span(self.source.path, line, line)
        tokens = term.children[0].token.children or []
        language, inlines = self.inline_text(tokens, span, "term", default)
        children = self.blocks(meanings, default)
        if children:
            span = Span(span.path, line, children[-1].span.end_line)
        return self.draft("definition", term, span, language, inlines=inlines, children=children)

    def figure(self, node: Node, image: Token, span: Span, default: str) -> UnpairedBlock:
        """A paragraph that is one picture: a figure, its caption the picture's title."""
        for token in (node.token, image):
            report_unknown(token, ("solo",), (*KEYS, "src", "alt", "title"), self.from_attributes(span))
        inline = picture(image, span.path)
        default = self.declared_language(image, span) or default
        alt_lang = default or self.language(inline.alt, span, "picture's description", unambiguous=True)
        drafts: tuple[UnpairedBlock, ...] = ()
        if inline.title:
            language = default or self.language(inline.title, span, "caption")
            drafts = (UnpairedBlock("caption", span, language, (Text(inline.title),)),)
        node.token.attrs = {**image.attrs, **node.token.attrs}
        alts = ((alt_lang, inline.alt),) if inline.alt else ()
        width = self.width(str(node.token.attrs.get("width", "")), span)
        language = default or common_language([*drafts, *(UnpairedBlock("alt", span, tag) for tag, _ in alts)])
        return self.draft("figure", node, span, language, captions=drafts, src=inline.src, alts=alts, width=width)

    def width(self, width: str, span: Span) -> str:
        """The width of a figure as it was said, if it is one; else it is reported, and the picture has its own."""
        if not width or _WIDTH.fullmatch(width):
            return width
        message, help = f"`{width}` is no width", "write `100%`, `60mm` or `14em`"
        self.from_attributes(span).report(UNKNOWN_ATTRIBUTE, message, width, help)
        return ""

    def html(self, node: Node, span: Span, default: str) -> UnpairedBlock:
        """HTML is refused; it stays in the model as the text it is, so that nothing is lost."""
        text = node.token.content.strip()
        first = text.split("\n", 1)[0][:60]
        help = "write it in Markdown; comments belong outside the manuscript"
        self.place(span).report(RAW_HTML, f"HTML in the text: {first}", text, help)
        return self.draft("paragraph", node, span, default or SHARED, inlines=(Text(text),))


def _depth(node: Node) -> int:
    return 1 + max((_depth(child) for child in node.children), default=0)


def _alert(node: Node) -> tuple[str, Sequence[Node]]:
    """The kind of a GitHub alert and the nodes behind its mark; an empty kind for a plain quotation."""
    first = node.children[0] if node.children else None
    tokens = (first.children[0].token.children or []) if first and first.type == "paragraph" else []
    found = _ALERT.fullmatch(tokens[0].content.strip()) if tokens and tokens[0].type == "text" else None
    if not found or not first or (len(tokens) > 1 and tokens[1].type not in ("softbreak", "hardbreak")):
        return "", node.children
    first.children[0].token.children = tokens[2:]
    if first.token.map:
        first.token.map = [first.token.map[0] + (len(tokens) > 1), first.token.map[1]]
    return found[1].lower(), node.children if len(tokens) > 2 else node.children[1:]
