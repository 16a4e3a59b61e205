"""Numbers and names that wicpress adds to the text: 图 1, Table 2, 一.

With ``numbering = "source"`` what stands is the number that the manuscript writes, without what separates it from the
words:

- at a *chapter's* opening, in contents, bookmarks and references the number of the first language shown that has one:
  alone where it is that of a chapter or has no unit (``12`` of ``第十二章``, ``VII`` of ``Chapter VII:``, ``1`` of
  ``一、``), with its unit else (``Section VIII``, ``第三节``);
- before a *part's* and a *section's* heading, in contents, bookmarks and references the mark of each language itself
  (``第一部分``, ``1.2``);
- before the words of a *caption* the number of its language, else of another language, else its ordinal in the book.

Parts, chapters and sections called ``{.unnumbered}`` have no number, and do not count, nor do the sections in these;
an appendix has a letter.

With ``numbering = "auto"`` all have their ordinal instead, in the form that the scheme of each language has for it
(``第一章``, ``Chapter 1``): before the words of the heading; or large above a chapter's title, once for all,
where each has it alone (``1``, ``A``). A level for which a language has no form keeps the number of the manuscript.
Figures, tables and listings count through the book or by chapter (``图4-1``, ``Figure 4.1``); so do formulas with an
id, whose number is the same in all languages (``(4.1)``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress import numerals
from wicpress.block_kinds import block_kinds, is_verbatim
from wicpress.edition import strings
from wicpress.edition.notes.marks import note_marks
from wicpress.edition.references.labels import Labels, PlaceInWords, in_words, item_number
from wicpress.edition.strings import translate
from wicpress.edition.view import walk
from wicpress.numerals import parse_han_number
from wicpress.template_access import for_templates

if TYPE_CHECKING:
    from wicpress.config import Config, LocalizedText
    from wicpress.edition.view import ChapterView, ShownNode, ShownText

LONG_NUMBER = 4
"""The most letters of a number that is set large; a Han character counts as two."""
EM_SPACE = "\u2003"
"""Separates two languages on a line."""


_AROUND_REFERENCE = " 　\u2002、."
"""What a reference to a section leaves out around its number."""
_AROUND_MARK = re.compile(r"[\s.、，．:：·｜|—–-]+$")
_CHAPTER = re.compile(
    r"第\s?(?P<zh>.+?)\s?章|(?:Chapter|CHAPTER)\s+(?P<en>.+)|(?:附[录錄]|Appendix|Annex)\s*(?P<appendix>.+)"
)
_BARE_NUMBER = re.compile(r"[\d.]+|[IVXLCDM]+")


def numeral(heading: m.Heading, sides: Iterable[m.Translation], config: Config) -> str:
    """Return the number of a chapter of which an edition shows ``sides``, where it is set large, for all of them.

    It is the manuscript's own, or its ordinal where each language writes this alone (``1``, ``A``); an empty string
    where they have numbers of their own, as ``chapter_mark`` returns them.
    """
    if config.numbering == "auto":
        alone = all(_pattern(heading, side.lang, config) in {"1", "A"} for side in sides)
        return _own_number(heading) if alone and heading.number else ""
    for side in sides:
        if text := _AROUND_MARK.sub("", side.marker):
            chapter = _CHAPTER.fullmatch(text)
            if chapter and chapter["appendix"]:
                return chapter["appendix"]
            text = (chapter["zh"] or chapter["en"]) if chapter else text
            number = parse_han_number(text)
            return str(number) if number is not None else text
    return ""


def _own_number(heading: m.Heading) -> str:
    return numerals.format_letter(heading.number) if heading.numbering == "appendix" else str(heading.number)


def _pattern(heading: m.Heading, language: str, config: Config, *, part: bool = False) -> str:
    """Return how the first number of the kind of a heading is written in a language; empty where it is not."""
    scheme = config.numbers.scheme(config.languages[0] if language == m.SHARED else language)
    if part:
        return scheme.part
    return scheme.appendix if heading.numbering == "appendix" else scheme.of_level(heading.level)


def _written(heading: m.Heading, language: str, config: Config, *, part: bool = False) -> str:
    """Return the number that wicpress gives to a heading in one language."""
    pattern = _pattern(heading, language, config, part=part) if heading.number and config.numbering == "auto" else ""
    return pattern and numerals.write_number(pattern, (*heading.above, str(heading.number)))


def chapter_mark(heading: m.Heading, each: m.Translation, config: Config) -> str:
    """Return the number before the title of a chapter for which ``numeral`` has none: ``第一章　``, ``Chapter 1``."""
    return _with_gap(_written(heading, each.lang, config), each.lang)


def _with_gap(text: str, language: str) -> str:
    return text if not text or text.endswith(("、", "）")) else text + gap(language)


def is_long(number: str) -> bool:
    """Return whether the number of a chapter is too wide to be set as large as one of a few digits."""
    return strings.display_width(number) > LONG_NUMBER


def section_mark(heading: m.Heading, each: m.Translation, config: Config) -> str:
    """Return the number before the heading of a section or part: ``第一节　``, ``一、``, ``1.1`` and an en space."""
    text = _written(heading, each.lang, config, part=heading.level == 1)
    own = _AROUND_MARK.sub("", each.marker)
    comma = "、" if own and each.marker.rstrip().endswith("、") else ""  # what it keeps in Chinese
    return _with_gap(text or own + comma, each.lang)


def gap(language: str) -> str:
    """Return the space behind the number of a heading, and behind a heading at the head of a line."""
    return "　" if lang.is_chinese_or_japanese(language) else "\u2002"


def caption_number(node: m.CaptionedBlock, side: m.Translation | None, config: Config, language: str = "") -> str:
    """Return the number of a figure, table or listing before the caption ``side``; an empty string without one.

    ``language`` is that of the word before it, by default of the caption; in others than Chinese it is in digits.
    """
    own = [numerals.caption_number(each.marker) for each in (*([side] if side else []), *node.sides)]
    number = next(filter(None, own), "") if config.numbering == "source" else ""
    language = language or (side.lang if side else "")
    if number and not lang.is_chinese_or_japanese(language):
        number = numerals.in_digits(number)
    if not number and node.number and config.numbering == "auto" and config.numbers.captions == "chapter":
        chapter, nth = node.in_chapter
        if "甲" in config.numbers.scheme(language).appendix:
            chapter = numerals.stem(chapter)
        sign = "-" if lang.is_chinese_or_japanese(language) else "."
        return f"{chapter}{sign}{nth}" if chapter else str(nth)
    return number or (str(node.number) if node.number else "")


def equation_number(node: m.Equation, config: Config) -> str:
    """Return the number of a formula in its brackets, the same in all languages: ``(4.1)``; empty without one."""
    if not node.number:
        return ""
    chapter, nth = node.in_chapter
    by_chapter = config.numbering == "auto" and config.numbers.captions == "chapter" and chapter
    return f"({chapter}.{nth})" if by_chapter else f"({node.number})"


def caption_mark(node: ShownNode, each: ShownText, languages: tuple[str, ...], config: Config) -> str:
    """Return the name and the number before a caption in a list of them, with an en space behind: ``图 1 ``."""
    assert isinstance(node.piece, m.CaptionedBlock)
    language = languages[0] if each.is_fallback or each.lang == m.SHARED else each.lang
    number = caption_number(node.piece, each.side, config, language)
    return f"{caption_name(m.node_type(node.piece), number, language)}\u2002" if number else ""


def caption_name(kind: str, number: str, language: str) -> str:
    """Return the word for a kind of block with its number behind it: ``图 1``, ``Figure 1``, ``图甲-1``."""
    return f"{translate(kind, language)}{'' if lang.HAN.match(number) else ' '}{number}".strip()


def captioned(chapters: Iterable[ChapterView], kind: str) -> Iterator[ShownNode]:
    """Yield what has a caption, of one kind of ``settings.LISTS``."""
    for chapter in chapters:
        for node in walk(chapter.blocks):
            if f"{node.kind}s" == kind and node.members:
                yield node


def joined(words: LocalizedText, languages: tuple[str, ...], gap: str = EM_SPACE) -> str:
    """Return the text in each of ``languages``, with em spaces between."""
    return gap.join(text for language in languages if (text := words.get(language)))


def labels(book: m.Book, config: Config) -> Labels:
    """Return the text of a reference to each numbered or titled node, in each of the book's languages.

    Texts are computed on demand: most nodes of a book have no reference to them.
    """
    nodes: dict[str, tuple[m.Node, m.Chapter]] = {}
    around: dict[str, tuple[m.Heading, ...]] = {}
    for chapter in book.chapters:
        around |= _numbered_around(chapter)
        nodes[chapter.id] = chapter.title, chapter
        for node in m.iter_nodes(chapter):
            nodes[node.id] = node, chapter
            nodes |= {place.id: (place, chapter) for place in _places_in_words(node)}

    marks = note_marks(book, config)

    def number(node: m.Node, language: str, chapter: m.Chapter) -> str:
        return marks.get(node.id) or _number(node, language, config, (chapter.title, *around.get(node.id, ())))

    def words(node: m.Node, language: str, chapter: m.Chapter) -> str:
        return in_words(node, number(node, language, chapter), language)

    return Labels(*(_LazyTexts(nodes, book.languages, text) for text in (number, _title, words, _other_language)))


def _places_in_words(node: m.Node) -> Iterator[PlaceInWords]:
    """Yield the verses with ids and the pages of the source edition in the words of a node."""
    numbers: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for side in m.translations_of(node):
        verses = (("verse-number", each.id, each.number) for each in m.verse_numbers(side.inlines))
        pages = (("page-number", each.id, each.number) for each in m.source_pages(side.inlines))
        for word, name, number in (*verses, *pages):
            if name:
                numbers.setdefault((name, word), []).append((side.lang, number))
    return (PlaceInWords(name, numbers=tuple(each), word=word) for (name, word), each in numbers.items())


def linked_ids(chapter: m.Chapter) -> tuple[str, ...]:
    """Return the ids that the references and links of a chapter lead to, each once, in order."""
    sides = (side for node in m.iter_nodes(chapter) for side in m.translations_of(node))
    links = (each for side in sides for each in m.walk_inlines(side.inlines) if isinstance(each, m.Link))
    names = (each.href[1:] for each in links if each.href.startswith("#"))
    return tuple(dict.fromkeys((*referenced_ids(chapter), *names)))


def referenced_ids(chapter: m.Chapter) -> tuple[str, ...]:
    """Return the ids that the references of a chapter name, each once, in order."""
    sides = (side for node in m.iter_nodes(chapter) for side in m.translations_of(node))
    return tuple(dict.fromkeys(name for side in sides for name in _references(side.inlines)))


def _references(inlines: Iterable[m.Inline]) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, m.CrossRef):
            yield from inline.targets
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
    return m.label_text(side.inlines) if side else ""


def _other_language(node: m.Node, language: str, _: m.Chapter) -> str:
    """Return the language of the title of a node that has none in ``language``; an empty text where it has one."""
    sides = m.translations_of(node)
    return "" if m.translation_in(sides, language) or not sides else sides[0].lang


def _numbered_around(chapter: m.Chapter) -> Iterator[tuple[str, tuple[m.Heading, ...]]]:
    """Yield the id of each section with the numbered sections around it, the outermost first."""
    around: list[m.Heading] = []
    for node in m.iter_nodes(chapter):
        if isinstance(node, m.Heading) and node.level > 1:
            around = [each for each in around if each.level < node.level]
            yield node.id, tuple(each for each in around if each.number)
            around.append(node)


def _number(node: m.Node, language: str, config: Config, around: tuple[m.Heading, ...]) -> str:
    """Return how a reference names the number of a node; ``around`` are its chapter's title and sections."""
    side = m.translation_in(m.translations_of(node), language)
    match node:
        case m.Heading() if node is around[0]:
            return _chapter_reference(node, side, language, config)
        case m.Heading():
            return _section_reference(node, side, language, config, around) if side else ""
        case m.Figure() | m.Table() | m.Listing() | m.Equation():
            return _counted_reference(node, side, language, config)
        case m.ListItem():
            return item_number(node, language)
        case PlaceInWords():
            return node.number(language)
    kind = block_kinds().get(m.node_type(node))
    return kind.reference(node, language, translate) if kind else ""


