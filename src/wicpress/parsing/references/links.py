"""Resolves links inside the book, to ids and to chapters' files, and reports those that lead nowhere."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

import attrs

from wicpress.config.similar_names import SimilarNames
from wicpress.diagnostics import Diagnostic, DiagnosticKind, Edit, Span
from wicpress.model import (
    Chapter,
    CrossRef,
    Figure,
    FootnoteRef,
    Inline,
    InlineContainer,
    Link,
    Node,
    Text,
    Translation,
    ids_in_words,
    iter_nodes,
    translations_of,
)
from wicpress.parsing.diagnostics import DANGLING_NOTE, DANGLING_REFERENCE, RELATIVE_LINK
from wicpress.parsing.references.checks import ReferencedPlaces

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|tiff?|svg)\Z", re.IGNORECASE)


@attrs.frozen
class LinkTargets:
    """Where links may lead: chapter ids by manuscript path, and aliases of ids (a block may have two)."""

    chapters: Mapping[str, str]
    aliases: Mapping[str, str]


def resolve_links(
    inlines: tuple[Inline, ...], labels: Mapping[str, str], path: str, targets: LinkTargets
) -> tuple[Inline, ...]:
    """Turn note labels and links to manuscript files into ids, in ``inlines`` of the file ``path``."""
    if all(isinstance(inline, Text) for inline in inlines):
        return inlines
    return tuple(_resolve(inline, labels, path, targets) for inline in inlines)


def _resolve(inline: Inline, labels: Mapping[str, str], path: str, targets: LinkTargets) -> Inline:
    match inline:
        case FootnoteRef(label):
            return FootnoteRef(labels.get(label, label))
        case CrossRef():
            return inline.moved(lambda target: _resolve_target(target, labels, path, targets))
        case Link(href, children, title):
            return Link(_resolve_address(href, path, targets), resolve_links(children, labels, path, targets), title)
        case InlineContainer():
            return attrs.evolve(inline, children=resolve_links(inline.children, labels, path, targets))
        case _:
            return inline


def _resolve_target(target: str, labels: Mapping[str, str], path: str, targets: LinkTargets) -> str:
    """Return the id of the target of a reference; ``^name`` is a note of the chapter."""
    if target.startswith("^"):
        return labels.get(target[1:], target)
    address = target if target.partition("#")[0].endswith(".md") else f"#{target}"
    return _resolve_address(address, path, targets).removeprefix("#")


def _resolve_address(href: str, path: str, targets: LinkTargets) -> str:
    file, _, fragment = unquote(href).partition("#")
    if not file:
        return f"#{targets.aliases.get(fragment, fragment)}"
    if is_remote(file):
        return href
    chapter = targets.chapters.get(posixpath.normpath(posixpath.join(posixpath.dirname(path), file)))
    if chapter is None:
        return href
    return f"#{targets.aliases.get(fragment, fragment) if fragment else chapter}"


def is_remote(address: str) -> bool:
    """Return True for an address with a scheme: ``https://…``, ``mailto:…``."""
    return ":" in address.split("/", 1)[0]


# ------------------------------------------------------------------------- broken references


def broken_references(
    chapters: Sequence[Chapter],
    ids: Iterable[str],
    notes: Mapping[str, Sequence[str]],
    lines: Mapping[str, Sequence[str]],
    *,
    notes_by_page: bool = False,
) -> Iterator[Diagnostic]:
    """Report every call, reference and link that leads nowhere; ``notes`` are the labels defined in each path.

    ``notes_by_page``: notes count through pages, and no reference can name their numbers.
    """
    in_words = (each for chapter in chapters for each in _ids_in_words(chapter))
    known_ids, places = (
        _Ids((*ids, *in_words), ReferencedPlaces.of(chapters, notes_by_page=notes_by_page)),
        SourceLines(lines),
    )
    names = {path: NoteNames(labels) for path, labels in notes.items()}
    for chapter in chapters:
        note_ids = {note.id for note in chapter.notes}
        for piece in iter_nodes(chapter):
            for side in (*translations_of(piece), *_linked_pictures(piece)):
                yield from _broken(side.inlines, side, piece.id, known_ids, note_ids, names, places)


