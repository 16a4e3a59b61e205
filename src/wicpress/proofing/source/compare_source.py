"""Compares a manuscript with the book that was made of it: all is in the book, or notation, or reported."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from urllib.parse import unquote

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Span, declare_kind
from wicpress.model import Bibliography, Book, Glossary, ListItem, Node
from wicpress.notation import END
from wicpress.proofing.source.attributes import GivenIds, attributes_without_effect, ids_given
from wicpress.proofing.source.block_effects import has_effect
from wicpress.proofing.source.destinations import Destinations
from wicpress.proofing.source.passages import Effect, Passage, squeeze
from wicpress.proofing.source.read_model import BREAK, BookText, Key, first_lines, read_model
from wicpress.proofing.source.read_source import (
    Source,
    misspelt,
    offset_of,
    offsets_of,
    passages,
    read_source,
)
from wicpress.proofing.source.readings import wrong_readings
from wicpress.proofing.source.reported import Reported, notes_of_misspelt_calls, uncalled_notes
from wicpress.proofing.source.spelling import is_reference, plain
from wicpress.proofing.source.terms import wrong_terms
from wicpress.system.folder import is_within

LOST_IN_PARSING = declare_kind(
    "lost_in_parsing",
    "A part of the manuscript is not in the book as it stands",
    "Every character of the manuscript has to be in the book, to be a mark with the effect that it has there, or to "
    "be named by another finding. A second reading of each file, which does not know the parser, found one that is "
    "not: this is a mistake of wicpress, and nothing of the manuscript is changed or left out in silence.",
)
NO_CHAPTER = frozenset({"", "changelog", "contributing", "licence", "license", "readme"})
"""Files beside the chapters that are no part of a manuscript, by what stands before their first full stop."""
HINT = "report this as a mistake of wicpress, with the line; until then, write the passage in another way"
MAX_FINDINGS = 20
_ADDED_IN_BOOK = ("language", "break")
"""Effects that reading adds: the language of foreign words by their script, a break of lines that are kept."""
"""How many places of one file are reported: one mistake is often found in many."""


def check_source(book: Book, config: Config, diagnostics: Iterable[Diagnostic] = ()) -> tuple[Diagnostic, ...]:
    """Return an error for each passage of the manuscript that is not in the book as it stands.

    ``diagnostics`` are those of parsing: what they name is no loss. A book without notation was not parsed.
    """
    if not book.files:
        return ()
    text, diagnostics = read_model(book), tuple(diagnostics)
    reported = Reported.of(diagnostics)
    findings = [*_files_left_out(book, config, diagnostics), *_out_of_order(book)]
    findings += (
        LOST_IN_PARSING(message, span, hint=HINT) for message, span in wrong_terms(book, config, diagnostics)
    )
    sources = [read_source(config.root, file) for file in book.files]
    ids = ids_given(sources, text, reported)
    destinations = Destinations.of(text, ids)
    misspelt_notes = notes_of_misspelt_calls(book, diagnostics)
    lines: dict[str, set[int]] = defaultdict(set)
    for path, line in text.nodes:
        lines[path].add(line)
    for source in sources:
        left_out = reported.left_out(source.path) | uncalled_notes(source, misspelt_notes)
        found = _Comparison(source, text, (ids, destinations), lines[source.path], left_out, reported).findings()
        findings.extend(each for each, _ in zip(found, range(MAX_FINDINGS), strict=False))
    findings.extend(wrong_readings(book, config, sources, LOST_IN_PARSING, HINT))
    return tuple(findings)


def _files_left_out(book: Book, config: Config, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Report each file of the manuscript that parsing neither read nor named."""
    files = {file.path for file in book.files} | {each.span.path for each in diagnostics if each.span}
    messages = "\n".join(each.message for each in diagnostics)
    if config.chapters:
        names = [entry for entry in config.chapters if (config.root / entry).is_file()]
    else:
        beside = (path.name for path in sorted(config.root.glob("*.[mM][dD]")) if path.is_file())
        names = [name for name in beside if name.split(".", 1)[0].casefold() not in NO_CHAPTER]
    for name in names:
        is_told = name in files or name in messages or not is_within(config.root / name, config.root)
        if not is_told and (config.root / name).read_bytes().strip():
            yield LOST_IN_PARSING(f"`{name}` is not in the book", Span(name, 1, 1), hint=HINT)


