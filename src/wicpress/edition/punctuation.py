"""Half-width marks between Chinese characters, set full-width in print; the manuscript is never touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import Config

FULL_WIDTH = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
"""The marks that GB/T 15834-2011 wants full-width in Chinese text and that keyboards write half-width."""

MARKS = frozenset("“”‘’《》〈〉「」『』【】〔〕（），。、：；？！…—")
"""Marks of Chinese text; one of them beside a half-width mark says that this is Chinese, too."""

SPACES = " \t\n\u00a0"
PLACEHOLDER = "\ufffc"
"""Stands for what is in the line and has no words of ours: code, pictures, words of another language."""

PunctuationFixer = Callable[[tuple[m.Inline, ...], str], tuple[m.Inline, ...]]


@attrs.frozen
class Replacement:
    """A mark that print sets otherwise than the manuscript: ``context`` is the text around it, as written."""

    before: str
    after: str
    context: str
    path: str
    line: int
    block: str
    lang: str


@attrs.frozen
class _TextRun:
    """A run of characters of a side, where it begins, and whether it may be changed."""

    start: int
    text: str
    open: bool


def punctuation_fixer(config: Config) -> PunctuationFixer:
    """What ``config`` asks print to do with the words of each side: ``(inlines, tag) -> inlines``."""
    if config.punctuation != "fullwidth":
        return lambda inlines, _: inlines
    return fullwidth


def fullwidth(inlines: tuple[m.Inline, ...], tag: str) -> tuple[m.Inline, ...]:
    """``inlines`` of a whole side in language ``tag``, with full-width marks in Chinese text.

    A mark is judged by the characters beside it in the whole side, whichever emphasis or link they stand in.
    """
    if not is_chinese(tag):
        return inlines
    leaves = tuple(_leaves(inlines, 0))
    marks = fullwidth_marks("".join(leaf.text for leaf in leaves))
    return _rebuilt(inlines, iter(_mended(leaves, marks))) if marks else inlines


def replacements(sides: Iterable[tuple[str, m.Translation]], config: Config) -> tuple[Replacement, ...]:
    """Every mark of ``sides`` that print sets full-width, in their order; each side with the id of its block."""
    if config.punctuation != "fullwidth":
        return ()
    return tuple(each for block, side in sides if is_chinese(side.lang) for each in _replaced(side, block))


def is_chinese(tag: str) -> bool:
    """True where the marks of ``tag`` are those of Chinese: Japanese and Korean have others."""
    return lang.is_chinese_or_japanese(tag) and lang.primary(tag) != "ja"


def fullwidth_marks(text: str) -> dict[int, str]:
    """Which characters of ``text`` are set full-width: the place of each with what takes it.

    A mark after a Chinese character or mark is full-width, and so is one that a Chinese character follows at once;
    brackets are changed as pairs, by what stands outside them, so that ``f(x)`` and ``1)`` stay as they are.
    """
    marks: dict[int, str] = {}
    pairs = dict(_pairs(text))
    closes = {close: opened for opened, close in pairs.items()}
    for place, char in enumerate(text):
        if char not in FULL_WIDTH:
            continue
        if char == "(" and place in pairs:
            if _may_fix(text, place, pairs[place], marks):
                marks[place] = FULL_WIDTH[char]
        elif char == ")" and place in closes:
            if closes[place] in marks:
                marks[place] = FULL_WIDTH[char]
        elif char not in "()" and _may_fix(text, place, place, marks):
            marks[place] = FULL_WIDTH[char]
    return marks


def _may_fix(text: str, start: int, end: int, marks: dict[int, str]) -> bool:
    """True where a mark (or a pair of brackets, from ``start`` to ``end``) stands in Chinese.

    ``marks`` are those before it that are full-width already.
    """
    before = len(text[:start].rstrip(SPACES)) - 1
    left = marks.get(before, text[before]) if before >= 0 else ""
    right = text[end + 1 : end + 2]
    touched = text[start - 1] if start else ""
    if _is_chinese_char(left):
        return True
    if start != end:
        inside = text[start + 1 : end]
        return _is_chinese_char(inside[:1]) or (_is_chinese_char(right) and not touched.isalnum())
    return _is_chinese_char(right) and bool(touched) and touched not in SPACES


def _is_chinese_char(char: str) -> bool:
    """True for a Han character and for a mark that only Chinese text has."""
    return bool(char) and (bool(lang.HAN.match(char)) or char in MARKS)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    waiting: list[int] = []
    for place, char in enumerate(text):
        if char in "(（":
            waiting.append(place)
        elif char in ")）" and waiting:
            opened = waiting.pop()
            if text[opened] == "(" and char == ")":
                yield opened, place


# -------------------------------------------------------------------------------------- inlines


def _leaves(inlines: Iterable[m.Inline], start: int) -> Iterator[_TextRun]:
    """The runs of text of a side in order, one for each inline that has no inlines inside."""
    for inline in inlines:
        match inline:
            case m.Text(text):
                leaf = _TextRun(start, text, True)
            case m.Ruby(base):
                leaf = _TextRun(start, base, False)
            case m.FootnoteRef():
                leaf = _TextRun(start, "", False)
            case m.LineBreak():
                leaf = _TextRun(start, "\n", False)
            case m.Emphasis(children) | m.Strong(children) | m.Link(_, children):
                for leaf in _leaves(children, start):
                    yield leaf
                    start = leaf.start + len(leaf.text)
                continue
            case _:
                leaf = _TextRun(start, PLACEHOLDER, False)
        yield leaf
        start += len(leaf.text)


def _mended(leaves: tuple[_TextRun, ...], marks: dict[int, str]) -> Iterator[str]:
    """The text of each leaf with its marks in place; spaces around them go, for they bring their own."""
    whole = "".join(leaf.text for leaf in leaves)
    gone = set(_spaces(whole, marks))
    for leaf in leaves:
        if not leaf.open:
            yield leaf.text
            continue
        places = range(leaf.start, leaf.start + len(leaf.text))
        yield "".join(marks.get(place, whole[place]) for place in places if place not in gone)


def _spaces(text: str, marks: dict[int, str]) -> Iterator[int]:
    """The places of the spaces beside full-width marks: the blank half of a mark serves in their stead."""
    for place in marks:
        for step in (-1, 1):
            beside = place + step
            while 0 <= beside < len(text) and text[beside] in SPACES:
                yield beside
                beside += step


def _rebuilt(inlines: Iterable[m.Inline], texts: Iterator[str]) -> tuple[m.Inline, ...]:
    found: list[m.Inline] = []
    for inline in inlines:
        match inline:
            case m.Text():
                found.append(m.Text(next(texts)))
            case m.Emphasis(children) | m.Strong(children) | m.Link(_, children):
                found.append(attrs.evolve(inline, children=_rebuilt(children, texts)))
            case _:
                next(texts)
                found.append(inline)
    return tuple(found)


def _replaced(side: m.Translation, block: str) -> Iterator[Replacement]:
    text = "".join(leaf.text for leaf in _leaves(side.inlines, 0))
    line = side.span.line
    for place, mark in fullwidth_marks(text).items():
        context = text[max(0, place - 6) : place + 7].replace(PLACEHOLDER, "…").strip()
        yield Replacement(text[place], mark, context, side.span.path, line, block, side.lang)
