"""A cache of computed values, each under the digest of everything that it was computed from."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol, TypeVar

import attrs

V = TypeVar("V")

_TUPLE, _MAP, _BYTES = "tuple", "map", "bytes"


class CacheBackend(Protocol):
    """Where bytes are kept by key; any entry may be gone the next day."""

    def get(self, key: str) -> bytes | None:
        """Return the bytes under ``key``, or None."""

    def put(self, key: str, data: bytes) -> bool:
        """Keep bytes under ``key``; return False where that fails."""

    def delete(self, key: str) -> None:
        """Delete the bytes under ``key``."""

    def locked(self, key: str) -> AbstractContextManager[None]:
        """Let one process at a time make what is under ``key``."""


class Codec:
    """Frozen values to JSON and back: tuples, mappings, bytes, what JSON has, and the attrs classes it is given.

    A value is an object with one name, ``tuple``, ``map``, ``bytes`` or the place of its class, and a list of what is
    in it; fields at the end that hold their defaults are left out. Keys of mappings are strings or whole numbers.
    Nothing but these classes is ever made.
    """

    def __init__(self, *classes: type) -> None:
        self._numbers = {each: str(nth) for nth, each in enumerate(classes)}
        self._fields = {each: [(f.name, f.default) for f in attrs.fields(each)] for each in classes}
        makers: dict[str, Callable[..., Any]] = {number: each for each, number in self._numbers.items()}

        def decode_object(pairs: list[tuple[str, list[Any]]]) -> Any:
            ((kind, inside),) = pairs
            if kind == _TUPLE:
                return tuple(inside)
            if kind == _MAP:
                return dict(inside)
            return base64.b64decode(inside[0], validate=True) if kind == _BYTES else makers[kind](*inside)

        self._decoder = json.JSONDecoder(object_pairs_hook=decode_object)

    def encode(self, value: Any) -> bytes:
        """Return the bytes of a value. Raise ``KeyError`` for a value of another class."""
        return json.dumps(self._to_json(value), ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )

    def decode(self, data: bytes) -> Any:
        """Return the value in ``data``. Raise ``ValueError``, ``TypeError`` or ``KeyError`` where there is none."""
        value = self._decoder.decode(data.decode("utf-8", "surrogatepass"))
        if isinstance(value, list):
            raise ValueError("a list only occurs inside a value")
        return value

    def _to_json(self, value: Any) -> Any:
        if value is None or isinstance(value, str | int | float):
            return value
        if isinstance(value, tuple):
            return {_TUPLE: [*map(self._to_json, value)]}
        if isinstance(value, Mapping):
            return {_MAP: [(key, self._to_json(each)) for key, each in value.items()]}
        if isinstance(value, bytes):
            return {_BYTES: [base64.b64encode(value).decode()]}
        fields = self._fields[type(value)]
        values = [getattr(value, name) for name, _ in fields]
        while values and values[-1] == fields[len(values) - 1][1]:
            values.pop()
        return {self._numbers[type(value)]: [*map(self._to_json, values)]}


@attrs.define
class BuildCache:
    """Values in a ``backend``, for one ``tool_fingerprint``; without a backend nothing is cached.

    ``corrupt_count`` counts entries that were damaged: they were deleted, and are computed again.
    """

    backend: CacheBackend | None = None
    tool_fingerprint: str = ""
    corrupt_count: int = 0

    def get(self, key: str, codec: Codec) -> Any:
        """Return the value under ``key``, or None."""
        data = self.backend.get(key) if self.backend and key else None
        if data is None:
            return None
        try:
            if self._digest(key, memoryview(data)[32:]) != data[:32]:
                raise ValueError("the entry is damaged")
            return codec.decode(data[32:])
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            assert self.backend is not None
            self.backend.delete(key)
            self.corrupt_count += 1
            return None

    def put(self, key: str, codec: Codec, value: Any) -> bool:
        """Keep a value; return False where that fails."""
        if self.backend is None or not key:
            return False
        data = codec.encode(value)
        return self.backend.put(key, self._digest(key, data) + data)

    def locked(self, key: str) -> AbstractContextManager[None]:
        """Let one process at a time compute what is under ``key``."""
        return self.backend.locked(key) if self.backend and key else nullcontext()

    @staticmethod
    def _digest(key: str, data: bytes | memoryview) -> bytes:
        """Return the digest of an entry and its key, so that no entry is taken for another."""
        digest = hashlib.sha256(key.encode())
        digest.update(data)
        return digest.digest()

    def get_or_compute(self, key: str, codec: Codec, compute: Callable[[], V]) -> V:
        """Return the value under ``key``, or compute and keep it; with an empty key it is not kept."""
        cached = self.get(key, codec)
        if cached is None:
            cached = compute()
            self.put(key, codec, cached)
        return cached  # type: ignore[no-any-return]

    def key(self, kind: str, *parts: str | Sequence[str]) -> str:
        """Return the key of a ``kind`` of value that is computed from ``parts``: texts, and lists of texts."""
        digest = hashlib.sha256()
        for part in (self.tool_fingerprint, kind, *parts):
            for text in (part,) if isinstance(part, str) else part:
                data = text.encode("utf-8", "surrogatepass")
                digest.update(b"%d:" % len(data))
                digest.update(data)
            digest.update(b";")
        return digest.hexdigest()


NO_CACHE = BuildCache()
"""A cache that keeps nothing."""
