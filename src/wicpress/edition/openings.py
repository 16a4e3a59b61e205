"""How the titles of chapters and parts fit their opening page: their sizes, and where the text begins below them.

A title is set in the size of the style where it takes its place in it, and smaller where a word is wider than its
column, or where the title would take more than about half of the page. The text begins on line 16, a line below a
title that is longer, or higher where the page would have no room for what follows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.edition.page_geometry import LINE, Geometry
from wicpress.edition.text_widths import fitting_size, line_count
from wicpress.edition.view import ChapterView, ShownNode, ShownText
from wicpress.template_access import for_templates

SIZES = ((17.0, 24.0), (14.0, 20.0), (12.0, 17.0), (10.5, 15.0), (9.0, 13.0), (8.0, 12.0), (7.0, 11.0), (6.0, 9.0))
"""Sizes and leadings of titles in pt; the style sheet has the first for short titles, the second for long ones."""
LONG_HAN, LONG_LATIN = 14, 48
"""A chapter title over 14 Han characters or 48 letters is set smaller."""
ABOVE_TITLE, ABOVE_TITLE_LOW = 112.0, 64.0
"""Numeral and hairline above a title, in pt; the second where the style sheet sets them closer, as on low pages."""
LOW = 20
"""A page of fewer lines is low."""
OPENING = 240.0
"""The height of an opening in pt: 15 lines."""
LEAST_TEXT = 10 * LINE
"""The height in pt that is left for text below an opening: a heading, and a pair of three lines each."""
SECTION = 2
"""The level of the heading of a section."""
LEAST_TITLE = 9.0
"""The size of a title in pt below which its longest word is rather divided."""
LEAST_PICTURE = 160.0
"""The least height in pt that a picture at the head of a chapter is given, where the page has room for it."""
CAPTION_SIZE, CAPTION_LEADING = 8.0, 12.0
SECTION_SIZES = ((11.5, 16.0), (10.0, 13.0), (8.5, 11.0), (7.0, 9.0))
"""Sizes and leadings of the title of a section at the head of a chapter, in pt; the style sheet has the first."""
_FIRST_BASELINE = 18.4


@attrs.frozen
class Opening:
    """The opening of a chapter: its height, and that of a picture below it, in pt.

    ``section`` is the CSS of the title of a section with which the text begins, empty where it has its usual size.
    """

    height: float
    picture: float
    section: str


@for_templates
def is_long(member: ShownText) -> bool:
    """Return whether a title is set in the second size."""
    text = member.side.text
    return len(text) > (LONG_HAN if lang.is_chinese_or_japanese(member.lang) else LONG_LATIN)


def title_size(member: ShownText, width: float, height: float) -> tuple[float, float]:
    """Return size and leading in pt of a title in a column of ``width`` by ``height`` pt."""
    sizes = SIZES[1:] if is_long(member) else SIZES
    text = member.side.text
    size, leading = fitting_size([text], sizes, width, height, LEAST_TITLE)
    if size == SIZES[0][0] and line_count(text, width / size) * leading > OPENING - ABOVE_TITLE:
        return SIZES[1]
    return size, leading


def title_style(size: tuple[float, float], *, is_long: bool) -> str:
    """Return the CSS of a title in ``size`` and leading, empty where it has the size of the style sheet.

    The first baselines of two languages in different sizes are level; a number above the title is not lowered with
    it, which ``--lower`` says.
    """
    if size == SIZES[1 if is_long else 0]:
        return ""
    padding = _FIRST_BASELINE - (size[1] - size[0]) / 2 - 0.88 * size[0]
    lowered = f"padding-top: {padding:.1f}pt; --lower: {padding:.1f}pt"
    return f"font-size: {size[0]:g}pt; line-height: {size[1]:g}pt; {lowered}"


@attrs.frozen
class Openings:
    """The openings of an edition in ``languages`` on pages of one ``shape``, for templates.

    ``in_columns``: each language has a column of its own.
    """

    shape: Geometry
    languages: tuple[str, ...]
    in_columns: bool

    @for_templates
    def style(self, node: ShownNode, member: ShownText) -> str:
        """Return the CSS of one title of a chapter or part."""
        return title_style(self._size(node, member), is_long=is_long(member))

    @for_templates
    def of(self, chapter: ChapterView, runs_on: bool = False, has_number: bool = False) -> Opening:
        """Return the height of a chapter's opening, and that of a picture with which it opens.

        What ``runs_on`` below other text is as high as its title (0). ``has_number``: a line above the title has one.
        """
        title = max((self._title_height(chapter.title, each) for each in chapter.title.members), default=0.0)
        above_title = (ABOVE_TITLE_LOW if runs_on else self._above_title) + LINE * has_number
        natural = _whole_lines(above_title + title + LINE)
        captions, above = self._object_at_head(chapter.blocks)
        free = self.shape.depth - captions - above
        most = (free - (LEAST_PICTURE if captions else LEAST_TEXT)) // LINE * LINE
        height = max(natural, min(OPENING, most))
        if runs_on:
            return Opening(0, max(2 * LINE, free - natural), "")
        return Opening(height, max(2 * LINE, free - height), self._section_style(chapter.blocks, natural))

    @property
    def _above_title(self) -> float:
        return ABOVE_TITLE_LOW if self.shape.lines < LOW else ABOVE_TITLE

    def _object_at_head(self, blocks: Iterable[ShownNode]) -> tuple[float, float]:
        """Return the height of the captions of the figure at the head of a chapter, and of the headings above it."""
        above = 0.0
        for node in blocks:
            if isinstance(node.piece, m.Heading):
                lines = (line_count(f"10 {each.side.text}", self._width(node, each) / 12) for each in node.members)
                above += LINE * (1 + max(lines, default=1)) + LINE * (node.piece.level == 2)
                continue
            first = _first_inside(node)
            if isinstance(first.piece, m.Figure):
                captions = (self._caption_height(first, each) for each in first.members)
                return _whole_lines(8 + max(24.0, *captions, 0.0)), above
            break
        return 0.0, above

    def _section_style(self, blocks: Iterable[ShownNode], opening: float) -> str:
        """Return the CSS with which the title of a section below an opening leaves room for what begins below it.

        That are two lines, or below each other three lines and two of their translation. Where no size leaves them,
        the section stands on the next page, in the usual one.
        """
        first = next(iter(blocks), None)
        below = LINE * (2 if self.in_columns or len(self.languages) == 1 else 5)
        if first is not None and isinstance(first.piece, m.Heading) and first.piece.level == SECTION:
            for size, leading in SECTION_SIZES:
                lines = (
                    line_count(f"10 {each.side.text}", self._width(first, each) / size) for each in first.members
                )
                if opening + _whole_lines(LINE + leading * max(lines, default=1)) + below <= self.shape.depth:
                    usual = (size, leading) == SECTION_SIZES[0]
                    return "" if usual else f"--first-heading: {size:g}pt; --first-leading: {leading:g}pt"
        return ""

    def _caption_height(self, node: ShownNode, member: ShownText) -> float:
        width = self._width(node, member) / CAPTION_SIZE
        return CAPTION_LEADING * line_count(f"Figure 10 {member.side.text}", width)

    def _title_height(self, node: ShownNode, member: ShownText) -> float:
        size, leading = self._size(node, member)
        return line_count(member.side.text, self._width(node, member) / size) * leading + 4

    def _size(self, node: ShownNode, member: ShownText) -> tuple[float, float]:
        height = min(0.45 * self.shape.depth, self.shape.depth - self._above_title - LEAST_TEXT - LINE)
        height = max(height, SIZES[0][1])  # a short title is never small
        return title_size(member, self._width(node, member), height)

    def _width(self, node: ShownNode, member: ShownText) -> float:
        """Return the width of the column of a title or a caption."""
        if len(self.languages) == 1 or node.shared:
            return self.shape.measure
        return self.shape.first if member.lang == self.languages[0] else self.shape.second


def _first_inside(node: ShownNode) -> ShownNode:
    """Return the first node without blocks inside it: the first of a quotation, say."""
    while node.children and not node.members:
        node = node.children[0]
    return node


def _whole_lines(height: float) -> float:
    return math.ceil(height / LINE - 0.01) * LINE
