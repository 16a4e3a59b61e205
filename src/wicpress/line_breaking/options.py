"""What a book may decide about its lines: gaps, strictness, hanging marks, ways of breaking."""

from __future__ import annotations

from typing import Literal

import attrs
from attrs import validators

Strictness = Literal["strict", "gb", "basic"]
Breaking = Literal["optimal", "greedy"]

_share = validators.and_(validators.ge(0.0), validators.le(1.0))


@attrs.frozen(kw_only=True)
class LineOptions:
    """The settings of a line; every default is for horizontal Simplified Chinese (zh-Hans), strict.

    Lengths are in em of the text they apply to, unless the name says otherwise.
    """

    autospace: float = attrs.field(default=0.25, validator=_share)
    """Gap between Han and Latin letters or digits (clreq, "Mixed text composition": 1/4 em); 0 turns it off."""

    strictness: Strictness = attrs.field(default="strict", validator=validators.in_(("strict", "gb", "basic")))
    """Which marks may not start or end a line; see `wicpress.line_breaking.kinsoku`."""

    trim: bool = True
    """Marks at the edges of a line lose their blank half (GB/T 15834-2011, 5.1.10)."""

    trim_indented: bool = True
    """An opening mark after a first-line indent loses its blank half as well."""

    squeeze: bool = True
    """Adjacent marks share their blank (clreq, "Adjustment of adjacent punctuation marks")."""

    hanging: bool = False
    """One of 、，。 may hang beyond the right edge (clreq, "Hanging punctuation")."""

    breaking: Breaking = attrs.field(default="optimal", validator=validators.in_(("optimal", "greedy")))
    """Breaks all lines of a paragraph at once (Knuth and Plass 1981), or line after line."""

    last_line: int = attrs.field(default=2, validator=validators.ge(1))
    """Fewest Han characters on the last line of a Chinese paragraph, where the text allows it."""

    last_word: int = attrs.field(default=9, validator=validators.ge(0))
    """A single word of fewer letters does not stand alone on the last line of a Latin paragraph."""

    keep_units: bool = True
    """A number stays with 年 月 日 亿 万 章 and the like where a better break is within reach."""

    word_space: tuple[float, float] = (0.75, 2.5)
    """Least and most a word space may become in justified Latin text, in normal spaces."""

    divisions: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Words in lower case, each with the letters before which it may be divided, whatever a dictionary has."""

    grid: bool = True
    """Every line has the height and baseline of its first font, whatever fonts, small code or note calls it mixes."""
