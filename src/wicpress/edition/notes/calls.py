"""Where an edition calls each note, and which notes follow another one because no text calls them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from wicpress.edition.view import BookView, calls


@attrs.frozen
class NoteCalls:
    """The calls of the notes of an edition.

    ``blocks`` has for each note the ids of the blocks that call it, one for each call, in reading order: those of the
    text, then those of notes. ``in_text`` says of the notes that the text calls how often it does; ``inner`` has for
    each of them those that stand behind it: no text calls them, and it is the first that does, or one behind it.
    """

    blocks: Mapping[str, tuple[str, ...]]
    in_text: Mapping[str, int]
    inner: Mapping[str, tuple[str, ...]]


def note_calls(view: BookView) -> NoteCalls:
    """Return the calls of all notes that ``view`` shows."""
    blocks: dict[str, list[str]] = {}
    in_text: dict[str, int] = {}
    inner: dict[str, tuple[str, ...]] = {}
    for chapter in view.chapters:
        part = (chapter.part,) if chapter.part else ()
        text = list(calls((*part, chapter.title, *chapter.blocks), view.languages))
        bodies = {note.id: list(calls(note.children, view.languages)) for note in chapter.notes}
        for note, block in (*text, *(call for body in bodies.values() for call in body)):
            if note in bodies:
                blocks.setdefault(note, []).append(block)
        by_text = dict.fromkeys(note for note, _ in text if note in bodies)
        in_text |= Counter(note for note, _ in text if note in bodies)
        inner |= _inner_notes(by_text, {note: [called for called, _ in body] for note, body in bodies.items()})
    return NoteCalls({note: tuple(each) for note, each in blocks.items()}, in_text, inner)


def _inner_notes(by_text: Iterable[str], bodies: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return the notes behind each note that the text calls; ``bodies`` are the notes that each note calls."""
    inner: dict[str, tuple[str, ...]] = {}
    placed = set(by_text)
    for first in by_text:
        behind: list[str] = []
        waiting = [first]
        while waiting:
            note = waiting.pop()
            behind.append(note)
            new = [each for each in dict.fromkeys(bodies[note]) if each in bodies and each not in placed]
            placed.update(new)
            waiting += reversed(new)
        inner[first] = tuple(behind[1:])
    return inner
