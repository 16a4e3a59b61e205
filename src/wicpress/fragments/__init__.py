"""A part of a book, laid and painted: numbers, links and faces are left open for the binder to fill."""

from __future__ import annotations

from wicpress.fragments.model import (
    CUT,
    END,
    OUTSIDE,
    Body,
    Face,
    Figures,
    FolioSlot,
    Fragment,
    LaidPage,
    Mark,
    Said,
    Sheet,
    Sketch,
    Slot,
    Stream,
    Uses,
)
from wicpress.fragments.serialization import Damaged, body, pack, sketch, unpack, uses

__all__ = ["CUT", "END", "OUTSIDE", "Body", "Damaged", "Face", "Figures", "FolioSlot", "Fragment", "LaidPage", "Mark"]
__all__ += ["Said", "Sheet", "Sketch", "Slot", "Stream", "Uses", "body", "pack", "sketch", "unpack", "uses"]
