"""Renders an edition as the HTML and CSS of its printed pages, with every file by the name the page uses."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import jinja2
from markupsafe import Markup

from wicpress import model as m
from wicpress.cache.build_cache import NO_CACHE, BuildCache, Codec
from wicpress.config import Config, Edition
from wicpress.edition import cover_text, numbering, strings
from wicpress.edition.chapter_starts import chapter_start, title_start
from wicpress.edition.cited_places import cited_places
from wicpress.edition.imprint.counts import estimated_pages, with_counts
from wicpress.edition.imprint.fields import imprint
from wicpress.edition.imprint.size import imprint_size
from wicpress.edition.index.page_numbers import Page
from wicpress.edition.landscape import turned_blocks
from wicpress.edition.notes.calls import note_calls
from wicpress.edition.notes.endnotes import with_endnotes
from wicpress.edition.notes.margins import has_side_notes
from wicpress.edition.notes.marks import note_marks
from wicpress.edition.notes.sequences import with_sequences
from wicpress.edition.openings import SECTION, Openings, is_long
from wicpress.edition.page_geometry import Geometry, geometry
from wicpress.edition.people import credits_of
from wicpress.edition.references.labels import Labels
from wicpress.edition.references.missing import MissingReferences
from wicpress.edition.text_widths import text_width
from wicpress.edition.view import BookView, ChapterView, ShownNode, view, walk
from wicpress.edition.watermark import watermark
from wicpress.html.blocks import BlockWriter
from wicpress.html.book_sheets import read_sheet
from wicpress.html.inlines import InlineWriter
from wicpress.html.page_markup import check_print
from wicpress.html.table_widths import letters_per_line
from wicpress.html.templates import (
    custom_styles,
    environment,
    extension_sheets,
    has_custom_templates,
    is_within,
    rendering,
)
from wicpress.html.title_text import title_text
from wicpress.layout import layouts
from wicpress.numerals import note_mark
from wicpress.pdf.paint_profiles import PAINTINGS, picture_targets, print_target
from wicpress.pdf.print_notes import PrintTarget, note_html
from wicpress.pdf.sections import (
    Section,
    join_sections,
    make_section,
    with_index,
    with_page_count,
    with_roman_numbers,
)
from wicpress.pdf.table_of_contents import caption_lists, contents_rows, number_column
from wicpress.pictures.prepare import prepare_style_picture
from wicpress.pictures.target import PRINT, PictureTarget
from wicpress.resources import resource_dir
from wicpress.template_access import for_templates

SHEETS = ("tokens", "text", "apparatus", "matter", "heads", "folios")
FRONT_MATTER = {"front": ("cover", "half_title", "title", "imprint"), "contents": ("contents",)}
"""The sections before the chapters, and the templates of each."""
_SECTIONS = Codec(Section)
BODY_MARKER = Markup("<!-- the sections stand here -->")
HOUSE_FACES = ("Noto Serif SC", "Noto Sans SC", "Source Serif 4", "Source Sans 3")
SHORT = 40
"""Letters of a running head that the book does not shorten itself."""
LEAST_LETTERS = 8
"""Letters that a running head has of a title at the least."""
RANGE_WIDTH = 64
"""The width in pt that is left to the range of verses: that of `119:105–120:7` and the gap before it."""
HEAD_SIZE = 7.25
"""The size of a running head in pt."""


@attrs.frozen
class PrintDocument:
    """A printed edition before layout: its HTML, and every file it names.

    ``head`` and ``tail`` stand around the ``units``, in one document or around each; where there is no unit, they are
    the document. ``texts`` are style sheets by name; ``files`` fonts and pictures by name. ``paths`` are the files of
    the manuscript that are shown, ``path_by_section`` the first of each chapter. ``pictures`` says what pictures
    the PDF can hold, ``other_pictures`` those of the other editions.
    """

    head: str
    tail: str
    units: tuple[Section, ...]
    texts: dict[str, str]
    files: dict[str, Path]
    geometry: Geometry
    paths: tuple[str, ...]
    path_by_section: Mapping[str, str] = attrs.field(factory=dict)
    pictures: PictureTarget = PRINT
    other_pictures: tuple[PictureTarget, ...] = ()

    @property
    def html(self) -> str:
        """The whole book as one document."""
        return self.head + "".join(unit.html for unit in self.units) + self.tail

    def counted_in(self, pages: int) -> PrintDocument:
        """Return the document with what its imprint counts in a book of so many pages."""
        units = tuple(with_page_count(each, pages) for each in self.units)
        return attrs.evolve(self, head=with_counts(self.head, pages), units=units)

    def with_index(self, pages: Mapping[str, Page]) -> PrintDocument:
        """Return the document with the page numbers of its index, for ``pages`` by the ids on them."""
        return attrs.evolve(self, units=tuple(with_index(each, pages) for each in self.units))

    @property
    def estimated_pages(self) -> int:
        """About how many pages the book has from its title page on."""
        return estimated_pages(each.pages for each in self.units)


@attrs.frozen
class RunningHead:
    """A running head: its text in the leading language and in the other, each with its tag."""

    titles: tuple[tuple[str, str], ...]


def render_html(
    book: m.Book,
    config: Config,
    edition: Edition,
    fonts_css: str = "",
    fonts: dict[str, Path] | None = None,
    text: Callable[[tuple[m.Inline, ...], str], tuple[m.Inline, ...]] = lambda inlines, _: inlines,
    faces: tuple[str, ...] = HOUSE_FACES,
    cache: BuildCache = NO_CACHE,
) -> PrintDocument:
    """Return the pages of ``edition``, set in ``faces`` (names for the imprint); ``text`` changes words for print.

    Chapters in ``cache`` are not rendered again; ``text`` must depend on nothing but ``config``. Raises
    ``WicpressError`` where a template fails.
    """
    shape = geometry(edition.page, edition.languages)
    env = environment(config, edition)
    book = with_sequences(book, config, edition)
    shown, labels = view(book, edition), numbering.labels(book, config)
    margins = shape.note_places(columns=layouts()[edition.layout].columns != "one")
    target = _target(shown, book, config, margins, lambda node, back: note_html(node, writer, back))
    shown = with_endnotes(shown, config)
    missing = MissingReferences.of(edition, shown, labels)
    inlines = InlineWriter(target, labels, text, missing.replaced, functools.cache(partial(cited_places, shown)))
    width, turned_width = letters_per_line(shape.measure), letters_per_line(shape.depth)
    turned = turned_blocks(shown.chapters, shape)
    writer = BlockWriter(env, inlines, shown, config, "pdf", width, turned, turned_width)
    env.globals["section_running_head"] = section_heads(shown, config, _shape_of_heads(shape, edition), inlines)
    env.globals["has_verse_range"] = edition.verse_range
    with rendering(config, edition):
        page_css = _page_css(env, shape, config, edition, inner_numbers=has_side_notes(book, config, edition))
        texts = {"styles/fonts.css": fonts_css, "styles/page.css": page_css, **_sheets(config, shown)}
        context = _context(shown, config, edition, shape, [*texts], faces, inlines)
        context["endnote"] = target.endnote
        sections = list(_front_sections(env, context, shape))
        usable_cache = NO_CACHE if has_custom_templates(env) else cache
        settings = attrs.evolve(config, root=Path(), editions=(attrs.evolve(edition, line=0),))
        edition_key = usable_cache.key("edition", repr(settings), book.languages)
        runs: list[list[Section]] = []
        front = m.count_front_matter(each.chapter for each in shown.chapters)
        for nth, chapter in enumerate(shown.chapters):
            opens_book, is_first = nth == front, nth in (0, front)
            values = {
                "chapter": chapter,
                "opens_book": opens_book,
                "is_front_matter": nth < front,
                "title_start": title_start(chapter.chapter, config.openings, is_first=is_first),
                "chapter_start": chapter_start(chapter.chapter, config.openings, is_first=is_first),
            }
            render = partial(_chapter_section, env, {**context, **values}, shape)
            section_marks = tuple(target.marks[each.id] for each in chapter.chapter.notes)
            place = (opens_book, is_first, nth < front, section_marks)
            key = _section_key(usable_cache, edition_key, chapter.chapter, place, book.languages, labels, missing)
            if chapter.id == m.ENDNOTES:
                target.links.update(target.calls.in_text)
            section = render() if _is_of_all(chapter) else usable_cache.get_or_compute(key, _SECTIONS, render)
            if section.start == "run-on":
                runs[-1].append(section)
            else:
                runs.append([section])
        roman = frozenset(name for run in runs for each in run if each.is_front_matter for name in each.ids)
        sections = [with_roman_numbers(each, roman) for each in (*sections, *map(join_sections, runs))]
        head, tail, units = _split_frame(env, context, sections)
        check_print(head + "".join(each.html for each in units) + tail, page_css, config, edition)
    pictures = {f"images/{each.src}": config.root / each.src for each in book.assets}
    paths = tuple(path for chapter in shown.chapters for path in chapter.chapter.source_files)
    files = {**(fonts or {}), **pictures}
    first = {
        chapter.id: chapter.chapter.source_files[0] for chapter in shown.chapters if chapter.chapter.source_files
    }
    shows = print_target(config, edition)
    others = tuple(each for each in picture_targets(config) if each != shows)
    return PrintDocument(head, tail, units, texts, files, shape, paths, first, shows, others)


def _is_of_all(chapter: ChapterView) -> bool:
    """Return whether a chapter is made of all chapters: the notes of the book, its index, a glossary, its sources."""
    kinds = (m.Index, m.Glossary, m.Bibliography)
    return chapter.id == m.ENDNOTES or any(isinstance(each.piece, kinds) for each in walk(chapter.blocks))


def _target(
    shown: BookView,
    book: m.Book,
    config: Config,
    margins: frozenset[str],
    write: Callable[[ShownNode, Markup], Markup],
) -> PrintTarget:
    """Return what writes links and notes; those that count through pages get their marks when these are laid out.

    ``margins`` are those that notes of the edition stand in.
    """
    notes = {note.id: note for chapter in shown.chapters for note in chapter.notes}
    marks, by_page = note_marks(book, config), dict[str, str]()
    if config.notes.numbers == "page":
        counted = (note for chapter in book.chapters for note in chapter.notes)
        by_page = {note.id: config.notes.marks_of(note.sequence) for note in counted}
        marks = {note: note_mark(1, kind) for note, kind in by_page.items()}
    return PrintTarget(notes, note_calls(shown), marks, config.notes.place == "foot", write, by_page, margins)


def _page_css(
    env: jinja2.Environment, shape: Geometry, config: Config, edition: Edition, *, inner_numbers: bool
) -> str:
    """Return the style sheet of the pages of an edition.

    ``inner_numbers``: those of source pages stand in the inner margin.
    """
    return env.get_template("print/page.css.j2").render(
        geometry=shape,
        inner_numbers=inner_numbers,
        spot=config.spot,
        typography=config.typography,
        watermark=watermark(edition.languages, shape) if config.draft else None,
    )


def _front_sections(env: jinja2.Environment, context: dict[str, Any], shape: Geometry) -> Iterator[Section]:
    for name, templates in FRONT_MATTER.items():
        html = "\n".join(env.get_template(f"print/{each}.html.j2").render(context) for each in templates)
        yield make_section(name, html, shape)


def _chapter_section(env: jinja2.Environment, context: dict[str, Any], shape: Geometry) -> Section:
    html = env.get_template("print/chapter.html.j2").render(context)
    section = make_section(context["chapter"].id, html, shape)
    return attrs.evolve(section, start=context["chapter_start"], is_front_matter=context["is_front_matter"])


def _section_key(
    cache: BuildCache,
    edition_key: str,
    chapter: m.Chapter,
    place: tuple[object, ...],
    languages: Sequence[str],
    labels: Labels,
    missing: MissingReferences,
) -> str:
    """Return the cache key of a chapter's section; what it says of other chapters is part of it."""
    references = [
        (target, tag, *(texts.get((target, tag)) for texts in (labels.numbers, labels.titles, labels.words)))
        for target in numbering.referenced_ids(chapter)
        for tag in languages
    ]
    linked = numbering.linked_ids(chapter) if missing.policy != "error" else ()
    lacking = [each for each in linked if each not in missing.shown]
    return cache.key("section", edition_key, chapter.digest, repr((place, references, lacking)))


