"""Writes the objects of a PDF with a placeholder for every reference, so that another file can hold them."""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from collections.abc import Mapping, Sequence, Set
from typing import Any, Final

import pydyf

from wicpress.engine.parts.compress import to_bytes
from wicpress.engine.parts.deferred_numbers import NotSeparable, TextWithSlots
from wicpress.fragments import (
    EXTERNAL_OBJECTS,
    OBJECT_END,
    PLACEHOLDER,
    DeferredLinkText,
    DigitGlyphs,
    DigitSlot,
    Stream,
)

_REFERENCE: Final = re.compile(rb"(\d+) 0 R")
_KEYS: Final = frozenset({"StructParents", "StructParent"})


class ReferenceExtractor:
    """Writes ``objects``, which refer to each other and, by the numbers in ``external``, to objects of the document.

    Those with numbers in ``unshared`` are never shared with other fragments, even where they are equal.
    """

    def __init__(
        self,
        objects: Sequence[Any],
        external: Mapping[str, int],
        parent_rows: int = 0,
        unshared: Set[int] = frozenset(),
    ) -> None:
        self.objects, self.parent_rows, self._unshared = objects, parent_rows, unshared
        self.place = {each.number: nth for nth, each in enumerate(objects)}
        self.place |= {number: len(objects) + EXTERNAL_OBJECTS.index(name) for name, number in external.items()}
        self._first_key = len(objects) + len(EXTERNAL_OBJECTS)
        self._deferred_texts: dict[tuple[str, str], int] = {}
        self._digit_glyphs_indexes: dict[int, int] = {}
        self._digests: dict[int, str] = {}
        self._text: list[bytes] = []
        self._placeholders = array("I")
        self.digit_glyphs: list[DigitGlyphs] = []

    def streams(self) -> tuple[Stream, ...]:
        """Write all objects; return the data of the streams among them."""
        return tuple(stream for each in self.objects if (stream := self._object(each)) is not None)

    def end_object(self) -> None:
        """End the object that was written last."""
        self._text.append(OBJECT_END)

    @property
    def text(self) -> bytes:
        """Return the written text, as ``Fragment.text``."""
        return zlib.compress(b"".join(self._text), 6)

    @property
    def placeholders(self) -> bytes:
        """Return the indexes of the placeholders, as ``Fragment.cuts``."""
        return self._placeholders.tobytes()

    @property
    def deferred_texts(self) -> tuple[tuple[str, str], ...]:
        """Return the link texts that are left open: (target, language)."""
        return tuple(self._deferred_texts)

    @property
    def shared(self) -> dict[int, str]:
        """Return the digests of objects that other fragments may have, too."""
        return self._digests

    def digit_glyphs_index(self, digit_glyphs: DigitGlyphs) -> int:
        """Return the index of ``digit_glyphs`` in ``Fragment.digit_glyphs``."""
        index = self._digit_glyphs_indexes.get(id(digit_glyphs))
        if index is None:
            index = self._digit_glyphs_indexes[id(digit_glyphs)] = len(self.digit_glyphs)
            self.digit_glyphs.append(digit_glyphs)
        return index

    # ----------------------------------------------------------------------------- objects

    def _object(self, each: Any) -> Stream | None:
        start, first = len(self._text), len(self._placeholders)
        stream = None
        if isinstance(each, pydyf.Stream):
            stream, extra = self._stream(each)
            self._entries(extra)
        else:
            self.value(each)
        if stream is None or not stream.slots:
            self._record_digest(each, start, first, stream.data if stream else b"")
        self.end_object()
        return stream

    def _stream(self, each: Any) -> tuple[Stream, dict[str, Any]]:
        extra = {key: value for key, value in each.extra.items() if key != "Length"}
        slots: list[DigitSlot] = []
        at = 0
        for line in each.stream:
            for slot in line.slots if isinstance(line, TextWithSlots) else ():
                index = self.digit_glyphs_index(slot.digit_glyphs)
                slots.append(DigitSlot(at + slot.at, slot.target, slot.place, slot.digits, slot.actual_text, index))
            at += len(to_bytes(line)) + 1
        data = b"\n".join(map(to_bytes, each.stream))
        if slots:
            extra["Filter"] = "/FlateDecode"
        elif each.compress:
            data, extra["Filter"] = zlib.compress(data, 9), "/FlateDecode"
        return Stream(self.place[each.number], data, tuple(slots)), extra

    def _record_digest(self, each: Any, start: int, first: int, data: bytes) -> None:
        indexes = self._placeholders[first:]
        if each.number not in self._unshared and all(index in self._digests for index in indexes):
            parts = (b"".join(self._text[start:]), *(self._digests[index].encode() for index in indexes), data)
            sizes = b",".join(b"%d" % len(part) for part in parts)
            self._digests[self.place[each.number]] = hashlib.sha256(b"".join((sizes, *parts))).hexdigest()

    # ------------------------------------------------------------------------------ values

    def value(self, value: Any) -> None:
        """Write a value: an object of pydyf, or what may stand in one."""
        if isinstance(value, dict):
            self._text.append(b"<<")
            self._entries(value)
            self._text.append(b">>")
        elif isinstance(value, list | tuple):
            self._text.append(b"[")
            for nth, each in enumerate(value):
                if nth:
                    self._text.append(b" ")
                self.value(each)
            self._text.append(b"]")
        elif isinstance(value, bytes) and (match := _REFERENCE.fullmatch(value)):
            self._add_placeholder(self.place[int(match[1])])
            self._text.append(b" 0 R")
        elif isinstance(value, pydyf.String) and isinstance(value.string, DeferredLinkText):
            self._add_placeholder(self._first_key + self.parent_rows + self._add_text(value.string))
        else:
            self._plain(to_bytes(value))

    def _entries(self, table: Mapping[str, Any]) -> None:
        for key, value in table.items():
            self._text.append(b"/" + to_bytes(key) + b" ")
            if key in _KEYS:
                self._add_placeholder(self._first_key + value)
            else:
                self.value(value)

    def _plain(self, data: bytes) -> None:
        if PLACEHOLDER in data or OBJECT_END in data:
            raise NotSeparable("a value contains the byte of a placeholder")
        self._text.append(data)

    def _add_placeholder(self, index: int) -> None:
        self._text.append(PLACEHOLDER)
        self._placeholders.append(index)

    def _add_text(self, text: DeferredLinkText) -> int:
        return self._deferred_texts.setdefault((str(text), text.lang), len(self._deferred_texts))
