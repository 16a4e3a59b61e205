"""Paints a section of a book and extracts its PDF objects; references to other sections are left open."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
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
    """A document painted by WeasyPrint: the PDF, its structure, and the page numbers of each page.

    ``fonts`` are WeasyPrint's by hash, ``font_table`` the empty dictionary in the PDF in the place of theirs.
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
    """Return the fragment of ``document``, painted and tagged; call it inside the line layer's context.

    ``describe`` returns the description of a link, or ``DeferredLinkText``; ``steps`` change the painted PDF;
    ``save_face`` stores the file of a font and returns its digest; ``han`` is the language of Han text without one;
    ``options`` are WeasyPrint's. Raise ``NotSeparable`` where the pages have to be part of a single document,
    ``NotTabularDigits`` where a page number could move its line.
    """
    painted = _paint(document, f"{name}.", describe, han, options)
    for step in steps:
        step(painted.pdf)
    return _Pages(painted, save_face).fragment(name)


# ------------------------------------------------------------------------------------- painting


def _paint(document: Any, prefix: str, describe: LinkDescriber, han: str, options: dict[str, Any]) -> PaintedPdf:
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
    """Return the PDF of a document, with all its objects still in memory."""
    written: list[tuple[Any, list[Any]]] = []

    def keep_objects(_: Any, pdf: Any) -> None:
        written.append((pdf, pdf.objects))
        pdf.objects = pdf.objects[:1]  # WeasyPrint writes these objects only

    document.write_pdf(io.BytesIO(), finisher=keep_objects, **options)
    ((pdf, objects),) = written
    pdf.objects = objects
    return pdf


@contextmanager
def _unresolved_links(document: Any) -> Iterator[dict[Any, list[Any]]]:
    """Yield the links of each page, and hide the internal ones from WeasyPrint: most lead to other sections."""
    links = {page: page.links for page in document.pages}
    for page in document.pages:
        page.links = [link for link in page.links if link[0] != "internal"]
    try:
        yield links
    finally:
        for page, page_links in links.items():
            page.links = page_links


@contextmanager
def _no_bookmarks(document: Any) -> Iterator[None]:
    """Let WeasyPrint write no outline: that of the book is written when its fragments are assembled."""
    document.make_bookmark_tree = lambda *_, **__: []
    try:
        yield
    finally:
        del document.make_bookmark_tree


@contextmanager
def _font_dictionary() -> Iterator[tuple[dict[str, Any], Any]]:
    """Let WeasyPrint write no fonts; yield the fonts by hash, and the empty dictionary in the place of theirs.

    Their files are not copied into memory: a Chinese font has 15 MB.
    """
    original, read_file = engine.build_fonts_dictionary, engine_fonts.get_hb_object_data
    fonts: dict[str, Any] = {}
    table = pydyf.Dictionary()

    def no_fonts(_: Any, used: Mapping[str, Any], *__: Any) -> Any:
        fonts.update(used)
        return table

    engine.build_fonts_dictionary, engine_fonts.get_hb_object_data = no_fonts, file_of
    try:
        yield fonts, table
    finally:
        engine.build_fonts_dictionary, engine_fonts.get_hb_object_data = original, read_file


@contextmanager
def _page_numbers_by_page(recorder: PageNumberRecorder, folios: list[list[Any]]) -> Iterator[None]:
    """Collect the page numbers of each page while it is painted."""
    page_class = weasyprint.document.Page
    original = page_class.paint

    def paint(page: Any, stream: Any, scale: float = 1) -> None:
        original(page, stream, scale)
        folios.append(list(recorder.folios))
        recorder.folios.clear()

    page_class.paint = paint
    try:
        yield
    finally:
        page_class.paint = original


# ----------------------------------------------------------------------------------- extracting


