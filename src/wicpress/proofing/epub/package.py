"""An EPUB from its bytes to plain values: package, reading order, navigation, text with its languages."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import unquote, urlsplit

import attrs
from lxml import etree

from wicpress import limits
from wicpress.proofing.epub.container import READ_ERRORS, UnpackError, unpacked
from wicpress.proofing.pdf.model import Unreadable

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
OPS = "{http://www.idpf.org/2007/ops}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_CONTAINER_FILE = "META-INF/container.xml"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LARGEST = 1 << 30  # bytes unpacked: more than any book has, less than a full disk
_BLOCKS = frozenset(
    XHTML + name
    for name in (
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "caption", "figcaption",
        "pre", "blockquote", "div", "section", "article", "aside", "header", "footer", "nav", "body", "figure",
        "table", "tr", "ol", "ul", "dl", "hr",
    )
)  # fmt: skip
_CODE = frozenset((*(XHTML + name for name in ("code", "pre", "kbd", "samp", "var")), f"{MATHML}math"))
_SKIPPED = frozenset({XHTML + "script", XHTML + "style", XHTML + "template"})


@attrs.frozen
class Meta:
    """One statement about the book: `name` is dc:title, dcterms:modified or schema:accessMode, for example."""

    name: str
    text: str
    lang: str = ""
    ident: str = ""
    refines: str = ""


@attrs.frozen
class Item:
    """A file of the manifest; `path` is its place in the container."""

    ident: str
    href: str
    path: str
    media_type: str
    properties: tuple[str, ...]


@attrs.frozen
class Entry:
    """An entry of a navigation list: where it leads, its fragment, and its level."""

    label: str
    path: str
    fragment: str
    level: int
    lang: str
    kind: str = ""  # a landmark's epub:type


@attrs.frozen
class TextRun:
    """Text of one block in one language; `tag` is the block's element, `block` its number in the document.

    `prose` is the text without its code, which is in no language.
    """

    tag: str
    lang: str
    text: str
    prose: str = attrs.field(default="", eq=False)
    block: int = attrs.field(default=0, eq=False)


@attrs.frozen
class Page:
    """A content document: its language, title, ids in order, links and pictures, and its text."""

    path: str
    lang: str
    title: str
    ids: tuple[str, ...]
    links: tuple[tuple[str, str], ...]  # (path in the container or address, fragment)
    resources: tuple[str, ...]  # paths or addresses of pictures, styles, sounds
    runs: tuple[TextRun, ...]
    root: etree._Element = attrs.field(repr=False, eq=False)


@attrs.frozen
class Epub:
    """A whole book. `problems` are the parts that could not be read: (path, reason)."""

    names: tuple[str, ...]
    infos: tuple[zipfile.ZipInfo, ...] = attrs.field(repr=False)
    opf: str
    version: str
    unique_id: str
    lang: str  # of the package document
    meta: tuple[Meta, ...]
    items: tuple[Item, ...]
    spine: tuple[tuple[str, bool], ...]  # (manifest id, linear)
    direction: str
    pages: tuple[Page, ...]  # in the order of the spine, then the nav if it stands outside
    toc: tuple[Entry, ...]
    landmarks: tuple[Entry, ...]
    page_list: tuple[Entry, ...]
    other_pages: tuple[Entry, ...]  # of the list with the pages of another edition
    nav: str  # the navigation document's path, "" where there is none
    mimetype: bytes
    problems: tuple[tuple[str, str], ...]

    def texts(self) -> Iterator[TextRun]:
        """Yield the text of the book in reading order."""
        order = [item.path for ident, _ in self.spine for item in self.items if item.ident == ident]
        for page in self.pages:
            if page.path in order:
                yield from page.runs

    @property
    def printed_pages(self) -> tuple[Entry, ...]:
        """The list with the pages of the printed edition: the page list, unless this has those of the source."""
        return self.other_pages if any(map(self._is_source_page, self.page_list[:1])) else self.page_list

    def _is_source_page(self, entry: Entry) -> bool:
        root = next((page.root for page in self.pages if page.path == entry.path), None)
        elements = root.iter(f"{XHTML}span") if root is not None else ()
        marks = (each for each in elements if "source-page" in str(each.get("class", "")).split())
        return any(each.get("id") == entry.fragment for each in marks)

    def values(self, name: str) -> list[str]:
        """Return every value that the metadata has under a name."""
        return [meta.text for meta in self.meta if meta.name == name]


def is_printed_page(element: etree._Element) -> bool:
    """Return whether an element says that a page of the printed edition begins, in the page list or beside it."""
    other = element.get("role") == "separator" and element.get("class") is None and element.tag == f"{XHTML}span"
    return other or "pagebreak" in str(element.get(f"{OPS}type", "")).split()


def read_epub(data: bytes) -> Epub | Unreadable:
    """Read an EPUB from its bytes; what is not an EPUB, or cannot be opened, gives an `Unreadable`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            if sum(info.file_size for info in container.infolist()) > _LARGEST:
                return Unreadable("the file unpacks to more than a gigabyte")
            if large := next((each for each in container.infolist() if each.file_size > limits.most("stream")), None):
                reason = f"{large.filename}: more than {limits.shown('stream')} unpacked"
                return Unreadable(reason, limits.way_out("stream"))
            return _Reader(container).read()
    except READ_ERRORS as error:
        return Unreadable(f"this is not an EPUB that can be read: {error}")


