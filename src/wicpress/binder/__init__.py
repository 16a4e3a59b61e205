"""Binds the parts of a book, laid apart, into one PDF: numbers pages and objects, fills what was left open."""

from __future__ import annotations

from .faces import Clash, gather
from .link import Frame, link
from .plan import BrokenLinks, DuplicateNames, Place, Plan, broken, plan

__all__ = ["BrokenLinks", "Clash", "DuplicateNames", "Frame", "Place", "Plan", "broken", "gather", "link", "plan"]
