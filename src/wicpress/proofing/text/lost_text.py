"""A finished text against its fair copy: every character there once, in its place and language, or accounted for."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from wicpress import model as m
from wicpress.proofing.text.expected_text import Passage
from wicpress.proofing.text.extract_text import Reading, Said
from wicpress.proofing.text.letter_stream import Stream, stream
from wicpress.proofing.text.sequence_diff import Stretch, collate
from wicpress.spans import Span

CONTEXT = 12
"""Letters shown on either side of a fault."""
PHRASE = 8
"""So many letters that stand in the copy already are no chance: they are there once more."""
LONGEST = 60

Counts = dict[str, dict[str, int]]


@attrs.frozen
class TextFault:
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
    def told(self) -> str:
        """The fault in one line, where it is first."""
        where = f"{self.span.path}:{self.span.line}" if self.span else ""
        return ": ".join(filter(None, (where, self.place, self.message)))


@attrs.frozen
class ReadBack:
    """What came of reading a file back: its faults, none for a sound one, and its characters by kind and language.

    The kinds are those of ``faircopy.KINDS``; ``blocks`` are those of which each place has words; ``begins`` has for
    each printed page the block with which it begins, and how many of that block's written characters stand before.
    """

    faults: tuple[TextFault, ...]
    characters: Counts
    blocks: dict[str, frozenset[str]]
    begins: dict[str, tuple[str, int]]


def read_back(text: Sequence[Passage], notes: Sequence[Passage], reading: Reading, own: str = "") -> ReadBack:
    """``reading`` against its copy: the ``text``, and the ``notes``, which float and keep their own order.

    ``own`` are the words of the book's own templates: what they add is accounted for, what they leave out of the
    front matter is no loss.
    """
    counts: Counts = defaultdict(lambda: defaultdict(int))
    blocks: dict[str, set[str]] = defaultdict(set)
    begins: dict[str, tuple[str, int]] = {}
    faults: list[TextFault] = []
    for copy, floats in ((text, False), (notes, True)):
        said = tuple(each for each in reading.said if each.note is floats)
        proof = _Proof(tuple(copy), said, reading, stream([own]).bare if own else "", counts)
        faults += proof.faults()
        for piece in proof.pieces:
            blocks[piece.said.place].add(piece.passage.block)
        if not floats:
            begins = _begins(proof.pieces)
    return ReadBack(
        tuple(faults),
        {kind: dict(each) for kind, each in counts.items()},
        {place: frozenset(each) for place, each in blocks.items()},
        begins,
    )


@attrs.frozen
class _Piece:
    """Letters that copy and proof share, of one passage and one stretch of the file."""

    passage: Passage
    said: Said
    start: int
    size: int


def _begins(pieces: Sequence[_Piece]) -> dict[str, tuple[str, int]]:
    """The block, and its written characters before, of the first words of the manuscript on each page."""
    found: dict[str, tuple[str, int]] = {}
    before: dict[str, int] = defaultdict(int)
    for piece in pieces:
        block = piece.passage.block
        if piece.passage.written:
            found.setdefault(piece.said.page, (block, before[block]))
            before[block] += piece.size
    return found


class _Proof:
    """One flow of a finished text beside its copy."""

    def __init__(
        self, copy: tuple[Passage, ...], said: tuple[Said, ...], reading: Reading, own: str, counts: Counts
    ) -> None:
        self.passages, self.said, self.reading, self.own, self.counts = copy, said, reading, own, counts
        self.copy = stream(each.text for each in copy)
        self.proof = stream(each.text for each in said)
        blocks = ("", *(each.block for each in copy))
        self.begins = {
            start for start, each, last in zip(self.copy.starts, copy, blocks, strict=False) if each.block != last
        }
        found = collate(self.copy.bare, self.proof.bare)
        before = (0, *(each.copy_end for each in found))
        after = (*(each.copy_start for each in found[1:]), len(self.copy.bare))
        self.stretches = tuple(map(self._settled, found, before, after))
        self.pieces = tuple(self._pieces())

    def _settled(self, each: Stretch, before: int, after: int) -> Stretch:
        """A stretch that only one text has, from where a passage of that text begins, if it may be said so.

        It stays between the stretches ``before`` and ``after`` it, as places of the copy.

        Of ``ab|ab|ab`` and ``ab|ab`` any two letters next to each other may be those that are lost.
        """
        gone = each.proof_start == each.proof_end
        if not gone and each.copy_start != each.copy_end:
            return each
        texts, start, end = (
            (self.copy, each.copy_start, each.copy_end) if gone else (self.proof, each.proof_start, each.proof_end)
        )
        begins = self.begins if gone else set(texts.starts)
        room = range(before - each.copy_start + 1 if before else -each.copy_start, after - each.copy_end + 1)
        slid = next((by for by in _slides(texts.bare, start, end) if start + by in begins and by in room), 0)
        return Stretch(*(place + slid for place in attrs.astuple(each)))

    def faults(self) -> Iterator[TextFault]:
        """Everything that is not as the copy has it; what is there is counted on the way."""
        for piece in self.pieces:
            self.counts[piece.passage.kind][piece.passage.lang] += piece.size
        yield from self._differences()
        yield from self._spacing()
        yield from self._languages()
        yield from self._references()

    def _pieces(self) -> Iterator[_Piece]:
        """What copy and proof share, cut where either goes on to its next text."""
        copy, proof = self.copy, self.proof
        here = there = 0
        for each in (*self.stretches, Stretch(len(copy.bare), len(copy.bare), len(proof.bare), len(proof.bare))):
            while here < each.copy_start:
                mine, its = copy.owner(here), proof.owner(there)
                size = min(_end(copy, mine) - here, _end(proof, its) - there, each.copy_start - here)
                yield _Piece(self.passages[mine], self.said[its], here, size)
                here, there = here + size, there + size
            here, there = each.copy_end, each.proof_end

    # -------------------------------------------------------------------------------- characters

    def _differences(self) -> Iterator[TextFault]:
        """What is gone in one place and there in another has moved; the rest is told as it is."""
        gone = [each for each in self.stretches if each.proof_end == each.proof_start]
        come = [each for each in self.stretches if each.copy_end == each.copy_start]
        moved: set[Stretch] = set()
        for each in gone:
            again = next((other for other in come if other not in moved and self._same(each, other)), None)
            if again is not None:
                moved |= {each, again}
                yield self._fault("moved", each, again, "is not where it should be")
        for each in self.stretches:
            if each not in moved and not self._by_template(each):
                yield self._difference(each, self._copied(each), self._proofed(each))

    def _same(self, gone: Stretch, come: Stretch) -> bool:
        """True for the same words; they may begin a few letters off, where what stands beside them begins alike."""
        words, found = self._copied(gone), self._proofed(come)
        return len(words) == len(found) and found in words * 2

    def _copied(self, each: Stretch) -> str:
        return self.copy.bare[each.copy_start : each.copy_end]

    def _proofed(self, each: Stretch) -> str:
        return self.proof.bare[each.proof_start : each.proof_end]

    def _by_template(self, each: Stretch) -> bool:
        """True for words that a template of the book's own says, or furniture that it leaves out."""
        if not self.own:
            return False
        gone, added = self._copied(each), self._proofed(each)
        first, last = self.copy.owner(each.copy_start), self.copy.owner(max(each.copy_end - 1, each.copy_start))
        if (gone and any(passage.written for passage in self.passages[first : last + 1])) or added not in self.own:
            return False
        self.counts["template"][m.SHARED] += len(added)
        return True

    def _difference(self, each: Stretch, gone: str, added: str) -> TextFault:
        if gone and added:
            now = _short(self.proof.shown(each.proof_start, each.proof_end))
            return self._fault("changed", each, each, f"has become `{now}`")
        if gone:
            return self._fault("lost", each, each, "is not in the file")
        before, after = self.copy.bare[: each.copy_start], self.copy.bare[each.copy_start :]
        again = (
            before.endswith(added) or after.startswith(added) or (len(added) >= PHRASE and added in self.copy.bare)
        )
        text = _short(self.proof.shown(each.proof_start, each.proof_end))
        said = self.said[self.proof.owner(each.proof_start)]
        start, end = max(0, each.proof_start - CONTEXT), each.proof_end + CONTEXT
        context = f"{self.proof.shown(start, each.proof_start)}⟨{text}⟩{self.proof.shown(each.proof_end, end)}"
        what = "stands there twice" if again else "is not in the manuscript"
        message = f"`{text}` {what}: …{context}…"
        return TextFault("doubled" if again else "added", message, text, "", said.lang, said.place)

    def _fault(self, kind: str, copied: Stretch, proofed: Stretch, what: str) -> TextFault:
        """A fault of words that the copy has."""
        passage = self.passages[self.copy.owner(copied.copy_start)]
        text = _short(self.copy.shown(copied.copy_start, copied.copy_end))
        before = self.copy.shown(copied.copy_start - CONTEXT, copied.copy_start)
        after = self.copy.shown(copied.copy_end, copied.copy_end + CONTEXT)
        whose = f"{passage.block}, {passage.lang}" + ("" if passage.written else f", {passage.kind}")
        message = f"`{text}` ({whose}) {what}: …{before}⟨{text}⟩{after}…"
        place = self.said[min(self.proof.owner(proofed.proof_start), len(self.said) - 1)].place if self.said else ""
        return TextFault(kind, message, text, passage.block, passage.lang, place, passage.span)

    # ----------------------------------------------------------------------- spaces and languages

    def _spacing(self) -> Iterator[TextFault]:
        """Words run together or torn apart: between letters that need a space, it is there or it is not."""
        shift = 0
        edges = iter((*self.stretches, Stretch(len(self.copy.bare), 0, 0, 0)))
        edge = next(edges)
        for here in range(1, len(self.copy.bare)):
            while here >= edge.copy_start and edge.proof_end:
                shift = edge.proof_end - edge.copy_end
                edge = next(edges)
            there = here + shift
            if (here in self.copy.gaps) != (there in self.proof.gaps) and self._sensitive(here, there):
                passage, said = self.passages[self.copy.owner(here)], self.said[self.proof.owner(there)]
                text = self.copy.shown(here - CONTEXT, here + CONTEXT)
                now = self.proof.shown(there - CONTEXT, there + CONTEXT)
                yield TextFault("spacing", f"`{text}` is spaced `{now}`", text, passage.block, passage.lang,
                                said.place, passage.span)  # fmt: skip

    def _sensitive(self, here: int, there: int) -> bool:
        """True inside the words of one side, between two characters that part words by spaces."""
        first, last = self.copy.owner(here - 1), self.copy.owner(here)
        one, other = self.passages[first], self.passages[last]
        if not (one.written and other.written and one.span == other.span and one.block == other.block):
            return False
        if any(each.text == "\n" for each in self.passages[first + 1 : last]):
            return False  # a line that its author ended needs no space
        pair = self.copy.bare[here - 1 : here + 1]
        return self.proof.bare[there - 1 : there + 1] == pair and all(map(_spaced, pair))

    def _languages(self) -> Iterator[TextFault]:
        told: set[tuple[str, str]] = set()
        for piece in self.pieces:
            passage, said = piece.passage, piece.said
            wrong = said.lang != passage.lang and m.SHARED not in {said.lang, passage.lang}
            letters = self.copy.bare[piece.start : piece.start + piece.size]
            if wrong and any(map(str.isalpha, letters)) and (passage.block, said.lang) not in told:
                told.add((passage.block, said.lang))
                text = _short(self.copy.shown(piece.start, piece.start + piece.size))
                message = f"`{text}` ({passage.block}, {passage.lang}) is said to be in `{said.lang}`"
                yield TextFault("language", message, text, passage.block, passage.lang, said.place, passage.span)

    # -------------------------------------------------------------------------------- references

    def _references(self) -> Iterator[TextFault]:
        """Links that lead elsewhere, and destinations that are not where their piece is."""
        told: set[tuple[str, str]] = set()
        begun: set[str] = set()
        for piece in self.pieces:
            passage, said = piece.passage, piece.said
            key = passage.block, passage.leads
            if passage.leads and key not in told and not self.reading.leads_to(said.leads, passage.leads):
                told.add(key)
                where = f"leads to `{said.leads}`" if said.leads else "leads nowhere"
                message = f"`{_short(passage.text)}` ({passage.block}) {where}, not to `{passage.leads}`"
                yield TextFault("reference", message, passage.text, passage.block, passage.lang, said.place,
                                passage.span)  # fmt: skip
            if passage.kind == "contents" or passage.block in begun:
                continue
            begun.add(passage.block)
            page = self.reading.pages.get(passage.block)
            if page is not None and page != said.page:
                message = f"`{passage.block}` is said to be on page {page} and begins on page {said.page}"
                yield TextFault("reference", message, passage.text, passage.block, passage.lang, said.place,
                                passage.span)  # fmt: skip


def _slides(text: str, start: int, end: int) -> Iterator[int]:
    """By how many letters ``text[start:end]`` may be moved, taken out of ``text``, with the same letters left."""
    yield 0
    left = right = 0
    while start - left > 0 and text[start - left - 1] == text[end - left - 1]:
        left += 1
        yield -left
    while end + right < len(text) and text[start + right] == text[end + right]:
        right += 1
        yield right


def _end(texts: Stream, nth: int) -> int:
    """Where the letters of a text end."""
    return texts.starts[nth + 1] if nth + 1 < len(texts.starts) else len(texts.bare)


def _spaced(char: str) -> bool:
    """True for a character of a script that parts its words by spaces."""
    return unicodedata.east_asian_width(char) in {"N", "Na", "H"}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
