"""The expected text of an edition: every character in order, and whether the manuscript or wicpress wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from wicpress import model as m
from wicpress.block_kinds import block_kinds
from wicpress.config import Config, Edition
from wicpress.diagnostics import Span
from wicpress.edition import numbering, strings
from wicpress.edition.numbering import Labels
from wicpress.edition.punctuation import PunctuationFixer, punctuation_fixer
from wicpress.edition.view import BookView, ChapterView, ShownNode, ShownText, cell_members, notes_called, view, walk
from wicpress.epub.links import fix_heading_levels
from wicpress.html.blocks import shown_pictures

MANUSCRIPT = "manuscript"
KINDS = {
    MANUSCRIPT: "written in the manuscript",
    "numbering": "numerals of chapters, marks of sections, names and numbers of figures and tables",
    "list-marks": "marks and numbers of list items",
    "note-marks": "calls and numbers of notes",
    "references": "the text of references: numbers, titles, pages",
    "notices": "the words that open admonitions",
    "missing-text": "the explanation of the mark of missing text",
    "cover": "the cover, from book.toml",
    "title-page": "the title page, from book.toml",
    "imprint": "the imprint, from book.toml",
    "contents": "the contents and other navigation: titles and pages",
    "running-heads": "running heads",
    "repeated-heads": "heads of tables, repeated on the next pages of a table",
    "folios": "folios",
    "template": "text of the book's own templates",
}
"""The origins of a character in a finished edition: the manuscript, or one of the edition's rules."""


@attrs.frozen
class ExpectedRun:
    """A run of expected text; ``lang`` is SHARED if it belongs to every language.

    ``link_target`` is where its link leads: the id of a node of the book, or a URL.
    """

    text: str
    lang: str
    block: str = ""
    kind: str = MANUSCRIPT
    span: Span | None = None
    link_target: str = ""

    @property
    def is_manuscript(self) -> bool:
        """True for text of the manuscript."""
        return self.kind == MANUSCRIPT


Runs = Iterator[ExpectedRun]


