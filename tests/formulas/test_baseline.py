"""The baseline of a formula in a finished PDF, measured on its outlines, is that of the words beside it."""

from __future__ import annotations

import pytest

from support.small_books import BILINGUAL, PARALLEL, SmallBook, settings
from wicpress.proofing.pdf.model import Glyph, Page, PaintedShape

MOST = 0.2
"""How far baselines may be apart, in pt."""
FLAT = (
    r"\mathrm{H}",
    r"\mathrm{H}^{2}",
    r"\mathrm{H}_{ij}",
    r"\mathrm{H} = \frac{a}{b}",
    r"\mathrm{H} + \sum_{i=1}^{n} x_i",
    r"\mathrm{H} \begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\mathrm{H}\text{水位}",
    r"\mathrm{H} = \sqrt[3]{\frac{x}{y}}",
)
"""Formulas that begin with a letter that stands flat on the baseline."""
TEXT = "".join(
    f"第{nth}段说明${tex}$的用法。\n\nParagraph {nth} explains ${tex}$ to us.\n\n$${tex}$$ {{#eq-{nth}}}\n\n"
    for nth, tex in enumerate(FLAT)
)
BOOK = SmallBook("baselines", {"book.toml": settings(BILINGUAL, PARALLEL), "01.md": f"# 式\n\n# Formulas\n\n{TEXT}"})


def _letters(page: Page) -> list[tuple[PaintedShape, Glyph]]:
    """Return the first outline of each formula of a page, with the letter that is painted before or behind it."""
    first: dict[int, PaintedShape] = {}
    for shape in page.shapes:
        if shape.mark is not None and shape.mark.tag == "Formula" and shape.mark.mcid is not None:
            first.setdefault(shape.mark.mcid, shape)
    words = [each for each in page.glyphs if each.visible and each.char.strip() and each.mark is not None]
    words = [each for each in words if each.mark and not each.mark.artifact]
    return [(shape, min(words, key=lambda each: _distance(each, shape))) for shape in first.values()]


def _distance(glyph: Glyph, shape: PaintedShape) -> float:
    return abs(glyph.y - shape.y1) + min(abs(glyph.end - shape.x0), abs(glyph.x - shape.x1)) / 1000


@pytest.mark.parametrize("name", ["bilingual", "parallel"])
def test_baseline_is_that_of_the_line(name: str) -> None:
    """A letter of a formula stands on the baseline of its line in both languages, and on that of its number."""
    with BOOK.opened(name) as document:
        pairs = [pair for page in document.pages(lines=False) for pair in _letters(page)]
    assert len(pairs) == 3 * len(FLAT)
    apart = [(round(shape.y1 - glyph.y, 3), glyph.char) for shape, glyph in pairs]
    assert all(abs(distance) <= MOST for distance, _ in apart), apart
    assert {char.isascii() for _, char in apart} == {True, False}
