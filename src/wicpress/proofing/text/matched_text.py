"""Compare what surrounds text that is in a file and in its book: language, heading, kinds of inline, links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from wicpress import languages as lang
from wicpress import model as m
from wicpress.proofing.text.containers import OTHER
from wicpress.proofing.text.extract_text import ExtractedText
from wicpress.proofing.text.mismatches import Match, TextMismatch, short

_SHIFTED = frozenset({"subscript", "superscript"})


def check_matches(
    matches: Sequence[Match], extracted: ExtractedText, in_columns: bool, own_templates: bool
) -> Iterator[TextMismatch]:
    """Yield text that is in the file and is in it in another way than in the book.

    A book with ``own_templates`` may put its blocks into other elements.
    """
    yield from _languages(matches)
    yield from _headings(matches)
    yield from _inlines(matches)
    yield from _hidden(matches)
    if not own_templates:
        yield from _containers(matches)
    yield from _links(matches, extracted)
    yield from _destinations(matches, extracted, in_columns)


def _mismatch(kind: str, message: str, match: Match, text: str = "") -> TextMismatch:
    run = match.run
    return TextMismatch(kind, message, text or run.text, run.block, run.lang, match.segment.place, run.span)


def _languages(matches: Sequence[Match]) -> Iterator[TextMismatch]:
    reported: set[tuple[str, str]] = set()
    for match in matches:
        run, segment = match.run, match.segment
        wrong = segment.lang != run.lang and m.SHARED not in {segment.lang, run.lang}
        if lang.is_chinese_or_japanese(segment.lang) and all(map(lang.has_cjk, filter(str.isalpha, match.text))):
            wrong = False  # Chinese in English code, or a Chinese name in English front matter
        if wrong and any(map(str.isalpha, match.text)) and (run.block, segment.lang) not in reported:
            reported.add((run.block, segment.lang))
            text = short(match.text)
            yield _mismatch(
                "language", f"`{text}` ({run.block}, {run.lang}) is tagged as `{segment.lang}`", match, text
            )


def _headings(matches: Sequence[Match]) -> Iterator[TextMismatch]:
    """Yield words of the manuscript that are in a heading of another level than theirs, or in none."""
    reported: set[str] = set()
    for match in matches:
        run, segment = match.run, match.segment
        if run.is_manuscript and run.heading != segment.heading and run.block not in reported:
            reported.add(run.block)
            now = f"a heading of level {segment.heading}" if segment.heading else "no heading"
            message = f"`{short(run.text)}` ({run.block}) is in {now}, in the book at level {run.heading}"
            yield _mismatch("changed", message, match)


def _inlines(matches: Sequence[Match]) -> Iterator[TextMismatch]:
    """Yield words whose kinds of inline, emphasis for one, are others than in the manuscript."""
    for match in matches:
        expected, actual = match.run.inline_kinds, match.segment.inline_kinds
        if match.segment.look is not None:  # printed lines are compared themselves
            expected = expected - {"unbroken"}
        if match.run.kind == "contents":  # of inlines a title there keeps what is lowered and raised
            expected, actual = expected & _SHIFTED, actual & _SHIFTED
        if (match.run.is_inline or match.run.kind == "contents") and expected != actual:
            now, then = (" and ".join(sorted(kinds)) or "plain text" for kinds in (actual, expected))
            text = short(match.text)
            yield _mismatch("changed", f"`{text}` ({match.run.block}) is {now}, in the book {then}", match, text)


def _hidden(matches: Sequence[Match]) -> Iterator[TextMismatch]:
    """Yield words of the manuscript that are hidden."""
    for match in matches:
        if match.run.is_inline and match.segment.hidden:
            text = short(match.text)
            yield _mismatch("lost", f"`{text}` ({match.run.block}) is hidden", match, text)


def _containers(matches: Sequence[Match]) -> Iterator[TextMismatch]:
    """Yield words that are in other lists, quotations, cells or captions than in the book.

    In print the blocks of a note are its lines, whatever they are.
    """
    reported: set[str] = set()
    for match in matches:
        run, segment = match.run, match.segment
        is_known = run.is_inline and OTHER not in run.containers and not (segment.note and segment.note_id)
        if is_known and run.containers != segment.containers and run.block not in reported:
            reported.add(run.block)
            now, then = (" in ".join(each[::-1]) or "no other block" for each in (segment.containers, run.containers))
            yield _mismatch("changed", f"`{short(run.text)}` ({run.block}) is in {now}, in the book in {then}", match)


# -------------------------------------------------------------------------------------- references


def _links(matches: Sequence[Match], extracted: ExtractedText) -> Iterator[TextMismatch]:
    """Yield links that lead elsewhere, and words in a link that are in none in the manuscript."""
    reported: set[tuple[str, str]] = set()
    for match in matches:
        run, segment = match.run, match.segment
        key = run.block, run.link_target
        if not run.link_target and segment.link_target and run.is_inline:
            text = short(match.text)
            yield _mismatch(
                "reference",
                f"`{text}` ({run.block}) leads to `{segment.link_target}`, in the book nowhere",
                match,
                text,
            )
        is_there = not run.link_target or extracted.leads_to(segment.link_target, run.link_target)
        if not is_there and key not in reported:
            reported.add(key)
            where = f"leads to `{segment.link_target}`" if segment.link_target else "leads nowhere"
            message = f"`{short(run.text)}` ({run.block}) {where}, not to `{run.link_target}`"
            yield _mismatch("reference", message, match)


def _destinations(matches: Sequence[Match], extracted: ExtractedText, in_columns: bool) -> Iterator[TextMismatch]:
    """Yield destinations that are not on the page on which their block begins."""
    visited: set[str] = set()
    beginning = _beginning_pages(matches) if in_columns else defaultdict(set)
    for match in matches:
        run, segment = match.run, match.segment
        if run.kind == "contents" or run.block in visited:
            continue
        visited.add(run.block)
        page = extracted.pages.get(run.block)
        if page is not None and page != segment.page and page not in beginning[run.block]:
            message = f"the destination of `{run.block}` is on page {page}, its text starts on page {segment.page}"
            yield _mismatch("reference", message, match)


def _beginning_pages(matches: Sequence[Match]) -> dict[str, set[str]]:
    """Return the pages on which each block begins in one of the columns: a short side may begin a page later."""
    pages: dict[str, set[str]] = defaultdict(set)
    visited: set[tuple[str, str]] = set()
    for match in matches:
        side = match.run.block, match.run.lang
        if side not in visited:
            visited.add(side)
            pages[match.run.block].add(match.segment.page)
    return pages
