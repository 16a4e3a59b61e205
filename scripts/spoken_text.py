"""Prints what a screen reader says of a tagged PDF, page by page, in the order of its structure tree.

    python scripts/spoken_text.py FILE.pdf [FIRST[-LAST]]

Each line begins with its language; another one within a line stands before its words, in braces. What a screen reader
adds is in brackets: levels of headings, numbers of items, rows and columns, the headers of each cell, links and where
they lead, pictures and notes. Artifacts, such as running heads, are not said. The exit code is 2 without tags.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.pdf.structure import (
    HEADINGS,
    INLINE,
    Content,
    Element,
    ObjectRef,
    content_texts,
    read_structure,
)

NAMES = {
    "BlockQuote": "quotation", "Caption": "caption", "Figure": "picture", "Formula": "formula", "Note": "note",
    "RT": "reading", "TOC": "contents",
}  # fmt: skip
"""How elements are announced, by their types in PDF 1.7."""
WITH_ENDS = frozenset({"BlockQuote", "L", "Note", "Table", "TOC"})
"""Types whose end is announced."""
GROUPS = frozenset({"Art", "Div", "Document", "NonStruct", "Part", "Sect", "TBody", "TFoot", "THead"})
"""Types that are not announced and do not begin a line: what they hold does."""
CELLS = frozenset({"TD", "TH"})


@attrs.frozen
class Speech:
    """Words that are said on a page (from 1) in a language, "" for what the screen reader adds."""

    page: int
    lang: str
    text: str
    begins_line: bool = False


def speech(document: Document) -> Iterator[Speech]:
    """Yield all that is said of a document. Raise ``ValueError`` where it has no structure tree."""
    structure = read_structure(document.pdf)
    if structure is None:
        raise ValueError("it has no tags")
    texts, pages = content_texts(document, "", document.pages())
    speaker = _Speaker(texts, pages, {each.ident: each for each in structure.elements() if each.ident})
    for root in structure.roots:
        yield from speaker.element(root)


@attrs.frozen
class _Speaker:
    """Says elements of one document."""

    texts: dict[tuple[int, int, int], tuple[str, str]]
    pages: dict[int, int]
    by_id: dict[str, Element]

    def element(self, element: Element) -> Iterator[Speech]:
        """Yield what is said of an element and all in it."""
        page, in_cell = self._page(element), _is_in_cell(element)
        begins = not in_cell and _begins_line(element)
        name = self._announcement(element)
        gap = " " if element.role == "LBody" else ""
        yield Speech(page, "", f"[{name}]" if name else gap, begins)
        replacement = element.actual if element.actual is not None else element.alt
        if replacement is not None:
            yield Speech(page, element.language, replacement)
            return
        for child in element.children:
            if isinstance(child, Element):
                yield from self.element(child)
            elif isinstance(child, Content):
                text, lang = self.texts.get((child.page, child.stream, child.mcid), ("", ""))
                yield Speech(self.pages.get(child.page, page), lang or element.language, text)
        if element.role in WITH_ENDS:
            last = self._pages(element)
            yield Speech(max(last, default=page), "", f"[end of {name.split(',')[0]}]", not in_cell)

    def _announcement(self, element: Element) -> str:
        """Return what a screen reader says before the words of an element, "" for nothing."""
        if element.role in HEADINGS:
            return f"heading {element.role[1:]}".rstrip()
        if element.role == "TD":
            return "; ".join(self._header(element)) or "no header"
        announce = ANNOUNCEMENTS.get(element.role)
        return announce(element) if announce else NAMES.get(element.role, "")

    def _header(self, cell: Element) -> Iterator[str]:
        """Yield the words of the headers of a cell."""
        named = [self.by_id.get(str(each)) for each in cell.attributes.get("Headers", ())]
        for header in named or _by_scope(cell):
            yield "nothing" if header is None else _words("".join(self._texts(header)))

    def _texts(self, element: Element) -> Iterator[str]:
        return (f"{each.text} " for each in self.element(element) if each.lang)

    def _page(self, element: Element) -> int:
        """Return the page of the first content of an element, 0 if it has none."""
        return next(self._pages(element), 0)

    def _pages(self, element: Element) -> Iterator[int]:
        for child in element.children:
            if isinstance(child, Element):
                yield from self._pages(child)
            else:
                yield self.pages.get(child.page, 0)


def _by_scope(cell: Element) -> Iterator[Element]:
    """Yield the headers above a cell and beside it, by their scope (ISO 32000-1, 14.8.5.7)."""
    *_, table, row = (each for each in cell.path() if each.role in {"Table", "TR"})
    column = row.children.index(cell)
    above = (each.children[column : column + 1] for each in _below(table) if each.role == "TR")
    places = (("/Column", (each for cells in above for each in cells)), ("/Row", row.children))
    for scope, cells in places:
        for each in cells:
            if isinstance(each, Element) and each.role == "TH" and each.attributes.get("Scope") in {scope, "/Both"}:
                yield each


def _list(element: Element) -> str:
    return f"list, {sum(each.role == 'LI' for each in _elements(element))} items"


def _table(element: Element) -> str:
    rows = [each for each in _below(element) if each.role == "TR"]
    columns = max((sum(cell.role in CELLS for cell in _elements(row)) for row in rows), default=0)
    return f"table, {len(rows)} rows, {columns} columns"


def _header_cell(element: Element) -> str:
    return f"{str(element.attributes.get('Scope', '/any'))[1:].lower()} header"


def _link(element: Element) -> str:
    """Return where a link leads, as its annotation describes it."""
    annotations = (each.obj for each in element.children if isinstance(each, ObjectRef))
    return f"link to {next((each.get('/Contents') for each in annotations), None) or 'nothing'}"


ANNOUNCEMENTS = {"L": _list, "Link": _link, "TH": _header_cell, "Table": _table}
"""What is said before the words of an element, by its type."""


def _elements(element: Element) -> Iterator[Element]:
    return (each for each in element.children if isinstance(each, Element))


def _below(element: Element) -> Iterator[Element]:
    for child in _elements(element):
        yield child
        yield from _below(child)


def _is_in_cell(element: Element) -> bool:
    return any(each.role in CELLS for each in element.path()[:-1])


def _begins_line(element: Element) -> bool:
    if element.role == "Figure" and element.parent is not None:
        return element.parent.role in GROUPS
    return element.role not in INLINE | GROUPS | CELLS and not _continues_item(element)


def _continues_item(element: Element) -> bool:
    """Return whether an element stands on the line that its label or item has begun."""
    above = element.parent
    if above is not None and above.role == "Div" and above.children[:1] == [element]:
        return _continues_item(above)
    if above is None or above.role not in {"LI", "LBody", "TOCI", "Note", "BlockQuote"}:
        return False
    return element.role == "LBody" or above.children[0] is element


def _words(text: str) -> str:
    """Return text as it is spoken: words that are divided at a line's end are whole, and a space is one."""
    return re.sub(r"\s+", " ", re.sub("\u00ad\\s*", "", text)).strip()


