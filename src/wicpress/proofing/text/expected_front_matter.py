"""The expected text of cover, title page, imprint, contents and bookmarks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wicpress import model as m
from wicpress.config import Config, Edition, LocalizedText
from wicpress.edition import cover_text, numbering, strings
from wicpress.edition.view import BookView, ChapterView, ShownNode, walk
from wicpress.epub import cover_image, stylesheets
from wicpress.epub.navigation import chapter_by_position
from wicpress.pdf import print_html
from wicpress.proofing.text.expected_text import ExpectedRun, ExpectedTextBuilder, Runs


def print_front_matter(
    builder: ExpectedTextBuilder, config: Config, edition: Edition, faces: tuple[str, ...]
) -> Runs:
    """Yield the front matter of a printed edition; ``faces`` are the fonts that its imprint names."""
    yield from _cover_text(cover_text.lettering(config, 0, 0), "cover")
    yield from _cover_text(cover_text.title_page(config), "title-page", config)
    for tag in edition.languages:
        for paragraph in print_html.imprint(config, edition, faces, tag):
            yield from (ExpectedRun(line, tag, "imprint", "imprint") for line in paragraph)
        yield from _missing_mark_note(builder.shown, tag)
    for tag in edition.languages:
        yield ExpectedRun(strings.translate("contents", tag), tag, "contents", "contents")
    yield from _print_contents(builder, config)


def _cover_text(cover: cover_text.CoverText, kind: str, config: Config | None = None) -> Runs:
    if cover.vertical:
        yield ExpectedRun("".join(cell.text for cell in cover.vertical.cells), cover.vertical.lang, kind, kind)
    for tag, text in (*cover.horizontal, *cover.subtitles):
        yield ExpectedRun(text, tag, kind, kind)
    for person in config.authors if config else ():
        yield from (ExpectedRun(text, tag, kind, kind) for tag, text in person.name.by_lang)
    yield ExpectedRun(cover.number, m.SHARED, kind, kind)
    yield from (ExpectedRun(text, tag, kind, kind) for tag, text in cover.publishers)


def _missing_mark_note(shown: BookView, tag: str) -> Runs:
    if shown.has_missing_marks:
        key = "missing-mark" if len(shown.languages) > 1 else "missing-mark-single"
        yield ExpectedRun(strings.translate(key, tag), tag, "imprint", "missing-text")


def _print_contents(builder: ExpectedTextBuilder, config: Config) -> Runs:
    """Yield the rows of the printed contents: numeral, titles, and the page after the last title or the first."""
    for kind, node, numeral in _entries(builder.shown, config, config.contents > 1):
        if numeral:
            yield ExpectedRun(numeral, m.SHARED, node.id, "contents")
        titles = [
            (each.lang, ("" if kind == "chapter" else builder.mark(node, each)) + builder.plain(each))
            for each in node.members
        ]
        last_with_page = len(titles) - 1 if kind == "section" else 0
        for index, (tag, text) in enumerate(titles):
            yield ExpectedRun(text, tag, node.id, "contents", link_target=node.id)
            if index == last_with_page:
                yield ExpectedRun(builder.pages.get(node.id, ""), m.SHARED, node.id, "contents")


def _entries(shown: BookView, config: Config, sections: bool) -> Iterator[tuple[str, ShownNode, str]]:
    """Yield the entries of the contents: parts, chapters and, if ``sections``, sections, each with its numeral."""
    for chapter in shown.chapters:
        if chapter.part:
            yield "part", chapter.part, ""
        yield "chapter", chapter.title, _numeral(chapter, config)
        for node in chapter.blocks if sections else ():
            if isinstance(node.piece, m.Heading) and node.piece.level == 2 and node.members:
                yield "section", node, ""


def _numeral(chapter: ChapterView, config: Config) -> str:
    return numbering.numeral(chapter.chapter.title, (each.side for each in chapter.title.members), config)


def bookmarks(builder: ExpectedTextBuilder) -> Iterator[tuple[str, str]]:
    """Yield the bookmarks of a printed edition with the ids of their headings, without notes and ruby."""
    shown, config = builder.shown, builder.config
    yield "contents", "".join(strings.translate("contents", tag) for tag in shown.languages)
    for chapter in shown.chapters:
        title = chapter.title
        if chapter.part:
            yield chapter.part.id, _bookmark(builder, chapter.part)
        yield title.id, _numeral(chapter, config) + "".join(builder.plain(each) for each in title.members)
        for node in walk(chapter.blocks):
            if isinstance(node.piece, m.Heading):
                yield node.id, _bookmark(builder, node)


def _bookmark(builder: ExpectedTextBuilder, node: ShownNode) -> str:
    return "".join(builder.mark(node, each) + builder.plain(each) for each in node.members)


# -------------------------------------------------------------------------------------------- EPUB


def epub_front_matter(
    builder: ExpectedTextBuilder, config: Config, edition: Edition, page_list: Iterable[str]
) -> Runs:
    """Yield the front matter of an e-book; ``page_list`` has the labels of its page list."""
    shown = builder.shown
    lead = shown.languages[0]
    yield ExpectedRun(cover_image.alternative(config, lead), lead, "cover", "cover")
    yield from _title_page(config, edition)
    for tag in edition.languages:
        for paragraph in stylesheets.imprint(config, edition, tag):
            yield from (ExpectedRun(line, tag, "imprint", "imprint") for line in paragraph)
        yield from _missing_mark_note(shown, tag)
    for tag in edition.languages:
        yield ExpectedRun(strings.translate("contents", tag), tag, "contents", "contents")
    yield from _epub_contents(builder, config)
    for key in ("cover", "title-page", "imprint", "contents", "start"):
        yield from (
            ExpectedRun(strings.translate(key, tag), tag, "contents", "contents") for tag in edition.languages
        )
    yield from (ExpectedRun(label, m.SHARED, "contents", "contents") for label in page_list)


def _title_page(config: Config, edition: Edition) -> Runs:
    in_title = [tag for tag, _ in config.title.by_lang]
    shown = [tag for tag in in_title if tag in edition.languages] or in_title

    def localized(each: LocalizedText, alone: bool = False) -> Runs:
        for tag, text in each.by_lang:
            if tag in shown or (alone and len(each.by_lang) == 1):
                yield ExpectedRun(text, tag, "title-page", "title-page")

    yield from localized(config.title)
    yield from localized(config.subtitle)
    for person in config.authors:
        yield from localized(person.name, alone=True)
    yield from localized(config.publisher)
    if config.year and not any(config.year in text for tag, text in config.title.by_lang if tag in shown):
        yield ExpectedRun(config.year, m.SHARED, "title-page", "title-page")


def _epub_contents(builder: ExpectedTextBuilder, config: Config) -> Runs:
    """Yield the lines of an e-book's contents: numeral, and each title after the mark of its section."""
    chapters = {each.title.id: each for each in builder.shown.chapters}
    for kind, node, numeral in _entries(builder.shown, config, True):
        if numeral:
            yield ExpectedRun(numeral, m.SHARED, node.id, "contents")
        for each in node.members:
            mark = builder.mark(node, each) if kind != "chapter" else ""
            text = builder.plain(each).replace("\n", " ")
            yield ExpectedRun(f"{mark}{text}", each.lang, node.id, "contents", link_target=node.id)
        if kind == "chapter" and not node.members and not numeral:
            yield _untitled(builder.shown, chapters[node.id])


def _untitled(shown: BookView, chapter: ChapterView) -> ExpectedRun:
    """Return the name in the contents of a chapter whose title the edition leaves out."""
    tag = shown.languages[0]
    return ExpectedRun(
        chapter_by_position(shown, chapter, tag), tag, chapter.title.id, "contents", link_target=chapter.title.id
    )
