"""Checks of the document as a whole: header, metadata, output intent, labels, tab order, actions, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from wicpress.proofing.pdf.check_context import (
    A2_ONLY,
    A4_ONLY,
    A12_ONLY,
    A_ONLY,
    ALL,
    BOTH,
    UA_1_ONLY,
    UA_ONLY,
    Check,
    CheckContext,
    Failures,
)
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS
from wicpress.proofing.pdf.xmp import pdf_date, xmp_date

_BINARY = re.compile(rb"%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4}")
LANGUAGE_TAG = re.compile(r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3})*|[A-Za-z]{4,8}|[xX])(?:-[A-Za-z0-9]{1,8})*$")
_INFO = (
    ("Title", "dc:title"), ("Author", "dc:creator"), ("Subject", "dc:description"), ("Keywords", "pdf:Keywords"),
    ("Creator", "xmp:CreatorTool"), ("Producer", "pdf:Producer"),
)  # fmt: skip
_STYLES = ("/D", "/R", "/r", "/A", "/a")
_DATES = (("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate"))
_ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/Hide", "/SetOCGState",
            "/Rendition", "/Trans", "/GoTo3DView"}  # fmt: skip


def header(context: CheckContext) -> Failures:
    """Check that the file begins with a version of PDF 1, and with a comment that marks it as binary."""
    if not _BINARY.match(context.data):
        yield None, "the file does not start with %PDF-1.n and a comment of four bytes above 127"


def trailer_id(context: CheckContext) -> Failures:
    """Check that the trailer has an identifier."""
    if not isinstance(context.pdf.trailer.get("/ID"), pikepdf.Array):
        yield None, "the trailer has no ID"


def encrypted(context: CheckContext) -> Failures:
    """Check that the file is not encrypted."""
    if context.pdf.is_encrypted:
        yield None, "the file is encrypted"


def marked(context: CheckContext) -> Failures:
    """Check that the file is tagged according to MarkInfo, has a structure tree, and no suspect tags."""
    info = context.root.get("/MarkInfo")
    if not isinstance(info, pikepdf.Dictionary) or not bool(info.get("/Marked", False)):
        yield None, "MarkInfo does not have Marked true"
    elif bool(info.get("/Suspects", False)):
        yield None, "MarkInfo has Suspects true"
    if context.struct_root is None:
        yield None, "there is no structure tree"


def xmp_present(context: CheckContext) -> Failures:
    """Check that there is an XMP packet, and that it is XML."""
    if not context.document.info.xmp:
        yield None, "the catalog has no XMP metadata"
    elif context.xmp.problem:
        yield None, context.xmp.problem


def ua_identifier(context: CheckContext) -> Failures:
    """Check that the XMP packet has pdfuaid:part 1."""
    if context.xmp.first("pdfuaid:part") != "1":
        yield None, f"pdfuaid:part is {context.xmp.first('pdfuaid:part') or 'missing'}, not 1"


def a_identifier(context: CheckContext) -> Failures:
    """Check that the XMP packet has pdfaid:part 2 (or 3) and conformance A."""
    part, conformance = context.xmp.first("pdfaid:part"), context.xmp.first("pdfaid:conformance")
    if part not in {"2", "3"}:
        yield None, f"pdfaid:part is {part or 'missing'}, not 2"
    if conformance != "A":
        yield None, f"pdfaid:conformance is {conformance or 'missing'}, not A"


def extension_schemas(context: CheckContext) -> Failures:
    """Check that every schema that PDF/A does not predefine, PDF/UA's own among them, is described in the packet."""
    for uri in context.xmp.undeclared:
        yield None, f"the XMP schema {uri} is not described in pdfaExtension:schemas"


def title(context: CheckContext) -> Failures:
    """Check that the XMP packet has a title."""
    if not context.xmp.first("dc:title").strip():
        yield None, "the XMP metadata has no dc:title"


def display_title(context: CheckContext) -> Failures:
    """Check that viewers show the title and not the file's name."""
    if not context.document.info.display_title:
        yield None, "ViewerPreferences does not have DisplayDocTitle true"


def document_language(context: CheckContext) -> Failures:
    """Check that the default language is a BCP 47 tag."""
    lang = context.document.info.lang
    if not lang:
        yield None, "the catalog has no Lang"
    elif not LANGUAGE_TAG.match(lang):
        yield None, f"the catalog's Lang {lang!r} is not a BCP 47 tag"


