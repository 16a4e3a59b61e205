"""The notes of printed pages as HTML: spans, for one at the foot stands in the line that calls it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Final

import attrs
from markupsafe import Markup

from wicpress import class_names
from wicpress import model as m
from wicpress.edition import numbering, strings
from wicpress.edition.notes.calls import NoteCalls
from wicpress.edition.references.joined import page_words
from wicpress.edition.references.pages import open_pages
from wicpress.edition.view import ShownNode, ShownText, walk
from wicpress.engine.tags.tree import back_name
from wicpress.html.blocks import BlockWriter, lang_attributes
from wicpress.html.formulas import print_formula
from wicpress.html.table_grid import TableCell
from wicpress.pdf.sections import page_link
from wicpress.template_access import for_templates

BACK: Final = "↑"
"""What leads back to a call after the first, behind the text of a note."""
_MARGINS: Final = {"side": class_names.SIDE_NOTE, "head": class_names.HEAD_NOTE}


@attrs.frozen
class PrintTarget:
    """How printed pages write links, notes and page numbers.

    ``notes`` are the notes of the book, ``calls`` their calls, ``marks`` what stands for them; ``write`` returns the
    text of a note with what leads back to its calls. ``at_foot``: they stand at the foot of pages. ``by_page`` are
    the kinds of marks of notes that count through pages, or none, ``margins`` the places of notes that this edition
    has beside the foot. ``placed`` are the notes that stand somewhere
    already, ``links`` counts the calls that link to a note which stands elsewhere, ``open`` are the notes that are
    being written.
    """

    notes: dict[str, ShownNode]
    calls: NoteCalls
    marks: Mapping[str, str]
    at_foot: bool
    write: Callable[[ShownNode, Markup], Markup]
    by_page: Mapping[str, str] = attrs.field(factory=dict)
    margins: frozenset[str] = frozenset()
    placed: set[str] = attrs.field(factory=set)
    links: dict[str, int] = attrs.field(factory=dict)
    open: list[str] = attrs.field(factory=list)

    def href(self, target: str) -> str:
        """Return a link within the document."""
        return f"#{target}"

    @for_templates
    def source(self, src: str) -> str:
        """Return the address of a picture."""
        return f"images/{src}"

    def formula(self, formula: m.Formula, tag: str) -> Markup:
        """Return a formula as drawings."""
        return print_formula(formula, tag)

    def note(self, note: str, tag: str, follows: bool) -> Markup:
        """Return a link to a note; at the first call in the text a note at the foot, and those that only it calls."""
        if note not in self.notes:
            return Markup("")
        if not self.at_foot or self.open or note in self.placed:
            return self._link(note, follows)
        inner = (self._note(each, class_names.INNER_NOTE) for each in self.calls.inner.get(note, ()))
        return self._note(note, class_names.NEXT_CALL if follows else "") + Markup("").join(inner)

    def page(self, target: str, tag: str) -> Markup:
        """Return a link that CSS fills with the number of the page."""
        return page_link(target, class_names.PAGE_REFERENCE)

    def pages(self, reference: m.CrossRef, tag: str) -> Markup:
        """Return the number of a page with its words, or an element that stands for those of several pages."""
        if reference.is_single:
            before, after = page_words(strings.translate("page-number", tag), several=False)
            return Markup("{}{}{}").format(before, self.page(reference.target, tag), after)
        return open_pages(reference.places, tag, in_words=reference.in_words)

    def source_page(self, page: m.SourcePage) -> Markup:
        """Return the number of a page of the source edition, which is set in the margin beside its line."""
        return Markup('<span class="{}" id="{}">{}</span>').format(class_names.SOURCE_PAGE, page.id, page.number)

    @for_templates
    def endnote(self, note: ShownNode) -> Markup:
        """Return a note behind the text; its number leads back to its first call."""
        number = Markup('<span class="{}"><a href="#{}" role="doc-backlink">{}</a></span>').format(
            class_names.MARKER, call_name(note.id, 1), self.marks[note.id]
        )
        words = self.write(note, self._back(note.id))
        return Markup('<div class="{}" id="{}"{} role="doc-endnote" data-number="{}">{}{}</div>').format(
            self._classes(note.id, class_names.NOTE, class_names.ENDNOTE, _leading(words)),
            note.id,
            _language(note),
            self.marks[note.id],
            number,
            words,
        )

    def _note(self, note: str, extra: str = "") -> Markup:
        self.placed.add(note)
        self.open.append(note)
        counted = Markup("")
        if note in self.by_page:
            counted = Markup(' data-marks="{}" data-sequence="{}"').format(self.by_page[note], self._sequence(note))
        words = self.write(self.notes[note], self._back(note))
        html = Markup('<span class="{}" id="{}"{} role="doc-footnote" data-number="{}"{}>{}</span>').format(
            self._classes(note, class_names.NOTE, self._margin(note), extra, _leading(words)),
            note,
            _language(self.notes[note]),
            self.marks[note],
            counted,
            words,
        )
        self.open.pop()
        return html

    def _margin(self, note: str) -> str:
        """Return the class of a note that stands in a margin."""
        piece = self.notes[note].piece
        place = piece.place if isinstance(piece, m.Footnote) else ""
        return _MARGINS[place] if place in self.margins else ""

    def _sequence(self, note: str) -> str:
        """Return the language with whose notes one counts."""
        piece = self.notes[note].piece
        return piece.sequence if isinstance(piece, m.Footnote) else ""

    def _back(self, note: str) -> Markup:
        """Return what leads back to the calls after the first."""
        later = range(2, len(self.calls.blocks.get(note, ())) + 1)
        link = Markup('<a class="{}" href="#{}" role="doc-backlink">{}</a>')
        return Markup("").join(link.format(class_names.BACK, call_name(note, nth), BACK) for nth in later)

    def _link(self, note: str, follows: bool) -> Markup:
        first = 1 if self.at_foot and note in self.calls.in_text else 0
        self.links[note] = nth = self.links.get(note, first) + 1
        return Markup('<a class="{}" id="{}" href="#{}" role="doc-noteref">{}</a>').format(
            self._classes(note, class_names.CALL, class_names.NEXT_CALL if follows else ""),
            call_name(note, nth),
            note,
            self.marks[note],
        )

    def _classes(self, note: str, *classes: str) -> str:
        """Return ``classes``, with one more for a mark that is no number of plain digits."""
        mark = "" if self.marks[note].isdecimal() else class_names.SIGN
        return " ".join(filter(None, (*classes, mark)))


def _leading(words: Markup) -> str:
    """Return the class of a note with readings above words, whose lines stand further apart."""
    return class_names.HAS_READINGS if "<rt>" in words else ""


def _language(note: ShownNode) -> Markup:
    """Return the attributes of the language of a note that has one: its first line, with its number, is set as it."""
    shown = (member for node in walk(note.children) for member in node.members)
    languages = {member.side.effective_language for member in shown} - {m.SHARED}
    return Markup(' lang="{0}" xml:lang="{0}"').format(*languages) if len(languages) == 1 else Markup("")


def call_name(note: str, nth: int) -> str:
    """Return the name of the destination where ``note`` is called for the ``nth`` time."""
    return back_name(note) if nth == 1 else f"{back_name(note)}-{nth}"


@attrs.frozen
class _NoteLine:
    """A line of a note: the language whose place it has, or none, the one that it is in, and its HTML.

    ``block`` is the id of its block, ``role`` the ARIA role of what is around it: a list, a table, a quotation, code;
    or ``break``: the line is a thematic break.
    """

    lang: str
    language: str
    words: Markup
    block: str
    role: str = ""

    @property
    def html(self) -> Markup:
        """The line as HTML."""
        if self.role in ("table", "break"):
            return self.words
        role = Markup(' role="listitem"') if self.role == "list" else Markup("")
        attributes = lang_attributes(self.language) + Markup(' data-block="{}"').format(self.block) + role
        return Markup("<span{}>{}</span>").format(attributes, self.words)


_ROLES: Final = {m.ListItem: "list", m.BlockQuote: "blockquote"}
"""The ARIA roles of the blocks around lines."""


def note_html(note: ShownNode, writer: BlockWriter, back: Markup) -> Markup:
    """Return the text of a note, language by language between what all languages share, with ``back`` behind it.

    The class of a note that is not the author's stands before it: in its first line, if that is of a paragraph.
    """
    written = list(_note_lines(note, writer))
    if note.children and note.children[0].kind != "paragraph":
        kind = _kind_of(note.piece)
        tags = (isinstance(note.piece, m.Footnote) and note.piece.languages) or writer.book.languages
        written[:0] = [_NoteLine(tag, tag, _label(kind, tag), note.id) for tag in tags if kind]
    lines = list(_in_order(written, writer.book.languages))
    if lines:
        lines[-1] = attrs.evolve(lines[-1], words=lines[-1].words + back)
    return Markup(" ").join(_groups(lines))


def _in_order(lines: list[_NoteLine], languages: tuple[str, ...]) -> Iterator[_NoteLine]:
    """Yield the lines of one language after those of another, up to the next line for all languages."""
    order = {tag: nth for nth, tag in enumerate(languages)}
    for is_shared, group in groupby(lines, lambda line: line.lang == m.SHARED):
        if is_shared:
            yield from group
        else:
            yield from sorted(group, key=lambda line: order.get(line.lang, len(order)))


def _groups(lines: list[_NoteLine]) -> Iterator[Markup]:
    """Yield the lines, those of one list, table or quotation in an element of its own."""
    for role, group in groupby(lines, lambda line: line.role):
        html = Markup(" ").join(line.html for line in group)
        yield html if role in ("", "break") else Markup('<span role="{}">{}</span>').format(role, html)


def _note_lines(node: ShownNode, writer: BlockWriter, role: str = "", label: str = "") -> Iterator[_NoteLine]:
    """Yield the lines of a node: items with their marks, pictures, tables and listings for all languages.

    ``label`` is the kind of the notice that the node opens, whose word stands before it.
    """
    piece = node.piece
    role = _ROLES.get(type(piece), role)
    match piece:
        case m.Figure():
            yield from _pictures(piece, node.id, writer)
            yield from _caption(node, "figure", writer)
        case m.Table():
            yield from _caption(node, "table", writer)
            yield _NoteLine(m.SHARED, m.SHARED, _table(piece, writer), node.id, "table")
            for child in node.children:
                yield from _note_lines(child, writer)
        case m.Listing():
            yield from _caption(node, "listing", writer)
            if piece.file_name:
                yield _NoteLine(m.SHARED, m.SHARED, Markup("<code>{}</code>").format(piece.file_name), node.id)
            for child in node.children:
                yield from _note_lines(child, writer)
        case m.CodeBlock():
            for member in node.members:
                # the language stands on the code, too: a block within a line is laid out outside the line's elements
                own = Markup("") if member.lang == m.SHARED else Markup(' lang="{}"').format(member.lang)
                words = Markup("<code{}>{}</code>").format(own, _code_lines(piece, member, writer))
                yield _NoteLine(m.SHARED, member.lang, words, node.id, "code")
        case m.ThematicBreak():
            html = Markup('<span class="{}" id="{}" aria-hidden="true"></span>')
            words = html.format(class_names.THEMATIC_BREAK, node.id)
            yield _NoteLine(m.SHARED, m.SHARED, words, node.id, "break")
        case _:
            for member in node.members:
                language = member.side.effective_language
                mark = _mark(member) if isinstance(piece, m.ListItem) else _label(label, language)
                yield _NoteLine(member.lang, language, mark + writer.html(member, language), node.id, role)
            for nth, child in enumerate(node.children):
                kind = _kind_of(piece) if not nth else ""
                yield from _note_lines(child, writer, role, kind if child.kind == "paragraph" else "")


def _kind_of(piece: m.Node) -> str:
    """Return the kind of a notice, or the class of a note that is not the author's."""
    return piece.kind if isinstance(piece, m.Admonition) else piece.author if isinstance(piece, m.Footnote) else ""


