"""The rules of pages: what lies outside, pages without content, headings without text below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from math import inf

from wicpress.proofing.lines.report import LineProblem
from wicpress.proofing.pages.ink import Rect
from wicpress.proofing.pages.page_content import PageContent, PlacedLine, running_text, without_margin_notes
from wicpress.proofing.pdf.structure import HEADINGS

_TOUCHES = 0.5  # pt beyond the page's edge
_BEYOND = 3.0  # pt beyond the edge of the type area: a hanging mark, the slant of a letter
_DOUBT = 24.0  # pt beyond the ends of ragged lines
_EDGE = 1.0  # pt: ends this close are on one edge
_PAGES = 8  # that show the edges of the type area, and so do
_FEW_PAGES = 5  # if half of them share an edge
_FEW_RULES = 3  # pages with a rule above a title
_LOWER = 0.85  # of a page: its lower margin
_LEAST = 2  # lines of text below a heading
_SAME_ROW = 4.0  # pt: baselines this close are those of one row
_GROUND = 0.8  # of a page: its ground, which may bleed
_SIGNATURE = 4  # pages: a print job adds blanks at the end up to a multiple of it
_SHAPES = ("a picture", "a rule")
_OBJECTS = frozenset({"TD", "TH", "Caption", "Code", "Figure", "TOCI"})
Reach = tuple[float, str]
"""How far the content of a page reaches, in pt, and the text of what reaches so far."""
Rule = Callable[[Sequence[PageContent]], Iterator[LineProblem]]


def check_pages(pages: Sequence[PageContent], forced: Collection[int] = ()) -> Iterator[LineProblem]:
    """Yield the problems of all pages of a file; without tags, only what needs none: ink beyond pages, empty ones.

    ``forced`` are the pages that begin after a break which the book asks for.
    """
    for page in pages:
        yield from page.overprints
        yield from page.out_of_order
    yield from outside_page(pages)
    pages = without_margin_notes(pages)
    yield from blank_pages(pages)
    if all(page.tagged for page in pages):
        yield from outside_type_area(pages)
        yield from stranded_headings(pages, forced)


def outside_page(pages: Sequence[PageContent]) -> Iterator[LineProblem]:
    """Yield text, pictures and rules that reach beyond the page."""
    for page in pages:
        bounds = (-_TOUCHES, -_TOUCHES, page.width + _TOUCHES, page.height + _TOUCHES)
        for line in page.lines:
            if not _inside(line.ink, bounds):
                yield LineProblem("outside_area", page.number, line.text, "outside the page")
        for shape in page.shapes:
            x0, y0, x1, y1 = shape.rect
            is_ground = (x1 - x0) * (y1 - y0) >= _GROUND * page.width * page.height
            if not is_ground and not _inside(shape.rect, bounds):
                what = "a picture" if shape.picture else "a rule or a path"
                yield LineProblem("outside_area", page.number, what, "outside the page")


def _inside(rect: Rect, bounds: Rect) -> bool:
    return rect[0] >= bounds[0] and rect[1] >= bounds[1] and rect[2] <= bounds[2] and rect[3] <= bounds[3]


def outside_type_area(pages: Sequence[PageContent]) -> Iterator[LineProblem]:
    """Yield what leaves the type area: text beside the edges that pages share, and text in the row of the folio."""
    reached = {
        page.number: (
            max((-rect[0], text) for rect, text in _content(page)),
            max((rect[2], text) for rect, text in _content(page)),
        )
        for page in pages
        if page.is_numbered and page.bears_content and not page.turned
    }
    foot_margin = min((page.height - _foot(page) for page in pages if page.number in reached), default=0.0)
    limits: dict[int, tuple[float, float]] = {}
    for parity in (0, 1):
        same = [page for page in pages if page.number % 2 == parity and page.number in reached]
        facing = [
            (page.width, *reached[page.number]) for page in pages if page.number in reached and page not in same
        ]
        own = [reached[page.number] for page in same]
        mirrored = [
            ((right - width, right_text), (width + left, left_text))
            for width, (left, left_text), (right, right_text) in facing
        ]
        left, right = (_limit(each, other) for each, other in zip(_columns(own), _columns(mirrored), strict=True))
        limits[parity] = left, max(right, _end_of_rules(pages, parity))
    for page in pages:
        (left, right), facing_left = limits[page.number % 2], limits[1 - page.number % 2][0]
        if not page.is_numbered:
            continue
        foot = _foot(page)
        for rect, text in _content(page):
            if page.turned:  # its head is on the left of the others, its left side at their foot
                by = max(-rect[1] - left, rect[3] - page.height - facing_left, foot_margin - rect[0])
            else:
                by = max(-rect[0] - left, rect[2] - right, rect[3] - foot)
            if by > _TOUCHES:
                yield LineProblem("outside_area", page.number, text, "outside the type area", by)


def _end_of_rules(pages: Sequence[PageContent], parity: int) -> float:
    """Return where rules end that stand above titles, and span the type area, on some pages; minus infinity if none.

    Those of facing pages count as well, mirrored.
    """
    found: dict[int, set[int]] = defaultdict(set)
    for page in pages:
        for shape in page.shapes if page.is_numbered and not page.turned else ():
            x0, y0, x1, y1 = shape.rect
            if shape.artifact and not shape.picture and y1 - y0 < _EDGE and x1 - x0 > page.width / 2:
                found[round(x1 if page.number % 2 == parity else page.width - x0)].add(page.number)
    return max((float(end) for end, numbers in found.items() if len(numbers) >= _FEW_RULES), default=-inf)


def _content(page: PageContent) -> list[tuple[Rect, str]]:
    """Return what stands in the type area of a page, each with its text."""
    lines = [(each.ink, each.text) for each in running_text(page.lines)]
    return lines + [(each.rect, _SHAPES[not each.picture]) for each in page.shapes if not each.artifact]


def _columns(pairs: Sequence[tuple[Reach, Reach]]) -> tuple[list[Reach], list[Reach]]:
    return [one for one, _ in pairs], [other for _, other in pairs]


def _limit(reached: Sequence[Reach], facing: Sequence[Reach]) -> float:
    """Return how far content may reach, from how far that of each page does; infinity where pages are too few.

    Pages with justified text share their edge. Ragged lines end short of it, which leaves more room for doubt, and so
    do lines of the same words, which end alike on any page.
    In a short book, the pages that face these count as well, mirrored, if the edge that most of all share is one of
    these.
    """
    is_short = len(reached) < _PAGES
    pages = [*reached, *facing] if is_short else reached
    if len(pages) < _FEW_PAGES:
        return float("inf")
    edge = sorted(pages)[len(pages) * 3 // 4][0]
    near = [abs(each - edge) <= _EDGE for each, _ in pages]
    texts = {text for (_, text), is_near in zip(pages, near, strict=True) if is_near}
    shared = sum(near) * 2 >= len(pages) and (len(texts) > 1 or not texts.isdisjoint(_SHAPES))
    if is_short and not (shared and any(near[: len(reached)])):
        return float("inf")
    return edge + (_BEYOND if shared else _DOUBT)


def _foot(page: PageContent) -> float:
    """Return the upper edge of what stands in the lower margin of a page, the folio for one."""
    tops = [each.ink[1] for each in page.lines if each.artifact and each.ink[1] > _LOWER * page.height]
    return min(tops, default=page.height)


def blank_pages(pages: Sequence[PageContent]) -> Iterator[LineProblem]:
    """Yield pages without text or picture, but those before an opening on a recto, and blanks at the end."""
    if not any(page.bears_content for page in pages):
        return
    trailing = len([*takewhile(lambda page: not page.bears_content, reversed(pages))])
    if len(pages) % _SIGNATURE == 0 and trailing < _SIGNATURE:
        pages = pages[: len(pages) - trailing]
    for nth, page in enumerate(pages):
        if page.bears_content or (nth == 0 and page.lines):
            continue
        following = pages[nth + 1] if nth + 1 < len(pages) else None
        opens = following is not None and following.bears_content and _opens(page, following)
        if page.number % 2 or not opens:
            yield LineProblem("blank_page", page.number, "", "it stands before no opening on a recto")


def _opens(before: PageContent, page: PageContent) -> bool:
    """Return whether a page begins a part of the book: its first words are a heading's, or it is front matter.

    Without tags, no page shows that it does not.
    """
    if not page.tagged:
        return True
    lines = sorted(running_text(page.lines), key=_place)
    return (
        not before.is_numbered
        or not page.is_numbered
        or not lines
        or any(line.role in HEADINGS for line in lines[:2])
    )


def stranded_headings(pages: Sequence[PageContent], forced: Collection[int]) -> Iterator[LineProblem]:
    """Yield headings without two lines of text below them, all that follows where that is less, or an object.

    Before a landscape page and before the pages ``forced`` one line is enough.
    """
    lines = [(page.number, line) for page in pages for line in _without_numeral(page)]
    blocks = _blocks(lines)
    title_pages = {page.number for page, after in pairwise(pages) if _is_title_page(page, after)}
    pictures = {page.number for page in pages if any(each.picture and not each.artifact for each in page.shapes)}
    ending = {page.number for page, after in pairwise(pages) if after.turned or after.number in forced}
    for nth, block in enumerate(blocks):
        number, line = block[-1]
        if line.role not in HEADINGS or number in title_pages:
            continue
        if not (number in ending and _has_text_below(number, blocks[nth + 1 :])):
            yield from _check_heading(number, line, blocks[nth + 1 :], number in pictures)


def _has_text_below(number: int, following: Sequence[list[tuple[int, PlacedLine]]]) -> bool:
    """Return whether text stands below a heading on its page: more cannot where a break is forced behind it."""
    return any(block[0][0] == number and block[0][1].role not in HEADINGS for block in following)


def _without_numeral(page: PageContent) -> list[PlacedLine]:
    """Return the lines of a page from the top down, without those above a chapter's title: its number."""
    lines = sorted(running_text(page.lines), key=_place)
    title = next((nth for nth, line in enumerate(lines) if line.role == "H1"), 0)
    return lines[title:]


