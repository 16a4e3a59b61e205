"""Compare where lines of printed pages divide words with where the book allows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.proofing.text.expected_text import ExpectedRun
from wicpress.proofing.text.letter_stream import LINE_START
from wicpress.proofing.text.mismatches import Match, TextMismatch

_DIVIDED: Final = re.compile(rf"([^\W\d_]+(?:\u00ad[\s{LINE_START}]*[^\W\d_]+)+)")
"""A word with soft hyphens: in a PDF each is at the end of a line."""
LONGEST_KEY: Final = 20
"""Letters of a key that stands on one line, a Han character being two."""
_DIVISION: Final = re.compile(rf"\u00ad[\s{LINE_START}]*")


def check_divided_words(matches: Iterable[Match], config: Config) -> Iterator[TextMismatch]:
    """Yield words that a line divides elsewhere than ``hyphenation`` has it; the author's soft hyphens may."""
    allowed = dict(config.typography.hyphenation)
    reported: set[tuple[str, str]] = set()
    for match in matches if allowed else ():
        run, segment = match.run, match.segment
        if "\u00ad" in run.text:
            continue
        for divided in _DIVIDED.findall(segment.text):
            parts = _DIVISION.split(divided)
            word, places = "".join(parts), {sum(map(len, parts[:count])) for count in range(1, len(parts))}
            shown = "-".join(parts)
            if places <= set(allowed.get(word.lower(), places)) or (segment.place, shown) in reported:
                continue
            reported.add((segment.place, shown))
            message = f"a line divides `{shown}`, which `hyphenation` in book.toml does not allow"
            yield TextMismatch("changed", message, word, run.block, run.lang, segment.place, run.span)


def check_unbroken_words(matches: Iterable[Match]) -> Iterator[TextMismatch]:
    """Yield words that stand on two lines, and for which the book asks one; keys outside of tables are such words."""
    reported: set[tuple[str, str]] = set()
    for match in matches:
        run, segment = match.run, match.segment
        letters = [re.escape(char) for char in run.text if not char.isspace()]
        if not _stands_on_one_line(run) or not letters or (run.block, run.text) in reported:
            continue
        places = re.findall(rf"[\s{LINE_START}\u00ad]*".join(letters), segment.text)
        if places and all(LINE_START in each for each in places):
            reported.add((run.block, run.text))
            message = f"`{run.text}` ({run.block}) stands on two lines, in the book on one"
            yield TextMismatch("changed", message, run.text, run.block, run.lang, segment.place, run.span)


def _stands_on_one_line(run: ExpectedRun) -> bool:
    if "unbroken" in run.inline_kinds:
        return True
    width = len(run.text) + len(lang.HAN.findall(run.text))
    return "keyboard" in run.inline_kinds and width <= LONGEST_KEY and "table" not in run.containers
