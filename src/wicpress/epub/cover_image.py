"""The cover as a picture: the composition of the printed cover, drawn at 1600 by 2258 pixels."""

from __future__ import annotations

import functools
import io
import itertools
import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs
import uharfbuzz as hb
from PIL import Image, ImageDraw, ImageFont

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.edition import strings
from wicpress.edition.page_geometry import Geometry, geometry
from wicpress.edition.title_lettering import CoverText, VerticalTitle, is_long, lettering
from wicpress.epub.container import Resource
from wicpress.fonts.coverage import FaceKey, FontStack, font_stack
from wicpress.fonts.house_fonts import PreparedFace
from wicpress.html.templates import is_within
from wicpress.resources import resource_dir

PATH: Final = "images/cover.png"
SIZE: Final = (1600, 2258)
"""The picture in pixels: the proportions of the standard trim, 170 by 240 mm."""

SHADES: Final = 16
"""Steps between stock and spot: enough for smooth edges, and four bits a pixel."""

PAPER: Final = (255, 255, 255)
PARTS: Final = re.compile(rf"{lang.HAN.pattern}[，。、：；！？）》”’]*|[^\s]+?(?={lang.HAN.pattern}|\s|$)|\s+")
"""Where a line may be broken: between these."""

HAN_ASCENT, LATIN_ASCENT = 0.88, 0.909
"""Where the baseline stands below the top of the em box, in em (the house's metrics)."""


@attrs.frozen
class Line:
    """A line of type: where its baseline starts and its size, in pt; ``tracking`` in em."""

    text: str
    x: float
    y: float
    size: float
    key: FaceKey
    tracking: float = 0.0


def resource(config: Config, faces: Sequence[PreparedFace]) -> Resource:
    """The cover of a book as a file of its e-book."""
    return Resource("cover-image", PATH, "image/png", render_png(config, faces), ("cover-image",))


def alternative(config: Config, tag: str) -> str:
    """What the cover says, for those who do not see it."""
    words = [config.title.first_of(tag), config.subtitle.first_of(tag), config.publisher.first_of(tag)]
    if config.year and config.year not in words[0]:
        words.append(config.year)
    han = lang.is_chinese_or_japanese(tag)
    said = ("，" if han else ", ").join(filter(None, words))
    return f"{strings.translate('cover', tag)}{'：' if han else ': '}{said}"


def render_png(config: Config, faces: Sequence[PreparedFace]) -> bytes:
    """The cover as PNG: one ink on one stock, in ``SHADES``. The same bytes from the same words and faces."""
    page = geometry("170mm 240mm", config.languages)
    case = FontSet(tuple(faces))
    scale = SIZE[0] / page.width
    ink = Image.new("L", SIZE, 0)
    pen = ImageDraw.Draw(ink)
    pen.rectangle((round((56 + page.x2) * scale), 0, *SIZE), fill=255)
    words = lettering(config, page.depth, page.top)
    for line in _draw_vertical(words.down, case) if words.down else ():
        case.draw(pen, line, scale, 255)
    for line in _draw_horizontal(words, page, case):
        case.draw(pen, line, scale, 0)
    return _png(ink, spot(config))


def spot(config: Config) -> tuple[int, int, int]:
    """The book's spot colour, read where it is named: the tokens of the print style, the book's own first."""
    for place in (config.root / "styles", resource_dir("styles")):
        path = place / "print" / "tokens.css"
        if path.is_file() and is_within(path, config.root):
            found = re.search(rf"--spot-{config.spot}:\s*#([0-9a-fA-F]{{6}})\b", path.read_text(encoding="utf-8"))
            if found:
                value = int(found[1], 16)
                return value >> 16, value >> 8 & 255, value & 255
    return 26, 26, 26


