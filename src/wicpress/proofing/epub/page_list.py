"""Compare the page list of an e-book with the printed pages: the same labels, order and first words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import attrs
from lxml import etree

from wicpress.proofing.epub.package import MATHML, XHTML, Entry, Epub
from wicpress.proofing.pdf.model import Glyph, Line, Page

_COMPARED = 6
"""Letters after a page break that are searched for on its page: a line of either script has more."""
_BEFORE = 12
"""Letters that a page may have before them, as the mark of a section or the number of a list item or note."""
_HEAD = 60
"""Letters that the repeated head of a table may have."""
_MARKER = re.compile(r"^\s*[(（]?(?:[ivxlcdm]+|[a-z])[.)）、]", re.IGNORECASE)
"""The letter or Roman number of an item, which is text in print alone."""
_SAME_ROW = 4.0
"""Distance in pt of baselines of one row: both scripts of a parallel row, a raised note call."""
_READING_SIZE = 0.6
"""The most that ruby may have of the type size of its base."""
_READING_DISTANCE = 1.2
"""The most that the baselines of ruby and base may be apart, in type sizes of the base."""


def check_page_list(book: Epub, pages: Iterable[Page], name: str) -> Iterator[str]:
    """Yield problems of the page list of ``book``; ``pages`` are those of the printed file ``name``."""
    by_label = {page.label: attrs.evolve(page, lines=_compared(page.lines)) for page in pages if page.lines}
    order = {label: index for index, label in enumerate(by_label)}
    listed = [entry.label for entry in book.printed_pages]
    for label in listed:
        if label not in by_label:
            yield f"the page list names a page {label}, which {name} does not have"
    numbers = [order[label] for label in listed if label in order]
    if numbers != sorted(numbers):
        yield f"the page list does not follow the order of the pages of {name}"
    missing = [label for label in by_label if label.isdigit() and label not in set(listed)]
    if missing:
        yield f"{len(missing)} pages of {name} are not in the page list: {', '.join(missing[:10])}"
    yield from _check_page_starts(book, by_label, name)


def _check_page_starts(book: Epub, by_label: dict[str, Page], name: str) -> Iterator[str]:
    """Yield page breaks that are not before the words with which their printed page starts.

    Front matter is not compared: title page and contents differ between print and screen. Nor is a page that starts
    with what this edition leaves out, as the other language of the bilingual printed edition. A page with columns
    starts with the first block of which one side begins there: the words begin any of its lines, or, where the other
    side began on the page before, one of that page.
    """
    roots = {page.path: page.root for page in book.pages}
    before = dict(zip(list(by_label)[1:], by_label.values(), strict=False))
    all_letters = _letters("".join(text for page in book.pages for text in _texts(page.root)))
    for entry in book.printed_pages:
        page = by_label.get(entry.label)
        if page is None or not entry.label.isdigit() or entry.path not in roots:
            continue
        after = _after(roots[entry.path], entry)
        texts = [line.text for line in _in_order(page.lines)]
        page_start = _letters("".join(texts))
        starts = page_start, _letters("".join(_MARKER.sub("", text) for text in texts))
        both = (page, before.get(entry.label)) if _in_columns(page.lines) else ()
        if _holds_less(page, after):
            continue
        if after and any(each and _begins_line(each, after) for each in both):
            continue
        if after and not any(_starts_with(each, after) for each in starts) and _is_shown(page_start, all_letters):
            yield f"page {entry.label} starts with `{page_start[:16]}` in {name} and with `{after}` in {entry.path}"


def _holds_less(page: Page, after: str) -> bool:
    """Return whether a page ends before so many letters as are compared, or has none beside its formulas."""
    lines = _in_order(line for line in page.lines if not any(_is_artifact(glyph) for glyph in line.glyphs))
    own = _letters("".join(line.text for line in lines))
    return len(own) < _COMPARED and after.startswith(own)


def _is_artifact(glyph: Glyph) -> bool:
    """Return whether a glyph is no text of the book, as in running heads."""
    return glyph.mark is None or glyph.mark.artifact


def _in_columns(lines: Iterable[Line]) -> bool:
    """Return whether lines stand side by side, in a row at least."""
    rows = [round(line.y / _SAME_ROW) for line in lines]
    return len(set(rows)) < len(rows)


def _begins_line(page: Page, after: str) -> bool:
    """Return whether a line of a page begins with some letters, which may run on in lines below or beside it.

    The number of an item may stand before them. The lines of a title or cell stand below each other.
    """
    by_column = sorted(page.lines, key=lambda line: (round(line.x0 / _SAME_ROW), line.y))
    orders = [[_letters(line.text) for line in lines] for lines in (_in_order(page.lines), by_column)]
    orders += [[line.lstrip("0123456789") for line in lines] for lines in orders]
    return any(_runs_on(after[:_COMPARED], lines) for lines in orders)


def _runs_on(letters: str, lines: Sequence[str]) -> bool:
    return any(
        line.startswith(letters)
        or (line and letters.startswith(line) and _runs_on(letters[len(line) :], lines[nth:]))
        for nth, line in enumerate(lines, 1)
    )


def _starts_with(page_start: str, after: str) -> bool:
    """Return whether a page starts with some letters, or has them below the repeated head of a table.

    In columns the mark of an item stands before each language, and only in print as text; below a title, too.
    """
    words = _without_numbers(after)[:_COMPARED]
    if len(words) == _COMPARED and words in _without_numbers(page_start)[: _BEFORE + _COMPARED]:
        return True
    return after[:_COMPARED] in page_start[: _BEFORE + _COMPARED] or after in page_start[: _HEAD + len(after)]


def _without_numbers(letters: str) -> str:
    return "".join(char for char in letters if not char.isdecimal())


def _is_shown(page_start: str, all_letters: str) -> bool:
    """Return whether the e-book has the letters with which a page starts, whatever page mark is before them."""
    return any(
        page_start[at : at + _COMPARED] in all_letters for at in range(_COMPARED) if len(page_start) >= at + _COMPARED
    )


def _after(root: etree._Element, entry: Entry) -> str:
    """Return the first letters after the page break of an entry, at most those of a line."""
    parts: list[str] = []
    for text in _texts(root, entry.fragment):
        parts.append(text)
        if len("".join(parts)) > 8 * _COMPARED:
            break
    return _letters("".join(parts))[: 2 * _COMPARED]


def _texts(root: etree._Element, start: str = "") -> Iterator[str]:
    """Yield the texts of a document from the element with the id ``start``, without hidden text, ruby, formulas.

    Ruby is left out because print has it above the line, and an e-book behind its base; formulas because print has
    them in one line; the long descriptions of pictures because print has them nowhere.
    """
    reached = not start
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start" and element.tag in _PASSED_OVER:
            walker.skip_subtree()
        elif event == "start":
            reached = reached or element.get("id") == start
            is_shown = element.get("aria-hidden") != "true" and element.tag not in _RUBY
            if reached and element.text and is_shown:
                yield element.text
        elif reached and element.tail and element.tag != f"{XHTML}head":
            yield element.tail


_PASSED_OVER = frozenset({f"{XHTML}details", f"{MATHML}math"})
_RUBY = frozenset({f"{XHTML}rt", f"{XHTML}rp"})


def _compared(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return lines without formulas and without those of ruby: small ones close above another."""
    words = map(_without_formulas, lines)
    return tuple(each for each in words if not any(_is_ruby_of(each, other) for other in lines))


def _without_formulas(line: Line) -> Line:
    if not any(glyph.drawn for glyph in line.glyphs):
        return line
    return attrs.evolve(line, text="".join(glyph.char for glyph in line.glyphs if not glyph.drawn))


def _is_ruby_of(line: Line, base: Line) -> bool:
    return (
        line.size <= _READING_SIZE * base.size
        and 0 < base.y - line.y <= _READING_DISTANCE * base.size
        and line.x0 < base.x1
        and base.x0 < line.x1
    )


def _in_order(lines: Iterable[Line]) -> list[Line]:
    """Return lines from top to bottom, and those of a row from left to right."""
    return sorted(lines, key=lambda line: (round(line.y / _SAME_ROW), line.x0))


def _letters(text: str) -> str:
    """Return only letters and digits, which both formats have in common."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())
