"""PDFs of several makers, and broken ones, are read to the same plain values."""

from __future__ import annotations

import io
import random
import zlib
from ctypes import c_double
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
import typst
import weasyprint
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from support.pdf_page import FACE, LEFT, justify, make_pdf, set_line
from wicpress.fonts import bundled_faces
from wicpress.proofing.pdf.cmap import parse_cmap
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.glyph_outlines import Program
from wicpress.proofing.pdf.line_grouping import find_lines
from wicpress.proofing.pdf.model import Glyph, Page, Unreadable

TEXT = "乌镇举行，共有1600名嘉宾与WIC代表。"


def opened(data: bytes) -> Document:
    """Open bytes that must be readable."""
    document = open_pdf(data)
    assert isinstance(document, Document)
    return document


def drawn(content: str, **page: object) -> Page:
    """Read one page of Helvetica-like text with a given content stream."""
    pdf = pikepdf.new()
    made = pdf.add_blank_page(page_size=(200, 100))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name.Plain, FirstChar=32,
        Widths=[500] * 95, Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    made.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    made.obj.Contents = pdf.make_stream(content.encode("latin-1"))
    for key, value in page.items():
        made.obj[f"/{key}"] = value
    buffer = io.BytesIO()
    pdf.save(buffer)
    return opened(buffer.getvalue()).page(1)


def places(page: Page) -> list[tuple[str, float, float]]:
    """Characters with their origins, rounded."""
    return [(glyph.char, round(glyph.x, 3), round(glyph.y, 3)) for glyph in page.glyphs]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("BT /F 10 Tf 20 50 Td (ab) Tj ET", [("a", 20, 50), ("b", 25, 50)]),
        ("BT /F 10 Tf 20 50 Td [(a) -200 (b)] TJ ET", [("a", 20, 50), ("b", 27, 50)]),
        ("BT /F 10 Tf 2 Tc 20 50 Td (ab) Tj ET", [("a", 20, 50), ("b", 27, 50)]),
        ("BT /F 10 Tf 3 Tw 20 50 Td (a b) Tj ET", [("a", 20, 50), (" ", 25, 50), ("b", 33, 50)]),
        ("BT /F 10 Tf 50 Tz 20 50 Td [(a) -200 (b)] TJ ET", [("a", 20, 50), ("b", 23.5, 50)]),
        ("BT /F 10 Tf 4 Ts 20 50 Td (a) Tj ET", [("a", 20, 46)]),
        ("BT /F 10 Tf 12 TL 20 50 Td (a) Tj T* (b) Tj (c) ' ET", [("a", 20, 50), ("b", 20, 62), ("c", 20, 74)]),
        ("BT /F 10 Tf 20 50 TD 0 -14 TD (a) Tj T* (b) Tj ET", [("a", 20, 64), ("b", 20, 78)]),
        ('BT /F 10 Tf 12 TL 20 50 Td 1 2 (a b) " ET', [("a", 20, 62), (" ", 27, 62), ("b", 35, 62)]),
        ("q 2 0 0 2 10 0 cm BT /F 5 Tf 5 25 Td (ab) Tj ET Q BT /F 5 Tf (c) Tj ET",
         [("a", 20, 50), ("b", 25, 50), ("c", 0, 100)]),
        ("1 0 0 -1 0 100 cm BT /F 10 Tf 1 0 0 -1 20 50 Tm (ab) Tj ET", [("a", 20, 50), ("b", 25, 50)]),
    ],
)  # fmt: skip
def test_text_operators(content: str, expected: list[tuple[str, float, float]]) -> None:
    """Every text operator places its glyphs as the standard defines."""
    assert places(drawn(content)) == expected


def test_crop_box_and_rotation() -> None:
    """Positions are those of the page as displayed."""
    content = "BT /F 10 Tf 20 50 Td (a) Tj ET"
    assert places(drawn(content, CropBox=[10, 10, 190, 90])) == [("a", 10, 40)]
    turned = drawn("BT /F 10 Tf 0 1 -1 0 50 20 Tm (ab) Tj ET", Rotate=90)
    assert (turned.width, turned.height) == (100, 200)
    assert places(turned) == [("a", 20, 50), ("b", 25, 50)]
    assert all(glyph.upright for glyph in turned.glyphs)


