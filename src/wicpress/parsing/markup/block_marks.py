"""Finds the marks of one file: those of its blocks, and those in their words, each with its place in the file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, pairwise

from wicpress.notation import END, Mark
from wicpress.parsing.markup.inline_parser import AT, COMMENT, INLINE_NOTE, NOT_PRINTED
from wicpress.parsing.markup.places import Lines, Places, places_of_cells, places_of_lines, places_of_words
from wicpress.parsing.markup.table_tokens import LINES, TABLE, CellLine, TableSource, lines_of
from wicpress.source_blocks import MarkdownNode

_HEADING = re.compile(r"#{1,6}")
_HEADING_TAIL = re.compile(r"[ \t]*(\{[^{}\n]*\})?[ \t]*(#*)[ \t]*$")
_FENCE = re.compile(r"(`{3,}|~{3,})[^\n]*")
_CONTAINERS = {"blockquote", "list_item", "footnote_reference", "dd", "fenced_blocks"}
MARKS = "marks"
"""The key of the ``meta`` of an inline token for the marks of its words, their offsets those in the words."""


class MarkFinder:
    """Finds the marks of one file from the tree of its blocks."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.marks: list[Mark] = []
        self.leads: dict[int, int] = {}
        self.attribute_lines: frozenset[int] = frozenset()
        self.words_of_blocks: list[tuple[MarkdownNode, MarkdownNode, Places]] = []
        """Each block that has words, its words, and their places."""

    def find(self, nodes: Sequence[MarkdownNode], references: Sequence[tuple[int, int, str, str]]) -> list[Mark]:
        """Return the marks of the file, in order; ``references`` are its definitions of links, by their lines."""
        for node in nodes:
            self.node(node, ())
        for start, end, label, href in references:
            for number in range(start, end):
                self.rest_of_line(number, self.leads.get(number, 0), "address", f"{label} {href}")
        return sorted(set(self.marks), key=lambda mark: (mark.start, mark.end, mark.effect != "cell", mark.effect))

    def find_attribute_lines(self, numbers: Sequence[int]) -> None:
        """Mark the lines that hold nothing but attributes."""
        self.attribute_lines = frozenset(numbers)
        for number in numbers:
            self.rest_of_line(number, self.lines.lines[number].find("{"), "attributes")

    # -- what leads a line

    def lead(self, number: int, chain: Sequence[MarkdownNode], stop: int | None = None) -> int:
        """Mark what the containers in ``chain`` have at the head of a line, up to the column ``stop``."""
        if number in self.leads or number >= len(self.lines.lines):
            return self.leads.get(number, 0)
        line = self.lines.lines[number][:stop]
        column = 0
        for container in chain:
            match = self.lead_pattern(container, number).match(line, column)
            if match and match[1]:
                effect, value = _lead_effect(container)
                self.mark(number, match.start(1), match.end(1), effect, value)
                column = match.end()
        self.leads[number] = column
        return column

    def mark(self, number: int, start: int, end: int, effect: str, value: str = "") -> None:
        """Add a mark between two columns, from 0, of a line."""
        offset = self.lines.starts[number]
        if end > start:
            self.marks.append(Mark(offset + start, offset + end, effect, value))

    def rest_of_line(self, number: int, column: int, effect: str, value: str = "") -> None:
        """Mark a line from a column on."""
        line = self.lines.lines[number]
        start = column + len(line[column:]) - len(line[column:].lstrip())
        self.mark(number, start, len(line.rstrip()), effect, value)

    # -- blocks

    def node(self, node: MarkdownNode, chain: tuple[MarkdownNode, ...]) -> None:  # noqa: PLR0912 - a case a kind
        """Find the marks of a block and of all inside it; ``chain`` are the containers around it."""
        if node.type == "table" and TABLE in node.token.meta:
            self.ruled_table(node, chain)
        elif node.type == "tr":
            self.row(node, chain)
        elif node.children and node.children[0].type == "inline":
            self.words(node, node.children[0], chain)
        elif node.type in ("fence", "code_block", "hr", "html_block", COMMENT):
            self.literal(node, chain)
        elif node.type == "equation":
            self.equation(node, chain)
        elif node.type in ("index", "glossary"):
            name = node.token.info
            for number, effect in zip((node.map[0], node.map[1] - 1), (name, f"{END}{name}"), strict=True):
                self.rest_of_line(number, self.lead(number, chain), effect)
        else:
            inside = (*chain, node) if node.type in _CONTAINERS else chain
            for child in node.children:
                self.node(child, inside)
            if node.type in _CONTAINERS:
                for number in range(*node.map):
                    self.lead(number, inside)
            if node.type == "fenced_blocks":
                self.fence(node, chain)
        if node.type == "table" and TABLE not in node.token.meta:
            self.columns(node, chain)

    def words(self, node: MarkdownNode, words: MarkdownNode, chain: tuple[MarkdownNode, ...]) -> None:
        """Find the marks of a heading, a paragraph or a term, and those in its words."""
        behind_sign = node.type == "heading" and node.token.markup.startswith("#")
        has_tail = bool(node.token.meta.get("tail"))
        places = places_of_words(words, self.lines, behind_sign=behind_sign, has_tail=has_tail)
        if places is None:
            return
        first = words.map[0]
        for number, at in enumerate(places.words, first):
            start = places.offset(at) - self.lines.starts[number]
            column = self.lead(number, chain, start)
            if node.token.markup == "|":
                self.mark_between(number, column, start, "line")
            elif number == first and node.token.markup == ":":
                self.mark_between(number, column, start, "caption")
            elif number == first and node.type not in ("paragraph", "heading", "dt"):
                self.mark_between(number, column, start, node.type)
        self.in_words(node, words, places)
        if node.type == "heading":
            self.heading(node, words, places, chain)
        elif has_tail:
            self.attributes_behind(words, places)

    def mark_between(self, number: int, column: int, end: int, effect: str) -> None:
        """Mark what stands between two columns, if it is no space."""
        text = self.lines.lines[number][column:end]
        self.mark(number, column + len(text) - len(text.lstrip()), column + len(text.rstrip()), effect)

    def in_words(self, node: MarkdownNode, words: MarkdownNode, places: Places) -> None:
        """Find the marks in the words of a block."""
        self.words_of_blocks.append((node, words, places))
        for mark in words.token.meta.get(MARKS, ()):
            start, end = places.offset(mark.start), places.offset(mark.end - 1) + 1
            if mark.effect == COMMENT:
                self.comment(start, words.token.content[mark.start : mark.end])
            else:
                self.marks.append(Mark(start, end, mark.effect, mark.value))
        notes = (each.children or () for each in words.token.children or () if each.type == INLINE_NOTE)
        for token in chain(words.token.children or (), *notes):
            if token.meta.get(NOT_PRINTED):
                start, end = token.meta[AT]
                first = places.offset(start)
                line, column = self.lines.position(first)
                self.marks.append(Mark(first, places.offset(end - 1) + 1, "space", f"{line}:{column}"))
        self.marks.extend(places.escapes)

    def heading(
        self, node: MarkdownNode, words: MarkdownNode, places: Places, chain: tuple[MarkdownNode, ...]
    ) -> None:
        """Find the marks around a heading: the signs before and behind its words, or the line under them."""
        level = node.token.tag[1:]
        first = words.map[0]
        if node.token.markup in ("=", "-"):
            under = words.map[1]
            self.rest_of_line(under, self.lead(under, chain), "heading", level)
        elif match := _HEADING.search(self.lines.lines[first], self.leads.get(first, 0)):
            self.mark(first, match.start(), match.end(), "heading", level)
        self.attributes_behind(words, places)

    def attributes_behind(self, words: MarkdownNode, places: Places) -> None:
        """Mark the attributes at the end of a heading's line, and the signs that close it."""
        number = min(words.map[1], len(self.lines.lines)) - 1
        start = places.offset(len(words.token.content)) - self.lines.starts[number]
        tail = _HEADING_TAIL.match(self.lines.lines[number], max(start, 0))
        if tail and tail[1]:
            self.mark(number, *tail.span(1), "attributes")
        if tail:
            self.mark(number, *tail.span(2), "end of heading")

    def literal(self, node: MarkdownNode, chain: tuple[MarkdownNode, ...]) -> None:
        """Find the marks of a block whose lines are no Markdown: a listing, a break, HTML, a comment."""
        first, end = node.map[0], min(node.map[1], len(self.lines.lines))
        columns = [self.lead(number, chain) for number in range(first, end)]
        if node.type == "hr":
            self.rest_of_line(first, columns[0], "thematic break")
        elif node.type == COMMENT:
            at = self.lines.lines[first].index("<!--", columns[0])
            self.comment(self.lines.starts[first] + at, node.token.content)
        elif node.type == "fence":
            self.rest_of_line(first, columns[0], "listing", node.token.info.strip())
            last = self.lines.lines[end - 1][columns[-1] :].strip()
            if end - 1 > first and last.startswith(node.token.markup) and not last.strip(last[:1]):
                self.rest_of_line(end - 1, columns[-1], "end of listing")

    def equation(self, node: MarkdownNode, chain: tuple[MarkdownNode, ...]) -> None:
        """Find the dollars around a formula in lines of its own, and the attributes behind them."""
        first, last = node.map[0], node.map[1] - 1
        for number in range(first, last + 1):
            self.lead(number, chain)
        opening, closing = node.token.meta["opening"], node.token.meta["closing"]
        self.mark(first, opening, opening + 2, "formula")
        self.mark(last, closing, closing + 2, "end of formula")
        if "attributes" in node.token.meta:
            self.rest_of_line(last, node.token.meta["attributes"], "attributes")

    def fence(self, node: MarkdownNode, chain: tuple[MarkdownNode, ...]) -> None:
        """Mark the line of colons that closes a block, and what stands behind a title on the line that opens it."""
        first, last = node.map[0], node.map[1] - 1
        self.rest_of_line(last, self.lead(last, chain), f"end of {_lead_effect(node)[0]}")
        inside = node.children[0] if node.children else None
        title = next((places for each, _, places in self.words_of_blocks if each is inside), None)
        if title and inside and inside.map[0] == first:
            words = inside.children[0].token.content
            self.rest_of_line(first, title.offset(len(words)) - self.lines.starts[first], "end of notice")

    def lead_pattern(self, container: MarkdownNode, number: int) -> re.Pattern[str]:
        """Return what a container has at the head of a line; a meaning may begin with a line of attributes."""
        if container.type == "dd" and container.children:
            first = above = container.children[0].map[0]
            while above and (above in self.attribute_lines or above == first or not self.lines.lines[above].strip()):
                first = above if above in self.attribute_lines else first
                above -= 1
            return _MEANING if number == first else _NOTHING
        return _lead_pattern(container, number)

    def comment(self, start: int, text: str) -> None:
        """Mark a comment, its value its line and its characters."""
        line, _ = self.lines.position(start)
        self.marks.append(Mark(start, start + len(text), COMMENT, f"{line}:{text}"))

    # -- tables

    def row(self, row: MarkdownNode, chain: tuple[MarkdownNode, ...]) -> None:
        """Find the marks of a row: the bars between its cells, and those in their words."""
        number = row.map[0]
        start, line = self.lines.starts[number], self.lines.lines[number]
        at = self.lead(number, chain)
        for cell, places in zip(row.children, places_of_cells(row, self.lines, at), strict=True):
            if places:
                self.in_words(cell, cell.children[0], places)
                self.bars(number, at, places.offset(0) - start)
                at = places.offset(len(cell.children[0].token.content)) - start
        self.bars(number, at, len(line))

    def bars(self, number: int, start: int, end: int) -> None:
        """Mark a bar, and nothing else, between two columns of a row."""
        between = self.lines.lines[number][start:end]
        bar = start + between.find("|")
        if "|" in between:
            self.mark(number, bar, bar + 1, "cell")

    def columns(self, table: MarkdownNode, chain: tuple[MarkdownNode, ...]) -> None:
        """Mark the line under a table's head, which says how its columns are aligned."""
        number = table.map[0] + 1
        self.rest_of_line(number, self.lead(number, chain), "columns")

    def ruled_table(self, table: MarkdownNode, chain: tuple[MarkdownNode, ...]) -> None:
        """Find the marks of a table whose rows are no single lines.

        A mark without characters begins each line of a cell. Its value is the first line of the row, from 1, and the
        column of the table, from 0.
        """
        words_of_lines: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for row in (row for section in table.children for row in section.children):
            for column, cell in enumerate(row.children):
                words = cell.children[0]
                lines: Sequence[CellLine] = words.token.meta[LINES]
                if lines:
                    self.in_words(cell, words, places_of_lines(lines, self.lines))
                    self.lines_of_cell(lines, f"{row.map[0] + 1}:{column}")
                for line in lines:
                    words_of_lines[line.number].append((line.column, line.column + len(line.source)))
        source: TableSource = table.token.meta[TABLE]
        comments, in_comments = dict(source.comments), lines_of(source.comments)
        for number in range(*table.map):
            column = self.lead(number, chain)
            if number in comments:
                at = self.lines.lines[number].index("<!--", column)
                self.comment(self.lines.starts[number] + at, comments[number])
            if number in source.rules:
                self.rest_of_line(number, column, "columns")
            elif number not in in_comments:
                self.rulings(number, column, sorted(words_of_lines[number]))

    def lines_of_cell(self, lines: Sequence[CellLine], value: str) -> None:
        """Mark where the lines of a cell begin, and the breaks between its paragraphs."""
        for before, line in pairwise([None, *lines]):
            start = self.lines.starts[line.number] + line.column if line else 0
            if line and line.source:
                self.marks.append(Mark(start, start, "cell", value))
                if before and not before.source:
                    self.marks.append(Mark(start, start, "break"))

    def rulings(self, number: int, column: int, words: Sequence[tuple[int, int]]) -> None:
        """Mark what stands in a line beside the words of cells."""
        line = self.lines.lines[number]
        edges = [column, *(edge for span in words for edge in span), len(line)]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            for match in _RULING.finditer(line, start, end):
                effect = "joined above" if match[0] == "^^" else "ruling"
                if match[0].strip("|") == "" and len(match[0]) > 1 and start > column:
                    effect = "joined columns"
                self.mark(number, *match.span(), effect)


