"""What a formula is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import attrs


@attrs.frozen
class Atom:
    """A sign, a number or a word.

    ``kind`` is ``letter``, ``number``, ``ordinary``, ``operator``, ``relation``, ``opening``, ``closing``,
    ``punctuation``, ``large`` (a sum), ``function`` (a name such as sin), ``text`` or ``middle`` (a bar as high as
    the brackets around it). ``style`` is one of ``commands.STYLES``, or empty. ``limits``: what it ranges over stands
    below it in a display.
    """

    text: str
    kind: str
    style: str = ""
    limits: bool = False


@attrs.frozen
class Row:
    """Parts one beside the other."""

    children: tuple[Node, ...] = ()


@attrs.frozen
class Scripts:
    """A base with an index ``below``, an exponent ``above``, or both, and ``primes``.

    ``placement`` is ``limits`` or ``scripts`` where the author says whether they stand under and over it.
    """

    base: Node
    below: Node | None = None
    above: Node | None = None
    primes: int = 0
    placement: str = ""


@attrs.frozen
class Fraction:
    """A fraction; ``style`` is ``display`` or ``inline`` where the author sets its size."""

    above: Node
    below: Node
    style: str = ""


@attrs.frozen
class Binomial:
    """A binomial coefficient."""

    above: Node
    below: Node


@attrs.frozen
class Root:
    """A root; a square root has no ``index``."""

    content: Node
    index: Node | None = None


@attrs.frozen
class Accent:
    """A sign over or under a part: ``name`` is a key of ``commands.ACCENTS``."""

    name: str
    content: Node


@attrs.frozen
class Brace:
    """A brace over or under a part, with its ``label``."""

    over: bool
    content: Node
    label: Node | None = None


@attrs.frozen
class Stacked:
    """A sign with small parts over and under it; ``stretches``: it is an arrow as long as they are."""

    base: Node
    above: Node | None = None
    below: Node | None = None
    stretches: bool = False


@attrs.frozen
class Fenced:
    """A part between brackets that are as high as it; an empty one is not drawn."""

    opening: str
    content: Node
    closing: str


@attrs.frozen
class Sized:
    """A bracket of ``size`` em, as the author has set it; ``kind`` is that of its atom."""

    text: str
    size: float
    kind: str


@attrs.frozen
class Grid:
    """Rows and columns: a matrix, cases, lines that are aligned at ``&``.

    ``name`` is ``matrix``, ``cases``, ``aligned`` or ``gathered``; ``columns`` has ``l``, ``c`` or ``r`` for each.
    """

    name: str
    rows: tuple[tuple[Node, ...], ...]
    opening: str = ""
    closing: str = ""
    columns: str = ""


@attrs.frozen
class Space:
    """A space of ``width`` em."""

    width: float


@attrs.frozen
class Struck:
    """A part that is struck out: ``kind`` is ``cancel``, ``bcancel`` or ``xcancel``."""

    kind: str
    content: Node


@attrs.frozen
class Boxed:
    """A part in a frame."""

    content: Node


Node: TypeAlias = (
    Atom
    | Row
    | Scripts
    | Fraction
    | Binomial
    | Root
    | Accent
    | Brace
    | Stacked
    | Fenced
    | Sized
    | Grid
    | Space
    | Struck
    | Boxed
)


def children(node: Node) -> Iterator[Node]:
    """Yield the parts directly inside a part, as they are read."""
    match node:
        case Row(parts):
            yield from parts
        case Grid(rows=rows):
            yield from (cell for row in rows for cell in row)
        case Scripts(base, below, above):
            yield from filter(None, (base, below, above))
        case Fraction(above, below) | Binomial(above, below):
            yield from (above, below)
        case Root(content, index):
            yield from filter(None, (index, content))
        case Stacked(base, above, below):
            yield from filter(None, (base, below, above))
        case Brace(_, content, label):
            yield from filter(None, (content, label))
        case Accent(content=content) | Fenced(content=content) | Struck(content=content) | Boxed(content):
            yield content


def walk(node: Node) -> Iterator[Node]:
    """Yield a part and all inside it."""
    yield node
    for child in children(node):
        yield from walk(child)


def only(node: Node) -> Node:
    """Return the part that a row with nothing else consists of."""
    while isinstance(node, Row) and len(node.children) == 1:
        node = node.children[0]
    return node
