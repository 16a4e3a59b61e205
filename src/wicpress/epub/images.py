"""The pictures of an e-book: which ones it shows, their file names, and whether they are animated."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from PIL import Image

from wicpress import model as m
from wicpress.epub.accessibility import ContentSurvey
from wicpress.epub.container import Resource

CORE = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
"""The picture types that every reading system shows (EPUB 3.3, 3.2), and their suffixes."""


def names(assets: tuple[m.Asset, ...]) -> dict[str, str]:
    """Return the path in the e-book of every picture of the book: ASCII letters, and no two alike."""
    paths: dict[str, str] = {}
    used: set[str] = set()
    for number, asset in enumerate(assets, 1):
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", PurePosixPath(asset.src).stem, flags=re.ASCII).strip("-")
        name = stem[:40] or f"picture-{number}"
        while name.lower() in used:
            name += "-x"
        used.add(name.lower())
        paths[asset.src] = f"images/{name}{CORE.get(asset.media_type, '.png')}"
    return paths


def resources(survey: ContentSurvey, assets: tuple[m.Asset, ...], read: Callable[[str], bytes]) -> Iterator[Resource]:
    """Yield the pictures that an edition shows, in the order of ``assets``; types outside ``CORE`` become PNG."""
    used = {each.src for each in survey.marked if isinstance(each, m.Image)}
    used |= {picture.src for picture in survey.pictures}
    paths = names(assets)
    for asset in assets:
        if asset.src not in used:
            continue
        data, kind = read(asset.src), asset.media_type
        if kind not in CORE:
            data, kind = as_png(data), "image/png"
        name = paths[asset.src]
        yield Resource("picture-" + re.sub(r"[^\w-]", "-", name.removeprefix("images/")), name, kind, data)


def as_png(data: bytes) -> bytes:
    """Return a picture as PNG, with the same bytes for the same picture. Raise ``OSError`` where it is none."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(out, "PNG", optimize=False)
    return out.getvalue()


def is_animated(resource: Resource) -> bool:
    """Return whether a picture is animated."""
    if resource.media_type == "image/svg+xml":
        return bool(re.search(rb"<(animate|set\b)|@keyframes", resource.data))
    if resource.media_type not in {"image/gif", "image/webp", "image/png"}:
        return False
    try:
        with Image.open(io.BytesIO(resource.data)) as picture:
            return bool(getattr(picture, "is_animated", False))
    except OSError:
        return False
