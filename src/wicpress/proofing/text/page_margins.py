"""Compare what stands in the margins of printed pages, running heads and folios, with the book."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import Config
from wicpress.proofing.text.edition_rules import StandingBook, StandingChapter, StandingNode, walk
from wicpress.proofing.text.expected_text import ExpectedTextBuilder
from wicpress.proofing.text.extract_text import ExtractedText
from wicpress.proofing.text.generated_words import word
from wicpress.proofing.text.imprint.facts import page_size
from wicpress.proofing.text.letter_stream import LINE_START, stream
from wicpress.proofing.text.lost_text import CONTENTS, Counts, TextDiff
from wicpress.proofing.text.mismatches import TextMismatch
from wicpress.proofing.text.print.openings import opening_rules
from wicpress.proofing.text.print.verse_ranges import verse_ranges

LONGEST = 40
"""Letters of a chapter's title that a running head has at most, a Han character being two."""
HEAD_SIZE = 7.25
"""The size of running heads in pt."""
ROOM = 0.4
"""The share of the width of the page that a running head has at least."""
LEAST_WIDTH = 4
"""Letters that a running head keeps at least of a title for which it has no room, a Han character being two."""
ELLIPSES = ("…", "...")
"""What a title that is cut ends with: behind a Han character, behind any other."""
_BEFORE_ELLIPSIS = " ,;:，、；："
"""What is left out before an ellipsis."""


@attrs.frozen
class _TableHead:
    """The letters above the rows of a table that goes on, and the ids of what stands above them and of themselves."""

    letters: str
    rows: frozenset[str]
    body: frozenset[str]


@attrs.frozen
class _Rules:
    """What margins may have: the running heads of the book (``""``), of chapters and sections, the heads of tables.

    ``by_section``: versos have the heads of chapters, rectos those of sections; ``order`` has the place in the text
    of each title from which on a page has another head. ``required`` is False where the book has templates or style
    sheets of its own for pages.
    """

    heads: Mapping[str, re.Pattern[str]]
    table_heads: Mapping[str, tuple[_TableHead, ...]]
    chapter_of: Mapping[str, str]
    openings: frozenset[str]
    front_matter: frozenset[str]
    parts: frozenset[str]
    part_titles: frozenset[str]
    required: bool
    by_section: bool
    order: Mapping[str, int]


def check_page_margins(
    extracted: ExtractedText, diff: TextDiff, builder: ExpectedTextBuilder, config: Config, characters: Counts
) -> Iterator[TextMismatch]:
    """Yield margins that have anything but the folio and the running head of the page, or not both.

    The running head is the title of the book on a verso and that of a chapter on the page on a recto; or that of a
    chapter on a verso, and on a recto that of the first section which begins there, else of the one that goes on.
    Behind it stands the range of verses, where the edition asks for it.
    Where a chapter opens on a page of its own there is none. Contents, front matter and pages on which the
    text of a part goes on have a folio; a page with a part's title and a landscape one have neither. Each page with
    rows of a table has its head.
    """
    rules = _rules(builder, config)
    counts = {kind: characters.setdefault(kind, {m.SHARED: 0}) for kind in ("running-heads", "folios")}
    margins = {each.place: each for each in extracted.artifacts}
    repeated: dict[str, str] = {}
    section = ""
    places = sorted({*diff.blocks, *margins}, key=_page_number)
    ranges = _ranges(builder.shown, diff, places)
    for place in places:
        text = stream([margins[place].text]).letters if place in margins else ""
        label = stream([extracted.labels.get(place, "")]).letters
        blocks = diff.blocks.get(place, frozenset())
        chapters = {rules.chapter_of[block] for block in blocks if block in rules.chapter_of}
        repeated[place] = _table_head(text, chapters, blocks, rules)
        if repeated[place]:
            characters.setdefault("repeated-heads", {m.SHARED: 0})[m.SHARED] += len(repeated[place])
            text = text.removeprefix(repeated[place])
        beginning = sorted(blocks & rules.order.keys(), key=rules.order.__getitem__)
        names = _heads_of_page(place, chapters, (*beginning, section)[0], rules)
        section = (section, *beginning)[-1]
        head = _head_of(text, label, [rules.heads[name] for name in names], ranges.get(place, ""))
        if head is None and text in {"", label}:
            head = ""
        if head is None and ranges.get(place) and _head_of(text, label, [rules.heads[name] for name in names]):
            message = f"the running head has not the verses of the page, {ranges[place]}"
            yield TextMismatch("lost", message, ranges[place], place=place)
            continue
        if head is None:
            shown = margins[place].text.replace(LINE_START, "").strip()
            message = f"`{shown}` is neither the folio nor the running head of the page"
            yield TextMismatch("added", message, shown, place=place)
            continue
        counts["running-heads"][m.SHARED] += len(head)
        counts["folios"][m.SHARED] += len(text) - len(head)
        is_turned = _page_number(place) in extracted.turned
        if rules.required and is_turned and text:
            yield TextMismatch("added", f"`{text}` is in the margin of a landscape page", text, place=place)
        if rules.required and not is_turned:
            has_folio, has_title = len(text) > len(head), any(not rules.heads[each].fullmatch("") for each in names)
            yield from _missing(place, label, blocks, chapters, rules, has_folio, bool(head) or not has_title)
    if rules.required:
        yield from _heads_missing(diff, rules, repeated)


