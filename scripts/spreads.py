"""Draws the README's pictures: two facing pages of the handbook in each layout, from the built PDFs.

    python scripts/spreads.py [DIST] [DOCS]

The pages are those after the opening of the chapter on the Chinese line, so that all pictures show the same text.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

EDITIONS = {"interleaved": "bilingual", "parallel": "parallel", "single": "en"}
"""The handbook's edition that shows each layout."""
CHAPTER = "7"
"""The number of the chapter in the outline."""
WIDTH = 1600
"""The width of a picture, px; a page is rounded up to whole pixels."""
GREYS = 16
"""The number of greys in a picture: text needs no more, and the files stay small."""
EDGE = 0xC8
"""The grey of the hairlines around the pages."""


def main(arguments: Sequence[str]) -> int:
    """Draw the pictures; return the exit code."""
    dist, docs = (Path(each) for each in (*arguments, *("dist", "docs")[len(arguments) :]))
    for layout, edition in EDITIONS.items():
        target = docs / f"spread-{layout}.png"
        picture = spread(dist / f"wicpress-handbook-{edition}.pdf")
        picture.quantize(GREYS).save(target, optimize=True)
        print(f"{target}  {picture.width} × {picture.height} px, {target.stat().st_size / 1000:.0f} kB")
    return 0


def spread(path: Path) -> Image.Image:
    """Return the first verso of the chapter and the recto beside it, as one picture in greys."""
    with pypdfium2.PdfDocument(path) as document:
        verso = opening(document) + 1
        pages = [document[index] for index in (verso, verso + 1)]
        scale = (WIDTH - 3) / sum(page.get_width() for page in pages)
        images = [page.render(scale=scale, grayscale=True).to_pil() for page in pages]
    picture = Image.new("L", (sum(image.width for image in images) + 3, images[0].height + 2), EDGE)
    picture.paste(images[0], (1, 1))
    picture.paste(images[1], (images[0].width + 2, 1))
    return picture


def opening(document: pypdfium2.PdfDocument) -> int:
    """Return the index of the page that the chapter opens on. Raise ``ValueError`` where the outline names none."""
    for bookmark in document.get_toc():
        if bookmark.get_title().split("\u2003")[0] == CHAPTER:
            return int(bookmark.get_dest().get_index())
    raise ValueError(f"the outline has no chapter {CHAPTER}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
