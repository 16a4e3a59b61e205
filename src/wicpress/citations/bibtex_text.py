"""Text and names as BibTeX writes them, with commands of LaTeX, in Unicode."""

from __future__ import annotations

import re
from functools import cache

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from pylatexenc import latexwalker
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.macrospec import LatexContextDb, std_macro

from wicpress.citations.entry import OTHERS, Name
from wicpress.citations.reading import clean

_COMMANDS = re.compile(r"[\\{}$~]|--|``|''")
_BRACES = re.compile(r"\\[\s\S]|[{}]")
_BARE_SIGN = re.compile(r"(?<!\\)[%&#]")
_ESCAPED = re.compile(r"\\([%&#_$~^{}])")
_DEEPEST = 24
_TAGS = {
    "emph": "i",
    "textit": "i",
    "textsl": "i",
    "mkbibemph": "i",
    "textsuperscript": "sup",
    "textsubscript": "sub",
}
_EXTENDED = re.compile(r"(family|given|prefix|suffix)\s*=\s*(\{[^{}]*\}|[^,]*)", re.IGNORECASE)


def unicode_text(text: str) -> str:
    """Return text with its commands of LaTeX carried out: accents, styles, signs; too many braces fall away."""
    if not _COMMANDS.search(text):
        return clean(text)
    if "\\" not in text and "$" not in text:
        return clean(_plain(text))
    text = _BARE_SIGN.sub(lambda sign: "\\" + sign[0], text)
    if text.count("$") % 2:
        text = re.sub(r"(?<!\\)\$", r"\\$", text)
    if not balanced(text):
        text = text.replace("{", "").replace("}", "")
    try:
        return clean(
            _converter().latex_to_text(text, latex_context=_commands()).replace("\xa0", " ").replace("~", " ")
        )
    except (RecursionError, ValueError, IndexError):
        return clean(text)


@cache
def _commands() -> LatexContextDb:
    """Return the commands that are read, with those of styles that have words in braces."""
    context = latexwalker.get_default_latex_context_db()
    context.add_context_category("references", prepend=True, macros=[std_macro(name, False, 1) for name in _TAGS])
    return context


def _plain(text: str) -> str:
    """Return text without commands: no braces, dashes and quotation marks in the place of hyphens and accents."""
    for written, char in (("{", ""), ("}", ""), ("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " ")):
        text = text.replace(written, char)
    return text


@cache
def _converter() -> LatexNodes2Text:
    """Return what carries out commands; its tables take a moment."""
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=f"<{tag}>%s</{tag}>") for name, tag in _TAGS.items()]
    context.add_context_category("references", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=context, strict_latex_spaces=True, math_mode="text")


def verbatim(text: str) -> str:
    """Return an address or identifier, whose signs are no commands; escaped ones are themselves."""
    url = re.search(r"\\(?:url|href)\s*\{([^{}]*)\}", text)
    return clean(_ESCAPED.sub(r"\1", url[1] if url else text).replace("{", "").replace("}", ""))


def balanced(text: str) -> bool:
    """Return whether each brace has its other, and none is nested too deep."""
    depth = 0
    for match in _BRACES.finditer(text):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not 0 <= depth <= _DEEPEST:
            return False
    return depth == 0


def names(text: str) -> tuple[Name, ...] | None:
    """Return the names that ``and`` parts, or None where they cannot be told."""
    try:
        return tuple(_name(each) for each in split_multiple_persons_names(text) if each.strip())
    except InvalidNameError:
        return None


def _name(text: str) -> Name:
    text = text.strip()
    if text.lower() == "others":
        return OTHERS
    if text.startswith("{") and text.endswith("}") and balanced(text[1:-1]):
        return Name(literal=unicode_text(text[1:-1]))
    if re.match(r"(?:family|given)\s*=", text, re.IGNORECASE):
        written = {key.lower(): unicode_text(value.strip("{}")) for key, value in _EXTENDED.findall(text)}
        return Name(*(written.get(each, "") for each in ("family", "given", "suffix", "prefix")))
    parts = parse_single_name_into_parts(text)
    given, particle, family, suffix = (
        unicode_text(" ".join(each)) for each in (parts.first, parts.von, parts.last, parts.jr)
    )
    if not given and not particle and not suffix:
        return Name(literal=family)
    return Name(family, given, suffix, particle)
