"""Paints a part of a book as a PDF and separates it from the engine: references to other parts stay open."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import attrs
import pydyf
import weasyprint
from weasyprint import pdf as engine
from weasyprint.pdf import fonts as engine_fonts

from wicpress.engine.native import file_of
from wicpress.engine.parts.compress import to_bytes
from wicpress.engine.parts.deferred_numbers import (
    NotSeparable,
    PageNumberMarker,
    PageNumberRecorder,
    TextWithSlots,
    record_page_numbers,
)
from wicpress.engine.parts.page_starts import page_infos, text_starts
from wicpress.engine.parts.reference_extractor import ReferenceExtractor
from wicpress.engine.tags.links import LinkDescriber
from wicpress.engine.tags.tagger import tags
from wicpress.fragments import (
    EXTERNAL_OBJECTS,
    Bookmark,
    DigitGlyphs,
    FontUse,
    Fragment,
    FragmentPage,
    PageNumberSlot,
)

FONT_ATTRIBUTES: Final = (
    "index", "family", "flags", "ascent", "descent", "italic_angle", "stemv", "stemh", "upem", "tables", "variations",
    "weight", "style", "font_size", "glyph_count", "bitmap", "png", "svg", "colr",
)  # fmt: skip
"""The attributes of the engine's ``Font`` that describe a face, without its glyphs."""


@attrs.frozen(eq=False)
class PaintedPdf:
    """What the engine makes of a document, before it is cut: the PDF, its structure, and the folios of each page.

    ``fonts`` are the engine's by hash, ``font_table`` the dictionary in the PDF that stands for theirs.
    """

    document: Any
    pdf: Any
    tagged: Any
    fonts: Mapping[str, Any]
    font_table: Any
    folios: list[list[tuple[PageNumberSlot, DigitGlyphs]]]


def fragment(
    document: weasyprint.Document,
    name: str,
    describe: LinkDescriber,
    steps: Sequence[Callable[[Any], None]],
    save_face: Callable[[bytes], str],
    han: str = "zh",
    **options: Any,
) -> Fragment:
    """Return ``document`` painted, tagged and separated; call it inside the line layer's context.

    ``describe`` says where a link leads, or leaves it open as ``DeferredLinkText``; ``steps`` change the painted PDF;
    ``save_face`` stores the file of a face and returns its digest; ``han`` is the language of Han text that names
    none; ``options`` are WeasyPrint's. Raise ``NotSeparable`` where only a single document can hold the pages,
    ``NotTabularDigits`` where a number could move its line.
    """
    painted = _painted(document, f"{name}.", describe, han, options)
    for step in steps:
        step(painted.pdf)
    return _Pages(painted, save_face).fragment(name)


# ------------------------------------------------------------------------------------- painting


def _painted(document: Any, prefix: str, describe: LinkDescriber, han: str, options: dict[str, Any]) -> PaintedPdf:
    folios: list[list[tuple[PageNumberSlot, DigitGlyphs]]] = []
    with (
        _unresolved_links(document) as links,
        tags(describe, prefix, han, links) as tagger,
        record_page_numbers(document) as recorder,
        _page_numbers_by_page(recorder, folios),
        _font_dictionary() as (fonts, table),
        _no_bookmarks(document),
    ):
        pdf = _unwritten_pdf(document, options)
    return PaintedPdf(document, pdf, tagger.tagged, fonts, table, folios)


def _unwritten_pdf(document: Any, options: Mapping[str, Any]) -> Any:
    """Return the PDF that the engine makes of a document, with all its objects still in memory."""
    made: list[tuple[Any, list[Any]]] = []

    def keep(_: Any, pdf: Any) -> None:
        made.append((pdf, pdf.objects))
        pdf.objects = pdf.objects[:1]  # the engine writes what it finds here

    document.write_pdf(io.BytesIO(), finisher=keep, **options)
    ((pdf, objects),) = made
    pdf.objects = objects
    return pdf


