"""Shows the parsed book: as JSON for programs, as a tree for people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wicpress.diagnostics import Span
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

WIDTH = 60
"""How many columns of a terminal the tree gives to a block's words."""


def inspect(book: Book) -> dict[str, Any]:
    """Return what ``wicpress inspect --format json`` prints, ready for ``json.dumps``.

    ``{"languages": [tag], "chapters": [{"id", "title": {tag: text}, "blocks": [{"id", "kind", "level"?, "marker"?:
    {tag: text}, "text": {tag: text}, "source": {tag: {"path", "line", "end_line"}}}]}], "unprinted_spaces": [{"path",
    "line", "column", "end_column"}], "comments": [{"path", "line", "text"}]}``. Blocks are all that have words
    of their own, in reading order, notes last: an item of a list is a block, a row of a table is one, a list none. A
    language that a block does not have is missing from its ``text``; words that serve every language (code, figures)
    stand under each. A heading's text begins with its numeral; an item's number is in ``marker``.
    """
    return {
        "languages": list(book.languages),
        "chapters": [_chapter(chapter, book.languages) for chapter in book.chapters],
        "unprinted_spaces": [
            {"path": path, "line": line, "column": column, "end_column": end}
            for path, line, column, end in _unprinted_spaces(book)
        ],
        "comments": [{"path": path, "line": line, "text": text} for path, line, text in _comments(book)],
    }


def _unprinted_spaces(book: Book) -> Iterator[tuple[str, int, int, int]]:
    """Yield file, line, first column and end of the spaces that only part a mark of Markdown from Chinese."""
    for file in book.files:
        for mark in file.marks:
            if mark.effect == "space":
                line, column = map(int, mark.value.split(":"))
                yield file.path, line, column, column + mark.end - mark.start


def _comments(book: Book) -> Iterator[tuple[str, int, str]]:
    """Yield file, line and words of the comments, which no edition has."""
    for file in book.files:
        for mark in file.marks:
            if mark.effect == "comment":
                line, _, text = mark.value.partition(":")
                yield file.path, int(line), text.strip().removeprefix("<!--").removesuffix("-->").strip()


def _chapter(chapter: Chapter, languages: Sequence[str]) -> dict[str, Any]:
    part = {"part": _texts(chapter.part, languages)} if chapter.part else {}
    blocks = [_block(node, languages) for node in nodes_with_text(chapter)]
    return {"id": chapter.id, **part, "title": _texts(chapter.title, languages), "blocks": blocks}


def nodes_with_text(chapter: Chapter) -> Iterator[Node]:
    """Yield the nodes of a chapter below its part's title and its own that have words, in reading order."""
    of_part = chapter.part.children if chapter.part else ()
    for node in walk((*of_part, *chapter.blocks, *chapter.notes)):
        if translations_of(node) or (isinstance(node, Figure) and any(picture.alt for picture in node.pictures)):
            yield node


def _block(node: Node, languages: Sequence[str]) -> dict[str, Any]:
    block: dict[str, Any] = {"id": node.id, "kind": node_type(node)}
    if isinstance(node, Heading):
        block["level"] = node.level
    markers = {tag: each.marker for tag, each in _sides(node, languages) if each.marker}
    if markers and not isinstance(node, Heading):
        block["marker"] = markers
    block["text"] = _texts(node, languages)
    block["source"] = {tag: _source(span) for tag, span in _spans(node, languages)}
    return block


def _sides(node: Node, languages: Sequence[str]) -> list[tuple[str, Translation]]:
    sides = translations_of(node)
    tags = dict.fromkeys((*languages, *(each.lang for each in sides if each.lang != SHARED)))
    by_tag = ((tag, translation_in(sides, tag)) for tag in tags)
    return [(tag, side) for tag, side in by_tag if side is not None]


def _texts(node: Node, languages: Sequence[str]) -> dict[str, str]:
    """Return the words of a node by language; a row's are its cells with a bar between."""
    if isinstance(node, Row):
        tags = [tag for tag, _ in _sides(node, languages)]
        return {tag: " | ".join(_cell(cell.sides, tag) for cell in node.cells) for tag in tags}
    if isinstance(node, Figure) and not node.sides:
        return {tag: text for picture in node.pictures for tag, text in picture.alt}
    head = isinstance(node, Heading)
    return {tag: (each.marker if head else "") + plain_text(each.inlines) for tag, each in _sides(node, languages)}


def _cell(sides: Iterable[Translation], tag: str) -> str:
    side = translation_in(sides, tag)
    return plain_text(side.inlines) if side else ""


def _spans(node: Node, languages: Sequence[str]) -> list[tuple[str, Span]]:
    if isinstance(node, Figure) and not node.sides:
        return [(tag, picture.span) for picture in node.pictures for tag, _ in picture.alt]
    return [(tag, each.span) for tag, each in _sides(node, languages)]


def _source(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line, "end_line": span.end_line}


# -------------------------------------------------------------------------------------- tree


def as_text_tree(book: Book) -> str:
    """Return the book for a terminal: chapters, blocks by type and id, each language's first words, gaps as ``○``."""
    lines: list[str] = []
    for chapter in book.chapters:
        lines.append(f"{chapter.id}")
        lines.extend(_line(chapter.title, book.languages, "  ", "title"))
        lines.extend(_lines((*chapter.blocks, *chapter.notes), book.languages, "  "))
    spaces = [f"{path}:{line}:{column}" for path, line, column, _ in _unprinted_spaces(book)]
    if spaces:
        lines.append(f"spaces beside marks of Markdown that are not printed: {', '.join(spaces)}")
    comments = [f"{path}:{line}: {' '.join(text.split())}" for path, line, text in _comments(book)]
    if comments:
        lines.extend(("comments, which are in no edition:", *(f"  {each}" for each in comments)))
    lines.append(summary(book))
    return "\n".join(lines)


def _lines(nodes: Iterable[Node], languages: Sequence[str], indent: str) -> Iterator[str]:
    for node in nodes:
        yield from _line(node, languages, indent, node_type(node))
        yield from _lines(child_nodes(node), languages, indent + "  ")


def _line(node: Node, languages: Sequence[str], indent: str, name: str) -> Iterator[str]:
    level = f" {node.level}" if isinstance(node, Heading) and name != "title" else ""
    yield f"{indent}{name}{level}  {node.id}"
    texts = _texts(node, languages)
    if not texts:
        return
    sides = dict(_sides(node, languages))
    if len(texts) > 1 and len(set(texts.values())) == 1 and all(each.lang == SHARED for each in sides.values()):
        yield f"{indent}    {'=':<8}{_short(next(iter(texts.values())))}"
        return
    for tag in languages:
        mark = sides[tag].marker if tag in sides and isinstance(node, ListItem) else ""
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
    """Return one line that counts chapters, blocks with words, and blocks without each language."""
    nodes = [node for chapter in book.chapters for node in (chapter.title, *nodes_with_text(chapter))]
    gaps = {tag: sum(1 for node in nodes if tag not in _texts(node, book.languages)) for tag in book.languages}
    missing = "; ".join(f"{count} without {tag}" for tag, count in gaps.items() if count)
    chapters = f"{len(book.chapters)} chapter{'s' if len(book.chapters) != 1 else ''}"
    return f"{chapters}, {len(nodes)} blocks{'; ' + missing if missing else ', all in every language'}"
