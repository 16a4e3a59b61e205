"""The words of one block: Markdown's inline tokens to the model's inlines."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import unquote

import attrs
from markdown_it.token import Token

from wicpress import languages as lang
from wicpress.config import UNKNOWN_LANGUAGE
from wicpress.diagnostics import Diagnostic, DiagnosticKind, Span
from wicpress.model import (
    CodeSpan,
    CrossRef,
    Emphasis,
    FootnoteRef,
    ForeignText,
    Image,
    Inline,
    LineBreak,
    Link,
    Ruby,
    Strong,
    Text,
)
from wicpress.parsing.diagnostics import BAD_LINK, RAW_HTML, STRAY_BRACES, TOO_DEEP, UNKNOWN_ATTRIBUTE
from wicpress.parsing.language_detection import is_full_width

MAX_DEPTH = 24
SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_STRAY = re.compile(r"\{(?:[#.][^\W\d][^\s{}|=]*|(?:id|class|lang|width)=[^\s{}|]+)(?: [^{}|]*)?\}")
"""Braces in which an author has meant attributes."""
_FORMS = ("number", "page", "title")


def language_sample(children: Sequence[Token]) -> str:
    """The words that tell a block's language: no code, no addresses, no words marked as another language."""
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
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "ruby":
            parts.append(token.content)
    return "".join(parts)


@attrs.define
class _Frame:
    token: Token | None
    children: list[Inline] = attrs.field(factory=list)


@attrs.define
class InlineSource:
    """Where inline reading stands in the file, for its diagnostics: ``lines`` of the file, ``line`` from 1."""

    path: str
    lines: Sequence[str]
    line: int
    end_line: int
    diagnostics: list[Diagnostic]
    languages: tuple[str, ...] = ()

    def report(self, kind: DiagnosticKind, message: str, snippet: str = "", help: str = "") -> None:
        """Report a fault where ``snippet`` stands, from the current line on; else at the current line."""
        snippet = snippet.split("\n", 1)[0]
        for number in range(self.line, self.end_line + 1) if snippet else ():
            at = self.lines[number - 1].find(snippet) if number <= len(self.lines) else -1
            if at >= 0:
                span = Span(self.path, number, number)
                self.diagnostics.append(kind(message, span, help=help, columns=(at + 1, at + 1 + len(snippet))))
                return
        self.diagnostics.append(kind(message, Span(self.path, self.line, self.line), help=help))


