"""Writes a formula as MathML Core."""

from __future__ import annotations

from typing import Final

from markupsafe import escape

from wicpress.formulas.commands import ACCENTS, CLOSING, OPENING
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
from wicpress.formulas.one_line import styled

NAMESPACE: Final = "http://www.w3.org/1998/Math/MathML"
_SIGNS: Final = {
    "\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0305": "‾", "\u0306": "˘",
    "\u0307": "˙", "\u0308": "¨", "\u030a": "˚", "\u030c": "ˇ", "\u0332": "_", "\u20d6": "←", "\u20d7": "→",
    "\u20db": "⃛",
}  # fmt: skip
"""The signs of accents, as they stand by themselves."""
_STRETCHED: Final = frozenset({
    r"\overline", r"\underline", r"\overrightarrow", r"\overleftarrow", r"\widehat", r"\widetilde",
})  # fmt: skip
_STRIKES: Final = {"cancel": "updiagonalstrike", "bcancel": "downdiagonalstrike",
                   "xcancel": "updiagonalstrike downdiagonalstrike"}  # fmt: skip
_PRIMES: Final = {1: "′", 2: "″", 3: "‴", 4: "⁗"}
_UPRIGHT: Final = "normal"


def mathml(node: Node) -> str:
    """Return what stands inside the element ``math``: one row."""
    return _row(node)


def annotated(node: Node, tex: str, *, display: bool) -> str:
    """Return a formula as a document of its own, with its TeX as an annotation."""
    annotation = f'<annotation encoding="application/x-tex">{escape(tex)}</annotation>'
    inside = f"<semantics>{_row(node)}{annotation}</semantics>"
    return f'<math xmlns="{NAMESPACE}" display="{"block" if display else "inline"}">{inside}</math>'


def _row(node: Node | None) -> str:
    """Return a part as one element."""
    if node is None:
        return "<mrow></mrow>"
    part = only(node)
    if isinstance(part, Row):
        return f"<mrow>{''.join(map(_write, part.children))}</mrow>"
    return _write(part)


def _write(node: Node) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a kind
    match node:
        case Atom():
            return _atom(node)
        case Row():
            return _row(node)
        case Scripts():
            return _scripts(node)
        case Fraction(above, below, style):
            fraction = f"<mfrac>{_row(above)}{_row(below)}</mfrac>"
            is_display = {"display": "true", "inline": "false"}.get(style)
            given = f'<mstyle displaystyle="{is_display}" scriptlevel="0">{fraction}</mstyle>'
            return given if is_display else fraction
        case Binomial(above, below):
            fraction = f'<mfrac linethickness="0">{_row(above)}{_row(below)}</mfrac>'
            return f'<mrow><mo form="prefix">(</mo>{fraction}<mo form="postfix">)</mo></mrow>'
        case Root(content, None):
            return f"<msqrt>{_row(content)}</msqrt>"
        case Root(content, index):
            return f"<mroot>{_row(content)}{_row(index)}</mroot>"
        case Accent(name, content):
            return _accent(name, content)
        case Brace(over, content, label):
            name, sign = ("mover", "⏞") if over else ("munder", "⏟")
            brace = f'<{name}>{_row(content)}<mo stretchy="true">{sign}</mo></{name}>'
            return f"<{name}>{brace}{_row(label)}</{name}>" if label is not None else brace
        case Stacked(base, above, below):
            return _over_and_under(_row(base), below, above)
        case Fenced(opening, content, closing):
            return f"<mrow>{_bracket(opening, 'prefix')}{_row(content)}{_bracket(closing, 'postfix')}</mrow>"
        case Sized(text, size):
            form = "prefix" if text in OPENING else "postfix" if text in CLOSING else "infix"
            return f'<mo form="{form}" stretchy="true" minsize="{size}em" maxsize="{size}em">{escape(text)}</mo>'
        case Grid():
            return _grid(node)
        case Space(width):
            return f'<mspace width="{width:.3f}em"/>'
        case Struck(kind, content):
            return f'<menclose notation="{_STRIKES[kind]}">{_row(content)}</menclose>'
        case Boxed(content):
            return f'<menclose notation="box">{_row(content)}</menclose>'


