"""Writes a formula in the notation of Typst, which draws it; every sign of the author's is a string there."""

from __future__ import annotations

import json
from typing import Final

from wicpress.formulas.commands import ACCENTS
from wicpress.formulas.nodes import (
    Accent,
    Atom,
    Binomial,
    Boxed,
    Brace,
    Fenced,
    Fraction,
    Grid,
    Node,
    Root,
    Row,
    Scripts,
    Sized,
    Space,
    Stacked,
    Struck,
    only,
)

_STYLES: Final = {
    "": "{}",
    "bold": "bold(upright({}))",
    "bold-italic": "bold({})",
    "double-struck": "bb({})",
    "fraktur": "frak({})",
    "italic": "italic({})",
    "monospace": "mono(upright({}))",
    "normal": "upright({})",
    "sans-serif": "sans(upright({}))",
    "script": "cal({})",
}
_CLASSES: Final = {"closing": "closing", "opening": "opening", "ordinary": "normal", "relation": "relation"}
"""The classes that are said of signs; Typst knows those of the others, and which sign of an operator has no space."""
_ACCENTS: Final = {r"\overline": "overline({})", r"\underline": "underline({})"}
_STRIKES: Final = {"cancel": "", "bcancel": ", inverted: #true", "xcancel": ", cross: #true"}


def typst_markup(node: Node) -> str:
    """Return a formula as Typst reads it between dollars."""
    match only(node):
        case Grid("aligned" | "gathered" as name, rows):
            return _lines(rows, aligned=name == "aligned")
    return _write(node)


def _lines(rows: tuple[tuple[Node, ...], ...], *, aligned: bool) -> str:
    """Return lines that fill a display, aligned at their marks."""
    between = " & " if aligned else " "
    return " \\\n".join(between.join(map(_write, row)) for row in rows)


def _string(text: str) -> str:
    """Return a string of Typst, which has the escapes of JSON that are used here."""
    return json.dumps(text, ensure_ascii=False)


def _symbol(text: str) -> str:
    return f"#symbol({_string(text)}) "


def _row(parts: tuple[Node, ...]) -> str:
    """Return parts side by side; a space beside words would be set, which TeX leaves out."""
    text = ""
    for nth, part in enumerate(parts):
        markup = _write(part)
        beside_words = nth and (_is_words(parts[nth - 1]) or _is_words(part)) and markup[:1] not in "([."
        text = text.rstrip() + markup if beside_words else f"{text} {markup}"
    return text.strip()


def _is_words(node: Node) -> bool:
    """Return whether a part is set as words: letters in a style, a number, words."""
    part = only(node)
    if isinstance(part, Scripts):
        return _is_words(part.base)
    return isinstance(part, Atom) and part.kind in ("letter", "number", "text") and len(part.text) > 1


def _write(node: Node) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a kind
    match node:
        case Atom():
            return _atom(node)
        case Row(parts):
            return _row(parts)
        case Scripts():
            return _scripts(node)
        case Fraction(above, below, style):
            fraction = f"frac({_argument(above)}, {_argument(below)})"
            return f"{style}({fraction})" if style else fraction
        case Binomial(above, below):
            return f"binom({_argument(above)}, {_argument(below)})"
        case Root(content, index):
            return f"root({_argument(index)}, {_argument(content)})" if index else f"sqrt({_argument(content)})"
        case Accent(name, content):
            return _accent(name, content)
        case Brace(over, content, label):
            name = "overbrace" if over else "underbrace"
            return f"{name}({_argument(content)}{f', {_argument(label)}' if label else ''})"
        case Stacked():
            return _stacked(node)
        case Fenced(opening, content, closing):
            return f"lr({_bracket(opening)} {_write(content)} {_bracket(closing)})"
        case Sized(text, size, kind):
            sized = f"lr(size: #{size}em, {_symbol(text)})"
            return f'class("{_CLASSES[kind]}", {sized})' if kind in _CLASSES else sized
        case Grid():
            return _grid(node)
        case Space(width):
            return f"#h({width:.4f}em) "
        case Struck(kind, content):
            return f"cancel({_argument(content)}{_STRIKES[kind]})"
        case Boxed(content):
            return f"#framed($display({_argument(content)})$) "


def _argument(node: Node | None) -> str:
    """Return a part as an argument, which may be empty; no sign of it separates arguments."""
    return (_write(node) if node is not None else "") or '""'


def _atom(atom: Atom) -> str:
    text = atom.text
    if atom.kind == "text":
        return _STYLES[atom.style].format(_string(text))
    if atom.kind == "function":
        return f"op({_string(text)}, limits: #{str(atom.limits).lower()})"
    if atom.kind == "middle":
        return f"mid({_symbol(text)})" if text else '""'
    sign = _string(text) if atom.kind == "number" or len(text) > 1 else _symbol(text)
    if atom.style:
        return _STYLES[atom.style].format(sign)
    return f'class("{_CLASSES[atom.kind]}", {sign})' if atom.kind in _CLASSES else sign


def _scripts(node: Scripts) -> str:
    """Return a base with its scripts; where they stand follows from the base, or is said by the author."""
    base = _argument(node.base)
    if node.placement:
        base = f"{node.placement}({base})"
    parts = [base]
    if node.below is not None:
        parts.append(f"b: {_argument(node.below)}")
    if node.above is not None:
        parts.append(f"t: {_argument(node.above)}")
    if node.primes:
        parts.append(f"tr: primes(#{node.primes})")
    return f"attach({', '.join(parts)})"


def _accent(name: str, content: Node) -> str:
    if name in _ACCENTS:
        return _ACCENTS[name].format(_argument(content))
    return f"accent({_argument(content)}, {_symbol(ACCENTS[name])})"


def _stacked(node: Stacked) -> str:
    base = _write(node.base)
    if node.stretches:
        base = f"stretch({base}, size: #(100% + 0.6em))"
    parts = [f"limits({base})"]
    if node.below is not None:
        parts.append(f"b: {_argument(node.below)}")
    if node.above is not None:
        parts.append(f"t: {_argument(node.above)}")
    stack = f"attach({', '.join(parts)})"
    kind = only(node.base)
    return f'class("relation", {stack})' if isinstance(kind, Atom) and kind.kind == "relation" else stack


def _bracket(text: str) -> str:
    return _symbol(text) if text else ""


def _grid(grid: Grid) -> str:
    """Return rows and columns between their brackets."""
    sides = f"({_side(grid.opening)}, {_side(grid.closing)})"
    given = set(grid.columns)
    align = {frozenset("l"): "left", frozenset("r"): "right"}.get(frozenset(given), "center")
    gap = "0.3em" if grid.name == "aligned" else "1em"
    if grid.name in ("cases", "aligned"):
        align = "left"
    style = "" if grid.name == "aligned" else "inline"
    rows = "; ".join(", ".join(f"{style}({_argument(cell)})" if style else _argument(cell) for cell in row)
                     for row in grid.rows)  # fmt: skip
    return f"mat(delim: #{sides}, align: #{align}, column-gap: #{gap}, {rows})"


def _side(text: str) -> str:
    return _string(text) if text else "none"
