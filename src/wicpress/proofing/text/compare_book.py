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
from wicpress.html.templates import inside
from wicpress.pdf import print_html, svg_to_pdf
from wicpress.proofing.epub.package import Epub
from wicpress.proofing.pdf import pictures
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.text import expected_front_matter, expected_text
from wicpress.proofing.text.expected_text import MANUSCRIPT, Copyist
from wicpress.proofing.text.extract_text import Reading, read_book, read_pdf
from wicpress.proofing.text.letter_stream import stream
from wicpress.proofing.text.lost_text import Counts, ReadBack, TextFault, read_back

MARKUP = re.compile(r"\{[{%#].*?[}%#]\}|<[^>]*>", re.DOTALL)


@attrs.frozen
class Account:
    """What reading a file back has shown: its ``faults``, and its ``characters`` by kind and language.

    ``left_out`` are the characters of the manuscript, by language, that the edition leaves out by its own rules;
    ``rings`` how many marks of missing text it shows; ``begins`` where its printed pages begin (see ``ReadBack``).
    """

    faults: tuple[TextFault, ...]
    characters: Counts
    left_out: dict[str, int]
    rings: int
    begins: dict[str, tuple[str, int]]

    def to_json(self) -> dict[str, Any]:
        """The account as a JSON object; ``zxx`` are characters that every language shares."""
        found = {kind: dict(sorted(each.items())) for kind, each in sorted(self.characters.items())}
        return {
            "manuscript": found.pop(MANUSCRIPT, {}),
            "generated": found,
            "left_out": dict(sorted(self.left_out.items())),
            "missing_text_marks": self.rings,
        }


def of_pdf(
    document: Document, config: Config, book: m.Book, edition: Edition, read: Callable[[str], bytes]
) -> Account:
    """A printed edition against its book; ``read`` gives the files of the book."""
    reading = read_pdf(document)
    copyist = expected_text.copyist(book, config, edition, "pdf", reading.pages)
    front = expected_front_matter.printed(copyist, config, edition, book_fonts.prepare(config).names())
    found = _compared(copyist, front, reading, config, edition)
    characters = dict(found.characters)
    beside = tuple(_beside(reading, found, copyist, config, characters))
    more = (*_bookmarks(document, copyist, reading), *_pictures(document, copyist.shown, edition, read))
    return _account(attrs.evolve(found, faults=(*found.faults, *beside, *more)), characters, book, copyist.shown)


def of_epub(epub: Epub, config: Config, book: m.Book, edition: Edition) -> Account:
    """An e-book against its book."""
    reading = read_book(epub)
    copyist = expected_text.copyist(book, config, edition, "epub", reading.pages)
    front = expected_front_matter.electronic(copyist, config, edition, [each.label for each in epub.page_list])
    found = _compared(copyist, front, reading, config, edition)
    return _account(found, found.characters, book, copyist.shown)


def page_starts(document: Document, config: Config, book: m.Book, edition: Edition) -> dict[str, tuple[str, int]]:
    """Where the pages of a printed edition begin: the block, and how many of its written characters stand before."""
    reading = read_pdf(document)
    return _compared(expected_text.copyist(book, config, edition, "pdf", reading.pages), iter(()), reading, config,
                     edition).begins  # fmt: skip


def _compared(
    copyist: Copyist, front: expected_text.Words, reading: Reading, config: Config, edition: Edition
) -> ReadBack:
    chapters = copyist.shown.chapters
    text = [*front, *(words for chapter in chapters for words in copyist.chapter(chapter))]
    notes = [words for chapter in chapters for note in chapter.notes for words in copyist.note(note)]
    return read_back(text, notes, reading, own_words(config, edition))


def own_words(config: Config, edition: Edition) -> str:
    """What the templates of the book itself say, without their markup."""
    named = [config.root / edition.templates] if edition.templates else []
    folders = [each for each in (*named, config.root / "templates") if each.is_dir() and inside(each, config.root)]
    files = [path for folder in folders for path in sorted(folder.rglob("*.j2")) if inside(path, config.root)]
    return "\n".join(MARKUP.sub(" ", path.read_text(encoding="utf-8", errors="replace")) for path in files)


def _account(found: ReadBack, characters: Counts, book: m.Book, shown: BookView) -> Account:
    rings = sum(node.ring for node in missing_translations.nodes(shown))
    return Account(found.faults, characters, left_out(book, shown), rings, found.begins)


def left_out(book: m.Book, shown: BookView) -> dict[str, int]:
    """How many characters of the manuscript an edition does not show, by language."""
    whole: Counter[tuple[str, str, str]] = Counter()
    for chapter in book.chapters:
        whole.update((piece.id, side.lang, side.text) for piece in m.pieces(chapter) for side in m.sides_of(piece))
    here = Counter((block, side.lang, side.text) for block, side in missing_translations.sides_shown(shown))
    here.update(
        (node.id, member.lang, member.side.text)
        for node in missing_translations.nodes(shown)
        if isinstance(node.piece, m.Code)
        for member in node.members
    )
    missing: Counter[str] = Counter()
    for (_, tag, text), times in (whole - here).items():
        missing[tag] += times * len(stream([text]).bare)
    return {tag: count for tag, count in missing.items() if count}


