"""Sets the citations of a book and its bibliographies, when all its chapters are built."""

from __future__ import annotations

import hashlib
import operator
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from wicpress import languages as lang
from wicpress.citations.cited import CitedSource
from wicpress.citations.diagnostics import (
    INCOMPLETE_SOURCE,
    MISPLACED_BIBLIOGRAPHY,
    NO_BIBLIOGRAPHY,
    UNCITED_SOURCE,
    UNKNOWN_SOURCE,
)
from wicpress.citations.gb7714.citations import author_in_text, pages
from wicpress.citations.reading import MOST_REPORTS, Sources
from wicpress.citations.set_sources import IN_NOTES, CitationInText, missing_fields, set_list
from wicpress.config import Config
from wicpress.config.similar_names import SimilarNames
from wicpress.diagnostics import Diagnostic, Span
from wicpress.model import (
    SHARED,
    Bibliography,
    Cell,
    Chapter,
    Citation,
    CrossRef,
    Footnote,
    FootnoteRef,
    Inline,
    InlineContainer,
    Node,
    Paragraph,
    SourceEntry,
    StyledText,
    Text,
    Translation,
    iter_nodes,
    translations_of,
    walk,
    walk_inlines,
)
from wicpress.parsing.citing.printed_words import in_language, inlines_of
from wicpress.parsing.citing.source_lists import BIBTEX
from wicpress.parsing.language_detection import mark_foreign_words
from wicpress.parsing.references.links import SourceLines

SAME_AS = ("gb7714-notes",)
"""The styles in which a note on a Chinese source that was cited before names that note, 同①."""
WORD_JOINER = "\u2060"
"""What keeps a raised number on the line of the Chinese character before it."""
_OF_A_FIGURE = re.compile(r"(?:fig|tbl|tab|sec|eq|lst)[:-]")
"""What the keys of figures and the like begin with, in programs where ``@fig-x`` refers to them."""
_NO_NAME = re.compile(r"[^\w.-]")


@attrs.frozen
class _Place:
    """A citation, the side of the node that it stands in, and what it is called where it is shown."""

    citation: Citation
    side: Translation
    node: Node
    name: str = ""


def set_citations(
    chapters: tuple[Chapter, ...],
    config: Config,
    sources: Sources,
    lines: Mapping[str, Sequence[str]],
    ids: Iterable[str],
    diagnostics: list[Diagnostic],
) -> tuple[Chapter, ...]:
    """Return chapters with what is printed of their citations, and with the references of their bibliographies.

    Report keys without source, and sources that are not cited or lack what their reference needs. ``ids`` are
    those that the book has.
    """
    places = [tuple(_citations(chapter)) for chapter in chapters]
    every = [each for group in places for each in group]
    diagnostics.extend(_unknown(every, sources, SourceLines(lines)))
    diagnostics.extend(_about_entries(every, sources, config))
    blocks = [[node for node in iter_nodes(chapter) if isinstance(node, Bibliography)] for chapter in chapters]
    if not every and not any(blocks):
        return chapters
    taken = set(ids)
    if config.citations.bibliography == "chapter":
        passes = [_Pass(config, sources, own, found, f"{chapter.id}-", taken)
                  for chapter, own, found in zip(chapters, places, blocks, strict=True)]  # fmt: skip
        finished = [each.chapter(chapter) for each, chapter in zip(passes, chapters, strict=True)]
    else:
        passes = [_Pass(config, sources, every, [each for group in blocks for each in group], "", taken)]
        finished = [passes[0].chapter(chapter) for chapter in chapters]
    for each in passes:
        diagnostics.extend(each.diagnostics)
    return tuple(finished)


# ------------------------------------------------------------------------------------- citations in reading order


def _citations(chapter: Chapter) -> Iterator[_Place]:
    """Yield the citations of a chapter in the order in which they are read, those of a note where it is called."""
    notes = {note.id: note for note in chapter.notes}
    text = filter(None, (chapter.part, chapter.title, *chapter.blocks))
    places = [each for node in walk(text) for each in _in_node(node, notes)]
    places += [each for node in walk(notes.values()) for each in _in_node(node, {})]  # that nothing calls
    for nth, place in enumerate(places, 1):
        yield attrs.evolve(place, name=f"{chapter.id}-cited-{nth}")


def _in_node(node: Node, notes: dict[str, Footnote]) -> Iterator[_Place]:
    for side in translations_of(node):
        for inline in walk_inlines(side.inlines):
            if isinstance(inline, Citation):
                yield _Place(inline, side, node)
            elif isinstance(inline, FootnoteRef) and inline.note in notes:
                inside = walk([notes.pop(inline.note)])
                yield from (each for child in inside for each in _in_node(child, notes))


