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
    chapter, figures, tables and listings with a caption through the book, notes through their chapter in the order of
    their first calls.
    """

    by_id: Mapping[str, int]

    def of(self, node: m.Node) -> int:
        """Return the number of a node, 0 for one without."""
        return self.by_id.get(node.id, 0)


def count_numbers(book: m.Book) -> CountedNumbers:
    """Return the numbers of a book."""
    numbers: dict[str, int] = {}
    captioned: dict[type, int] = {m.Figure: 0, m.Table: 0, m.Listing: 0}
    parts, titles = 0, {"": 0, "appendix": 0}
    for chapter in book.chapters:
        if chapter.title.numbering != "unnumbered":
            titles[chapter.title.numbering] += 1
            numbers[chapter.title.id] = titles[chapter.title.numbering]
        if chapter.part:
            parts += 1
            numbers[chapter.part.id] = parts
        sections = 0
        for node in m.walk((*chapter.blocks, *chapter.notes)):
            if isinstance(node, m.Heading) and node.level == 2 and not node.numbering:
                sections += 1
                numbers[node.id] = sections
            elif isinstance(node, m.CaptionedBlock) and node.sides:
                captioned[type(node)] += 1
                numbers[node.id] = captioned[type(node)]
        numbers |= {note: nth for nth, note in enumerate(_notes_in_order(chapter), 1)}
    return CountedNumbers(numbers)


def _notes_in_order(chapter: m.Chapter) -> list[str]:
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
        place = numbers.of(heading)
        return _LETTERS[place - 1] if place and heading.numbering == "appendix" else str(place or "")
    text = next((text for side in sides if (text := side.marker.rstrip(_SEPARATORS))), "")
    if text.startswith("第") and text.endswith("章"):
        text = text[1:-1].strip()
    text = text.removeprefix("Chapter").strip()
    if heading.numbering == "appendix":
        return re.sub(r"^(?:附[录錄]|Appendix|Annex)\s*", "", text)
    number = parse_han_number(text)
    return text if number is None else str(number)


def section_number(heading: m.Heading, side: m.Translation, numbers: CountedNumbers, config: Config) -> str:
    """Return the number before the heading of a section or part in one language, without the space behind it."""
    number = numbers.of(heading) if config.numbering == "auto" and heading.level == 2 else 0
    if not number:
        return side.marker.rstrip(_SEPARATORS)
    return format_han_number(number) if lang.is_chinese_or_japanese(side.lang) else str(number)


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
    return number or str(numbers.of(node) or "")
