"""Describe where two files differ first, and what differs between two tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any


def first_difference(old: bytes, new: bytes) -> str:
    """Describe where ``new`` first differs from ``old``: the member of an EPUB, the line of a text, the byte."""
    if old == new:
        return ""
    if old.startswith(b"PK") and new.startswith(b"PK"):
        if where := _in_container(old, new):
            return where
    elif _is_text(old) and _is_text(new):
        return _in_lines(old, new)
    return _in_bytes(old, new)


def _in_bytes(old: bytes, new: bytes) -> str:
    position = _first_byte(old, new)
    sizes = f" ({len(old)} bytes became {len(new)})" if len(old) != len(new) else ""
    return f"at byte {position}{sizes}"


def _first_byte(old: bytes, new: bytes) -> int:
    """Return the position of the first byte that differs, by bisection: comparing byte by byte is slow."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if old[:middle] == new[:middle] else (low, middle - 1)
    return low


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _in_lines(old: bytes, new: bytes) -> str:
    one, other = old.decode("utf-8").split("\n"), new.decode("utf-8").split("\n")
    number = next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    was, now = (lines[number].strip()[:80] if number < len(lines) else "(the end)" for lines in (one, other))
    return f"in line {number + 1}: `{was}` became `{now}`"


def _in_container(old: bytes, new: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(old)) as one, zipfile.ZipFile(io.BytesIO(new)) as other:
            before, after = one.namelist(), other.namelist()
            for name in before:
                if name not in after:
                    return f"{name} is no longer inside"
                if (was := one.read(name)) != (now := other.read(name)):
                    return f"inside, {name} {first_difference(was, now)}"
            for name in after:
                if name not in before:
                    return f"{name} is new inside"
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        pass
    return ""  # the same members, compressed differently


def changed(old: Mapping[str, Any], new: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Yield the differences of two tables, a line each: ``packages.weasyprint.version: 70.0 became 70.1``."""
    for key in dict.fromkeys((*old, *new)):
        here = f"{path}.{key}" if path else str(key)
        was, now = old.get(key), new.get(key)
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            yield from changed(was, now, here)
        elif was != now:
            yield f"{here}: {_shown(was)} became {_shown(now)}"


def _shown(value: Any) -> str:
    return "nothing" if value in (None, "") else str(value)
