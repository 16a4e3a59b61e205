"""Whether the book has what attributes in braces say of a block: its id, language, width and class."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import attrs

from wicpress.model import (
    MATTER,
    SHARED,
    Admonition,
    BlockQuote,
    CodeBlock,
    DefinitionList,
    Figure,
    Footnote,
    Glossary,
    Heading,
    Index,
    KeepTogether,
    ListBlock,
    Listing,
    ListItem,
    Node,
    Paragraph,
    Row,
    SourcePage,
    Table,
    Verse,
    walk,
)
from wicpress.notation import END, Mark
from wicpress.proofing.source.passages import squeeze
from wicpress.proofing.source.read_model import BookText, Chain
from wicpress.proofing.source.read_source import Source
from wicpress.proofing.source.reported import Reported
from wicpress.proofing.source.spelling import attributes

NUMBERINGS = ("unnumbered", "appendix", *MATTER)
"""The classes of headings; what is not in ``MATTER``, no other block has."""
_END_OF_LINE = re.compile(r"[^\S\n]*(?:\n|\Z)")
GivenIds = Mapping[int, Set[str]]
"""The ids that braces give each block, by the identity of the block."""


@attrs.frozen
class Braces:
    """Attributes in braces: their mark, the line of their block, 0 for none, and the blocks of that line.

    ``bearers`` are those of each chain of blocks that the braces may speak of, the outermost first.
    """

    mark: Mark
    line: int
    chains: list[Chain]
    bearers: list[list[Node]]


def attributes_without_effect(source: Source, book: BookText, ids: GivenIds) -> Iterator[tuple[Mark, int, str]]:
    """Yield each attribute that the block of its braces has not in the book, with mark and line of the block.

    ``ids`` are those that braces give each block, in any language.
    """
    for braces in braces_of_blocks(source, book):
        for key, value in attributes(source.text_of(braces.mark)) if braces.chains else ():
            if not _has_effect(key, value, braces, source, book, ids):
                yield braces.mark, braces.line, f"{key} {value}"


def ids_given(sources: Iterable[Source], book: BookText, reported: Reported) -> GivenIds:
    """Return the ids that braces give each block, but those that are refused; each language may give one."""
    ids: dict[int, set[str]] = defaultdict(set)
    for source in sources:
        for braces in braces_of_blocks(source, book):
            values = [value for key, value in attributes(source.text_of(braces.mark)) if key == "id"]
            first, last = sorted((source.position(braces.mark.start)[0], braces.line))
            if reported.refuses_attributes(source.path, first, last):
                continue
            for node in (node for bearers in braces.bearers for node in bearers):
                ids[id(node)].update(values)
    return ids


def braces_of_blocks(source: Source, book: BookText) -> Iterator[Braces]:
    """Yield the attributes in braces."""
    marked = {source.position(mark.start)[0] for mark in source.marks if mark.effect == "attributes"}
    below = _lines_below(source.lines, marked)
    before, end = None, -1  # the last mark that is no braces, and where the braces right behind it end
    equation = 0  # the line in which the last formula begins that stands in lines of its own
    for mark in source.marks:
        if mark.effect != "attributes":
            before, end = mark, mark.end
            if mark.effect == "formula":
                equation = source.position(mark.start)[0] if source.text_of(mark) == "$$" else 0
        else:
            is_behind = before and before.effect == f"{END}formula" and not source.text[end : mark.start].strip(" \t")
            line = equation if equation and is_behind else _line_of_block(mark, source, below, book)
            chains = book.nodes.get((source.path, line), []) if line else []
            if before and before.effect.startswith(END) and end == mark.start:
                chains, end = [chain for chain in chains if _is_of_mark(before, chain)], mark.end
            yield Braces(mark, line, chains, [_bearers(chain, mark, line, source, book) for chain in chains])


def _lines_below(lines: Sequence[str], braces: Set[int]) -> list[int]:
    """Return for each line the number of the first below it that is neither blank nor braces; 0 for none.

    ``braces`` are the lines that have attributes.
    """
    below = [0] * len(lines)
    for line in range(len(lines) - 1, 0, -1):
        is_text = lines[line].strip("> \t") and not _is_braces(lines[line], line + 1, braces)
        below[line - 1] = line + 1 if is_text else below[line]
    return below


def _line_of_block(mark: Mark, source: Source, below: Sequence[int], book: BookText) -> int:
    """Return the line of the block that a mark belongs to: below its line, or around it; 0 where there is none."""
    lines = source.lines
    line, _ = source.position(mark.start)
    if _END_OF_LINE.match(source.text, mark.end) and _is_led_by_marks(mark, source.starts[line - 1], source):
        block = below[line - 1]
        is_label = (source.path, block) not in book.nodes and _has_mark("note text", block, block, source)
        while block and (is_label or (_opens_notice(block, source) and (source.path, block) not in book.nodes)):
            block, is_label = below[block - 1], False
        return block
    while (source.path, line) not in book.nodes:
        line -= 1
        if not line or not lines[line - 1].strip("> \t"):
            return 0
    return line


def _opens_notice(line: int, source: Source) -> bool:
    """Return whether a line opens a notice, or blocks that stay together: without a title, these begin below it."""
    return any(_has_mark(effect, line, line, source) for effect in ("notice", "together"))


def _is_led_by_marks(mark: Mark, start: int, source: Source) -> bool:
    """Return whether nothing but other marks stands before a mark in its line, which begins at ``start``."""
    before = "".join(squeeze(source.text_of(each)) for each in source.marks_between(start, mark.start))
    return squeeze(source.text[start : mark.start]) == before


def _is_braces(text: str, line: int, braces: Set[int]) -> bool:
    return line in braces and text.strip("> \t").startswith("{")


def _is_of_mark(mark: Mark, chain: Sequence[Node]) -> bool:
    """Return whether blocks are those that braces speak of behind the end of a mark: a figure, a note in the line."""
    if mark.effect == f"{END}inline note":
        return isinstance(chain[0], Footnote) and not chain[0].label
    return mark.effect == f"{END}image" and isinstance(chain[-1], Figure)


def _bearers(chain: Chain, mark: Mark, line: int, source: Source, book: BookText) -> list[Node]:
    """Return the blocks of a chain that braces may speak of: those that begin in the line, the outermost first.

    What the braces stand inside of is none of them: on ``- {#a}`` that is the list, on ``> {#a}`` the quotation.
    """
    first = source.position(mark.start)[0]
    around = Counter(each.effect for each in source.marks_between(source.starts[first - 1], mark.start))
    bearers: list[Node] = []
    for node in chain:
        effect = next((effect for types, effect in _CONTAINERS if isinstance(node, types)), "")
        if around[effect]:
            around[effect] -= 1
        elif isinstance(node, ListItem) and around["item"]:
            continue  # a list inside it is to come
        elif isinstance(node, ListItem) and line in {side.span.line for side in node.sides[1:]}:
            bearers.append(node)  # its words in another language
        elif isinstance(node, Table | Listing) or line in book.first_lines_in(source.path, node):
            effect = "item" if isinstance(node, ListItem) else effect
            marks = ("notice", effect) if isinstance(node, Admonition) else (effect,)
            bearers += [node] if not effect or any(_has_mark(each, first, line, source) for each in marks) else []
    return bearers


_CONTAINERS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (ListBlock, "item"),
    ((BlockQuote, Admonition), "quotation"),
    (DefinitionList, "meaning"),
    (KeepTogether, "together"),
    (Footnote, "note text"),
)
"""Blocks that hold others, with the effect of the marks that they have in the lines in which they begin."""


def _has_id(value: str, bearers: Sequence[Node], book: BookText, ids: GivenIds) -> bool:
    """Return whether a block has an id, or one that its other language gives it.

    The id of a chapter's title is the chapter's; that of a part's is not kept.
    """
    return any(
        node.id in book.parts or not {value, *ids[id(node)]}.isdisjoint((node.id, book.chapters.get(node.id)))
        for node in bearers
    )


def _has_effect(  # noqa: PLR0911 - one case a key
    key: str, value: str, braces: Braces, source: Source, book: BookText, ids: GivenIds
) -> bool:
    match key:
        case "id":
            return any(_has_id(value, each, book, ids) for each in braces.bearers)
        case "class" if value == "solo":
            return any(_is_solo(each, braces.mark, braces.line, source) for each in braces.bearers)
        case "class":
            return any(_has_class(chain, value, book) for chain in braces.chains)
        case "page":
            return any(_begins_page(each[0], value) for each in braces.bearers if each)
        case "lang":
            return any(_has_language(chain, value, braces.line) for chain in braces.chains)
        case "start" | "file" | "long" | "ruby":
            return _has_option(key, value, sum(braces.chains, ()))
    return key != "width" or any(_has_width(chain, value) for chain in braces.chains)


def _has_ruby(node: Node, value: str) -> bool:
    """Return whether the Chinese words of a block have such readings; those of blocks inside it may have others."""
    words = [side for side in node.sides if side.lang.partition("-")[0] == "zh"]
    return all((side.ruby or "none") == value for side in words)


def _begins_page(node: Node, value: str) -> bool:
    """Return whether a page of the source edition begins before the first word of a block, in one language."""
    sides = (side for each in walk([node]) for side in each.sides)
    return any(SourcePage(value, of_block=True) in side.inlines for side in sides)


def _has_option(key: str, value: str, nodes: Iterable[Node]) -> bool:
    """Return whether code or verse begins with a number, a listing has a file name, a picture a long description."""
    if key == "ruby":
        return any(_has_ruby(node, value) for node in nodes)
    if key == "long":
        pictures = (each for node in nodes if isinstance(node, Figure) for each in node.pictures)
        return any(squeeze(text) == squeeze(value) for each in pictures for _, text in each.descriptions)
    if key == "file":
        return any(isinstance(node, Listing) and node.file_name == value for node in nodes)
    first_lines = {str(node.first_line) for node in nodes if isinstance(node, CodeBlock | Verse)}
    return not first_lines or (value.lstrip("0") or "0") in first_lines


def _has_class(chain: Chain, value: str, book: BookText) -> bool:  # noqa: PLR0911 - one case a class
    """Return whether a block is what a class says; those of other packages are not known here."""
    match value:
        case "part" | "page-break":
            return chain[0].id in (book.parts if value == "part" else book.page_breaks)
        case _ if value in NUMBERINGS:
            return _is_numbered_as(next((each for each in reversed(chain) if isinstance(each, Heading)), None), value)
        case _ if value in _OWN_CLASSES | _INDEX_CLASSES:
            return _has_own_class(chain[-1], value)
        case "source-index":
            return any(isinstance(node, ListBlock) and node.locates_pages for node in chain)
        case "landscape" | "translator" | "editor" | "side" | "head":
            return any(_is_called(node, value) for node in chain)
        case "caption" | "no-number":
            kinds = (Paragraph, ListItem) if value == "no-number" else (Paragraph,)
            return isinstance(chain[-1], kinds) == (value == "no-number")
    return value != "table-note" or any(isinstance(node, Table) for node in chain)


_OWN_CLASSES = frozenset({"verse", "full-page", "beside", "line-numbers", "signature"})
_INDEX_CLASSES = frozenset({"names", "subjects", "pinyin", "strokes", "letters", "words"})
"""The classes that say what a single block is, and how an index or a glossary is."""


def _is_numbered_as(heading: Heading | None, value: str) -> bool:
    """Return whether a heading is numbered as a class says; what stands before and behind the text is unnumbered."""
    if heading is None:
        return value in MATTER
    return heading.numbering == value or (value == "unnumbered" and heading.numbering in MATTER)


def _is_called(node: Node, value: str) -> bool:
    """Return whether a table or figure is set sideways, or a note is one of an author, or of a margin."""
    if isinstance(node, Footnote):
        return value in (node.author, node.place)
    return value == "landscape" and isinstance(node, Figure | Table) and node.landscape


def _has_own_class(node: Node, value: str) -> bool:
    """Return whether a block is verse, what signs a text, a full-page figure, an index, or has numbered lines."""
    match value:
        case "verse":
            return isinstance(node, Verse)
        case "signature":
            return isinstance(node, Paragraph) and node.is_signature
        case _ if value in _INDEX_CLASSES:
            return isinstance(node, Index | Glossary) and value in (node.contents, *node.orders)
        case "full-page" | "beside":
            return isinstance(node, Figure) and (node.full_page if value == "full-page" else node.beside)
    return isinstance(node, CodeBlock | Verse) and node.first_line > 0


# --------------------------------------------------------------------------------------- solo


def _is_solo(bearers: Sequence[Node], mark: Mark, line: int, source: Source) -> bool:
    """Return whether a block is paired with none: it has one language, or all in it is from one place of the file.

    A list or quotation without counterpart may hold pairs.
    """
    if not bearers:
        return True
    node = bearers[0]
    if isinstance(node, ListBlock | BlockQuote | Admonition | DefinitionList | KeepTogether):
        last = _last_line(node, mark, line, source)
        return all(path == source.path and line <= at <= last for path, at in _places(node))
    if isinstance(node, Table):
        cells = (cell for row in node.children if isinstance(row, Row) for cell in row.cells)
        return _languages(node) < 2 and all(len({side.lang for side in cell.sides}) < 2 for cell in cells)
    return _languages(node) < 2


def _languages(node: Node) -> int:
    tags = {side.lang for side in node.sides}
    if isinstance(node, Figure):
        tags |= {tag for picture in node.pictures for tag, _ in picture.alt}
    return len(tags)


def _places(node: Node) -> Iterator[tuple[str, int]]:
    """Yield file and line of all words in a block."""
    for each in walk([node]):
        yield from ((side.span.path, side.span.line) for side in each.sides)


def _last_line(node: Node, mark: Mark, line: int, source: Source) -> int:
    """Return the last line that a list or quotation can have that begins in ``line``, below braces.

    It ends before other braces at its edge, and before words there that an empty line parts from it and that are no
    item, quotation or term.
    """
    edge = source.position(mark.start)[1] - 1
    effect = next(effect for types, effect in _CONTAINERS if isinstance(node, types))
    bullet = source.lines[line - 1][edge : edge + 1]
    is_parted = False
    for number in range(line + 1, len(source.lines) + 1):
        before, text = source.lines[number - 1][:edge], source.lines[number - 1][edge:]
        is_at_edge = bool(before.strip("> \t")) or text[:1] not in ("", " ", "\t")
        goes_on = effect != "quotation" and _has_mark(effect, number, number, source)
        is_other_list = goes_on and bullet != text[:1] and {bullet, text[:1]} <= set("-*+")
        if is_at_edge and (is_other_list or (is_parted and not goes_on) or _is_braces(text, number, {number})):
            return number - 1
        is_parted = not source.lines[number - 1].strip() or (is_parted and not is_at_edge)
    return len(source.lines)


_MOST_TERMS = 4
"""The lines of terms above their meanings, and an empty one."""


def _has_mark(effect: str, first: int, last: int, source: Source) -> bool:
    """Return whether lines ``first`` to ``last`` have a mark of an effect; a meaning has it below its terms."""
    last = min(last + (_MOST_TERMS if effect == "meaning" else 0), len(source.lines))
    end = source.starts[last] if last < len(source.starts) else len(source.text)
    return any(each.effect == effect for each in source.marks_between(source.starts[first - 1], end))


def _has_language(chain: Chain, value: str, line: int) -> bool:
    """Return whether the words of a block are in a language, of which a tag may be more precise."""
    node = chain[-1]
    tags = {side.lang for side in node.sides if side.span.line == line}
    if isinstance(node, Figure):
        tags |= {tag for picture in node.pictures for tag, _ in picture.alt}
    tags |= {node.language} if isinstance(node, Index) else set()
    subtags = value.casefold().replace("_", "-").split("-")
    return not tags or any(
        tag == SHARED or tag.casefold().split("-")[: len(subtags)] == subtags[: len(tag.split("-"))] for tag in tags
    )


def _has_width(chain: Chain, value: str) -> bool:
    node = chain[-1]
    return not isinstance(node, Figure) or any(picture.width == value for picture in node.pictures)