def _missing(
    place: str, label: str, blocks: frozenset[str], chapters: set[str], rules: _Rules, folio: bool, head: bool
) -> Iterator[TextMismatch]:
    """Yield a folio or a running head that a page should have and has not."""
    if blocks & rules.part_titles or not (chapters or CONTENTS in blocks or blocks & rules.parts):
        return
    if not folio:
        yield TextMismatch("lost", f"the page has no folio, which is {label}", label, place=place)
    if not head and not blocks & (rules.openings | rules.front_matter | rules.parts) and CONTENTS not in blocks:
        yield TextMismatch("lost", "the page has no running head", "", place=place)


def _heads_of_page(place: str, chapters: set[str], section: str, rules: _Rules) -> tuple[str, ...]:
    """Return whose title may be the running head of a page, of ``""`` that of the book."""
    if rules.by_section and not _is_verso(place):
        return (section,)
    return ("",) if _is_verso(place) and not rules.by_section else tuple(sorted(chapters))


def _is_verso(place: str) -> bool:
    return _page_number(place) % 2 == 0


def _page_number(place: str) -> int:
    return int(place.removeprefix("page "))


def _table_head(text: str, chapters: Iterable[str], blocks: frozenset[str], rules: _Rules) -> str:
    """Return the longest head with which the text of a margin begins, of a table that goes on on the page."""
    heads = (
        each.letters
        for chapter in chapters
        for each in rules.table_heads.get(chapter, ())
        if blocks & each.body and not blocks & each.rows
    )
    return max((head for head in heads if text.startswith(head)), key=len, default="")


def _heads_missing(diff: TextDiff, rules: _Rules, repeated: Mapping[str, str]) -> Iterator[TextMismatch]:
    """Yield pages with rows of a table and not its head; ``repeated`` has the heads with which pages begin."""
    for head in (each for heads in rules.table_heads.values() for each in heads):
        places = sorted((each for each, blocks in diff.blocks.items() if blocks & head.body), key=_page_number)
        for nth, place in enumerate(places):
            if not diff.blocks[place] & head.rows and (not nth or repeated.get(place) != head.letters):
                yield TextMismatch(
                    "lost", f"a table has not its head `{head.letters}` here", head.letters, place=place
                )


def _head_of(text: str, label: str, heads: Iterable[re.Pattern[str]], verses: str = "") -> str | None:
    """Return the running head in the text of a margin, before or after the folio or alone; None for other text.

    It is one of ``heads``, and behind it the range of the ``verses`` of the page.
    """
    behind = stream([verses]).letters
    for head, rest in product(heads, (text, text.removesuffix(label), text.removeprefix(label))):
        is_head = rest.endswith(behind) and head.fullmatch(rest.removesuffix(behind))
        if is_head and (rest or text == label):
            return rest
    return None


def _ranges(shown: StandingBook, diff: TextDiff, places: Sequence[str]) -> dict[str, str]:
    """Return the range of verses that each page has in its running head, where the edition has them."""
    if not shown.edition.verse_range:
        return {}
    nodes = [(chapter.id, node) for chapter in shown.chapters for node in (chapter.title, *walk(chapter.blocks))]
    titles = [node.id for _, node in nodes if isinstance(node.piece, m.Heading)]
    return verse_ranges(diff.matches, places, titles, {node.id: chapter for chapter, node in nodes})


