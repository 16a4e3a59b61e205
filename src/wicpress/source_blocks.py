"""The blocks of a manuscript before they are a book: as Markdown has them, in one language each, and in pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

import attrs

from wicpress.diagnostics import Span
from wicpress.model import MATTER, SHARED, Inline

if TYPE_CHECKING:
    from markdown_it.token import Token

LONG = "long"
"""The attribute of a picture with its long description."""
BESIDE = "beside"
"""The class of a figure that stands beside the one before it."""
FULL_PAGE = "full-page"
"""The class of a figure that has a page of its own."""
LANDSCAPE = "landscape"
"""The class of a table or figure for which printed pages are turned."""
UNKNOWN = "und"
"""BCP 47 for an undetermined language; such a block never pairs."""

SIGNATURE = "signature"
"""The class, and the ``info``, of a paragraph with the names, place and date that sign a text."""

SOURCE_INDEX = "source-index"
"""The class, and the ``info``, of a list that is an index of the source edition."""
NO_NUMBER = "no-number"
"""The class of a paragraph that begins with a number and is no item, caption or note of a table."""


@attrs.frozen
class MarkdownNode:
    """A block token and the nodes between its opening and its closing."""

    token: Token
    children: tuple[MarkdownNode, ...] = ()

    @property
    def type(self) -> str:
        """The construct: ``paragraph``, ``heading``, ``inline``, ``fence`` or another."""
        return self.token.type.removesuffix("_open")

    @property
    def map(self) -> tuple[int, int]:
        """First line from 0, and last line, exclusive."""
        if self.token.map:
            return self.token.map[0], self.token.map[1]
        inside = [child.map for child in self.children]
        return (inside[0][0], inside[-1][1]) if inside else (0, 1)

    @property
    def inline_tokens(self) -> Sequence[Token]:
        """The inline tokens of a paragraph, a heading, a term or a cell."""
        return self.children[0].token.children or ()


@attrs.frozen
class UnpairedBlock:
    """One block as it stands in one file, in one language, before it is paired with its translation.

    ``kind`` is the name of a kind of block, or of a part of one: ``item``, ``definition``, ``row``, ``cell``,
    ``caption``, ``note``. ``lang`` is a tag, ``SHARED`` for what has no language, ``UNKNOWN``, or an empty
    string for a container that holds several languages. ``value`` is the number that the source writes (None:
    none), of a cell the columns and rows that it covers (None: one of each);
    ``info`` is ``full-page``, ``landscape`` or ``beside`` for a figure, ``landscape`` for a table, ``unnumbered`` or
    ``appendix`` for a heading, ``title`` for the title of a notice, ``signature`` for what signs a text, the language
    of a listing, the kind of a notice, the label of a note, or ``head`` for a row of a table's head. ``declared``:
    the author wrote the language; ``page_break``: the block begins a page. A figure has ``pictures``: each its
    ``src``, ``alts``, long ``descriptions``, ``width``, and a link without words in its ``inlines``; the figure's own
    ``src`` and ``alts`` are those of the first and of all. Code has a ``file_name``, a language (``syntax``), and in
    ``first_line`` the number of its first line (0: none). ``ruby`` is what the author says of readings, if anything.
    """

    kind: str
    span: Span
    lang: str = ""
    inlines: tuple[Inline, ...] = ()
    marker: str = ""
    children: tuple[UnpairedBlock, ...] = ()
    captions: tuple[UnpairedBlock, ...] = ()
    notes: tuple[UnpairedBlock, ...] = ()
    pictures: tuple[UnpairedBlock, ...] = ()
    level: int = 0
    value: tuple[int, ...] | None = None
    ordered: bool = False
    info: str = ""
    src: str = ""
    file_name: str = ""
    syntax: str = ""
    first_line: int = 0
    alts: tuple[tuple[str, str], ...] = ()
    descriptions: tuple[tuple[str, str], ...] = ()
    width: str = ""
    align: tuple[str, ...] = ()
    id: str = ""
    solo: bool = False
    part: bool = False
    page_break: bool = False
    declared: bool = False
    ruby: str = ""

    @property
    def pairable(self) -> bool:
        """True where a translation may exist: the block is in one real language and not marked ``{.solo}``."""
        return not self.solo and self.lang not in ("", SHARED, UNKNOWN)


Versions: TypeAlias = tuple[UnpairedBlock, ...]
"""One block in each of the languages that it is written in."""


@attrs.frozen
class PairedBlock:
    """One block of the book: ``blocks`` are its languages' versions, ``children`` the pairs inside it."""

    blocks: Versions
    children: tuple[PairedBlock, ...] = ()

    @property
    def first(self) -> UnpairedBlock:
        """The first version; all versions agree in kind, level and order."""
        return self.blocks[0]


def own_words(item: PairedBlock) -> Versions:
    """Return the first paragraph of an item in each language: what the item says itself, and gives its id to."""
    is_led = item.first.kind == "item" and bool(item.children) and item.children[0].first.kind == "paragraph"
    return item.children[0].blocks if is_led else ()


def numbering_of(headings: Iterable[UnpairedBlock]) -> str:
    """Return how the versions of a heading are numbered: one of them says it for all.

    What stands before and behind the text is unnumbered, whatever the other version says.
    """
    given = [each.info for each in headings if each.info]
    return next((each for each in given if each in MATTER), given[0] if given else "")


def common_language(blocks: Iterable[UnpairedBlock]) -> str:
    """Return the one language of ``blocks``; ``SHARED`` where none has one, an empty string where they differ."""
    languages = {block.lang for block in blocks} - {SHARED}
    if not languages:
        return SHARED
    return languages.pop() if len(languages) == 1 else ""


def walk(blocks: Iterable[UnpairedBlock]) -> Iterator[UnpairedBlock]:
    """Yield every block in ``blocks`` and inside them, in reading order."""
    for block in blocks:
        yield block
        yield from block.captions
        yield from block.notes
        yield from walk(block.children)


def same_shape(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    """Return True where two tables have the same rows, head rows and columns, and join the same cells."""
    return _shape(one) == _shape(other)


def _shape(table: UnpairedBlock) -> list[tuple[str, list[tuple[int, ...] | None]]]:
    return [(row.info, [cell.value for cell in row.children]) for row in table.children]
