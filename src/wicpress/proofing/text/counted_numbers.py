"""The numbers of chapters, sections, captions and notes, counted from the order of the model alone."""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Iterable, Iterator, Mapping

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import Config
from wicpress.numerals import format_han_number, in_digits, parse_han_number
from wicpress.proofing.text.edition_rules import called_notes
from wicpress.proofing.text.letter_stream import LINE_START

_SEPARATORS = " \t\u00a0\u2002\u2003\u3000.、，．:：·｜|—–-"
"""What stands between the number of a heading and its words."""
_LETTERS = [*string.ascii_uppercase, *map("".join, itertools.product(string.ascii_uppercase, repeat=2))]
"""The letters of appendices."""
_AFTER_CAPTION = " \u00a0\u2002\u2003\u3000:：.．"
_CAPTION_WORD = re.compile(
    r"^(?:Table|Figure|Fig\.|Listing|表格?|[图圖]|代码清单|程序清单|清单|代码|程式碼清單|程式清單|清單|程式碼|リスト)\s?"
)


@attrs.frozen
class CountedNumbers:
    """The number of each numbered node, by its id.

    Chapters, appendices and parts count through the book, without those called unnumbered; sections through their
    chapter, without those called unnumbered and those inside what is called so; figures, tables and listings with a
    caption through the book, notes through their chapter in the order of their first calls.
    """

    by_id: Mapping[str, int]
    above: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    """The numbers of the chapter and the headings around each section, and of a chapter and a caption in it."""
    outer: Mapping[str, tuple[m.Heading, ...]] = attrs.field(factory=dict)
    """The title of the chapter and the headings around each section, those with a number."""

    def of(self, node: m.Node) -> int:
        """Return the number of a node, 0 for one without."""
        return self.by_id.get(node.id, 0)


def count_numbers(book: m.Book) -> CountedNumbers:
    """Return the numbers of a book."""
    numbers: dict[str, int] = {}
    captioned: dict[type, int] = {m.Figure: 0, m.Table: 0, m.Listing: 0, m.Equation: 0}
    parts, titles = 0, {"": 0, "appendix": 0}
    above: dict[str, tuple[str, ...]] = {}
    outer: dict[str, tuple[m.Heading, ...]] = {}
    outside_numbers: dict[type, int] = dict.fromkeys(captioned, 0)
    for chapter in book.chapters:
        if chapter.title.numbering in titles:
            titles[chapter.title.numbering] += 1
            numbers[chapter.title.id] = titles[chapter.title.numbering]
        if chapter.part and not chapter.part.numbering:
            parts += 1
            numbers[chapter.part.id] = parts
        title = _title(chapter, numbers)
        for section, around in _sections(chapter, numbers):
            numbered = [each for each in around if numbers.get(each.id)]
            outer[section] = tuple(numbered)
            above[section] = tuple(title if each is chapter.title else str(numbers[each.id]) for each in numbered)
        in_chapter = dict.fromkeys(captioned, 0) if title else outside_numbers
        for node in m.walk((*chapter.blocks, *chapter.notes)):
            is_numbered = isinstance(node, m.CaptionedBlock) and node.sides
            if is_numbered or (isinstance(node, m.Equation) and node.number):
                captioned[type(node)] += 1
                numbers[node.id] = captioned[type(node)]
                in_chapter[type(node)] += 1
                above[node.id] = (title, str(in_chapter[type(node)]))
        numbers |= {note: nth for nth, note in enumerate(notes_in_order(chapter), 1)}
    return CountedNumbers(numbers, above, outer)


def _title(chapter: m.Chapter, numbers: dict[str, int]) -> str:
    """Return the number of a chapter, the letter of an appendix, an empty text for one without."""
    place = numbers.get(chapter.title.id, 0)
    return (_LETTERS[place - 1] if chapter.title.numbering == "appendix" else str(place)) if place else ""


def _sections(chapter: m.Chapter, numbers: dict[str, int]) -> Iterator[tuple[str, list[m.Heading]]]:
    """Add the numbers of the sections of a chapter; yield the headings around each."""
    around: list[tuple[int, m.Heading, dict[int, int]]] = [(1, chapter.title, {})]
    for node in m.walk((*chapter.blocks, *chapter.notes)):
        if isinstance(node, m.Heading):
            around = [each for each in around if each[0] < node.level]
            counts = around[-1][2]
            outer = {heading.numbering for _, heading, _ in around} - {m.ARTICLE, "appendix"}
            if not node.numbering and outer <= {""}:
                numbers[node.id] = counts[node.level] = counts.get(node.level, 0) + 1
            yield node.id, [heading for _, heading, _ in around]
            around.append((node.level, node, {}))


def notes_in_order(chapter: m.Chapter) -> list[str]:
    """Return the notes of a chapter as the text calls them, each before those that it calls and no text does."""
    by_id = {note.id: note for note in chapter.notes}
    parts = (chapter.part,) if chapter.part else ()
    by_text = [each for each in dict.fromkeys(_calls((*parts, chapter.title, *chapter.blocks))) if each in by_id]
    order: dict[str, None] = {}
    for first in by_text:
        waiting = [first]
        while waiting:
            order[note := waiting.pop()] = None
            called = dict.fromkeys(_calls((by_id[note],)))
            new = [each for each in called if each in by_id and not {each} & {*by_text, *order, *waiting}]
            waiting += new[::-1]
    return [*order]


def _calls(nodes: Iterable[m.Node]) -> Iterator[str]:
    for node in m.walk(nodes):
        for side in node.sides:
            yield from called_notes(side.inlines)


# ------------------------------------------------------------------------------ as they are said


