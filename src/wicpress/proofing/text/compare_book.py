"""Compare a finished file with its book: text, running heads, folios, bookmarks and pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.layout import layouts
from wicpress.proofing.epub.container import unpacked_files
from wicpress.proofing.epub.package import Epub
from wicpress.proofing.formulas.compare_formulas import check_epub_formulas, check_pdf_formulas
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.text import (
    compare_pictures,
    drawn_marks,
    expected_front_matter,
    expected_text,
    page_margins,
    page_numbers,
)
from wicpress.proofing.text.ebook.elements import check_elements
from wicpress.proofing.text.ebook.hidden_elements import hidden_elements
from wicpress.proofing.text.ebook.pictures import check_details, check_pictures, check_rows
from wicpress.proofing.text.ebook.source_pages import ExpectedPage, expected_pages
from wicpress.proofing.text.ebook.source_pages import check_source_pages as check_marks_of_source_pages
from wicpress.proofing.text.edition_rules import StandingBook, cell_sides, ranged_right, repeated_pictures
from wicpress.proofing.text.expected_text import MANUSCRIPT, SOURCE_PAGES, ExpectedTextBuilder
from wicpress.proofing.text.extract_text import ExtractedText, extract_epub, extract_pdf
from wicpress.proofing.text.letter_stream import stream
from wicpress.proofing.text.lost_text import Counts, TextDiff, diff_text
from wicpress.proofing.text.mismatches import TextMismatch
from wicpress.proofing.text.notes.expected_notes import text_of_note
from wicpress.proofing.text.notes.places import check_places
from wicpress.proofing.text.notes.sequences import book_of_edition
from wicpress.proofing.text.print.divided_words import check_divided_words, check_unbroken_words
from wicpress.proofing.text.print.figures import check_figures
from wicpress.proofing.text.print.landscape import check_landscape
from wicpress.proofing.text.print.margin_notes import check_margin_notes, margin_notes_of, placed_notes
from wicpress.proofing.text.print.marked_words import check_alignment, check_looks
from wicpress.proofing.text.print.moved_figures import as_placed
from wicpress.proofing.text.print.openings import check_openings, check_page_breaks
from wicpress.proofing.text.print.source_pages import check_places as check_numbers_in_margin
from wicpress.proofing.text.print.source_pages import check_source_pages
from wicpress.proofing.text.print.together import check_together
from wicpress.proofing.text.print.watermarks import check_watermarks
from wicpress.proofing.text.title_words import label
from wicpress.system.folder import files_beneath, is_within

MARKUP = re.compile(r"\{[{%#].*?[}%#]\}|<[^>]*>", re.DOTALL)


@attrs.frozen
class ComparisonResult:
    """The mismatches between a file and its book, and the file's characters by kind and language.

    ``left_out`` counts the characters of the manuscript, by language, that the edition leaves out by its own rules;
    ``missing_marks`` the marks of missing text that it shows; ``page_starts`` is that of ``TextDiff``.
    """

    mismatches: tuple[TextMismatch, ...]
    characters: Counts
    left_out: dict[str, int]
    missing_marks: int
    page_starts: dict[str, tuple[str, int]]

    def to_json(self) -> dict[str, Any]:
        """Return the character counts as a JSON object; ``zxx`` are characters that every language shares."""
        characters = {kind: dict(sorted(each.items())) for kind, each in sorted(self.characters.items())}
        return {
            "manuscript": characters.pop(MANUSCRIPT, {}),
            "generated": characters,
            "left_out": dict(sorted(self.left_out.items())),
            "missing_text_marks": self.missing_marks,
        }


def compare_pdf(
    document: Document, config: Config, book: m.Book, edition: Edition, read: Callable[[str], bytes]
) -> ComparisonResult:
    """Compare a printed edition with its book; ``read`` returns the files of the book."""
    extracted = extract_pdf(document)
    builder = _in_order(
        expected_text.expected_text(book, config, edition, "pdf", extracted.pages), document.named_points()
    )
    front = expected_front_matter.print_front_matter(builder, config, edition, counted_pages(document))
    diff = _diff_text(builder, front, extracted, config, edition)
    characters = dict(diff.characters)
    mismatches = (
        *diff.mismatches,
        *_check_source_pages(extracted, builder, config),
        *page_margins.check_page_margins(extracted, diff, builder, config, characters),
        *check_watermarks(
            extracted,
            builder.shown.languages,
            draft=config.draft,
            required=not page_margins.has_own_pages(config, builder.shown),
        ),
        *page_numbers.check_page_labels(document, builder.shown),
        *check_places(builder.shown, document.named_points()),
        *_check_pages(document, extracted, builder, diff, config),
        *_check_margin_notes(document, builder, config, edition),
        *page_numbers.check_link_descriptions(extracted),
        *_check_bookmarks(document, builder, extracted),
        *_check_drawn_marks(document, builder, extracted),
        *_check_looks(document, builder, diff, read),
        *check_divided_words(diff.matches, config),
        *check_unbroken_words(diff.matches),
        *compare_pictures.check_pdf_pictures(document, builder.shown, edition, read),
        *check_pdf_formulas(document, builder.shown),
    )
    return _result(attrs.evolve(diff, mismatches=mismatches), characters, book, builder)


def _check_pages(
    document: Document, extracted: ExtractedText, builder: ExpectedTextBuilder, diff: TextDiff, config: Config
) -> Iterator[TextMismatch]:
    """Yield chapters that open, pages that break or turn, and blocks that stand together, otherwise than in the book.

    A book may have pages of its own.
    """
    if page_margins.has_own_pages(config, builder.shown):
        return
    pages: dict[str, set[int]] = {name: {page} for name, page in document.named_places().items()}
    for place, blocks in diff.blocks.items():
        for block in blocks:
            pages.setdefault(block, set()).add(int(place.removeprefix("page ")))
    yield from check_openings(builder.shown, config, pages)
    yield from check_landscape(builder.shown, pages, extracted.turned, extracted.rotated)
    yield from check_page_breaks(builder.shown, pages)
    yield from check_together(builder.shown, pages)


def _check_margin_notes(
    document: Document, builder: ExpectedTextBuilder, config: Config, edition: Edition
) -> Iterator[TextMismatch]:
    """Yield notes of margins that stand elsewhere; a book may have pages of its own."""
    places = margin_notes_of(builder.shown)
    if places and not page_margins.has_own_pages(config, builder.shown):
        in_columns = layouts()[edition.layout].columns == "one_per_language"
        yield from check_margin_notes(places, placed_notes(document, tuple(places)), in_columns=in_columns)


def _source_pages(builder: ExpectedTextBuilder) -> list[ExpectedPage]:
    """Return the pages of the source edition that begin in an edition."""
    return expected_pages([run for chapter in builder.shown.chapters for run in builder.chapter(chapter)])


def _check_source_pages(
    extracted: ExtractedText, builder: ExpectedTextBuilder, config: Config
) -> Iterator[TextMismatch]:
    """Yield numbers of pages of the source edition that are wrong, or in a wrong place; a book may have own pages."""
    yield from check_source_pages(extracted.source_pages, _source_pages(builder))
    if not page_margins.has_own_pages(config, builder.shown):
        yield from check_numbers_in_margin(extracted.source_pages)


def compare_epub(
    epub: Epub, data: bytes, config: Config, book: m.Book, edition: Edition, read: Callable[[str], bytes]
) -> ComparisonResult:
    """Compare an e-book, whose file is ``data``, with its book; ``read`` returns the files of the book."""
    files = unpacked_files(data)
    extracted = extract_epub(epub, hidden_elements(epub, files))
    builder = _in_order(
        expected_text.expected_text(book, config, edition, "epub", extracted.pages),
        {name: nth for nth, name in enumerate(extracted.pages)},
    )
    lists = ([each.label for each in entries] for entries in (epub.page_list, epub.other_pages))
    front = expected_front_matter.epub_front_matter(builder, config, edition, *lists)
    diff = _diff_text(builder, front, extracted, config, edition)
    mismatches = (
        *diff.mismatches,
        *check_marks_of_source_pages(epub, _source_pages(builder), listed=edition.page_list == "source"),
        *_check_document_titles(epub, builder),
        *_check_marks(epub, builder.shown),
        *page_numbers.check_page_list(epub),
        *check_pictures(epub, files, builder.shown, read),
        *check_epub_formulas(epub, files, builder.shown),
        *(
            ()
            if template_text(config, edition)
            else (*check_details(epub, builder.shown), *check_rows(epub, builder.shown))
        ),
        *(() if template_text(config, edition) else check_elements(epub, builder.shown, config.contents)),
    )
    return _result(attrs.evolve(diff, mismatches=mismatches), diff.characters, book, builder)


def page_starts(document: Document, config: Config, book: m.Book, edition: Edition) -> dict[str, tuple[str, int]]:
    """Return the block with which each printed page starts, and how many of its characters come before."""
    extracted = extract_pdf(document)
    builder = _in_order(
        expected_text.expected_text(book, config, edition, "pdf", extracted.pages), document.named_points()
    )
    pages = counted_pages(document)
    front = expected_front_matter.print_front_matter(builder, config, edition, pages)  # has titles of chapters, too
    return _diff_text(builder, front, extracted, config, edition).page_starts


def _in_order(builder: ExpectedTextBuilder, places: Mapping[str, Any]) -> ExpectedTextBuilder:
    """Return the builder with the figures of the book as they are placed, where they need not stand as written."""
    if builder.config.figures != "near":
        return builder
    return attrs.evolve(builder, shown=as_placed(builder.shown, places))


def counted_pages(document: Document) -> int:
    """Return how many pages a printer counts: those from the title page on, two to a leaf."""
    numbers = range(1, document.info.page_count + 1)
    pages = sum(not document.label(number).startswith("Cover") for number in numbers)
    return pages + pages % 2


def _diff_text(
    builder: ExpectedTextBuilder,
    front: expected_text.Runs,
    extracted: ExtractedText,
    config: Config,
    edition: Edition,
) -> TextDiff:
    chapters = builder.shown.chapters
    text = [*front, *(run for chapter in chapters for run in builder.chapter(chapter) if run.kind != SOURCE_PAGES)]
    notes = [run for chapter in chapters for note in chapter.notes for run in text_of_note(builder, note)]
    in_columns = layouts()[edition.layout].columns == "one_per_language"
    printed = builder.format == "pdf"
    return diff_text(text, notes, extracted, template_text(config, edition), in_columns, printed)


def template_text(config: Config, edition: Edition) -> str:
    """Return the text of the book's own templates without their markup."""
    folders = [each for each in (edition.templates, "templates") if each]
    files = (path for folder in folders for path in files_beneath(config.root, folder) if path.suffix == ".j2")
    within = (path for path in files if is_within(path, config.root))
    return "\n".join(MARKUP.sub(" ", path.read_text(encoding="utf-8", errors="replace")) for path in within)


