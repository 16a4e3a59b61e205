"""Sets readings above the Chinese words of a book, where it asks for them, when its chapters are built."""

from __future__ import annotations

import hashlib
import operator
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Span
from wicpress.languages import primary
from wicpress.model import (
    SHARED,
    Cell,
    Chapter,
    Citation,
    ForeignText,
    Inline,
    InlineContainer,
    InterlinearNote,
    Node,
    Ruby,
    Text,
    Translation,
    iter_nodes,
    translations_of,
)
from wicpress.parsing.references.links import SourceLines
from wicpress.parsing.ruby.diagnostics import UNSURE_READING, UNUSED_READING

if TYPE_CHECKING:
    from wicpress.readings.reader import Doubt, Reader, ReadText

_GAP = "\ufffc"
"""What stands in a text for anything that has no reading and parts words."""
_LISTED_LINES = 5


@attrs.define
class _Places:
    """Where a doubtful word stands: its first place, and all lines."""

    doubt: Doubt
    side: Translation
    block: str
    lines: list[str] = attrs.field(factory=list)


def set_readings(
    chapters: tuple[Chapter, ...], config: Config, lines: Mapping[str, Sequence[str]], diagnostics: list[Diagnostic]
) -> tuple[Chapter, ...]:
    """Return chapters with readings above the words that are to have them, and report those that are not sure."""
    from wicpress.parsing.ruby.own_file import READINGS_FILE, read_own  # noqa: PLC0415 - for books with readings

    wanted = [any(side.ruby for side in _sides(chapter)) for chapter in chapters]
    if not any(wanted):
        if os.path.lexists(config.root / READINGS_FILE):
            hint = 'write ruby = "pinyin" in [book], or `{ruby=pinyin}` behind the title of a chapter'
            diagnostics.append(UNUSED_READING("no text has readings", Span(READINGS_FILE, 1, 1), hint=hint))
        return chapters
    from wicpress.readings.reader import Reader  # noqa: PLC0415 - its dictionaries take half a second

    own, own_lines = read_own(config, diagnostics)
    reading_pass = ReadingPass(Reader(own, is_spoken=config.ruby_tones == "spoken"))
    settings = repr((config.ruby_tones, own))
    changed = tuple(
        reading_pass.chapter(each, settings) if has else each for each, has in zip(chapters, wanted, strict=True)
    )
    diagnostics.extend(_unsure(reading_pass.doubts, SourceLines(lines)))
    for word in own.keys() - reading_pass.reader.used:
        span = Span(READINGS_FILE, own_lines[word], own_lines[word])
        diagnostics.append(UNUSED_READING(f"`{word}` is no word of a text with readings", span, hint="take it away"))
    return changed


def _sides(chapter: Chapter) -> Iterator[Translation]:
    for node in iter_nodes(chapter):
        yield from translations_of(node)
    for child in chapter.title.children:
        yield from translations_of(child)


def _unsure(doubts: Iterable[_Places], lines: SourceLines) -> Iterator[Diagnostic]:
    """Report each word that is not sure once, at its first place."""
    for each in doubts:
        word, reading, choices = each.doubt.word, each.doubt.reading, each.doubt.choices
        span, columns = lines.locate(word, each.side.span)
        others = [choice for choice in choices if choice != reading]
        places = list(dict.fromkeys(each.lines))
        more = f"; also {', '.join(places[1 : _LISTED_LINES + 1])}" if len(places) > 1 else ""
        rest = f" and {len(places) - _LISTED_LINES - 1} more lines" if len(places) > _LISTED_LINES + 1 else ""
        may = f"it may be {', '.join(others)}" if others else "it may be no name"
        message = f"`{word}` was read {reading}: {may}{more}{rest}"
        hint = f'write "{word}" = "{reading}" in readings.toml, with the reading that is meant'
        yield UNSURE_READING(message, span, hint=hint, lang=each.side.lang, block=each.block, columns=columns)