def _counted_reference(
    node: m.CaptionedBlock | m.Equation, side: m.Translation | None, language: str, config: Config
) -> str:
    if isinstance(node, m.Equation):
        number = equation_number(node, config)
    else:
        number = caption_number(node, side, config, language)
    # a space between Han and figures would be stretched in e-books: the gap is set, not written
    between = "" if lang.is_chinese_or_japanese(language) else " "
    return f"{translate(m.node_type(node), language)}{between}{number}" if number else ""


def _section_reference(
    heading: m.Heading, side: m.Translation, language: str, config: Config, around: tuple[m.Heading, ...]
) -> str:
    """Return the number of a section, behind those around it that it does not name: ``第一章第二节``, ``1.2``."""
    text = section_mark(heading, side, config).strip(_AROUND_REFERENCE)
    if heading.level == 1 or not _written(heading, language, config):
        return text
    numbered = around if around[0].number else around[1:]
    nearest = len(numbered) - numerals.levels_in(_pattern(heading, language, config))
    if nearest < 0:
        return text
    sections = (each for each in numbered[:nearest] if each is not around[0])
    above = _number(numbered[nearest], language, config, (around[0], *sections))
    comma = ", " if above and not lang.is_chinese_or_japanese(language) else ""
    return f"{above}{comma}{text}"


