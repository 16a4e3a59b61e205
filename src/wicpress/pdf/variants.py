"""The kinds of PDF: what each conforms to, and the steps that finish it when its pages are painted."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from wicpress.pdf.metadata import Conformance, Step
from wicpress.pdf.metadata.attachments import attachments
from wicpress.pdf.metadata.fonts import glyph_sets
from wicpress.pdf.metadata.info import information, language, no_information, viewer
from wicpress.pdf.metadata.output_intent import output_intent
from wicpress.pdf.metadata.page_labels import page_labels
from wicpress.pdf.metadata.structure import bookmark_elements, element_ids, element_roles, structure_destinations
from wicpress.pdf.metadata.xmp import metadata

_BOOK: tuple[Step, ...] = (
    language,
    viewer,
    page_labels,
    bookmark_elements,
    element_ids,
    element_roles,
    information,
)
_BOOK_OF_PDF_2: tuple[Step, ...] = (
    language,
    viewer,
    page_labels,
    bookmark_elements,
    structure_destinations,
    element_ids,
    element_roles,
    no_information,
)


@attrs.frozen
class PdfVariant:
    """A kind of PDF: its conformance, the ``steps`` that finish it, and whether it may carry files."""

    claim: Conformance
    steps: tuple[Step, ...]
    attaches: bool = True


VARIANTS: Mapping[str, PdfVariant] = MappingProxyType({
    "accessible": PdfVariant(Conformance(2, "A", 1), (*_BOOK, output_intent, attachments, metadata)),
    "accessible-2": PdfVariant(Conformance(4, "", 2), (*_BOOK_OF_PDF_2, output_intent, attachments, metadata)),
    "screen": PdfVariant(Conformance(0, "", 1), (*_BOOK, attachments, metadata)),
    "archive-1b": PdfVariant(Conformance(1, "B", 0), (*_BOOK, output_intent, glyph_sets, metadata), attaches=False),
})  # fmt: skip
"""By their names in ``book.toml``; with attachments a file claims PDF/A-3 instead of -2, PDF/A-4f instead of -4."""


def conformance_with_attachments(variant: PdfVariant, attached: bool) -> Conformance:
    """Return what a file claims: PDF/A-2 and -4 may only carry files that are PDF/A themselves, -3 and -4f any."""
    if attached and variant.claim.pdfa == 2:
        return attrs.evolve(variant.claim, pdfa=3)
    if attached and variant.claim.pdfa == 4:
        return attrs.evolve(variant.claim, level="F")
    return variant.claim
