"""Half-width punctuation in Chinese text, set full-width in the output; the manuscript stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import Config

FULL_WIDTH = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
"""Marks that are full-width in Chinese text (GB/T 15834-2011) and that keyboards write half-width."""

MARKS = frozenset("“”‘’《》〈〉「」『』【】〔〕（），。、：；？！…—")
"""Marks of Chinese text: beside one of them, a half-width mark is in Chinese text too."""

SPACES = " \t\n\u00a0"
PLACEHOLDER = "\ufffc"
"""Stands for what has no text in this language: code, pictures, text in another language."""

PunctuationFixer = Callable[[tuple[m.Inline, ...], str], tuple[m.Inline, ...]]


@attrs.frozen
class Replacement:
    """A mark that is set otherwise than the manuscript writes it: ``context`` is the manuscript's text around it."""

    before: str
    after: str
    context: str
    path: str
    line: int
    block: str
    lang: str


@attrs.frozen
class _TextRun:
    """A run of characters of a side: its offset in the text of the side, and whether it may be changed."""

    start: int
    text: str
    is_plain: bool


def punctuation_fixer(config: Config) -> PunctuationFixer:
    """Return the function that corrects the inlines of a side in a language, as ``config`` requires."""
    if config.punctuation != "fullwidth":
        return lambda inlines, _: inlines
    return fullwidth


def fullwidth(inlines: tuple[m.Inline, ...], language: str) -> tuple[m.Inline, ...]:
    """Return all ``inlines`` of a side in ``language``, with full-width marks in Chinese text.

    The characters beside a mark decide, also those in another emphasis or link.
    """
    if not is_chinese(language):
        return inlines
    runs = tuple(_text_runs(inlines, 0))
    marks = fullwidth_marks("".join(run.text for run in runs))
    return _with_texts(inlines, iter(_with_marks(runs, marks))) if marks else inlines


def replacements(sides: Iterable[tuple[str, m.Translation]], config: Config) -> tuple[Replacement, ...]:
    """Return every mark of ``sides`` that is set full-width, in order; ``sides`` are pairs of block id and side."""
    if config.punctuation != "fullwidth":
        return ()
    return tuple(each for block, side in sides if is_chinese(side.lang) for each in _replacements_in(side, block))


def is_chinese(language: str) -> bool:
    """Return whether ``language`` has Chinese punctuation; Japanese and Korean have their own."""
    return lang.is_chinese_or_japanese(language) and lang.primary(language) != "ja"


def fullwidth_marks(text: str) -> dict[int, str]:
    """Return the characters of ``text`` that are set full-width: the index of each with the mark for it.

    A mark after a Chinese character or mark is full-width, and so is one directly before a Chinese character.
    Brackets change in pairs, by the text outside them, so that ``f(x)`` and ``1)`` stay.
    """
    marks: dict[int, str] = {}
    pairs = dict(_pairs(text))
    openings = {closing: opening for opening, closing in pairs.items()}
    for place, char in enumerate(text):
        if char not in FULL_WIDTH:
            continue
        if char == "(" and place in pairs:
            if _is_in_chinese(text, place, pairs[place], marks):
                marks[place] = FULL_WIDTH[char]
        elif char == ")" and place in openings:
            if openings[place] in marks:
                marks[place] = FULL_WIDTH[char]
        elif char not in "()" and _is_in_chinese(text, place, place, marks):
            marks[place] = FULL_WIDTH[char]
    return marks


def _is_in_chinese(text: str, start: int, end: int, marks: dict[int, str]) -> bool:
    """Return whether a mark, or a pair of brackets from ``start`` to ``end``, is in Chinese text.

    ``marks`` are the full-width ones before it.
    """
    before = len(text[:start].rstrip(SPACES)) - 1
    left = marks.get(before, text[before]) if before >= 0 else ""
    right = text[end + 1 : end + 2]
    adjacent = text[start - 1] if start else ""
    if _is_chinese_char(left):
        return True
    if start != end:
        inside = text[start + 1 : end]
        return _is_chinese_char(inside[:1]) or (_is_chinese_char(right) and not adjacent.isalnum())
    return _is_chinese_char(right) and bool(adjacent) and adjacent not in SPACES


def _is_chinese_char(char: str) -> bool:
    """Return whether ``char`` is a Han character or a mark of Chinese text."""
    return bool(char) and (bool(lang.HAN.match(char)) or char in MARKS)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the indexes of each pair of half-width brackets."""
    unclosed: list[int] = []
    for place, char in enumerate(text):
        if char in "(（":
            unclosed.append(place)
        elif char in ")）" and unclosed:
            opening = unclosed.pop()
            if text[opening] == "(" and char == ")":
                yield opening, place


# -------------------------------------------------------------------------------------- inlines


def _text_runs(inlines: Iterable[m.Inline], start: int) -> Iterator[_TextRun]:
    """Yield the runs of text of a side in order, one for each inline without children."""
    for inline in inlines:
        match inline:
            case m.Text(text):
                run = _TextRun(start, text, True)
            case m.Ruby(base):
                run = _TextRun(start, base, False)
            case m.FootnoteRef() | m.SourcePage():
                run = _TextRun(start, "", False)
            case m.LineBreak():
                run = _TextRun(start, "\n", False)
            case m.InlineContainer(children=children) if not isinstance(inline, m.ForeignText):
                for run in _text_runs(children, start):
                    yield run
                    start = run.start + len(run.text)
                continue
            case _:
                run = _TextRun(start, PLACEHOLDER, False)
        yield run
        start += len(run.text)


def _with_marks(runs: tuple[_TextRun, ...], marks: dict[int, str]) -> Iterator[str]:
    """Yield the text of each run with full-width ``marks``, without the spaces beside them."""
    text = "".join(run.text for run in runs)
    spaces = set(_spaces(text, marks))
    for run in runs:
        if not run.is_plain:
            yield run.text
            continue
        places = range(run.start, run.start + len(run.text))
        yield "".join(marks.get(place, text[place]) for place in places if place not in spaces)


def _spaces(text: str, marks: dict[int, str]) -> Iterator[int]:
    """Yield the indexes of spaces beside full-width marks: the blank half of the mark takes their place."""
    for place in marks:
        for step in (-1, 1):
            beside = place + step
            while 0 <= beside < len(text) and text[beside] in SPACES:
                yield beside
                beside += step


def _with_texts(inlines: Iterable[m.Inline], texts: Iterator[str]) -> tuple[m.Inline, ...]:
    """Return ``inlines`` with the next of ``texts`` in each plain run."""
    changed: list[m.Inline] = []
    for inline in inlines:
        match inline:
            case m.Text():
                changed.append(m.Text(next(texts)))
            case m.InlineContainer(children=children) if not isinstance(inline, m.ForeignText):
                changed.append(attrs.evolve(inline, children=_with_texts(children, texts)))
            case _:
                next(texts)
                changed.append(inline)
    return tuple(changed)


def _replacements_in(side: m.Translation, block: str) -> Iterator[Replacement]:
    text = "".join(run.text for run in _text_runs(side.inlines, 0))
    line = side.span.line
    for place, mark in fullwidth_marks(text).items():
        context = text[max(0, place - 6) : place + 7].replace(PLACEHOLDER, "…").strip()
        yield Replacement(text[place], mark, context, side.span.path, line, block, side.lang)
