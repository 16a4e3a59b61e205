"""Blocks that an edition omits, shows in another language or without a translation, or refuses to do without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import Edition
from wicpress.diagnostics import Diagnostic, Span, declare_kind
from wicpress.edition.references.pages import open_places
from wicpress.edition.view import BookView, ShownNode, view, walk
from wicpress.pdf.result import BROKEN_LINK

MISSING_TEXT = declare_kind(
    "missing_text",
    "An edition that refuses gaps has one",
    'An edition with `missing = "refuse"` is built only when every block has its words in every language of the '
    'edition. With `"show"` the other language stands in, marked; with `"omit"` the block is left out.',
    example='[[edition]]\nname = "en"\nmissing = "refuse"',
)


@attrs.frozen
class MissingTranslation:
    """A block without words in some languages of an edition, those in ``missing``."""

    block: str
    kind: str
    missing: tuple[str, ...]
    span: Span | None


def check_refuse_policy(book: m.Book, edition: Edition) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each block that keeps an edition with ``missing = "refuse"`` from being built."""
    if edition.missing != "refuse":
        return ()
    diagnostics = []
    for piece, each in _nodes_with_translations(book):
        for tag in edition.languages:
            if m.translation_in(each, tag) is None:
                what = f"{m.node_type(piece)} {piece.id} has no {lang.name(tag)}"
                message = f"{what}, and the edition `{edition.name}` refuses gaps"
                advice = f"write it in {lang.name(tag)}, or choose another policy for `missing`"
                diagnostics.append(MISSING_TEXT(message, each[0].span, hint=advice, lang=tag, block=piece.id))
    return tuple(diagnostics)


def check_links(book: m.Book, edition: Edition, html: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link to something of the book that is not in ``html``, the pages of ``edition``."""
    targets = {*re.findall(r'\b(?:href|data-ref)="#([^"]+)"', html), *open_places(html)}
    targets -= {*re.findall(r'\bid="([^"]+)"', html)}
    names = {chapter.id: "" for chapter in book.chapters}
    names |= {piece.id: m.node_type(piece) for chapter in book.chapters for piece in m.iter_nodes(chapter)}
    targets &= names.keys()
    advice = 'translate what it leads to, or choose missing-references = "text" or missing = "show"'
    for block, side in sides_shown(view(book, edition)) if targets else ():
        for target in dict.fromkeys(each for each in _targets(side.inlines) if each in targets):
            what = f"{names[target]} `{target}`".lstrip()
            message = f"the edition `{edition.name}` prints a link to the {what}, and leaves that out"
            yield BROKEN_LINK(message, side.span, hint=advice, lang=side.lang, block=block)


def _targets(inlines: Iterable[m.Inline]) -> Iterator[str]:
    """Yield the ids that links and references in ``inlines`` lead to."""
    for inline in inlines:
        match inline:
            case m.CrossRef():
                yield from inline.targets
            case m.Link(href) if href.startswith("#"):
                yield href[1:]
        yield from _targets(getattr(inline, "children", ()))


def _nodes_with_translations(book: m.Book) -> Iterator[tuple[m.Node, tuple[m.Translation, ...]]]:
    """Yield every node that has words, with its translations; a row once for each of its cells."""
    for chapter in book.chapters:
        for piece in m.iter_nodes(chapter):
            groups = [cell.sides for cell in piece.cells] if isinstance(piece, m.Row) else [m.translations_of(piece)]
            yield from ((piece, each) for each in groups if each)


def omitted(shown: BookView) -> tuple[MissingTranslation, ...]:
    """Return the blocks that an edition leaves out, with everything inside them."""
    return tuple(_without_words(node, shown.languages) for top in shown.omitted for node in m.walk([top]))


def fallback_blocks(shown: BookView) -> tuple[MissingTranslation, ...]:
    """Return the blocks that an edition shows in a language that is not its own."""
    return tuple(
        MissingTranslation(node.id, node.kind, shown.languages, node.members[0].side.span)
        for node in shown_nodes(shown)
        if node.members and node.members[0].is_fallback
    )


def untranslated(shown: BookView) -> tuple[MissingTranslation, ...]:
    """Return the blocks that an edition in several languages shows without one of them."""
    return tuple(
        MissingTranslation(node.id, node.kind, node.missing, node.members[0].side.span)
        for node in shown_nodes(shown)
        if node.missing and node.members and not node.members[0].is_fallback
    )


def shown_nodes(shown: BookView) -> Iterator[ShownNode]:
    """Yield everything that an edition shows, in the order of the book."""
    for chapter in shown.chapters:
        yield from walk([chapter.part] if chapter.part else [])
        yield from walk((chapter.title, *chapter.blocks, *chapter.notes))


def sides_shown(shown: BookView) -> Iterator[tuple[str, m.Translation]]:
    """Yield every translation that an edition shows, with the id of its block; of cells those in its languages."""
    for node in shown_nodes(shown):
        if not isinstance(node.piece, m.CodeBlock):
            yield from ((node.id, member.side) for member in node.members)
        if isinstance(node.piece, m.Table):
            for row in (*node.piece.head, *node.piece.rows):
                for cell in row.cells:
                    by_language = dict.fromkeys(
                        each for tag in shown.languages if (each := m.translation_in(cell.sides, tag))
                    )
                    yield from ((row.id, each) for each in by_language or cell.sides[:1])


def _without_words(node: m.Node, tags: tuple[str, ...]) -> MissingTranslation:
    sides = m.translations_of(node)
    return MissingTranslation(node.id, m.node_type(node), tags, sides[0].span if sides else None)
