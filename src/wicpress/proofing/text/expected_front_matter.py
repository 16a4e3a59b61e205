"""The expected text of cover, title page, imprint, contents and bookmarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import Config, Edition, LocalizedText
from wicpress.proofing.text.counted_numbers import captions_number
from wicpress.proofing.text.edition_rules import (
    StandingBook,
    StandingChapter,
    StandingNode,
    StandingSide,
    walk,
    with_run_in,
)
from wicpress.proofing.text.expected_text import ExpectedRun, ExpectedTextBuilder, Runs
from wicpress.proofing.text.generated_words import numbered, word
from wicpress.proofing.text.imprint.lines import imprint_lines, series_line
from wicpress.proofing.text.imprint.people import credited

# ------------------------------------------------------------------------------------------- print


def print_front_matter(builder: ExpectedTextBuilder, config: Config, edition: Edition, pages: int) -> Runs:
    """Yield the front matter of a printed edition; ``pages`` are those that a printer counts."""
    titles = tuple((tag, without_year(text, config.year)) for tag, text in config.title.by_lang)
    yield from _cover(config, titles, config.year or config.volume, "cover")
    for name, words in (("half-title", config.half_title), ("series-page", config.series_page)):
        yield from _paragraphs(words, edition, name)
    yield from _cover(config, config.title.by_lang, config.year, "title-page")
    for tag in edition.languages:
        lines = imprint_lines(config, edition, tag, pages)
        yield from (ExpectedRun(line, tag, "imprint", "imprint") for line in lines)
        yield from _missing_mark_note(builder.shown, tag)
    for tag in edition.languages:
        yield ExpectedRun(word("contents", tag), tag, "contents", "contents")
    yield from _print_contents(builder, config)
    yield from _caption_lists(builder, config)


def _paragraphs(words: LocalizedText, edition: Edition, block: str) -> Runs:
    """Yield the lines of words from ``book.toml``, in each language of the edition."""
    for tag in edition.languages:
        lines = words.get_for(tag, edition.languages).splitlines()
        yield from (ExpectedRun(line, tag, block, "title-page") for line in lines)


def without_year(title: str, year: str) -> str:
    """Return a title without the year at its start or end, which the cover sets by itself; never an empty one."""
    if not year:
        return title
    text = re.sub(rf"^{year}\s*年?度?\s*|[\s,，]*[(（]?{year}年?[)）]?$", "", title)
    return text or title


def _cover(config: Config, titles: tuple[tuple[str, str], ...], number: str, kind: str) -> Runs:
    """Yield cover or title page: the first Chinese title down, the others across, the number, the publisher once."""
    han = [each for each in titles if lang.is_chinese_or_japanese(each[0])]
    across = [each for each in titles if each not in han] or han
    people = [*_credits(config), *_series(config)] if kind == "title-page" else []
    publishers = {text: tag for tag, text in reversed(config.publisher.by_lang)}
    for tag, text in ((tag, _down(text, tag)) for tag, text in han[:1]):
        yield ExpectedRun(text, tag, kind, kind)
    for tag, text in (*across, *config.subtitle.by_lang, *people):
        yield ExpectedRun(text, tag, kind, kind)
    yield ExpectedRun(number, m.SHARED, kind, kind)
    for tag, text in config.publisher.by_lang:
        if publishers.pop(text, "") == tag:
            yield ExpectedRun(text, tag, kind, kind)


def _credits(config: Config) -> Iterator[tuple[str, str]]:
    """Yield the people of a title page, each with the role, and where they work, with their languages."""
    for person in config.authors:
        yield from ((tag, credited(text, person.role, tag, config)) for tag, text in person.name.by_lang)
        yield from person.affiliation.by_lang


def _series(config: Config) -> list[tuple[str, str]]:
    return [(tag, series_line(config, tag)) for tag, text in config.series.by_lang if text]


def _down(title: str, tag: str) -> str:
    """Return a title that runs down: corner brackets stand for quotation marks, double for double in simplified."""
    double, single = ("『』", "「」") if lang.script(tag) == "Hans" else ("「」", "『』")
    title = re.sub("“([^“”]*)”", rf"{double[0]}\1{double[1]}", title)
    return re.sub("(?<![A-Za-z])‘([^‘’]*)’", rf"{single[0]}\1{single[1]}", title)


def _missing_mark_note(shown: StandingBook, tag: str) -> Runs:
    if shown.marks():
        key = "missing-mark" if len(shown.languages) > 1 else "missing-mark-single"
        yield ExpectedRun(word(key, tag), tag, "imprint", "missing-text")


def _print_contents(builder: ExpectedTextBuilder, config: Config) -> Runs:
    """Yield the rows of the printed contents: numeral, titles, and the page after the last title or the first."""
    for kind, node, numeral in _entries(builder, config.contents):
        if numeral:
            yield ExpectedRun(numeral, m.SHARED, node.id, "contents")
        titles = _titles(builder, node, kind)
        last_with_page = len(titles) - 1 if kind == "section" else 0
        for index, title in enumerate(titles):
            yield from title
            if index == last_with_page:
                yield ExpectedRun(builder.pages.get(node.id, ""), m.SHARED, node.id, "contents")


def _titles(builder: ExpectedTextBuilder, node: StandingNode, kind: str) -> list[tuple[ExpectedRun, ...]]:
    """Return the titles of an entry behind their marks, those that languages share once."""
    titles: dict[str, tuple[ExpectedRun, ...]] = {}
    for member in node.members:
        runs = tuple(builder.entry(node, member, builder.mark(node, member, _KINDS[kind])))
        titles.setdefault("".join(run.text for run in runs), runs)
    return [*titles.values()]


_CAPTIONED = {"figures": m.Figure, "tables": m.Table, "listings": m.Listing}


def _captioned(builder: ExpectedTextBuilder, kind: str) -> list[StandingNode]:
    """Return what has a caption in the edition, of one kind."""
    nodes = (node for chapter in builder.shown.chapters for node in walk(chapter.blocks))
    return [node for node in nodes if isinstance(node.piece, _CAPTIONED[kind]) and node.members]


def _caption_lists(builder: ExpectedTextBuilder, config: Config) -> Runs:
    """Yield the lists behind the contents: each caption behind its number; in print the page stands last."""
    for kind in config.lists:
        nodes, name = _captioned(builder, kind), f"list-of-{kind}"
        for tag in builder.shown.languages if nodes else ():
            yield ExpectedRun(word(name, tag), tag, name, "contents")
        for node in nodes:
            for member in node.members:
                yield from builder.entry(node, member, _caption_label(builder, node, member))
            if builder.format == "pdf":
                yield ExpectedRun(builder.pages.get(node.id, ""), m.SHARED, node.id, "contents")


def _caption_label(builder: ExpectedTextBuilder, node: StandingNode, member: StandingSide) -> str:
    piece = node.piece
    assert isinstance(piece, m.CaptionedBlock)
    tag = builder.shown.languages[0] if member.is_fallback or member.lang == m.SHARED else member.lang
    number = captions_number(piece, member.side, builder.numbers, builder.config, tag)
    return numbered(node.kind, number, tag) + "\u2002" if number else ""


_KINDS = {"part": "part", "chapter": "title", "section": "section"}
"""The kind of number of each kind of entry."""


def _entries(builder: ExpectedTextBuilder, depth: int) -> Iterator[tuple[str, StandingNode, str]]:
    """Yield parts, chapters and sections of the contents down to level ``depth``, each with its numeral."""
    for chapter in builder.shown.chapters:
        if chapter.part:
            yield "part", chapter.part, ""
        yield "chapter", chapter.title, builder.numeral(chapter.title)
        for node in with_run_in(chapter.blocks):
            if isinstance(node.piece, m.Heading) and node.members and _contents_level(builder, node.piece) <= depth:
                yield "section", node, ""


def _contents_level(builder: ExpectedTextBuilder, heading: m.Heading) -> int:
    """Return the level by which a section is in the contents: in an e-book that which it is given there."""
    return builder.levels[heading.id] if builder.format == "epub" else heading.level


@attrs.frozen
class ExpectedBookmark:
    """A bookmark of a printed edition: its text, the id of its heading, and its level from 1."""

    text: str
    block: str
    level: int = 1


def bookmarks(builder: ExpectedTextBuilder) -> Iterator[ExpectedBookmark]:
    """Yield the bookmarks of a printed edition, without notes and ruby; a heading without text has none."""
    lists = [f"list-of-{kind}" for kind in builder.config.lists if _captioned(builder, kind)]
    for name in ("contents", *lists):
        yield ExpectedBookmark("".join(word(name, tag) for tag in builder.shown.languages), name)
    for chapter in builder.shown.chapters:
        above: list[int] = []
        for node, level, text in _headings(builder, chapter):
            above = [each for each in above if each < level]
            if text:
                above.append(level)
                yield ExpectedBookmark(text, node, len(above))


def _headings(builder: ExpectedTextBuilder, chapter: StandingChapter) -> Iterator[tuple[str, int, str]]:
    """Yield the id, the level and the text of each heading of a chapter, without notes and ruby."""
    title, part = chapter.title, (chapter.part,) if chapter.part else ()
    for node in (*part, title, *walk(chapter.blocks)):
        if node is title:
            yield node.id, 1, builder.numeral(node) + _label(builder, node, "title")
        elif isinstance(node.piece, m.Heading):
            kind = "part" if node is chapter.part else "section"
            yield node.id, builder.levels.get(node.id, 1), _label(builder, node, kind)


def _label(builder: ExpectedTextBuilder, node: StandingNode, kind: str) -> str:
    """Return the texts of a heading behind their marks, those that languages share once."""
    return "".join(dict.fromkeys(builder.mark(node, each, kind) + builder.label(each) for each in node.members))


# -------------------------------------------------------------------------------------------- EPUB


def epub_front_matter(
    builder: ExpectedTextBuilder,
    config: Config,
    edition: Edition,
    page_list: Iterable[str],
    other_pages: Sequence[str] = (),
) -> Runs:
    """Yield the front matter of an e-book; ``page_list`` has the labels of its page list, ``other_pages`` of another.

    That has the pages of another edition.
    """
    shown = builder.shown
    yield ExpectedRun(_cover_alternative(config, shown.languages[0]), shown.languages[0], "cover", "cover")
    yield from _epub_title_page(config, edition)
    for tag in edition.languages:
        yield from (ExpectedRun(line, tag, "imprint", "imprint") for line in imprint_lines(config, edition, tag, 0))
        yield from _missing_mark_note(shown, tag)
    for tag in edition.languages:
        yield ExpectedRun(word("contents", tag), tag, "contents", "contents")
    yield from _epub_contents(builder)
    yield from _caption_lists(builder, config)
    for key in ("cover", "title-page", "imprint", "contents", "start"):
        yield from (ExpectedRun(word(key, tag), tag, "contents", "contents") for tag in edition.languages)
    yield from (ExpectedRun(label, m.SHARED, "contents", "contents") for label in page_list)
    if other_pages:
        head = "pages-of-print" if edition.page_list == "source" else "pages-of-source"
        yield from (ExpectedRun(word(head, tag), tag, "contents", "contents") for tag in edition.languages)
    yield from (ExpectedRun(label, m.SHARED, "contents", "contents") for label in other_pages)


def _cover_alternative(config: Config, tag: str) -> str:
    """Return what stands for the picture of the cover: ``Cover: title, subtitle, publisher, year``."""
    title = config.title.first_of(tag)
    year = "" if config.year in title else config.year
    parts = filter(None, (title, config.subtitle.first_of(tag), config.publisher.first_of(tag), year))
    colon, comma = ("：", "，") if lang.is_chinese_or_japanese(tag) else (": ", ", ")
    return f"{word('cover', tag)}{colon}{comma.join(parts)}"


def _epub_title_page(config: Config, edition: Edition) -> Runs:
    """Yield the title page in the languages of the edition, or in all where the title has none of them."""
    in_title = [tag for tag, _ in config.title.by_lang]
    shown = [tag for tag in in_title if tag in edition.languages] or in_title

    def localized(each: LocalizedText, alone: bool = False) -> Runs:
        for tag, text in each.by_lang:
            if tag in shown or (alone and len(each.by_lang) == 1):
                yield ExpectedRun(text, tag, "title-page", "title-page")

    yield from localized(config.title)
    yield from localized(config.subtitle, alone=True)
    for person in config.authors:
        names = ((tag, credited(text, person.role, tag, config)) for tag, text in person.name.by_lang)
        yield from localized(LocalizedText(tuple(names)), alone=True)
        yield from localized(person.affiliation, alone=True)
    yield from localized(LocalizedText(tuple(_series(config))), alone=True)
    yield from localized(config.publisher, alone=True)
    if config.year and not any(config.year in text for tag, text in config.title.by_lang if tag in shown):
        yield ExpectedRun(config.year, m.SHARED, "title-page", "title-page")
    yield from _paragraphs(config.series_page, edition, "title-page")
    for tag in edition.languages if config.draft else ():
        yield ExpectedRun(word("draft", tag), tag, "title-page", "title-page")


def _epub_contents(builder: ExpectedTextBuilder) -> Runs:
    """Yield the lines of an e-book's contents: numeral, and each title after the mark of its section."""
    chapters = {each.title.id: each for each in builder.shown.chapters}
    for kind, node, numeral in _entries(builder, max(2, builder.config.contents)):
        if numeral:
            yield ExpectedRun(numeral, m.SHARED, node.id, "contents", link_target=node.id)
        for title in _titles(builder, node, kind):
            yield from title
        if kind == "chapter" and not node.members and not numeral:
            yield _untitled(builder.shown, chapters[node.id])


def _untitled(shown: StandingBook, chapter: StandingChapter) -> ExpectedRun:
    """Return the name in the contents of a chapter whose title the edition leaves out: ``Chapter 2``."""
    tag, title = shown.languages[0], chapter.title.id
    return ExpectedRun(word("chapter", tag).format(chapter.position), tag, title, "contents", link_target=title)
