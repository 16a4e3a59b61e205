"""Checks of PDF/UA-2 and PDF/A-4 only: what PDF 2.0 requires, or no longer allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from wicpress.proofing.pdf.check_context import A4_ONLY, PDF_2, UA_2_ONLY, Check, CheckContext, Failures
from wicpress.proofing.pdf.structure import PDF_1_7_NAMESPACE, PDF_2_NAMESPACE, Element, ObjectRef, mapped
from wicpress.proofing.standards.document import embedded_file_tree
from wicpress.proofing.standards.structure_tree import STANDARD, has_no_size

_BINARY = re.compile(rb"%PDF-2\.\d[\r\n]+%[\x80-\xff]{4}")
_STANDARD_2 = frozenset({
    "Document", "DocumentFragment", "Part", "Sect", "Div", "Aside", "NonStruct", "P", "H", "Title", "FENote", "Sub",
    "Lbl", "Span", "Em", "Strong", "Link", "Annot", "Form", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "L",
    "LI", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Caption", "Figure", "Formula", "Artifact",
})  # fmt: skip
"""The types of the namespace of PDF 2.0, without H1, H2 and so on (ISO 32000-2, 14.8.4)."""
_MATHML = "http://www.w3.org/1998/Math/MathML"
_OBSOLETE = {
    "/ProcSet": "a resource dictionary", "/CIDSet": "a font descriptor", "/CharSet": "a font descriptor",
    "/NeedAppearances": "the form", "/XFA": "the form", "/NeedsRendering": "the catalog",
    "/Requirements": "the catalog", "/AlternatePresentations": "the name dictionary", "/PresSteps": "a page",
    "/Suspects": "MarkInfo", "/OPI": "an image", "/AS": "a configuration of layers",
}  # fmt: skip
"""Entries that PDF 2.0 no longer has, or that its standards forbid, each with what may not have it."""
_TRANSPARENT = frozenset({"Div", "NonStruct"})
"""Types whose kids count as kids of the element around (ISO/TS 32005, 5.2)."""


def header(context: CheckContext) -> Failures:
    """Check that the file begins with a version of PDF 2, and with a comment that marks it as binary."""
    if not _BINARY.match(context.data):
        yield None, "the file does not start with %PDF-2.n and a comment of four bytes above 127"
    version = str(context.root.get("/Version", "/2.0"))
    if not re.fullmatch(r"/2\.\d", version):
        yield None, f"the catalog gives the version {version[1:]}"


def ua_2_identifier(context: CheckContext) -> Failures:
    """Check that the XMP packet has pdfuaid:part 2 and pdfuaid:rev 2024."""
    for name, value in (("pdfuaid:part", "2"), ("pdfuaid:rev", "2024")):
        if context.xmp.first(name) != value:
            yield None, f"{name} is {context.xmp.first(name) or 'missing'}, not {value}"


def a_4_identifier(context: CheckContext) -> Failures:
    """Check that the XMP packet has pdfaid:part 4 and pdfaid:rev 2020, and conformance F where files are embedded."""
    for name, value in (("pdfaid:part", "4"), ("pdfaid:rev", "2020")):
        if context.xmp.first(name) != value:
            yield None, f"{name} is {context.xmp.first(name) or 'missing'}, not {value}"
    conformance = context.xmp.first("pdfaid:conformance")
    if conformance not in {"", "F"}:
        yield None, f"pdfaid:conformance is {conformance}; PDF/A-4 has none"
    if conformance == "F" and embedded_file_tree(context) is None:
        yield None, "pdfaid:conformance is F, and no file is in EmbeddedFiles"


def no_information(context: CheckContext) -> Failures:
    """Check that there is no Info dictionary: PDF/A-4 allows it where programs keep data (PieceInfo), with a date."""
    info = context.pdf.trailer.get("/Info")
    if info is None:
        return
    if "/PieceInfo" not in context.root:
        yield None, "the trailer has an Info dictionary"
    elif isinstance(info, pikepdf.Dictionary) and set(info.keys()) != {"/ModDate"}:
        yield None, "the Info dictionary has more than a ModDate"


def obsolete_entries(context: CheckContext) -> Failures:
    """Check that no dictionary has an entry that PDF 2.0 deprecates or its standards forbid."""
    reported: set[str] = set()
    waiting = [each for each in context.pdf.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream)]
    while waiting:
        table = waiting.pop()
        for key, value in table.items():
            if key in _OBSOLETE and key not in reported and not (key == "/AS" and table.get("/Type") != "/OCConfig"):
                reported.add(key)
                yield None, f"{_OBSOLETE[key]} has {key[1:]}"
            if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
                waiting.append(value)


def file_descriptions(context: CheckContext) -> Failures:
    """Check that embedded files are described."""
    tree = embedded_file_tree(context)
    for name, spec in dict(pikepdf.NameTree(tree).items()).items() if tree is not None else ():
        if not str(spec.get("/Desc", "")).strip():
            yield None, f"the embedded file {name!r} has no Desc"


# ------------------------------------------------------------------------------------- structure


def namespaces(context: CheckContext) -> Failures:
    """Check that each type is of a standard namespace, or mapped to one, and that namespaces in use are listed."""
    root = context.struct_root
    listed = root.get("/Namespaces") if root is not None else None
    names = {str(each.get("/NS", "")) for each in listed} if isinstance(listed, pikepdf.Array) else set()
    reported: set[tuple[str, str]] = set()
    for element in context.elements:
        key = element.namespace, element.kind
        if key in reported:
            continue
        reported.add(key)
        if element.namespace and element.namespace not in names:
            yield context.page_of(element), f"the namespace {element.namespace} is not in Namespaces"
        if not _is_standard(element):
            yield context.page_of(element), f"{element.kind!r} is no type of {element.namespace or 'PDF 1.7'}"
    for each in context.elements[:1]:
        if each.kind == "Document" and each.namespace != PDF_2_NAMESPACE:
            yield None, "the Document element is not in the namespace of PDF 2.0"


def _is_standard(element: Element) -> bool:
    kind, name = mapped(element.kind, element.obj.get("/NS"))
    if name == PDF_2_NAMESPACE:
        return kind in _STANDARD_2 or re.fullmatch(r"H[1-9]\d*", kind) is not None
    return name == _MATHML or (kind if name == PDF_1_7_NAMESPACE else element.role) in STANDARD


def obsolete_types(context: CheckContext) -> Failures:
    """Check that there is no H and no Note: headings have levels, and notes are FENote."""
    for element in context.elements:
        if element.kind in {"H", "Note"} and mapped(element.kind, element.obj.get("/NS"))[0] == element.kind:
            yield context.page_of(element), f"{element.kind} stands in the structure"


def captions(context: CheckContext) -> Failures:
    """Check that an element has one caption at most, as its first or last kid."""
    for element in context.elements:
        roles = list(_kid_roles(element)) if element.role not in _TRANSPARENT else []
        if roles.count("Caption") > 1:
            yield context.page_of(element), f"a {element.kind} has {roles.count('Caption')} captions"
        elif "Caption" in roles[1:-1]:
            yield context.page_of(element), f"the caption in a {element.kind} is neither first nor last"


def _kid_roles(element: Element) -> Iterator[str]:
    for kid in element.children:
        if not isinstance(kid, Element):
            yield ""
        elif kid.kind in _TRANSPARENT:
            yield from _kid_roles(kid)
        else:
            yield kid.role


def list_numbering(context: CheckContext) -> Failures:
    """Check that a list with labels says how they are numbered."""
    for element in context.elements:
        items = [kid for kid in element.children if isinstance(kid, Element)] if element.role == "L" else []
        is_labelled = any(isinstance(kid, Element) and kid.role == "Lbl" for item in items for kid in item.children)
        if is_labelled and str(element.attributes.get("ListNumbering", "/None")) == "/None":
            yield context.page_of(element), "a list with labels has no ListNumbering, or None"


def ruby(context: CheckContext) -> Failures:
    """Check that ruby is a base with a reading, between parentheses or without."""
    for element in context.elements:
        roles = [kid.role if isinstance(kid, Element) else "" for kid in element.children]
        if element.role == "Ruby" and roles not in (["RB", "RT"], ["RB", "RP", "RT", "RP"]):
            yield context.page_of(element), f"Ruby contains {', '.join(roles) or 'nothing'}, not RB and RT"


def fields_without_size(context: CheckContext) -> Failures:
    """Check that a form field without a size, such as a signature, is an artifact."""
    tagged = {leaf.number for _, leaf in context.leaves if isinstance(leaf, ObjectRef)}
    for number, annotation in context.annotations():
        if annotation.get("/Subtype") == "/Widget" and has_no_size(annotation) and annotation.objgen[0] in tagged:
            yield number, "a form field without a size stands in the structure"


# ------------------------------------------------------------------------------------ references


def contents_references(context: CheckContext) -> Failures:
    """Check that each entry of the contents refers to an element that stands in the tree."""
    elements = {element.obj.objgen for element in context.elements}
    for element in context.elements:
        if element.role == "TOCI":
            refs = [ref for each in _entry(element) for ref in references(each)]
            if not refs:
                yield context.page_of(element), "a TOCI has no Ref"
            if any(each not in elements for each in refs):
                yield context.page_of(element), "the Ref of a TOCI is not in the tree"


def _entry(element: Element) -> Iterator[Element]:
    """Yield the elements of an entry of the contents, without those of the entries below it."""
    yield element
    for kid in element.children:
        if isinstance(kid, Element) and kid.role != "TOC":
            yield from _entry(kid)


def references(element: Element) -> list[tuple[int, int]]:
    """Return the object numbers of the elements that an element refers to (ISO 32000-2, table 355, Ref)."""
    refs: Any = element.obj.get("/Ref")
    return [each.objgen for each in refs if isinstance(each, pikepdf.Dictionary)] if refs is not None else []


def note_references(context: CheckContext) -> Failures:
    """Check that notes have a type, and that a note and what calls it refer to each other."""
    refs = {element.obj.objgen: references(element) for element in context.elements}
    notes = {element.obj.objgen: element for element in context.elements if element.kind == "FENote"}
    for number, note in notes.items():
        if str(note.attributes.get("NoteType")) not in {"/Footnote", "/Endnote", "/None"}:
            yield context.page_of(note), "an FENote has no NoteType"
        if any(number not in refs.get(each, ()) for each in refs[number]):
            yield context.page_of(note), "what an FENote refers to does not refer to it"
    for element in context.elements:
        for each in refs[element.obj.objgen]:
            if each in notes and element.obj.objgen not in refs[each]:
                yield context.page_of(element), f"an FENote does not refer to the {element.kind} that refers to it"


CHECKS = (
    Check("header_2", "ISO 14289-2, 6.1; ISO 19005-4, 6.1.2, 6.1.12", PDF_2, header),
    Check("ua_2_identifier", "ISO 14289-2, 5", UA_2_ONLY, ua_2_identifier),
    Check("a_4_identifier", "ISO 19005-4, 6.7.3; for PDF/A-4f, annex A", A4_ONLY, a_4_identifier),
    Check("no_information", "ISO 19005-4, 6.1.3", A4_ONLY, no_information),
    Check("obsolete_entries", "ISO 19005-4, 6.4.1, 6.4.2, 6.11, 6.12; ISO 32000-2", PDF_2, obsolete_entries),
    Check("file_descriptions", "ISO 14289-2, 8.14.1", UA_2_ONLY, file_descriptions),
    Check("namespaces", "ISO 14289-2, 8.2.4, 8.2.5.2; ISO 32000-2, 14.8.6", UA_2_ONLY, namespaces),
    Check("obsolete_types", "ISO 14289-2, 8.2.5.12, 8.2.5.14", UA_2_ONLY, obsolete_types),
    Check("captions_2", "ISO 14289-2, 8.2.5.27; ISO/TS 32005, table 5", UA_2_ONLY, captions),
    Check("list_numbering", "ISO 14289-2, 8.2.5.25", UA_2_ONLY, list_numbering),
    Check("ruby", "ISO 14289-2, 8.2.5.23", UA_2_ONLY, ruby),
    Check("fields_without_size", "ISO 14289-2, 8.9.2.4.13", UA_2_ONLY, fields_without_size),
    Check("contents_references", "ISO 14289-2, 8.2.5.8", UA_2_ONLY, contents_references),
    Check("note_references", "ISO 14289-2, 8.2.5.14", UA_2_ONLY, note_references),
)
