"""Compare what stands in the margins of printed pages, running heads and folios, with the book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs

from wicpress import model as m
from wicpress.config import Config
from wicpress.proofing.text.edition_rules import StandingBook, StandingChapter, walk
from wicpress.proofing.text.expected_text import ExpectedTextBuilder
from wicpress.proofing.text.extract_text import ExtractedText
from wicpress.proofing.text.letter_stream import LINE_START, stream
from wicpress.proofing.text.lost_text import CONTENTS, Counts, TextDiff
from wicpress.proofing.text.mismatches import TextMismatch

LEAST_LETTERS = 8
"""Letters that a running head keeps at least of a title for which it has no room."""


@attrs.frozen
class _Rules:
    """What margins may have: the running heads of the book (``""``) and of chapters, the heads of tables by chapter.

    ``required`` is False where the book has templates or style sheets of its own for pages.
    """

    heads: Mapping[str, re.Pattern[str]]
    table_heads: Mapping[str, tuple[str, ...]]
    chapter_of: Mapping[str, str]
    openings: frozenset[str]
    parts: frozenset[str]
    required: bool


def check_page_margins(
    extracted: ExtractedText, diff: TextDiff, builder: ExpectedTextBuilder, config: Config, characters: Counts
) -> Iterator[TextMismatch]:
    """Yield margins that have anything but the folio and the running head of the page, or not both.

    The running head is the title of the book on a verso and that of the chapter on a recto; where a chapter opens
    there is none. Contents have a folio; a page with a part's title has neither.
    """
    rules = _rules(builder, config)
    counts = {kind: characters.setdefault(kind, {m.SHARED: 0}) for kind in ("running-heads", "folios")}
    margins = {each.place: each for each in extracted.artifacts}
    for place in dict.fromkeys((*diff.blocks, *margins)):
        text = stream([margins[place].text]).letters if place in margins else ""
        label = stream([extracted.labels.get(place, "")]).letters
        blocks = diff.blocks.get(place, frozenset())
        chapters = {rules.chapter_of[block] for block in blocks if block in rules.chapter_of}
        repeated = _table_head(text, chapters, rules)
        if repeated:
            characters.setdefault("repeated-heads", {m.SHARED: 0})[m.SHARED] += len(repeated)
            text = text.removeprefix(repeated)
        names = ("",) if _is_verso(place) else tuple(sorted(chapters))
        head = next((each for name in names if (each := _head(text, label, rules.heads[name])) is not None), None)
        if head is None and text in {"", label}:
            head = ""
        if head is None:
            shown = margins[place].text.replace(LINE_START, "").strip()
            message = f"`{shown}` is neither the folio nor the running head of the page"
            yield TextMismatch("added", message, shown, place=place)
            continue
        counts["running-heads"][m.SHARED] += len(head)
        counts["folios"][m.SHARED] += len(text) - len(head)
        if rules.required:
            has_folio, has_title = len(text) > len(head), any(not rules.heads[each].fullmatch("") for each in names)
            yield from _missing(place, label, blocks, chapters, rules, has_folio, bool(head) or not has_title)


def _missing(
    place: str, label: str, blocks: frozenset[str], chapters: set[str], rules: _Rules, folio: bool, head: bool
) -> Iterator[TextMismatch]:
    """Yield a folio or a running head that a page should have and has not."""
    if blocks & rules.parts or not (chapters or CONTENTS in blocks):
        return
    if not folio:
        yield TextMismatch("lost", f"the page has no folio, which is {label}", label, place=place)
    if not head and not blocks & rules.openings and CONTENTS not in blocks:
        yield TextMismatch("lost", "the page has no running head", "", place=place)


def _is_verso(place: str) -> bool:
    return int(place.removeprefix("page ")) % 2 == 0


def _table_head(text: str, chapters: Iterable[str], rules: _Rules) -> str:
    """Return the longest head of a table with which the text of a margin begins."""
    heads = [head for chapter in chapters for head in rules.table_heads.get(chapter, ()) if text.startswith(head)]
    return max(heads, key=len, default="")


def _head(text: str, label: str, head: re.Pattern[str]) -> str | None:
    """Return the running head in the text of a margin, before or after the folio or alone; None for other text."""
    for rest in (text, text.removesuffix(label), text.removeprefix(label)):
        if head.fullmatch(rest) and (rest or text == label):
            return rest
    return None


def _rules(builder: ExpectedTextBuilder, config: Config) -> _Rules:
    shown = builder.shown
    heads = {chapter.id: _head_pattern(_chapter_titles(chapter, shown, config)) for chapter in shown.chapters}
    heads[""] = _head_pattern(_in_edition(config.title.by_lang, shown))
    return _Rules(
        heads,
        {chapter.id: tuple(_table_heads(builder, chapter)) for chapter in shown.chapters},
        _chapter_of_block(shown),
        frozenset(chapter.title.id for chapter in shown.chapters),
        frozenset(chapter.part.id for chapter in shown.chapters if chapter.part),
        not _has_own_pages(config, shown),
    )


def _head_pattern(titles: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of a running head: the titles, each complete or cut with an ellipsis."""
    return re.compile("".join(_title_pattern(stream([title]).letters) for title in titles))


def _title_pattern(title: str) -> str:
    cut = "|".join(re.escape(title[:end]) for end in range(len(title) - 1, LEAST_LETTERS - 1, -1))
    return f"(?:{re.escape(title)}" + (rf"|(?:{cut})(?:…|\.\.\.))" if cut else ")")


def _chapter_titles(chapter: StandingChapter, shown: StandingBook, config: Config) -> Iterable[str]:
    """Return the titles of a chapter's running head: the short ones of ``book.toml``, or its own."""
    stems = [Path(path).name.split(".")[0] for path in chapter.chapter.source_files]
    for key in (chapter.id, *stems):
        if short := config.short_title(key):
            return _in_edition(short.by_lang, shown)
    return [member.side.text for member in chapter.title.members]


def _in_edition(titles: tuple[tuple[str, str], ...], shown: StandingBook) -> list[str]:
    """Return titles in the languages of the edition, or the first where there is none in them."""
    by_language = dict(titles)
    return [by_language[tag] for tag in shown.languages if by_language.get(tag)] or [text for _, text in titles[:1]]


def _chapter_of_block(shown: StandingBook) -> dict[str, str]:
    """Return the id of the chapter of each block, rows of tables included."""
    chapter_of: dict[str, str] = {}
    for chapter in shown.chapters:
        chapter_of |= {node.id: chapter.id for node in chapter.nodes()}
        tables = (node.piece for node in chapter.nodes() if isinstance(node.piece, m.Table))
        chapter_of |= {row.id: chapter.id for table in tables for row in table.children}
    return chapter_of


def _table_heads(builder: ExpectedTextBuilder, chapter: StandingChapter) -> Iterator[str]:
    """Yield the letters of the heads of a chapter's tables."""
    for node in walk((*chapter.blocks, *chapter.notes)):
        if isinstance(node.piece, m.Table) and node.piece.head:
            yield stream(each.text for each in builder.head(node.piece)).letters


def _has_own_pages(config: Config, shown: StandingBook) -> bool:
    """Return whether the book has templates or style sheets of its own for printed pages."""
    own = (config.root / "templates", config.root / "styles" / "print")
    return bool(shown.edition.templates or shown.edition.styles) or any(each.is_dir() for each in own)
