"""SVG drawings for outputs: with namespace and size, in UTF-8, with nothing but what draws."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import math
import re
from collections.abc import Callable, Mapping
from typing import Final, Literal
from urllib.parse import unquote_to_bytes

import attrs
from lxml import etree

from wicpress import limits
from wicpress.pictures import drawing_names as names
from wicpress.pictures.drawing_styles import MAX_NUMBER, clean_declarations, clean_sheet, clean_value, role_of_font
from wicpress.pictures.drawn_elements import count_drawn

MAX_DEPTH: Final = 3
"""How deep drawings may stand in drawings."""
MAX_SIDE: Final = 1_000_000
"""The longest side of a drawing, in px."""
MIN_BOX: Final = 0.001
"""The shortest side of a drawing and of its view box."""
_GZIP: Final = b"\x1f\x8b"
_UTF_16: Final = (b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00", b"\x00<")
_DEFAULT_SIZE: Final = (300.0, 150.0)
"""CSS 2.2, 10.3.2: the size of a picture that has none."""
_PX: Final = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6,
    "em": 16.0, "rem": 16.0, "ex": 8.0,
}  # fmt: skip
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LENGTH: Final = re.compile(rf"({_NUMBER.pattern})\s*([a-zA-Z]*|%)")
_EVENT: Final = re.compile(r"([\w.-]+)\.(begin|end|click)")
_TIMES: Final = re.compile(r"(?:[\w.;+ -]|(?<=\d):(?=\d))*")
_HUGE: Final = re.compile(r"\d{10}|[eE]\+?\d{1,400}", re.ASCII)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_DATA: Final = re.compile(r"\s*data:([\w.+/-]*)((?:;[\w.+=-]+)*),(.*)", re.DOTALL)
_XLINK: Final = f"{{{names.XLINK_NAMESPACE}}}href"
_UNBOUND_XLINK: Final = re.compile(rb"<svg\b(?![^>]*xmlns:xlink)")
_SIMPLE_ENTITY: Final = re.compile(r"[^&%<]{0,1000}")

Embed = Callable[[bytes, int], tuple[str, bytes, int]]
"""Returns media type, bytes and drawn elements of a picture inside a drawing, which is so many drawings deep."""


class TooLargeError(ValueError):
    """A drawing beyond a limit; ``limit`` is its name."""

    def __init__(self, message: str, limit: limits.Name) -> None:
        super().__init__(message)
        self.limit = limit


@attrs.frozen
class Drawing:
    """A drawing as outputs show it; ``left_out`` names what they do not, ``not_printed`` what paper does not.

    ``gaps`` names what a browser draws and no output can, so that its place would be empty.
    """

    data: bytes = attrs.field(repr=False)
    width: float
    height: float
    left_out: tuple[str, ...] = ()
    not_printed: tuple[str, ...] = ()
    moves: bool = False
    elements: int = 1
    gaps: tuple[str, ...] = ()


def is_drawing(data: bytes) -> bool:
    """Return whether a file is XML, perhaps compressed, and so an SVG drawing if it is a picture at all."""
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    return head.startswith((b"<", _GZIP)) or data.startswith(_UTF_16)


def clean(data: bytes, embed: Embed, depth: int = 0, families: tuple[tuple[str, str], ...] = ()) -> Drawing:
    """Return a drawing with nothing but what draws; ``embed`` prepares the pictures inside it.

    ``families`` are the fonts that its text is set in, by role; without any, the text keeps its own.

    Raise ``ValueError`` with a message that goes on behind the name of the file where it is no drawing.
    """
    root = _parsed(_unpacked(data))
    if root.tag == "svg":  # a drawing that was cut out of an HTML page has no namespace
        for element in root.iter(etree.Element):
            if "}" not in element.tag:
                element.tag = f"{{{names.SVG_NAMESPACE}}}{element.tag}"
    if etree.QName(root).localname != "svg" or etree.QName(root).namespace != names.SVG_NAMESPACE:
        raise ValueError(f"is XML, but not SVG: it begins with <{etree.QName(root).localname}>")
    return _Cleaner(embed, depth, dict(families)).drawing(root)


# ------------------------------------------------------------------------------------------ parsing


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            unpacked = packed.read(limits.most("picture") + 1)
    except (OSError, EOFError, ValueError) as error:
        raise ValueError("is a compressed drawing that cannot be unpacked") from error
    if len(unpacked) > limits.most("picture"):
        raise TooLargeError(f"unpacks to more than {limits.shown('picture')}", "picture")
    return unpacked


def _parsed(data: bytes) -> etree._Element:
    try:
        return _checked(_parse(data))
    except etree.XMLSyntaxError as error:
        if "xlink" in str(error) and _UNBOUND_XLINK.search(data):
            declared = b'<svg xmlns:xlink="%s"' % names.XLINK_NAMESPACE.encode()
            return _parsed(_UNBOUND_XLINK.sub(declared, data, count=1))
        raise ValueError(f"is not an SVG drawing: {error.msg or error}") from error


def _parse(data: bytes) -> etree._Element:
    """Return the root of a document. Raise ``ValueError`` for entities that are more than a short text.

    Adobe Illustrator declares its namespaces as such entities. They are looked at before any is put into its place;
    libxml2 limits how much they may add up to, and nothing outside the file is read.
    """
    root = etree.fromstring(data, _parser(resolve_entities=False))
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is None:
        return root
    for entity in dtd.iterentities():
        if entity.system_url or not _SIMPLE_ENTITY.fullmatch(entity.content or ""):
            raise ValueError("defines entities that are more than a short text")
    return etree.fromstring(data, _parser(resolve_entities="internal"))


def _parser(*, resolve_entities: Literal["internal", False]) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=resolve_entities, no_network=True, load_dtd=False, remove_comments=True)


def _checked(root: etree._Element) -> etree._Element:
    """Return the root of a document that uses no entities but its own. Raise ``ValueError`` for any other."""
    if any(True for _ in root.iter(etree.Entity)):
        raise ValueError("uses entities that are not defined in it")
    return root


# ----------------------------------------------------------------------------------------- cleaning


@attrs.define
class _Cleaner:
    """Copies what draws into a new document; ``ids`` are the names of the elements that something refers to."""

    embed: Embed
    depth: int
    families: Mapping[str, str]
    left_out: dict[str, None] = attrs.field(factory=dict)
    gaps: dict[str, None] = attrs.field(factory=dict)
    not_printed: dict[str, None] = attrs.field(factory=dict)
    moves: bool = False
    ids: dict[str, str] = attrs.field(factory=dict)
    placed: set[str] = attrs.field(factory=set)
    inside: dict[str, int] = attrs.field(factory=dict)
    references: set[str] = attrs.field(factory=set)

    def drawing(self, source: etree._Element) -> Drawing:
        """Return the drawing whose root is ``source``. Raise ``ValueError`` where it has no size."""
        if any("stylesheet" in (each.target or "") for each in source.itersiblings(etree.PI, preceding=True)):
            self.report("a style sheet from outside")
        width, height, box = _size(source)
        self._name(source)
        root = etree.Element(f"{{{names.SVG_NAMESPACE}}}svg", nsmap=self._namespaces(source))
        self._fill(root, source)
        root.attrib.update({"width": _text(width), "height": _text(height)})
        root.set("viewBox", box)
        if self.families and "font-family" not in root.attrib:
            root.set("font-family", self.families["sans"])
        if self.references - self.placed - {""}:  # something is left out that something else refers to
            again = _Cleaner(self.embed, self.depth, self.families).drawing(root)
            return attrs.evolve(again, left_out=tuple(self.left_out), gaps=tuple(self.gaps))
        for element in root.iter(etree.Element):
            if element.get("id") not in self.references:
                element.attrib.pop("id", None)
        etree.cleanup_namespaces(root)
        elements = count_drawn(root, self.inside)
        if elements > limits.most("elements"):
            raise TooLargeError(f"draws more than {limits.shown('elements')}", "elements")
        data = etree.tostring(root, encoding="utf-8")
        return Drawing(
            data, width, height, tuple(self.left_out), tuple(self.not_printed), self.moves, elements, tuple(self.gaps)
        )

    def report(self, what: str) -> None:
        """Record something that is left out."""
        self.left_out[what] = None

    def report_gap(self, what: str) -> None:
        """Record something that a browser draws, and whose place would be empty."""
        self.gaps[what] = None

    @staticmethod
    def _namespaces(source: etree._Element) -> dict[str | None, str]:
        uses_links = any(_XLINK in each.attrib or "href" in each.attrib for each in source.iter(etree.Element))
        return {None: names.SVG_NAMESPACE, **({"xlink": names.XLINK_NAMESPACE} if uses_links else {})}

    def _name(self, source: etree._Element) -> None:
        """Give each id that is no name in XML, or that another has as well, another name."""
        used: set[str] = set()
        for element in source.iter(etree.Element):
            old = element.get("id")
            if old is None or old in self.ids:
                continue
            new = old if _NAME.fullmatch(old) else "x-" + re.sub(r"[^A-Za-z0-9_.-]+", "-", old)
            while new in used:
                new += "-x"
            used.add(new)
            self.ids[old] = new

    def _rename(self, old: str) -> str:
        """Return the name of the element that had the id ``old``, empty where none has it."""
        new = self.ids.get(old) or self.ids.get(unquote_to_bytes(old).decode("utf-8", "replace")) or ""
        self.references.add(new)
        return new

    def _fonts(self, family: str) -> str:
        if not self.families or family in self.families.values():
            return family.strip()
        return self.families[role_of_font(family)]

    # -- elements

    def _fill(self, target: etree._Element, source: etree._Element) -> None:
        self._attributes(target, source)
        target.text = source.text
        if etree.QName(source).localname == "style":
            target.text = clean_sheet("".join(source.itertext()), self._rename, self.report, self._fonts)
            return
        last: etree._Element | None = None
        for child in source:
            copy = self._copy(child)
            if copy is not None:
                target.append(copy)
                last = copy
            if child.tail and last is None:
                target.text = (target.text or "") + child.tail
            elif child.tail and last is not None:
                last.tail = (last.tail or "") + child.tail

    def _copy(self, source: etree._Element) -> etree._Element | None:
        """Return what draws of an element, None where it does not draw."""
        if not isinstance(source.tag, str) or etree.QName(source).namespace != names.SVG_NAMESPACE:
            return None
        name = etree.QName(source).localname
        if name == "switch":
            return self._switch(source)
        if name not in names.ELEMENTS:
            if name == "foreignObject":
                self.report_gap("text in HTML (<foreignObject>)")
            elif name not in names.SILENT:
                self.report(_WORDS.get(name, f"<{name}>"))
            return None
        if name in names.ANIMATIONS and source.get("attributeName", "x") not in names.ANIMATED:
            self.report("an animated link")
            return None
        if name in names.NOT_PRINTED:
            self.not_printed[names.NOT_PRINTED[name]] = None
            self.moves = self.moves or name in names.ANIMATIONS
        if name == "a" and _href(source):
            self.report("a link")
        copy = etree.Element(f"{{{names.SVG_NAMESPACE}}}{'g' if name == 'a' else name}")
        references, placed = set(self.references), set(self.placed)
        self._fill(copy, source)
        if name == "image" and not copy.get(_XLINK):
            self.references, self.placed = references, placed
            return None
        return copy

    def _switch(self, source: etree._Element) -> etree._Element | None:
        """Return the first alternative that is drawn everywhere: no other program's, and in any language."""
        for child in source:
            if isinstance(child.tag, str) and etree.QName(child).localname in names.ELEMENTS:
                return self._copy(child)
        for child in source:
            self._copy(child)  # says what is left out
        return None

    # -- attributes

    def _attributes(self, target: etree._Element, source: etree._Element) -> None:
        name = etree.QName(source).localname
        new = self.ids.get(source.get("id") or "")
        if new and new not in self.placed:
            self.placed.add(new)
            target.set("id", new)
        for key, value in source.attrib.items():
            qualified = etree.QName(str(key))
            local, text = qualified.localname, str(value)
            if qualified.namespace == names.XML_NAMESPACE and local in {"lang", "space"}:
                target.set(str(key), text)
            elif local.lower().startswith("on") and qualified.namespace is None:
                self.report("a script")
            elif qualified.namespace in {None, names.XLINK_NAMESPACE} and local == "href":
                self._link(target, name, text)
            elif qualified.namespace is None and local in names.ATTRIBUTES and local != "id":
                self._attribute(target, local, text)

    def _attribute(self, target: etree._Element, name: str, text: str) -> None:
        if name == "style":
            value: str | None = clean_declarations(text, self._rename, self.report, self._fonts)
        elif name in {"begin", "end"}:
            value = _EVENT.sub(lambda match: f"{self._rename(match[1]) or 'none'}.{match[2]}", text)
            value = value if _TIMES.fullmatch(value) else None
        elif name in {"class", "lang", "aria-label"}:
            value = text
        else:
            _check_numbers(text)
            is_address = "//" in text or (":" in text and not (name in names.CLOCKS and _TIMES.fullmatch(text)))
            value = None if is_address else clean_value(text, self._rename)
            value = self._fonts(value) if value and name == "font-family" else value
        if value is None:
            self.report("something from outside")
        elif value:
            target.set(name, value)

    def _link(self, target: etree._Element, name: str, text: str) -> None:
        """Keep a link to an element of the drawing, and a picture that is inside it."""
        text = text.strip()
        if name == "a":
            return
        if text.startswith("#"):
            if new := self._rename(text[1:]):
                target.set(_XLINK, f"#{new}")
        elif name == "image" and (picture := _DATA.fullmatch(text)):
            self._picture(target, picture)
        elif text and name in {"image", "use"}:
            self.report_gap(f"a {'picture' if name == 'image' else 'part'} from outside, {text[:60]}")
        elif text:
            self.report("something from outside")

    def _picture(self, target: etree._Element, picture: re.Match[str]) -> None:
        try:
            data = unquote_to_bytes(picture[3])
            if ";base64" in picture[2]:
                data = base64.b64decode(re.sub(rb"\s+", b"", data), validate=True)
            if self.depth >= MAX_DEPTH:
                raise ValueError("drawings stand too deep in drawings")
            kind, prepared, elements = self.embed(data, self.depth + 1)
        except TooLargeError:
            raise
        except (binascii.Error, ValueError, OSError) as error:
            raise ValueError(f"holds a picture that cannot be shown: {str(error).rpartition(': ')[2]}") from error
        address = f"data:{kind};base64,{base64.b64encode(prepared).decode()}"
        self.inside[address] = elements
        target.set(_XLINK, address)


