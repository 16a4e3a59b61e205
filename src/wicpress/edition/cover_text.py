"""Titles of cover and title page: Chinese runs down and fills the height of the type area, English runs across.

A title that runs down is set in cells: a Han character or a mark each, up to four Latin letters or digits upright and
narrowed, longer words turned. Where one column would be too small it has several, from right to left, broken behind
marks where that is possible. A title that runs across is as large as its longest word and the height allow.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import attrs

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.edition.imprint.fields import series_lines
from wicpress.edition.page_geometry import LINE, Geometry
from wicpress.edition.people import credits_of
from wicpress.edition.text_widths import fitting_size, greatest_width, line_count, smaller_sizes, text_width
from wicpress.template_access import for_templates

NARROW = {1: 1.0, 2: 0.9, 3: 0.62, 4: 0.47}
"""The size of 1 to 4 Latin letters in one cell, in em of the cell."""
VERTICAL = str.maketrans(
    "，、。：；！？（）《》〈〉「」『』【】〔〕—…", "︐︑︒︓︔︕︖︵︶︽︾︿﹀﹁﹂﹃﹄︻︼︹︺︱︙"
)
"""Marks with a vertical form (Unicode blocks Vertical Forms and CJK Compatibility Forms)."""
FILL = 0.84
"""The size of the characters in em of the pitch, on the cover."""
AROUND_TURNED = 0.2
"""The least white around a word that is turned, in em."""
LONGEST_PHRASE = 10.0
"""Up to how many em a phrase is turned as one; in a longer one a column may end between words."""
COLUMN_GAP = 1.6
"""From one column to the next, in em."""
LEAST_SIZE = 16.0
"""The size in pt below which a title that runs down has one column more."""
LEAST_WORD = 9.0
"""The size in pt of a title that runs across below which its longest word is rather divided."""
COVER_MARGIN = 56.0
STANDARD_WIDTH = 482.0
"""The width of the standard page in pt; on narrower ones a title on the cover may be smaller."""
_LEVEL = 1.08
"""How much wider two lines of a title may be than the narrowest that hold it, because widths are estimated."""
_WORD = r"[^\s\u2e80-\uffff“”‘’—…·]+(?:’[^\s\u2e80-\uffff“”‘’—…·]+)*"
_CELLS = re.compile(rf"—{{2,}}|…{{2,}}|{_WORD}(?:\s+{_WORD})*|\S")
_QUOTES = (re.compile("“([^“”]*)”"), re.compile("(?<![A-Za-z])‘([^‘’]*)’"))
_BREAKS = frozenset("︐︑︒︓︔︕︖︶︾﹀﹂﹄︼︺”’·")
_NOT_FIRST = _BREAKS | frozenset("—…︱︙")
_NOT_LAST = frozenset("︵︽︿﹁﹃︻︹“‘")


@attrs.frozen
class Cell:
    """One cell of a vertical title: its characters, and their size in em of the cell.

    ``length`` is its height in em of a Han character's cell; ``turned``: the words are turned to the right.
    """

    text: str
    size: float
    length: float = 1.0
    turned: bool = False

    @property
    def latin(self) -> bool:
        """True where the cell holds Latin letters or digits."""
        return self.text.isascii()


@attrs.frozen
class VerticalTitle:
    """A title that runs down: ``size`` and ``pitch`` of the cells and ``top`` of the first, in pt.

    ``columns`` stand from right to left, ``gap`` pt from one's left edge to the next's.
    """

    lang: str
    columns: tuple[tuple[Cell, ...], ...]
    size: float
    pitch: float
    top: float
    gap: float

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, in order."""
        return tuple(cell for column in self.columns for cell in column)

    @for_templates
    def left(self, column: int) -> float:
        """Return how far a column, counted from 0, is from the left edge of the title, in pt."""
        return round((len(self.columns) - 1 - column) * self.gap, 2)


