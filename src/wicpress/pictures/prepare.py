"""Prepares a picture of the book for an output: plans what has to be done, says it, and does it.

The picture of the book stays as it is: an output that can show more is given another ``PictureTarget``.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import attrs
from PIL import Image, ImageChops

from wicpress.cache.build_cache import NO_CACHE, BuildCache, Codec
from wicpress.diagnostics import Span, WicpressError, declare_kind
from wicpress.file_formats.picture_decoding import MAX_PIXELS, decode, opened
from wicpress.pictures import chunks, colour, exif, jpeg
from wicpress.pictures.drawing import Drawing, clean, is_drawing
from wicpress.pictures.target import GIF, JPEG, MEDIA_TYPES, PNG, SVG, WEBP, PictureTarget, PreparedPicture

QUALITY: Final = 95
"""The quality of a JPEG that has to be encoded again, with all its colours (4:4:4)."""

MOST_COLOURS: Final = 1 << 14
"""A picture with more colours cannot be shown with a palette."""
UNSEEN: Final = 12
"""So much a colour in a palette differs at the least where it is seen beside that of the picture, of 255."""

BROKEN_PICTURE = declare_kind(
    "broken_picture",
    "A picture cannot be decoded",
    "A picture that is turned, or whose colours are converted, is decoded and written anew. Its file is damaged in a "
    "place that nothing has read before: a book is not built with a hole in it.",
)
T = TypeVar("T")
_CODEC = Codec(PreparedPicture)
_UPRIGHT = 1
_CONTAINERS = frozenset({JPEG, PNG, WEBP, GIF})
"""Formats whose metadata can be left out without a change to the compressed data."""
_DEEP_MODES = frozenset({"I", "F", "I;16", "I;16L", "I;16B", "I;16N"})


@attrs.frozen
class PicturePlan:
    """What has to be done with a picture.

    ``method`` is ``copy``, ``strip`` (the compressed data stay, the rest goes), ``turn`` (they are drawn turned),
    ``encode``, or ``clean`` for a drawing. ``media_type`` is that of the result. ``left_out`` names what the result
    does not have any more, and ``changes`` what is shown in another way.
    """

    method: str
    media_type: str
    left_out: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


@contextmanager
def large_pictures() -> Iterator[None]:
    """Let Pillow open pictures of up to ``MAX_PIXELS``: the book was refused if it has a larger one."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def prepare_file(name: str, data: bytes, target: PictureTarget, cache: BuildCache = NO_CACHE) -> PreparedPicture:
    """Return the picture ``name`` of the book as ``target`` shows it. Raise ``WicpressError`` where it is damaged."""
    return or_diagnostic(name, lambda: prepare(data, target, cache))


def prepare_style_picture(name: str, data: bytes, target: PictureTarget) -> tuple[str, bytes]:
    """Return media type and bytes of a picture that only a style sheet names, and nothing has decoded before.

    Raise ``WicpressError`` where it is damaged.
    """
    if not is_drawing(data):
        or_diagnostic(name, lambda: decode(data))
    picture = prepare_file(name, data, target)
    return picture.media_type, picture.data


def or_diagnostic(name: str, decode_: Callable[[], T]) -> T:
    """Return the result of a function that decodes the picture ``name``. Raise ``WicpressError`` where that fails."""
    try:
        return decode_()
    except (OSError, ValueError, SyntaxError) as error:  # Pillow raises the last one for some damaged PNG files
        hint = "open it in a program for pictures, and save it again"
        raise WicpressError(
            BROKEN_PICTURE(f"`{name}` cannot be decoded: {error}", Span("", 0, 0), hint=hint)
        ) from error


def prepare(data: bytes, target: PictureTarget, cache: BuildCache = NO_CACHE) -> PreparedPicture:
    """Return a picture as ``target`` shows it, the same bytes for the same picture; ``cache`` keeps encoded ones.

    Raise ``OSError`` or ``ValueError`` where it cannot be decoded.
    """
    key = cache.key("picture", hashlib.sha256(data).hexdigest(), repr(target))
    if is_drawing(data):
        return cache.get_or_compute(key, _CODEC, lambda: PreparedPicture(SVG, clean_drawing(data, target).data))
    plan_ = plan(data, target)
    if plan_.method == "copy":
        return PreparedPicture(plan_.media_type, data)
    if plan_.method == "strip":
        return PreparedPicture(plan_.media_type, _stripped(data))
    if plan_.method == "turn":
        with opened(data) as picture:
            turn = exif.orientation(picture)
        return PreparedPicture(plan_.media_type, _stripped(data), turn)
    return cache.get_or_compute(key, _CODEC, lambda: _encoded(data, target))