def _ids_in_words(chapter: Chapter) -> Iterator[str]:
    """Yield the ids of verses and of pages of the source edition in a chapter."""
    for node in iter_nodes(chapter):
        for side in translations_of(node):
            yield from ids_in_words(side.inlines)


def _linked_pictures(piece: Node) -> Iterator[Translation]:
    """Yield the links of the pictures of a figure, each in its language."""
    for picture in piece.pictures if isinstance(piece, Figure) else ():
        yield from (Translation(tag, (link,), picture.span) for tag, link in dict.fromkeys(picture.links))


def _broken(
    inlines: Iterable[Inline],
    side: Translation,
    block: str,
    known_ids: _Ids,
    note_ids: set[str],
    notes: Mapping[str, NoteNames],
    lines: SourceLines,
) -> Iterator[Diagnostic]:
    for inline in inlines:
        match inline:
            case FootnoteRef(label) if label not in note_ids:
                yield _unknown_note(label, side, block, notes.get(side.span.path), lines)
            case CrossRef():
                yield from _broken_reference(inline, side, block, known_ids, lines)
            case Link(href, children):
                if href.startswith("#"):
                    if unquote(href[1:]) not in known_ids:
                        yield _unknown_id(unquote(href[1:]), side, block, known_ids, lines)
                elif not is_remote(href):
                    yield _unknown_file(unquote(href), side, block, lines)
                yield from _broken(children, side, block, known_ids, note_ids, notes, lines)
            case InlineContainer(children=children):
                yield from _broken(children, side, block, known_ids, note_ids, notes, lines)


def _broken_reference(
    reference: CrossRef, side: Translation, block: str, known_ids: _Ids, lines: SourceLines
) -> Iterator[Diagnostic]:
    """Report each place of a reference that is not there, or what is wrong with it as a whole."""
    unknown = [target for target in dict.fromkeys(reference.targets) if target not in known_ids]
    for target in unknown:
        if target.partition("#")[0].endswith(".md"):
            yield _unknown_file(target, side, block, lines)
        elif target.startswith("^"):
            hint = (
                f"call the note in this chapter, `[^{target[1:]}]`; those of others are linked by words of your own"
            )
            message = f"no note `{target[1:]}` is called in this chapter"
            yield _report(DANGLING_REFERENCE, message, f"#{target}", side, block, hint, lines)
        else:
            yield _unknown_id(target, side, block, known_ids, lines)
    for kind, message, target, hint in () if unknown else known_ids.places.problems(reference):
        yield _report(kind, message, f"#{target}", side, block, hint, lines)


def _unknown_note(
    label: str, side: Translation, block: str, names: NoteNames | None, lines: SourceLines
) -> Diagnostic:
    """Report the call of a note that is not there; one that is spelt alike but for case, width or a dash is meant."""
    meant = names.meant(label) if names else ""
    hint = f"did you mean `[^{meant}]`?" if meant else f"write the note: [^{label}]: …"
    message = f"there is no note `{label}`"
    report = _report(DANGLING_NOTE, message, f"[^{label}]", side, block, hint, lines)
    if meant and report.span and report.column and _plain_label(meant) == _plain_label(label):
        place = (report.span.line, report.column, report.span.line, report.end_column)
        report = attrs.evolve(report, edits=(Edit(report.span.path, *place, f"[^{meant}]"),))
    return report


