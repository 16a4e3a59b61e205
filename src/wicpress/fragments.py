"""A part of a book, laid and painted: numbers, links and faces are left open for the binder to fill."""

from __future__ import annotations

import hashlib
import json
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

CUT = b"\x00"
"""Stands in the text of a fragment where a number is left open."""
END = b"\x01"
"""Ends each object in the text of a fragment."""
OUTSIDE = ("pages", "document", "fonts")
"""What the objects of a fragment refer to outside of it: the page tree, the root of the structure, the faces."""

_MAGIC = b"wicpress fragment 1\n"


class Damaged(ValueError):  # noqa: N818, it says what the bytes are
    """The bytes are not those of a fragment as it was packed."""


class Said(str):
    """The target of a link, where the words that say where it leads are left open; ``lang`` is their language."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, target: str, lang: str) -> Said:
        said = super().__new__(cls, target)
        said.lang = lang
        return said


@attrs.frozen
class LaidPage:
    """A page as it was laid: the CSS page name it has (``cover``, ``contents``, … or empty), blank or not."""

    name: str
    blank: bool


@attrs.frozen
class Figures:
    """The figures of a number in one face: (glyph, width in thousandths of an em, advance in px) by character."""

    face: str
    glyphs: Mapping[str, tuple[int, int, float]]

    def width(self, text: str) -> float:
        """How wide a number is, px."""
        return sum(self.glyphs[each][2] for each in text)

    def spoken(self, text: str) -> bytes:
        """A number as the content tells it to readers: UTF-16, in hexadecimal digits."""
        return text.encode("utf-16-be").hex().encode()

    def codes(self, text: str) -> bytes:
        """A number as the content of a page shows it: four hexadecimal digits for each glyph."""
        return b"".join(b"%04x" % self.glyphs[each][0] for each in text)


@attrs.frozen
class Slot:
    """Where in the content of a page a figure is to be written: at byte ``at``, in the place of a nought.

    It is figure ``place`` of the ``digits`` of the number of the page on which ``target`` stands: its glyph or,
    where it is ``spoken``, the character that readers are told.
    """

    at: int
    target: str
    place: int
    digits: int
    spoken: bool
    figures: int


@attrs.frozen
class FolioSlot:
    """A printed folio, a content stream of its own: what stands before its x, before its number, and after that.

    ``x`` (px) is its place when it says ``said``; it leans to the ``lean`` of its width: 0 left, 1 right. ``style``
    is ``r``, ``R`` or ``D`` as in page labels.
    """

    parts: tuple[str, str, str]
    x: float
    lean: float
    said: str
    style: str
    figures: int


@attrs.frozen
class Sheet:
    """A page of a fragment: its object, its CSS page name, blank or not, its folios, the text that it begins with.

    ``start`` is (block, language, characters already set), None where the page holds no text of the flow. ``boxes``
    are its sizes as PDF writes them.
    """

    object: int
    name: str
    blank: bool
    boxes: str
    folios: tuple[FolioSlot, ...] = ()
    start: tuple[str, str, int] | None = None


@attrs.frozen
class Stream:
    """The data of a stream object; with ``slots`` it is not compressed yet."""

    object: int
    data: bytes
    slots: tuple[Slot, ...] = ()


@attrs.frozen
class Mark:
    """A bookmark: where it leads (page of the fragment, x, y in pt), open or closed, and what is under it.

    ``element`` is the structure element that it is made of, an object; -1 where there is none.
    """

    label: str
    page: int
    x: float
    y: float
    open: bool
    marks: tuple[Mark, ...] = ()
    element: int = -1


@attrs.frozen
class Face:
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
class Fragment:
    """A laid part of a book. Its objects are numbered from 0.

    ``text``, compressed, holds the bodies of all objects (of a stream, the inside of its dictionary), then the values
    of the rows of the parent tree, then the kids of the document element. ``cuts`` says for each cut what is to stand
    there, an index into: the objects, ``OUTSIDE``, the ``keys`` rows of the parent tree, ``said``. ``shared`` are
    the digests of objects that another fragment may have, too. ``names`` are (page, x, y) of the destinations,
    ``links`` those that links want, ``titles`` what stands at each id, by language.
    """

    name: str
    objects: int
    keys: int
    text: bytes
    cuts: bytes
    streams: tuple[Stream, ...]
    shared: Mapping[int, str]
    sheets: tuple[Sheet, ...]
    lang: str
    kinds: tuple[str, ...]
    names: Mapping[str, tuple[int, float, float]]
    links: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    ids: tuple[tuple[str, int], ...]
    marks: tuple[Mark, ...]
    faces: tuple[Face, ...]
    figures: tuple[Figures, ...]
    titles: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    remarks: tuple[str, ...] = ()

    def references(self) -> Iterator[Slot]:
        """The page references, in order."""
        for stream in self.streams:
            yield from stream.slots

    def filled(self, table: list[bytes]) -> list[bytes]:
        """The bodies with ``table[cut]`` in each cut."""
        pieces = zlib.decompress(self.text).split(CUT)
        whole = [b""] * (2 * len(pieces) - 1)
        whole[0::2] = pieces
        whole[1::2] = [table[cut] for cut in array("I", self.cuts)]
        return b"".join(whole).split(END)[:-1]


# ------------------------------------------------------------------------------------- the container


def pack(fragment: Fragment, key: str = "") -> bytes:
    """The bytes of a fragment: a line that says what it is, a sum, a table in JSON, and raw data. No code, ever.

    ``key`` is the name under which they are kept: the sum covers it, so that one entry is never taken for another.
    """
    table = attrs.asdict(fragment, filter=lambda field, _: field.name not in {"text", "cuts", "streams"})
    table["streams"] = [
        (each.object, len(each.data), [attrs.astuple(slot) for slot in each.slots]) for each in fragment.streams
    ]
    table["sizes"] = len(fragment.text), len(fragment.cuts)
    head = zlib.compress(
        json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 6
    )
    parts = (len(head).to_bytes(8, "big"), head, fragment.text, fragment.cuts)
    body = b"".join((*parts, *(each.data for each in fragment.streams)))
    return b"".join((_MAGIC, _sum(key, body), body))


def unpack(data: bytes, key: str = "") -> Fragment:
    """The fragment in ``data``, packed under ``key``. Raises ``Damaged``."""
    start = len(_MAGIC) + 32
    body = memoryview(data)[start:]
    if data[: len(_MAGIC)] != _MAGIC or _sum(key, body) != data[len(_MAGIC) : start]:
        raise Damaged("this is no fragment as it was packed")
    try:
        return _read(body)
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise Damaged(f"a fragment cannot be read: {error}") from error


def _sum(key: str, body: bytes | memoryview) -> bytes:
    digest = hashlib.sha256(key.encode())
    digest.update(body)
    return digest.digest()


def _read(body: memoryview) -> Fragment:
    at = 8 + int.from_bytes(body[:8], "big")
    table = json.loads(zlib.decompress(body[8:at]).decode("utf-8", "surrogatepass"))
    for name, length in zip(("text", "cuts"), table.pop("sizes"), strict=True):
        table[name] = bytes(body[at : at + length])
        at += length
    streams = []
    for number, length, slots in table["streams"]:
        streams.append(Stream(number, bytes(body[at : at + length]), tuple(Slot(*slot) for slot in slots)))
        at += length
    if at != len(body):
        raise ValueError("its sizes do not agree")
    table["streams"] = tuple(streams)
    return Fragment(**{**table, **{key: read(table[key]) for key, read in _READERS.items()}})


def _sheet(table: dict[str, Any]) -> Sheet:
    folios = (FolioSlot(**{**each, "parts": tuple(each["parts"])}) for each in table["folios"])
    start = tuple(table["start"]) if table["start"] else None
    return Sheet(**{**table, "folios": tuple(folios), "start": start})


def _mark(table: dict[str, Any]) -> Mark:
    return Mark(**{**table, "marks": tuple(map(_mark, table["marks"]))})


def _face(table: dict[str, Any]) -> Face:
    by_glyph = {key: _numbered(table[key]) for key in ("widths", "texts", "missing")}
    return Face(**{**table, **by_glyph})


def _numbered(table: dict[str, Any]) -> dict[int, Any]:
    return {int(key): value for key, value in table.items()}


def _each(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda values: tuple(map(read, values))


def _figures(table: dict[str, Any]) -> Figures:
    return Figures(table["face"], {char: tuple(each) for char, each in table["glyphs"].items()})


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "shared": _numbered,
    "sheets": _each(_sheet),
    "kinds": tuple,
    "names": lambda table: {key: tuple(each) for key, each in table.items()},
    "links": tuple,
    "said": _each(tuple),
    "ids": _each(tuple),
    "marks": _each(_mark),
    "faces": _each(_face),
    "figures": _each(_figures),
    "remarks": tuple,
}
