"""Whether the declared faces have a glyph for every character of a text, in the forms of its language."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs
import uharfbuzz as hb

from wicpress.fonts.font_file import characters
from wicpress.fonts.prepared_faces import PreparedFace
from wicpress.fonts.stacks import region, stack

INVISIBLE: Final = frozenset(
    "\t\n\r\x20\xa0\xad\u034f\u061c\u17b4\u17b5\u2029\u202f\u205f\u3000\ufeff"
    + "".join(
        chr(code)
        for first, last in (
            (0x180B, 0x180E), (0x2000, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F),
            (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
        )
        for code in range(first, last + 1)
    )
)  # fmt: skip
"""Characters that need no glyph: spaces, which HarfBuzz makes, and controls that Pango and HarfBuzz never draw.

They are measured, not read from a category: U+2028 and the control codes, for example, are drawn as tofu.
"""

COMBINING_MARKS: Final = (
    frozenset(chr(code) for code in range(0x300, 0x20000) if unicodedata.category(chr(code)) in {"Mn", "Mc", "Me"})
    - INVISIBLE
)
"""Combining marks: they must come from the face of their letter."""

VARIANTS: Final = frozenset(map(chr, (*range(0xFE00, 0xFE0E), *range(0xE0100, 0xE01F0))))
"""Variation selectors that choose a form of the character before (not U+FE0E and U+FE0F, text or emoji)."""

_JOINING: Final = re.escape("".join(sorted(COMBINING_MARKS | VARIANTS)))

CLUSTER: Final = re.compile(f"[^\\s{_JOINING}][{_JOINING}]+")

IDEOGRAPHS: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@attrs.frozen
class TextRun:
    """Text of one language in one face: ``role`` is ``serif``, ``sans`` or ``mono``; ``where`` is for the caller."""

    text: str
    lang: str
    role: str = "serif"
    weight: int = 400
    style: str = "normal"
    where: str = ""

    @property
    def face(self) -> FaceKey:
        """The values that choose the faces of this run."""
        return FaceKey(self.lang, self.role, self.weight, self.style)


@attrs.frozen(order=True)
class FaceKey:
    """The language, role, weight and style that choose the faces of a text."""

    lang: str
    role: str
    weight: int = 400
    style: str = "normal"


@attrs.frozen
class MissingGlyph:
    """A character that the declared faces cannot set, ``count`` times in all, in the runs named by ``places``.

    ``kind`` is ``glyph`` (no face has the character), ``variant`` (no face has such a form of it: ``char`` is the
    character and its variation selector) or ``mark`` (a combining mark would come from another face than the letter
    under it: ``char`` is the letter and its marks).
    """

    char: str
    lang: str
    role: str
    weight: int
    style: str
    families: tuple[str, ...]
    count: int
    places: tuple[str, ...]
    kind: str = "glyph"


@attrs.frozen
class WrongRegionalForms:
    """Han text of a language whose forms the face does not draw: ``forms`` are those that it draws instead.

    ``text`` is the first of its characters.
    """

    lang: str
    role: str
    family: str
    source: str
    forms: frozenset[str]
    count: int
    places: tuple[str, ...]
    text: str = ""


@attrs.define(eq=False)
class FontStack:
    """The faces that set one kind of text, first to last; ``face_by_char`` has the characters looked up so far."""

    faces: tuple[PreparedFace, ...]
    face_by_char: dict[str, PreparedFace | None] = attrs.Factory(dict)

    def setter(self, char: str) -> PreparedFace | None:
        """Return the face that sets a character, the first that has it."""
        if char not in self.face_by_char:
            self.face_by_char[char] = next((face for face in self.faces if has_glyph(face, char)), None)
        return self.face_by_char[char]

    def missing_in(self, text: str) -> Iterator[tuple[str, str, int]]:
        """Yield what the faces cannot set of a text: its kind, the character or cluster, its count; in text order."""
        present = set(text)
        if any(self.setter(char) is None for char in present - INVISIBLE):
            counted = Counter(text).items()  # in the order of the text, unlike the set
            yield from (
                ("glyph", char, count)
                for char, count in counted
                if char not in INVISIBLE and self.setter(char) is None
            )
        if present.isdisjoint(COMBINING_MARKS) and present.isdisjoint(VARIANTS):
            return
        for cluster, count in Counter(CLUSTER.findall(text)).items():
            if (kind := self.problem(cluster)) is not None:
                yield kind, cluster, count

    def problem(self, cluster: str) -> str | None:
        """Return what is wrong with a letter and its marks or selectors; None where nothing is or it has no glyph."""
        base = self.setter(cluster[0])
        if base is None:
            return None
        for char in cluster[1:]:
            if char in VARIANTS and not self.has_variant(cluster[0], char):
                return "variant"
            if char in COMBINING_MARKS and self.setter(char) not in (base, None):
                return "mark"
        return None

    def has_variant(self, char: str, selector: str) -> bool:
        """Return whether any face has the form of a character that a variation selector asks for."""
        return any(has_glyph(face, char) and ord(char) in variants(face, ord(selector)) for face in self.faces)


def font_stack(key: FaceKey, faces: Iterable[PreparedFace]) -> FontStack:
    """Return the faces that set a text: of each family of its stack the one nearest in style and weight."""
    by_family: dict[str, list[PreparedFace]] = {}
    for face in faces:
        by_family.setdefault(face.family, []).append(face)
    families = [by_family[name] for name in stack(key.lang, key.role, by_family) if name in by_family]
    return FontStack(
        tuple(
            min(each, key=lambda face: (face.style != key.style, abs(face.weight - key.weight), face.weight))
            for each in families
        )
    )


def missing(
    runs: Iterable[TextRun], faces: Sequence[PreparedFace], stacks: dict[FaceKey, FontStack] | None = None
) -> tuple[MissingGlyph, ...]:
    """Return what the faces cannot set, in the order in which the text first has it.

    Each character is looked up once for each kind of text. ``stacks`` are those of the same faces from an earlier
    call, which need not be looked up again.
    """
    stacks = {} if stacks is None else stacks
    counts: dict[tuple[FaceKey, str, str], Counter[str]] = {}
    for run in runs:
        key = run.face
        if key not in stacks:
            stacks[key] = font_stack(key, faces)
        for kind, char, count in stacks[key].missing_in(run.text):
            counts.setdefault((key, kind, char), Counter())[run.where] += count
    return tuple(
        MissingGlyph(
            char,
            key.lang,
            key.role,
            key.weight,
            key.style,
            tuple(face.family for face in stacks[key].faces),
            places.total(),
            tuple(places),
            kind,
        )
        for (key, kind, char), places in counts.items()
    )


def foreign_forms(
    runs: Iterable[TextRun], faces: Sequence[PreparedFace], stacks: dict[FaceKey, FontStack] | None = None
) -> tuple[WrongRegionalForms, ...]:
    """Return where Han characters of a text would be set in the forms of another language (clreq 2.1).

    ``stacks`` are those of the same faces from an earlier call.
    """
    stacks = {} if stacks is None else stacks
    counts: dict[tuple[str, str, PreparedFace], Counter[str]] = {}
    texts: dict[tuple[str, str, PreparedFace], str] = {}
    for run in runs:
        if not region(run.lang):
            continue
        if run.face not in stacks:
            stacks[run.face] = font_stack(run.face, faces)
        foreign = [face for face in stacks[run.face].faces if not has_regional_forms(face, run.lang)]
        for char in IDEOGRAPHS.findall(run.text) if foreign else ():
            if (face := stacks[run.face].setter(char)) in foreign and face is not None:
                key = run.lang, run.role, face
                counts.setdefault(key, Counter())[run.where] += 1
                texts.setdefault(key, char)
    return tuple(
        WrongRegionalForms(
            lang, role, face.family, face.source.name, face.source.forms, places.total(), tuple(places), texts[key]
        )
        for key, places in counts.items()
        for lang, role, face in [key]
    )


def has_regional_forms(face: PreparedFace, lang: str) -> bool:
    """Return whether a face draws the Han forms of ``lang``; True also where it has no Han or names no forms."""
    forms = face.source.forms | face.source.other_forms
    regions = {region(lang)} | ({"zh-Hant"} if region(lang) == "zh-HK" else set())
    return not face.source.forms or bool(forms & regions)


def has_glyph(face: PreparedFace, char: str) -> bool:
    """Return whether a face sets a character: its file has it, and its unicode-range has it."""
    code = ord(char)
    if code not in characters(face.path):
        return False
    if not face.unicode_range:
        return True
    at = bisect.bisect_right(face.unicode_range, (code, 0x110000)) - 1
    return at >= 0 and code <= face.unicode_range[at][1]


@functools.lru_cache(maxsize=1024)
def variants(face: PreparedFace, selector: int) -> frozenset[int]:
    """Return the characters that a face has in the form of a variation selector (``cmap`` format 14)."""
    font = hb.Face(hb.Blob.from_file_path(str(face.path)))
    return frozenset(font.variation_unicodes(selector))
