"""Blocks to HTML: picks the template of each kind, and lays out what a template cannot."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any

import attrs
import jinja2
from markupsafe import Markup

from wicpress import model as m
from wicpress.config import Config
from wicpress.edition import numbering, strings
from wicpress.edition.view import BookView, ShownNode, ShownText, cell_members
from wicpress.html.inlines import InlineWriter, mark_foreign, script_class
from wicpress.html.table_widths import LINE_WIDTH, ColumnWidths, columns

NUMERIC = re.compile(r"[\s+\-−–±~<>≈≤≥$¥€£]*[\d.,:/]*\d[\d.,:/]*\s*(%|‰|°|℃|[A-Za-z]{1,3})?\s*|[—–-]?")
"""What a cell of figures may hold, so that its column is ranged right."""


MAX_KEPT_ROWS = 12
"""Lines of a table that are kept together on a page."""


@attrs.frozen
class TableCell:
    """A cell as it is set: one or more members stacked, ``right`` for figures, ``stub`` for a row's head."""

    members: tuple[ShownText, ...]
    right: bool
    row_header: bool


@attrs.frozen
class TableGrid:
    """A table as it is set; a bilingual stub has become a column for each language.

    ``columns`` says how wide its columns are, where the engine cannot know better.
    """

    head: tuple[tuple[TableCell, ...], ...]
    rows: tuple[tuple[TableCell, ...], ...]
    columns: ColumnWidths = attrs.field(factory=ColumnWidths)

    @property
    def long(self) -> bool:
        """True for a table of more than a dozen lines, which may go on over a page break."""
        return sum(max((len(cell.members) for cell in row), default=1) for row in self.rows) > MAX_KEPT_ROWS


@attrs.frozen
class ShownPicture:
    """A picture as an edition shows it, with its text alternative in one language."""

    src: str
    lang: str
    alt: str
    width: str


