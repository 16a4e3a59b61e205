"""What reading a PDF costs: the bytes of its streams, unpacked, and what its pages draw, each use of a form counted.

A form that draws another ten times, and that one the next, is a kilobyte that draws for ever; data packed twice are
gigabytes. Both are counted before anything is drawn or kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs
import pikepdf
from pikepdf import settings

from wicpress import limits
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS

DEEPEST_FORM: Final = 12
"""Forms inside more forms than these are not drawn."""
_PER_BYTE: Final = 8
"""How much all pages may draw for each byte of the file, where that is more than one page may: a book draws 1."""
_UNPACKED_PER_BYTE: Final = 50
"""How large all streams but pictures may be for each byte of the file, where that is more than one may be."""
_DECODED: Final = pikepdf.StreamDecodeLevel.specialized
"""All that qpdf unpacks of a content stream, also as RunLengthDecode."""
_LARGEST_ARRAY: Final = 1_000_000
_OBJECTS_PER_OPERATOR: Final = 8
_OBJECT: Final = re.compile(rb"[^\s()<>\[\]{}/%]+|[(<\[/{]")
"""Where an object or an operator begins in a content stream (ISO 32000-1, 7.2.2)."""
_BLANK_BYTES: Final = 100
"""As many bytes cost as much as one operator, also where they are white space."""


def apply_limits() -> None:
    """Let qpdf unpack no stream beyond the limit; all of the process shares this."""
    most = min(limits.most("stream"), 2**32 - 1)
    settings.set_qpdf_limits(
        flate_max_memory=most,
        run_length_max_memory=most,
        png_max_memory=most,
        tiff_max_memory=most,
        dct_max_memory=most,
        parser_max_container_size=_LARGEST_ARRAY,
    )


def cost_problem(pdf: pikepdf.Pdf, pages: Sequence[tuple[Any, Any]], size: int) -> Unreadable | None:
    """Return why a PDF of ``size`` bytes costs too much to be read; None where it does not.

    ``pages`` are its page dictionaries, each with its resources.
    """
    return _streams_problem(pdf, size) or _pages_problem(pages, size)


def _streams_problem(pdf: pikepdf.Pdf, size: int) -> Unreadable | None:
    """Return which stream is larger than the limit when it is unpacked, or that all of them are."""
    most, total = limits.most("stream"), 0
    for stream in _streams(pdf):
        where = f"object {stream.objgen[0]}"
        if _is_lzw(stream):  # no limit applies to it, and PDF/A forbids it (ISO 19005-2, 6.1.7.2)
            return Unreadable(f"{where} is packed as LZW, which is not unpacked here", "pack it as FlateDecode")
        try:
            length = len(stream.get_stream_buffer(_DECODED))
        except PDF_READ_ERRORS as error:  # damage is told where it matters
            length = most + 1 if "memory limit" in str(error) else 0
        total += length
        if length > most or total > max(most, _UNPACKED_PER_BYTE * size):
            what = where if length > most else "its streams together"
            return Unreadable(f"{what}: more than {limits.shown('stream')} unpacked", limits.way_out("stream"))
    return None


def _streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    """Yield every stream but pictures, whose sizes are known before they are unpacked."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") != "/Image":
            yield each


def _is_lzw(stream: pikepdf.Stream) -> bool:
    filters = stream.get("/Filter")
    names = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    return any(str(each) in {"/LZWDecode", "/LZW"} for each in names if each is not None)


def _pages_problem(pages: Sequence[tuple[Any, Any]], size: int) -> Unreadable | None:
    """Return which page draws more than the limit, or that all pages draw too much for a file of their size."""
    most = limits.most("operators")
    total = max(most, _PER_BYTE * size)
    counter = _Counter(most)
    scopes = [(page, _scope(page, resources)) for page, resources in pages]
    bounds = [counter.bound(*each) for each in scopes]
    if max(bounds, default=0) <= most and sum(bounds) <= total:
        return None
    drawn = 0
    for number, page in enumerate(scopes, 1):
        count = counter.exact(*page)
        drawn += count
        if count > most or drawn > total:
            what = f"page {number} draws" if count > most else "its pages together draw"
            return Unreadable(f"{what} more than {limits.shown('operators')}", limits.way_out("operators"))
    return None


@attrs.frozen
class _Content:
    """A content stream: its size in bytes, what it draws itself, how often it uses each form."""

    size: int
    drawn: int
    uses: Counter[str]


@attrs.frozen
class _Scope:
    """The resources of a page or form; ``key`` is the number of the object that they are, or are in."""

    key: tuple[int, int]
    resources: Any = attrs.field(eq=False)

    def inside(self, form: Any) -> _Scope:
        """Return the resources of a form: its own, or else those of what draws it (ISO 32000-1, 7.8.3)."""
        own = form.get("/Resources")
        return self if own is None else _scope(form, own)


