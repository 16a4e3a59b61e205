"""Gathers what each part of a book uses of a face, so that every face is cut and written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from wicpress.fragments import Face, Figures, Fragment

from .plan import Plan


class Clash(ValueError):  # noqa: N818, it says what there is
    """Fragments take one glyph of a face for different texts, and a face can say one of them only."""


@attrs.define
class _Use:
    face: Face
    widths: dict[int, int]
    texts: dict[int, str]
    missing: dict[int, int]


def gather(plan: Plan, numbers: Sequence[int], numeral: Callable[[str, int], str]) -> tuple[Face, ...]:
    """The faces of a book with all that is used of them, figures of page numbers included, by their hashes.

    Raises ``Clash``.
    """
    uses: dict[str, _Use] = {}
    for fragment in plan.fragments:
        for face in fragment.faces:
            use = uses.setdefault(face.hash, _Use(face, {}, {}, {}))
            if use.face.sha256 != face.sha256:
                raise ValueError(f"two files are called {face.facts['name']}")
            _agree(use, face)
            for mine, other in ((use.widths, face.widths), (use.texts, face.texts), (use.missing, face.missing)):
                for glyph, value in other.items():
                    mine.setdefault(glyph, value)  # type: ignore[arg-type]
    for figures, text in _numbers(plan, numbers, numeral):
        use = uses[figures.face]
        for char in text:
            glyph, width, _ = figures.glyphs[char]
            use.widths.setdefault(glyph, width)
            use.texts.setdefault(glyph, char)
    return tuple(_face(uses[key]) for key in sorted(uses))


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


def _numbers(plan: Plan, numbers: Sequence[int], numeral: Callable[[str, int], str]) -> Iterable[tuple[Figures, str]]:
    """Every number that is written into a slot."""
    for start, fragment in zip(plan.starts, plan.fragments, strict=True):
        for nth, sheet in enumerate(fragment.sheets):
            for folio in sheet.folios:
                yield fragment.figures[folio.figures], numeral(folio.style, numbers[start + nth])
        yield from _references(fragment, plan, numbers)


def _references(fragment: Fragment, plan: Plan, numbers: Sequence[int]) -> Iterable[tuple[Figures, str]]:
    for slot in fragment.references():
        if slot.place == 0 and not slot.spoken:
            yield fragment.figures[slot.figures], str(numbers[plan.names[slot.target].page])
