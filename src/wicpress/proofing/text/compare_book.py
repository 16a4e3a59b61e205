"""Compare a finished file with its book: text, running heads, folios, bookmarks and pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from wicpress import model as m
from wicpress.build import book_fonts, missing_translations
from wicpress.config import Config, Edition
from wicpress.edition.view import BookView, walk
from wicpress.html.blocks import shown_pictures
from wicpress.html.templates import is_within
from wicpress.pdf import print_html
from wicpress.proofing.epub.package import Epub
from wicpress.proofing.pdf import pictures
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.pdf.picture_files import PictureDigest, of_file
from wicpress.proofing.text import expected_front_matter, expected_text
from wicpress.proofing.text.expected_text import MANUSCRIPT, ExpectedTextBuilder
from wicpress.proofing.text.extract_text import ExtractedText, extract_epub, extract_pdf
from wicpress.proofing.text.letter_stream import stream
from wicpress.proofing.text.lost_text import Counts, TextDiff, TextMismatch, diff_text

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
    builder = expected_text.expected_text(book, config, edition, "pdf", extracted.pages)
    front = expected_front_matter.print_front_matter(
        builder, config, edition, book_fonts.prepare(config).credited_families()
    )
    diff = _diff_text(builder, front, extracted, config, edition)
    characters = dict(diff.characters)
    mismatches = (
        *diff.mismatches,
        *_check_page_margins(extracted, diff, builder, config, characters),
        *_check_bookmarks(document, builder, extracted),
        *_check_pictures(document, builder.shown, edition, read),
    )
    return _result(attrs.evolve(diff, mismatches=mismatches), characters, book, builder.shown)


def compare_epub(epub: Epub, config: Config, book: m.Book, edition: Edition) -> ComparisonResult:
    """Compare an e-book with its book."""
    extracted = extract_epub(epub)
    builder = expected_text.expected_text(book, config, edition, "epub", extracted.pages)
    front = expected_front_matter.epub_front_matter(builder, config, edition, [each.label for each in epub.page_list])
    diff = _diff_text(builder, front, extracted, config, edition)
    return _result(diff, diff.characters, book, builder.shown)


def page_starts(document: Document, config: Config, book: m.Book, edition: Edition) -> dict[str, tuple[str, int]]:
    """Return the block with which each printed page starts, and how many of its characters come before."""
    extracted = extract_pdf(document)
    builder = expected_text.expected_text(book, config, edition, "pdf", extracted.pages)
    return _diff_text(builder, iter(()), extracted, config, edition).page_starts


def _diff_text(
    builder: ExpectedTextBuilder,
    front: expected_text.Runs,
    extracted: ExtractedText,
    config: Config,
    edition: Edition,
) -> TextDiff:
    chapters = builder.shown.chapters
    text = [*front, *(run for chapter in chapters for run in builder.chapter(chapter))]
    notes = [run for chapter in chapters for note in chapter.notes for run in builder.note(note)]
    return diff_text(text, notes, extracted, template_text(config, edition))


def template_text(config: Config, edition: Edition) -> str:
    """Return the text of the book's own templates without their markup."""
    named = [config.root / edition.templates] if edition.templates else []
    folders = [each for each in (*named, config.root / "templates") if each.is_dir() and is_within(each, config.root)]
    files = [path for folder in folders for path in sorted(folder.rglob("*.j2")) if is_within(path, config.root)]
    return "\n".join(MARKUP.sub(" ", path.read_text(encoding="utf-8", errors="replace")) for path in files)


def _result(diff: TextDiff, characters: Counts, book: m.Book, shown: BookView) -> ComparisonResult:
    marks = sum(node.missing_mark for node in missing_translations.shown_nodes(shown))
    return ComparisonResult(diff.mismatches, characters, omitted_characters(book, shown), marks, diff.page_starts)


def omitted_characters(book: m.Book, shown: BookView) -> dict[str, int]:
    """Return how many characters of the manuscript an edition does not show, by language."""
    written: Counter[tuple[str, str, str]] = Counter()
    for chapter in book.chapters:
        written.update(
            (piece.id, side.lang, side.text) for piece in m.iter_nodes(chapter) for side in m.translations_of(piece)
        )
    visible = Counter((block, side.lang, side.text) for block, side in missing_translations.sides_shown(shown))
    visible.update(
        (node.id, member.lang, member.side.text)
        for node in missing_translations.shown_nodes(shown)
        if isinstance(node.piece, m.CodeBlock)
        for member in node.members
    )
    missing: Counter[str] = Counter()
    for (_, tag, text), times in (written - visible).items():
        missing[tag] += times * len(stream([text]).letters)
    return {tag: count for tag, count in missing.items() if count}


# ------------------------------------------------------------------------ running heads and folios


