"""Compare how words of printed pages look with what the book says: emphasis, strong words, code, ranged right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.proofing.text.mismatches import Match, TextMismatch, short
from wicpress.proofing.text.print.text_looks import TextLook

UNSEEN = "is too pale or small to be seen, or is not painted"


def check_looks(matches: Iterable[Match], config: Config) -> Iterator[TextMismatch]:
    """Yield words of the manuscript that cannot be seen, and marked ones that are not set as their mark has it.

    Fonts of the book's own may have other names, or one weight.
    """
    reported: set[tuple[str, str, str]] = set()
    for match in matches:
        look, run = match.segment.look, match.run
        if look is None or match.segment.picture or not run.is_inline or not any(map(str.isalnum, match.text)):
            continue
        what = UNSEEN if look.unseen else _wrong_look(match, look, config)
        key = run.block, run.lang, what
        if what and key not in reported:
            reported.add(key)
            kind, text, place = "lost" if look.unseen else "changed", short(match.text), match.segment.place
            yield TextMismatch(kind, f"`{text}` ({run.block}) {what}", text, run.block, run.lang, place, run.span)


def _wrong_look(match: Match, look: TextLook, config: Config) -> str:
    """Return what is wrong with how emphasis, strong words or code look, or an empty text.

    Chinese emphasis is sans or has dots, and code that is Chinese has the face of the text.
    """
    kinds, is_han = match.run.inline_kinds, lang.is_chinese_or_japanese(match.run.lang)
    if "code" in kinds:
        return "" if config.fonts or not match.text.isascii() or look.has("Mono") else "is not set as code"
    if kinds & {"emphasis", "strong"} == {"emphasis"} and is_han and config.typography.emphasis == "dots":
        return "" if look.dots == look.han else f"has {look.dots} emphasis dots, not one below each character"
    if config.fonts:
        return ""
    slanted = look.has("Italic", "Oblique")
    if "strong" in kinds:  # the sans of the house has no bold italic: what is both is one of the two
        return (
            "" if look.has("Bold") or ("emphasis" in kinds and slanted) else "is not bold, in the book it is strong"
        )
    if "emphasis" in kinds and not (look.has("Sans") if is_han else slanted):
        return "is set as the words around it, in the book it is emphasis"
    return ""


def check_alignment(
    matches: Iterable[Match], paragraphs: Collection[str], ranged_right: Mapping[str, str]
) -> Iterator[TextMismatch]:
    """Yield paragraphs whose tag does not say that they are ranged right and should, and the reverse.

    ``paragraphs`` has the ids of all, and ``ranged_right`` of those that are, each with what it is.
    """
    reported: set[tuple[str, str]] = set()
    for match in matches:
        look, run = match.segment.look, match.run
        if look is None or match.segment.picture or not run.is_inline or match.segment.note:
            continue
        if run.block not in paragraphs:
            continue
        rule = ranged_right.get(run.block, "")
        key = run.block, run.lang
        if bool(rule) != (look.alignment == "End") and key not in reported:
            reported.add(key)
            text, place = short(match.text), match.segment.place
            message = (
                f"`{text}` ({run.block}) is {'not ' if rule else ''}ranged right, in the book it is {rule or 'text'}"
            )
            yield TextMismatch("changed", message, text, run.block, run.lang, place, run.span)