# ------------------------------------------------------------------------------------------------ diagnostics


def _unknown(places: Iterable[_Place], sources: Sources, lines: SourceLines) -> Iterator[Diagnostic]:
    """Report each key without a source."""
    names = SimilarNames(tuple(sources.entries))
    for place in places:
        for source in place.citation.sources:
            if source.key in sources.entries:
                continue
            hint = _help(source.key, names.nearest(source.key), has_list=bool(sources.entries))
            span, columns = lines.locate(f"@{source.key}", place.side.span)
            message = f"there is no source `{source.key}`"
            yield UNKNOWN_SOURCE(message, span, hint=hint, lang=place.side.lang, block=place.node.id, columns=columns)


def _help(key: str, nearest: str | None, *, has_list: bool) -> str:
    """Return the help for a key without source: the ``nearest`` one, what it is instead, or where it belongs."""
    if nearest:
        return f"did you mean `@{nearest}`?"
    if _OF_A_FIGURE.match(key):
        return f"write a reference to a figure, table or section as `[](#{key})`"
    return f"add it to {BIBTEX} beside book.toml" if has_list else f"make {BIBTEX} beside book.toml, and add it there"


def _about_entries(places: Iterable[_Place], sources: Sources, config: Config) -> Iterator[Diagnostic]:
    """Report the sources that are not cited, and those whose reference lacks something."""
    cited = {source.key for place in places for source in place.citation.sources}
    uncited = [entry for key, entry in sources.entries.items() if key not in cited]
    is_every = config.citations.entries == "all"
    for entry in () if is_every else uncited[:MOST_REPORTS]:
        hint = f'cite it as `[@{entry.key}]`, take it away, or write entries = "all" in [citations]'
        span = Span(entry.span.path, entry.span.line, entry.span.line)
        yield UNCITED_SOURCE(f"`{entry.key}` is never cited", span, hint=hint)
    printed = (entry for key, entry in sources.entries.items() if is_every or key in cited)
    lacking = ((entry, missing) for entry in printed if (missing := missing_fields(entry)))
    for entry, missing in list(lacking)[:MOST_REPORTS]:
        names = ", ".join(f"`{each}`" for each in missing)
        span = Span(entry.span.path, entry.span.line, entry.span.line)
        yield INCOMPLETE_SOURCE(f"`{entry.key}` lacks {names}", span, hint=f"add what is known of {names}")


# ---------------------------------------------------------------------------------------------------- one pass


