"""Reports numbers of headings and captions that are printed as other ones, since wicpress numbers the book."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wicpress import numerals
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import Book, CaptionedBlock, Chapter, Heading, Node, iter_nodes, translations_of

NUMBER_REPLACED = declare_kind(
    "number_replaced",
    "A number of the manuscript is printed as another one",
    'With `numbering = "auto"` wicpress numbers parts, chapters, appendices, sections, figures, tables and '
    "listings, and leaves out the numbers that the manuscript writes. Where the two differ, a sentence that names "
    "the number of the manuscript leads to another place.",
    example='numbering = "source"',
    severity=Severity.WARNING,
)

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_NUMBER = re.compile(r"\d+(?:[.–-]\d+)*|[零〇一二三四五六七八九十百]+|\b[IVXLCDM]+\b")

_LETTERED = re.compile(rf"(?P<letter>[A-Z]{{1,2}}|[{_STEMS}])[.–—-]?(?P<rest>\d+(?:[.–—-]\d+)*)")
"""The number of a caption in an appendix: ``A.1``, ``甲-1``."""


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each heading and caption whose written number is not the one that is printed."""
    for chapter in book.chapters if config.numbering == "auto" else ():
        for node in iter_nodes(chapter):
            is_appendix = isinstance(node, Heading) and node.numbering == "appendix"
            for side in translations_of(node) if _is_numbered(node, chapter, config) else ():
                marker = _in_digits(side.marker) if is_appendix else side.marker
                if _differs(marker, node, config):
                    printed = _printed(node, config)
                    message = f"`{side.marker.strip()}` is printed with the number {printed}"
                    hint = f'write {printed}, or no number; numbering = "source" keeps the numbers of the manuscript'
                    yield NUMBER_REPLACED(message, side.span, hint=hint, lang=side.lang, block=node.id)
                    break


def _is_numbered(node: Node, chapter: Chapter, config: Config) -> bool:
    """Return whether a node has a number in place of its own, in some language."""
    if not isinstance(node, Heading):
        return isinstance(node, CaptionedBlock) and node.number > 0
    schemes = [config.numbers.scheme(tag) for tag in config.languages]
    numbers = [each.part if node is chapter.part else each.of_level(node.level) for each in schemes]
    return node.number > 0 and (node.numbering == "appendix" or any(numbers))


def _printed(node: Node, config: Config) -> str:
    """Return the number that is printed, in digits."""
    if isinstance(node, CaptionedBlock):
        chapter, nth = node.in_chapter
        return (
            (f"{chapter}-{nth}" if chapter else str(nth))
            if config.numbers.captions == "chapter"
            else str(node.number)
        )
    assert isinstance(node, Heading)
    return numerals.format_letter(node.number) if node.numbering == "appendix" else str(node.number)


def _in_digits(marker: str) -> str:
    """Return the mark of an appendix with its place in digits: ``附录 2`` of ``附录B``, ``Appendix 2.``."""
    return re.sub(rf"(?:[A-Z]|[{_STEMS}])(?![a-z])", lambda letter: f" {_place(letter[0])}", marker)


def _place(letter: str) -> int:
    return _STEMS.index(letter) + 1 if letter in _STEMS else ord(letter) - ord("A") + 1


def _differs(marker: str, node: Node, config: Config) -> bool:
    """Return whether ``marker`` writes another number; of a heading the last one counts: 2 of ``1.2``."""
    is_caption = isinstance(node, CaptionedBlock)
    if is_caption and (lettered := _LETTERED.fullmatch(numerals.caption_number(marker))):
        letter, rest = lettered["letter"], re.sub("[.–—]", "-", lettered["rest"])
        letter = numerals.format_letter(_place(letter)) if letter in _STEMS else letter
        return f"{letter}-{rest}" != _printed(node, config)
    match = _NUMBER.search(numerals.caption_number(marker) if is_caption else marker)
    if match is None:
        return False
    if is_caption and match[0][0].isdecimal():
        return re.sub("[.–]", "-", match[0]) != _printed(node, config)
    number = node.number if isinstance(node, Heading | CaptionedBlock) else 0
    last = re.split(r"[.–-]", match[0])[-1]
    if last.isdecimal():
        return int(last) != number
    value = numerals.parse_roman(last) if last.isascii() else numerals.parse_han_number(last)
    return value is not None and value != number
