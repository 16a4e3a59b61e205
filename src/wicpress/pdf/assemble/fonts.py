"""Collects what each fragment uses of a font, so that every font is subset and written once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import attrs

from wicpress.fragments import DigitGlyphs, FontUse, Fragment
from wicpress.pdf.assemble.page_plan import PagePlan


class GlyphTextConflict(ValueError):  # noqa: N818, it names the conflict
    """Fragments have different texts for one glyph of a font, and a font has one text for each glyph."""


@attrs.define
class _FontUse:
    face: FontUse
    widths: dict[int, int]
    texts: dict[int, str]
    missing: dict[int, int]


@attrs.frozen(eq=False)
class SharedFonts:
    """What the fragments share: ``faces`` by hash, ``structure_types`` in use, the language of the book."""

    faces: tuple[FontUse, ...]
    structure_types: frozenset[str]
    lang: str


def collect_fonts(plan: PagePlan, numbers: Sequence[int], format_number: Callable[[str, int], str]) -> SharedFonts:
    """Return what the fragments of a book use, with the digits of page numbers. Raise ``GlyphTextConflict``."""
    uses: dict[str, _FontUse] = {}
    for start, fragment in zip(plan.starts, plan.fragments, strict=True):
        for face in fragment.faces:
            _add_font(uses, face)
        for digits, text in _page_numbers(fragment, start, plan, numbers, format_number):
            _add_digits(uses[digits.face], digits, text)
    structure_types = frozenset(kind for fragment in plan.fragments for kind in fragment.structure_types)
    return SharedFonts(tuple(_face(uses[key]) for key in sorted(uses)), structure_types, plan.fragments[0].lang)


def _add_font(uses: dict[str, _FontUse], face: FontUse) -> None:
    """Add what a fragment uses of a font. Raise ``GlyphTextConflict``."""
    use = uses.setdefault(face.hash, _FontUse(face, {}, {}, {}))
    if use.face.sha256 != face.sha256:
        raise ValueError(f"two files are called {face.facts['name']}")
    _check_consistent(use, face)
    use.widths = {**face.widths, **use.widths}
    use.texts = {**face.texts, **use.texts}
    use.missing = {**face.missing, **use.missing}


def _add_digits(use: _FontUse, digits: DigitGlyphs, text: str) -> None:
    """Add the glyphs of a number."""
    for char in text:
        glyph, width, _ = digits.glyphs[char]
        use.widths.setdefault(glyph, width)
        use.texts.setdefault(glyph, char)


def _check_consistent(use: _FontUse, face: FontUse) -> None:
    """Raise ``GlyphTextConflict`` where a glyph of ``face`` has another text than in an earlier fragment."""
    for glyph, text in face.texts.items():
        if use.texts.get(glyph, text) != text:
            name = face.facts["name"]
            raise GlyphTextConflict(f"glyph {glyph} of {name} has the texts {use.texts[glyph]!r} and {text!r}")
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


def _page_numbers(
    fragment: Fragment, start: int, plan: PagePlan, numbers: Sequence[int], format_number: Callable[[str, int], str]
) -> Iterator[tuple[DigitGlyphs, str]]:
    """Yield every page number that is written into the fragment that begins on page ``start``."""
    for nth, page in enumerate(fragment.pages, start):
        for slot in page.folios:
            yield fragment.digit_glyphs[slot.digit_glyphs], format_number(slot.style, numbers[nth])
    for digit in fragment.digit_slots():
        if digit.place == 0 and not digit.actual_text:
            yield fragment.digit_glyphs[digit.digit_glyphs], str(numbers[plan.places[digit.target]])
