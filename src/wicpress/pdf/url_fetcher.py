"""Gives WeasyPrint the files of a book that a page names, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote

import attrs
from weasyprint.urls import URLFetcher, URLFetcherResponse

from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.diagnostics import Diagnostic, WicpressError
from wicpress.engine.parts.placed_picture import PictureFile, PlacedPicture
from wicpress.engine.patching.font_links import open_font_lazily
from wicpress.file_formats.picture_decoding import opened
from wicpress.pictures.drawing import is_drawing
from wicpress.pictures.exif import shown_size
from wicpress.pictures.prepare import or_diagnostic, prepare_file
from wicpress.pictures.scaling import Inches, Size, scale_file, size_needed
from wicpress.pictures.target import PRINT, PictureTarget, PreparedPicture

BASE = "https://book.invalid/"
"""The base address of pages; nothing is ever fetched from there (RFC 2606 reserves the name)."""
_UNQUOTED = "/#%[]=:;$&()+,!?*@'~"
"""The characters of an address that WeasyPrint leaves as they are, beside letters and digits."""


class BookFetcher(URLFetcher):  # type: ignore[misc]
    """Used by WeasyPrint: gives the files that the page names, and nothing else.

    Pictures are prepared for ``pictures``, and scaled for the ``other_pictures`` that other editions show while they
    are decoded; ``cache`` keeps those that took long. What is refused becomes a warning, and layout goes on.
    ``scaled`` has the pixels of those that were painted with fewer than they have, by name.
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        files: Mapping[str, Path],
        pictures: PictureTarget = PRINT,
        cache: BuildCache = NO_CACHE,
        other_pictures: tuple[PictureTarget, ...] = (),
    ) -> None:
        super().__init__(allowed_protocols=("data",))
        self.texts, self.files = texts, files
        self.pictures, self.other_pictures, self.cache = pictures, other_pictures, cache
        self.broken: list[Diagnostic] = []
        self.scaled: dict[str, set[Size]] = {}

    def placed_pictures(self) -> dict[str, PlacedPicture]:
        """Return the pictures of the book but for drawings, by their addresses, for WeasyPrint's cache.

        Raise ``WicpressError`` where one is damaged.
        """
        return dict(self._placed_pictures())

    def _placed_pictures(self) -> Iterator[tuple[str, PlacedPicture]]:
        for name, path in self.files.items():
            data = path.read_bytes() if name.startswith("images/") else b""
            if data and not is_drawing(data):
                size = or_diagnostic(name.removeprefix("images/"), partial(_size, data))
                yield quote(BASE + name, safe=_UNQUOTED), PlacedPicture(size, partial(self._chosen, name, path, size))

    def _chosen(self, name: str, path: Path, size: Size, inches: Inches) -> PictureFile:
        """Return the file of a picture that is printed so large."""
        src, data = name.removeprefix("images/"), path.read_bytes()
        picture = scale_file(src, data, size, (self.pictures, *self.other_pictures), inches, self.cache)
        if picture and (pixels := size_needed(size, self.pictures, inches)):
            self.scaled.setdefault(src, set()).add(pixels)
        picture = picture or prepare_file(src, data, self.pictures, self.cache)
        return PictureFile(picture.data, picture.orientation)

    def scaled_sizes(self) -> dict[str, tuple[Size, ...]]:
        """Return the pixels of pictures that were painted with fewer than they have."""
        return {name: tuple(sorted(sizes)) for name, sizes in sorted(self.scaled.items())}

    def _picture(self, name: str, path: Path) -> PreparedPicture:
        target = attrs.evolve(self.pictures, turns=False)
        try:
            return prepare_file(name.removeprefix("images/"), path.read_bytes(), target, self.cache)
        except WicpressError as error:
            self.broken.extend(error.diagnostics)
            raise

    def raise_broken(self) -> None:
        """Raise ``WicpressError`` where a picture is damaged: WeasyPrint would leave its place empty."""
        if self.broken:
            raise WicpressError(*dict.fromkeys(self.broken))

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the file at an address, whose characters WeasyPrint may have percent-encoded."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = url.removeprefix(BASE)
        if name not in self.files:
            name = unquote(name)
        if name in self.texts:
            return URLFetcherResponse(url, self.texts[name], {"Content-Type": "text/css; charset=utf-8"})
        if name in self.files:
            path = self.files[name]
            if name.startswith("images/"):
                picture = self._picture(name, path)
                return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})
            return URLFetcherResponse(url, open_font_lazily(path) or path.read_bytes())
        raise ValueError(f"{name} is no file of this book")


def _size(data: bytes) -> Size:
    with opened(data) as picture:
        return shown_size(picture)