class _Pages:
    """The pages of a painted PDF, without the objects of the document."""

    def __init__(self, painted: PaintedPdf, save_face: Callable[[bytes], str]) -> None:
        self.painted, self.save_face = painted, save_face
        objects, root = painted.pdf.objects, painted.tagged.root
        self.element = objects[_number(root["K"][0])]
        self.parents = objects[_number(root["ParentTree"])]
        external = dict(zip(EXTERNAL_OBJECTS, (1, self.element.number, painted.font_table.number), strict=True))
        excluded = {0, 2, root.number, self.parents.number, *external.values()}
        self.objects = [each for each in objects if each.number not in excluded]
        tables = (each for each in self.objects if isinstance(each, dict))
        self.pages: list[Any] = [each for each in tables if each.get("Type") == "/Page"]
        contents = [_number(page["Contents"]) for page in self.pages]
        self.folios = [
            _split_at_page_numbers(objects[number], folios)
            for number, folios in zip(contents, painted.folios, strict=True)
        ]
        # contents of pages are never shared: the linker needs no digests of them
        parent_rows = int(root["ParentTreeNextKey"])
        self.extractor = ReferenceExtractor(self.objects, external, parent_rows, frozenset(contents))

    def fragment(self, name: str) -> Fragment:
        """Return the fragment called ``name``."""
        extractor, tagged = self.extractor, self.painted.tagged
        streams = extractor.streams()
        for row in self.parents["Nums"][1::2]:
            extractor.value(row)
            extractor.end_object()
        kids = self.element.get("K", [])
        extractor.value(kids if isinstance(kids, list) else [kids])
        extractor.end_object()
        return Fragment(
            name=name,
            objects=len(self.objects),
            parent_rows=extractor.parent_rows,
            text=extractor.text,
            placeholders=extractor.placeholders,
            streams=streams,
            shared=extractor.shared,
            pages=tuple(self._fragment_pages()),
            lang=str(self.element["Lang"].string) if "Lang" in self.element else "",
            structure_types=tuple(sorted(tagged.types_used)),
            names=dict(self._names()),
            links=tuple(sorted(self._links())),
            deferred_texts=extractor.deferred_texts,
            ids=tuple((key, extractor.place[_number(each)]) for key, each in tagged.ids.items()),
            bookmarks=self._bookmarks(),
            faces=tuple(self._faces()),
            digit_glyphs=tuple(extractor.digit_glyphs),
            namespaces={name: extractor.place[_number(each)] for name, each in tagged.namespaces.items()},
            destinations={name: extractor.place[_number(each)] for name, each in tagged.destinations.items()},
            referring=tuple((extractor.place[_number(each)], name) for each, name in tagged.referring),
            files={name: extractor.place[_number(each)] for name, each in tagged.files.items()},
        )

    # ------------------------------------------------------------------------------- tables

    def _fragment_pages(self) -> Iterator[FragmentPage]:
        document = self.painted.document
        infos, starts = page_infos(document), text_starts(document)
        for page, info, start, folios in zip(self.pages, infos, starts, self.folios, strict=True):
            boxes = b"".join(b"/" + key.encode() + page[key].data for key in ("MediaBox", "TrimBox", "BleedBox"))
            slots = tuple(
                attrs.evolve(slot, digit_glyphs=self.extractor.digit_glyphs_index(digit_glyphs))
                for slot, digit_glyphs in folios
            )
            text_start = (start.block, start.lang, start.offset) if start else None
            place = self.extractor.place[page.number]
            yield FragmentPage(place, info.name, info.blank, boxes.decode(), slots, text_start, info.is_short)

    def _names(self) -> Iterator[tuple[str, tuple[int, float, float]]]:
        kids = self.painted.pdf.page_references
        page = {reference: nth for nth, reference in enumerate(kids)}
        table = self.painted.pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        for name, (reference, _, x, y, _) in zip(table[0::2], table[1::2], strict=True):
            yield str(name.string), (page[reference], x, y)

    def _bookmarks(self) -> tuple[Bookmark, ...]:
        """Return the bookmarks, each with its element."""
        tree = self.painted.document.make_bookmark_tree(0.75, transform_pages=True)
        references = self.painted.tagged.bookmarked
        elements = iter([-1 if each is None else self.extractor.place[_number(each)] for each in references])
        return tuple(_bookmark(each, elements) for each in tree)

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
    """Split the content of a page at its page numbers: the lines after each one are written with it."""
    lines = content.stream
    markers = [nth for nth, line in enumerate(lines) if isinstance(line, PageNumberMarker)]
    if len(markers) != len(folios):
        raise NotSeparable("a folio is painted in a form of its own")
    following = [lines[start + 1 : end] for start, end in pairwise((*markers, len(lines)))]
    if any(isinstance(line, TextWithSlots) for part in following for line in part):
        raise NotSeparable("a page reference is in a margin")
    if markers:
        content.stream = lines[: markers[0]]
        content.compress = not any(isinstance(line, TextWithSlots) for line in content.stream)
    return [(_with_following(slot, part), digits) for (slot, digits), part in zip(folios, following, strict=True)]


def _with_following(slot: PageNumberSlot, following: list[Any]) -> PageNumberSlot:
    before, between, after = slot.parts
    text = b"\n".join(map(to_bytes, following)).decode("ascii")
    return attrs.evolve(slot, parts=(before, between, f"{after}\n{text}"))


def _number(reference: Any) -> int:
    return int(bytes(reference).split()[0])


def _bookmark(bookmark: Any, elements: Iterator[int]) -> Bookmark:
    label, (page, x, y), children, state = bookmark
    element = next(elements, -1)  # in WeasyPrint's order: each before its children
    below = tuple(_bookmark(each, elements) for each in children)
    return Bookmark(label, page, x, y, state != "closed", below, element)