def info_agrees(context: CheckContext) -> Failures:
    """Check that Info and XMP have the same values."""
    info = context.document.info.metadata
    for key, name in _INFO:
        value = info.get(key)
        if value is None:
            continue
        values = [text for _, text in context.xmp.properties.get(name, [])]
        if value not in values and value not in {", ".join(values), "; ".join(values)}:
            yield None, f"Info's {key} is {value!r}, the XMP's {name} is {context.xmp.first(name)!r}"
    for key, name in _DATES:
        if key in info and pdf_date(info[key]) != xmp_date(context.xmp.first(name)):
            yield None, f"Info's {key} is {info[key]!r}, the XMP's {name} is {context.xmp.first(name)!r}"


def output_intent(context: CheckContext) -> Failures:
    """Check that there is a PDF/A output intent with a profile where device colours are used."""
    spaces = intent_spaces(context)
    used = {colour for page in context.marks for colour in page.colours if colour.startswith("Device")}
    if used and not spaces:
        yield None, f"{', '.join(sorted(used))} are used and there is no GTS_PDFA1 output intent with a profile"
    for device, signature in (("DeviceRGB", b"RGB "), ("DeviceCMYK", b"CMYK")):
        if device in used and spaces and signature not in spaces:
            pages = [page.number for page in context.marks if device in page.colours]
            yield pages[0], f"{device} is used and the output intent is for another colour space"
    if len(set(spaces)) > 1:
        yield None, "the output intents have different profiles"


def intent_spaces(context: CheckContext) -> list[bytes]:
    """Return the colour space signature of each PDF/A intent's profile (bytes 16 to 20 of an ICC header)."""
    intents = context.root.get("/OutputIntents")
    spaces = []
    for intent in list(intents) if isinstance(intents, pikepdf.Array) else []:
        profile = intent.get("/DestOutputProfile") if isinstance(intent, pikepdf.Dictionary) else None
        if isinstance(profile, pikepdf.Stream) and intent.get("/S") == "/GTS_PDFA1":
            try:
                data = profile.read_bytes()
            except PDF_READ_ERRORS:
                continue
            if data[36:40] == b"acsp":
                spaces.append(data[16:20])
    return spaces


def page_labels(context: CheckContext) -> Failures:
    """Check that page labels start with the first page."""
    labels = context.root.get("/PageLabels")
    if not isinstance(labels, pikepdf.Dictionary):
        yield None, "the catalog has no PageLabels"
        return
    try:
        ranges = dict(pikepdf.NumberTree(labels).items())
    except PDF_READ_ERRORS:
        ranges = {}
    if 0 not in ranges:
        yield 1, "PageLabels does not start with the first page"
    for key, label in ranges.items():
        style = label.get("/S") if isinstance(label, pikepdf.Dictionary) else pikepdf.Name("/none")
        if style is not None and style not in _STYLES:
            yield int(key) + 1, f"the page label's style {style} is not a style"
        if key >= context.document.info.page_count:
            yield None, f"PageLabels has an entry for page {key + 1}, which does not exist"


def tab_order(context: CheckContext) -> Failures:
    """Check that the tab order of pages with annotations is that of the structure."""
    for number in sorted({number for number, _ in context.annotations()}):
        if context.document.sheets[number - 1].obj.get("/Tabs") != "/S":
            yield number, "the page has annotations and its Tabs is not S"


def actions(context: CheckContext) -> Failures:
    """Check that there is no action that PDF/A forbids, and none that runs automatically."""
    for where, key in ((context.root, "/AA"), (context.root.get("/Names"), "/JavaScript")):
        if isinstance(where, pikepdf.Dictionary) and key in where:
            yield None, f"the catalog has {key[1:]}"
    opening = context.root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) in _ACTIONS:
        yield None, f"the file opens with a {opening['/S']} action"
    for number, annotation in context.annotations():
        action: Any = annotation.get("/A")
        if "/AA" in annotation or (isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) in _ACTIONS):
            yield number, "an annotation has an action that is forbidden"


def embedded_files(context: CheckContext) -> Failures:
    """Check that embedded files are those of PDF/A-3 or PDF/A-4f: with both names and a relationship."""
    tree = embedded_file_tree(context)
    if tree is None:
        return
    if (context.xmp.first("pdfaid:part"), context.xmp.first("pdfaid:conformance")) not in {("3", "A"), ("4", "F")}:
        yield None, "files are embedded, which only PDF/A-3 and PDF/A-4f allow for any kind of file"
    for name, spec in dict(pikepdf.NameTree(tree).items()).items():
        missing = [key for key in ("/F", "/UF", "/AFRelationship") if key not in spec]
        if missing:
            yield None, f"the embedded file {name!r} has no {', '.join(key[1:] for key in missing)}"


def embedded_file_tree(context: CheckContext) -> pikepdf.Dictionary | None:
    """Return the name tree of the embedded files, or None."""
    names = context.root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    return tree if isinstance(tree, pikepdf.Dictionary) else None


