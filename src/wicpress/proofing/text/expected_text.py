"""The fair copy of an edition: every character that its text has to have, in order, and whether wicpress made it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.edition import numbering, strings
from wicpress.edition.numbering import Labels
from wicpress.edition.punctuation import Mender, mender
from wicpress.edition.view import BookView, ChapterView, Member, Node, cell_members, notes_called, view, walk
from wicpress.epub.links import in_order
from wicpress.html.blocks import shown_pictures
from wicpress.spans import Span

MANUSCRIPT = "manuscript"
KINDS = {
    MANUSCRIPT: "written in the manuscript",
    "numbering": "numerals of chapters, marks of sections, names and numbers of figures and tables",
    "list-marks": "marks and numbers of list items",
    "note-marks": "calls and numbers of notes",
    "references": "the words of references: numbers, titles, pages",
    "notices": "the words that open notices",
    "missing-text": "the key of the ring that marks missing text",
    "cover": "the cover, from book.toml",
    "title-page": "the title page, from book.toml",
    "imprint": "the imprint, from book.toml",
    "contents": "the contents and other ways in: titles said again, and pages",
    "running-heads": "running heads",
    "repeated-heads": "heads of tables, repeated on the pages that a table goes on to",
    "folios": "folios",
    "template": "words of the book's own templates",
}
"""What a character of a finished edition can be: the manuscript's, or made by one of the edition's rules."""


@attrs.frozen
class Passage:
    """A few words of the copy; ``lang`` is SHARED where they serve every language.

    ``leads`` is what their link names: the id of a piece of the book, or an address.
    """

    text: str
    lang: str
    block: str = ""
    kind: str = MANUSCRIPT
    span: Span | None = None
    leads: str = ""

    @property
    def written(self) -> bool:
        """True for words of the manuscript."""
        return self.kind == MANUSCRIPT


Words = Iterator[Passage]


@attrs.frozen
class Copyist:
    """Copies the text of one edition as one ``format`` has it: blocks, and the notes that float.

    ``pages`` gives the label of the printed page on which a piece stands, by its id.
    """

    shown: BookView
    config: Config
    format: str
    names: Labels
    mend: Mender
    numbers: Mapping[str, int]
    pages: Mapping[str, str]

    def chapter(self, chapter: ChapterView) -> Words:
        """Part, title and blocks of a chapter, without its notes."""
        if chapter.part:
            yield from self._axis(chapter.part)
        if numeral := numbering.numeral(chapter.chapter.title, self.config):
            yield Passage(numeral, m.SHARED, chapter.title.id, "numbering")
        yield from self._axis(chapter.title)
        yield from self._blocks(chapter.blocks)

    def note(self, note: Node) -> Words:
        """The number of a note and its words: in print language by language, in an e-book pair by pair."""
        number = str(self.numbers.get(note.id, 0))
        calls = self._calls(note.id) if self.format == "epub" else 1
        yield Passage(number, m.SHARED, note.id, "note-marks")
        for nth in range(2, calls + 1):
            yield Passage(f"{number}{nth}", m.SHARED, note.id, "note-marks")
        if self.format == "epub":
            yield from self._blocks(note.children)
            return
        order = {tag: nth for nth, tag in enumerate(self.shown.languages)}
        for _, words in sorted(self._note_lines(note), key=lambda line: order.get(line[0], len(order))):
            yield from words

    def _note_lines(self, note: Node) -> Iterator[tuple[str, list[Passage]]]:
        """A line of a printed note for each side in it, with its language."""
        for node in walk(note.children):
            match node.piece:
                case m.Figure() | m.Table() | m.Code():
                    yield self.shown.languages[0], list(self._block(node))
                case piece:
                    for member in node.members:
                        mark = [Passage(member.side.marker or "●", member.lang, node.id, "list-marks")]
                        words = list(self._side(node.id, member))
                        yield member.lang, [*(mark if isinstance(piece, m.Item) else ()), *words]

    def _calls(self, note: str) -> int:
        """How often a note is called in this edition."""
        return sum(called == note for each in self._members() for called in _called(each))

    def _members(self) -> Iterator[Member]:
        for chapter in self.shown.chapters:
            for node in walk((chapter.title, *chapter.blocks, *chapter.notes)):
                yield from node.members
                if isinstance(node.piece, m.Table):
                    yield from (
                        each
                        for row in (*node.piece.head, *node.piece.rows)
                        for cell in row.cells
                        for each in cell_members(cell, self.shown.languages)
                    )

    # ------------------------------------------------------------------------------------ blocks

    def _blocks(self, nodes: Iterable[Node], label: str = "") -> Words:
        for nth, node in enumerate(nodes):
            yield from self._block(node, label if not nth and node.kind == "paragraph" else "")

    def _block(self, node: Node, label: str = "") -> Words:
        match node.piece:
            case m.Code():
                for member in node.members:
                    yield Passage(member.side.text, member.lang, node.id, span=member.side.span)
            case m.Heading():
                yield from self.heading(node)
            case m.Figure() | m.Table():
                yield from self._captioned(node, node.piece)
            case m.Definition():
                yield from self._axis(node)
                yield from self._blocks(node.children)
            case m.Notice(kind=kind):
                yield from self._blocks(node.children, kind)
            case m.Item():
                yield from self._sides(node, lambda each: Passage(each.side.marker or "●", each.lang, node.id,
                                                                  "list-marks"))  # fmt: skip
                yield from self._blocks(node.children)
            case _ if label:
                yield from self._sides(node, lambda each: Passage(strings.word(label, each.side.tongue),
                                                                  each.side.tongue, node.id, "notices"))  # fmt: skip
            case _:
                yield from self._sides(node)
                yield from self._blocks(node.children)

    def heading(self, node: Node) -> Words:
        """The heading of a section: its mark and its words in each language."""
        return self._axis(node, lambda each: self.mark(node, each))

    def plain(self, member: Member) -> str:
        """The words of a side as the page shows them, without calls of notes and readings of characters."""
        return m.plain(self.mend(member.side.inlines, member.lang))

    def head(self, table: m.Table) -> Words:
        """The head of a table, which stands again on each page that the table goes on to."""
        for row in table.head:
            for cell in row.cells:
                yield from self._cell(row.id, cell)

    def mark(self, node: Node, member: Member) -> str:
        """The mark before the words of a section's heading."""
        piece = node.piece
        return numbering.section_mark(piece, member.side, self.config) if isinstance(piece, m.Heading) else ""

    def _axis(self, node: Node, mark: Callable[[Member], str] = lambda _: "") -> Words:
        return self._sides(node, lambda each: Passage(mark(each), each.lang, node.id, "numbering"))

    def _sides(self, node: Node, opening: Callable[[Member], Passage] | None = None) -> Words:
        """The sides of a block in the edition's order, each after what opens it."""
        for member in node.members:
            if opening is not None and (first := opening(member)).text:
                yield first
            yield from self._side(node.id, member)

    def _captioned(self, node: Node, piece: m.Figure | m.Table) -> Words:
        word = "figure" if isinstance(piece, m.Figure) else "table"
        if isinstance(piece, m.Figure):
            for each in shown_pictures(piece, self.shown.languages):
                span = next((picture.span for picture in piece.pictures if picture.src == each.src), None)
                yield Passage(each.alt, each.lang, node.id, span=span)
        tags = self.shown.languages

        def numbered(member: Member) -> Passage:
            tag = tags[0] if member.stand_in else member.lang
            name = f"{strings.word(word, tag)} {piece.number}" if piece.number else ""
            return Passage(name, tag, node.id, "numbering")

        yield from self._sides(node, numbered)
        if isinstance(piece, m.Table):
            for row in (*piece.head, *piece.rows):
                for cell in row.cells:
                    yield from self._cell(row.id, cell)

    def _cell(self, row: str, cell: m.Cell) -> Words:
        for member in cell_members(cell, self.shown.languages):
            yield from self._side(row, member)

    # ------------------------------------------------------------------------------------ inlines

    def _side(self, block: str, member: Member) -> Words:
        words = Passage("", member.lang, block, span=member.side.span)
        yield from self._inlines(self.mend(member.side.inlines, member.lang), words, member.called)

    def _inlines(self, inlines: Iterable[m.Inline], words: Passage, called: frozenset[str]) -> Words:
        for inline in inlines:
            yield from self._inline(inline, words, called)

    def _inline(self, inline: m.Inline, words: Passage, called: frozenset[str]) -> Words:
        match inline:
            case m.Text(text) | m.CodeSpan(text):
                yield attrs.evolve(words, text=text)
            case m.HardBreak():
                yield attrs.evolve(words, text="\n")
            case m.Image(_, alt):
                yield attrs.evolve(words, text=alt)
            case m.Ruby(base, reading):
                yield attrs.evolve(words, text=base)
                yield attrs.evolve(words, text=reading)
            case m.Emphasis(children) | m.Strong(children):
                yield from self._inlines(children, words, called)
            case m.Link(href, children):
                yield from self._inlines(children, attrs.evolve(words, leads=href.removeprefix("#")), called)
            case m.Foreign(tag, children):
                yield from self._inlines(children, attrs.evolve(words, lang=tag), called)
            case m.NoteRef(note):
                if note not in called and note in self.numbers:
                    yield attrs.evolve(words, text=str(self.numbers[note]), kind="note-marks", leads=note)
            case m.CrossRef():
                yield self._reference(inline, words)

    def _reference(self, reference: m.CrossRef, words: Passage) -> Passage:
        tag = self.shown.languages[0] if words.lang == m.SHARED else words.lang
        key = reference.target, tag
        title = self.names.titles.get(key, "")
        number = self.names.numbers.get(key, "")
        text = {"page": self.pages.get(reference.target, ""), "title": title}.get(reference.form, number)
        # a number in print is no link: it would be laid anew with every page before it
        leads = "" if reference.form == "page" and self.format == "pdf" else reference.target
        return attrs.evolve(words, text=text or title or reference.target, kind="references", leads=leads)


def _called(member: Member) -> Iterator[str]:
    """The notes that a member calls and shows the number of."""
    return (note for note in notes_called(member.side.inlines) if note not in member.called)


def copyist(book: m.Book, config: Config, edition: Edition, format: str, pages: Mapping[str, str]) -> Copyist:
    """Who copies ``edition`` of ``book`` as a file of ``format`` (``pdf``, ``epub``) has it."""
    shown = view(book, edition)
    if format == "epub":
        shown = attrs.evolve(shown, chapters=tuple(in_order(chapter) for chapter in shown.chapters))
    noted = {note.id: note.piece.number for chapter in shown.chapters for note in chapter.notes
             if isinstance(note.piece, m.Note)}  # fmt: skip
    return Copyist(shown, config, format, numbering.labels(book, config), mender(config), noted, pages)