class _Reader:
    def __init__(self, container: zipfile.ZipFile) -> None:
        self._container = container
        self._names = container.namelist()
        self._problems: list[tuple[str, str]] = []

    def read(self) -> Epub | Unreadable:
        opf = self._opf_path()
        package = self._xml(opf) if opf else None
        if package is None:
            return Unreadable("the container names no package document that can be read")
        items = tuple(self._items(package, opf))
        spine_element = package.find(f"{OPF}spine")
        spine = tuple(
            (ref.get("idref", ""), ref.get("linear", "yes") != "no")
            for ref in package.iterfind(f"{OPF}spine/{OPF}itemref")
        )
        nav = next((item.path for item in items if "nav" in item.properties), "")
        pages = tuple(self._pages(items, spine, nav))
        lists = self._navigation(next((page for page in pages if page.path == nav), None))
        return Epub(
            names=tuple(self._names),
            infos=tuple(self._container.infolist()),
            opf=opf,
            version=package.get("version", ""),
            unique_id=package.get("unique-identifier", ""),
            lang=package.get(XML_LANG, ""),
            meta=tuple(_meta(package)),
            items=items,
            spine=spine,
            direction=spine_element.get("page-progression-direction", "") if spine_element is not None else "",
            pages=pages,
            toc=lists["toc"],
            landmarks=lists["landmarks"],
            page_list=lists["page-list"],
            other_pages=lists["other-pages"],
            nav=nav,
            mimetype=self._bytes("mimetype") or b"",
            problems=tuple(self._problems),
        )

    def _opf_path(self) -> str:
        root = self._xml(_CONTAINER_FILE)
        paths = (
            [str(each.get("full-path", "")) for each in root.iter(f"{CONTAINER}rootfile")] if root is not None else []
        )
        if len(paths) > 1:
            self._problems.append((_CONTAINER_FILE, f"it names {len(paths)} packages, of which the first is read"))
        return next(iter(paths), "")

    def _bytes(self, name: str) -> bytes | None:
        try:
            return unpacked(self._container, name)
        except KeyError:
            self._problems.append((name, "the file is not in the container"))
        except UnpackError as error:
            self._problems.append((name, f"the file cannot be unpacked: {error}"))
        return None

    def _xml(self, name: str) -> etree._Element | None:
        data = self._bytes(name)
        if data is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            self._problems.append((name, f"the file is not well-formed XML: {error}"))
            return None

    def _items(self, package: etree._Element, opf: str) -> Iterator[Item]:
        for item in package.iterfind(f"{OPF}manifest/{OPF}item"):
            href = str(item.get("href", ""))
            yield Item(
                ident=str(item.get("id", "")),
                href=href,
                path=resolve(opf, href)[0],
                media_type=str(item.get("media-type", "")),
                properties=tuple(str(item.get("properties", "")).split()),
            )

    def _pages(self, items: tuple[Item, ...], spine: tuple[tuple[str, bool], ...], nav: str) -> Iterator[Page]:
        by_id = {item.ident: item for item in items}
        order = [by_id[ident].path for ident, _ in spine if ident in by_id]
        for path in dict.fromkeys([*order, nav] if nav else order):
            media = next((item.media_type for item in items if item.path == path), "")
            root = self._xml(path) if media == "application/xhtml+xml" else None
            if root is not None:
                yield _page(path, root)

    def _navigation(self, page: Page | None) -> dict[str, tuple[Entry, ...]]:
        entries: dict[str, tuple[Entry, ...]] = {"toc": (), "landmarks": (), "page-list": (), "other-pages": ()}
        for nav in page.root.iter(f"{XHTML}nav") if page is not None else ():
            for kind in (str(nav.get(f"{OPS}type", "")) or str(nav.get("id", ""))).split():
                if kind in entries and page is not None:
                    entries[kind] = tuple(_entries(nav, page.path))
        return entries


