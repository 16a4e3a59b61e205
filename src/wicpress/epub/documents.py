"""The pages of an e-book: every chapter a finished XHTML document, with cover, title page, imprint and contents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from wicpress import class_names
from wicpress import model as m
from wicpress.config import Config
from wicpress.edition import strings
from wicpress.edition.imprint.fields import series_lines
from wicpress.edition.notes.calls import NoteCalls
from wicpress.edition.people import credits_of
from wicpress.edition.view import BookView, ChapterView, ShownNode
from wicpress.epub.container import Resource
from wicpress.epub.inline_svg import inline_drawings
from wicpress.epub.links import FIXED, EpubLinkWriter, call_id, is_vertical
from wicpress.epub.matter import chapter_type
from wicpress.epub.navigation import NavBuilder, chapter_by_position, landmarks
from wicpress.epub.page_breaks import Breaks, PageLists, insert_page_breaks, page_lists
from wicpress.epub.word_divisions import divide_words
from wicpress.html.blocks import BlockWriter
from wicpress.html.inlines import script_class
from wicpress.layout import layouts
from wicpress.template_access import for_templates

XHTML = "application/xhtml+xml"
_CALL = re.compile(
    rf'([^<>; \n])((?P<cited><span class="{class_names.CITATION}" id="[^"]*">)?'
    rf'<sup class="{class_names.CALL}">.*?</sup>(?(cited)</span>))'
)
"""A call behind a character; one that is a citation is in an element with its id."""


@attrs.frozen
class PageTitle:
    """The title of a page, in one language."""

    lang: str
    text: str


@attrs.frozen
class CoverPicture:
    """The cover image on its page: its path, and its text alternative in one language."""

    src: str
    alt: str
    lang: str


@attrs.frozen
class DocumentWriter:
    """Writes the documents of one edition; ``sheets`` are the paths of its style sheets.

    ``drawings`` are the line drawings that are written into the pages, by their path; ``calls`` those of all notes.
    """

    blocks: BlockWriter
    target: EpubLinkWriter
    sheets: tuple[str, ...]
    cover: CoverPicture
    breaks: Breaks
    imprint: Callable[[str], list[list[str]]]
    drawings: Mapping[str, str]
    calls: NoteCalls

    @property
    def view(self) -> BookView:
        """The book as the edition shows it."""
        return self.blocks.book

    @property
    def page_lists(self) -> PageLists:
        """The pages of the printed and of the source edition."""
        return page_lists(self.breaks, self.view, self.target.places)

    @property
    def config(self) -> Config:
        """The book's settings."""
        return self.blocks.config

    def documents(self) -> Iterator[Resource]:
        """Yield every page in the order of the spine. Raise ``jinja2.TemplateError``."""
        book = self._titled(self.config.title.by_lang)
        yield self._page("cover", FIXED["cover"], book, cover=self.cover)
        yield self._page(
            "title",
            FIXED["title-page"],
            book,
            shown_languages=self._title_languages(),
            year=self._year(),
            people=credits_of(self.config),
            series=series_lines(self.config),
        )
        rings = self.view.has_missing_marks
        yield self._page(
            "imprint",
            FIXED["imprint"],
            self._word("imprint"),
            has_missing_marks=rings,
            imprint=for_templates(self.imprint),
        )
        yield self._contents()
        front = m.count_front_matter(each.chapter for each in self.view.chapters)
        for nth, chapter in enumerate(self.view.chapters):
            yield from self._chapter(chapter, is_front_matter=nth < front)

    def _chapter(self, chapter: ChapterView, *, is_front_matter: bool) -> Iterator[Resource]:
        files = self.target.places.files
        if chapter.part:
            yield self._page("part", files[chapter.part.id], self._title(chapter.part), part=chapter.part)
        named = bool(chapter.title.members or (self.config.numbering == "auto" and chapter.chapter.title.number))
        title = self._title(chapter.title) if named else self._number_as_title(chapter)
        kind = chapter_type(chapter.chapter, is_front_matter=is_front_matter)
        more = {
            "chapter": chapter,
            "chapter_type": kind,
            "has_heading": named,
            "backlinks": self._backlinks,
            "note_mark": self._note_mark,
        }
        yield self._page("chapter", files[chapter.id], title, **more)

    def _contents(self) -> Resource:
        builder = NavBuilder(self.view, self.config, self.blocks.inlines, self.target.places)
        return self._page(
            "nav",
            FIXED["contents"],
            self._word("contents"),
            entries=builder.entries(),
            caption_lists=builder.caption_lists(),
            list_types={"list-of-figures": "loi", "list-of-tables": "lot"},
            landmarks=landmarks(self.view, self.target.places),
            pagelist=self.page_lists.main,
            other_pages=self.page_lists.beside,
            other_pages_head=self.page_lists.other,
        )

    def _page(self, kind: str, file: str, title: PageTitle, **more: Any) -> Resource:
        self.target.writing[:] = [file]
        html = self.blocks.env.get_template(f"epub/{kind}.xhtml.j2").render(
            title=title,
            sheets=self.sheets,
            direction=class_names.VERTICAL if is_vertical(self.view) and kind != "cover" else class_names.HORIZONTAL,
            classes=" ".join(self._classes(kind)),
            **more,
        )
        html = inline_drawings(_bind_note_calls(html), self.drawings)
        properties = (
            *(["nav"] if kind == "nav" else []),
            *(["svg"] if "<svg " in html else []),
            *(["mathml"] if "<math " in html else []),
        )
        name = f"page-{file.removesuffix('.xhtml')}"
        data = insert_page_breaks(html, file, self.breaks)
        if self.config.typography.hyphenation and kind in {"chapter", "part"}:
            data = divide_words(data, file, self.config.typography.hyphenation)
        return Resource(name, file, XHTML, data, properties, spine=True)

    def _classes(self, kind: str) -> Iterator[str]:
        tags = self.view.languages
        yield kind + class_names.DOCUMENT
        yield from layouts()[self.view.edition.layout].classes
        yield class_names.LANGUAGES + str(len(tags))
        yield class_names.LED_BY + script_class(tags[0])
        typography = self.config.typography
        settings = {
            class_names.EMPHASIS_DOTS: typography.emphasis == "dots",
            class_names.NO_AUTOSPACE: typography.autospace == 0,
            class_names.HANGING: typography.hanging,
            class_names.JUSTIFIED: typography.english == "justified",
        }
        yield from (name for name, holds in settings.items() if holds)

    @for_templates
    def _backlinks(self, note: str) -> list[str]:
        """Return the addresses of the calls of a note, in reading order."""
        files = (self.target.places.file_by_id[block] for block in self.calls.blocks.get(note, ()))
        return [self.target.within(f"{file}#{call_id(note, nth)}") for nth, file in enumerate(files, 1)]

    @for_templates
    def _note_mark(self, note: str) -> str:
        """Return the mark of a note."""
        return self.target.marks[note]

    # -- titles

    def _title_languages(self) -> tuple[str, ...]:
        """Return the languages of the title page: those of the edition, or all where the title has none of them."""
        titles = tuple(tag for tag, _ in self.config.title.by_lang)
        return tuple(tag for tag in titles if tag in self.view.languages) or titles

    def _year(self) -> str:
        """Return the year, empty where a title on the title page has it."""
        titles = [text for tag, text in self.config.title.by_lang if tag in self._title_languages()]
        return "" if any(self.config.year in text for text in titles) else self.config.year

    def _title(self, heading: ShownNode) -> PageTitle:
        texts = [(each.lang, each.side.inlines) for each in heading.members]
        titled, first = self.blocks.inlines.titled, self.view.languages[0]
        words = tuple((tag, m.label_text(titled(each, first if tag == m.SHARED else tag))) for tag, each in texts)
        return self._titled(words or self.config.title.by_lang)

    def _number_as_title(self, chapter: ChapterView) -> PageTitle:
        """Return the title of a chapter without a title in this edition: its number in the book."""
        tag = self.view.languages[0]
        return PageTitle(tag, chapter_by_position(self.view, chapter, tag))

    def _titled(self, words: tuple[tuple[str, str], ...]) -> PageTitle:
        by_language = dict(words)
        tag = next(
            (tag for tag in (*self.view.languages, *by_language) if by_language.get(tag)), self.view.languages[0]
        )
        return PageTitle(tag, " ".join(by_language.get(tag, "").split()))

    def _word(self, key: str) -> PageTitle:
        tag = self.view.languages[0]
        return PageTitle(tag, strings.translate(key, tag))


def _bind_note_calls(html: str) -> str:
    """Return ``html`` with every call of a note bound to the character before it: no line begins with a call."""
    return _CALL.sub(rf'<span class="{class_names.NO_BREAK}">\1\2</span>', html)