def test_invisible_and_rotated_text_is_not_a_line() -> None:
    """Text that cannot be seen or stands on its side is read as glyphs and not as lines."""
    page = drawn("BT /F 10 Tf 3 Tr 20 50 Td (hidden) Tj 0 Tr 0 1 -1 0 50 20 Tm (up) Tj 1 0 0 1 20 80 Tm (seen) Tj ET")
    assert [line.text for line in page.lines] == ["seen"]
    assert len(page.glyphs) == 12


def test_actual_text_replaces_glyphs() -> None:
    """ActualText is what is read: each glyph has its own character where they match, else one with ink has all."""
    page = drawn(
        "BT /F 10 Tf 20 50 Td /Span <</ActualText (a)>> BDC ( a ) Tj EMC (b) Tj"
        " /Span <</ActualText (xyz)>> BDC (qq) Tj EMC /Span <</ActualText (ff)>> BDC ( h ) Tj EMC ET"
    )
    assert [glyph.char for glyph in page.glyphs] == ["", "a", "", "b", "xyz", "", "", "ff", ""]
    assert page.lines[0].text == "abxyzff"


@pytest.mark.parametrize(("space", "char"), [("3000", "\u3000"), ("0020", " "), ("2002", " ")])
def test_space_of_actual_text(space: str, char: str) -> None:
    """A space of ActualText is read as a word space, but the ideographic one as what it is."""
    page = drawn(f"BT /F 10 Tf 20 50 Td (a) Tj /Span <</ActualText <FEFF{space}>>> BDC ( ) Tj EMC (b) Tj ET")
    assert [glyph.char for glyph in page.glyphs] == ["a", char, "b"]


def test_note_call_belongs_to_its_line() -> None:
    """A raised small figure is part of the line it stands in, in its place."""
    page = drawn("BT /F 10 Tf 20 50 Td (word) Tj 24 0 Td (more) Tj /F 6 Tf -4 4 Td (1) Tj ET")
    assert [line.text for line in page.lines] == ["word1more"]


def test_note_call_before_an_opening_mark() -> None:
    """A note call belongs to its line also where it stands in the blank half of the mark behind it."""
    page = opened(make_pdf([[[("字", 60.0), ("。", 70.0), ("“", 76.0), ("字", 86.0)]]])).page(1)
    (line,) = page.lines
    first = line.glyphs[0]
    call = Glyph("1", 1, first.font, 6.0, 75.5, line.y - 3.4, 3.0, True, True, first.mark)
    assert [each.text for each in find_lines(1, [*line.glyphs, call])] == ["字。1“字"]


def test_columns_are_separate_lines() -> None:
    """Two columns on one baseline are two lines; a stretched word space is none."""
    page = drawn("BT /F 10 Tf 20 50 Td (left) Tj 60 0 Td (right) Tj -60 -20 Td [(torn ) -3000 (open)] TJ ET")
    assert [line.text for line in page.lines] == ["left", "right", "torn open"]


def test_origins_agree_with_pdfium() -> None:
    """PDFium, which knows nothing of this reader, finds every glyph at the same origin."""
    data = make_pdf([[justify(set_line(TEXT)), set_line(TEXT)]])
    glyphs = [glyph for glyph in opened(data).page(1).glyphs if glyph.char.strip()]
    assert _pdfium_origins(data) == [(glyph.char, round(glyph.x, 2), round(glyph.y, 2)) for glyph in glyphs]


def _pdfium_origins(data: bytes) -> list[tuple[str, float, float]]:
    document = pdfium.PdfDocument(data)
    page = document[0]
    text = page.get_textpage()
    collected = []
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text.raw, index))
        if char.strip():
            x, y = c_double(), c_double()
            raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
            collected.append((char, round(x.value, 2), round(page.get_height() - y.value, 2)))
    text.close()
    document.close()
    return collected


