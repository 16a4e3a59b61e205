"""Checks that the fonts of a book have every character of it, before any page is laid out."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html.entities import html5
from pathlib import Path

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.block_kinds import block_kinds, is_verbatim
from wicpress.config import FILE, Config, Edition, LocalizedText
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind
from wicpress.edition import numbering, strings
from wicpress.edition.imprint.counts import without_counts
from wicpress.edition.imprint.fields import imprint, series_lines
from wicpress.edition.index.entries import words_in_index
from wicpress.edition.notes.calls import note_calls
from wicpress.edition.notes.marks import note_marks
from wicpress.edition.notes.sequences import with_sequences
from wicpress.edition.people import credits_of
from wicpress.edition.references.labels import Labels, reference_pieces
from wicpress.edition.references.pages import signs_of_pages
from wicpress.edition.view import BookView, view
from wicpress.fonts.coverage import IDEOGRAPHS, MissingGlyph, TextRun, WrongRegionalForms, foreign_forms, missing
from wicpress.fonts.prepared_faces import BUNDLED_BY_ROLE, PreparedFace
from wicpress.fonts.stacks import is_han
from wicpress.pdf.print_notes import BACK

MISSING_GLYPH = declare_kind(
    "missing_glyph",
    "No face of the book has a character",
    "A character without a glyph would be set as an empty box, or from whatever font a machine happens to have. "
    "wicpress sets a book from the fonts that it declares and from no others, so such a character stops the build.",
    example='[fonts]\nserif-han = ["Noto Serif SC", "fonts/Rare-Han.ttf"]',
)
FOREIGN_FORMS = declare_kind(
    "foreign_forms",
    "A face draws the Han characters of another place",
    "Chinese in simplified and in traditional characters, Japanese and Korean draw many characters in forms of their "
    "own. A book in one of them set from a face of another looks misprinted to its readers.",
    example='[fonts]\nserif-han = "Noto Serif TC"',
)
QUOTED_FORMS = declare_kind(
    "quoted_forms",
    "A quoted word is drawn in the Han forms of another place",
    "A word that is marked with a language of its own, such as a character of an old book in a text in simplified "
    "characters, is set from the faces of the book where no face is named for its language. Some of its characters "
    "may have another form there.",
    example='[fonts]\nserif-han = { zh-Hant = "fonts/Traditional.ttf" }',
    severity=Severity.WARNING,
)

MOST_NAMED = 200
"""Up to this many missing characters have a diagnostic each; the rest are counted."""

MOST_PLACES = 5
"""Up to this many places of a missing character are named; the rest are counted."""

_GENERATED = ("contents", "figure", "table", "note", "tip", "important", "warning", "caution")
"""The words that any book may need."""
ITALIC, BOLD, HAN_BOLD = "italic", 600, 700
BULLET = "●"
"""The mark of an item, set from the Chinese face in all languages."""


def missing_glyphs(
    book: m.Book, config: Config, editions: Sequence[Edition], faces: Sequence[PreparedFace]
) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each character that ``faces`` do not have, with its places in ``editions``."""
    runs = tuple(text_runs(book, config, editions))
    glyphs, forms = missing(runs, faces), foreign_forms(runs, faces)
    if not glyphs and not forms:
        return ()
    places = _Places(book, config.root)
    by_char: dict[tuple[str, str], list[MissingGlyph]] = {}
    for glyph in glyphs:
        by_char.setdefault((glyph.char, glyph.kind), []).append(glyph)
    named = list(by_char.values())[:MOST_NAMED]
    diagnostics = [_missing(same, places, faces) for same in named]
    if rest := len(by_char) - len(named):
        diagnostics.append(MISSING_GLYPH(f"{rest} more characters have no glyph in the faces of the book"))
    by_language: dict[tuple[str, str, str], list[WrongRegionalForms]] = {}
    for form in forms:
        by_language.setdefault((form.lang, form.source, _han_role(form.role)), []).append(form)
    return (*diagnostics, *(_foreign(same, places, config.languages) for same in by_language.values()))


