"""Colours and depths of pictures: ICC profiles, CMYK and every mode of Pillow to 8 bits of sRGB."""

from __future__ import annotations

import functools
import importlib
import io
import math
from typing import Any

from PIL import Image

_GRID = 6
"""So many shades of each channel are compared, to learn whether a profile is as good as sRGB."""
_NEAR = 3
"""A profile is as good as sRGB where no shade differs by more, of 255."""
_CHANNELS = {"GRAY": 1, "RGB": 3, "CMYK": 4}
_MODES = {"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK"}
_SPACES = {
    "L": "GRAY", "LA": "GRAY", "1": "GRAY", "I;16": "GRAY", "I": "GRAY", "F": "GRAY", "CMYK": "CMYK",
    "RGB": "RGB", "RGBA": "RGB", "P": "RGB", "PA": "RGB", "RGBX": "RGB", "YCbCr": "RGB",
}  # fmt: skip
"""The colour space whose profiles a mode may have."""
_PLAIN = {"1": "L", "La": "LA", "RGBa": "RGBA", "RGBX": "RGB", "YCbCr": "RGB", "HSV": "RGB"}
_DEEP = frozenset({"I", "F", "I;16", "I;16L", "I;16B", "I;16N"})


@functools.cache
def _cms() -> Any:
    """Return LittleCMS: most books have no profile, and while WeasyPrint is imported the module is a stand-in."""
    return importlib.import_module("PIL.ImageCms")


def profile_space(profile: bytes) -> str:
    """Return the colour space of an ICC profile: ``GRAY``, ``RGB``, ``CMYK``, or empty for any other or none."""
    try:
        space = str(_opened(profile).profile.xcolor_space).strip().upper()
        _cms().buildTransform(_opened(profile), _srgb(), _MODES[space], "RGB")
    except (_cms().PyCMSError, OSError, KeyError, ValueError, TypeError):
        return ""
    return space


def profile_name(profile: bytes) -> str:
    """Return the name that an ICC profile has for people."""
    try:
        return str(_cms().getProfileDescription(_opened(profile))).strip()
    except (_cms().PyCMSError, OSError):
        return "without a name"


def profile_version(profile: bytes) -> int:
    """Return the major version of an ICC profile (ICC.1:2022, 7.2.4)."""
    return profile[8] if len(profile) > 8 else 0


def channels(profile: bytes) -> int:
    """Return how many channels the pictures of a profile have; 0 where it is of no use."""
    return _CHANNELS.get(profile_space(profile), 0)


def fits(profile: bytes, mode: str) -> bool:
    """Return whether a profile is for the colours of pictures in a mode of Pillow."""
    return bool(profile) and _SPACES.get(mode) == profile_space(profile)


@functools.lru_cache(maxsize=64)
def is_like_srgb(profile: bytes) -> bool:
    """Return whether colours with a profile are, within what can be seen, those without: its name does not count."""
    space = profile_space(profile)
    if space not in {"RGB", "GRAY"}:
        return False
    shades = [round(nth * 255 / (_GRID - 1)) for nth in range(_GRID)]
    if space == "GRAY":
        sample = Image.frombytes("L", (_GRID, 1), bytes(shades))
    else:
        values = bytes(each for r in shades for g in shades for b in shades for each in (r, g, b))
        sample = Image.frombytes("RGB", (_GRID * _GRID, _GRID), values)
    shown = _transformed(sample, profile).tobytes()
    return max(abs(one - other) for one, other in zip(sample.convert("RGB").tobytes(), shown, strict=True)) <= _NEAR


def to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture as 8 bits of grey or sRGB, with its transparency: the mode is L, LA, RGB or RGBA.

    ``profile`` counts where it is for the picture's colours. CMYK without a profile is converted as CSS Color 5, 8.1
    converts ``device-cmyk()``.
    """
    plain = to_8_bits(picture)
    colours = plain.convert(plain.mode[:-1]) if plain.mode in {"LA", "RGBA"} else plain
    if fits(profile, colours.mode) and not is_like_srgb(profile):
        colours = _transformed(colours, profile)
    elif colours.mode == "CMYK":
        colours = colours.convert("RGB")
    if plain.mode not in {"LA", "RGBA"}:
        return colours
    with_alpha = colours.convert(f"{colours.mode}A")
    with_alpha.putalpha(plain.getchannel("A"))
    return with_alpha


def to_8_bits(picture: Image.Image) -> Image.Image:
    """Return a picture in the mode L, LA, RGB, RGBA or CMYK."""
    mode = picture.mode
    if mode in {"P", "PA"} or (mode in {"L", "RGB", "1"} and "transparency" in picture.info):
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if mode in _DEEP:
        return _scaled(picture)
    if mode == "LAB":
        source, srgb = _cms().createProfile("LAB"), _cms().createProfile("sRGB")
        converted: Image.Image = _cms().profileToProfile(picture, source, srgb, outputMode="RGB")
        return converted
    return picture.convert(_PLAIN[mode]) if mode in _PLAIN else picture


def _scaled(picture: Image.Image) -> Image.Image:
    """Return a grey picture of more than 8 bits in 8: from 16 bits, or as far up as its numbers go."""
    wide = picture if picture.mode in {"I", "F"} else picture.convert("I")
    highest = float(wide.getextrema()[1])  # type: ignore[arg-type]  # one channel: two numbers
    if picture.mode == "F" and highest <= 1:
        white = 1.0
    elif picture.mode in {"I", "F"} and highest <= 255:
        white = 255.0
    else:
        white = 65535.0 if highest <= 65535 or not math.isfinite(highest) else highest
    scale = 255 / white
    return wide.convert("F").point(lambda value: value * scale + 0.5).convert("L")


def flattened(picture: Image.Image, ground: tuple[int, int, int] = (255, 255, 255)) -> Image.Image:
    """Return an 8-bit picture without transparency, on ``ground``."""
    if picture.mode not in {"LA", "RGBA"}:
        return picture
    layer = picture.convert("RGBA")
    background = Image.new("RGBA", layer.size, (*ground, 255))
    background.alpha_composite(layer)
    return background.convert("RGB")


def _transformed(picture: Image.Image, profile: bytes) -> Image.Image:
    converted: Image.Image = _cms().profileToProfile(
        picture,
        _opened(profile),
        _srgb(),
        renderingIntent=_cms().Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=_cms().Flags.BLACKPOINTCOMPENSATION,
    )
    return converted


def _opened(profile: bytes) -> Any:
    return _cms().ImageCmsProfile(io.BytesIO(profile))


def _srgb() -> Any:
    return _cms().ImageCmsProfile(_cms().createProfile("sRGB"))
