"""Parses one file of Markdown to unpaired blocks, each with its language, its place and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import attrs
from markdown_it.token import Token

from wicpress import languages as lang
from wicpress.block_kinds import block_kinds, kinds_of_token
from wicpress.diagnostics import Edit, Span
from wicpress.model import SHARED, Inline, Link, SourcePage, Text, plain_text
from wicpress.notation import SourceFile
from wicpress.parsing import captions, lists, tables
from wicpress.parsing.attributes.block_classes import (
    KEYS_OF_NODES,
    NOTE,
    classes_of_heading,
    classes_of_verse,
    known_classes,
    numberings,
)
from wicpress.parsing.attributes.checks import checked_width, report_overridden, report_unknown
from wicpress.parsing.attributes.html_hints import html_hint
from wicpress.parsing.attributes.source_pages import IN_LINE, PAGE, leading_pages, page_number, with_page
from wicpress.parsing.block_rules.contents import CONTENTS
from wicpress.parsing.character_checks import check_entities, replace_controls
from wicpress.parsing.diagnostics import (
    DEEP_HEADING,
    EMPTY_BLOCK,
    FRONT_MATTER,
    FULL_WIDTH_COLON,
    INDENTED_PROSE,
    MIXED_PARAGRAPH,
    RAW_HTML,
    STRAY_BRACES,
    STRAY_MARKUP,
    TOO_DEEP,
    UNKNOWN_ATTRIBUTE,
)
from wicpress.parsing.formulas.make_formula import make_formula
from wicpress.parsing.headings import number_headings, split_mark
from wicpress.parsing.inlines import InlineBuilder, language_sample, picture
from wicpress.parsing.language_detection import language_change
from wicpress.parsing.markdown import MarkdownFile, Parser
from wicpress.parsing.markup.block_marks import MarkFinder
from wicpress.parsing.markup.code_options import NUMBERED, read_code_options
from wicpress.parsing.markup.indented_prose import is_prose
from wicpress.parsing.markup.inline_notes import marker_of_note
from wicpress.parsing.markup.inline_parser import COMMENT
from wicpress.parsing.markup.places import Lines
from wicpress.parsing.markup.stray_blocks import stray_blocks
from wicpress.parsing.markup.stray_markup import notation_in_definitions, stray_markup, unused_addresses
from wicpress.parsing.source_context import PAGE_BREAK, SourceContext
from wicpress.parsing.source_files import Source
from wicpress.source_blocks import (
    BESIDE,
    FULL_PAGE,
    LANDSCAPE,
    LONG,
    NO_NUMBER,
    SIGNATURE,
    SOURCE_INDEX,
    MarkdownNode,
    UnpairedBlock,
    common_language,
    walk,
)

MAX_LINE_NUMBER = 99_999
_LINE_NUMBER = re.compile("[0-9]{1,9}")
SEPARATE_HINT = "write each language as a paragraph of its own, with an empty line between them"
KEYS = ("id", "lang", "ruby")
SENTENCE_ENDS = tuple("。！？.!?”」』’")
_DEEPER = re.compile(r"#{7,}(?=\s)")
"""What is to be a heading deeper than Markdown has them."""
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?:[\w-]+:.*\n(?:(?:[\w-]+:|[ \t#-]).*\n|\n)*)(?:---|\.\.\.)[ \t]*(?:\n|\Z)|"
    r"\+{3}[ \t]*\n(?:[\w-]+[ \t]*=.*\n(?:(?:[\w-]+[ \t]*=|[ \t#\[\]}]).*\n|\n)*)\+{3}[ \t]*(?:\n|\Z)"
)


class BlockParser(SourceContext):
    """Parses one file; collects ``diagnostics``, the definitions of footnotes in ``notes``, the marks in ``file``."""

    def __init__(self, source: Source, languages: tuple[str, ...], parser: Parser) -> None:
        super().__init__(source, languages)
        self.parser = parser
        self.file = SourceFile(source.path, "")
        self.counted: dict[int, str] = {}
        self.keys = (*KEYS, PAGE, *(key for kind in block_kinds().values() for key in kind.keys))

    def read(self) -> tuple[UnpairedBlock, ...]:
        """Return the blocks of the file, in order."""
        text = self.blank_front_matter(replace_controls(self.source.text))
        markdown = self.parser.read(text)
        self.stray_lines = frozenset(line + 1 for line in markdown.stray_lines)
        for node in markdown.too_deep:
            hint = "take some of the lists or quotations out of each other"
            place = Span(self.source.path, node.map[0] + 1, node.map[1])
            self.diagnostics.append(TOO_DEEP("blocks are nested deeper than is read", place, hint=hint))
        only_language = self.languages[0] if len(self.languages) == 1 else ""
        blocks = self.blocks(markdown.nodes, self.source.lang or only_language)
        for block in (each for outer in (*blocks, *self.notes) for each in walk((*outer.children, *outer.captions))):
            self.report_inside(block)
        self.find_marks(text, markdown)
        return number_headings(blocks)

    def report_inside(self, block: UnpairedBlock) -> None:
        """Report the classes of a block in a list, quotation, notice or note that only stand outside of these."""
        lists.report_signatures(self, block)
        if block.part:
            name, hint = "part", "a part has its title outside of lists and quotations"
        elif block.kind in {"table", "figure"} and block.info:
            name, hint = (
                block.info,
                "a table or figure in a list, a quotation or a note has no page or row of its own",
            )
        elif block.page_break:
            name, hint = PAGE_BREAK, "write it before a block outside of lists, quotations, notes and captions"
        else:
            return
        source = self.attribute_source(block.span)
        source.report(UNKNOWN_ATTRIBUTE, f"`.{name}` means nothing here", f".{name}", hint)

    def find_marks(self, text: str, markdown: MarkdownFile) -> None:
        """Keep the marks of the file, and report what is wrong with them."""
        path = self.source.path
        finder = MarkFinder(Lines.of(text))
        finder.find_attribute_lines(markdown.attribute_lines)
        marks = finder.find(markdown.nodes, markdown.references)
        self.file = SourceFile.of(path, marks)
        self.diagnostics.extend(stray_markup(path, finder.lines, finder.words_of_blocks))
        self.diagnostics.extend(stray_blocks(path, finder.lines, markdown.nodes, finder.words_of_blocks))
        self.diagnostics.extend(notation_in_definitions(path, finder.lines, markdown.references))
        self.diagnostics.extend(unused_addresses(path, markdown.references, finder.words_of_blocks))
        self.diagnostics.extend(check_entities(path, marks, finder.lines, self.languages))
        for line in markdown.stray_lines:
            hint = "write them once, on the line before the block that is meant, or take them away"
            place = Span(path, line + 1, line + 1)
            self.diagnostics.append(STRAY_BRACES("no block takes these braces", place, hint=hint))
        for line, start, column in markdown.colons:
            edit = Edit(path, line + 1, start + 1, line + 1, column + 2, ": ")
            message = "a full-width colon stands behind the name of a note"
            hint = "write a half-width colon and a space"
            place, columns = Span(path, line + 1, line + 1), (column + 1, column + 2)
            self.diagnostics.append(FULL_WIDTH_COLON(message, place, hint=hint, edits=(edit,), columns=columns))

    def blank_front_matter(self, text: str) -> str:
        """Return ``text`` with front matter replaced by lines of spaces, and report it."""
        front_matter = _FRONT_MATTER.match(text)
        if not front_matter:
            return text
        count = front_matter[0].count("\n")
        hint = "move what the book needs into book.toml, and take these lines away"
        span = Span(self.source.path, 1, count)
        self.diagnostics.append(FRONT_MATTER("the settings at the head of the file are left out", span, hint=hint))
        return re.sub(r"[^\n]", " ", front_matter[0]) + text[front_matter.end() :]

    def blocks(self, nodes: Sequence[MarkdownNode], default: str) -> tuple[UnpairedBlock, ...]:
        """Parse siblings; ``default`` is the language that a file or a container declares, or an empty string."""
        self.counted |= lists.counted_paragraphs(nodes)
        blocks = [block for node in nodes for block in self.block(node, default)]
        blocks = captions.attach(blocks, () if self.source.lang else self.languages, self.diagnostics)
        blocks = tables.attach_notes(blocks, self.diagnostics)
        return tuple(tables.unify_language(lists.join_lists(blocks)))

    def block(self, node: MarkdownNode, default: str) -> Iterator[UnpairedBlock]:
        """Yield the blocks of one node: mostly one; none for a comment, ``[TOC]`` or the definition of a note."""
        span = self.span(node)
        if node.type not in ("paragraph", "list_item", "th", "td"):
            keys = ("lang", "ruby") if node.type == NOTE else (*self.keys, *KEYS_OF_NODES.get(node.type, ()))
            report_unknown(node.token, known_classes(node), keys, self.attribute_source(span).report)
        if node.type == "code_block" and is_prose(node.token.content):
            hint = "take the indent away; if it is code, put it between lines of ```"
            self.diagnostics.append(INDENTED_PROSE("prose that is indented by four is a listing", span, hint=hint))
        if node.type == "blockquote" and node.token.attrs and not node.children:
            hint = "write its words, or take it away with the braces above it"
            self.diagnostics.append(EMPTY_BLOCK("a quotation without words", span, hint=hint))
        if node.type == "fenced_blocks" and not node.children and node.token.info != "bibliography":
            hint = "write its words, or take it away"
            message = "nothing stands between the colons" if node.token.info == "keep" else "a notice without words"
            self.diagnostics.append(EMPTY_BLOCK(message, span, hint=hint))
        if CONTENTS in node.token.meta:
            report_unknown(node.token, (), (), self.attribute_source(span).report)
            hint = "take it away: the contents are made from the headings, and stand before the text"
            shown = node.children[0].token.content
            self.diagnostics.append(STRAY_MARKUP(f"`{shown}` is left out", span, hint=hint))
            return
        default = self.declared_language(node.token, span) or default
        kind = next((each for each in kinds_of_token(node.type) if each.claims(node)), None)
        if kind:
            yield self.with_page(kind.parse(self, node, span, default), node)
        elif node.type == NOTE:
            children = self.blocks(node.children, default)
            label = str(node.token.meta["label"])
            if not children:
                hint = "write its words, or take it away with its calls"
                self.diagnostics.append(EMPTY_BLOCK(f"the note `{label}` has no words", span, hint=hint))
            marker = marker_of_note(node.token)
            self.notes.append(self.new_container("note", node, span, children, info=label, marker=marker))
        elif node.type == COMMENT:
            return
        elif node.type == "html_block":
            yield self.html(node, span, default)
        else:
            yield from self.blocks(node.children, default)

    def with_page(self, block: UnpairedBlock, node: MarkdownNode) -> UnpairedBlock:
        """Return a block with the page of the source edition that its braces begin there."""
        if PAGE not in node.token.attrs:
            return block
        source, value = self.attribute_source(block.span), str(node.token.attrs[PAGE])
        number = page_number(value, partial(source.report, UNKNOWN_ATTRIBUTE))
        begun = with_page(block, SourcePage(number, of_block=True)) if number else block
        if begun is None:
            source.report(UNKNOWN_ATTRIBUTE, "no page begins in a block without words", f"{PAGE}=", IN_LINE)
        return begun or block

    def block_language(self, node: MarkdownNode, span: Span) -> str:
        """Return the language that a block or its file declares, or ``SHARED``."""
        return self.declared_language(node.token, span) or self.source.lang or SHARED

    # -- paragraphs and headings

    def paragraph(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Parse a paragraph, or what authors write as one: a caption, items numbered ``4、``, a notice's title."""
        self.check_paragraph(node, span)
        tokens = node.inline_tokens
        if node.token.meta.get("title"):
            language, inlines = self.parse_inlines(tokens, span, "title", default)
            return self.new_block("paragraph", node, span, language, inlines=inlines, info="title")
        classes = str(node.token.attrs.get("class", "")).split()
        items = (
            lists.split_items(tokens, counted=self.counted.get(id(node), "")) if not {*classes} - {PAGE_BREAK} else ()
        )
        if items:
            return lists.parse_item_lines(self, node, span, items, default)
        self.report_lines_run_together(tokens, span)
        default = default or self.report_mixed(tokens, span)
        classes = [each for each in classes if each in known_classes(node)]
        is_signature = SIGNATURE in classes
        language, inlines = self.parse_inlines(tokens, span, "paragraph", default, verse=is_signature)
        if is_signature:
            return self.new_block("paragraph", node, span, language, inlines=inlines, info=SIGNATURE)
        if NO_NUMBER in classes:
            return self.new_block("paragraph", node, span, language, inlines=inlines)
        explicit = "caption" in classes
        pages, words = leading_pages(inlines)
        caption = captions.split_caption(words, explicit=explicit)
        marker, inlines = (caption[0], (*pages, *caption[1])) if caption else ("", inlines)
        kind, info = "caption" if caption else "paragraph", "explicit" if explicit else ""
        if caption and node.token.meta.get("above"):
            info = "above"
        if "table-note" in classes or (not caption and tables.is_note(inlines)):
            kind, info = "table note", "explicit" if "table-note" in classes else ""
        return self.new_block(kind, node, span, language, inlines=inlines, marker=marker, info=info)

    def check_paragraph(self, node: MarkdownNode, span: Span) -> None:
        """Report attributes of a paragraph that mean nothing there, a table that is none, a heading of level 7."""
        keys = (*self.keys, "start") if "verse" in classes_of_verse(node) else self.keys
        report_unknown(node.token, known_classes(node), keys, self.attribute_source(span).report)
        tables.check_malformed(self, span)
        if signs := _DEEPER.match(node.inline_tokens[0].content if node.inline_tokens else ""):
            message = f"a heading of level {len(signs[0])} is printed as a paragraph, with its signs"
            hint = "divide the text into fewer levels: there are six"
            self.diagnostics.append(DEEP_HEADING(message, span, hint=hint))

    def report_lines_run_together(self, tokens: Sequence[Token], span: Span) -> None:
        """Report items on lines of their own inside a paragraph: ``他说：``, below it ``（1）甲`` and ``（2）乙``."""
        item = lists.lines_run_together(tokens)
        if item:
            place = Span(span.path, span.line + item.line, span.line + item.line)
            message = f"the lines from `{item.marker.strip()}` on are printed as one paragraph with those before"
            self.diagnostics.append(STRAY_MARKUP(message, place, hint="put an empty line before the first item"))

    def report_mixed(self, tokens: Sequence[Token], span: Span) -> str:
        """Report a sentence of one language that follows one of another; return the language of the first."""
        change = language_change(language_sample(tokens), self.languages)
        if not change:
            return ""
        place = Span(span.path, span.line + change.first_line, span.line + change.last_line)
        message = f"{lang.name(change.before)} and {lang.name(change.behind)} stand in one paragraph"
        hint = "put an empty line between them" if change.first_line < change.last_line else SEPARATE_HINT
        self.diagnostics.append(MIXED_PARAGRAPH(message, place, hint=hint))
        return change.before

    def heading(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Parse a heading and split the mark from its words that may be its number."""
        language, inlines = self.parse_inlines(node.inline_tokens, span, "heading", default)
        level = int(node.token.tag[1])
        if not plain_text(inlines).strip():
            hint = "write its words, or take it away"
            self.diagnostics.append(EMPTY_BLOCK("a heading without words", span, hint=hint))
        classes = str(node.token.attrs.get("class", "")).split()
        part = level == 1 and "part" in classes
        known = classes_of_heading(node)
        numbering = next((each for each in numberings(classes) if each in known), "")
        pages, words = leading_pages(inlines)
        marker, words = split_mark(words, numbering)
        return self.new_block(
            "heading",
            node,
            span,
            language,
            inlines=(*pages, *words),
            marker=marker,
            level=level,
            part=part,
            info=numbering,
        )

    # -- containers

    def list(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Parse a list; its numbers are those of the source."""
        ordered = node.type == "ordered_list"
        items = tuple(self.item(child, ordered, default) for child in node.children if child.type == "list_item")
        info = SOURCE_INDEX if SOURCE_INDEX in str(node.token.attrs.get("class", "")).split() else ""
        return self.new_container("list", node, span, items, ordered=ordered, info=info)

    def item(self, node: MarkdownNode, ordered: bool, default: str) -> UnpairedBlock:
        """Parse an item of a list with all that stands in it."""
        token, span = node.token, self.span(node)
        box = "" if ordered else lists.take_check_box(node)
        children = self.blocks(node.children, self.declared_language(token, span) or default)
        marker = f"{token.info}{token.markup}" if ordered else box
        value = (int(token.info),) if ordered else None
        if not children:
            hint = "write its words, or take it away"
            self.diagnostics.append(EMPTY_BLOCK("an item without words", span, hint=hint))
        item = lists.hoist_id(self.new_container("item", node, span, children, marker=marker, value=value))
        return lists.settle_language(item)

    # -- code, tables, figures, HTML

    def code(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Parse code; what stands behind its backquotes, or in braces above it, may name its file."""
        text = node.token.content.removesuffix("\n")
        inlines = (Text(text),) if text else ()
        options = read_code_options(node.token.info)
        for option in options.unknown:
            hint = 'what may stand behind the language: `file="name"`, `start=1` and `#id`'
            self.inline_source(span).report(UNKNOWN_ATTRIBUTE, f"`{option}` means nothing here", option, hint)
        given = {"id": options.id} if options.id else {}
        report_overridden(given, node.token.attrs, self.attribute_source(span).report)
        node.token.attrs = {**given, **node.token.attrs}
        file_name = str(node.token.attrs.get("file", options.file_name)).strip()
        first_line = self.first_line(node, span, options.start)
        language, info = self.block_language(node, span), node.token.info.strip()
        more = {"file_name": file_name, "syntax": options.language, "first_line": first_line}
        return self.new_block("code", node, span, language, inlines=inlines, info=info, **more)

    def equation(self, node: MarkdownNode, span: Span) -> UnpairedBlock:
        """Parse a formula in lines of its own."""
        formula = make_formula(node.token.content, self.inline_source(span), node.token.markup)
        return self.new_block("equation", node, span, self.block_language(node, span), inlines=(formula,))

    def first_line(self, node: MarkdownNode, span: Span, start: str) -> int:
        """Return the number of the first line of code or verse, 0 for none; braces overrule ``start``."""
        classes = str(node.token.attrs.get("class", "")).split()
        text = str(node.token.attrs.get("start", start or ("1" if NUMBERED in classes else "")))
        if not text or (_LINE_NUMBER.fullmatch(text) and 0 < int(text) <= MAX_LINE_NUMBER):
            return int(text or 0)
        hint = f"write a number from 1 to {MAX_LINE_NUMBER}"
        self.attribute_source(span).report(UNKNOWN_ATTRIBUTE, f"`{text}` is no number of a line", text, hint)
        return 0

    def table(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Parse a table."""
        return tables.parse_table(self, node, span, default)

    def figure(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Parse a paragraph of pictures: a figure, its caption their titles."""
        classes, keys = (
            ("solo", BESIDE, FULL_PAGE, LANDSCAPE, PAGE_BREAK),
            (*KEYS, PAGE, "width", "src", "alt", "title"),
        )
        report_unknown(node.token, classes, keys, self.attribute_source(span).report)
        found = [self.picture(token, link, span, default) for token, link in self._linked_pictures(node, span)]
        pictures = tuple(picture for picture, _ in found)
        caption = captions.joined([each for _, titles in found for each in titles])
        first, *others = (token for token in node.inline_tokens if token.type == "image")
        report_unknown(first, classes, (*keys, LONG), self.attribute_source(span).report)
        given = f"{first.attrs.get('class', '')} {node.token.attrs.get('class', '')}".split()
        if BESIDE in given and not {FULL_PAGE, LANDSCAPE}.isdisjoint(given):
            message, hint = "a figure that has a page of its own stands beside no other", f"take `.{BESIDE}` away"
            self.attribute_source(span).report(UNKNOWN_ATTRIBUTE, message, f".{BESIDE}", hint)
        for token in others:  # the id of the figure is that of the first
            report_unknown(
                token, (), ("lang", "width", "src", "alt", "title", LONG), self.attribute_source(span).report
            )
        if width := checked_width(str(node.token.attrs.get("width", "")), self.attribute_source(span).report):
            pictures = tuple(attrs.evolve(each, width=width) for each in pictures)
        report_overridden(first.attrs, node.token.attrs, self.attribute_source(span).report)
        node.token.attrs = {**first.attrs, **node.token.attrs}
        alts = tuple(alt for picture in pictures for alt in picture.alts)
        default = self.declared_language(first, span) or default
        language = default or common_language([*caption, *(UnpairedBlock("alt", span, tag) for tag, _ in alts)])
        more: dict[str, Any] = {"captions": caption, "pictures": pictures, "src": pictures[0].src, "alts": alts}
        more["info"] = next((each for each in (LANDSCAPE, FULL_PAGE, BESIDE) if each in given), "")
        return self.new_block("figure", node, span, language, **more)

    def _linked_pictures(self, node: MarkdownNode, span: Span) -> Iterator[tuple[Token, tuple[Inline, ...]]]:
        """Yield the pictures of a paragraph, each with the link around it."""
        builder = InlineBuilder("", self.inline_source(span))
        link: tuple[Inline, ...] = ()
        for token in node.inline_tokens:
            if token.type == "link_open":
                opened = builder.link(token, (Text("-"),))
                link = (attrs.evolve(opened, children=()),) if isinstance(opened, Link) else ()
            elif token.type == "link_close":
                link = ()
            elif token.type == "image":
                yield token, link

    def picture(
        self, image: Token, link: tuple[Inline, ...], span: Span, default: str
    ) -> tuple[UnpairedBlock, tuple[UnpairedBlock, ...]]:
        """Return a picture of a figure, and its title as a caption."""
        inline = picture(image, span.path)
        default = self.declared_language(image, span) or default
        alt_language = default or self.language(inline.alt, span, "picture's description", unambiguous=True)
        caption: tuple[UnpairedBlock, ...] = ()
        if inline.title:
            language = default or self.language(inline.title, span, "caption")
            marker, words = captions.split_title(inline.title)
            caption = (UnpairedBlock("caption", span, language, words, marker),)
        alts = ((alt_language, inline.alt),) if inline.alt else ()
        descriptions: tuple[tuple[str, str], ...] = ()
        if text := " ".join(str(image.attrs.get(LONG, "")).split()):
            language = default or self.language(text, span, "picture's long description", unambiguous=True)
            descriptions = ((language, text),)
        elif LONG in image.attrs:
            hint = 'write what the picture shows: `{long="…"}`; or take it away'
            self.attribute_source(span).report(UNKNOWN_ATTRIBUTE, "a long description has no words", LONG, hint)
        width = checked_width(str(image.attrs.get("width", "")), self.attribute_source(span).report)
        parts: dict[str, Any] = {"src": inline.src, "alts": alts, "descriptions": descriptions, "width": width}
        return UnpairedBlock("picture", span, default, link, **parts), caption

    def html(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Report HTML and keep it as plain text, so that nothing is lost."""
        text = node.token.content.strip()
        first = text.split("\n", 1)[0][:60]
        self.inline_source(span).report(RAW_HTML, f"HTML in the text: {first}", text, html_hint(text))
        return self.new_block("paragraph", node, span, default or SHARED, inlines=(Text(text),))
