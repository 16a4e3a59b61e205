"""What a book's own templates may write into pages: elements and attributes by a list, addresses inside the book.

What the templates of wicpress write is on these lists as well; only the pages of books with templates of their own
are read again.
"""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import attrs
import tinyhtml5
from lxml import etree

from wicpress import limits
from wicpress.config import Config, Edition
from wicpress.diagnostics import Span, WicpressError, declare_kind
from wicpress.file_formats.addresses import is_readable_address
from wicpress.file_formats.css_addresses import LONG_NUMBER, URL, css_addresses
from wicpress.html.templates import BrokenPageError, own_folders, shorten, template_files
from wicpress.system.folder import LeadsOutError, open_beneath, real_path

TEMPLATE_MARKUP = declare_kind(
    "template_markup",
    "A template writes what no page may have",
    "A page of a book has text, pictures and links, in the elements of HTML that hold them, and drawings made of "
    "shapes. It runs no script and loads nothing from outside the book, in PDFs and e-books alike; a link may lead "
    "to http, https and mailto.",
    example='<a href="https://example.org/">{{ html(member) }}</a>',
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


XHTML: Final = "http://www.w3.org/1999/xhtml"
SVG: Final = "http://www.w3.org/2000/svg"
MATHML: Final = "http://www.w3.org/1998/Math/MathML"
XML: Final = "http://www.w3.org/XML/1998/namespace"
OPS: Final = "http://www.idpf.org/2007/ops"
XMLNS: Final = "http://www.w3.org/2000/xmlns/"
ELEMENTS: Final = {
    XHTML: _words(
        "html head title meta link style body main section nav article aside header footer hgroup h1 h2 h3 h4 h5 h6 "
        "p div span pre blockquote hr br wbr ol ul li dl dt dd figure figcaption table caption colgroup col thead "
        "tbody tfoot tr td th a em strong small s cite q dfn abbr data time code var samp kbd sub sup i b u mark "
        "ruby rb rt rp rtc bdi bdo ins del address img details summary"
    ),
    SVG: _words(
        "svg g path rect circle ellipse line polyline polygon title desc text tspan defs symbol linearGradient "
        "radialGradient stop clipPath"
    ),
    MATHML: _words(
        "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd "
        "mstyle menclose"
    ),
}
"""The elements of a page, by their namespace."""
VOID: Final = frozenset(f"{{{XHTML}}}{name}" for name in _words("br hr img link meta col source input wbr"))
"""Elements of HTML that have no end tag."""
ATTRIBUTES: Final = {
    XHTML: _words(
        "class id lang title style dir hidden role translate alt width height src href rel type charset name content "
        "colspan rowspan headers scope abbr span start reversed value datetime cite hreflang xmlns xml:lang "
        "xmlns:epub epub:type"
    ),
    SVG: _words(
        "class id lang style role d x y x1 y1 x2 y2 dx dy cx cy r rx ry fx fy width height points transform viewBox "
        "version preserveAspectRatio fill stroke fill-opacity stroke-opacity opacity fill-rule stroke-width color "
        "stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset vector-effect offset "
        "stop-color stop-opacity gradientUnits gradientTransform spreadMethod clip-path clip-rule clipPathUnits "
        "font-family font-size font-style font-weight text-anchor dominant-baseline letter-spacing xmlns"
    ),
    MATHML: _words(
        "class style display alttext altimg mathvariant form stretchy minsize maxsize lspace rspace movablelimits "
        "linethickness displaystyle scriptlevel width accent accentunder notation xmlns"
    ),
    XML: _words("lang space"),
    OPS: _words("type prefix"),
    XMLNS: _words("xmlns xlink"),
}
"""The attributes of a page, by the namespace of the element, or their own; beside ``aria-`` and ``data-``."""
LINK_SCHEMES: Final = _words("http https mailto")
_ADDRESSES: Final = frozenset({("a", "href"), ("img", "src"), ("link", "href"), ("math", "altimg")})
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CSS_MARK: Final = re.compile(r"[(\\]")
_BLANKS: Final = re.compile(r"[\t\n\r]")
_CONTROLS: Final = "".join(map(chr, range(0x21)))
MOST_PROBLEMS: Final = 20
"""So many are told at most."""
_HINT: Final = "a page has text, pictures of the book, and links by http, https or mailto"


@attrs.frozen
class _Problem:
    """What is wrong in a page, and the words by which it is found in the templates."""

    message: str
    words: str


def check_documents(pages: Iterable[tuple[str, bytes]], config: Config, edition: Edition) -> None:
    """Raise ``WicpressError`` where pages of an e-book, XHTML by name, have what no page may have.

    Raise ``BrokenPageError`` for a page that is not well-formed. The templates of wicpress are trusted.
    """
    if folders := own_folders(config, edition):
        _raise(((name, each) for name, data in pages for each in _document_problems(name, data)), folders, config)


def check_print(html: str, sheet: str, config: Config, edition: Edition) -> None:
    """Raise ``WicpressError`` where the HTML of a printed edition, or its page sheet, has what none may have."""
    if folders := own_folders(config, edition):
        problems = (*_page_problems(tinyhtml5.parse(html)), *_css_problems(sheet))
        _raise((("its pages", each) for each in problems), folders, config)


def _raise(problems: Iterable[tuple[str, _Problem]], folders: Sequence[Path], config: Config) -> None:
    by_message = {each.message: (name, each.words) for name, each in problems}
    diagnostics = (
        TEMPLATE_MARKUP(f"{message}: {name}", _place(words, folders, config.root), hint=_HINT)
        for message, (name, words) in itertools.islice(by_message.items(), MOST_PROBLEMS)
    )
    if by_message:
        raise WicpressError(*diagnostics)


def parse_page(name: str, data: bytes) -> Any:
    """Return the root of a page of an e-book. Raise ``BrokenPageError`` where it is not well-formed."""
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        line = data.decode("utf-8", "replace").split("\n")[max(error.lineno or 1, 1) - 1].strip()
        raise BrokenPageError(f"{name} is not well-formed at `{shorten(line[:80])}`: {error.msg}") from error


def write_page(root: Any) -> bytes:
    """Return the page of an e-book with this root; elements without content have an end tag, void ones have none.

    Reading systems may parse XHTML as HTML.
    """
    for element in root.iter(etree.Element):
        if element.text is None and not len(element) and element.tag not in VOID:
            element.text = ""
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>"))


def _document_problems(name: str, data: bytes) -> Iterator[_Problem]:
    root = parse_page(name, data)
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and (dtd.system_url or any(True for _ in (*dtd.iterentities(), *dtd.iterelements()))):
        yield _Problem("a document type with definitions is no part of a page", "<!DOCTYPE")
    for each in root.itersiblings(etree.PI, preceding=True):
        yield _Problem(f"`<?{each.target}?>` is no part of a page", f"<?{each.target}")
    yield from _page_problems(root)


def _page_problems(page: Any) -> Iterator[_Problem]:
    """Yield what is in the tree of a page, of lxml or of ``xml.etree``, that no page may have."""
    for element in page.iter():
        if not isinstance(element.tag, str):  # a comment or a processing instruction
            if getattr(element, "target", None):
                yield _Problem(f"`<?{element.target}?>` is no part of a page", f"<?{element.target}")
            continue
        own, name = _split(element.tag)
        namespace = own or XHTML
        if name not in ELEMENTS.get(namespace, ()):
            yield _Problem(f"`<{name}>` is no element of a page", f"<{name}")
            continue
        if name == "style":
            yield from _css_problems("".join(element.itertext()))
        for key, value in element.attrib.items():
            yield from _attribute(namespace, name, *_split(str(key)), str(value))
        if name == "link" and element.get("rel") != "stylesheet":
            yield _Problem("`<link>` is for style sheets alone", "<link")


def _split(qualified: str) -> tuple[str, str]:
    """Return namespace and local name of an element or attribute."""
    namespace, _, name = qualified.rpartition("}")
    return namespace.removeprefix("{"), name


def _attribute(namespace: str, element: str, own: str, name: str, value: str) -> Iterator[_Problem]:
    if name not in ATTRIBUTES.get(own or namespace, ()) and not (not own and name.startswith(("aria-", "data-"))):
        yield _Problem(f"`{name}` is no attribute of `<{element}>` in a page", f"{name}=")
    elif not own and (element, name) in _ADDRESSES:
        if _leads_out(value, is_link=element == "a"):
            yield _Problem(f"`{value[:80]}` leads out of the book", value)
        elif element == "a" and _SCHEME.match(value) and not is_readable_address(value):
            yield _Problem(f"`{value[:80]}` is an address that programs cannot read", value)
    elif not own and name in {"href", "src"}:
        yield _Problem(f"`{name}` is no attribute of `<{element}>` in a page", f"{name}=")
    elif not own and LONG_NUMBER.search(value):
        yield _Problem(f"`{name}` of `<{element}>` has a number that no program reads", f"{name}=")
    elif not own and (name == "style" or namespace == SVG) and _CSS_MARK.search(value):
        yield from _css_problems(value)


def _css_problems(text: str) -> Iterator[_Problem]:
    for each in css_addresses(text):
        if each.use != URL or _leads_out(each.text, is_link=False):
            yield _Problem(f"`{each.text[:80]}` leads out of the book", each.text)


def _leads_out(address: str, *, is_link: bool) -> bool:
    """Return whether an address leads elsewhere than into the book, as browsers read it (WHATWG URL, 4.4)."""
    text = _BLANKS.sub("", address.strip(_CONTROLS))
    if scheme := _SCHEME.match(text):
        return not (is_link and scheme[1].lower() in LINK_SCHEMES)
    path = unquote(re.split(r"[?#]", text, maxsplit=1)[0]).replace("\\", "/")
    return path.startswith("/") or posixpath.normpath(path).split("/")[0] == ".."


# ---------------------------------------------------------------------------------------- the place


def _place(words: str, folders: Sequence[Path], root: Path) -> Span:
    """Return the line of the first template of the book that has the words, else the folder of its templates."""
    for path in template_files(folders):
        name = real_path(path).relative_to(real_path(root)).as_posix()
        try:
            with open_beneath(root, name) as file:
                text = file.read(limits.most("source")).decode("utf-8", "replace")
        except (LeadsOutError, OSError):
            continue
        if (at := text.lower().find(words.lower())) >= 0:
            line = text.count("\n", 0, at) + 1
            return Span(name, line, line)
    return Span("templates", 1, 1)
