"""Lists of definitions: terms, each with its meanings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import SHARED, Definition, DefinitionList
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    entries: list[tuple[MarkdownNode, list[MarkdownNode]]] = []
    for child in node.children:
        if child.type == "dt":
            entries.append((child, []))
        elif entries:
            entries[-1][1].extend(child.children)
    items = [_definition(parser, term, meanings, span.path, default) for term, meanings in entries]
    return parser.new_container("definitions", node, span, _shared_out(items))


def _shared_out(items: Sequence[UnpairedBlock]) -> tuple[UnpairedBlock, ...]:
    """Give each of several terms above one another, in different languages, the meanings in its own language."""
    shared: list[UnpairedBlock] = []
    terms: list[UnpairedBlock] = []
    for item in items:
        terms.append(item)
        if not item.children:
            continue
        languages = [term.lang for term in terms]
        meanings = item.children
        if len({*languages} - {SHARED}) == len(terms) > 1:  # a number or a sign is a term of no language
            terms = [_with_own(term, meanings, () if nth else languages) for nth, term in enumerate(terms)]
        shared += terms
        terms = []
    return (*shared, *terms)


def _with_own(term: UnpairedBlock, meanings: Iterable[UnpairedBlock], languages: Sequence[str]) -> UnpairedBlock:
    """Return a term with the meanings in its language, the first with those in none of the ``languages`` too."""
    own = tuple(each for each in meanings if each.lang == term.lang or (languages and each.lang not in languages))
    span = Span(term.span.path, term.span.line, own[-1].span.end_line) if own else term.span
    return attrs.evolve(term, children=own, span=span)


def _definition(
    parser: Parser, term: MarkdownNode, meanings: Sequence[MarkdownNode], path: str, default: str
) -> UnpairedBlock:
    """Parse a term with its meanings; the definition's language is the term's."""
    line = term.map[0] + 1
    span = Span(path, line, line)
    language, inlines = parser.parse_inlines(term.inline_tokens, span, "term", default)
    children = parser.blocks(meanings, default)
    if children:
        span = Span(path, line, children[-1].span.end_line)
    return parser.new_block("definition", term, span, language, inlines=inlines, children=children)


def _build(builder: Builder, pair: PairedBlock) -> DefinitionList:
    node_id = builder.id(pair)
    return DefinitionList(node_id, tuple(_build_definition(builder, child) for child in pair.children))


def _build_definition(builder: Builder, pair: PairedBlock) -> Definition:
    node_id = builder.id(pair)
    return Definition(node_id, builder.translations(pair.blocks), builder.blocks(pair.children))


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    for item in node.children:
        yield from builder.sides(item)
        yield from builder.blocks(item.children)


KIND = BlockKind("definitions", tokens=("dl",), parse=_parse, build=_build, joins=True, text=_text)
