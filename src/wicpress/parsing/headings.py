"""The numbers of headings: which marks at the head of a heading are its number, and which are words of it.

A mark is a number where it has the form of one, stands apart from the words behind it, and counts:

- *Form*: digits, Chinese or Roman numerals alone (``1.``, ``1)``, ``1、``, ``1.2``, ``IV.``, ``一、``, ``（三）``),
  or with a whole unit (``第一章``, ``第3节``, ``第一部分``, ``Chapter 7``, ``Part II``): 第一部分 is no 第一部.
- *Apart*: a space, a colon, a full stop, an ideographic comma or a dash stands behind it, then words: 第一章程 is no
  第一章. Initials (``V. S. Naipaul``) are words, and so are most enumerations (``7、8月``).
- *Counting*: a mark with 第, or with a unit and a colon, a full stop or a dash, counts by itself. Any other counts
  where the mark of the same form before or after it, on the same level and in the same language, has the number
  before or after its own; where it is a first number (1, 2.1) and that form counts elsewhere on the level; or where
  the other language has the same number, which counts or is in another form (``一、`` and ``1.``), unless it is a
  single Roman letter above I. Below chapters 第二节 is the same number as ``1.2``. So ``3.14`` and
  ``V. Woolf`` stay words. ``三、四大发明`` counts beside ``二、`` or ``四、`` alone, or with 3 in the other language,
  and never by an enumeration like itself.
- *Agreement*: where both languages have a number and these differ, neither is one, and the author is told; so is he
  where a number of one language is words in the other: 第四章节约用水 beside ``Chapter 4: Saving Water``.

What is no number stays in the words, so that nothing is lost. A heading that the author calls ``{.unnumbered}`` has
none; the letter of one called ``{.appendix}`` (``附录A``, ``Appendix A.``) is its number by that.

The number of an article of a law (``第三条``, ``第三条之一``, ``Article 3:``, ``Article 3-1.``) may stand alone below
level 1, and such a heading is an ``ARTICLE``: articles count on through sections and chapters, and so keep their
numbers in a book that numbers by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import combinations, pairwise
from typing import TypeAlias

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.model import ARTICLE, MATTER, SHARED, Inline, Text, plain_text
from wicpress.numerals import parse_han_number, parse_roman
from wicpress.pairing.blocks import numbers_differ, same_number
from wicpress.pairing.diagnostics import NUMBERS_DIFFER
from wicpress.source_blocks import PairedBlock, UnpairedBlock

_ROMAN = r"(?=[IVXLCDM]+\b)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_HAN_NUMBER = "[零〇一二三四五六七八九十百]{1,6}"
# fmt: off
_SMALL = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
_ENGLISH = (
    {word: number for number, word in enumerate(_SMALL, 1)}
    | {word: 10 * number for number, word in enumerate(_TENS, 2)}
    | {
        f"{ten}-{one}": 10 * nth + number
        for nth, ten in enumerate(_TENS, 2)
        for number, one in enumerate(_SMALL[:9], 1)
    }
)
"""Numbers in English words, as behind ``Part``."""
_ENGLISH_NUMBER = rf"(?i:{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})\b"
_SPACE = r"[ \t\u00a0\u2000-\u200a\u3000]"
_WIDE_SPACE = r"[\u2000-\u200a\u3000]"
_COLON = rf"{_SPACE}*(?:[：、．·｜]|[—–]{{1,2}}){_SPACE}*|{_SPACE}*[:.]{_SPACE}+|{_SPACE}+[|-]{_SPACE}+"
"""What separates a unit from the words behind it beyond doubt; in Chinese text a space does as well."""
_MARK = re.compile(
    rf"""
    (?:
        第{_SPACE}?(?:{_HAN_NUMBER}|\d{{1,4}}(?:\.\d{{1,3}})*){_SPACE}?
        (?P<ordinal>部分|[章节節编編篇部回卷])(?:{_COLON}|{_SPACE}+)
      | (?P<unit>Chapter|Part|Section|Book|CHAPTER|PART|SECTION|BOOK){_SPACE}+
        (?:\d{{1,3}}(?:\.\d{{1,3}})*|{_ROMAN}|{_ENGLISH_NUMBER})(?:(?P<colon>{_COLON})|{_SPACE}+)
      | (?P<han>{_HAN_NUMBER})(?:[、，]|[.．]{_SPACE}*){_SPACE}*
      | [(（](?:(?P<han_in_brackets>{_HAN_NUMBER})|(?P<in_brackets>\d{{1,3}}))[)）]{_SPACE}*
      | (?P<dotted>\d{{1,3}}(?:\.\d{{1,3}})+)[.．]?{_SPACE}+
      | (?P<digits>\d{{1,3}})(?:[.)．]{_SPACE}+|、{_SPACE}*|{_SPACE}{{2,}}|{_WIDE_SPACE}{_SPACE}*)
      | (?P<roman>{_ROMAN})(?:[.．]{_SPACE}+|、{_SPACE}*)
    )(?=\S)
    """,
    re.VERBOSE,
)
_ARTICLE = re.compile(
    rf"""
    (?:
        第{_SPACE}?(?P<han>[零〇一二三四五六七八九十百千]{{1,9}}|\d{{1,4}}){_SPACE}?[条條]
        (?:之(?P<han_below>{_HAN_NUMBER}|\d{{1,2}}))?
      | Article{_SPACE}+(?P<number>\d{{1,4}}|{_ROMAN})(?:[-‑–.](?P<below>\d{{1,2}}))?
    )
    (?: (?P<end>[.．:：]?{_SPACE}*$) | (?:(?P<colon>{_COLON})|{_SPACE}+)(?=\S) )
    """,
    re.VERBOSE,
)
"""The number of an article, before its title or alone."""
_NUMBER = re.compile(rf"\d+(?:\.\d+)*|{_HAN_NUMBER}|\b{_ROMAN}\b|\b{_ENGLISH_NUMBER}")
"""The number in a mark."""
_GLUED = re.compile(rf"第{_SPACE}?(?:{_HAN_NUMBER}|\d{{1,4}}){_SPACE}?(?:部分|[章节節编編篇部回卷条條])(?=\S)")
"""A mark that nothing separates from the words behind it."""
NUMBERINGS = ("unnumbered", "appendix", *MATTER)
"""The classes of headings that are not counted among the others."""
_APPENDIX = re.compile(
    rf"(?:附录|附錄|Appendix|Annex){_SPACE}*(?:[A-Z]|[甲乙丙丁戊己庚辛壬癸]|{_HAN_NUMBER}|\d{{1,2}})"
    rf"(?:{_COLON}|{_SPACE}+)(?=\S)"
)
_INITIAL = re.compile(r"[A-Z]\.")

Place: TypeAlias = tuple[str, int, bool, str]
"""Where marks count: language, level, whether it opens a part, and the form of the mark."""


@attrs.frozen
class Numeral:
    """The mark as written, with what separates it from the words.

    ``value`` is its number: ``(4,)`` of ``IV.``, ``(1, 2)`` of ``1.2``. ``form`` is its form or its unit;
    ``is_certain``: it counts by itself; ``is_enumeration``: the next number follows at once (``7、8月``).
    """

    marker: str = ""
    value: tuple[int, ...] | None = None
    form: str = ""
    is_certain: bool = False
    is_enumeration: bool = False

    @property
    def is_letter(self) -> bool:
        """True where it is a single letter, which may be an initial: ``V.``."""
        return self.form == "roman" and len(self.marker.strip(" .．、")) == 1


def parse_numeral(text: str) -> Numeral:
    """Return the mark at the head of ``text`` that may be a number; an empty one where there is none."""
    if article := _ARTICLE.match(text):
        return _parse_article(article)
    mark = _MARK.match(text)
    number = _NUMBER.search(mark[0]) if mark else None
    value = _value(number[0]) if number else None
    if not mark or not value:
        return Numeral()
    unit = mark["unit"] and mark["unit"].capitalize()  # it may be written in capitals
    form = mark["ordinal"] or unit or str(mark.lastgroup)
    rest = text[mark.end() :]
    if form == "roman" and (_INITIAL.match(rest) or mark[0].strip(" .") in ("C", "D", "L", "M")):
        return Numeral()
    is_enumeration = mark[0].endswith(("、", "，")) and _is_enumeration(value, rest)
    return Numeral(mark[0], value, form, bool(mark["ordinal"] or mark["colon"]), is_enumeration)


def _parse_article(mark: re.Match[str]) -> Numeral:
    """Return the number of an article: 120 and 1 of ``第一百二十条之一`` and of ``Article 120-1``."""
    numbers = (_value(each) for each in mark.group("han", "han_below", "number", "below") if each)
    value = tuple(number for each in numbers if each for number in each)
    is_certain = mark["han"] or mark["colon"] or mark["end"] is not None
    return Numeral(mark[0], value, ARTICLE, bool(is_certain))


def _is_enumeration(value: tuple[int, ...], rest: str) -> bool:
    """Return True where the next number follows at once: ``7、8月``."""
    following = re.match(rf"{_HAN_NUMBER}|\d+", rest)
    return following is not None and _value(following[0]) == (value[0] + 1,)


def _value(number: str) -> tuple[int, ...] | None:
    if number[0].isdecimal():
        return tuple(int(part) for part in number.split("."))
    if number.lower() in _ENGLISH:
        return (_ENGLISH[number.lower()],)
    if number[0].isascii():
        return (parse_roman(number),)
    value = parse_han_number(number)
    return None if value is None else (value,)


def split_mark(inlines: tuple[Inline, ...], numbering: str) -> tuple[str, tuple[Inline, ...]]:
    """Return the mark before the words of a heading, and the words; ``numbering`` is of ``NUMBERINGS``, or empty."""
    if not numbering:
        numeral, words = split_numeral(inlines)
        return numeral.marker, words
    first = inlines[0] if inlines else None
    mark = _APPENDIX.match(first.text) if isinstance(first, Text) and numbering == "appendix" else None
    if not mark or not isinstance(first, Text):
        return "", inlines
    rest = first.text[mark.end() :]
    return mark[0], ((Text(rest),) if rest else ()) + inlines[1:]


def split_numeral(inlines: tuple[Inline, ...]) -> tuple[Numeral, tuple[Inline, ...]]:
    """Return the mark of a heading that may be its number, and the words behind it."""
    if not inlines or not isinstance(inlines[0], Text):
        return Numeral(), inlines
    numeral = parse_numeral(plain_text(inlines))
    length = len(numeral.marker)
    if not length or length > len(inlines[0].text):
        return Numeral(), inlines
    rest = inlines[0].text[length:]
    return numeral, ((Text(rest),) if rest else ()) + inlines[1:]


def numeral_of(heading: UnpairedBlock) -> Numeral:
    """Return the mark that was split from a heading."""
    is_number = heading.marker and (heading.inlines or heading.level > 1)
    return parse_numeral(heading.marker + plain_text(heading.inlines)) if is_number else Numeral()


# ------------------------------------------------------------------------------- counting


class _Counts:
    """Which marks of headings count, by the marks of the same form around them."""

    def __init__(self, headings: Iterable[UnpairedBlock]) -> None:
        self.numerals: dict[int, Numeral] = {}
        self.counting: set[int] = set()
        marks: dict[Place, list[UnpairedBlock]] = defaultdict(list)
        ordered = list(headings)
        languages = {heading.lang for heading in ordered}
        for heading in ordered:
            numeral = self.numerals[id(heading)] = numeral_of(heading)
            for language in languages if heading.lang == SHARED else (heading.lang,):
                if numeral.value:
                    marks[language, heading.level, heading.part, numeral.form].append(heading)
        for sequence in marks.values():
            self._count(sequence)

    def _count(self, headings: Sequence[UnpairedBlock]) -> None:
        """Add those headings of one form that count, by themselves or with their neighbours."""
        numerals = [self.numerals[id(heading)] for heading in headings]
        follows = [
            _follows(one, other) and not (one.is_enumeration and other.is_enumeration)
            for one, other in pairwise(numerals)
        ]
        for heading, before, after in zip(headings, [False, *follows], [*follows, False], strict=True):
            numeral = self.numerals[id(heading)]
            is_first = any(follows) and numeral.value is not None and numeral.value[-1] == 1
            is_first = is_first and not numeral.is_enumeration
            if numeral.is_certain or before or after or is_first:
                self.counting.add(id(heading))

    def value(self, heading: UnpairedBlock) -> tuple[int, ...] | None:
        """Return the number of a heading whose mark counts, else None."""
        return self.numerals[id(heading)].value if id(heading) in self.counting else None

    def is_article(self, heading: UnpairedBlock) -> bool:
        """Return True for a section whose mark is the number of an article, and counts."""
        is_counted = self.value(heading) is not None and not heading.info
        return is_counted and heading.level > 1 and self.numerals[id(heading)].form == ARTICLE

    def comparable(self, heading: UnpairedBlock) -> tuple[int, ...] | None:
        """Return the number of a heading, also one that does not count unless it may be an initial or a decimal."""
        numeral = self.numerals[id(heading)]
        may_be_words = numeral.is_letter or numeral.form == "dotted" or numeral.is_enumeration
        return self.value(heading) if may_be_words else numeral.value

    def add_same_numbers(self, versions: Sequence[UnpairedBlock]) -> None:
        """Let marks count that agree with that of another version, unless they may be initials."""
        numerals = [self.numerals[id(heading)] for heading in versions]
        for heading, numeral in zip(versions, numerals, strict=True):
            same = [
                (version, other)
                for version, other in zip(versions, numerals, strict=True)
                if numeral.value and other.value and same_number(numeral.value, other.value, heading.level)
            ]
            forms = {other.form for _, other in same if not other.is_enumeration} | {numeral.form}
            agrees = len(forms) > 1 or any(self.value(version) for version, _ in same)
            if numeral.value and agrees and (not numeral.is_letter or numeral.value == (1,)):
                self.counting.add(id(heading))


def _follows(one: Numeral, other: Numeral) -> bool:
    """Return True where ``other`` has the number after that of ``one``: 4 after 3, 1.3 after 1.2."""
    if not one.value or not other.value:
        return False
    return (*one.value[:-1], one.value[-1] + 1) == other.value


def number_headings(blocks: Sequence[UnpairedBlock]) -> tuple[UnpairedBlock, ...]:
    """Return the blocks of one file, each heading with the ``value`` that pairing compares.

    An initial or a decimal keeps no heading from its translation: it has a value only if it counts in the file.
    """
    counts = _Counts(block for block in blocks if block.kind == "heading")
    return tuple(
        attrs.evolve(block, value=counts.comparable(block)) if block.kind == "heading" else block for block in blocks
    )


# ---------------------------------------------------------------------------- the whole book


def settle_numbers(
    files: Sequence[tuple[PairedBlock, ...]], diagnostics: list[Diagnostic]
) -> list[tuple[PairedBlock, ...]]:
    """Return the blocks of each file of a book, the marks of headings that are no number put back into the words.

    Numbers count through the book: a chapter's neighbours stand in other files.
    """
    pairs = [pair for groups in files for pair in _headings(groups)]
    counts = _Counts(heading for pair in pairs for heading in pair.blocks)
    words: set[int] = set()
    articles: set[int] = set()
    for pair in pairs:
        counts.add_same_numbers(pair.blocks)
        values = {value for heading in pair.blocks if (value := counts.value(heading))}
        differ = any(not same_number(one, other, pair.first.level) for one, other in combinations(values, 2))
        if differ:
            diagnostics.append(numbers_differ(*pair.blocks[:2]))
        elif values:
            numbered = next(each for each in pair.blocks if counts.value(each))
            diagnostics.extend(_number_in_words(numbered, each) for each in pair.blocks if _has_number_in_words(each))
        words.update(
            id(heading)
            for heading in pair.blocks
            if heading.marker and not heading.info and (differ or counts.value(heading) is None)
        )
        articles.update(id(heading) for heading in pair.blocks if counts.is_article(heading))
    return [_settled(groups, words, articles) for groups in files]


def _has_number_in_words(heading: UnpairedBlock) -> bool:
    """Return True where the words begin with a number that is not read as one: 第四章节约用水, or one in a link."""
    words = plain_text(heading.inlines)
    numeral = parse_numeral(words)
    is_number = numeral.value is not None and not numeral.is_enumeration
    return not heading.marker and (bool(_GLUED.match(words)) or is_number)


def _number_in_words(numbered: UnpairedBlock, other: UnpairedBlock) -> Diagnostic:
    """Return the diagnostic of a number that is one in ``numbered``, and words in its translation."""
    words = plain_text(other.inlines)
    glued = _GLUED.match(words)
    message = f"`{numbered.marker.strip()}` is a number, and that of its translation is read as words: “{words}”"
    hint = f"write a space behind `{glued[0]}`" if glued else "write the number as plain text before the words"
    return NUMBERS_DIFFER(message, other.span, hint=hint)


def _headings(groups: Iterable[PairedBlock]) -> Iterator[PairedBlock]:
    for pair in groups:
        if pair.first.kind == "heading":
            yield pair
        yield from _headings(pair.children)


def _settled(groups: tuple[PairedBlock, ...], words: Set[int], articles: Set[int]) -> tuple[PairedBlock, ...]:
    """Return ``groups`` with the marks of headings that are ``words`` or stand alone in the words."""

    def is_alone(heading: UnpairedBlock) -> bool:
        return bool(heading.marker) and not heading.inlines

    def settle(heading: UnpairedBlock) -> UnpairedBlock:
        if id(heading) in articles:
            settled = attrs.evolve(heading, info=ARTICLE)
            return _restore(settled) if id(heading) in words or is_alone(heading) else settled
        return _restore(heading) if id(heading) in words or is_alone(heading) else heading

    def settle_all(pairs: tuple[PairedBlock, ...]) -> tuple[PairedBlock, ...]:
        settled = tuple(settle_pair(pair) for pair in pairs)
        return settled if any(one is not other for one, other in zip(settled, pairs, strict=True)) else pairs

    def settle_pair(pair: PairedBlock) -> PairedBlock:
        if pair.first.kind == "heading":
            blocks = tuple(settle(block) for block in pair.blocks)
            is_same = all(one is other for one, other in zip(blocks, pair.blocks, strict=True))
            return pair if is_same else attrs.evolve(pair, blocks=blocks)
        children = settle_all(pair.children)
        return pair if children is pair.children else attrs.evolve(pair, children=children)

    return settle_all(groups)


def _restore(heading: UnpairedBlock) -> UnpairedBlock:
    """Return a heading with its mark as words."""
    first, rest = heading.marker, heading.inlines
    if rest and isinstance(rest[0], Text):
        first, rest = first + rest[0].text, rest[1:]
    return attrs.evolve(heading, inlines=(Text(first), *rest), marker="", value=None)
