"""The pictures of an e-book: which ones it shows, their file names, and whether they are animated."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from wicpress import model as m
from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.epub.accessibility import ContentSurvey
from wicpress.epub.container import Resource
from wicpress.file_formats.picture_decoding import opened
from wicpress.formulas.drawing import draw
from wicpress.html.formulas import node_of
from wicpress.pictures.prepare import prepare_file
from wicpress.pictures.scaling import scale_file
from wicpress.pictures.target import EPUB, SVG, PictureTarget, PreparedPicture

SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
"""The suffixes of the types that an e-book shows; any other becomes PNG."""


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
        paths[asset.src] = f"images/{name}{SUFFIXES.get(asset.media_type, '.png')}"
    return paths


def resources(
    survey: ContentSurvey,
    assets: tuple[m.Asset, ...],
    read: Callable[[str], bytes],
    target: PictureTarget = EPUB,
    cache: BuildCache = NO_CACHE,
) -> Iterator[Resource]:
    """Yield the pictures that an edition shows, prepared for reading systems, in the order of ``assets``.

    Raise ``WicpressError`` where one is damaged.
    """
    used = {each.src for each in survey.marked if isinstance(each, m.Image)}
    used |= {picture.src for picture in survey.pictures}
    paths = names(assets)
    for asset in assets:
        if asset.src not in used:
            continue
        picture = _prepared(asset, read(asset.src), target, cache)
        name = paths[asset.src]
        yield Resource(
            "picture-" + re.sub(r"[^\w-]", "-", name.removeprefix("images/")), name, picture.media_type, picture.data
        )


def formula_name(formula: m.Formula) -> str:
    """Return the path in the e-book of the drawing of a formula: the same formula has one drawing."""
    key = f"{formula.display:d}{formula.tex}"
    return f"images/formula-{hashlib.sha256(key.encode()).hexdigest()[:16]}.svg"


def formula_drawings(survey: ContentSurvey) -> Iterator[Resource]:
    """Yield the drawings of formulas, for reading systems that do not know MathML."""
    formulas = {formula_name(each): each for each in survey.marked if isinstance(each, m.Formula)}
    for name, formula in sorted(formulas.items()):
        drawing = draw(node_of(formula), display=formula.display)
        yield Resource(name.removeprefix("images/").removesuffix(".svg"), name, SVG, drawing.svg().encode())


def _prepared(asset: m.Asset, data: bytes, target: PictureTarget, cache: BuildCache) -> PreparedPicture:
    size = asset.width, asset.height
    small = None if asset.media_type == SVG else scale_file(asset.src, data, size, (target,), cache=cache)
    return small or prepare_file(asset.src, data, target, cache)


def is_animated(resource: Resource) -> bool:
    """Return whether a picture is animated."""
    if resource.media_type == "image/svg+xml":
        return bool(re.search(rb"<(animate|set\b)|@keyframes", resource.data))
    if resource.media_type not in {"image/gif", "image/webp", "image/png"}:
        return False
    try:
        with opened(resource.data) as picture:
            return bool(getattr(picture, "is_animated", False))
    except OSError:
        return False
