"""The picture files of a book: read, measured, and refused where a book cannot carry them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from wicpress import limits
from wicpress.cache.build_cache import NO_CACHE, BuildCache, Codec
from wicpress.config.bounded_reading import bounded_reading
from wicpress.diagnostics import Diagnostic, Span
from wicpress.file_formats.picture_decoding import MAX_PIXELS, decode, frames_of, opened
from wicpress.model import (
    Asset,
    Chapter,
    Figure,
    Image,
    iter_nodes,
    translations_of,
    walk_inlines,
)
from wicpress.parsing.diagnostics import (
    DRAWING_CONTENT,
    INCOMPLETE_DRAWING,
    MISSING_IMAGE,
    MOVING_PICTURE,
    NOT_AN_IMAGE,
    OUTSIDE_BOOK,
    TOO_LARGE,
)
from wicpress.parsing.references.links import SourceLines, is_remote
from wicpress.parsing.source_files import read_inside
from wicpress.pictures.drawing import TooLargeError, is_drawing
from wicpress.pictures.drawing_names import ANIMATION
from wicpress.pictures.exif import shown_size
from wicpress.pictures.prepare import clean_drawing
from wicpress.pictures.target import EPUB, MEDIA_TYPES, SVG

_ADVICE = {
    "a script": "export the drawing as it looks when its scripts have run",
    "text in HTML": "export the text as text of SVG, or as outlines",
    "a font": "turn the text into outlines, or set it in serif, sans-serif or monospace",
    "a link": "link the picture itself: [![description](drawing.svg)](https://…)",
    "a picture from outside": "embed the picture in the drawing",
    "a part from outside": "copy the part into the drawing",
    "a picture inside": "embed the picture as PNG or JPEG",
    "a style sheet": "put the style into the drawing",
}
"""What helps against what is left out of a drawing, by its first words."""


@attrs.frozen
class PictureFacts:
    """What a picture is: its size in px; ``left_out`` is shown nowhere, ``not_printed`` in e-books alone.

    ``gaps`` are parts of it that no output can show, and whose places would be empty.
    """

    media_type: str
    width: int
    height: int
    left_out: tuple[str, ...] = ()
    not_printed: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


_CODEC = Codec(PictureFacts)


class _RefusedError(Exception):
    """A file that a book cannot carry as a picture; the message says why, and ``limit`` which limit it is beyond."""

    def __init__(self, message: str, limit: limits.Name | None = None) -> None:
        super().__init__(message)
        self.limit = limit


def assets(
    root: Path, shown: Iterable[tuple[str, Span]], lines: Mapping[str, Sequence[str]], cache: BuildCache = NO_CACHE
) -> tuple[tuple[Asset, ...], tuple[Diagnostic, ...]]:
    """Return every picture that is ``shown``, once, in order, and the diagnostics of those that cannot be shown.

    A picture in ``cache`` is not decoded again.
    """
    diagnostics: list[Diagnostic] = []
    places = SourceLines(lines)
    by_source: dict[str, Asset | None] = {}
    for src, span in shown:
        if src not in by_source:
            problems: list[Diagnostic] = []
            by_source[src] = _load_asset(root, src, span, (0, 0), problems, cache)
            name = src if is_remote(src) else src.rsplit("/", 1)[-1]
            if problems and name:  # the line is searched for only where it is needed
                place, columns = places.locate(name, span)
                _load_asset(root, src, place, columns, diagnostics, cache)
            else:
                diagnostics += problems
    return tuple(asset for asset in by_source.values() if asset), tuple(diagnostics)


def pictures(chapters: Iterable[Chapter]) -> Iterator[tuple[str, Span]]:
    """Yield the address of each picture and the place of the block that shows it, in reading order."""
    for chapter in chapters:
        for piece in iter_nodes(chapter):
            if isinstance(piece, Figure):
                yield from ((picture.src, picture.span) for picture in piece.pictures)
            for side in translations_of(piece):
                yield from ((each.src, side.span) for each in walk_inlines(side.inlines) if isinstance(each, Image))


def _load_asset(
    root: Path, src: str, span: Span, columns: tuple[int, int], diagnostics: list[Diagnostic], cache: BuildCache
) -> Asset | None:
    if not src or src == ".":
        diagnostics.append(MISSING_IMAGE("a picture without address", span, hint="write ![description](picture.png)"))
        return None
    if is_remote(src) or src.startswith(("/", "\\")):
        what = "the network" if is_remote(src) else "an absolute path"
        hint = "put the file into the folder of the book and name it from the Markdown file"
        diagnostics.append(OUTSIDE_BOOK(f"`{src[:80]}` leads to {what}", span, hint=hint, columns=columns))
        return None
    data = read_inside(root, src, span, diagnostics, MISSING_IMAGE, columns, "picture")
    if data is None:
        return None
    digest = hashlib.sha256(data).hexdigest()
    try:
        key = cache.key("picture facts", digest, limits.shown("elements"), limits.shown("picture"))
        with bounded_reading(f"`{src}`", len(data), src):
            picture = cache.get_or_compute(key, _CODEC, lambda: inspect(data))
    except _RefusedError as error:
        kind = TOO_LARGE if error.limit else NOT_AN_IMAGE
        forms = (
            "correct the drawing, or export it anew" if is_drawing(data) else "use PNG, JPEG, GIF, WebP, TIFF or SVG"
        )
        hint = limits.way_out(error.limit) if error.limit else forms
        diagnostics.append(kind(f"`{src}` {error}", span, hint=hint, columns=columns))
        return None
    if picture.width * picture.height > MAX_PIXELS and picture.media_type != SVG:
        message = f"`{src}` has {picture.width:,} × {picture.height:,} pixels, more than {MAX_PIXELS:,}"
        diagnostics.append(TOO_LARGE(message, span, hint="save the picture with fewer pixels", columns=columns))
        return None
    diagnostics.extend(_not_shown(src, picture, span, columns))
    return Asset(src, picture.media_type, picture.width, picture.height, digest)


def _not_shown(src: str, picture: PictureFacts, span: Span, columns: tuple[int, int]) -> Iterator[Diagnostic]:
    """Yield what is in a picture that books do not show, or that paper does not."""
    if picture.gaps:
        message = f"`{src}` shows {', '.join(picture.gaps)}, which no book can show"
        yield INCOMPLETE_DRAWING(message, span, hint=_advice(picture.gaps[0]), columns=columns)
    if picture.left_out:
        message = f"`{src}` holds {', '.join(picture.left_out)}, which a book does not show"
        yield DRAWING_CONTENT(message, span, hint=_advice(picture.left_out[0]), columns=columns)
    if filters := tuple(each for each in picture.not_printed if each != ANIMATION):
        message = f"`{src}` has {', '.join(filters)}, which printed pages do not show"
        hint = "export the drawing without effects, or as a PNG"
        yield DRAWING_CONTENT(message, span, hint=hint, columns=columns)
    if ANIMATION in picture.not_printed:
        message = f"`{src}` moves in e-books, and printed pages show how it begins"
        yield MOVING_PICTURE(message, span, hint="let it begin with what a reader has to see", columns=columns)


def _advice(left_out: str) -> str:
    return next((hint for start, hint in _ADVICE.items() if left_out.startswith(start)), "export the drawing anew")


def inspect(data: bytes) -> PictureFacts:
    """Return what a picture is, as it is shown upright. Raise ``_RefusedError`` where a book cannot carry it."""
    if is_drawing(data):
        try:
            drawing = clean_drawing(data, EPUB)
        except TooLargeError as error:
            raise _RefusedError(str(error), error.limit) from error
        except ValueError as error:
            raise _RefusedError(str(error)) from error
        size = round(drawing.width), round(drawing.height)
        return PictureFacts(SVG, *size, drawing.left_out, drawing.not_printed, drawing.gaps)
    try:
        with opened(data) as picture:
            kind, size, frames = picture.format or "", shown_size(picture), frames_of(picture)
    except Exception as error:  # Pillow raises whatever a broken file makes its decoders raise
        raise _RefusedError("is not a picture, or is damaged") from error
    if kind not in MEDIA_TYPES:
        raise _RefusedError(f"is a picture of type {kind or 'unknown'}, which a book does not show")
    if size[0] * size[1] <= MAX_PIXELS:  # any larger one is refused by its size
        try:
            decode(data)
        except ValueError as error:
            raise _RefusedError(str(error)) from error
    return PictureFacts(MEDIA_TYPES[kind], *size, not_printed=(ANIMATION,) if frames > 1 else ())
