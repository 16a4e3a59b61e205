"""Where the chapters of a printed edition open, and which are laid out in one run with the chapters before them."""

from __future__ import annotations

from wicpress import model as m
from wicpress.config import OpeningSettings


def _way(chapter: m.Chapter, settings: OpeningSettings) -> str:
    """Return where the class of a chapter opens."""
    numbering = chapter.title.numbering
    if chapter.matter:
        return settings.front if numbering in m.FRONT_MATTER else settings.back
    return {"unnumbered": settings.unnumbered, "appendix": settings.appendix}.get(numbering, settings.chapter)


def title_start(chapter: m.Chapter, settings: OpeningSettings, *, is_first: bool) -> str:
    """Return where the title of a chapter stands: ``recto``, ``page`` or ``run-on``.

    The first chapter of the front matter and of the text opens on a recto, and no title stands below that of a part.
    """
    way = _way(chapter, settings)
    if chapter.part:
        return "page" if way == "run-on" else way
    return "recto" if is_first else way


def chapter_start(chapter: m.Chapter, settings: OpeningSettings, *, is_first: bool) -> str:
    """Return where a chapter begins, with the title of the part that it opens if there is one."""
    if is_first:
        return "recto"
    return settings.part if chapter.part else title_start(chapter, settings, is_first=False)
