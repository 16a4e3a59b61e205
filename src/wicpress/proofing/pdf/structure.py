"""The structure tree of a tagged PDF, walked in reading order (ISO 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import pikepdf

from wicpress.proofing.lines.measurements import StructureInfo, frame_width
from wicpress.proofing.pages.source_numbers import SOURCE_PAGE, is_source_page
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.pdf.model import Page
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS

HEADINGS = ("H", "H1", "H2", "H3", "H4", "H5", "H6")
"""The types of headings (ISO 32000-1, 14.8.4.3.2)."""

INLINE = frozenset({
    "Span", "Quote", "Reference", "BibEntry", "Code", "Formula", "Link", "Annot", "Ruby", "RB", "RT",
    "RP", "Warichu", "WT", "WP", "Em", "Strong", "Sub", "NonStruct",
})  # fmt: skip
PDF_1_7_NAMESPACE, PDF_2_NAMESPACE = "http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn"
"""The standard structure namespaces (ISO 32000-2, 14.8.6)."""
_IN_PDF_1_7 = {"Aside": "Div", "Em": "Span", "FENote": "Note", "Strong": "Span", "Sub": "Span", "Title": "P"}
"""What the types of PDF 2.0 are a kind of in PDF 1.7."""
EMPTY_LINE = 2.6
"""Between baselines that are farther apart than so many em is an empty line."""
_READINGS = frozenset({"RT", "RP", "WT"})
_GROUPS = frozenset({"Document", "Part", "Art", "Sect", "Div", "Aside", "BlockQuote", "Note", "L", "LI", "TOC"})
_DEEPEST = 400
_TOO_DEEP = "the structure tree is too deep, or contains itself"


@attrs.frozen
class Content:
    """A marked-content sequence: the page it is on (object number), the form that holds it (0: none), its MCID."""

    page: int
    stream: int
    mcid: int


@attrs.frozen
class ObjectRef:
    """A reference to a whole object, an annotation as a rule."""

    page: int
    number: int
    obj: Any = attrs.field(repr=False, eq=False)


@attrs.frozen(eq=False)
class Element:
    """A structure element. `lang` is its own, `language` that inherited, too.

    `role` is its standard type in PDF 1.7, or the one that a type of PDF 2.0 is a kind of; `namespace` is the name of
    its namespace, "" for the default.
    """

    kind: str
    role: str
    lang: str
    language: str
    alt: str | None
    actual: str | None
    ident: str | None
    attributes: dict[str, Any] = attrs.field(repr=False)  # of every owner, the first value wins
    page: int = attrs.field(repr=False)  # object number, 0 if unknown
    depth: int = attrs.field(repr=False)
    obj: Any = attrs.field(repr=False)
    namespace: str = attrs.field(repr=False, default="")
    parent: Element | None = attrs.field(repr=False, default=None)
    children: list[Element | Content | ObjectRef] = attrs.field(factory=list, repr=False)

    def path(self) -> tuple[Element, ...]:
        """Return the elements from the root to this one."""
        here: Element | None = self
        elements: list[Element] = []
        while here is not None:
            elements.append(here)
            here = here.parent
        return tuple(reversed(elements))


@attrs.frozen
class Structure:
    """The whole tree: the elements under the root, and what could not be read."""

    roots: tuple[Element, ...]
    problems: tuple[str, ...]
    role_map: dict[str, str]

    def elements(self) -> Iterator[Element]:
        """Every element in reading order, parents before children."""
        waiting: list[Element | Content | ObjectRef] = list(reversed(self.roots))
        while waiting:
            item = waiting.pop()
            if isinstance(item, Element):
                yield item
                waiting.extend(reversed(item.children))

    def leaves(self) -> Iterator[tuple[Element, Content | ObjectRef]]:
        """Every piece of content and every object with the element that holds it, in reading order."""
        waiting: list[tuple[Element, Element | Content | ObjectRef]] = [(root, root) for root in reversed(self.roots)]
        while waiting:
            owner, item = waiting.pop()
            if isinstance(item, Element):
                waiting.extend((item, child) for child in reversed(item.children))
            else:
                yield owner, item


@attrs.frozen
class TaggedRun:
    """A stretch of text with the types that enclose it, outermost first, and its language."""

    path: tuple[str, ...]
    lang: str
    text: str
    page: int  # 1-based
    alt: bool = False  # the text is an alternate or actual text of the structure, not of the page
    owner: Element | None = attrs.field(default=None, repr=False)  # the element with the text


def read_structure(pdf: pikepdf.Pdf) -> Structure | None:
    """Read the structure tree; None where the file has none."""
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return None
    return _Reader(root, str(pdf.Root.get("/Lang", ""))).read()


class _Reader:
    def __init__(self, root: pikepdf.Dictionary, lang: str) -> None:
        self._root = root
        self._lang = lang
        self._roles = _role_map(root.get("/RoleMap"))
        self._problems: dict[str, None] = {}
        self._seen: set[int] = set()

    def read(self) -> Structure:
        roots: list[Element] = []
        waiting: list[tuple[Any, Element | None]] = [(kid, None) for kid in reversed(_kids(self._root))]
        while waiting:
            kid, parent = waiting.pop()
            item = self._guarded(kid, parent)
            if item is None:
                continue
            if parent is not None:
                parent.children.append(item)
            elif isinstance(item, Element):
                roots.append(item)
            if isinstance(item, Element):
                waiting.extend((child, item) for child in reversed(_kids(kid)))
        return Structure(tuple(roots), tuple(self._problems), self._roles)

    def _guarded(self, kid: Any, parent: Element | None) -> Element | Content | ObjectRef | None:
        try:
            return self._item(kid, parent)
        except PDF_READ_ERRORS:
            self._problems["a structure element cannot be read"] = None
            return None

    def _item(self, kid: Any, parent: Element | None) -> Element | Content | ObjectRef | None:
        if isinstance(kid, int):
            return Content(parent.page if parent else 0, 0, kid)
        if not isinstance(kid, pikepdf.Dictionary):
            self._problems["a child of a structure element is neither element, reference nor number"] = None
            return None
        page = _page_number(kid, parent)
        match str(kid.get("/Type", "/StructElem")):
            case "/MCR":
                stream = kid.get("/Stm")
                return Content(page, stream.objgen[0] if isinstance(stream, pikepdf.Stream) else 0, int(kid["/MCID"]))
            case "/OBJR":
                target = kid.get("/Obj")
                return ObjectRef(page, target.objgen[0] if isinstance(target, pikepdf.Object) else 0, target)
        return self._element(kid, parent, page)

    def _element(self, kid: Any, parent: Element | None, page: int) -> Element | None:
        number, depth = kid.objgen[0], parent.depth + 1 if parent else 1
        if depth > _DEEPEST or (number and number in self._seen):
            self._problems[_TOO_DEEP if depth > _DEEPEST else "a structure element stands in two places"] = None
            return None
        self._seen.add(number)
        kind = str(kid.get("/S", "/"))[1:]
        lang = str(kid.get("/Lang", ""))
        above = parent.language if parent else self._lang
        namespace = kid.get("/NS")
        texts = (kid.get(key) for key in ("/Alt", "/ActualText", "/ID"))
        alt, actual, ident = (None if text is None else str(text) for text in texts)
        return Element(
            kind=kind,
            role=self._role(kind, namespace),
            lang=lang,
            language=lang or above,
            alt=alt,
            actual=actual,
            ident=ident,
            attributes=_attributes(kid.get("/A")),
            page=page,
            depth=depth,
            obj=kid,
            namespace=namespace_name(namespace),
            parent=parent,
        )

    def _role(self, kind: str, namespace: Any) -> str:
        """Return the standard type of a type in a namespace (ISO 32000-2, 14.8.6.2)."""
        kind, name = mapped(kind, namespace)
        if name == PDF_2_NAMESPACE:
            return _IN_PDF_1_7.get(kind, kind)
        return self._standard(kind)

    def _standard(self, kind: str) -> str:
        visited = {kind}
        while kind in self._roles and self._roles[kind] not in visited:
            kind = self._roles[kind]
            visited.add(kind)
        return kind


def mapped(kind: str, namespace: Any) -> tuple[str, str]:
    """Return a type and its namespace's name, through the role maps of namespaces; of a loop the last."""
    visited: set[tuple[str, str]] = set()
    while (step := (kind, namespace_name(namespace))) not in visited:
        visited.add(step)
        roles = namespace.get("/RoleMapNS") if isinstance(namespace, pikepdf.Dictionary) else None
        role = roles.get(f"/{kind}") if isinstance(roles, pikepdf.Dictionary) else None
        if isinstance(role, pikepdf.Array) and len(role) == 2:
            kind, namespace = str(role[0])[1:], role[1]
        elif isinstance(role, pikepdf.Name):
            kind, namespace = str(role)[1:], None
    return kind, namespace_name(namespace)


