"""Numbers and names that wicpress adds to the text: 图 1, Table 2, 一."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.block_kinds import block_kinds, is_verbatim
from wicpress.edition.strings import translate
from wicpress.numerals import format_han_number, parse_han_number

if TYPE_CHECKING:
    from wicpress.config import Config, LocalizedText

EM_SPACE = "\u2003"
"""Separates two languages on a line."""


@attrs.frozen
class Labels:
    """The text of references by id and language: the number (``图 1``) and the title."""

    numbers: Mapping[tuple[str, str], str]
    titles: Mapping[tuple[str, str], str]


def numeral(heading: m.Heading, config: Config) -> str:
    """Return the numeral of a chapter as its opening shows it: the manuscript's own (``IV``), or its ordinal."""
    if config.numbering == "auto":
        return str(heading.number) if heading.number else ""
    for each in heading.sides:
        text = re.sub(r"^(第|Chapter |Part )|[\s.、．:：章部]+$", "", each.marker.strip(), flags=re.IGNORECASE)
        if text:
            number = parse_han_number(text)
            return str(number) if number is not None else text
    return ""


def section_mark(heading: m.Heading, each: m.Translation, config: Config) -> str:
    """Return the number before a section heading: ``一　`` in Chinese, ``1`` and an en space elsewhere."""
    han = lang.is_chinese_or_japanese(each.lang)
    text = re.sub(r"[\s.、．:：]+$", "", each.marker)
    if config.numbering == "auto":
        text = (format_han_number(heading.number) if han else str(heading.number)) if heading.number else ""
        text = text if heading.level == 2 else ""
    return f"{text}{'　' if han else chr(0x2002)}" if text else ""


def joined(words: LocalizedText, languages: tuple[str, ...], gap: str = EM_SPACE) -> str:
    """Return the text in each of ``languages``, with em spaces between."""
    return gap.join(text for language in languages if (text := words.get(language)))


def labels(book: m.Book, config: Config) -> Labels:
    """Return the text of a reference to each numbered or titled node, in each of the book's languages.

    Texts are computed on demand: most nodes of a book have no reference to them.
    """
    nodes: dict[str, tuple[m.Node, m.Chapter]] = {}
    for chapter in book.chapters:
        nodes[chapter.id] = chapter.title, chapter
        for node in m.iter_nodes(chapter):
            nodes[node.id] = node, chapter

    def number(node: m.Node, language: str, chapter: m.Chapter) -> str:
        return _number(node, language, config, chapter)

    return Labels(_LazyTexts(nodes, book.languages, number), _LazyTexts(nodes, book.languages, _title))


def referenced_ids(chapter: m.Chapter) -> tuple[str, ...]:
    """Return the ids that the references of a chapter name, each once, in order."""
    sides = (side for node in m.iter_nodes(chapter) for side in m.translations_of(node))
    return tuple(dict.fromkeys(name for side in sides for name in _references(side.inlines)))


def _references(inlines: Iterable[m.Inline]) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, m.CrossRef):
            yield inline.target
        elif not isinstance(inline, m.Text):
            yield from _references(getattr(inline, "children", ()))


@attrs.frozen(eq=False)
class _LazyTexts(Mapping[tuple[str, str], str]):
    """A text for each node in each language, computed on demand; an empty text has no key."""

    nodes: Mapping[str, tuple[m.Node, m.Chapter]]
    languages: tuple[str, ...]
    compute: Callable[[m.Node, str, m.Chapter], str]

    def __getitem__(self, key: tuple[str, str]) -> str:
        target, language = key
        if target in self.nodes and (text := self._text(target, language)):
            return text
        raise KeyError(key)

    def _text(self, target: str, language: str) -> str:
        node, chapter = self.nodes[target]
        return self.compute(node, language, chapter)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((each, language) for each in self.nodes for language in self.languages if self._text(each, language))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _title(node: m.Node, language: str, _: m.Chapter) -> str:
    if isinstance(node, m.Row) or is_verbatim(m.node_type(node)):
        return ""
    side = m.translation_in(m.translations_of(node), language) or next(iter(m.translations_of(node)), None)
    return side.text if side else ""


def _number(node: m.Node, language: str, config: Config, chapter: m.Chapter) -> str:
    match node:
        case m.Heading() if node is chapter.title:
            text = numeral(node, config)
            return translate("chapter", language).format(text) if text else ""
        case m.Heading():
            side = m.translation_in(node.sides, language)
            return section_mark(node, side, config).strip() if side else ""
        case m.Footnote(number=number):
            return str(number)
    kind = block_kinds().get(m.node_type(node))
    return kind.reference(node, language, translate) if kind else ""


@attrs.frozen
class NumberingHelper:
    """Numerals of chapters and numbers of sections of one book, for templates."""

    config: Config

    def numeral(self, heading: m.Heading) -> str:
        """Return what ``numeral`` does."""
        return numeral(heading, self.config)

    def section(self, heading: m.Heading, each: m.Translation) -> str:
        """Return what ``section_mark`` does."""
        return section_mark(heading, each, self.config)