class _Pass:
    """Sets the citations of one list of sources, which is that of the book or of a chapter."""

    def __init__(
        self,
        config: Config,
        sources: Sources,
        places: Sequence[_Place],
        blocks: Sequence[Bibliography],
        prefix: str,
        taken: set[str],
    ) -> None:
        self.config = config
        self.entries = sources.entries
        self.in_notes = config.citations.style in IN_NOTES
        self.diagnostics: list[Diagnostic] = []
        self.block = blocks[0] if blocks else None
        known = [each for each in places if all(source.key in self.entries for source in each.citation.sources)]
        self.number_of: dict[int, int] = {}
        self.groups = groups = self._groups(known)
        self.everywhere = {self.number_of[id(each.citation)] for each in known if self._stands_everywhere(each.node)}
        settings = config.citations
        self.list = set_list(self.entries, groups, settings.style, settings.order, every=settings.entries == "all")
        self.ids = {key: _unused(f"{prefix}ref-{_NO_NAME.sub('-', key)}", taken)
                    for key in self.list.references if self.block}  # fmt: skip
        self.names = {id(each.citation): _unused(each.name, taken) for each in known if self.block}
        self._report(known, blocks)

    def _report(self, known: Sequence[_Place], blocks: Sequence[Bibliography]) -> None:
        for block in blocks[1:]:
            hint = 'take it away, or write bibliography = "chapter" in [citations]'
            self.diagnostics.append(MISPLACED_BIBLIOGRAPHY("there is a bibliography already", block.span, hint=hint))
        if known and not blocks and not self.in_notes:
            hint = "write `::: bibliography` and `:::` on lines of their own where the references are to stand"
            self.diagnostics.append(NO_BIBLIOGRAPHY("nothing prints the references", known[0].side.span, hint=hint))

    def _stands_everywhere(self, node: Node) -> bool:
        """Return whether no edition leaves out a node, to which a link may then lead."""
        tags = {side.lang for side in translations_of(node)}
        editions = (each for each in self.config.editions if each.missing == "omit")
        return SHARED in tags or not any(tags.isdisjoint(each.languages) for each in editions)

    def _groups(self, places: Iterable[_Place]) -> list[CitationInText]:
        """Return the citations; in notes, those of a block that name the same in several languages are one."""
        groups: list[CitationInText] = []
        same: dict[tuple[str, tuple[CitedSource, ...]], int] = {}
        for place in places:
            sources = place.citation.sources
            if self.in_notes:
                sources = tuple(attrs.evolve(each, locator=pages(each.locator), form="normal") for each in sources)
            key = (place.node.id, sources)
            if self.in_notes and key in same:
                self.number_of[id(place.citation)] = same[key]
                continue
            self.number_of[id(place.citation)] = same[key] = len(groups)
            tag = place.side.effective_language
            groups.append(CitationInText(sources, lang.is_chinese_or_japanese(tag)))
        return groups

    # -- chapters

    def chapter(self, chapter: Chapter) -> Chapter:
        """Return a chapter with its citations and its bibliography."""
        notes = _Notes(chapter, self) if self.in_notes else None
        changed = attrs.evolve(
            chapter,
            part=chapter.part and self.changed(chapter.part, notes),
            title=self.changed(chapter.title, notes),
            blocks=self.changed(chapter.blocks, notes),
            notes=self.changed(chapter.notes, notes and notes.inside()),
        )
        if notes:
            changed = attrs.evolve(changed, notes=notes.all(changed))
        if changed == chapter:
            return chapter
        words = repr((changed.part, changed.title, changed.blocks, changed.notes))
        digest = hashlib.sha256(f"{chapter.digest} {words}".encode("utf-8", "surrogatepass")).hexdigest()
        return attrs.evolve(changed, digest=digest)

    def changed(self, value: Any, notes: _Notes | None) -> Any:
        """Return a node, or nodes, with the citations and bibliographies in them set."""
        if isinstance(value, tuple):
            parts = tuple(self.changed(each, notes) for each in value)
            return parts if any(map(operator.is_not, parts, value)) else value
        if isinstance(value, Translation):
            inlines = self.inlines(value.inlines, notes, value.effective_language)
            return value if inlines is value.inlines else attrs.evolve(value, inlines=inlines)
        if isinstance(value, Bibliography):
            numbered = bool(self.list.labels)
            own = value is self.block
            return attrs.evolve(value, children=self.references(), is_numbered=numbered) if own else value
        if not isinstance(value, Node | Cell):
            return value
        fields = {each.name: getattr(value, each.name) for each in attrs.fields(type(value))}
        inside = {name: self.changed(each, notes) for name, each in fields.items() if isinstance(each, tuple)}
        new = {name: each for name, each in inside.items() if each is not fields[name]}
        return attrs.evolve(value, **new) if new else value

    def inlines(self, inlines: tuple[Inline, ...], notes: _Notes | None, tag: str) -> tuple[Inline, ...]:
        """Return inlines with the words of their citations."""
        if not any(isinstance(each, Citation) for each in walk_inlines(inlines)):
            return inlines
        printed = [self.inline(each, notes, tag) for each in inlines]
        for nth, each in enumerate(printed):
            before = printed[nth - 1] if nth else None
            if isinstance(each, Citation) and isinstance(before, Text) and _is_raised(each):
                printed[nth - 1] = before = Text(before.text.rstrip(" "))
                if lang.has_cjk(before.text[-1:]) and not isinstance(each.children[0], FootnoteRef):
                    printed[nth] = attrs.evolve(each, children=(Text(WORD_JOINER), *each.children))
        return tuple(each for each in printed if each != Text(""))

    def inline(self, inline: Inline, notes: _Notes | None, tag: str) -> Inline:
        """Return an inline with the words of the citations in it, which stands in text of a language."""
        if isinstance(inline, Citation):
            number = self.number_of.get(id(inline))
            if number is None:
                return attrs.evolve(inline, children=(Text(_written(inline)),))
            entries = tuple(self.ids[each.key] for each in inline.sources if self.ids)
            inline = attrs.evolve(inline, id=self.names.get(id(inline), ""), entries=entries)
            if notes:
                first = inline.sources[0]
                author: tuple[Inline, ...] = ()
                if first.form == "prose":
                    author = (Text(author_in_text(self.entries[first.key])),)
                author = mark_foreign_words(author, tag, self.config.languages)
                return attrs.evolve(inline, children=(*author, FootnoteRef(notes.note(number))))
            words = self.words(self.list.citations[number])
            return attrs.evolve(inline, children=mark_foreign_words(words, tag, self.config.languages))
        if isinstance(inline, InlineContainer):
            return attrs.evolve(inline, children=self.inlines(inline.children, notes, tag))
        return inline

    def words(self, text: str) -> tuple[Inline, ...]:
        """Return rich text as inlines that lead to the references."""
        return inlines_of(text, lambda key: self.ids.get(key, ""))

    # -- references

    def references(self) -> tuple[Paragraph, ...]:
        """Return the references of the bibliography."""
        return tuple(self.reference(key, text) for key, text in self.list.references.items())

    def reference(self, key: str, text: str) -> Paragraph:
        """Return the entry of a source."""
        entry, name = self.entries[key], self.ids[key]
        words = in_language(self.words(text), [entry], self.config)
        written = SourceEntry(words, name, self.list.labels.get(key, ""))
        return Paragraph(name, (Translation(SHARED, (written,), entry.span),))


