"""A part of a book, laid and painted: numbers, links and faces are left open for the binder to fill."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

PLACEHOLDER = b"\x00"
"""Stands in the text of a fragment where a number is left open."""
OBJECT_END = b"\x01"
"""Ends each object in the text of a fragment."""
EXTERNAL_OBJECTS = ("pages", "document", "fonts")
"""What the objects of a fragment refer to outside of it: the page tree, the root of the structure, the faces."""


class DeferredLinkText(str):
    """The target of a link, where the words that say where it leads are left open; ``lang`` is their language."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, target: str, lang: str) -> DeferredLinkText:
        said = super().__new__(cls, target)
        said.lang = lang
        return said


@attrs.frozen
class PageInfo:
    """A page as it was laid: the CSS page name it has (``cover``, ``contents``, … or empty), blank or not."""

    name: str
    blank: bool


@attrs.frozen
class DigitGlyphs:
    """The figures of a number in one face: (glyph, width in thousandths of an em, advance in px) by character."""

    face: str
    glyphs: Mapping[str, tuple[int, int, float]]

    def width(self, text: str) -> float:
        """How wide a number is, px."""
        return sum(self.glyphs[each][2] for each in text)

    def actual_text(self, text: str) -> bytes:
        """A number as the content tells it to readers: UTF-16, in hexadecimal digits."""
        return text.encode("utf-16-be").hex().encode()

    def codes(self, text: str) -> bytes:
        """A number as the content of a page shows it: four hexadecimal digits for each glyph."""
        return b"".join(b"%04x" % self.glyphs[each][0] for each in text)


@attrs.frozen
class DigitSlot:
    """Where in the content of a page a figure is to be written: at byte ``at``, in the place of a nought.

    It is figure ``place`` of the ``digits`` of the number of the page on which ``target`` stands: its glyph or,
    where it is ``spoken``, the character that readers are told.
    """

    at: int
    target: str
    place: int
    digits: int
    actual_text: bool
    figures: int


@attrs.frozen
class PageNumberSlot:
    """A printed folio, a content stream of its own: what stands before its x, before its number, and after that.

    ``x`` (px) is its place when it says ``said``; it leans to the ``lean`` of its width: 0 left, 1 right. ``style``
    is ``r``, ``R`` or ``D`` as in page labels.
    """

    parts: tuple[str, str, str]
    x: float
    align: float
    deferred_texts: str
    style: str
    figures: int


@attrs.frozen
class FragmentPage:
    """A page of a fragment: its object, its CSS page name, blank or not, its folios, the text that it begins with.

    ``start`` is (block, language, characters already set), None where the page holds no text of the flow. ``boxes``
    are its sizes as PDF writes them.
    """

    object: int
    name: str
    blank: bool
    boxes: str
    folios: tuple[PageNumberSlot, ...] = ()
    start: tuple[str, str, int] | None = None


@attrs.frozen
class Stream:
    """The data of a stream object; with ``slots`` it is not compressed yet."""

    object: int
    data: bytes
    slots: tuple[DigitSlot, ...] = ()


@attrs.frozen
class Bookmark:
    """A bookmark: where it leads (page of the fragment, x, y in pt), open or closed, and what is under it.

    ``element`` is the structure element that it is made of, an object; -1 where there is none.
    """

    label: str
    page: int
    x: float
    y: float
    open: bool
    marks: tuple[Bookmark, ...] = ()
    element: int = -1


@attrs.frozen
class FontUse:
    """The use of a face: ``facts`` describe it, ``sha256`` is the sum of the file that it comes from.

    ``widths`` and ``texts`` are by glyph, ``missing`` is the glyph that stands for a character the face lacks.
    """

    hash: str
    sha256: str
    facts: Mapping[str, Any]
    widths: Mapping[int, int]
    texts: Mapping[int, str]
    missing: Mapping[int, int]


@attrs.frozen
class PdfObjects:
    """What is written of a part of a book. Its objects are numbered from 0.

    ``text``, compressed, holds the bodies of all objects (of a stream, the inside of its dictionary), then the values
    of the rows of the parent tree, then the kids of the document element. ``cuts`` says for each cut what is to stand
    there, an index into: the objects, ``OUTSIDE``, the ``keys`` rows of the parent tree, ``said``. ``shared`` are
    the digests of objects that another fragment may have, too. ``names`` are (page, x, y) of the destinations.
    """

    objects: int
    keys: int
    text: bytes
    cuts: bytes
    streams: tuple[Stream, ...]
    shared: Mapping[int, str]
    sheets: tuple[FragmentPage, ...]
    names: Mapping[str, tuple[int, float, float]]
    deferred_texts: tuple[tuple[str, str], ...]
    ids: tuple[tuple[str, int], ...]
    marks: tuple[Bookmark, ...]
    figures: tuple[DigitGlyphs, ...]

    def references(self) -> Iterator[DigitSlot]:
        """The page references, in order."""
        for stream in self.streams:
            yield from stream.slots

    def filled(self, table: list[bytes]) -> list[bytes]:
        """The bodies with ``table[cut]`` in each cut."""
        pieces = zlib.decompress(self.text).split(PLACEHOLDER)
        whole = [b""] * (2 * len(pieces) - 1)
        whole[0::2] = pieces
        whole[1::2] = [table[cut] for cut in array("I", self.cuts)]
        return b"".join(whole).split(OBJECT_END)[:-1]


@attrs.frozen
class Fragment(PdfObjects):
    """A laid part of a book, whole. ``links`` are the places that links want, ``titles`` what stands at each id.

    Titles are by language. ``kinds`` are the roles of its structure, ``lang`` the language of the book.
    """

    name: str
    lang: str
    kinds: tuple[str, ...]
    links: tuple[str, ...]
    faces: tuple[FontUse, ...]
    titles: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    warnings: tuple[str, ...] = ()


# ------------------------------------------------------------------------------- views of a fragment


@attrs.frozen
class PlanInfo:
    """What a book is planned with: small, since those of all its parts are held at once.

    ``pages`` are its pages, ``links`` the places outside of it that it leads to or names the pages of, ``told`` the
    targets of links that are to be told in words, ``remarks`` what the engine said. ``packed_places`` and
    ``packed_starts`` are opened when they are asked for.
    """

    pages: tuple[PageInfo, ...]
    links: tuple[str, ...]
    described_links: tuple[str, ...]
    warnings: tuple[str, ...]
    packed_places: bytes
    packed_starts: bytes

    def places(self) -> dict[str, int]:
        """The page of the part, from 0, that each of its destinations is on."""
        names, pages = unpack_json(self.packed_places)
        return dict(zip(names, pages, strict=True))

    def starts(self) -> Iterator[tuple[str, str, int] | None]:
        """``Sheet.start`` of each page."""
        return (tuple(each) if each else None for each in unpack_json(self.packed_starts))


@attrs.frozen
class SharedResources:
    """What a part uses that the book has once: faces, roles, and the words for the targets of links.

    ``folios`` are (page of the part, style, figures) of the printed folios, ``references`` (target, figures) of the
    numbers of pages that are named.
    """

    lang: str
    kinds: tuple[str, ...]
    faces: tuple[FontUse, ...]
    titles: Mapping[str, Mapping[str, str]]
    figures: tuple[DigitGlyphs, ...]
    folios: tuple[tuple[int, str, int], ...]
    references: tuple[tuple[str, int], ...]


def pack_json(value: Any) -> bytes:
    """A value that JSON can say, compressed."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack_json(data: bytes | memoryview) -> Any:
    """The value that was ``closed``."""
    return json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
