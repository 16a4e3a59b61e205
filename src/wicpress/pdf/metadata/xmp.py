"""The XMP metadata of a PDF, in all languages of the book."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

import pydyf
from lxml import etree

from wicpress.config import LocalizedText
from wicpress.pdf.metadata.facts import DocumentInfo

NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
TAIL = '\n<?xpacket end="w"?>'
_REVISIONS = {("PDF/A", 4): "2020", ("PDF/UA", 2): "2024"}
"""The years of the standards that name theirs (ISO 19005-4, 6.7.3; ISO 14289-2, 5)."""
_NAMESPACE_UUID = uuid.UUID("f7a1d9a4-6f0e-5a36-9a5e-6d7c2f1f0b61")
"""The namespace of document identifiers (RFC 9562, version 5)."""


def metadata(pdf: Any, facts: DocumentInfo) -> None:
    """Write the XMP of the document, uncompressed, so that any program can read it."""
    stream = pydyf.Stream([packet(facts)], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference


def packet(facts: DocumentInfo) -> bytes:
    """Return the XMP packet of ``facts``; properties are elements, as PDF/A-1 validators require."""
    root = etree.Element(_name("x:xmpmeta"), nsmap={"x": NAMESPACES["x"]})
    tree = etree.SubElement(root, _name("rdf:RDF"), nsmap={"rdf": NAMESPACES["rdf"]})
    for prefixes, write in (
        (("pdfaid",), _archive),
        (("pdfuaid",), _accessible),
        (("pdfaExtension", "pdfaSchema", "pdfaProperty"), _extension),
        (("dc",), _dublin_core),
        (("pdf",), _pdf),
        (("xmp",), _xmp),
        (("xmpMM",), _identity),
        (("xmpRights",), _rights),
    ):
        table = etree.Element(_name("rdf:Description"), nsmap={space: NAMESPACES[space] for space in prefixes})
        table.set(_name("rdf:about"), "")
        write(table, facts)
        if len(table):
            tree.append(table)
    etree.indent(root, " ")
    text: str = etree.tostring(root, encoding="unicode")
    return (HEAD + text + TAIL).encode()


# ------------------------------------------------------------------------------- the schemas


def _archive(table: Any, facts: DocumentInfo) -> None:
    if facts.claim.pdfa:
        _text(table, "pdfaid:part", str(facts.claim.pdfa))
        _text(table, "pdfaid:rev", _REVISIONS.get(("PDF/A", facts.claim.pdfa), ""))
        _text(table, "pdfaid:conformance", facts.claim.level)


def _accessible(table: Any, facts: DocumentInfo) -> None:
    if facts.claim.pdfua:
        _text(table, "pdfuaid:part", str(facts.claim.pdfua))
        _text(table, "pdfuaid:rev", _REVISIONS.get(("PDF/UA", facts.claim.pdfua), ""))


def _extension(table: Any, facts: DocumentInfo) -> None:
    """Describe the schema ``pdfuaid``, which is not part of XMP (ISO 19005-2, 6.6.2.3; PDF/A-4 asks for none)."""
    if not (facts.claim.pdfa in {1, 2, 3} and facts.claim.pdfua):
        return
    schemas = _list(table, "pdfaExtension:schemas", "Bag")
    schema = etree.SubElement(schemas, _name("rdf:li"), {_name("rdf:parseType"): "Resource"})
    _text(schema, "pdfaSchema:schema", "PDF/UA Universal Accessibility Schema")
    _text(schema, "pdfaSchema:namespaceURI", NAMESPACES["pdfuaid"])
    _text(schema, "pdfaSchema:prefix", "pdfuaid")
    properties = _list(schema, "pdfaSchema:property", "Seq")
    part = etree.SubElement(properties, _name("rdf:li"), {_name("rdf:parseType"): "Resource"})
    _text(part, "pdfaProperty:name", "part")
    _text(part, "pdfaProperty:valueType", "Integer")
    _text(part, "pdfaProperty:category", "internal")
    _text(part, "pdfaProperty:description", "Indicates, which part of ISO 14289 standard is followed")


def _dublin_core(table: Any, facts: DocumentInfo) -> None:
    _text(table, "dc:format", "application/pdf")
    _alternatives(table, "dc:title", facts.title, facts.titles)
    # PDF/A-1 compares Info's one Author with a list of exactly one (TechNote 0003).
    authors = (facts.author,) if facts.claim.pdfa == 1 and facts.authors else facts.authors
    _items(table, "dc:creator", "Seq", authors)
    _items(table, "dc:contributor", "Bag", dict.fromkeys(facts.contributors))
    _items(table, "dc:publisher", "Bag", dict.fromkeys(text for _, text in facts.publishers.by_lang if text))
    _alternatives(table, "dc:description", facts.description, facts.descriptions)
    _items(table, "dc:subject", "Bag", facts.subjects)
    _alternatives(table, "dc:rights", facts.rights.first_of(*facts.languages), facts.rights)
    _items(table, "dc:language", "Bag", facts.languages)
    _text(table, "dc:identifier", facts.identifier)
    _items(table, "dc:date", "Seq", [facts.xmp_date] if facts.date else [])


def _pdf(table: Any, facts: DocumentInfo) -> None:
    _text(table, "pdf:Producer", facts.producer)
    _text(table, "pdf:Keywords", facts.keywords)


def _xmp(table: Any, facts: DocumentInfo) -> None:
    _text(table, "xmp:CreatorTool", facts.creator)
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        _text(table, f"xmp:{name}", facts.xmp_date)


def _identity(table: Any, facts: DocumentInfo) -> None:
    _text(table, "xmpMM:DocumentID", f"uuid:{uuid.uuid5(_NAMESPACE_UUID, facts.document)}")
    _text(table, "xmpMM:RenditionClass", "default")


def _rights(table: Any, facts: DocumentInfo) -> None:
    if facts.rights:
        _text(table, "xmpRights:Marked", "True")
        _alternatives(table, "xmpRights:UsageTerms", facts.rights.first_of(*facts.languages), facts.rights)


# -------------------------------------------------------------------------------- the values


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _text(parent: Any, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, _name(name)).text = text


def _list(parent: Any, name: str, kind: str) -> Any:
    return etree.SubElement(etree.SubElement(parent, _name(name)), _name(f"rdf:{kind}"))


def _items(parent: Any, name: str, kind: str, texts: Iterable[str]) -> None:
    """Add a list of texts, or nothing where there is none."""
    nonempty = [text for text in texts if text]
    if nonempty:
        values = _list(parent, name, kind)
        for text in nonempty:
            etree.SubElement(values, _name("rdf:li")).text = text


def _alternatives(parent: Any, name: str, default: str, texts: LocalizedText) -> None:
    """Add a text in several languages, the default one first."""
    if not default:
        return
    values = _list(parent, name, "Alt")
    for tag, text in (("x-default", default), *texts.by_lang):
        if text:
            etree.SubElement(values, _name("rdf:li"), {XML_LANG: tag}).text = text