def clean_drawing(data: bytes, target: PictureTarget) -> Drawing:
    """Return a drawing with nothing but what draws, and the pictures inside it as ``target`` shows them.

    Raise ``ValueError`` with a message that goes on behind the name of the file where it is no drawing.
    """

    def embed(inside: bytes, depth: int) -> tuple[str, bytes, int]:
        if is_drawing(inside):
            drawing = clean(inside, embed, depth, target.families)
            if drawing.gaps:
                raise ValueError(f"it shows {drawing.gaps[0]}")
            return SVG, drawing.data, drawing.elements
        decode(inside)
        picture = prepare(inside, attrs.evolve(target, turns=False, profile_version=0, keep_metadata=False))
        return picture.media_type, picture.data, 1

    return clean(data, embed, families=target.families)


def plan(data: bytes, target: PictureTarget) -> PicturePlan:
    """Return how ``prepare`` treats a picture; no pixel is decoded. Raise ``OSError`` or ``ValueError``."""
    if is_drawing(data):
        drawing = clean_drawing(data, target)
        not_printed = () if target.moves else drawing.not_printed
        return PicturePlan("clean", SVG, drawing.left_out, tuple(f"shown without {each}" for each in not_printed))
    with opened(data) as picture:
        facts = _Facts.of(picture, data)
        if facts.media_type == JPEG:
            return _jpeg_plan(facts, target)
        return _other_plan(facts, target)


@attrs.frozen
class _Facts:
    """What a picture is, from its header; ``profile`` is empty where it changes no colour.

    A file may be ``damaged`` in a way that Pillow does not mind, so that only its pixels can be used.
    """

    media_type: str
    mode: str
    orientation: int
    profile: bytes = attrs.field(repr=False)
    metadata: tuple[str, ...] = ()
    frames: int = 1
    transparent: bool = False
    damaged: bool = False

    @classmethod
    def of(cls, picture: Image.Image, data: bytes) -> _Facts:
        """Return the facts of an opened picture."""
        media_type = media_type_shown(picture)
        try:
            metadata, damaged = _metadata_names(data, media_type), False
        except ValueError:
            metadata, damaged = (), True
        if "EXIF" in metadata or media_type not in _CONTAINERS:
            personal = tuple(exif.exif_names(picture))
            metadata = ("EXIF", *personal) if personal and "EXIF" not in metadata else (*metadata, *personal)
        return cls(
            media_type,
            picture.mode,
            exif.orientation(picture),
            useful_profile(picture),
            metadata,
            int(getattr(picture, "n_frames", 1)) if picture.format != "MPO" else 1,
            picture.has_transparency_data,
            damaged,
        )

    def keeps_profile(self, target: PictureTarget) -> bool:
        """Return whether the picture is shown with its profile: only JPEG files are."""
        return bool(self.profile) and self.media_type == JPEG and _may_keep(self.profile, self.mode, target)

    def notes(self, target: PictureTarget) -> Iterator[str]:
        """Yield how the colours and pixels of an encoded picture differ from the file's."""
        if self.orientation != _UPRIGHT:
            yield f"turned upright (orientation {self.orientation})"
        if self.profile and not self.keeps_profile(target):
            yield f"colours converted to sRGB from the profile {colour.profile_name(self.profile)}"
        elif self.mode == "CMYK":
            yield "colours converted to sRGB from CMYK without a profile"
        if self.mode in _DEEP_MODES:
            yield "reduced to 8 bits a channel"
        if self.damaged:
            yield "written anew, for the file is damaged"
        if self.frames > 1:
            yield f"shown as the first of its {self.frames} frames"
        if self.transparent and target.opaque:
            yield "transparent parts shown white"


def useful_profile(picture: Image.Image) -> bytes:
    """Return the ICC profile of a picture; empty where it is damaged, for other channels, or as good as sRGB."""
    profile = picture.info.get("icc_profile")
    if not isinstance(profile, bytes) or colour.is_like_srgb(profile):
        return b""
    return profile if colour.fits(profile, picture.mode) else b""


def _metadata_names(data: bytes, media_type: str) -> tuple[str, ...]:
    if media_type == JPEG:
        return tuple(jpeg.metadata_names(data))
    return tuple(chunks.metadata_names(data)) if media_type in _CONTAINERS else ()


