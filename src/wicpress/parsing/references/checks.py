"""Reports references to several places that no words could name: of two kinds, backwards, without numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from wicpress import model as m
from wicpress.block_kinds import block_kinds
from wicpress.diagnostics import DiagnosticKind
from wicpress.numerals import comes_before
from wicpress.parsing.diagnostics import (
    BACKWARD_RANGE,
    DANGLING_REFERENCE,
    MIXED_REFERENCES,
    REFERENCE_WITHOUT_NUMBER,
)

VERSE = "verse"
SOURCE_PAGE = "page of the source edition"
Report = Callable[[DiagnosticKind, str, str, str], object]
"""Takes a kind of diagnostic, its message, the id that it speaks of, and its help."""


@attrs.frozen
class ReferencedPlaces:
    """What references may lead to: the ``kinds`` of ids, empty for what has no number, and their ``order``."""

    kinds: Mapping[str, str]
    order: Mapping[str, int]

    @classmethod
    def of(cls, chapters: Sequence[m.Chapter], *, notes_by_page: bool = False) -> ReferencedPlaces:
        """Return the places in the chapters of a book; ``notes_by_page``: notes count through pages."""
        kinds: dict[str, str] = {}
        for chapter in chapters:
            kinds[chapter.id] = kinds[chapter.title.id] = _kind(chapter.title, chapter.title)
            for node in m.iter_nodes(chapter):
                if node is not chapter.title:
                    kinds[node.id] = _kind(node, chapter.title)
                kinds.update(_kinds_in_words(node))
        if notes_by_page:
            kinds |= {note.id: "" for chapter in chapters for note in chapter.notes}
        return cls(kinds, {name: nth for nth, name in enumerate(kinds)})

    def problems(self, reference: m.CrossRef) -> Iterator[tuple[DiagnosticKind, str, str, str]]:
        """Yield what is wrong with a reference, all of whose targets are known: kind, message, id and help."""
        for start, end in reference.places:
            if end and self._is_backward(start, end):
                message = f"`#{end}` does not stand behind `#{start}` in the book"
                hint = "write the earlier place first" if end != start else f"write one place: [](#{start})"
                yield BACKWARD_RANGE, message, end, hint
        if reference.form != "number":
            yield from self._pages_in_other_forms(reference)
        if reference.form != "number" or (reference.is_single and not reference.in_words):
            return
        for target in dict.fromkeys(reference.targets):
            if not self.kinds[target]:
                hint = "write its page, `{.page .words}`, or words of your own: `[words](#" + target + ")`"
                yield REFERENCE_WITHOUT_NUMBER, f"`#{target}` has no number", target, hint
        kinds = {self.kinds[target]: target for target in reversed(reference.targets) if self.kinds[target]}
        if len(kinds) > 1:
            one, other, *_ = reversed(kinds.items())
            message = f"`#{one[1]}` is {_a(one[0])}, and `#{other[1]}` {_a(other[0])}"
            yield MIXED_REFERENCES, message, other[1], f"write two references: [](#{one[1]}) and [](#{other[1]})"

    def _is_backward(self, start: str, end: str) -> bool:
        """Return whether a range ends before it begins; pages that one language alone has are in order by number."""
        if self.kinds[start] == self.kinds[end] == SOURCE_PAGE:
            one, other = (name.removeprefix(m.SOURCE_PAGE_ID) for name in (start, end))
            if comes_before(one, other):
                return False
        return self.order[end] <= self.order[start]

    def _pages_in_other_forms(self, reference: m.CrossRef) -> Iterator[tuple[DiagnosticKind, str, str, str]]:
        """Yield the pages of the source edition that a reference to titles or to printed pages names."""
        for target in dict.fromkeys(reference.targets):
            if self.kinds[target] == SOURCE_PAGE:
                has = f"has no `.{reference.form}` but its number"
                message = f"`#{target}` is a page of the source edition, and {has}"
                yield DANGLING_REFERENCE, message, target, f"write `[](#{target})`"


def _kinds_in_words(node: m.Node) -> Iterator[tuple[str, str]]:
    """Yield the ids of verses and of pages of the source edition in the words of a node, each with its kind."""
    for side in m.translations_of(node):
        yield from ((each.id, VERSE) for each in m.verse_numbers(side.inlines) if each.id)
        yield from ((each.id, SOURCE_PAGE) for each in m.source_pages(side.inlines))


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _kind(node: m.Node, title: m.Heading) -> str:
    """Return what a node is counted among; an empty text for one without number."""
    match node:
        case m.Heading():
            return _kind_of_heading(node, title)
        case m.Figure() | m.Table() | m.Listing():
            return node.type_name if node.sides else ""
        case m.Equation():
            return node.type_name if node.number else ""
        case m.Footnote():
            return "note"
        case m.ListItem():
            return "item" if node.value or any(side.marker for side in node.sides) else ""
    kind, language = block_kinds().get(node.type_name), node.sides[0].lang if node.sides else "en"
    return node.type_name if kind and kind.reference(node, language, lambda key, _: key) else ""


def _kind_of_heading(heading: m.Heading, title: m.Heading) -> str:
    if heading is title:
        return "appendix" if heading.numbering == "appendix" else "chapter"
    if heading.level == 1:
        return "part"
    return "article" if heading.numbering == m.ARTICLE else "section"
