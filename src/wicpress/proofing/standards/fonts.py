"""Checks of the fonts: embedded, mapped to Unicode, with the right widths, and without missing glyphs."""

from __future__ import annotations

from wicpress.proofing.pdf.check_context import A4_ONLY, A_ONLY, ALL, BOTH, Check, CheckContext, Failures
from wicpress.proofing.pdf.fonts import UNKNOWN

_WIDTH = 0.0015  # em: the standard's tolerance is 1/1000; hmtx and W are each rounded
_FORBIDDEN = ("\0", "\ufeff", "\ufffe")


def embedded(context: CheckContext) -> Failures:
    """Check that every font is embedded."""
    for font in context.document.fonts():
        if not font.embedded:
            yield font.pages[0], f"the font {font.name or 'without a name'} is not embedded"


def unicode_map(context: CheckContext) -> Failures:
    """Check that every glyph that is shown is mapped to characters."""
    for font in context.document.fonts():
        if font.subtype.startswith("CIDFont") and not font.to_unicode:
            yield font.pages[0], f"the font {font.name} has no ToUnicode"
    for use in context.uses:
        if UNKNOWN in use.char:
            yield use.page, f"glyph {use.cid} of {use.font.name} stands for no character"
        elif any(char in use.char for char in _FORBIDDEN):
            yield use.page, f"glyph {use.cid} of {use.font.name} stands for U+{ord(use.char[0]):04X}"


def gid_map(context: CheckContext) -> Failures:
    """Check that a TrueType CID font has a map from CIDs to glyphs."""
    reported: set[str] = set()
    for use in context.uses:
        font = use.font
        if font.subtype == "CIDFontType2" and not font.gid_map and font.name not in reported:
            reported.add(font.name)
            yield use.page, f"the font {font.name} has no CIDToGIDMap"


def notdef(context: CheckContext) -> Failures:
    """Check that no text is shown with the glyph for missing characters."""
    for use in context.uses:
        if use.font.program.is_missing(use.cid):
            yield use.page, f"{use.char!r} is shown with a glyph that {use.font.name} does not have"


def widths(context: CheckContext) -> Failures:
    """Check that the widths in the file are those of the font program."""
    reported: set[str] = set()
    for use in context.uses:
        advance = use.font.program.advance(use.cid)
        if advance is not None and abs(advance - use.advance) > _WIDTH and use.font.name not in reported:
            reported.add(use.font.name)
            yield (
                use.page,
                f"{use.char!r} of {use.font.name} is {use.advance:.3f} em here and {advance:.3f} in the font",
            )


CHECKS = (
    Check(
        "embedded",
        "Matterhorn 31-009; ISO 14289-1, 7.21.4.1; ISO 19005-2, 6.2.11.4.1; ISO 19005-1, 6.3.4; "
        "ISO 14289-2, 8.4.5.5.1; ISO 19005-4, 6.2.10.4.1",
        ALL,
        embedded,
    ),
    Check(
        "unicode_map",
        "Matterhorn 10-001, 31-027 to 31-029; ISO 14289-1, 7.21.7; ISO 19005-2, 6.2.11.7.2; ISO 14289-2, 8.4.5.8",
        BOTH,
        unicode_map,
    ),
    Check(
        "gid_map",
        "Matterhorn 31-004; ISO 14289-1, 7.21.3.2; ISO 19005-2, 6.2.11.3.2; ISO 19005-1, 6.3.3.2; "
        "ISO 14289-2, 8.4.5.3.2; ISO 19005-4, 6.2.10.3.2",
        ALL,
        gid_map,
    ),
    Check(
        "notdef",
        "Matterhorn 31-030; ISO 14289-1, 7.21.8; ISO 19005-2, 6.2.11.8; ISO 14289-2, 8.4.5.9; ISO 19005-4, 6.2.10.9",
        (*BOTH, *A4_ONLY),
        notdef,
    ),
    Check(
        "widths",
        "ISO 14289-1, 7.21.5; ISO 19005-2, 6.2.11.5; ISO 19005-1, 6.3.6; ISO 19005-4, 6.2.10.5",
        A_ONLY,
        widths,
    ),
)
