"""Sets the uses of terms and the glossaries of a book, when all its chapters are built."""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic
from wicpress.model import (
    Cell,
    Chapter,
    Citation,
    CrossRef,
    FootnoteRef,
    Glossary,
    GlossaryEntry,
    Heading,
    Inline,
    InlineContainer,
    Link,
    Node,
    TermUse,
    Translation,
    iter_nodes,
    plain_text,
    term_uses,
    translations_of,
    walk_inlines,
)
from wicpress.parsing.language_detection import mark_foreign_words
from wicpress.parsing.references.links import SourceLines
from wicpress.parsing.terms.diagnostics import MISPLACED_GLOSSARY, NO_GLOSSARY, UNKNOWN_TERM, UNUSED_TERM
from wicpress.parsing.terms.first_uses import first_uses
from wicpress.parsing.terms.glossaries import entries_of, ids_of, terms_of
from wicpress.parsing.terms.spelling_out import spelt_out
from wicpress.parsing.terms.term_list import MOST_REPORTS, NEVER, Term, TermList, names_of

_LEADING = (Citation, CrossRef, FootnoteRef, Link)
"""Inlines that are links, or have one in them: no other is around them."""


def set_terms(
    chapters: tuple[Chapter, ...],
    config: Config,
    terms: TermList,
    lines: Mapping[str, Sequence[str]],
    ids: Iterable[str],
    diagnostics: list[Diagnostic],
) -> tuple[Chapter, ...]:
    """Return chapters with what is printed of the uses of terms, and with the entries of their glossaries.

    Report uses of no term, terms without use, abbreviations that stand unexplained, and glossaries that cannot be.
    ``ids`` are those that the book has.
    """
    glossaries = [node for chapter in chapters for node in iter_nodes(chapter) if isinstance(node, Glossary)]
    uses = list(_uses(chapters))
    if not (terms.terms or glossaries or uses):
        return chapters
    places = SourceLines(lines)
    diagnostics.extend(_about_uses(uses, terms, places))
    shown = _distinct(glossaries, terms, diagnostics)
    diagnostics.extend(_about_terms(uses, terms, shown))
    first = first_uses(chapters, config.languages, terms, places)
    diagnostics.extend(first.diagnostics)
    own_ids = ids_of(shown, terms, ids)
    return tuple(_Pass(config, terms, shown, own_ids, first.spelt_out).chapter(each) for each in chapters)


def _uses(chapters: Iterable[Chapter]) -> Iterator[tuple[TermUse, Translation, Node]]:
    for chapter in chapters:
        for node in iter_nodes(chapter):
            for side in translations_of(node):
                yield from ((use, side, node) for use in term_uses(side.inlines))


# ------------------------------------------------------------------------------------------------ diagnostics


def _about_uses(
    uses: Iterable[tuple[TermUse, Translation, Node]], terms: TermList, lines: SourceLines
) -> Iterator[Diagnostic]:
    """Report words that use no term."""
    names = names_of(terms.terms.values())
    for use, side, node in uses:
        words = use.name or plain_text(use.children)
        if terms.find(use.name, words):
            continue
        nearest = names.nearest(words)
        meant = nearest if nearest in terms.terms else getattr(terms.by_words.get(nearest), "name", "")
        hint = f"did you mean `[…]{{term={meant}}}`?" if meant else "write the entry into terms.toml beside book.toml"
        span, columns = lines.locate(words, side.span)
        message = f"there is no term `{words}`"
        yield UNKNOWN_TERM(message, span, hint=hint, lang=side.lang, block=node.id, columns=columns)


def _distinct(glossaries: Iterable[Glossary], terms: TermList, diagnostics: list[Diagnostic]) -> dict[str, Glossary]:
    """Return the first glossary and the first list of abbreviations; report others, and those that stay empty."""
    first: dict[str, Glossary] = {}
    for each in glossaries:
        if first.setdefault(each.contents, each) is not each:
            message, hint = f"`::: {each.contents}` stands in the book already", "take one of them away"
            diagnostics.append(MISPLACED_GLOSSARY(message, each.span, hint=hint, block=each.id))
    for each in first.values():
        if not terms_of(each.contents, first, terms):
            what = "an abbreviation" if each.contents == "abbreviations" else "a term"
            hint = f"write the entries into terms.toml beside book.toml, or take `::: {each.contents}` away"
            message = f"terms.toml has no entry with {what}"
            diagnostics.append(MISPLACED_GLOSSARY(message, each.span, hint=hint, block=each.id))
    return first


