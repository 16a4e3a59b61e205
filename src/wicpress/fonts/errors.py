"""What can be wrong with a font file, in one sentence."""

from __future__ import annotations


class BrokenFontError(ValueError):
    """The bytes are no font that can be read; the sentence says why."""
