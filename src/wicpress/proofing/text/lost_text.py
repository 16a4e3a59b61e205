"""A finished text against its fair copy: every character there once, in its place and language, or accounted for."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from wicpress import model as m
from wicpress.diagnostics import Span
from wicpress.proofing.text.expected_text import ExpectedRun
from wicpress.proofing.text.extract_text import ExtractedText, TextSegment
from wicpress.proofing.text.letter_stream import LetterStream, stream
from wicpress.proofing.text.sequence_diff import Difference, diff_letters

CONTEXT_CHARS = 12
"""Letters shown on either side of a fault."""
MIN_REPEAT = 8
"""So many letters that stand in the copy already are no chance: they are there once more."""
MAX_QUOTE = 60

Counts = dict[str, dict[str, int]]


@attrs.frozen
class TextMismatch:
    """A place where the finished text is not its copy.

    ``kind`` is ``lost``, ``added``, ``doubled``, ``moved``, ``changed``, ``spacing``, ``language`` or ``reference``;
    ``place`` is where it is in the file, ``span`` where in the manuscript, if it is there.
    """

    kind: str
    message: str
    text: str
    block: str = ""
    lang: str = ""
    place: str = ""
    span: Span | None = None

    def to_json(self) -> dict[str, object]:
        """The fault as a JSON object."""
        return {**attrs.asdict(self), "span": attrs.asdict(self.span) if self.span else None}

    @property
    def line(self) -> str:
        """The fault in one line, where it is first."""
        where = f"{self.span.path}:{self.span.line}" if self.span else ""
        return ": ".join(filter(None, (where, self.place, self.message)))


@attrs.frozen
class TextDiff:
    """What came of reading a file back: its faults, none for a sound one, and its characters by kind and language.

    The kinds are those of ``faircopy.KINDS``; ``blocks`` are those of which each place has words; ``begins`` has for
    each printed page the block with which it begins, and how many of that block's written characters stand before.
    """

    mismatches: tuple[TextMismatch, ...]
    characters: Counts
    blocks: dict[str, frozenset[str]]
    begins: dict[str, tuple[str, int]]


def diff_text(
    text: Sequence[ExpectedRun], notes: Sequence[ExpectedRun], reading: ExtractedText, own: str = ""
) -> TextDiff:
    """``reading`` against its copy: the ``text``, and the ``notes``, which float and keep their own order.

    ``own`` are the words of the book's own templates: what they add is accounted for, what they leave out of the
    front matter is no loss.
    """
    counts: Counts = defaultdict(lambda: defaultdict(int))
    blocks: dict[str, set[str]] = defaultdict(set)
    begins: dict[str, tuple[str, int]] = {}
    faults: list[TextMismatch] = []
    for copy, floats in ((text, False), (notes, True)):
        said = tuple(each for each in reading.segments if each.note is floats)
        proof = _FlowDiff(tuple(copy), said, reading, stream([own]).letters if own else "", counts)
        faults += proof.mismatches()
        for piece in proof.pieces:
            blocks[piece.segments.place].add(piece.run.block)
        if not floats:
            begins = _begins(proof.pieces)
    return TextDiff(
        tuple(faults),
        {kind: dict(each) for kind, each in counts.items()},
        {place: frozenset(each) for place, each in blocks.items()},
        begins,
    )


@attrs.frozen
class _Match:
    """Letters that copy and proof share, of one passage and one stretch of the file."""

    run: ExpectedRun
    segments: TextSegment
    start: int
    size: int


def _begins(pieces: Sequence[_Match]) -> dict[str, tuple[str, int]]:
    """The block, and its written characters before, of the first words of the manuscript on each page."""
    found: dict[str, tuple[str, int]] = {}
    before: dict[str, int] = defaultdict(int)
    for piece in pieces:
        block = piece.run.block
        if piece.run.is_manuscript:
            found.setdefault(piece.segments.page, (block, before[block]))
            before[block] += piece.size
    return found


class _FlowDiff:
    """One flow of a finished text beside its copy."""

    def __init__(
        self,
        expected: tuple[ExpectedRun, ...],
        segments: tuple[TextSegment, ...],
        reading: ExtractedText,
        own: str,
        counts: Counts,
    ) -> None:
        self.passages, self.segments, self.reading, self.own, self.counts = expected, segments, reading, own, counts
        self.expected = stream(each.text for each in expected)
        self.proof = stream(each.text for each in segments)
        blocks = ("", *(each.block for each in expected))
        self.begins = {
            start
            for start, each, last in zip(self.expected.starts, expected, blocks, strict=False)
            if each.block != last
        }
        found = diff_letters(self.expected.letters, self.proof.letters)
        before = (0, *(each.expected_end for each in found))
        after = (*(each.expected_start for each in found[1:]), len(self.expected.letters))
        self.stretches = tuple(map(self._settled, found, before, after))
        self.pieces = tuple(self._pieces())

    def _settled(self, each: Difference, before: int, after: int) -> Difference:
        """A stretch that only one text has, from where a passage of that text begins, if it may be said so.

        It stays between the stretches ``before`` and ``after`` it, as places of the copy.

        Of ``ab|ab|ab`` and ``ab|ab`` any two letters next to each other may be those that are lost.
        """
        gone = each.proof_start == each.proof_end
        if not gone and each.expected_start != each.expected_end:
            return each
        texts, start, end = (
            (self.expected, each.expected_start, each.expected_end)
            if gone
            else (self.proof, each.proof_start, each.proof_end)
        )
        begins = self.begins if gone else set(texts.starts)
        room = range(
            before - each.expected_start + 1 if before else -each.expected_start, after - each.expected_end + 1
        )
        slid = next(
            (by for by in _equivalent_shifts(texts.letters, start, end) if start + by in begins and by in room), 0
        )
        return Difference(*(place + slid for place in attrs.astuple(each)))

    def mismatches(self) -> Iterator[TextMismatch]:
        """Everything that is not as the copy has it; what is there is counted on the way."""
        for piece in self.pieces:
            self.counts[piece.run.kind][piece.run.lang] += piece.size
        yield from self._differences()
        yield from self._spacing()
        yield from self._languages()
        yield from self._references()

    def _pieces(self) -> Iterator[_Match]:
        """What copy and proof share, cut where either goes on to its next text."""
        copy, proof = self.expected, self.proof
        here = there = 0
        for each in (
            *self.stretches,
            Difference(len(copy.letters), len(copy.letters), len(proof.letters), len(proof.letters)),
        ):
            while here < each.expected_start:
                mine, its = copy.segment_at(here), proof.segment_at(there)
                size = min(_end(copy, mine) - here, _end(proof, its) - there, each.expected_start - here)
                yield _Match(self.passages[mine], self.segments[its], here, size)
                here, there = here + size, there + size
            here, there = each.expected_end, each.proof_end

    # -------------------------------------------------------------------------------- characters

    def _differences(self) -> Iterator[TextMismatch]:
        """What is gone in one place and there in another has moved; the rest is told as it is."""
        gone = [each for each in self.stretches if each.proof_end == each.proof_start]
        come = [each for each in self.stretches if each.expected_end == each.expected_start]
        moved: set[Difference] = set()
        for each in gone:
            again = next((other for other in come if other not in moved and self._same(each, other)), None)
            if again is not None:
                moved |= {each, again}
                yield self._mismatch("moved", each, again, "is not where it should be")
        for each in self.stretches:
            if each not in moved and not self._by_template(each):
                yield self._difference(each, self._copied(each), self._proofed(each))

    def _same(self, missing: Difference, come: Difference) -> bool:
        """True for the same words; they may begin a few letters off, where what stands beside them begins alike."""
        words, found = self._copied(missing), self._proofed(come)
        return len(words) == len(found) and found in words * 2

    def _copied(self, each: Difference) -> str:
        return self.expected.letters[each.expected_start : each.expected_end]

    def _proofed(self, each: Difference) -> str:
        return self.proof.letters[each.proof_start : each.proof_end]

    def _by_template(self, each: Difference) -> bool:
        """True for words that a template of the book's own says, or furniture that it leaves out."""
        if not self.own:
            return False
        gone, added = self._copied(each), self._proofed(each)
        first, last = (
            self.expected.segment_at(each.expected_start),
            self.expected.segment_at(max(each.expected_end - 1, each.expected_start)),
        )
        if (
            gone and any(passage.is_manuscript for passage in self.passages[first : last + 1])
        ) or added not in self.own:
            return False
        self.counts["template"][m.SHARED] += len(added)
        return True

    def _difference(self, each: Difference, missing: str, added: str) -> TextMismatch:
        if missing and added:
            now = _short(self.proof.shown(each.proof_start, each.proof_end))
            return self._mismatch("changed", each, each, f"has become `{now}`")
        if missing:
            return self._mismatch("lost", each, each, "is not in the file")
        before, after = self.expected.letters[: each.expected_start], self.expected.letters[each.expected_start :]
        again = (
            before.endswith(added)
            or after.startswith(added)
            or (len(added) >= MIN_REPEAT and added in self.expected.letters)
        )
        text = _short(self.proof.shown(each.proof_start, each.proof_end))
        said = self.segments[self.proof.segment_at(each.proof_start)]
        start, end = max(0, each.proof_start - CONTEXT_CHARS), each.proof_end + CONTEXT_CHARS
        context = f"{self.proof.shown(start, each.proof_start)}⟨{text}⟩{self.proof.shown(each.proof_end, end)}"
        what = "stands there twice" if again else "is not in the manuscript"
        message = f"`{text}` {what}: …{context}…"
        return TextMismatch("doubled" if again else "added", message, text, "", said.lang, said.place)

    def _mismatch(self, kind: str, copied: Difference, proofed: Difference, what: str) -> TextMismatch:
        """A fault of words that the copy has."""
        passage = self.passages[self.expected.segment_at(copied.expected_start)]
        text = _short(self.expected.shown(copied.expected_start, copied.expected_end))
        before = self.expected.shown(copied.expected_start - CONTEXT_CHARS, copied.expected_start)
        after = self.expected.shown(copied.expected_end, copied.expected_end + CONTEXT_CHARS)
        whose = f"{passage.block}, {passage.lang}" + ("" if passage.is_manuscript else f", {passage.kind}")
        message = f"`{text}` ({whose}) {what}: …{before}⟨{text}⟩{after}…"
        place = (
            self.segments[min(self.proof.segment_at(proofed.proof_start), len(self.segments) - 1)].place
            if self.segments
            else ""
        )
        return TextMismatch(kind, message, text, passage.block, passage.lang, place, passage.span)

    # ----------------------------------------------------------------------- spaces and languages

    def _spacing(self) -> Iterator[TextMismatch]:
        """Words run together or torn apart: between letters that need a space, it is there or it is not."""
        shift = 0
        edges = iter((*self.stretches, Difference(len(self.expected.letters), 0, 0, 0)))
        edge = next(edges)
        for here in range(1, len(self.expected.letters)):
            while here >= edge.expected_start and edge.proof_end:
                shift = edge.proof_end - edge.expected_end
                edge = next(edges)
            there = here + shift
            if (here in self.expected.gaps) != (there in self.proof.gaps) and self._sensitive(here, there):
                passage, said = (
                    self.passages[self.expected.segment_at(here)],
                    self.segments[self.proof.segment_at(there)],
                )
                text = self.expected.shown(here - CONTEXT_CHARS, here + CONTEXT_CHARS)
                now = self.proof.shown(there - CONTEXT_CHARS, there + CONTEXT_CHARS)
                yield TextMismatch("spacing", f"`{text}` is spaced `{now}`", text, passage.block, passage.lang,
                                said.place, passage.span)  # fmt: skip

    def _sensitive(self, here: int, there: int) -> bool:
        """True inside the words of one side, between two characters that part words by spaces."""
        first, last = self.expected.segment_at(here - 1), self.expected.segment_at(here)
        one, other = self.passages[first], self.passages[last]
        if not (one.is_manuscript and other.is_manuscript and one.span == other.span and one.block == other.block):
            return False
        if any(each.text == "\n" for each in self.passages[first + 1 : last]):
            return False  # a line that its author ended needs no space
        pair = self.expected.letters[here - 1 : here + 1]
        return self.proof.letters[there - 1 : there + 1] == pair and all(map(_spaced, pair))

    def _languages(self) -> Iterator[TextMismatch]:
        told: set[tuple[str, str]] = set()
        for piece in self.pieces:
            passage, said = piece.run, piece.segments
            wrong = said.lang != passage.lang and m.SHARED not in {said.lang, passage.lang}
            letters = self.expected.letters[piece.start : piece.start + piece.size]
            if wrong and any(map(str.isalpha, letters)) and (passage.block, said.lang) not in told:
                told.add((passage.block, said.lang))
                text = _short(self.expected.shown(piece.start, piece.start + piece.size))
                message = f"`{text}` ({passage.block}, {passage.lang}) is said to be in `{said.lang}`"
                yield TextMismatch("language", message, text, passage.block, passage.lang, said.place, passage.span)

    # -------------------------------------------------------------------------------- references

    def _references(self) -> Iterator[TextMismatch]:
        """Links that lead elsewhere, and destinations that are not where their piece is."""
        told: set[tuple[str, str]] = set()
        begun: set[str] = set()
        for piece in self.pieces:
            passage, said = piece.run, piece.segments
            key = passage.block, passage.link_target
            if (
                passage.link_target
                and key not in told
                and not self.reading.link_target(said.link_target, passage.link_target)
            ):
                told.add(key)
                where = f"leads to `{said.link_target}`" if said.link_target else "leads nowhere"
                message = f"`{_short(passage.text)}` ({passage.block}) {where}, not to `{passage.link_target}`"
                yield TextMismatch("reference", message, passage.text, passage.block, passage.lang, said.place,
                                passage.span)  # fmt: skip
            if passage.kind == "contents" or passage.block in begun:
                continue
            begun.add(passage.block)
            page = self.reading.pages.get(passage.block)
            if page is not None and page != said.page:
                message = f"`{passage.block}` is said to be on page {page} and begins on page {said.page}"
                yield TextMismatch("reference", message, passage.text, passage.block, passage.lang, said.place,
                                passage.span)  # fmt: skip


def _equivalent_shifts(text: str, start: int, end: int) -> Iterator[int]:
    """By how many letters ``text[start:end]`` may be moved, taken out of ``text``, with the same letters left."""
    yield 0
    left = right = 0
    while start - left > 0 and text[start - left - 1] == text[end - left - 1]:
        left += 1
        yield -left
    while end + right < len(text) and text[start + right] == text[end + right]:
        right += 1
        yield right


def _end(texts: LetterStream, nth: int) -> int:
    """Where the letters of a text end."""
    return texts.starts[nth + 1] if nth + 1 < len(texts.starts) else len(texts.letters)


def _spaced(char: str) -> bool:
    """True for a character of a script that parts its words by spaces."""
    return unicodedata.east_asian_width(char) in {"N", "Na", "H"}


def _short(text: str) -> str:
    return text if len(text) <= MAX_QUOTE else f"{text[:MAX_QUOTE]}…"