_WORDS: Final = {
    "script": "a script", "handler": "a script", "font": "a font of its own", "font-face": "a font of its own",
    "iframe": "a page from outside", "audio": "sound", "video": "a film",
}  # fmt: skip
"""What elements are called that are left out."""


def _href(element: etree._Element) -> str:
    return str(element.get(_XLINK) or element.get("href") or "").strip()


def _check_numbers(text: str) -> None:
    """Raise ``ValueError`` where a value has a number that outputs cannot write."""
    if _HUGE.search(text):  # seldom true: a path may have many numbers
        for number in _NUMBER.findall(text):
            if not abs(float(number)) <= MAX_NUMBER:
                raise ValueError(f"has a number that no page can show, {number[:20]}")


def _size(root: etree._Element) -> tuple[float, float, str]:
    """Return width and height in px, and the view box: each from the others where it is missing.

    Raise ``ValueError`` where nothing could be seen.
    """
    box = [float(part) for part in _NUMBER.findall(str(root.get("viewBox") or ""))]
    width, height = (_length_in_px(root, name) for name in ("width", "height"))
    if len(box) == 4:
        if box[2] <= 0 or box[3] <= 0:
            raise ValueError("has an empty view box")
        if min(box[2:]) < MIN_BOX or not all(abs(each) <= MAX_NUMBER for each in box):
            raise ValueError("has a view box that no page can show")
        if not (width and height):
            scale = width / box[2] if width else height / box[3] if height else 1.0
            width, height = box[2] * scale, box[3] * scale
    else:
        width, height = width or _DEFAULT_SIZE[0], height or _DEFAULT_SIZE[1]
        box = [0.0, 0.0, width, height]
    if not (MIN_BOX <= width <= MAX_SIDE and MIN_BOX <= height <= MAX_SIDE):
        raise ValueError("has a size that no page can show")
    return width, height, " ".join(map(_text, box))


def _length_in_px(root: etree._Element, name: str) -> float:
    """Return the width or height of a drawing in px, 0 where it has none in absolute units.

    Raise ``ValueError`` where it is no length, or none above 0.
    """
    text = str(root.get(name) or "").strip()
    length = _LENGTH.fullmatch(text)
    if not text or text == "auto":
        return 0.0
    if not length or not 0 < float(length[1]) < math.inf:
        raise ValueError(f"has a {name} that is no size, `{text[:20]}`")
    return float(length[1]) * _PX.get(length[2].lower(), 0.0)


def _text(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