class ReadingPass:
    """Sets the readings of all chapters; ``doubts`` are the words that are not sure, in the order of the text."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.by_word: dict[tuple[str, str], _Places] = {}
        self.block = ""

    @property
    def doubts(self) -> Iterable[_Places]:
        """The words that are not sure."""
        return self.by_word.values()

    def chapter(self, chapter: Chapter, settings: str) -> Chapter:
        """Return a chapter with readings; ``settings`` is what these depend on beside its text."""
        changed = attrs.evolve(
            chapter,
            part=chapter.part and self.changed(chapter.part),
            title=self.changed(chapter.title),
            blocks=self.changed(chapter.blocks),
            notes=self.changed(chapter.notes),
        )
        digest = hashlib.sha256(f"{chapter.digest} {settings}".encode()).hexdigest()
        return attrs.evolve(changed, digest=digest)

    def changed(self, value: Any) -> Any:
        """Return a node, or nodes, with the readings of the words in them."""
        if isinstance(value, tuple):
            parts = tuple(map(self.changed, value))
            return parts if any(map(operator.is_not, parts, value)) else value
        if isinstance(value, Translation):
            return attrs.evolve(value, inlines=self.words(value)) if value.ruby else value
        if not isinstance(value, Node | Cell):
            return value
        self.block = value.id if isinstance(value, Node) else self.block
        fields = {each.name: getattr(value, each.name) for each in attrs.fields(type(value))}
        inside = {name: self.changed(each) for name, each in fields.items() if isinstance(each, tuple)}
        new = {name: each for name, each in inside.items() if each is not fields[name]}
        return attrs.evolve(value, **new) if new else value

    def words(self, side: Translation) -> tuple[Inline, ...]:
        """Return the words of a side with readings, of those that languages share the Chinese alone."""
        if side.lang != SHARED:
            return self.with_readings(side.inlines, side)
        return tuple(self.in_shared(each, side) for each in side.inlines)

    def in_shared(self, inline: Inline, side: Translation) -> Inline:
        """Return an inline of words that all languages share, its Chinese with readings."""
        if isinstance(inline, ForeignText) and primary(inline.lang) == "zh":
            return attrs.evolve(inline, children=self.with_readings(inline.children, side))
        return inline

    def with_readings(self, inlines: tuple[Inline, ...], side: Translation) -> tuple[Inline, ...]:
        """Return Chinese inlines with readings."""
        text = "".join(_texts(inlines))
        words = list(self.reader.read(text))
        if not words:
            return inlines
        for each in words:
            if each.doubt:
                self.note(each.doubt, side)
        return _Setter(words, side.ruby).inlines(inlines)

    def note(self, doubt: Doubt, side: Translation) -> None:
        """Keep a word that is not sure, and where it stands."""
        places = self.by_word.setdefault((doubt.word, doubt.reading), _Places(doubt, side, self.block))
        line = f"line {side.span.line}" if side.span.path == places.side.span.path else ""
        places.lines.append(line or f"{side.span.path}:{side.span.line}")


def _is_read(inline: Inline) -> bool:
    """Return whether the words in an inline have readings.

    Not what is cited, nor words in another language, nor small ones in two lines, above which there is no room.
    """
    if isinstance(inline, ForeignText):
        return primary(inline.lang) == "zh"
    return isinstance(inline, InlineContainer) and not isinstance(inline, Citation | InterlinearNote)


def _texts(inlines: Iterable[Inline]) -> Iterator[str]:
    """Yield the text of inlines, one piece for each that has no others inside."""
    for inline in inlines:
        if isinstance(inline, Text):
            yield inline.text
        elif _is_read(inline):
            assert isinstance(inline, InlineContainer)
            yield from _texts(inline.children)
        else:
            yield _GAP


class _Setter:
    """Sets the readings of ``words`` above the inlines from whose text they are, in order."""

    def __init__(self, words: Sequence[ReadText], system: str) -> None:
        self.words = words
        self.system = system
        self.nth = 0
        self.at = 0

    def inlines(self, inlines: Iterable[Inline]) -> tuple[Inline, ...]:
        """Return inlines with readings."""
        return tuple(each for inline in inlines for each in self.inline(inline))

    def inline(self, inline: Inline) -> Iterator[Inline]:
        """Yield what an inline is with readings."""
        if isinstance(inline, Text):
            yield from self.text(inline.text)
        elif _is_read(inline):
            assert isinstance(inline, InlineContainer)
            yield attrs.evolve(inline, children=self.inlines(inline.children))
        else:
            self.at += len(_GAP)
            yield inline

    def text(self, text: str) -> Iterator[Inline]:
        """Yield the pieces of a text; of a word that goes on in the next text, each part has its own syllables."""
        start, end, at = self.at, self.at + len(text), self.at
        while self.nth < len(self.words) and self.words[self.nth].start < end:
            word = self.words[self.nth]
            first, last = max(word.start, start), min(word.end, end)
            if at < first:
                yield Text(text[at - start : first - start])
            yield from self.ruby(word, text[first - start : last - start], first)
            at = last
            if word.end > end:
                break
            self.nth += 1
        if at < end:
            yield Text(text[at - start :])
        self.at = end

    def ruby(self, word: ReadText, base: str, first: int) -> Iterator[Ruby]:
        """Yield the readings of a word, or of the part of it that begins at ``first``."""
        if self.system == "pinyin":
            yield Ruby(base, word.between(first, first + len(base)), by_machine=True)
            return
        for nth, char in enumerate(base, first - word.start):
            yield Ruby(char, word.syllables[nth].zhuyin, by_machine=True)
