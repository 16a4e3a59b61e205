"""The structure tree of every edition has the text of the manuscript in order, each word with its language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support import pdf_sample, sample_book
from wicpress import model as m
from wicpress.proofing.pdf.document import open_pdf
from wicpress.proofing.pdf.structure import reading_runs


def letters(text: str) -> str:
    """Return a text without spaces and soft hyphens."""
    return "".join(text.split()).replace("\u00ad", "")


def translations(book: m.Book, languages: tuple[str, ...]) -> Iterator[m.Translation]:
    """Yield the translations in ``languages`` of all blocks in reading order; a note is after its call's block."""
    for chapter in book.chapters:
        notes = {note.id: note for note in chapter.notes}
        for block in (chapter.title, *chapter.blocks):
            yield from (side for side in _sides(block, notes, languages) if side.lang in (*languages, m.SHARED))


def _sides(node: m.Node, notes: dict[str, m.Footnote], languages: tuple[str, ...]) -> Iterator[m.Translation]:
    sides = (
        m.translations_of(node) if not isinstance(node, m.Table | m.Figure | m.Row) else getattr(node, "sides", ())
    )
    yield from sides
    inlines = (inline for side in sides if side.lang in languages for inline in side.inlines)
    for note in dict.fromkeys(inline.note for inline in inlines if isinstance(inline, m.FootnoteRef)):
        for child in notes[note].children:
            yield from _sides(child, notes, languages)
    if isinstance(node, m.Table):
        for row in (*node.head, *node.rows):
            yield from (side for cell in row.cells for side in cell.sides)
    else:
        for child in m.child_nodes(node):
            yield from _sides(child, notes, languages)


@pytest.fixture(scope="module", params=pdf_sample.NAMES)
def reading_order(request: pytest.FixtureRequest) -> tuple[tuple[str, ...], str, list[str]]:
    """Return an edition's languages, its text in reading order, and the language of each letter."""
    with open_pdf(pdf_sample.built(request.param).data) as document:  # type: ignore[union-attr]
        runs = [run for run in reading_runs(document) if "TOC" not in run.path]
    read_text = "".join(letters(run.text) for run in runs)
    languages_of_letters = [run.lang for run in runs for _ in letters(run.text)]
    return pdf_sample.edition(request.param).languages, read_text, languages_of_letters


def test_manuscript_is_read_in_order(reading_order: tuple[tuple[str, ...], str, list[str]]) -> None:
    """Every side of every pair is read, in the author's order, in its language, also foreign words."""
    languages, read_text, languages_of_letters = reading_order
    place, count = read_text.rindex("版权所有" if "zh-Hans" in languages else "Allrightsreserved"), 0
    for side in translations(sample_book.book(), languages):
        for inline in side.inlines:
            if not isinstance(inline, m.Text | m.Emphasis | m.Strong | m.CodeSpan | m.Link | m.ForeignText):
                continue
            text = letters(m.plain_text((inline,)))
            at = read_text.find(text, place)
            assert at >= place, f"{text!r} is not read after {read_text[place - 20 : place]!r}"
            expected = inline.lang if isinstance(inline, m.ForeignText) else side.lang
            if expected != m.SHARED:
                assert set(languages_of_letters[at : at + len(text)]) == {expected}, text
            place, count = at + len(text), count + 1
    assert count > 20


def test_running_heads_are_not_read(reading_order: tuple[tuple[str, ...], str, list[str]]) -> None:
    """Running heads with the book's title, and page numbers, are not part of the text of the chapters."""
    languages, read_text, _ = reading_order
    title = "ASampleBook2016" if "en" in languages else "2016年样书"
    before, after = read_text.split("Cybersecurityhasemerged", 1)
    assert title in before
    assert title not in after


def test_numeral_is_in_the_language_of_its_title() -> None:
    """The numeral of a chapter whose title is in English alone is English too, in the text and in the contents."""
    with open_pdf(pdf_sample.built("bilingual").data) as document:  # type: ignore[union-attr]
        reading_order = [(run.path[-1], run.lang, letters(run.text)) for run in reading_runs(document)]
    assert ("Lbl", "en", "IV") in reading_order
    assert ("P", "en", "IV") in reading_order
