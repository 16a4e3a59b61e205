"""Compare a finished text with the expected text: here it is decided that a character is lost, added or moved.

Every expected character must be in the file once, in its place and in its language.
"""

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
from wicpress.proofing.text.matched_text import check_matches
from wicpress.proofing.text.mismatches import Match, TextMismatch, short
from wicpress.proofing.text.sequence_diff import Difference, diff_letters

CONTEXT_CHARS = 12
"""Letters quoted on either side of a mismatch."""
MIN_REPEAT = 8
"""Added letters that are expected elsewhere count as doubled if they are at least so many; fewer are chance."""

CONTENTS = "contents"
"""The kind of text in the contents: it is of their page, not of the blocks that they name."""

Counts = dict[str, dict[str, int]]


@attrs.frozen
class TextDiff:
    """The mismatches of a file, and its matched characters by kind and language.

    The kinds are those of ``expected_text.KINDS``; ``blocks`` has the ids of the blocks at each place.
    ``page_starts`` has for each printed page the block with which it starts, and how many characters of that block
    come before. ``matches`` are what both texts share, in order.
    """

    mismatches: tuple[TextMismatch, ...]
    characters: Counts
    blocks: dict[str, frozenset[str]]
    page_starts: dict[str, tuple[str, int]]
    matches: tuple[Match, ...] = attrs.field(default=(), repr=False)


def diff_text(
    text: Sequence[ExpectedRun],
    notes: Sequence[ExpectedRun],
    extracted: ExtractedText,
    template_text: str = "",
    in_columns: bool = False,
    printed: bool = False,
) -> TextDiff:
    """Compare the extracted text with the expected ``text`` and ``notes``; notes float, each is compared with itself.

    ``template_text`` is the text of the book's own templates: what they add is counted as ``template``, and what they
    leave out of the front matter is not lost. ``in_columns``: each language has a column. ``printed``: the text is
    that of pages, not of an e-book.
    """
    counts: Counts = defaultdict(lambda: defaultdict(int))
    blocks: dict[str, set[str]] = defaultdict(set)
    page_starts: dict[str, tuple[str, int]] = {}
    mismatches: list[TextMismatch] = []
    matches: list[Match] = []
    template_letters = stream([template_text]).letters if template_text else ""
    for expected, in_notes in ((text, False), (notes, True)):
        segments = tuple(each for each in extracted.segments if each.note is in_notes)
        if in_notes:
            segments = _in_order_of_notes(segments, expected)
        flow = _FlowDiff(tuple(expected), segments, extracted, template_letters, counts, in_columns)
        mismatches += flow.mismatches()
        matches += flow.matches
        for match in flow.matches:
            blocks[match.segment.place].add(CONTENTS if match.run.kind == CONTENTS else match.run.block)
        if not in_notes:
            page_starts = _page_starts(flow.matches, in_columns and printed)
    return TextDiff(
        tuple(mismatches),
        {kind: dict(each) for kind, each in counts.items()},
        {place: frozenset(each) for place, each in blocks.items()},
        page_starts,
        tuple(matches),
    )


def _in_order_of_notes(segments: Sequence[TextSegment], notes: Sequence[ExpectedRun]) -> tuple[TextSegment, ...]:
    """Return the segments of notes in the order in which the notes are expected, where their ids are known."""
    order = {block: nth for nth, block in reversed(list(enumerate(run.block for run in notes)))}
    return tuple(sorted(segments, key=lambda each: order.get(each.note_id, len(notes))))


def _page_starts(matches: Sequence[Match], columns: bool) -> dict[str, tuple[str, int]]:
    """Return the block of the first manuscript text on each page, and how many of its characters come before.

    A page with ``columns`` starts with the first block of which any side begins there, if there is one; words in
    another language inside a side begin none. A formula is one character, which is on the page where it begins.
    """
    starts: dict[str, tuple[str, int]] = {}
    beginning: dict[str, tuple[str, int]] = {}
    before: dict[str, int] = defaultdict(int)
    sides: set[tuple[str, str | Span]] = set()
    for previous, match in zip((None, *matches), matches, strict=False):
        block = match.run.block
        side = block, match.run.span or match.run.lang
        if match.run.is_manuscript:
            starts.setdefault(match.segment.page, (block, before[block]))
            if side not in sides:
                beginning.setdefault(match.segment.page, (block, before[block]))
            sides.add(side)
            is_same = previous is not None and previous.run is match.run
            before[block] += not is_same if "formula" in match.run.inline_kinds else match.size
    return starts | beginning if columns else starts


