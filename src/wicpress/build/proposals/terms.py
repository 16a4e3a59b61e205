"""Words of a book that its index may name: those that the author sets apart, and those that are repeated.

Set apart are terms of definitions, emphasized and strong words, and titles of books. Of Chinese, a string of
characters that is repeated counts where other characters stand before and behind it each time, and no longer one is
repeated as often; of other scripts, names, which have capitals within a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import TypeAlias

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.diagnostics import Span

Key: TypeAlias = tuple[str, str]
"""A language, and words in it."""
LEAST = 3
"""How often words stand in a book at the least that the author does not set apart."""
_LONGEST = 6
_LETTERS_OF_TERM = 24
_HAN_RUN = re.compile(rf"(?:{lang.HAN.pattern})+")
_TITLE = re.compile(r"《([^《》]{1,20})》")
_NAME = re.compile(r"(?<=[\w,;’] )(?:[A-Z][\w’-]+)(?: (?:of |the |and |de )?[A-Z][\w’-]+)*")
_FUNCTION = frozenset(
    "的了是在和与也不有这那一个上下里着过就都而及其以为于到被把从对将要能会可之或但并又还很更最每各几"
)
"""Characters with which no term begins or ends."""


@attrs.frozen
class Candidate:
    """Words that an index may name: how often they stand in the book, and where first."""

    words: str
    lang: str
    count: int
    span: Span
    is_set_apart: bool = False


def index_candidates(book: m.Book, least: int = LEAST) -> list[Candidate]:
    """Return the words that an index may name and that are not marked for it, the most frequent first."""
    sides = [
        side
        for chapter in book.chapters
        for node in m.iter_nodes(chapter)
        if not isinstance(node, m.CodeBlock)
        for side in m.translations_of(node)
    ]
    apart = set(_set_apart(book))
    marked = {(side.lang, part) for side in sides for mark in m.index_marks(side.inlines) for part in mark.path}
    texts = {tag: _Text([side for side in sides if side.lang == tag]) for tag in {side.lang for side in sides}}
    repeated = {
        (tag, words): count
        for tag, text in texts.items()
        for words, count in _repeated(tag, text.whole).items()
        if count >= least
    }
    candidates = [
        Candidate(
            words, tag, repeated.get((tag, words)) or texts[tag].whole.count(words), span, (tag, words) in apart
        )
        for tag, words in sorted({*repeated, *apart} - marked)
        if (span := texts[tag].place(words))
    ]
    return sorted(candidates, key=lambda each: (not each.is_set_apart, -each.count, each.lang, each.words))


class _Text:
    """The text of a book in one language, of which each side is a line."""

    def __init__(self, sides: list[m.Translation]) -> None:
        lines = [" ".join(side.text.split()) for side in sides]
        self.whole = "\n".join(lines)
        self._sides = sides
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]

    def place(self, words: str) -> Span | None:
        """Return where words stand first."""
        at = self.whole.find(words)
        return self._sides[bisect_right(self._starts, at) - 1].span if at >= 0 else None


def _set_apart(book: m.Book) -> Iterator[Key]:
    """Yield the words that the author sets apart."""
    for chapter in book.chapters:
        for node in m.iter_nodes(chapter):
            for side in m.translations_of(node):
                yield from ((side.lang, title) for title in _TITLE.findall(side.text))
                whole = [side.text] if isinstance(node, m.Definition) else []
                strong = (each for each in m.walk_inlines(side.inlines) if isinstance(each, m.Emphasis | m.Strong))
                for words in (*whole, *(m.plain_text(each.children) for each in strong)):
                    if 1 < len(words) <= _LETTERS_OF_TERM and not re.search(r"[。，；：？！.;:?!]", words):
                        yield side.lang, " ".join(words.split())


def _repeated(language: str, text: str) -> Mapping[str, int]:
    """Return how often strings of Chinese, or names of other scripts, stand in a text."""
    return _chinese(text) if lang.is_chinese_or_japanese(language) else Counter(_NAME.findall(text))


def _chinese(text: str) -> dict[str, int]:
    """Return the strings of two to six characters that are repeated in different company, the longest of each."""
    counts: Counter[str] = Counter()
    before: dict[str, set[str]] = defaultdict(set)
    behind: dict[str, set[str]] = defaultdict(set)
    for run in (match[0] for match in _HAN_RUN.finditer(text)):
        for start in range(len(run)):
            for length in range(2, min(_LONGEST, len(run) - start) + 1):
                words = run[start : start + length]
                counts[words] += 1
                before[words].add(run[start - 1] if start else f"^{len(before[words])}")
                behind[words].add(run[start + length] if start + length < len(run) else f"${len(behind[words])}")
    kept = {
        words: count
        for words, count in counts.items()
        if count > 1 and min(len(before[words]), len(behind[words])) > 1 and not {words[0], words[-1]} & _FUNCTION
    }
    inside = Counter(dict.fromkeys(kept, 0))
    for words, count in kept.items():
        for start in range(len(words)):
            for end in range(start + 2, len(words) + 1):
                if end - start < len(words) and words[start:end] in kept:
                    inside[words[start:end]] = max(inside[words[start:end]], count)
    return {words: count for words, count in kept.items() if inside[words] < count}