# ------------------------------------------------------------------------------------ what is left out


def _result(diff: TextDiff, characters: Counts, book: m.Book, builder: ExpectedTextBuilder) -> ComparisonResult:
    book = book_of_edition(book, builder.config, builder.shown.edition)
    left_out = list(_sides_left_out(book, builder.shown))
    counts: Counter[str] = Counter()
    for _, side in left_out:
        counts[side.lang] += len(stream([side.text]).letters)
    mismatches = (*diff.mismatches, *_not_allowed(left_out, builder.shown))
    marks = builder.shown.marks()
    return ComparisonResult(mismatches, characters, {k: v for k, v in counts.items() if v}, marks, diff.page_starts)


def _sides_left_out(book: m.Book, shown: StandingBook) -> Iterator[tuple[m.Node, m.Translation]]:
    """Yield the sides of the manuscript that do not stand in an edition, each with its node."""
    stands = Counter((node.id, member.side) for node in shown.nodes() for member in node.members)
    for table in (each.piece for each in shown.nodes() if isinstance(each.piece, m.Table)):
        for row in (*table.head, *table.rows):
            for cell in row.cells:
                standing = cell_sides(cell, shown.languages)
                stands.update((row.id, member.side) for member in standing)
                stands.update((row.id, side) for side in repeated_pictures(cell, standing, shown.languages))
    for chapter in book.chapters:
        for node in m.iter_nodes(chapter):
            for side in node.sides:
                if stands[node.id, side] <= 0:
                    yield node, side
                stands[node.id, side] -= 1


