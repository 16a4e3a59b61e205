"""Write one edition of a book as the bytes of an EPUB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

import attrs

from wicpress import model as m
from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.config import Config, Edition
from wicpress.config.settings import SOURCE
from wicpress.edition import numbering
from wicpress.edition.cited_places import cited_places
from wicpress.edition.imprint.fields import imprint
from wicpress.edition.moved_figures import with_moved_figures
from wicpress.edition.notes.calls import NoteCalls, note_calls
from wicpress.edition.notes.endnotes import with_endnotes
from wicpress.edition.notes.marks import note_marks
from wicpress.edition.notes.sequences import with_sequences
from wicpress.edition.page_map import PageMap
from wicpress.edition.references.missing import MissingReferences
from wicpress.edition.view import BookView, view
from wicpress.epub import accessibility, cover_image, font_choice, images, metadata, stylesheets
from wicpress.epub.blocks import PAGE_HEIGHT, PAGE_WIDTH, EpubBlocks
from wicpress.epub.container import Package, Resource, pack
from wicpress.epub.documents import CoverPicture, DocumentWriter
from wicpress.epub.index_pages import with_index_pages
from wicpress.epub.inline_svg import inlineable_drawings
from wicpress.epub.links import EpubLinkWriter, IdMap, fix_heading_levels, is_vertical, page_labels_by_id, places
from wicpress.epub.page_breaks import Breaks, find_breaks
from wicpress.epub.vertical_digits import VerticalInlines
from wicpress.fonts.prepared_faces import PreparedFace, prepare_faces
from wicpress.html.inlines import InlineWriter
from wicpress.html.page_markup import check_documents
from wicpress.html.templates import environment, is_within, rendering
from wicpress.pictures.target import EPUB, PictureTarget, adapted
from wicpress.system.gc_control import raised_gc_threshold

PunctuationFixer = Callable[[tuple[m.Inline, ...], str], tuple[m.Inline, ...]]
"""Returns the words of a side in a language with the punctuation that they are set with."""


@raised_gc_threshold()
def write_epub(
    book: m.Book,
    config: Config,
    edition: Edition,
    *,
    pages: PageMap | None = None,
    modified: dt.datetime | None = None,
    faces: Sequence[PreparedFace] | None = None,
    read: Callable[[str], bytes] | None = None,
    transform: PunctuationFixer = lambda inlines, _: inlines,
    cache: BuildCache = NO_CACHE,
) -> bytes:
    """Return the EPUB of one edition, the same bytes for the same values.

    ``pages`` are those of the printed edition that the page list names; ``modified`` is when the book last changed
    (by default its date); ``faces`` set the cover and are embedded where the edition embeds fonts (by default the
    bundled ones); ``read`` returns the bytes of a picture by its path in the book; ``transform`` changes the words of
    the text before they are written; ``cache`` keeps embedded fonts and converted pictures. Raise ``WicpressError``
    where a template fails and ``OSError`` where a file cannot be read.
    """
    faces = prepare_faces() if faces is None else tuple(faces)
    book = with_sequences(book, config, edition)
    plain = with_moved_figures(_view(book, edition), pages.moved if pages else ())
    shown = with_endnotes(plain, config)
    id_map = places(book, shown)
    lists_source = edition.page_list == SOURCE
    breaks = find_breaks(pages, id_map, _language_order(config, pages), is_listed=not lists_source)
    survey = accessibility.survey(shown)
    art = tuple(
        images.resources(
            survey, book.assets, read or Reader(config.root).read, picture_target(config, edition), cache
        )
    )
    sheets = stylesheets.sheets(config, shown, is_vertical(shown))
    with rendering(config, edition):
        writer = _document_writer(
            book, shown, config, id_map, breaks, sheets, pages, inlineable_drawings(art), note_calls(plain), transform
        )
        documents = with_index_pages(tuple(writer.documents()), writer.target)
        check_documents(((each.path, each.data) for each in documents), config, edition)
    fonts = font_choice.embed(documents, faces, shown.languages, cache) if edition.embed_fonts else ()
    facts = accessibility.accessibility_facts(
        survey,
        pairs=len(shown.languages) > 1,
        pages=bool(writer.page_lists.main),
        moving=any(map(images.is_animated, art)),
        vertical=is_vertical(shown),
    )
    printed = pages if breaks.links and writer.page_lists.main == breaks.links else None
    package = _package(shown, config, modified, printed, facts, _languages(survey, config, shown))
    formulas = tuple(images.formula_drawings(survey))
    linked = [each for each in (*art, *formulas) if any(f'"{each.path}"'.encode() in page.data for page in documents)]
    return pack([*documents, *sheets, *fonts, cover_image.resource(config, faces), *linked], package)


def picture_target(config: Config, edition: Edition) -> PictureTarget:
    """Return what pictures the e-book of an edition can hold."""
    keeps = config.pictures.keep_metadata
    return adapted(EPUB, keep_metadata=keeps, original=edition.pictures == "original")


def _view(book: m.Book, edition: Edition) -> BookView:
    """Return the book as the edition shows it, with headings that skip no level."""
    shown = view(book, edition)
    return attrs.evolve(shown, chapters=tuple(fix_heading_levels(chapter) for chapter in shown.chapters))


@attrs.frozen
class Reader:
    """Reads a book's own files: nothing outside its folder, also not through a link."""

    root: Path

    def read(self, src: str) -> bytes:
        """Return the bytes of the file ``src``. Raise ``OSError`` where it is outside the book or cannot be read."""
        path = self.root / src
        if not is_within(path, self.root):
            raise PermissionError(f"{src} is outside the book")
        return path.read_bytes()


