"""The text of a manuscript in reading order: runs of text, each in one language.

It comes from the model alone, by the rules of the handbook, independently of the code that writes PDF and EPUB.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import attrs
from pypinyin import lazy_pinyin

from wicpress import model as m
from wicpress.config import Edition
from wicpress.languages import HAN

GENERATED = re.compile(
    r"(?:第[一二三四五六七八九十]+部分|Part[IVXLC]+|附录[A-Z]|Appendix[A-Z])?[\d.、:：()●☐☑]*"
    r"(?:[一二三四五六七八九十百]*、?|(?:表|图|代码清单|Table|Figure|Listing|Example)\d+|[IVXLC]+\d*|[a-z]\.)?"
    r"(?:注意|提示|重要|警告|小心|Note|Tip|Important|Warning|Caution|译者注|编者注|Translator’snote|Editor’snote)?"
)
"""What wicpress adds between two runs: numbers, of parts and appendices too, markers, names of tables, labels."""
MAY_STAND_BEFORE = (m.Paragraph, m.ListBlock, m.DefinitionList, m.BlockQuote, m.Admonition)
"""Blocks that may stand before a figure above them, where a book lets its figures stand near."""
RUN_IN = 4
"""The level of headings that stand in the first line of the paragraph after them."""
MAX_REFERENCE = 80
"""The most letters of the text of a reference: a title, a number, a page."""


@attrs.frozen
class TextRun:
    """A run of text in one language; ``lang`` is empty for text shared by all.

    ``after_reference`` is True where a reference is before it, whose text wicpress adds; ``side`` is the language of
    the translation that it is part of.
    """

    lang: str
    text: str
    block: str
    after_reference: bool = False
    side: str = ""


def letters(text: str) -> str:
    """Return a text without spaces and hyphens, its full-width marks normalised (NFKC)."""
    return re.sub("[\\s\u00ad\u2010\u200b\u2060\ufeff]", "", unicodedata.normalize("NFKC", text))


def text_runs(book: m.Book, edition: Edition) -> list[TextRun]:
    """Return the runs of an edition's chapters: pair by pair, each note after the pair that calls it."""
    runs: list[TextRun] = []
    after = False
    for run in (run for chapter in book.chapters for run in _Chapter(chapter, edition).all()):
        after = after or run.after_reference
        if run.text:
            runs.append(attrs.evolve(run, after_reference=after))
            after = False
    return runs


def as_printed(book: m.Book, edition: Edition, heard: str) -> m.Book:
    """Return a book whose figures stand behind the blocks below them that are before them in ``heard``."""
    return attrs.evolve(book, chapters=tuple(_with_moved_figures(each, edition, heard) for each in book.chapters))


def _with_moved_figures(chapter: m.Chapter, edition: Edition, heard: str) -> m.Chapter:
    blocks = [*chapter.blocks]
    for start in reversed(range(len(blocks))):
        figure, end = blocks[start], start + 1
        if isinstance(figure, m.Figure):
            places = [_place(each, chapter, edition, heard) for each in blocks]
            while end < len(blocks) and isinstance(blocks[end], MAY_STAND_BEFORE) and places[end] < places[start]:
                end += 1
            blocks[start:end] = [*blocks[start + 1 : end], figure]
    return attrs.evolve(chapter, blocks=tuple(blocks))


def _place(block: m.Node, chapter: m.Chapter, edition: Edition, heard: str) -> int:
    """Return where in ``heard`` a block begins, or its end where the block is not in it."""
    first = next((run.text for run in _Chapter(chapter, edition).node(block) if run.text), "\0")
    return heard.find(first) if first in heard else len(heard)