def _about_terms(
    uses: Sequence[tuple[TermUse, Translation, Node]], terms: TermList, glossaries: Mapping[str, Glossary]
) -> Iterator[Diagnostic]:
    """Report terms that nothing uses, and uses of terms that nothing prints."""
    used = {term.name for use, _, _ in uses if (term := terms.find(use.name, plain_text(use.children)))}
    unused = [term for name, term in terms.terms.items() if name not in used]
    for term in unused[:MOST_REPORTS]:
        words = next(term.all_words)
        hint = f"mark a use: `[{words}]{{.term}}`, or take the entry away"
        yield UNUSED_TERM(f"`{term.name}` is never used", term.span, hint=hint)
    expands = any(terms.terms[name].expand != NEVER for name in used)
    if used and not glossaries and not expands:
        _, side, node = uses[0]
        hint = "write `::: glossary` and `:::` below a heading, such as `# Glossary {.unnumbered}`"
        message = "words are marked as terms, and the book prints no glossary"
        yield NO_GLOSSARY(message, side.span, hint=hint, lang=side.lang, block=node.id)


# ---------------------------------------------------------------------------------------------------- one pass


@attrs.frozen
class _Pass:
    """Sets terms in chapters; ``ids`` are those of the entries of each glossary, by its contents and their names."""

    config: Config
    terms: TermList
    glossaries: Mapping[str, Glossary]
    ids: Mapping[str, Mapping[str, str]]
    spelt_out: Mapping[str, str]

    def chapter(self, chapter: Chapter) -> Chapter:
        """Return a chapter with its terms and glossaries."""
        changed = attrs.evolve(
            chapter,
            part=chapter.part and self.changed(chapter.part),
            title=self.changed(chapter.title),
            blocks=self.changed(chapter.blocks),
            notes=self.changed(chapter.notes),
        )
        if changed == chapter:
            return chapter
        words = repr((changed.part, changed.title, changed.blocks, changed.notes))
        digest = hashlib.sha256(f"{chapter.digest} {words}".encode("utf-8", "surrogatepass")).hexdigest()
        return attrs.evolve(changed, digest=digest)

    def changed(self, value: Any, *, links: bool = True) -> Any:
        """Return a node, or nodes, with the terms in them set; with ``links`` where these may stand."""
        if isinstance(value, tuple):
            parts = tuple(self.changed(each, links=links) for each in value)
            return parts if any(map(operator.is_not, parts, value)) else value
        if isinstance(value, Translation):
            inlines = self.inlines(value.inlines, value.effective_language, links=links)
            return value if inlines is value.inlines else attrs.evolve(value, inlines=inlines)
        if isinstance(value, Glossary):
            return attrs.evolve(value, children=self.entries(value)) if value in self.glossaries.values() else value
        if not isinstance(value, Node | Cell):
            return value
        fields = {each.name: getattr(value, each.name) for each in attrs.fields(type(value))}
        links = not isinstance(value, Heading)
        inside = {name: self.changed(each, links=links) for name, each in fields.items() if isinstance(each, tuple)}
        new = {name: each for name, each in inside.items() if each is not fields[name]}
        return attrs.evolve(value, **new) if new else value

    def entries(self, glossary: Glossary) -> tuple[GlossaryEntry, ...]:
        """Return the entries of a glossary."""
        ids = self.ids[glossary.contents]
        return entries_of(glossary, self.glossaries, self.terms, ids, self.config.languages)

    def inlines(self, inlines: tuple[Inline, ...], tag: str, *, links: bool) -> tuple[Inline, ...]:
        """Return inlines of text in a language with the words of its terms."""
        if next(term_uses(inlines), None) is None:
            return inlines
        return tuple(self.inline(each, tag, links=links) for each in inlines)

    def inline(self, inline: Inline, tag: str, *, links: bool) -> Inline:
        """Return an inline with the terms in it set."""
        if isinstance(inline, TermUse):
            term = self.terms.find(inline.name, plain_text(inline.children))
            return self.use(inline, term, tag, links=links) if term else inline
        if isinstance(inline, InlineContainer):
            links = links and not isinstance(inline, Link)
            return attrs.evolve(inline, children=self.inlines(inline.children, tag, links=links))
        return inline

    def use(self, use: TermUse, term: Term, tag: str, *, links: bool) -> TermUse:
        """Return the use of a term, which leads to its entry, its abbreviation spelt out where it is used first."""
        target = next((ids[term.name] for ids in self.ids.values() if term.name in ids), "")
        leads = any(isinstance(each, _LEADING) for each in walk_inlines(use.children))
        target = target if links and not leads and self.stands_everywhere(term) else ""
        inside = self.inlines(use.children, tag, links=False)
        use = attrs.evolve(use, children=inside, term=term.name, target=target)
        if use.id not in self.spelt_out:
            return use
        own = self.spelt_out[use.id]
        printed = spelt_out(use.children, term.words[own], term.abbreviations[own], own)
        marked = mark_foreign_words(printed, tag, self.config.languages)
        return attrs.evolve(use, children=marked, written=use.children)

    def stands_everywhere(self, term: Term) -> bool:
        """Return whether no edition leaves out the entry of a term, to which a link may then lead."""
        tags = set(term.words or term.abbreviations)
        editions = (each for each in self.config.editions if each.missing == "omit")
        return not any(tags.isdisjoint(each.languages) for each in editions)