def namespace_name(namespace: Any) -> str:
    """Return the name of a namespace, "" for the default one."""
    return str(namespace.get("/NS", "")) if isinstance(namespace, pikepdf.Dictionary) else ""


def _role_map(table: Any) -> dict[str, str]:
    try:
        return (
            {key[1:]: str(value)[1:] for key, value in table.items()} if isinstance(table, pikepdf.Dictionary) else {}
        )
    except PDF_READ_ERRORS:
        return {}


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array | list) else [kids]


def _page_number(kid: Any, parent: Element | None) -> int:
    page = kid.get("/Pg")
    inherited = parent.page if parent else 0
    return page.objgen[0] if isinstance(page, pikepdf.Dictionary) else inherited


def _attributes(value: Any) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    for item in list(value) if isinstance(value, pikepdf.Array) else [value]:
        if isinstance(item, pikepdf.Dictionary):
            for key, setting in item.items():
                attributes.setdefault(key[1:], setting)
    return attributes


@attrs.frozen
class TaggedPicture:
    """A picture: the paragraph around it, and its bounding box, a rectangle in the coordinates of the content."""

    block: Element
    box: pikepdf.Array


@attrs.frozen
class TaggedParagraphs:
    """For every page, which paragraph each marked-content sequence belongs to."""

    _pages: dict[int, dict[tuple[int, int], StructureInfo]]
    _pictures: dict[int, list[TaggedPicture]] = attrs.field(factory=dict)
    _readings: dict[int, dict[tuple[int, int], list[tuple[int, int]]]] = attrs.field(factory=dict)

    def page(self, page: pikepdf.Object) -> dict[tuple[int, int], StructureInfo]:
        """Return for a page (form's object number or 0, MCID) to paragraph, language and alignment."""
        return self._pages.get(page.objgen[0], {})

    def pictures(self, page: pikepdf.Object) -> list[TaggedPicture]:
        """Return the pictures of a page whose place the file declares."""
        return self._pictures.get(page.objgen[0], [])

    def readings(self, page: pikepdf.Object) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """Return the marked-content sequence of each reading of ruby on a page, with those of its base."""
        return self._readings.get(page.objgen[0], {})


