"""Parses tables: their cells, the language of each, and rows that do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

import attrs
from markdown_it.token import Token

from wicpress import languages as lang
from wicpress.diagnostics import Diagnostic, Span
from wicpress.model import SHARED, Inline, plain_text
from wicpress.notation import RUBY
from wicpress.pairing.diagnostics import UNEQUAL_COLUMNS
from wicpress.parsing.diagnostics import STRAY_CAPTION, STRAY_MARKUP
from wicpress.parsing.inlines import InlineBuilder, language_sample
from wicpress.parsing.markup.table_tokens import LINES, NOTE, SPAN, TABLE, CellLine, TableSource, lines_of
from wicpress.parsing.source_context import SourceContext
from wicpress.source_blocks import LANDSCAPE, MarkdownNode, UnpairedBlock, common_language, same_shape

_CAPTION_IN_BRACKETS = re.compile(r"\[([^\[\]|]{1,200})\](?: ?\[[^\[\]|]*\])?")
_LEAD = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?")
"""What may stand before a table's source line: marks of quotations and of an item."""
_RUBY = re.compile(rf"(?<!\\){RUBY.pattern}")
_GOES_ON = re.compile(r"\|[ \t]*\\\Z")
"""What says that a row goes on in the next line."""
_BLOCK_IN_CELL = re.compile(r"(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)[ \t]+(?=\S)|`{3,}")
_RULE = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*")


