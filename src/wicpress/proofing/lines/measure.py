"""Measure every line of a finished PDF, and check it by the rules of its script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from statistics import median

import attrs

from wicpress.proofing.lines.char_classes import canonical_language
from wicpress.proofing.lines.column_edges import find_edges
from wicpress.proofing.lines.inline_pictures import Rect
from wicpress.proofing.lines.justification import Justification, edge_distance, infer_justification
from wicpress.proofing.lines.measurements import LineMeasurements, is_vertical, is_western, measure_line
from wicpress.proofing.lines.paragraphs import Paragraph, find_paragraphs
from wicpress.proofing.lines.report import Figures, LanguageReport, LineProblem, Report
from wicpress.proofing.lines.ruby import ruby_extents, with_ruby
from wicpress.proofing.lines.rules import check_paragraph, is_stack, ragged_lines
from wicpress.proofing.lines.thresholds import Thresholds
from wicpress.proofing.lines.two_lines import check_pair, joined, without_words
from wicpress.proofing.pages.narrow_columns import narrow_columns
from wicpress.proofing.pages.page_content import PageContent, read_content
from wicpress.proofing.pages.page_rules import check_pages
from wicpress.proofing.pages.short_pages import find_short_pages
from wicpress.proofing.pages.source_numbers import SOURCE_PAGE
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.glyph_checks import GlyphUse, GlyphUses, Reference, check_glyphs
from wicpress.proofing.pdf.model import Line, Page, Unreadable
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS
from wicpress.proofing.pdf.structure import tagged_paragraphs


def measure(
    data: bytes, thresholds: Thresholds | None = None, references: Sequence[Reference] = ()
) -> Report | Unreadable:
    """Measure a PDF from its bytes. `references` are faces whose forms are known to be those of zh-Hans."""
    document = open_pdf(data)
    if isinstance(document, Unreadable):
        return document
    with document:
        return measure_document(document, thresholds or Thresholds(), references)


def measure_document(
    document: Document,
    thresholds: Thresholds,
    references: Sequence[Reference] = (),
    watch: Callable[[Page], None] = lambda _: None,
    forced: Collection[int] = (),
) -> Report:
    """Measure an open document; glyphs are read page by page and only the measurements of lines stay in memory.

    ``watch`` is given each page that is read, for reading takes long.
    ``forced`` are the pages, from 1, that begin after a break which the book asks for.
    """
    lines, uses, problems, pages, notes = _read(document, watch)
    paragraphs = find_paragraphs(lines, find_edges(lines, thresholds.hanging), thresholds.hanging)
    glyph_problems, unjudged = check_glyphs(uses, references)
    lang = canonical_language(document.info.lang or "zh")
    page_problems = [*notes, *((lang, problem) for problem in check_pages(pages, forced))]
    numbered = {page.number for page in pages if page.is_numbered and page.tagged}
    return Report(
        pages=document.info.page_count,
        typography=_by_language(paragraphs, glyph_problems, page_problems, numbered, thresholds, uses.monospaced()),
        unjudged=tuple(unjudged),
        problems=tuple(problems),
        short_pages=find_short_pages(pages, forced),
    )


def _read(
    document: Document, watch: Callable[[Page], None]
) -> tuple[list[LineMeasurements], GlyphUses, list[str], list[PageContent], list[tuple[str, LineProblem]]]:
    """Return the measurements of the lines, the glyphs used, what could not be read, what stands on each page.

    The last are the problems of words in two lines, by their language.
    """
    notes: list[tuple[str, LineProblem]] = []
    lines: list[LineMeasurements] = []
    pages: list[PageContent] = []
    uses = GlyphUses()
    problems: list[str] = []
    document_lang = document.info.lang  # a running head has no language of its own
    try:
        tagging = tagged_paragraphs(document.pdf)
        for page in document.pages(lambda _, sheet: {key: owner.block for key, owner in tagging.page(sheet).items()}):
            sheet = document.sheets[page.number - 1]
            owners = tagging.page(sheet.obj)
            boxes = defaultdict[object, list[Rect]](list)
            for picture in tagging.pictures(sheet.obj):
                boxes[picture.block].append(document.rect_on_page(page.number, picture.box))
            problems += [f"page {page.number}: {problem}" for problem in page.problems]
            watch(page)
            pages.append(read_content(page, owners, document.info.tagged))
            extents = ruby_extents(page, tagging.readings(sheet.obj))
            whole_lines, pairs = joined(page.lines, owners)
            for pair in pairs:
                langs = {owners[key].lang for half in pair.halves for key in _keys(half) if key in owners}
                lang = next(iter(sorted(langs)), document_lang)
                notes += [(canonical_language(lang), problem) for problem in check_pair(pair, whole_lines)]
                for half in pair.halves:
                    uses.add(half, lang)
            for line in whole_lines:
                facts = measure_line(with_ruby(line, extents), owners, boxes)
                if facts is not None:
                    if facts.han and not facts.lang and document_lang.startswith("zh"):
                        facts = attrs.evolve(facts, lang=document_lang)
                    if facts.role not in {"Figure", SOURCE_PAGE} and not is_vertical(line, owners):
                        lines.append(facts)  # the words of a drawing stand where it has them
                    # Han characters in a line of mostly English, as in a heading, are in the book's Chinese.
                    lang = document_lang if facts.han and is_western(facts.lang) else facts.lang
                    uses.add(without_words(line), lang)
    except PDF_READ_ERRORS as problem:
        problems.append(f"the pages cannot be read to their end: {problem}")
    return lines, uses, problems, pages, notes


def _keys(line: Line) -> Iterator[tuple[int, int]]:
    """Yield the marked-content sequences of the glyphs of a line."""
    marks = (glyph.mark for glyph in line.glyphs if glyph.mark is not None)
    return ((mark.stream, mark.mcid) for mark in marks if mark.mcid is not None)


def _by_language(
    paragraphs: Sequence[Paragraph],
    glyph_problems: Sequence[tuple[GlyphUse, LineProblem]],
    page_problems: Sequence[tuple[str, LineProblem]],
    numbered: Collection[int],
    thresholds: Thresholds,
    monospaced: frozenset[str],
) -> dict[str, LanguageReport]:
    groups: dict[str, list[Paragraph]] = defaultdict(list)
    problems: dict[str, list[LineProblem]] = defaultdict(list)
    for paragraph in paragraphs:
        groups[paragraph.lang].append(paragraph)
    justifications = infer_justification(paragraphs, monospaced)
    for paragraph, justification in zip(paragraphs, justifications, strict=True):
        problems[paragraph.lang] += check_paragraph(paragraph, justification, thresholds)
    for lang, problem in (*page_problems, *narrow_columns([*zip(paragraphs, justifications, strict=True)], numbered)):
        problems[lang].append(problem)
    for use, problem in glyph_problems:
        problems[canonical_language(use.lang or "zh", use.text)].append(problem)
    reports = {}
    for lang in sorted({*groups, *problems}):
        kinds: dict[str, list[LineProblem]] = defaultdict(list)
        for problem in sorted(problems[lang], key=lambda problem: problem.page):
            kinds[problem.kind].append(problem)
        with_justification = [(p, s) for p, s in zip(paragraphs, justifications, strict=True) if p.lang == lang]
        figures = _figures(with_justification, thresholds)
        reports[lang] = LanguageReport(lang, figures, {kind: tuple(same) for kind, same in kinds.items()})
    return reports


def _figures(group: Sequence[tuple[Paragraph, Justification]], thresholds: Thresholds) -> Figures:
    full = [paragraph for paragraph, justifications in group if justifications.justified and not is_stack(paragraph)]
    distances = [distance for paragraph in full for distance in _distances(paragraph, thresholds)]
    lines = [line for paragraph, justifications in group if not justifications.code for line in paragraph.lines]
    chinese = bool(group) and group[0][0].lang.startswith("zh")
    mixed = [gap.width / gap.em for line in lines for gap in line.mixed_gaps if chinese]
    squeezes = [gap.width / gap.em - gap.expected for line in lines for gap in line.squeezes]
    widest = [median(gap.width / gap.em for gap in line.han_gaps) for line in lines if len(line.han_gaps) > 2]
    return Figures(
        lines=sum(len(paragraph.lines) for paragraph, _ in group),
        paragraphs=len(group),
        full_lines=len(distances),
        ragged_lines=sum(len(ragged_lines(paragraph, thresholds)) for paragraph in full),
        unjudged_lines=sum(
            len(paragraph.lines) - 1 for paragraph, justifications in group if not justifications.justified
        ),
        flush_share=_share(distances, thresholds.flush),
        flush_half_share=_share(distances, 0.5),
        worst_edge=max(map(abs, distances), default=None),
        mixed_gaps=len(mixed),
        autospace=median(mixed) if mixed else None,
        squeezes=len(squeezes),
        squeezed_advance=0.5 + median(squeezes) if squeezes else None,
        stretch=max(widest, default=None),
        line_end_marks=sum(len(line.ends) > 1 for line in lines),
    )


def _distances(paragraph: Paragraph, thresholds: Thresholds) -> Iterator[float]:
    ragged = ragged_lines(paragraph, thresholds)
    for index, (line, right) in enumerate(zip(paragraph.lines[:-1], paragraph.right, strict=False)):
        if index in ragged:
            continue
        yield edge_distance(line, right, thresholds.hanging)


def _share(distances: Sequence[float], within: float) -> float | None:
    if not distances:
        return None
    return sum(abs(distance) <= within for distance in distances) / len(distances)
