"""Reads ``terms.toml`` a second time, and says what of it the book has otherwise.

- An entry of a glossary has its words in each language, its abbreviation in brackets behind them; below stands its
  meaning. An entry of a list of abbreviations is the abbreviation, once where all languages share it; below stand its
  words, and its meaning where no glossary has it. Beside such a list a glossary has an abbreviation only for its
  meaning.
- What uses a term is printed as it is written, but for an abbreviation that is to be spelt out: where text in its
  language, outside of headings, captions and cells, has it first. Notes are read where they are called.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Span
from wicpress.proofing.source.passages import squeeze

FILE = "terms.toml"
Entry: TypeAlias = tuple[tuple[tuple[str, str], ...], ...]
"""The words of an entry by language, then those of each block below it."""
_OF_FILE = {"bad_terms", "broken_toml", "unknown_term", "misplaced_glossary", "unreadable", "not_utf8", "too_large"}
"""Diagnostics after which what the book has cannot be told from the file."""


def wrong_terms(book: m.Book, config: Config, diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[str, Span]]:
    """Yield what is wrong with a glossary or the use of a term, and where."""
    if any(each.code in _OF_FILE for each in diagnostics):
        return
    path = config.root / FILE
    table = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
    terms = {name: value for name, value in table.items() if isinstance(value, dict)}
    glossaries = [node for chapter in book.chapters for node in m.iter_nodes(chapter) if isinstance(node, m.Glossary)]
    kinds = {each.contents for each in glossaries}
    for glossary in glossaries:
        expected = Counter(_entry(value, glossary.contents, kinds, book.languages) for value in terms.values())
        expected.pop((), None)
        if expected != Counter(map(_words, glossary.children)):
            yield f"the {glossary.contents} of the book has not the entries of {FILE}", glossary.span
    reader = _FirstUses(book, terms, str(table.get("expand", "no")))
    for use, side in reader.uses():
        if squeeze(m.plain_text(use.children)) != squeeze(reader.printed.get(use.id, "") or _written(use)):
            yield f"“{_written(use)}” is not printed as the term that it is", side.span


def _written(use: m.TermUse) -> str:
    return m.plain_text(use.written or use.children)


# -------------------------------------------------------------------------------------------------- entries


def _words(entry: m.GlossaryEntry) -> Entry:
    """Return the words of an entry as the book has them."""
    return tuple(
        tuple((side.lang, squeeze(side.text)) for side in node.sides)
        for node in (entry, *entry.children)
        if node.sides
    )


def _entry(term: Mapping[str, Any], contents: str, kinds: set[str], languages: tuple[str, ...]) -> Entry:
    """Return the words of an entry as the file has them, none where it does not stand in such a glossary."""
    words = {tag: squeeze(term[tag]) for tag in languages if term.get(tag)}
    short = _by_language(term.get("abbreviation", ""), languages)
    meaning = _by_language(term.get("meaning", ""), languages)
    shared = short if len({*short.values()}) > 1 or len(short) < len(languages) else {m.SHARED: short[languages[0]]}
    parts: tuple[dict[str, str], ...]
    if contents == "abbreviations":
        parts = (shared, words, {} if "glossary" in kinds else meaning) if short else ()
    elif short and not meaning and "abbreviations" in kinds:
        parts = ()
    else:
        full = {tag: text + squeeze(_brackets(short.get(tag, ""), text, tag)) for tag, text in words.items()}
        parts = (full or shared, meaning)
    return tuple(tuple(part.items()) for part in parts if part)


def _by_language(value: Any, languages: tuple[str, ...]) -> dict[str, str]:
    texts = value if isinstance(value, dict) else dict.fromkeys(languages, value)
    return {tag: squeeze(texts[tag]) for tag in languages if texts.get(tag)}


def _brackets(short: str, words: str, tag: str) -> str:
    """Return an abbreviation in the brackets of a language."""
    if not short or short == words:
        return ""
    if not lang.is_chinese_or_japanese(tag):
        return f" ({short})"
    if not lang.HAN.search(short):
        return f"（{short}）"
    if lang.primary(tag) == "ja":
        return f"（以下「{short}」）"
    return f"（簡稱「{short}」）" if lang.script(tag) == "Hant" else f"（简称“{short}”）"


# ----------------------------------------------------------------------------------------------- first uses


@attrs.define
class _FirstUses:
    """Says what is printed of the uses that spell out an abbreviation, by their ids."""

    book: m.Book
    terms: Mapping[str, Mapping[str, Any]]
    expand: str
    printed: dict[str, str] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for tag in self.book.languages:
            done: set[str] = set()
            for chapter in self.book.chapters:
                done = {name for name in done if self.terms[name].get("expand", self.expand) == "book"}
                self.read(chapter, tag, done)

    def uses(self) -> Iterator[tuple[m.TermUse, m.Translation]]:
        """Yield every use of a term, with its side."""
        for chapter in self.book.chapters:
            for node in m.iter_nodes(chapter):
                for side in node.sides:
                    yield from ((use, side) for use in m.term_uses(side.inlines))

    def read(self, chapter: m.Chapter, tag: str, done: set[str]) -> None:
        """Read a chapter in a language; what is ``done`` has been spelt out."""
        notes = {note.id: note for note in chapter.notes}
        for node in (*filter(None, (chapter.part, chapter.title)), *chapter.blocks, *chapter.notes):
            for use in _uses_in(node, tag, notes):
                term = self.terms.get(use.term, {})
                short, full = _by_language(term.get("abbreviation", ""), (tag,)).get(tag), squeeze(term.get(tag, ""))
                is_asked = term.get("expand", self.expand) != "no" and short and full and short != full
                if is_asked and use.term not in done and squeeze(_written(use)) in (short, full):
                    self.printed[use.id] = full + _brackets(str(short), full, tag)
                    done.add(use.term)


def _uses_in(node: m.Node, tag: str, notes: dict[str, m.Footnote]) -> Iterator[m.TermUse]:
    """Yield the uses in the text of a language that a node has, and the notes that it calls."""
    if isinstance(node, m.Footnote) and notes.pop(node.id, None) is None:
        return
    own = [side for side in node.sides if side.lang == tag]
    for side in (*own, *(each for each in node.sides if each.lang != tag)):
        for inline in _outside_other_languages(side.inlines):
            if isinstance(inline, m.FootnoteRef) and inline.note in notes:
                yield from _uses_in(notes[inline.note], tag, notes)
            elif isinstance(inline, m.TermUse) and side in own and not isinstance(node, _NO_TEXT):
                yield inline
    for child in node.children:
        yield from _uses_in(child, tag, notes)


_NO_TEXT = (m.Heading, m.Row, m.Figure, m.Table, m.Listing, m.CodeBlock, m.Glossary)


def _outside_other_languages(inlines: Iterable[m.Inline]) -> Iterator[m.Inline]:
    for inline in inlines:
        if isinstance(inline, m.ForeignText):
            yield from (each for each in m.walk_inlines(inline.children) if isinstance(each, m.FootnoteRef))
        else:
            yield inline
        if isinstance(inline, m.InlineContainer) and not isinstance(inline, m.ForeignText | m.TermUse):
            yield from _outside_other_languages(inline.children)
