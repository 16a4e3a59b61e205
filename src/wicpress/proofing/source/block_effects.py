"""Whether the book has the effect of a mark of a block: a heading of that level, an item, a note of that name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from wicpress.model import (
    Admonition,
    Bibliography,
    Block,
    BlockQuote,
    CodeBlock,
    Definition,
    DefinitionList,
    Footnote,
    Glossary,
    Heading,
    KeepTogether,
    ListBlock,
    Listing,
    ListItem,
    Node,
    Row,
    Table,
    ThematicBreak,
    Verse,
)
from wicpress.notation import CHECK_BOXES, END, STYLES, Mark
from wicpress.proofing.source.passages import squeeze
from wicpress.proofing.source.read_model import BookText
from wicpress.proofing.source.read_source import Source

_ELSEWHERE = frozenset(
    {"emphasis", "strong", "code", "link", "span", "image", "ruby", "formula", "reading", "escape", "character"}
    | {"break", "note", "citation", "source page", "inline note", "attributes", "address", "space", "comment"}
    | {"contents", "ruling"}
    | STYLES
)
"""The effects that are compared with the words of a block, or whose characters alone are checked."""
_NO_CONTAINER = (ListBlock, ListItem, Definition, DefinitionList, Footnote, Listing, Row, Table, KeepTogether)


_CHECKS: dict[str, Callable[[Node, str], bool]] = {
    "heading": lambda node, level: isinstance(node, Heading) and node.level == int(level),
    "listing": lambda node, info: isinstance(node, CodeBlock) and node.info == info,
    "quotation": lambda node, _: isinstance(node, BlockQuote | Admonition | Footnote) or _is_other_container(node),
    "notice": lambda node, kind: isinstance(node, Admonition) and node.kind == kind,
    "bibliography": lambda node, _: isinstance(node, Bibliography),
    "glossary": lambda node, _: isinstance(node, Glossary) and node.contents == "glossary",
    "abbreviations": lambda node, _: isinstance(node, Glossary) and node.contents == "abbreviations",
    "together": lambda node, _: isinstance(node, KeepTogether),
    "note text": lambda node, label: isinstance(node, Footnote) and node.label == label,
    "box": lambda node, box: isinstance(node, ListItem) and CHECK_BOXES[box] in {side.marker for side in node.sides},
    "meaning": lambda node, _: isinstance(node, Definition),
    "cell": lambda node, _: isinstance(node, Row),
    "joined above": lambda node, _: isinstance(node, Row) and any(not cell.rows for cell in node.cells),
    "joined columns": lambda node, _: isinstance(node, Row) and any(cell.columns > 1 for cell in node.cells),
    "caption": lambda node, _: isinstance(node, Table),
    "line": lambda node, _: isinstance(node, Verse),
    "thematic break": lambda node, _: isinstance(node, ThematicBreak),
}
"""Whether a block is what the mark of an effect says, by its value."""


def has_effect(mark: Mark, source: Source, book: BookText) -> bool:
    """Return whether a block of the book begins at the mark's line and is what the mark says."""
    if mark.effect in _ELSEWHERE or mark.effect.startswith(END):
        return True
    line = source.position(mark.start)[0]
    if mark.effect == "columns":
        above = (node for chain in book.nodes.get((source.path, line - 1), []) for node in chain)
        tables = {id(node): node for node in above if isinstance(node, Table)}
        alignment = _alignment(source.text_of(mark))
        return all(table.align == alignment for table in tables.values())
    chains = book.nodes.get((source.path, _line_of_block(mark, source, line, book)), [])
    if mark.effect == "item" and chains:
        return any(_is_item(chain, mark.value, line) for chain in chains)
    if not chains:  # nothing begins there: a line inside a block, or one of two that the book has once
        return mark.effect != "heading" or not source.text_of(mark).startswith("#")
    check = _CHECKS.get(mark.effect)
    nodes = [node for chain in chains for node in chain]
    if mark.effect == "listing" and not _has_options(mark.value, nodes):
        return False
    return any(check(node, mark.value) if check else node.type_name == mark.effect for node in nodes)


def _has_options(info: str, nodes: Sequence[Node]) -> bool:
    """Return whether the id and the name of a file that stand behind the language of code are those of a listing."""
    files = {node.file_name for node in nodes if isinstance(node, Listing)}
    ids = {node.id for node in nodes}
    languages = {node.language for node in nodes if isinstance(node, CodeBlock)}
    words = [word.lstrip(".") for word in re.split(r"[\s{}]+", info) if word and "=" not in word and word[0] != "#"]
    if not languages <= {*words[:1]} | ({"", *words} if info.startswith("{") else set() if words else {""}):
        return False
    return all(value in files for _, value in _FILE_NAME.findall(info)) and all(
        name in ids for name in _ID.findall(info)[:1]
    )


_FILE_NAME = re.compile(r"""\b(?:file|filename|title)=(["']?)((?<=")[^"]+|(?<=')[^']+|(?<==)[^\s"'{}]+)""")
_ID = re.compile(r"[\s{]#([^\W\d][\w.-]*)")


def _line_of_block(mark: Mark, source: Source, line: int, book: BookText) -> int:
    """Return the line in which the block of a mark begins: above the line under a heading, below that of a notice."""
    is_underlined = mark.effect == "heading" and source.text_of(mark)[:1] != "#"
    step = 1 if mark.effect in ("notice", "together") else -1 if is_underlined else 0
    if step > 0 and (source.path, line) in book.nodes:
        return line  # its title
    is_fenced = step > 0 and source.text_of(mark).startswith(":")
    at = line + step
    while step and 0 < at <= len(source.starts):
        text = source.lines[at - 1].strip(" \t>" if is_fenced else " \t")
        if step > 0 and (text.startswith(":::") if is_fenced else not text.startswith(">")):
            return line  # a notice without words
        if (source.path, at) in book.nodes:
            return at
        at += step
    return line


def _is_item(chain: Sequence[Node], mark: str, line: int) -> bool:
    """Return whether an item around a line has such a mark, or a number that is counted (1. 1. 1.)."""
    for parent, item in pairwise(chain):
        if isinstance(parent, ListBlock) and parent.ordered == bool(mark):
            markers = [side.marker for side in item.sides if side.span.line == line]
            first = [side.marker for side in parent.items[0].sides]
            numbers = {_number(each) for each in (*markers, *first)}
            if not mark or not markers or not first or _number(mark) in numbers:
                return True
    return False


def _number(marker: str) -> str:
    """Return what counts in the mark of an item: its digits, or else all of it."""
    return "".join(char for char in marker if char.isdigit()) or squeeze(marker)


def _alignment(columns: str) -> tuple[str, ...]:
    """Return how the line under the head of a table aligns its columns."""
    cells = [cell.strip() for cell in re.split("[|+]", columns.strip().strip("|+"))]
    sides = {(True, True): "center", (True, False): "left", (False, True): "right", (False, False): ""}
    return tuple(sides[cell.startswith(":"), cell.endswith(":")] for cell in cells)


def _is_other_container(node: Node) -> bool:
    return isinstance(node, Block) and bool(node.children) and not isinstance(node, _NO_CONTAINER)