# ---------------------------------------------------------------------------------------- the text


def text_runs(book: m.Book, config: Config, editions: Sequence[Edition]) -> Iterator[TextRun]:
    """Yield every text that ``editions`` show, with the role of the face that sets it."""
    shown = _shown(book, editions)
    yield from _front_matter_text(config)
    authors = sorted({note.author for chapter in book.chapters for note in chapter.notes if note.author})
    yield from _generated_text(config, sorted(shown), authors)
    for edition in editions:
        own = with_sequences(book, config, edition)
        shown_book = view(own, edition)
        yield from _imprint_text(config, edition, has_missing_marks=shown_book.has_missing_marks)
        yield from (TextRun(text, tag, "sans", 400, where=at) for tag, text, at in words_in_index(shown_book))
        yield from _back_links(shown_book) if "pdf" in edition.formats else ()
        yield from _numbers_of_passages(book, edition)
        yield TextRun("".join(sorted({*note_marks(own, config).values()})), "en", "sans", 500, where=FILE)
    labels = numbering.labels(book, config)
    for chapter in book.chapters:
        yield from _text(chapter, book, _Numbers(config, labels, chapter), shown)


def _shown(book: m.Book, editions: Sequence[Edition]) -> set[str]:
    """Return the languages in which ``editions`` show anything."""
    shown = {tag for edition in editions for tag in edition.languages}
    return shown | (set(book.languages) if any(edition.missing == "show" for edition in editions) else set())


@attrs.frozen
class _Numbers:
    """What wicpress writes into the text of one chapter: numbers, and the text of references."""

    config: Config
    labels: Labels
    chapter: m.Chapter

    def before(self, piece: m.Node, side: m.Translation, tag: str) -> str:
        """Return what stands before a text in the language ``tag``: 第一章, 图 1, or the mark of the manuscript."""
        text = ""
        if isinstance(piece, m.Heading):
            mark = numbering.chapter_mark if piece is self.chapter.title else numbering.section_mark
            text = mark(piece, side, self.config)
        elif isinstance(piece, m.CaptionedBlock):
            number = numbering.caption_number(piece, side, self.config, tag)
            text = numbering.caption_name(m.node_type(piece), number, tag) if number else ""
        return text or side.marker

    def reference(self, reference: m.CrossRef, tag: str) -> str:
        """Return the text of a reference; of one to pages the signs beside its digits."""
        if reference.form == "page":
            return signs_of_pages(tag)
        return "".join(piece.text for piece in reference_pieces(reference, tag, self.labels))


def _text(chapter: m.Chapter, book: m.Book, numbers: _Numbers, shown: set[str]) -> Iterator[TextRun]:
    for each in chapter.title.sides:
        numeral = numbering.numeral(chapter.title, [each], numbers.config)
        yield TextRun(numeral, "en", "serif", 300, where=chapter.title.id)
    below_tables: set[str] = set()
    for piece in m.iter_nodes(chapter):
        below_tables.update(note.id for note in (piece.notes if isinstance(piece, m.Table) else ()))
        yield from _around(piece, shown)
        if isinstance(piece, m.Listing):
            yield TextRun(piece.file_name, book.languages[0], "mono", where=piece.id)
        if isinstance(piece, m.Figure):
            descriptions = (each for picture in piece.pictures for each in picture.descriptions)
            yield from (TextRun(words, tag, "sans", where=piece.id) for tag, words in descriptions)
        for side in _sides(piece, {*shown, m.SHARED}):
            for run in _side(piece, side, book, numbers):
                is_note = piece.id in below_tables and run.role == "serif"
                yield attrs.evolve(run, role="sans") if is_note else run