def _rules(builder: ExpectedTextBuilder, config: Config) -> _Rules:
    shown = builder.shown
    width, _ = page_size(shown.edition.page)
    room = ROOM * width * 72 / 25.4 / HEAD_SIZE
    heads = {"": _head_pattern(_in_edition(config.title.by_lang, shown), room)}
    order: dict[str, int] = {}
    for chapter in shown.chapters:
        stems = [Path(path).name.split(".")[0] for path in chapter.chapter.source_files]
        heads[chapter.id] = _head_pattern(
            _titles(chapter.title, (chapter.id, *stems), builder, config), room, LONGEST
        )
        heads[chapter.title.id] = heads[chapter.id]
        sections = [node for node in chapter.blocks if isinstance(node.piece, m.Heading) and node.piece.level == 2]
        heads |= {
            node.id: _head_pattern(_titles(node, (node.id,), builder, config), room, LONGEST) for node in sections
        }
        order |= {node.id: len(order) + nth for nth, node in enumerate((chapter.title, *sections))}
    return _Rules(
        heads,
        {chapter.id: tuple(_table_heads(builder, chapter)) for chapter in shown.chapters},
        _chapter_of_block(shown),
        frozenset(title for title, rule in opening_rules(shown, config).items() if rule != "run-on"),
        frozenset(node.id for each in shown.front_matter for node in each.nodes()),
        frozenset(node.id for chapter in shown.chapters if chapter.part for node in walk((chapter.part,))),
        frozenset(chapter.part.id for chapter in shown.chapters if chapter.part),
        not has_own_pages(config, shown),
        config.running_heads == "sections",
        order,
    )


def _head_pattern(titles: Iterable[str], room: float, longest: int = 0) -> re.Pattern[str]:
    """Return the pattern of a running head: the titles, each complete or cut with an ellipsis, those alike once.

    A title is cut only where with its next word, and the others as long, it would be longer than ``longest`` letters
    (0: any number), or the head wider than ``room``, in em.
    """
    texts = [*dict.fromkeys(titles)]

    def is_too_long(letters: int) -> bool:
        width = sum(_em(text, letters) + 1 for text in texts)
        return (longest > 0 and letters > longest) or width > room

    forms = ("|".join(map(re.escape, head_forms(text, is_too_long))) for text in texts)
    return re.compile("".join(f"(?:{each})" for each in forms))


def head_forms(title: str, is_too_long: Callable[[int], bool] = lambda _: True) -> Iterator[str]:
    """Yield the letters of a title, and of the title cut at each place where it may be, with its ellipsis.

    ``is_too_long`` says of a number of letters whether the title has no room for so many.
    """
    yield stream([title]).letters
    following = len(title)
    for end in range(len(title) - 1, 0, -1):
        kept = title[:end].rstrip(_BEFORE_ELLIPSIS)
        has_no_room = is_too_long(_width(title[:following]) + len("..."))
        if kept and has_no_room and _width(kept) >= LEAST_WIDTH and _may_be_cut(title, end):
            yield stream([kept]).letters + ELLIPSES[not lang.HAN.match(kept[-1])]
        if _is_between(title, end):
            following = end


def _em(text: str, letters: int) -> float:
    """Return about how wide the first ``letters`` of a text are in em, a Han character being two."""
    return min(letters, _width(text)) / 2


def _may_be_cut(title: str, end: int) -> bool:
    """Return whether a title may be cut at a place: between words or Han characters, in a word only if it is long.

    A word is long where what stands before it fills less than half of the room.
    """
    start = end
    while start and not _is_between(title, start):
        start -= 1
    return start == end or 2 * _width(title[:start].rstrip(_BEFORE_ELLIPSIS)) < _width(title[:end]) + len("...") + 2


def _is_between(title: str, place: int) -> bool:
    return any(each.isspace() or lang.HAN.match(each) for each in title[place - 1 : place + 1])


def _width(text: str) -> int:
    """Return the width of a text in letters, a Han character being two."""
    return len(text) + len(lang.HAN.findall(text))


def _titles(title: StandingNode, keys: Iterable[str], builder: ExpectedTextBuilder, config: Config) -> list[str]:
    """Return the titles of a running head: the short ones in ``book.toml`` for one of ``keys``, or its own."""
    for short in filter(None, map(config.short_title, keys)):
        return _in_edition(short.by_lang, builder.shown)
    return [m.plain_text(builder.title(member)) for member in title.members]


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


def _table_heads(builder: ExpectedTextBuilder, chapter: StandingChapter) -> Iterator[_TableHead]:
    """Yield what a chapter's tables have above their rows on each page on which they go on: number and head."""
    for node in walk(chapter.blocks):
        if isinstance(node.piece, m.Table):
            numbers = (each for each in builder.caption(node, "table") if each.kind == "numbering" and each.text)
            named = (word("continued", each.lang).format(each.text) for each in numbers)
            letters = stream((*named, *(each.text for each in builder.head(node.piece)))).letters
            rows, body = ({row.id for row in each} for each in (node.piece.head, node.piece.rows))
            if letters:
                yield _TableHead(letters, frozenset({*rows, node.id} if node.members else rows), frozenset(body))


def has_own_pages(config: Config, shown: StandingBook) -> bool:
    """Return whether the book has templates or style sheets of its own for printed pages."""
    own = (config.root / "templates", config.root / "styles" / "print")
    return bool(shown.edition.templates or shown.edition.styles) or any(each.is_dir() for each in own)