@attrs.frozen
class HorizontalTitle:
    """A title that runs across, its size and its leading in pt.

    ``width`` is that in pt in which its two lines are about equally long, 0 where it takes another number of them.
    """

    lang: str
    text: str
    size: float
    leading: float
    width: float = 0.0


def with_corner_brackets(title: str, language: str) -> str:
    """Return a title that runs down with corner brackets in the place of quotation marks.

    In simplified Chinese the double ones are for double marks (GB/T 15834-2011, 5.2); elsewhere the single ones are.
    """
    brackets = ("『{}』", "「{}」") if lang.script(language) == "Hans" else ("「{}」", "『{}』")
    for marks, pair in zip(_QUOTES, brackets, strict=True):
        title = marks.sub(lambda match, pair=pair: pair.format(match[1]), title)  # type: ignore[misc]
    return title


def vertical_cells(title: str) -> tuple[Cell, ...]:
    """Return ``title`` in cells: one for each Han character or mark, for up to four Latin letters or a phrase."""
    cells: list[Cell] = []
    for run in _CELLS.findall(title):
        words = run.split()
        if not run[0].isascii() and len(run) == 1:
            cells.append(Cell(run.translate(VERTICAL), 1.0))
        elif all(len(word) <= len(NARROW) and word.isalnum() for word in words):
            cells += [Cell(word, NARROW[len(word)]) for word in words]
        else:
            phrases = [" ".join(words)] if text_width(run) <= LONGEST_PHRASE else words
            cells += [Cell(each, 1.0, greatest_width(each) + AROUND_TURNED, turned=True) for each in phrases]
    return tuple(cells)


def _length(cells: Sequence[Cell], fill: float) -> float:
    """Return the length of a column in pitches: a turned word has no white between its letters."""
    return sum(cell.length * fill if cell.turned else 1.0 for cell in cells)


def _columns(cells: tuple[Cell, ...], count: int, fill: float) -> tuple[tuple[Cell, ...], ...]:
    """Return ``cells`` in at most ``count`` columns, about equally long; a mark that closes begins none."""
    columns: list[tuple[Cell, ...]] = []
    rest = cells
    for left in range(count, 1, -1):
        target = _length(rest, fill) / left
        places = [nth for nth in range(1, len(rest)) if _may_break(rest[nth - 1].text, rest[nth].text)]
        if not places or len(rest) <= 1:
            break

        def distance(place: int, rest: tuple[Cell, ...] = rest, target: float = target) -> float:
            over = _length(rest[:place], fill) - target
            return (over * 3 if over > 0.5 else abs(over)) - (
                2.5 if rest[place - 1].text in _BREAKS or rest[place - 1].text[0] == "—" else 0
            )

        place = min(places, key=distance)
        columns.append(rest[:place])
        rest = rest[place:]
    return (*columns, rest)


def _may_break(before: str, after: str) -> bool:
    return after[0] not in _NOT_FIRST and before not in _NOT_LAST


def vertical_title(
    title: str,
    language: str,
    height: float,
    top: float,
    width: float = 60.0,
    most: float = 60 * FILL,
    fill: float = FILL,
) -> VerticalTitle:
    """Return ``title`` over ``height`` pt from ``top``, in columns that are at most ``width`` pt wide together.

    ``most`` is the largest size of a character in pt, ``fill`` its size in em of the pitch. The ink of first and last
    cell meets the edges of the type area, unless the title is short.
    """
    cells = vertical_cells(with_corner_brackets(title, language))
    best: VerticalTitle | None = None
    for count in range(1, max(1, len(cells)) + 1):
        columns = _columns(cells, count, fill)
        longest = max(_length(column, fill) for column in columns) if cells else 1.0
        pitch = min(most / fill, height / max(1.0, longest), width / (fill * (1 + COLUMN_GAP * (len(columns) - 1))))
        size = pitch * fill
        if best is None or size > best.size + 0.05:
            best = VerticalTitle(language, columns, round(size, 1), round(pitch, 2), top, round(COLUMN_GAP * size, 2))
        is_narrow = pitch * fill * (1 + COLUMN_GAP * (len(columns) - 1)) >= width - 0.01
        if best.size >= min(LEAST_SIZE, most) or len(columns) < count or is_narrow:
            break
    assert best is not None
    inset = (best.pitch - best.size) / 2 + 0.05 * best.size
    pitch = best.pitch
    longest = max(_length(column, fill) for column in best.columns) if cells else 1.0
    if len(best.columns) == 1 and pitch < most / fill and longest > 1:
        pitch += (pitch - best.size + 0.1 * best.size) / (longest - 1)
    return attrs.evolve(best, pitch=round(pitch, 2), top=round(top - inset, 1))