# -------------------------------------------------------------------------------- beside the text


def _beside(
    reading: Reading, found: ReadBack, copyist: Copyist, config: Config, characters: Counts
) -> Iterator[TextFault]:
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
        for piece in m.pieces(chapter.chapter):
            if isinstance(piece, m.Table) and piece.head:
                homes |= {row.id: chapter.id for row in piece.rows}
                text = stream(each.text for each in copyist.head(piece)).bare
                repeated.setdefault(chapter.id, []).append(text)
    heads = characters.setdefault("running-heads", {m.SHARED: 0})
    folios = characters.setdefault("folios", {m.SHARED: 0})
    for each in reading.apart:
        here = {homes[block] for block in found.blocks.get(each.place, ()) if block in homes}
        allowed = {stream([head.text]).bare for head in (book, *(chapters[chapter] for chapter in here))}
        text, label = stream([each.text]).bare, stream([each.page]).bare
        again = max((head for chapter in here for head in repeated.get(chapter, ()) if text.startswith(head)),
                    key=len, default="")  # fmt: skip
        if again:
            characters.setdefault("repeated-heads", {m.SHARED: 0})[m.SHARED] += len(again)
            text = text.removeprefix(again)
        head = next((head for head in ("", *sorted(allowed)) if text in {head, head + label, label + head}), None)
        if head is None:
            message = f"`{each.text.strip()}` is neither the folio nor the running head of the page"
            yield TextFault("added", message, each.text, place=each.place)
            continue
        heads[m.SHARED] += len(head)
        folios[m.SHARED] += len(text) - len(head)


def _bookmarks(document: Document, copyist: Copyist, reading: Reading) -> Iterator[TextFault]:
    """Bookmarks that do not say a heading, or do not lead to its page."""
    labels = {number: document.label(number) for number in range(1, document.info.page_count + 1)}
    there = [(stream([each.title]).bare, labels.get(each.page or 0, "")) for each in document.info.outline]
    wanted = [
        (stream([text]).bare, reading.pages.get(block, ""))
        for block, text in expected_front_matter.bookmarks(copyist)
    ]
    for each in (Counter(wanted) - Counter(there)).elements():
        yield TextFault("reference", f"no bookmark `{each[0]}` leads to page {each[1]}", each[0])
    for each in (Counter(there) - Counter(wanted)).elements():
        yield TextFault("reference", f"the bookmark `{each[0]}` to page {each[1]} is no heading's", each[0])


# --------------------------------------------------------------------------------------- pictures


def _pictures(
    document: Document, shown: BookView, edition: Edition, read: Callable[[str], bytes]
) -> Iterator[TextFault]:
    """Pictures that the edition has and the file has not, or shows otherwise; and those that only the file has."""
    lossy = edition.pdf == "screen"
    there = list(pictures.figures(document))
    known: dict[str, pictures.Seen | None] = {}
    for src, block in _sources(shown):
        if src not in known:
            known[src] = seen(src, read)
        wanted = known[src]
        if wanted is None:
            continue  # a file that is no picture any more: the check says so
        mine = next((each for each in there if each.like(wanted, lossy)), None)
        if mine is None:
            yield TextFault(
                "lost", f"the picture {src} ({block}) is not in the file as it is in the book", src, block
            )
        else:
            there.remove(mine)
    for each in there:
        message = f"a picture, `{each.alt}`, is in the file that is none of the book's, or is there once more"
        yield TextFault("added", message, each.alt, place=f"page {each.page}")


def _sources(shown: BookView) -> Iterator[tuple[str, str]]:
    """The pictures that an edition shows with a text alternative, each with its block."""
    for node in missing_translations.nodes(shown):
        if isinstance(node.piece, m.Figure):
            yield from ((each.src, node.id) for each in shown_pictures(node.piece, shown.languages) if each.alt)
    for block, side in missing_translations.sides_shown(shown):
        yield from ((each.src, block) for each in _inline(side.inlines) if each.alt)


def _inline(inlines: Sequence[m.Inline]) -> Iterator[m.Image]:
    for inline in inlines:
        if isinstance(inline, m.Image):
            yield inline
        yield from _inline(getattr(inline, "children", ()))


def seen(src: str, read: Callable[[str], bytes]) -> pictures.Seen | None:
    """A picture of the book as its pages have to show it; None where its file cannot be read as one."""
    try:
        data = read(src)
        if Path(src).suffix.lower() != ".svg":
            return pictures.of_file(data)
        document = open_pdf(svg_to_pdf.painted(data))
    except (OSError, ValueError):
        return None
    if isinstance(document, Unreadable):
        return None
    with document:
        return next(pictures.figures(document), None)
