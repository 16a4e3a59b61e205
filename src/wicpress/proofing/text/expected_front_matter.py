"""The fair copy of what stands around the text: cover, title page, imprint, contents; running heads beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.config import LocalizedText as Named
from wicpress.edition import numbering, strings, title_lettering
from wicpress.edition.view import BookView, ChapterView, ShownNode, walk
from wicpress.epub import cover_image as cover_picture
from wicpress.epub import stylesheets
from wicpress.epub.navigation import chapter_by_position
from wicpress.pdf import print_html
from wicpress.proofing.text.expected_text import ExpectedRun, ExpectedTextBuilder, Runs


def print_front_matter(
    copyist: ExpectedTextBuilder, config: Config, edition: Edition, faces: tuple[str, ...]
) -> Runs:
    """What stands before the chapters of a printed edition; ``faces`` are the names that its imprint gives."""
    yield from _face(title_lettering.lettering(config, 0, 0), "cover")
    yield from _face(title_lettering.title_page(config), "title-page", config)
    for tag in edition.languages:
        for paragraph in print_html.imprint(config, edition, faces, tag):
            yield from (ExpectedRun(line, tag, "imprint", "imprint") for line in paragraph)
        yield from _missing_mark_note(copyist.shown, tag)
    for tag in edition.languages:
        yield ExpectedRun(strings.translate("contents", tag), tag, "contents", "contents")
    yield from _rows(copyist, config)


def _face(face: title_lettering.CoverText, kind: str, config: Config | None = None) -> Runs:
    if face.vertical:
        yield ExpectedRun("".join(cell.text for cell in face.vertical.cells), face.vertical.lang, kind, kind)
    for tag, text in (*face.horizontal, *face.subtitles):
        yield ExpectedRun(text, tag, kind, kind)
    for person in config.authors if config else ():
        yield from (ExpectedRun(text, tag, kind, kind) for tag, text in person.name.by_lang)
    yield ExpectedRun(face.number, m.SHARED, kind, kind)
    yield from (ExpectedRun(text, tag, kind, kind) for tag, text in face.publishers)


def _missing_mark_note(shown: BookView, tag: str) -> Runs:
    if shown.has_missing_marks:
        key = "missing-mark" if len(shown.languages) > 1 else "missing-mark-single"
        yield ExpectedRun(strings.translate(key, tag), tag, "imprint", "missing-text")


def _rows(copyist: ExpectedTextBuilder, config: Config) -> Runs:
    """The rows of the printed contents: numeral, titles, and the page after the last one or the first."""
    for kind, node, numeral in _entries(copyist.shown, config, config.contents > 1):
        if numeral:
            yield ExpectedRun(numeral, m.SHARED, node.id, "contents")
        titles = [
            (each.lang, m.plain_text(copyist.fix_punctuation(each.side.inlines, each.lang))) for each in node.members
        ]
        paged = len(titles) - 1 if kind == "section" else 0
        for nth, (tag, text) in enumerate(titles):
            yield ExpectedRun(text, tag, node.id, "contents", link_target=node.id)
            if nth == paged:
                yield ExpectedRun(copyist.pages.get(node.id, ""), m.SHARED, node.id, "contents")


def _entries(shown: BookView, config: Config, sections: bool) -> Iterator[tuple[str, ShownNode, str]]:
    """What the contents name: parts, chapters and, where asked for, sections, each with its numeral."""
    for chapter in shown.chapters:
        if chapter.part:
            yield "part", chapter.part, ""
        yield "chapter", chapter.title, numbering.numeral(chapter.chapter.title, config)
        for node in chapter.blocks if sections else ():
            if isinstance(node.piece, m.Heading) and node.piece.level == 2 and node.members:
                yield "section", node, ""


def bookmarks(copyist: ExpectedTextBuilder) -> Iterator[tuple[str, str]]:
    """What the bookmarks of a printed edition say, each with the id of its heading: no notes, no readings."""
    shown, config = copyist.shown, copyist.config
    yield "contents", "".join(strings.translate("contents", tag) for tag in shown.languages)
    for chapter in shown.chapters:
        for node in (*([chapter.part] if chapter.part else []), chapter.title):
            heading = node.piece
            numeral = numbering.numeral(heading, config) if isinstance(heading, m.Heading) else ""
            yield node.id, numeral + "".join(copyist.plain(each) for each in node.members)
        for node in walk(chapter.blocks):
            if isinstance(node.piece, m.Heading):
                yield node.id, "".join(copyist.mark(node, each) + copyist.plain(each) for each in node.members)


# -------------------------------------------------------------------------------------------- EPUB


def epub_front_matter(
    copyist: ExpectedTextBuilder, config: Config, edition: Edition, page_list: Iterable[str]
) -> Runs:
    """What stands before the chapters of an e-book; ``page_list`` are the labels of the pages that it names."""
    shown = copyist.shown
    lead = shown.languages[0]
    yield ExpectedRun(cover_picture.alternative(config, lead), lead, "cover", "cover")
    yield from _title_page(config, edition)
    for tag in edition.languages:
        for paragraph in stylesheets.imprint(config, edition, tag):
            yield from (ExpectedRun(line, tag, "imprint", "imprint") for line in paragraph)
        yield from _missing_mark_note(shown, tag)
    for tag in edition.languages:
        yield ExpectedRun(strings.translate("contents", tag), tag, "contents", "contents")
    yield from _lines(copyist, config)
    for key in ("cover", "title-page", "imprint", "contents", "start"):
        yield from (
            ExpectedRun(strings.translate(key, tag), tag, "contents", "contents") for tag in edition.languages
        )
    yield from (ExpectedRun(label, m.SHARED, "contents", "contents") for label in page_list)


def _title_page(config: Config, edition: Edition) -> Runs:
    named = [tag for tag, _ in config.title.by_lang]
    shown = [tag for tag in named if tag in edition.languages] or named

    def words(each: Named, alone: bool = False) -> Runs:
        for tag, text in each.by_lang:
            if tag in shown or (alone and len(each.by_lang) == 1):
                yield ExpectedRun(text, tag, "title-page", "title-page")

    yield from words(config.title)
    yield from words(config.subtitle)
    for person in config.authors:
        yield from words(person.name, alone=True)
    yield from words(config.publisher)
    if config.year and not any(config.year in text for tag, text in config.title.by_lang if tag in shown):
        yield ExpectedRun(config.year, m.SHARED, "title-page", "title-page")


def _lines(copyist: ExpectedTextBuilder, config: Config) -> Runs:
    """The lines of an e-book's contents: numeral, and each title after the mark of its section."""
    chapters = {each.title.id: each for each in copyist.shown.chapters}
    for kind, node, numeral in _entries(copyist.shown, config, True):
        if numeral:
            yield ExpectedRun(numeral, m.SHARED, node.id, "contents")
        for each in node.members:
            mark = copyist.mark(node, each) if kind == "section" else ""
            text = m.plain_text(copyist.fix_punctuation(each.side.inlines, each.lang)).replace("\n", " ")
            yield ExpectedRun(f"{mark}{text}", each.lang, node.id, "contents", link_target=node.id)
        if kind == "chapter" and not node.members and not numeral:
            yield _unnamed(copyist.shown, chapters[node.id])


def _unnamed(shown: BookView, chapter: ChapterView) -> ExpectedRun:
    """What the contents call a chapter whose title the edition leaves out."""
    tag = shown.languages[0]
    return ExpectedRun(
        chapter_by_position(shown, chapter, tag), tag, chapter.title.id, "contents", link_target=chapter.title.id
    )