def _around(piece: m.Node, shown: set[str]) -> Iterator[TextRun]:
    """Yield what stands beside the words of a node: a bullet, words above a table that goes on, links back."""
    if isinstance(piece, m.Bibliography):
        yield from (TextRun(f"[0123456789]{BACK}", "en", role, where=piece.id) for role in ("sans", "serif"))
    if isinstance(piece, m.ListItem) and not all(side.marker for side in piece.sides):
        yield TextRun(BULLET, "zh-Hans", "serif", 500, where=piece.id)
    for tag in sorted(shown) if isinstance(piece, m.Table) else ():
        words = strings.translate("continued", tag).replace("{}", "")
        yield TextRun(words, tag, "sans", HAN_BOLD if lang.is_chinese_or_japanese(tag) else BOLD, where=piece.id)


def _sides(piece: m.Node, shown: set[str]) -> Iterator[m.Translation]:
    """Yield the translations of a node in the languages ``shown``; a cell without any is shown in the one it has."""
    verbatim = is_verbatim(m.node_type(piece))
    groups = [cell.sides for cell in piece.cells] if isinstance(piece, m.Row) else [m.translations_of(piece)]
    for sides in groups:
        shown_sides = [each for each in sides if each.lang in shown]
        yield from shown_sides or (sides[:1] if isinstance(piece, m.Row) or verbatim else ())


def _side(piece: m.Node, side: m.Translation, book: m.Book, numbers: _Numbers) -> Iterator[TextRun]:
    tag = book.languages[0] if side.lang == m.SHARED else side.lang
    if is_verbatim(m.node_type(piece)):  # formulas are drawn
        yield from () if isinstance(piece, m.Equation) else (TextRun(side.text, tag, "mono", where=piece.id),)
        return
    of_kind = getattr(block_kinds().get(m.node_type(piece)), "role", "serif")
    is_title = isinstance(piece, m.Paragraph) and piece.is_title
    role = "sans" if is_title or isinstance(piece, m.Row | m.Definition | m.GlossaryEntry) else of_kind
    weight = 500 if lang.is_chinese_or_japanese(tag) and not isinstance(piece, m.Row | m.CaptionedBlock) else 400
    if (is_title or (isinstance(piece, m.Heading) and piece.level > 1)) and not lang.is_chinese_or_japanese(tag):
        weight = BOLD
    if mark := numbers.before(piece, side, tag).strip():
        yield TextRun(mark, tag, role, weight, where=piece.id)
    yield from _words(side.inlines, TextRun("", tag, role, weight, where=piece.id), numbers)


def _words(  # noqa: PLR0912 - one case a kind
    inlines: Iterable[m.Inline], face: TextRun, numbers: _Numbers
) -> Iterator[TextRun]:
    """Yield the text of inlines, each with its face; the text around them has ``face``."""

    def run(text: str, tag: str = face.lang, role: str = face.role, weight: int = 0, style: str = "") -> TextRun:
        return TextRun(text, tag, role, weight or face.weight, style or face.style, face.where)

    for inline in inlines:
        match inline:
            case m.Text(text) | m.VerseNumber(text):
                yield run(text)
            case m.CodeSpan(text):
                yield run(text, role="mono", weight=400)
            case m.Ruby(base, reading):
                yield run(base + reading)
            case m.Strong(children) if lang.is_chinese_or_japanese(face.lang):
                yield from _words(children, run("", role="sans", weight=HAN_BOLD), numbers)
            case m.Strong(children):
                yield from _words(children, run("", weight=BOLD), numbers)
            case m.Emphasis(children) if lang.is_chinese_or_japanese(face.lang):
                role = "sans" if numbers.config.typography.emphasis == "sans" else face.role
                yield from _words(children, run("", role=role), numbers)
            case m.Emphasis(children):
                yield from _words(children, run("", style=ITALIC), numbers)
            case m.StyledText("keyboard", children):
                yield from _words(children, run("", role="sans"), numbers)
            case m.InterlinearNote(children):
                yield run("（）" if lang.is_chinese_or_japanese(face.lang) else "()")
                yield from _words(children, face, numbers)
            case m.ForeignText(other, children):
                yield from _words(children, run("", tag=other), numbers)
            case m.InlineContainer(children=children):
                yield from _words(children, face, numbers)
            case m.CrossRef():
                yield run(numbers.reference(inline, face.lang))


