"""What the parsers of blocks, lists and tables share of one file: its lines, languages, notes and diagnostics."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from wicpress import languages as lang
from wicpress.config import RUBY, UNKNOWN_LANGUAGE
from wicpress.diagnostics import Diagnostic, Span
from wicpress.model import SHARED, Inline
from wicpress.parsing.diagnostics import UNCERTAIN_LANGUAGE, UNDECLARED_LANGUAGE, UNKNOWN_ATTRIBUTE
from wicpress.parsing.inlines import InlineBuilder, InlineSource, language_sample
from wicpress.parsing.language_detection import detect_language, script_name
from wicpress.parsing.source_files import Source
from wicpress.source_blocks import UNKNOWN, MarkdownNode, UnpairedBlock, common_language

PAGE_BREAK = "page-break"
"""The class of a block that begins a page."""
_ATTRIBUTES = re.compile(r"(?:[ \t>]|[-*+:~]|\d{1,9}[.)、]|\[\^[^\s\]]+\]:)*\{[^{}]*\}[ \t]*")
"""A line that is nothing but attributes, behind what leads it in a list, a quotation or a note."""


class SourceContext:
    """One file being parsed: finds places and languages, makes blocks, collects ``notes`` and ``diagnostics``.

    ``stray_lines`` are the lines of attributes, from 1, that no block takes.
    """

    def __init__(self, source: Source, languages: tuple[str, ...]) -> None:
        self.source = source
        self.languages = languages
        self.lines = source.lines
        self.stray_lines: frozenset[int] = frozenset()
        self.diagnostics: list[Diagnostic] = []
        self.notes: list[UnpairedBlock] = []

    # -- places

    def span(self, node: MarkdownNode) -> Span:
        """Return where a node stands, without the empty lines behind it."""
        start, end = node.map
        end = min(end, len(self.lines))
        while end > start + 1 and not self.lines[end - 1].strip(" \t>"):
            end -= 1
        return Span(self.source.path, start + 1, max(end, start + 1))

    def inline_source(self, span: Span) -> InlineSource:
        """Return the source of the inlines in ``span``."""
        return InlineSource(self.source.path, self.lines, span.line, span.end_line, self.diagnostics, self.notes)

    def attribute_source(self, span: Span) -> InlineSource:
        """Return the source of a block that begins with the lines of attributes above it."""
        first = number = span.line
        while number > 1:
            number -= 1
            if number in self.stray_lines:
                break
            if _ATTRIBUTES.fullmatch(self.lines[number - 1]):
                first = number
            elif self.lines[number - 1].strip(" \t>"):
                break
        return self.inline_source(Span(span.path, first, span.end_line))

    # -- languages

    def declared_language(self, token: Token, span: Span) -> str:
        """Return the language that ``{lang=…}`` declares, or an empty string."""
        tag = str(token.attrs.get("lang", ""))
        if not tag:
            return ""
        declared = lang.match(tag, self.languages) if lang.is_known(tag) else None
        if declared is None:
            hint = f"they are: {', '.join(self.languages)}"
            message = f"`{tag}` is not among the book's languages"
            self.attribute_source(span).report(UNKNOWN_LANGUAGE, message, f"lang={tag}", hint)
        return declared or ""

    def declared_ruby(self, token: Token, span: Span) -> str:
        """Return what ``{ruby=…}`` declares, or an empty string."""
        value = str(token.attrs.get("ruby", ""))
        if "ruby" in token.attrs and value not in RUBY:
            hint = f"write one of {', '.join(f'`ruby={each}`' for each in RUBY)}"
            self.attribute_source(span).report(UNKNOWN_ATTRIBUTE, f"`{value}` are no readings", "ruby=", hint)
            return ""
        return value

    def language(self, text: str, span: Span, what: str, *, unambiguous: bool = False) -> str:
        """Return the language of ``text`` by its script; ``what`` names the block in messages.

        ``unambiguous``: the surroundings settle the language, so no doubt is reported, and text in a script of no
        language of the book (a name in a table) is ``SHARED``.
        """
        detection = detect_language(text, self.languages)
        if not detection.lang and unambiguous:
            return SHARED
        if not detection.lang:
            script = script_name(detection.script)
            hint = "add the language to book.toml, write {lang=…} on the line above, or [words]{lang=…} in the line"
            message = f"a {what} in {script} script is in none of the book's languages"
            self.diagnostics.append(UNDECLARED_LANGUAGE(message, span, hint=hint))
            return UNKNOWN
        if not detection.confident and not unambiguous:
            hint = f"write {{lang={detection.lang}}}, or another language, on the line above"
            message = f"this {what} was taken for {lang.name(detection.lang)} ({detection.lang})"
            self.diagnostics.append(UNCERTAIN_LANGUAGE(message, span, hint=hint, lang=detection.lang))
        return detection.lang

    def parse_inlines(
        self, tokens: Sequence[Token], span: Span, what: str, language: str = "", *, verse: bool = False
    ) -> tuple[str, tuple[Inline, ...]]:
        """Return the language of inline tokens (``language`` where it is known) and the inlines they make."""
        language = language or self.language(language_sample(tokens), span, what)
        return language, InlineBuilder(language, self.inline_source(span), verse=verse).build(tokens)

    # -- blocks

    def new_block(self, kind: str, node: MarkdownNode, span: Span, language: str, **fields: object) -> UnpairedBlock:
        """Return a block with the attributes that every block may carry."""
        classes = str(node.token.attrs.get("class", "")).split()
        block_id = str(node.token.attrs.get("id", ""))
        fields["declared"] = "lang" in node.token.attrs
        fields["page_break"] = PAGE_BREAK in classes
        fields["ruby"] = self.declared_ruby(node.token, span)
        return UnpairedBlock(kind, span, language, id=block_id, solo="solo" in classes, **fields)  # type: ignore[arg-type]

    def new_container(
        self, kind: str, node: MarkdownNode, span: Span, children: tuple[UnpairedBlock, ...], **fields: object
    ) -> UnpairedBlock:
        """Return a block whose language is that of its children."""
        return self.new_block(kind, node, span, common_language(children), children=children, **fields)
