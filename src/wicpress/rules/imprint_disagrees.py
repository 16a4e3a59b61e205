"""Reports values of the imprint page that disagree with the book, or with each other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from wicpress import languages as lang
from wicpress import numerals
from wicpress.config import Config
from wicpress.config.book_formats import leaves_to_sheet, page_mm, read_format
from wicpress.config.check_digits import is_isbn
from wicpress.config.settings import AUTO, COUNTED_FIELDS
from wicpress.config.toml_positions import key_place
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind
from wicpress.model import Book

IMPRINT_DISAGREES = declare_kind(
    "imprint_disagrees",
    "A value of the imprint page disagrees with the book",
    "Libraries and bookshops catalogue a book by its imprint page. Its format is that of a printed edition; its CIP "
    "data have the title, the publisher and the month of the book, and its ISBN or that of an edition; its dates are "
    "those of the book, a printing is not before its edition, and the printing line says which it is; a price has a "
    "currency.",
    example='page = "A5"\n\n[imprint]\nformat = "720毫米×1000毫米 1/16"',
    severity=Severity.WARNING,
)
_ISBN = re.compile(r"97[89][-\s\d]{10,14}\d")
_DESCRIPTION = re.compile(r"\bTitle:|[/／][^/／]+[.．。]\s*[—–-]", re.DOTALL)
"""What stands in CIP data that describe a book: fields with names, or ISBD with its slash and its dashes."""
_PUBLISHED = re.compile(r"[,，]\s*(?P<year>\d{4})(?:\.(?P<month>\d{1,2}))?(?!\d)")
"""The month in which a book was published, behind the publisher's name."""
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DATE = re.compile(
    rf"\b(?P<name>{'|'.join(_MONTHS)})\s+(?:\d{{1,2}},?\s+)?(?P<of_name>\d{{4}})\b"
    r"|(?<!\d)(?P<year>\d{4})(?:\s*年\s*(?P<month>\d{1,2})\s*月|[.\-/](?P<number>\d{1,2})(?!\d)|(?!\d))",
    re.IGNORECASE,
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL = re.compile(
    r"第\s*([\d〇零一二三四五六七八九十百]+)\s*(?:版|次|刷)"
    rf"|\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))\s+(?:\w+\s+)?(?:edition|ed\b|printing|impression)",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"(?P<before>[¥￥£$€]|CNY|RMB|USD|GBP|EUR|HKD)?\s*\d[\d,]*(?P<cents>\.\d+)?\s*(?P<after>元|[¥￥£$€]|CNY|RMB|USD|GBP|EUR|HKD)?"
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report what the imprint page says of the book that is not so."""
    if config.imprint_fields:
        yield from _check_format(config)
        yield from _check_isbns(config)
        yield from _check_description(config)
        yield from _check_dates(config)
        yield from _check_ordinals(config)
        yield from _check_price(config)
        yield from _check_counts(config)


def _texts(config: Config, key: str) -> dict[str, str]:
    """Return the different texts of a field, each with the first of its languages."""
    by_lang = dict(config.imprint_fields)[key].by_lang if key in dict(config.imprint_fields) else ()
    return {text: tag for tag, text in reversed(by_lang) if text}


def _place(config: Config, key: str) -> Span:
    return key_place(config.root, "imprint", key)


def _check_format(config: Config) -> Iterator[Diagnostic]:
    """Yield formats that no printed edition has."""
    pages = [page_mm(each.page) for each in config.editions if "pdf" in each.formats]
    for text in _texts(config, "format"):
        if pages and not any(read_format(text).fits(page) for page in pages):
            shown = ", ".join(f"{width:g} × {height:g} mm" for width, height in dict.fromkeys(pages))
            message = f"the format is `{text}`, the printed pages are {shown}"
            hint = "correct the format, or the `page`; without `format` the size of the page is shown"
            yield IMPRINT_DISAGREES(message, _place(config, "format"), hint=hint)


def _check_isbns(config: Config) -> Iterator[Diagnostic]:
    """Yield ISBNs in the CIP data with a wrong check digit, or that are not of this book."""
    isbns = {re.sub(r"[-\s]", "", each) for each in (config.isbn, *(each.isbn for each in config.editions)) if each}
    for text in _texts(config, "cip"):
        for match in _ISBN.finditer(text):
            plain = re.sub(r"[-\s]", "", match[0])
            if not is_isbn(plain):
                message = f"the check digit of the ISBN {match[0]} in the CIP data is wrong"
            elif isbns and plain not in isbns:
                message = f"the CIP data have the ISBN {match[0]}, which neither the book nor an edition has"
            else:
                continue
            yield IMPRINT_DISAGREES(message, _place(config, "cip"), hint="compare both with the agency's letter")


def _check_description(config: Config) -> Iterator[Diagnostic]:
    """Yield CIP data that describe a book of another title, publisher or month.

    Data that only say where the record is, such as those of the British Library, describe nothing.
    """
    for text in _texts(config, "cip"):
        if not _DESCRIPTION.search(text):
            continue
        for name, words in (("title", config.title), ("publisher", config.publisher)):
            shown = [each for _, each in words.by_lang if each]
            if shown and not any(_letters(each) in _letters(text) for each in shown):
                message = f"the CIP data do not have the {name} of the book, `{shown[0]}`"
                yield IMPRINT_DISAGREES(message, _place(config, "cip"), hint="compare both with the agency's letter")
        published = _PUBLISHED.search(text)
        month = (int(published["year"]), int(published["month"] or 0)) if published else None
        if month and config.date and not _is_in(config.date, month):
            message = f"by the CIP data the book is of {_shown(month)}, its `date` is {config.date}"
            yield IMPRINT_DISAGREES(message, _place(config, "cip"), hint="correct one of them")


def _letters(text: str) -> str:
    """Return the letters and digits of a text, folded."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _check_dates(config: Config) -> Iterator[Diagnostic]:
    """Yield dates that are none, an edition of another date than the book's, and a printing before its edition.

    Of several dates in a text the last is that of this edition.
    """
    last: dict[str, tuple[int, int]] = {}
    for key in ("edition", "printing"):
        for text in _texts(config, key):
            dates = list(_dates(text))
            if any(not 0 <= month <= 12 for _, month in dates):
                message = f"`{text}` names a month that there is not"
                yield IMPRINT_DISAGREES(message, _place(config, key), hint="write a month from 1 to 12")
            elif dates:
                last[key] = max(dates[-1], last.get(key, (0, 0)))
                if key == "edition" and config.date and not _is_in(config.date, dates[-1]):
                    message = f"the edition is of {_shown(dates[-1])}, the `date` of the book is {config.date}"
                    hint = "correct one of them: `date` is when this edition was published"
                    yield IMPRINT_DISAGREES(message, _place(config, "edition"), hint=hint)
    if {"edition", "printing"} <= last.keys() and _before(last["printing"], last["edition"]):
        message = f"the printing is of {_shown(last['printing'])}, before the edition, of {_shown(last['edition'])}"
        yield IMPRINT_DISAGREES(message, _place(config, "printing"), hint="correct one of them")


def _dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield years and months in a text, in order: 0 for no month, -1 for one that is written as 0."""
    for match in _DATE.finditer(text):
        if match["name"]:
            yield int(match["of_name"]), _MONTHS.index(match["name"].lower()) + 1
        else:
            month = match["month"] or match["number"]
            yield int(match["year"]), (int(month) or -1) if month else 0


def _is_in(date: dt.date, month: tuple[int, int]) -> bool:
    return date.year == month[0] and month[1] in {0, date.month}


def _before(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[0] or (one[0] == other[0] and 0 < one[1] < other[1])


def _shown(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02}" if month[1] else f"{month[0]}"


def _check_ordinals(config: Config) -> Iterator[Diagnostic]:
    """Yield editions and printings that have another number in each language, or in the printing line."""
    for key in ("edition", "printing"):
        numbers = {text: number for text in _texts(config, key) if (number := _ordinal(text))}
        if len(set(numbers.values())) > 1:
            shown = ", ".join(f"{number} (`{text}`)" for text, number in numbers.items())
            message = f"the number of the {key} differs between the languages: {shown}"
            yield IMPRINT_DISAGREES(message, _place(config, key), hint="correct one of them")
        elif key == "printing" and numbers:
            yield from _check_printing_line(config, next(iter(numbers.values())))


def _check_printing_line(config: Config, printing: int) -> Iterator[Diagnostic]:
    """Yield a printing line whose lowest number is not that of the printing."""
    for text in _texts(config, "printing-line"):
        numbers = [int(each) for each in text.split() if each.isdecimal()]
        if len(numbers) > 1 and min(each for each in numbers) != printing:
            message = f"by the line `{text}` this is printing {min(numbers)}, by `printing` it is {printing}"
            hint = f"take the numbers below {printing} off the line, or correct `printing`"
            yield IMPRINT_DISAGREES(message, _place(config, "printing-line"), hint=hint)


def _ordinal(text: str) -> int:
    """Return the number of an edition or a printing in a text, 0 where it has none."""
    match = _ORDINAL.search(text)
    if not match:
        return 0
    if match[3]:
        return _ORDINALS.index(match[3].lower()) + 1
    number = match[1] or match[2]
    return int(number) if number.isdecimal() else numerals.parse_han_number(number) or 0


def _check_price(config: Config) -> Iterator[Diagnostic]:
    """Yield prices without currency, and those with a fraction of another length than two digits."""
    for text, tag in _texts(config, "price").items():
        match = next((each for each in _PRICE.finditer(text) if each["before"] or each["after"]), None)
        han = lang.is_chinese_or_japanese(tag)
        example = "48.00元" if han else "£12.99"
        if not match:
            message = f"the price `{text}` has no currency"
        elif match["cents"] and len(match["cents"]) != 3:
            message = f"the price `{text}` has a fraction of {len(match['cents']) - 1} digits"
        elif match["after"] == "元" and not match["cents"]:
            message = f"the price `{text}` has no fraction of two digits"
        else:
            continue
        yield IMPRINT_DISAGREES(message, _place(config, "price"), hint=f"write it as {example}")


def _check_counts(config: Config) -> Iterator[Diagnostic]:
    """Yield sheets and characters that are no numbers, or that cannot be counted."""
    for key in COUNTED_FIELDS:
        for text in _texts(config, key):
            if text != AUTO and not re.search(r"\d", text):
                hint = f'write {key} = "{AUTO}", or a number'
                yield IMPRINT_DISAGREES(f"`{key}` is `{text}`, which is no number", _place(config, key), hint=hint)
    if AUTO in _texts(config, "sheets"):
        for each in config.editions:
            if "pdf" in each.formats and not leaves_to_sheet(config, each):
                message = f"the sheets of the edition `{each.name}` cannot be counted: its page is of no usual format"
                hint = 'say into how many leaves a sheet is cut: format = "787毫米×1092毫米 1/20"'
                yield IMPRINT_DISAGREES(message, _place(config, "sheets"), hint=hint)
    for text, tag in _texts(config, "words").items():
        if lang.is_chinese_or_japanese(tag) and text.replace(".", "").isdecimal():
            hint = f"write {text}千字 if thousands are meant"
            message = f"the number of characters `{text}` has no unit"
            yield IMPRINT_DISAGREES(message, _place(config, "words"), hint=hint)