def resolve(base: str, href: str) -> tuple[str, str]:
    """Return a reference as (path in the container, fragment); an external URL keeps its scheme."""
    try:
        parts = urlsplit(href)
    except ValueError:  # it leads to a host that cannot be read
        return href, ""
    if parts.scheme or parts.netloc:
        return href, ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path))) if parts.path else base
    return path, unquote(parts.fragment)


def language(element: etree._Element) -> str:
    """Return the language of an element, its own or that of the nearest ancestor."""
    here: etree._Element | None = element
    while here is not None:
        tag = here.get(XML_LANG) or here.get("lang")
        if tag:
            return str(tag)
        here = here.getparent()
    return ""


def _meta(package: etree._Element) -> Iterator[Meta]:
    metadata = package.find(f"{OPF}metadata")
    for element in metadata if metadata is not None else ():
        if not isinstance(element.tag, str):
            continue
        text = "".join(element.itertext()).strip()
        if element.tag.startswith(DC):
            name = "dc:" + element.tag[len(DC) :]
        elif element.tag == f"{OPF}meta" and element.get("property"):
            name = str(element.get("property"))
        elif element.tag == f"{OPF}link":
            name, text = "link:" + str(element.get("rel", "")), str(element.get("href", ""))
        else:
            continue
        yield Meta(name, text, language(element), str(element.get("id", "")), str(element.get("refines", "")))


def _page(path: str, root: etree._Element) -> Page:
    head = root.find(f"{XHTML}head/{XHTML}title")
    body = root.find(f"{XHTML}body")
    links, resources = [], []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == f"{XHTML}a" and element.get("href") is not None:
            links.append(resolve(path, str(element.get("href"))))
        for key in ("src", "poster", "data", "{http://www.w3.org/1999/xlink}href"):
            if element.get(key) is not None:
                resources.append(resolve(path, str(element.get(key)))[0])
        if element.tag == f"{XHTML}link" and element.get("href"):
            resources.append(resolve(path, str(element.get("href")))[0])
    return Page(
        path=path,
        lang=language(root),
        title="".join(head.itertext()).strip() if head is not None else "",
        ids=tuple(str(element.get("id")) for element in root.iter() if element.get("id") is not None),
        links=tuple(links),
        resources=tuple(resources),
        runs=tuple(_joined(_texts(body))) if body is not None else (),
        root=root,
    )


@attrs.frozen
class _Piece:
    """A text node: its block, its language, its text, and whether that is code."""

    block: etree._Element
    lang: str
    text: str
    code: bool


def _texts(body: etree._Element) -> Iterator[_Piece]:
    """Every text node in order, without recursion: a list may nest deeply."""
    waiting: list[tuple[bool, etree._Element, etree._Element, bool]] = [(False, body, body, False)]
    while waiting:
        is_tail, element, block, code = waiting.pop()
        if is_tail:
            if element.tail:
                parent = element.getparent()
                yield _Piece(block, language(parent if parent is not None else body), element.tail, code)
            continue
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            continue
        inner = element if element.tag in _BLOCKS else block
        inside = code or element.tag in _CODE
        if element.text:
            yield _Piece(inner, language(element), element.text, inside)
        for child in reversed(element):
            waiting += [(True, child, inner, inside), (False, child, inner, inside)]


def _joined(pieces: Iterator[_Piece]) -> Iterator[TextRun]:
    """Join neighbouring text of one block and language; white space counts as one space."""
    numbers: dict[etree._Element, int] = {}
    for (block, lang), group in groupby(pieces, lambda each: (each.block, each.lang)):
        tag, parts = etree.QName(block).localname, tuple(group)
        number = numbers.setdefault(block, len(numbers))
        text = "".join(each.text for each in parts)
        text = text if tag == "pre" else " ".join(text.split())
        prose = "".join(" " if each.code else each.text for each in parts)
        if text.strip():
            yield TextRun(tag, lang, text, " ".join(prose.split()), number)


def _entries(nav: etree._Element, base: str) -> Iterator[Entry]:
    for link in nav.iter(f"{XHTML}a", f"{XHTML}span"):
        above = link.getparent()
        if link.tag == f"{XHTML}span" and (above is None or above.tag != f"{XHTML}li"):
            continue  # a span inside an entry's label is not an entry
        level = sum(1 for _ in link.iterancestors(f"{XHTML}ol"))
        path, fragment = resolve(base, str(link.get("href"))) if link.get("href") is not None else ("", "")
        label = " ".join("".join(link.itertext()).split())
        yield Entry(label, path, fragment, level, language(link), str(link.get(f"{OPS}type", "")))
