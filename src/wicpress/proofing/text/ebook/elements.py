"""Compare what the elements of an e-book say beside their words: numbers, columns, titles, levels, ids, kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from lxml import etree

from wicpress import model as m
from wicpress.proofing.epub.package import OPS, XHTML, Entry, Epub
from wicpress.proofing.text.containers import (
    added_columns,
    alignment_of_cell,
    columns_of,
    counted,
    decimals_missing,
)
from wicpress.proofing.text.edition_rules import StandingBook, StandingNode, cell_sides, ranged_right, with_run_in
from wicpress.proofing.text.mismatches import TextMismatch

Elements = Mapping[str, tuple[str, etree._Element]]
"""The elements with an id, each with the path of its page."""
_LANDMARKS = {"cover", "titlepage", "copyright-page", "toc"}
"""The landmarks that lead to a page of their kind."""


def check_elements(epub: Epub, shown: StandingBook, contents: int) -> Iterator[TextMismatch]:
    """Yield what elements of an e-book say otherwise than the book; its templates are those of wicpress.

    ``contents`` is how many levels of headings the printed contents show.
    """
    elements: dict[str, tuple[str, etree._Element]] = {}
    for page in epub.pages:
        for each in page.root.iter(etree.Element):
            if each.get("id"):
                elements.setdefault(str(each.get("id")), (page.path, each))
    for node in shown.nodes():
        yield from _numbers(node, elements)
        yield from _columns(node, shown, elements)
        yield from _titles(node, shown, elements)
        yield from _classes(node, shown, elements)
        yield from check_together(node, elements)
    yield from _ranged_right(shown, elements)
    yield from _types(epub, shown, elements)
    yield from _pages(epub, shown)
    yield from _landmarks(epub)
    yield from _levels(epub.toc, shown, max(2, contents))


def _numbers(node: StandingNode, elements: Elements) -> Iterator[TextMismatch]:
    """Yield items of a numbered list with another number."""
    if isinstance(node.piece, m.ListBlock) and node.piece.ordered:
        for item in node.children:
            page, element = elements.get(item.id, ("", None))
            around = element.iterancestors(f"{XHTML}li") if element is not None else iter(())
            number = next((str(each.get("value", "")) for each in around), None)
            if number is not None and isinstance(item.piece, m.ListItem) and number != str(item.piece.value):
                message = f"the item {item.id} has the number {number or 'that follows'}, not {item.piece.value}"
                yield TextMismatch("changed", message, number, item.id, place=page)


_ALIGNMENTS = frozenset({"right", "center"})


def _columns(node: StandingNode, shown: StandingBook, elements: Elements) -> Iterator[TextMismatch]:
    """Yield rows of a table whose cells are ranged otherwise, or cover other columns and rows than in the book."""
    if not isinstance(node.piece, m.Table):
        return
    added = added_columns(node.piece, shown.languages)
    for row in node.piece.rows:
        page, element = elements.get(row.id, ("", None))
        cells = [each for each in element if each.tag in (f"{XHTML}td", f"{XHTML}th")] if element is not None else []
        is_vertical = shown.edition.writing == "vertical"
        spaces = [] if is_vertical else list(_spaces_expected(row, node.piece, added, shown.languages))
        actual = [space for cell in cells for space in _spaces(cell)]
        if cells and (list(map(_form, cells)) != list(_forms(row, node.piece, added)) or actual != spaces):
            message = f"the columns of {row.id} are not ranged or joined as in the book"
            yield TextMismatch("changed", message, row.id, row.id, place=page)


_SPACE = re.compile(r"padding-right: calc\((\d+)ch( \+ 0\.25em)?\)")


def _spaces(cell: etree._Element) -> Iterator[tuple[int, bool]]:
    """Yield the space behind each number of a cell: so many decimals, and that of a point."""
    matches = (_SPACE.fullmatch(str(each.get("style", ""))) for each in cell)
    yield from ((int(match[1]), bool(match[2])) for match in matches if match)


def _spaces_expected(
    row: m.Row, table: m.Table, added: int, languages: tuple[str, ...]
) -> Iterator[tuple[int, bool]]:
    """Yield the space that brings the points of the numbers in a row below those of their columns."""
    for nth, cell in enumerate(row.cells):
        sides = cell_sides(cell, languages) if cell.columns == 1 and (nth or not added) else ()
        yield from filter(None, (decimals_missing(table, nth, each.side.text) for each in sides))


Form: TypeAlias = tuple[str, int, int]
"""How a cell is ranged, and how many columns and rows it covers."""


def _form(cell: etree._Element) -> Form:
    side = next(iter(_ALIGNMENTS.intersection(str(cell.get("class", "")).split())), "")
    return side, counted(cell.get("colspan")), counted(cell.get("rowspan"))


def _forms(row: m.Row, table: m.Table, added: int) -> Iterator[Form]:
    """Yield the form of each cell of a row of the book, of the first once for each of its columns."""
    for nth, cell in enumerate(row.cells):
        if not nth and added and cell.columns == 1:
            yield from [("", 1, cell.rows)] * (added + 1)
        elif cell.columns:
            yield alignment_of_cell(row, nth, table), columns_of(cell, nth, added), cell.rows


def _titles(node: StandingNode, shown: StandingBook, elements: Elements) -> Iterator[TextMismatch]:
    """Yield blocks whose links and pictures have other titles than in the book."""
    sides = [member.side for member in node.members]
    if isinstance(node.piece, m.Table):
        rows = [*node.piece.head, *node.piece.rows]
        sides += [each.side for row in rows for cell in row.cells for each in cell_sides(cell, shown.languages)]
    if isinstance(node.piece, m.Figure) or node.id not in elements:
        return
    expected = [title for side in sides for title in _titles_in(side.inlines)]
    page, element = elements[node.id]
    if node.children:  # which have titles of their own
        return
    titled = (each for each in element.iter(f"{XHTML}a", f"{XHTML}img") if each.get("role") != "doc-backlink")
    actual = [str(each.get("title")) for each in titled if each.get("title")]
    if actual != expected:
        message = f"links of {node.id} have the titles `{'`, `'.join(actual)}`, in the book `{'`, `'.join(expected)}`"
        yield TextMismatch("changed", message, " ".join(actual), node.id, place=page)


def _titles_in(inlines: Iterable[m.Inline]) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, m.Link | m.Image) and inline.title:
            yield inline.title
        yield from _titles_in(getattr(inline, "children", ()))


def _classes(node: StandingNode, shown: StandingBook, elements: Elements) -> Iterator[TextMismatch]:
    """Yield verse that is set as prose, and marks of missing text beside the wrong language."""
    page, element = elements.get(node.id, ("", None))
    if element is None:
        return
    classes = str(element.get("class", "")).split()
    if isinstance(node.piece, m.Verse) != ("verse" in classes):
        yield TextMismatch("changed", f"{node.id} is {node.kind}, and not set as it", node.id, node.id, place=page)
    side = {"missing-lead", "missing-follow"}.intersection(classes)
    if node.has_mark and len(shown.languages) > 1 and side:
        is_lead = not m.translation_in([each.side for each in node.members], shown.languages[0])
        if side != {"missing-lead" if is_lead else "missing-follow"}:
            message = f"the mark of missing text of {node.id} stands beside the other language"
            yield TextMismatch("changed", message, node.id, node.id, place=page)


def check_together(node: StandingNode, elements: Elements) -> Iterator[TextMismatch]:
    """Yield blocks that stay together in the book, and are not in one element that says so."""
    if isinstance(node.piece, m.KeepTogether):
        page, element = elements.get(node.id, ("", None))
        is_box = element is not None and "keep-together" in str(element.get("class", "")).split()
        inside = {each.get("id") for each in element.iter(etree.Element)} if element is not None else set()
        if not is_box or any(child.id in elements and child.id not in inside for child in node.children):
            yield TextMismatch(
                "changed", f"the blocks of {node.id} do not stay together", node.id, node.id, place=page
            )


_RANGED_RIGHT = frozenset({"attribution", "signature"})


def _ranged_right(shown: StandingBook, elements: Elements) -> Iterator[TextMismatch]:
    """Yield paragraphs that are ranged right, as a source or a signature, and are none, and the reverse."""
    rules = ranged_right(shown)
    for name, (page, element) in elements.items():
        is_set = _RANGED_RIGHT.intersection(str(element.get("class", "")).split())
        rule = rules.get(name, "")
        if is_set != {rule} - {""}:
            message = f"{name} is set as {'/'.join(is_set) or 'other text'}, in the book it is {rule or 'none'}"
            yield TextMismatch("changed", message, name, name, page)


def _types(epub: Epub, shown: StandingBook, elements: Elements) -> Iterator[TextMismatch]:
    """Yield chapters, notes and calls that are not said to be such: reading systems show notes by it."""
    for chapter in shown.chapters:
        called = chapter.matter or chapter.chapter.title.numbering
        kind = {"unnumbered": "chapter", "acknowledgements": "acknowledgments"}.get(called, called or "chapter")
        yield from _without_type(chapter.id, kind, elements)
        for note in chapter.notes:
            yield from _without_type(note.id, "endnote" if chapter.has_endnotes else "footnote", elements)
    notes = {note.id for chapter in shown.chapters for note in chapter.notes}
    for page in epub.pages:
        for link in page.root.iter(f"{XHTML}a"):
            _, _, target = str(link.get("href", "")).partition("#")
            if target in notes and link.getparent() is not None and "noteref" not in _type(link):
                in_words = any(each.tag == f"{XHTML}sup" for each in link.iterancestors())
                if in_words:
                    message = f"the call of {target} is not said to be one"
                    yield TextMismatch("changed", message, target, target, place=page.path)


def _without_type(name: str, kind: str, elements: Elements) -> Iterator[TextMismatch]:
    page, element = elements.get(name, ("", None))
    if element is not None and kind not in _type(element):
        yield TextMismatch("changed", f"{name} is not said to be a {kind}", name, name, place=page)


def _type(element: etree._Element) -> list[str]:
    return str(element.get(f"{OPS}type", "")).split()


def _pages(epub: Epub, shown: StandingBook) -> Iterator[TextMismatch]:
    """Yield pages outside the reading order, in another language, or without one of the style sheets."""
    sheets = {item.path for item in epub.items if item.media_type == "text/css"}
    linear = {
        item.path for ident, is_linear in epub.spine for item in epub.items if item.ident == ident and is_linear
    }
    for page in epub.pages:
        if page.path not in linear:
            yield TextMismatch("lost", f"{page.path} is not in the reading order", page.path, place=page.path)
        if page.lang != shown.languages[0]:
            message = f"the page is in {page.lang or 'no language'}, the edition in {shown.languages[0]}"
            yield TextMismatch("language", message, page.lang, place=page.path)
        for sheet in sorted(sheets.difference(page.resources)):
            yield TextMismatch("lost", f"the page is without the style sheet {sheet}", sheet, place=page.path)


def _landmarks(epub: Epub) -> Iterator[TextMismatch]:
    """Yield landmarks that lead to a page of another kind."""
    kinds = {page.path: set(_kinds(page.root)) for page in epub.pages}
    body = next((page.path for page in epub.pages if "bodymatter" in kinds[page.path]), "")
    for entry in epub.landmarks:
        is_there = entry.kind in kinds.get(entry.path, ())
        if (
            not is_there
            or (entry.kind == "bodymatter" and entry.path != body)
            or entry.kind not in _LANDMARKS | {"bodymatter"}
        ):
            message = f"the landmark {entry.label} ({entry.kind}) leads to {entry.path}"
            yield TextMismatch("reference", message, entry.label, place=entry.path)


def _kinds(root: etree._Element) -> Iterator[str]:
    """Yield what a page and its parts are said to be; in a navigation document links say it of others."""
    for element in root.iter(etree.Element):
        if element.tag != f"{XHTML}a":
            yield from _type(element)


def _levels(toc: Iterable[Entry], shown: StandingBook, deepest: int) -> Iterator[TextMismatch]:
    """Yield an entry of the contents at another level: chapters stand below their part, sections below those."""
    expected: list[int] = []
    level = 1
    for chapter in shown.chapters:
        expected += [1] if chapter.part else []
        level = 2 if chapter.part else 1 if chapter.matter else level
        expected.append(level)
        above = [1]
        for each in with_run_in(chapter.blocks):
            if isinstance(each.piece, m.Heading) and each.members:
                above = [*(one for one in above if one < each.piece.level), each.piece.level]
                expected += [level + len(above) - 1] if max(2, len(above)) <= deepest else []
    entries = list(toc)
    if len(entries) == len(expected):
        for entry, is_level in zip(entries, expected, strict=True):
            if entry.level != is_level:
                message = f"{entry.label} is at level {entry.level} of the contents, in the book at {is_level}"
                yield TextMismatch("changed", message, entry.label, place=entry.path)