@contextmanager
def _unresolved_links(document: Any) -> Iterator[dict[Any, list[Any]]]:
    """Yield the links of each page, and hide those inside the book from the engine: most lead to other parts."""
    links = {page: page.links for page in document.pages}
    for page in document.pages:
        page.links = [link for link in page.links if link[0] != "internal"]
    try:
        yield links
    finally:
        for page, before in links.items():
            page.links = before


@contextmanager
def _no_bookmarks(document: Any) -> Iterator[None]:
    """Let the engine write no outline: that of the whole book is written when its parts are assembled."""
    document.make_bookmark_tree = lambda *_, **__: []
    try:
        yield
    finally:
        del document.make_bookmark_tree


@contextmanager
def _font_dictionary() -> Iterator[tuple[dict[str, Any], Any]]:
    """Let the engine write no fonts; yield the fonts by hash, and the empty dictionary that stands for theirs.

    Their files are only looked at, not copied into memory, which for Chinese faces is 15 MB each.
    """
    before, copied = engine.build_fonts_dictionary, engine_fonts.get_hb_object_data
    fonts: dict[str, Any] = {}
    table = pydyf.Dictionary()

    def no_fonts(_: Any, used: Mapping[str, Any], *__: Any) -> Any:
        fonts.update(used)
        return table

    engine.build_fonts_dictionary, engine_fonts.get_hb_object_data = no_fonts, file_of
    try:
        yield fonts, table
    finally:
        engine.build_fonts_dictionary, engine_fonts.get_hb_object_data = before, copied


@contextmanager
def _page_numbers_by_page(recorder: PageNumberRecorder, folios: list[list[Any]]) -> Iterator[None]:
    """Collect the page numbers of each page while it is painted."""
    page_class = weasyprint.document.Page
    before = page_class.paint

    def paint(page: Any, stream: Any, scale: float = 1) -> None:
        before(page, stream, scale)
        folios.append(list(recorder.folios))
        recorder.folios.clear()

    page_class.paint = paint
    try:
        yield
    finally:
        page_class.paint = before


# -------------------------------------------------------------------------------------- cutting