def _mark(member: ShownText) -> Markup:
    """Return the number or bullet before an item."""
    if member.side.marker:
        return Markup('<span class="{}">{}</span>').format(class_names.MARKER, member.side.marker)
    return Markup('<span class="{} bullet">●</span>').format(class_names.MARKER)


def _label(key: str, language: str) -> Markup:
    """Return the word that opens a notice, such as ``Note``, and nothing for a block that opens none."""
    if not key:
        return Markup("")
    return Markup('<b class="{}">{}</b>').format(class_names.LABEL, strings.translate(key, language))


def _code_lines(code: m.CodeBlock, member: ShownText, writer: BlockWriter) -> Markup:
    """Return the lines of code, with their numbers where they have any."""
    span = Markup('<span class="{}">{}</span>')
    lines = []
    for nth, words in enumerate(writer.code_lines(code, member), code.first_line):
        number = span.format(class_names.LINE_NUMBER, f"{nth} ") if code.first_line else ""
        lines.append(span.format(class_names.CODE_LINE, number + span.format(class_names.CODE_WORDS, words)))
    return Markup("").join(lines)


def _pictures(figure: m.Figure, block: str, writer: BlockWriter) -> Iterator[_NoteLine]:
    for each in writer.pictures(figure):
        source = writer.inlines.target.source(each.src)
        picture = Markup('<img src="{}" alt="{}"/>').format(source, each.whole_alt)
        if each.href:
            picture = Markup('<a href="{}">{}</a>').format(each.href, picture)
        yield _NoteLine(m.SHARED, each.lang, picture, block)


