"""Checks of every file of an e-book, whatever names it: what leads out, runs, or cannot be decoded to its end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

import attrs
from lxml import etree

from wicpress.file_formats.css_addresses import decode_sheet
from wicpress.file_formats.picture_decoding import decode
from wicpress.proofing.epub.addresses import data_of
from wicpress.proofing.epub.container import UnpackError, unpacked
from wicpress.proofing.epub.document_types import doctype_problems, entity_problems
from wicpress.proofing.epub.font_files import font_problem
from wicpress.proofing.epub.markup_references import DATA, OUTWARD, SCRIPTS, in_document, in_style_sheet
from wicpress.proofing.epub.package import Epub

DOCUMENT_TYPES: Final = "document_types"
FONTS: Final = "fonts"
PICTURES: Final = "pictures"
MAX_DEPTH: Final = 4
"""How deep files may stand in addresses of files."""
CLAUSES: Final = {
    OUTWARD: "EPUB 3.3, Publication resource locations",
    SCRIPTS: "EPUB 3.3, Scripting",
    DOCUMENT_TYPES: "EPUB 3.3, XML conformance",
    FONTS: "EPUB 3.3, Core media types",
    PICTURES: "EPUB 3.3, Core media types",
}
_XML: Final = frozenset({".xhtml", ".html", ".htm", ".xml", ".svg", ".opf", ".ncx", ".smil", ".pls", ".rdf"})
_FONTS: Final = frozenset({".ttf", ".otf", ".woff", ".woff2"})
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
_SCRIPTS: Final = frozenset({".js", ".mjs", ".wasm", ".swf"})
_KINDS: Final = (
    *((each, "xml") for each in _XML), *((each, "css") for each in (".css",)), *((each, "font") for each in _FONTS),
    *((each, "picture") for each in _PICTURES), *((each, "script") for each in _SCRIPTS),
)  # fmt: skip
_MAGIC: Final = (
    (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"RIFF", "picture"),
    (b"wOFF", "font"), (b"wOF2", "font"), (b"OTTO", "font"), (b"\0\1\0\0", "font"),
)  # fmt: skip
_XML_STARTS: Final = (b"<", b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00", b"\x00<")


@attrs.frozen
class Problem:
    """What is wrong in a file of the container; ``line`` is 0 where it has none."""

    check: str
    line: int
    message: str


def content_problems(data: bytes, book: Epub) -> Iterator[tuple[str, Problem]]:
    """Yield the path in the container and the problem, for every file of an e-book that can be unpacked."""
    types = {item.path: item.media_type for item in book.items}
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        hidden = _hidden(container)
        for name in dict.fromkeys(container.namelist()):
            try:
                content = unpacked(container, name)
            except UnpackError as error:
                yield name, Problem("readable", 0, f"the file cannot be unpacked: {error}")
                continue
            if name not in hidden:
                for each in file_problems(content, name, types.get(name, "")):
                    yield name, each


def _hidden(container: zipfile.ZipFile) -> frozenset[str]:
    """Return the files that are encrypted or obfuscated (EPUB 3.3, 4.2.6.3.2): they cannot be judged."""
    try:
        data = unpacked(container, "META-INF/encryption.xml")
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (KeyError, UnpackError, etree.XMLSyntaxError, ValueError):
        return frozenset()
    return frozenset(str(each.get("URI", "")) for each in root.iter("{*}CipherReference"))


def file_problems(content: bytes, path: str, media_type: str, depth: int = 0) -> Iterator[Problem]:
    """Yield what is wrong in one file, by its media type, by its name and by how it begins."""
    kinds = {_kind_of_type(media_type), _kind_of_name(path) if not depth else "", _kind_of_content(content)} - {""}
    checks: tuple[tuple[str, Callable[[], Iterator[Problem]]], ...] = (
        ("xml", lambda: _xml_problems(content, path, depth)),
        ("css", lambda: _css_problems(content, path, depth)),
        ("font", lambda: _one(FONTS, "the font", font_problem(content))),
        ("picture", lambda: _one(PICTURES, "the picture", _picture_problem(content))),
        ("script", lambda: _one(SCRIPTS, "the file", "is a script")),
    )
    for kind, check in checks:
        if kind in kinds:
            yield from check()


def _kind_of_type(media_type: str) -> str:
    kind = media_type.lower().partition(";")[0].strip()
    if kind.endswith("+xml") or kind in {"application/xml", "text/xml", "text/html"}:
        return "xml"
    if kind == "text/css":
        return "css"
    if "javascript" in kind or "ecmascript" in kind:
        return "script"
    if kind.startswith("font/") or kind in {"application/vnd.ms-opentype", "application/font-sfnt"}:
        return "font"
    return "picture" if kind in {"image/png", "image/jpeg", "image/gif", "image/webp"} else ""


def _kind_of_name(path: str) -> str:
    return next((kind for suffix, kind in _KINDS if path.lower().endswith(suffix)), "")


def _kind_of_content(content: bytes) -> str:
    head = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if head.startswith(_XML_STARTS):
        return "xml"
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), "")


def _one(check: str, what: str, problem: str) -> Iterator[Problem]:
    if problem:
        yield Problem(check, 0, f"{what} {problem}")


def _picture_problem(content: bytes) -> str:
    try:
        decode(content)
    except ValueError as error:
        return str(error)
    return ""


def _xml_problems(content: bytes, path: str, depth: int) -> Iterator[Problem]:
    types = list(doctype_problems(content))
    yield from (Problem(DOCUMENT_TYPES, line, message) for line, message in types)
    # without the limits of libxml2 a file may nest deeply; with entities of its own it would fill the memory
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=not types)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, etree.XMLSyntaxError) else 0
        yield Problem("readable", line or 0, f"the file is not well-formed XML: {error}")
        return
    yield from (Problem(DOCUMENT_TYPES, line, message) for line, message in entity_problems(root))
    for each in in_document(root, path):
        yield from _looked_into(Problem(each.check, each.line, each.message), path, depth)


def _css_problems(content: bytes, path: str, depth: int) -> Iterator[Problem]:
    for each in in_style_sheet(decode_sheet(content), path):
        yield from _looked_into(Problem(each.check, each.line, each.message), path, depth)


def _looked_into(problem: Problem, path: str, depth: int) -> Iterator[Problem]:
    """Yield a problem, or those of the file that stands in an address."""
    if problem.check != DATA:
        yield problem
        return
    inside = data_of(problem.message)
    if inside is None or depth >= MAX_DEPTH:
        yield attrs.evolve(problem, check=OUTWARD, message="data in an address cannot be read")
        return
    for each in file_problems(inside[1], path, inside[0], depth + 1):
        yield Problem(each.check, problem.line, f"in the data of an address, {each.message}")
