"""The kinds of PDF there are: what each promises, how it is painted, and the steps that finish it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from wicpress.writers.finish import Claim, Step
from wicpress.writers.finish.attachments import attachments
from wicpress.writers.finish.fonts import glyph_sets
from wicpress.writers.finish.info import information, language, viewer
from wicpress.writers.finish.intent import output_intent
from wicpress.writers.finish.labels import page_labels
from wicpress.writers.finish.streams import no_transparency, packed, plain_pictures
from wicpress.writers.finish.structure import bookmark_elements, element_ids, element_roles
from wicpress.writers.finish.xmp import metadata

PAPER = (255, 255, 255)
"""What a transparent ground is put on where transparency is forbidden."""

_BOOK: tuple[Step, ...] = (
    language,
    viewer,
    page_labels,
    bookmark_elements,
    element_ids,
    element_roles,
    plain_pictures,
    information,
)

PAINTED: frozenset[Step] = frozenset({plain_pictures, no_transparency, packed})
"""The steps that concern what is painted: where parts of a book are painted apart, each part's."""


@attrs.frozen
class Variant:
    """A kind of PDF: ``version`` of the format, the ``claim`` it makes, the ``steps`` that finish it.

    ``rendering`` are the engine's options while pages are laid; ``opaque`` where pictures lose their transparency;
    ``attaches`` where it may carry files.
    """

    version: str
    claim: Claim
    steps: tuple[Step, ...]
    rendering: Mapping[str, Any] = MappingProxyType({})
    opaque: bool = False
    attaches: bool = True


VARIANTS: Mapping[str, Variant] = MappingProxyType({
    "accessible": Variant("1.7", Claim(2, "A", 1), (*_BOOK, output_intent, attachments, metadata, packed)),
    "screen": Variant(
        "1.7",
        Claim(0, "", 1),
        (*_BOOK, attachments, metadata, packed),
        MappingProxyType({"dpi": 144, "jpeg_quality": 70, "optimize_images": True}),
    ),
    "archive-1b": Variant(
        "1.4",
        Claim(1, "B", 0),
        (*_BOOK, output_intent, no_transparency, glyph_sets, metadata, packed),
        opaque=True,
        attaches=False,
    ),
})  # fmt: skip
"""By the name under which ``book.toml`` asks for them; a file with attachments claims PDF/A-3 instead of PDF/A-2."""


def claim_with(variant: Variant, attached: bool) -> Claim:
    """What a file claims: PDF/A-2 lets no file travel inside that is not PDF/A itself, PDF/A-3 lets any."""
    if attached and variant.claim.pdfa == 2:
        return attrs.evolve(variant.claim, pdfa=3)
    return variant.claim


def opaque(data: bytes) -> bytes:
    """A picture with its transparent parts on the white of the paper, as PNG; any other data as it is."""
    from PIL import Image  # noqa: PLC0415 - only one kind of PDF asks for it

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if not picture.has_transparency_data:
                return data
            clear = picture.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return data  # the engine says what it cannot read
    ground = Image.new("RGBA", clear.size, (*PAPER, 255))
    ground.alpha_composite(clear)
    out = io.BytesIO()
    ground.convert("RGB").save(out, "PNG")
    return out.getvalue()