@attrs.frozen
class CoverText:
    """The text of cover or title page: the ``vertical`` title in Chinese, if there is one, the others ``horizontal``.

    ``number`` is the year or the volume, which is set in large numerals: ``number_size`` pt high, ``number_bottom``
    pt from the foot of the page. ``small`` and ``leading`` are those of subtitles and names. With ``stacked`` each
    name of the publisher has a line, because together they are wider than one.
    """

    vertical: VerticalTitle | None
    horizontal: tuple[HorizontalTitle, ...]
    subtitles: tuple[tuple[str, str], ...]
    publishers: tuple[tuple[str, str], ...]
    number: str
    number_size: float
    number_bottom: float
    small: float
    leading: float
    stacked: bool
    series: tuple[tuple[str, str], ...] = ()


def lettering(config: Config, shape: Geometry) -> CoverText:
    """Return the text of the cover: titles without the year, and as ``number`` the year or else the volume."""
    titles = [(language, without_year(text, config.year)) for language, text in config.title.by_lang]
    number = config.year or config.volume
    left = COVER_MARGIN + shape.x2
    width = shape.width - left - 46
    number_size = round(min(104.0, (shape.width - left - 42) / max(1.0, 1.06 * text_width(number))), 1)
    names = _names(config)
    stacked = _is_wider(names, width / 8.5)
    lines = sum(line_count(text, width / 8.5) for _, text in names) if stacked else 1
    number_bottom = 54.4 + lines * LINE
    height = shape.height - 50 - number_bottom - (number_size if number else 0)
    across = _across(titles)
    largest = _largest_on_cover([text for _, text in across], width, min(20.0, 20.0 * shape.width / STANDARD_WIDTH))
    sizes = [(9.5, LINE), (8.5, 12.0), (7.0, 9.5)]
    fitted = _fit(across, largest, [(text, 0) for _, text in config.subtitle.by_lang], sizes, width, height)
    return CoverText(
        _down(titles, shape.depth, shape.top, shape.x2 - 12),
        fitted[0],
        config.subtitle.by_lang,
        names,
        number,
        number_size,
        number_bottom,
        *fitted[1],
        stacked,
    )


def _largest_on_cover(titles: Sequence[str], width: float, least: float) -> tuple[float, float]:
    """Return size and leading in pt of titles on a cover, smaller ones where they are long or take a line less."""
    large, *smaller = smaller_sizes(25.0, 30.0, least)
    if any(map(is_long, titles)):
        return smaller[-1]
    lines = {size: sum(line_count(text, 0.95 * width / size[0]) for text in titles) for size in (large, *smaller)}
    fewest = min(lines.values())
    return large if lines[large] <= len(titles) + 1 else next(size for size in lines if lines[size] == fewest)