@attrs.frozen
class ExpectedTextBuilder:
    """Builds the expected text of one edition in one ``format``: blocks, and the footnotes.

    ``pages`` has the label of the printed page of each node, by its id.
    """

    shown: BookView
    config: Config
    format: str
    names: Labels
    fix_punctuation: PunctuationFixer
    numbers: Mapping[str, int]
    pages: Mapping[str, str]

    def chapter(self, chapter: ChapterView) -> Runs:
        """Yield part, title and blocks of a chapter, without its notes."""
        if chapter.part:
            yield from self.heading(chapter.part)
        sides = (member.side for member in chapter.title.members)
        if numeral := numbering.numeral(chapter.chapter.title, sides, self.config):
            yield ExpectedRun(numeral, m.SHARED, chapter.title.id, "numbering")
        yield from self._heading_line(chapter.title)
        yield from self.blocks(chapter.blocks)

    def note(self, note: ShownNode) -> Runs:
        """Yield the number of a note and its text: in print by language, in an e-book by pair."""
        number = str(self.numbers.get(note.id, 0))
        calls = self._calls(note.id) if self.format == "epub" else 1
        yield ExpectedRun(number, m.SHARED, note.id, "note-marks")
        for index in range(2, calls + 1):
            yield ExpectedRun(f"{number}{index}", m.SHARED, note.id, "note-marks")
        if self.format == "epub":
            yield from self.blocks(note.children)
            return
        order = {tag: index for index, tag in enumerate(self.shown.languages)}
        for _, runs in sorted(self._note_lines(note), key=lambda line: order.get(line[0], len(order))):
            yield from runs

    def _note_lines(self, note: ShownNode) -> Iterator[tuple[str, list[ExpectedRun]]]:
        """Yield a line of a printed note for each side in it, with its language."""
        for node in walk(note.children):
            match node.piece:
                case m.Figure() | m.Table() | m.CodeBlock():
                    yield self.shown.languages[0], list(self.block(node))
                case piece:
                    for member in node.members:
                        mark = [ExpectedRun(member.side.marker or "●", member.lang, node.id, "list-marks")]
                        runs = list(self._side(node.id, member))
                        yield member.lang, [*(mark if isinstance(piece, m.ListItem) else ()), *runs]

    def _calls(self, note: str) -> int:
        """Return how often a note is called in this edition."""
        return sum(called == note for each in self._members() for called in _called(each))

    def _members(self) -> Iterator[ShownText]:
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

    def blocks(self, nodes: Iterable[ShownNode], label: str = "") -> Runs:
        """Yield the text of blocks; the first gets the ``label`` if it is a paragraph."""
        for index, node in enumerate(nodes):
            yield from self.block(node, label if not index and node.kind == "paragraph" else "")

    def block(self, node: ShownNode, label: str = "") -> Runs:
        """Yield the text of a block, as its kind has it."""
        return block_kinds()[node.kind].text(self, node, label)

    def run(self, text: str, language: str, block: str, kind: str, span: Span | None = None) -> ExpectedRun:
        """Return one run."""
        return ExpectedRun(text, language, block, kind, span)

    def translate(self, key: str, language: str) -> str:
        """Return a word that wicpress writes itself."""
        return strings.translate(key, language)

    def heading(self, node: ShownNode) -> Runs:
        """Return the heading of a section: its mark and its text in each language."""
        return self._heading_line(node, lambda each: self.mark(node, each))

    def plain(self, member: ShownText) -> str:
        """Return the text of a side as the page shows it, without note calls and ruby."""
        return m.plain_text(self.fix_punctuation(member.side.inlines, member.lang))

    def head(self, table: m.Table) -> Runs:
        """Yield the head of a table, which is repeated on each page that the table goes on to."""
        for row in table.head:
            for cell in row.cells:
                yield from self._cell(row.id, cell)

    def mark(self, node: ShownNode, member: ShownText) -> str:
        """Return the mark before a section's heading."""
        piece = node.piece
        return numbering.section_mark(piece, member.side, self.config) if isinstance(piece, m.Heading) else ""

    def _heading_line(self, node: ShownNode, mark: Callable[[ShownText], str] = lambda _: "") -> Runs:
        return self.sides(node, lambda each: ExpectedRun(mark(each), each.lang, node.id, "numbering"))

    def sides(self, node: ShownNode, opening: Callable[[ShownText], ExpectedRun] | None = None) -> Runs:
        """Yield the sides of a block in the edition's order, each after its ``opening``."""
        for member in node.members:
            if opening is not None and (first := opening(member)).text:
                yield first
            yield from self._side(node.id, member)

    def pictures(self, node: ShownNode) -> Runs:
        """Yield the text alternatives of a figure."""
        assert isinstance(node.piece, m.Figure)
        spans = {picture.src: picture.span for picture in node.piece.pictures}
        for each in shown_pictures(node.piece, self.shown.languages):
            yield ExpectedRun(each.alt, each.lang, node.id, span=spans[each.src])

    def caption(self, node: ShownNode, word: str) -> Runs:
        """Yield a caption in each language, its number after a ``word``."""
        tags, piece = self.shown.languages, node.piece
        assert isinstance(piece, m.Figure | m.Table)

        def label(member: ShownText) -> ExpectedRun:
            tag = tags[0] if member.is_fallback else member.lang
            number = numbering.caption_number(piece, member.side, self.config)
            name = f"{strings.translate(word, tag)} {number}" if number else ""
            return ExpectedRun(name, tag, node.id, "numbering")

        return self.sides(node, label)

    def cells(self, node: ShownNode) -> Runs:
        """Yield the text of a table's cells."""
        assert isinstance(node.piece, m.Table)
        for row in (*node.piece.head, *node.piece.rows):
            for cell in row.cells:
                yield from self._cell(row.id, cell)

    def _cell(self, row: str, cell: m.Cell) -> Runs:
        for member in cell_members(cell, self.shown.languages):
            yield from self._side(row, member)

    # ------------------------------------------------------------------------------------ inlines

    def _side(self, block: str, member: ShownText) -> Runs:
        run = ExpectedRun("", member.lang, block, span=member.side.span)
        yield from self._inlines(self.fix_punctuation(member.side.inlines, member.lang), run, member.already_called)

    def _inlines(self, inlines: Iterable[m.Inline], run: ExpectedRun, called: frozenset[str]) -> Runs:
        for inline in inlines:
            yield from self._inline(inline, run, called)

    def _inline(self, inline: m.Inline, run: ExpectedRun, called: frozenset[str]) -> Runs:
        match inline:
            case m.Text(text) | m.CodeSpan(text):
                yield attrs.evolve(run, text=text)
            case m.LineBreak():
                yield attrs.evolve(run, text="\n")
            case m.Image(_, alt):
                yield attrs.evolve(run, text=alt)
            case m.Ruby(base, reading):
                yield attrs.evolve(run, text=base)
                yield attrs.evolve(run, text=reading)
            case m.Emphasis(children) | m.Strong(children):
                yield from self._inlines(children, run, called)
            case m.Link(href, children):
                yield from self._inlines(children, attrs.evolve(run, link_target=href.removeprefix("#")), called)
            case m.ForeignText(tag, children):
                yield from self._inlines(children, attrs.evolve(run, lang=tag), called)
            case m.FootnoteRef(note):
                if note not in called and note in self.numbers:
                    yield attrs.evolve(run, text=str(self.numbers[note]), kind="note-marks", link_target=note)
            case m.CrossRef():
                yield self._reference(inline, run)

    def _reference(self, reference: m.CrossRef, run: ExpectedRun) -> ExpectedRun:
        tag = self.shown.languages[0] if run.lang == m.SHARED else run.lang
        key = reference.target, tag
        title = self.names.titles.get(key, "")
        number = self.names.numbers.get(key, "")
        text = {"page": self.pages.get(reference.target, ""), "title": title}.get(reference.form, number)
        # a page number in print is not a link: linked, its text would depend on every page before it
        link_target = "" if reference.form == "page" and self.format == "pdf" else reference.target
        return attrs.evolve(run, text=text or title or reference.target, kind="references", link_target=link_target)


def _called(member: ShownText) -> Iterator[str]:
    """Return the notes that a member calls and shows the number of."""
    return (note for note in notes_called(member.side.inlines) if note not in member.already_called)


def expected_text(
    book: m.Book, config: Config, edition: Edition, output_format: str, pages: Mapping[str, str]
) -> ExpectedTextBuilder:
    """Return the builder for ``edition`` of ``book`` in ``output_format`` (``pdf``, ``epub``)."""
    shown = view(book, edition)
    if output_format == "epub":
        shown = attrs.evolve(shown, chapters=tuple(fix_heading_levels(chapter) for chapter in shown.chapters))
    note_numbers = {note.id: note.piece.number for chapter in shown.chapters for note in chapter.notes
             if isinstance(note.piece, m.Footnote)}  # fmt: skip
    return ExpectedTextBuilder(
        shown, config, output_format, numbering.labels(book, config), punctuation_fixer(config), note_numbers, pages
    )
