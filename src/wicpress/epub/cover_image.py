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
from wicpress.edition.cover_text import COVER_MARGIN, CoverText, VerticalTitle, lettering
from wicpress.edition.page_geometry import Geometry, geometry
from wicpress.epub.container import Resource
from wicpress.fonts.coverage import FaceKey, FontStack, font_stack
from wicpress.fonts.prepared_faces import PreparedFace
from wicpress.html.templates import is_within
from wicpress.resources import resource_dir

PATH: Final = "images/cover.png"
SIZE: Final = (1600, 2258)
"""The picture in pixels: the proportions of the standard trim, 170 by 240 mm."""

SHADES: Final = 16
"""Steps between paper and spot colour: enough for smooth edges, and four bits a pixel."""

PAPER: Final = (255, 255, 255)
PARTS: Final = re.compile(rf"{lang.HAN.pattern}[，。、：；！？）》”’]*|[^\s]+?(?={lang.HAN.pattern}|\s|$)|\s+")
"""The parts of a line, between which it may be broken."""

HAN_ASCENT, LATIN_ASCENT = 0.88, 0.909
"""How far the baseline is below the top of the em box, in em (see ``HAN_BOX`` and ``ENGLISH_BOX``)."""


@attrs.frozen
class Line:
    """A line of text: where its baseline starts and its size, in pt; ``tracking`` in em.

    ``turned``: it runs down, turned to the right.
    """

    text: str
    x: float
    y: float
    size: float
    key: FaceKey
    tracking: float = 0.0
    turned: bool = False


def resource(config: Config, faces: Sequence[PreparedFace]) -> Resource:
    """Return the cover of a book as a file of its e-book."""
    return Resource("cover-image", PATH, "image/png", render_png(config, faces), ("cover-image",))


def alternative(config: Config, tag: str) -> str:
    """Return the text alternative of the cover."""
    words = [config.title.first_of(tag), config.subtitle.first_of(tag), config.publisher.first_of(tag)]
    if config.year and config.year not in words[0]:
        words.append(config.year)
    han = lang.is_chinese_or_japanese(tag)
    text = ("，" if han else ", ").join(filter(None, words))
    return f"{strings.translate('cover', tag)}{'：' if han else ': '}{text}"


def render_png(config: Config, faces: Sequence[PreparedFace]) -> bytes:
    """Return the cover as PNG: one ink on white, in ``SHADES``. The same words and faces give the same bytes."""
    page = geometry("170mm 240mm", config.languages)
    fonts = FontSet(tuple(faces))
    scale = SIZE[0] / page.width
    ink = Image.new("L", SIZE, 0)
    pen = ImageDraw.Draw(ink)
    pen.rectangle((round((56 + page.x2) * scale), 0, *SIZE), fill=255)
    words = lettering(config, page)
    for line in _draw_vertical(words.vertical, fonts) if words.vertical else ():
        fonts.draw(pen, line, scale, 255)
    for line in _draw_horizontal(words, page, fonts):
        fonts.draw(pen, line, scale, 0)
    return _png(ink, spot(config))


def spot(config: Config) -> tuple[int, int, int]:
    """Return the spot colour of the book, from the tokens of its own print style or of the built-in one."""
    for place in (config.root / "styles", resource_dir("styles")):
        path = place / "print" / "tokens.css"
        if path.is_file() and is_within(path, config.root):
            match = re.search(rf"--spot-{config.spot}:\s*#([0-9a-fA-F]{{6}})\b", path.read_text(encoding="utf-8"))
            if match:
                value = int(match[1], 16)
                return value >> 16, value >> 8 & 255, value & 255
    return 26, 26, 26