class InlineBuilder:
    """Builds the inlines of one block in one language."""

    def __init__(self, language: str, place: InlineSource, *, verse: bool = False) -> None:
        self.no_spaces = lang.is_chinese_or_japanese(language)
        self.verse = verse
        self.place = place
        self.stack = [_Frame(None)]
        self.deep = False

    def build(self, children: Sequence[Token]) -> tuple[Inline, ...]:
        """The inlines that ``children`` say; raw HTML stays as the text it is, and is reported."""
        for nth, token in enumerate(children):
            handler = _HANDLERS.get(token.type)
            if token.nesting == 1:
                self._open(token)
            elif token.nesting == -1:
                self._close()
            elif token.type == "softbreak":
                self._soft(children, nth)
            elif handler:
                self._add(handler(self, token))
        while len(self.stack) > 1:
            self._close()
        built = tuple(self.stack[0].children)
        self._report_stray_braces(built)
        return built

    def _report_stray_braces(self, built: Iterable[Inline]) -> None:
        """Report braces that were meant for the press and are going to be printed."""
        for found in (found for each in built if isinstance(each, Text) for found in _STRAY.finditer(each.text)):
            help = "put it on the line before the block, or right behind `]`; a name has letters, digits, `-` and `_`"
            self.place.report(STRAY_BRACES, f"`{found[0]}` is printed as it stands", found[0], help)

    def _add(self, inline: Inline) -> None:
        mates = self.stack[-1].children
        if isinstance(inline, Text):
            if not inline.text:
                return
            if mates and isinstance(mates[-1], Text):
                mates[-1] = Text(mates[-1].text + inline.text)
                return
        mates.append(inline)

    # -- line breaks

    def _soft(self, children: Sequence[Token], nth: int) -> None:
        self.place.line += 1
        if self.verse:
            self._add(LineBreak())
            return
        before, after = _edge(children, nth, -1), _edge(children, nth, 1)
        beside = (
            (is_full_width(before) or is_full_width(after))
            if self.no_spaces
            else (is_full_width(before) and is_full_width(after))
        )
        if not beside:
            self._add(Text(" "))

    def line_break(self, token: Token) -> Inline:
        """A line break that the author asked for."""
        self.place.line += 1
        return LineBreak()

    # -- frames

    def _open(self, token: Token) -> None:
        if len(self.stack) > MAX_DEPTH and not self.deep:
            self.deep = True
            self.place.report(
                TOO_DEEP, f"emphasis is nested more than {MAX_DEPTH} times", help="take some of it away"
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
        elif token.type == "link_open":
            closed = self.link(token, children)
        else:
            closed = self.span(token, children)
        for inline in (closed,) if closed else children:
            self._add(inline)

    def link(self, token: Token, children: tuple[Inline, ...]) -> Inline | None:
        """A link, or a reference that wicpress words; None where the address is refused."""
        href = str(token.attrs.get("href", ""))
        form = self.check_attributes(token, _FORMS, ("href", "title"))
        if not href.startswith("#"):
            scheme = _SCHEME.match(href)
            if scheme and scheme[1].lower() not in SCHEMES:
                help = f"use one of {', '.join(sorted(SCHEMES))}"
                self.place.report(BAD_LINK, f"a link to `{scheme[1]}:` is not carried", scheme[0], help)
                return None
            if not children and not scheme and unquote(href).partition("#")[0].endswith(".md"):
                return CrossRef(unquote(href), form or "number")
            if not children:
                children = (Text(unquote(href)),)
        elif not children:
            return CrossRef(unquote(href[1:]), form or "number")
        return Link(href, children, str(token.attrs.get("title", "")))

    def span(self, token: Token, children: tuple[Inline, ...]) -> Inline | None:
        """``[words]{lang=fr}``; None for a span that says nothing."""
        self.check_attributes(token, (), ("lang",))
        tag = str(token.attrs.get("lang", ""))
        if not tag:
            return None
        if not lang.is_known(tag):
            help = "use a BCP 47 tag such as fr, la, zh-Hant"
            self.place.report(UNKNOWN_LANGUAGE, f"`{tag}` is no language tag", f"lang={tag}", help)
            return None
        return ForeignText(lang.canonical(tag), children)

    def check_attributes(self, token: Token, classes: Sequence[str], keys: Sequence[str]) -> str:
        """The one of ``classes`` that the token carries; every other class or key is reported."""
        mine = str(token.attrs.get("class", "")).split()
        report_unknown(token, classes, keys, self.place)
        return next((name for name in mine if name in classes), "")

    # -- leaves

    def text(self, token: Token) -> Inline:
        """Characters as the author wrote them."""
        return Text(token.content)

    def code(self, token: Token) -> Inline:
        """A few characters of code."""
        self.check_attributes(token, (), ())
        return CodeSpan(token.content)

    def ruby(self, token: Token) -> Inline:
        """Characters with their reading."""
        return Ruby(token.content, str(token.meta["reading"]))

    def note(self, token: Token) -> Inline:
        """The call of a note; it holds the label until the note has its id."""
        return FootnoteRef(str(token.meta["label"]))

    def image(self, token: Token) -> Inline:
        """A picture inside the line."""
        self.check_attributes(token, (), ("src", "alt", "title"))
        return picture(token, self.place.path)

    def html(self, token: Token) -> Inline:
        """HTML is refused; it stays as text, so that nothing is lost."""
        message = f"HTML in the text: {token.content[:40]}"
        self.place.report(RAW_HTML, message, token.content, "write it in Markdown, or `\\<` for a less-than sign")
        self.place.line += token.content.count("\n")
        return Text(token.content)


def picture(token: Token, path: str) -> Image:
    """An image token of the file ``path`` as an inline picture, its address from the book's folder."""
    alt = "".join(_alt(child) for child in token.children or ())
    src = unquote(str(token.attrs.get("src", "")))
    if not _SCHEME.match(src) and not src.startswith("/"):
        src = posixpath.normpath(posixpath.join(posixpath.dirname(path), src))
    return Image(src, alt, str(token.attrs.get("title", "")))


def _alt(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    if token.type == "image":
        return "".join(_alt(child) for child in token.children or ())
    return token.content


def _edge(tokens: Sequence[Token], nth: int, step: int) -> str:
    """The last character of the words before a line break (``step`` -1), or the first behind it (1)."""
    nth += step
    while 0 <= nth < len(tokens):
        token = tokens[nth]
        if token.type in ("softbreak", "hardbreak"):
            return ""
        if token.content and token.type in ("text", "code_inline", "ruby"):
            return "x" if token.type == "code_inline" else token.content[0 if step > 0 else -1]
        nth += step
    return ""


def report_unknown(token: Token, classes: Sequence[str], keys: Sequence[str], place: InlineSource) -> None:
    """Report each class and key of ``token`` that means nothing there."""
    for name in str(token.attrs.get("class", "")).split():
        if name not in classes:
            place.report(UNKNOWN_ATTRIBUTE, f"`.{name}` means nothing here", f".{name}", _nearest(name, classes, "."))
    for key, value in token.attrs.items():
        if key != "class" and key not in keys:
            snippet = f"#{value}" if key == "id" else f"{key}="
            place.report(UNKNOWN_ATTRIBUTE, f"`{key}` means nothing here", snippet, _nearest(key, keys, ""))


def _nearest(name: str, known: Sequence[str], dot: str) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.5)
    if near:
        return f"did you mean `{dot}{near[0]}`?"
    return f"what is known here: {', '.join(dot + each for each in known)}" if known else "take it away"


_HANDLERS: dict[str, Callable[[InlineBuilder, Token], Inline]] = {
    "text": InlineBuilder.text,
    "code_inline": InlineBuilder.code,
    "hardbreak": InlineBuilder.line_break,
    "ruby": InlineBuilder.ruby,
    "footnote_ref": InlineBuilder.note,
    "image": InlineBuilder.image,
    "html_inline": InlineBuilder.html,
}