def _place(line: PlacedLine) -> tuple[float, float]:
    return line.y, line.ink[0]


def _is_title_page(page: PageContent, after: PageContent) -> bool:
    """Return whether a page has nothing but headings, as that of a part, and the text goes on with another one."""
    own = [*running_text(page.lines)]
    following = sorted(running_text(after.lines), key=_place)
    only_headings = bool(own) and all(line.role in HEADINGS for line in own)
    return only_headings and (not following or any(line.role in HEADINGS for line in following[:2]))


def _blocks(lines: Iterable[tuple[int, PlacedLine]]) -> list[list[tuple[int, PlacedLine]]]:
    """Return the lines in blocks, from the top of the first page down."""
    blocks: dict[object, list[tuple[int, PlacedLine]]] = {}
    for nth, (number, line) in enumerate(lines):
        blocks.setdefault(line.block if line.block is not None else nth, []).append((number, line))
    return [*blocks.values()]


def _check_heading(
    number: int, line: PlacedLine, following: Sequence[list[tuple[int, PlacedLine]]], has_picture: bool
) -> Iterator[LineProblem]:
    """Yield the problem of a heading whose last line is `line`, on the page `number`."""
    rows: list[tuple[int, float]] = []
    above = line.role
    for block in following:
        first_page, first = block[0]
        if first.role in HEADINGS:
            if rows or first.role <= above:
                break
            if first_page != number:
                yield _stranded(number, line, "the next heading is on another page")
                return
            above = first.role
            continue
        if first.role == "TOCI" and first_page == number:
            return  # the contents, of a single chapter even
        if first.role in {"Note", "TOCI"}:
            continue
        if first.role in _OBJECTS and (first_page == number or has_picture):
            return
        if _is_in((first_page, first.y), [(number, line.y)]):
            return  # text behind a heading that runs in: its paragraph stays with it
        rows += [row for page, each in block if not _is_in(row := (page, each.y), rows)]
        if len(rows) >= _LEAST:
            break
    here = sum(page == number for page, _ in rows)
    if here < min(len(rows), _LEAST) and not (has_picture and not here):
        yield _stranded(number, line, f"{here} lines below it")


def _is_in(row: tuple[int, float], rows: Iterable[tuple[int, float]]) -> bool:
    """Return whether a line stands in one of some rows: beside it, as the other side of a pair in columns."""
    return any(page == row[0] and abs(y - row[1]) < _SAME_ROW for page, y in rows)


def _stranded(number: int, line: PlacedLine, detail: str) -> LineProblem:
    return LineProblem("stranded_heading", number, line.text, detail)
