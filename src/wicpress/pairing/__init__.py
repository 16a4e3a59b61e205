"""Pairs blocks of one language each into blocks of the book; reports those that do not pair."""

from __future__ import annotations

from wicpress.pairing.pair_blocks import pair_columns, pair_mixed, pair_notes

__all__ = ["pair_columns", "pair_mixed", "pair_notes"]
