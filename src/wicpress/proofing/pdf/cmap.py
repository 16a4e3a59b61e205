"""Character maps of a PDF font: codes to CIDs, codes to Unicode (ISO 32000-1, 9.7.5 and 9.10.3)."""

from __future__ import annotations

import re

import attrs

_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|\[|\]|/[^\s<>\[\]()/%]+|[+-]?\d+|[A-Za-z][A-Za-z0-9_-]*|%[^\r\n]*")
Item = bytes | int | list[bytes]
_LARGEST_RANGE = 0x110000  # no valid range is longer than Unicode; a damaged file may have any length


@attrs.frozen
class CMap:
    """`spaces`: (byte length, first, last) of each codespace; `chars`: code to Unicode; `cids`: code to CID."""

    spaces: tuple[tuple[int, int, int], ...] = ()
    chars: dict[int, str] = attrs.field(factory=dict, repr=False)
    cids: dict[int, int] = attrs.field(factory=dict, repr=False)
    vertical: bool = False


def parse_cmap(data: bytes) -> CMap:
    """Read a CMap program; unknown operators are skipped."""
    spaces: list[tuple[int, int, int]] = []
    chars: dict[int, str] = {}
    cids: dict[int, int] = {}
    for keyword, rows in _sections(data):
        if keyword == "codespacerange":
            pairs = _rows(rows, 2)
            spaces += [(len(low), _int(low), _int(high)) for low, high in pairs if isinstance(low, bytes)]
        elif keyword == "bfchar":
            chars.update((_int(code), _text(value)) for code, value in _rows(rows, 2))
        elif keyword == "bfrange":
            for low, high, value in _rows(rows, 3):
                _bf_range(chars, _int(low), _int(high), value)
        elif keyword == "cidchar":
            cids.update((_int(code), _int(value)) for code, value in _rows(rows, 2))
        elif keyword == "cidrange":
            for low, high, value in _rows(rows, 3):
                first, start = _int(low), _int(value)
                count = min(_int(high) - first + 1, _LARGEST_RANGE)
                cids.update((first + step, start + step) for step in range(count))
    vertical = re.search(rb"/WMode\s+1\b", data) is not None
    return CMap(tuple(spaces), chars, cids, vertical)


def _sections(data: bytes) -> list[tuple[str, list[Item]]]:
    """Return the operands of each begin…end section of a CMap program, in order."""
    sections: list[tuple[str, list[Item]]] = []
    items: list[Item] | None = None
    array: list[bytes] | None = None
    for match in _TOKEN.finditer(data):
        token = match[0]
        if token.startswith(b"begin"):
            items, array = [], None
            sections.append((token[5:].decode("ascii"), items))
        elif items is None or token.startswith((b"%", b"/")):
            continue
        elif token.startswith(b"end"):
            items = None
        elif token == b"[":
            array = []
        elif token == b"]":
            items.append(array or [])
            array = None
        elif match[1] is not None:
            value = _hex(match[1])
            items.append(value) if array is None else array.append(value)
        elif token.lstrip(b"+-").isdigit():
            items.append(int(token))
    return sections


def _rows(items: list[Item], width: int) -> list[list[Item]]:
    return [items[start : start + width] for start in range(0, len(items) - width + 1, width)]


def _bf_range(chars: dict[int, str], first: int, last: int, value: Item) -> None:
    count = min(last - first + 1, _LARGEST_RANGE)
    if isinstance(value, list):
        chars.update((first + step, _text(item)) for step, item in zip(range(count), value, strict=False))
        return
    text = _text(value)
    if not text:
        return
    # Only the last code unit counts up; the characters before it stay.
    head, start = text[:-1], ord(text[-1])
    for step in range(count):
        if start + step < _LARGEST_RANGE:
            chars[first + step] = head + chr(start + step)


def _hex(digits: bytes) -> bytes:
    clean = b"".join(digits.split())
    return bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode("ascii"))


def _int(item: Item) -> int:
    if isinstance(item, list):
        return 0
    return item if isinstance(item, int) else int.from_bytes(item, "big")


def _text(item: Item) -> str:
    return item.decode("utf-16-be", "replace") if isinstance(item, bytes) else ""
