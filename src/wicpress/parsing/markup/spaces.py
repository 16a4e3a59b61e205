"""Finds the spaces that only part marks of Markdown from Chinese: ``河水 **向东** 流`` has no space on the page.

CommonMark needs a space, in places, before ``**`` opens and after it closes, mostly beside quotation marks, and
authors write one around all of them, around code and around comments. Between Han, or between a Chinese mark and
Han, it is no space of the text.
What parts words by itself stays: a space between two names, or on a line that is words and spaces alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import attrs

from wicpress.languages import HAN, KANA
from wicpress.notation import END, Mark

_FULL_WIDTH_MARK = re.compile(
    "[\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff60“”‘’…—·]"
)
_STOP = re.compile("[，。；：！？、…,.;:!?\n]")
_BETWEEN_WORDS = re.compile(f"(?<={HAN.pattern}) +(?={HAN.pattern})")
_SPACES = re.compile(" *")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "钟汪姜范陆姚邱邹熊孟秦侯邵史顾龚郝邢严赖钱汤尹黎易贺乔武谭廖韦莫欧鲁葛毛"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮鄧許呂蘇盧蔣賈葉閻鍾陸鄒龔嚴賴錢湯賀喬譚韋歐魯蕭"
)
_NAME = re.compile(
    rf"(?:[{_SURNAMES}][\u3400-\u9fff]{{1,2}}|(?:欧阳|司马|诸葛|上官|慕容|皇甫|公孙|夏侯)[\u3400-\u9fff]{{1,2}})"
)
_SIDES = {"emphasis", "strong", "code", "deleted", "marked"}


def needless_spaces(words: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """Yield the first offset and the end of each run of spaces in ``words`` that only parts a mark from Chinese."""
    if " " not in words or not HAN.search(words):
        return
    clauses = _Clauses.of(words, marks)
    spaces: set[tuple[int, int]] = set()
    for mark in marks:
        name = mark.effect.removeprefix(END)
        sides = []
        if name in _SIDES:
            sides = [_before(words, mark.start) if name == mark.effect else _behind(words, mark.end)]
        elif name == "comment":
            sides = [_before(words, mark.start), _behind(words, mark.end)]
        spaces.update(side for side in sides if side and _is_needless(clauses, side, is_code=name == "code"))
    yield from sorted(spaces)


def _before(words: str, end: int) -> tuple[int, int] | None:
    start = end
    while start and words[start - 1] == " ":
        start -= 1
    return (start, end) if start < end else None


def _behind(words: str, start: int) -> tuple[int, int] | None:
    spaces = _SPACES.match(words, start)
    return spaces.span() if spaces and spaces[0] else None


@attrs.frozen
class _Clauses:
    """Words, and what is asked of each space in them: it is looked for once, since a line may be as long as a file.

    ``hidden`` are the characters of marks; ``lines``, ``stops`` and ``between`` the offsets of line ends, of stops
    and of spaces between Han.
    """

    words: str
    hidden: Sequence[bool]
    lines: Sequence[int]
    stops: Sequence[int]
    between: Sequence[int]

    @classmethod
    def of(cls, words: str, marks: Sequence[Mark]) -> _Clauses:
        """Return the clauses of ``words`` that have these marks."""
        hidden = [False] * len(words)
        for mark in marks:
            hidden[mark.start : mark.end] = [True] * (mark.end - mark.start)
        shown = "".join("\0" if is_hidden else char for char, is_hidden in zip(words, hidden, strict=True))
        lines = [-1, *(match.start() for match in re.finditer("\n", words)), len(words)]
        stops = [match.start() for match in _STOP.finditer(shown)]
        return cls(words, hidden, lines, stops, [match.start() for match in _BETWEEN_WORDS.finditer(shown)])

    def line(self, at: int) -> tuple[int, int]:
        """Return where the line around an offset begins and ends."""
        nth = bisect_left(self.lines, at)
        return self.lines[nth - 1] + 1, self.lines[nth]

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Return where the clause around a run of spaces begins and ends, inside its line."""
        first, last = self.line(start)
        before, behind = bisect_left(self.stops, start), bisect_left(self.stops, end)
        return (
            max(first, self.stops[before - 1] + 1 if before else 0),
            min(last, self.stops[behind] if behind < len(self.stops) else last),
        )


def _is_needless(clauses: _Clauses, space: tuple[int, int], *, is_code: bool) -> bool:
    """Return whether a run of spaces beside a mark stands between Han, or between a Chinese mark and Han."""
    words, hidden = clauses.words, clauses.hidden
    one, other = _visible(words, hidden, space[0] - 1, -1), _visible(words, hidden, space[1], 1)
    if one is None or other is None:
        return False
    if is_code:
        return any(_is_chinese(words[at]) for at in (one, other))
    if not (_is_chinese(words[one]) and _is_chinese(words[other])):
        return False
    return not (_parts_names(words, hidden, one, other) or _parts_words(clauses, *space))


def _visible(words: str, hidden: Sequence[bool], at: int, step: int) -> int | None:
    """Return where the next character that is no mark is, from ``at`` on in the direction of ``step``."""
    while 0 <= at < len(words):
        if not hidden[at]:
            return None if words[at].isspace() else at
        at += step
    return None


def _is_chinese(char: str) -> bool:
    return bool(HAN.match(char) or KANA.match(char) or _FULL_WIDTH_MARK.match(char))


def _parts_names(words: str, hidden: Sequence[bool], one: int, other: int) -> bool:
    """Return whether the words that end at ``one`` and begin at ``other`` are names of persons."""
    start, end = one, other
    while start >= 0 and not hidden[start] and HAN.match(words[start]):
        start -= 1
    while end < len(words) and not hidden[end] and HAN.match(words[end]):
        end += 1
    return bool(_NAME.fullmatch(words[start + 1 : one + 1]) and _NAME.fullmatch(words[other:end]))


def _parts_words(clauses: _Clauses, start: int, end: int) -> bool:
    """Return whether the author parts words by spaces: elsewhere in the clause too, or in a line without stops."""
    first, last = clauses.clause(start, end)
    if bisect_left(clauses.between, first) < bisect_left(clauses.between, last):
        return True
    first, last = clauses.line(start)
    hidden = clauses.hidden
    is_at_edge = (hidden[first] and hidden[start - 1]) if first < start else False
    is_at_edge = is_at_edge or (end < last and hidden[end] and hidden[last - 1])
    return is_at_edge and bisect_left(clauses.stops, first) == bisect_left(clauses.stops, last)
