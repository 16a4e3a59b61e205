"""Links inside the book: from one chapter's file to another's, and to ids; those that lead nowhere are reported."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

import attrs

from wicpress.diagnostics import Diagnostic, DiagnosticKind, Span
from wicpress.model import (
    Chapter,
    CrossRef,
    Emphasis,
    FootnoteRef,
    ForeignText,
    Inline,
    Link,
    Strong,
    Text,
    Translation,
    iter_nodes,
    translations_of,
)
from wicpress.parsing.diagnostics import DANGLING_NOTE, DANGLING_REFERENCE, RELATIVE_LINK

Lines = Mapping[str, Sequence[str]]


@attrs.frozen
class LinkTargets:
    """Where links may lead: chapter ids by manuscript path, and ids that mean another (a block may have two)."""

    chapters: Mapping[str, str]
    aliases: Mapping[str, str]


def resolve_links(
    inlines: tuple[Inline, ...], labels: Mapping[str, str], path: str, targets: LinkTargets
) -> tuple[Inline, ...]:
    """``inlines`` of the file ``path`` with note labels as ids, and links to manuscript files as links to ids."""
    if all(isinstance(inline, Text) for inline in inlines):
        return inlines
    return tuple(_rewrite(inline, labels, path, targets) for inline in inlines)


def _rewrite(inline: Inline, labels: Mapping[str, str], path: str, targets: LinkTargets) -> Inline:
    match inline:
        case FootnoteRef(label):
            return FootnoteRef(labels.get(label, label))
        case CrossRef(target, form):
            address = target if target.partition("#")[0].endswith(".md") else f"#{target}"
            return CrossRef(_address(address, path, targets).removeprefix("#"), form)
        case Link(href, children, title):
            return Link(_address(href, path, targets), resolve_links(children, labels, path, targets), title)
        case Emphasis() | Strong() | ForeignText():
            return attrs.evolve(inline, children=resolve_links(inline.children, labels, path, targets))
        case _:
            return inline


def _address(href: str, path: str, targets: LinkTargets) -> str:
    file, _, id = unquote(href).partition("#")
    if not file:
        return f"#{targets.aliases.get(id, id)}"
    if is_remote(file):
        return href
    chapter = targets.chapters.get(posixpath.normpath(posixpath.join(posixpath.dirname(path), file)))
    if chapter is None:
        return href
    return f"#{targets.aliases.get(id, id) if id else chapter}"


def is_remote(address: str) -> bool:
    """True of an address with a scheme: ``https://…``, ``mailto:…``."""
    return ":" in address.split("/", 1)[0]


# ----------------------------------------------------------------------------------- dangling


def broken_references(
    chapters: Iterable[Chapter], ids: Iterable[str], notes: Mapping[str, Sequence[str]], lines: Lines
) -> Iterator[Diagnostic]:
    """Every call, reference and link that leads nowhere; ``notes`` are the labels defined for each path."""
    known = dict.fromkeys(ids)
    for chapter in chapters:
        here = {note.id for note in chapter.notes}
        for piece in iter_nodes(chapter):
            for side in translations_of(piece):
                yield from _dangling(side.inlines, side, piece.id, known, here, notes, lines)


def _dangling(
    inlines: Iterable[Inline],
    side: Translation,
    block: str,
    known: Mapping[str, None],
    here: set[str],
    notes: Mapping[str, Sequence[str]],
    lines: Lines,
) -> Iterator[Diagnostic]:
    for inline in inlines:
        match inline:
            case FootnoteRef(label) if label not in here:
                near = _near(label, notes.get(side.span.path, ()), "[^{}]")
                help = near or f"write the note: [^{label}]: …"
                yield _at(DANGLING_NOTE, f"there is no note `{label}`", f"[^{label}]", side, block, help, lines)
            case CrossRef(target) if target.partition("#")[0].endswith(".md") and target not in known:
                yield _no_file(target, side, block, lines)
            case CrossRef(target) if target not in known:
                yield _unknown(target, side, block, known, lines)
            case Link(href, children):
                if href.startswith("#"):
                    if unquote(href[1:]) not in known:
                        yield _unknown(unquote(href[1:]), side, block, known, lines)
                elif not is_remote(href):
                    yield _no_file(unquote(href), side, block, lines)
                yield from _dangling(children, side, block, known, here, notes, lines)
            case Emphasis(children) | Strong(children) | ForeignText(_, children):
                yield from _dangling(children, side, block, known, here, notes, lines)


def _no_file(path: str, side: Translation, block: str, lines: Lines) -> Diagnostic:
    help = "link to a chapter's file, to #id, or to a full address (https://…)"
    return _at(RELATIVE_LINK, f"`{path}` is no file of the manuscript", path, side, block, help, lines)


def _unknown(target: str, side: Translation, block: str, known: Mapping[str, None], lines: Lines) -> Diagnostic:
    help = _near(target, tuple(known), "#{}") or "put {#" + target + "} on the line above the block that is meant"
    return _at(DANGLING_REFERENCE, f"there is no `#{target}` in the book", f"#{target}", side, block, help, lines)


def _near(name: str, known: Sequence[str], form: str) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.6) if name else []
    return f"did you mean `{form.format(near[0])}`?" if near else ""


def _at(
    kind: DiagnosticKind, message: str, snippet: str, side: Translation, block: str, help: str, lines: Lines
) -> Diagnostic:
    span, columns = locate(snippet, side.span, lines)
    return kind(message, span, help=help, lang=side.lang, block=block, columns=columns)


def locate(snippet: str, span: Span, lines: Lines) -> tuple[Span, tuple[int, int]]:
    """The line and columns of ``snippet`` within ``span``; the span itself where it is not found."""
    text = lines.get(span.path, ())
    for number in range(span.line, min(span.end_line, len(text)) + 1):
        at = text[number - 1].find(snippet)
        if at >= 0:
            return Span(span.path, number, number), (at + 1, at + 1 + len(snippet))
    return span, (0, 0)
