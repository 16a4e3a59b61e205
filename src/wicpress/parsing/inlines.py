"""Builds the inlines of one block from Markdown's inline tokens."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import unquote

import attrs
from markdown_it.token import Token

from wicpress import languages as lang
from wicpress.config import UNKNOWN_LANGUAGE
from wicpress.diagnostics import Diagnostic, DiagnosticKind, Span
from wicpress.file_formats.addresses import is_readable_address
from wicpress.model import (
    CodeSpan,
    CrossRef,
    Emphasis,
    FootnoteRef,
    ForeignText,
    Image,
    Inline,
    InterlinearNote,
    LineBreak,
    Link,
    Ruby,
    SourcePage,
    Strong,
    StyledText,
    Text,
    VerseNumber,
    plain_text,
    walk_inlines,
)
from wicpress.notation import UNBROKEN
from wicpress.parsing.attributes.checks import checked_width, report_unknown
from wicpress.parsing.attributes.html_hints import html_hint
from wicpress.parsing.attributes.index_marks import CLASSES, INDEX, KEYS, index_mark
from wicpress.parsing.attributes.source_pages import IN_LINE, PAGE, bracketed_page, page_number
from wicpress.parsing.citing.notation import citation
from wicpress.parsing.diagnostics import BAD_INTERLINEAR_NOTE, BAD_LINK, RAW_HTML, TOO_DEEP, UNKNOWN_ATTRIBUTE
from wicpress.parsing.formulas.make_formula import make_formula
from wicpress.parsing.formulas.notation import FORMULA
from wicpress.parsing.language_detection import is_full_width
from wicpress.parsing.markup.inline_notes import INTERLINEAR, LABEL, classes_of_note, marker_of_note
from wicpress.parsing.markup.inline_parser import (
    BRACKETED_PAGE,
    CITATION,
    COMMENT,
    HTML_BREAK,
    INLINE_NOTE,
    NOT_PRINTED,
    SPACE,
    STYLED_OPEN,
)
from wicpress.parsing.references.notation import LIST, places_of
from wicpress.parsing.terms.notation import TERM, is_term_use, term_use
from wicpress.source_blocks import UnpairedBlock

MAX_DEPTH = 24
SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
NO_BREAK = "no-break"
"""The class of words that stand on one line."""
"""The class of a note in two lines of half the size within the line."""
VERSE = "verse"
"""The class of the number of a verse."""
_VERSE_NUMBER = re.compile(r"[^\W_][\w.:：、—–-]{0,11}")
LONGEST_UNBROKEN = 24
"""Letters that stand on one line at most, a Han character being two: those of a narrow column."""
REFERENCE_FORMS = ("number", "page", "title")
IN_WORDS = "words"
"""The class of a reference that has the word for what it leads to."""


def language_sample(children: Sequence[Token]) -> str:
    """Return the words that decide a block's language: no code, no addresses, no words marked as another language."""
    parts: list[str] = []
    depth = 0
    for nth, token in enumerate(children):
        if token.type == "span_open":
            depth += bool(depth or "lang" in token.attrs)
        elif token.type == "span_close":
            depth -= bool(depth)
        elif depth:
            continue
        elif token.type == "text":
            automatic = nth and children[nth - 1].info == "auto"
            parts.append(" " if automatic else token.content)
        elif token.type in ("softbreak", "hardbreak", HTML_BREAK):
            parts.append("\n")
        elif token.type in (SPACE, "ruby"):
            parts.append(token.content)
    return "".join(parts)


@attrs.define
class _Frame:
    token: Token | None
    children: list[Inline] = attrs.field(factory=list)


@attrs.define
class InlineSource:
    """Where inlines are read from, for their diagnostics: ``lines`` of the file, the current ``line`` from 1.

    Notes that stand where they are called are added to ``notes``; they begin in ``first_line``, that of their block.
    ``ends`` are where, from line and column 0, the last place of each reported snippet ends.
    """

    path: str
    lines: Sequence[str]
    line: int
    end_line: int
    diagnostics: list[Diagnostic]
    notes: list[UnpairedBlock] = attrs.field(factory=list)
    ends: dict[tuple[str, str], tuple[int, int]] = attrs.field(factory=dict)
    first_line: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.first_line = self.line

    def add_note(self, language: str, inlines: tuple[Inline, ...], marker: str) -> str:
        """Add a note that stands where it is called, with its classes; return its label."""
        span, label = Span(self.path, self.first_line, self.end_line), f"{LABEL}{self.path}:{len(self.notes)}"
        words = UnpairedBlock("paragraph", span, language, inlines)
        self.notes.append(UnpairedBlock("note", span, language, children=(words,), info=label, marker=marker))
        return label

    def report(self, kind: DiagnosticKind, message: str, snippet: str = "", hint: str = "") -> None:
        """Report a diagnostic where ``snippet`` stands next, from the current line on; else at the current line."""
        snippet = snippet.split("\n", 1)[0]
        first, column = max(self.ends.get((kind.code, snippet), (0, 0)), (self.line, 0))
        for number in range(first, self.end_line + 1) if snippet else ():
            start = column if number == first else 0
            at = self.lines[number - 1].find(snippet, start) if number <= len(self.lines) else -1
            if at >= 0:
                end = at + len(snippet)
                self.ends[kind.code, snippet] = (number, end)
                self.diagnostics.append(
                    kind(message, Span(self.path, number, number), hint=hint, columns=(at + 1, end + 1))
                )
                return
        self.diagnostics.append(kind(message, Span(self.path, self.line, self.line), hint=hint))