def _split_frame(
    env: jinja2.Environment, context: dict[str, Any], sections: Sequence[Section]
) -> tuple[str, str, tuple[Section, ...]]:
    """Return what stands before and after the sections, and these.

    A book's own template without a place for them is the whole document.
    """
    frame = env.get_template("print/book.html.j2")
    parts = frame.render({**context, "body": BODY_MARKER}).split(BODY_MARKER)
    if len(parts) == 2:
        return parts[0], parts[1], tuple(sections)
    return frame.render({**context, "body": Markup("").join(Markup(each.html) for each in sections)}), "", ()


def _context(
    shown: BookView,
    config: Config,
    edition: Edition,
    shape: Geometry,
    sheets: list[str],
    faces: tuple[str, ...],
    inlines: InlineWriter,
) -> dict[str, Any]:
    tags = edition.languages
    rows = list(contents_rows(shown.chapters, config, inlines))
    return {
        "title": numbering.joined(config.title, tags) or config.title.first_of(*tags),
        "metadata": _metadata(config, edition),
        "sheets": sheets,
        "book_running_head": _head(config.title.by_lang, tags, _shape_of_heads(shape, edition)),
        "cover": cover_text.lettering(config, shape),
        "title_page": cover_text.title_page(config, shape),
        "people": credits_of(config),
        "imprint": for_templates(lambda tag: imprint(config, edition, tag, faces)),
        "imprint_size": imprint_size(
            [imprint(config, edition, tag, faces) for tag in tags], shape, has_key=shown.has_missing_marks
        ),
        "has_missing_marks": shown.has_missing_marks,
        "contents": rows,
        "number_column": number_column(rows),
        "caption_lists": caption_lists(shown.chapters, tags, config, inlines),
        "chapters": shown.chapters,
        "chapter_running_head": for_templates(
            lambda chapter: _running(chapter, config, inlines, tags, _shape_of_heads(shape, edition))
        ),
        "is_long": is_long,
        "figures": config.figures,
        "openings": Openings(shape, tags, layouts()[edition.layout].columns == "one_per_language"),
    }