def tagged_paragraphs(pdf: pikepdf.Pdf) -> TaggedParagraphs:
    """Read the tree into paragraphs by page; empty for an untagged file."""
    structure = read_structure(pdf)
    pages: dict[int, dict[tuple[int, int], StructureInfo]] = {}
    pictures: dict[int, list[TaggedPicture]] = {}
    readings: dict[int, dict[tuple[int, int], list[tuple[int, int]]]] = {}
    infos: dict[Element, StructureInfo] = {}
    for owner, leaf in structure.leaves() if structure else ():
        if isinstance(leaf, Content):
            if owner not in infos:
                infos[owner] = _structure_info(owner)
                pictures.setdefault(leaf.page, []).extend(_tagged_picture(owner))
            pages.setdefault(leaf.page, {})[leaf.stream, leaf.mcid] = infos[owner]
            if owner.role == "RT":
                base = [each for each in _base(owner) if each.page == leaf.page]
                keys = [(each.stream, each.mcid) for each in base]
                readings.setdefault(leaf.page, {})[leaf.stream, leaf.mcid] = keys
    return TaggedParagraphs(pages, pictures, readings)


def _base(reading: Element) -> Iterator[Content]:
    """Yield the content of the base of a reading: of the element before it (ISO 32000-1, 14.8.4.4.3)."""
    around = reading.parent.children if reading.parent is not None else []
    before = around[around.index(reading) - 1] if reading in around[1:] else None
    waiting = [before] if isinstance(before, Element) else []
    while waiting:
        for child in waiting.pop().children:
            if isinstance(child, Element):
                waiting.append(child)
            elif isinstance(child, Content):
                yield child


def _tagged_picture(element: Element) -> Iterator[TaggedPicture]:
    """Yield a figure inside another element with its bounding box (ISO 32000-1, 14.8.5.4.3)."""
    box = element.attributes.get("BBox")
    if element.role == "Figure" and element.parent is not None and isinstance(box, pikepdf.Array) and len(box) == 4:
        yield TaggedPicture(paragraph_of(element.parent), box)