class InlineBuilder:
    """Builds the inlines of one block in one language."""

    def __init__(self, language: str, source: InlineSource, *, verse: bool = False) -> None:
        self.language = language
        self.no_spaces = lang.is_chinese_or_japanese(language)
        self.verse = verse
        self.source = source
        self.stack = [_Frame(None)]
        self.deep = False

    def build(self, children: Sequence[Token]) -> tuple[Inline, ...]:
        """Return the inlines of ``children``; raw HTML is reported and stays as text."""
        for nth, token in enumerate(children):
            handler = _HANDLERS.get(token.type)
            if token.nesting == 1:
                self._open(token)
            elif token.nesting == -1:
                self._close()
            elif token.type == "softbreak":
                self._soft_break(children, nth)
            elif handler:
                self._add(handler(self, token))
        while len(self.stack) > 1:
            self._close()
        return tuple(self.stack[0].children)

    def _add(self, inline: Inline) -> None:
        siblings = self.stack[-1].children
        if isinstance(inline, Text):
            if not inline.text:
                return
            if siblings and isinstance(siblings[-1], Text):
                siblings[-1] = Text(siblings[-1].text + inline.text)
                return
        siblings.append(inline)

    # -- line breaks

    def _soft_break(self, children: Sequence[Token], nth: int) -> None:
        self.source.line += 1
        if self.verse:
            self._add(LineBreak())
            return
        before = is_full_width(_adjacent_character(children, nth, -1))
        after = is_full_width(_adjacent_character(children, nth, 1))
        joined = (before or after) if self.no_spaces else (before and after)
        if not joined:
            self._add(Text(" "))

    def line_break(self, token: Token) -> Inline:
        """Return a line break that the author asked for."""
        self.source.line += 1
        return LineBreak()

    def html_break(self, token: Token) -> Inline:
        """Return a line break that the author wrote as ``<br>``."""
        return LineBreak()

    def comment(self, token: Token) -> Inline:
        """Pass over a comment."""
        self.source.line += token.content.count("\n")
        return Text("")

    # -- frames

    def _open(self, token: Token) -> None:
        if len(self.stack) > MAX_DEPTH and not self.deep:
            self.deep = True
            self.source.report(
                TOO_DEEP, f"emphasis is nested more than {MAX_DEPTH} times", hint="take some of it away"
            )
        self.stack.append(_Frame(token))

    def _close(self) -> None:
        if len(self.stack) == 1:
            return
        frame = self.stack.pop()
        token = frame.token
        children = tuple(frame.children)
        if token is None or len(self.stack) > MAX_DEPTH:
            closed: Inline | None = None
        elif token.type == "em_open":
            closed = Emphasis(children)
        elif token.type == "strong_open":
            closed = Strong(children)
        elif token.type == STYLED_OPEN:
            closed = StyledText(token.info, children)
        elif token.type == "link_open":
            closed = self.link(token, children)
        else:
            closed = self.span(token, children)
        for inline in (closed,) if closed else children:
            self._add(inline)

    def link(self, token: Token, children: tuple[Inline, ...]) -> Inline | None:
        """Return a link, or a reference whose text wicpress writes; None where the address is refused."""
        href = str(token.attrs.get("href", ""))
        self.check_attributes(token, (*REFERENCE_FORMS, IN_WORDS), ("href", "title"))
        classes = str(token.attrs.get("class", "")).split()
        in_words, form = IN_WORDS in classes, next((each for each in classes if each in REFERENCE_FORMS), "number")
        if token.info == LIST:
            (target, end), *more = places_of(href)
            return CrossRef(target, form, in_words, end, tuple(more))
        scheme = _SCHEME.match(href)
        if scheme and scheme[1].lower() not in SCHEMES:
            hint = f"use one of {', '.join(sorted(SCHEMES))}"
            self.source.report(BAD_LINK, f"a link to `{scheme[1]}:` is left out", scheme[0], hint)
            return None
        if scheme and not is_readable_address(href):
            hint = "write the host as in https://example.org/ or http://[2001:db8::1]:8080/"
            message = "a link is left out: its address has a host or a port that programs cannot read"
            self.source.report(BAD_LINK, message, scheme[0], hint)
            return None
        if not children:
            if href.startswith("#"):
                return CrossRef(unquote(href[1:]), form, in_words)
            if not scheme and unquote(href).partition("#")[0].endswith(".md"):
                return CrossRef(unquote(href), form, in_words)
            children = (Text(unquote(href)),)
        return Link(href, children, str(token.attrs.get("title", "")))

    def span(self, token: Token, children: tuple[Inline, ...]) -> Inline | None:
        """Return what words in brackets are by their braces: those of a language, for the index …; else None."""
        classes = str(token.attrs.get("class", "")).split()
        if VERSE in classes:
            return self.verse_number(token, children)
        if INDEX in classes:
            self.check_attributes(token, (INDEX, *CLASSES), KEYS)
            return index_mark(token.attrs, children, partial(self.source.report, UNKNOWN_ATTRIBUTE))
        if is_term_use(token):
            self.check_attributes(token, (TERM,), (TERM,))
            return term_use(token, children, partial(self.source.report, UNKNOWN_ATTRIBUTE))
        if INTERLINEAR in classes:
            self.check_attributes(token, (INTERLINEAR,), ())
            return self.interlinear_note(children, is_note=False)
        return self.styled_span(token, children)

    def styled_span(self, token: Token, children: tuple[Inline, ...]) -> Inline | None:
        """Return a source page, words of another language or on one line; None where braces say nothing to do."""
        if PAGE in token.attrs:
            return self.source_page(token, children)
        form = self.check_attributes(token, (NO_BREAK, VERSE, INDEX, TERM, INTERLINEAR), ("lang",))
        tag = str(token.attrs.get("lang", ""))
        inline: Inline | None = None
        if tag and lang.is_known(tag):
            inline = ForeignText(lang.canonical(tag), children)
        elif tag:
            hint = "use a BCP 47 tag such as fr, la, zh-Hant"
            self.source.report(UNKNOWN_LANGUAGE, f"`{tag}` is no language tag", f"lang={tag}", hint)
        if not form:
            return inline
        words = plain_text(children)
        if len(words) + len(lang.HAN.findall(words)) > LONGEST_UNBROKEN:
            message = f"`{words[:20]}…` is too long to stand on one line of a narrow column"
            hint = f"take fewer words: {LONGEST_UNBROKEN} letters at most, a Han character being two"
            self.source.report(UNKNOWN_ATTRIBUTE, message, f".{NO_BREAK}", hint)
            return inline
        return StyledText(UNBROKEN, (inline,) if inline else children)

    def verse_number(self, token: Token, children: tuple[Inline, ...]) -> Inline | None:
        """Return the number of a verse, or None after reporting what is no number."""
        self.check_attributes(token, (VERSE,), ("id",))
        match children:
            case (Text(number),) if _VERSE_NUMBER.fullmatch(number):
                return VerseNumber(number, str(token.attrs.get("id", "")))
        message = f"`{plain_text(children)[:20]}` is no number of a verse"
        hint = "write a number such as `[5]{.verse}` or `[3:5]{.verse}`; verse in lines has `{.verse}` above it"
        self.source.report(UNKNOWN_ATTRIBUTE, message, f".{VERSE}", hint)
        return None

    def interlinear_note(self, children: tuple[Inline, ...], *, is_note: bool) -> Inline:
        """Return a note in two lines within the line, after reporting what such lines cannot hold."""
        has_words_only = all(isinstance(each, Text | ForeignText) for each in walk_inlines(children))
        if not has_words_only or not plain_text(children).strip():
            what = "no words" if has_words_only else "more than words"
            message = f"an interlinear note has {what}"
            hint = "take the markup inside it away, or write a footnote: `^[…]`"
            self.source.report(BAD_INTERLINEAR_NOTE, message, f".{INTERLINEAR}", hint)
        return InterlinearNote(children, is_note)

    def source_page(self, token: Token, children: tuple[Inline, ...]) -> Inline | None:
        """Return where a page of the source edition begins, or None after reporting what cannot say so."""
        self.check_attributes(token, (), (PAGE,))
        if children:
            message = "the words in the brackets are no part of the number of a page"
            self.source.report(UNKNOWN_ATTRIBUTE, message, f"{PAGE}=", IN_LINE)
            return None
        number = page_number(str(token.attrs[PAGE]), partial(self.source.report, UNKNOWN_ATTRIBUTE))
        return SourcePage(number) if number else None

    def check_attributes(self, token: Token, classes: Sequence[str], keys: Sequence[str]) -> str:
        """Return the one of ``classes`` that the token has; report every other class or key."""
        report_unknown(token, classes, keys, self.source.report)
        return next((name for name in str(token.attrs.get("class", "")).split() if name in classes), "")

    # -- leaves

    def text(self, token: Token) -> Inline:
        """Return characters as the author wrote them."""
        return Text(token.content)

    def space(self, token: Token) -> Inline:
        """Return the spaces that Markdown needs around a mark: in Chinese or Japanese text, none."""
        token.meta[NOT_PRINTED] = self.no_spaces
        return Text("" if self.no_spaces else token.content)

    def code(self, token: Token) -> Inline:
        """Return a few characters of code."""
        self.check_attributes(token, (), ())
        return CodeSpan(token.content)

    def ruby(self, token: Token) -> Inline:
        """Return characters with their reading."""
        return Ruby(token.content, str(token.meta["reading"]))

    def note(self, token: Token) -> Inline:
        """Return the call of a note; it holds the label until the note has its id."""
        return FootnoteRef(str(token.meta["label"]))

    def inline_note(self, token: Token) -> Inline:
        """Return the call of a note whose words stand there."""
        classes = classes_of_note(token)
        self.check_attributes(token, classes, ())
        words = InlineBuilder(self.language, self.source).build(token.children or ())
        if classes == (INTERLINEAR,):
            return self.interlinear_note(words, is_note=True)
        return FootnoteRef(self.source.add_note(self.language, words, marker_of_note(token)))

    def image(self, token: Token) -> Inline:
        """Return a picture inside the line."""
        self.check_attributes(token, (), ("src", "alt", "title", "width"))
        width = checked_width(str(token.attrs.get("width", "")), self.source.report)
        return attrs.evolve(picture(token, self.source.path), width=width)

    def formula(self, token: Token) -> Inline:
        """Return a formula inside the line."""
        formula = make_formula(token.content, self.source, token.markup)
        self.source.line += token.content.count("\n")
        return formula

    def html(self, token: Token) -> Inline:
        """Report HTML and return it as text, so that nothing is lost."""
        message = f"HTML in the text: {token.content[:40]}"
        self.source.report(RAW_HTML, message, token.content, html_hint(token.content))
        self.source.line += token.content.count("\n")
        return Text(token.content)