# ------------------------------------------------------------------------------------- pieces


def _metadata(config: Config, edition: Edition) -> list[tuple[str, str]]:
    tags = edition.languages
    entries = [("author", numbering.joined(each.name, tags) or each.name.first_of(*tags)) for each in config.authors]
    if config.description:
        entries.append(("description", config.description.first_of(*tags)))
    if config.subjects:
        entries.append(("keywords", ", ".join(config.subjects)))
    entries.append(("generator", "wicpress"))
    if config.date:
        entries += [("dcterms.created", config.date.isoformat()), ("dcterms.modified", config.date.isoformat())]
    return entries


def _shape_of_heads(shape: Geometry, edition: Edition) -> Geometry:
    """Return the geometry that the titles in running heads have, beside the range of the verses on a page."""
    return attrs.evolve(shape, measure=shape.measure - RANGE_WIDTH) if edition.verse_range else shape


def _head(titles: tuple[tuple[str, str], ...], tags: tuple[str, ...], shape: Geometry, limit: int = 0) -> RunningHead:
    """Return a running head of at most ``limit`` letters a language (0: any number), as many as the measure holds.

    A title that two languages share stands there once.
    """
    by_language = dict(titles)
    in_edition = [(tag, by_language[tag]) for tag in tags if by_language.get(tag)]
    seen = [text for _, text in in_edition]
    shown = [each for nth, each in enumerate(in_edition) if each[1] not in seen[:nth]] or [*titles[:1]]
    letters = limit or max((strings.display_width(text) for _, text in shown), default=0)
    while letters > LEAST_LETTERS and HEAD_SIZE * _head_width(shown, letters) > shape.measure:
        letters -= 1
    return RunningHead(tuple((tag, strings.truncate(text, letters)) for tag, text in shown))


