"""Binds the parts of a book, laid apart, into one PDF: numbers pages and objects, fills what was left open."""

from __future__ import annotations

from .faces import Clash, Gathered, gather
from .link import Frame, link
from .plan import BrokenLinks, DuplicateNames, Part, Plan, plan
from .rows import Spool, spool

__all__ = ["BrokenLinks", "Clash", "DuplicateNames", "Frame", "Gathered", "Part", "Plan", "Spool", "gather", "link"]
__all__ += ["plan", "spool"]