def _front_matter_text(config: Config) -> Iterator[TextRun]:
    """Yield the text of cover, title page and imprint."""
    roles: tuple[tuple[LocalizedText, tuple[str, ...]], ...] = (
        (config.title, ("serif", "sans")),
        (config.half_title, ("serif",)),
        (config.series_page, ("sans",)),
        (config.subtitle, ("sans",)),
        (config.publisher, ("sans",)),
        (config.rights, ("sans",)),
        (config.imprint, ("sans",)),
        *((LocalizedText((*each.names, *each.affiliations)), ("sans",)) for each in credits_of(config)),
        (LocalizedText(series_lines(config)), ("sans",)),
        *((words, ("sans",)) for _, words in config.short_titles),
    )
    for words, faces in roles:
        for tag, text in words.by_lang:
            for role in faces:
                yield TextRun(text, tag, role, 500 if lang.is_chinese_or_japanese(tag) else 400, where=FILE)


def _imprint_text(config: Config, edition: Edition, *, has_missing_marks: bool) -> Iterator[TextRun]:
    """Yield the imprint of an edition with the key of the mark of missing text, in each of its languages."""
    tags = edition.languages
    faces = ("",) if "pdf" in edition.formats else ()
    key = "missing-mark" if len(tags) > 1 else "missing-mark-single"
    for tag in tags:
        lines = [line for paragraph in imprint(config, edition, tag, faces) for line in paragraph]
        words = [strings.translate(key, tag)] if has_missing_marks else []
        yield TextRun("".join((*map(without_counts, lines), *words)), tag, "sans", 400, where=FILE)


def _generated_text(config: Config, tags: Sequence[str], authors: Sequence[str]) -> Iterator[TextRun]:
    """Yield what wicpress writes itself: folios, the year on the cover, labels."""
    lead = tags[0] if tags else "en"
    for weight in (400, 500):
        yield TextRun("0123456789ivxlcdm", "en", "sans", weight, where=FILE)
    yield TextRun(config.year + config.volume, lead, "serif", 300, where=FILE)
    for tag in tags:
        if config.draft:
            yield TextRun(strings.translate("draft", tag), tag, "sans", BOLD, where=FILE)
        weight = 500 if lang.is_chinese_or_japanese(tag) else 400
        heads = () if config.notes.place == "foot" else ("footnotes",)
        for key in (*_GENERATED, *heads, *authors, *(f"list-of-{kind}" for kind in config.lists)):
            yield TextRun(strings.translate(key, tag).replace("{}", ""), tag, "sans", weight, where=FILE)


def _back_links(shown: BookView) -> Iterator[TextRun]:
    """Return the sign behind each note that a printed edition calls again, with the block of its second call."""
    blocks = (each for each in note_calls(shown).blocks.values() if len(each) > 1)
    return (TextRun(BACK, "en", "sans", 400, where=each[1]) for each in blocks)


def _numbers_of_passages(book: m.Book, edition: Edition) -> Iterator[TextRun]:
    """Yield the numbers of pages of the source edition, those of verses with the marks that running heads have."""
    for node in (node for chapter in book.chapters for node in m.iter_nodes(chapter)):
        for page in (each for side in node.sides for each in m.source_pages(side.inlines)):
            yield from (TextRun(f"[{page.number}]", "en", role, 400, where=node.id) for role in ("sans", "serif"))
        for verse in (each for side in node.sides for each in m.verse_numbers(side.inlines) if edition.verse_range):
            text = f"{verse.number}—；" if lang.HAN.search(verse.number) else f"{verse.number}–;"
            yield TextRun(text, edition.languages[0], "sans", 400, where=node.id)


