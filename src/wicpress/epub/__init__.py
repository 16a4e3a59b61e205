"""A book to the bytes of an EPUB 3.3: pages of our own, packed by EbookLib."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import attrs
import jinja2

from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.edition import numbering
from wicpress.edition.page_map import PageMap
from wicpress.edition.view import BookView, view
from wicpress.epub import accessibility, cover_image, font_choice, images, metadata, stylesheets
from wicpress.epub.container import Package, Resource, pack
from wicpress.epub.documents import CoverPicture, DocumentWriter
from wicpress.epub.inline_svg import EpubBlocks, inlineable_drawings
from wicpress.epub.links import EpubLinkWriter, IdMap, fix_heading_levels, is_vertical, page_labels_by_id, places
from wicpress.epub.page_breaks import Breaks, find_breaks
from wicpress.epub.vertical_digits import VerticalInlines
from wicpress.fonts.house_fonts import PreparedFace, prepare_faces
from wicpress.html.inlines import InlineWriter
from wicpress.html.templates import environment, is_within, template_error
from wicpress.system.gc_control import raised_gc_threshold

__all__ = ["Reader", "write_epub"]

PunctuationFixer = Callable[[tuple[m.Inline, ...], str], tuple[m.Inline, ...]]
"""Mends the words of a side in a language for setting."""


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
    text: PunctuationFixer = lambda inlines, _: inlines,
) -> bytes:
    """The EPUB of one edition, the same bytes from the same values.

    ``pages`` are those of the printed edition that the page list names; ``modified`` is when the book last changed
    (its date where that is not said); ``faces`` set the cover and are embedded where the edition
    embeds fonts (the house's where they are not given); ``read`` gives the
    bytes of a picture by its path in the book; ``text`` mends words for setting. Raises ``PressError`` where a
    template fails and ``OSError`` where a file cannot be read.
    """
    faces = prepare_faces() if faces is None else tuple(faces)
    shown = _shown(book, edition)
    where = places(book, shown)
    breaks = find_breaks(pages, where, _order(config, pages))
    seen = accessibility.survey(shown)
    art = tuple(images.resources(seen, book.assets, read or Reader(config.root).read))
    sheets = stylesheets.sheets(config, edition, is_vertical(shown))
    try:
        writer = _pages(book, shown, config, where, breaks, sheets, pages, inlineable_drawings(art), text)
        documents = tuple(writer.documents())
    except jinja2.TemplateError as error:
        raise template_error(error, config) from error
    fonts = font_choice.embed(documents, faces, shown.languages) if edition.embed_fonts else ()
    held = accessibility.accessibility_facts(
        seen,
        pairs=len(shown.languages) > 1,
        pages=bool(breaks.links),
        moving=any(map(images.is_animated, art)),
        vertical=is_vertical(shown),
    )
    package = _package(shown, config, modified, pages if breaks.links else None, held, seen.languages)
    asked = [each for each in art if any(f'"{each.path}"'.encode() in page.data for page in documents)]
    return pack([*documents, *sheets, *fonts, cover_image.resource(config, faces), *asked], package)


def _shown(book: m.Book, edition: Edition) -> BookView:
    """The book as the edition shows it, its headings in order."""
    shown = view(book, edition)
    return attrs.evolve(shown, chapters=tuple(fix_heading_levels(chapter) for chapter in shown.chapters))


@attrs.frozen
class Reader:
    """The door to a book's own files: nothing outside its folder, not even through a link."""

    root: Path

    def read(self, src: str) -> bytes:
        """The bytes of the file ``src``. Raises ``OSError`` where it is not inside the book or cannot be read."""
        path = self.root / src
        if not is_within(path, self.root):
            raise PermissionError(f"{src} is outside the book")
        return path.read_bytes()


def _pages(
    book: m.Book,
    shown: BookView,
    config: Config,
    where: IdMap,
    breaks: Breaks,
    sheets: tuple[Resource, ...],
    pages: PageMap | None,
    lines: Mapping[str, str],
    text: PunctuationFixer,
) -> DocumentWriter:
    names = numbering.labels(book, config)
    target = EpubLinkWriter(
        places=where,
        labels=names,
        images=images.names(book.assets),
        numbers={note.id: note.number for chapter in book.chapters for note in chapter.notes},
        folios=page_labels_by_id(book, pages) if pages else {},
    )
    env = environment(config, shown.edition)
    setting = VerticalInlines if is_vertical(shown) else InlineWriter
    writer = EpubBlocks(env, setting(target, names, text), shown, config, "epub")
    tag = shown.languages[0]
    picture = CoverPicture(cover_image.PATH, cover_image.alternative(config, tag), tag)
    return DocumentWriter(
        writer,
        target,
        stylesheets.links(sheets, shown.edition.embed_fonts),
        picture,
        breaks,
        lambda tag: stylesheets.imprint(config, shown.edition, tag),
        lines,
    )


def _package(
    shown: BookView,
    config: Config,
    modified: dt.datetime | None,
    pages: PageMap | None,
    facts: accessibility.AccessibilityFacts,
    spoken: tuple[str, ...],
) -> Package:
    tags = shown.languages
    languages = tuple(dict.fromkeys((*tags, *spoken)))
    entries = (
        *metadata.entries(config, shown.edition, languages, modified, pages),
        *accessibility.entries(facts, tags),
    )
    return Package(entries, tags[0], "rtl" if facts.vertical else "")


def _order(config: Config, pages: PageMap | None) -> tuple[str, ...]:
    """The languages in the order in which the printed edition sets a pair."""
    twin = config.edition(pages.edition) if pages else None
    return twin.languages if twin else config.languages