def _by_weasyprint() -> bytes:
    style = f"@font-face{{font-family:T;src:url({FACE.as_uri()})}}@page{{size:150mm 100mm}}body{{font:10pt/16pt T}}"
    html = f"<html lang=zh><title>T</title><style>{style}</style><h1 id=a>题目</h1><p>{TEXT}<p><a href='#a'>回去</a>"
    pdf: bytes = weasyprint.HTML(string=html).write_pdf()
    return pdf


def _by_typst() -> bytes:
    head = '#set page(width:150mm,height:100mm)\n#set text(font:"Noto Serif SC",size:10pt)\n'
    source = f"{head}= 题目 <a>\n{TEXT}\n\n#link(<a>)[回去]"
    compiler: Any = typst
    pdf: bytes = compiler.compile(source.encode(), font_paths=[str(FACE.parent)], ignore_system_fonts=True)
    return pdf


@pytest.mark.engine
@pytest.mark.parametrize("make", [_by_weasyprint, _by_typst], ids=["weasyprint", "typst"])
def test_files_of_other_programs(make: object) -> None:
    """Files of WeasyPrint and Typst: text in order, fonts, outline and a link to its page."""
    with opened(make()) as document:  # type: ignore[operator]
        page = document.page(1)
        assert [line.text for line in page.lines] == ["题目", TEXT, "回去"]
        assert [(entry.title, entry.level, entry.page) for entry in document.info.outline] == [("题目", 1, 1)]
        assert [(link.target, link.problem) for link in page.links] == [(1, "")]
        fonts = document.fonts()
        assert {font.program for font in fonts} == {"truetype"}
        assert all(font.embedded and font.to_unicode and font.pages == (1,) for font in fonts)


def test_labels_metadata_and_language() -> None:
    """Page labels, Info, language and named destinations are read."""
    pdf = pikepdf.open(io.BytesIO(make_pdf([[set_line(TEXT)], [set_line(TEXT)]])))
    pdf.Root.PageLabels = pikepdf.Dictionary(
        Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.r), 1, pikepdf.Dictionary(P="A-")]
    )
    pdf.Root.Lang = pikepdf.String("zh-Hans")
    pdf.docinfo["/Title"] = "书名"
    pdf.Root.Names = pikepdf.Dictionary(
        Dests=pikepdf.Dictionary(Names=["end", [pdf.pages[1].obj, pikepdf.Name.XYZ, 0, 500, 0]])
    )
    out = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org")
    pdf.pages[0].obj.Annots = pikepdf.Array([
        pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[10, 20, 30, 40], Dest="end", Contents="到后面"),
        pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 1, 1], Dest="none"),
        pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 1, 1], A=out),
    ])  # fmt: skip
    buffer = io.BytesIO()
    pdf.save(buffer)
    with opened(buffer.getvalue()) as document:
        pages = list(document.pages())
        assert [page.label for page in pages] == ["i", "A-"]
        assert (document.info.lang, document.info.metadata["Title"], document.info.labelled) == (
            "zh-Hans",
            "书名",
            True,
        )
        inside, unresolved, outside = pages[0].links
        assert (inside.target, inside.target_y, inside.contents, inside.rect) == (
            2,
            500,
            "到后面",
            (10, 555, 30, 575),
        )
        assert unresolved.target is None and "none" in unresolved.problem
        assert outside.uri == "https://example.org"


