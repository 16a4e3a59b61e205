"""Group glyphs into lines: those on one baseline, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from wicpress.proofing.lines.char_classes import BLANK_RIGHT, Kind, kind_of
from wicpress.proofing.pdf.model import Glyph, Line

_SAME_BASELINE = 0.12  # em: two runs this close belong to one line
_RAISED = 0.65  # em of the larger size: how far a note call or index may stand from the baseline
_SMALL = 0.85  # of the line's size: what counts as a note call or index
_GUTTER = 1.3  # em: a gap without a space character that separates two columns
_CELLS = 0.5  # em: the same in an artifact, such as the head of a table that is repeated on the next page
_TORN = 9.0  # em: the same with a space, or within a tagged paragraph: a line may have a wide hole
_OVERLAP = 1.6  # em: how far a run may start left of where the one before ended
_READINGS = frozenset({"RT", "WT"})  # elements of ruby and warichu (ISO 32000-1, 14.8.4.4.3)
_WORD = 0.14  # em: a gap between Latin letters that readers take for a space


@attrs.define
class _Run:
    """Glyphs that follow each other in the content on one baseline."""

    glyphs: list[Glyph]
    last: Glyph  # with text
    y: float
    size: float
    x0: float
    x1: float
    order: int
    block: object  # the paragraph in the structure tree; None if unknown


def find_lines(page: int, glyphs: Iterable[Glyph], blocks: dict[tuple[int, int], object] | None = None) -> list[Line]:
    """Return the lines of a page, in the order of its content.

    `blocks` maps (stream, mcid) to the paragraph of a tagged page; glyphs of two paragraphs never share a line.
    Rotated and invisible glyphs are left out.
    """
    runs = _runs(glyphs, blocks or {})
    runs = _attached(_joined(runs))
    return [line for run in sorted(runs, key=lambda run: run.order) if (line := _line(page, run)) is not None]


def _runs(glyphs: Iterable[Glyph], blocks: dict[tuple[int, int], object]) -> list[_Run]:
    runs: list[_Run] = []
    run: _Run | None = None
    last_runs: dict[bool, _Run] = {}
    """The last run of readings, and the last of other text, which goes on behind a reading."""
    for order, glyph in enumerate(glyphs):
        if not glyph.upright or not (glyph.visible or glyph.drawn) or not glyph.size:
            continue
        if not glyph.char:
            # A glyph without text covers a gap or belongs to the glyph before: it has no position of its own.
            if run is not None:
                run.glyphs.append(glyph)
            continue
        mark = glyph.mark
        block = blocks.get((mark.stream, mark.mcid)) if mark is not None and mark.mcid is not None else None
        is_reading = getattr(block, "role", "") in _READINGS
        run = last_runs.get(is_reading)
        if block is None and glyph.char.isspace() and run is not None and run.block is not None:
            continue  # a space between two pictures is an artifact, and does not end the line of their paragraph
        if run is not None and block is run.block and _follows(run, glyph):
            run.glyphs.append(glyph)
            run.last = glyph
            run.x1 = max(run.x1, glyph.end)
            run.size = max(run.size, glyph.size)
        else:
            run = last_runs[is_reading] = _Run([glyph], glyph, glyph.y, glyph.size, glyph.x, glyph.end, order, block)
            runs.append(run)
    return runs


def _follows(run: _Run, glyph: Glyph) -> bool:
    last = run.last
    em = max(run.size, glyph.size)
    if abs(glyph.y - run.y) > _SAME_BASELINE * em:
        return False
    gap = glyph.x - last.end
    space = last.char.isspace() or glyph.char.isspace() or run.block is not None
    gutter = _CELLS if glyph.mark is not None and glyph.mark.artifact else _GUTTER
    return -_OVERLAP * em < gap < (_TORN if space else gutter) * em


def _joined(runs: list[_Run]) -> list[_Run]:
    """Join runs that lie side by side on one baseline though the content paints them at different times."""
    lines: list[_Run] = []
    for run in sorted(runs, key=lambda run: (round(run.y, 1), run.x0)):
        for line in reversed(lines[-24:]):
            em = max(line.size, run.size)
            gutter = _CELLS if _is_artifact(line) and _is_artifact(run) else _GUTTER
            near = -_OVERLAP * em < run.x0 - line.x1 < gutter * em
            if near and abs(line.y - run.y) <= _SAME_BASELINE * em and _same_block(line, run):
                _merge(line, run)
                break
        else:
            lines.append(run)
    return lines


def _is_artifact(run: _Run) -> bool:
    return run.last.mark is not None and run.last.mark.artifact


def _same_block(line: _Run, run: _Run) -> bool:
    return line.block is run.block


def _merge(line: _Run, run: _Run) -> None:
    if run.size > line.size * 1.05:
        line.y, line.size = run.y, run.size
    line.glyphs = sorted(line.glyphs + run.glyphs, key=lambda glyph: glyph.x)
    line.x0, line.x1 = min(line.x0, run.x0), max(line.x1, run.x1)
    line.order = min(line.order, run.order)


def _attached(lines: list[_Run]) -> list[_Run]:
    """Merge small raised and lowered runs into the line beside them, and the two parts of a line that one parts."""
    lines.sort(key=lambda line: -line.size)
    runs: list[_Run] = []
    for run in lines:
        hosts = [line for line in runs if _hosts(line, run)]
        if not hosts:
            runs.append(run)
            continue
        host = hosts[0]
        _merge(host, run)
        for other in hosts[1:]:
            if (
                other.block is not None
                and _same_block(host, other)
                and abs(other.y - host.y) <= _SAME_BASELINE * host.size
            ):
                _merge(host, other)
                runs.remove(other)
    return runs


def _hosts(line: _Run, run: _Run) -> bool:
    em = line.size
    if getattr(run.block, "role", "") in _READINGS:
        return False  # it may belong to the line below
    if run.size > _SMALL * em or abs(run.y - line.y) > _RAISED * em or abs(run.y - line.y) < 0.01:
        return False
    if run.x0 > line.x1 + 0.5 * em or run.x1 < line.x0 - 0.5 * em:
        return False
    # Ruby and emphasis dots are over or under other glyphs; a note call is not.
    covered = sum(max(0.0, min(_inked_end(g), run.x1) - max(_inked_start(g), run.x0)) for g in line.glyphs if g.char)
    return covered < 0.5 * (run.x1 - run.x0)


def _inked_start(glyph: Glyph) -> float:
    """Where a glyph's ink may start: the left half of a full-width opening mark may be blank."""
    blank = kind_of(glyph.char) is Kind.OPEN and glyph.advance > 0.9 * glyph.size
    return glyph.x + 0.5 * glyph.size if blank else glyph.x


