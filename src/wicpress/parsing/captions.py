"""Captions: paragraphs that begin with ``Table:`` or ``图：`` and belong to the table, figure or code beside them.

The mark is the word, the number where there is one, and a colon. With a number a space or a full stop serves as well
(``表3-2 三条河``, ``Table 3-1. Three rivers``), unless the paragraph is a sentence: ``图3 显示了三条河。``. A number
may stand alone: ``图4-1``. ``代码`` has to have a number, for ``代码：`` announces code as well.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence

import attrs

from wicpress.block_kinds import block_kinds
from wicpress.diagnostics import Diagnostic
from wicpress.languages import has_cjk
from wicpress.model import Inline, LineBreak, Text, plain_text
from wicpress.numerals import CAPTION_WORDS, STEMS, caption_number, in_digits
from wicpress.pairing.blocks import numbers_differ
from wicpress.parsing.diagnostics import STRAY_CAPTION
from wicpress.source_blocks import PairedBlock, UnpairedBlock, common_language

_CHAPTER = rf"(?:(?:[A-Z]{{1,2}}|[{STEMS}])[.–—-]?)?"
"""The letter of the appendix in which a caption is numbered."""
_NUMBER = rf"{_CHAPTER}\d+(?:[.–—-]\d+)*[a-z]?|[一二三四五六七八九十百]+(?:[.–—-]\d+)*"
_SPACE = r"[ \u00a0\u2002\u2003\u3000]"
_MARK = re.compile(
    rf"""
    (?:{CAPTION_WORDS}){_SPACE}?
    (?:
        (?:{_NUMBER})?{_SPACE}?[:：]{_SPACE}*(?=\S|$)
      | (?:{_NUMBER})[.．]{_SPACE}+(?=\S)
      | (?:{_NUMBER})(?P<space>{_SPACE}+)(?=\S)
      | (?P<alone>{_NUMBER}){_SPACE}*$
    )
    """,
    re.VERBOSE,
)
_SENTENCE_ENDS = tuple("。！？；：.!?;:")


def split_caption(inlines: tuple[Inline, ...], *, explicit: bool) -> tuple[str, tuple[Inline, ...]] | None:
    """Return the mark of a caption (``表：``, ``Table 3: ``) and its words; None for another paragraph.

    ``explicit``: the author marked the paragraph ``{.caption}``, so it may have no such mark.
    """
    first = inlines[0] if inlines else None
    mark = _MARK.match(first.text) if isinstance(first, Text) else None
    is_sentence = mark and mark["space"] and plain_text(inlines).rstrip().endswith(_SENTENCE_ENDS)
    if mark and mark["code"] and not (explicit or caption_number(mark[0])):
        return None
    if not mark or is_sentence or not isinstance(first, Text):
        return ("", inlines) if explicit else None
    rest = first.text[mark.end() :]
    if not rest and (len(inlines) == 1) is not bool(mark["alone"]):
        return ("", inlines) if explicit else None
    return mark[0], ((Text(rest),) if rest else ()) + inlines[1:]


def split_title(title: str) -> tuple[str, tuple[Inline, ...]]:
    """Return the mark and the words of the caption that a picture has as its title."""
    mark = _MARK.match(title)
    caption = None if mark and _kinds_of_mark(mark) != ("figure",) else split_caption((Text(title),), explicit=False)
    return caption or ("", (Text(title),))


def report_numbers(groups: Iterable[PairedBlock], diagnostics: list[Diagnostic]) -> None:
    """Report captions of one table, figure or listing that have different numbers; each keeps its own."""
    for pair in groups:
        captions = [caption for block in pair.blocks for caption in block.captions if caption_number(caption.marker)]
        if len({_compared(caption_number(caption.marker)) for caption in captions}) > 1:
            diagnostics.append(numbers_differ(*captions[:2]))
        report_numbers(pair.children, diagnostics)


def _compared(number: str) -> str:
    """Return a number as it is the same in each language: ``4-1`` of ``四-1`` and ``4.1``, ``A-1`` of ``甲-1``."""
    letter = string.ascii_uppercase[STEMS.index(number[0])] if number[0] in STEMS else number[0]
    return re.sub("[.–—]", "-", in_digits(letter + number[1:]))


def joined(titles: Sequence[UnpairedBlock]) -> tuple[UnpairedBlock, ...]:
    """Return the captions that the titles of several pictures make: one a language, a line for each picture."""
    by_language: dict[str, UnpairedBlock] = {}
    for each in titles:
        before = by_language.get(each.lang)
        marker = (Text(each.marker),) if each.marker else ()
        words = each.inlines if before is None else (*before.inlines, LineBreak(), *marker, *each.inlines)
        by_language[each.lang] = attrs.evolve(before or each, inlines=words)
    return tuple(by_language.values())


def attach(
    blocks: Sequence[UnpairedBlock], languages: Sequence[str], diagnostics: list[Diagnostic]
) -> list[UnpairedBlock]:
    """Attach captions to the table or code below or the figure above; one that stands alone is a paragraph.

    Two with the same words (``Table: Redis``) are in the two ``languages``; none where the file is in one.
    """
    if not any(block.kind == "caption" for block in blocks):
        return list(blocks)
    attached: list[UnpairedBlock] = []
    captions: list[UnpairedBlock] = []
    for block in [*blocks, None]:
        if block is not None and block.kind == "caption":
            captions.append(block)
            continue
        captions = _in_two_languages(captions, languages)
        below = block
        for nth, caption in enumerate(captions):
            if below is not None and any(
                each.lang == caption.lang and _fits(each, below) for each in captions[nth + 1 :]
            ):
                _attach_one(caption, attached, None, diagnostics)  # the last of a language is nearest to the block
            else:
                below = _attach_one(caption, attached, below, diagnostics)
        captions = []
        if below is not None:
            attached.append(below)
    return attached


def _in_two_languages(captions: list[UnpairedBlock], languages: Sequence[str]) -> list[UnpairedBlock]:
    """Return neighbouring captions, two that have the same words in one language each in one of ``languages``."""
    if len(captions) != len(languages) or len(captions) != 2:
        return captions
    words = {(each.lang, each.marker, plain_text(each.inlines)) for each in captions}
    if len(words) > 1 or any(each.solo or has_cjk(plain_text(each.inlines)) for each in captions):
        return captions
    return [attrs.evolve(each, lang=tag) for each, tag in zip(captions, languages, strict=True)]


def _attach_one(
    caption: UnpairedBlock, attached: list[UnpairedBlock], below: UnpairedBlock | None, diagnostics: list[Diagnostic]
) -> UnpairedBlock | None:
    """Attach a caption to the block above (the last of ``attached``) or below; return the block below, as changed."""
    above = attached[-1] if attached else None
    fits_below = below is not None and _fits(caption, below)
    fits_above = above is not None and _fits(caption, above)
    if above is not None and fits_above and caption.info == "above":
        attached[-1] = _with_caption(above, caption)
        return below
    is_usual = below is not None and (below.kind == "table" or (above is not None and above.kind == below.kind))
    if below is not None and fits_below and (is_usual or not fits_above):
        return _with_caption(below, caption)
    if above is not None and fits_above:
        attached[-1] = _with_caption(above, caption)
        return below
    if caption.info:
        hint = "put it directly above its table or code, or below its figure"
        message = "there is no table, figure or code beside this caption"
        diagnostics.append(STRAY_CAPTION(message, caption.span, hint=hint))
    attached.append(_as_paragraph(caption))
    return below


def _as_paragraph(caption: UnpairedBlock) -> UnpairedBlock:
    words = (Text(caption.marker), *caption.inlines) if caption.marker else caption.inlines
    if caption.marker and len(words) > 1 and isinstance(words[1], Text):
        words = (Text(caption.marker + words[1].text), *words[2:])
    return attrs.evolve(caption, kind="paragraph", marker="", info="", inlines=words)


def _fits(caption: UnpairedBlock, target: UnpairedBlock) -> bool:
    """Return True where ``target`` is of the caption's kind and has no caption in its language yet."""
    return target.kind in _kinds(caption) and caption.lang not in {each.lang for each in target.captions}


def _kinds(caption: UnpairedBlock) -> tuple[str, ...]:
    if not caption.marker:
        return tuple(kind.name for kind in block_kinds().values() if kind.takes_captions)
    mark = _MARK.match(caption.marker) or _MARK.match(caption.marker + "x")
    return _kinds_of_mark(mark) if mark else ("figure",)


def _kinds_of_mark(mark: re.Match[str]) -> tuple[str, ...]:
    """Return the kind of block whose captions begin with a mark."""
    if mark["listing"] or mark["code"]:
        return ("code",)
    return ("table",) if mark["table"] else ("figure",)


def _with_caption(target: UnpairedBlock, caption: UnpairedBlock) -> UnpairedBlock:
    captions = (*target.captions, attrs.evolve(caption, info=""))
    lang = target.lang
    if target.kind == "figure":
        alts = (UnpairedBlock("alt", target.span, tag) for tag, _ in target.alts)
        lang = common_language([*captions, *alts])
    return attrs.evolve(target, captions=captions, lang=lang, id=target.id or caption.id)
