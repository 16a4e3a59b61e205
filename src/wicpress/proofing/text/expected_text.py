"""The expected text of an edition: every character in order, and whether the manuscript or wicpress wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.block_kinds import block_kinds
from wicpress.config import Config, Edition
from wicpress.diagnostics import Span
from wicpress.proofing.formulas.signs import signs_of_tex
from wicpress.proofing.text import containers, edition_rules
from wicpress.proofing.text.counted_numbers import (
    CountedNumbers,
    captions_number,
    count_numbers,
    equations_number,
    opening_numeral,
    section_number,
    verse_numbers,
)
from wicpress.proofing.text.ebook.descriptions import words_of_pictures
from wicpress.proofing.text.edition_rules import StandingBook, StandingChapter, StandingNode, StandingSide
from wicpress.proofing.text.fullwidth_rule import widen
from wicpress.proofing.text.generated_words import numbered, word
from wicpress.proofing.text.index.expected_index import index_text
from wicpress.proofing.text.index.term_pages import pages_of_uses, uses_of_terms
from wicpress.proofing.text.letter_stream import LINE_START, THEMATIC_BREAK
from wicpress.proofing.text.notes.endnotes import with_endnotes
from wicpress.proofing.text.notes.marks import marks_of_notes
from wicpress.proofing.text.notes.sequences import book_of_edition, with_own_numbers
from wicpress.proofing.text.references.named_places import ReferenceText
from wicpress.proofing.text.references.standing_citations import back_signs, standing_citations
from wicpress.proofing.text.references.standing_places import heading_levels, ids_standing, places_of_book
from wicpress.proofing.text.title_words import label, parts_of_label, parts_of_title

MANUSCRIPT = "manuscript"
SOURCE_PAGES = "source-pages"
KINDS = {
    MANUSCRIPT: "written in the manuscript",
    "numbering": "numerals of chapters, marks of sections, names and numbers of figures and tables",
    "list-marks": "marks and numbers of list items",
    "note-marks": "calls and numbers of notes",
    "brackets": "brackets of interlinear notes",
    "note-heads": "headings above notes behind the text",
    SOURCE_PAGES: "the numbers of pages of the source edition, in the margin",
    "references": "the text of references: numbers, titles, pages",
    "sources": "the numbers of entries in bibliographies, and what leads back to citations",
    "notices": "the words that open notices and descriptions of pictures, and the classes of notes",
    "missing-text": "the explanation of the mark of missing text",
    "cover": "the cover, from book.toml",
    "title-page": "the title page, from book.toml",
    "imprint": "the imprint, from book.toml",
    "index": "the index: its entries and the numbers of their pages; these numbers in glossaries",
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

    ``link_target`` is where its link leads: the id of a node of the book, or a URL. ``heading`` is the level of the
    heading that it is in, or 0; ``inline_kinds`` what it is in of ``extract_text.INLINE_KINDS``, ``containers`` what
    its block is in. ``is_verse``: it is the number of a verse, ``is_picture``: it describes a picture in the words.
    Words of one side have the same ``side``.
    """

    text: str
    lang: str
    block: str = ""
    kind: str = MANUSCRIPT
    span: Span | None = None
    link_target: str = ""
    heading: int = 0
    inline_kinds: frozenset[str] = frozenset()
    containers: containers.Containers = ()
    is_verse: bool = False
    is_picture: bool = False
    side: int = attrs.field(default=0, eq=False, repr=False)

    @property
    def is_inline(self) -> bool:
        """True for the words of a side, its references included."""
        return self.kind in {MANUSCRIPT, "references"}

    @property
    def is_manuscript(self) -> bool:
        """True for text of the manuscript."""
        return self.kind == MANUSCRIPT


Runs = Iterator[ExpectedRun]