def _inked_end(glyph: Glyph) -> float:
    """Where a glyph's ink may end: the right half of a full-width mark may be blank."""
    blank = kind_of(glyph.char) in BLANK_RIGHT and glyph.advance > 0.9 * glyph.size
    return glyph.x + 0.5 * glyph.size if blank else glyph.end


def _line(page: int, run: _Run) -> Line | None:
    glyphs = run.glyphs
    shown = [glyph for glyph in glyphs if glyph.char.strip()]
    if not shown:
        return None
    sizes = Counter[float]()
    for glyph in shown:
        sizes[round(glyph.size, 2)] += 1
    fonts = Counter(glyph.font.name for glyph in shown)
    size = sizes.most_common(1)[0][0]
    return Line(
        page=page,
        text=line_text(glyphs),
        x0=shown[0].x,
        x1=shown[-1].end,
        y=run.y,
        size=size,
        fonts=tuple(name for name, _ in fonts.most_common()),
        glyphs=tuple(glyphs),
    )


def line_text(glyphs: Iterable[Glyph]) -> str:
    """Return the text of a row of glyphs; a wide gap between Latin letters counts as a space."""
    parts: list[str] = []
    last: Glyph | None = None
    end = 0.0
    for glyph in glyphs:
        if not glyph.char:
            end = max(end, glyph.end)  # a glyph without text still takes its space
            continue
        between_letters = last is not None and _latin(last.char) and _latin(glyph.char)
        if last is not None and between_letters and glyph.x - end > _WORD * max(glyph.size, last.size):
            parts.append(" ")
        parts.append(glyph.char)
        last, end = glyph, glyph.end
    return "".join(parts).strip()


def _latin(text: str) -> bool:
    return bool(text) and not text.isspace() and ord(text[-1]) < 0x2E80