class _Chapter:
    def __init__(self, chapter: m.Chapter, edition: Edition) -> None:
        self.chapter, self.edition = chapter, edition
        self.notes = {note.id: note for note in chapter.notes}

    def all(self) -> Iterator[TextRun]:
        """Yield the runs of the chapter."""
        heading: list[TextRun] = []
        for node in (self.chapter.part, self.chapter.title, *self.chapter.blocks):
            if node is not None:
                runs = list(self.node(node))
                own = [run for run in runs if run.block == node.id]
                if isinstance(node, m.Paragraph) and {run.side for run in own} == {run.side for run in heading}:
                    heading, runs = [], [*self._in_turn([*heading, *own]), *runs[len(own) :]]
                yield from heading
                heading = runs if isinstance(node, m.Heading) and node.level >= RUN_IN else []
                yield from () if heading else runs
        yield from heading

    def _in_turn(self, runs: list[TextRun]) -> list[TextRun]:
        """Return runs in the order of their languages: all in one, then all in the next."""
        order = {tag: nth for nth, tag in enumerate(self.edition.languages)}
        return sorted(runs, key=lambda run: order.get(run.side, len(order)))

    def node(self, node: m.Node) -> Iterator[TextRun]:
        """Yield the runs of a node and of all inside it."""
        called: list[str] = []
        if isinstance(node, m.Figure):
            yield from self._pictures(node)
        sides = node.cells and () if isinstance(node, m.Row) else getattr(node, "sides", ())
        runs = self._sides(sides, node.id, called)
        yield from _code(runs, node) if isinstance(node, m.CodeBlock) else runs
        for note in dict.fromkeys(called):
            yield from self._note(self.notes[note])
        if isinstance(node, m.Listing) and node.file_name:
            yield TextRun("", letters(node.file_name), node.id)
        if isinstance(node, m.Table):
            yield from self._rows(node)
        elif not isinstance(node, m.Figure):
            for child in self._in_order(node) if isinstance(node, m.Glossary) else m.child_nodes(node):
                yield from self.node(child)

    def _in_order(self, glossary: m.Glossary) -> list[m.GlossaryEntry]:
        """Return the entries of a glossary by pinyin or by letters, as those of one script stand in an edition."""

        def place(entry: m.GlossaryEntry) -> list[str]:
            words = next(side.text for tag in self.edition.languages if (side := m.translation_in(entry.sides, tag)))
            return lazy_pinyin(words) if HAN.match(words) else [letters(words).casefold()]

        return sorted(glossary.children, key=place)

    def _rows(self, table: m.Table) -> Iterator[TextRun]:
        for row in (*table.head, *table.rows):
            for cell in row.cells:
                called: list[str] = []
                yield from self._sides(cell.sides, row.id, called)
                for note in dict.fromkeys(called):
                    yield from self._note(self.notes[note])
        for paragraph in table.notes:
            yield from self.node(paragraph)

    def _note(self, note: m.Footnote) -> Iterator[TextRun]:
        """Yield the runs of a note: all in one language, then all in the next."""
        yield from self._in_turn([run for child in note.children for run in self.node(child)])

    def _pictures(self, figure: m.Figure) -> Iterator[TextRun]:
        tags = self.edition.languages
        shown = [each for each in figure.pictures if any(tag in dict(each.alt) for tag in tags)]
        for picture in shown or figure.pictures:
            alternatives = dict(picture.alt)
            for tag in [tag for tag in (*tags, *alternatives) if alternatives.get(tag)][:1]:
                described = dict(picture.descriptions)
                words = [alternatives[tag], *(described[each] for each in tags if each in described)]
                yield TextRun(
                    tag, "".join(map(letters, words)), figure.id
                )  # one text of the element, in one language

    def _sides(self, sides: Iterable[m.Translation], block: str, called: list[str]) -> Iterator[TextRun]:
        """Yield the runs of the sides that an edition shows, in its order, or of a fallback."""
        sides = tuple(sides)
        shown = list(dict.fromkeys(side for tag in self.edition.languages if (side := m.translation_in(sides, tag))))
        for side in shown or (sides[:1] if self.edition.missing == "show" else ()):
            yield from _runs(side, block, called)


def _code(runs: Iterable[TextRun], code: m.CodeBlock) -> Iterator[TextRun]:
    """Yield the runs of code, each line after its number; Chinese in code of another language is Chinese."""
    sides = {side.lang: side for side in code.sides}
    for run in runs:
        text = "".join(each.text for each in sides[run.side].inlines if isinstance(each, m.Text))
        if code.first_line:
            text = "".join(f"{nth}{line}" for nth, line in enumerate(text.splitlines(), code.first_line))
        yield attrs.evolve(run, text=letters(text), lang="" if HAN.search(text) else run.lang)


def _runs(side: m.Translation, block: str, called: list[str]) -> list[TextRun]:
    """Return the runs of a side, divided where the language changes and where wicpress adds a reference.

    The text of a run is empty where the reference is the last of the side.
    """
    parts: list[tuple[str, str, bool]] = []
    _gather(side.inlines, "" if side.lang == m.SHARED else side.lang, parts, called)
    runs: list[TextRun] = []
    after = False
    for lang, text, is_reference in parts:
        after = after or is_reference
        if text := letters(text):
            runs.append(TextRun(lang, text, block, after, side.lang))
            after = False
    return [*runs, TextRun(side.lang, "", block, after, side.lang)] if after else runs


def _gather(inlines: Iterable[m.Inline], lang: str, parts: list[tuple[str, str, bool]], called: list[str]) -> None:
    for inline in inlines:
        match inline:
            case m.CodeSpan(text) if HAN.search(text) and lang.partition("-")[0] not in ("zh", "ja"):
                parts.append(("", text, False))  # Chinese in English code is Chinese
            case m.Text(text) | m.CodeSpan(text):
                parts.append((lang, text, False))
            case m.Image(_, alt) | m.Formula(_, alt):
                parts.append((lang, alt, False))
            case m.Ruby(base, reading):
                parts += ((lang, base, False), (lang, reading, False))
            case m.InterlinearNote(children):
                parts.append((lang, "（", False))
                _gather(children, lang, parts, called)
                parts.append((lang, "）", False))
            case m.ForeignText(other, children):
                _gather(children, other, parts, called)
            case m.SourceEntry(children=children):
                parts.append(("", inline.label, False))
                _gather(children, lang, parts, called)
                parts.append((lang, "", True))  # what leads back to the citations
            case m.CrossRef() | m.Citation():  # both are tagged Reference
                parts.append((lang, "", True))
            case m.InlineContainer(children=children):
                _gather(children, lang, parts, called)
            case m.FootnoteRef(note):
                called.append(note)
            case _:
                pass
