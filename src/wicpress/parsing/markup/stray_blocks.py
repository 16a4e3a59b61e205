"""Finds blocks that are not what their author meant: open listings, front matter in mid-file, typed notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wicpress.diagnostics import Diagnostic, Span
from wicpress.parsing.diagnostics import STRAY_MARKUP
from wicpress.parsing.markup.places import Lines, Places
from wicpress.source_blocks import MarkdownNode

Words = tuple[MarkdownNode, MarkdownNode, Places]
_KEY = re.compile(r"[\w-]+:(?:[ \t].*)?|[ \t]*- .*|[ \t]+\S.*")
_NOTE = re.compile(r"[\[［【〔]((?:注|注释)?[ \t]*\d{1,3})[\]］】〕](?![(（\[:：])")
_REFERENCES = re.compile(r"文献|书目|引用|References|Bibliography|Works cited|Sources|Literature", re.IGNORECASE)
_SOURCE = re.compile(r"\[(?:[A-Z]|EB|DB|CP)(?:/OL)?\]|https?://|\bdoi:")


def stray_blocks(
    path: str, lines: Lines, nodes: Sequence[MarkdownNode], words: Sequence[Words]
) -> Iterator[Diagnostic]:
    """Report blocks that are not what their author meant; ``words`` are the blocks of a file that have some."""
    yield from _open_listings(path, lines, nodes)
    yield from _settings(path, lines, words)
    yield from _typed_notes(path, words)


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
    """Report front matter that does not stand at the head of its file: lines of ``key: value`` between ``---``."""
    for node, inline, _ in words:
        first = inline.map[0]
        opened = first > 0 and lines.lines[first - 1].rstrip() == "---" and node.token.markup == "-"
        if opened and all(_KEY.fullmatch(line.rstrip()) for line in lines.lines[first : inline.map[1]]):
            hint = "move what the book needs into book.toml, and take these lines away"
            message = "settings between `---` in mid-file are printed as a heading"
            yield STRAY_MARKUP(message, Span(path, first, inline.map[1] + 1), hint=hint)


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
            line = inline.map[0] + 1
            yield STRAY_MARKUP(f"`{note[0]}` is printed as it stands", Span(path, line, line), hint=hint)


def _name(note: re.Match[str]) -> str:
    return re.sub(r"\D", "", note[1])