def _jpeg_plan(facts: _Facts, target: PictureTarget) -> PicturePlan:
    left_out = () if target.keep_metadata else facts.metadata
    keeps_colours = (
        facts.mode in {"L", "RGB"} and not facts.damaged and (not facts.profile or facts.keeps_profile(target))
    )
    if keeps_colours and facts.orientation == _UPRIGHT:
        return PicturePlan("copy" if target.keep_metadata else "strip", JPEG, left_out)
    if keeps_colours and target.turns and not target.keep_metadata:
        return PicturePlan(
            "turn", JPEG, left_out, (f"turned upright (orientation {facts.orientation}) without loss",)
        )
    return PicturePlan("encode", JPEG, left_out, (*facts.notes(target), f"encoded again at quality {QUALITY}"))


def _other_plan(facts: _Facts, target: PictureTarget) -> PicturePlan:
    left_out = () if target.keep_metadata and target.moves else facts.metadata  # a PDF has the pixels alone
    shown = facts.media_type if facts.media_type in target.media_types else PNG
    is_plain = facts.orientation == _UPRIGHT and not facts.profile and shown == facts.media_type and not facts.damaged
    has_usual_mode = target.moves or facts.mode in {"L", "LA", "RGB", "RGBA"}
    if (facts.frames > 1 and target.moves and shown == facts.media_type) or (
        is_plain and has_usual_mode and not (target.opaque and facts.transparent) and facts.frames == 1
    ):
        strips = facts.media_type in _CONTAINERS and not target.keep_metadata and not facts.damaged
        return PicturePlan("strip" if strips else "copy", shown, left_out if strips else ())
    return PicturePlan("encode", shown, left_out, tuple(facts.notes(target)))


def _stripped(data: bytes) -> bytes:
    """Return a file without metadata; a profile that says more than sRGB stays."""
    with opened(data) as picture:
        keep = bool(useful_profile(picture))
    if data.startswith(jpeg.SOI):
        return jpeg.without_metadata(data, keep_profile=keep)
    return chunks.without_metadata(data, keep_profile=keep)


def _encoded(data: bytes, target: PictureTarget) -> PreparedPicture:
    with opened(data) as picture:
        return written(exif.upright(picture), picture, useful_profile(picture), target)


def written(
    shown: Image.Image, picture: Image.Image, profile: bytes, target: PictureTarget, *, is_scaled: bool = False
) -> PreparedPicture:
    """Return ``shown``, the pixels of an opened ``picture`` with a ``profile`` or none, as a file for ``target``."""
    media_type = media_type_shown(picture)
    if media_type not in target.media_types:
        media_type = PNG
    keeps_profile = media_type == JPEG and bool(profile) and _may_keep(profile, shown.mode, target)
    shown = shown if keeps_profile else colour.to_srgb(shown, profile)
    # last, for it says in what is known of the picture that it is upright
    more: dict[str, Any] = exif.upright_metadata(picture) if target.keep_metadata else {}
    if target.opaque:
        shown = colour.flattened(shown)
    # what the picture says of itself is written if ``more`` has it, and not because Pillow remembers it
    shown.info = {}
    out = io.BytesIO()
    if media_type == JPEG:
        shown.save(
            out, "JPEG", quality=QUALITY, subsampling=0, icc_profile=profile if keeps_profile else None, **more
        )
    elif media_type == WEBP:
        shown.save(out, "WEBP", lossless=True, **more)
    elif media_type == GIF:
        shown.save(out, "GIF")
    else:
        exif_data = {key: value for key, value in more.items() if key == "exif"}
        shown = _with_few_colours(shown) if is_scaled else shown
        shown.save(out, "PNG", **exif_data)
    return PreparedPicture(media_type, out.getvalue())


def _with_few_colours(picture: Image.Image) -> Image.Image:
    """Return a picture with a palette where no eye sees the difference, as of most charts: it is a third as large."""
    if picture.mode != "RGB" or picture.getcolors(MOST_COLOURS) is None:
        return picture
    few = picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    channels = ImageChops.difference(picture, few.convert("RGB")).split()
    return few if all(not any(each.histogram()[UNSEEN:]) for each in channels) else picture


def media_type_shown(picture: Image.Image) -> str:
    """Return the media type of an opened picture."""
    return MEDIA_TYPES.get(picture.format or "", PNG)


def _may_keep(profile: bytes, mode: str, target: PictureTarget) -> bool:
    """Return whether a JPEG in that mode may have its profile in an output."""
    return mode in {"L", "RGB"} and colour.profile_version(profile) <= target.profile_version
