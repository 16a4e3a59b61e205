"""A finished file read back against its book: the fair copy made, compared, and every character accounted for."""

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
from wicpress.pdf import print_html, svg_to_pdf
from wicpress.proofing.epub.package import Epub
from wicpress.proofing.pdf import pictures
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.text import expected_front_matter, expected_text
from wicpress.proofing.text.expected_text import MANUSCRIPT, ExpectedTextBuilder
from wicpress.proofing.text.extract_text import ExtractedText, extract_epub, extract_pdf
from wicpress.proofing.text.letter_stream import stream
from wicpress.proofing.text.lost_text import Counts, TextDiff, TextMismatch, diff_text

MARKUP = re.compile(r"\{[{%#].*?[}%#]\}|<[^>]*>", re.DOTALL)


@attrs.frozen
class ComparisonResult:
    """What reading a file back has shown: its ``faults``, and its ``characters`` by kind and language.

    ``left_out`` are the characters of the manuscript, by language, that the edition leaves out by its own rules;
    ``rings`` how many marks of missing text it shows; ``begins`` where its printed pages begin (see ``ReadBack``).
    """

    mismatches: tuple[TextMismatch, ...]
    characters: Counts
    left_out: dict[str, int]
    missing_marks: int
    begins: dict[str, tuple[str, int]]

    def to_json(self) -> dict[str, Any]:
        """The account as a JSON object; ``zxx`` are characters that every language shares."""
        found = {kind: dict(sorted(each.items())) for kind, each in sorted(self.characters.items())}
        return {
            "manuscript": found.pop(MANUSCRIPT, {}),
            "generated": found,
            "left_out": dict(sorted(self.left_out.items())),
            "missing_text_marks": self.missing_marks,
        }


def compare_pdf(
    document: Document, config: Config, book: m.Book, edition: Edition, read: Callable[[str], bytes]
) -> ComparisonResult:
    """A printed edition against its book; ``read`` gives the files of the book."""
    reading = extract_pdf(document)
    copyist = expected_text.expected_text(book, config, edition, "pdf", reading.pages)
    front = expected_front_matter.print_front_matter(
        copyist, config, edition, book_fonts.prepare(config).credited_families()
    )
    found = _compared(copyist, front, reading, config, edition)
    characters = dict(found.characters)
    beside = tuple(_check_page_margins(reading, found, copyist, config, characters))
    more = (*_bookmarks(document, copyist, reading), *_pictures(document, copyist.shown, edition, read))
    return _compare(
        attrs.evolve(found, mismatches=(*found.mismatches, *beside, *more)), characters, book, copyist.shown
    )


def compare_epub(epub: Epub, config: Config, book: m.Book, edition: Edition) -> ComparisonResult:
    """An e-book against its book."""
    reading = extract_epub(epub)
    copyist = expected_text.expected_text(book, config, edition, "epub", reading.pages)
    front = expected_front_matter.epub_front_matter(copyist, config, edition, [each.label for each in epub.page_list])
    found = _compared(copyist, front, reading, config, edition)
    return _compare(found, found.characters, book, copyist.shown)


def page_starts(document: Document, config: Config, book: m.Book, edition: Edition) -> dict[str, tuple[str, int]]:
    """Where the pages of a printed edition begin: the block, and how many of its written characters stand before."""
    reading = extract_pdf(document)
    expected = expected_text.expected_text(book, config, edition, "pdf", reading.pages)
    return _compared(expected, iter(()), reading, config, edition).begins


def _compared(
    copyist: ExpectedTextBuilder, front: expected_text.Runs, reading: ExtractedText, config: Config, edition: Edition
) -> TextDiff:
    chapters = copyist.shown.chapters
    text = [*front, *(words for chapter in chapters for words in copyist.chapter(chapter))]
    notes = [words for chapter in chapters for note in chapter.notes for words in copyist.note(note)]
    return diff_text(text, notes, reading, template_text(config, edition))


def template_text(config: Config, edition: Edition) -> str:
    """What the templates of the book itself say, without their markup."""
    named = [config.root / edition.templates] if edition.templates else []
    folders = [each for each in (*named, config.root / "templates") if each.is_dir() and is_within(each, config.root)]
    files = [path for folder in folders for path in sorted(folder.rglob("*.j2")) if is_within(path, config.root)]
    return "\n".join(MARKUP.sub(" ", path.read_text(encoding="utf-8", errors="replace")) for path in files)


def _compare(found: TextDiff, characters: Counts, book: m.Book, shown: BookView) -> ComparisonResult:
    rings = sum(node.missing_mark for node in missing_translations.shown_nodes(shown))
    return ComparisonResult(found.mismatches, characters, omitted_characters(book, shown), rings, found.begins)


def omitted_characters(book: m.Book, shown: BookView) -> dict[str, int]:
    """How many characters of the manuscript an edition does not show, by language."""
    whole: Counter[tuple[str, str, str]] = Counter()
    for chapter in book.chapters:
        whole.update(
            (piece.id, side.lang, side.text) for piece in m.iter_nodes(chapter) for side in m.translations_of(piece)
        )
    here = Counter((block, side.lang, side.text) for block, side in missing_translations.sides_shown(shown))
    here.update(
        (node.id, member.lang, member.side.text)
        for node in missing_translations.shown_nodes(shown)
        if isinstance(node.piece, m.CodeBlock)
        for member in node.members
    )
    missing: Counter[str] = Counter()
    for (_, tag, text), times in (whole - here).items():
        missing[tag] += times * len(stream([text]).letters)
    return {tag: count for tag, count in missing.items() if count}