@attrs.frozen
class ExpectedTextBuilder:
    """Builds the expected text of one edition in one ``format``, but that of its notes (``notes.expected_notes``).

    ``pages`` has the label of the printed page of each node, by its id; ``nodes`` all nodes of the book by their ids,
    and the titles of chapters by those of the chapters; ``standing_ids`` the ids of what stands in the edition;
    ``levels`` the levels of headings of sections; ``calls`` how often it calls each note, ``marks`` what marks it;
    ``references`` says what its references name; ``uses`` are those of each term, ``citations`` those of each source.
    """

    shown: StandingBook
    config: Config
    format: str
    numbers: CountedNumbers
    nodes: Mapping[str, m.Node]
    pages: Mapping[str, str]
    standing_ids: frozenset[str]
    title_ids: frozenset[str]
    levels: Mapping[str, int]
    calls: Mapping[str, int]
    marks: Mapping[str, str]
    references: ReferenceText
    uses: Mapping[str, Iterable[m.TermUse]]
    citations: Mapping[str, tuple[str, ...]]

    def chapter(self, chapter: StandingChapter) -> Runs:
        """Yield part, title and blocks of a chapter, without its notes."""
        if part := chapter.part:
            yield from self._heading_line(part, lambda each: self.mark(part, each, "part"))
            yield from self.blocks(part.children)
        if numeral := self.numeral(chapter.title):
            yield ExpectedRun(numeral, m.SHARED, chapter.title.id, "numbering")
        yield from self._heading_line(chapter.title, lambda each: self.mark(chapter.title, each, "title"))
        yield from self.blocks(chapter.blocks)

    def blocks(self, nodes: Iterable[StandingNode], label: str = "") -> Runs:
        """Yield the text of blocks; the first gets the ``label`` if it is a paragraph."""
        for index, node in enumerate(nodes):
            yield from self.block(node, label if not index and node.kind == "paragraph" else "")

    def block(self, node: StandingNode, label: str = "") -> Runs:
        """Yield the text of a block, as its kind has it; a thematic break is a sign in an e-book, a line in print."""
        if isinstance(node.piece, m.ThematicBreak) and self.format == "epub":
            yield ExpectedRun(THEMATIC_BREAK, m.SHARED, node.id, span=node.piece.span)
        kinds = frozenset({"code"}) if isinstance(node.piece, m.CodeBlock) else frozenset()
        runs = self._run_in(node, node.run_in) if node.run_in else block_kinds()[node.kind].text(self, node, label)
        for run in runs:
            around = (*containers.of_block(node.piece, run.block), *run.containers)
            yield attrs.evolve(run, inline_kinds=run.inline_kinds | kinds, containers=around)

    def run(self, text: str, language: str, block: str, kind: str, span: Span | None = None) -> ExpectedRun:
        """Return one run; lines that the author ended stay lines."""
        return ExpectedRun(text.replace("\n", LINE_START), language, block, kind, span)

    def translate(self, key: str, language: str) -> str:
        """Return a word that wicpress writes itself."""
        return word(key, language)

    def heading(self, node: StandingNode) -> Runs:
        """Return the heading of a section: its mark and its text in each language."""
        return self._heading_line(node, lambda each: self.mark(node, each))

    def _run_in(self, paragraph: StandingNode, heading: StandingNode) -> Runs:
        """Yield a paragraph in each language behind its heading in that language."""
        for nth, member in enumerate(paragraph.members):
            yield from self.heading(attrs.evolve(heading, members=heading.members[nth : nth + 1]))
            yield from self.side(paragraph.id, member)

    def label(self, member: StandingSide) -> str:
        """Return the text of a side where there is no markup, without note calls and ruby."""
        return label(self._as_set(self.title(member), member.lang))

    def title(self, member: StandingSide) -> tuple[m.Inline, ...]:
        """Return the words of a title where its references are no links."""
        return self.references.in_title(member.side.inlines, self._tag(member.lang))

    def entry(self, node: StandingNode, member: StandingSide, mark: str) -> Runs:
        """Yield the text of a side in the contents or in a list of captions, behind its mark."""
        parts_of = parts_of_label if self.format == "epub" else parts_of_title
        words = parts_of(self._as_set(self.title(member), member.lang))
        for text, kinds in ((mark, frozenset[str]()), *words):
            if text:
                yield ExpectedRun(text, member.lang, node.id, "contents", link_target=node.id, inline_kinds=kinds)

    def numeral(self, title: StandingNode) -> str:
        """Return the numeral of a chapter."""
        assert isinstance(title.piece, m.Heading)
        return opening_numeral(title.piece, (each.side for each in title.members), self.numbers, self.config)

    def head(self, table: m.Table) -> Runs:
        """Yield the head of a table, which is repeated on each page that the table goes on to."""
        for row in table.head:
            for cell in row.cells:
                yield from self._cell(row.id, cell)

    def mark(self, node: StandingNode, member: StandingSide, kind: str = "section") -> str:
        """Return the mark before the heading of a section, part or title, with the space behind it."""
        assert isinstance(node.piece, m.Heading)
        if kind == "title" and (self.config.numbering != "auto" or self.numeral(node)):
            return ""
        number = section_number(node.piece, member.side, self.numbers, self.config, kind)
        space = "　" if lang.is_chinese_or_japanese(member.lang) else "\u2002"
        return number if not number or number[-1] in "、）" else number + space

    def _heading_line(self, node: StandingNode, mark: Callable[[StandingSide], str] = lambda _: "") -> Runs:
        level = self.levels.get(node.id, 1)
        for run in self.sides(node, lambda each: ExpectedRun(mark(each), each.lang, node.id, "numbering")):
            yield attrs.evolve(run, heading=level, kind="note-heads" if node.generated else run.kind)

    def sides(self, node: StandingNode, opening: Callable[[StandingSide], ExpectedRun] | None = None) -> Runs:
        """Yield the sides of a block in the edition's order, each after its ``opening``."""
        for member in node.members:
            if opening is not None and (first := opening(member)).text:
                yield first
            yield from self.side(node.id, member)

    def verse(self, node: StandingNode) -> Runs:
        """Yield the lines of verse, every fifth after its number."""
        first = node.piece.first_line if isinstance(node.piece, m.Verse) else 0
        for member in node.members:
            runs = list(self.side(node.id, member))
            for number, run in zip(verse_numbers((each.text for each in runs), first), runs, strict=True):
                if number:
                    yield ExpectedRun(number, member.lang, node.id, "numbering")
                yield run

    def pictures(self, node: StandingNode) -> Runs:
        """Yield the text alternatives of a figure, and the long descriptions of its pictures."""
        assert isinstance(node.piece, m.Figure)
        for picture, tag, words, is_ours, link in words_of_pictures(node.piece, self.shown.languages, self.format):
            kind, target = "notices" if is_ours else MANUSCRIPT, self._link_target(link) if link else ""
            yield ExpectedRun(words, tag, node.id, kind, picture.span, target)

    def caption(self, node: StandingNode, key: str) -> Runs:
        """Yield a caption in each language, its number after the word of that ``key``."""
        piece = node.piece
        assert isinstance(piece, m.CaptionedBlock)

        def label(member: StandingSide) -> ExpectedRun:
            tag = self.shown.languages[0] if member.is_fallback else member.lang
            number = captions_number(piece, member.side, self.numbers, self.config, tag)
            return ExpectedRun(numbered(key, number, tag) if number else "", tag, node.id, "numbering")

        for run in self.sides(node, label):
            yield attrs.evolve(run, containers=(containers.CAPTION,))

    def index(self, node: StandingNode) -> Runs:
        """Yield the entries of an index, with the numbers of their pages."""
        assert isinstance(node.piece, m.Index)
        for piece in index_text(self.shown, node.piece, self.pages):
            yield ExpectedRun(piece.text, piece.lang, node.id, "index", link_target=piece.target)

    def pages_of_term(self, node: StandingNode) -> Runs:
        """Yield the numbers of the pages on which the edition uses the term of an entry."""
        assert isinstance(node.piece, m.GlossaryEntry)
        for text, target in pages_of_uses(self.uses.get(node.piece.term, ()), self.pages):
            yield ExpectedRun(text, self.shown.languages[0], f"{node.id}-pages", "index", link_target=target)

    def equation(self, node: StandingNode) -> Runs:
        """Yield a formula in a line of its own in each language, and its number behind it."""
        assert isinstance(node.piece, m.Equation)
        number = equations_number(node.piece, self.numbers, self.config)
        for member in node.members:
            yield from self.side(node.id, member)
            yield from (ExpectedRun(number, member.lang, node.id, "numbering"),) if number else ()

    def file_name(self, node: StandingNode) -> Runs:
        """Yield the name of the file of a listing, in its caption."""
        assert isinstance(node.piece, m.Listing)
        if node.piece.file_name:
            run = _within(ExpectedRun(node.piece.file_name, m.SHARED, node.id), "code")
            yield attrs.evolve(run, containers=(containers.CAPTION,))

    def cells(self, node: StandingNode) -> Runs:
        """Yield the text of a table's cells."""
        assert isinstance(node.piece, m.Table)
        added = containers.added_columns(node.piece, self.shown.languages)
        for row in (*node.piece.head, *node.piece.rows):
            for nth, cell in enumerate(row.cells):
                around = containers.of_cell(row, nth, node.piece, added)
                yield from (attrs.evolve(run, containers=around) for run in self._cell(row.id, cell))

    def _cell(self, row: str, cell: m.Cell) -> Runs:
        for member in edition_rules.cell_sides(cell, self.shown.languages):
            yield from self.side(row, member)

    # ------------------------------------------------------------------------------------ inlines

    def _as_set(self, inlines: tuple[m.Inline, ...], language: str) -> tuple[m.Inline, ...]:
        return widen(inlines, language) if self.config.punctuation == "fullwidth" else inlines

    def side(self, block: str, member: StandingSide) -> Runs:
        """Yield the words of a side of a block."""
        run = ExpectedRun("", member.lang, block, span=member.side.span, side=id(member.side))
        yield from self._inlines(self._as_set(member.inlines, member.lang), run, member.silent)

    def _inlines(self, inlines: Iterable[m.Inline], run: ExpectedRun, silent: frozenset[str]) -> Runs:
        for inline in inlines:
            yield from self._inline(inline, run, silent)

    def _inline(self, inline: m.Inline, run: ExpectedRun, silent: frozenset[str]) -> Runs:
        match inline:
            case m.InterlinearNote(children, is_note):
                yield from self._interlinear(children, _within(run, "interlinear note") if is_note else run, silent)
            case m.Emphasis(children) | m.Strong(children) | m.StyledText(_, children):
                style = inline.style if isinstance(inline, m.StyledText) else type(inline).__name__.lower()
                yield from self._inlines(children, _within(run, style), silent)
            case m.Link() | m.TermUse():
                yield from self._link(inline, run, silent)
            case m.ForeignText(children=children) | m.IndexMark(children) | m.Citation(children=children):
                tag = inline.lang if isinstance(inline, m.ForeignText) else run.lang
                yield from self._inlines(children, attrs.evolve(run, lang=tag), silent)
            case m.SourceEntry():
                yield from self._entry(inline, run, silent)
            case m.FootnoteRef(note):
                if note not in silent and note in self.standing_ids:
                    yield attrs.evolve(run, text=self.marks[note], kind="note-marks", link_target=note)
            case m.SourcePage(number):
                if inline.id not in silent:
                    yield attrs.evolve(run, text=number, kind=SOURCE_PAGES)
            case m.CrossRef():
                yield from self._reference(inline, run)
            case _:
                yield from self._words(inline, run)

    def _entry(self, entry: m.SourceEntry, run: ExpectedRun, silent: frozenset[str]) -> Runs:
        """Yield the entry of a source between its number and what leads back to its citations."""
        citations = self.citations.get(entry.id, ())
        own = attrs.evolve(run, kind="sources")
        if entry.label:
            yield attrs.evolve(own, text=entry.label, link_target="".join(citations[:1]))
        yield from self._inlines(entry.children, run, silent)
        for sign, citation in back_signs(entry.label, citations):
            yield attrs.evolve(own, text=sign, link_target=citation)

    def _words(self, inline: m.Inline, run: ExpectedRun) -> Runs:
        """Yield the text of an inline without others inside."""
        match inline:
            case m.Text(text) | m.Image(_, text):
                yield attrs.evolve(run, text=text, is_picture=isinstance(inline, m.Image))
            case m.CodeSpan(text):
                yield attrs.evolve(_within(run, "code"), text=text)
            case m.LineBreak():
                yield attrs.evolve(run, text=LINE_START)
            case m.Formula(tex, text):
                text = signs_of_tex(tex) if self.format == "epub" else text
                yield attrs.evolve(_within(run, "formula"), text=text)
            case m.VerseNumber(number):
                yield attrs.evolve(_within(run, "superscript"), text=number, is_verse=True)
            case m.Ruby(base, reading):
                yield attrs.evolve(_within(run, "ruby base"), text=base)
                yield attrs.evolve(_within(run, "ruby reading"), text=reading)

    def _link(self, link: m.Link | m.TermUse, run: ExpectedRun, silent: frozenset[str]) -> Runs:
        """Yield the words of a link; where the edition leaves out what it leads to, they are none."""
        href = link.href if isinstance(link, m.Link) else link.target and f"#{link.target}"
        if not self.references.is_missing(href.removeprefix("#")):
            run = attrs.evolve(run, link_target=self._link_target(href)) if href else run
            yield from self._inlines(link.children, run, silent)
            return
        yield from self._inlines(link.children, run, silent)
        if note := self.references.not_here(self._tag(run.lang)):
            yield attrs.evolve(run, text=note, kind="references")

    def _interlinear(self, words: Iterable[m.Inline], run: ExpectedRun, silent: frozenset[str]) -> Runs:
        """Yield the words of an interlinear note between brackets, in two lines where they are Chinese."""
        in_lines = lang.is_chinese_or_japanese(run.lang)
        opening, closing = "（）" if in_lines else "()"
        yield attrs.evolve(run, text=opening, kind="brackets")
        yield from self._inlines(words, _within(run, "interlinear") if in_lines else run, silent)
        yield attrs.evolve(run, text=closing, kind="brackets")

    def _link_target(self, href: str) -> str:
        """Return where a link leads: the id of a node, or a URL."""
        return self._place(href[1:]) if href.startswith("#") else href

    def _place(self, target: str) -> str:
        """Return the id of ``target``, or in an e-book that leaves it out of the last before it that stands."""
        if self.format == "pdf" or target in self.standing_ids or target not in self.nodes:
            return target
        before = ""
        for each in self.nodes:
            if each == target:
                break
            before = each if each in self.standing_ids else before
        return before or target

    def _tag(self, language: str) -> str:
        """Return the language of generated words in text of a language, or of all."""
        return self.shown.languages[0] if language == m.SHARED else language

    def _reference(self, reference: m.CrossRef, run: ExpectedRun) -> Runs:
        """Yield the text of a reference, in parts that lead to a place each and others that lead nowhere."""
        for part in self.references.said(reference, self._tag(run.lang)):
            tag, place = run.lang if part.lang == self._tag(run.lang) else part.lang, part.target
            target = self._place(place) if place else ""
            yield attrs.evolve(run, text=part.text, lang=tag, kind="references", link_target=target)


