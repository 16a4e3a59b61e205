"""Parses one file of Markdown to unpaired blocks, each with its language, its place and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from wicpress import languages as lang
from wicpress.diagnostics import Span
from wicpress.model import SHARED, Text
from wicpress.pairing import UnpairedBlock, common_language
from wicpress.parsing import captions, lists, tables
from wicpress.parsing.character_checks import replace_controls
from wicpress.parsing.diagnostics import (
    DEEP_HEADING,
    EMPTY_BLOCK,
    FRONT_MATTER,
    MIXED_PARAGRAPH,
    RAW_HTML,
    TOO_DEEP,
    UNKNOWN_ATTRIBUTE,
)
from wicpress.parsing.headings import split_numeral
from wicpress.parsing.inlines import language_sample, picture, report_unknown
from wicpress.parsing.language_detection import detect_language
from wicpress.parsing.markdown import Node, Parser
from wicpress.parsing.source_context import SourceContext
from wicpress.parsing.source_files import Source

MAX_HEADING_LEVEL = 3
CLASSES = ("solo", "part", "verse", "caption")
KEYS = ("id", "lang", "width")
SENTENCE_ENDS = tuple("。！？.!?”」』’")
_WIDTH = re.compile(r"\d*\.?\d+(?:%|[cm]m|in|p[tcx]|r?em|ex|ch|Q)")
"""A CSS length or percentage."""
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[\w-]+:.*\n(?:(?:[\w-]+:|[ \t#-]).*\n|\n)*)---[ \t]*(?:\n|\Z)")


class BlockParser(SourceContext):
    """Parses one file; collects ``diagnostics``, and the definitions of footnotes in ``notes``."""

    def __init__(self, source: Source, languages: tuple[str, ...], parser: Parser) -> None:
        super().__init__(source, languages)
        self.parser = parser
        self.notes: list[UnpairedBlock] = []

    def read(self) -> tuple[UnpairedBlock, ...]:
        """Return the blocks of the file, in order."""
        text = self.blank_front_matter(replace_controls(self.source.text))
        nodes, too_deep = self.parser.tree(text)
        if too_deep:
            deepest = max(nodes, key=_depth)
            hint = "take some of the lists or quotations out of each other"
            self.diagnostics.append(TOO_DEEP("blocks are nested deeper than is read", self.span(deepest), hint=hint))
        only_language = self.languages[0] if len(self.languages) == 1 else ""
        return self.blocks(nodes, self.source.lang or only_language)

    def blank_front_matter(self, text: str) -> str:
        """Return ``text`` with front matter replaced by empty lines, and report it."""
        front_matter = _FRONT_MATTER.match(text)
        if not front_matter:
            return text
        count = front_matter[0].count("\n")
        hint = "move what the book needs into book.toml, and take these lines away"
        span = Span(self.source.path, 1, count)
        self.diagnostics.append(FRONT_MATTER("the settings at the head of the file are left out", span, hint=hint))
        return "\n" * count + text[front_matter.end() :]

    def blocks(self, nodes: Sequence[Node], default: str) -> tuple[UnpairedBlock, ...]:
        """Parse siblings; ``default`` is the language that a file or a container declares, or an empty string."""
        blocks = [block for node in nodes for block in self.block(node, default)]
        blocks = captions.attach(blocks, self.diagnostics)
        return tuple(tables.unify_language(lists.join_lists(blocks)))

    def block(self, node: Node, default: str) -> Iterator[UnpairedBlock]:
        """Yield the blocks of one node: mostly one; none for the definition of a note."""
        span = self.span(node)
        if node.type not in ("paragraph", "list_item", "th", "td"):
            report_unknown(node.token, CLASSES, (*KEYS, "start"), self.attribute_source(span))
        default = self.declared_language(node.token, span) or default
        match node.type:
            case "paragraph":
                yield self.paragraph(node, span, default)
            case "heading":
                yield self.heading(node, span, default)
            case "bullet_list" | "ordered_list":
                yield self.list(node, span, default)
            case "blockquote":
                yield self.quote(node, span, default)
            case "fence" | "code_block":
                yield self.code(node, span)
            case "table":
                yield tables.parse_table(self, node, span, default)
            case "dl":
                yield self.definitions(node, span, default)
            case "hr":
                yield self.new_block("break", node, span, SHARED)
            case "footnote_reference":
                children = self.blocks(node.children, default)
                label = str(node.token.meta["label"])
                self.notes.append(self.new_container("note", node, span, children, info=label))
            case "html_block":
                yield self.html(node, span, default)
            case _:
                yield from self.blocks(node.children, default)

    # -- paragraphs and headings

    def paragraph(self, node: Node, span: Span, default: str) -> UnpairedBlock:
        """Parse a paragraph, or what authors write as one: a figure, a caption, verse, items numbered ``4、``."""
        tokens = node.children[0].token.children or []
        images = [token for token in tokens if token.type == "image"]
        if len(images) == 1 and all(token is images[0] or not token.content.strip() for token in tokens):
            return self.figure(node, images[0], span, default)
        report_unknown(node.token, CLASSES, KEYS, self.attribute_source(span))
        tables.check_malformed(self, span)
        classes = str(node.token.attrs.get("class", "")).split()
        items = lists.split_items(tokens) if not classes else ()
        if items:
            return lists.parse_item_lines(self, node, span, items, default)
        verse, explicit = "verse" in classes, "caption" in classes
        if not default and not verse:
            self.report_mixed(tokens, span)
        language, inlines = self.parse_inlines(tokens, span, "paragraph", default, verse=verse)
        caption = captions.split_caption(inlines, explicit=explicit)
        kind = "verse" if verse else "caption" if caption else "paragraph"
        marker, inlines = caption or ("", inlines)
        info = "explicit" if explicit else ""
        return self.new_block(kind, node, span, language, inlines=inlines, marker=marker, info=info)

    def report_mixed(self, tokens: Sequence[Token], span: Span) -> None:
        """Report a sentence of one language that another language follows on the next line of the paragraph."""
        lines = language_sample(tokens).split("\n")
        detections = [detect_language(line, self.languages) for line in lines] if len(lines) > 1 else []
        for nth, (one, other) in enumerate(pairwise(detections)):
            ended = lines[nth].rstrip().endswith(SENTENCE_ENDS)
            sure = one.confident and other.confident and SHARED not in (one.lang, other.lang)
            if ended and sure and one.lang != other.lang:
                place = Span(span.path, span.line + nth, span.line + nth + 1)
                message = f"{lang.name(one.lang)} and {lang.name(other.lang)} stand in one paragraph"
                self.diagnostics.append(MIXED_PARAGRAPH(message, place, hint="put an empty line between them"))
                return

    def heading(self, node: Node, span: Span, default: str) -> UnpairedBlock:
        """Parse a heading and split its numeral from its words."""
        tokens = node.children[0].token.children or []
        language, inlines = self.parse_inlines(tokens, span, "heading", default)
        level = int(node.token.tag[1])
        if level > MAX_HEADING_LEVEL:
            message = f"a heading of level {level} is set as one of level 3"
            hint = "divide the text into fewer levels, or write a paragraph in **strong** words"
            self.diagnostics.append(DEEP_HEADING(message, span, hint=hint))
        if not inlines:
            hint = "write its words, or take it away"
            self.diagnostics.append(EMPTY_BLOCK("a heading without words", span, hint=hint))
        numeral, words = split_numeral(inlines)
        part = level == 1 and "part" in str(node.token.attrs.get("class", "")).split()
        return self.new_block(
            "heading",
            node,
            span,
            language,
            inlines=words,
            marker=numeral.marker,
            value=numeral.value,
            level=min(level, MAX_HEADING_LEVEL),
            part=part,
        )

    # -- containers

    def list(self, node: Node, span: Span, default: str) -> UnpairedBlock:
        """Parse a list; its numbers are those of the source."""
        ordered = node.type == "ordered_list"
        items = tuple(self.item(child, ordered, default) for child in node.children if child.type == "list_item")
        return self.new_container("list", node, span, items, ordered=ordered)

    def item(self, node: Node, ordered: bool, default: str) -> UnpairedBlock:
        """Parse an item of a list with all that stands in it."""
        token, span = node.token, self.span(node)
        children = self.blocks(node.children, self.declared_language(token, span) or default)
        marker = f"{token.info}{token.markup}" if ordered else ""
        value = (int(token.info),) if ordered else None
        if not children:
            hint = "write its words, or take it away"
            self.diagnostics.append(EMPTY_BLOCK("an item without words", span, hint=hint))
        return lists.hoist_id(self.new_container("item", node, span, children, marker=marker, value=value))

    def quote(self, node: Node, span: Span, default: str) -> UnpairedBlock:
        """Parse a quotation, or a notice where it begins with ``[!NOTE]``."""
        kind, children = _split_alert(node)
        inside = self.blocks(children, default)
        return self.new_container("notice" if kind else "quote", node, span, inside, info=kind)

    def definitions(self, node: Node, span: Span, default: str) -> UnpairedBlock:
        """Parse terms, each with its meanings."""
        entries: list[tuple[Node, list[Node]]] = []
        for child in node.children:
            if child.type == "dt":
                entries.append((child, []))
            elif entries:
                entries[-1][1].extend(child.children)
        items = tuple(self.definition(term, meanings, default) for term, meanings in entries)
        return self.new_container("definitions", node, span, items)

    def definition(self, term: Node, meanings: Sequence[Node], default: str) -> UnpairedBlock:
        """Parse a term with its meanings; the definition's language is the term's."""
        line = term.map[0] + 1
        span = Span(self.source.path, line, line)
        tokens = term.children[0].token.children or []
        language, inlines = self.parse_inlines(tokens, span, "term", default)
        children = self.blocks(meanings, default)
        if children:
            span = Span(span.path, line, children[-1].span.end_line)
        return self.new_block("definition", term, span, language, inlines=inlines, children=children)

    # -- figures, listings, HTML

    def figure(self, node: Node, image: Token, span: Span, default: str) -> UnpairedBlock:
        """Parse a paragraph that is one picture: a figure, its caption the picture's title."""
        for token in (node.token, image):
            report_unknown(token, ("solo",), (*KEYS, "src", "alt", "title"), self.attribute_source(span))
        inline = picture(image, span.path)
        default = self.declared_language(image, span) or default
        alt_language = default or self.language(inline.alt, span, "picture's description", unambiguous=True)
        caption: tuple[UnpairedBlock, ...] = ()
        if inline.title:
            language = default or self.language(inline.title, span, "caption")
            caption = (UnpairedBlock("caption", span, language, (Text(inline.title),)),)
        node.token.attrs = {**image.attrs, **node.token.attrs}
        alts = ((alt_language, inline.alt),) if inline.alt else ()
        width = self.width(str(node.token.attrs.get("width", "")), span)
        language = default or common_language([*caption, *(UnpairedBlock("alt", span, tag) for tag, _ in alts)])
        return self.new_block(
            "figure", node, span, language, captions=caption, src=inline.src, alts=alts, width=width
        )

    def width(self, width: str, span: Span) -> str:
        """Return the width of a figure, or an empty string after reporting what is no CSS width."""
        if not width or _WIDTH.fullmatch(width):
            return width
        message, hint = f"`{width}` is no width", "write `100%`, `60mm` or `14em`"
        self.attribute_source(span).report(UNKNOWN_ATTRIBUTE, message, width, hint)
        return ""

    def code(self, node: Node, span: Span) -> UnpairedBlock:
        """Parse a listing: one for all languages, unless ``{lang=…}`` gives it to one."""
        text = node.token.content.removesuffix("\n")
        language = self.declared_language(node.token, span) or self.source.lang or SHARED
        inlines = (Text(text),) if text else ()
        return self.new_block("code", node, span, language, inlines=inlines, info=node.token.info.strip())

    def html(self, node: Node, span: Span, default: str) -> UnpairedBlock:
        """Report HTML and keep it as plain text, so that nothing is lost."""
        text = node.token.content.strip()
        first = text.split("\n", 1)[0][:60]
        hint = "write it in Markdown; comments belong outside the manuscript"
        self.inline_source(span).report(RAW_HTML, f"HTML in the text: {first}", text, hint)
        return self.new_block("paragraph", node, span, default or SHARED, inlines=(Text(text),))


def _depth(node: Node) -> int:
    return 1 + max((_depth(child) for child in node.children), default=0)


def _split_alert(node: Node) -> tuple[str, Sequence[Node]]:
    """Return the kind of a GitHub alert and the nodes behind its mark; an empty kind for a plain quotation."""
    first = node.children[0] if node.children else None
    tokens = (first.children[0].token.children or []) if first and first.type == "paragraph" else []
    mark = _ALERT.fullmatch(tokens[0].content.strip()) if tokens and tokens[0].type == "text" else None
    if not mark or not first or (len(tokens) > 1 and tokens[1].type not in ("softbreak", "hardbreak")):
        return "", node.children
    first.children[0].token.children = tokens[2:]
    if first.token.map:
        first.token.map = [first.token.map[0] + (len(tokens) > 1), first.token.map[1]]
    return mark[1].lower(), node.children if len(tokens) > 2 else node.children[1:]
