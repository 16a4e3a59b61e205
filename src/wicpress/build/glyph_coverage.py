"""Checks that the fonts of a book have every character of it, before any page is laid out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from wicpress import languages as lang
from wicpress import model as m
from wicpress.block_kinds import block_kinds, is_verbatim
from wicpress.config import FILE, Config, Edition, LocalizedText
from wicpress.diagnostics import Diagnostic, Span, declare_kind
from wicpress.edition import numbering, strings
from wicpress.fonts.coverage import (
    MissingGlyph,
    TextRun,
    WrongRegionalForms,
    foreign_forms,
    missing,
)
from wicpress.fonts.prepared_faces import PreparedFace

MISSING_GLYPH = declare_kind(
    "missing_glyph",
    "No face of the book has a character",
    "A character without a glyph would be set as an empty box, or from whatever font a machine happens to have. "
    "wicpress sets a book from the fonts that it declares and from no others, so such a character stops the build.",
    example='[fonts]\nserif-han = "fonts/Rare-Han.ttf"',
)
FOREIGN_FORMS = declare_kind(
    "foreign_forms",
    "A face draws the Han characters of another place",
    "Chinese in simplified and in traditional characters, Japanese and Korean draw many characters in forms of their "
    "own. A book in one of them set from a face of another looks misprinted to its readers.",
    example='[fonts]\nserif-han = "Noto Serif TC"',
)

MOST_NAMED = 200
"""Up to this many missing characters have a diagnostic each; the rest are counted."""

ITALIC, BOLD = "italic", 600


def missing_glyphs(
    book: m.Book, config: Config, editions: Sequence[Edition], faces: Sequence[PreparedFace]
) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each character that ``faces`` do not have, at each place where an edition shows it."""
    runs = tuple(text_runs(book, config, editions))
    glyphs, forms = missing(runs, faces), foreign_forms(runs, faces)
    places = dict(_spans_by_block(book)) if glyphs or forms else {}
    merged = list(dict.fromkeys(each for glyph in glyphs for each in _missing(glyph, places, config)))
    if len(merged) > MOST_NAMED:
        rest = len(merged) - MOST_NAMED
        merged[MOST_NAMED:] = [MISSING_GLYPH(f"{rest} more characters have no glyph in the faces of the book")]
    return (*merged, *(_foreign(form, places) for form in forms))


# ---------------------------------------------------------------------------------------- the text


def text_runs(book: m.Book, config: Config, editions: Sequence[Edition]) -> Iterator[TextRun]:
    """Yield every text that ``editions`` show, with the role of the face that sets it."""
    shown = _shown(book, editions)
    yield from _front_matter_text(config)
    yield from _generated_text(config, sorted(shown))
    for chapter in book.chapters:
        yield from _text(chapter, book, config, shown)


def _shown(book: m.Book, editions: Sequence[Edition]) -> set[str]:
    """Return the languages in which ``editions`` show anything."""
    shown = {tag for edition in editions for tag in edition.languages}
    return shown | (set(book.languages) if any(edition.missing == "show" for edition in editions) else set())


def _text(chapter: m.Chapter, book: m.Book, config: Config, shown: set[str]) -> Iterator[TextRun]:
    for each in chapter.title.sides:
        numeral = numbering.numeral(chapter.title, [each], config)
        yield TextRun(numeral, "en", "serif", 300, where=chapter.title.id)
    for piece in m.iter_nodes(chapter):
        for side in _sides(piece, {*shown, m.SHARED}):
            yield from _side(piece, side, book, config)


def _sides(piece: m.Node, shown: set[str]) -> Iterator[m.Translation]:
    """Yield the translations of a node in the languages ``shown``; a cell without any is shown in the one it has."""
    verbatim = is_verbatim(m.node_type(piece))
    groups = [cell.sides for cell in piece.cells] if isinstance(piece, m.Row) else [m.translations_of(piece)]
    for sides in groups:
        shown_sides = [each for each in sides if each.lang in shown]
        yield from shown_sides or (sides[:1] if isinstance(piece, m.Row) or verbatim else ())


def _side(piece: m.Node, side: m.Translation, book: m.Book, config: Config) -> Iterator[TextRun]:
    tag = book.languages[0] if side.lang == m.SHARED else side.lang
    if is_verbatim(m.node_type(piece)):
        yield TextRun(side.text, tag, "mono", where=piece.id)
        return
    kind = block_kinds().get(m.node_type(piece))
    role = "sans" if isinstance(piece, m.Row | m.Definition) else kind.role if kind else "serif"
    weight = 500 if lang.is_chinese_or_japanese(tag) and not isinstance(piece, m.Row | m.Table | m.Figure) else 400
    if isinstance(piece, m.Heading) and piece.level > 1 and not lang.is_chinese_or_japanese(tag):
        weight = BOLD
    if side.marker.strip():
        yield TextRun(side.marker, tag, role, weight, where=piece.id)
    yield from _words(side.inlines, TextRun("", tag, role, weight, where=piece.id), config)