def _check_page_margins(
    extracted: ExtractedText, diff: TextDiff, builder: ExpectedTextBuilder, config: Config, characters: Counts
) -> Iterator[TextMismatch]:
    """Yield artifacts of pages that are neither the folio nor a running head of the page's chapters.

    The head of a table that goes on over a page break is repeated before both; it is counted separately.
    """
    book, chapters = print_html.running_heads(builder.shown, config)
    chapter_of, table_heads = _chapter_of_block(builder.shown), _table_heads(builder)
    counts = {kind: characters.setdefault(kind, {m.SHARED: 0}) for kind in ("running-heads", "folios")}
    for each in extracted.artifacts:
        on_page = {chapter_of[block] for block in diff.blocks.get(each.place, ()) if block in chapter_of}
        allowed = {stream([head.transform]).letters for head in (book, *(chapters[chapter] for chapter in on_page))}
        text, label = stream([each.text]).letters, stream([each.page]).letters
        repeated = [head for chapter in on_page for head in table_heads.get(chapter, ()) if text.startswith(head)]
        if repeated and (longest := max(repeated, key=len)):
            characters.setdefault("repeated-heads", {m.SHARED: 0})[m.SHARED] += len(longest)
            text = text.removeprefix(longest)
        head = next((head for head in ("", *sorted(allowed)) if text in {head, head + label, label + head}), None)
        if head is None:
            message = f"`{each.text.strip()}` is neither the folio nor the running head of the page"
            yield TextMismatch("added", message, each.text, place=each.place)
            continue
        counts["running-heads"][m.SHARED] += len(head)
        counts["folios"][m.SHARED] += len(text) - len(head)


def _chapter_of_block(shown: BookView) -> dict[str, str]:
    """Return the id of the chapter of each block, rows of tables included."""
    chapter_of: dict[str, str] = {}
    for chapter in shown.chapters:
        parts = [chapter.part] if chapter.part else []
        nodes = walk((*parts, chapter.title, *chapter.blocks, *chapter.notes))
        chapter_of |= {node.id: chapter.id for node in nodes}
        tables = (piece for piece in m.iter_nodes(chapter.chapter) if isinstance(piece, m.Table) and piece.head)
        chapter_of |= {row.id: chapter.id for table in tables for row in table.rows}
    return chapter_of


def _table_heads(builder: ExpectedTextBuilder) -> dict[str, list[str]]:
    """Return the letters of the heads of tables by chapter."""
    heads: dict[str, list[str]] = {}
    for chapter in builder.shown.chapters:
        for piece in m.iter_nodes(chapter.chapter):
            if isinstance(piece, m.Table) and piece.head:
                letters = stream(each.text for each in builder.head(piece)).letters
                heads.setdefault(chapter.id, []).append(letters)
    return heads


def _check_bookmarks(
    document: Document, builder: ExpectedTextBuilder, extracted: ExtractedText
) -> Iterator[TextMismatch]:
    """Yield bookmarks that are not the text of a heading, or do not lead to its page."""
    labels = {number: document.label(number) for number in range(1, document.info.page_count + 1)}
    actual = [(stream([each.title]).letters, labels.get(each.page or 0, "")) for each in document.info.outline]
    expected = [
        (stream([text]).letters, extracted.pages.get(block, ""))
        for block, text in expected_front_matter.bookmarks(builder)
    ]
    for each in (Counter(expected) - Counter(actual)).elements():
        yield TextMismatch("reference", f"no bookmark `{each[0]}` leads to page {each[1]}", each[0])
    for each in (Counter(actual) - Counter(expected)).elements():
        yield TextMismatch("reference", f"the bookmark `{each[0]}` to page {each[1]} is not a heading", each[0])


# --------------------------------------------------------------------------------------- pictures


def _check_pictures(
    document: Document, shown: BookView, edition: Edition, read: Callable[[str], bytes]
) -> Iterator[TextMismatch]:
    """Yield pictures of the edition that the file does not have or shows differently, and those only in the file."""
    lossy = edition.pdf == "screen"
    in_file = list(pictures.figures(document))
    by_source: dict[str, PictureDigest | None] = {}
    for src, block in _sources(shown):
        if src not in by_source:
            by_source[src] = expected_picture(src, read)
        expected = by_source[src]
        if expected is None:
            continue  # the file is not a picture: `check` reports that
        match = next((each for each in in_file if each.like(expected, lossy)), None)
        if match is None:
            yield TextMismatch(
                "lost", f"the picture {src} ({block}) is not in the file as it is in the book", src, block
            )
        else:
            in_file.remove(match)
    for each in in_file:
        message = f"a picture, `{each.alt}`, is in the file and not in the book, or is there twice"
        yield TextMismatch("added", message, each.alt, place=f"page {each.page}")


def _sources(shown: BookView) -> Iterator[tuple[str, str]]:
    """Yield the pictures that an edition shows with a text alternative, each with its block."""
    for node in missing_translations.shown_nodes(shown):
        if isinstance(node.piece, m.Figure):
            yield from ((each.src, node.id) for each in shown_pictures(node.piece, shown.languages) if each.alt)
    for block, side in missing_translations.sides_shown(shown):
        yield from ((each.src, block) for each in _inline(side.inlines) if each.alt)


def _inline(inlines: Sequence[m.Inline]) -> Iterator[m.Image]:
    for inline in inlines:
        if isinstance(inline, m.Image):
            yield inline
        yield from _inline(getattr(inline, "children", ()))


def expected_picture(src: str, read: Callable[[str], bytes]) -> PictureDigest | None:
    """Return a picture of the book as its pages must show it; None if its file cannot be read."""
    try:
        data = read(src)
        if Path(src).suffix.lower() != ".svg":
            return of_file(data)
        from wicpress.pdf.svg_to_pdf import svg_to_pdf  # noqa: PLC0415 - loads WeasyPrint: 0.4 s CPU

        document = open_pdf(svg_to_pdf(data))
    except (OSError, ValueError):
        return None
    if isinstance(document, Unreadable):
        return None
    with document:
        return next(pictures.figures(document), None)
