"""Blocks to HTML: renders the template of each kind of block, and computes what a template cannot."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import attrs
import jinja2
from markupsafe import Markup

from wicpress import class_names
from wicpress import model as m
from wicpress.config import Config
from wicpress.edition import numbering, strings
from wicpress.edition.index.entries import IndexGroup, IndexPlace, index_groups
from wicpress.edition.index.page_numbers import open_numbers
from wicpress.edition.index.term_places import term_places
from wicpress.edition.people import ORCID
from wicpress.edition.view import BookView, ShownNode, ShownText, lone_picture
from wicpress.html.code_lines import code_lines
from wicpress.html.inlines import InlineWriter, mark_foreign, script_class
from wicpress.html.shown_pictures import ShownPicture, rows_of_figures, rows_of_pictures, shown_pictures
from wicpress.html.shown_tables import TableGrids, table_indents
from wicpress.html.table_widths import LINE_WIDTH
from wicpress.html.title_text import TitleText
from wicpress.layout import Layout, layouts
from wicpress.template_access import for_templates

NUMBERED_VERSE = 5
"""So many lines of verse are from one number to the next."""


class BlockWriter:
    """Renders the nodes of one edition in one format with ``blocks/<kind>.html.j2``.

    ``width`` is the measure in letters of a table; ``sizes_all_tables`` says whether those that fit have widths too.
    On turned pages, where the blocks with the ids ``turned`` stand, the measure is ``turned_width``.
    """

    sizes_all_tables: ClassVar[bool] = False
    smaller_type: ClassVar[tuple[float, ...]] = ()
    """How large the type of a table may be instead, where no other division into columns keeps its words whole."""

    def __init__(
        self,
        env: jinja2.Environment,
        inlines: InlineWriter,
        book: BookView,
        config: Config,
        output_format: str,
        width: int = LINE_WIDTH,
        turned: Collection[str] = (),
        turned_width: int = LINE_WIDTH,
    ) -> None:
        indents = table_indents(each.chapter for each in book.chapters)
        sizes = self.sizes_all_tables, self.smaller_type
        self.tables = TableGrids(book.edition, book.languages, width, turned_width, turned, indents, *sizes)
        self.inlines = inlines
        self.book = book
        self.config = config
        self.templates: dict[str, jinja2.Template] = {}
        self.env = env
        layout = layouts()[book.edition.layout]
        values = attrs.evolve(config, root=Path())  # templates get no path
        env.globals.update(
            block=self.block,
            blocks=self.blocks,
            html=self.html,
            cell_html=self.cell_html,
            verse_lines=self.verse_lines,
            code_lines=self.code_lines,
            lang_attributes=lang_attributes,
            text_attributes=self.text_attributes,
            mark_foreign=self.mark_foreign,
            imprint_line=self.imprint_line,
            translate=strings.translate,
            numbering=numbering.NumberingHelper(values),
            edition=book.edition,
            layout=layout.name,
            layout_classes=root_classes(layout),
            layout_template=layout.template,
            languages=book.languages,
            leading_language=book.languages[0],
            format=output_format,
            table_grid=self.tables.table_grid,
            config=values,
            image_source=inlines.target.source,
            pictures=self.pictures,
            picture_rows=self.picture_rows,
            bookmark_label=self.bookmark_label,
            index_groups=self.index_groups,
            index_pages=for_templates(lambda entry: open_numbers(entry.places)),
            term_pages=self.term_pages,
            turned=turned,
        )

    @for_templates
    def block(self, node: ShownNode, **extra: Any) -> Markup:
        """Return one block with the blocks inside it."""
        template = self.templates.get(node.kind)
        if template is None:
            template = self.templates[node.kind] = self.env.get_template(f"blocks/{node.kind}.html.j2")
        return Markup(template.render(node=node, **extra))

    @for_templates
    def blocks(self, nodes: Iterable[ShownNode]) -> Markup:
        """Return blocks one after another, figures that stand beside each other in a row."""
        return Markup("\n").join(map(self._row_of_figures, rows_of_figures(nodes)))

    def _row_of_figures(self, row: Sequence[ShownNode]) -> Markup:
        """Return a block, or several figures beside each other."""
        blocks = Markup("\n").join(self.block(node) for node in row)
        names = f"{class_names.BESIDE} {class_names.BLOCK_STEP}"
        return Markup('<div class="{}">\n{}\n</div>').format(names, blocks) if len(row) > 1 else blocks

    @for_templates
    def html(self, member: ShownText, language: str = "") -> Markup:
        """Return the inlines of a member for an element in ``language``, by default that of the member."""
        language = self.text_language(member) if language in {"", m.SHARED} else language
        return self.inlines.html(member.side.inlines, language, member.already_called)

    @for_templates
    def text_attributes(self, language: str, extra: str = "") -> Markup:
        """Return the attributes of an element in ``language``; what all share is set as the leading language is."""
        if language != m.SHARED:
            return lang_attributes(language, extra)
        classes = f"{script_class(self.book.languages[0])} {extra}".strip()
        return Markup(' class="{}"').format(classes)

    @for_templates
    def cell_html(self, member: ShownText) -> Markup:
        """Return the words of a cell; a picture that is alone in it is as wide as its column."""
        if lone_picture(member.side.inlines):
            return self.inlines.lone_picture(member.side.inlines, self.text_language(member))
        return self.html(member)

    @for_templates
    def mark_foreign(self, text: str | TitleText, language: str) -> Markup:
        """Return a title or text of ``book.toml`` in ``language``, with runs in another script marked."""
        return mark_foreign(text, language, self.config.languages)

    @for_templates
    def imprint_line(self, text: str, language: str) -> Markup:
        """Return a line of the imprint in ``language``, in which an ORCID is a link."""
        before, address, orcid = text.partition(ORCID)
        line = self.mark_foreign(before, language)
        link = Markup('<a href="{0}" class="{1}">{0}</a>').format(address + orcid, class_names.ORCID)
        return line + link if address else line

    @for_templates
    def verse_lines(self, member: ShownText, verse: m.Verse) -> list[tuple[int, Markup]]:
        """Return the lines of a member, as the manuscript breaks them, each with its number; 0 for one without."""
        inlines, language = member.side.inlines, self.text_language(member)
        match inlines:
            case (m.ForeignText(other, children),):
                inlines, language = children, other
        lines: list[list[m.Inline]] = [[]]
        for inline in inlines:
            if isinstance(inline, m.LineBreak):
                lines.append([])
            else:
                lines[-1].append(inline)
        html = [self.inlines.html(tuple(line), language, member.already_called) for line in lines]
        return [*zip(_verse_numbers(lines, verse.first_line), html, strict=True)]

    @for_templates
    def code_lines(self, code: m.CodeBlock, member: ShownText) -> tuple[Markup, ...]:
        """Return the lines of code, each with its line end, in colours where the edition has them."""
        colours = self.book.edition.code_colours
        coloured = colours == "all" or (colours == "ebook" and self.env.globals["format"] == "epub")
        return code_lines(member.side.text, code.language, coloured=coloured)

    @for_templates
    def bookmark_label(self, heading: ShownNode) -> str:
        """Return the label of a heading in the PDF outline: numeral and text in each language, em spaces between.

        The number of a section stands before its text; calls of notes and readings of ruby are left out. A text
        that languages share stands there once.
        """
        node = heading.piece
        assert isinstance(node, m.Heading)
        is_chapter = any(heading is chapter.title for chapter in self.book.chapters) if node.level == 1 else False
        sides = [member.side for member in heading.members]
        numeral = numbering.numeral(node, sides, self.config) if is_chapter else ""
        mark_of = numbering.chapter_mark if is_chapter else numbering.section_mark
        texts = []
        for member in heading.members:
            mark = "" if numeral else mark_of(node, member.side, self.config)
            text = self.inlines.plain(member.side.inlines, self.text_language(member))
            texts.append(mark + text.replace("\n", " "))
        return numbering.EM_SPACE.join(filter(None, (numeral, *dict.fromkeys(texts))))

    @for_templates
    def index_groups(self, node: ShownNode) -> tuple[IndexGroup, ...]:
        """Return the entries of an index."""
        assert isinstance(node.piece, m.Index)
        return index_groups(self.book, node.piece)

    @for_templates
    def term_pages(self, entry: ShownNode) -> Markup:
        """Return what stands for the numbers of the pages of an entry of a glossary; empty where there are none."""
        assert isinstance(entry.piece, m.GlossaryEntry)
        places = self.term_places.get(entry.piece.term, ())
        return open_numbers(places) if places else Markup("")

    @functools.cached_property
    def term_places(self) -> Mapping[str, tuple[IndexPlace, ...]]:
        """The places of the uses of each term."""
        return term_places(self.book)

    def text_language(self, member: ShownText) -> str:
        """Return the language of a member's text; for text shared by all languages, the leading language."""
        return self.book.languages[0] if member.lang == m.SHARED else member.lang

    @for_templates
    def pictures(self, figure: m.Figure) -> tuple[ShownPicture, ...]:
        """Return the pictures of a figure that the edition shows, each with its text alternative."""
        shown = shown_pictures(figure, self.book.languages)
        return tuple(
            attrs.evolve(
                each,
                href=self.inlines.address(each.href),
                details=f"{figure.id}.description-{nth}" if each.descriptions else "",
            )
            for nth, each in enumerate(shown, 1)
        )

    @for_templates
    def picture_rows(self, figure: m.Figure) -> tuple[tuple[ShownPicture, ...], ...]:
        """Return the pictures of a figure in rows: those of one paragraph stand side by side, at most three."""
        return tuple(rows_of_pictures(self.pictures(figure)))


def _verse_numbers(lines: list[list[m.Inline]], first: int) -> Iterator[int]:
    """Yield the number of each line of verse that has one: every fifth; lines between stanzas do not count."""
    for line in lines:
        yield first if first and line and first % NUMBERED_VERSE == 0 else 0
        first += bool(first and line)


def root_classes(layout: Layout) -> tuple[str, ...]:
    """Return the classes that the root of a printed document has from its layout."""
    return (*layout.classes, class_names.IN_COLUMNS) if layout.columns == "one_per_language" else layout.classes


@for_templates
@functools.lru_cache(maxsize=1024)
def lang_attributes(language: str, extra: str = "") -> Markup:
    """Return the attributes of an element in ``language``: ``lang``, ``xml:lang``, the class of its script."""
    if language == m.SHARED:
        return Markup(' class="{}"').format(extra) if extra else Markup("")
    classes = f"{script_class(language)} {extra}".strip()
    return Markup(' lang="{0}" xml:lang="{0}" class="{1}"').format(language, classes)