def _within(run: ExpectedRun, kind: str) -> ExpectedRun:
    """Return a run that is in an inline of a kind."""
    return attrs.evolve(run, inline_kinds=run.inline_kinds | {kind})


def expected_text(
    book: m.Book, config: Config, edition: Edition, output_format: str, pages: Mapping[str, str]
) -> ExpectedTextBuilder:
    """Return the builder for ``edition`` of ``book`` in ``output_format`` (``pdf``, ``epub``)."""
    numbers = count_numbers(book)
    book = book_of_edition(book, config, edition)
    shown, numbers = edition_rules.standing(book, edition), with_own_numbers(numbers, book)
    nodes, verses, source_pages = places_of_book(book)
    calls = Counter(edition_rules.standing_calls(shown.nodes(), shown.languages))
    shown = with_endnotes(shown, numbers, config)
    marks = marks_of_notes(book, numbers, config, pages if output_format == "pdf" else None)
    titles = frozenset(chapter.title.id for chapter in book.chapters)
    standing_ids = frozenset(ids_standing(shown))
    left_out = frozenset(nodes) - standing_ids if edition.missing == "omit" else frozenset[str]()
    return ExpectedTextBuilder(
        shown,
        config,
        output_format,
        numbers,
        nodes,
        pages,
        standing_ids,
        titles,
        dict(heading_levels(shown, output_format)),
        calls,
        marks,
        ReferenceText(
            config,
            output_format,
            numbers,
            nodes,
            pages,
            titles,
            marks,
            verses,
            source_pages,
            left_out,
            edition.missing_references,
        ),
        uses_of_terms(shown),
        standing_citations(shown),
    )
