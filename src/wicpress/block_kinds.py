"""A kind of block: how it is parsed, paired, built, shown and set, and what text of it a finished file has to have.

Whatever differs between kinds is in one ``BlockKind``, so that a kind from another package enters wherever one of
wicpress does.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import attrs

from wicpress import plugins
from wicpress.diagnostics import Diagnostic, MissingRequirement, Span, WicpressError
from wicpress.model import Block, Inline, Node, Translation
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# --------------------------------------------------------------------- what the functions of a kind are given


class Parser(Protocol):
    """The parser of one file; its ``diagnostics`` are those found so far.

    ``paragraph``, ``heading``, ``list``, ``figure``, ``table``, ``code`` parse a node as the kinds of that name do.
    """

    diagnostics: list[Diagnostic]

    def blocks(self, nodes: Sequence[MarkdownNode], default: str) -> tuple[UnpairedBlock, ...]:
        """Parse siblings; ``default`` is the language that is declared around them, or an empty string."""

    def parse_inlines(
        self, tokens: Sequence[Token], span: Span, what: str, language: str = "", *, verse: bool = False
    ) -> tuple[str, tuple[Inline, ...]]:
        """Return the language of inline tokens (``language`` where it is known) and their inlines.

        ``what`` names the block in messages; with ``verse``, each line of the manuscript ends in a line break.
        """

    def check_paragraph(self, node: MarkdownNode, span: Span) -> None:
        """Report what is wrong with the attributes or the form of a paragraph, whatever it is made into."""

    def span(self, node: MarkdownNode) -> Span:
        """Return where a node stands."""

    def declared_language(self, token: Token, span: Span) -> str:
        """Return the language that ``{lang=…}`` declares, or an empty string."""

    def block_language(self, node: MarkdownNode, span: Span) -> str:
        """Return the language that a block or its file declares, or ``SHARED``."""

    def new_block(self, kind: str, node: MarkdownNode, span: Span, language: str, **fields: object) -> UnpairedBlock:
        """Return a block with the attributes that every block may carry."""

    def new_container(
        self, kind: str, node: MarkdownNode, span: Span, children: tuple[UnpairedBlock, ...], **fields: object
    ) -> UnpairedBlock:
        """Return a block whose language is that of its children."""

    def first_line(self, node: MarkdownNode, span: Span, start: str) -> int:
        """Return the number of the first line of verse or code, 0 without numbers; braces overrule ``start``."""

    def paragraph(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Return a paragraph; ``default`` is its language where it names none."""

    def heading(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Return a heading."""

    def list(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Return a list with its items."""

    def figure(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Return a figure."""

    def table(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Return a table with its rows."""

    def code(self, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
        """Return code, with the name of its file."""

    def equation(self, node: MarkdownNode, span: Span) -> UnpairedBlock:
        """Return a formula in lines of its own."""


class Builder(Protocol):
    """The builder of one chapter; ``languages`` are those of the book."""

    languages: tuple[str, ...]

    def id(self, pair: PairedBlock) -> str:
        """Return the author's id of a block, or the next of the chapter; containers ask before what is in them."""

    def translations(self, blocks: Iterable[UnpairedBlock]) -> tuple[Translation, ...]:
        """Return the translations in ``blocks``, in the order of the book's languages."""

    def words(self, block: UnpairedBlock) -> tuple[Inline, ...]:
        """Return the inlines of a block, whose calls and links lead to ids."""

    def blocks(self, groups: Iterable[PairedBlock]) -> tuple[Block, ...]:
        """Build blocks, in order."""

    def next_number(self, what: str) -> int:
        """Return the next number, from 1, of what is counted through the whole book: ``table``, ``listing``."""

    def next_in_chapter(self, what: str) -> tuple[str, int]:
        """Return the number of the chapter, where it has one, and the next number in it of what has a caption."""

    def next_heading(self, level: int, numbering: str = "") -> int:
        """Return the next number of a heading of level 2 to 6 among its equals, from 1; 0 where it does not count."""

    def numbers_above(self, level: int) -> tuple[str, ...]:
        """Return the numbers of the chapter and the headings around the next heading of a level."""


class ShownSide(Protocol):
    """A side of a block as an edition shows it; see ``edition.view.ShownText``."""

    @property
    def lang(self) -> str:
        """Return the language of the side."""

    @property
    def side(self) -> Translation:
        """Return the text as the manuscript has it."""


class Shown(Protocol):
    """A block as an edition shows it; see ``edition.view.ShownNode``."""

    @property
    def id(self) -> str:
        """Return the id of the block."""

    @property
    def piece(self) -> Node:
        """Return the block of the model."""

    @property
    def members(self) -> tuple[ShownSide, ...]:
        """Return its sides in the edition's languages."""

    @property
    def children(self) -> tuple[Shown, ...]:
        """Return the blocks inside it."""


Runs: TypeAlias = Iterator[Any]
"""Runs of expected text: what ``TextBuilder`` returns."""


class TextBuilder(Protocol):
    """The builder of the text that ``verify`` expects of an edition, in the order in which it is read."""

    def run(self, text: str, language: str, block: str, kind: str, span: Span | None = None) -> Any:
        """Return one run; ``kind`` is a key of ``proofing.text.expected_text.KINDS``."""

    def translate(self, key: str, language: str) -> str:
        """Return a word that wicpress writes itself, such as ``note``, in a language."""

    def sides(self, node: Any, opening: Callable[[Any], Any] | None = None) -> Runs:
        """Yield the text of each member of a ``Shown`` block, after the run that ``opening`` returns for it."""

    def blocks(self, nodes: Iterable[Any], label: str = "") -> Runs:
        """Yield the text of blocks; the first gets the ``label`` if it is a paragraph."""

    def heading(self, node: Any) -> Runs:
        """Yield the mark and the text of a heading in each language."""

    def verse(self, node: Any) -> Runs:
        """Yield the lines of verse, with their numbers."""

    def pictures(self, node: Any) -> Runs:
        """Yield the text alternatives of a figure."""

    def caption(self, node: Any, word: str) -> Runs:
        """Yield a caption in each language, its number after a ``word`` that ``translate`` knows."""

    def equation(self, node: Any) -> Runs:
        """Yield a formula in each language, with its number."""

    def file_name(self, node: Any) -> Runs:
        """Yield the name of the file of a listing, where it has one."""

    def cells(self, node: Any) -> Runs:
        """Yield the text of a table's cells."""

    def index(self, node: Any) -> Runs:
        """Yield the entries of an index, with the pages that they name."""

    def pages_of_term(self, node: Any) -> Runs:
        """Yield the pages that an entry of a glossary names."""


# ----------------------------------------------------------------------------------------------- the kind


def words_then_children(builder: TextBuilder, node: Shown, label: str) -> Runs:
    """Yield the words of a block, then those of the blocks inside it."""
    yield from builder.sides(node)
    yield from builder.blocks(node.children)


def no_reference(node: Node, language: str, translate: Callable[[str, str], str]) -> str:
    """Return an empty text: the kind has no numbers."""
    return ""


@attrs.frozen
class BlockKind:
    """A kind of block. ``name`` is also the ``type_name`` of its class in the model, and that of its template.

    **Parsed.** The node of a Markdown token of one of the types ``tokens``, with one of the ``classes`` (where there
    are any) and for which ``matches`` returns True (where it is given), is passed to ``parse`` with its place and the
    language that is declared around it. ``keys`` are attributes that the kind reads, ``options`` classes that it may
    have and reads itself; ``markdown_plugin`` extends Markdown. A kind without tokens is built by another kind.

    **Paired.** Two neighbours are versions of one block if ``may_pair`` returns True; without it, where they agree in
    structure. ``same_info``: they have to have the same ``info``. ``joins``: neighbours in the manuscript are one
    block. ``takes_captions``: a paragraph marked ``{.caption}`` beside it is its caption. ``describe`` returns a
    block in words, for messages.

    **Built.** ``build`` returns the block of the model. ``verbatim``: its words are in no human language; they are
    set in mono, and the same in all languages where the manuscript writes them alike. ``reference`` returns the text
    of a reference to its number, such as ``Table 3``.

    **Shown and set.** An edition leaves out a block that has no words in its languages, unless it is
    ``always_shown``, and then its template also sets what is inside it. The template is ``blocks/<name>.html.j2`` in
    ``templates``, by default the folder of wicpress; the style sheets go into the editions that show such a block.
    ``role`` is that of the face of its words: ``serif`` or ``sans``.

    **Proofed.** ``text`` yields the text that is expected of a shown block. Its third argument is a label that the
    template is given, for a paragraph that opens a notice. In a printed note only the words of a block are set.
    """

    name: str
    parse: Callable[[Parser, MarkdownNode, Span, str], UnpairedBlock]
    build: Callable[[Builder, PairedBlock], Block]
    tokens: tuple[str, ...]
    classes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    matches: Callable[[MarkdownNode], bool] | None = None
    markdown_plugin: Callable[[MarkdownIt], None] | None = None
    may_pair: Callable[[UnpairedBlock, UnpairedBlock], bool] | None = None
    same_info: bool = False
    joins: bool = False
    takes_captions: bool = False
    describe: Callable[[UnpairedBlock], str] | None = None
    verbatim: bool = False
    reference: Callable[[Node, str, Callable[[str, str], str]], str] = no_reference
    always_shown: bool = False
    role: str = "serif"
    templates: Path | None = None
    print_sheet: Path | None = None
    epub_sheet: Path | None = None
    text: Callable[[TextBuilder, Shown, str], Runs] = words_then_children

    def claims(self, node: MarkdownNode) -> bool:
        """Return whether a node of one of the ``tokens`` is of this kind."""
        if self.classes and not set(self.classes).intersection(str(node.token.attrs.get("class", "")).split()):
            return False
        return self.matches is None or self.matches(node)


@functools.cache
def block_kinds() -> dict[str, BlockKind]:
    """Return every kind of block by its name: those of wicpress in their order, then those of other packages.

    What a function of another package raises is raised as ``MissingRequirement``, which names the package.
    """
    kinds = plugins.load("blocks", BlockKind)
    return {name: kind if name in plugins.BUILT_IN["blocks"] else _guarded(kind) for name, kind in kinds.items()}


def _guarded(kind: BlockKind) -> BlockKind:
    """Return ``kind`` with functions whose errors name the package that has them."""
    names = ("parse", "build", "matches", "markdown_plugin", "may_pair", "describe", "reference", "text")
    functions = {name: getattr(kind, name) for name in names}
    changed: dict[str, Any] = {name: _guard(kind.name, each) for name, each in functions.items() if each is not None}
    if kind.text is words_then_children:
        del changed["text"]
    return attrs.evolve(kind, **changed)


def _guard(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``function``, whose errors are those of the package with the kind ``name``; a generator stays one."""

    def guarded(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except Exception as error:
            raise _failed(name, error, arguments) from error

    def guarded_generator(*arguments: Any) -> Any:
        try:
            yield from function(*arguments)
        except Exception as error:
            raise _failed(name, error, arguments) from error

    return functools.wraps(function)(guarded_generator if inspect.isgeneratorfunction(function) else guarded)


def _failed(name: str, error: Exception, arguments: tuple[Any, ...]) -> WicpressError:
    """Return the error of a package, with the place in the manuscript where its function was given one."""
    if isinstance(error, WicpressError):
        return error
    places = (each if isinstance(each, Span) else _place(each) for each in arguments)
    span = next((each for each in places if each), None)
    return MissingRequirement(attrs.evolve(plugins.failure("blocks", name, error), span=span))


def _place(value: Any) -> Span | None:
    return value.first.span if isinstance(value, PairedBlock) else None


@functools.cache
def kinds_of_token(token_type: str) -> tuple[BlockKind, ...]:
    """Return the kinds that nodes of a Markdown token may be; those that claim every such node are last."""
    kinds = [kind for kind in block_kinds().values() if token_type in kind.tokens]
    return tuple(sorted(kinds, key=lambda kind: not kind.classes and kind.matches is None))


def is_verbatim(name: str) -> bool:
    """Return whether the words of a type of node are in no human language, such as code."""
    kind = block_kinds().get(name)
    return kind is not None and kind.verbatim
