"""The content of a finished PDF as plain values: glyphs, lines, links, outline, fonts.

All lengths are points (1/72 in); x grows to the right from the left edge of the page as it is read, y grows downward
from its top edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs

if TYPE_CHECKING:
    from wicpress.proofing.pdf.fonts import PdfFont


@attrs.frozen
class Unreadable:
    """A file that cannot be read, and why, in one sentence; ``hint`` is the way out, where there is one."""

    reason: str
    hint: str = ""


@attrs.frozen
class Mark:
    """The marked content that encloses a glyph (ISO 32000-1, 14.6), seen from the innermost sequence."""

    tag: str  # the innermost tag: "Span", "P", "Artifact" ...
    mcid: int | None = None  # the nearest enclosing identifier
    stream: int = 0  # object number of the form XObject whose content holds it; 0 is the page's own
    artifact: bool = False
    lang: str = ""  # from a property list of the content, not from the structure tree
    actual: str | None = None  # ActualText of the nearest sequence that has one
    span: int = 0  # the number of its ActualText sequence on the page; 0: none
    formula: bool = False  # within a sequence of the tag Formula
    subtype: str = ""  # of an artifact: Header, Footer, Watermark (ISO 32000-1, table 330)


class Glyph(NamedTuple):
    """One glyph as painted. A tuple rather than an attrs class: a book has millions of them."""

    char: str  # what a reader copies: "" nothing, several characters for a ligature
    cid: int  # character identifier in a composite font, code in a simple one
    font: PdfFont
    size: float
    x: float  # origin
    y: float  # baseline
    advance: float  # the font's own advance, without any spacing that the line adds
    upright: bool  # horizontal, left to right, not rotated
    visible: bool
    mark: Mark | None
    pale: bool = False  # in a colour that is hardly seen on paper
    drawn: bool = False  # it is invisible, and stands for a formula, whose drawing has no text

    @property
    def end(self) -> float:
        """The x where the font's own advance ends, in pt."""
        return self.x + self.advance


class PaintedShape(NamedTuple):
    """A path or a picture as painted: its rectangle from the top left, within what clips it."""

    x0: float
    y0: float
    x1: float
    y1: float
    picture: bool
    filled: bool  # it hides what is painted before it
    white: bool  # filled with the colour of paper: no ink
    mark: Mark | None
    order: int  # how many glyphs are painted before it


@attrs.frozen
class Line:
    """A row of glyphs on one baseline, as a reader sees it; raised and lowered small glyphs belong to it."""

    page: int  # 1-based
    text: str
    x0: float
    x1: float  # where the last visible glyph's advance ends
    y: float
    size: float  # of most of its glyphs
    fonts: tuple[str, ...]
    glyphs: tuple[Glyph, ...] = attrs.field(repr=False)


@attrs.frozen
class Link:
    """A link annotation: its rectangle (x0, y0, x1, y1 from the top left) and its target."""

    page: int
    rect: tuple[float, float, float, float]
    uri: str = ""
    target: int | None = None  # 1-based page
    target_y: float | None = None  # pt from the top of the target page
    contents: str = ""
    problem: str = ""  # why a destination could not be resolved


@attrs.frozen
class Bookmark:
    """One entry of the outline."""

    title: str
    level: int  # 1 is the top
    page: int | None


@attrs.frozen
class Page:
    """One page: `number` is 1-based, `label` what a reader shows for it."""

    number: int
    label: str
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = attrs.field(repr=False)
    lines: tuple[Line, ...] = attrs.field(repr=False)
    links: tuple[Link, ...]
    problems: tuple[str, ...] = ()
    shapes: tuple[PaintedShape, ...] = attrs.field(default=(), repr=False)
    sequences: tuple[tuple[int, int], ...] = attrs.field(default=(), repr=False)  # (stream, mcid) as they are painted
    turned: bool = False  # its text runs up the sheet
    rotated: bool = False  # programs show it turned


@attrs.frozen
class Info:
    """The properties of a PDF as a whole."""

    version: str
    page_count: int
    lang: str
    tagged: bool
    labelled: bool  # page labels are declared
    metadata: dict[str, str]  # the Info dictionary, keys without slash
    xmp: bytes = attrs.field(repr=False)
    outline: tuple[Bookmark, ...]
    display_title: bool


@attrs.frozen
class FontRecord:
    """A font of the file: `program` is the embedded program's kind, "" when nothing is embedded."""

    name: str
    subtype: str  # TrueType, Type1, Type3, CIDFontType0, CIDFontType2 ...
    embedded: bool
    program: str  # truetype, opentype, cff, cid-cff, type1, type3 or ""
    to_unicode: bool
    pages: tuple[int, ...]