def _head_width(titles: list[tuple[str, str]], letters: int) -> float:
    """Return the width in em of a running head of ``titles``, each cut to ``letters``."""
    return sum(text_width(strings.truncate(text, letters)) + 1 for _, text in titles) - 1


def _running(
    chapter: ChapterView, config: Config, inlines: InlineWriter, tags: tuple[str, ...], shape: Geometry
) -> RunningHead:
    """Return the running head of a chapter: the short title that the book gives, else the title cut at a word."""
    stems = [Path(path).name.split(".")[0] for path in chapter.chapter.source_files]
    return _short_head(chapter.title, (chapter.id, *stems), config, inlines, tags, shape)


def _short_head(
    title: ShownNode,
    keys: Iterable[str],
    config: Config,
    inlines: InlineWriter,
    tags: tuple[str, ...],
    shape: Geometry,
) -> RunningHead:
    """Return the running head of a title: the short one that the book gives for one of ``keys``, or the title cut."""
    for short in filter(None, map(config.short_title, keys)):
        return _head(short.by_lang, tags, shape)
    named = {member.lang: member.side.inlines for member in title.members}
    words = {
        tag: title_text(inlines.titled(each, tags[0] if tag == m.SHARED else tag)) for tag, each in named.items()
    }
    head = _head(tuple((tag, str(text)) for tag, text in words.items()), tags, shape, SHORT)
    return RunningHead(tuple((tag, words[tag].cut(text).html()) for tag, text in head.titles))