# -------------------------------------------------------------------------------- beside the text


def _check_page_margins(
    reading: ExtractedText, found: TextDiff, copyist: ExpectedTextBuilder, config: Config, characters: Counts
) -> Iterator[TextMismatch]:
    """What stands apart from the text of a page and is neither its folio nor a running head of its chapters.

    Over a page break the head of a table is repeated, which is neither, and before both.
    """
    shown = copyist.shown
    book, chapters = print_html.running_heads(shown, config)
    homes = {
        node.id: chapter.id
        for chapter in shown.chapters
        for node in walk((*([chapter.part] if chapter.part else []), chapter.title, *chapter.blocks, *chapter.notes))
    }
    repeated: dict[str, list[str]] = {}
    for chapter in shown.chapters:
        for piece in m.iter_nodes(chapter.chapter):
            if isinstance(piece, m.Table) and piece.head:
                homes |= {row.id: chapter.id for row in piece.rows}
                text = stream(each.text for each in copyist.head(piece)).letters
                repeated.setdefault(chapter.id, []).append(text)
    heads = characters.setdefault("running-heads", {m.SHARED: 0})
    folios = characters.setdefault("folios", {m.SHARED: 0})
    for each in reading.artifacts:
        here = {homes[block] for block in found.blocks.get(each.place, ()) if block in homes}
        allowed = {stream([head.transform]).letters for head in (book, *(chapters[chapter] for chapter in here))}
        text, label = stream([each.text]).letters, stream([each.page]).letters
        again = max((head for chapter in here for head in repeated.get(chapter, ()) if text.startswith(head)),
                    key=len, default="")  # fmt: skip
        if again:
            characters.setdefault("repeated-heads", {m.SHARED: 0})[m.SHARED] += len(again)
            text = text.removeprefix(again)
        head = next((head for head in ("", *sorted(allowed)) if text in {head, head + label, label + head}), None)
        if head is None:
            message = f"`{each.text.strip()}` is neither the folio nor the running head of the page"
            yield TextMismatch("added", message, each.text, place=each.place)
            continue
        heads[m.SHARED] += len(head)
        folios[m.SHARED] += len(text) - len(head)


def _bookmarks(document: Document, copyist: ExpectedTextBuilder, reading: ExtractedText) -> Iterator[TextMismatch]:
    """Bookmarks that do not say a heading, or do not lead to its page."""
    labels = {number: document.label(number) for number in range(1, document.info.page_count + 1)}
    there = [(stream([each.title]).letters, labels.get(each.page or 0, "")) for each in document.info.outline]
    wanted = [
        (stream([text]).letters, reading.pages.get(block, ""))
        for block, text in expected_front_matter.bookmarks(copyist)
    ]
    for each in (Counter(wanted) - Counter(there)).elements():
        yield TextMismatch("reference", f"no bookmark `{each[0]}` leads to page {each[1]}", each[0])
    for each in (Counter(there) - Counter(wanted)).elements():
        yield TextMismatch("reference", f"the bookmark `{each[0]}` to page {each[1]} is no heading's", each[0])


# --------------------------------------------------------------------------------------- pictures


def _pictures(
    document: Document, shown: BookView, edition: Edition, read: Callable[[str], bytes]
) -> Iterator[TextMismatch]:
    """Pictures that the edition has and the file has not, or shows otherwise; and those that only the file has."""
    lossy = edition.pdf == "screen"
    there = list(pictures.figures(document))
    known: dict[str, pictures.PictureDigest | None] = {}
    for src, block in _sources(shown):
        if src not in known:
            known[src] = expected_picture(src, read)
        wanted = known[src]
        if wanted is None:
            continue  # a file that is no picture any more: the check says so
        mine = next((each for each in there if each.like(wanted, lossy)), None)
        if mine is None:
            yield TextMismatch(
                "lost", f"the picture {src} ({block}) is not in the file as it is in the book", src, block
            )
        else:
            there.remove(mine)
    for each in there:
        message = f"a picture, `{each.alt}`, is in the file that is none of the book's, or is there once more"
        yield TextMismatch("added", message, each.alt, place=f"page {each.page}")


def _sources(shown: BookView) -> Iterator[tuple[str, str]]:
    """The pictures that an edition shows with a text alternative, each with its block."""
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


def expected_picture(src: str, read: Callable[[str], bytes]) -> pictures.PictureDigest | None:
    """A picture of the book as its pages have to show it; None where its file cannot be read as one."""
    try:
        data = read(src)
        if Path(src).suffix.lower() != ".svg":
            return pictures.of_file(data)
        document = open_pdf(svg_to_pdf.svg_to_pdf(data))
    except (OSError, ValueError):
        return None
    if isinstance(document, Unreadable):
        return None
    with document:
        return next(pictures.figures(document), None)
