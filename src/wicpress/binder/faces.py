"""Gathers what each part of a book uses of a face, so that every face is cut and written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from wicpress.fragments import Face, Figures, Fragment

from .plan import Plan

Known = dict[str, tuple[dict[int, str], dict[int, int]]]
"""By face: the text of glyphs, and the characters that glyphs stand for which the face lacks."""


class Clash(ValueError):  # noqa: N818, it says what there is
    """Fragments take the same glyph for different texts; ``known`` is what each should have known, by its name."""

    def __init__(self, known: dict[str, Known]) -> None:
        super().__init__(", ".join(known))
        self.known = known


@attrs.define
class _Use:
    face: Face
    widths: dict[int, int]
    texts: dict[int, str]
    missing: dict[int, int]


def gather(plan: Plan, numbers: Sequence[int], numeral: Callable[[str, int], str]) -> tuple[Face, ...]:
    """The faces of a book with all that is used of them, figures of page numbers included, by their hashes.

    Raises ``Clash``: what a glyph says can be written once only, so that a part has to know what those before it say.
    """
    uses: dict[str, _Use] = {}
    clashes: dict[str, Known] = {}
    for fragment in plan.fragments:
        for face in fragment.faces:
            use = uses.setdefault(face.hash, _Use(face, {}, {}, {}))
            if use.face.sha256 != face.sha256:
                raise ValueError(f"two files are called {face.facts['name']}")
            if differing := _differing(use, face):
                clashes.setdefault(fragment.name, {})[face.hash] = differing
            for mine, other in ((use.widths, face.widths), (use.texts, face.texts), (use.missing, face.missing)):
                for glyph, value in other.items():
                    mine.setdefault(glyph, value)  # type: ignore[arg-type]
    if clashes:
        raise Clash(clashes)
    for figures, text in _numbers(plan, numbers, numeral):
        use = uses[figures.face]
        for char in text:
            glyph, width, _ = figures.glyphs[char]
            use.widths.setdefault(glyph, width)
            use.texts.setdefault(glyph, char)
    return tuple(_face(uses[key]) for key in sorted(uses))


def _differing(use: _Use, face: Face) -> tuple[dict[int, str], dict[int, int]] | None:
    texts = {glyph: use.texts[glyph] for glyph, text in face.texts.items() if use.texts.get(glyph, text) != text}
    clash = any(use.missing.get(glyph, code) != code for glyph, code in face.missing.items())
    if not texts and not clash:
        return None
    return texts, dict(use.missing)


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
