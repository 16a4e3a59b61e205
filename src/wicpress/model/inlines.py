"""The words of a line, and what the author says of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import attrs

from wicpress.citations.cited import CitedSource
from wicpress.diagnostics import Span


@attrs.frozen
class Text:
    """Characters as the author wrote them."""

    text: str


class InlineContainer:
    """Words of a line that have something in common."""

    __slots__ = ()

    children: tuple[Inline, ...]


@attrs.frozen
class Emphasis(InlineContainer):
    """``*…*``: italic in Latin scripts, the sans face or dots in Chinese."""

    children: tuple[Inline, ...]


@attrs.frozen
class Strong(InlineContainer):
    """``**…**``: a heavier weight."""

    children: tuple[Inline, ...]


@attrs.frozen
class StyledText(InlineContainer):
    """Words in one of ``notation.STYLES`` (``H~2~O``, ``~~deleted~~``, ``<kbd>``), or ``unbroken``, on one line."""

    style: str
    children: tuple[Inline, ...]


@attrs.frozen
class CodeSpan:
    """A few characters of code inside a line."""

    text: str


@attrs.frozen
class Link(InlineContainer):
    """A link: ``href`` is an absolute address, or ``#id`` of something in this book."""

    href: str
    children: tuple[Inline, ...]
    title: str = ""


@attrs.frozen
class CrossRef:
    """A reference whose text wicpress writes: ``form`` is ``number``, ``title`` or ``page`` of ``target``.

    ``end`` is the last place of a range that begins there, ``more`` are further places, each with the end of a range
    or an empty text. ``in_words``: the word for what stands there is written with its number.
    """

    target: str
    form: str
    in_words: bool = False
    end: str = ""
    more: tuple[tuple[str, str], ...] = ()

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """The places in their order, each with the end of its range or an empty text."""
        return ((self.target, self.end), *self.more)

    @property
    def targets(self) -> tuple[str, ...]:
        """The ids of all places."""
        return tuple(name for place in self.places for name in place if name)

    @property
    def is_single(self) -> bool:
        """True where it is to one place."""
        return not self.end and not self.more

    def moved(self, find: Callable[[str], str]) -> CrossRef:
        """Return the reference with each id as ``find`` returns it."""
        (target, end), *more = [(find(start), end and find(end)) for start, end in self.places]
        return attrs.evolve(self, target=target, end=end, more=tuple(more))


@attrs.frozen
class Image:
    """A picture inside a line: ``src`` relative to the book's folder, ``width`` as that of a ``Picture``."""

    src: str
    alt: str
    title: str = ""
    width: str = ""


@attrs.frozen
class Formula:
    """A formula: its ``tex`` as the author wrote it, its ``text`` in one line of Unicode, empty if it cannot be read.

    ``display``: it stands in a line of its own.
    """

    tex: str
    text: str
    display: bool = False


@attrs.frozen
class FootnoteRef:
    """The call of the note whose id is ``note``."""

    note: str


@attrs.frozen
class Citation(InlineContainer):
    """A citation, ``[@key, 12页]``: ``sources`` are those that it names, ``children`` what is printed of it.

    ``entries`` are the ids of the entries of its sources in a bibliography, which lead back to its own ``id``.
    """

    sources: tuple[CitedSource, ...]
    children: tuple[Inline, ...] = ()
    id: str = ""
    entries: tuple[str, ...] = ()


@attrs.frozen
class SourceLink(Link):
    """A link that leads from a citation to the entry of its source in a bibliography."""


@attrs.frozen
class SourceEntry(InlineContainer):
    """The entry of a source in a bibliography: ``children`` are its words, ``label`` is its number, if it has one.

    ``id`` is that of its paragraph. The edition adds what leads back to the citations that it shows.
    """

    children: tuple[Inline, ...]
    id: str
    label: str = ""


