"""Gives WeasyPrint the files of a book that a page names, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.diagnostics import Diagnostic, WicpressError
from wicpress.engine.patching.font_links import open_font_lazily
from wicpress.pictures.prepare import prepare_file
from wicpress.pictures.target import PRINT, PictureTarget, PreparedPicture

BASE = "https://book.invalid/"
"""The base address of pages; nothing is ever fetched from there (RFC 2606 reserves the name)."""


class BookFetcher(URLFetcher):  # type: ignore[misc]
    """Used by WeasyPrint: gives the files that the page names, and nothing else.

    Pictures are prepared for ``pictures``; ``cache`` keeps those that took long. What is refused becomes a warning,
    and layout goes on.
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        files: Mapping[str, Path],
        pictures: PictureTarget = PRINT,
        cache: BuildCache = NO_CACHE,
    ) -> None:
        super().__init__(allowed_protocols=("data",))
        self.texts, self.files = texts, files
        self.pictures, self.cache = pictures, cache
        self.broken: list[Diagnostic] = []

    def _picture(self, name: str, path: Path) -> PreparedPicture:
        try:
            return prepare_file(name.removeprefix("images/"), path.read_bytes(), self.pictures, self.cache)
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
