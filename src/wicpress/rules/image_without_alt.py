"""Reports pictures without a description for readers who cannot see them."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import (
    Book,
    Figure,
    Image,
    iter_nodes,
    translations_of,
    walk_inlines,
)

IMAGE_WITHOUT_ALT = declare_kind(
    "image_without_alt",
    "A picture has no description",
    "Readers who cannot see a picture need a description of it (WCAG 2.2, 1.1.1; EPUB Accessibility 1.1). It "
    "stands in the square brackets, and a figure with captions in two languages needs it in both.",
    example="![一条河的地图](map.svg)\n\n![A map of a river](map.svg)",
    severity=Severity.WARNING,
)
HELP = "write in the square brackets what the picture shows"


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each picture without description, or without one in a language of its caption."""
    for chapter in book.chapters:
        for node in iter_nodes(chapter):
            if isinstance(node, Figure):
                yield from _figure(node)
            for side in translations_of(node):
                for image in walk_inlines(side.inlines):
                    if isinstance(image, Image) and not image.alt.strip():
                        message = f"the picture `{image.src}` has no description"
                        yield IMAGE_WITHOUT_ALT(message, side.span, hint=HELP, lang=side.lang, block=node.id)


def _figure(figure: Figure) -> Iterator[Diagnostic]:
    described = {tag for picture in figure.pictures for tag, text in picture.alt if text.strip()}
    first = figure.pictures[0]
    if not described:
        yield IMAGE_WITHOUT_ALT(
            f"the figure `{first.src}` has no description", first.span, hint=HELP, block=figure.id
        )
        return
    for side in figure.sides:
        if side.lang not in described and lang.is_known(side.lang):
            message = f"the figure `{first.src}` has no description in {lang.name(side.lang)}"
            yield IMAGE_WITHOUT_ALT(message, side.span, hint=HELP, lang=side.lang, block=figure.id)
