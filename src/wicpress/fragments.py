"""A fragment: a section of a book as PDF objects, with page numbers, links, object numbers and fonts left open."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

PLACEHOLDER = b"\x00"
"""The byte in the text of a fragment where a number is left open."""
OBJECT_END = b"\x01"
"""Ends each object in the text of a fragment."""
PDF_1_7_NAMESPACE = "http://iso.org/pdf/ssn"
PDF_2_NAMESPACE = "http://iso.org/pdf2/ssn"
"""The standard structure namespaces (ISO 32000-2, 14.8.6)."""
EXTERNAL_OBJECTS = ("pages", "document", "fonts")
"""What the objects of a fragment refer to outside of it: the page tree, the root of the structure, the fonts."""


class DeferredLinkText(str):
    """The target of a link whose description in language ``lang`` is left open."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, target: str, lang: str) -> DeferredLinkText:
        """Return the text ``target`` with its language."""
        text = super().__new__(cls, target)
        text.lang = lang
        return text


@attrs.frozen
class PageInfo:
    """A laid-out page: its CSS page name (``cover``, ``contents``, … or empty), blank or not, ending early or not."""

    name: str
    blank: bool
    is_short: bool = False


@attrs.frozen
class DigitGlyphs:
    """The digits of one font: (glyph, width in thousandths of an em, advance in px) by character."""

    face: str
    glyphs: Mapping[str, tuple[int, int, float]]

    def width(self, text: str) -> float:
        """Return the width of a number in px."""
        return sum(self.glyphs[each][2] for each in text)

    def actual_text(self, text: str) -> bytes:
        """Return a number as an ActualText entry has it: UTF-16 in hexadecimal digits."""
        return text.encode("utf-16-be").hex().encode()

    def codes(self, text: str) -> bytes:
        """Return a number as a content stream shows it: four hexadecimal digits for each glyph."""
        return b"".join(b"%04x" % self.glyphs[each][0] for each in text)


@attrs.frozen
class DigitSlot:
    """Where a digit is written into a content stream: at byte ``at``, over the zero that is laid out there.

    It is digit ``place`` of the ``digits`` of the number of the page on which ``target`` stands: its glyph or, where
    ``actual_text`` is true, the character for assistive technology. ``digit_glyphs`` is an index in
    ``Fragment.digit_glyphs``.
    """

    at: int
    target: str
    place: int
    digits: int
    actual_text: bool
    digit_glyphs: int


@attrs.frozen
class PageNumberSlot:
    """A printed page number, a content stream of its own.

    ``parts`` are written before its x, before its digits, and after them. ``x`` (px) is its left edge for the number
    ``sample``; ``align`` is the share of its width on the left of its fixed point: 0 for a number ranged left, 1 for
    one ranged right. ``style`` is ``r``, ``R`` or ``D`` as in page labels (ISO 32000-1, 12.4.2), ``digit_glyphs`` an
    index in ``Fragment.digit_glyphs``.
    """

    parts: tuple[str, str, str]
    x: float
    align: float
    sample: str
    style: str
    digit_glyphs: int


@attrs.frozen
class FragmentPage:
    """A page of a fragment: its object, CSS page name, blank or not, page numbers, and the text it begins with.

    ``start`` is (block, language, characters on earlier pages), None where the page holds no text of the flow.
    ``boxes`` are its boxes as PDF writes them. ``is_short``: it ends early although the text goes on.
    """

    object: int
    name: str
    blank: bool
    boxes: str
    folios: tuple[PageNumberSlot, ...] = ()
    start: tuple[str, str, int] | None = None
    is_short: bool = False


@attrs.frozen
class Stream:
    """The data of a stream object; with ``slots`` it is not compressed yet."""

    object: int
    data: bytes
    slots: tuple[DigitSlot, ...] = ()


@attrs.frozen
class Bookmark:
    """A bookmark: its destination (page of the fragment, x, y in pt), open or closed, and those below it.

    ``element`` is the object of the structure element that it is made from; -1 where there is none.
    """

    label: str
    page: int
    x: float
    y: float
    open: bool
    children: tuple[Bookmark, ...] = ()
    element: int = -1


