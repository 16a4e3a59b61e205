"""Reads ``terms.toml``: the terms and abbreviations of a book.

Each table is an entry, named by its header: its words by language, and beside them ``abbreviation``, ``meaning``,
``forms``, ``reading`` and ``expand``. ``expand`` before the tables is that of entries that do not say it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.config.diagnostics import BROKEN_TOML
from wicpress.config.similar_names import SimilarNames
from wicpress.config.toml_positions import TomlPositions
from wicpress.config.toml_syntax import syntax_diagnostic
from wicpress.diagnostics import Diagnostic, Span
from wicpress.parsing.source_files import read_text
from wicpress.parsing.terms.diagnostics import BAD_TERMS

FILE: Final = "terms.toml"
NEVER, IN_BOOK, IN_CHAPTER = "no", "book", "chapter"
EXPANSIONS: Final = (NEVER, IN_BOOK, IN_CHAPTER)
"""Where an abbreviation is spelt out: nowhere, where the book uses it first, or where each chapter does."""
KEYS: Final = ("abbreviation", "meaning", "forms", "reading", "expand")
MOST_REPORTS = 50
"""Diagnostics of the file; more of them help nobody."""
LONGEST_WORDS = 1000
"""Characters of a term, an abbreviation or another form of it."""


@attrs.frozen
class Term:
    """An entry: its words, abbreviation and meaning by language, and other ``forms`` of its words in any."""

    name: str
    span: Span
    words: Mapping[str, str]
    abbreviations: Mapping[str, str]
    meanings: Mapping[str, str]
    forms: tuple[str, ...] = ()
    reading: str = ""
    expand: str = NEVER

    @property
    def all_words(self) -> Iterator[str]:
        """Yield every text that uses of the entry may have."""
        yield from (*self.words.values(), *self.abbreviations.values(), *self.forms)


@attrs.frozen
class TermList:
    """The entries of a book by their names, in the order of the file, and by their words."""

    terms: Mapping[str, Term] = attrs.field(factory=dict)
    by_words: Mapping[str, Term] = attrs.field(factory=dict)

    def find(self, name: str, words: str) -> Term | None:
        """Return the entry of a ``name``, or where there is none that of the ``words``, whatever their case."""
        if name:
            return self.terms.get(name)
        return self.by_words.get(plain(words)) or self.by_words.get(plain(words).casefold())


def plain(words: str) -> str:
    """Return words with single spaces."""
    return " ".join(words.split())


def read_terms(config: Config, diagnostics: list[Diagnostic]) -> TermList:
    """Return the terms of a book, none where it has no ``terms.toml``; report what cannot be read."""
    if not os.path.lexists(config.root / FILE):
        return TermList()
    text = read_text(config.root, FILE, diagnostics)
    try:
        table = tomllib.loads(text or "")
    except RecursionError:
        hint = "take them out of each other"
        diagnostics.append(BROKEN_TOML("tables or lists are nested too deep to be read", Span(FILE, 1, 1), hint=hint))
        return TermList()
    except ValueError as error:
        diagnostics.append(_in_file(syntax_diagnostic(text or "", error)))
        return TermList()
    reader = _Reader(TomlPositions(tuple((text or "").split("\n"))), config.languages)
    found = reader.all(table)
    diagnostics.extend(reader.diagnostics[:MOST_REPORTS])
    return found


def _in_file(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic of TOML as one of this file."""
    span = diagnostic.span and attrs.evolve(diagnostic.span, path=FILE)
    return attrs.evolve(
        diagnostic, span=span, edits=tuple(attrs.evolve(each, path=FILE) for each in diagnostic.edits)
    )


