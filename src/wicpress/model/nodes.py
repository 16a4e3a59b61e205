"""What is in a chapter: blocks and their parts, with their words in each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, TypeAlias

import attrs

from wicpress.diagnostics import Span
from wicpress.model.inlines import ForeignText, Inline, Link, plain_text

SHARED = "zxx"
"""BCP 47 for "no linguistic content": a translation that serves every language alike, such as code."""
ARTICLE = "article"
"""What is an article of a law: a section that has the number of the manuscript."""


@attrs.frozen
class Translation:
    """The words of a block in one language.

    ``marker`` is the mark that the source has before the words and that the page separates from them: ``4、`` of a
    list item, ``IV. `` of a heading. ``ruby`` is what the readings are written in that stand above all Chinese words,
    ``pinyin`` or ``zhuyin``; empty without.
    """

    lang: str
    inlines: tuple[Inline, ...]
    span: Span
    marker: str = ""
    ruby: str = ""

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
    """A heading; ``number`` is its ordinal among its equals (from 1), for books that number by themselves.

    ``numbering`` is ``unnumbered``, a class of front or back matter or ``ARTICLE``, with the number 0, or
    ``appendix``, which count among themselves. An article has the number that the manuscript writes. ``above`` are
    the numbers of the chapter and the headings around a section, without those that have none. ``children`` are what
    stands below the title of a part, on its page.
    """

    type_name: ClassVar[str] = "heading"
    level: int
    sides: tuple[Translation, ...]
    number: int = 0
    numbering: str = ""
    above: tuple[str, ...] = ()
    children: tuple[Block, ...] = ()


@attrs.frozen
class Paragraph(Block):
    """A paragraph; ``is_title``: it is the title of the notice that it opens; ``is_signature``: it signs a text."""

    type_name: ClassVar[str] = "paragraph"
    sides: tuple[Translation, ...]
    is_title: bool = False
    is_signature: bool = False


@attrs.frozen
class Verse(Block):
    """Lines that end where the author ended them; ``first_line`` is the number of the first, 0 without numbers."""

    type_name: ClassVar[str] = "verse"
    sides: tuple[Translation, ...]
    first_line: int = 0


@attrs.frozen
class ListItem(Node):
    """One item of a list; ``children`` are what follows its first paragraph."""

    type_name: ClassVar[str] = "item"
    sides: tuple[Translation, ...]
    children: tuple[Block, ...] = ()
    value: int = 0


@attrs.frozen
class ListBlock(Block):
    """A list; ``start`` is the number of the first item of an ordered one.

    ``locates_pages``: it is an index of the source edition, whose numbers lead to the pages of this.
    """

    type_name: ClassVar[str] = "list"
    ordered: bool
    start: int
    items: tuple[ListItem, ...]
    locates_pages: bool = False

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
class KeepTogether(Block):
    """Blocks that stand on one page, as the author asked with ``::: keep``."""

    type_name: ClassVar[str] = "keep"
    children: tuple[Block, ...]
    span: Span


@attrs.frozen
class Picture:
    """One picture of a figure: ``src`` relative to the book's folder, ``alt`` by language.

    ``width`` is a CSS length or percentage, or empty for the picture's own. ``links`` are links without words by
    language. Pictures of the same ``row`` stand side by side. ``descriptions`` are its long ones by language.
    """

    src: str
    alt: tuple[tuple[str, str], ...]
    span: Span
    width: str = ""
    links: tuple[tuple[str, Link], ...] = ()
    row: int = 0
    descriptions: tuple[tuple[str, str], ...] = ()


@attrs.frozen
class Figure(Block):
    """Pictures (the same for all languages, or others for each); ``number`` is 0 where there is no caption.

    ``in_chapter`` are the number of its chapter, where this has one, and its own in it. ``full_page``: it has a page
    of its own; ``landscape``: this is turned on paper. ``beside``: it stands beside the figure before it.
    """

    type_name: ClassVar[str] = "figure"
    pictures: tuple[Picture, ...]
    sides: tuple[Translation, ...]
    number: int = 0
    in_chapter: tuple[str, int] = ("", 0)
    full_page: bool = False
    landscape: bool = False
    beside: bool = False


@attrs.frozen
class Cell:
    """A cell of a table; one translation in ``SHARED`` where both languages have the same words.

    It covers ``columns`` and ``rows``; both are 0 where another cell covers its place.
    """

    sides: tuple[Translation, ...]
    columns: int = 1
    rows: int = 1


@attrs.frozen
class Row(Node):
    """A row of a table, with a cell for each of its columns."""

    type_name: ClassVar[str] = "row"
    cells: tuple[Cell, ...]
    span: Span

    @property
    def sides(self) -> tuple[Translation, ...]:
        """The translations of the cells, one cell after another."""
        return tuple(side for cell in self.cells for side in cell.sides)


@attrs.frozen
class Table(Block):
    """A table: its caption is in ``sides``; ``align`` is ``left``, ``right``, ``center`` or empty for each column.

    ``notes`` are the paragraphs below it that belong to it, such as the source of its figures. ``landscape``: printed
    pages are turned for it.
    """

    type_name: ClassVar[str] = "table"
    sides: tuple[Translation, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    align: tuple[str, ...]
    number: int = 0
    notes: tuple[Block, ...] = ()
    in_chapter: tuple[str, int] = ("", 0)
    landscape: bool = False

    @property
    def children(self) -> tuple[Node, ...]:
        """The rows of the head, then those of the body, then the notes."""
        return (*self.head, *self.rows, *self.notes)


@attrs.frozen
class CodeBlock(Block):
    """Lines of code: one translation in ``SHARED``, or one for each language where they differ.

    ``info`` stands behind the backquotes, ``language`` is the one of it that the code is in (``python``).
    ``first_line`` is the number of the first line, 0 where lines have none.
    """

    type_name: ClassVar[str] = "code"
    info: str
    sides: tuple[Translation, ...]
    language: str = ""
    first_line: int = 0


@attrs.frozen
class Listing(Block):
    """Code with a caption in ``sides``, or the name of its file; ``number`` is 0 where there is no caption."""

    type_name: ClassVar[str] = "listing"
    sides: tuple[Translation, ...]
    children: tuple[CodeBlock, ...]
    file_name: str = ""
    number: int = 0
    in_chapter: tuple[str, int] = ("", 0)


@attrs.frozen
class Equation(Block):
    """A formula in a line of its own: one translation in ``SHARED``, or one for each language where they differ.

    ``number`` counts those to which something refers, from 1; it is 0 for the others.
    """

    type_name: ClassVar[str] = "equation"
    sides: tuple[Translation, ...]
    number: int = 0
    in_chapter: tuple[str, int] = ("", 0)


CaptionedBlock: TypeAlias = Figure | Table | Listing
"""The blocks that have captions and are numbered by them."""


@attrs.frozen
class ThematicBreak(Block):
    """A thematic break (``***``)."""

    type_name: ClassVar[str] = "break"
    span: Span


@attrs.frozen
class Index(Block):
    """Where the index of the book is printed.

    ``contents`` is ``names`` or ``subjects``, empty for both; ``language`` the one whose entries stand in it, empty
    for all. ``orders`` are those of Chinese (``pinyin``, ``strokes``) and of Latin script (``letters``, ``words``).
    """

    type_name: ClassVar[str] = "index"
    span: Span
    contents: str = ""
    language: str = ""
    orders: tuple[str, str] = ("pinyin", "letters")


@attrs.frozen
class Bibliography(Block):
    """Where the references to the sources of a book stand, ``::: bibliography``; ``children`` are the references.

    Each is a paragraph that all languages share, a ``SourceEntry`` in the language of its source.
    """

    type_name: ClassVar[str] = "bibliography"
    span: Span
    children: tuple[Paragraph, ...] = ()
    is_numbered: bool = False


NOTE_AUTHORS = ("translator", "editor")
"""The classes of notes beside those of the author."""
NOTE_PLACES = ("side", "head")
"""The classes of notes that stand in the side margin or in the head margin of a printed page, not at its foot."""


@attrs.frozen
class PageBreak(Block):
    """Where the next block of a chapter begins a page on paper, as the author asked with ``{.page-break}``."""

    type_name: ClassVar[str] = "page-break"
    span: Span


@attrs.frozen
class Footnote(Node):
    """A footnote; ``number`` counts from 1 in its chapter, in the order of the calls.

    ``label`` is its name in the manuscript, empty for a note that stands where it is called; ``author`` is one of
    ``NOTE_AUTHORS`` for a note that is not the author's, ``place`` one of ``NOTE_PLACES`` for one that does not
    stand at the foot. ``languages`` are those of which it has the words, where each language of an edition counts
    its own notes; it counts with those of the first. A manuscript has none.
    """

    type_name: ClassVar[str] = "note"
    label: str
    children: tuple[Block, ...]
    number: int = 0
    author: str = ""
    place: str = ""
    languages: tuple[str, ...] = ()

    @property
    def sequence(self) -> str:
        """The language with whose notes it counts; empty where all notes count together."""
        return next(iter(self.languages), "")


# -------------------------------------------------------------------------------- traversal


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


def node_type(node: Node) -> str:
    """Return the type of a node as ``inspect`` names it: ``paragraph``, ``item``, ``row`` or another."""
    return node.type_name
