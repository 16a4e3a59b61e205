"""Binds the parts of a book, laid apart, into one PDF: numbers pages and objects, fills what was left open."""

from __future__ import annotations

from wicpress.pdf.assemble.fonts import Clash, Gathered, gather
from wicpress.pdf.assemble.linker import Frame, link
from wicpress.pdf.assemble.page_plan import BrokenLinks, DuplicateNames, Part, Plan, plan
from wicpress.pdf.assemble.rows import Spool, spool

__all__ = ["BrokenLinks", "Clash", "DuplicateNames", "Frame", "Gathered", "Part", "Plan", "Spool", "gather", "link"]
__all__ += ["plan", "spool"]