@attrs.frozen
class FontUse:
    """What a fragment uses of a font: ``facts`` describe it, ``sha256`` is the digest of its file.

    ``widths`` and ``texts`` are by glyph, ``missing`` holds the code point that a glyph is substituted for.
    """

    hash: str
    sha256: str
    facts: Mapping[str, Any]
    widths: Mapping[int, int]
    texts: Mapping[int, str]
    missing: Mapping[int, int]


@attrs.frozen
class EngineMessage:
    """What WeasyPrint reports, and where, if it is of a style sheet: its name in the job and the line, else 0."""

    text: str
    sheet: str = ""
    line: int = 0


@attrs.frozen
class Fragment:
    """A section of a book, laid out and painted. Its objects are numbered from 0.

    ``text``, compressed, holds the bodies of all objects (of a stream, the inside of its dictionary), then the values
    of the rows of the parent tree, then the kids of the document element. ``placeholders`` has for each placeholder
    an index into the concatenation of the objects, ``EXTERNAL_OBJECTS``, the ``parent_rows`` rows of the parent tree
    and ``deferred_texts`` (target and language of links). ``shared`` are the digests of objects that another
    fragment may have, too. ``names`` are the destinations, (page, x, y) in pt; ``links`` the names that links lead
    to; ``ids`` the structure elements with an id; ``structure_types`` those in use; ``titles`` the text at each id
    by language; ``warnings`` the messages of WeasyPrint. In PDF 2.0 ``namespaces`` are objects by the names of the
    namespaces, ``destinations`` the elements that ``names`` lead to, ``referring`` the elements that refer to a
    name in another fragment, and ``files`` those with the MathML of formulas. ``scaled`` has the pixels of pictures
    that are painted with fewer than they have, ``moved`` the block that each moved figure stands behind, by ids;
    ``divided`` are the ids of blocks that were to stand on one page, ``at_foot`` those of notes that found no room in
    their margins.
    """

    name: str
    objects: int
    text: bytes
    placeholders: bytes
    streams: tuple[Stream, ...]
    parent_rows: int = 0
    shared: Mapping[int, str] = attrs.field(factory=dict)
    pages: tuple[FragmentPage, ...] = ()
    names: Mapping[str, tuple[int, float, float]] = attrs.field(factory=dict)
    links: tuple[str, ...] = ()
    deferred_texts: tuple[tuple[str, str], ...] = ()
    ids: tuple[tuple[str, int], ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    faces: tuple[FontUse, ...] = ()
    digit_glyphs: tuple[DigitGlyphs, ...] = ()
    lang: str = ""
    structure_types: tuple[str, ...] = ()
    titles: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    warnings: tuple[EngineMessage, ...] = ()
    namespaces: Mapping[str, int] = attrs.field(factory=dict)
    destinations: Mapping[str, int] = attrs.field(factory=dict)
    referring: tuple[tuple[int, str], ...] = ()
    files: Mapping[str, int] = attrs.field(factory=dict)
    scaled: Mapping[str, tuple[tuple[int, int], ...]] = attrs.field(factory=dict)
    moved: tuple[tuple[str, str], ...] = ()
    divided: tuple[str, ...] = ()
    at_foot: tuple[str, ...] = ()

    def digit_slots(self) -> Iterator[DigitSlot]:
        """Yield the digits of page references, in order."""
        for stream in self.streams:
            yield from stream.slots

    def targets(self) -> set[str]:
        """Return every name that a link or a page reference leads to."""
        return {*self.links, *(slot.target for slot in self.digit_slots())}

    def filled(self, values: list[bytes]) -> list[bytes]:
        """Return the bodies with its value in each placeholder."""
        pieces = zlib.decompress(self.text).split(PLACEHOLDER)
        filled_parts = [b""] * (2 * len(pieces) - 1)
        filled_parts[0::2] = pieces
        filled_parts[1::2] = [values[index] for index in array("I", self.placeholders)]
        return b"".join(filled_parts).split(OBJECT_END)[:-1]