class _Places:
    """Where the texts of a book stand: the span of each translation, and the lines of the files."""

    def __init__(self, book: m.Book, root: Path) -> None:
        self.root = root
        self.spans: dict[str, dict[str, list[Span]]] = {}
        for chapter in book.chapters:
            for piece in m.iter_nodes(chapter):
                for side in m.translations_of(piece):
                    self.spans.setdefault(piece.id, {}).setdefault(side.lang, []).append(side.span)

    def of_block(self, block: str, tag: str) -> Iterable[Span]:
        """Return where a block stands in a language; for a word that is quoted in it, in all of its languages."""
        if block == FILE:
            return (Span(FILE, 1, max(1, len(self.lines(FILE)))),)
        by_language = self.spans.get(block, {})
        spans = (
            by_language.get(tag) or by_language.get(m.SHARED) or (each for s in by_language.values() for each in s)
        )
        return dict.fromkeys(spans)

    @functools.cache  # noqa: B019 - lives as long as one check
    def lines(self, path: str) -> tuple[str, ...]:
        """Return the lines of a file; none where it cannot be read."""
        try:
            return tuple(re.split(r"\r\n|\r|\n", (self.root / path).read_text(encoding="utf-8-sig")))
        except (OSError, UnicodeDecodeError):
            return ()

    def of_text(self, text: str, block: str, tag: str) -> Iterator[tuple[Span, tuple[int, int]]]:
        """Yield the line and the columns of each occurrence of a text in a block.

        Words in ``tag`` may be quoted in another language of the block. A text that is written otherwise there is in
        the first line, without columns.
        """
        spans = tuple(self.of_block(block, tag))
        every = [span for by_language in self.spans.get(block, {}).values() for span in by_language]
        plain = re.escape(text)
        occurrences = tuple(self._occurrences(plain, spans)) or tuple(self._occurrences(plain, every))
        occurrences = occurrences or tuple(self._occurrences(_entities(text), spans))
        yield from occurrences or [(Span(span.path, span.line, span.line), (0, 0)) for span in spans[:1]]

    def _occurrences(self, pattern: str, spans: Iterable[Span]) -> Iterator[tuple[Span, tuple[int, int]]]:
        for span in spans:
            for number, line in enumerate(self.lines(span.path)[span.line - 1 : span.end_line], span.line):
                for match in re.finditer(pattern, line):
                    yield Span(span.path, number, number), (match.start() + 1, match.end() + 1)


def _entities(text: str) -> str:
    """Return a pattern for a text each of whose characters may be written as an entity."""

    def forms(char: str) -> Iterator[str]:
        yield from (re.escape(char), rf"&\#0*{ord(char)};", rf"&\#[xX]0*(?i:{ord(char):x});")
        yield from (re.escape(f"&{name}") for name, value in html5.items() if value == char and name.endswith(";"))

    return "".join(f"(?:{'|'.join(forms(char))})" for char in text)


def _missing(same: Sequence[MissingGlyph], places: _Places, faces: Sequence[PreparedFace]) -> Diagnostic:
    """Return the diagnostic of one character: the faces that have it not, all its places, and what to do."""
    first = same[0]
    what = {
        "glyph": "has no glyph in",
        "variant": "has no such form in",
        "mark": "would take its mark from another face than its letter, of",
    }[first.kind]
    names = {face.family: face.source.name for face in reversed(faces)}
    fonts = dict.fromkeys(
        face.source.name for each in same for face in faces if face.family in each.families
    ) or dict.fromkeys(names.values())
    found = dict.fromkeys(
        place for each in same for block in each.places for place in places.of_text(first.char, block, each.lang)
    )
    message = f"{describe_characters(first.char)} {what} {_listed(fonts)}"
    if len(found) > 1:
        message += f" ({len(found)} places: {_listed_places([span for span, _ in found])})"
    span, columns = next(iter(found), (None, (0, 0)))
    block = next((each for each in first.places if each != FILE), "")
    return MISSING_GLYPH(message, span, hint=_advice(same), lang=first.lang, block=block, columns=columns)


