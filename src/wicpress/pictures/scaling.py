"""Scales pictures down to the pixels that their purpose needs: decoded once, for all editions of a book."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs
from PIL import Image

from wicpress.cache.build_cache import NO_CACHE, BuildCache, Codec
from wicpress.file_formats.picture_decoding import frames_of, opened
from wicpress.pictures import colour
from wicpress.pictures.exif import upright
from wicpress.pictures.prepare import media_type_shown, or_diagnostic, useful_profile, written
from wicpress.pictures.target import JPEG, PictureTarget, PreparedPicture

Size = tuple[int, int]
"""Width and height in pixels."""
Inches = tuple[float, float]
"""Width and height on paper."""
MOST: Final = 1.5
"""So many times the resolution of its purpose a picture may have before it is scaled."""
FILTER: Final = Image.Resampling.HAMMING
"""Sharp, and without the bright and dark lines beside edges of charts that cubic filters and Lanczos draw."""
_CODEC: Final = Codec(PreparedPicture)
_AS_IT_IS: Final = PreparedPicture("", b"")
"""Stands in the cache for a picture that keeps its pixels."""
_COUNTED_MODES: Final = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})


def size_needed(size: Size, target: PictureTarget, inches: Inches | None = None) -> Size | None:
    """Return the pixels that a picture of ``size`` needs where it is printed so large, or on a screen.

    None where it has at most ``MOST`` times as many.
    """
    if inches and target.resolution and min(inches) > 0:
        times = min(pixels / (target.resolution * side) for pixels, side in zip(size, inches, strict=True))
    else:
        times = max(size) / target.longest if target.longest else 0
    return (math.ceil(size[0] / times), math.ceil(size[1] / times)) if times > MOST else None


def scale_file(
    name: str,
    data: bytes,
    size: Size,
    targets: Iterable[PictureTarget],
    inches: Inches | None = None,
    cache: BuildCache = NO_CACHE,
) -> PreparedPicture | None:
    """Return the picture ``name`` of the book, ``size`` pixels large, with those that the first of ``targets`` needs.

    None where that are its own. It is decoded once: what ``cache`` has is not made again, and what the other
    ``targets`` need of it is put there. Raise ``WicpressError`` where it is damaged.
    """
    first, *others = targets
    if not size_needed(size, first, inches):
        return None
    digest = hashlib.sha256(data).hexdigest()
    needed = {_key(cache, digest, each, pixels): (each, pixels) for each in (first, *others)
              if (pixels := size_needed(size, each, inches))}  # fmt: skip
    picture = or_diagnostic(name, lambda: _scaled(data, needed, cache))
    return picture if picture.data else None


def _key(cache: BuildCache, digest: str, target: PictureTarget, pixels: Size) -> str:
    decides = attrs.evolve(target, resolution=0, longest=0, turns=False, families=())
    return cache.key("scaled picture", digest, repr((decides, pixels)))


def _scaled(data: bytes, needed: Mapping[str, tuple[PictureTarget, Size]], cache: BuildCache) -> PreparedPicture:
    """Return the first of the pictures ``needed``, by their keys in ``cache``."""
    key = next(iter(needed))
    cached: PreparedPicture | None = cache.get(key, _CODEC)
    if cached is None:
        with cache.locked(key):  # another process may decode it at this moment
            cached = cache.get(key, _CODEC)
            if cached is None:
                made = dict(_versions(data, needed))
                for each, picture in made.items():
                    cache.put(each, _CODEC, picture)
                cached = made[key]
    return cached


def _versions(data: bytes, needed: Mapping[str, tuple[PictureTarget, Size]]) -> Iterator[tuple[str, PreparedPicture]]:
    with opened(data) as picture:
        media_type, moves = media_type_shown(picture), frames_of(picture) > 1
        if media_type == JPEG:  # its decoder halves a picture more than twice as large at no cost
            side = 2 * max(max(pixels) for _, pixels in needed.values())
            picture.draft(None, (side, side))
        stored = upright(picture)
        keeps = is_line_art(stored)
        profile = useful_profile(picture)
        plain = stored if keeps else colour.to_8_bits(stored)
        for key, (target, pixels) in needed.items():
            if keeps or (moves and target.moves):
                yield key, _AS_IT_IS
                continue
            small = plain.resize(pixels, FILTER)
            yield key, written(small, picture, profile, target, is_scaled=True)


def is_line_art(picture: Image.Image) -> bool:
    """Return whether a decoded picture has two colours at most: scaled, its lines would become grey."""
    return picture.mode in _COUNTED_MODES and picture.getcolors(2) is not None
