"""Finished files that are damaged: bits, chunks, objects of a PDF, entries of a ZIP, elements of XML."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final

import pikepdf

BOMB: Final = b"<p>" + b"\x00" * (1 << 22)
NAMES: Final = (
    "../../victim/climbed.txt", "/etc/passwd", "EPUB/../../x", "mimetype", "EPUB\\x", "C:x", "a" * 300,
    "\u202e.xhtml", "META-INF/encryption.xml",
)  # fmt: skip
XML: Final = (
    '<!DOCTYPE c [<!ENTITY x SYSTEM "../victim/secret.txt">]>', "&x;", "<script>x</script>",
    '<img src="http://127.0.0.1:9/x"/>', "<", ">", "\x00", "</p>", '<?xml version="9"?>', 'xmlns="urn:x"',
    "<p>" * 400, "]]>", '<svg:svg/>', 'id="a"', 'href="../../x"',
    '<link href="file:///etc/hostname" rel="stylesheet"/>', "&#x0;", "<a href='javascript:x'/>", "<p", '"',
    "\ufffe",
)  # fmt: skip
_TEXT: Final = (".xhtml", ".opf", ".xml", ".css", ".ncx", ".svg")


def damaged_bytes(random: Random, data: bytes) -> bytes:
    """Return data with flipped bits, or cut, or with chunks that are swapped, doubled or overwritten."""
    changed = bytearray(data)
    kind = random.choice(("bits", "bits", "cut", "swap", "zero", "double", "insert"))
    start, middle, end = sorted(random.randrange(len(data)) for _ in range(3))
    if kind == "bits":
        for _ in range(random.choice((1, 1, 10, 100))):
            changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
    elif kind == "cut":
        del changed[start:]
    elif kind == "swap":
        changed[start:end] = data[middle:end] + data[start:middle]
    elif kind == "zero":
        changed[start : start + 64] = bytes(64)
    elif kind == "double":
        changed[start:middle] = data[start:middle] * 2
    else:
        changed[start:start] = random.randbytes(random.randint(1, 64))
    return bytes(changed)


# ---------------------------------------------------------------------------------------------- PDF


def damaged_pdf(random: Random, data: bytes) -> bytes:
    """Return a PDF of which bytes or objects are changed."""
    if random.random() < 0.5:
        return damaged_bytes(random, data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        objects = list(pdf.objects)
        for _ in range(random.choice((1, 1, 2, 5))):
            _change_object(random, pdf, random.choice(objects), objects)
        buffer = io.BytesIO()
        try:
            pdf.save(buffer)
        except (pikepdf.PdfError, RuntimeError, ValueError):  # the change is such that nothing can be written
            return damaged_bytes(random, data)
    return buffer.getvalue()


def _change_object(random: Random, pdf: pikepdf.Pdf, value: Any, objects: Sequence[Any]) -> None:
    """Change an entry, an item or the data of an object, or that of one in it."""
    if isinstance(value, pikepdf.Stream) and random.random() < 0.5:
        try:
            data = value.read_bytes()
            value.write(damaged_bytes(random, data) if data else b"/F Do " * 99)
        except pikepdf.PdfError:
            value.write(b"")
        return
    keys = sorted(value.keys()) if isinstance(value, pikepdf.Dictionary | pikepdf.Stream) else []
    if keys:
        key = random.choice(keys)
        inner = value.get(key)
        if isinstance(inner, pikepdf.Dictionary | pikepdf.Array) and not inner.is_indirect and random.random() < 0.5:
            _change_object(random, pdf, inner, objects)
        elif random.random() < 0.3:
            if key != "/Length":
                del value[key]
        elif key != "/Length":
            value[key] = _other_value(random, objects)
    elif isinstance(value, pikepdf.Array) and len(value):
        place = random.randrange(len(value))
        if random.random() < 0.3:
            del value[place]
        else:
            value[place] = _other_value(random, objects)


def _other_value(random: Random, objects: Sequence[Any]) -> Any:
    """Return a value of any type, or an object of the file that belongs elsewhere."""
    values: tuple[Callable[[], Any], ...] = (
        lambda: random.choice((0, -1, 1, 2**31, -(2**31), 2**40, 3)),
        lambda: random.choice((True, False)),
        lambda: pikepdf.Name(
            "/" + random.choice(("X", "Form", "Image", "Span", "H1", "Type0", "DCTDecode", "LZWDecode", "Crypt"))
        ),
        lambda: pikepdf.String(random.choice(("", "x", "\ufeff", "D:99999999999999", "en-", "x" * 999))),
        lambda: pikepdf.Array([]),
        lambda: pikepdf.Array([0, pikepdf.Array([-1, 1e9]), pikepdf.Name("/X")]),
        pikepdf.Dictionary,
        lambda: pikepdf.Dictionary(S=pikepdf.Name("/URI"), URI=pikepdf.String("http://127.0.0.1:9/")),
        lambda: random.choice(objects),
        lambda: random.choice(objects),
    )
    return random.choice(values)()


# --------------------------------------------------------------------------------------------- EPUB


def damaged_epub(random: Random, data: bytes) -> bytes:
    """Return an e-book of which bytes, entries or elements are changed."""
    if random.random() < 0.2:
        return damaged_bytes(random, data)
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        entries = [(info.filename, container.read(info)) for info in container.infolist()]
    for _ in range(random.choice((1, 1, 2, 4))):
        entries = _changed_entries(random, entries)
    return _container(random, entries)


def _changed_entries(random: Random, entries: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    entries = [*entries]
    place = random.randrange(len(entries))
    name, content = entries[place]
    kind = random.choice(("xml", "xml", "xml", "bytes", "remove", "rename", "double", "swap", "add", "bomb"))
    texts = [nth for nth, (each, _) in enumerate(entries) if each.endswith(_TEXT)]
    if kind == "xml" and texts:
        place = random.choice(texts)
        entries[place] = entries[place][0], _changed_xml(random, entries[place][1])
    elif kind == "bytes" and content:
        entries[place] = name, damaged_bytes(random, content)
    elif kind == "remove" and len(entries) > 1:
        del entries[place]
    elif kind == "rename":
        entries[place] = random.choice(NAMES), content
    elif kind == "double":
        entries.append((name, content[: len(content) // 2]))
    elif kind == "swap":
        other = random.randrange(len(entries))
        entries[place], entries[other] = (name, entries[other][1]), (entries[other][0], content)
    elif kind == "add":
        entries.append((random.choice(NAMES), b"x"))
    elif kind == "bomb":
        entries[place] = name, BOMB
    return entries


def _changed_xml(random: Random, data: bytes) -> bytes:
    """Return XML with something put in, taken out, or moved."""
    tags = [match.span() for match in re.finditer(rb"<[^>]*>", data)] or [(0, len(data))]
    start, end = random.choice(tags)
    piece = random.choice(XML).encode("utf-8", "replace")
    choices = (
        data[:start] + piece + data[start:],
        data[:start] + data[end:],
        data[:end] + data[start:],
        data[: end - 1] + b" " + piece + data[end - 1 :],
        data.replace(b'="', b'="' + piece[:40], 3),
        data.decode("utf-8", "replace").encode("utf-16"),
    )
    return random.choice(choices)


def _container(random: Random, entries: Sequence[tuple[str, bytes]]) -> bytes:
    """Pack entries; some with a method that an e-book may not have, some with a header that says something else."""
    buffer = io.BytesIO()
    methods = (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as container:
        warnings.simplefilter("ignore")  # two entries of one name
        for nth, (name, content) in enumerate(entries):
            method = random.choice(methods) if random.random() < 0.05 else zipfile.ZIP_DEFLATED
            container.writestr(name, content, zipfile.ZIP_STORED if not nth else method)
    data = bytearray(buffer.getvalue())
    if random.random() < 0.1:  # the central directory: sizes, methods, offsets, flags
        places = [match.start() for match in re.finditer(b"PK\x01\x02", data)]
        start = random.choice(places)
        data[start + random.randrange(4, 46)] = random.randrange(256)
    return bytes(data)