def _listed(names: Iterable[str]) -> str:
    """Return names as a sentence has them: ``A, B or C``."""
    *before, last = names
    return f"{', '.join(before)} or {last}" if before else last


def _listed_places(spans: Sequence[Span]) -> str:
    """Return the first places as ``01.md:5``, each line once, and how many lines more there are."""
    lines = list(dict.fromkeys(f"{span.path}:{span.line}" for span in spans))
    more = len(lines) - MOST_PLACES
    return ", ".join(lines[:MOST_PLACES]) + (f" and {more} more" if more > 0 else "")


def _advice(same: Sequence[MissingGlyph]) -> str:
    """Return what to do about a missing character: write its canonical form, or add a face to the role's list."""
    first = same[0]
    roles = dict.fromkeys(_setting_role(each) for each in same)
    settings = " and ".join(f"`{role}`" for role in roles)
    role = next(iter(roles))
    example = f'{role} = ["{BUNDLED_BY_ROLE[role]}", "fonts/NAME.ttf"]'
    if first.kind == "variant":
        return f"add a font with this form to the list of {settings} in [fonts], or take the variation selector away"
    face = f"add a font that has it to the list of {settings} in [fonts]: {example}"
    canonical = canonical_character(first.char)
    return f"write “{canonical}”, {describe_characters(canonical)}, or {face}" if canonical else face


def _setting_role(glyph: MissingGlyph) -> str:
    """Return the key of ``[fonts]`` whose faces set a character."""
    if IDEOGRAPHS.match(glyph.char) or (is_han(glyph.lang) and not glyph.char.isascii()):
        return _han_role(glyph.role)
    return glyph.role


def canonical_character(text: str) -> str:
    """Return the character of which ``text`` is a second code (a compatibility ideograph, a radical), or nothing."""
    normal = unicodedata.normalize("NFC", text)
    if normal == text and re.fullmatch("[\u2e80-\u2fd5\uff01-\uffee]", text):
        normal = unicodedata.normalize("NFKC", text)
    return normal if normal != text and len(normal) == 1 else ""


def _foreign(same: Sequence[WrongRegionalForms], places: _Places, languages: Sequence[str]) -> Diagnostic:
    """Return the diagnostic of Han text in the forms of another place: a warning for words that are quoted."""
    first = same[0]
    block = next((each for form in same for each in form.places if each != FILE), "")
    span, columns = next(places.of_text(first.text, block or FILE, first.lang), (Span(FILE, 1, 1), (0, 0)))
    total = sum(form.count for form in same)
    forms, count = ", ".join(sorted(first.forms)), f"{total} character{'s' if total > 1 else ''}"
    message = f"{first.source} draws the Han forms of {forms}, not those of {first.lang} ({count})"
    font = f'{_han_role(first.role)} = {{ {first.lang} = "fonts/NAME.ttf" }}'
    hint = f"name a font with the forms of {first.lang} in [fonts]: {font}"
    kind = FOREIGN_FORMS if first.lang in languages else QUOTED_FORMS
    return kind(message, span, hint=hint, lang=first.lang, block=block, columns=columns)


def _han_role(role: str) -> str:
    """Return the key of ``[fonts]`` for Han characters in text of a role."""
    return "serif-han" if role == "serif" else "sans-han"


def describe_characters(text: str) -> str:
    """Return characters by code point and name: ``U+1F600 (GRINNING FACE)``."""
    return " + ".join(f"U+{ord(char):04X} ({unicodedata.name(char, 'without a name')})" for char in text)
