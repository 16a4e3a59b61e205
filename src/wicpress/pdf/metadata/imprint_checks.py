"""Checks of an imprint page that need the finished pages: the numbers that it gives, and whether it fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from wicpress.config import Config, Edition, LocalizedText
from wicpress.config.book_formats import leaves_to_sheet
from wicpress.config.toml_positions import key_place
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.edition.imprint.counts import characters, characters_on_page, sheets
from wicpress.edition.imprint.fields import imprint
from wicpress.edition.imprint.size import imprint_size
from wicpress.edition.page_geometry import geometry
from wicpress.edition.view import view
from wicpress.model import Book

IMPRINT_MISCOUNTED = declare_kind(
    "imprint_miscounted",
    "The imprint page gives other sheets or characters than the book has",
    "The sheets of a book are its pages by the leaves that a sheet is cut into; its characters are those of a full "
    "line by the lines of a page by the pages. Both change with every page that is added, and from edition to "
    'edition: "auto" counts them. A difference of a tenth in the characters is no mistake.',
    example='[imprint]\nsheets = "auto"\nwords = "auto"',
    severity=Severity.WARNING,
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_THOUSANDS = re.compile(r"千字|thousand", re.IGNORECASE)
_TEN_THOUSANDS = re.compile(r"[万萬]字")
_TOLERANCE = 0.1
_ROUNDED = Decimal("0.0005")
"""So much may sheets differ that are rounded to three decimals."""


IMPRINT_TOO_LONG = declare_kind(
    "imprint_too_long",
    "The imprint is longer than its page",
    "The imprint stands at the foot of one page. A long one is set smaller, down to 6 pt; what does not fit even so "
    "would be lost.",
    example='[imprint]\ncip = { zh-Hans = "…" }  # instead of the same data in every language',
)
_FACES = ("Noto Serif SC", "Noto Sans SC", "Source Serif 4", "Source Sans 3")


def check_imprint_length(book: Book, config: Config, editions: Iterable[Edition]) -> Iterator[Diagnostic]:
    """Yield an error for each of ``editions`` whose printed imprint is longer than its page."""
    for edition in (each for each in editions if "pdf" in each.formats):
        columns = [imprint(config, edition, tag, _FACES) for tag in edition.languages]
        shape = geometry(edition.page, edition.languages)
        if imprint_size(columns, shape, has_key=True).fits:
            continue
        if not imprint_size(columns, shape, has_key=view(book, edition).has_missing_marks).fits:
            message = f"the imprint of the edition `{edition.name}` is longer than its page"
            hint = "give fields for one language alone, leave some away, or choose a larger page"
            yield IMPRINT_TOO_LONG(message, key_place(config.root, "imprint", ""), hint=hint)


def check_imprint(config: Config, edition: Edition, pages: int) -> Iterator[Diagnostic]:
    """Yield a warning for the sheets and for the characters that ``edition`` gives and has not, by its ``pages``."""
    fields = dict(config.imprint_fields)
    place = key_place(config.root, "imprint", "sheets")
    leaves = leaves_to_sheet(config, edition)
    for text in _given(fields.get("sheets"), edition) if leaves else ():
        number = _NUMBER.search(text)
        counted = sheets(pages, leaves)
        if number and abs(Decimal(number[0].replace(",", "")) - Decimal(counted)) > _ROUNDED:
            message = f"`{edition.name}` has {counted} sheets ({pages} pages by {leaves}), not {number[0]}"
            yield IMPRINT_MISCOUNTED(message, place, hint='write sheets = "auto", or correct the number')
    on_page = characters_on_page(edition.page, edition.languages)
    counted_characters = characters(pages, on_page) * 1000
    for text in _given(fields.get("words"), edition):
        given = _characters(text)
        if given and abs(given - counted_characters) > _TOLERANCE * counted_characters:
            message = (
                f"`{edition.name}` has {counted_characters:,} characters ({pages} pages of {on_page}), not {given:,}"
            )
            place = key_place(config.root, "imprint", "words")
            yield IMPRINT_MISCOUNTED(message, place, hint='write words = "auto", or correct the number')


def _given(words: LocalizedText | None, edition: Edition) -> dict[str, None]:
    """Return the texts of a field in the languages of an edition, each once."""
    return dict.fromkeys(filter(None, (words.get(tag) for tag in edition.languages))) if words else {}


def _characters(text: str) -> int:
    """Return the number of characters that a text gives; 0 for one that counts something else, such as words."""
    number = _NUMBER.search(text)
    is_count = re.search(r"字|character|thousand", text, re.IGNORECASE)
    if not number or not is_count or re.search("words?", text, re.IGNORECASE):
        return 0
    times = 1000 if _THOUSANDS.search(text) else 10_000 if _TEN_THOUSANDS.search(text) else 1
    return round(float(number[0].replace(",", "")) * times)
