"""Group lines into paragraphs by geometry alone, or by the structure tree if the file has one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise
from math import inf

import attrs

from wicpress.proofing.lines.char_classes import HANGING, Kind, begins_item, canonical_language, count_han, kind_of
from wicpress.proofing.lines.column_edges import Edges, column_edge
from wicpress.proofing.lines.measurements import LineMeasurements

_INDENT = 0.8  # em: a first line is indented by at least this
_SAME = 0.3  # em
_LEADING = 1.25  # of the usual step: a larger one separates paragraphs
_RUNNING = ("", "P", "LBody", "Note", "BlockQuote")  # text that goes on over a page
_WORDS = 24  # Latin letters: more than a name
_SENTENCE_END = re.compile(r"[。！？.!?][”’」』）)]*$")
_CALL = re.compile(r"[\d\u2460-\u24ff*†‡§‖¶#]+$")  # of a note, at the end of a line
_FARTHEST = 2.4  # em: the next line of a paragraph is not farther below
_FLUSH = 0.5  # pt: a justified line that ends farther from its edge is the last of its paragraph
_ON_EDGE = 0.25  # pt: a line that ends this close to an edge was justified to it
_VERSE = 0.6  # of the lines of a tagged paragraph: so many must have forced ends
_FORCED = 0.4  # em: how much more in a justified paragraph that is tagged, where only a forced end explains it
NARROW_COLUMN = 20.0  # em: a column under this may have ragged lines (rule 6)
_SPARE = 0.1  # em: how much more than the next unit must have fitted before the end of a line counts as forced


@attrs.frozen
class Paragraph:
    """Lines that were broken to one measure, in order, with the edges they were set between."""

    lines: tuple[LineMeasurements, ...]
    left: tuple[float, ...]  # one per line: a paragraph may go on in another column or on another page
    right: tuple[float, ...]
    lang: str


def find_paragraphs(lines: Sequence[LineMeasurements], edges: Edges, hanging: bool = False) -> list[Paragraph]:
    """Return the paragraphs of a book in page order; `hanging` if marks may hang over the edge."""
    leading = _leading(lines)
    pages: dict[int, list[LineMeasurements]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    pieces = [
        _LineStack(piece, edges.left(piece), _right_edge(piece, edges, pages[number], hanging))
        for number in sorted(pages)
        for column in _columns(pages[number])
        for piece in _split(column, leading)
    ]
    stacks = _cut_at_short_lines(pieces)
    return [_paragraph(group) for group in _continued(stacks, _is_tagged_across_pages(lines))]


def _is_tagged_across_pages(lines: Sequence[LineMeasurements]) -> bool:
    """Return whether a paragraph that continues on the next page is one element: some element is on two pages."""
    first: dict[object, int] = {}
    return any(line.block is not None and first.setdefault(line.block, line.page) != line.page for line in lines)


@attrs.define
class _LineStack:
    lines: list[LineMeasurements]
    left: float
    right: float
    ended: bool = False  # the next unit would have fitted on its last line


def _leading(lines: Sequence[LineMeasurements]) -> dict[float, float]:
    """Return the usual step from line to line, in pt, for each font size."""
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for above, below in pairwise(lines):
        step = below.y - above.y
        if above.page == below.page and _same_size(above, below) and 0 < step < _FARTHEST * above.size:
            steps[round(above.size)][round(step, 1)] += 1
    return {
        size: min(step for step, n in counts.items() if n >= max(counts.values()) / 3)
        for size, counts in steps.items()
    }


def _columns(lines: Iterable[LineMeasurements]) -> list[list[LineMeasurements]]:
    """Return chains of lines that are under each other."""
    chains: list[list[LineMeasurements]] = []
    for line in sorted(lines, key=lambda line: (round(line.y, 1), line.x0)):
        home = min((chain for chain in chains if _under(chain[-1], line)), key=partial(_distance, line), default=None)
        if home is None:
            chains.append([line])
        else:
            home.append(line)
    return chains


def _distance(line: LineMeasurements, chain: Sequence[LineMeasurements]) -> tuple[bool, float]:
    """Return how far above a line a chain ends; one of its own paragraph, behind a heading in its line, is nearer."""
    return chain[-1].block is not line.block, line.y - chain[-1].y


def _under(above: LineMeasurements, below: LineMeasurements) -> bool:
    step = below.y - above.y
    same = above.block is not None and above.block is below.block  # code makes some lines of a paragraph smaller
    if not (same or _same_size(above, below)) or not 0.5 * above.size < step < _FARTHEST * above.size:
        return False
    if same and below.x0 <= above.x0:  # a short last line, below a heading in the first
        return True
    overlap = min(above.ends[0], below.ends[0]) - max(above.x0, below.x0)
    return overlap > 0.5 * min(above.ends[0] - above.x0, below.ends[0] - below.x0)


def _same_size(above: LineMeasurements, below: LineMeasurements) -> bool:
    return abs(above.size - below.size) <= 0.03 * above.size


def _split(chain: Sequence[LineMeasurements], leading: dict[float, float]) -> list[list[LineMeasurements]]:
    """Cut a chain of lines where a paragraph ends, as far as blocks, indents and steps show it."""
    pieces: list[list[LineMeasurements]] = []
    for index, line in enumerate(chain):
        following = chain[index + 1] if index + 1 < len(chain) else None
        if pieces and _goes_on(pieces[-1], line, following, leading):
            pieces[-1].append(line)
        else:
            pieces.append([line])
    return pieces


def _goes_on(
    piece: Sequence[LineMeasurements],
    line: LineMeasurements,
    following: LineMeasurements | None,
    leading: dict[float, float],
) -> bool:
    above = piece[-1]
    if above.block is not None or line.block is not None:
        return above.block is line.block
    if line.y - above.y > _LEADING * leading.get(round(above.size), line.y - above.y):
        return False
    if (above.han > 0) == (line.han > 0) and above.font != line.font:
        return False
    if above.last in "。！？；：….;:!?" and begins_item(line.text):
        return False
    em = line.size
    indent = line.x0 - above.x0
    if indent <= _INDENT * em:
        return indent >= -_FARTHEST * em or len(piece) == 1
    # An indented line starts a paragraph, or hangs under its first line: the line after it decides.
    hanging = following is None or abs(following.x0 - line.x0) < _SAME * em
    return hanging and len(piece) == 1


def _cut_at_short_lines(pieces: Sequence[_LineStack]) -> list[_LineStack]:
    """Cut after each line on which the next unit would have fitted: its end is forced."""
    ended = [[_spare(above, below, piece.right) for above, below in pairwise(piece.lines)] for piece in pieces]
    ended_by_block: dict[object, list[bool]] = defaultdict(list)
    for piece, flags in zip(pieces, ended, strict=True):
        ended_by_block[piece.lines[0].block] += [spare > _SPARE for spare in flags]
    # A tagged paragraph has no end inside: most of its lines must be short before they count as verse or an address,
    # or a single justified line so short that only a forced end explains it.
    verse = {block for block, flags in ended_by_block.items() if block is None or sum(flags) > _VERSE * len(flags)}
    stacks: list[_LineStack] = []
    for piece, flags in zip(pieces, ended, strict=True):
        stacks.append(_LineStack(piece.lines[:1], piece.left, piece.right))
        for below, spare in zip(piece.lines[1:], flags, strict=True):
            if spare > (_SPARE if piece.lines[0].block in verse else _FORCED if below.align == "Justify" else inf):
                stacks[-1].ended = True
                stacks.append(_LineStack([below], piece.left, piece.right))
            else:
                stacks[-1].lines.append(below)
    return stacks


def next_word_fits(above: LineMeasurements, below: LineMeasurements, right: float) -> bool:
    """Return whether the first unit of the line below would have fitted at the end of the line above."""
    return _spare(above, below, right) > _SPARE


def _spare(above: LineMeasurements, below: LineMeasurements, right: float) -> float:
    """Return the space in em that the first unit of the line below would leave at the end of the line above."""
    latin = Kind.LATIN in (kind_of(above.last), kind_of(below.first))
    return (right - max(above.ends) - below.unit) / above.size - 0.25 * latin


def _right_edge(
    lines: Sequence[LineMeasurements], edges: Edges, page: Sequence[LineMeasurements], hanging: bool
) -> float:
    ends = ([*line.ends, line.last_x] if hanging and line.last in HANGING else line.ends for line in lines)
    reached = max(map(min, ends))
    han = sum(line.han > 0 for line in lines) * 2 > len(lines)
    left, em = edges.left(lines), max(line.size for line in lines)
    edge = edges.of(lines, han, reached)
    if lines[0].align != "Justify" or any(max(line.ends) >= edge - _ON_EDGE for line in lines[:-1]):
        return edge
    # All lines of a narrow column but the last may be ragged: it ends where its neighbours do.
    column = column_edge(page, reached)
    return column if reached < column < left + NARROW_COLUMN * em else edge


def _continued(stacks: Sequence[_LineStack], tagged_across_pages: bool) -> list[list[_LineStack]]:
    """Join what goes on over a page or column end; `tagged_across_pages`: only what is one element."""
    groups: list[list[_LineStack]] = []
    pages: dict[int, list[_LineStack]] = defaultdict(list)
    for stack in stacks:
        pages[stack.lines[0].page].append(stack)
    for stack in stacks:
        last = next(
            (group for group in reversed(groups[-40:]) if _resumes(group[-1], stack, tagged_across_pages)), None
        )
        is_one = last is not None and last[-1].lines[-1].block is stack.lines[0].block is not None
        if last is not None and (is_one or _is_at_the_head(stack, pages[stack.lines[0].page])):
            last.append(stack)
        else:
            groups.append([stack])
    return groups


def _resumes(above: _LineStack, below: _LineStack, tagged_across_pages: bool) -> bool:
    last, first = above.lines[-1], below.lines[0]
    if above.ended:
        return False
    if last.block is not None and last.block is first.block:
        # What is beside the line and not under it (a page number, a note call) is not the next line.
        return first.page > last.page or abs(first.y - last.y) > 0.5 * last.size
    tagged = last.block is not None or first.block is not None
    if (tagged_across_pages and tagged) or last.align != first.align:
        return False
    if last.align == "Justify" and min(abs(end - above.right) for end in last.ends) > _FLUSH:
        return False
    if not _same_size(last, first) or first.page != last.page + 1 or last.font != first.font:
        return False
    # A tagged paragraph that goes on over the page may be two elements; after a full stop they are not joined.
    running = last.role == first.role and last.role in _RUNNING and not _ends_sentence(last)
    return running and not begins_item(first.text) and _fits(above, below)


def _is_at_the_head(stack: _LineStack, page: Sequence[_LineStack]) -> bool:
    """Return whether no running text stands above lines on their page, from edge to edge or in their column."""
    first = stack.lines[0]
    above = (line for each in page for line in each.lines[:1] if line.y < first.y and line.role in _RUNNING)
    return not any(min(first.ends[0], line.ends[0]) > max(first.x0, line.x0) for line in above)


def _ends_sentence(line: LineMeasurements) -> bool:
    """Return whether a line ends in a full stop; behind it may stand closing quotes, and the call of a note."""
    text = _CALL.sub("", line.text.rstrip()) if line.ends_small else line.text.rstrip()
    return bool(_SENTENCE_END.search(text.rstrip()))


def _fits(above: _LineStack, below: _LineStack) -> bool:
    """Return whether two stacks look like one paragraph cut by a page: same measure, no indent, full line before."""
    last, first = above.lines[-1], below.lines[0]
    if len(below.lines) > 1:
        # A single line above may be a first line, which is indented.
        slack = 2.2 if len(above.lines) == 1 else 0.5
        indented = first.x0 - below.left > _SAME * first.size
        has_label = below.left - first.x0 > first.size  # in the margin: 注意
        if indented or has_label or abs((above.right - above.left) - (below.right - below.left)) > slack * last.size:
            return False
    alone = len(below.lines) == 1 and len(above.lines) == 1
    return not alone and not next_word_fits(last, first, above.right) and _bottom_to_top(last, first)


def _bottom_to_top(last: LineMeasurements, first: LineMeasurements) -> bool:
    return last.y > first.y + 4 * first.size


def _paragraph(group: Sequence[_LineStack]) -> Paragraph:
    lines = tuple(line for stack in group for line in stack.lines)
    left = tuple(stack.left for stack in group for _ in stack.lines)
    right = tuple(stack.right for stack in group for _ in stack.lines)
    return Paragraph(lines, left, right, paragraph_language(lines))


def paragraph_language(lines: Sequence[LineMeasurements]) -> str:
    """Return the language of most of a paragraph's lines: that of the file, else of the script."""
    text = "".join(line.text for line in lines)
    languages = Counter[str]()
    for line in lines:
        languages[line.lang] += len(line.text)
    tag = languages.most_common(1)[0][0]
    letters = sum(char.isalpha() and ord(char) < 0x2E80 for char in text)
    if not tag:
        return canonical_language("zh", text) if count_han(text) * 5 > letters else "en"
    lang = canonical_language(tag, text)
    # Latin text that inherits Chinese from its file cannot be measured by Chinese rules.
    return "en" if lang.startswith("zh") and not count_han(text) and letters >= _WORDS else lang
