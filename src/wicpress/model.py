"""The model of a book: its structure once, its words in each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, TypeAlias

import attrs

from wicpress.diagnostics import Span
from wicpress.notation import SourceFile

SHARED = "zxx"
"""BCP 47 for "no linguistic content": a translation that serves every language alike, such as code."""


# ----------------------------------------------------------------------------------- inlines


@attrs.frozen
class Text:
    """Characters as the author wrote them."""

    text: str


@attrs.frozen
class Emphasis:
    """``*…*``: italic in Latin scripts, the sans face or dots in Chinese."""

    children: tuple[Inline, ...]


@attrs.frozen
class Strong:
    """``**…**``: a heavier weight."""

    children: tuple[Inline, ...]


@attrs.frozen
class CodeSpan:
    """A few characters of code inside a line."""

    text: str


@attrs.frozen
class Link:
    """A link: ``href`` is an absolute address, or ``#id`` of something in this book."""

    href: str
    children: tuple[Inline, ...]
    title: str = ""


@attrs.frozen
class CrossRef:
    """A reference whose text wicpress writes: ``form`` is ``number``, ``title`` or ``page`` of ``target``."""

    target: str
    form: str


@attrs.frozen
class Image:
    """A picture inside a line: ``src`` relative to the book's folder, ``width`` as that of a ``Picture``."""

    src: str
    alt: str
    title: str = ""
    width: str = ""


@attrs.frozen
class FootnoteRef:
    """The call of the note whose id is ``note``."""

    note: str


@attrs.frozen
class Ruby:
    """Characters with their reading above: ``{汉字|hàn zì}``."""

    base: str
    reading: str


@attrs.frozen
class ForeignText:
    """Words of another language inside a line: ``[mot]{lang=fr}``."""

    lang: str
    children: tuple[Inline, ...]


@attrs.frozen
class LineBreak:
    """A line break that the author asked for."""


Inline: TypeAlias = (
    Text | Emphasis | Strong | CodeSpan | Link | CrossRef | Image | FootnoteRef | Ruby | ForeignText | LineBreak
)


@attrs.frozen
class Translation:
    """The words of a block in one language.

    ``marker`` is the mark that the source has before the words and that the page separates from them: ``4、`` of a
    list item, ``IV. `` of a heading.
    """

    lang: str
    inlines: tuple[Inline, ...]
    span: Span
    marker: str = ""

    @property
    def text(self) -> str:
        """The words as plain text, without the marker."""
        return plain_text(self.inlines)

    @property
    def effective_language(self) -> str:
        """The language of all the words: ``lang``, or the one that they are marked with as a whole."""
        match self.inlines:
            case (ForeignText(lang),):
                return lang
        return self.lang


# ------------------------------------------------------------------------------------- nodes