def picture(token: Token, path: str) -> Image:
    """Return an image token of the file ``path`` as an inline picture, its address relative to the book's folder."""
    alt = "".join(_alt_text(child) for child in token.children or ())
    src = unquote(str(token.attrs.get("src", "")))
    if not _SCHEME.match(src) and not src.startswith("/"):
        src = posixpath.normpath(posixpath.join(posixpath.dirname(path), src))
    return Image(src, alt, str(token.attrs.get("title", "")))


def _alt_text(token: Token) -> str:
    if token.type in ("softbreak", HTML_BREAK):
        return " "
    if token.type == COMMENT:
        return ""
    if token.type == "image":
        return "".join(_alt_text(child) for child in token.children or ())
    return token.content


def _adjacent_character(tokens: Sequence[Token], nth: int, step: int) -> str:
    """Return the last character of the words before a line break (``step`` -1), or the first behind it (1)."""
    nth += step
    while 0 <= nth < len(tokens):
        token = tokens[nth]
        if token.type in ("softbreak", "hardbreak"):
            return ""
        if token.content and token.type in ("text", "code_inline", "ruby", FORMULA):
            return "x" if token.type in ("code_inline", FORMULA) else token.content[0 if step > 0 else -1]
        nth += step
    return ""


_HANDLERS: dict[str, Callable[[InlineBuilder, Token], Inline]] = {
    "text": InlineBuilder.text,
    SPACE: InlineBuilder.space,
    "code_inline": InlineBuilder.code,
    "hardbreak": InlineBuilder.line_break,
    HTML_BREAK: InlineBuilder.html_break,
    COMMENT: InlineBuilder.comment,
    BRACKETED_PAGE: bracketed_page,
    CITATION: citation,
    FORMULA: InlineBuilder.formula,
    "ruby": InlineBuilder.ruby,
    "footnote_ref": InlineBuilder.note,
    INLINE_NOTE: InlineBuilder.inline_note,
    "image": InlineBuilder.image,
    "html_inline": InlineBuilder.html,
}
