"""Pages of a source edition that stand in a side: those of other sides, and those to which an entry leads."""

from __future__ import annotations

import re

from wicpress import model as m
from wicpress.numerals import parse_han_number, parse_roman

_BETWEEN = re.compile(r"([\s,，、;；:：·。–—]+|\.(?=\s|\Z))")


def with_locators(words: tuple[m.Inline, ...], pages: frozenset[str]) -> tuple[m.Inline, ...]:
    """Return words in which the numbers of ``pages``, each between spaces and marks, are links to these pages."""
    parts: list[m.Inline] = []
    for word in words:
        if not isinstance(word, m.Text) or not pages:
            parts.append(word)
            continue
        for run in _BETWEEN.split(word.text):
            parts.append(m.Link(f"#page-{run}", (m.Text(run),)) if run in pages else m.Text(run))
    return tuple(parts)


def with_page(words: tuple[m.Inline, ...], number: str) -> tuple[m.Inline, ...]:
    """Return words with a page of the source edition: before the first greater one, or behind all others.

    Where none that is not at their head stands before it, it is at their head.
    """
    places = [(nth, each.number) for nth, word in enumerate(words) for each in m.source_pages((word,))]
    value = _value(number)
    later = [nth for nth, other in places if value and (greater := _value(other)) and _is_less(value, greater)]
    head = 0
    while head < len(words) and isinstance(words[head], m.SourcePage):
        head += 1
    at = later[0] if later else len(words)
    if head <= at and not any(head <= nth < at for nth, _ in places):
        at = head
    return (*words[:at], m.SourcePage(number), *words[at:])


def _value(number: str) -> tuple[str, int, str] | None:
    """Return what stands before a number, its value and the letter behind it; None where it has no figures."""
    before, _, last = re.sub(r"[.-](?=[^.-]*$)", "\n", number).rpartition("\n")
    digits = re.fullmatch(r"(\d+)([a-zA-Z]?)", last)
    if digits:
        return before, int(digits[1]), digits[2]
    if set(last.lower()) <= set("ivxlcdm"):
        return f"{before} roman", parse_roman(last.upper()), ""
    han = parse_han_number(last)
    return None if han is None else (f"{before} han", han, "")


def _is_less(one: tuple[str, int, str], other: tuple[str, int, str]) -> bool:
    return one[0] == other[0] and one[1:] < other[1:]