def _caption(node: ShownNode, kind: str, writer: BlockWriter) -> Iterator[_NoteLine]:
    """Yield a caption in each language, with its number before it."""
    assert isinstance(node.piece, m.CaptionedBlock)
    for member in node.members:
        tag = writer.book.languages[0] if member.is_fallback else member.lang
        number = numbering.caption_number(node.piece, member.side, writer.config, tag)
        label = Markup("<b>{} {}</b>").format(strings.translate(kind, tag), number) if number else ""
        yield _NoteLine(m.SHARED, member.lang, label + writer.html(member), node.id)


def _table(table: m.Table, writer: BlockWriter) -> Markup:
    """Return a table as HTML, the members of a cell below each other; no space stands between cells.

    Boxes that CSS makes cells cover one place each: where a cell covers several, empty ones stand in the others.
    """
    grid = writer.tables.table_grid(table)
    count = max((cell.column + cell.columns for row in (*grid.head, *grid.rows) for cell in row), default=0)
    rows = [*((_in_places(row, count), "columnheader") for row in grid.head)]
    rows += [(_in_places(row, count), "cell") for row in grid.rows]
    html = (
        Markup('<span role="row" data-block="{}">{}</span>').format(
            row.id, Markup("").join(_cell(cell, role, writer) for cell in cells)
        )
        for row, (cells, role) in zip((*table.head, *table.rows), rows, strict=True)
    )
    return Markup("").join(html)


def _in_places(row: tuple[TableCell, ...], count: int) -> list[TableCell]:
    """Return a cell for each of ``count`` columns."""
    by_column = {cell.column: cell for cell in row}
    return [by_column.get(nth) or TableCell((), "", False, nth) for nth in range(count)]


def _cell(cell: TableCell, role: str, writer: BlockWriter) -> Markup:
    if role == "columnheader" and cell.members:
        attributes = Markup(' role="columnheader" scope="col"')
    elif cell.row_header:
        attributes = Markup(' role="rowheader" scope="row"')
    else:
        attributes = Markup(' role="cell"')
    members = (
        Markup("<span{}>{}</span>").format(lang_attributes(each.lang), writer.html(each)) for each in cell.members
    )
    return Markup("<span{}>{}</span>").format(attributes, Markup(" ").join(members))
