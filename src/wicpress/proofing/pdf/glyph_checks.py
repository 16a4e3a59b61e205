"""Check every glyph of a book by its outline: boxes for missing characters, Han forms of another locale."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import uharfbuzz as hb

from wicpress.proofing.lines.char_classes import canonical_language, has_han
from wicpress.proofing.lines.report import LineProblem
from wicpress.proofing.pdf.fonts import UNKNOWN, PdfFont
from wicpress.proofing.pdf.glyph_outlines import Program, Shape
from wicpress.proofing.pdf.model import Line

_SAME_FACE = 0.5  # share of a font's Han glyphs that must equal the reference's before the others are compared
_LETTERS = 4  # different letters of one width, narrow ones among them: no proportional face has so many
_NARROW_LETTERS = frozenset("fijlrt")
_LOCALES = {"ja": "Japanese", "ko": "Korean", "zh-hant": "Traditional Chinese (Taiwan)", "zh-hk": "Hong Kong"}
_EMPTY_CATEGORIES = {"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Cn"}
_EMPTY = frozenset("\u2800\u3164\uffa0\u115f\u1160")


@attrs.frozen
class GlyphUse:
    """The first place where a glyph stands for a text, and how often it does."""

    font: PdfFont
    cid: int
    char: str
    page: int
    text: str
    lang: str
    count: int
    advance: float  # em, as the file gives it


class GlyphUses:
    """All glyphs of a book, each once."""

    def __init__(self) -> None:
        self._first: dict[tuple[PdfFont, int, str], tuple[int, str, str]] = {}
        self._count: dict[tuple[PdfFont, int, str], int] = defaultdict(int)
        self._widths: dict[tuple[PdfFont, int, str], float] = {}
        self._advances: dict[str, dict[str, float]] = defaultdict(dict)

    def add(self, line: Line, lang: str) -> None:
        """Note the glyphs of a line, in the language `lang` of the file ("" if unknown)."""
        for glyph in line.glyphs:
            if not glyph.char.strip() or glyph.drawn:
                continue
            key = glyph.font, glyph.cid, glyph.char
            if key not in self._first:
                self._first[key] = line.page, line.text, lang
                self._widths[key] = glyph.advance / glyph.size
                self._advances[glyph.font.name][glyph.char] = round(self._widths[key], 3)
            self._count[key] += 1

    def __iter__(self) -> Iterator[GlyphUse]:
        """Each use, in the order it was met."""
        for key, (page, text, lang) in self._first.items():
            font, cid, char = key
            yield GlyphUse(font, cid, char, page, text, lang, self._count[key], self._widths[key])

    def monospaced(self) -> frozenset[str]:
        """Return the names of fonts whose Latin letters all have the same width."""
        return frozenset(name for name, advances in self._advances.items() if _is_monospaced(advances))


def _is_monospaced(advances: dict[str, float]) -> bool:
    """Return whether the letters of a font have one width, narrow ones as well."""
    widths = {char: width for char, width in advances.items() if char < "\u0250" and char.isalpha()}
    if len(widths) < _LETTERS or not 0 < len(widths.keys() & _NARROW_LETTERS) < len(widths):
        return False
    return max(widths.values()) - min(widths.values()) < 0.005


def check_glyphs(
    uses: Iterable[GlyphUse], references: Sequence[Reference]
) -> tuple[list[tuple[GlyphUse, LineProblem]], list[str]]:
    """Return tofu, glyphs without a character, Han glyphs of another locale; and what could not be checked."""
    problems: list[tuple[GlyphUse, LineProblem]] = []
    han: dict[PdfFont, list[GlyphUse]] = defaultdict(list)
    unjudged: dict[str, None] = {}
    for use in uses:
        problem = _missing(use)
        if problem is not None:
            problems.append((use, problem))
        elif use.font.program.notdef() is None:
            unjudged[_why(use.font.name, use.font.program)] = None
        elif has_han(use.char) and len(use.char) == 1 and _is_simplified(use):
            han[use.font].append(use)
    faces = [_face(reference) for reference in references]
    for font, group in han.items():
        wrong = _wrong_forms(group, faces)
        if wrong is None:
            unjudged[f"{font.name}: forms not checked, no reference for this face"] = None
        else:
            problems += wrong
    return problems, list(unjudged)


def _is_simplified(use: GlyphUse) -> bool:
    tag = use.lang if use.lang.startswith("zh") else "zh"
    return canonical_language(tag, use.text) == "zh-Hans"


def _why(name: str, program: Program) -> str:
    if not program.kind:
        return f"{name}: tofu and forms not checked, the font is not embedded"
    return f"{name}: tofu and forms not checked, outlines of {program.kind} programs cannot be read"


def _missing(use: GlyphUse) -> LineProblem | None:
    """Return the problem of a glyph that is empty or the missing-character box for a visible character."""
    if UNKNOWN in use.char:
        return _problem(use, "unmapped", f"glyph {use.cid} of {use.font.name}")
    if all(unicodedata.category(char) in _EMPTY_CATEGORIES or char in _EMPTY for char in use.char):
        return None
    program = use.font.program
    missing = program.is_missing(use.cid)
    shape = program.shape(use.cid)
    if missing is None or shape is None:
        return None
    notdef = program.notdef()
    if missing or not _has_ink(shape) or _anchored(shape) == _anchored(notdef or ()):
        return _problem(use, "tofu", f"{_names(use.char)} in {use.font.name}")
    return None


def _anchored(shape: Shape) -> Shape:
    """Return the outline moved to x = 0: side bearings do not change how it looks."""
    left = min((x for _, points in shape for x, _ in points), default=0.0)
    return tuple((step, tuple((round(x - left, 1), y) for x, y in points)) for step, points in shape)


def _has_ink(shape: Shape) -> bool:
    return any(points for _, points in shape)


def _names(text: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in text)


def _problem(use: GlyphUse, kind: str, detail: str) -> LineProblem:
    times = f", {use.count} times" if use.count > 1 else ""
    return LineProblem(kind, use.page, use.text, f"{use.char} {detail}{times}", float(use.count))


class ReferenceFace:
    """A face whose forms are known: outlines by character and locale."""

    def __init__(self, data: bytes) -> None:
        self._program = Program("opentype" if data[:4] == b"OTTO" else "truetype", _Bytes(data))
        self._font: Any = hb.Font(hb.Face(data))
        self._shapes: dict[tuple[str, str], Shape | None] = {}

    def shape(self, char: str, lang: str = "zh-hans") -> Shape | None:
        """Return the outline of a character in a language, or None."""
        if (char, lang) not in self._shapes:
            buffer = hb.Buffer()
            buffer.add_str(char)
            buffer.script, buffer.direction, buffer.language = "Hani", "ltr", lang
            hb.shape(self._font, buffer)
            gid = buffer.glyph_infos[0].codepoint
            self._shapes[char, lang] = self._program.shape(gid) if gid else None
        return self._shapes[char, lang]


@attrs.frozen
class _Bytes:
    data: bytes = attrs.field(repr=False)

    def read_bytes(self) -> bytes:
        """Return the bytes of the font file."""
        return self.data


Reference = Path | ReferenceFace


def _face(reference: Reference) -> ReferenceFace:
    return reference if isinstance(reference, ReferenceFace) else ReferenceFace(reference.read_bytes())


def _wrong_forms(
    group: Sequence[GlyphUse], faces: Sequence[ReferenceFace]
) -> list[tuple[GlyphUse, LineProblem]] | None:
    """Return the glyphs of one font that differ from its original face; None where none of ``faces`` is that."""
    best: list[GlyphUse] | None = None
    matching_face: ReferenceFace | None = None
    for face in faces:
        differing = [use for use in group if face.shape(use.char) != use.font.program.shape(use.cid)]
        if len(differing) <= (1 - _SAME_FACE) * len(group) and (best is None or len(differing) < len(best)):
            best, matching_face = differing, face
    if best is None or matching_face is None:
        return None
    return [(use, _problem(use, "forms", _locale_of(use, matching_face))) for use in best]


def _locale_of(use: GlyphUse, face: ReferenceFace) -> str:
    shape = use.font.program.shape(use.cid)
    for lang, name in _LOCALES.items():
        if face.shape(use.char, lang) == shape:
            return f"in the {name} form"
    return "not in the form of the zh-Hans face"
