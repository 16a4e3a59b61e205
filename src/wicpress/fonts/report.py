"""Which font sets which text, what it cannot set, and its licence: all that ``wicpress fonts`` shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

from wicpress.fonts import bundled_faces, coverage, custom_fonts
from wicpress.fonts.coverage import FaceKey, MissingGlyph, TextRun, WrongRegionalForms
from wicpress.fonts.font_file import FontSource
from wicpress.fonts.prepared_faces import PreparedFace


@attrs.frozen
class FontUse:
    """The text of one language and role that one file sets.

    ``characters`` are the different ones, in order of code points; ``count`` is their number in all, spaces not
    counted.
    """

    lang: str
    role: str
    weight: int
    style: str
    family: str
    source: FontSource
    characters: str
    count: int


@attrs.frozen
class FontFile:
    """One file that faces are made from; its licence, version and digest are in ``source``.

    ``families`` are its names in style sheets, each with its weight and style there; ``bundled`` is True where it
    comes with wicpress.
    """

    source: FontSource
    families: tuple[tuple[str, int, str], ...]
    bundled: bool
    used: bool

    @property
    def substitutes(self) -> tuple[tuple[str, int, str], ...]:
        """The faces for which it stands in, since its family has not their weight or style."""
        own = (self.source.weight, self.source.style)
        return tuple(each for each in self.families if (each[1], each[2]) != own)


@attrs.frozen
class FontReport:
    """The fonts of a book: their uses, their files, and their problems."""

    uses: tuple[FontUse, ...]
    files: tuple[FontFile, ...]
    missing: tuple[MissingGlyph, ...]
    foreign: tuple[WrongRegionalForms, ...]
    problems: tuple[custom_fonts.FontProblem, ...] = ()

    @property
    def licences(self) -> tuple[tuple[str, str, str], ...]:
        """Each family that is used, with its version and its licence, once."""
        used = (each.source for each in self.files if each.used)
        return tuple(dict.fromkeys((each.name, each.version, each.licence) for each in used))


def report(
    runs: Iterable[TextRun], faces: Sequence[PreparedFace], problems: Iterable[custom_fonts.FontProblem] = ()
) -> FontReport:
    """Return what ``faces`` set of the text of a book; the same text and faces give the same report."""
    runs, faces = tuple(runs), tuple(faces)
    uses = _uses(runs, faces)
    used = {use.source for use in uses}
    return FontReport(
        uses,
        _files(faces, used),
        coverage.missing(runs, faces),
        coverage.foreign_forms(runs, faces),
        tuple(problems),
    )


def _uses(runs: Iterable[TextRun], faces: tuple[PreparedFace, ...]) -> tuple[FontUse, ...]:
    counted: dict[FaceKey, Counter[str]] = {}
    for run in runs:
        counted.setdefault(run.face, Counter()).update(run.text)
    uses = []
    for key in sorted(counted):
        stack = coverage.font_stack(key, faces)
        by_face: dict[PreparedFace, list[str]] = {}
        for char in sorted(counted[key].keys() - coverage.INVISIBLE):
            if (face := stack.setter(char)) is not None:
                by_face.setdefault(face, []).append(char)
        for face in stack.faces:
            if chars := by_face.get(face):
                count = sum(counted[key][char] for char in chars)
                place = (key.lang, key.role, key.weight, key.style)
                uses.append(FontUse(*place, face.family, face.source, "".join(chars), count))
    return tuple(uses)


def _files(faces: Iterable[PreparedFace], used: set[FontSource]) -> tuple[FontFile, ...]:
    families: dict[FontSource, list[tuple[str, int, str]]] = {}
    for face in faces:
        families.setdefault(face.source, []).append((face.family, face.weight, face.style))
    return tuple(
        FontFile(source, tuple(named), source.path.is_relative_to(bundled_faces.BUNDLED), source in used)
        for source, named in families.items()
    )