class _Pages:
    """The pages of a painted PDF, separated from the document."""

    def __init__(self, painted: PaintedPdf, save_face: Callable[[bytes], str]) -> None:
        self.painted, self.save_face = painted, save_face
        objects, root = painted.pdf.objects, painted.tagged.root
        self.element = objects[_number(root["K"][0])]
        self.parents = objects[_number(root["ParentTree"])]
        ends = dict(zip(EXTERNAL_OBJECTS, (1, self.element.number, painted.font_table.number), strict=True))
        left_out = {0, 2, root.number, self.parents.number, *ends.values()}
        self.objects = [each for each in objects if each.number not in left_out]
        tables = (each for each in self.objects if isinstance(each, dict))
        self.pages: list[Any] = [each for each in tables if each.get("Type") == "/Page"]
        contents = [_number(page["Contents"]) for page in self.pages]
        self.folios = [
            _split_at_page_numbers(objects[number], folios)
            for number, folios in zip(contents, painted.folios, strict=True)
        ]
        # contents of pages are never shared: the linker need not remember their digests
        self.cutter = ReferenceExtractor(self.objects, ends, int(root["ParentTreeNextKey"]), frozenset(contents))

    def fragment(self, name: str) -> Fragment:
        """Return the fragment called ``name``."""
        cutter, tagged = self.cutter, self.painted.tagged
        streams = cutter.streams()
        for row in self.parents["Nums"][1::2]:
            cutter.value(row)
            cutter.end_object()
        kids = self.element.get("K", [])
        cutter.value(kids if isinstance(kids, list) else [kids])
        cutter.end_object()
        return Fragment(
            name=name,
            objects=len(self.objects),
            keys=cutter.keys,
            text=cutter.text,
            cuts=cutter.placeholders,
            streams=streams,
            shared=cutter.shared,
            sheets=tuple(self._sheets()),
            lang=str(self.element["Lang"].string) if "Lang" in self.element else "",
            kinds=tuple(sorted(tagged.types_used)),
            names=dict(self._names()),
            links=tuple(sorted(self._links())),
            deferred_texts=cutter.deferred_texts,
            ids=tuple((key, cutter.place[_number(each)]) for key, each in tagged.ids.items()),
            marks=self._marks(),
            faces=tuple(self._faces()),
            figures=tuple(cutter.figures),
        )

    # ------------------------------------------------------------------------------- tables

    def _sheets(self) -> Iterator[FragmentPage]:
        document = self.painted.document
        laid, starts = page_infos(document), text_starts(document)
        for page, sheet, start, folios in zip(self.pages, laid, starts, self.folios, strict=True):
            boxes = b"".join(b"/" + key.encode() + page[key].data for key in ("MediaBox", "TrimBox", "BleedBox"))
            slots = tuple(attrs.evolve(slot, figures=self.cutter.figure(figures)) for slot, figures in folios)
            begins = (start.block, start.lang, start.offset) if start else None
            yield FragmentPage(self.cutter.place[page.number], sheet.name, sheet.blank, boxes.decode(), slots, begins)

    def _names(self) -> Iterator[tuple[str, tuple[int, float, float]]]:
        kids = self.painted.pdf.page_references
        page = {reference: nth for nth, reference in enumerate(kids)}
        table = self.painted.pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        for name, (reference, _, x, y, _) in zip(table[0::2], table[1::2], strict=True):
            yield str(name.string), (page[reference], x, y)

    def _marks(self) -> tuple[Bookmark, ...]:
        """Return the bookmarks, each with its element."""
        tree = self.painted.document.make_bookmark_tree(0.75, transform_pages=True)
        found = [-1 if each is None else self.cutter.place[_number(each)] for each in self.painted.tagged.bookmarked]
        elements = iter(found)
        return tuple(_mark(each, elements) for each in tree)

    def _links(self) -> set[str]:
        annotations = (each for each in self.objects if isinstance(each, dict) and each.get("Subtype") == "/Link")
        return {str(each["Dest"].string) for each in annotations if "Dest" in each}

    def _faces(self) -> Iterator[FontUse]:
        for font in self.painted.fonts.values():
            facts = {key: getattr(font, key) for key in FONT_ATTRIBUTES}
            facts["name"] = font.name.decode()
            facts["tables"] = tuple(facts["tables"])
            missing = {glyph: ord_ for ord_, glyph in font.missing.items()}
            if font.used_in_forms:
                raise NotSeparable("there are forms to fill in")
            sha256 = self.save_face(font.file_content)
            yield FontUse(font.hash, sha256, facts, dict(font.widths), dict(font.to_unicode), missing)


def _split_at_page_numbers(
    content: Any, folios: list[tuple[PageNumberSlot, DigitGlyphs]]
) -> list[tuple[PageNumberSlot, DigitGlyphs]]:
    """Cut the content of a page where its page numbers are: what follows each is written with it."""
    lines = content.stream
    turns = [nth for nth, line in enumerate(lines) if isinstance(line, PageNumberMarker)]
    if len(turns) != len(folios):
        raise NotSeparable("a folio is painted in a form of its own")
    rests = [lines[turn + 1 : after] for turn, after in zip(turns, [*turns, len(lines)][1:], strict=True)]
    if any(isinstance(line, TextWithSlots) for rest in rests for line in rest):
        raise NotSeparable("a page reference stands in a margin")
    if turns:
        content.stream = lines[: turns[0]]
        content.compress = not any(isinstance(line, TextWithSlots) for line in content.stream)
    return [(_followed(slot, rest), figures) for (slot, figures), rest in zip(folios, rests, strict=True)]


def _followed(slot: PageNumberSlot, rest: list[Any]) -> PageNumberSlot:
    before, between, after = slot.parts
    rest_ = b"\n".join(map(to_bytes, rest)).decode("ascii")
    return attrs.evolve(slot, parts=(before, between, f"{after}\n{rest_}"))


def _number(reference: Any) -> int:
    return int(bytes(reference).split()[0])


def _mark(mark: Any, elements: Iterator[int]) -> Bookmark:
    label, (page, x, y), children, state = mark
    element = next(elements, -1)  # in the order of the engine: each before those under it
    return Bookmark(label, page, x, y, state != "closed", tuple(_mark(each, elements) for each in children), element)
