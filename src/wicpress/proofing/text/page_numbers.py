"""Check that the numbers of pages are true: the labels of a PDF, and the page list of an e-book."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wicpress.numerals import parse_roman
from wicpress.proofing.epub.package import Epub, is_printed_page
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.text.edition_rules import StandingBook
from wicpress.proofing.text.extract_text import ExtractedText
from wicpress.proofing.text.generated_words import WORDS
from wicpress.proofing.text.mismatches import TextMismatch


def check_page_labels(document: Document, shown: StandingBook) -> Iterator[TextMismatch]:
    """Yield the first page whose label does not count on.

    Pages count in Roman numerals from the half-title, if there is one, or the title page, and in Arabic ones from the
    first chapter or its part on, behind foreword and preface.
    """
    places = document.named_places()
    first = next(iter(shown.chapters[len(shown.front_matter) :]), None)
    opening = places.get((first.part.id if first.part else first.id) if first else "", 0)
    title = places.get("half-title", places.get("title-page", 0))
    for number in range(1, document.info.page_count + 1):
        label = document.label(number)
        if opening and number >= opening:
            is_right = label == str(number - opening + 1)
        elif title and number >= title:
            is_right = (
                set(label) <= set("ivxlcdm") and bool(label) and parse_roman(label.upper()) == number - title + 1
            )
        else:
            is_right = not label.isdigit() or not title
        if not is_right:
            yield TextMismatch("reference", f"the page is labelled {label}, which does not count on", label,
                               place=f"page {number}")  # fmt: skip
            break


_ON_PAGE = tuple(re.compile(f"(?s:.*){each['on-page'].format('([^ ]+)')}$") for each in WORDS.values())
"""A link's description that says at its end, and there alone, the page to which it leads."""
_OF_NOTE = tuple(
    re.compile(each[key].format(".*").strip()) for each in WORDS.values() for key in ("footnote", "back")
)
"""The descriptions of links to a note and back."""


def check_link_descriptions(extracted: ExtractedText) -> Iterator[TextMismatch]:
    """Yield links whose description says another page than that to which they lead, or none.

    Those to a note and back are described without a page.
    """
    for link in extracted.links:
        said = next((match[1] for each in _ON_PAGE if (match := each.match(link.contents))), "")
        label = extracted.labels.get(f"page {link.target}", "")
        is_of_note = any(each.fullmatch(link.contents) for each in _OF_NOTE)
        if said != label and (said or (link.target and label and not is_of_note)):
            what = f"leads to page {label}" if said else f"does not say that it leads to page {label}"
            message = f"the link described as `{link.contents}` {what}"
            yield TextMismatch("reference", message, link.contents, place=f"page {link.page}")


def check_page_list(epub: Epub) -> Iterator[TextMismatch]:
    """Yield pages of an e-book that its page list does not name, and entries that lead to another page.

    The marks of pages stand in the text in the order of the list; a number is left out where a page has no text.
    """
    marks = [
        (page.path, str(element.get("id")), str(element.get("aria-label") or element.get("title") or ""))
        for page in epub.pages
        for element in page.root.iter()
        if is_printed_page(element)
    ]
    listed = [(entry.path, entry.fragment, entry.label) for entry in epub.printed_pages]
    for path, _, label in (each for each in marks if each not in listed):
        yield TextMismatch(
            "reference", f"the page list does not name page {label}, or leads elsewhere", label, place=path
        )
    for path, _, label in (each for each in listed if each not in marks):
        yield TextMismatch("reference", f"the page list leads to {path} for page {label}, which is not there", label)
    numbers = [int(label) for _, _, label in listed if label.isdigit()]
    for before, number in zip((0, *numbers), numbers, strict=False):
        if number <= before or number > before + MOST_WITHOUT_TEXT + 1:
            yield TextMismatch("reference", f"in the page list, {number} follows {before}", str(number))


MOST_WITHOUT_TEXT = 2
"""Pages without text that may follow each other: the back of a part's title, and the page before an opening."""
