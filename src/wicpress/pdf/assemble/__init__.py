"""Assembles the fragments of a book into one PDF: numbers pages and objects, fills what was left open."""

from __future__ import annotations

from wicpress.pdf.assemble.fonts import GlyphTextConflict, SharedFonts, collect_fonts
from wicpress.pdf.assemble.linker import DocumentFrame, write_pdf
from wicpress.pdf.assemble.page_plan import BrokenLinks, DuplicateNames, PagePlan, plan_pages

__all__ = [
    "BrokenLinks",
    "DocumentFrame",
    "DuplicateNames",
    "GlyphTextConflict",
    "PagePlan",
    "SharedFonts",
    "collect_fonts",
    "plan_pages",
    "write_pdf",
]