class BlockWriter:
    """Renders the nodes of one edition in one format through ``blocks/<kind>.html.j2``.

    ``room`` is how many letters wide a table may be.
    """

    def __init__(
        self,
        env: jinja2.Environment,
        inlines: InlineWriter,
        book: BookView,
        config: Config,
        format: str,
        width: int = LINE_WIDTH,
    ) -> None:
        self.width = width
        self.inlines = inlines
        self.book = book
        self.config = config
        self.templates: dict[str, jinja2.Template] = {}
        self.env = env
        env.globals.update(
            block=self.block,
            blocks=self.blocks,
            html=self.html,
            verse_lines=self.verse_lines,
            lang_attributes=lang_attributes,
            mark_foreign=self.mark_foreign,
            translate=strings.translate,
            numbering=numbering.NumberingHelper(config),
            edition=book.edition,
            layout=book.edition.layout,
            languages=book.languages,
            leading_language=book.languages[0],
            format=format,
            table_grid=self.table_grid,
            config=config,
            image_source=inlines.target.source,
            pictures=self.pictures,
            bookmark_label=self.bookmark_label,
        )

    def block(self, node: ShownNode, **extra: Any) -> Markup:
        """One block with all that is inside it."""
        template = self.templates.get(node.kind)
        if template is None:
            template = self.templates[node.kind] = self.env.get_template(f"blocks/{node.kind}.html.j2")
        return Markup(template.render(node=node, **extra))

    def blocks(self, nodes: Iterable[ShownNode]) -> Markup:
        """Blocks, one after another."""
        return Markup("\n").join(self.block(node) for node in nodes)

    def html(self, member: ShownText, tag: str = "") -> Markup:
        """The words of a member, inside an element in language ``tag``: that of the member unless given."""
        tag = self.text_language(member) if tag in {"", m.SHARED} else tag
        return self.inlines.html(member.side.inlines, tag, member.already_called)

    def mark_foreign(self, text: str, tag: str) -> Markup:
        """Words of the book's settings in language ``tag``, those in another script marked."""
        return mark_foreign(text, tag, self.config.languages)

    def verse_lines(self, member: ShownText) -> list[Markup]:
        """The words of a member line by line, as its author ended them."""
        inlines, tag = member.side.inlines, self.text_language(member)
        match inlines:
            case (m.ForeignText(tongue, words),):
                inlines, tag = words, tongue
        lines: list[list[m.Inline]] = [[]]
        for inline in inlines:
            if isinstance(inline, m.LineBreak):
                lines.append([])
            else:
                lines[-1].append(inline)
        return [self.inlines.html(tuple(line), tag, member.already_called) for line in lines]

    def bookmark_label(self, heading: ShownNode) -> str:
        """What the outline calls a heading: its numeral and its words in each language, an em space between.

        A section's mark stands before its words; calls of notes and readings of characters are left out.
        """
        piece = heading.piece
        assert isinstance(piece, m.Heading)
        opens = piece.level == 1
        parts = [numbering.numeral(piece, self.config)] if opens else []
        for member in heading.members:
            mark = "" if opens else numbering.section_mark(piece, member.side, self.config)
            words = self.inlines.plain(member.side.inlines, self.text_language(member))
            parts.append(mark + words.replace("\n", " "))
        return numbering.EM_SPACE.join(filter(None, parts))

    def text_language(self, member: ShownText) -> str:
        """The language in which a member's generated words are written."""
        return self.book.languages[0] if member.lang == m.SHARED else member.lang

    def pictures(self, figure: m.Figure) -> tuple[ShownPicture, ...]:
        """The pictures of a figure that the edition shows, each with its text alternative."""
        return shown_pictures(figure, self.book.languages)

    def table_grid(self, table: m.Table) -> TableGrid:
        """``table`` as rows of cells, with the columns that the edition's languages need."""
        tags = self.book.languages
        body = [row.cells for row in table.rows]
        right = [self._is_figures(table, nth) for nth in range(len(table.align))]
        split = len(tags) > 1 and any(self._differs(cells[0]) for cells in body if cells)
        head = tuple(self._row(row.cells, right, split) for row in table.head)
        rows = tuple(self._row(cells, right, split, stub=not _all_figures(body)) for cells in body)
        return TableGrid(head, rows, columns([[_texts(each) for each in row] for row in (*head, *rows)], self.width))

    def _row(
        self, cells: tuple[m.Cell, ...], right: list[bool], split: bool, stub: bool = False
    ) -> tuple[TableCell, ...]:
        out: list[TableCell] = []
        for nth, cell in enumerate(cells):
            members = cell_members(cell, self.book.languages)
            if nth == 0 and split:
                for tag in self.book.languages:
                    mine = tuple(each for each in members if each.lang == tag)
                    shared = tuple(
                        each for each in members if each.lang == m.SHARED and tag == self.book.languages[0]
                    )
                    out.append(TableCell(mine or shared, False, stub))
                continue
            out.append(TableCell(members, right[nth], stub and nth == 0))
        return tuple(out)

    def _differs(self, cell: m.Cell) -> bool:
        return sum(each.lang in self.book.languages for each in cell.sides) > 1

    def _is_figures(self, table: m.Table, nth: int) -> bool:
        if table.align[nth]:
            return table.align[nth] == "right"
        texts = [side.text for row in table.rows if nth < len(row.cells) for side in row.cells[nth].sides]
        return any(texts) and all(NUMERIC.fullmatch(text) for text in texts)


def shown_pictures(figure: m.Figure, tags: tuple[str, ...]) -> tuple[ShownPicture, ...]:
    """The pictures of a figure that an edition in ``tags`` shows, each with its text alternative."""
    mine = [each for each in figure.pictures if not each.alt or any(tag in dict(each.alt) for tag in tags)]
    return tuple(_shown_picture(each, tags) for each in mine or figure.pictures)


def _shown_picture(picture: m.Picture, tags: tuple[str, ...]) -> ShownPicture:
    known = dict(picture.alt)
    tag = next((tag for tag in (*tags, *known) if known.get(tag)), tags[0])
    return ShownPicture(picture.src, tag, known.get(tag, ""), picture.width)


def _texts(cell: TableCell) -> list[str]:
    """What stands in a cell, a text for each of its members."""
    return [each.side.text for each in cell.members]


def _all_figures(body: list[tuple[m.Cell, ...]]) -> bool:
    """True where even the first column holds figures only, so that no cell of it heads its row."""
    return all(NUMERIC.fullmatch(side.text) for cells in body for side in (cells[0].sides if cells else ()))


@functools.lru_cache(maxsize=1024)
def lang_attributes(tag: str, extra: str = "") -> Markup:
    """The attributes of an element in language ``tag``: its language twice over, and its setting as a class."""
    if tag == m.SHARED:
        return Markup(' class="{}"').format(extra) if extra else Markup("")
    classes = f"{script_class(tag)} {extra}".strip()
    return Markup(' lang="{0}" xml:lang="{0}" class="{1}"').format(tag, classes)
