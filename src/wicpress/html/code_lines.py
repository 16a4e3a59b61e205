"""The lines of code as HTML, with the words of its language marked, so that style sheets may colour them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from wicpress import class_names

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
LONGEST: Final = 40_000
"""Characters of code that is coloured; more takes long, and may do harm."""
LONGEST_LINE: Final = 2_000
_WORDS_ALONE: Final = re.compile(r"[\w\s]{500}")
"""More words, spaces or empty lines in a row than code has: lexers read them again from each of them on."""
LANGUAGES: Final = frozenset(
    {
        "bash", "c", "c#", "c++", "clojure", "cmake", "console", "cpp", "csharp", "css", "dart", "diff",
        "docker", "dockerfile", "elixir", "erlang", "go", "graphql", "haskell", "html", "ini", "java",
        "javascript", "jinja", "js", "json", "jsx", "julia", "kotlin", "latex", "lua", "make", "makefile",
        "markdown", "matlab", "md", "nginx", "objective-c", "ocaml", "perl", "php", "powershell", "properties",
        "proto", "protobuf", "ps1", "py", "python", "r", "rb", "rs", "ruby", "rust", "scala", "scheme", "scss",
        "sh", "shell", "sql", "swift", "tex", "toml", "ts", "tsx", "typescript", "xml", "xslt", "yaml", "yml",
        "zig", "zsh",
    }
)  # fmt: skip
"""The names of languages that are coloured: those in use, whose lexers are old and well tried."""
KINDS: Final[Mapping[str, str]] = {
    "Token.Comment": class_names.CODE_COMMENT,
    "Token.Comment.Preproc": class_names.CODE_KEYWORD,
    "Token.Keyword": class_names.CODE_KEYWORD,
    "Token.Operator.Word": class_names.CODE_KEYWORD,
    "Token.Literal.String": class_names.CODE_STRING,
    "Token.Literal.Number": class_names.CODE_NUMBER,
    "Token.Literal.Date": class_names.CODE_NUMBER,
    "Token.Keyword.Constant": class_names.CODE_NUMBER,
    "Token.Name.Function": class_names.CODE_NAME,
    "Token.Name.Class": class_names.CODE_NAME,
    "Token.Name.Tag": class_names.CODE_KEYWORD,
    "Token.Name.Attribute": class_names.CODE_NAME,
    "Token.Name.Decorator": class_names.CODE_NAME,
    "Token.Generic.Heading": class_names.CODE_KEYWORD,
    "Token.Generic.Subheading": class_names.CODE_KEYWORD,
    "Token.Generic.Deleted": class_names.CODE_DELETED,
    "Token.Generic.Inserted": class_names.CODE_INSERTED,
}
"""The classes of words of code by the types of Pygments; a type without entry has that of the one above it."""


def code_lines(text: str, language: str, *, coloured: bool) -> tuple[Markup, ...]:
    """Return the lines of code, each with its line end; those in a known ``language`` with their words marked."""
    lexer = _lexer(text, language) if coloured else None
    if lexer is None:
        return tuple(Markup(escape(line)) for line in _LINE.findall(text))
    lines: list[list[Markup]] = [[]]
    for kind, words in _words(text, lexer):
        for part in _LINE.findall(words):
            lines[-1].append(_marked(part, kind))
            if part.endswith("\n"):
                lines.append([])
    return tuple(Markup("").join(line) for line in lines if line)


def _marked(text: str, kind: str) -> Markup:
    words = text.removesuffix("\n")
    if not kind or not words.strip():
        return Markup(escape(text))
    return Markup('<span class="{}">{}</span>{}').format(kind, words, text[len(words) :])


def _lexer(text: str, language: str) -> Lexer | None:
    if language.lower() not in LANGUAGES or len(text) > LONGEST:
        return None
    if max(map(len, text.split("\n"))) > LONGEST_LINE or _WORDS_ALONE.search(text):
        return None
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 (loads slowly, and most books have no code)

    return get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)


def _words(text: str, lexer: Lexer) -> Iterator[tuple[str, str]]:
    """Yield the words of code, neighbours of one kind together; all as one without kind if any would be lost."""
    words: list[tuple[str, str]] = []
    for token, part in lexer.get_tokens(text):
        kind = _kind(str(token))
        if words and words[-1][0] == kind:
            words[-1] = (kind, words[-1][1] + part)
        else:
            words.append((kind, part))
    yield from words if "".join(part for _, part in words) == text else [("", text)]


def _kind(token: str) -> str:
    while token:
        if token in KINDS:
            return KINDS[token]
        token = token.rpartition(".")[0]
    return ""