def _not_allowed(left_out: list[tuple[m.Node, m.Translation]], shown: StandingBook) -> Iterator[TextMismatch]:
    """Yield what is left out although the settings do not allow it: words in a language of the edition.

    An edition may leave out words in other languages: it is not in them. Notes that nothing in it calls are left out,
    and titles of parts of which no chapter stands.
    """
    for node, side in left_out:
        if side.lang in (*shown.languages, m.SHARED) and node.id not in shown.uncalled | shown.empty_parts:
            message = (
                f"`{side.text[:60]}` ({node.id}, {side.lang}) is left out, though the edition is in its language"
            )
            yield TextMismatch("lost", message, side.text, node.id, side.lang, span=side.span)


def _check_document_titles(epub: Epub, builder: ExpectedTextBuilder) -> Iterator[TextMismatch]:
    """Yield documents of an e-book that are not called by the title of what they hold."""
    shown, of_book = builder.shown, {text for _, text in builder.config.title.by_lang}
    words = {name: {builder.translate(name, tag) for tag in shown.languages} for name in ("imprint", "contents")}
    titles = {"title-page": of_book, **words}
    for chapter in shown.chapters:
        by_position = builder.translate("chapter", shown.languages[0]).format(chapter.position)
        titles[chapter.id] = {label(builder.title(member)) for member in chapter.title.members} or {
            by_position,
            *of_book,
        }
        if chapter.part:
            titles[chapter.part.id] = {label(builder.title(member)) for member in chapter.part.members}
    for page in epub.pages:
        expected = next((titles[each] for each in page.ids if each in titles), of_book)
        if " ".join(page.title.split()) not in {" ".join(each.split()) for each in expected}:
            message = f"the document is called `{page.title}`, not `{'` or `'.join(sorted(expected))}`"
            yield TextMismatch("changed", message, page.title, place=page.path)


