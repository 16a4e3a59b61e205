"""How the pages of each kind of PDF are painted; what concerns the document as a whole is in ``variants``.

Layout workers import this module, and neither the configuration nor the metadata of a book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs
import pydyf

from wicpress.diagnostics import WicpressError, declare_kind
from wicpress.engine.parts.compress import compress_stream, to_bytes
from wicpress.fonts.stacks import stack
from wicpress.pictures import colour, jpeg
from wicpress.pictures.target import EPUB, PRINT, PictureTarget, adapted

if TYPE_CHECKING:
    from wicpress.config import Config, Edition

TRANSPARENCY = declare_kind(
    "transparency",
    "An archive file cannot be transparent",
    "PDF/A-1 forbids transparency: no half-transparent box, colour or picture. (Transparent parts of a picture "
    "become white.) The other kinds of PDF may keep it.",
    example='pdf = "accessible"',
)


def disable_interpolation(pdf: Any) -> None:
    """Turn off the interpolation of pictures (ISO 19005-2, 6.2.8: Interpolate is false)."""
    for stream in _streams(pdf):
        stream.extra.pop("Interpolate", None)


def no_transparency(pdf: Any) -> None:
    """Remove the transparency groups of forms with nothing transparent (ISO 19005-1, 6.4).

    Raise ``WicpressError`` where something is transparent.
    """
    for each in pdf.objects:
        if isinstance(each, dict):
            _refuse(each)
    for stream in _streams(pdf):
        if "SMask" in stream.extra:
            raise WicpressError(TRANSPARENCY("a picture is half transparent", hint="put it on white, or take a JPEG"))
        _refuse(stream.extra)
        stream.extra.pop("Group", None)


def _refuse(table: dict[str, Any]) -> None:
    states = table.get("ExtGState")
    for state in states.values() if isinstance(states, dict) else ():
        opaque = float(state.get("ca", 1)) == 1 and float(state.get("CA", 1)) == 1
        if not opaque or "SMask" in state or state.get("BM", "/Normal") != "/Normal":
            hint = "take opacity, masks and half-transparent colours out of styles and pictures"
            raise WicpressError(TRANSPARENCY("something on a page is half transparent", hint=hint))


def apply_profiles(pdf: Any) -> None:
    """Give each JPEG that has an ICC profile a colour space of its own (ISO 32000-1, 8.6.5.5)."""
    for stream in list(_streams(pdf)):
        if stream.extra.get("Subtype") == "/Image" and stream.extra.get("Filter") == "/DCTDecode":
            data = b"".join(map(to_bytes, stream.stream))
            profile = jpeg.profile(data)
            if not profile:
                continue
            space = pydyf.Stream([profile], {"N": colour.channels(profile)})
            pdf.add_object(space)
            stream.stream = [jpeg.without_profile(data)]
            stream.extra["ColorSpace"] = pydyf.Array(["/ICCBased", space.reference])


def compress_streams(pdf: Any) -> None:
    """Compress every stream that is not compressed yet."""
    for stream in _streams(pdf):
        compress_stream(stream)


def _streams(pdf: Any) -> Iterator[Any]:
    return (each for each in pdf.objects if isinstance(each, pydyf.Stream))


@attrs.frozen
class PaintProfile:
    """How pages are painted: in which ``version`` of PDF, and the ``steps`` that change the painted ``pydyf.PDF``.

    ``pictures`` says what pictures it can hold, ``rotates`` whether readers show landscape pages upright.
    """

    version: str
    steps: tuple[Callable[[Any], None], ...] = (disable_interpolation, apply_profiles, compress_streams)
    pictures: PictureTarget = PRINT
    rotates: bool = False


PAINTINGS: Mapping[str, PaintProfile] = MappingProxyType({
    "accessible": PaintProfile("1.7", pictures=PictureTarget(turns=True, profile_version=4, resolution=350)),
    "accessible-2": PaintProfile("2.0", pictures=PictureTarget(turns=True, profile_version=4, resolution=350)),
    "screen": PaintProfile(
        "1.7", pictures=PictureTarget(turns=True, profile_version=4, resolution=150), rotates=True
    ),
    "archive-1b": PaintProfile(
        "1.4",
        (disable_interpolation, no_transparency, apply_profiles, compress_streams),
        pictures=PictureTarget(turns=True, profile_version=2, opaque=True, resolution=350),
    ),
})  # fmt: skip
"""By the names of ``VARIANTS``."""


def print_target(config: Config, edition: Edition) -> PictureTarget:
    """Return what pictures the PDF of an edition can hold, with text in the fonts of the book."""
    families = tuple((role, ",".join(stack("en", role))) for role in ("serif", "sans", "mono"))
    return attrs.evolve(_adapted(PAINTINGS[edition.pdf].pictures, config, edition), families=families)


def picture_targets(config: Config) -> tuple[PictureTarget, ...]:
    """Return what pictures the PDFs and the e-books of a book can hold, each once."""
    printed = (print_target(config, each) for each in config.editions if "pdf" in each.formats)
    ebooks = (_adapted(EPUB, config, each) for each in config.editions if "epub" in each.formats)
    return tuple(dict.fromkeys((*printed, *ebooks)))


def _adapted(target: PictureTarget, config: Config, edition: Edition) -> PictureTarget:
    keeps = config.pictures.keep_metadata
    return adapted(target, keep_metadata=keeps, original=edition.pictures == "original")