def opening_numeral(
    heading: m.Heading, sides: Iterable[m.Translation], numbers: CountedNumbers, config: Config
) -> str:
    """Return the numeral at the opening of a chapter of which ``sides`` stand, and before it in the contents.

    It is the number that the first of them with a mark has: ``12`` of ``第十二章``, ``IV`` of ``Chapter IV:``, with
    another unit ``Section VIII``; a Chinese number alone is in Arabic figures. A book that numbers by itself has the
    chapter's place, an appendix its letter.
    """
    if config.numbering == "auto":
        place, alone = numbers.of(heading), ("A",) if heading.numbering == "appendix" else ("1",)
        in_words = any(_scheme(heading, side.lang, config, "title") not in (*alone, "1", "A") for side in sides)
        letter = _LETTERS[place - 1] if place and heading.numbering == "appendix" else str(place or "")
        return "" if in_words else letter
    text = next((text for side in sides if (text := side.marker.rstrip(_SEPARATORS))), "")
    if text.startswith("第") and text.endswith("章"):
        text = text[1:-1].strip()
    text = text.removeprefix("Chapter").removeprefix("CHAPTER").strip()
    if heading.numbering == "appendix":
        return re.sub(r"^(?:附[录錄]|Appendix|Annex)\s*", "", text)
    number = parse_han_number(text)
    return text if number is None else str(number)


def _scheme(heading: m.Heading, tag: str, config: Config, kind: str) -> str:
    """Return the first number of the kind of a heading as a language writes it."""
    scheme = config.numbers.scheme(config.languages[0] if tag == m.SHARED else tag)
    if kind == "part" or heading.numbering == "appendix":
        return scheme.part if kind == "part" else scheme.appendix
    return dict(enumerate(scheme.headings, 1)).get(heading.level, "")


def section_number(
    heading: m.Heading, side: m.Translation, numbers: CountedNumbers, config: Config, kind: str = "section"
) -> str:
    """Return the number before a heading in one language; ``kind`` is ``part``, ``title`` or ``section``."""
    place = numbers.of(heading) if config.numbering == "auto" else 0
    first = _scheme(heading, side.lang, config, kind) if place else ""
    if not first:
        own = side.marker.rstrip(_SEPARATORS)
        own += "、" if own and side.marker.rstrip().endswith("、") else ""
        return "" if kind == "title" else own
    *before, last = re.split(_FIRST, first)
    (sign,) = re.findall(_FIRST, first)
    numerals = {
        "一": format_han_number(place),
        "甲": "甲乙丙丁戊己庚辛壬癸"[place - 1] if place < 11 else str(place),
        "①": chr(0x245F + place) if place < 21 else str(place),
        "A": _LETTERS[place - 1],
        "a": _LETTERS[place - 1].lower(),
        "I": _roman(place),
        "i": _roman(place).lower(),
    }
    path = [*numbers.above.get(heading.id, ()), str(place)]
    return f"{before[0]}{numerals.get(sign) or '.'.join(path[-sign.count('1') :])}{last}"


def names_levels(heading: m.Heading, side: m.Translation, numbers: CountedNumbers, config: Config) -> int:
    """Return how many levels the number of a section names, two for ``1.2``; 0 for one of the manuscript."""
    counted = numbers.of(heading) and config.numbering == "auto"
    sign = re.findall(_FIRST, _scheme(heading, side.lang, config, "section")) if counted else []
    return sign[0].count(".") + 1 if sign else 0


_FIRST = r"1(?:\.1)+|1|一|甲|①|(?<![A-Za-z])[AaIi](?![A-Za-z])"
"""What stands for the number in the first number of a scheme."""


def _roman(number: int) -> str:
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    ):
        if number >= value:
            return sign + _roman(number - value)
    return ""


def captions_number(
    node: m.CaptionedBlock, side: m.Translation | None, numbers: CountedNumbers, config: Config, language: str
) -> str:
    """Return the number before one caption of a node: its own, else another one, else the counted one.

    Behind the word of a ``language`` other than Chinese and Japanese it is in digits.
    """
    sides = (*((side,) if side else ()), *node.sides)
    written = [_CAPTION_WORD.sub("", each.marker).rstrip(_AFTER_CAPTION) for each in sides]
    number = next(filter(None, written), "") if config.numbering == "source" else ""
    if number and not lang.is_chinese_or_japanese(language):
        number = in_digits(number)
    if config.numbering == "auto" and config.numbers.captions == "chapter" and numbers.of(node):
        joint = "-" if lang.is_chinese_or_japanese(language) else "."
        chapter, nth = numbers.above[node.id]
        if "甲" in config.numbers.scheme(language).appendix and chapter in "ABCDEFGHIJ":
            chapter = dict(zip("ABCDEFGHIJ", "甲乙丙丁戊己庚辛壬癸", strict=True)).get(chapter, "")
        return joint.join(filter(None, (chapter, nth)))
    return number or str(numbers.of(node) or "")


def equations_number(node: m.Equation, numbers: CountedNumbers, config: Config) -> str:
    """Return the number of a formula in brackets, behind that of its chapter where captions count by chapter."""
    if not numbers.of(node):
        return ""
    by_chapter = config.numbering == "auto" and config.numbers.captions == "chapter"
    path = numbers.above[node.id] if by_chapter else ("", str(numbers.of(node)))
    return f"({'.'.join(filter(None, path))})"


def verse_numbers(texts: Iterable[str], first: int) -> Iterator[str]:
    """Yield the number before each of the ``texts`` of verse: that of every fifth line, else an empty text.

    ``first`` is that of the first line, 0 for verse without numbers. A line without words does not count.
    """
    number, begins = first, True
    for text in texts:
        is_end = text == LINE_START
        opens_line = bool(first) and begins and not is_end
        yield str(number) if opens_line and number % 5 == 0 else ""
        number += opens_line
        begins = is_end