def _lead_pattern(container: MarkdownNode, number: int) -> re.Pattern[str]:
    token = container.token
    if container.type == "blockquote":
        return _QUOTE
    if number != container.map[0]:
        return _NOTHING
    if container.type == "footnote_reference":
        return re.compile(rf"[ \t]*(\[\^{re.escape(str(token.meta['label']))}\](?::|[ \t\u3000]*：))")
    if container.type == "fenced_blocks":
        return _COLONS
    if container.type == "list_item":
        return re.compile(rf"[ \t]*({re.escape(token.info + token.markup)})")
    return _MEANING


_FENCED = {"keep": ("together", ""), "bibliography": ("bibliography", "")}
_COLONS = re.compile(r"[ \t]*(:{3,}.*\S)")
_RULING = re.compile(r"\^\^|[^\s^]+")
_QUOTE, _MEANING, _NOTHING = re.compile(r"[ \t]*(>)"), re.compile(r"[ \t]*([:~])"), re.compile("()")


def _lead_effect(container: MarkdownNode) -> tuple[str, str]:
    token = container.token
    match container.type:
        case "blockquote":
            return "quotation", ""
        case "footnote_reference":
            return "note text", str(token.meta["label"])
        case "fenced_blocks":
            return _FENCED.get(token.info, ("notice", token.info))
        case "list_item":
            return "item", f"{token.info}{token.markup}" if token.info else ""
    return "meaning", ""