def _scope(content: Any, resources: Any) -> _Scope:
    number: tuple[int, int] = getattr(resources, "objgen", (0, 0))
    return _Scope(number if number != (0, 0) else content.objgen, resources)


_Place = tuple[tuple[int, int], _Scope, int]
"""A page or form by its number, with its resources, and how many forms it is in."""


class _Counter:
    """Counts what pages draw, forms included; each stream is read once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._forms: dict[_Scope, dict[str, Any]] = {}
        self._contents: dict[tuple[int, int], _Content] = {}
        self._bounds: dict[_Place, int] = {}
        self._largest: dict[tuple[_Scope, int], int] = {}
        self._counts: dict[_Place, int] = {}

    def bound(self, content: Any, scope: _Scope, depth: int = 0) -> int:
        """Return more than a page or form can draw: an operator takes two bytes, a character at least one."""
        place = content.objgen, scope, depth
        if place not in self._bounds:
            data = _unpacked(content)
            calls = data.count(b"Do")
            self._bounds[place] = len(data) + (calls * self._largest_form(scope, depth + 1) if calls else 0)
        return self._bounds[place]

    def _largest_form(self, scope: _Scope, depth: int) -> int:
        place = scope, depth
        if place not in self._largest:
            forms = self._forms_of(scope).values() if depth <= DEEPEST_FORM else ()
            bounds = (self.bound(each, scope.inside(each), depth) for each in forms)
            self._largest[place] = max(bounds, default=0)
        return self._largest[place]

    def exact(self, content: Any, scope: _Scope, depth: int = 0) -> int:
        """Return how many operators a page or form runs, and how many bytes of text it shows."""
        place = content.objgen, scope, depth
        if place not in self._counts:
            read = self._content(content)
            count = read.drawn + read.size // _BLANK_BYTES
            forms = self._forms_of(scope) if depth < DEEPEST_FORM and read.uses else {}
            for name, uses in read.uses.items():
                if name in forms and count <= self._most:
                    count += uses * self.exact(forms[name], scope.inside(forms[name]), depth + 1)
            self._counts[place] = count
        return self._counts[place]

    def _content(self, content: Any) -> _Content:
        if content.objgen not in self._contents:
            self._contents[content.objgen] = _read(content, self._most)
        return self._contents[content.objgen]

    def _forms_of(self, scope: _Scope) -> dict[str, Any]:
        """Return what of the resources is drawn by instructions of its own: all streams but pictures."""
        if scope not in self._forms:
            table = scope.resources.get("/XObject") if isinstance(scope.resources, pikepdf.Dictionary) else None
            items = table.items() if isinstance(table, pikepdf.Dictionary) else ()
            self._forms[scope] = {
                name: each
                for name, each in items
                if isinstance(each, pikepdf.Stream) and each.get("/Subtype") != "/Image"
            }
        return self._forms[scope]


def _unpacked(content: Any) -> bytes:
    """Return the instructions of a page or form; none of one that is damaged."""
    source = content.get("/Contents") if isinstance(content, pikepdf.Dictionary) else content
    parts = list(source) if isinstance(source, pikepdf.Array) else [source]
    try:
        return b"\n".join(each.read_bytes(_DECODED) for each in parts if isinstance(each, pikepdf.Stream))
    except PDF_READ_ERRORS:
        return b""


def _read(content: Any, most: int) -> _Content:
    """Count what a page or form draws itself, as long as it has so few objects that they can be held."""
    data = _unpacked(content)
    objects = 0
    for objects, _ in enumerate(_OBJECT.finditer(data), 1):
        if objects > _OBJECTS_PER_OPERATOR * most:
            return _Content(len(data), objects, Counter())
    try:
        steps = pikepdf.parse_content_stream(
            pikepdf.Page(content) if isinstance(content, pikepdf.Dictionary) else content
        )
        uses = Counter(str(each.operands[0]) for each in steps if str(each.operator) == "Do" and len(each.operands))
        drawn = sum(1 + sum(map(_text_bytes, each.operands)) for each in steps)
    except PDF_READ_ERRORS:  # nor is it drawn
        return _Content(len(data), 0, Counter())
    return _Content(len(data), drawn, uses)


def _text_bytes(operand: Any) -> int:
    """Return how many bytes of text an operand has, a string or an array with strings."""
    if isinstance(operand, pikepdf.Array):
        return sum(len(bytes(each)) for each in operand if isinstance(each, pikepdf.String))
    return len(bytes(operand)) if isinstance(operand, pikepdf.String) else 0
