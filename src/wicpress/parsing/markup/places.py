"""Where the words of a block stand in their file: Markdown joins lines, and takes away what leads and ends them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import attrs

from wicpress.notation import Mark
from wicpress.parsing.markup.table_tokens import CellLine
from wicpress.source_blocks import MarkdownNode


@attrs.frozen
class Lines:
    """The lines of a file, and the offset at which each begins."""

    lines: Sequence[str]
    starts: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Lines:
        """Return the lines of ``text``."""
        lines = text.split("\n")
        return cls(lines, (0, *accumulate(len(line) + 1 for line in lines)))

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column, both from 1, of the character at ``offset``."""
        line = bisect_right(self.starts, offset, hi=len(self.lines)) - 1
        return line + 1, offset - self.starts[line] + 1


@attrs.frozen
class Places:
    """Where words stand: those from the offset ``words[n]`` on begin at the offset ``file[n]`` of their file.

    ``escapes`` are the backslashes before a bar in a cell, which Markdown takes out of the words.
    """

    words: tuple[int, ...]
    file: tuple[int, ...]
    escapes: tuple[Mark, ...] = ()

    def offset(self, at: int) -> int:
        """Return where the character ``at`` of the words stands in the file."""
        nth = max(bisect_right(self.words, at) - 1, 0)
        return self.file[nth] + at - self.words[nth]


def places_of_words(
    words: MarkdownNode, lines: Lines, *, behind_sign: bool = False, has_tail: bool = False
) -> Places | None:
    """Return where the words of a paragraph, a heading or a term stand; None where they are not found.

    ``behind_sign``: they are a heading behind its ``#``; ``has_tail``: attributes stand behind their last line.
    """
    starts: list[int] = []
    file: list[int] = []
    at = 0
    first, end = words.map[0], min(words.map[1], len(lines.lines))
    texts = words.token.content.split("\n")
    while first < end - 1 and (
        not lines.lines[first].replace(">", "").strip()
        or (first + len(texts) < end and texts[0].strip() not in lines.lines[first])
    ):
        first += 1  # lines of other spaces, such as U+3000, are no empty lines to Markdown, but it trims them
    for number, line in enumerate(texts, first):
        if number >= len(lines.lines):
            return None
        text = line.strip()
        source = lines.lines[number].rstrip()
        column = len(source) - len(text)
        if behind_sign:
            column = source.find(text, len(source) - len(source[source.find("#") :].lstrip("#")))
        elif has_tail:
            column = source.find(text)
        elif not source.endswith(text):  # attributes, or the signs that close a heading, stand behind it
            column = max(source.find(text, source.find("#") + 1), source.find(text))
        if not text and starts:
            column = len(source) - len(source.lstrip("> \t|"))
        if column < 0:
            return None
        starts.append(at)
        file.append(lines.starts[number] + column - (len(line) - len(line.lstrip())))
        at += len(line) + 1
    return Places(tuple(starts), tuple(file))


_CELL = re.compile(r"(?:\\.|[^|\\]|\\$)*")


def places_of_cells(row: MarkdownNode, lines: Lines, at: int) -> Iterator[Places | None]:
    """Yield where the words of each cell of a row stand; None for a cell that the row does not have.

    ``at`` is the column behind the marks of quotations and items that lead the line.
    """
    number = row.map[0]
    source = lines.lines[number].rstrip()
    at = _behind_blanks(source, at)
    at += source.startswith("|", at)
    for cell in row.children:
        match = _CELL.match(source, _behind_blanks(source, at)) if at <= len(source) else None
        content = cell.children[0].token.content
        if match is None or match[0].rstrip().replace("\\|", "|") != content:
            yield None
            continue
        yield _cell(match[0].rstrip(), lines.starts[number] + match.start())
        at = match.end() + 1


def places_of_lines(cell: Sequence[CellLine], lines: Lines) -> Places:
    """Return where the words of a cell of several lines stand."""
    words: list[int] = []
    file: list[int] = []
    escapes: list[Mark] = []
    at = 0
    for line in cell:
        start = lines.starts[line.number] + line.column
        places = _cell(line.source, start) if line.in_bars else Places((0,), (start,))
        words += (at + each for each in places.words)
        file += places.file
        escapes += places.escapes
        at += len(line.words) + 1
    return Places(tuple(words), tuple(file), tuple(escapes))


def _behind_blanks(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip())


def _cell(text: str, start: int) -> Places:
    """Return the places of a cell's words, in which a bar behind a backslash is text."""
    words, file, escapes = [0], [start], []
    for nth, match in enumerate(re.finditer(r"\\\|", text)):
        escapes.append(Mark(start + match.start(), start + match.start() + 1, "escape"))
        words.append(match.start() - nth)
        file.append(start + match.start() + 1)
    return Places(tuple(words), tuple(file), tuple(escapes))
