"""Compare the marks of pages of the source edition in an e-book with the book: each once, in order, at its place."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs
from lxml import etree

from wicpress.diagnostics import Span
from wicpress.proofing.epub.package import XHTML, Epub
from wicpress.proofing.text.expected_text import SOURCE_PAGES, ExpectedRun
from wicpress.proofing.text.mismatches import TextMismatch

_COMPARED = 6
"""Letters behind a page that are compared."""
_KEPT = 60
"""Letters around a page that are kept."""
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")
_SMALL = frozenset({"interlinear", "ruby reading", "superscript", "subscript"})
_NOT_READ = frozenset({f"{XHTML}rt", f"{XHTML}rp", f"{XHTML}sup", f"{XHTML}sub", f"{XHTML}details"})


@attrs.frozen
class ExpectedPage:
    """A page of the source edition: its number, the block in which it begins, and the letters before and after."""

    number: str
    block: str
    span: Span | None
    before: str
    after: str


def expected_pages(runs: Sequence[ExpectedRun]) -> list[ExpectedPage]:
    """Return the pages of the source edition that begin in ``runs``, the expected text of an edition."""
    pages = []
    for nth, run in enumerate(runs):
        if run.kind == SOURCE_PAGES:
            before = _letters(reversed([*_words(reversed(runs[max(nth - 30, 0) : nth]), run)]))
            after = _letters(_words(runs[nth + 1 : nth + 30], run))
            pages.append(ExpectedPage(run.text, run.block, run.span, before[-_KEPT:], after[:_KEPT]))
    return pages


def _words(runs: Iterable[ExpectedRun], page: ExpectedRun) -> Iterator[str]:
    """Yield the words of the side of a page, without pictures and what is small: calls, ruby, words in two lines."""
    for run in runs:
        if run.side != page.side:
            return
        if (run.is_inline or run.kind == "brackets") and not run.is_picture and not run.inline_kinds & _SMALL:
            yield run.text


def _letters(texts: Iterable[str]) -> str:
    """Return letters and marks of texts without spaces and soft hyphens."""
    text = unicodedata.normalize("NFKC", "".join(texts))
    return "".join(char for char in text if not char.isspace() and char not in _INVISIBLE)


def begins(words: str, text: str) -> bool:
    """Return whether a text has the first letters of ``words``, of which it may end before the last compared."""
    text, words = _letters([text]).rstrip("-\u2010"), words[:_COMPARED]
    if not words or words in text:
        return bool(words)
    return any(text.endswith(words[:count]) for count in range(len(words), 0, -1))


def ends(words: str, text: str) -> bool:
    """Return whether a text ends with the last letters of ``words``, of which other blocks may have the first."""
    text = _letters([text])
    return any(text.endswith(words[-count:]) for count in range(1, min(len(words), _COMPARED) + 1))


def compare_order(found: Sequence[tuple[str, str]], expected: Sequence[ExpectedPage]) -> Iterator[TextMismatch]:
    """Yield the numbers that are lost, added or out of order; ``found`` has them with their places in the file."""
    wanted = Counter(each.number for each in expected)
    counted = Counter(number for number, _ in found)
    by_number = {each.number: each for each in expected}
    for number in (wanted - counted).elements():
        message = f"page {number} of the source is not in the file"
        yield TextMismatch("lost", message, number, by_number[number].block, span=by_number[number].span)
    for number in (counted - wanted).elements():
        place = next(place for each, place in found if each == number)
        kind = "doubled" if number in wanted else "added"
        yield TextMismatch(kind, f"page {number} of the source begins once too often", number, place=place)
    if wanted == counted:
        for (number, place), page in zip(found, expected, strict=True):
            if number != page.number:
                message = f"page {number} of the source stands where {page.number} should"
                yield TextMismatch("moved", message, number, place=place)
                return


def check_source_pages(epub: Epub, expected: Sequence[ExpectedPage], *, listed: bool) -> Iterator[TextMismatch]:
    """Yield each mark that is lost, added, out of order or in another place, or that says or is listed otherwise.

    ``listed``: they are in the page list, and those of the printed edition beside it.
    """
    entries = epub.page_list if listed else epub.other_pages
    names = [(each.label, each.fragment) for each in entries]
    if names != [(each.number, f"page-{each.number}") for each in expected]:
        message = "the list of the pages of the source edition does not lead to each of them, in order"
        yield TextMismatch("reference", message, "", place=epub.nav)
    marks = [(page.path, element) for page in epub.pages for element in page.root.iter() if _is_mark(element)]
    found = [(str(element.get("aria-label") or ""), path) for path, element in marks]
    yield from compare_order(found, expected)
    by_number = {each.number: each for each in expected}
    role = "doc-pagebreak" if listed else "separator"
    for (number, path), (_, element) in zip(found, marks, strict=True):
        page = by_number.get(number)
        if element.get("id") != f"page-{number}" or element.get("role") != role:
            message = f"page {number} of the source has no id or role by which readers find it"
            yield TextMismatch("reference", message, number, place=path)
        behind = _letters(_behind(element))
        if page and page.after and not behind.startswith(page.after[:_COMPARED]):
            message = f"page {number} of the source begins before `{behind[:12]}`, not `{page.after[:12]}`"
            yield TextMismatch("moved", message, number, page.block, place=path, span=page.span)


def _is_mark(element: etree._Element) -> bool:
    return "source-page" in str(element.get("class", "")).split()


def _is_in_two_lines(element: etree._Element) -> bool:
    return "interlinear-words" in str(element.get("class", "")).split()


def _behind(mark: etree._Element) -> Iterator[str]:
    """Yield the texts behind a mark, without what is small, until there are enough."""
    count, element = 0, mark
    texts: list[str] = []
    here: etree._Element | None = element
    while here is not None and count < 8 * _COMPARED:
        texts = [here.tail or ""] if here.tag != f"{XHTML}body" else []
        sibling = here.getnext()
        while sibling is not None and count < 8 * _COMPARED:
            texts += [*_inside(sibling), sibling.tail or ""]
            count += sum(map(len, texts))
            yield from texts
            texts, sibling = [], sibling.getnext()
        yield from texts
        count += sum(map(len, texts))
        here = here.getparent()


def _inside(element: etree._Element) -> Iterator[str]:
    """Yield the texts inside an element."""
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, each in walker:
        if event == "start":
            if each.tag in _NOT_READ or each.get("aria-hidden") == "true" or _is_in_two_lines(each):
                walker.skip_subtree()
            elif each.text:
                yield each.text
        elif each is not element and each.tail:
            yield each.tail
