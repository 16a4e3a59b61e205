"""Comparison of two PDFs of one book in all that a viewer, a screen reader or an archive could distinguish."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

_PAINTED = re.compile(rb"/(\S+) (Do|scn)\b")
"""A form or picture that is painted, or a pattern that is selected."""


def facts(data: bytes) -> dict[str, Any]:
    """Return the properties of a PDF, each comparable with that of another file."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        place = {page.obj.objgen: nth for nth, page in enumerate(pdf.pages)}
        root = pdf.Root
        return {
            "pages": len(pdf.pages),
            "boxes": [[tuple(map(float, page.obj[key])) for key in ("/MediaBox", "/TrimBox")] for page in pdf.pages],
            "labels": [page.label for page in pdf.pages],
            "destinations": dict(_destinations(root, place)),
            "outline": list(_outline(root.get("/Outlines"), place)),
            "annotations": [list(map(_annotation, page.obj.get("/Annots", []))) for page in pdf.pages],
            "structure": list(_structure(root.StructTreeRoot.K, place)),
            "ids": sorted(kind for _, kind in _named(root.StructTreeRoot.get("/IDTree"))),
            "roles": sorted(map(str, root.StructTreeRoot.get("/RoleMap", {}))),
            "fonts": sorted(_fonts(pdf)),
            "glyphs": _glyphs(pdf),
            "language": str(root.Lang),
            "catalog": sorted(root.keys()),
            "metadata": bytes(root.Metadata.read_bytes()),
            "info": {key: str(value) for key, value in pdf.trailer.get("/Info", {}).items()},
            "intents": len(root.get("/OutputIntents", [])),
            "files": sorted(pdf.attachments),
            "pictures": len({bytes(each.read_raw_bytes()) for each in _pictures(pdf)}),
            "drawn": [list(_drawn(_content(page), page.obj.get("/Resources", {}))) for page in pdf.pages],
            "version": pdf.pdf_version,
        }


