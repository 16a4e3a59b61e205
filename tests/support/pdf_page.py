"""PDFs written without wicpress: glyphs exactly where a test puts them, with a real embedded font."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from wicpress.proofing.lines.char_classes import BLANK_RIGHT, Kind, kind_of

FACE = Path(__file__).parents[2] / "src/wicpress/fonts/bundled/noto-serif-sc/NotoSerifSC_400Regular.ttf"
LATIN = Path(__file__).parents[2] / "src/wicpress/fonts/bundled/source-serif-4/SourceSerif4_400Regular.ttf"
EM = 10.0
LEFT, WIDTH = 60.0, 250.0  # 25 em
PlacedLine = list[tuple[str, float]]  # characters and their x in pt


@cache
def face(path: Path = FACE) -> TTFont:
    """Return a font, opened once."""
    return TTFont(io.BytesIO(path.read_bytes()), lazy=True)


@cache
def _width(char: str, path: Path) -> float:
    font: Any = face(path)
    return float(font["hmtx"][font.getBestCmap()[ord(char)]][0] / font["head"].unitsPerEm)


def width(char: str, path: Path = FACE) -> float:
    """Return the advance of a character in em."""
    return _width(char, path)


def set_line(text: str, x: float = LEFT, autospace: float = 0.25, path: Path = FACE) -> PlacedLine:
    """Return a line set by the rules, not justified: marks squeezed, a quarter em beside Latin letters."""
    placed: PlacedLine = []
    pen = x
    before = ""
    for char in text:
        if before:
            pen -= _squeeze(before, char) * EM
            if {kind_of(before), kind_of(char)} == {Kind.HAN, Kind.LATIN}:
                pen += autospace * EM
        elif kind_of(char) is Kind.OPEN:
            pen -= 0.5 * EM  # an opening mark has no blank half at the start of a line
        placed.append((char, pen))
        pen += width(char, path) * EM
        before = char
    return placed


def _squeeze(left: str, right: str) -> float:
    first, second = kind_of(left), kind_of(right)
    full = {Kind.OPEN, Kind.CLOSE, Kind.PAUSE, Kind.STOP}
    if first not in full or second not in full:
        return 0.0
    if first in {Kind.PAUSE, Kind.STOP} and second in {Kind.PAUSE, Kind.STOP}:
        return 0.0
    return 0.5


def line_end(placed: PlacedLine, path: Path = FACE) -> float:
    """Return where a line ends, its last mark at half width."""
    char, x = placed[-1]
    half = kind_of(char) in BLANK_RIGHT and width(char, path) > 0.9
    return x + (0.5 if half else width(char, path)) * EM


def justify(placed: PlacedLine, right: float = LEFT + WIDTH) -> PlacedLine:
    """Return a line justified to ``right``: its gaps are widened evenly, except those inside a dash."""
    rest = right - line_end(placed)
    gaps = [0.0, *(float(left != right or left != "—") for (left, _), (right, _) in pairwise(placed))]
    step = rest / sum(gaps)
    return [(char, x + step * sum(gaps[: index + 1])) for index, (char, x) in enumerate(placed)]


def shift(placed: PlacedLine, start: int, by: float, stop: int | None = None) -> PlacedLine:
    """Return a line with the characters from ``start`` to ``stop`` moved by ``by`` pt."""
    stop = len(placed) if stop is None else stop
    return [(char, x + by if start <= index < stop else x) for index, (char, x) in enumerate(placed)]


def embed(
    pdf: pikepdf.Pdf,
    chars: Iterable[str],
    path: Path = FACE,
    font: TTFont | None = None,
    name: str = "ABCDEF+Test",
    remap: Mapping[str, str] | None = None,
) -> tuple[pikepdf.Object, dict[str, int]]:
    """Embed a subset of a font as a composite font; return the font and the glyph id of each character."""
    data, gids, widths, units = _subset("".join(sorted(set(chars))), path, font)
    for char, other in (remap or {}).items():
        gids = {**gids, char: gids[other]}
        gids = {key: gid for key, gid in gids.items() if key != other}
    to_unicode = "".join(f"<{gid:04x}> <{char.encode('utf-16-be').hex()}>\n" for char, gid in gids.items())
    spaces = "/CMapName /X def 1 begincodespacerange <0000> <ffff> endcodespacerange"
    cmap = f"{spaces}\n{len(gids)} beginbfchar\n{to_unicode}endbfchar"
    program = pdf.make_stream(data)
    program["/Length1"] = len(data)
    descriptor = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/" + name), Flags=4, FontBBox=[0, -120, 1000, 880],
        ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=700, StemV=80, FontFile2=program,
    ))  # fmt: skip
    w: list[Any] = []
    for gid, advance in widths.items():
        w += [gid, pikepdf.Array([round(advance * 1000 / units)])]
    inner = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name("/" + name), DW=1000,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0), W=pikepdf.Array(w),
        CIDToGIDMap=pikepdf.Name.Identity, FontDescriptor=descriptor,
    ))  # fmt: skip
    return pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name("/" + name),
        Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=[inner], ToUnicode=pdf.make_stream(cmap.encode()),
    )), gids  # fmt: skip


@cache
def _subset(chars: str, path: Path, font: TTFont | None) -> tuple[bytes, dict[str, int], dict[int, int], int]:
    source: Any = font or TTFont(io.BytesIO(path.read_bytes()), lazy=True)
    options = Options(
        hinting=False, layout_features=[], notdef_outline=True, name_IDs=[], drop_tables=["GSUB", "GPOS"]
    )
    subsetter = Subsetter(options)
    subsetter.populate(text=chars)
    subsetter.subset(source)
    buffer = io.BytesIO()
    source.save(buffer)
    cut: Any = TTFont(io.BytesIO(buffer.getvalue()))
    cmap = cut.getBestCmap()
    gids = {char: cut.getGlyphID(cmap[ord(char)]) for char in chars if ord(char) in cmap}
    widths = {cut.getGlyphID(name): advance for name, (advance, _) in cut["hmtx"].metrics.items()}
    return buffer.getvalue(), gids, widths, cut["head"].unitsPerEm


def page_content(
    lines: Sequence[tuple[PlacedLine, float]], gids: dict[str, int], height: float, size: float = EM
) -> bytes:
    """Return the content of a page: each glyph with a matrix of its own, baselines ``y`` pt from the top."""
    parts = [f"BT /F {size:g} Tf"]
    for placed, y in lines:
        parts += [f"1 0 0 1 {x:.4f} {height - y:.4f} Tm <{gids.get(char, 0):04x}> Tj" for char, x in placed]
    return "\n".join([*parts, "ET"]).encode()


def make_pdf(
    pages: Sequence[Sequence[PlacedLine]],
    *,
    path: Path = FACE,
    font: TTFont | None = None,
    leading: float = 16.0,
    size: float = EM,
    extra: str = "",
    remap: dict[str, str] | None = None,
) -> bytes:
    """Return a PDF with pages of placed lines, 16 pt apart from y = 60; ``remap`` draws another character's glyph."""
    pdf = pikepdf.new()
    chars = {char for page in pages for line in page for char, _ in line} | set(extra)
    object_, gids = embed(pdf, chars, path, font, remap=remap or {})
    for page in pages:
        lines = [(placed, 60 + leading * index) for index, placed in enumerate(page) if placed]
        made = pdf.add_blank_page(page_size=(420, 595))
        made.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=object_))
        made.obj.Contents = pdf.make_stream(page_content(lines, gids, 595, size))
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()
