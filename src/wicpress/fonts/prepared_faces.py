"""The faces of the style sheets: prepared with one em box and a new name, and declared in CSS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from pathlib import Path
from typing import Final

import attrs

from wicpress.fonts import bundled_faces, font_cache
from wicpress.fonts.font_adjustment import FontAdjustment
from wicpress.fonts.font_file import FontSource, characters
from wicpress.fonts.stacks import ROLES, base_family, han_family, is_han, latin_family, ranked_family

Ranges = tuple[tuple[int, int], ...]
"""Code points, as inclusive first and last; empty means all."""

RECIPE_VERSION: Final = 4
"""Raised whenever the same source and adjustment give other bytes, so that no old entry of the cache is used."""

LATIN_IN_HAN: Final[Ranges] = (
    (0x20, 0x21), (0x23, 0x26), (0x28, 0x7E), (0xA0, 0xB6), (0xB8, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x2012),
    (0x2070, 0x209F), (0x20A0, 0x20CF), (0x2190, 0x21FF),
)  # fmt: skip
"""What the Latin face may set inside Chinese: letters, marks, figures, currency, arrows. Not “ ” ‘ ’ " ' — … ·"""

NEVER_LATIN: Final = frozenset(map(ord, "“”‘’\"'—…·"))
"""What the Han face sets inside Chinese, whatever else the Latin face sets there."""

HAN_BOX: Final = (0.88, 0.12)
"""Ascent and descent of the Han em box, in em: faces with the same metrics share one baseline."""

ENGLISH_BOX: Final = (0.909, 0.091)
"""Ascent and descent of English text, in em: at 9.3 pt its baseline meets that of Han at 10 pt."""

BUNDLED_BY_ROLE: Final[Mapping[str, str]] = {
    "serif-han": "Noto Serif SC",
    "sans-han": "Noto Sans SC",
    "serif": "Source Serif 4",
    "sans": "Source Sans 3",
    "mono": "Source Code Pro",
}
"""The bundled family of each role."""


@attrs.frozen
class DeclaredFace:
    """One face as style sheets name it: ``file_weight`` is the weight of the file that sets ``weight``."""

    family: str
    role: str
    weight: int
    style: str
    file_weight: int
    box: tuple[float, float] = HAN_BOX
    unicode_range: Ranges = ()
    lang: str = ""


@attrs.frozen
class PreparedFace:
    """A face ready for the page: ``path`` is a file in the cache with the Han em box and a name of wicpress.

    ``family``, ``weight`` and ``style`` are those of CSS; ``unicode_range`` has no character that the file has not;
    ``lang`` is set where the family is for one language only. ``source`` is the file that it is made from, ``sha256``
    the digest of the prepared file. Fonts of a list have a family each, by ``rank``.
    """

    path: Path
    family: str
    role: str
    weight: int
    style: str
    unicode_range: Ranges
    sha256: str
    source: FontSource
    lang: str = ""
    rank: int = 0


Chosen = Mapping[tuple[str, str], tuple[FontSource, ...]]
"""The sources that a book names, by role and language (``""`` for all), in the place of the bundled ones."""


def declared_faces(langs: Mapping[str, Collection[str]] | None = None) -> tuple[DeclaredFace, ...]:
    """Return the faces that style sheets name; ``langs`` are the languages with a Han face of their own, by role."""
    faces: list[DeclaredFace] = []

    def add(family: str, role: str, weights: Mapping[int, int], style: str = "normal", **more: object) -> None:
        faces.extend(DeclaredFace(family, role, w, style, of_file, **more) for w, of_file in weights.items())  # type: ignore[arg-type]

    def languages(role: str) -> tuple[str, ...]:
        return ("", *sorted((langs or {}).get(role, ())))

    for name, weights in (("serif", (400, 500, 600)), ("sans", (400, 500, 700))):
        for lang in languages(f"{name}-han"):
            add(han_family(name, lang), f"{name}-han", {w: w for w in weights}, lang=lang)
    for lang in languages("serif"):
        if not is_han(lang):
            family = latin_family("serif", lang, only=bool(lang))
            add(family, "serif", {300: 300, 400: 400, 600: 600}, box=ENGLISH_BOX, lang=lang)
            add(family, "serif", {400: 400, 600: 600}, "italic", box=ENGLISH_BOX, lang=lang)
        if not lang or is_han(lang):
            # Latin at 400 looks as dark as Han at 500
            mix = latin_family("serif", lang or "zh", only=bool(lang))
            add(mix, "serif", {400: 400, 500: 400, 600: 600}, unicode_range=LATIN_IN_HAN, lang=lang)
    for lang in languages("sans"):
        if not is_han(lang):
            family = latin_family("sans", lang, only=bool(lang))
            add(family, "sans", {400: 400, 500: 500, 600: 600}, lang=lang)
            add(family, "sans", {400: 400}, "italic", lang=lang)
        if not lang or is_han(lang):
            mix = latin_family("sans", lang or "zh", only=bool(lang))
            # at 600 its stems are as strong as those of Han at 500, both .116 em
            add(mix, "sans", {400: 400, 500: 600, 600: 600}, unicode_range=LATIN_IN_HAN, lang=lang)
    for lang in languages("mono"):
        add(latin_family("mono", lang, only=bool(lang)), "mono", {400: 400, 600: 600}, lang=lang)
    return tuple(faces)


FAMILIES: Final = tuple(dict.fromkeys(face.family for face in declared_faces()))
"""The seven families that style sheets name."""