def _unused(name: str, taken: set[str]) -> str:
    """Return an id that is not ``taken``, and take it."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _is_raised(citation: Citation) -> bool:
    """Return whether a citation is printed as raised numbers, or as the call of a note, behind the word before it."""
    first = citation.children[0] if citation.children else None
    return isinstance(first, FootnoteRef) or (isinstance(first, StyledText) and first.style == "superscript")


def _written(citation: Citation) -> str:
    """Return a citation as the manuscript has it."""
    parts = (
        each.opening
        + ("-" if each.form == "year" else "")
        + f"@{each.key}"
        + (f", {each.locator}" if each.locator else "")
        for each in citation.sources
    )
    text = "; ".join(parts)
    return text if citation.sources[0].form == "prose" else f"[{text}]"


# ------------------------------------------------------------------------------------------------------- notes


class _Notes:
    """The notes of a chapter that are made of citations."""

    def __init__(self, chapter: Chapter, citation_pass: _Pass) -> None:
        self.chapter = chapter
        self.citation_pass = citation_pass
        self.made: dict[str, int] = {}
        self.first: dict[str, str] = {}
        """The first note in the text of each source that alone is cited there, by key."""
        self.again: dict[str, str] = {}
        """Notes that cite a source again, each with the first."""
        settings = citation_pass.config
        self.says_again = settings.citations.style in SAME_AS and settings.notes.numbers != "page"

    def inside(self) -> _Notes:
        """Return the same for what stands in notes, where each source is named in full."""
        self.says_again = False
        return self

    def note(self, number: int) -> str:
        """Return the id of the note of a citation."""
        name = f"{self.chapter.id}-cite-{number}"
        own = self.citation_pass
        sources = own.groups[number].sources
        if name not in self.made and self.says_again and len(sources) == 1 and not sources[0].prefix:
            key = sources[0].key
            if key in self.first and own.entries[key].is_east_asian:
                self.again[name] = self.first[key]
            elif number in own.everywhere:
                self.first.setdefault(key, name)
        self.made[name] = number
        return name

    def all(self, chapter: Chapter) -> tuple[Footnote, ...]:
        """Return the notes of the chapter, numbered in the order of their calls."""
        notes = {note.id: note for note in chapter.notes} | {name: self.footnote(name) for name in self.made}
        order: dict[str, None] = {}
        waiting: list[Node] = [*reversed([*filter(None, (chapter.part, chapter.title)), *chapter.blocks])]
        while waiting:
            node = waiting.pop()
            calls = [each.note for side in translations_of(node) for each in walk_inlines(side.inlines)
                     if isinstance(each, FootnoteRef) and each.note in notes and each.note not in order]  # fmt: skip
            order.update(dict.fromkeys(calls))
            inside = [child for name in dict.fromkeys(calls) for child in notes[name].children]
            waiting += reversed([*inside, *node.children])
        ordered = [notes[name] for name in {**order, **dict.fromkeys(notes)}]
        return tuple(attrs.evolve(note, number=nth) for nth, note in enumerate(ordered, 1))

    def footnote(self, name: str) -> Footnote:
        """Return the note of a citation."""
        own = self.citation_pass
        text = own.list.citations[self.made[name]]
        entries = [own.entries[each.key] for each in own.groups[self.made[name]].sources]
        words = own.words(text)
        if name in self.again:
            place = own.groups[self.made[name]].sources[0].locator
            words = (Text("同"), CrossRef(self.again[name], "number"), Text(f"：{place}." if place else "."))
        words = in_language(words, entries, own.config)
        return Footnote(name, "", (Paragraph(f"{name}-1", (Translation(SHARED, words, entries[0].span),)),))