def test_encrypted_file() -> None:
    """A file that asks for a password is named as such."""
    buffer = io.BytesIO()
    pdf = pikepdf.open(io.BytesIO(make_pdf([[set_line(TEXT)]])))
    pdf.save(buffer, encryption=pikepdf.Encryption(owner="o", user="u"))
    opened_file = open_pdf(buffer.getvalue())
    assert isinstance(opened_file, Unreadable) and "password" in opened_file.reason


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"not a pdf at all", b"\x00" * 4096], ids=["empty", "head", "text", "zeros"]
)
def test_bytes_that_are_not_a_pdf(data: bytes) -> None:
    """Bytes that are not a PDF give a reason and no exception."""
    assert isinstance(open_pdf(data), Unreadable)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_damaged_bytes(seed: int) -> None:
    """A file with bytes overwritten or cut off is read as far as it goes or refused, never with an exception."""
    chance = random.Random(seed)
    data = bytearray(_BASE)
    for _ in range(chance.randint(1, 60)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    document = open_pdf(bytes(data))
    if isinstance(document, Document):
        with document:
            assert all(page.number > 0 for page in document.pages())
            document.fonts()


def _plain(data: bytes) -> bytes:
    """Return the same file with uncompressed streams, so that damage reaches the content."""
    pdf = pikepdf.open(io.BytesIO(data))
    buffer = io.BytesIO()
    pdf.save(buffer, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return buffer.getvalue()


_BASE = _plain(make_pdf([[justify(set_line(TEXT))]]))


@pytest.mark.parametrize("content", [
    "BT /F 10 Tf (a) Tj (", "Q Q Q EMC EMC", "BT /F Tf (a) Tj ET", "BT /None 10 Tf (a) Tj ET", "1 0 0 cm", "/X Do",
    "BT /F 10 Tf [1 [2]] TJ ET",
])  # fmt: skip
def test_invalid_content(content: str) -> None:
    """Content that makes no sense is skipped, noted, and never stops the reading."""
    page = drawn(content)
    assert all(isinstance(glyph, Glyph) for glyph in page.glyphs)


def test_form_that_contains_itself() -> None:
    """A form XObject inside itself ends, and is noted."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    form = pdf.make_stream(b"/X Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    page.obj.Contents = pdf.make_stream(b"/X Do")
    buffer = io.BytesIO()
    pdf.save(buffer)
    assert any("contain themselves" in problem for problem in opened(buffer.getvalue()).page(1).problems)


def test_cmap() -> None:
    """Ranges, arrays, surrogates and code spaces of a CMap are read; comments and names are passed over."""
    cmap = parse_cmap(
        b"/CMapName /A def % <00> comment\n2 begincodespacerange <00> <7f> <8140> <fefe> endcodespacerange"
        b" 1 beginbfchar <01> <d842dfb7> endbfchar 2 beginbfrange <02> <04> <4e00>"
        b" <10> <11> [<0041> <00420043>] endbfrange"
        b" 1 begincidrange <8140> <8142> 5 endcidrange /WMode 1 def"
    )
    assert cmap.spaces == ((1, 0, 0x7F), (2, 0x8140, 0xFEFE))
    assert cmap.chars == {1: "\U00020bb7", 2: "一", 3: "丁", 4: "丂", 0x10: "A", 0x11: "BC"}
    assert cmap.cids == {0x8140: 5, 0x8141: 6, 0x8142: 7}
    assert cmap.vertical


@given(st.binary(max_size=400))
def test_cmap_of_any_bytes(data: bytes) -> None:
    """No bytes make the CMap reader fail."""
    parse_cmap(b"1 beginbfrange " + data + zlib.compress(data))


def test_page_number_outside() -> None:
    """There is no page 0 and no page after the last."""
    with opened(make_pdf([[set_line(TEXT, LEFT)]])) as document:
        with pytest.raises(IndexError):
            document.page(0)
        with pytest.raises(IndexError):
            document.page(2)


def test_damaged_font_without_units(tmp_path: Path) -> None:
    """A font program whose unitsPerEm is 0 still gives its outlines."""
    family = bundled_faces.family("Source Serif 4")
    path = bundled_faces.BUNDLED / family.folder / family.face(400, "normal").file
    data = bytearray(path.read_bytes())
    with TTFont(path) as font:
        units_per_em = font.reader.tables["head"].offset + 18
        glyph = font.getGlyphID("A")
    data[units_per_em : units_per_em + 2] = b"\0\0"
    (tmp_path / "damaged.ttf").write_bytes(data)
    assert Program("truetype", tmp_path / "damaged.ttf").shape(glyph)
