"""Prepares a picture of the book for an output: plans what has to be done, says it, and does it.

The picture of the book stays as it is: an output that can show more is given another ``PictureTarget``.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import attrs
from PIL import Image

from wicpress.cache.build_cache import NO_CACHE, BuildCache, Codec
from wicpress.diagnostics import Span, WicpressError, declare_kind
from wicpress.file_formats.picture_decoding import MAX_PIXELS, decode, opened
from wicpress.pictures import chunks, colour, exif, jpeg
from wicpress.pictures.drawing import Drawing, clean, is_drawing
from wicpress.pictures.target import GIF, JPEG, MEDIA_TYPES, PNG, SVG, WEBP, PictureTarget, PreparedPicture

QUALITY: Final = 95
"""The quality of a JPEG that has to be encoded again, with all its colours (4:4:4)."""

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
_MATRICES = {
    2: "-1 0 0 1 {w} 0", 3: "-1 0 0 -1 {w} {h}", 4: "1 0 0 -1 0 {h}", 5: "0 1 1 0 0 0",
    6: "0 1 -1 0 {h} 0", 7: "0 -1 -1 0 {h} {w}", 8: "0 -1 1 0 0 {w}",
}  # fmt: skip
"""How a picture of width w and height h is drawn that is stored in each other orientation."""
_TURNED: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">'
    '<image width="{2}" height="{3}" transform="matrix({4})" href="data:image/jpeg;base64,{5}"/></svg>'
)
"""A drawing that shows a JPEG turned: its compressed data stay as they are."""


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
    return _or_diagnostic(name, lambda: prepare(data, target, cache))


def prepare_style_picture(name: str, data: bytes, target: PictureTarget) -> tuple[str, bytes]:
    """Return media type and bytes of a picture that only a style sheet names, and nothing has decoded before.

    Raise ``WicpressError`` where it is damaged.
    """
    if not is_drawing(data):
        _or_diagnostic(name, lambda: decode(data))
    picture = prepare_file(name, data, target)
    return picture.media_type, picture.data


def _or_diagnostic(name: str, decode_: Callable[[], T]) -> T:
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
        return PreparedPicture(plan_.media_type, _turned(data))
    return cache.get_or_compute(key, _CODEC, lambda: _encoded(data, plan_, target))


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
        media_type = MEDIA_TYPES.get(picture.format or "", PNG)
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
            _useful_profile(picture),
            metadata,
            int(getattr(picture, "n_frames", 1)) if picture.format != "MPO" else 1,
            picture.has_transparency_data,
            damaged,
        )

    def notes(self, target: PictureTarget) -> Iterator[str]:
        """Yield how the colours and pixels of an encoded picture differ from the file's."""
        if self.orientation != _UPRIGHT:
            yield f"turned upright (orientation {self.orientation})"
        if self.profile:
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


def _useful_profile(picture: Image.Image) -> bytes:
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
        facts.mode in {"L", "RGB"}
        and not facts.damaged
        and (not facts.profile or colour.profile_version(facts.profile) <= target.profile_version)
    )
    if keeps_colours and facts.orientation == _UPRIGHT:
        return PicturePlan("copy" if target.keep_metadata else "strip", JPEG, left_out)
    if keeps_colours and target.turns and not target.keep_metadata:
        return PicturePlan("turn", SVG, left_out, (f"turned upright (orientation {facts.orientation}) without loss",))
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
        keep = bool(_useful_profile(picture))
    if data.startswith(jpeg.SOI):
        return jpeg.without_metadata(data, keep_profile=keep)
    return chunks.without_metadata(data, keep_profile=keep)


def _turned(data: bytes) -> bytes:
    """Return a drawing that shows a JPEG upright."""
    with opened(data) as picture:
        (width, height), turn = picture.size, exif.orientation(picture)
    shown = (height, width) if turn > 4 else (width, height)
    matrix = _MATRICES[turn].format(w=width, h=height)
    return _TURNED.format(*shown, width, height, matrix, base64.b64encode(_stripped(data)).decode()).encode()


def _encoded(data: bytes, plan_: PicturePlan, target: PictureTarget) -> PreparedPicture:
    with opened(data) as picture:
        shown = colour.to_srgb(exif.upright(picture), _useful_profile(picture))
        # last, for it says in what is known of the picture that it is upright
        more: dict[str, Any] = exif.upright_metadata(picture) if target.keep_metadata else {}
    if target.opaque:
        shown = colour.flattened(shown)
    # what the picture says of itself is written if ``more`` has it, and not because Pillow remembers it
    shown.info = {}
    out = io.BytesIO()
    if plan_.media_type == JPEG:
        shown.save(out, "JPEG", quality=QUALITY, subsampling=0, **more)
    elif plan_.media_type == WEBP:
        shown.save(out, "WEBP", lossless=True, **more)
    else:
        shown.save(out, "PNG", **{key: value for key, value in more.items() if key == "exif"})
    return PreparedPicture(plan_.media_type, out.getvalue())
