"""A part of a book, laid and painted: numbers, links and faces are left open for the binder to fill."""

from __future__ import annotations

from wicpress.fragments.model import (
    EXTERNAL_OBJECTS,
    OBJECT_END,
    PLACEHOLDER,
    Bookmark,
    DeferredLinkText,
    DigitGlyphs,
    DigitSlot,
    FontUse,
    Fragment,
    FragmentPage,
    PageInfo,
    PageNumberSlot,
    PdfObjects,
    PlanInfo,
    SharedResources,
    Stream,
)
from wicpress.fragments.serialization import CorruptFragment, pack, read_objects, read_plan_info, read_shared, unpack

__all__ = [
    "EXTERNAL_OBJECTS",
    "OBJECT_END",
    "PLACEHOLDER",
    "Bookmark",
    "CorruptFragment",
    "DigitGlyphs",
    "FontUse",
    "Fragment",
    "PageInfo",
    "PageNumberSlot",
    "PdfObjects",
]
__all__ += [
    "DeferredLinkText",
    "DigitSlot",
    "FragmentPage",
    "PlanInfo",
    "SharedResources",
    "Stream",
    "pack",
    "read_objects",
    "read_plan_info",
    "read_shared",
    "unpack",
]
