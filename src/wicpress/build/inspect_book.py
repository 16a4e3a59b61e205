"""A parsed book for ``wicpress inspect``: as JSON for programs, as a tree for people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wicpress.model import (
    SHARED,
    Book,
    Chapter,
    Figure,
    Heading,
    ListItem,
    Node,
    Row,
    Translation,
    child_nodes,
    node_type,
    plain_text,
    translation_in,
    translations_of,
    walk,
)
from wicpress.spans import Span

WIDTH = 60
"""How many columns of a terminal the words of a block take in the tree."""


def inspect(book: Book) -> dict[str, Any]:
    """Return what ``wicpress inspect --format json`` prints, ready for ``json.dumps``.

    ``{"languages": [tag], "chapters": [{"id", "title": {tag: text}, "blocks": [{"id", "kind", "level"?, "marker"?:
    {tag: text}, "text": {tag: text}, "source": {tag: {"path", "line", "end_line"}}}]}]}``. Blocks are all that have
    words of their own, in reading order, notes last: an item of a list is a block, a row of a table is one, a list
    is none. A language that a block lacks is missing from its ``text``; words that serve every language (code,
    figures) stand under each. A heading's text begins with its numeral, an item's number is in ``marker``.
    """
    return {
        "languages": list(book.languages),
        "chapters": [_chapter(chapter, book.languages) for chapter in book.chapters],
    }


def _chapter(chapter: Chapter, languages: Sequence[str]) -> dict[str, Any]:
    part = {"part": _texts(chapter.part, languages)} if chapter.part else {}
    blocks = [_block(piece, languages) for piece in nodes_with_text(chapter)]
    return {"id": chapter.id, **part, "title": _texts(chapter.title, languages), "blocks": blocks}


def nodes_with_text(chapter: Chapter) -> Iterator[Node]:
    """Yield the nodes of a chapter below its title that have words, in reading order."""
    for piece in walk((*chapter.blocks, *chapter.notes)):
        if translations_of(piece) or (isinstance(piece, Figure) and any(picture.alt for picture in piece.pictures)):
            yield piece


def _block(piece: Node, languages: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": piece.id, "kind": node_type(piece)}
    if isinstance(piece, Heading):
        found["level"] = piece.level
    markers = {tag: each.marker for tag, each in _sides(piece, languages) if each.marker}
    if markers and not isinstance(piece, Heading):
        found["marker"] = markers
    found["text"] = _texts(piece, languages)
    found["source"] = {tag: _source(span) for tag, span in _spans(piece, languages)}
    return found


def _sides(piece: Node, languages: Sequence[str]) -> list[tuple[str, Translation]]:
    sides = translations_of(piece)
    tags = dict.fromkeys((*languages, *(each.lang for each in sides if each.lang != SHARED)))
    found = ((tag, translation_in(sides, tag)) for tag in tags)
    return [(tag, each) for tag, each in found if each is not None]


def _texts(piece: Node, languages: Sequence[str]) -> dict[str, str]:
    """Return the words of a node by language; those of a row are its cells with a bar between."""
    if isinstance(piece, Row):
        mine = [tag for tag, _ in _sides(piece, languages)]
        return {tag: " | ".join(_cell(cell.sides, tag) for cell in piece.cells) for tag in mine}
    if isinstance(piece, Figure) and not piece.sides:
        return {tag: text for picture in piece.pictures for tag, text in picture.alt}
    head = isinstance(piece, Heading)
    return {tag: (each.marker if head else "") + plain_text(each.inlines) for tag, each in _sides(piece, languages)}


def _cell(sides: Iterable[Translation], tag: str) -> str:
    found = translation_in(sides, tag)
    return plain_text(found.inlines) if found else ""


def _spans(piece: Node, languages: Sequence[str]) -> list[tuple[str, Span]]:
    if isinstance(piece, Figure) and not piece.sides:
        return [(tag, picture.span) for picture in piece.pictures for tag, _ in picture.alt]
    return [(tag, each.span) for tag, each in _sides(piece, languages)]


def _source(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line, "end_line": span.end_line}


# -------------------------------------------------------------------------------------- tree


def as_text_tree(book: Book) -> str:
    """Return a tree: chapters, blocks by kind and id, the first words in each language, ``○`` where none are."""
    lines: list[str] = []
    for chapter in book.chapters:
        lines.append(f"{chapter.id}")
        lines.extend(_line(chapter.title, book.languages, "  ", "title"))
        lines.extend(_lines((*chapter.blocks, *chapter.notes), book.languages, "  "))
    lines.append(summary(book))
    return "\n".join(lines)


def _lines(pieces: Iterable[Node], languages: Sequence[str], indent: str) -> Iterator[str]:
    for piece in pieces:
        yield from _line(piece, languages, indent, node_type(piece))
        yield from _lines(child_nodes(piece), languages, indent + "  ")


def _line(piece: Node, languages: Sequence[str], indent: str, name: str) -> Iterator[str]:
    level = f" {piece.level}" if isinstance(piece, Heading) and name != "title" else ""
    yield f"{indent}{name}{level}  {piece.id}"
    texts = _texts(piece, languages)
    if not texts:
        return
    markers = dict(_sides(piece, languages))
    if len(texts) > 1 and len(set(texts.values())) == 1 and all(each.lang == SHARED for each in markers.values()):
        yield f"{indent}    {'=':<8}{_short(next(iter(texts.values())))}"
        return
    for tag in languages:
        mark = markers[tag].marker if tag in markers and isinstance(piece, ListItem) else ""
        mark += " " if mark[-1:] in (".", ")") else ""
        yield f"{indent}    {tag:<8}{_short(mark + texts[tag]) if tag in texts else '○'}"


def _short(text: str) -> str:
    """Return the first words of a text, cut to ``WIDTH`` columns; a Han character takes two."""
    columns = 0
    flat = " ".join(text.split())
    for nth, char in enumerate(flat):
        columns += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if columns > WIDTH:
            return flat[:nth] + "…"
    return flat


def summary(book: Book) -> str:
    """Return one line: the number of chapters, of blocks with words, and of those without each language."""
    pieces = [piece for chapter in book.chapters for piece in (chapter.title, *nodes_with_text(chapter))]
    gaps = {tag: sum(1 for piece in pieces if tag not in _texts(piece, book.languages)) for tag in book.languages}
    missing = "; ".join(f"{count} without {tag}" for tag, count in gaps.items() if count)
    chapters = f"{len(book.chapters)} chapter{'s' if len(book.chapters) != 1 else ''}"
    return f"{chapters}, {len(pieces)} blocks{'; ' + missing if missing else ', all in every language'}"