def _words(inlines: Iterable[m.Inline], face: TextRun, config: Config) -> Iterator[TextRun]:
    """Yield the text of inlines, each with its face; the text around them has ``face``."""

    def run(text: str, tag: str = face.lang, role: str = face.role, weight: int = 0, style: str = "") -> TextRun:
        return TextRun(text, tag, role, weight or face.weight, style or face.style, face.where)

    for inline in inlines:
        match inline:
            case m.Text(text):
                yield run(text)
            case m.CodeSpan(text):
                yield run(text, role="mono", weight=400)
            case m.Ruby(base, reading):
                yield run(base + reading)
            case m.Strong(children):
                yield from _words(children, run("", weight=BOLD), config)
            case m.Emphasis(children) if lang.is_chinese_or_japanese(face.lang):
                role = "sans" if config.typography.emphasis == "sans" else face.role
                yield from _words(children, run("", role=role), config)
            case m.Emphasis(children):
                yield from _words(children, run("", style=ITALIC), config)
            case m.ForeignText(other, children):
                yield from _words(children, run("", tag=other), config)
            case m.Link(_, children):
                yield from _words(children, face, config)


def _front_matter_text(config: Config) -> Iterator[TextRun]:
    """Yield the text of cover, title page and imprint."""
    roles: tuple[tuple[LocalizedText, tuple[str, ...]], ...] = (
        (config.title, ("serif", "sans")),
        (config.subtitle, ("sans",)),
        (config.publisher, ("sans",)),
        (config.rights, ("sans",)),
        (config.imprint, ("sans",)),
        *((person.name, ("sans",)) for person in config.authors),
        *((words, ("sans",)) for _, words in config.short_titles),
    )
    for words, faces in roles:
        for tag, text in words.by_lang:
            for role in faces:
                yield TextRun(text, tag, role, 500 if lang.is_chinese_or_japanese(tag) else 400, where=FILE)


def _generated_text(config: Config, tags: Sequence[str]) -> Iterator[TextRun]:
    """Yield what wicpress writes itself: folios, the year on the cover, the labels of tables and figures."""
    lead = tags[0] if tags else "en"
    for weight in (400, 500):
        yield TextRun("0123456789ivxlcdm", "en", "sans", weight, where=FILE)
    yield TextRun(config.year + config.volume, lead, "serif", 300, where=FILE)
    for tag in tags:
        for key in ("contents", "figure", "table", "note", "tip", "important", "warning", "caution"):
            yield TextRun(
                strings.translate(key, tag), tag, "sans", 500 if lang.is_chinese_or_japanese(tag) else 400, where=FILE
            )


# ------------------------------------------------------------------------------------- diagnostics


def _spans_by_block(book: m.Book) -> Iterator[tuple[tuple[str, str], Span]]:
    """Yield the span of each translation by block and language, and that of each block by its first translation."""
    for chapter in book.chapters:
        for piece in m.iter_nodes(chapter):
            for side in reversed(m.translations_of(piece)):
                yield (piece.id, side.lang), side.span
                yield (piece.id, ""), side.span


def _missing(missing: MissingGlyph, places: dict[tuple[str, str], Span], config: Config) -> Iterator[Diagnostic]:
    what = {
        "glyph": "has no glyph in the faces of the book",
        "variant": "has no such form in the faces of the book",
        "mark": "would take its mark from another face than its letter",
    }[missing.kind]
    for block in missing.places:
        place = f"block {block}" if block != FILE else FILE
        span = _toml_line(config.root, missing.char) if block == FILE else _span(places, block, missing.lang)
        advice = "write another character, or name a font that has it in [fonts]"
        message = f"{place}: {describe_characters(missing.char)} {what}"
        yield MISSING_GLYPH(message, span, hint=advice, lang=missing.lang, block="" if block == FILE else block)


def _foreign(missing: WrongRegionalForms, places: dict[tuple[str, str], Span]) -> Diagnostic:
    forms = ", ".join(sorted(missing.forms))
    block = next((each for each in missing.places if each != FILE), "")
    span = _span(places, block, missing.lang) or Span(FILE, 1, 1)
    message = (
        f"{missing.source} draws the Han forms of {forms}, not those of {missing.lang} ({missing.count} characters)"
    )
    advice = f"name a font with the forms of {missing.lang} in [fonts]"
    return FOREIGN_FORMS(message, span, hint=advice, lang=missing.lang, block=block)


def _span(places: dict[tuple[str, str], Span], block: str, tag: str) -> Span | None:
    return next((places[key] for key in ((block, tag), (block, m.SHARED), (block, "")) if key in places), None)


def describe_characters(text: str) -> str:
    """Return characters by code point and name: ``U+1F600 (GRINNING FACE)``."""
    return " + ".join(f"U+{ord(char):04X} ({unicodedata.name(char, 'without a name')})" for char in text)


def _toml_line(root: Path, text: str) -> Span:
    """Return the first line of ``book.toml`` that holds ``text``."""
    try:
        lines = (root / FILE).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    line = next((number for number, each in enumerate(lines, 1) if text in each), 1)
    return Span(FILE, line, line)