def _png(ink: Image.Image, spot: tuple[int, int, int]) -> bytes:
    """Return the coverage of ink, 0 to 255, as a PNG with a palette from paper to ``spot``."""
    steps = ink.point([round(value * (SHADES - 1) / 255) for value in range(256)])
    picture = Image.frombytes("P", ink.size, steps.tobytes())
    mixed = [round(a + (b - a) * n / (SHADES - 1)) for n in range(SHADES) for a, b in zip(PAPER, spot, strict=True)]
    picture.putpalette(mixed)
    out = io.BytesIO()
    picture.save(out, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return out.getvalue()


# --------------------------------------------------------------------------------- composition


def _draw_vertical(title: VerticalTitle, fonts: FontSet) -> Iterator[Line]:
    """Yield the vertical title: every cell centred on the column, its Latin narrowed."""
    key = FaceKey(title.lang, "serif", 500)
    for number, column in enumerate(title.columns):
        left, top = COVER_MARGIN + title.left(number), title.top
        for cell in column:
            size = title.size * cell.size
            width = fonts.width(cell.text, key, size)
            if cell.turned:
                height = cell.length * title.size
                yield Line(
                    cell.text, left + (1 - HAN_ASCENT) * size, top + (height - width) / 2, size, key, turned=True
                )
            else:
                height = title.pitch
                baseline = top + (title.pitch - title.size) / 2 + HAN_ASCENT * title.size
                yield Line(cell.text, left + (title.size - width) / 2, baseline, size, key)
            top += height


def _draw_horizontal(words: CoverText, page: Geometry, fonts: FontSet) -> Iterator[Line]:
    """Yield the lines on the spot colour: title, subtitle, year and publisher, placed as on the printed cover."""
    left, width = page.x2 + 76, page.width - page.x2 - 102
    top = 50.0
    for title in words.horizontal:
        key = FaceKey(title.lang, "serif", 400)
        top += 2
        for part in fonts.wrapped(title.text, key, title.size, width):
            yield Line(part, left, top + _baseline(title.size, title.leading, title.lang), title.size, key)
            top += title.leading
    top += 16
    for tag, text in words.subtitles:
        key = FaceKey(tag, "sans", 400)
        for part in fonts.wrapped(text, key, words.small, width):
            yield Line(part, left, top + _baseline(words.small, words.leading), words.small, key)
            top += words.leading
    if words.number:
        key = FaceKey("en", "serif", 300)
        size = min(104.0, 104 * width / max(1.0, fonts.width(words.number, key, 104) + 5))
        yield Line(words.number, left - 5 * size / 104, page.height - 75.9, size, key, -0.01)
    yield from _publishers(words, left, width, page.height - 50.3 + _baseline(8.5, 16), fonts)


def _publishers(words: CoverText, left: float, width: float, y: float, fonts: FontSet) -> Iterator[Line]:
    """Yield the names of the publisher on the last line, an em apart; a line each where they are too wide."""
    x = left
    for tag, text in words.publishers:
        key = FaceKey(tag, "sans", 400)
        text_width = fonts.width(text, key, 8.5)
        if x > left and x + text_width > left + width:
            x, y = left, y + 12
        yield Line(text, x, y, 8.5, key)
        x += text_width + 8.5


def _baseline(size: float, leading: float, tag: str = "zh") -> float:
    """Return the distance from the top of a line to its baseline, in pt, for a text of ``size`` pt."""
    ascent = HAN_ASCENT if lang.is_chinese_or_japanese(tag) else LATIN_ASCENT
    return (leading - size) / 2 + ascent * size


# -------------------------------------------------------------------------------------- fonts


@attrs.define
class FontSet:
    """The faces of a book, which measure and draw lines."""

    faces: tuple[PreparedFace, ...]
    stacks: dict[FaceKey, FontStack] = attrs.Factory(dict)

    def runs(self, text: str, key: FaceKey) -> list[tuple[str, str]]:
        """Return ``text`` as runs of one font file; those that no face has are left out, and reported elsewhere."""
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
        """Return the width of ``text`` in pt."""
        return size * sum(advance for path, part in self.runs(text, key) for _, advance in _advances(part, path))

    def wrapped(self, text: str, key: FaceKey, size: float, width: float) -> Iterator[str]:
        """Yield ``text`` as lines of ``width`` pt, broken at spaces and between Han characters."""
        line = ""
        for part in PARTS.findall(text):
            if line.strip() and self.width((line + part).rstrip(), key, size) > width:
                yield line.strip()
                line = ""
            line += part
        if line.strip():
            yield line.strip()

    def _draw_turned(self, pen: ImageDraw.ImageDraw, line: Line, scale: float, fill: int) -> None:
        """Draw a line that runs down: upright on an image of its own, which is turned."""
        height = round(2 * line.size * scale)
        strip = Image.new("L", (round((self.width(line.text, line.key, line.size) + line.size) * scale), height), 0)
        upright = attrs.evolve(line, x=line.size / 2, y=1.5 * line.size, turned=False)
        self.draw(ImageDraw.Draw(strip), upright, scale, 255)
        turned = strip.transpose(Image.Transpose.ROTATE_270)
        place = (round((line.x - 0.5 * line.size) * scale), round((line.y - line.size / 2) * scale))
        pen.bitmap(place, turned, fill=fill)

    def draw(self, pen: ImageDraw.ImageDraw, line: Line, scale: float, fill: int) -> None:
        """Draw a line, kerned, at ``scale`` pixels to the pt."""
        if line.turned:
            self._draw_turned(pen, line, scale, fill)
            return
        x = line.x
        for path, text in self.runs(line.text, line.key):
            font = _font(path, round(line.size * scale * 64))
            for char, advance in _advances(text, path):
                if not char.isspace():
                    pen.text((x * scale, line.y * scale), char, fill=fill, font=font, anchor="ls")
                x += (advance + line.tracking) * line.size


@functools.lru_cache(maxsize=512)
def _advances(text: str, path: str) -> tuple[tuple[str, float], ...]:
    """Return the clusters of ``text`` with their advances in em, kerned."""
    font, units = _shaper(path)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {"liga": False, "clig": False, "lnum": True})
    advances: dict[int, float] = {}
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        advances[info.cluster] = advances.get(info.cluster, 0.0) + position.x_advance / units
    starts = [*sorted(advances), len(text)]
    return tuple((text[at:end], advances[at]) for at, end in itertools.pairwise(starts))


@functools.lru_cache(maxsize=16)
def _shaper(path: str) -> tuple[Any, int]:
    face = hb.Face(hb.Blob.from_file_path(path))
    return hb.Font(face), face.upem


@functools.lru_cache(maxsize=64)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a font file at ``size`` 64ths of a pixel."""
    return ImageFont.truetype(path, size / 64, layout_engine=ImageFont.Layout.BASIC)
