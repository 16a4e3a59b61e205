"""Binds the parts of a book, laid apart, into one PDF: numbers pages and objects, fills what was left open."""

from __future__ import annotations

from wicpress.pdf.assemble.fonts import GlyphTextConflict, SharedFonts, collect_fonts
from wicpress.pdf.assemble.linker import DocumentFrame, write_pdf
from wicpress.pdf.assemble.page_plan import BrokenLinks, DuplicateNames, PagePlan, PartSource, plan_pages
from wicpress.pdf.assemble.rows import TempFileFactory, temp_file

__all__ = [
    "BrokenLinks",
    "DocumentFrame",
    "DuplicateNames",
    "GlyphTextConflict",
    "PagePlan",
    "PartSource",
    "SharedFonts",
    "TempFileFactory",
    "collect_fonts",
    "write_pdf",
]
__all__ += ["plan_pages", "temp_file"]
