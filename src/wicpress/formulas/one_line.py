"""Writes a formula in one line of Unicode: ``L = (Q_s − Q_b)/Q_s``."""

from __future__ import annotations

import functools
import unicodedata
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

_OVERLAY: Final = "\u0338"
_PRIMES: Final = {1: "′", 2: "″", 3: "‴", 4: "⁗"}
_STYLED: Final = {
    "bold": ("MATHEMATICAL BOLD", ""),
    "double-struck": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "fraktur": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
    "script": ("MATHEMATICAL SCRIPT", "SCRIPT"),
}
"""How Unicode names letters in a style, and the few that were there before the others."""
_SPACED: Final = frozenset({"operator", "relation"})


@functools.lru_cache(maxsize=4096)
def one_line(node: Node) -> str:
    """Return a formula in one line."""
    return " ".join(_write(node).split())


def styled(text: str, style: str) -> str:
    """Return letters in a style that tells them apart: ``ℝ``, ``𝐄``; as they are where Unicode has none."""
    prefixes = _STYLED.get(style, ())
    return "".join(_styled(each, prefixes) for each in text)


def _styled(letter: str, prefixes: tuple[str, ...]) -> str:
    name = unicodedata.name(letter, "")
    kind, _, base = name.partition(" LETTER ")
    case = {"LATIN CAPITAL": "CAPITAL", "LATIN SMALL": "SMALL"}.get(kind)
    for prefix in prefixes if case and len(base) == 1 else ():
        try:
            letter = unicodedata.lookup(f"{prefix} {case} {base}") if prefix else letter
        except KeyError:
            continue
        break
    return letter


def _write(node: Node) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a kind
    match node:
        case Atom(text, kind, style):
            return styled(text, style) if kind == "letter" else text
        case Row(parts):
            return _row(parts)
        case Scripts():
            return _scripts(node)
        case Fraction(above, below):
            return f"{_group(above)}/{_group(below)}"
        case Binomial(above, below):
            return f"({_write(above)} ¦ {_write(below)})"
        case Root(content, index):
            sign = {"": "√", "3": "∛", "4": "∜"}.get(_write(index) if index else "")
            return f"{sign}{_group(content)}" if sign else f"√[{_write(index or Row())}]{_group(content)}"
        case Accent(name, content):
            return _over_each(_write(content), ACCENTS[name])
        case Brace(_, content, label):
            words = f"({_write(content)})"
            return f"{words}_{_group(label)}" if label is not None else words
        case Stacked(base, above, below):
            upper = f"^{_group(above)}" if above not in (None, Row()) else ""
            lower = f"_{_group(below)}" if below not in (None, Row()) else ""
            return f"{_write(base)}{lower}{upper}"
        case Fenced(opening, content, closing):
            return f"{opening}{_write(content)}{closing}"
        case Sized(text):
            return text
        case Grid():
            return _grid(node)
        case Space(width):
            return " " if width > 0 else ""
        case Struck(content=content):
            return _over_each(_write(content), _OVERLAY)
        case Boxed(content):
            return f"[{_write(content)}]"


def _over_each(text: str, sign: str) -> str:
    """Return text with a combining sign over each character."""
    return unicodedata.normalize("NFC", "".join(each if each.isspace() else each + sign for each in text))


def _group(node: Node | None) -> str:
    """Return a part of a fraction or an index, in brackets where it has more than one sign."""
    text = _write(node) if node is not None else ""
    part = only(node) if node is not None else Row()
    is_simple = isinstance(part, Atom | Root | Accent | Binomial | Fenced | Struck)
    is_simple = is_simple or (isinstance(part, Scripts) and not isinstance(part.base, Fraction))
    return text if is_simple and (text[:1] != "|" or len(text) < 2) else f"({text})"


def _scripts(node: Scripts) -> str:
    base = _write(node.base)
    if isinstance(only(node.base), Fraction | Stacked) or (
        isinstance(only(node.base), Row) and len(only(node.base).children) > 1  # type: ignore[union-attr]
    ):
        base = f"({base})"
    primes = _PRIMES.get(node.primes, "′" * node.primes)
    below = f"_{_script(node.below)}" if node.below is not None else ""
    above = f"^{_script(node.above)}" if node.above is not None else ""
    above = "°" if above == "^∘" else above
    return f"{base}{primes}{below}{above}"


def _script(node: Node) -> str:
    part = only(node)
    text = _write(part)
    return text if isinstance(part, Atom) and len(text.split()) == 1 else f"({text})"


def _row(parts: tuple[Node, ...]) -> str:
    """Return parts one behind the other, with spaces where a reader needs them."""
    text, before = "", None
    for part in parts:
        words = _write(part)
        if not words:
            continue
        if before is not None and _is_gap(before, part) and not (text.endswith("°") and _kind(part) == "letter"):
            text += " "
        text += words
        before = _Placed(part, before)
    return text


class _Placed:
    """A part in its row; ``is_sign``: it is an operator without a part before it, the sign of a number."""

    __slots__ = ("is_sign", "part")

    def __init__(self, part: Node, before: _Placed | None) -> None:
        self.part = part
        self.is_sign: bool
        kind = _kind(before.part) if before else ""
        is_first = before is None or before.is_sign or kind in _SPACED | {"opening", "punctuation", "function"}
        self.is_sign = is_first and _kind(part) == "operator"


def _kind(node: Node) -> str:  # noqa: PLR0911 - one case a kind
    """Return the kind of a sign; that of a base with indices is its own, of a large sign alone that of a name."""
    match node:
        case Atom(text, "ordinary") if text in "|/‖":
            return "bar"
        case Atom(kind=kind) | Sized(kind=kind):
            return kind
        case Scripts(base=base) if _kind(base) in ("closing", "opening"):
            return "closing"
        case Scripts(base=base):
            return {"large": "large", "function": "function", "relation": "relation"}.get(_kind(base), "scripts")
        case Stacked(base=base):
            return _kind(base)
        case Space():
            return "space"
        case Fenced():
            return "fenced"
    return "part"


_WIDE: Final = frozenset({"large", "scripts", "part", "text", "function"})
"""Kinds of parts that need a space before a letter, lest this be taken for a part of them."""


def _is_gap(before: _Placed, part: Node) -> bool:  # noqa: PLR0911 - one case a kind
    """Return whether a space stands between two parts."""
    left, right = _kind(before.part), _kind(part)
    if "space" in (left, right):
        return False
    if right in _SPACED:
        return left != "opening"
    if left in _SPACED:
        return not before.is_sign
    if left == "punctuation":
        return right != "closing"
    if right in ("closing", "punctuation", "bar") or left in ("opening", "bar"):
        return False
    if right in ("opening", "fenced"):
        return left == "large"
    if left in ("closing", "fenced"):
        return right in ("large", "function", "text", "part")
    return left in _WIDE or right in ("large", "function", "text", "part")


def _line(row: tuple[Node, ...], between: str) -> str:
    """Return the cells of a line that have anything; a comma that ends one is not doubled."""
    return between.join(filter(None, (_write(cell).removesuffix("," if between == ", " else "") for cell in row)))


def _grid(grid: Grid) -> str:
    """Return the rows of a matrix, with semicolons between them, and commas between columns."""
    between = ", " if grid.name in ("matrix", "cases") else " "
    rows = (between.join(map(_write, row)) if grid.name == "matrix" else _line(row, between) for row in grid.rows)
    return f"{grid.opening}{'; '.join(rows)}{grid.closing}"
