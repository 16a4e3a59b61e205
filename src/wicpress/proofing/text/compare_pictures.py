"""Compare the pictures of a printed edition with those that must stand in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from wicpress import model as m
from wicpress.config import Edition
from wicpress.proofing.pdf import pictures
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.pdf.drawings import has_paints, paints_in_svg, shapes_in_svg, shows_shapes
from wicpress.proofing.pdf.picture_files import PictureDigest, of_image
from wicpress.proofing.text.ebook.descriptions import printed_alternative
from wicpress.proofing.text.edition_rules import StandingBook, cell_sides, shown_pictures
from wicpress.proofing.text.letter_stream import stream
from wicpress.proofing.text.mismatches import TextMismatch

PRINT_RESOLUTION, SCREEN_RESOLUTION = 350, 150
"""The pixels an inch that printed pages need, and pages for a screen."""
MOST = 1.5
"""So many times the pixels that are needed a picture may have."""
SLACK = 0.02
"""So much a resolution may differ, of 1: sizes are whole pixels."""


def check_pdf_pictures(
    document: Document, shown: StandingBook, edition: Edition, read: Callable[[str], bytes]
) -> Iterator[TextMismatch]:
    """Yield pictures of the edition that the file does not have or shows differently, and those only in the file."""
    in_file = list(pictures.figures(document))
    by_source: dict[str, tuple[Callable[[PictureDigest], bool], PictureDigest | None] | None] = {}
    for src, block, alt in picture_sources(shown):
        if src not in by_source:
            by_source[src] = _recognizer(src, read)
        recognizer = by_source[src]
        if recognizer is None:
            continue  # the file is not a picture: `check` reports that
        is_it, original = recognizer
        letters = stream([alt]).letters
        match = next((each for each in in_file if is_it(each) and stream([each.alt]).letters == letters), None)
        if match is None:
            yield TextMismatch(
                "lost", f"the picture {src} ({block}) is not in the file as it is in the book", src, block
            )
        else:
            in_file.remove(match)
            if original and (what := wrong_resolution(match, original, edition)):
                message = f"the picture {src} ({block}) {what}"
                yield TextMismatch("changed", message, src, block, place=f"page {match.page}")
    for each in in_file:
        message = f"a picture, `{each.alt}`, is in the file and not in the book, or is there twice"
        yield TextMismatch("added", message, each.alt, place=f"page {each.page}")


def picture_sources(shown: StandingBook) -> Iterator[tuple[str, str, str]]:
    """Yield the pictures that an edition shows with a text alternative, each with its block and that text."""
    for node in shown.nodes():
        if isinstance(node.piece, m.Figure):
            pictures = shown_pictures(node.piece, shown.languages)
            alts = ((each.src, printed_alternative(each, alt, shown.languages)) for each, _, alt in pictures)
            yield from ((src, node.id, alt) for src, alt in alts if alt)
        cells = (
            [cell for row in node.piece.children for cell in getattr(row, "cells", ())]
            if node.kind == "table"
            else []
        )
        sides = [*node.members, *(side for cell in cells for side in cell_sides(cell, shown.languages))]
        yield from ((each.src, node.id, each.alt) for side in sides for each in _inline(side.inlines) if each.alt)


def _inline(inlines: Iterable[m.Inline]) -> Iterator[m.Image]:
    for inline in inlines:
        if isinstance(inline, m.Image):
            yield inline
        yield from _inline(getattr(inline, "children", ()))


def wrong_resolution(shown: PictureDigest, original: PictureDigest, edition: Edition) -> str:
    """Return what is wrong with the pixels of a picture in a PDF, which may have 1.5 times those of its purpose.

    What has more is scaled to them, but for line art and in an edition with the original pictures.
    """
    needed = SCREEN_RESOLUTION if edition.pdf == "screen" else PRINT_RESOLUTION
    most = needed * MOST
    own = shown.resolution * original.size[0] / max(1, shown.size[0])
    keeps = original.line_art or edition.pictures == "original"
    if shown.size == original.size:
        is_too_fine = own > most * (1 + SLACK) and not keeps
        return f"has {own:.0f} pixels an inch, more than {most:.0f}" if is_too_fine else ""
    if keeps or own < most * (1 - SLACK):
        return f"has {shown.size[0]} × {shown.size[1]} pixels and should have all of its own"
    if not needed * (1 - SLACK) <= shown.resolution <= most:
        return f"was scaled to {shown.resolution:.0f} pixels an inch instead of {needed}"
    return ""


def _recognizer(
    src: str, read: Callable[[str], bytes]
) -> tuple[Callable[[PictureDigest], bool], PictureDigest | None] | None:
    """Return the function that recognizes a picture of the book, and its digest, None for a drawing.

    None if its file cannot be read.

    An image is recognized by its pixels, a drawing by its shapes and their colours.
    """
    try:
        data = read(src)
        digest = of_image(data)
        if digest is not None:
            return (lambda each: each.like(digest)), digest
        shapes = shapes_in_svg(data)
        paints = paints_in_svg(data) if shapes else ()
    except (OSError, ValueError):
        return None
    return (lambda each: shows_shapes(each.shapes, shapes) and has_paints(each.paints, paints)), None