def _structure_info(owner: Element) -> StructureInfo:
    block = paragraph_of(owner)
    if is_source_page(block):
        return StructureInfo(block, SOURCE_PAGE, owner.language)
    align = next((str(e.attributes["TextAlign"])[1:] for e in _upward(block) if "TextAlign" in e.attributes), "")
    vertical = any(str(e.attributes.get("WritingMode", "")) == "/TbRl" for e in _upward(block))
    note = any(e.role == "Note" and not is_in_line(e) for e in _upward(block))
    listing = block.children and all(isinstance(e, Element) and e.role == "Code" for e in block.children)
    if listing:
        return StructureInfo(block, "Code", owner.language, align, in_note=note, in_code=True)
    others = (e for e in _upward(block) if e.role not in {"P", "Div", "Sect", "NonStruct"} and not is_in_line(e))
    role = next((e.role for e in others), block.role)
    heading = role if role in {"TOCI", "TH", "Caption", "Note", "Code"} or role[:1] == "H" else block.role
    framed = next((e.attributes for e in _upward(owner) if e.role in INLINE and "BorderStyle" in e.attributes), {})
    code = any(e.role == "Code" for e in _upward(owner))
    return StructureInfo(block, heading, owner.language, align, vertical, note, frame_width(framed), code)


def paragraph_of(element: Element) -> Element:
    """Return the nearest paragraph or larger element; ruby, words in two lines and numbers in margins are no part."""
    above = (e for e in _upward(element) if is_source_page(e) or not (e.role in INLINE - _READINGS or is_in_line(e)))
    return next(above, element)


def is_in_line(element: Element) -> bool:
    """Return whether an element is a note that stands in the line of its paragraph, and not at a foot."""
    is_inside = element.role == "Note" and element.parent is not None and element.parent.role not in _GROUPS
    return is_inside and all(child.role in INLINE for child in element.children if isinstance(child, Element))


def _upward(element: Element) -> Iterator[Element]:
    here: Element | None = element
    while here is not None:
        yield here
        here = here.parent


def reading_runs(
    document: Document, line_start: str = "", pages: Iterable[Page] | None = None
) -> Iterator[TaggedRun]:
    """Yield the text of a tagged document in the order of its structure.

    Text under a Figure is its Alt; an element's ActualText stands for all below it. Neighbouring pieces of the same
    element are one run. ``line_start`` is put before the first character of each line; ``pages`` are those
    of the document, where they are read for something else as well.
    """
    structure = read_structure(document.pdf)
    if structure is None:
        return
    texts, numbers = content_texts(document, line_start, document.pages() if pages is None else pages)
    visited: set[Element] = set()
    last: TaggedRun | None = None
    owner_before: Element | None = None
    for owner, leaf in structure.leaves():
        replaced = next((e for e in owner.path() if e.actual is not None or (e.role == "Figure" and e.alt)), None)
        page = numbers.get(leaf.page, 0)
        if replaced is not None:
            if replaced in visited:
                continue
            visited.add(replaced)
            run = TaggedRun(
                tuple(e.role for e in replaced.path()),
                replaced.language,
                replaced.actual or replaced.alt or "",
                page,
                True,
                replaced,
            )
        elif isinstance(leaf, Content):
            text, lang = texts.get((leaf.page, leaf.stream, leaf.mcid), ("", ""))
            run = TaggedRun(tuple(e.role for e in owner.path()), lang or owner.language, text, page, owner=owner)
        else:
            continue
        same = last is not None and owner is owner_before and (last.lang, last.page) == (run.lang, run.page)
        if same and last is not None and not run.alt:
            last = attrs.evolve(last, text=last.text + run.text)
        else:
            if last is not None and last.text:
                yield last
            last = run
        owner_before = owner
    if last is not None and last.text:
        yield last


def content_texts(
    document: Document, line_start: str, pages: Iterable[Page]
) -> tuple[dict[tuple[int, int, int], tuple[str, str]], dict[int, int]]:
    """Return (text, language in the content) of every marked-content sequence, and page numbers by object number.

    A glyph on another baseline than the one before it starts a line, or two where an empty one is between.
    """
    parts: dict[tuple[int, int, int], list[str]] = {}
    langs: dict[tuple[int, int, int], str] = {}
    numbers: dict[int, int] = {}
    for page, obj in zip(pages, document.sheets, strict=True):
        numbers[obj.obj.objgen[0]] = page.number
        baseline = None
        for glyph in page.glyphs:
            mark = glyph.mark
            if mark is not None and mark.mcid is not None and not mark.artifact:
                key = obj.obj.objgen[0], mark.stream, mark.mcid
                lines = 0 if glyph.y == baseline else 1 + (glyph.y - (baseline or glyph.y) > EMPTY_LINE * glyph.size)
                baseline = glyph.y
                parts.setdefault(key, []).append(line_start * lines + glyph.char)
                if mark.lang:
                    langs[key] = mark.lang
    return {key: ("".join(chars), langs.get(key, "")) for key, chars in parts.items()}, numbers