@attrs.define
class _Reader:
    """Reads the tables of the file, and collects what is wrong with them."""

    positions: TomlPositions
    languages: tuple[str, ...]
    diagnostics: list[Diagnostic] = attrs.field(factory=list)

    def all(self, table: Mapping[str, Any]) -> TermList:
        """Return the entries of the file."""
        expand = self.expansion("", table.get("expand", NEVER))
        terms: dict[str, Term] = {}
        by_words: dict[str, Term] = {}
        for name, value in table.items():
            if isinstance(value, dict):
                term = self.term(name, value, expand)
                if term:
                    terms[name] = term
            elif name != "expand":
                hint = f'write each entry as a table: [{name}], and below it {self.languages[0]} = "…"'
                self.report(f"`{name}` is no entry", name, "", hint)
        for term in terms.values():
            self.add_words(term, by_words)
        return TermList(terms, by_words)

    def add_words(self, term: Term, by_words: dict[str, Term]) -> None:
        """Add the words of an entry, as they stand and in small letters; report another that has one of them."""
        told: set[str] = set()
        for words in dict.fromkeys(map(plain, term.all_words)):
            other = by_words.setdefault(words, term)
            if other is not term and other.name not in told:
                told.add(other.name)
                message = f"`{words}` is a word of `{other.name}` already ({FILE}:{other.span.line})"
                self.report(message, "", term.name, "make one entry of both, or take the word away from one")
            by_words.setdefault(words.casefold(), term)

    def term(self, name: str, table: Mapping[str, Any], expand: str) -> Term | None:
        """Return an entry, or None after reporting that it has no words."""
        words = {tag: text for tag in self.languages if (text := self.text(name, tag, table.get(tag, "")))}
        for key in table:
            if key not in (*KEYS, *self.languages):
                self.unknown_key(name, key)
        abbreviations = self.by_language(name, "abbreviation", table)
        if not words and not abbreviations:
            if {*table} & {"abbreviation", *self.languages}:  # what is wrong with it is reported
                return None
            keys = " and ".join(f'{tag} = "…"' for tag in self.languages)
            self.report(f"`{name}` has no words", "", name, f"write them: {keys}")
            return None
        return Term(
            name,
            self.span("", name),
            words,
            abbreviations,
            self.by_language(name, "meaning", table),
            self.forms(name, table.get("forms", [])),
            self.text(name, "reading", table.get("reading", "")),
            self.expansion(name, table["expand"]) if "expand" in table else expand,
        )

    def unknown_key(self, name: str, key: str) -> None:
        """Report a key that means nothing."""
        nearest = SimilarNames((*self.languages, *KEYS)).nearest(key)
        hint = f"did you mean `{nearest}`?" if nearest else f"an entry has {', '.join((*self.languages, *KEYS))}"
        if lang.is_known(key):
            hint = "its words are in the languages that book.toml names: " + ", ".join(self.languages)
        self.report(f"`{key}` means nothing in an entry", key, name, hint)

    def by_language(self, name: str, key: str, table: Mapping[str, Any]) -> dict[str, str]:
        """Return the texts of a key by language; one text that is in none is that of all."""
        value = table.get(key, "")
        if not isinstance(value, dict):
            text = self.text(name, key, value)
            if text and key == "meaning" and len(self.languages) > 1:
                self.report(
                    f"the meaning of `{name}` is in no language", key, name, f'write {key}.{self.languages[0]} = "…"'
                )
                return {}
            return dict.fromkeys(self.languages, text) if text else {}
        for tag in value:
            if tag not in self.languages:
                hint = f"the languages of the book are {', '.join(self.languages)}"
                self.report(f"`{tag}` is no language of the book", key, name, hint)
        return {tag: text for tag in self.languages if (text := self.text(name, key, value.get(tag, "")))}

    def forms(self, name: str, value: object) -> tuple[str, ...]:
        """Return other forms of the words of an entry."""
        values = value if isinstance(value, list) else [value]
        return tuple(text for each in values if (text := self.text(name, "forms", each)))

    def text(self, name: str, key: str, value: object) -> str:
        """Return a text on one line, empty after reporting that it is none."""
        if not isinstance(value, str):
            self.report(f"`{key}` of `{name}` is no text", key, name, f'write it in quotes: {key} = "…"')
            return ""
        text = plain("".join(each for each in value if each.isprintable() or each.isspace()))
        if value and not text:
            self.report(f"`{key}` of `{name}` is empty", key, name, "write its words, or take it away")
        if len(text) > LONGEST_WORDS and key != "meaning":
            self.report(f"`{key}` of `{name}` is longer than {LONGEST_WORDS} characters", key, name, "shorten it")
            return ""
        return text

    def expansion(self, name: str, value: object) -> str:
        """Return where abbreviations are spelt out."""
        if value in EXPANSIONS:
            return str(value)
        choices = ", ".join(f'"{each}"' for each in EXPANSIONS)
        self.report("`expand` says where abbreviations are spelt out", "expand", name, f"write one of {choices}")
        return NEVER

    def span(self, key: str, name: str) -> Span:
        """Return where a key of an entry stands, or the entry."""
        header = self.positions.span(name)
        start, end = self.positions.section(name, 0) if name else (0, 0)
        place = self.positions.span(key, name) if key else header
        is_inside = not name or start < place.line <= end
        return attrs.evolve(place if is_inside else header, path=FILE)

    def report(self, message: str, key: str, name: str, hint: str) -> None:
        """Report what is wrong with a key of an entry."""
        self.diagnostics.append(BAD_TERMS(message, self.span(key, name), hint=hint))


def names_of(terms: Iterable[Term]) -> SimilarNames:
    """Return the names and words of entries, of which the nearest to a misspelt one is found."""
    return SimilarNames(tuple(dict.fromkeys(text for term in terms for text in (term.name, *term.all_words))))
