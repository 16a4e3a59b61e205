"""Checks of PDF/A-1b only: what it forbids or requires and PDF/A-2 does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from wicpress.proofing.pdf.check_context import A1_ONLY, Check, CheckContext, Failures
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS
from wicpress.proofing.standards.document import embedded_file_tree

_LATER = re.compile(rb"/Type\s*/(ObjStm|XRef)\b")


def a1_identifier(context: CheckContext) -> Failures:
    """Check that the XMP packet has pdfaid:part 1 and conformance B (or A, which includes it)."""
    part, conformance = context.xmp.first("pdfaid:part"), context.xmp.first("pdfaid:conformance")
    if part != "1":
        yield None, f"pdfaid:part is {part or 'missing'}, not 1"
    if conformance not in {"A", "B"}:
        yield None, f"pdfaid:conformance is {conformance or 'missing'}, not B"


def cross_references(context: CheckContext) -> Failures:
    """Check that objects and the cross-reference table are written as in PDF 1.4, not in streams."""
    for kind in sorted({match[1].decode() for match in _LATER.finditer(context.data)}):
        yield None, f"the file has a stream of type {kind}, which PDF 1.4 does not have"


def no_files(context: CheckContext) -> Failures:
    """Check that no file is embedded."""
    if embedded_file_tree(context) is not None:
        yield None, "files are embedded"


def no_transparency(context: CheckContext) -> Failures:
    """Check that nothing is transparent: no mask, no blend mode, no opacity below 1, no transparency group."""
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


def glyph_sets(context: CheckContext) -> Failures:
    """Check that the CIDSet of a subset CID font lists its glyphs, with all that are shown."""
    cid_sets: dict[str, set[int]] = {}
    for name, descriptor in _subsets(context.pdf):
        cids = _cids(descriptor.get("/CIDSet"))
        cid_sets.setdefault(name, set()).update(cids)
        if not cids:
            yield None, f"the subset of {name} has no CIDSet"
    for use in context.uses:
        if use.font.name in cid_sets and use.cid not in cid_sets[use.font.name]:
            yield use.page, f"{use.char!r} is shown with a glyph that is missing in the CIDSet of {use.font.name}"


def _subsets(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Yield the subsets of CID fonts: the name without the tag of the subset, and the descriptor."""
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and str(font.get("/Subtype", "")).startswith("/CIDFont"):
            match = re.fullmatch(r"/[A-Z]{6}\+(.+)", str(font.get("/BaseFont", "")))
            descriptor = font.get("/FontDescriptor")
            if match and isinstance(descriptor, pikepdf.Dictionary):
                yield match[1], descriptor


def _cids(cid_set: Any) -> set[int]:
    """Return the CIDs of a CIDSet, one bit each, highest first (ISO 32000-1, 9.8.3.2)."""
    try:
        bits = cid_set.read_bytes() if isinstance(cid_set, pikepdf.Stream) else b""
    except PDF_READ_ERRORS:
        return set()
    return {index for index in range(8 * len(bits)) if bits[index // 8] & 0x80 >> index % 8}


CHECKS = (
    Check("a1_identifier", "ISO 19005-1, 6.7.11", A1_ONLY, a1_identifier),
    Check("cross_references", "ISO 19005-1, 6.1.4", A1_ONLY, cross_references),
    Check("no_files", "ISO 19005-1, 6.1.11", A1_ONLY, no_files),
    Check("no_transparency", "ISO 19005-1, 6.4", A1_ONLY, no_transparency),
    Check("glyph_sets", "ISO 19005-1, 6.3.5", A1_ONLY, glyph_sets),
)
