"""Gathers what each part of a book uses of a face, so that every face is cut and written once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import attrs

from wicpress.fragments import Face, Figures, Uses
from wicpress.pdf.assemble.page_plan import Plan


class Clash(ValueError):  # noqa: N818, it says what there is
    """Fragments take one glyph of a face for different texts, and a face can say one of them only."""


@attrs.define
class _Use:
    face: Face
    widths: dict[int, int]
    texts: dict[int, str]
    missing: dict[int, int]


@attrs.frozen(eq=False)
class Gathered:
    """What all parts together use: ``faces`` by their hashes, ``kinds`` of elements, the ``lang`` of the first part.

    ``titles`` are the words for the places that were asked for.
    """

    faces: tuple[Face, ...]
    kinds: frozenset[str]
    lang: str
    titles: dict[str, Mapping[str, str]]


def gather(
    plan: Plan, numbers: Sequence[int], numeral: Callable[[str, int], str], titled: Collection[str] = ()
) -> Gathered:
    """What the parts of a book use, figures of page numbers included, and the titles of the places ``titled``.

    Raises ``Clash``, and what the parts raise that cannot be had.
    """
    uses: dict[str, _Use] = {}
    kinds: set[str] = set()
    titles: dict[str, Mapping[str, str]] = {}
    lang = None
    for start, part in zip(plan.starts, plan.parts, strict=True):
        found = part.uses()
        lang = found.lang if lang is None else lang
        kinds.update(found.kinds)
        titles.update((name, words) for name, words in found.titles.items() if name in titled)
        for face in found.faces:
            _take(uses, face)
        for figures, text in _numbers(found, start, plan, numbers, numeral):
            _write(uses[figures.face], figures, text)
    return Gathered(tuple(_face(uses[key]) for key in sorted(uses)), frozenset(kinds), lang or "", titles)


def _take(uses: dict[str, _Use], face: Face) -> None:
    """Add what a part uses of a face. Raises ``Clash``."""
    use = uses.setdefault(face.hash, _Use(attrs.evolve(face, widths={}, texts={}, missing={}), {}, {}, {}))
    if use.face.sha256 != face.sha256:
        raise ValueError(f"two files are called {face.facts['name']}")
    _agree(use, face)
    for mine, other in ((use.widths, face.widths), (use.texts, face.texts), (use.missing, face.missing)):
        for glyph, value in other.items():
            mine.setdefault(glyph, value)  # type: ignore[arg-type]


def _write(use: _Use, figures: Figures, text: str) -> None:
    """Add the glyphs of a number."""
    for char in text:
        glyph, width, _ = figures.glyphs[char]
        use.widths.setdefault(glyph, width)
        use.texts.setdefault(glyph, char)


def _agree(use: _Use, face: Face) -> None:
    """Every part says the same of a glyph. Raises ``Clash``."""
    for glyph, text in face.texts.items():
        if use.texts.get(glyph, text) != text:
            raise Clash(f"glyph {glyph} of {face.facts['name']} says {use.texts[glyph]!r} and {text!r}")
    for glyph, code in face.missing.items():
        if use.missing.get(glyph, code) != code:
            raise Clash(
                f"glyph {glyph} of {face.facts['name']} stands for U+{use.missing[glyph]:04X} and U+{code:04X}"
            )


def _face(use: _Use) -> Face:
    return attrs.evolve(
        use.face,
        widths=dict(sorted(use.widths.items())),
        texts=dict(sorted(use.texts.items())),
        missing=dict(sorted(use.missing.items())),
    )


def _numbers(
    found: Uses, start: int, plan: Plan, numbers: Sequence[int], numeral: Callable[[str, int], str]
) -> Iterator[tuple[Figures, str]]:
    """Every number that is written into a slot of the part that begins on page ``start``."""
    for nth, style, figures in found.folios:
        yield found.figures[figures], numeral(style, numbers[start + nth])
    for target, figures in found.references:
        yield found.figures[figures], str(numbers[plan.places[target]])