class _FlowDiff:
    """The differences of one flow, the main text or the notes, from its expected text."""

    def __init__(
        self,
        expected: tuple[ExpectedRun, ...],
        segments: tuple[TextSegment, ...],
        extracted: ExtractedText,
        template_letters: str,
        counts: Counts,
        in_columns: bool,
    ) -> None:
        self.runs, self.segments, self.in_columns = expected, segments, in_columns
        self.extracted, self.template_letters, self.counts = extracted, template_letters, counts
        self.expected = stream(each.text for each in expected)
        self.actual = stream(each.text for each in segments)
        blocks = ("", *(each.block for each in expected))
        self.block_starts = {
            start
            for start, each, last in zip(self.expected.starts, expected, blocks, strict=False)
            if each.block != last
        }
        differences = diff_letters(self.expected.letters, self.actual.letters)
        before = (0, *(each.expected_end for each in differences))
        after = (*(each.expected_start for each in differences[1:]), len(self.expected.letters))
        self.differences = tuple(map(self._aligned, differences, before, after))
        self.matches = tuple(self._split_matches())

    def _aligned(self, each: Difference, before: int, after: int) -> Difference:
        """Move a difference that only one text has to where a block or segment starts, if that is equivalent.

        Of ``ab|ab|ab`` and ``ab|ab`` any two adjacent letters may be the lost ones. The difference stays between
        ``before`` and ``after``, the ends of its neighbours in the expected text.
        """
        missing = each.actual_start == each.actual_end
        if not missing and each.expected_start != each.expected_end:
            return each
        texts, start, end = (
            (self.expected, each.expected_start, each.expected_end)
            if missing
            else (self.actual, each.actual_start, each.actual_end)
        )
        starts = self.block_starts if missing else set(texts.starts)
        allowed = range(
            before - each.expected_start + 1 if before else -each.expected_start, after - each.expected_end + 1
        )
        shift = next(
            (by for by in _equivalent_shifts(texts.letters, start, end) if start + by in starts and by in allowed), 0
        )
        return Difference(*(place + shift for place in attrs.astuple(each)))

    def mismatches(self) -> Iterator[TextMismatch]:
        """Yield every mismatch, and count the letters that match."""
        for match in self.matches:
            self.counts[match.run.kind][match.run.lang] += match.size
        yield from self._differences()
        yield from self._spacing()
        yield from check_matches(self.matches, self.extracted, self.in_columns, bool(self.template_letters))

    def _split_matches(self) -> Iterator[Match]:
        """Yield what both texts share, cut at the ends of runs and segments."""
        expected, actual = self.expected, self.actual
        here = there = 0
        for each in (
            *self.differences,
            Difference(len(expected.letters), len(expected.letters), len(actual.letters), len(actual.letters)),
        ):
            while here < each.expected_start:
                run_index, segment_index = expected.segment_at(here), actual.segment_at(there)
                size = min(
                    _end(expected, run_index) - here, _end(actual, segment_index) - there, each.expected_start - here
                )
                shared = expected.shown(here, here + size)
                yield Match(self.runs[run_index], self.segments[segment_index], shared, size)
                here, there = here + size, there + size
            here, there = each.expected_end, each.actual_end

    # -------------------------------------------------------------------------------- characters

    def _differences(self) -> Iterator[TextMismatch]:
        """Yield lost, added and changed text; what is lost in one place and added in another has moved."""
        missing = [each for each in self.differences if each.actual_end == each.actual_start]
        added = [each for each in self.differences if each.expected_end == each.expected_start]
        moved: set[Difference] = set()
        for each in missing:
            target = next((other for other in added if other not in moved and self._is_moved(each, other)), None)
            if target is not None:
                moved |= {each, target}
                yield self._mismatch("moved", each, target, "is not where it should be")
        for each in self.differences:
            if each not in moved and not self._by_template(each):
                yield self._difference(each, self._expected_letters(each), self._actual_letters(each))

    def _is_moved(self, missing: Difference, added: Difference) -> bool:
        """Return whether a lost and an added text are equal, or equal when rotated, as repeated letters allow."""
        missing_letters, extra_letters = self._expected_letters(missing), self._actual_letters(added)
        return len(missing_letters) == len(extra_letters) and extra_letters in missing_letters * 2

    def _expected_letters(self, each: Difference) -> str:
        return self.expected.letters[each.expected_start : each.expected_end]

    def _actual_letters(self, each: Difference) -> str:
        return self.actual.letters[each.actual_start : each.actual_end]

    def _by_template(self, each: Difference) -> bool:
        """Return whether text is added by a template of the book, or is front matter that it leaves out."""
        if not self.template_letters:
            return False
        missing, added = self._expected_letters(each), self._actual_letters(each)
        first, last = (
            self.expected.segment_at(each.expected_start),
            self.expected.segment_at(max(each.expected_end - 1, each.expected_start)),
        )
        if (
            missing and any(run.is_manuscript for run in self.runs[first : last + 1])
        ) or added not in self.template_letters:
            return False
        self.counts["template"][m.SHARED] += len(added)
        return True

    def _difference(self, each: Difference, missing: str, added: str) -> TextMismatch:
        if missing and added:
            now = short(self.actual.shown(each.actual_start, each.actual_end))
            return self._mismatch("changed", each, each, f"has become `{now}`")
        if missing:
            return self._mismatch("lost", each, each, "is not in the file")
        before, after = self.expected.letters[: each.expected_start], self.expected.letters[each.expected_start :]
        doubled = (
            before.endswith(added)
            or after.startswith(added)
            or (len(added) >= MIN_REPEAT and added in self.expected.letters)
        )
        text = short(self.actual.shown(each.actual_start, each.actual_end))
        segment = self.segments[self.actual.segment_at(each.actual_start)]
        start, end = max(0, each.actual_start - CONTEXT_CHARS), each.actual_end + CONTEXT_CHARS
        context = f"{self.actual.shown(start, each.actual_start)}⟨{text}⟩{self.actual.shown(each.actual_end, end)}"
        what = "stands there twice" if doubled else "is not in the manuscript"
        message = f"`{text}` {what}: …{context}…"
        return TextMismatch("doubled" if doubled else "added", message, text, "", segment.lang, segment.place)

    def _mismatch(self, kind: str, expected: Difference, actual: Difference, what: str) -> TextMismatch:
        """Return a mismatch of text that is expected."""
        run = self.runs[self.expected.segment_at(expected.expected_start)]
        text = short(self.expected.shown(expected.expected_start, expected.expected_end))
        before = self.expected.shown(expected.expected_start - CONTEXT_CHARS, expected.expected_start)
        after = self.expected.shown(expected.expected_end, expected.expected_end + CONTEXT_CHARS)
        whose = f"{run.block}, {run.lang}" + ("" if run.is_manuscript else f", {run.kind}")
        message = f"`{text}` ({whose}) {what}: …{before}⟨{text}⟩{after}…"
        place = (
            self.segments[min(self.actual.segment_at(actual.actual_start), len(self.segments) - 1)].place
            if self.segments
            else ""
        )
        return TextMismatch(kind, message, text, run.block, run.lang, place, run.span)

    # ----------------------------------------------------------------------- spaces and languages

    def _spacing(self) -> Iterator[TextMismatch]:
        """Yield words that are run together or split: a space is missing or added between letters."""
        shift = 0
        edges = iter((*self.differences, Difference(len(self.expected.letters), 0, 0, 0)))
        edge = next(edges)
        for here in range(1, len(self.expected.letters)):
            while here >= edge.expected_start and edge.actual_end:
                shift = edge.actual_end - edge.expected_end
                edge = next(edges)
            there = here + shift
            if here in self.expected.line_starts:
                is_wrong = self._is_same_pair(here, there) and not self._begin_lines(here, there)
            else:
                differ = (here in self.expected.gaps) != (there in self.actual.gaps)
                is_wrong = differ and self._sensitive(here, there) and not self._is_behind_picture(there)
            if is_wrong:
                run, segment = (
                    self.runs[self.expected.segment_at(here)],
                    self.segments[self.actual.segment_at(there)],
                )
                text = self.expected.shown(here - CONTEXT_CHARS, here + CONTEXT_CHARS)
                now = self.actual.shown(there - CONTEXT_CHARS, there + CONTEXT_CHARS)
                yield TextMismatch("spacing", f"`{text}` is spaced `{now}`", text, run.block, run.lang,
                                segment.place, run.span)  # fmt: skip

    def _sensitive(self, here: int, there: int) -> bool:
        """Return whether a space matters: inside one side, between letters of a script with spaces between words."""
        first, last = self.expected.segment_at(here - 1), self.expected.segment_at(here)
        one, other = self.runs[first], self.runs[last]
        if not (one.is_manuscript and other.is_manuscript and one.span == other.span and one.block == other.block):
            return False
        return self._is_same_pair(here, there) and all(map(_spaced, self.expected.letters[here - 1 : here + 1]))

    def _is_behind_picture(self, there: int) -> bool:
        """Return whether a letter begins a line or another picture behind a picture.

        There is no glyph for the space between them, and alternative texts of two pictures are read one by one.
        """
        before, here = self.actual.segment_at(there - 1), self.actual.segment_at(there)
        apart = there in self.actual.line_starts or (before != here and self.segments[here].picture)
        return apart and self.segments[before].picture

    def _begin_lines(self, here: int, there: int) -> bool:
        """Return whether a letter that begins lines begins as many in the file, or one more at the head of a page.

        A picture on paper has no glyph that begins a line: it stands below the picture before it, and is as high as
        an empty line or more.
        """
        before, segment = (self.segments[self.actual.segment_at(place)] for place in (there - 1, there))
        if segment.picture and segment.look is not None and before is not segment:
            return not before.picture or _stands_below(segment, before)
        most = self.expected.line_starts[here] + (self._begins_page(there) or before.picture)
        return 1 <= self.actual.line_starts.get(there, 0) <= most

    def _begins_page(self, there: int) -> bool:
        """Return whether a letter is on another page than the one before: a note goes on far below the text."""
        before, here = (self.segments[self.actual.segment_at(place)] for place in (there - 1, there))
        return before.place != here.place

    def _is_same_pair(self, here: int, there: int) -> bool:
        """Return whether the letters on both sides of two places are the same."""
        return self.actual.letters[there - 1 : there + 1] == self.expected.letters[here - 1 : here + 1]


def _stands_below(picture: TextSegment, other: TextSegment) -> bool:
    """Return whether a picture of a page stands below another one, or on another page."""
    if not (picture.look and other.look and picture.look.rect and other.look.rect):
        return True
    return picture.place != other.place or picture.look.rect[1] > other.look.rect[3] - 1


def _equivalent_shifts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield by how many letters ``text[start:end]`` can be moved so that ``text`` without it stays the same."""
    yield 0
    left = right = 0
    while start - left > 0 and text[start - left - 1] == text[end - left - 1]:
        left += 1
        yield -left
    while end + right < len(text) and text[start + right] == text[end + right]:
        right += 1
        yield right


def _end(texts: LetterStream, nth: int) -> int:
    """Return where the letters of a text end."""
    return texts.starts[nth + 1] if nth + 1 < len(texts.starts) else len(texts.letters)


def _spaced(char: str) -> bool:
    """Return whether a character is of a script that separates words by spaces."""
    return unicodedata.east_asian_width(char) in {"N", "Na", "H"}
