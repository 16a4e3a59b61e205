"""Makes the entries of glossaries and lists of abbreviations of the terms of a book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from wicpress.model import SHARED, Glossary, GlossaryEntry, Inline, Paragraph, Text, Translation
from wicpress.parsing.language_detection import mark_foreign_words
from wicpress.parsing.terms.spelling_out import behind_term
from wicpress.parsing.terms.term_list import Term, TermList

ABBREVIATIONS: Final = "abbreviations"
_PREFIXES = {ABBREVIATIONS: "abbreviation"}
_NO_NAME = re.compile(r"[^\w.-]")


def terms_of(contents: str, glossaries: Iterable[str], terms: TermList) -> list[Term]:
    """Return the terms of a glossary, or of a list of abbreviations, in a book that has such ``glossaries``.

    Beside a list of abbreviations, a glossary has not those whose meaning nothing explains.
    """
    if contents == ABBREVIATIONS:
        return [each for each in terms.terms.values() if each.abbreviations]
    elsewhere = ABBREVIATIONS in glossaries
    return [each for each in terms.terms.values() if not (elsewhere and each.abbreviations and not each.meanings)]


def ids_of(glossaries: Mapping[str, Glossary], terms: TermList, ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the ids of the entries of each glossary, the glossary first, by the names of their terms."""
    taken = set(ids)
    found: dict[str, dict[str, str]] = {}
    for contents in sorted(glossaries, key=lambda each: each == ABBREVIATIONS):
        own = found.setdefault(contents, {})
        for term in terms_of(contents, glossaries, terms):
            name = f"{_PREFIXES.get(contents, 'term')}-{_NO_NAME.sub('-', term.name)}"
            while name in taken:
                name += "_"
            taken.add(name)
            own[term.name] = name
    return found


def entries_of(
    glossary: Glossary,
    glossaries: Iterable[str],
    terms: TermList,
    ids: Mapping[str, str],
    languages: tuple[str, ...],
) -> tuple[GlossaryEntry, ...]:
    """Return the entries of a glossary; ``ids`` are theirs by the names of their terms."""
    shows_meanings = glossary.contents != ABBREVIATIONS or "glossary" not in glossaries
    writer = _Writer(languages, shows_meanings=shows_meanings)
    short = glossary.contents == ABBREVIATIONS
    return tuple(
        writer.abbreviation(term, ids[term.name]) if short else writer.term(term, ids[term.name])
        for term in terms_of(glossary.contents, glossaries, terms)
    )


class _Writer:
    def __init__(self, languages: tuple[str, ...], *, shows_meanings: bool) -> None:
        self.languages = languages
        self.shows_meanings = shows_meanings

    def term(self, term: Term, name: str) -> GlossaryEntry:
        """Return the entry of a term: its words with the abbreviation behind them, above its meaning."""
        words = {tag: text + self.behind(term, tag, text) for tag, text in term.words.items()}
        sides = self.sides(words, term) if words else self.short(term)
        return self.entry(term, name, sides, term.meanings)

    def abbreviation(self, term: Term, name: str) -> GlossaryEntry:
        """Return the entry of an abbreviation, above the words that it stands for and their meaning."""
        meanings = term.meanings if self.shows_meanings else {}
        return self.entry(term, name, self.short(term), term.words, meanings)

    def entry(
        self, term: Term, name: str, sides: tuple[Translation, ...], *below: Mapping[str, str]
    ) -> GlossaryEntry:
        paragraphs = (
            Paragraph(f"{name}-{nth}", self.sides(texts, term)) for nth, texts in enumerate(below, 1) if texts
        )
        return GlossaryEntry(name, sides, tuple(paragraphs), term.name, term.span, term.reading)

    def behind(self, term: Term, tag: str, words: str) -> str:
        short = term.abbreviations.get(tag, "")
        return behind_term(short, tag) if short and short != words else ""

    def short(self, term: Term) -> tuple[Translation, ...]:
        """Return the abbreviation of a term, once where all languages share it."""
        texts = set(term.abbreviations.values())
        if len(texts) == 1 and set(term.abbreviations) == set(self.languages):
            return (Translation(SHARED, self.marked(texts.pop(), SHARED), term.span),)
        return self.sides(term.abbreviations, term)

    def sides(self, texts: Mapping[str, str], term: Term) -> tuple[Translation, ...]:
        return tuple(Translation(tag, self.marked(text, tag), term.span) for tag, text in texts.items())

    def marked(self, text: str, tag: str) -> tuple[Inline, ...]:
        return mark_foreign_words((Text(text),), tag, self.languages)
