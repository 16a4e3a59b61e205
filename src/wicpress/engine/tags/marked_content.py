"""Encloses everything that is painted in marked content: of a structure element, or as an artifact.

Marked content is written while a page is painted; only the end of a line is changed afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from wicpress.engine.lines.reading_glyph import write_reading_glyph
from wicpress.engine.native import space_of
from wicpress.engine.tags.page_walker import PageTags
from wicpress.engine.tags.painting_order import clipped
from wicpress.engine.tags.text_follower import Ending
from wicpress.engine.tags.tree import MarkedSequence, Node

LAYOUT: Final = "/Artifact <</Type/Layout>> BDC"
SOFT_HYPHEN: Final = b"/Span <</ActualText <feff00ad>>> BDC"
HARD_HYPHEN: Final = b"/Span <</ActualText <feff002d200b>>> BDC"
"""A hyphen and U+200B, a place to break a line: of a hyphen alone, Poppler and PDFium join the word without it."""
WORD_SPACE: Final = b"/Span <</ActualText <feff0020>>> BDC"
_HYPHENS: Final = frozenset(b"/Span <</ActualText <feff%s>>> BDC" % each for each in (b"002d", b"2010", b"2011"))
_SHOW: Final = b"] TJ"
_LAST_GLYPH: Final = re.compile(rb"(\[.*)([0-9a-f]{4})>(-?[\d.]*)\] TJ", re.DOTALL)


class ContentMarker:
    """Marks the content of one page at a time.

    ``numbers`` is the element of each sequence of the page, by MCID; ``forms`` the same for each form XObject with
    text (a half-transparent block is painted in one).
    """

    def __init__(self) -> None:
        self.numbers: list[Node] = []
        self.forms: list[tuple[Any, list[Node]]] = []
        self._tags = PageTags(0)
        self._to_points: Any = None
        self._spaces: dict[str, list[bytes] | None] = {}

    def begin_page(self, tags: PageTags, to_points: Any) -> None:
        """Begin a page. ``to_points`` is the matrix from WeasyPrint's px to the page's pt."""
        self._tags, self._to_points = tags, to_points
        self.numbers, self.forms = [], []

    # --------------------------------------------------- in place of WeasyPrint's methods

    @contextmanager
    def marked(self, stream: Any, box: Any, tag: str) -> Iterator[None]:
        """Enclose the operators that paint ``box``, in place of ``Stream.marked``."""
        if stream._tags is None:
            with clipped(stream, box):
                yield
            return
        owner = self._tags.marked.get(box)
        if owner is None:
            properties = self._tags.artifacts.get(box, "/Type/Layout")
            stream.stream.append(f"/Artifact <<{properties}>> BDC")
        else:
            stream.stream.append(self._begin(stream, box, tag, *owner))
        is_formula = owner is not None and owner[0].kind == "Formula"
        ending = self._tags.endings.get(box)
        if is_formula:
            write_reading_glyph(stream, box, before_space=ending is not None and ending.space)
        start = len(stream.stream)
        try:
            with clipped(stream, box):
                yield
        finally:
            if ending is not None and owner is not None and not is_formula:
                self._finish(stream, start, ending)
            stream.stream.append(b"EMC")

    @contextmanager
    def artifact(self, stream: Any) -> Iterator[None]:
        """Enclose a rule, a background or a border, in place of ``Stream.artifact``."""
        if stream._tags is None:
            yield
            return
        stream.stream.append(LAYOUT)
        try:
            yield
        finally:
            stream.stream.append(b"EMC")

    # ------------------------------------------------------------------------------- marks

    def _begin(self, stream: Any, box: Any, tag: str, node: Node, mark: MarkedSequence) -> str:
        numbers = self._numbers(stream)
        mark.mcid = len(numbers)
        numbers.append(node)
        if numbers is not self.numbers:
            mark.form = stream
        if node.kind in {"Figure", "Formula"}:
            area = self._area(stream, box, on_page=mark.form is None)
            before = node.attributes.get("Layout", {}).get("BBox")
            node.attributes["Layout"] = {"BBox": _around(before, area) if before else area}
        return f"/{node.kind if node.kind == 'Formula' else tag} <</MCID {mark.mcid}>> BDC"

    def _numbers(self, stream: Any) -> list[Node]:
        """Return the elements by MCID of the current stream: the page, or a form XObject."""
        if stream.extra.get("Subtype") != "/Form":
            return self.numbers
        for form, numbers in self.forms:
            if form is stream:
                return numbers
        self.forms.append((stream, []))
        return self.forms[-1][1]

    def _area(self, stream: Any, box: Any, on_page: bool) -> list[float]:
        """Return a picture's box in the page's pt: left, bottom, right, top (ISO 32000-1, table 344)."""
        x, y = box.content_box_x(), box.content_box_y()
        matrix = stream.ctm if on_page else self._to_points
        corners = [matrix.transform_point(*corner) for corner in ((x, y), (x + box.width, y + box.height))]
        (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(*corners, strict=True))
        return [round(value, 3) for value in (x0, y0, x1, y1)]

    # ----------------------------------------------------------------------------- endings

    def _finish(self, stream: Any, start: int, ending: Ending) -> None:
        """Mark a hyphen as a soft or a hard one, and write the space that was removed at the end of the line."""
        lines = stream.stream
        end = len(lines) - 1
        while end >= start and lines[end] != b"ET":
            end -= 1
        if end < start:
            return
        if ending.hyphen or ending.hard_hyphen:
            length = len(lines)
            mark_hyphen(lines, start, end, SOFT_HYPHEN if ending.hyphen else HARD_HYPHEN)
            end += len(lines) - length
        if ending.space and (space := self._space(stream)) is not None:
            lines[end:end] = space

    def _space(self, stream: Any) -> list[bytes] | None:
        """Return the operators that show a space in the current font, or None where it has none."""
        if stream._old_font is None:
            return None
        name = stream._old_font[0]
        if name not in self._spaces:
            font = next((each for each in stream._fonts.values() if each.hash == name), None)
            self._spaces[name] = None if font is None or font.bitmap else _space_of(font)
        return self._spaces[name]


def _around(one: list[float], other: list[float]) -> list[float]:
    """Return the area around two areas: the parts of a formula in a line."""
    return [*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:])]


def _space_of(font: Any) -> list[bytes] | None:
    """Return the operators that show U+0020 in a font of the PDF, and add its width and text to the font.

    Where the glyph has the text of another space already, such as a no-break one, the text is in a marked span.
    """
    glyph_and_advance = space_of(font.hb_face)
    if glyph_and_advance is None:
        return None
    space, advance = glyph_and_advance
    font.widths.setdefault(space, advance)
    show = b"[<%04x>] TJ" % space
    return [show] if font.to_unicode.setdefault(space, " ") == " " else [WORD_SPACE, show, b"EMC"]


def mark_hyphen(lines: list[Any], start: int, end: int, mark: bytes) -> None:
    """Split off the last glyph of a line, in a span with a hyphen as its text (ISO 32000-1, 14.8.2.2.3)."""
    show = end - 1
    while show >= start and not (isinstance(lines[show], bytes) and lines[show].endswith(_SHOW)):
        show -= 1
    if show < start:
        return
    if lines[show + 1] == b"EMC":
        if lines[show - 1] in _HYPHENS:
            lines[show - 1] = mark
        return
    match = _LAST_GLYPH.fullmatch(lines[show])
    if match is None:
        return
    before, glyph, move = match.groups()
    parts = [mark, b"[<" + glyph + b">" + move + _SHOW, b"EMC"]
    if before != b"[<":
        parts.insert(0, before.removesuffix(b"<") + (b"" if before.endswith(b"<") else b">") + _SHOW)
    lines[show : show + 1] = parts