@attrs.frozen
class VerseNumber:
    """The raised number of a verse in prose, or of a passage of a classic: ``[5]{#v5 .verse}``; it is no word."""

    number: str
    id: str = ""


@attrs.frozen
class SourcePage:
    """Where a page of the source edition begins: ``[]{page=123}``; its number stands in the margin, and is no word.

    ``of_block``: the braces of a block give it, ``{page=123}``.
    """

    number: str
    of_block: bool = False

    @property
    def id(self) -> str:
        """What links to it name: ``page-123``."""
        return f"{SOURCE_PAGE_ID}{self.number}"


SOURCE_PAGE_ID = "page-"
"""What the ids of pages of the source edition begin with."""


@attrs.frozen
class Ruby:
    """Characters with their reading above: ``{汉字|hàn zì}``, or as a book asks for it (``by_machine``)."""

    base: str
    reading: str
    by_machine: bool = False


@attrs.frozen
class InterlinearNote(InlineContainer):
    """A note in two lines of half the size within the line: ``^[words]{.interlinear}``.

    ``is_note`` is false where the same is said of words of the text, ``[words]{.interlinear}``. A note that is
    written below the text has its ``label`` and its place, ``span``.
    """

    children: tuple[Inline, ...]
    is_note: bool = False
    label: str = ""
    span: Span | None = None


@attrs.frozen
class ForeignText(InlineContainer):
    """Words of another language inside a line: ``[mot]{lang=fr}``."""

    lang: str
    children: tuple[Inline, ...]


@attrs.frozen
class IndexMark(InlineContainer):
    """Words under which the index names their place: ``[words]{.index}``; without words it only refers to others.

    ``entry`` is the head word with its sub-entries, empty where it is the words themselves, ``translation`` the same
    entry in the other language. ``span_end`` is ``start`` or ``end`` where what is said of it goes on from one mark
    to the other. ``see`` are the entries that are meant instead, ``see_also`` further ones; ``reading`` says how the
    first of its head words is read.
    """

    children: tuple[Inline, ...]
    entry: tuple[str, ...] = ()
    translation: tuple[str, ...] = ()
    is_name: bool = False
    is_main: bool = False
    span_end: str = ""
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    reading: str = ""
    id: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """The head word with its sub-entries."""
        return self.entry or (" ".join(plain_text(self.children).split()),)

    @property
    def has_place(self) -> bool:
        """True where the index names the place of the words."""
        return bool(self.children) and not self.see


@attrs.frozen
class TermUse(InlineContainer):
    """Words that use an entry of ``terms.toml``: ``[words]{.term}``, or ``[words]{term=name}`` with its ``name``.

    ``children`` are what is printed; ``written`` is what the manuscript has where that is the abbreviation, which is
    spelt out. ``term`` is the entry, ``target`` the id of its place in a glossary, empty where no link leads there.
    """

    children: tuple[Inline, ...]
    name: str = ""
    term: str = ""
    written: tuple[Inline, ...] = ()
    target: str = ""
    id: str = ""


@attrs.frozen
class LineBreak:
    """A line break that the author asked for."""


Inline: TypeAlias = (
    Text
    | Emphasis
    | Strong
    | StyledText
    | CodeSpan
    | Link
    | CrossRef
    | Image
    | Formula
    | FootnoteRef
    | Citation
    | SourceEntry
    | VerseNumber
    | SourcePage
    | Ruby
    | InterlinearNote
    | ForeignText
    | IndexMark
    | TermUse
    | LineBreak
)


