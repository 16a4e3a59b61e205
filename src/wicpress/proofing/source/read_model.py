"""What the book has of each line of its manuscript: the words of blocks with their effects, and the blocks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import attrs

from wicpress.diagnostics import Span
from wicpress.model import (
    SHARED,
    Bibliography,
    Book,
    Chapter,
    Citation,
    CodeSpan,
    CrossRef,
    Emphasis,
    Figure,
    Footnote,
    FootnoteRef,
    ForeignText,
    Formula,
    Glossary,
    Image,
    Index,
    IndexMark,
    Inline,
    InlineContainer,
    InterlinearNote,
    LineBreak,
    Link,
    ListItem,
    Node,
    PageBreak,
    Ruby,
    SourcePage,
    Strong,
    StyledText,
    TermUse,
    Text,
    ThematicBreak,
    VerseNumber,
    child_nodes,
    translations_of,
)
from wicpress.proofing.source.passages import SCHEME, Effect, Passage, squeeze

Key = tuple[str, frozenset[Effect]]
BREAK: Key = ("", frozenset({(0, 0, "thematic break", "")}))
Place = tuple[str, int]
"""A file and a line, from 1."""
Chain = tuple[Node, ...]
"""A block behind those that it is in, the outermost first."""


@attrs.define
class BookText:
    """The text of a book by its places in the manuscript.

    ``passages`` are those of a file that begin in a line, in order; ``nodes`` the blocks around them, the outermost
    first.
    ``anywhere`` counts what stands once in the book for several places: words that all languages share, descriptions
    of pictures. ``drawn`` counts the pictures and breaks of each range of lines; ``picture_links``
    are the addresses of pictures with those of their links, ``link_titles`` those with the titles of their links,
    ``picture_widths`` those with their widths.
    ``parts`` are the ids of the titles of parts, ``chapters`` those of chapters by the ids of their titles,
    ``first_chapters`` those of the first chapter of each file, ``page_breaks`` those of blocks that begin a page.
    ``notes`` are the names of notes by their ids, ``interlinear`` the places of the words of interlinear notes.
    """

    passages: dict[str, dict[int, list[Passage]]] = attrs.field(factory=dict)
    nodes: dict[Place, list[Chain]] = attrs.field(factory=lambda: defaultdict(list))
    anywhere: Counter[Key] = attrs.field(factory=Counter)
    drawn: Counter[tuple[str, int, int]] = attrs.field(factory=Counter)
    picture_links: set[tuple[str, str]] = attrs.field(factory=set)
    link_titles: set[tuple[str, str]] = attrs.field(factory=set)
    picture_widths: set[tuple[str, str]] = attrs.field(factory=set)
    parts: set[str] = attrs.field(factory=set)
    chapters: dict[str, str] = attrs.field(factory=dict)
    first_chapters: dict[str, str] = attrs.field(factory=dict)
    page_breaks: set[str] = attrs.field(factory=set)
    notes: dict[str, str] = attrs.field(factory=dict)
    interlinear: set[Span] = attrs.field(factory=set)
    _first_lines: dict[int, dict[str, set[int]]] = attrs.field(factory=dict, init=False)

    def first_lines_in(self, path: str, node: Node) -> set[int]:
        """Return the lines of a file in which a block of the book, with all inside it, begins: one a language."""
        if id(node) not in self._first_lines:
            lines: dict[str, set[int]] = defaultdict(set)
            for (file, _), line in first_lines(node).items():
                lines[file].add(line)
            self._first_lines[id(node)] = lines
        return self._first_lines[id(node)].get(path, set())


def read_model(book: Book) -> BookText:
    """Return the text of a book by its places."""
    text, notes = BookText(), set[frozenset[Span]]()
    text.notes.update((note.id, note.label) for chapter in book.chapters for note in chapter.notes)
    for chapter in book.chapters:
        text.chapters[chapter.title.id] = chapter.id
        text.parts.update({chapter.part.id} if chapter.part else ())
        for span in (span for node in (chapter.title, *chapter.blocks) for span in _spans(node)):
            text.first_chapters.setdefault(span.path, chapter.id)
        following = zip(chapter.blocks, chapter.blocks[1:], strict=False)
        text.page_breaks.update(after.id for each, after in following if isinstance(each, PageBreak))
        reader = _ChapterReader(text, chapter, len(book.languages))
        for node in (chapter.part, chapter.title, *chapter.blocks):
            if node:
                reader.node(node, ())
        own_notes = [(note, frozenset(_spans(note))) for note in chapter.notes]
        for note, spans in own_notes:
            if spans not in notes:  # chapters of one file that call a note each have it
                reader.node(note, ())
        notes.update(spans for _, spans in own_notes)
    return text


def _spans(node: Node) -> Iterator[Span]:
    yield from (side.span for side in translations_of(node))
    for child in child_nodes(node):
        yield from _spans(child)


class _ChapterReader:
    def __init__(self, text: BookText, chapter: Chapter, languages: int) -> None:
        self.text = text
        self.languages = languages
        self.labels = {note.id: note.label for note in chapter.notes}

    def node(self, node: Node, around: Chain) -> None:
        """Add a block and all inside it."""
        chain = (*around, node)
        for side in translations_of(node):
            passage = Passage(side.span.line)
            mark = "" if isinstance(node, ListItem) else squeeze(side.marker)
            passage.text = mark + self.words(side.inlines, passage, len(mark))
            self.text.passages.setdefault(side.span.path, {}).setdefault(side.span.line, []).append(passage)
            self.begins(side.span, chain)
            if side.lang == SHARED:
                self.text.anywhere[passage.shared_key] += self.languages - 1
        if isinstance(node, Figure):
            self.figure(node, chain)
        if isinstance(node, Index):
            self.begins(node.span, chain)
        if isinstance(node, Bibliography | Glossary):
            self.begins(node.span, chain)
            return
        if isinstance(node, ThematicBreak):
            self.begins(node.span, chain)
            self.text.anywhere[BREAK] += self.languages - 1
            self.text.drawn[node.span.path, node.span.line, node.span.end_line] += 1
        for child in child_nodes(node):
            self.node(child, chain)

    def begins(self, span: Span, chain: Chain) -> None:
        """Add a block to those of a line; the cells of a row are in one, however many they are."""
        chains = self.text.nodes[span.path, span.line]
        if not chains or chains[-1] is not chain:
            chains.append(chain)

    def figure(self, figure: Figure, chain: Chain) -> None:
        """Add the descriptions of pictures, which have one place although each language has its own in the source."""
        for picture in figure.pictures:
            self.begins(picture.span, chain)
            self.text.drawn[picture.span.path, picture.span.line, picture.span.end_line] += 1
            self.text.picture_widths.add((picture.src, picture.width))
            self.text.picture_links.update((picture.src, address_of(link)) for _, link in picture.links)
            self.text.link_titles.update((picture.src, squeeze(link.title)) for _, link in picture.links)
            words = [*(squeeze(alt) for _, alt in picture.alt), ""] * self.languages
            self.text.anywhere.update((each, frozenset({(0, len(each), "image", picture.src)})) for each in words)

    def words(self, inlines: Iterable[Inline], passage: Passage, start: int) -> str:
        """Return the text of inlines, and add its effects; ``start`` is its place in the passage."""
        parts: list[str] = []
        for inline in inlines:
            if isinstance(inline, SourcePage) and inline.of_block:
                continue  # the braces of the block have it
            if isinstance(inline, InterlinearNote) and inline.label:  # its words are written below the text
                self.interlinear_note(inline)
                passage.effects.append((start, start, "note", inline.label))
                continue
            part = self.word(inline, passage, start)
            parts.append(part)
            start += len(part)
        return "".join(parts)

    def word(self, inline: Inline, passage: Passage, start: int) -> str:  # noqa: PLR0912 - one case a kind
        """Return the text of one inline, and add its effect."""
        text, name, value = "", "", ""
        match inline:
            case Text(text) | Ruby(text, by_machine=True):
                return squeeze(text)
            case CodeSpan(text):
                text, name = squeeze(text), "code"
            case Formula(tex):
                text, name = squeeze(tex), "formula"
            case VerseNumber(number, own):
                text, name, value = squeeze(number), "verse", own
            case SourcePage(number):
                name, value = "source page", number
            case Ruby(base, reading):
                text, name, value = squeeze(base) + squeeze(reading), "ruby", str(len(squeeze(base)))
            case Image(src, alt, _, width):
                text, name, value = squeeze(alt), "image", src
                if width:
                    passage.effects.append((start, start + len(text), "width", width))
            case FootnoteRef(note):
                name, value = "note", self.labels.get(note, note) or "^"
            case CrossRef():
                name, value = "reference", self.reference(inline)
            case LineBreak():
                name = "break"
            case Citation(sources):
                name, value = (
                    "citation",
                    ";".join(
                        "|".join((each.key, each.form, squeeze(each.locator), squeeze(each.prefix)))
                        for each in sources
                    ),
                )
            case InlineContainer(children=children):
                words = (inline.written if isinstance(inline, TermUse) else ()) or children
                text = self.words(words, passage, start)
                name, value = _effect(inline)
        passage.effects.append((start, start + len(text), name, value))
        title = inline.title if isinstance(inline, Link | Image) else ""
        if title:
            passage.effects.append((start, start + len(text), "title", squeeze(title)))
        return text

    def interlinear_note(self, note: InterlinearNote) -> None:
        """Add the words of an interlinear note where they are written, once."""
        if note.span is None or note.span in self.text.interlinear:
            return
        self.text.interlinear.add(note.span)
        passage = Passage(note.span.line)
        inside = note.children
        if len(inside) == 1 and isinstance(inside[0], ForeignText):  # called in another language
            inside = inside[0].children
        passage.text = self.words(inside, passage, 0)
        self.text.passages.setdefault(note.span.path, {}).setdefault(note.span.line, []).append(passage)
        self.begins(note.span, (Footnote(note.label, note.label, ()),))

    def reference(self, reference: CrossRef) -> str:
        """Return the form of a reference and its places, as the manuscript writes them; notes by their names."""
        places = []
        for place in reference.places:
            names = (f"^{label}" if (label := self.text.notes.get(each)) else each for each in place if each)
            places.append("–".join(names))
        return f"{reference.form}{'+words' if reference.in_words else ''} {','.join(places)}"


def address_of(link: Link) -> str:
    """Return where a link leads: ``#id`` of a block, or the address that the manuscript has."""
    return link.href if SCHEME.match(link.href) else unquote(link.href)