def _chapter_reference(title: m.Heading, side: m.Translation | None, language: str, config: Config) -> str:
    text = numeral(title, [side] if side else [], config)
    if not text and side and config.numbering == "auto":
        return chapter_mark(title, side, config).strip()
    if title.numbering == "appendix":
        return translate("appendix", language).format(text) if text else ""
    return translate("chapter", language).format(text) if _BARE_NUMBER.fullmatch(text) else text


@attrs.frozen
class NumberingHelper:
    """Numbers of chapters, sections and captions of one book, for templates."""

    config: Config

    @for_templates
    def numeral(self, title: ShownNode) -> str:
        """Return the number of a chapter by its title."""
        assert isinstance(title.piece, m.Heading)
        return numeral(title.piece, (member.side for member in title.members), self.config)

    @for_templates
    def is_long(self, number: str) -> bool:
        """Return what ``is_long`` does."""
        return is_long(number)

    @for_templates
    def chapter(self, title: ShownNode, each: m.Translation) -> str:
        """Return the number before the title of a chapter in one language; empty where it is set large."""
        assert isinstance(title.piece, m.Heading)
        return "" if self.numeral(title) else chapter_mark(title.piece, each, self.config)

    @for_templates
    def is_numbered(self, title: ShownNode) -> bool:
        """Return whether the title of a chapter has a number before it in some language."""
        return any(self.chapter(title, member.side) for member in title.members)

    @for_templates
    def section(self, heading: m.Heading, each: m.Translation) -> str:
        """Return what ``section_mark`` does."""
        return section_mark(heading, each, self.config)

    @for_templates
    def gap(self, language: str) -> str:
        """Return what ``gap`` does."""
        return gap(language)

    @for_templates
    def caption(self, node: m.CaptionedBlock, side: m.Translation, language: str = "") -> str:
        """Return what ``caption_number`` does."""
        return caption_number(node, side, self.config, language)

    @for_templates
    def equation(self, node: m.Equation) -> str:
        """Return what ``equation_number`` does."""
        return equation_number(node, self.config)

    @for_templates
    def named(self, kind: str, number: str, language: str) -> str:
        """Return what ``caption_name`` does."""
        return caption_name(kind, number, language)
