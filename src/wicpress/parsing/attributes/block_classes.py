"""Which classes and keys each block may be given in braces."""

from __future__ import annotations

from collections.abc import Sequence

from wicpress.block_kinds import kinds_of_token
from wicpress.model import MATTER
from wicpress.parsing.headings import NUMBERINGS
from wicpress.parsing.markup.code_options import NUMBERED
from wicpress.parsing.markup.inline_notes import classes_of_note
from wicpress.parsing.source_context import PAGE_BREAK
from wicpress.source_blocks import LANDSCAPE, NO_NUMBER, SIGNATURE, SOURCE_INDEX, MarkdownNode

NOTE = "footnote_reference"
"""The type of the node of a note that stands below its text."""
KEYS_OF_NODES = {"ordered_list": ("start",), "fence": ("file", "start"), "code_block": ("file", "start")}
"""The keys that some blocks may have in braces, and the one that the parser gives a list."""
_CAPTION_SIGN = ":"
"""The markup of a caption behind a colon."""
_CLASSES_OF_PARAGRAPH = (SIGNATURE, NO_NUMBER, "table-note", "caption")
"""What a paragraph may be instead of text; one that has several of these classes is what the first says."""


def known_classes(node: MarkdownNode) -> tuple[str, ...]:
    """Return the classes that a block may be given in braces."""
    code = (NUMBERED,)
    own = {
        "paragraph": classes_of_verse(node) or _classes_of_paragraph(node),
        "heading": classes_of_heading(node),
        "fence": code,
        "code_block": code,
        "table": (LANDSCAPE,),
        "bullet_list": (SOURCE_INDEX,),
        "ordered_list": (SOURCE_INDEX,),
        NOTE: classes_of_note(node.token) if node.type == NOTE else (),
    }
    of_kinds = (name for kind in kinds_of_token(node.type) for name in kind.classes + kind.options)
    breaks = () if node.token.tag == "h1" or node.type == NOTE else (PAGE_BREAK,)
    return ("solo", *breaks, *of_kinds, *own.get(node.type, ()))


def _classes_of_paragraph(node: MarkdownNode) -> tuple[str, ...]:
    """Return the classes that a paragraph may have: the first that it has of these that exclude each other, or all.

    One that begins with a colon is a caption.
    """
    if node.token.markup == _CAPTION_SIGN:
        return ("caption",)
    classes = str(node.token.attrs.get("class", "")).split()
    return tuple(each for each in _CLASSES_OF_PARAGRAPH if each in classes)[:1] or _CLASSES_OF_PARAGRAPH


def classes_of_verse(node: MarkdownNode) -> tuple[str, ...]:
    """Return the classes that verse may have, for a paragraph that is verse."""
    return ("verse", NUMBERED) if "verse" in str(node.token.attrs.get("class", "")).split() else ()


def classes_of_heading(node: MarkdownNode) -> tuple[str, ...]:
    """Return the classes that a heading may have; an appendix is a chapter."""
    if node.token.tag != "h1":
        return ("unnumbered",)
    classes = str(node.token.attrs.get("class", "")).split()
    if "part" in classes:
        return ("part", "unnumbered")
    own = numberings(classes)[:1]
    return ("part", *own, *(["unnumbered"] if own and own[0] in MATTER else [])) if own else ("part", *NUMBERINGS)


def numberings(classes: Sequence[str]) -> list[str]:
    """Return those of the classes of a heading that say how it is numbered, the first that counts first."""
    return [each for each in reversed(NUMBERINGS) if each in classes]
