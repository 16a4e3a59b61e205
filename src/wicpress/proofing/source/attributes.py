"""Whether the book has what attributes in braces say of a block: its id, language, width and class."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set

from wicpress.model import SHARED, Figure, Node, Paragraph, Row, Verse
from wicpress.notation import END, Mark
from wicpress.proofing.source.read_model import BookText, first_lines
from wicpress.proofing.source.read_source import Source
from wicpress.proofing.source.spelling import attributes


def attributes_without_effect(source: Source, book: BookText) -> Iterator[tuple[Mark, int, str]]:
    """Yield each attribute that the block of its braces has not in the book, with mark and line of the block."""
    lines = source.text.split("\n")
    braces = {source.position(mark.start)[0] for mark in source.marks if mark.effect == "attributes"}
    below = _lines_below(lines, braces)
    given = {value for mark in source.marks for key, value in attributes(source.text_of(mark)) if key == "id"}
    before: Mark | None = None
    for mark in source.marks:
        if mark.effect == "attributes":
            line = _line_of_block(mark, source, lines, below, book)
            chains = book.nodes.get((source.path, line), []) if line else []
            if before and before.effect.startswith(END) and before.end == mark.start:
                chains = [chain for chain in chains if before.effect == f"{END}image" and _is_figure(chain)]
            for key, value in attributes(source.text_of(mark)) if chains else ():
                check = _CHECKS.get(key)
                if check and not any(
                    check(chain, value, line, book) or _has_other_id(chain, key, given) for chain in chains
                ):
                    yield mark, line, f"{key} {value}"
        before = mark


def _lines_below(lines: Sequence[str], braces: Set[int]) -> list[int]:
    """Return for each line the number of the first below it that is neither blank nor braces; 0 for none.

    ``braces`` are the lines that have attributes.
    """
    below = [0] * len(lines)
    for line in range(len(lines) - 1, 0, -1):
        is_text = lines[line].strip("> \t") and not _is_braces(lines[line], line + 1, braces)
        below[line - 1] = line + 1 if is_text else below[line]
    return below


def _line_of_block(mark: Mark, source: Source, lines: Sequence[str], below: Sequence[int], book: BookText) -> int:
    """Return the line of the block that a mark belongs to: below its line, or around it; 0 where there is none."""
    line, column = source.position(mark.start)
    behind = lines[line - 1][column - 1 + mark.end - mark.start :]
    if not behind.strip() and not lines[line - 1][: column - 1].strip("> \t"):
        return below[line - 1]
    while (source.path, line) not in book.nodes:
        line -= 1
        if not line or not lines[line - 1].strip("> \t"):
            return 0
    return line


def _is_braces(text: str, line: int, braces: Set[int]) -> bool:
    return line in braces and text.strip("> \t").startswith("{")


def _is_figure(chain: Sequence[Node]) -> bool:
    return isinstance(chain[-1], Figure)


def _has_other_id(chain: Sequence[Node], key: str, given: set[str]) -> bool:
    """Return whether a block has an id that its other language gives it: each language may give one."""
    return key == "id" and any(node.id in given for node in chain)


def _has_id(chain: Sequence[Node], value: str, line: int, book: BookText) -> bool:
    """Return whether a block has an id; that of a chapter's title is the chapter's, that of a part is not kept."""
    if chain[0].id in book.parts:
        return True
    return any(value in (node.id, book.chapters.get(node.id)) for node in chain)


def _has_class(chain: Sequence[Node], value: str, line: int, book: BookText) -> bool:
    """Return whether a block is what a class says; those of other packages are not known here."""
    match value:
        case "solo":
            return _is_solo(chain, line)
        case "part":
            return chain[0].id in book.parts
        case "verse":
            return isinstance(chain[-1], Verse)
        case "caption":
            return not isinstance(chain[-1], Paragraph)
    return True


def _is_solo(chain: Sequence[Node], line: int) -> bool:
    """Return whether a block has one language; a list or quotation may hold blocks that are pairs."""
    node = chain[-1]
    if isinstance(node, Row):
        return all(len({side.lang for side in cell.sides}) < 2 for cell in node.cells)
    in_container = len(chain) > 1 and line in first_lines(chain[-2]).values()
    return in_container or len({side.lang for side in node.sides}) < 2


def _has_language(chain: Sequence[Node], value: str, line: int, book: BookText) -> bool:
    """Return whether the words of a block are in a language, of which a tag may be more precise."""
    node = chain[-1]
    tags = {side.lang for side in node.sides if side.span.line == line}
    if isinstance(node, Figure):
        tags |= {tag for picture in node.pictures for tag, _ in picture.alt}
    subtags = value.casefold().replace("_", "-").split("-")
    return not tags or any(
        tag == SHARED or tag.casefold().split("-")[: len(subtags)] == subtags[: len(tag.split("-"))] for tag in tags
    )


def _has_width(chain: Sequence[Node], value: str, line: int, book: BookText) -> bool:
    node = chain[-1]
    return not isinstance(node, Figure) or any(picture.width == value for picture in node.pictures)


_CHECKS: dict[str, Callable[[Sequence[Node], str, int, BookText], bool]] = {
    "id": _has_id,
    "class": _has_class,
    "lang": _has_language,
    "width": _has_width,
}