@attrs.frozen
class Node:
    """Something in a chapter that has an id: a block, or a part of one.

    ``type_name`` is its type as ``inspect`` names it. ``sides`` are its own translations and ``children`` the nodes
    directly inside it, in reading order; a class has them as fields, or none.
    """

    type_name: ClassVar[str]

    id: str

    @property
    def sides(self) -> tuple[Translation, ...]:
        """Its own translations."""
        return ()

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes directly inside it."""
        return ()


class Block(Node):
    """A node that stands by itself. A kind of block from another package has a class of its own."""

    __slots__ = ()


@attrs.frozen
class Heading(Block):
    """A heading; ``number`` is its ordinal among its equals (from 1), for books that number by themselves."""

    type_name: ClassVar[str] = "heading"
    level: int
    sides: tuple[Translation, ...]
    number: int = 0


@attrs.frozen
class Paragraph(Block):
    """A paragraph."""

    type_name: ClassVar[str] = "paragraph"
    sides: tuple[Translation, ...]


@attrs.frozen
class Verse(Block):
    """Lines that end where the author ended them."""

    type_name: ClassVar[str] = "verse"
    sides: tuple[Translation, ...]


@attrs.frozen
class ListItem(Node):
    """One item of a list; ``children`` are what follows its first paragraph."""

    type_name: ClassVar[str] = "item"
    sides: tuple[Translation, ...]
    children: tuple[Block, ...] = ()
    value: int = 0


@attrs.frozen
class ListBlock(Block):
    """A list; ``start`` is the number of the first item of an ordered one."""

    type_name: ClassVar[str] = "list"
    ordered: bool
    start: int
    items: tuple[ListItem, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        """The items."""
        return self.items


@attrs.frozen
class Definition(Node):
    """A term and its meaning."""

    type_name: ClassVar[str] = "definition"
    sides: tuple[Translation, ...]
    children: tuple[Block, ...]


@attrs.frozen
class DefinitionList(Block):
    """Terms with their meanings."""

    type_name: ClassVar[str] = "definitions"
    items: tuple[Definition, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        """The terms with their meanings."""
        return self.items


@attrs.frozen
class BlockQuote(Block):
    """A quotation."""

    type_name: ClassVar[str] = "quote"
    children: tuple[Block, ...]


@attrs.frozen
class Admonition(Block):
    """An admonition: ``kind`` is ``note``, ``tip``, ``important``, ``warning`` or ``caution``."""

    type_name: ClassVar[str] = "notice"
    kind: str
    children: tuple[Block, ...]


@attrs.frozen
class Picture:
    """One picture of a figure: ``src`` relative to the book's folder, ``alt`` by language.

    ``width`` is a CSS length or percentage, or empty for the picture's own. ``links`` are links without words by
    language. Pictures of the same ``row`` stand side by side.
    """

    src: str
    alt: tuple[tuple[str, str], ...]
    span: Span
    width: str = ""
    links: tuple[tuple[str, Link], ...] = ()
    row: int = 0


@attrs.frozen
class Figure(Block):
    """Pictures (the same for all languages, or others for each); ``number`` is 0 where there is no caption."""

    type_name: ClassVar[str] = "figure"
    pictures: tuple[Picture, ...]
    sides: tuple[Translation, ...]
    number: int = 0


@attrs.frozen
class Cell:
    """A cell of a table; one translation in ``SHARED`` where both languages have the same words."""

    sides: tuple[Translation, ...]


@attrs.frozen
class Row(Node):
    """A row of a table."""

    type_name: ClassVar[str] = "row"
    cells: tuple[Cell, ...]
    span: Span

    @property
    def sides(self) -> tuple[Translation, ...]:
        """The translations of the cells, one cell after another."""
        return tuple(side for cell in self.cells for side in cell.sides)


@attrs.frozen
class Table(Block):
    """A table: its caption is in ``sides``; ``align`` is ``left``, ``right``, ``center`` or empty for each column."""

    type_name: ClassVar[str] = "table"
    sides: tuple[Translation, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    align: tuple[str, ...]
    number: int = 0

    @property
    def children(self) -> tuple[Node, ...]:
        """The rows of the head, then those of the body."""
        return (*self.head, *self.rows)


@attrs.frozen
class CodeBlock(Block):
    """A listing: one translation in ``SHARED``, or one for each language where they differ."""

    type_name: ClassVar[str] = "code"
    info: str
    sides: tuple[Translation, ...]


@attrs.frozen
class ThematicBreak(Block):
    """A thematic break (``***``)."""

    type_name: ClassVar[str] = "break"
    span: Span


@attrs.frozen
class Footnote(Node):
    """A footnote; ``number`` counts from 1 in its chapter, in the order of the calls."""

    type_name: ClassVar[str] = "note"
    label: str
    children: tuple[Block, ...]
    number: int = 0


@attrs.frozen
class Chapter:
    """A chapter: its ``title`` is a level-1 heading; ``part`` is the part that it opens, if it opens one.

    ``digest`` is that of all that the chapter was parsed from, or empty.
    """

    id: str
    title: Heading
    blocks: tuple[Block, ...]
    notes: tuple[Footnote, ...] = ()
    part: Heading | None = None
    source_files: tuple[str, ...] = ()
    digest: str = attrs.field(default="", eq=False, repr=False)


@attrs.frozen
class Asset:
    """A picture file of the book: ``src`` relative to its folder, size in px (0 for a drawing without one)."""

    src: str
    media_type: str
    width: int
    height: int
    sha256: str


@attrs.frozen
class Book:
    """A parsed manuscript; ``languages`` are BCP 47 tags, the leading one first; ``files`` have its notation."""

    languages: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    assets: tuple[Asset, ...] = ()
    files: tuple[SourceFile, ...] = attrs.field(default=(), eq=False, repr=False)


# -------------------------------------------------------------------------------- traversal


def plain_text(inlines: Iterable[Inline]) -> str:
    """Return the text of ``inlines`` without markup, calls and references; pictures as their alternative text."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text) | CodeSpan(text):
            return text
        case Emphasis(children) | Strong(children) | Link(_, children) | ForeignText(_, children):
            return plain_text(children)
        case Image(_, alt):
            return alt
        case Ruby(base):
            return base
        case LineBreak():
            return "\n"
        case _:
            return ""


def translation_in(sides: Iterable[Translation], lang: str) -> Translation | None:
    """Return the translation in ``lang``, or the one that serves every language, or None."""
    shared = None
    for side in sides:
        if side.lang == lang:
            return side
        if side.lang == SHARED:
            shared = side
    return shared


def child_nodes(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly inside a node, in reading order; cells are no nodes."""
    return node.children


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield every node of ``nodes`` and those inside them, in reading order."""
    for node in nodes:
        yield node
        yield from walk(child_nodes(node))


def translations_of(node: Node) -> tuple[Translation, ...]:
    """Return the translations that a node itself has; a row's are those of its cells, one after another."""
    return node.sides


def iter_nodes(chapter: Chapter) -> Iterator[Node]:
    """Yield part, title, blocks and notes of a chapter and the nodes inside them, in reading order."""
    if chapter.part:
        yield chapter.part
    yield chapter.title
    yield from walk(chapter.blocks)
    yield from walk(chapter.notes)


def node_type(node: Node) -> str:
    """Return the type of a node as ``inspect`` names it: ``paragraph``, ``item``, ``row`` or another."""
    return node.type_name
