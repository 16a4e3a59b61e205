"""Reads a file of a manuscript again: every character is a mark, or text. Nothing is parsed."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, islice, pairwise
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

import attrs

from wicpress.notation import END, STYLES, Mark, SourceFile
from wicpress.proofing.source.passages import SCHEME, Passage, squeeze
from wicpress.proofing.source.spelling import (
    attributes,
    cited,
    is_in_words,
    is_spelt,
    places_of,
    reference_form,
    target_of,
    width_of,
)

_OPENS_PASSAGE = frozenset(
    {"heading", "item", "note text", "meaning", "listing", f"{END}listing", "columns", "address", "cell"}
    | {"thematic break"}
)
"""The marks at which a passage begins, as it does behind an empty line."""
_EMPTY_LINE = re.compile(r"\n(?=[ \t>]*\n)")
_EMPTY_LINES = re.compile(r"(?:[ \t>]*\n)*")
_CONTROL = re.compile("[^\t\n -~\u00a0-\ufdcf\ufdf0-\ufffd\U00010000-\U0001fffd\U00020000-\U0010ffff]")
"""What no page can show, which a book has as U+FFFD: control characters, noncharacters."""


class Resolver(Protocol):
    """What knows where addresses in a file lead; see ``destinations.Destinations``."""

    def resolve(self, address: str, path: str) -> str:
        """Return where a link leads."""

    def referred(self, address: str, path: str) -> str:
        """Return the id that a reference leads to, or ``^name`` of a note."""


_PAIRED = {"emphasis", "strong", "code", "link", "span", "image", "ruby", "formula"} | STYLES


@attrs.frozen
class Source:
    """A file as it stands on disk, with the marks that parsing found.

    ``controls`` are the offsets of the control characters, which are U+FFFD in ``text``.
    """

    path: str
    text: str
    marks: tuple[Mark, ...]
    starts: tuple[int, ...]
    controls: tuple[int, ...] = ()
    lines: tuple[str, ...] = attrs.field(default=(), repr=False)

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of a character."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def marks_between(self, start: int, end: int) -> tuple[Mark, ...]:
        """Return the marks that begin from ``start`` up to ``end``."""
        first, last = (bisect_left(self.marks, at, key=lambda mark: mark.start) for at in (start, end))
        return self.marks[first:last]

    def marks_from(self, start: int) -> Iterator[Mark]:
        """Yield the marks that begin from ``start`` on."""
        first = bisect_left(self.marks, start, key=lambda mark: mark.start)
        return (self.marks[nth] for nth in range(first, len(self.marks)))

    def text_of(self, mark: Mark) -> str:
        """Return the characters of a mark."""
        return self.text[mark.start : mark.end]


def read_source(root: Path, file: SourceFile) -> Source:
    """Return a file of the book in ``root``."""
    data = (root / file.path).read_bytes().decode("utf-8-sig", "replace")
    text = data.replace("\r\n", "\n").replace("\r", "\n")
    controls = tuple(match.start() for match in _CONTROL.finditer(text))
    text = _CONTROL.sub("\ufffd", text)
    lines = tuple(text.split("\n"))
    starts = (0, *accumulate(len(line) + 1 for line in lines))
    return Source(file.path, text, file.marks, starts[:-1], controls, lines)


def misspelt(source: Source) -> Iterator[Mark]:
    """Yield the marks whose characters cannot have their effect, or that overlap the mark before them."""
    end = 0
    for mark in source.marks:
        if mark.start < end or not is_spelt(mark, source.text_of(mark)):
            yield mark
        end = max(end, mark.end)


def passages(source: Source, lines: Iterable[int], resolve: Resolver) -> Iterator[Passage]:
    """Yield the passages of a file that have text or an effect; one begins at each of ``lines`` at the latest.

    A listing is one passage, empty lines included. ``resolve`` says where addresses lead.
    """
    breaks = {source.starts[line - 1] for line in lines if line <= len(source.starts)}
    breaks.update(match.end() for match in _EMPTY_LINE.finditer(source.text))
    breaks.update(mark.start for mark in source.marks if mark.effect in _OPENS_PASSAGE)
    breaks.update(_edges(source))
    bounds = sorted({0, len(source.text), *_outside_comments(_outside_listings(breaks, source.marks), source.marks)})
    marks = deque(source.marks)
    cells: dict[tuple[int, int], _PassageReader] = {}
    for start, end in pairwise(bounds):
        cell = _cell(marks[0]) if marks and marks[0].start == start else None
        if cell:
            reader = cells.setdefault(cell, _PassageReader(source, start, cell[0], resolve))
            reader.at = start
        else:
            first = _EMPTY_LINES.match(source.text, start, end)
            line = source.position(first.end() if first and first.end() < end else start)[0]
            reader = _PassageReader(source, start, line, resolve)
        while marks and marks[0].start < end:
            reader.read(marks.popleft())
        if cell:
            reader.pause(end)
            continue
        passage = reader.finish(end)
        if passage.text or passage.effects or passage.opens_listing:
            yield from (cells[each].finish() for each in sorted(cells))
            cells.clear()
            yield passage
    yield from (cells[each].finish() for each in sorted(cells))


def _cell(mark: Mark) -> tuple[int, int] | None:
    """Return the row and column of the cell of which a line begins at a mark, in a table with rows of several."""
    if mark.effect != "cell" or not mark.value:
        return None
    row, column = mark.value.split(":")
    return int(row), int(column)


def _edges(source: Source) -> Iterator[int]:
    """Yield where a line begins behind a heading, the first line of a quotation, and terms below a first one.

    Lines below those of a quotation, without an empty line between, may go on with its words without a mark.
    """
    quoted = {source.position(mark.start)[0] for mark in source.marks if mark.effect == "quotation"}
    headings = {source.position(mark.start)[0] for mark in source.marks if mark.effect == "heading"}
    for line in _lower_terms(source):
        yield source.starts[line - 1]
    goes_on = False
    for line, text in enumerate(source.lines, 1):
        if (line in quoted and not goes_on) or (line - 1 in headings and not {line - 1, line} <= quoted):
            yield source.starts[line - 1]
        goes_on = line in quoted or (goes_on and bool(text.strip()))


def _lower_terms(source: Source) -> Iterator[int]:
    """Yield the lines of terms that stand below another term, above their meanings."""
    meanings = {source.position(mark.start)[0] for mark in source.marks if mark.effect == "meaning"}
    for line in sorted(meanings):
        above = line - 1
        while above and source.lines[above - 1].strip(" \t>") and above not in meanings:
            above -= 1
        if above not in meanings:
            yield from range(above + 2, line)


def _outside_listings(offsets: Iterable[int], marks: Iterable[Mark]) -> Iterator[int]:
    """Yield the offsets that are not between the marks that open and close a listing."""
    edges = [mark for mark in marks if mark.effect.removeprefix(END) == "listing"]
    starts = [mark.start for mark in edges]
    for offset in offsets:
        nth = bisect_right(starts, offset) - 1
        inside = [mark.effect for mark in edges[max(nth, 0) : nth + 2]] == ["listing", f"{END}listing"]
        if not inside or edges[nth].start == offset:
            yield offset


def _outside_comments(offsets: Iterable[int], marks: Iterable[Mark]) -> Iterator[int]:
    """Yield the offsets that are not inside a comment."""
    comments = [mark for mark in marks if mark.effect == "comment"]
    starts = [mark.start for mark in comments]
    for offset in offsets:
        nth = bisect_left(starts, offset) - 1
        if nth < 0 or comments[nth].end <= offset:
            yield offset


class _PassageReader:
    """Reads one passage, from ``start`` on; ``line`` is its first that is not empty."""

    def __init__(self, source: Source, start: int, line: int, resolve: Resolver) -> None:
        self.source = source
        self.resolve = resolve
        self.passage = Passage(line, start=start)
        self.at = start
        self.parts: list[str] = []
        self.length = 0
        self.open: list[tuple[str, int]] = []
        self.open_pictures = 0
        self.reading = 0
        self.closed = (-1, "", 0)
        self.given: list[tuple[str, str]] = []
        """What the braces behind the last words give, and how many effects that has."""
        self.given_effects = 0
        self.form = ""
        """The form that braces have given to the last reference."""
        self.last_picture = -1
        """Where the last picture begins in the text."""
        self.inside: _PassageReader | None = None
        """The reader of a note that stands in the passage, while its words are read."""

    def read(self, mark: Mark) -> None:
        """Add the text before a mark, and the effect of the mark."""
        if mark.effect.removeprefix(END) == "inline note" and not self.inside and self.is_in_line(mark):
            self.add(self.source.text[self.at : mark.start])
            self.at = max(self.at, mark.end)
            self.interlinear(mark)
            return
        if mark.effect == f"{END}inline note" and self.inside:
            self.passage.notes.append(self.inside.finish(mark.start))
            self.inside, self.at = None, mark.end
            return
        if self.inside:
            self.inside.read(mark)
            return
        self.add(self.source.text[self.at : mark.start])
        self.at = max(self.at, mark.end)
        self.passage.opens_listing = self.passage.opens_listing or mark.effect == "listing"
        name = mark.effect.removeprefix(END)
        in_description = self.open_pictures > 0
        if name in _PAIRED and name == mark.effect:
            self.open.append((name, self.length))
            self.open_pictures += name == "image"
        elif name in _PAIRED:
            self.close(name, mark)
        elif mark.effect == "character":
            self.add(mark.value)
        elif mark.effect == "reading":
            self.reading = self.length
        elif mark.effect == "inline note":
            self.effect(self.length, "note", "^")
            self.inside = _PassageReader(self.source, mark.end, self.passage.line, self.resolve)
        elif mark.effect in ("note", "break") and not in_description:
            self.effect(self.length, mark.effect, mark.value)
        elif mark.effect == "source page" and not in_description:
            self.effect(self.length, "source page", mark.value)
        elif mark.effect == "citation" and not in_description:
            self.effect(self.length, "citation", cited(self.source.text_of(mark)))
        elif mark.effect == "attributes" and not in_description:
            self.attributes(mark)

    def is_in_line(self, mark: Mark) -> bool:
        """Return whether a mark opens a note that is set within its line, or closes one."""
        if mark.effect.startswith(END):
            return self.open[-1:] != [] and self.open[-1][0] == "inline note"
        behind = iter(self.source.marks_from(mark.start))
        closing = next((each for each in behind if each.effect == f"{END}inline note"), None)
        given = next(behind, None)
        if closing is None or given is None or given.effect != "attributes" or given.start != closing.end:
            return False
        return ("class", "interlinear") in attributes(self.source.text_of(given))

    def interlinear(self, mark: Mark) -> None:
        """Open a note that is set within its line, or add its effect where it is closed."""
        if mark.effect.startswith(END):
            self.effect(self.open.pop()[1], "interlinear", "note")
        else:
            self.open.append(("inline note", self.length))

    def add(self, text: str) -> None:
        """Add characters to the text."""
        words = squeeze(text)
        self.parts.append(words)
        self.length += len(words)

    def effect(self, start: int, name: str, value: str = "") -> None:
        """Add an effect on the text from ``start`` to here."""
        self.passage.effects.append((start, self.length, name, value))

    def close(self, name: str, mark: Mark) -> None:
        """Add the effect of a mark that closes what a mark before it opened."""
        if not self.open or self.open[-1][0] != name:
            self.passage.broken = True
            return
        _, start = self.open.pop()
        self.open_pictures -= name == "image"
        self.closed = (mark.end, name, start)
        if self.open_pictures:
            return
        value, title = target_of(self.source.text_of(mark), mark.value) or (mark.value, "")
        match name:
            case "link":
                self.link(start, value, title)
            case "image":
                self.effect(start, "image", _picture(value, self.source.path))
                self.last_picture = start
            case "ruby":
                self.effect(start, "ruby", str(self.reading - start))
            case "span":
                self.given, self.given_effects = [], 0
                self.span(start, mark)
            case _:
                self.effect(start, name)
        if title and name in ("link", "image"):
            self.effect(start, "title", squeeze(title))

    def link(self, start: int, address: str, title: str) -> None:
        """Add a link; one without words shows its address, or is a reference that the book words."""
        remote = SCHEME.match(address)
        target = self.resolve.resolve(address, self.source.path)
        has_words = start < max(self.length, self.last_picture + 1)
        place, _, _ = unquote(address).partition("#")
        if not has_words and not remote and (not place or place.endswith(".md")):
            self.effect(start, "reference", f"number {self.places(address)}")
            self.form = ""
            return
        if not has_words:
            self.add(unquote(address))
        self.effect(start, "link", target)

    def places(self, address: str) -> str:
        """Return the places of a reference: ids, or names of notes, with what stands between them."""
        if not address.startswith("#"):
            return self.resolve.referred(address, self.source.path)
        parts = re.split("([–,])", places_of(address))
        parts[::2] = [self.resolve.referred(f"#{each}", self.source.path) for each in parts[::2]]
        return "".join(parts)

    def attributes(self, mark: Mark) -> None:
        """Add the effect of braces directly behind a picture, words in a language, or a reference without words."""
        end, name, start = self.closed
        if mark.start != end:
            return
        self.closed = (mark.end, name, start)  # braces may follow, which overrule these
        braces = self.source.text_of(mark)
        if name == "image" and width_of(braces):
            self.overrule(start, "width", width_of(braces))
        elif name == "span":
            self.span(start, mark)
        elif name == "link" and self.passage.effects and self.passage.effects[-1][2] == "reference":
            before, _, target = self.passage.effects[-1][3].partition(" ")
            words = "+words" if is_in_words(braces) or before.endswith("+words") else ""
            self.form = self.form or reference_form(braces)  # the first form counts
            self.overrule(start, "reference", f"{self.form or 'number'}{words} {target}")

    def span(self, start: int, mark: Mark) -> None:
        """Add the effects of braces behind words and of those before: a verse has no other, the last id counts."""
        effects = self.passage.effects
        del effects[len(effects) - self.given_effects :]
        count = len(effects)
        self.given += attributes(self.source.text_of(mark))
        tag = dict(self.given).get("lang", "")
        if ("class", "verse") in self.given:
            self.effect(start, "verse", dict(self.given).get("id", ""))
        elif ("class", "index") in self.given:
            self.effect(start, "index", index_entry(self.given))
        elif "page" in dict(self.given):
            self.effect(start, "source page", dict(self.given)["page"])
        elif ("class", "term") in self.given or "term" in dict(self.given):
            self.effect(start, "term", dict(self.given).get("term", ""))
        elif ("class", "interlinear") in self.given:
            self.effect(start, "interlinear")
        else:
            if ("class", "no-break") in self.given:
                self.effect(start, "unbroken")
            if tag:
                self.effect(start, "language", tag.casefold().replace("_", "-"))
        self.given_effects = len(effects) - count

    def overrule(self, start: int, name: str, value: str) -> None:
        """Add an effect in the place of the last one, if that has the same name and place."""
        if self.passage.effects and self.passage.effects[-1][:3] == (start, self.length, name):
            self.passage.effects.pop()
        self.effect(start, name, value)

    def pause(self, end: int) -> None:
        """Add the text up to ``end``, behind which other passages stand before this one goes on."""
        self.add(self.source.text[self.at : end])
        self.at = end

    def finish(self, end: int | None = None) -> Passage:
        """Return the passage, which goes up to ``end``, or to where it was paused."""
        end = self.at if end is None else end
        self.add(self.source.text[self.at : end])
        self.passage.text, self.passage.end = "".join(self.parts), end
        self.passage.broken = self.passage.broken or bool(self.open) or self.inside is not None
        return self.passage


_INDEX_KEYS = ("entry", "translation", "see", "see-also", "reading")


def index_entry(given: Iterable[tuple[str, str]]) -> str:
    """Return what braces say of words for the index: classes and attributes in one order, without spaces."""
    values = dict(given)
    classes = sorted(value for key, value in given if key == "class" and value in ("name", "main", "start", "end"))
    return " ".join((*classes, *(f"{key}={squeeze(values[key])}" for key in _INDEX_KEYS if values.get(key))))


def _picture(address: str, path: str) -> str:
    """Return the address of a picture from the book's folder."""
    file = unquote(address)
    if SCHEME.match(file) or file.startswith("/"):
        return file
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), file))


