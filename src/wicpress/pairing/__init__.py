"""Pairs blocks of one language each into blocks of the book; reports those that do not pair."""

from __future__ import annotations

from wicpress.pairing.inline_notes import pair_inline_notes
from wicpress.pairing.pair_blocks import pair_columns, pair_mixed, pair_notes

__all__ = ["pair_columns", "pair_inline_notes", "pair_mixed", "pair_notes"]
