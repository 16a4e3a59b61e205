"""The model of a book: its structure once, its words in each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import attrs

from wicpress.diagnostics import Span

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
    """A picture inside a line: ``src`` relative to the book's folder."""

    src: str
    alt: str
    title: str = ""


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

    ``marker`` is the mark that the source has before the words and that the page sets apart from them: ``4、`` of a
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


# ------------------------------------------------------------------------------------ blocks


@attrs.frozen
class Heading:
    """A heading; ``number`` is its ordinal among its equals (from 1), for books that number by themselves."""

    id: str
    level: int
    sides: tuple[Translation, ...]
    number: int = 0


@attrs.frozen
class Paragraph:
    """A paragraph."""

    id: str
    sides: tuple[Translation, ...]


@attrs.frozen
class Verse:
    """Lines that end where the author ended them."""

    id: str
    sides: tuple[Translation, ...]


@attrs.frozen
class ListItem:
    """One item of a list; ``children`` are what follows its first paragraph."""

    id: str
    sides: tuple[Translation, ...]
    children: tuple[Block, ...] = ()
    value: int = 0


@attrs.frozen
class ListBlock:
    """A list; ``start`` is the number of the first item of an ordered one."""

    id: str
    ordered: bool
    start: int
    items: tuple[ListItem, ...]


@attrs.frozen
class Definition:
    """A term and its meaning."""

    id: str
    sides: tuple[Translation, ...]
    children: tuple[Block, ...]


@attrs.frozen
class DefinitionList:
    """Terms with their meanings."""

    id: str
    items: tuple[Definition, ...]


@attrs.frozen
class BlockQuote:
    """A quotation."""

    id: str
    children: tuple[Block, ...]


@attrs.frozen
class Admonition:
    """A passage set apart: ``kind`` is ``note``, ``tip``, ``important``, ``warning`` or ``caution``."""

    id: str
    kind: str
    children: tuple[Block, ...]


@attrs.frozen
class Picture:
    """One picture of a figure: ``src`` relative to the book's folder, ``alt`` by language.

    ``width`` is a CSS length or percentage, or empty for the picture's own.
    """

    src: str
    alt: tuple[tuple[str, str], ...]
    span: Span
    width: str = ""


@attrs.frozen
class Figure:
    """A picture (or one for each language) with its caption; ``number`` is 0 where there is no caption."""

    id: str
    pictures: tuple[Picture, ...]
    sides: tuple[Translation, ...]
    number: int = 0


@attrs.frozen
class Cell:
    """A cell of a table; one translation in ``SHARED`` where both languages have the same words."""

    sides: tuple[Translation, ...]


@attrs.frozen
class Row:
    """A row of a table."""

    id: str
    cells: tuple[Cell, ...]
    span: Span


@attrs.frozen
class Table:
    """A table: its caption is in ``sides``; ``align`` is ``left``, ``right``, ``center`` or empty for each column."""

    id: str
    sides: tuple[Translation, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    align: tuple[str, ...]
    number: int = 0


@attrs.frozen
class CodeBlock:
    """A listing: one translation in ``SHARED``, or one for each language where they differ."""

    id: str
    info: str
    sides: tuple[Translation, ...]


@attrs.frozen
class ThematicBreak:
    """A thematic break (``***``)."""

    id: str
    span: Span


@attrs.frozen
class Footnote:
    """A footnote; ``number`` counts from 1 in its chapter, in the order of the calls."""

    id: str
    label: str
    children: tuple[Block, ...]
    number: int = 0


Block: TypeAlias = (
    Heading
    | Paragraph
    | Verse
    | ListBlock
    | DefinitionList
    | BlockQuote
    | Admonition
    | Figure
    | Table
    | CodeBlock
    | ThematicBreak
)
Node: TypeAlias = Block | ListItem | Definition | Row | Footnote
"""Everything that has an id."""


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
    """A parsed manuscript; ``languages`` are BCP 47 tags, the leading one first."""

    languages: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    assets: tuple[Asset, ...] = ()


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
    match node:
        case ListBlock(items=inside) | DefinitionList(items=inside):
            return inside
        case ListItem(children=inside) | Definition(children=inside) | BlockQuote(children=inside):
            return inside
        case Admonition(children=inside) | Footnote(children=inside):
            return inside
        case Table(head=head, rows=rows):
            return (*head, *rows)
        case _:
            return ()


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield every node of ``nodes`` and those inside them, in reading order."""
    for node in nodes:
        yield node
        yield from walk(child_nodes(node))


def translations_of(node: Node) -> tuple[Translation, ...]:
    """Return the translations that a node itself has; a row's are those of its cells, one after another."""
    match node:
        case Row(cells=cells):
            return tuple(side for cell in cells for side in cell.sides)
        case BlockQuote() | Admonition() | Footnote() | DefinitionList() | ListBlock() | ThematicBreak():
            return ()
        case _:
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
    return NODE_TYPES[type(node)]


NODE_TYPES: dict[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Verse: "verse",
    ListBlock: "list",
    ListItem: "item",
    DefinitionList: "definitions",
    Definition: "definition",
    BlockQuote: "quote",
    Admonition: "notice",
    Figure: "figure",
    Table: "table",
    Row: "row",
    CodeBlock: "code",
    ThematicBreak: "break",
    Footnote: "note",
}