def walk_inlines(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Yield ``inlines`` and all that is inside them, in the order of the text."""
    for inline in inlines:
        yield inline
        if isinstance(inline, InlineContainer):
            yield from walk_inlines(inline.children)


def verse_numbers(inlines: Iterable[Inline]) -> Iterator[VerseNumber]:
    """Yield the numbers of verses in ``inlines``, in order."""
    return (each for each in walk_inlines(inlines) if isinstance(each, VerseNumber))


def source_pages(inlines: Iterable[Inline]) -> Iterator[SourcePage]:
    """Yield where pages of the source edition begin in ``inlines``, in order."""
    return (each for each in walk_inlines(inlines) if isinstance(each, SourcePage))


def ids_in_words(inlines: Iterable[Inline]) -> Iterator[str]:
    """Yield the ids of verses and of pages of the source edition in ``inlines``, in order."""
    for each in walk_inlines(inlines):
        if isinstance(each, VerseNumber | SourcePage) and each.id:
            yield each.id


def index_marks(inlines: Iterable[Inline]) -> Iterator[IndexMark]:
    """Yield the marks for the index in ``inlines``, in order."""
    return (each for each in walk_inlines(inlines) if isinstance(each, IndexMark))


def term_uses(inlines: Iterable[Inline]) -> Iterator[TermUse]:
    """Yield the uses of terms in ``inlines``, in order."""
    return (each for each in walk_inlines(inlines) if isinstance(each, TermUse))


def citations(inlines: Iterable[Inline]) -> Iterator[Citation]:
    """Yield the citations in ``inlines``, in order."""
    return (each for each in walk_inlines(inlines) if isinstance(each, Citation))


def named_places(inlines: Iterable[Inline]) -> Iterator[str]:
    """Yield the ids of the words in ``inlines`` to which an index, a glossary or a bibliography leads, in order."""
    kinds = (IndexMark, TermUse, Citation)
    return (each.id for each in walk_inlines(inlines) if isinstance(each, kinds) and each.id)


def _shifted_characters(kind: str) -> dict[int, str]:
    """Return the superscript or subscript of each figure and sign (Unicode, ``<super>``, ``<sub>``)."""
    characters = {}
    for character in map(chr, (0xB2, 0xB3, 0xB9, *range(0x2070, 0x208F))):
        form, _, base = unicodedata.decomposition(character).partition(" ")
        if form == kind:
            characters[int(base, 16)] = character
    return characters | {ord("-"): characters[0x2212]}


_SHIFTED = {"subscript": _shifted_characters("<sub>"), "superscript": _shifted_characters("<super>")}


def title_runs(inlines: Iterable[Inline], styles: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the plain text of ``inlines`` in runs, each with the ``subscript`` and ``superscript`` around it."""
    for inline in inlines:
        if isinstance(inline, InlineContainer) and not isinstance(inline, Citation | InterlinearNote):
            own = (inline.style,) if isinstance(inline, StyledText) and inline.style in _SHIFTED else ()
            yield from title_runs(inline.children, (*styles, *own))
        elif text := _plain(inline):
            yield text, styles


def in_unicode(text: str, styles: tuple[str, ...]) -> str:
    """Return a lowered or raised run in characters that are so themselves (``₂``), empty where it has others."""
    forms = _SHIFTED[styles[0]] if len(styles) == 1 else {}
    return text.translate(forms) if all(ord(each) in forms for each in text) else ""


def label_text(inlines: Iterable[Inline]) -> str:
    """Return the text of ``inlines`` where there is no markup, as bookmarks: ``H₂O`` of ``H~2~O``."""
    return "".join((in_unicode(text, styles) if styles else "") or text for text, styles in title_runs(inlines))


def plain_text(inlines: Iterable[Inline]) -> str:
    """Return the text of ``inlines`` without markup, calls, interlinear notes, citations, references, verse numbers.

    Pictures are their alternative text, formulas one line of Unicode.
    """
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:  # noqa: PLR0911 - one case a kind
    match inline:
        case Text(text) | CodeSpan(text):
            return text
        case InlineContainer() if not isinstance(inline, Citation | InterlinearNote):
            return plain_text(inline.children)
        case Image(_, alt):
            return alt
        case Formula(_, text):
            return text
        case Ruby(base):
            return base
        case LineBreak():
            return "\n"
        case _:
            return ""
