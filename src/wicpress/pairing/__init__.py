"""Pairs blocks of one language each into blocks of the book; reports those that do not pair."""

from __future__ import annotations

from wicpress.pairing.blocks import UNKNOWN, PairedBlock, UnpairedBlock, common_language, walk
from wicpress.pairing.pair_blocks import pair_columns, pair_mixed, pair_notes

__all__ = [
    "UNKNOWN",
    "PairedBlock",
    "UnpairedBlock",
    "common_language",
    "pair_columns",
    "pair_mixed",
    "pair_notes",
    "walk",
]
