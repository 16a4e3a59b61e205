"""Gathers what each part of a book uses of a face, so that every face is cut and written once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import attrs

from wicpress.fragments import DigitGlyphs, FontUse, SharedResources
from wicpress.pdf.assemble.page_plan import PagePlan


class GlyphTextConflict(ValueError):  # noqa: N818, it says what there is
    """Fragments take one glyph of a face for different texts, and a face can say one of them only."""


@attrs.define
class _FontUse:
    face: FontUse
    widths: dict[int, int]
    texts: dict[int, str]
    missing: dict[int, int]


@attrs.frozen(eq=False)
class SharedFonts:
    """What all parts together use: ``faces`` by their hashes, ``kinds`` of elements, the ``lang`` of the first part.

    ``titles`` are the words for the places that were asked for.
    """

    faces: tuple[FontUse, ...]
    kinds: frozenset[str]
    lang: str
    titles: dict[str, Mapping[str, str]]


def collect_fonts(
    plan: PagePlan, numbers: Sequence[int], numeral: Callable[[str, int], str], titled: Collection[str] = ()
) -> SharedFonts:
    """What the parts of a book use, figures of page numbers included, and the titles of the places ``titled``.

    Raises ``Clash``, and what the parts raise that cannot be had.
    """
    uses: dict[str, _FontUse] = {}
    kinds: set[str] = set()
    titles: dict[str, Mapping[str, str]] = {}
    lang = None
    for start, part in zip(plan.starts, plan.parts, strict=True):
        found = part.uses()
        lang = found.lang if lang is None else lang
        kinds.update(found.kinds)
        titles.update((name, words) for name, words in found.titles.items() if name in titled)
        for face in found.faces:
            _add_font(uses, face)
        for figures, text in _numbers(found, start, plan, numbers, numeral):
            _add_digits(uses[figures.face], figures, text)
    return SharedFonts(tuple(_face(uses[key]) for key in sorted(uses)), frozenset(kinds), lang or "", titles)


def _add_font(uses: dict[str, _FontUse], face: FontUse) -> None:
    """Add what a part uses of a face. Raises ``Clash``."""
    use = uses.setdefault(face.hash, _FontUse(attrs.evolve(face, widths={}, texts={}, missing={}), {}, {}, {}))
    if use.face.sha256 != face.sha256:
        raise ValueError(f"two files are called {face.facts['name']}")
    _check_consistent(use, face)
    for mine, other in ((use.widths, face.widths), (use.texts, face.texts), (use.missing, face.missing)):
        for glyph, value in other.items():
            mine.setdefault(glyph, value)  # type: ignore[arg-type]


def _add_digits(use: _FontUse, figures: DigitGlyphs, text: str) -> None:
    """Add the glyphs of a number."""
    for char in text:
        glyph, width, _ = figures.glyphs[char]
        use.widths.setdefault(glyph, width)
        use.texts.setdefault(glyph, char)


def _check_consistent(use: _FontUse, face: FontUse) -> None:
    """Every part says the same of a glyph. Raises ``Clash``."""
    for glyph, text in face.texts.items():
        if use.texts.get(glyph, text) != text:
            raise GlyphTextConflict(f"glyph {glyph} of {face.facts['name']} says {use.texts[glyph]!r} and {text!r}")
    for glyph, code in face.missing.items():
        if use.missing.get(glyph, code) != code:
            raise GlyphTextConflict(
                f"glyph {glyph} of {face.facts['name']} stands for U+{use.missing[glyph]:04X} and U+{code:04X}"
            )


def _face(use: _FontUse) -> FontUse:
    return attrs.evolve(
        use.face,
        widths=dict(sorted(use.widths.items())),
        texts=dict(sorted(use.texts.items())),
        missing=dict(sorted(use.missing.items())),
    )


def _numbers(
    found: SharedResources, start: int, plan: PagePlan, numbers: Sequence[int], numeral: Callable[[str, int], str]
) -> Iterator[tuple[DigitGlyphs, str]]:
    """Every number that is written into a slot of the part that begins on page ``start``."""
    for nth, style, figures in found.folios:
        yield found.figures[figures], numeral(style, numbers[start + nth])
    for target, figures in found.references:
        yield found.figures[figures], str(numbers[plan.places[target]])
