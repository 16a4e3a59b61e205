"""What references name: numbers, titles and pages, with the words that stand with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.block_kinds import block_kinds
from wicpress.config import Config
from wicpress.proofing.text.counted_numbers import (
    CountedNumbers,
    captions_number,
    equations_number,
    names_levels,
    opening_numeral,
    section_number,
)
from wicpress.proofing.text.generated_words import word
from wicpress.proofing.text.references.counted import counted_word
from wicpress.proofing.text.references.expected_words import Named, Said, named, said, said_of_pages
from wicpress.proofing.text.title_words import label


@attrs.frozen
class SaidPart:
    """A part of the text of a reference, its language, and where it leads."""

    text: str
    lang: str
    target: str = ""


@attrs.frozen
class ReferenceText:
    """The text of references in one ``format``.

    ``nodes`` are those of the book by their ids, ``pages`` the labels of their pages, ``title_ids`` the titles of
    chapters, ``marks`` those of notes, ``verses`` the numbers of verses by language, ``source_pages`` those of the
    pages of the source edition; ``left_out`` are the ids of what the edition leaves out, and ``policy`` its
    ``missing-references``.
    """

    config: Config
    format: str
    numbers: CountedNumbers
    nodes: Mapping[str, m.Node]
    pages: Mapping[str, str]
    title_ids: frozenset[str]
    marks: Mapping[str, str]
    verses: Mapping[str, Mapping[str, str]]
    source_pages: Mapping[str, str]
    left_out: frozenset[str]
    policy: str

    def is_missing(self, target: str) -> bool:
        """Return whether an edition says of a link or reference to a place that it leaves that out."""
        return self.policy != "error" and target in self.left_out

    def not_here(self, tag: str) -> str:
        """Return what stands behind the words of a reference to what is left out."""
        return word("not-in-edition", tag) if self.policy == "text" else ""

    def said(self, reference: m.CrossRef, tag: str) -> Iterator[SaidPart]:
        """Yield the parts of the text of a reference."""
        missing = [each for each in dict.fromkeys(reference.targets) if self.is_missing(each)]
        kept = [[each for each in place if each and each not in missing] for place in reference.places]
        there = [(each[0], "".join(each[1:])) for each in kept if each]
        if there:
            (target, end), *more = there
            present = attrs.evolve(reference, target=target, end=end, more=tuple(more))
            pages = self.pages_named(present, tag) if reference.form == "page" else []
            yield from (SaidPart(text, tag, place) for text, place in pages)
            if not pages:
                yield from (
                    SaidPart(text, self.language(place, present, tag), place)
                    for text, place in self.places_named(present, tag)
                )
        if missing and self.policy == "text":
            others = tuple((each, "") for each in missing[1:])
            left_out = attrs.evolve(reference, target=missing[0], end="", more=others)
            if there:
                yield SaidPart("、" if lang.is_chinese_or_japanese(tag) else ", ", tag)
            for text, place in self.places_named(left_out, tag):
                yield SaidPart(text, self.language(place, left_out, tag))
            yield SaidPart(self.not_here(tag), tag)

    def in_title(self, inlines: Iterable[m.Inline], tag: str) -> tuple[m.Inline, ...]:
        """Return a title with the text of its references, but for numbers of pages, where it stands without links."""
        words: list[m.Inline] = []
        for each in inlines:
            if isinstance(each, m.CrossRef):
                text = "" if each.form == "page" else "".join(part.text for part in self.said(each, tag))
                words.append(m.Text(text))
            elif isinstance(each, m.InlineContainer):
                words.append(attrs.evolve(each, children=self.in_title(each.children, tag)))
                if isinstance(each, m.Link) and self.is_missing(each.href.removeprefix("#")):
                    words.append(m.Text(self.not_here(tag)))
            else:
                words.append(each)
        return tuple(words)

    def language(self, target: str, reference: m.CrossRef, tag: str) -> str:
        """Return the language of what names a place: that of its title, if it is named by one in another language."""
        node = self.nodes.get(target)
        named_by_number = reference.form != "title" and self._number_of(target, tag, in_words=False)
        if node is None or named_by_number or any(side.lang in (tag, m.SHARED) for side in node.sides):
            return tag
        return next((side.lang for side in node.sides), tag)

    def pages_named(self, reference: m.CrossRef, tag: str) -> list[Said]:
        """Return the pages that a reference names; nothing in an e-book that does not know them all."""
        if not all(self.pages.get(target) for target in reference.targets):
            return [("", reference.target)] if self.format == "pdf" else []
        pattern = word("page-number", tag) if reference.in_words else "{}"
        return said_of_pages(reference.places, {each: self.pages[each] for each in reference.targets}, tag, pattern)

    def places_named(self, reference: m.CrossRef, tag: str) -> list[Said]:
        """Return the numbers or titles that a reference names; the id of a place that has neither."""
        titles: set[str] = set()
        # a page that is not known has its title, unless the reference says more than its number
        by_title = reference.form == "title" or (
            reference.form == "page" and reference.is_single and not reference.in_words
        )

        def place(target: str) -> Named:
            number = "" if by_title else self._number_of(target, tag, in_words=reference.in_words)
            titles.update(() if number else (target,))
            node = self.nodes.get(target)
            text = number or (_title(node, tag) if node and target not in self.verses else "") or target
            return named(target, text, has_number=bool(number))

        places = [(place(start), place(end) if end else None) for start, end in reference.places]
        if reference.is_single:
            return [(places[0][0].whole, reference.target)]
        return said([attrs.evolve(one, to=other) for one, other in places], tag, frozenset(titles))

    def _number_of(self, target: str, tag: str, *, in_words: bool) -> str:
        """Return the number of a place, perhaps with the word for what it counts; an empty text without one."""
        if verse := self.verses.get(target):
            number = verse.get(tag) or next(iter(verse.values()))
            return word("verse-number", tag).format(number) if in_words else number
        if page := self.source_pages.get(target):
            return word("page-number", tag).format(page) if in_words else page
        node = self.nodes.get(target)
        number = self._number(node, tag) if node else ""
        return counted_word(node, number, tag, self.title_ids) if node and in_words and number else number

    def _title_number(self, title: m.Heading, side: m.Translation | None, tag: str) -> str:
        """Return how the number of a chapter or an appendix is referred to."""
        numeral = opening_numeral(title, (side,) if side else (), self.numbers, self.config)
        if side and not numeral and self.config.numbering == "auto":
            return section_number(title, side, self.numbers, self.config, "title")
        if title.numbering == "appendix":
            return word("appendix", tag).format(numeral) if numeral else ""
        is_bare = numeral.isdecimal() or set(numeral) <= set("IVXLCDM.0123456789")
        return word("chapter", tag).format(numeral) if numeral and is_bare else numeral

    def _section_number(self, heading: m.Heading, side: m.Translation, tag: str) -> str:
        """Return how the number of a part or section is referred to, behind the numbers that it is counted in."""
        role = "part" if heading.level == 1 else "section"
        text = section_number(heading, side, self.numbers, self.config, role).rstrip("、.")
        levels = names_levels(heading, side, self.numbers, self.config) if role == "section" else 0
        outer = self.numbers.outer.get(heading.id, ())
        before = self._number(outer[-levels], tag) if 0 < levels <= len(outer) else ""
        return (f"{before}{text}" if lang.is_chinese_or_japanese(tag) else f"{before}, {text}") if before else text

    def _number(self, node: m.Node, tag: str) -> str:
        """Return how a number is referred to: ``第4章``, ``Table 3``, the number of a section or of a note."""
        side = m.translation_in(node.sides, tag)
        match node:
            case m.Heading() if node.id in self.title_ids:
                return self._title_number(node, side, tag)
            case m.Heading():
                return self._section_number(node, side, tag) if side else ""
            case m.Footnote():
                return self.marks[node.id]
            case m.ListItem():
                return (side.marker.strip(" \t　.、．:：") if side else "") or str(node.value or "")
            case m.Figure() | m.Table() | m.Listing() | m.Equation():
                return self._counted_number(node, side, tag)
        kind = block_kinds().get(node.type_name)
        return kind.reference(node, tag, word) if kind else ""

    def _counted_number(self, node: m.CaptionedBlock | m.Equation, side: m.Translation | None, tag: str) -> str:
        """Return a number behind the word for what it counts: ``图4-1``, ``Equation (4.1)``."""
        if isinstance(node, m.Equation):
            number = equations_number(node, self.numbers, self.config)
        else:
            number = captions_number(node, side, self.numbers, self.config, tag)
        between = "" if lang.is_chinese_or_japanese(tag) else " "
        return f"{word(node.type_name, tag)}{between}{number}" if number else ""


def _title(node: m.Node, tag: str) -> str:
    """Return the title of a node in a language, or in its first; rows and what is verbatim have none."""
    kind = block_kinds().get(node.type_name)
    if isinstance(node, m.Row) or (kind and kind.verbatim):
        return ""
    side = m.translation_in(node.sides, tag) or next(iter(node.sides), None)
    return label(side.inlines) if side else ""