def _atom(atom: Atom) -> str:  # noqa: PLR0911 - one case a kind
    """Return a sign; a letter in a style is the one that Unicode has for it, where it has one."""
    text = atom.text
    if atom.kind == "letter":
        shown = styled(text, atom.style)
        variant = ' mathvariant="normal"' if shown == text and len(text) == 1 and atom.style == _UPRIGHT else ""
        return f"<mi{variant}>{escape(shown)}</mi>"
    if atom.kind == "number":
        return f"<mn>{escape(text)}</mn>"
    if atom.kind == "text":
        return f"<mtext>{escape(text.replace(' ', chr(0xA0)))}</mtext>"
    if atom.kind == "function":
        return f"<mi>{escape(text)}</mi>"
    if atom.kind == "middle":
        return _bracket(text, "infix")
    if atom.kind in ("opening", "closing"):
        form = "prefix" if atom.kind == "opening" else "postfix"
        return f'<mo form="{form}" stretchy="false">{escape(text)}</mo>'
    if atom.kind == "ordinary":
        return _ordinary(text)
    return f"<mo>{escape(text)}</mo>"


def _ordinary(text: str) -> str:
    """Return a sign that is neither letter nor operator; one that MathML takes for an operator has no spaces."""
    if text in "∞∅℃‰%°$#&§©¥€£ℏℜℑℵ℘…⋯⋮⋱✓†":
        return f"<mi>{escape(text)}</mi>"
    return f'<mo stretchy="false" lspace="0" rspace="0">{escape(text)}</mo>'


def _bracket(text: str, form: str) -> str:
    return f'<mo form="{form}" stretchy="true">{escape(text)}</mo>' if text else ""


def _scripts(node: Scripts) -> str:
    """Return a base with its scripts: under and over it where it is a sum or a limit, beside it elsewhere."""
    primes = f"<mo>{_PRIMES.get(node.primes, '′' * node.primes)}</mo>" if node.primes else ""
    above = _row(node.above) if node.above is not None else ""
    if primes:
        above = f"<mrow>{primes}{above}</mrow>" if above else primes
    below = _row(node.below) if node.below is not None else ""
    base = only(node.base)
    is_over = (isinstance(base, Atom) and base.limits) if not node.placement else node.placement == "limits"
    if is_over and not primes:
        movable = "" if node.placement else "true"
        return _over_and_under(_base(node.base, movable), node.below, node.above)
    name = {(True, True): "msubsup", (True, False): "msub", (False, True): "msup"}[bool(below), bool(above)]
    return f"<{name}>{_row(node.base)}{below}{above}</{name}>"


def _base(node: Node, movable: str) -> str:
    """Return a base whose scripts stand beside it in a line of words."""
    base = only(node)
    if isinstance(base, Atom) and movable:
        return f'<mo movablelimits="true">{escape(base.text)}</mo>'
    return _row(node)


def _over_and_under(base: str, below: Node | None, above: Node | None) -> str:
    match below, above:
        case None, None:
            return base
        case None, _:
            return f"<mover>{base}{_row(above)}</mover>"
        case _, None:
            return f"<munder>{base}{_row(below)}</munder>"
    return f"<munderover>{base}{_row(below)}{_row(above)}</munderover>"


def _accent(name: str, content: Node) -> str:
    sign, stretches = _SIGNS[ACCENTS[name]], str(name in _STRETCHED).lower()
    if name == r"\underline":
        return f'<munder accentunder="true">{_row(content)}<mo stretchy="{stretches}">{sign}</mo></munder>'
    return f'<mover accent="true">{_row(content)}<mo stretchy="{stretches}">{escape(sign)}</mo></mover>'


_ALIGNED: Final = {"l": "left", "c": "center", "r": "right"}


def _grid(grid: Grid) -> str:
    """Return a table between its brackets, whose columns are aligned by the style of their cells."""
    rows = "".join(f"<mtr>{''.join(_cells(grid, row))}</mtr>" for row in grid.rows)
    is_display = ' displaystyle="true"' if grid.name in ("aligned", "gathered") else ""
    table = f"<mtable{is_display}>{rows}</mtable>"
    if not grid.opening and not grid.closing:
        return table
    return f"<mrow>{_bracket(grid.opening, 'prefix')}{table}{_bracket(grid.closing, 'postfix')}</mrow>"


def _cells(grid: Grid, row: tuple[Node, ...]) -> list[str]:
    columns = {"cases": "l", "aligned": "rl"}.get(grid.name, grid.columns)
    cells = []
    for nth, cell in enumerate(row):
        side = _ALIGNED[columns[nth % len(columns)]] if columns else ""
        padding = "; padding-left: 0; padding-right: 0" if grid.name == "aligned" else ""
        style = f' style="text-align: {side}{padding}"' if side and side != "center" else ""
        cells.append(f"<mtd{style}>{_row(cell)}</mtd>")
    return cells
