"""Gives WeasyPrint the files of a book that a page names, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from wicpress.engine.patching.font_links import open_font_lazily
from wicpress.pdf.paint_profiles import flatten_alpha

BASE = "https://book.invalid/"
"""The base address of pages; nothing is ever fetched from there (RFC 2606 reserves the name)."""


class BookFetcher(URLFetcher):  # type: ignore[misc]
    """Used by WeasyPrint: gives the files that the page names, and nothing else.

    What is refused becomes a warning, and layout goes on.
    """

    def __init__(self, texts: Mapping[str, str], files: Mapping[str, Path], opaque: bool = False) -> None:
        super().__init__(allowed_protocols=("data",))
        self.texts, self.files = texts, files
        self.opaque = opaque

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
            data = open_font_lazily(path) or path.read_bytes()
            return URLFetcherResponse(
                url, flatten_alpha(data) if self.opaque and name.startswith("images/") else data
            )
        raise ValueError(f"{name} is no file of this book")
