"""Finds blocks that are not what their author meant: open listings, front matter in mid-file, typed notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wicpress.diagnostics import Diagnostic, Span
from wicpress.numerals import CAPTION_WORDS
from wicpress.parsing.diagnostics import STRAY_CAPTION, STRAY_MARKUP
from wicpress.parsing.markup.forms import short
from wicpress.parsing.markup.places import Lines, Places
from wicpress.source_blocks import MarkdownNode

Words = tuple[MarkdownNode, MarkdownNode, Places]
_RULE = re.compile(r"-{2,}(?:[ \t]+-{2,})+")
_ITEM = re.compile(r"([◆◇★☆►▶→✓✔])[ \t\u3000]*(?=\w)")
_METADATA = re.compile(r"(?:[Tt]itle|标题)[:：].*\n(?:[Aa]uthor|[Dd]ate|[Ll]ayout|作者|日期)[:：]")
_KEY = re.compile(r"[\w-]+:(?:[ \t].*)?|[ \t]*- .*|[ \t]+\S.*")
_NOTE = re.compile(r"[\[［【〔]((?:注|注释)?[ \t]*\d{1,3})[\]］】〕](?![(（\[:：{])")
_REFERENCES = re.compile(r"文献|书目|引用|References|Bibliography|Works cited|Sources|Literature", re.IGNORECASE)
_LAST_LINE = re.compile(r"[。！？…”’」』）.!?)][ \t]*\n[ \t]*(—{1,2}[ \t]*(?:[^\W\d_]|[《（(“‘「])[^\n]*)\Z")
"""The source of a quotation on the line below its last words."""
_SOURCE = re.compile(r"\[(?:[A-Z]|EB|DB|CP)(?:/OL)?\]|https?://|\bdoi:")


def stray_blocks(
    path: str, lines: Lines, nodes: Sequence[MarkdownNode], words: Sequence[Words]
) -> Iterator[Diagnostic]:
    """Report blocks that are not what their author meant; ``words`` are the blocks of a file that have some."""
    yield from _open_listings(path, lines, nodes)
    yield from _settings(path, lines, words)
    yield from _typed_notes(path, words)
    yield from _rules_of_tables(path, lines, nodes)
    yield from _typed_items(path, words)
    yield from _sources(path, words)
    yield from _broken_verse(path, lines, nodes)
    yield from _empty_notices(path, nodes)
    yield from _meanings_above_tables(path, nodes)


def _open_listings(path: str, lines: Lines, nodes: Sequence[MarkdownNode]) -> Iterator[Diagnostic]:
    """Report listings without a line that ends them: all that follows is in them."""
    for node in nodes:
        yield from _open_listings(path, lines, node.children)
        if node.type == "fence":
            first, end = node.map[0], min(node.map[1], len(lines.lines))
            last = lines.lines[end - 1].lstrip("> \t")
            if end - 1 > first and last.startswith(node.token.markup) and not last.strip(last[:1] + " \t"):
                continue
            signs = node.token.markup
            message = f"`{signs}` opens a listing that nothing closes, and all that follows is in it"
            column = lines.lines[first].find(signs) + 1
            hint = f"write `{signs}` on a line of its own behind the code"
            columns = (column, column + len(signs))
            yield STRAY_MARKUP(message, Span(path, first + 1, first + 1), hint=hint, columns=columns)


def _settings(path: str, lines: Lines, words: Sequence[Words]) -> Iterator[Diagnostic]:
    """Report lines of ``key: value`` that are no front matter: in mid-file, or without ``---`` around them."""
    for node, inline, _ in words:
        first = inline.map[0]
        opened = first > 0 and lines.lines[first - 1].rstrip() == "---" and node.token.markup == "-"
        if opened and all(_KEY.fullmatch(line.rstrip()) for line in lines.lines[first : inline.map[1]]):
            hint = "move what the book needs into book.toml, and take these lines away"
            message = "settings between `---` in mid-file are printed as a heading"
            yield STRAY_MARKUP(message, Span(path, first, inline.map[1] + 1), hint=hint)
        elif node.type == "paragraph" and _METADATA.match(inline.token.content):
            hint = "take the lines away; what the book needs stands in book.toml"
            yield STRAY_MARKUP("settings are printed as a paragraph", _line(path, first), hint=hint)


def _typed_notes(path: str, words: Sequence[Words]) -> Iterator[Diagnostic]:
    """Report notes that are typed as paragraphs, ``[1] …``, and called by ``[1]`` in other paragraphs."""
    texts = [inline.token.content for _, inline, _ in words]
    called = {_name(match) for text in texts for match in _NOTE.finditer(text) if match.start()}
    heading = ""
    for (node, inline, _), text in zip(words, texts, strict=True):
        heading = text if node.type == "heading" else heading
        note = _NOTE.match(text) if node.type == "paragraph" else None
        has_words = note and re.match(r"\W*[^\W\d_]", text[note.end() :])
        if (
            note
            and has_words
            and _name(note) in called
            and not _REFERENCES.search(heading)
            and not _SOURCE.search(text)
        ):
            hint = f"write the note as `[^{_name(note)}]: …`, and call it with `[^{_name(note)}]`"
            yield STRAY_MARKUP(f"`{note[0]}` is printed as it stands", _line(path, inline.map[0]), hint=hint)


def _rules_of_tables(path: str, lines: Lines, nodes: Sequence[MarkdownNode]) -> Iterator[Diagnostic]:
    """Report lines of hyphens in groups, which rule a table of pandoc and are read as a pause."""
    for node in nodes:
        yield from _rules_of_tables(path, lines, node.children)
        line = lines.lines[node.map[0]].strip("> \t") if node.type == "hr" else ""
        if _RULE.fullmatch(line):
            hint = "let no word stand across two columns, or write a table with bars, and `|---|---|` under the head"
            yield STRAY_MARKUP(f"`{line}` is printed as a pause", _line(path, node.map[0]), hint=hint)


def _typed_items(path: str, words: Sequence[Words]) -> Iterator[Diagnostic]:
    """Report paragraphs of their own that are typed as items: the same sign stands before each.

    Between two of one language may stand one of the other.
    """
    marks = [_ITEM.match(inline.token.content) if node.type == "paragraph" else None for node, inline, _ in words]
    for nth, mark in enumerate(marks):
        before, behind = marks[max(nth - 2, 0) : nth], marks[nth + 1 : nth + 3]
        first = mark and not any(each[1] == mark[1] for each in before if each)
        if mark and first and any(mark[1] == each[1] for each in behind if each):
            hint = "write each item as `- …` or `1. …`"
            yield STRAY_MARKUP(
                f"`{mark[0].strip()}` is printed as it stands", _line(path, words[nth][1].map[0]), hint=hint
            )


def _sources(path: str, words: Sequence[Words]) -> Iterator[Diagnostic]:
    """Report sources of quotations on the last line of the words that they belong to, which they are printed with."""
    for node, inline, _ in words:
        is_prose = node.type == "paragraph" and "verse" not in str(node.token.attrs.get("class", ""))
        source = _LAST_LINE.search(inline.token.content) if is_prose else None
        if source and inline.token.content.count("\n—") == 1:
            hint = "put an empty line before the source of a quotation, in the quotation one with `>` alone"
            message = f"`{short(source[1])}` is printed on the line of the words before it"
            yield STRAY_MARKUP(message, _line(path, inline.map[1] - 1), hint=hint)


def _broken_verse(path: str, lines: Lines, nodes: Sequence[MarkdownNode]) -> Iterator[Diagnostic]:
    """Report lines with spaces before them right below verse behind bars, which go on with it in pandoc."""
    for node in nodes:
        yield from _broken_verse(path, lines, node.children)
    for verse, below in pairwise(nodes):
        text = lines.lines[below.map[0]] if below.type == "paragraph" and verse.map[1] == below.map[0] else ""
        if verse.token.markup == "|" and re.search(r"(?:^|>)[ \t]+[^\s|>]", text):
            message = f"`{short(text.lstrip('> '))}` ends the verse above it"
            hint = "write the words on the line of verse that they belong to, or behind a bar"
            yield STRAY_MARKUP(message, _line(path, below.map[0]), hint=hint)


def _empty_notices(path: str, nodes: Sequence[MarkdownNode]) -> Iterator[Diagnostic]:
    """Report notices that are the line with their kind alone; the words below it are not quoted."""
    for node in nodes:
        yield from _empty_notices(path, node.children)
        only = node.children[0] if node.type == "blockquote" and len(node.children) == 1 else None
        text = only.children[0].token.content if only and only.type == "paragraph" else ""
        if re.fullmatch(r"\[![A-Za-z]+\]", text):
            hint = "begin each line of the notice with `>`, an empty one, too"
            yield STRAY_MARKUP(f"`{text}` is a notice without words", _line(path, node.map[0]), hint=hint)


def _meanings_above_tables(path: str, nodes: Sequence[MarkdownNode]) -> Iterator[Diagnostic]:
    """Report the meaning of one term, an empty line between them, that may be meant as the caption of a table."""
    for nth, node in enumerate(nodes):
        yield from _meanings_above_tables(path, node.children)
        term, *meanings = node.children if node.type == "dl" else [node]
        inside = [child.type for meaning in meanings for child in meaning.children]
        is_apart = bool(meanings) and meanings[0].map[0] > term.map[0] + 1
        below = [each.type for each in nodes[nth + 1 : nth + 2]]
        is_named = any(map(_is_caption, nodes[nth + 2 : nth + 3]))
        if is_apart and below == ["table"] and not is_named and inside == ["paragraph"] * len(meanings):
            words = short(term.children[0].token.content)
            message = f"this is the meaning of the term `{words}`, and not the caption of the table below"
            hint = "begin a caption with `Table:`; write a meaning on the line right below its term"
            yield STRAY_CAPTION(message, _line(path, meanings[0].map[0]), hint=hint)


def _is_caption(node: MarkdownNode) -> bool:
    words = node.children[0].token.content if node.type == "paragraph" and node.children else ""
    return "caption" in str(node.token.attrs.get("class", "")) or bool(re.match(CAPTION_WORDS, words))


def _line(path: str, number: int) -> Span:
    """Return the place of a line, counted from 0."""
    return Span(path, number + 1, number + 1)


def _name(note: re.Match[str]) -> str:
    return re.sub(r"\D", "", note[1])