def texts(data: bytes) -> list[str]:
    """Return the text of each page."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [pdf[nth].get_textpage().get_text_bounded() for nth in range(len(pdf))]


def pixels(data: bytes, page: int, scale: float = 1.5) -> bytes:
    """Return the pixels of a page."""
    with pypdfium2.PdfDocument(data) as pdf:
        return bytes(pdf[page].render(scale=scale).to_numpy().tobytes())


def differences(one: bytes, other: bytes) -> dict[str, Any]:
    """Return the properties in which two files differ, with the first difference of each."""
    a, b = facts(one), facts(other)
    different = {key: _first(a[key], b[key]) for key in a if a[key] != b[key]}
    texts_one, texts_other = texts(one), texts(other)
    if texts_one != texts_other:
        different["text"] = _first(texts_one, texts_other)
    return different


def _first(a: Any, b: Any) -> Any:
    if isinstance(a, dict) and isinstance(b, dict):
        return next((key, a.get(key), b.get(key)) for key in {**a, **b} if a.get(key) != b.get(key))
    if isinstance(a, list) and isinstance(b, list):
        pairs = ((nth, x, y) for nth, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
        return len(a), len(b), next(pairs, None)
    return a, b


def _destinations(root: Any, place: dict[Any, int]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name, value in _named(root.get("/Names", {}).get("/Dests")):
        view = value.D if isinstance(value, pikepdf.Dictionary) else value
        element = _element(value.SD[0]) if isinstance(value, pikepdf.Dictionary) else ()
        yield (
            name,
            (place[view[0].objgen], str(view[1]), *(round(float(each), 2) for each in list(view)[2:4]), *element),
        )


def _named(node: Any) -> Iterator[tuple[str, Any]]:
    if node is None:
        return
    names = list(node.get("/Names", []))
    for name, value in zip(names[0::2], names[1::2], strict=True):
        yield str(name), value if isinstance(value, pikepdf.Array) or "/D" in value else str(value.get("/S"))
    for kid in node.get("/Kids", []):
        yield from _named(kid)


def _outline(node: Any, place: dict[Any, int], depth: int = 0) -> Iterator[tuple[Any, ...]]:
    here = node.get("/First") if node is not None else None
    while here is not None:
        dest = here.Dest if "/Dest" in here else here.A.D
        element = *_element(here.SE), *(_element(here.A.SD[0]) if "/A" in here else ())
        yield (
            depth,
            str(here.Title),
            place[dest[0].objgen],
            round(float(dest[3]), 2),
            int(here.get("/Count", 0)),
            element,
        )
        yield from _outline(here, place, depth + 1)
        here = here.get("/Next")


def _element(each: Any) -> tuple[str, ...]:
    return str(each.S), str(each.get("/Lang", "")), str(each.get("/ID", ""))


def _annotation(each: Any) -> tuple[Any, ...]:
    action = each.get("/A")
    where = str(action.URI) if action is not None else str(each.get("/Dest"))
    return str(each.Subtype), where, str(each.get("/Contents")), tuple(round(float(x), 2) for x in each.Rect)


def _structure(kids: Any, place: dict[Any, int]) -> Iterator[tuple[Any, ...]]:
    """Yield every element in reading order: language, page, alternative text, attributes, and content."""
    stack = [kids]
    while stack:
        each = stack.pop()
        if isinstance(each, pikepdf.Array):
            stack += reversed(list(each))
        elif isinstance(each, pikepdf.Dictionary) and "/S" in each:
            page = place[each.Pg.objgen] if "/Pg" in each else None
            yield str(each.S), str(each.get("/Lang", "")), page, str(each.get("/Alt", "")), _attributes(each)
            if "/NS" in each:
                yield str(each.NS.NS), *map(_element, each.get("/Ref", []))
            stack.append(each.get("/K", pikepdf.Array()))
        elif isinstance(each, pikepdf.Dictionary):
            yield str(each.Type), place[each.Pg.objgen], int(each.get("/MCID", -1))
        else:
            yield "content", int(each)


def _attributes(each: Any) -> str:
    value = each.get("/A")
    tables = list(value) if isinstance(value, pikepdf.Array) else [value] if value is not None else []
    return "; ".join(
        f"{key} {len(value) if key == '/Headers' else value}"
        for table in tables
        for key, value in sorted(table.items())
    )


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == pikepdf.Name.FontDescriptor:
            yield f"{each.FontName} {each.Flags} {each.Ascent} {each.Descent}"


def _glyphs(pdf: pikepdf.Pdf) -> dict[str, list[Any]]:
    """Return the glyph widths of each font."""
    widths = {}
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == pikepdf.Name.Font and "/W" in each:
            widths[str(each.BaseFont)] = [
                [float(x) for x in part] if isinstance(part, pikepdf.Array) else int(part) for part in each.W
            ]
    return widths


def _pictures(pdf: pikepdf.Pdf) -> Iterator[Any]:
    return (
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == pikepdf.Name.Image
    )


def _drawn(content: bytes, resources: Any) -> Iterator[str]:
    """Yield digests of the pictures that the content of a page, form or pattern paints, in order."""
    for name, kind in _PAINTED.findall(content):
        table = resources.get("/XObject" if kind == b"Do" else "/Pattern", {})
        each = table.get(f"/{name.decode()}")
        if each is None:
            yield "nothing"
        elif each.get("/Subtype") == pikepdf.Name.Image:
            yield hashlib.sha256(each.read_raw_bytes()).hexdigest()
        elif isinstance(each, pikepdf.Stream):
            yield from _drawn(each.read_bytes(), each.get("/Resources", {}))


def _content(page: pikepdf.Page) -> bytes:
    """Return all content of a page."""
    content = page.obj.get("/Contents", pikepdf.Array())
    return b"\n".join(each.read_bytes() for each in (content if isinstance(content, pikepdf.Array) else [content]))
