"""A PDF's XMP packet as plain values, whichever of RDF's spellings it uses."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import attrs
from lxml import etree

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xmpTPg": "http://ns.adobe.com/xap/1.0/t/pg/",
    "xmpBJ": "http://ns.adobe.com/xap/1.0/bj/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaType": "http://www.aiim.org/pdfa/ns/type#",
    "pdfaField": "http://www.aiim.org/pdfa/ns/field#",
}
_PREDEFINED = {uri for name, uri in NAMESPACES.items() if name != "pdfuaid"}  # ISO 19005-2, 6.6.2.3.1


@attrs.frozen
class Xmp:
    """The properties of a packet: by "prefix:name", each a list of (xml:lang or "", text)."""

    properties: dict[str, list[tuple[str, str]]]
    undeclared: tuple[str, ...]  # namespaces that PDF/A does not predefine and the packet does not describe
    problem: str = ""

    def first(self, name: str) -> str:
        """Return the first value of a property, or that of the default language; "" where it is absent."""
        values = self.properties.get(name, [])
        return next((text for lang, text in values if lang == "x-default"), values[0][1] if values else "")

    def values(self, name: str) -> list[str]:
        """Every value of a property, in its order."""
        return [text for _, text in self.properties.get(name, [])]

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards of PDF/UA and PDF/A that the packet claims, such as PDF/UA-1, PDF/A-2a or PDF/A-4f."""
        ua, part, conformance = map(self.first, ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance"))
        names = f"PDF/UA-{ua}", f"PDF/A-{part}{conformance.lower()}"
        return tuple(name for name in names if re.fullmatch(r"PDF/(UA-[1-9]|A-[1-9][a-z]?)", name))

    def languages(self, name: str) -> dict[str, str]:
        """Return a property's alternatives by language."""
        return {lang: text for lang, text in self.properties.get(name, []) if lang}


def read_xmp(data: bytes) -> Xmp:
    """Parse a packet; entities are not expanded and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.strip(b"\x00 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Xmp({}, (), f"the XMP packet is not XML: {error}")
    if root is None:
        return Xmp({}, (), "the XMP packet is empty")
    values: dict[str, list[tuple[str, str]]] = {}
    for description in root.iter(f"{{{RDF}}}Description"):
        parent = description.getparent()
        if parent is None or parent.tag != f"{{{RDF}}}RDF":
            continue
        for key, value in description.attrib.items():
            if not str(key).startswith((f"{{{RDF}}}", "{http://www.w3.org/XML")):
                values.setdefault(_short(str(key)), []).append(("", str(value)))
        for child in description:
            if isinstance(child.tag, str):
                values.setdefault(_short(child.tag), []).extend(_values(child))
    return Xmp(values, _undeclared(root, values))


def _values(element: etree._Element) -> list[tuple[str, str]]:
    items = list(element.iter(f"{{{RDF}}}li"))
    if not items:
        return [(str(element.get(XML_LANG, "")), "".join(element.itertext()).strip())]
    return [(str(item.get(XML_LANG, "")), "".join(item.itertext()).strip()) for item in items]


def _short(tag: str) -> str:
    uri, _, name = tag[1:].partition("}")
    prefix = next((prefix for prefix, namespace in NAMESPACES.items() if namespace == uri), uri)
    return f"{prefix}:{name}"


def _undeclared(root: etree._Element, values: dict[str, list[tuple[str, str]]]) -> tuple[str, ...]:
    schema = f"{{{NAMESPACES['pdfaSchema']}}}namespaceURI"
    declared = {"".join(node.itertext()).strip() for node in root.iter(schema)}
    declared |= {str(node.get(schema)) for node in root.iter() if node.get(schema)}
    uris = {NAMESPACES.get(name.rpartition(":")[0], name.rpartition(":")[0]) for name in values}
    return tuple(sorted(uris - _PREDEFINED - declared))


_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([Z+-])(?:(\d\d)'?(?:(\d\d)'?)?)?)?$")
_XMP_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:([Z+-])(?:(\d\d):(\d\d))?)?)?)?)?$"
)


def pdf_date(text: str) -> datetime | None:
    """Return the time of a date in the Info dictionary (ISO 32000-1, 7.9.4); None where it is no date."""
    return _date(_PDF_DATE.match(text))


def xmp_date(text: str) -> datetime | None:
    """Return the time of a date in an XMP packet (ISO 8601 as in XMP); None where it is no date."""
    return _date(_XMP_DATE.match(text))


def _date(match: re.Match[str] | None) -> datetime | None:
    if match is None:
        return None
    year, month, day, hour, minute, second, sign, off_hour, off_minute = match.groups()
    offset = timedelta(hours=int(off_hour or 0), minutes=int(off_minute or 0))
    zone = timezone(-offset if sign == "-" else offset) if sign in {"+", "-"} else UTC
    try:
        return datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=zone
        )
    except ValueError:
        return None
