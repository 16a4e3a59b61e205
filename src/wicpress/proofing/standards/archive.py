"""Checks of PDF/A-1b alone: what the older standard for archives forbids or wants told and the newer does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from wicpress.proofing.pdf.check_context import A1_ONLY, Check, CheckContext, Found
from wicpress.proofing.pdf.model import PDF_READ_ERRORS
from wicpress.proofing.standards.document import files_inside

_LATER = re.compile(rb"/Type\s*/(ObjStm|XRef)\b")


def a1_identifier(context: CheckContext) -> Found:
    """The packet says pdfaid:part 1 and conformance B (or A, which is more)."""
    part, conformance = context.xmp.first("pdfaid:part"), context.xmp.first("pdfaid:conformance")
    if part != "1":
        yield None, f"pdfaid:part is {part or 'missing'}, not 1"
    if conformance not in {"A", "B"}:
        yield None, f"pdfaid:conformance is {conformance or 'missing'}, not B"


def cross_references(context: CheckContext) -> Found:
    """Objects and their table stand in the file as PDF 1.4 has them, not packed into streams."""
    for kind in sorted({found[1].decode() for found in _LATER.finditer(context.data)}):
        yield None, f"the file has a stream of type {kind}, which PDF 1.4 does not have"


def no_files(context: CheckContext) -> Found:
    """No file travels inside."""
    if files_inside(context) is not None:
        yield None, "files are embedded"


def no_transparency(context: CheckContext) -> Found:
    """Nothing is transparent: no mask, no blend, no opacity below 1, no transparency group."""
    for page in context.marks:
        groups = (context.document.sheets[page.number - 1].obj, *page.forms.values())
        if any(_is_transparency(each.get("/Group")) for each in groups):
            yield page.number, "there is a transparency group"
        if any("/SMask" in image for image in page.images):
            yield page.number, "an image has a soft mask"
        for state in page.states:
            if state.get("/SMask", "/None") != "/None":
                yield page.number, "a graphics state has a soft mask"
            if state.get("/BM", "/Normal") not in {"/Normal", "/Compatible"}:
                yield page.number, f"a graphics state has the blend mode {state.BM}"
            if any(float(state.get(key, 1)) != 1 for key in ("/ca", "/CA")):
                yield page.number, "a graphics state is not opaque"


def _is_transparency(group: Any) -> bool:
    return isinstance(group, pikepdf.Dictionary) and group.get("/S") == "/Transparency"


def glyph_sets(context: CheckContext) -> Found:
    """The subset of a CID font tells by its CIDSet which glyphs it has, and has those that are shown."""
    told: dict[str, set[int]] = {}
    for name, descriptor in _subsets(context.pdf):
        cids = _cids(descriptor.get("/CIDSet"))
        told.setdefault(name, set()).update(cids)
        if not cids:
            yield None, f"the subset of {name} has no CIDSet"
    for use in context.uses:
        if use.font.name in told and use.cid not in told[use.font.name]:
            yield use.page, f"{use.char!r} is shown with a glyph that the CIDSet of {use.font.name} lacks"


def _subsets(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """The CID fonts of which a part is embedded: the name without the subset's tag, and the descriptor."""
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and str(font.get("/Subtype", "")).startswith("/CIDFont"):
            found = re.fullmatch(r"/[A-Z]{6}\+(.+)", str(font.get("/BaseFont", "")))
            descriptor = font.get("/FontDescriptor")
            if found and isinstance(descriptor, pikepdf.Dictionary):
                yield found[1], descriptor


def _cids(told: Any) -> set[int]:
    """The CIDs that a CIDSet names, a bit each, highest first (ISO 32000-1, 9.8.3.2)."""
    try:
        bits = told.read_bytes() if isinstance(told, pikepdf.Stream) else b""
    except PDF_READ_ERRORS:
        return set()
    return {nth for nth in range(8 * len(bits)) if bits[nth // 8] & 0x80 >> nth % 8}


CHECKS = (
    Check("a1_identifier", "ISO 19005-1, 6.7.11", A1_ONLY, a1_identifier),
    Check("cross_references", "ISO 19005-1, 6.1.4", A1_ONLY, cross_references),
    Check("no_files", "ISO 19005-1, 6.1.11", A1_ONLY, no_files),
    Check("no_transparency", "ISO 19005-1, 6.4", A1_ONLY, no_transparency),
    Check("glyph_sets", "ISO 19005-1, 6.3.5", A1_ONLY, glyph_sets),
)
