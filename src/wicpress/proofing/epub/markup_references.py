"""What the markup of an e-book loads, runs or leads to: each attribute of each element that may hold an address.

An address is let pass by what is allowed: a link that a reader follows, a file of the book, a picture or font.
An attribute that is not known to hold words is read as an address if it looks like one that leads out of the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs
from lxml import etree

from wicpress.file_formats.css_addresses import IMPORT, SCRIPT, UNREADABLE, css_addresses
from wicpress.proofing.epub import addresses

XHTML: Final = "http://www.w3.org/1999/xhtml"
SVG: Final = "http://www.w3.org/2000/svg"
MATHML: Final = "http://www.w3.org/1998/Math/MathML"
XLINK: Final = "http://www.w3.org/1999/xlink"
XML: Final = "http://www.w3.org/XML/1998/namespace"
OUTWARD: Final = "outward"
SCRIPTS: Final = "scripts"
DATA: Final = "data"

_LINKS: Final = frozenset({(XHTML, "a"), (XHTML, "area"), (SVG, "a")})
"""The elements whose ``href`` a reader follows; any element of MathML may have one as well."""
_ADDRESSES: Final = frozenset({
    "href", "src", "poster", "action", "formaction", "background", "codebase", "classid", "longdesc", "manifest",
    "profile", "icon", "usemap", "full-path", "altimg",
})  # fmt: skip
"""Attributes that hold one address."""
_WORDS: Final = frozenset({
    "about", "abbr", "alt", "alttext", "cite", "class", "content", "datatype", "id", "itemid", "itemprop", "itemtype",
    "label", "name", "placeholder", "prefix", "property", "rel", "rev", "resource", "scheme", "standby", "summary",
    "title", "type", "typeof", "unique-identifier", "value", "version", "vocab",
})  # fmt: skip
"""Attributes whose values are words, names or identifiers: nobody loads or follows what stands in them."""
_SCRIPT_ELEMENTS: Final = frozenset({"script", "handler", "listener", "trigger", "applet"})
_META_HEADERS: Final = frozenset({
    "content-type", "content-language", "content-style-type", "default-style", "x-ua-compatible"
})  # fmt: skip
"""What ``<meta http-equiv>`` may say: nothing that leads a reader elsewhere."""
_PSEUDO_ATTRIBUTE: Final = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ADDRESS_MARK: Final = re.compile(r":|//|\\\\")
_CSS_MARK: Final = re.compile(r"\\|(?:url|src|image|image-set|cross-fade|expression)\(", re.IGNORECASE)
"""What a value must have that holds an address in CSS."""


@attrs.frozen
class Reference:
    """Something that loads, runs or leads, on a line of a file; ``check`` is what it breaks.

    The check ``data`` says of nothing that it is wrong: the address holds a file, which has to be looked into.
    """

    check: str
    line: int
    message: str


def in_document(root: etree._Element, path: str) -> Iterator[Reference]:
    """Yield what is wrong in an XML document, and the files that stand in its addresses."""
    for node in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        if node.tag is etree.ProcessingInstruction:
            yield from _instruction(node, path)
        elif isinstance(node.tag, str):
            yield from _element(node, path)


def in_style_sheet(text: str, path: str, line: int = 1) -> Iterator[Reference]:
    """Yield what is wrong with the addresses in CSS that begins on a line of the file ``path``."""
    for each in css_addresses(text):
        at = line + each.line - 1
        if each.use == SCRIPT:
            yield Reference(SCRIPTS, at, f"{each.text} in a style sheet runs a script")
        elif each.use == UNREADABLE:
            yield Reference(OUTWARD, at, f"an address in a style sheet cannot be read ({each.text})")
        else:
            what = "@import of " if each.use == IMPORT else ""
            yield from _address(each.text, path, at, what, is_link=False)


def _instruction(node: etree._Element, path: str) -> Iterator[Reference]:
    match = _PSEUDO_ATTRIBUTE.search(node.text or "")
    if match:
        yield from _address(match[1] or match[2] or "", path, _line(node), "", is_link=False)


def _element(element: etree._Element, path: str) -> Iterator[Reference]:
    name, line = etree.QName(element), _line(element)
    if name.localname.lower() in _SCRIPT_ELEMENTS:
        yield Reference(SCRIPTS, line, f"<{name.localname}> runs a script")
    if name.namespace == XHTML and name.localname == "base":
        yield Reference(OUTWARD, line, "<base> lets all addresses lead elsewhere")
    if name.localname == "meta" and element.get("http-equiv", "content-type").strip().lower() not in _META_HEADERS:
        yield Reference(OUTWARD, line, f"<meta http-equiv={element.get('http-equiv')!r}> may lead a reader elsewhere")
    if name.localname == "style":
        yield from in_style_sheet("".join(element.itertext()), path, line)
    for key, value in element.attrib.items():
        yield from _attribute(element, name, etree.QName(str(key)), str(value), path)


def _attribute(
    element: etree._Element, name: etree.QName, attribute: etree.QName, value: str, path: str
) -> Iterator[Reference]:
    line, local = _line(element), attribute.localname
    is_link = local == "href" and ((name.namespace, name.localname) in _LINKS or name.namespace == MATHML)
    if attribute.namespace is None and local.lower().startswith("on"):
        yield Reference(SCRIPTS, line, f"the attribute {local} runs a script")
    elif attribute.namespace == XML and local == "base":
        yield Reference(OUTWARD, line, "xml:base lets addresses lead elsewhere")
    elif local == "srcdoc":
        yield Reference(SCRIPTS, line, "srcdoc holds a page that is not looked into")
    elif local.lower() in _ADDRESSES or (local == "data" and name.localname == "object"):
        yield from _address(value, path, line, "", is_link=is_link)
    elif local == "style" and attribute.namespace is None:
        yield from in_style_sheet(value, path, line)
    elif local.lower() in {"srcset", "imagesrcset"}:
        for each in value.split():
            for part in [each] if addresses.scheme_of(each) == "data" else each.split(","):
                yield from _address(part, path, line, "", is_link=False)
    elif local == "properties" and "scripted" in value.split():
        yield Reference(SCRIPTS, line, "the manifest says that the file has scripts")
    elif local == "properties" and "remote-resources" in value.split():
        yield Reference(OUTWARD, line, "the manifest says that the file loads something from elsewhere")
    elif not _holds_words(name, attribute):
        yield from _value(value, path, line)


def _holds_words(element: etree.QName, attribute: etree.QName) -> bool:
    """Return whether nobody loads or follows what stands in an attribute."""
    local = str(attribute.localname)
    if attribute.namespace is None:
        holds_words = local in _WORDS or local.startswith(("aria-", "data-"))
        return holds_words and str(element.localname) != "param"
    return str(attribute.namespace) != XLINK or local in {"role", "arcrole", "title"}


def _value(value: str, path: str, line: int) -> Iterator[Reference]:
    """Yield what leads out of the book in a value of an attribute that need not have addresses."""
    if _ADDRESS_MARK.search(value):
        for each in re.split(r"[\s,;]+", value):
            if addresses.looks_outward(each):
                yield from _address(each, path, line, "", is_link=False)
    if _CSS_MARK.search(value):
        yield from in_style_sheet(value, path, line)


def _address(address: str, path: str, line: int, what: str, *, is_link: bool) -> Iterator[Reference]:
    if problem := addresses.problem(address, path, is_link=is_link):
        check = SCRIPTS if problem == "runs a script" else OUTWARD
        yield Reference(check, line, f"{what}{addresses.plain(address)[:80]} {problem}")
    elif addresses.scheme_of(address) == "data":
        yield Reference(DATA, line, address)


def _line(node: etree._Element) -> int:
    return int(node.sourceline or 1)