def outline_targets(context: CheckContext) -> Failures:
    """Check that every bookmark leads to a page."""
    for entry in context.document.info.outline:
        if entry.page is None:
            yield None, f"the bookmark {entry.title!r} leads nowhere"


def outline_elements(context: CheckContext) -> Failures:
    """Check that the structure element of a bookmark is in the tree."""
    elements = {element.obj.objgen for element in context.elements}
    for entry in outline_entries(context.root.get("/Outlines")):
        element = entry.get("/SE")
        if element is not None and (not isinstance(element, pikepdf.Object) or element.objgen not in elements):
            yield None, f"the bookmark {str(entry.get('/Title', ''))!r} names an element that is not in the tree"


def outline_entries(outline: Any) -> Iterator[Any]:
    """Yield the entries of an outline, each once, also if they form a loop."""
    waiting, visited = [outline.get("/First")] if isinstance(outline, pikepdf.Dictionary) else [], set()
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, pikepdf.Dictionary) and entry.objgen not in visited:
            visited.add(entry.objgen)
            yield entry
            waiting += [entry.get("/Next"), entry.get("/First")]


def link_targets(context: CheckContext) -> Failures:
    """Check that every link leads to a page of the file or to an address."""
    for link in context.links:
        if link.problem:
            yield link.page, f"a link leads nowhere: {link.problem}"
        elif link.uri.startswith("file:"):
            yield link.page, f"a link leads to a local file: {link.uri}"


CHECKS = (
    Check("header", "ISO 19005-2, 6.1.2; ISO 19005-1, 6.1.2", A12_ONLY, header),
    Check("trailer_id", "ISO 19005-2, 6.1.3; ISO 19005-1, 6.1.3; ISO 19005-4, 6.1.3", A_ONLY, trailer_id),
    Check("encrypted", "ISO 19005-2, 6.1.3; ISO 19005-1, 6.1.3; ISO 19005-4, 6.1.3", A_ONLY, encrypted),
    Check("marked", "Matterhorn 01-007; ISO 14289-1, 7.1; ISO 19005-2, 6.7.2; ISO 14289-2, 6.2, 8.2.1", BOTH, marked),
    Check(
        "xmp_present",
        "Matterhorn 06-001; ISO 19005-2, 6.6.2.1; ISO 19005-1, 6.7.2; ISO 14289-2, 5; ISO 19005-4, 6.7.2.1",
        ALL,
        xmp_present,
    ),
    Check("ua_identifier", "Matterhorn 06-002; ISO 14289-1, 5", UA_1_ONLY, ua_identifier),
    Check("a_identifier", "ISO 19005-2, 6.6.4", A2_ONLY, a_identifier),
    Check("extension_schemas", "ISO 19005-2, 6.6.2.3.3; ISO 19005-1, 6.7.8", A12_ONLY, extension_schemas),
    Check("title", "Matterhorn 06-003; ISO 14289-1, 7.1; ISO 14289-2, 8.11.1", UA_ONLY, title),
    Check(
        "display_title", "Matterhorn 07-001, 07-002; ISO 14289-1, 7.1; ISO 14289-2, 8.11.2", UA_ONLY, display_title
    ),
    Check(
        "document_language",
        "Matterhorn 11-001, 11-006; ISO 14289-1, 7.2; ISO 19005-2, 6.7.4; ISO 14289-2, 8.4.4",
        BOTH,
        document_language,
    ),
    Check("info_agrees", "ISO 19005-2, 6.6.3; ISO 19005-1, 6.7.3", A12_ONLY, info_agrees),
    Check(
        "output_intent",
        "ISO 19005-2, 6.2.3, 6.2.4.3; ISO 19005-1, 6.2.2, 6.2.3; ISO 19005-4, 6.2.4.3",
        A_ONLY,
        output_intent,
    ),
    Check("page_labels", "ISO 32000-1, 12.4.2; ISO 14289-1, 7.1", UA_ONLY, page_labels),
    Check("tab_order", "Matterhorn 28-008, 28-009; ISO 14289-1, 7.18.3; ISO 14289-2, 8.9.3.3", UA_ONLY, tab_order),
    Check("actions", "ISO 19005-2, 6.5.1, 6.5.2; ISO 19005-1, 6.6.1; ISO 19005-4, 6.6.1", A_ONLY, actions),
    Check(
        "embedded_files", "Matterhorn 21-001; ISO 19005-2, 6.8; ISO 19005-4, 6.9", (*BOTH, *A4_ONLY), embedded_files
    ),
    Check("outline_targets", "ISO 32000-1, 12.3.3", UA_ONLY, outline_targets),
    Check("outline_elements", "ISO 32000-1, 12.3.3, table 153", UA_ONLY, outline_elements),
    Check("link_targets", "ISO 32000-1, 12.5.6.5", UA_ONLY, link_targets),
)