def prepare_faces(
    families: Collection[str] | None = None, chosen: Chosen | None = None, folder: Path | None = None
) -> tuple[PreparedFace, ...]:
    """Return the faces of ``families`` (all of them by default), prepared in the cache ``folder``.

    ``chosen`` are the sources that the book names. Raise ``BrokenFontError`` where a source cannot be read or has
    changed, and ``OSError``.
    """
    chosen = chosen or {}
    langs = {role: {lang for each, lang in chosen if each == role and lang} for role in ROLES}
    prepared = [
        _prepare(face, source, folder) for face in declared_faces(langs) for source in sources_of(face, chosen)
    ]
    han: dict[str, set[int]] = {}
    for face in prepared:
        if face.weight == 400 and face.role.endswith("-han") and not face.lang:
            han.setdefault(face.role, set()).update(characters(face.path))
    return tuple(
        attrs.evolve(face, unicode_range=latin_range_in_chinese(face, han[f"{face.role}-han"]))
        if face.unicode_range
        else face
        for face in prepared
        if families is None or base_family(face.family) in families
    )


def sources_of(face: DeclaredFace, chosen: Chosen | None = None) -> tuple[FontSource, ...]:
    """Return the files that a declared face is made from: of each font that the book names the nearest, by rank.

    Where the book names none, it is the bundled one.
    """
    if own := (chosen or {}).get((face.role, face.lang)):
        by_rank = sorted({each.rank for each in own})
        return tuple(
            nearest((each for each in own if each.rank == rank), face.file_weight, face.style) for rank in by_rank
        )
    family = bundled_faces.family(BUNDLED_BY_ROLE[face.role])
    return (bundled(family, family.face(face.file_weight, face.style)),)


def nearest(sources: Iterable[FontSource], weight: int, style: str) -> FontSource:
    """Return the nearest source: in style first, then in weight, and of two as near the lighter."""
    return min(sources, key=lambda each: (each.style != style, abs(each.weight - weight), each.weight))


def bundled(family: bundled_faces.Family, face: bundled_faces.BundledFace) -> FontSource:
    """Return a bundled file as a source, from its entry in the catalogue; the file is not opened."""
    return FontSource(
        path=bundled_faces.BUNDLED / family.folder / face.file,
        sha256=face.sha256,
        name=family.name,
        weight=face.weight,
        style=face.style,
        version=family.version,
        copyright=family.copyright,
        licence=family.licence,
        licence_path=bundled_faces.licence_path(family),
        reserved=family.reserved,
        package=f"{family.package} {family.package_version}",
        forms=frozenset({family.forms} - {""}),
    )


def internal_family_name(role: str, rank: int = 0) -> str:
    """Return the family name inside a prepared file: no reserved name, and none that a style sheet uses."""
    return "Wic " + role.replace("-", " ").title() + (f" {rank + 1}" if rank else "")


def font_face_css(
    faces: Iterable[PreparedFace], url: Callable[[PreparedFace], str] = lambda face: face.path.as_uri()
) -> str:
    """Return the ``@font-face`` rules of ``faces``, one a line; ``url`` returns the address of each file.

    They belong in the document's own ``<style>``: WeasyPrint ignores them in another sheet.
    """
    return "".join(f"{_rule(face, url(face))}\n" for face in faces)


def unicode_range_css(ranges: Ranges) -> str:
    """Return ``ranges`` as CSS writes them: ``U+20-21, U+A0`` (CSS Fonts 4, ``unicode-range``)."""
    return ", ".join(f"U+{first:X}" + (f"-{last:X}" if last > first else "") for first, last in ranges)


def latin_range_in_chinese(face: PreparedFace, han: Set[int]) -> Ranges:
    """Return what a Latin face sets inside Chinese: what it has of its declared range, and all that ``han`` has not.

    The range must have no more characters than the file: WeasyPrint declares to fontconfig that a face has every
    character of its unicode-range, and a character that is not there is tofu, though the next family has it.
    """
    own = characters(face.path)
    declared = {code for first, last in face.unicode_range for code in range(first, last + 1)}
    return ranges(code for code in own if (code in declared or code not in han) and code not in NEVER_LATIN)


def ranges(codes: Iterable[int]) -> Ranges:
    """Return code points as the fewest ranges, in order."""
    merged: list[tuple[int, int]] = []
    for code in sorted(set(codes)):
        if merged and merged[-1][1] == code - 1:
            merged[-1] = (merged[-1][0], code)
        else:
            merged.append((code, code))
    return tuple(merged)


def _prepare(face: DeclaredFace, source: FontSource, folder: Path | None) -> PreparedFace:
    style = f"{source.weight}" + (" Italic" if source.style == "italic" else "")
    # a face that draws the forms of one region only sets the punctuation of that region too, whatever the language of
    # the text: Source Han has a dash two em wide for Simplified Chinese and a Latin one for other languages
    lang = next(iter(source.forms)) if len(source.forms) == 1 and not source.other_forms else ""
    adjustment = FontAdjustment(internal_family_name(face.role, source.rank), style, *face.box, lang)
    key = font_cache.recipe_key(
        {
            "version": RECIPE_VERSION,
            "source": source.sha256,
            "index": source.index,
            "axes": source.axes,
            **attrs.asdict(adjustment),
        }
    )
    file = font_cache.get_or_make(f"{key}.ttf", lambda: source.prepare(adjustment), folder)
    return PreparedFace(
        file.path,
        ranked_family(face.family, source.rank),
        face.role,
        face.weight,
        face.style,
        face.unicode_range,
        file.sha256,
        source,
        face.lang,
        source.rank,
    )


def _rule(face: PreparedFace, url: str) -> str:
    quoted = url.replace("\\", "\\\\").replace('"', '\\"')
    scope = f"; unicode-range: {unicode_range_css(face.unicode_range)}" if face.unicode_range else ""
    return (
        f'@font-face {{ font-family: "{face.family}"; src: url("{quoted}"); font-weight: {face.weight}; '
        f"font-style: {face.style}{scope} }}"
    )
