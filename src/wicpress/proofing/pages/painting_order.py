"""The order in which a page is painted, compared with the order in which its structure reads.

Programs that copy, search, reflow or mine text read a page in the order in which it is painted (ISO 32000-1,
14.8.2.3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from wicpress.proofing.lines.measurements import StructureInfo
from wicpress.proofing.lines.report import LineProblem
from wicpress.proofing.pdf.model import Page

Sequence = tuple[int, int]
"""A marked-content sequence: the form that holds it (0: the page) and its MCID."""


def out_of_order(page: Page, owners: Mapping[Sequence, StructureInfo]) -> Iterator[LineProblem]:
    """Yield the first text or picture of a page that is painted before what it follows in the structure tree.

    ``owners`` has the sequences of the page in the order of the structure tree. Notes are compared apart: a note
    stands in the tree where it is called, or behind the text of the page, and at the foot of the page.
    """
    places = {key: nth for nth, key in enumerate(dict.fromkeys(page.sequences))}
    for in_note in (False, True):
        last: Sequence | None = None
        for key, owner in owners.items():
            if owner.in_note != in_note or key not in places:
                continue
            if last is not None and places[key] < places[last]:
                texts = _texts(page)
                yield LineProblem("painting_order", page.number, texts[key], f"painted before `{texts[last][:30]}`")
                break
            last = key


def _texts(page: Page) -> defaultdict[Sequence, str]:
    """Return the text of each sequence of a page."""
    texts = defaultdict[Sequence, str](lambda: "a picture")
    parts: dict[Sequence, list[str]] = {}
    for glyph in page.glyphs:
        if glyph.mark is not None and glyph.mark.mcid is not None:
            parts.setdefault((glyph.mark.stream, glyph.mark.mcid), []).append(glyph.char)
    texts.update({key: "".join(chars).strip() for key, chars in parts.items()})
    return texts