def offset_of(source: Source, start: int, count: int) -> int:
    """Return where the character of text is that has ``count`` characters of text before it, from ``start`` on."""
    return next(offsets_of(source, start, [count]))


def offsets_of(source: Source, start: int, counts: Iterable[int]) -> Iterator[int]:
    """Yield where the characters of text are that have ``counts``, which grow, before them, from ``start`` on."""
    first = bisect_left(source.marks, start, key=lambda mark: mark.start)
    while first and source.marks[first - 1].end > start:
        first -= 1
    behind = (source.marks[nth] for nth in range(first, len(source.marks)))  # a slice would copy them all
    marks = chain(behind, [Mark(len(source.text), len(source.text) + 1, "")])
    mark = next(marks)
    at, before = start, 0
    for count in counts:
        while (place := _skip_text(source.text, at, mark.start, count - before)) < 0 and at <= len(source.text):
            before += len(squeeze(source.text[at : mark.start]))
            before += len(squeeze(mark.value)) if mark.effect == "character" else 0
            at, mark = max(at, mark.end), next(marks, mark)
        if place >= 0:
            at, before = place, max(before, count)
        yield place if place >= 0 else max(len(source.text.rstrip()) - 1, 0)


def _skip_text(text: str, start: int, end: int, count: int) -> int:
    """Return where the character is that has ``count`` characters before it, spaces apart; -1 beyond ``end``."""
    places = (nth for nth in range(start, end) if not text[nth].isspace())
    return next(islice(places, max(count, 0), None), -1)
