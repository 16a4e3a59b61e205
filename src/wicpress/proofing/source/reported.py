"""What the diagnostics of parsing name: lines that are left out of the book, and effects that it does not have."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.model import Book
from wicpress.notation import STYLES, UNBROKEN
from wicpress.proofing.source.read_source import Source

LEFT_OUT = frozenset(
    {
        "duplicate_note",
        "empty_block",
        "front_matter",
        "misplaced_bibliography",
        "no_chapter_heading",
        "too_deep",
        "unequal_columns",
        "unused_note",
    }
)
"""The diagnostics that say of whole lines that they are left out."""
WITHOUT_EFFECT = {
    "bad_link": frozenset({"link", "title"}),
    "too_deep": frozenset({"emphasis", "strong", "link", "title", "language"}) | STYLES,
    "unknown_language": frozenset({"language"}),
    "unknown_attribute": frozenset({"width", "reference", "verse", "source page", "term", UNBROKEN}),
}
"""The effects that what a diagnostic names has not in the book, by its code."""
ATTRIBUTES = frozenset(
    {"bad_id", "duplicate_id", "raw_html", "stray_braces", "stray_caption", "unknown_attribute", "unknown_language"}
)
"""The diagnostics that say of attributes that they have no effect."""
CONTROL = "control_character"


@attrs.frozen
class Reported:
    """The lines of each file that diagnostics name, by code."""

    lines: Mapping[str, Mapping[str, set[int]]]
    attributes: Mapping[str, Sequence[int]]
    effects: Mapping[tuple[str, str], Sequence[int]]

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic]) -> Reported:
        """Return what ``diagnostics`` name."""
        lines: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for each in diagnostics:
            if each.span and each.code in LEFT_OUT | WITHOUT_EFFECT.keys() | ATTRIBUTES | {CONTROL}:
                lines[each.span.path][each.code].update(range(each.span.line, each.span.end_line + 1))
        attributes = {path: _lines_of(codes, ATTRIBUTES) for path, codes in lines.items()}
        effects = {
            (path, effect): _lines_of(codes, {code for code, names in WITHOUT_EFFECT.items() if effect in names})
            for path, codes in lines.items()
            for effect in frozenset().union(*WITHOUT_EFFECT.values())
        }
        return cls(lines, attributes, effects)

    def left_out(self, path: str) -> set[int]:
        """Return the lines of a file that are left out."""
        return {line for code, lines in self.lines.get(path, {}).items() if code in LEFT_OUT for line in lines}

    def controls(self, path: str) -> set[int]:
        """Return the lines of a file in which control characters are named."""
        return self.lines.get(path, {}).get(CONTROL, set())

    def refuses_attributes(self, path: str, first: int, last: int) -> bool:
        """Return whether a diagnostic speaks of attributes in lines ``first`` to ``last`` of a file."""
        return _has_one_between(self.attributes.get(path, ()), first, last)

    def explains(self, path: str, effect: str, first: int, last: int) -> bool:
        """Return whether what stands in lines ``first`` to ``last`` of a file has not an effect, by a diagnostic."""
        return _has_one_between(self.effects.get((path, effect), ()), first, last)


def _lines_of(lines: Mapping[str, set[int]], codes: Set[str]) -> list[int]:
    """Return the lines that diagnostics of ``codes`` name, in order."""
    return sorted({line for code in codes for line in lines.get(code, ())})


def _has_one_between(lines: Sequence[int], first: int, last: int) -> bool:
    nth = bisect_left(lines, first)
    return nth < len(lines) and lines[nth] <= last


def notes_of_misspelt_calls(book: Book, diagnostics: Iterable[Diagnostic]) -> frozenset[str]:
    """Return the labels of the notes that only a misspelt call means, which its diagnostic names."""
    called = {note.label for chapter in book.chapters for note in chapter.notes}
    helps = (each.help for each in diagnostics if each.code == "dangling_note")
    return frozenset(name for text in helps for name in re.findall(r"\[\^([^\]]*)\]", text)) - called


def uncalled_notes(source: Source, labels: Set[str]) -> set[int]:
    """Return the lines of the notes of a file that have one of ``labels``.

    A note goes on where lines are empty or indented.
    """
    lines = source.text.split("\n")
    numbers: set[int] = set()
    for mark in source.marks:
        if mark.effect == "note text" and mark.value in labels:
            line = source.position(mark.start)[0]
            numbers.add(line)
            while line < len(lines) and (not lines[line].strip() or lines[line].startswith((" ", "\t"))):
                line += 1
                numbers.add(line)
    return numbers
