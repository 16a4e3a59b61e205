"""Check that chapters of a printed edition open, and pages break, where the book says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wicpress import model as m
from wicpress.config import Config
from wicpress.proofing.text.edition_rules import StandingBook, StandingChapter, walk
from wicpress.proofing.text.mismatches import TextMismatch


def opening_rules(shown: StandingBook, config: Config) -> dict[str, str]:
    """Return where each chapter opens, by the id of its title: ``recto``, ``page`` or ``run-on``.

    The first of the front matter and of the text open on a recto; below the title of a part no chapter runs on.
    """
    first = {1, len(shown.front_matter) + 1}
    rules = {}
    for chapter in shown.chapters:
        rule = _class_rule(chapter, config)
        if chapter.part:
            rule = "page" if rule == "run-on" else rule
        elif chapter.position in first:
            rule = "recto"
        rules[chapter.title.id] = rule
    return rules


def _class_rule(chapter: StandingChapter, config: Config) -> str:
    called, openings = chapter.chapter.title.numbering, config.openings
    if chapter.matter:
        return openings.front if called in {"dedication", "epigraph", "foreword", "preface"} else openings.back
    return {"unnumbered": openings.unnumbered, "appendix": openings.appendix}.get(called, openings.chapter)


def check_openings(shown: StandingBook, config: Config, pages: Mapping[str, set[int]]) -> Iterator[TextMismatch]:
    """Yield chapters, and titles of parts, that open elsewhere; ``pages`` are those of each block, from 1."""
    before = 0
    rules = opening_rules(shown, config)
    for chapter in shown.chapters:
        title = min(pages.get(chapter.title.id, ()), default=0)
        part = min(pages.get(chapter.part.id, ()), default=0) if chapter.part else 0
        if chapter.part and part:
            is_first = chapter.position in {1, len(shown.front_matter) + 1}
            yield from _check(chapter.part.id, "recto" if is_first else config.openings.part, part, before)
            before = max(page for node in walk((chapter.part,)) for page in pages.get(node.id, ()))
        if title:
            yield from _check(chapter.title.id, rules[chapter.title.id], title, before)
        nodes = list(walk((chapter.title, *chapter.blocks, *chapter.notes)))
        rows = (row.id for node in nodes if isinstance(node.piece, m.Table) for row in node.piece.children)
        blocks = (*(node.id for node in nodes), *rows)
        before = max((page for block in blocks for page in pages.get(block, ())), default=before)


def _check(block: str, rule: str, page: int, before: int) -> Iterator[TextMismatch]:
    """Yield a title that does not stand as ``rule`` says, after text that ends on the page ``before`` (0: none)."""
    what = ""
    if rule == "recto" and not page % 2:
        what = "opens on a left-hand page"
    elif rule != "run-on" and page == before:
        what = "opens below other text"
    elif rule != "recto" and before and page > before + 1:
        what = f"opens {page - before} pages behind the text before it"
    if what:
        yield TextMismatch("moved", f"the title {block} {what}, in the book it is {rule}", block, block,
                           place=f"page {page}")  # fmt: skip


def check_page_breaks(shown: StandingBook, pages: Mapping[str, set[int]]) -> Iterator[TextMismatch]:
    """Yield blocks that the author has on a new page, and that stand on one with text before them."""
    for chapter in shown.chapters:
        last, asked = max(pages.get(chapter.title.id, ()), default=0), False
        for block in chapter.blocks:
            own = {page for node in walk((block,)) for page in pages.get(node.id, ())}
            if isinstance(block.piece, m.PageBreak):
                asked = True
            elif own:
                if asked and min(own) <= last:
                    message = f"{block.id} stands on the page before its page break"
                    yield TextMismatch("moved", message, block.id, block.id, place=f"page {min(own)}")
                last, asked = max(own), False