def _out_of_order(book: Book) -> Iterator[Diagnostic]:
    """Report blocks that stand before others in the book and behind them in their file."""
    titles = tuple(node for chapter in book.chapters for node in (chapter.part, chapter.title) if node)
    waiting: list[tuple[Node, ...]] = [titles, *(chapter.blocks for chapter in book.chapters)]
    while waiting:
        last: dict[tuple[str, str], int] = {}
        for node in waiting.pop():
            lines = first_lines(node)
            if isinstance(node, Bibliography | Glossary):  # what is in it is from another file
                continue
            if not isinstance(node, ListItem):  # the translation of its words may stand behind what is below them
                waiting.append(node.children)
                lines |= {(path, ""): min(lines[key] for key in lines if key[0] == path) for path, _ in lines}
            for (path, language), line in lines.items():
                if line < last.get((path, language), 0):
                    message = "a passage stands in the book behind one that follows it in the file"
                    yield LOST_IN_PARSING(message, Span(path, line, line), hint=HINT)
            last.update(lines)


class _Comparison:
    """The comparison of one file with the book.

    ``ids`` are those that braces give each block, and where links to them lead; ``lines`` those in which blocks
    begin; ``named`` are the lines that diagnostics say are left out, ``reported`` all that they name; ``attributes``
    the words in attributes, which a kind of block of another package may set.
    """

    def __init__(
        self,
        source: Source,
        text: BookText,
        ids: tuple[GivenIds, Destinations],
        lines: Set[int],
        named: Set[int],
        reported: Reported,
    ) -> None:
        self.source = source
        self.lines = lines
        self.book = text
        self.ids, self.destinations = ids
        self.named = named
        self.reported = reported
        self.anywhere: Counter[Key] = text.anywhere
        self.expected = text.passages.get(source.path, {})
        addresses = [source.text_of(mark) for mark in source.marks if mark.effect == "address"]
        self.definitions = "\n".join(squeeze(unquote(each)) for each in (*addresses, *map(plain, addresses)))
        attributes = (source.text_of(mark) for mark in source.marks if mark.effect == "attributes")
        self.attributes = {squeeze(value) for text in attributes for value in re.findall(r'"([^"]*)"', text)}
        self.current: Passage | None = None
        self.rest = ""
        self.effects: list[Effect] = []

    def findings(self) -> Iterator[Diagnostic]:
        """Yield what is not in the book, in the order of the file."""
        yield from self.twice()
        yield from self.controls()
        yield from self.marks()
        yield from self.attributes_of_blocks()
        for passage in passages(self.source, self.lines | self.expected.keys(), self.destinations):
            yield from self.passage(passage)
        yield from self.finish()
        for line, left in sorted(self.expected.items()):
            for passage in left:
                if passage.text and passage.text not in self.attributes and line not in self.named:
                    start = self.source.starts[min(line, len(self.source.starts)) - 1]
                    yield self.report(start, start, f"has “{_short(passage.text)}” in the book alone")

    def controls(self) -> Iterator[Diagnostic]:
        """Yield the control characters that no diagnostic names."""
        named = self.reported.controls(self.source.path)
        for offset in self.source.controls:
            if self.source.position(offset)[0] not in named:
                yield self.report(offset, offset + 1, "is not in the book")

    def marks(self) -> Iterator[Diagnostic]:
        """Yield the marks that are misspelt, or whose block has not their effect."""
        for mark in misspelt(self.source):
            line = self.source.position(mark.start)[0]
            if mark.effect == f"{END}link" and self.reported.explains(self.source.path, "link", line, line):
                continue
            if mark.effect == "ruling" and line in self.named:  # of cells that a row has too many
                continue
            yield self.report(mark.start, mark.end, f"is not notation of the effect “{mark.effect}”")
        for mark in self.source.marks:
            line = self.source.position(mark.start)[0]
            if is_reference(mark, self.source.text_of(mark)) and not self.is_defined(mark.value):
                yield self.report(mark.start, mark.end, f"leads to “{mark.value}”, which no line defines")
            if mark.effect == "thematic break" and (self.source.path, line) not in self.book.nodes:
                lost, self.anywhere[BREAK] = not self.anywhere[BREAK], self.anywhere[BREAK] - 1
            else:
                lost = not has_effect(mark, self.source, self.book)
            is_told = mark.effect == "listing" and self.reported.refuses_attributes(self.source.path, line, line)
            if lost and line not in self.named and not is_told:
                yield self.report(mark.start, mark.end, f"has not the effect “{mark.effect}” in the book")

    def attributes_of_blocks(self) -> Iterator[Diagnostic]:
        """Yield the attributes that a block has not."""
        for mark, block, what in attributes_without_effect(self.source, self.book, self.ids):
            first, last = sorted((self.source.position(mark.start)[0], block))
            refused = self.reported.refuses_attributes(self.source.path, first, last)
            if not refused and self.named.isdisjoint(range(first, last + 1)):
                yield self.report(mark.start, mark.end, f"has not the effect “{what}” in the book")

    def twice(self) -> Iterator[Diagnostic]:
        """Yield the lines of which the book has more pictures or breaks than the file."""
        marks = [
            self.source.position(mark.start)[0]
            for mark in self.source.marks
            if mark.effect in ("image", "thematic break")
        ]
        for (path, line, end_line), count in sorted(self.book.drawn.items()):
            if path == self.source.path and count > bisect_right(marks, end_line) - bisect_left(marks, line):
                start = self.source.starts[line - 1]
                yield self.report(start, start, "has more pictures or breaks in the book than in the file")

    def passage(self, passage: Passage) -> Iterator[Diagnostic]:
        """Yield what is wrong with one passage."""
        for note in passage.notes:
            yield from self.note(note)
        if passage.broken:
            yield self.report(passage.start, passage.start, "has marks that open or close nothing")
        queue = self.expected.get(passage.line, [])
        is_own = passage.text or passage.pictures or queue or self.anywhere[passage.shared_key]
        goes_on = self.rest or not (is_own or passage.line in self.named)
        if self.current and goes_on and self.rest.startswith(passage.text):
            self.take(passage)
            return
        yield from self.finish()
        while queue and queue[0].text != passage.text and queue[0].text in self.attributes:
            queue.pop(0)
        if queue and queue[0].text == passage.text and queue[0].pictures == passage.pictures:
            self.begin(queue.pop(0), passage)
        elif self.anywhere[passage.shared_key] and not passage.begins_first_of(queue):
            self.anywhere[passage.shared_key] -= 1
        elif (pictures := passage.split_pictures()) and all(self.anywhere[each.picture_key] for each in pictures):
            yield from self.take_pictures(pictures, queue)
        elif queue and (passage.text or passage.opens_listing) and queue[0].text.startswith(passage.text):
            self.begin(queue.pop(0), passage)
        elif (passage.text or passage.effects) and passage.line not in self.named:
            yield self.difference(passage, queue.pop(0).text if queue else "")

    def note(self, note: Passage) -> Iterator[Diagnostic]:
        """Yield what is wrong with a note that stands in the words of a block; the book has it in the same line."""
        queue = self.expected.get(note.line, [])
        same = (nth for nth, each in enumerate(queue) if each.text == note.text)
        nth = next((nth for nth in same if self.has_effects_of(note, queue[nth])), None)
        if nth is not None and not note.broken:
            queue.pop(nth)
        elif note.line not in self.named:
            yield self.report(note.start, note.end, "is not a note in the book, or not as it stands")

    def has_effects_of(self, note: Passage, expected: Passage) -> bool:
        """Return whether a note of the book has the effects of one in the file, but for those that are refused."""
        first, last = (self.source.position(offset)[0] for offset in (note.start, note.end))
        kept = (
            each
            for each in note.effects
            if each in expected.effects or not self.reported.explains(self.source.path, each[2], first, last)
        )
        return _agree(kept, expected.effects)

    def begin(self, expected: Passage, passage: Passage) -> None:
        """Begin a passage of the book with one of the file."""
        self.current, self.rest, self.effects = expected, expected.text, []
        self.take(passage)

    def take(self, passage: Passage) -> None:
        """Add a passage of the file to the current one of the book."""
        assert self.current
        shift = len(self.current.text) - len(self.rest)
        self.effects += ((start + shift, end + shift, name, value) for start, end, name, value in passage.effects)
        self.rest = self.rest[len(passage.text) :]

    def take_pictures(self, pictures: Sequence[Passage], queue: list[Passage]) -> Iterator[Diagnostic]:
        """Take the pictures of a figure; their titles are its caption, together or one by one."""
        titles: list[str] = []
        for picture in pictures:
            self.anywhere[picture.picture_key] -= 1
            values = {name: value for *_, name, value in picture.effects}
            own = [value for *_, name, value in picture.effects if name == "title"]
            titles += (each for each in own if (values["image"], each) not in self.book.link_titles)
            first, last = (self.source.position(offset)[0] for offset in (picture.start, picture.end))
            refused = self.reported.explains(self.source.path, "link", first, last)
            if "link" in values and (values["image"], values["link"]) not in self.book.picture_links and not refused:
                yield self.report(picture.start, picture.start, f"has a link to “{values['link']}” in the file alone")
            width = values.get("width", "")
            refused = self.reported.explains(self.source.path, "width", first, last)
            if width and (values["image"], width) not in self.book.picture_widths and not refused:
                yield self.report(picture.start, picture.start, f"has the width “{width}” in the file alone")
        for title in ["".join(titles)] if len(queue) == 1 else titles:
            if queue and queue[0].text == title:
                queue.pop(0)
            elif title:
                yield self.report(pictures[0].start, pictures[0].start, f"has the title “{title}” in the file alone")

    def finish(self) -> Iterator[Diagnostic]:
        """End the current passage of the book, and yield what is wrong with its end or its effects."""
        current, self.current = self.current, None
        if current is None:
            return
        if self.rest and current.line in self.named:
            return
        if self.rest:
            start = self.source.starts[current.line - 1]
            yield self.report(start, start, f"has “{_short(self.rest)}” in the book alone")
            return
        in_file, in_book = Counter(self.effects), Counter(current.effects)
        wrong = sorted((in_file - in_book) + (in_book - in_file), key=lambda each: each[:2])
        offsets = self.offsets(current, wrong) if wrong else {}
        for effect in wrong:
            if effect[2] in _ADDED_IN_BOOK and effect in in_book:
                continue
            if effect[2] == "title" and self.is_defined(effect[3]):
                continue
            first, last = (self.source.position(offsets[count])[0] for count in effect[:2])
            if self.reported.explains(self.source.path, effect[2], first, last + 1):
                continue
            where = "in the file alone" if in_file[effect] > in_book[effect] else "in the book alone"
            start = offsets[effect[0]]
            yield self.report(start, start + 1, f"has the effect “{effect[2]} {effect[3]}” {where}")
            return

    def offsets(self, passage: Passage, effects: Iterable[Effect]) -> dict[int, int]:
        """Return where the characters of a passage stand at which effects begin and end, by those before them."""
        counts = sorted({count for effect in effects for count in effect[:2]})
        return dict(zip(counts, offsets_of(self.source, self.source.starts[passage.line - 1], counts), strict=True))

    def difference(self, passage: Passage, expected: str) -> Diagnostic:
        """Report the first character of a passage that is not in the book."""
        count = next(
            (nth for nth, (one, other) in enumerate(zip(passage.text, expected, strict=False)) if one != other),
            min(len(passage.text), len(expected)),
        )
        start = offset_of(self.source, passage.start, count)
        line_end = self.source.text.find("\n", start)
        return self.report(start, line_end if line_end > 0 else len(self.source.text), "is not in the book")

    def is_defined(self, words: str) -> bool:
        """Return whether the definition of a link, ``[label]: address "title"``, has an address or a title."""
        return squeeze(unquote(words)) in self.definitions

    def report(self, start: int, end: int, what: str) -> Diagnostic:
        """Return the finding for the characters from ``start`` to ``end`` of one line, or for a whole line."""
        line, column = self.source.position(start)
        line_text = self.source.lines[line - 1]
        end_column = min(column + end - start, len(line_text) + 1)
        words = line_text[column - 1 : end_column - 1] or line_text
        columns = (column, end_column) if end > start else (0, 0)
        span = Span(self.source.path, line, line)
        return LOST_IN_PARSING(f"`{_short(words)}` {what}", span, hint=HINT, columns=columns)


def _agree(in_file: Iterable[Effect], in_book: Iterable[Effect]) -> bool:
    """Return whether a book has the effects of the file, and no others but those that it may add."""
    ours, theirs = Counter(in_file), Counter(in_book)
    return ours <= theirs and all(effect[2] in _ADDED_IN_BOOK for effect in theirs - ours)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