def _document_writer(
    book: m.Book,
    shown: BookView,
    config: Config,
    id_map: IdMap,
    breaks: Breaks,
    sheets: tuple[Resource, ...],
    pages: PageMap | None,
    drawings: Mapping[str, str],
    calls: NoteCalls,
    transform: PunctuationFixer,
) -> DocumentWriter:
    names = numbering.labels(book, config)
    target = EpubLinkWriter(
        places=id_map,
        labels=names,
        images=images.names(book.assets),
        marks=note_marks(book, config),
        folios=page_labels_by_id(book, pages, notes_last=config.notes.place == "book") if pages else {},
        page_places={each.label: nth for nth, each in enumerate(pages.starts)} if pages else {},
        lists_source=not breaks.is_listed,
    )
    env = environment(config, shown.edition)
    inlines, width = (VerticalInlines, PAGE_HEIGHT) if is_vertical(shown) else (InlineWriter, PAGE_WIDTH)
    missing = MissingReferences.of(shown.edition, shown, names)
    cited = cache(partial(cited_places, shown))
    inline_writer = inlines(target, names, transform, missing.replaced, cited, is_ebook=True)
    writer = EpubBlocks(env, inline_writer, shown, config, "epub", width)
    tag = shown.languages[0]
    picture = CoverPicture(cover_image.PATH, cover_image.alternative(config, tag), tag)
    return DocumentWriter(
        writer,
        target,
        stylesheets.links(sheets, shown.edition.embed_fonts),
        picture,
        breaks,
        lambda tag: imprint(config, shown.edition, tag),
        drawings,
        calls,
    )


def _languages(survey: accessibility.ContentSurvey, config: Config, shown: BookView) -> tuple[str, ...]:
    """Return the languages of the text, with those of texts of the imprint that stand in no other."""
    texts = (config.subtitle, config.imprint, config.rights)
    others = (tag for text in texts for tag, _ in text.by_lang if not any(map(text.get, shown.languages)))
    return tuple(dict.fromkeys((*survey.languages, *others)))


def _package(
    shown: BookView,
    config: Config,
    modified: dt.datetime | None,
    pages: PageMap | None,
    facts: accessibility.AccessibilityFacts,
    text_languages: tuple[str, ...],
) -> Package:
    languages = tuple(dict.fromkeys((*shown.languages, *text_languages)))
    entries = (
        *metadata.entries(config, shown.edition, languages, modified, pages),
        *accessibility.entries(facts, shown.languages),
    )
    return Package(entries, shown.languages[0], "rtl" if facts.vertical else "")


def _language_order(config: Config, pages: PageMap | None) -> tuple[str, ...]:
    """Return the languages in the order in which the printed edition sets a pair."""
    printed = config.edition(pages.edition) if pages else None
    return printed.languages if printed else config.languages