def _check_marks(epub: Epub, shown: StandingBook) -> Iterator[TextMismatch]:
    """Yield blocks of an e-book that have no mark of missing text and should have one, and the reverse."""
    expected = {node.id for node in shown.nodes() if node.has_mark}
    marked = [
        (page.path, next((str(each.get("id")) for each in (element, *element.iterancestors()) if each.get("id")), ""))
        for page in epub.pages
        for element in page.root.iter()
        if "missing-mark" in str(element.get("class", "")).split()
    ]
    for block in sorted(expected - {block for _, block in marked}):
        yield TextMismatch("lost", f"{block} has no mark of missing text", block, block)
    for path, block in marked:
        if block not in expected:
            message = f"{block} has a mark of missing text, and none is missing"
            yield TextMismatch("added", message, block, block, place=path)


# ------------------------------------------------------------------------------------------ bookmarks


def _check_drawn_marks(
    document: Document, builder: ExpectedTextBuilder, extracted: ExtractedText
) -> Iterator[TextMismatch]:
    """Yield breaks and rings that are drawn wrong; style sheets of a book or layout may draw others."""
    shown = builder.shown
    if not page_margins.has_own_pages(builder.config, shown) and not layouts()[shown.edition.layout].print_sheet:
        yield from drawn_marks.check_drawn_marks(extracted.shapes, document.named_points(), shown)


def _check_looks(
    document: Document, builder: ExpectedTextBuilder, diff: TextDiff, read: Callable[[str], bytes]
) -> Iterator[TextMismatch]:
    """Yield words and figures that look otherwise than in the book; style sheets of the book may set them so."""
    shown = builder.shown
    if not page_margins.has_own_pages(builder.config, shown):
        yield from check_looks(diff.matches, builder.config)
        paragraphs = {each.id for each in shown.nodes() if isinstance(each.piece, m.Paragraph)}
        yield from check_alignment(diff.matches, paragraphs, ranged_right(shown))
        yield from check_figures(diff.matches, shown, document.named_points(), read)


def _check_bookmarks(
    document: Document, builder: ExpectedTextBuilder, extracted: ExtractedText
) -> Iterator[TextMismatch]:
    """Yield bookmarks that are not the text of a heading, do not lead to its page, or are out of order or level."""
    labels = {number: document.label(number) for number in range(1, document.info.page_count + 1)}
    outline = document.info.outline
    actual = [(stream([each.title]).letters, labels.get(each.page or 0, "")) for each in outline]
    bookmarks = list(expected_front_matter.bookmarks(builder))
    expected = [(stream([each.text]).letters, extracted.pages.get(each.block, "")) for each in bookmarks]
    missing, extra = Counter(expected) - Counter(actual), Counter(actual) - Counter(expected)
    for each in missing.elements():
        yield TextMismatch("reference", f"no bookmark `{each[0]}` leads to page {each[1]}", each[0])
    for each in extra.elements():
        yield TextMismatch("reference", f"the bookmark `{each[0]}` to page {each[1]} is not a heading", each[0])
    if missing or extra:
        return
    for one, other in zip(actual, expected, strict=True):
        if one != other:
            yield TextMismatch("moved", f"the bookmark `{one[0]}` stands where `{other[0]}` should", one[0])
            return
    own_styles = page_margins.has_own_pages(builder.config, builder.shown)  # which may set the levels of bookmarks
    for at, bookmark in zip(outline, () if own_styles else bookmarks, strict=False):
        if at.level != bookmark.level:
            message = f"the bookmark `{bookmark.text}` is of level {at.level}, its heading of level {bookmark.level}"
            yield TextMismatch("changed", message, bookmark.text, bookmark.block)
