"""The numbers and names that wicpress writes itself: 图 1, Table 2, 一."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.edition.strings import translate
from wicpress.numerals import format_han_number, parse_han_number

if TYPE_CHECKING:
    from wicpress.config import Config, LocalizedText

EM_SPACE = "\u2003"
"""Parts one language from the other on a line."""


@attrs.frozen
class Labels:
    """What a reference to each id says by language: its number (``图 1``) and its title."""

    numbers: Mapping[tuple[str, str], str]
    titles: Mapping[tuple[str, str], str]


def numeral(heading: m.Heading, config: Config) -> str:
    """The numeral of a chapter as its opening shows it: the source's own (``IV``), or its ordinal."""
    if config.numbering == "auto":
        return str(heading.number) if heading.number else ""
    for each in heading.sides:
        text = re.sub(r"^(第|Chapter |Part )|[\s.、．:：章部]+$", "", each.marker.strip(), flags=re.IGNORECASE)
        if text:
            number = parse_han_number(text)
            return str(number) if number is not None else text
    return ""


def section_mark(heading: m.Heading, each: m.Translation, config: Config) -> str:
    """What stands before the words of a section heading: ``一　`` in Chinese, ``1`` and an en space elsewhere."""
    han = lang.is_chinese_or_japanese(each.lang)
    text = re.sub(r"[\s.、．:：]+$", "", each.marker)
    if config.numbering == "auto":
        text = (format_han_number(heading.number) if han else str(heading.number)) if heading.number else ""
        text = text if heading.level == 2 else ""
    return f"{text}{'　' if han else chr(0x2002)}" if text else ""


def joined(words: LocalizedText, tags: tuple[str, ...], gap: str = EM_SPACE) -> str:
    """The words in each of ``tags``, one after the other, an em space between."""
    return gap.join(text for tag in tags if (text := words.get(tag)))


def labels(book: m.Book, config: Config) -> Labels:
    """What a reference to each numbered or titled piece says, in each of the book's languages.

    Worked out when it is asked for: most pieces of a book are never spoken of.
    """
    known: dict[str, tuple[m.Node, m.Chapter]] = {}
    for chapter in book.chapters:
        known[chapter.id] = chapter.title, chapter
        for piece in m.iter_nodes(chapter):
            known[piece.id] = piece, chapter

    def number(piece: m.Node, tag: str, chapter: m.Chapter) -> str:
        return _number(piece, tag, config, chapter)

    return Labels(_LazyTexts(known, book.languages, number), _LazyTexts(known, book.languages, _title))


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
    """What is said of each piece in each language; where nothing is, there is no key."""

    known: Mapping[str, tuple[m.Node, m.Chapter]]
    languages: tuple[str, ...]
    say: Callable[[m.Node, str, m.Chapter], str]

    def __getitem__(self, key: tuple[str, str]) -> str:
        target, tag = key
        if target in self.known and (text := self._say(target, tag)):
            return text
        raise KeyError(key)

    def _say(self, target: str, tag: str) -> str:
        piece, chapter = self.known[target]
        return self.say(piece, tag, chapter)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((each, tag) for each in self.known for tag in self.languages if self._say(each, tag))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _title(piece: m.Node, tag: str, _: m.Chapter) -> str:
    if isinstance(piece, m.CodeBlock | m.Row):
        return ""
    found = m.translation_in(m.translations_of(piece), tag) or next(iter(m.translations_of(piece)), None)
    return found.text if found else ""


def _number(piece: m.Node, tag: str, config: Config, chapter: m.Chapter) -> str:
    match piece:
        case m.Figure(number=number) | m.Table(number=number):
            kind = "figure" if isinstance(piece, m.Figure) else "table"
            return f"{translate(kind, tag)} {number}" if number else ""
        case m.Heading() if piece is chapter.title:
            text = numeral(piece, config)
            return translate("chapter", tag).format(text) if text else ""
        case m.Heading():
            found = m.translation_in(piece.sides, tag)
            return section_mark(piece, found, config).strip() if found else ""
        case m.Footnote(number=number):
            return str(number)
    return ""


@attrs.frozen
class NumberingHelper:
    """The numeral and the section marks of one book, for templates."""

    config: Config

    def numeral(self, heading: m.Heading) -> str:
        """See ``numeral``."""
        return numeral(heading, self.config)

    def section(self, heading: m.Heading, each: m.Translation) -> str:
        """See ``section_mark``."""
        return section_mark(heading, each, self.config)
