"""What an e-book says of its chapters: their ``epub:type`` (EPUB Structural Semantics) and role (DPUB-ARIA)."""

from __future__ import annotations

from typing import Final

import attrs

from wicpress import model as m


@attrs.frozen
class ChapterType:
    """What a chapter is: its ``division`` of the book, its ``name`` as ``epub:type``, its role or an empty text."""

    division: str
    name: str
    role: str


_TYPES: Final = {
    "": ("chapter", "doc-chapter"),
    "appendix": ("appendix", "doc-appendix"),
    "dedication": ("dedication", "doc-dedication"),
    "epigraph": ("epigraph", "doc-epigraph"),
    "foreword": ("foreword", "doc-foreword"),
    "preface": ("preface", "doc-preface"),
    "acknowledgements": ("acknowledgments", "doc-acknowledgments"),
    "contributors": ("contributors", ""),
    "endnotes": ("endnotes", "doc-endnotes"),
    "errata": ("errata", "doc-errata"),
}


def chapter_type(chapter: m.Chapter, *, is_front_matter: bool) -> ChapterType:
    """Return what a chapter is."""
    name, role = _TYPES.get(chapter.matter or chapter.title.numbering, _TYPES[""])
    division = "frontmatter" if is_front_matter else "backmatter" if chapter.matter else "bodymatter"
    return ChapterType(division, name, role)
