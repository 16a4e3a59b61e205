"""The pictures of the e-book: which it needs, what they are called inside it, and whether they move."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from PIL import Image

from wicpress import model as m
from wicpress.writers.epub.container import Resource
from wicpress.writers.view import BookView, walk

CORE = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
"""The picture types that every reading system shows (EPUB 3.3, 3.2), and how their files end."""


def names(assets: tuple[m.Asset, ...]) -> dict[str, str]:
    """The path in the e-book of every picture of the book: plain letters, and no two alike."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for number, asset in enumerate(assets, 1):
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", PurePosixPath(asset.src).stem, flags=re.ASCII).strip("-")
        name = stem[:40] or f"picture-{number}"
        while name.lower() in taken:
            name += "-x"
        taken.add(name.lower())
        found[asset.src] = f"images/{name}{CORE.get(asset.media_type, '.png')}"
    return found


def resources(
    view: BookView, assets: tuple[m.Asset, ...], paths: Mapping[str, str], read: Callable[[str], bytes]
) -> Iterator[Resource]:
    """The pictures that ``view`` shows, in the order of the book's list; types that not all readers know as PNG."""
    used = set(sources(view))
    for asset in assets:
        if asset.src not in used:
            continue
        data, kind = read(asset.src), asset.media_type
        if kind not in CORE:
            data, kind = as_png(data), "image/png"
        name = paths[asset.src]
        yield Resource("picture-" + re.sub(r"[^\w-]", "-", name.removeprefix("images/")), name, kind, data)


def sources(view: BookView) -> Iterator[str]:
    """The pictures that an edition may show, as the manuscript names them."""
    for chapter in view.chapters:
        parts = (chapter.part,) if chapter.part else ()
        for node in walk((*parts, chapter.title, *chapter.blocks, *chapter.notes)):
            piece = node.piece
            if isinstance(piece, m.Figure):
                yield from (picture.src for picture in piece.pictures)
            rows = (*piece.head, *piece.rows) if isinstance(piece, m.Table) else ()
            for each in (piece, *rows):
                for side in m.sides_of(each):
                    yield from _inline(side.inlines)


def _inline(inlines: tuple[m.Inline, ...]) -> Iterator[str]:
    for each in inlines:
        if isinstance(each, m.Image):
            yield each.src
        elif not isinstance(each, m.Text):
            yield from _inline(getattr(each, "children", ()))


def as_png(data: bytes) -> bytes:
    """A picture as PNG, the same bytes always. Raises ``OSError`` where it is none."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(out, "PNG", optimize=False)
    return out.getvalue()


def moves(resource: Resource) -> bool:
    """True for an animated picture."""
    if resource.media_type == "image/svg+xml":
        return bool(re.search(rb"<(animate|set\b)|@keyframes", resource.data))
    if resource.media_type not in {"image/gif", "image/webp", "image/png"}:
        return False
    try:
        with Image.open(io.BytesIO(resource.data)) as picture:
            return bool(getattr(picture, "is_animated", False))
    except OSError:
        return False
