"""The page list of an e-book beside the pages that it names: the same, in order, begun by the same words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from lxml import etree

from wicpress.proofing.epub.package import XHTML, Entry, Epub
from wicpress.proofing.pdf.model import Line, Page

_WORDS = 6
"""Letters after a mark that are looked for on its page: a line of either script has more."""
_BEFORE = 12
"""Letters that a page may have before them: what it sets anew, as a section's mark, a list's number, a note's."""
_HEAD = 60
"""Letters that the head of a table may have, which is set again where the table goes on."""
_SAME_ROW = 4.0
"""Points between baselines that are one row: both scripts of a parallel row, a raised call."""


def check_page_list(book: Epub, pages: Iterable[Page], name: str) -> Iterator[str]:
    """What is wrong with the page list of ``book``; ``pages`` are those of the printed file ``name``."""
    known = {page.label: page for page in pages if page.lines}
    order = {label: nth for nth, label in enumerate(known)}
    listed = [entry.label for entry in book.page_list]
    for label in listed:
        if label not in known:
            yield f"the page list names a page {label}, which {name} does not have"
    numbers = [order[label] for label in listed if label in order]
    if numbers != sorted(numbers):
        yield f"the page list does not follow the order of the pages of {name}"
    missing = [label for label in known if label.isdigit() and label not in set(listed)]
    if missing:
        yield f"the page list lacks {len(missing)} pages of {name}: {', '.join(missing[:10])}"
    yield from _places(book, known, name)


def _places(book: Epub, known: dict[str, Page], name: str) -> Iterator[str]:
    """The marks that stand before other words than their page begins with.

    Front matter is not compared: a title page and contents are set otherwise on paper than on a screen. Nor is a
    page that begins with what this edition leaves out, the other language of its printed twin say.
    """
    roots = {page.path: page.root for page in book.pages}
    whole = _letters("".join(run.text for run in book.texts()))
    for entry in book.page_list:
        page = known.get(entry.label)
        if page is None or not entry.label.isdigit() or entry.path not in roots:
            continue
        after = _after(roots[entry.path], entry)
        begins = _letters("".join(line.text for line in _in_order(page.lines)))
        if after and not _begun_by(begins, after) and _is_shown(begins, whole):
            yield f"page {entry.label} begins with `{begins[:16]}` in {name} and with `{after}` in {entry.path}"


def _begun_by(begins: str, after: str) -> bool:
    """True where a page begins with some words, or has them below the head of a table that goes on."""
    return after[:_WORDS] in begins[: _BEFORE + _WORDS] or after in begins[: _HEAD + len(after)]


def _is_shown(begins: str, whole: str) -> bool:
    """True where the e-book has the words that a page begins with, whatever mark stands before them there."""
    return any(begins[at : at + _WORDS] in whole for at in range(_WORDS) if len(begins) >= at + _WORDS)


def _after(root: etree._Element, entry: Entry) -> str:
    """The first letters after the mark of an entry, as far as a line of the page can hold them."""
    parts: list[str] = []
    reached = False
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            reached = reached or element.get("id") == entry.fragment
            if reached and element.text and element.get("aria-hidden") != "true":
                parts.append(element.text)
        elif reached and element.tail and element.tag != f"{XHTML}head":
            parts.append(element.tail)
        if len("".join(parts)) > 8 * _WORDS:
            break
    return _letters("".join(parts))[: 2 * _WORDS]


def _in_order(lines: Iterable[Line]) -> list[Line]:
    """Lines from the top of a page down, and in a row from the left."""
    return sorted(lines, key=lambda line: (round(line.y / _SAME_ROW), line.x0))


def _letters(text: str) -> str:
    """Letters and figures alone: what both formats set alike."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())
