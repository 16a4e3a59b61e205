"""A fragment as bytes: a sum over all of it, then sections, so that who wants one of them opens no other.

No code, ever: tables in JSON, and raw data.
"""

from __future__ import annotations

import functools
import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import attrs

from wicpress.fragments.model import (
    Bookmark,
    DigitGlyphs,
    DigitSlot,
    FontUse,
    Fragment,
    FragmentPage,
    PageInfo,
    PageNumberSlot,
    PdfObjects,
    PlanInfo,
    SharedResources,
    Stream,
    pack_json,
    unpack_json,
)

_MAGIC = b"wicpress fragment 2\n"
_DIGEST_SIZE = 32
_LENGTH = 8
_SECTIONS = 5
"""How many sections stand before the raw data: sketch, places, starts, uses, body."""
_RAW = frozenset({"text", "cuts", "streams"})
_OWN = ("name", "lang", "kinds", "links", "faces", "titles", "warnings")
"""What a fragment has beside its body; it is packed with its uses."""
_BY_GLYPH = ("widths", "texts", "missing")
"""The tables of a face."""


class CorruptFragment(ValueError):  # noqa: N818, it says what the bytes are
    """The bytes are not those of a fragment as it was packed."""


def pack(fragment: Fragment, key: str = "") -> bytes:
    """The bytes of a fragment.

    ``key`` is the name under which they are kept: the sum covers it, so that one entry is never taken for another.
    """
    table = attrs.asdict(fragment, filter=lambda field, _: field.name not in _RAW)
    own = {name: table.pop(name) for name in _OWN}
    own["faces"] = [each | {key: _columns(each[key]) for key in _BY_GLYPH} for each in own["faces"]]
    starts = [each.start for each in fragment.sheets]
    sections = map(
        pack_json, (_sketch(fragment), _places(fragment), starts, _uses(fragment, own), _body(fragment, table))
    )
    packed = [*sections]
    raw = (fragment.text, fragment.cuts, *(each.data for each in fragment.streams))
    rest = b"".join((*(len(each).to_bytes(_LENGTH, "big") for each in packed), *packed, *raw))
    return b"".join((_MAGIC, _digest(key, rest), rest))


def read_plan_info(data: bytes, key: str = "") -> PlanInfo:
    """What a book is planned with of the fragment in ``data``, packed under ``key``. Raises ``Damaged``."""
    with _reading():
        head, places, starts, *_ = _sections(data, key)
        pages, links, told, remarks = unpack_json(head)
        laid = tuple(_page(name, bool(blank)) for name, blank in pages)
        return PlanInfo(laid, tuple(links), tuple(told), tuple(remarks), bytes(places), bytes(starts))


def read_shared(data: bytes, key: str = "") -> SharedResources:
    """What the fragment in ``data``, packed under ``key``, uses that a book has once. Raises ``Damaged``."""
    with _reading():
        own, figures, folios, references = unpack_json(_sections(data, key)[3])
        found = _values({each: own[each] for each in ("lang", "kinds", "faces", "titles")})
        found |= _values({"figures": figures, "folios": folios, "references": references})
        return SharedResources(**found)


def read_objects(data: bytes, key: str = "") -> PdfObjects:
    """What is written of the fragment in ``data``, packed under ``key``. Raises ``Damaged``."""
    with _reading():
        return PdfObjects(**_read_objects(_sections(data, key)))


def unpack(data: bytes, key: str = "") -> Fragment:
    """The fragment in ``data``, packed under ``key``. Raises ``Damaged``."""
    with _reading():
        sections = _sections(data, key)
        return Fragment(**_read_objects(sections), **_values(unpack_json(sections[3])[0]))


# ---------------------------------------------------------------------------------------- packing


def _sketch(fragment: Fragment) -> Any:
    wanted = {*fragment.links, *(slot.target for slot in fragment.references())}
    pages = [(each.name, int(each.blank)) for each in fragment.sheets]
    told = dict.fromkeys(target for target, _ in fragment.deferred_texts)
    return pages, sorted(wanted - fragment.names.keys()), [*told], fragment.warnings


def _places(fragment: Fragment) -> Any:
    return [*fragment.names], [page for page, _, _ in fragment.names.values()]