class NoteNames:
    """The names of the notes of a file, and which of them a call without a note means."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._similar = SimilarNames(labels)
        self._by_plain_label: dict[str, list[str]] = {}
        for label in labels:
            self._by_plain_label.setdefault(_plain_label(label), []).append(label)

    def meant(self, label: str) -> str:
        """Return the name that a call of ``label`` most likely means, or an empty string."""
        same = self._by_plain_label.get(_plain_label(label), [])
        return same[0] if len(same) == 1 else self._similar.nearest(label)


class _Ids:
    """The ids of a book, and what stands at these ``places``."""

    def __init__(self, ids: Iterable[str], places: ReferencedPlaces) -> None:
        self.places = places
        self._ids = dict.fromkeys(ids)
        self._similar = SimilarNames(tuple(self._ids))

    def __contains__(self, name: str) -> bool:
        return name in self._ids

    def suggest(self, name: str) -> str:
        """Return the help for a reference to a block that is not there, or an empty string."""
        nearest = self._similar.nearest(name)
        return f"did you mean `#{nearest}`?" if nearest else ""


def _plain_label(label: str) -> str:
    """Return a label without what typing easily changes: case, width, dashes and stops."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", label)).casefold()


def _unknown_file(path: str, side: Translation, block: str, lines: SourceLines) -> Diagnostic:
    hint = "link to a chapter's file, to #id, or to a full address (https://…)"
    if _PICTURE.search(path):
        hint = f"write a picture as `![description]({path})`; a link leads to a chapter's file, #id or a full address"
    return _report(RELATIVE_LINK, f"`{path}` is no file of the manuscript", path, side, block, hint, lines)


def _unknown_id(target: str, side: Translation, block: str, known_ids: _Ids, lines: SourceLines) -> Diagnostic:
    if not target:
        hint = "write an address, `[words](https://…)`, or the id of a block, `[words](#name)`"
        return _report(DANGLING_REFERENCE, "a link without an address", "(", side, block, hint, lines)
    hint = known_ids.suggest(target) or "put {#" + target + "} on the line above the block that is meant"
    return _report(DANGLING_REFERENCE, f"there is no `#{target}` in the book", f"#{target}", side, block, hint, lines)


def _report(
    kind: DiagnosticKind, message: str, snippet: str, side: Translation, block: str, hint: str, lines: SourceLines
) -> Diagnostic:
    span, columns = lines.locate(snippet, side.span)
    return kind(message, span, hint=hint, lang=side.lang, block=block, columns=columns)


class SourceLines:
    """The lines of files by path, in which snippets are found one behind the other."""

    def __init__(self, lines: Mapping[str, Sequence[str]]) -> None:
        self._lines = lines
        self._ends: dict[tuple[str, int], int] = {}
        self._last_lines: dict[Span, int] = {}
        self._repeated: dict[tuple[str, Span], tuple[Span, tuple[int, int]]] = {}

    def locate(self, snippet: str, span: Span) -> tuple[Span, tuple[int, int]]:
        """Return the line and columns of the next ``snippet`` within ``span``, of the first where none follows.

        The span itself is returned where it is not there.
        """
        if (snippet, span) not in self._repeated:
            place = self._find(snippet, span, self._last_lines.get(span, span.line), self._ends)
            if place:
                line, at = place
                self._last_lines[span], self._ends[span.path, line] = line, at + len(snippet)
                return _place(span.path, line, at, snippet)
            place = self._find(snippet, span, span.line, {})
            self._repeated[snippet, span] = _place(span.path, *place, snippet) if place else (span, (0, 0))
        return self._repeated[snippet, span]

    def _find(
        self, snippet: str, span: Span, first: int, starts: Mapping[tuple[str, int], int]
    ) -> tuple[int, int] | None:
        """Return the line, from ``first`` on, and the offset of a snippet; each line is read from its start on."""
        lines = self._lines.get(span.path, ())
        for number in range(first, min(span.end_line, len(lines)) + 1):
            at = lines[number - 1].find(snippet, starts.get((span.path, number), 0))
            if at >= 0:
                return number, at
        return None


def _place(path: str, line: int, at: int, snippet: str) -> tuple[Span, tuple[int, int]]:
    return Span(path, line, line), (at + 1, at + 1 + len(snippet))