def _effect(inline: Inline) -> tuple[str, str]:
    match inline:
        case Emphasis() | Strong() | StyledText():
            return inline.style if isinstance(inline, StyledText) else type(inline).__name__.lower(), ""
        case InterlinearNote(is_note=is_note):
            return "interlinear", "note" if is_note else ""
        case ForeignText(lang):
            return "language", lang.casefold()
        case IndexMark():
            return "index", _index_entry(inline)
        case TermUse():
            return "term", inline.name
        case Link():
            return "link", address_of(inline)
    raise TypeError(type(inline).__name__)


def _index_entry(mark: IndexMark) -> str:
    """Return what is said of words for the index, as the manuscript writes it, without spaces."""
    classes = {"name": mark.is_name, "main": mark.is_main, mark.span_end: bool(mark.span_end)}
    entries = {
        "entry": mark.entry, "translation": mark.translation, "see": mark.see, "see-also": mark.see_also,
    }  # fmt: skip
    values = {key: ">".join(map(squeeze, words)) for key, words in entries.items()} | {
        "reading": squeeze(mark.reading)
    }
    given = (f"{key}={value}" for key, value in values.items() if value)
    return " ".join((*sorted(name for name, holds in classes.items() if holds), *given))


def first_lines(node: Node) -> dict[tuple[str, str], int]:
    """Return the first line of a block, with all inside it, in each file and language."""
    lines: dict[tuple[str, str], int] = {}
    if isinstance(node, Bibliography | Glossary):
        return {(node.span.path, SHARED): node.span.line}
    if isinstance(node, Figure | ThematicBreak | Index):
        spans = [picture.span for picture in node.pictures] if isinstance(node, Figure) else [node.span]
        lines |= {(span.path, SHARED): span.line for span in reversed(spans)}
    for side in node.sides:
        key = side.span.path, side.lang
        lines[key] = min(side.span.line, lines.get(key, side.span.line))
    for child in child_nodes(node):
        for key, line in first_lines(child).items():
            lines[key] = min(line, lines.get(key, line))
    return lines
