"""The files of a manuscript, parsed and paired; a file that has not changed comes from the cache."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import get_args

import attrs

from wicpress.cache.build_cache import BuildCache, Codec
from wicpress.citations.cited import CitedSource
from wicpress.config.bounded_reading import bounded_reading
from wicpress.diagnostics import Diagnostic, Span
from wicpress.model import SHARED, Inline, ids_in_words
from wicpress.notation import SourceFile
from wicpress.pairing import pair_columns, pair_inline_notes, pair_mixed, pair_notes
from wicpress.parsing import captions, headings
from wicpress.parsing.attributes.source_pages import bracketed_pages_plugin
from wicpress.parsing.blocks import BlockParser
from wicpress.parsing.citing.notation import citation_plugin
from wicpress.parsing.diagnostics import DUPLICATE_NOTE, UNCERTAIN_LANGUAGE
from wicpress.parsing.interlinear_notes import place_interlinear_notes
from wicpress.parsing.markdown import Parser
from wicpress.parsing.markup.inline_notes import LABEL
from wicpress.parsing.source_files import Source
from wicpress.source_blocks import PairedBlock, UnpairedBlock, walk


@attrs.frozen
class ParsedFile:
    """The files of one stem, one for each language or one for all: their blocks in pairs, their notes by label.

    ``files`` are the notation of each; ``digest`` is that of all that they are parsed from.
    """

    stem: str
    paths: tuple[str, ...]
    groups: tuple[PairedBlock, ...]
    notes: Mapping[str, PairedBlock]
    digest: str
    files: tuple[SourceFile, ...] = ()

    def author_ids(self) -> Iterator[str]:
        """Return every id that an author gave to a block, a verse or a page of the source, valid or not."""
        for group in (*self.groups, *self.notes.values()):
            for block in _blocks(group):
                yield from (name for name in (block.id, *ids_in_words(block.inlines)) if name)


_PARSED_FILES = Codec(Span, CitedSource, *get_args(Inline), UnpairedBlock, PairedBlock, ParsedFile, SourceFile)


def parse_files(
    sources: Sequence[Sequence[Source]],
    languages: tuple[str, ...],
    keys: Sequence[str],
    cache: BuildCache,
    diagnostics: list[Diagnostic],
    *,
    reads_pages: bool = False,
) -> list[ParsedFile]:
    """Return the parsed files of a book; ``sources`` holds for each stem its files in the order of ``languages``.

    ``keys`` are those by which the files may cite; ``reads_pages``: ``[p. 123]`` is a page of the source.
    A file with diagnostics is not cached, so that every build reports them.
    """
    parser, files = Parser(), []
    parser.use(citation_plugin, frozenset(keys))
    if reads_pages:
        parser.use(bracketed_pages_plugin)
    options = (languages, tuple(keys), str(reads_pages))
    for group in sources:
        key = cache.key("file", *options, *((each.path, each.stem, each.lang, each.text) for each in group))
        file = cache.get(key, _PARSED_FILES)
        if not isinstance(file, ParsedFile):
            with bounded_reading(group[0].path, sum(len(each.text) for each in group), group[0].path):
                file, file_diagnostics = _parse(group, languages, parser, key)
            diagnostics.extend(file_diagnostics)
            if not file_diagnostics:
                cache.put(key, _PARSED_FILES, file)
        files.append(file)
    return files


def settle_numbers(files: Sequence[ParsedFile], diagnostics: list[Diagnostic]) -> list[ParsedFile]:
    """Return the files of a book with the numbers of headings settled, which count through all of them.

    Report captions and headings of one block that have different numbers.
    """
    for file in files:
        captions.report_numbers(file.groups, diagnostics)
    settled = headings.settle_numbers([file.groups for file in files], diagnostics)
    return [
        file if file.groups is groups else attrs.evolve(file, groups=groups, digest=_settled_digest(file, groups))
        for file, groups in zip(files, settled, strict=True)
    ]


def _settled_digest(file: ParsedFile, groups: Sequence[PairedBlock]) -> str:
    """Return a digest that also tells which headings have a number, and of what: this depends on other files."""
    numbered = [(block.marker, block.info) for group in groups for block in _blocks(group) if block.kind == "heading"]
    return hashlib.sha256(repr((file.digest, numbered)).encode("utf-8", "surrogatepass")).hexdigest()


def _parse(
    group: Sequence[Source], languages: tuple[str, ...], parser: Parser, digest: str
) -> tuple[ParsedFile, list[Diagnostic]]:
    parsers = [BlockParser(source, languages, parser) for source in group]
    blocks = [each.read() for each in parsers]
    diagnostics = [diagnostic for each in parsers for diagnostic in each.diagnostics]
    is_mixed = len(group) == 1 and not group[0].lang
    paired = pair_mixed(blocks[0], languages) if is_mixed else pair_columns(blocks, languages)
    if is_mixed:
        diagnostics = _without_settled_doubts(diagnostics, paired.value)
    diagnostics.extend(paired.diagnostics)
    notes = [note for each in parsers for note in each.notes]
    written = _pair_notes([note for note in notes if note.info[:1] != LABEL], languages, diagnostics)
    inline = [note for note in notes if note.info[:1] == LABEL]
    groups, inline = pair_inline_notes((*paired.value, *written.values()), inline, diagnostics)
    count = len(paired.value)
    by_label = dict(zip(written, groups[count:], strict=True)) | _pair_notes(inline, languages, diagnostics)
    placed, by_label = place_interlinear_notes(groups[:count], by_label, diagnostics)
    paths = tuple(source.path for source in group)
    files = tuple(each.file for each in parsers)
    return ParsedFile(group[0].stem, paths, tuple(placed), by_label, digest, files), diagnostics


def _without_settled_doubts(diagnostics: Sequence[Diagnostic], pairs: Sequence[PairedBlock]) -> list[Diagnostic]:
    """Return ``diagnostics`` without doubts about languages that the blocks around settle.

    Such a block pairs in the order that most pairs of the file have, and what stands beside the pair is in pairs.
    """
    diagnostics = _without_changed(diagnostics, pairs)
    doubts = {each.span for each in diagnostics if each.code == UNCERTAIN_LANGUAGE.code}
    if not doubts:
        return diagnostics
    sure = [
        pair for pair in _all_pairs(pairs) if len(pair.blocks) > 1 and not any(b.span in doubts for b in pair.blocks)
    ]
    orders = Counter(map(_order, sure)).most_common(2)
    if not orders or (len(orders) > 1 and orders[0][1] == orders[1][1]):
        return diagnostics
    settled = set(_settled_doubts(pairs, doubts, orders[0][0]))
    return [each for each in diagnostics if each.code != UNCERTAIN_LANGUAGE.code or each.span not in settled]


def _without_changed(diagnostics: Sequence[Diagnostic], pairs: Sequence[PairedBlock]) -> list[Diagnostic]:
    """Return ``diagnostics`` without doubts about a block that a neighbour has brought to another language."""
    languages: dict[Span | None, set[str]] = {}
    for pair in _all_pairs(pairs):
        for block in pair.blocks:
            languages.setdefault(block.span, set()).add(block.lang)
    return [
        each
        for each in diagnostics
        if each.code != UNCERTAIN_LANGUAGE.code or each.lang in languages.get(each.span, {each.lang})
    ]


def _all_pairs(pairs: Iterable[PairedBlock]) -> Iterator[PairedBlock]:
    for pair in pairs:
        yield pair
        yield from _all_pairs(pair.children)


def _order(pair: PairedBlock) -> tuple[str, ...]:
    return tuple(block.lang for block in pair.blocks)


def _settled_doubts(
    siblings: Sequence[PairedBlock], doubts: Set[Span | None], usual: tuple[str, ...]
) -> Iterator[Span]:
    """Yield where a block is one of ``doubts`` and pairs in the ``usual`` order between others that pair."""
    for nth, pair in enumerate(siblings):
        doubtful = [block.span for block in pair.blocks if block.span in doubts]
        beside = (*siblings[max(nth - 1, 0) : nth], *siblings[nth + 1 : nth + 2])
        if len(doubtful) == 1 and _order(pair) == usual and not any(map(_is_alone, beside)):
            yield doubtful[0]
        yield from _settled_doubts(pair.children, doubts, usual)


def _is_alone(pair: PairedBlock) -> bool:
    """Return whether a block that could have a translation has none."""
    return len(pair.blocks) == 1 and pair.first.pairable and pair.first.lang not in ("", SHARED)


def _pair_notes(
    notes: Sequence[UnpairedBlock], languages: tuple[str, ...], diagnostics: list[Diagnostic]
) -> dict[str, PairedBlock]:
    """Return the notes of a file by label, their languages paired."""
    by_label: dict[str, list[UnpairedBlock]] = {}
    for note in notes:
        others = by_label.setdefault(note.info, [])
        if not others or (note.pairable and note.lang not in {other.lang for other in others}):
            others.append(note)
            continue
        message = f"the note `{note.info}` stands in line {others[0].span.line} of {others[0].span.path} already"
        diagnostics.append(DUPLICATE_NOTE(message, note.span, hint="give one of the two another label"))
    paired_notes: dict[str, PairedBlock] = {}
    for label, others in by_label.items():
        paired = pair_notes(others, languages)
        paired_notes[label] = paired.value
        diagnostics.extend(paired.diagnostics)
    return paired_notes


def _blocks(group: PairedBlock) -> Iterator[UnpairedBlock]:
    yield from group.blocks if group.children else walk(group.blocks)
    for child in group.children:
        yield from _blocks(child)