def section_heads(
    shown: BookView, config: Config, shape: Geometry, inlines: InlineWriter
) -> Callable[[ShownNode], RunningHead | None]:
    """Return what gives the running head of a section by its heading, and none for any other heading."""
    is_asked = config.running_heads == "sections"
    blocks = (node for chapter in shown.chapters for node in chapter.blocks if is_asked)
    sections = {node.id for node in blocks if isinstance(node.piece, m.Heading) and node.piece.level == SECTION}

    @for_templates
    def head(node: ShownNode) -> RunningHead | None:
        is_section = node.id in sections
        return _short_head(node, (node.id,), config, inlines, shown.languages, shape) if is_section else None

    return head


def _sheets(config: Config, shown: BookView) -> dict[str, str]:
    """Return the style sheets in order: the bundled or the book's of the same name, then those of the edition."""
    bundled, own = resource_dir("styles") / "print", config.root / "styles" / "print"
    paths = {name: bundled / f"{name}.css" for name in SHEETS} | extension_sheets(shown, "print")
    texts = {}
    target = attrs.evolve(PAINTINGS[shown.edition.pdf].pictures, turns=False)
    prepared = partial(prepare_style_picture, target=target)
    for name, path in paths.items():
        custom = own / f"{name}.css"
        is_custom = custom.is_file() and is_within(custom, config.root)
        own_name = f"styles/print/{name}.css"
        texts[f"styles/{name}.css"] = (
            read_sheet(config.root, own_name, prepared) if is_custom else path.read_text(encoding="utf-8")
        )
    for sheet in custom_styles(shown.edition, "print"):
        texts[f"styles/own/{sheet}"] = read_sheet(config.root, sheet, prepared)
    return texts