def title_page(config: Config, shape: Geometry) -> CoverText:
    """Return the text of the title page: titles as they are, the year below them."""
    titles = list(config.title.by_lang)
    width = shape.measure - shape.x2 + 20
    names = _names(config)
    people, series = credits_of(config), series_lines(config)
    texts = [(text, 0) for _, text in (*config.subtitle.by_lang, *names)]
    texts += [("\u3000".join(text for _, text in person.names), 1) for person in people]
    texts += [(text, 0) for person in people for _, text in person.affiliations]
    texts += [(text, int(not nth)) for nth, (_, text) in enumerate(series)]
    sizes = [(9.0, LINE), (8.0, 12.0), (7.0, 9.5)]
    fitted = _fit(_across(titles), (19.0, 24.0), texts, sizes, width - 20, shape.depth - LINE)
    vertical = _down(titles, shape.depth - 2 * LINE, 3.6, shape.x2 - 14, 22.0, 22 / 32)
    stacked = _is_wider(names, (shape.measure - shape.x2) / fitted[1][0])
    below = (config.subtitle.by_lang, names, config.year, 9.0, 0.0, *fitted[1])
    return CoverText(vertical, fitted[0], *below, stacked, series)


def _across(titles: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the titles that run across: all that are not in Chinese or Japanese, else the first."""
    others = [each for each in titles if not lang.is_chinese_or_japanese(each[0])]
    return others or list(titles)


def _down(
    titles: Sequence[tuple[str, str]],
    height: float,
    top: float,
    width: float,
    most: float = 60 * FILL,
    fill: float = FILL,
) -> VerticalTitle | None:
    """Return the title that runs down: the first in Chinese or Japanese."""
    han = next((each for each in titles if lang.is_chinese_or_japanese(each[0])), None)
    return vertical_title(han[1], han[0], height, top, width, most, fill) if han else None


def _fit(
    titles: Sequence[tuple[str, str]],
    largest: tuple[float, float],
    texts: Sequence[tuple[str, int]],
    sizes: Sequence[tuple[float, float]],
    width: float,
    height: float,
) -> tuple[tuple[HorizontalTitle, ...], tuple[float, float]]:
    """Return ``titles`` in the size in which they fit, and size and leading of the ``texts`` below them.

    ``texts`` come with the empty lines above each; they are smaller where titles would not be larger than they are.
    """
    for small, leading in sizes:
        below = sum(leading * (line_count(text, width / small) + above) for text, above in texts) + 2 * leading
        words = [text for _, text in titles]
        size = fitting_size(words, smaller_sizes(*largest), width, height - below, LEAST_WORD)
        if size[0] > small:
            break
    across = tuple(
        HorizontalTitle(language, text, *size, _level_width(text, size[0], width)) for language, text in titles
    )
    return across, (small, leading)


def _level_width(title: str, size: float, width: float) -> float:
    """Return the width in pt in which the two lines of a title are about equally long, 0 where it has not two."""
    if line_count(title, width / size) != 2:
        return 0.0
    tenths = next(nth for nth in itertools.count(1) if line_count(title, nth / 10) <= 2)
    return round(min(tenths / 10 * _LEVEL * size, width), 1)


def _names(config: Config) -> tuple[tuple[str, str], ...]:
    """Return the names of the publisher, each once."""
    first_language = {text: language for language, text in reversed(config.publisher.by_lang)}
    return tuple((language, text) for language, text in config.publisher.by_lang if first_language[text] == language)


def _is_wider(names: Sequence[tuple[str, str]], width: float) -> bool:
    """Return whether names with 1 em between them are wider than a line of ``width`` em."""
    return sum(text_width(text) + 1 for _, text in names) - 1 > width


def without_year(title: str, year: str) -> str:
    """Return ``title`` without a ``year`` at either end: 2016年世界… and … Development 2016."""
    if not year:
        return title
    number = re.escape(year)
    text = re.sub(rf"^{number}\s*年?度?\s*|[\s,，]*[(（]?{number}年?[)）]?$", "", title)
    return text or title


def is_long(title: str, limit: int = 60) -> bool:
    """Return whether a horizontal title is set smaller: over ``limit`` letters, Han characters counting twice."""
    return sum(2 if lang.HAN.match(char) else 1 for char in title) > limit
