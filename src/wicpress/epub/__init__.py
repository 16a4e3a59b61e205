"""A book as an EPUB 3.3: its pages, style sheets, fonts, pictures and metadata, packed by EbookLib."""

from wicpress.epub.writer import Reader, write_epub

__all__ = ["Reader", "write_epub"]
