"""Numbers as a manuscript writes them: Chinese and Roman numerals, numbers in marks of captions, patterns of numbers.

A pattern is written as the first number of a sequence: ``第一章``, ``Chapter 1``, ``（一）``, ``1.1``, ``附录甲``.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Sequence

_DIGITS = "〇一二三四五六七八九"
_HAN_NUMBER = re.compile(r"[〇零一二三四五六七八九十百]+")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

CAPTION_WORDS = (
    r"(?P<table>Table|表格?)|(?P<listing>Listing|(?:代码|程序)?清单|(?:程式碼?)?清單|リスト)|(?P<code>代码|程式碼)"
    r"|(?:Figure|Fig\.|图|圖)"
)
"""What a mark of a caption begins with."""
_AROUND_NUMBER = re.compile(rf"^(?:{CAPTION_WORDS})\s?|[\s:：.．]+$")


def caption_number(marker: str) -> str:
    """Return the number in the mark of a caption: ``3-2`` of ``表3-2：``; an empty string where it has none."""
    return _AROUND_NUMBER.sub("", marker)


def in_digits(number: str) -> str:
    """Return a number with its Chinese numerals in digits: ``3-2`` of ``三-2``."""
    return _HAN_NUMBER.sub(lambda numeral: str(parse_han_number(numeral[0])), number)


def parse_han_number(text: str) -> int | None:
    """Return the number below ten thousand that Chinese numerals write.

    12 of ``十二``, 1260 of ``一千二百六十``, 20 of ``二〇``; None where ``text`` has any other character.
    """
    text = text.replace("零", "〇")
    if not text or not set(text) <= {*_DIGITS, *_UNITS}:
        return None
    if not set(text) & set(_UNITS):
        return int("".join(str(_DIGITS.index(char)) for char in text))
    total = digit = 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS.index(char)
    return total + digit


def format_han_number(number: int) -> str:
    """Return a number in Chinese numerals: 12 is ``十二``, 105 is ``一百零五``; above 9999 in Arabic ones."""
    if not 0 <= number <= 9999:
        return str(number)
    if number < 10:
        return _DIGITS[number]
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + name
        zero = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def parse_roman(text: str) -> int:
    """Return the number that a Roman numeral in capitals writes: 4 of ``IV``."""
    values = [_ROMAN[char] for char in text]
    return sum(-one if one < other else one for one, other in zip(values, [*values[1:], 0], strict=True))


def format_roman(number: int) -> str:
    """Return a number in Roman numerals: 4 is ``IV``; outside 1 to 3999 in Arabic ones."""
    if not 1 <= number <= 3999:
        return str(number)
    text = ""
    for value, numeral in _ROMAN_PARTS:
        count, number = divmod(number, value)
        text += numeral * count
    return text


def format_letter(number: int) -> str:
    """Return a number from 1 as a letter: A to Z, then AA, AB."""
    before, last = divmod(number - 1, 26)
    return (format_letter(before) if before else "") + string.ascii_uppercase[last]


_ROMAN_PARTS = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
STEMS = "甲乙丙丁戊己庚辛壬癸"
"""The heavenly stems, which count to ten."""
CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
"""The circled digits from 1 to 50 (Unicode, Enclosed Alphanumerics, Enclosed CJK Letters and Months)."""
_FIRST = re.compile(r"1(?:\.1)+|(?<!\d)1(?!\d)|[一甲①]|(?<![A-Za-z])[AaIi](?![A-Za-z])")
"""The number in a pattern."""


def stem(letter: str) -> str:
    """Return the heavenly stem in the place of the letter of an appendix, 乙 for B; the letter behind the tenth."""
    place = string.ascii_uppercase.find(letter)
    return STEMS[place] if len(letter) == 1 and 0 <= place < len(STEMS) else letter


def _from(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


_WRITERS: dict[str, Callable[[int], str]] = {
    "1": str,
    "一": format_han_number,
    "甲": _from(STEMS),
    "①": _from(CIRCLED),
    "A": format_letter,
    "a": lambda number: format_letter(number).lower(),
    "I": format_roman,
    "i": lambda number: format_roman(number).lower(),
}


def is_pattern(text: str) -> bool:
    """Return whether a text is written as the first number of a sequence."""
    return len(_FIRST.findall(text)) == 1


def levels_in(pattern: str) -> int:
    """Return how many levels a number in the form of a pattern names: two for ``1.1``."""
    first = _FIRST.search(pattern)
    return first[0].count(".") + 1 if first else 0


def write_number(pattern: str, path: Sequence[str]) -> str:
    """Return the number in the form of a pattern: ``第四章`` of ``第一章``, ``4.2`` of ``1.1``.

    ``path`` has the numbers of the headings around it from the chapter's on, and its own, which is in digits.
    """
    first = _FIRST.search(pattern)
    if not first:
        return pattern
    parts = first[0].count(".") + 1
    number = _WRITERS[first[0]](int(path[-1])) if parts == 1 else ".".join(path[-parts:])
    return pattern[: first.start()] + number + pattern[first.end() :]


SYMBOLS = "*†‡§‖¶"
"""The symbols of notes, in their order; behind the last they are doubled, then tripled."""


def note_mark(number: int, marks: str) -> str:
    """Return the mark of a note, from 1: ``digits``, ``circled`` ones up to 50, or ``symbols``."""
    if marks == "symbols":
        times, nth = divmod(number - 1, len(SYMBOLS))
        return SYMBOLS[nth] * (times + 1)
    return CIRCLED[number - 1] if marks == "circled" and number <= len(CIRCLED) else str(number)


_LATIN_PAGE, _HAN_PAGE = r"\d{1,5}[a-z]?|[ivxlc]{1,8}", r"\d{1,5}|[〇零一二三四五六七八九十百]{1,7}"
BRACKETED_PAGE = re.compile(
    rf"\[(?:[Pp]\.?[ \t]?(?P<latin>{_LATIN_PAGE})|第[ \t]?(?P<han>{_HAN_PAGE})[ \t]?[页頁])\](?![(\[{{:])"
)
"""The number of a page of a source edition as texts have it: ``[p. 123]``, ``[第123页]``."""
_PAGE = re.compile(r"(?P<volume>(?:.*[.-])?)(?P<number>[^.-]+?)(?P<letter>(?:(?<=\d)[a-zA-Z])?)")


def comes_before(number: str, other: str) -> bool:
    """Return whether the number of a page is less than another of the same volume, in the same numerals.

    ``2-9`` comes before ``2-10a``, ``ix`` before ``x``, ``九`` before ``十``.
    """
    one, two = _place(number), _place(other)
    return one is not None and two is not None and one[:2] == two[:2] and one[2:] < two[2:]


def _place(number: str) -> tuple[str, str, int, str] | None:
    """Return the volume, the numerals, the value and the letter of the number of a page; None for what is none."""
    match = _PAGE.fullmatch(number)
    text = match["number"] if match else ""
    numerals, value = "digits", int(text) if text.isascii() and text.isdecimal() else None
    if value is None and text and set(text.upper()) <= set(_ROMAN):
        numerals, value = "roman", parse_roman(text.upper())
    if value is None:
        numerals, value = "han", parse_han_number(text)
    return (match["volume"], numerals, value, match["letter"]) if match and value is not None else None
