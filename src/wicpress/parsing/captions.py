"""Captions: paragraphs that begin with ``Table:`` or ``图：`` and belong to the table or figure beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.model import Inline, Text
from wicpress.pairing import UnpairedBlock, common_language
from wicpress.parsing.diagnostics import STRAY_CAPTION

_MARK = re.compile(
    r"(?:(?P<table>Table|表)|(?:Figure|Fig\.|图|圖))[ \u00a0]?[\d.–-]*[ \u00a0]?[:：][ \u3000]*(?=\S|$)"
)


def caption(inlines: tuple[Inline, ...], *, explicit: bool) -> tuple[str, tuple[Inline, ...]] | None:
    """The mark of a caption (``表：``, ``Table 3: ``) and its words; None for another paragraph."""
    first = inlines[0] if inlines else None
    found = _MARK.match(first.text) if isinstance(first, Text) else None
    if not found or not isinstance(first, Text):
        return ("", inlines) if explicit else None
    rest = first.text[found.end() :]
    if not rest and len(inlines) == 1:
        return None
    return found[0], ((Text(rest),) if rest else ()) + inlines[1:]


def attach(drafts: Sequence[UnpairedBlock], diagnostics: list[Diagnostic]) -> list[UnpairedBlock]:
    """Give captions to the table below them or the figure above them; one that stands alone is a paragraph."""
    if not any(draft.kind == "caption" for draft in drafts):
        return list(drafts)
    done: list[UnpairedBlock] = []
    waiting: list[UnpairedBlock] = []
    for draft in [*drafts, None]:
        if draft is not None and draft.kind == "caption":
            waiting.append(draft)
            continue
        below = draft
        for mine in waiting:
            below = _give(mine, done, below, diagnostics)
        waiting = []
        if below is not None:
            done.append(below)
    return done


def _give(
    mine: UnpairedBlock, done: list[UnpairedBlock], below: UnpairedBlock | None, diagnostics: list[Diagnostic]
) -> UnpairedBlock | None:
    """Give a caption away; returns what stands below, with the caption where it was for that."""
    above = done[-1] if done else None
    wanted = _kinds(mine)
    takes_below = below is not None and below.kind in wanted and _free(below, mine)
    takes_above = above is not None and above.kind in wanted and _free(above, mine)
    if below is not None and takes_below and (below.kind == "table" or not takes_above):
        return _with(below, mine)
    if above is not None and takes_above:
        done[-1] = _with(above, mine)
        return below
    if mine.info == "explicit":
        help = "put it directly above its table or below its figure"
        diagnostics.append(STRAY_CAPTION("there is no table or figure beside this caption", mine.span, help=help))
    words = (Text(mine.marker), *mine.inlines) if mine.marker else mine.inlines
    if len(words) > 1 and isinstance(words[1], Text):
        words = (Text(mine.marker + words[1].text), *words[2:])
    done.append(attrs.evolve(mine, kind="paragraph", marker="", info="", inlines=words))
    return below


def _kinds(mine: UnpairedBlock) -> tuple[str, ...]:
    if not mine.marker:
        return ("table", "figure")
    mark = _MARK.match(mine.marker + "x")
    return ("table",) if mark and mark["table"] else ("figure",)


def _free(target: UnpairedBlock, mine: UnpairedBlock) -> bool:
    return mine.lang not in {each.lang for each in target.captions}


def _with(target: UnpairedBlock, mine: UnpairedBlock) -> UnpairedBlock:
    captions = (*target.captions, attrs.evolve(mine, info=""))
    lang = target.lang
    if target.kind == "figure":
        alts = (UnpairedBlock("alt", target.span, tag) for tag, _ in target.alts)
        lang = common_language([*captions, *alts])
    return attrs.evolve(target, captions=captions, lang=lang, id=target.id or mine.id)
