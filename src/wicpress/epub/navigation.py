"""The e-book's contents and landmarks, with labels in every language of the edition."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wicpress import model as m
from wicpress.config import Config
from wicpress.edition import numbering, strings
from wicpress.edition.view import BookView, ChapterView, ShownNode, with_run_in
from wicpress.epub.links import FIXED, IdMap
from wicpress.html.inlines import InlineWriter
from wicpress.html.title_text import TitleText

LEAST_DEPTH = 2
"""E-books list at least so many levels of headings, whatever the printed contents show."""


@attrs.frozen
class Label:
    """The text of a line of the contents in one language; ``mark`` is that of a section or a part."""

    lang: str
    text: str | TitleText
    mark: str = ""


@attrs.frozen
class Contents:
    """A line of the contents: its numeral, its text by language, its address, and the lines inside it.

    ``kind`` is ``part``, ``chapter`` or ``section``; ``is_printed`` is False for a section that only e-books list.
    """

    kind: str
    href: str
    numeral: str
    labels: tuple[Label, ...]
    inside: tuple[Contents, ...] = ()
    is_printed: bool = True


@attrs.frozen
class Landmark:
    """A landmark: its ``epub:type``, its address, and the key of its text in ``edition/strings``."""

    type: str
    href: str
    word: str


@attrs.frozen
class NavBuilder:
    """Builds the contents of one edition."""

    view: BookView
    config: Config
    inlines: InlineWriter
    places: IdMap

    def entries(self) -> tuple[Contents, ...]:
        """Return the contents: parts contain the chapters of the text after them, chapters contain their sections."""
        lines: list[Contents] = []
        in_part = False
        for chapter in self.view.chapters:
            entry = self._chapter(chapter)
            if chapter.part:
                in_part = True
                lines.append(self._entry("part", chapter.part, (entry,)))
            elif in_part and not chapter.chapter.matter:
                lines[-1] = attrs.evolve(lines[-1], inside=(*lines[-1].inside, entry))
            else:
                in_part = False
                lines.append(entry)
        return tuple(lines)

    def caption_lists(self) -> tuple[tuple[str, tuple[Contents, ...]], ...]:
        """Return the lists of figures, tables and listings that the book asks for, by their names."""
        lists = ((f"list-of-{kind}", tuple(map(self._caption, self._captioned(kind)))) for kind in self.config.lists)
        return tuple(each for each in lists if each[1])

    def _captioned(self, kind: str) -> Iterator[ShownNode]:
        return numbering.captioned(self.view.chapters, kind)

    def _caption(self, node: ShownNode) -> Contents:
        languages = self.view.languages
        labels = (
            Label(each.lang, self._words(each.side), numbering.caption_mark(node, each, languages, self.config))
            for each in node.members
        )
        return Contents("section", self.places.href(node.id), "", tuple(labels))

    def _chapter(self, chapter: ChapterView) -> Contents:
        deepest = max(LEAST_DEPTH, self.config.contents)
        sections = [
            (node.level, node)
            for node in with_run_in(chapter.blocks)
            if isinstance(node.piece, m.Heading) and node.level <= deepest and node.members
        ]
        entry = self._entry("chapter", chapter.title, self._sections(sections))
        if not entry.labels and not entry.numeral:
            tag = self.view.languages[0]
            entry = attrs.evolve(entry, labels=(Label(tag, chapter_by_position(self.view, chapter, tag)),))
        return attrs.evolve(entry, href=self.places.files[chapter.id])

    def _sections(self, sections: list[tuple[int, ShownNode]]) -> tuple[Contents, ...]:
        """Return the entries of sections, each with those of a lower level behind it inside."""
        entries = []
        while sections:
            level, node = sections[0]
            end = next((nth for nth, each in enumerate(sections) if nth and each[0] <= level), len(sections))
            entry = self._entry("section", node, self._sections(sections[1:end]))
            entries.append(attrs.evolve(entry, is_printed=level <= self.config.contents))
            sections = sections[end:]
        return tuple(entries)

    def _entry(self, kind: str, node: ShownNode, inside: tuple[Contents, ...] = ()) -> Contents:
        heading = node.piece
        assert isinstance(heading, m.Heading)
        is_chapter = kind == "chapter"
        sides = [member.side for member in node.members]
        numeral = numbering.numeral(heading, sides, self.config) if is_chapter else ""
        mark = numbering.chapter_mark if is_chapter else numbering.section_mark
        labels: dict[str, Label] = {}
        for side in sides:
            label = Label(side.lang, self._words(side), "" if numeral else mark(heading, side, self.config))
            labels.setdefault(f"{label.mark}{label.text}", label)
        return Contents(kind, self.places.href(node.id), numeral, tuple(labels.values()), inside)

    def _words(self, side: m.Translation) -> TitleText:
        return self.inlines.title(side.inlines, side.lang).in_unicode()


def chapter_by_position(view: BookView, chapter: ChapterView, tag: str) -> str:
    """Return the number of a chapter in the book as its title: ``第2章``, ``Chapter 2``."""
    return strings.translate("chapter", tag).format(view.chapters.index(chapter) + 1)


def landmarks(view: BookView, places: IdMap) -> tuple[Landmark, ...]:
    """Return the landmarks: cover, title page, imprint, contents, and the beginning of the text."""
    front = m.count_front_matter(each.chapter for each in view.chapters)
    first = view.chapters[front] if view.chapters else None
    opening = (first.part.id if first.part else first.id) if first else "title-page"
    return (
        Landmark("cover", FIXED["cover"], "cover"),
        Landmark("titlepage", FIXED["title-page"], "title-page"),
        Landmark("copyright-page", FIXED["imprint"], "imprint"),
        Landmark("toc", f"{FIXED['contents']}#contents", "contents"),
        Landmark("bodymatter", places.href(opening), "start"),
    )
