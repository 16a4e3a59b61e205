"""The expected text of notes: their marks, their classes, and their words as print and e-books have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeAlias

import attrs

from wicpress import model as m
from wicpress.proofing.text.edition_rules import StandingNode, StandingSide
from wicpress.proofing.text.expected_text import ExpectedRun, ExpectedTextBuilder, Runs

NoteLine: TypeAlias = tuple[str, list[ExpectedRun]]
"""A line of a printed note: its language, and its runs."""


def text_of_note(builder: ExpectedTextBuilder, note: StandingNode) -> Runs:
    """Yield the number of a note and its text: in print by language, in an e-book by pair."""
    number, calls = builder.marks[note.id], builder.calls.get(note.id, 0)
    yield ExpectedRun(number, m.SHARED, note.id, "note-marks", link_target=_call_id(note.id, 1) if calls else "")
    if builder.format == "epub":
        for nth in range(2, calls + 1):
            link_target = _call_id(note.id, nth)
            yield ExpectedRun(f"{number}{nth}", m.SHARED, note.id, "note-marks", link_target=link_target)
        yield from (run for _, runs in _class_lines(builder, note) for run in runs)
        yield from builder.blocks(note.children, _author(note))
        return
    yield from _printed_note(builder, note)
    for _ in range(2, calls + 1):
        yield ExpectedRun("↑", m.SHARED, note.id, "note-marks")


def _printed_note(builder: ExpectedTextBuilder, note: StandingNode) -> Runs:
    """Yield the lines of a printed note, language by language up to the next block for all languages."""
    order = {tag: index for index, tag in enumerate(builder.shown.languages)}
    every_line = [*_class_lines(builder, note), *_note_lines(builder, note.children, _author(note))]
    for is_shared, lines in groupby(every_line, lambda line: line[0] == m.SHARED):
        group = list(lines)
        if not is_shared:
            group.sort(key=lambda line: order.get(line[0], len(order)))
        for _, runs in group:
            yield from runs


def _note_lines(builder: ExpectedTextBuilder, nodes: Iterable[StandingNode], label: str = "") -> Iterator[NoteLine]:
    """Yield a line of a printed note for each side in it, with its language; what all languages share is one.

    The first gets the ``label`` of a notice or of a class of notes if it is a paragraph.
    """
    for nth, node in enumerate(nodes):
        match node.piece:
            case m.Table() if node.children:
                yield m.SHARED, list(builder.block(attrs.evolve(node, children=())))
                yield from _note_lines(builder, node.children)
            case m.Figure() | m.Table() | m.Listing() | m.CodeBlock() | m.ThematicBreak():
                yield m.SHARED, list(builder.block(node))
            case piece:
                opening = label if not nth and node.kind == "paragraph" else ""
                for member in node.members:
                    mark = _mark_in_note(builder, piece, member, node.id, opening)
                    yield member.lang, [*mark, *builder.side(node.id, member)]
                kind = piece.kind if isinstance(piece, m.Admonition) else ""
                yield from _note_lines(builder, node.children, kind)


def _class_lines(builder: ExpectedTextBuilder, note: StandingNode) -> Iterator[NoteLine]:
    """Yield in each language the class of a note that does not begin with a paragraph."""
    own = note.piece.languages if isinstance(note.piece, m.Footnote) else ()
    for tag in (own or builder.shown.languages) if _author(note) and note.children[0].kind != "paragraph" else ():
        yield tag, [ExpectedRun(builder.translate(_author(note), tag), tag, note.id, "notices")]


def _author(note: StandingNode) -> str:
    """Return the class of a note that is not the author's."""
    return note.piece.author if isinstance(note.piece, m.Footnote) else ""


def _mark_in_note(builder: ExpectedTextBuilder, piece: m.Node, member: StandingSide, block: str, label: str) -> Runs:
    """Yield the mark of an item, or the word that opens a notice or a note."""
    if isinstance(piece, m.ListItem):
        yield ExpectedRun(member.side.marker or "●", member.lang, block, "list-marks")
    elif label:
        language = member.side.effective_language
        yield ExpectedRun(builder.translate(label, language), language, block, "notices")


def _call_id(note: str, nth: int) -> str:
    """Return the id of the ``nth`` call of a note, to which the note leads back."""
    return f"{note}-call" if nth == 1 else f"{note}-call-{nth}"