def lines(said: Iterable[Speech], labels: Sequence[str], pages: range) -> Iterator[str]:
    """Yield lines of text of what is said on some pages, with a line for each page before its own."""
    line, lang, page = "", "", 0
    for each in said:
        if each.page not in pages:
            continue
        if each.begins_line or each.page != page:
            yield from _line(line)
            line = lang = ""
        if each.page != page:
            page = each.page
            yield f"\n== page {page}, labelled {labels[page - 1]} =="
        if each.lang and each.lang != lang and each.text.strip():
            line = f"{line} {{{each.lang}}} " if lang else f"{each.lang}: {line}"
            lang = each.lang
        line += each.text if each.lang or not each.text else f" {each.text} "
    yield from _line(line)


def _line(line: str) -> Iterator[str]:
    yield from filter(None, (_words(line),))


def main(arguments: Sequence[str]) -> int:
    """Print what is said; return the exit code."""
    parser = argparse.ArgumentParser(description="Print what a screen reader says of a tagged PDF.")
    parser.add_argument("file", type=Path)
    parser.add_argument("pages", nargs="?", default="1-1000000", help="a page, or the first and the last: 3-7")
    options = parser.parse_args(arguments)
    first, _, last = options.pages.partition("-")
    document = open_pdf(options.file.read_bytes())
    if isinstance(document, Unreadable):
        parser.error(f"{options.file}: {document.reason}")
    with document:
        labels = [document.label(number) for number in range(1, document.info.page_count + 1)]
        try:
            said = [*speech(document)]
        except ValueError as error:
            parser.error(f"{options.file}: {error}")
    for line in lines(said, labels, range(int(first), int(last or first) + 1)):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
