"""Reports front matter that stands behind the text, and back matter that stands before it."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import BACK_MATTER, FRONT_MATTER, Book, Chapter, count_front_matter

MISPLACED_MATTER = declare_kind(
    "misplaced_matter",
    "Front or back matter is not where it belongs",
    "Dedication, epigraph, foreword and preface stand before the text, on pages with Roman numbers; notes on "
    "contributors and errata behind it. Elsewhere such a chapter has the numbers of the pages around it.",
    example="# Foreword {.foreword}",
    severity=Severity.WARNING,
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each chapter of front matter behind one of the text, and of back matter before one."""
    front = count_front_matter(book.chapters)
    last = max((nth for nth, each in enumerate(book.chapters) if not each.matter), default=-1)
    for nth, chapter in enumerate(book.chapters):
        if not chapter.title.sides:
            continue
        if chapter.matter in FRONT_MATTER and nth >= front:
            yield _misplaced(chapter, "before the text, with Roman numbers", "before all chapters of the text")
        elif chapter.matter in BACK_MATTER and nth < last:
            yield _misplaced(chapter, "behind the text", "behind all chapters of the text")


def _misplaced(chapter: Chapter, place: str, where: str) -> Diagnostic:
    side = chapter.title.sides[0]
    message = f"`.{chapter.matter}` is for what stands {place}"
    hint = f"move the chapter {where}, or write `{{.unnumbered}}`"
    return MISPLACED_MATTER(message, side.span, hint=hint, lang=side.lang, block=chapter.title.id)