def _uses(fragment: Fragment, own: dict[str, Any]) -> Any:
    sheets = enumerate(fragment.sheets)
    folios = [(nth, slot.style, slot.figures) for nth, sheet in sheets for slot in sheet.folios]
    numbers = (slot for slot in fragment.references() if slot.place == 0 and not slot.actual_text)
    figures = [attrs.asdict(each) for each in fragment.figures]
    return own, figures, folios, [(slot.target, slot.figures) for slot in numbers]


def _body(fragment: Fragment, table: dict[str, Any]) -> Any:
    streams = [
        (each.object, len(each.data), [attrs.astuple(slot) for slot in each.slots]) for each in fragment.streams
    ]
    return {**table, "streams": streams, "sizes": (len(fragment.text), len(fragment.cuts))}


def _columns(table: dict[int, Any]) -> tuple[list[int], list[Any]]:
    """A table by glyph as JSON reads it fastest: its names would be text."""
    return [*table], [*table.values()]


def _digest(key: str, data: bytes | memoryview) -> bytes:
    digest = hashlib.sha256(key.encode())
    digest.update(data)
    return digest.digest()


# ---------------------------------------------------------------------------------------- reading


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except CorruptFragment:
        raise
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise CorruptFragment(f"a fragment cannot be read: {error}") from error


def _sections(data: bytes, key: str) -> list[memoryview]:
    """The sections of a fragment, the raw data last, when the sum over all of them is right."""
    at = len(_MAGIC) + _DIGEST_SIZE
    whole = memoryview(data)
    if data[: len(_MAGIC)] != _MAGIC or _digest(key, whole[at:]) != data[len(_MAGIC) : at]:
        raise CorruptFragment("this is no fragment as it was packed")
    lengths = [int.from_bytes(whole[at + _LENGTH * nth :][:_LENGTH], "big") for nth in range(_SECTIONS)]
    at += _LENGTH * _SECTIONS
    found = []
    for length in lengths:
        found.append(whole[at : at + length])
        at += length
    return [*found, whole[at:]]


def _read_objects(sections: list[memoryview]) -> dict[str, Any]:
    """The fields of a body."""
    table, raw = unpack_json(sections[4]), sections[5]
    at = 0
    for name, length in zip(("text", "cuts"), table.pop("sizes"), strict=True):
        table[name] = bytes(raw[at : at + length])
        at += length
    streams = []
    for number, length, slots in table["streams"]:
        streams.append(Stream(number, bytes(raw[at : at + length]), tuple(DigitSlot(*slot) for slot in slots)))
        at += length
    if at != len(raw):
        raise ValueError("its sizes do not agree")
    table["streams"] = tuple(streams)
    return _values(table)


def _values(table: dict[str, Any]) -> dict[str, Any]:
    return {key: _READERS[key](value) if key in _READERS else value for key, value in table.items()}


@functools.cache
def _page(name: str, blank: bool) -> PageInfo:
    """A page of a kind: one value for all of them."""
    return PageInfo(name, blank)


def _sheet(table: dict[str, Any]) -> FragmentPage:
    folios = (PageNumberSlot(**{**each, "parts": tuple(each["parts"])}) for each in table["folios"])
    start = tuple(table["start"]) if table["start"] else None
    return FragmentPage(**{**table, "folios": tuple(folios), "start": start})


def _mark(table: dict[str, Any]) -> Bookmark:
    return Bookmark(**{**table, "marks": tuple(map(_mark, table["marks"]))})


def _face(table: dict[str, Any]) -> FontUse:
    by_glyph = {key: dict(zip(*table[key], strict=True)) for key in _BY_GLYPH}
    return FontUse(**{**table, **by_glyph})


def _numbered(table: dict[str, Any]) -> dict[int, Any]:
    return {int(key): value for key, value in table.items()}


def _each(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda values: tuple(map(read, values))


def _figures(table: dict[str, Any]) -> DigitGlyphs:
    return DigitGlyphs(table["face"], {char: tuple(each) for char, each in table["glyphs"].items()})


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "shared": _numbered,
    "sheets": _each(_sheet),
    "kinds": tuple,
    "names": lambda table: {key: tuple(each) for key, each in table.items()},
    "links": tuple,
    "deferred_texts": _each(tuple),
    "ids": _each(tuple),
    "marks": _each(_mark),
    "faces": _each(_face),
    "figures": _each(_figures),
    "folios": _each(tuple),
    "references": _each(tuple),
    "warnings": tuple,
}