def _png(ink: Image.Image, spot: tuple[int, int, int]) -> bytes:
    """Coverage of ink, 0 to 255, as a PNG with a palette from stock to ``spot``."""
    steps = ink.point([round(value * (SHADES - 1) / 255) for value in range(256)])
    picture = Image.frombytes("P", ink.size, steps.tobytes())
    mixed = [round(a + (b - a) * n / (SHADES - 1)) for n in range(SHADES) for a, b in zip(PAPER, spot, strict=True)]
    picture.putpalette(mixed)
    out = io.BytesIO()
    picture.save(out, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return out.getvalue()


# --------------------------------------------------------------------------------- composition


def _draw_vertical(title: VerticalTitle, case: FontSet) -> Iterator[Line]:
    """The vertical title: every cell centred on the column, its Latin narrowed."""
    key = FaceKey(title.lang, "serif", 500)
    for number, cell in enumerate(title.cells):
        top = title.top + number * title.pitch + (title.pitch - title.size) / 2
        size = title.size * cell.size
        left = 56 + (title.size - case.width(cell.text, key, size)) / 2
        yield Line(cell.text, left, top + HAN_ASCENT * title.size, size, key)


def _draw_horizontal(words: CoverText, page: Geometry, case: FontSet) -> Iterator[Line]:
    """What stands on the spot: title, subtitle, year and publisher, at the measures of the printed cover."""
    left, width = page.x2 + 76, page.width - page.x2 - 102
    top = 50.0
    for tag, text in words.across:
        size, leading = (20.0, 24.0) if is_long(text) else (25.0, 30.0)
        key = FaceKey(tag, "serif", 400)
        top += 2
        for part in case.wrapped(text, key, size, width):
            yield Line(part, left, top + _baseline(size, leading, tag), size, key)
            top += leading
    top += 16
    for tag, text in words.subtitles:
        key = FaceKey(tag, "sans", 400)
        for part in case.wrapped(text, key, 9.5, width):
            yield Line(part, left, top + _baseline(9.5, 16), 9.5, key)
            top += 16
    if words.number:
        key = FaceKey("en", "serif", 300)
        size = min(104.0, 104 * width / max(1.0, case.width(words.number, key, 104) + 5))
        yield Line(words.number, left - 5 * size / 104, page.height - 75.9, size, key, -0.01)
    yield from _publishers(words, left, width, page.height - 50.3 + _baseline(8.5, 16), case)


def _publishers(words: CoverText, left: float, width: float, y: float, case: FontSet) -> Iterator[Line]:
    """The publisher's names on the foot line, an em apart; a line each where they are too wide together."""
    x = left
    for tag, text in words.publishers:
        key = FaceKey(tag, "sans", 400)
        room = case.width(text, key, 8.5)
        if x > left and x + room > left + width:
            x, y = left, y + 12
        yield Line(text, x, y, 8.5, key)
        x += room + 8.5


def _baseline(size: float, leading: float, tag: str = "zh") -> float:
    """How far below the top of its line a text of ``size`` pt stands."""
    ascent = HAN_ASCENT if lang.is_chinese_or_japanese(tag) else LATIN_ASCENT
    return (leading - size) / 2 + ascent * size


# --------------------------------------------------------------------------------------- type


@attrs.define
class FontSet:
    """The faces of a book, ready to measure and draw a line with."""

    faces: tuple[PreparedFace, ...]
    stacks: dict[FaceKey, FontStack] = attrs.Factory(dict)

    def runs(self, text: str, key: FaceKey) -> list[tuple[str, str]]:
        """``text`` in runs of one font file; a character that no face has is left out (the build reports it)."""
        stack = self.stacks.get(key) or self.stacks.setdefault(key, font_stack(key, self.faces))
        runs: list[tuple[str, str]] = []
        for char in text:
            face = stack.setter(" " if char.isspace() else char)
            if face is None:
                continue
            path = str(face.path)
            if runs and runs[-1][0] == path:
                runs[-1] = (path, runs[-1][1] + char)
            else:
                runs.append((path, char))
        return runs

    def width(self, text: str, key: FaceKey, size: float) -> float:
        """The width of ``text`` in pt."""
        return size * sum(wide for path, part in self.runs(text, key) for _, wide in _advances(part, path))

    def wrapped(self, text: str, key: FaceKey, size: float, width: float) -> Iterator[str]:
        """``text`` in lines of ``width`` pt, broken at spaces and between Han characters."""
        line = ""
        for part in PARTS.findall(text):
            if line.strip() and self.width((line + part).rstrip(), key, size) > width:
                yield line.strip()
                line = ""
            line += part
        if line.strip():
            yield line.strip()

    def draw(self, pen: ImageDraw.ImageDraw, line: Line, scale: float, fill: int) -> None:
        """Draw a line, kerned, at ``scale`` pixels to the pt."""
        x = line.x
        for path, text in self.runs(line.text, line.key):
            font = _font(path, round(line.size * scale * 64))
            for char, wide in _advances(text, path):
                if not char.isspace():
                    pen.text((x * scale, line.y * scale), char, fill=fill, font=font, anchor="ls")
                x += (wide + line.tracking) * line.size


@functools.lru_cache(maxsize=512)
def _advances(text: str, path: str) -> tuple[tuple[str, float], ...]:
    """The characters of ``text`` with their advances in em, kerned."""
    font, units = _shaper(path)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {"liga": False, "clig": False, "lnum": True})
    found: dict[int, float] = {}
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        found[info.cluster] = found.get(info.cluster, 0.0) + position.x_advance / units
    starts = [*sorted(found), len(text)]
    return tuple((text[at:end], found[at]) for at, end in itertools.pairwise(starts))


@functools.lru_cache(maxsize=16)
def _shaper(path: str) -> tuple[Any, int]:
    face = hb.Face(hb.Blob.from_file_path(path))
    return hb.Font(face), face.upem


@functools.lru_cache(maxsize=64)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    """A font file at ``size`` 64ths of a pixel."""
    return ImageFont.truetype(path, size / 64, layout_engine=ImageFont.Layout.BASIC)