def parse_table(context: SourceContext, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    """Parse a table; a cell's language is the table's, or its own where the head holds several languages."""
    rows = [row for section in node.children for row in section.children]
    source: TableSource | None = node.token.meta.get(TABLE)
    if source is None or source.in_bars:
        _check_columns(context, rows, lines_of(source.comments if source else ()))
    _report_forms(context, rows, source)
    if len(rows) > 1 and rows[0].children[0].type == "th" and not any(map(_words, rows[0].children)):
        rows = rows[1:]  # a head without words is none
    own_languages = [[_cell_language(context, cell, row, default) for cell in row.children] for row in rows]
    only_names = all(lang.is_name(_text(cell)) for cell in rows[0].children if _text(cell).strip()) if rows else False
    language = default or _table_language(own_languages, only_names=only_names)
    blocks = tuple(
        _row(context, row, [SHARED if own == SHARED else language or own for own in languages])
        for row, languages in zip(rows, own_languages, strict=True)
    )
    align = tuple(_align(cell) for cell in rows[0].children) if rows else ()
    info = LANDSCAPE if LANDSCAPE in str(node.token.attrs.get("class", "")).split() else ""
    return context.new_block("table", node, span, language, children=blocks, align=align, info=info)


def _align(cell: MarkdownNode) -> str:
    return str(cell.token.attrs.get("style", "")).removeprefix("text-align:")


def _cell_language(context: SourceContext, cell: MarkdownNode, row: MarkdownNode, default: str) -> str:
    text = _text(cell)
    if default and not text.strip():
        return SHARED
    return context.language(text, context.span(row), "cell", unambiguous=True)


def _words(cell: MarkdownNode) -> str:
    return cell.children[0].token.content.strip()


def _text(cell: MarkdownNode) -> str:
    return language_sample(cell.children[0].token.children or [])


def _table_language(rows: Sequence[Sequence[str]], *, only_names: bool) -> str:
    """Return the language of a table's head, else of its body; an empty string where the head holds several.

    ``only_names``: the head has but letters and names (A, API), which are in Chinese above a body in Chinese.
    """
    head = {tag for tag in rows[0] if tag != SHARED} if rows else set()
    body = {tag for row in rows[1:] for tag in row if tag != SHARED}
    if len(head) == 1 and not (only_names and len(body) == 1 and lang.is_chinese_or_japanese(*body)):
        return head.pop()
    if len(body) == 1 and (not head or only_names):
        return body.pop()
    return "" if head or body else SHARED


def _row(context: SourceContext, row: MarkdownNode, languages: Sequence[str]) -> UnpairedBlock:
    span = context.span(row)
    cells = tuple(
        UnpairedBlock("cell", span, language, _inlines(context, cell, span, language), value=_span_of(cell))
        for cell, language in zip(row.children, languages, strict=True)
    )
    info = "head" if row.children and row.children[0].type == "th" else ""
    return context.new_block("row", row, span, common_language(cells), children=cells, info=info)


def _inlines(context: SourceContext, cell: MarkdownNode, span: Span, language: str) -> tuple[Inline, ...]:
    tokens = _with_breaks(cell.children[0].token.children or [])
    return InlineBuilder(language, context.inline_source(span)).build(tokens)


def _span_of(cell: MarkdownNode) -> tuple[int, int] | None:
    """Return the columns and rows that a cell covers; None for one of each."""
    span: tuple[int, int] = cell.token.meta.get(SPAN, (1, 1))
    return None if span == (1, 1) else span


def _with_breaks(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of a cell, paragraphs of which are parted by a break, as lines of its words are."""
    parted: list[Token] = []
    for token in tokens:
        if parted and token.type == parted[-1].type == "softbreak":
            parted[-1] = token.copy(type="hardbreak", tag="br")
        else:
            parted.append(token)
    return parted


# ----------------------------------------------------------------------------- what does not fit


def _check_columns(context: SourceContext, rows: Sequence[MarkdownNode], left_out: Set[int]) -> None:
    """Report rows with more or fewer cells than the head: Markdown would silently drop or add some.

    Lines of comments, counted from 0, are ``left_out``.
    """
    columns = len(rows[0].children) if rows else 0
    for row in rows:
        span = context.span(row)
        for number in sorted({*range(span.line, span.end_line + 1)} - {each + 1 for each in left_out}):
            count = count_cells(context.lines[number - 1])
            if count != columns:
                message = f"a row of {count} cells in a table of {columns} columns"
                caption = _CAPTION_IN_BRACKETS.fullmatch(context.lines[number - 1].strip())
                hint = "give every row as many cells as the head; `\\|` writes a bar inside a cell"
                if caption:  # as MultiMarkdown has it
                    hint = f"write the caption of a table below it, behind an empty line: `: {caption[1]}`"
                place = Span(span.path, number, number)
                context.diagnostics.append(UNEQUAL_COLUMNS(message, place, hint=hint))


def count_cells(line: str) -> int:
    """Return how many cells a table's source line has."""
    line = _GOES_ON.sub("|", _LEAD.sub("", line, count=1).strip())
    bars = len(re.findall(r"(?<!\\)\|", _RUBY.sub("", line)))
    return bars + 1 - line.startswith("|") - (line.endswith("|") and not line.endswith("\\|"))


def _report_forms(context: SourceContext, rows: Sequence[MarkdownNode], source: TableSource | None) -> None:
    """Report `^^` that joins no cell, and blocks in cells, which have lines of words."""
    for number, column in source.stray if source else ():
        message = "`^^` is printed as it stands: above it is no cell of the same columns"
        hint = "write it below a cell of the head or of the body; `\\^^` is the sign itself"
        place = Span(context.source.path, number + 1, number + 1)
        context.diagnostics.append(STRAY_MARKUP(message, place, hint=hint, columns=(column + 1, column + 3)))
    for row in source.rows if source else ():
        if not any(cell.columns for cell in row.cells):
            message = "all cells of this row are joined with those above, and nothing is left of it"
            place = Span(context.source.path, row.start + 1, row.end)
            context.diagnostics.append(UNEQUAL_COLUMNS(message, place, hint="take the row away"))
    for cell in (cell for row in rows for cell in row.children):
        lines: Sequence[CellLine] = cell.children[0].token.meta.get(LINES, ())
        for line in lines if len(lines) > 1 else ():
            if sign := _BLOCK_IN_CELL.match(line.words):
                message = f"`{sign[0].strip()}` is printed as it stands: a cell has lines of words, and no blocks"
                hint = "write the words alone, each on a line behind an empty one, or the block below the table"
                place, start = Span(context.source.path, line.number + 1, line.number + 1), line.column + 1
                columns = (start, start + len(sign[0]))
                context.diagnostics.append(STRAY_MARKUP(message, place, hint=hint, columns=columns))


def check_malformed(context: SourceContext, span: Span) -> None:
    """Report a paragraph that was meant as a table, but whose head and rule differ in their number of cells."""
    lines = [_LEAD.sub("", line, count=1).strip() for line in context.lines[span.line - 1 : span.end_line]]
    for nth, (head, rule) in enumerate(pairwise(lines[:3])):
        if "|" in head and "|" in rule and _RULE.fullmatch(rule):
            message = f"a table's head has {count_cells(head)} cells, the line under it {count_cells(rule)}"
            place = Span(span.path, span.line + nth, span.line + nth + 1)
            hint = "write as many `---` as the head has cells"
            context.diagnostics.append(UNEQUAL_COLUMNS(message, place, hint=hint))


# ------------------------------------------------------------------------------ notes of a table


def is_note(inlines: tuple[Inline, ...]) -> bool:
    """Return whether a paragraph below a table would be a note of it: `注：…`, `Source: …`."""
    return bool(NOTE.match(plain_text(inlines)))


def attach_notes(blocks: Sequence[UnpairedBlock], diagnostics: list[Diagnostic]) -> list[UnpairedBlock]:
    """Attach notes to the table above them; one that stands elsewhere is a paragraph."""
    attached: list[UnpairedBlock] = []
    for block in blocks:
        if block.kind != "table note":
            attached.append(block)
            continue
        note = attrs.evolve(block, kind="paragraph", info="")
        if attached and attached[-1].kind == "table":
            attached[-1] = attrs.evolve(attached[-1], notes=(*attached[-1].notes, note))
            continue
        if block.info == "explicit":
            hint = "put it directly below its table, or take the class away"
            diagnostics.append(STRAY_CAPTION("there is no table above this note", block.span, hint=hint))
        attached.append(note)
    return attached


# ----------------------------------------------------------------------- foreign names in a head


def unify_language(blocks: Sequence[UnpairedBlock]) -> Iterator[UnpairedBlock]:
    """Give one language to each table whose head mixes in a foreign name and whose translation stands beside it."""
    for nth, block in enumerate(blocks):
        if block.kind == "table" and not block.lang and not block.solo:
            near = [each for each in blocks[max(nth - 1, 0) : nth + 2] if each is not block and each.kind == "table"]
            counterpart = next((each for each in near if each.pairable and same_shape(block, each)), None)
            language = _head_language(block, counterpart) if counterpart else ""
            yield _with_language(block, language) if language else block
        else:
            yield block


def _head_language(table: UnpairedBlock, counterpart: UnpairedBlock) -> str:
    """Return the one language of a table's head that is not its counterpart's, or an empty string."""
    languages = {cell.lang for cell in table.children[0].children} - {SHARED, counterpart.lang}
    return languages.pop() if len(languages) == 1 else ""


def _with_language(table: UnpairedBlock, language: str) -> UnpairedBlock:
    rows = tuple(
        attrs.evolve(row, lang=language, children=tuple(_cell_with_language(cell, language) for cell in row.children))
        for row in table.children
    )
    return attrs.evolve(table, lang=language, children=rows)


def _cell_with_language(cell: UnpairedBlock, language: str) -> UnpairedBlock:
    return cell if cell.lang == SHARED else attrs.evolve(cell, lang=language)
