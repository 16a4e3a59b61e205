"""The faces are those that style sheets name, with their metrics, and are declared as they are."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import attrs
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from wicpress.fonts import prepared_faces
from wicpress.fonts.font_file import characters
from wicpress.fonts.prepared_faces import FAMILIES, PreparedFace, prepare_faces, ranges, unicode_range_css
from wicpress.fonts.sfnt import BrokenFontError

Faces = tuple[PreparedFace, ...]


def test_families_and_weights(prepared: Faces) -> None:
    """Seven families in the weights that style sheets use, and no other."""
    assert FAMILIES == ("W Serif Han", "W Sans Han", "W Serif", "W Serif Mix", "W Sans", "W Sans Mix", "W Mono")
    cuts = {(each.family, each.weight, each.style): each.source.path.name for each in prepared}
    assert len(cuts) == len(prepared) == 23
    assert cuts["W Serif Mix", 500, "normal"] == "SourceSerif4_400Regular.ttf"
    assert cuts["W Serif Mix", 600, "normal"] == "SourceSerif4_600SemiBold.ttf"
    assert cuts["W Sans Mix", 500, "normal"] == "SourceSans3_600SemiBold.ttf"
    assert cuts["W Serif", 600, "italic"] == "SourceSerif4_600SemiBold_Italic.ttf"
    assert cuts["W Serif Han", 500, "normal"] == "NotoSerifSC_500Medium.ttf"


def test_every_face_has_its_box(prepared: Faces) -> None:
    """0.88 and 0.12 em everywhere, 0.909 and 0.091 for English serif text."""
    for face in prepared:
        with TTFont(face.path, lazy=True) as font:
            box = (909, -91) if face.family == "W Serif" else (880, -120)
            assert (font["hhea"].ascent, font["hhea"].descent) == box, face.family
            assert "glyf" in font
            assert font["name"].getDebugName(1).startswith("Wic ")
            assert font["name"].getDebugName(1) not in FAMILIES


def test_mix_leaves_quotes_and_dashes_to_han(prepared: Faces) -> None:
    """The Latin face inside Chinese never sets “ ” ‘ ’ " ' — … · and has every character of its range."""
    for face in prepared:
        if not face.family.endswith("Mix"):
            assert face.unicode_range == ()
            continue
        claimed = {code for first, last in face.unicode_range for code in range(first, last + 1)}
        assert claimed.isdisjoint(map(ord, "“”‘’\"'—…·"))
        assert claimed <= set(characters(face.path))
        assert set(map(ord, "Az09 .,;:!?()éüǎ§±×")) <= claimed


def test_latin_inside_chinese_has_glyphs_missing_in_han(prepared: Faces) -> None:
    """Whatever either face has is set: ⅓ is only in Source Serif, ⇒ only in Noto."""
    mix, han = (next(each for each in prepared if each.family == name) for name in ("W Serif Mix", "W Serif Han"))
    claimed = {code for first, last in mix.unicode_range for code in range(first, last + 1)}
    assert set(characters(mix.path)) - set(characters(han.path)) <= claimed
    assert ord("⅓") in claimed
    assert ord("⇒") not in claimed


def test_css(prepared: Faces) -> None:
    """One rule for each face, with the URL from the caller, quoted."""
    css = prepared_faces.font_face_css(prepared[:1], lambda face: 'a"b\\c.ttf')
    assert css == '@font-face { font-family: "W Serif Han"; src: url("a\\"b\\\\c.ttf"); ' + (
        "font-weight: 400; font-style: normal }\n"
    )
    rules = prepared_faces.font_face_css(prepared).splitlines()
    assert len(rules) == len(prepared)
    assert sum("unicode-range: U+20-21, U+23-26, U+28-7E" in rule for rule in rules) == 6
    assert all(re.search(r'url\("file://[^"]+\.ttf"\)', rule) for rule in rules)


def test_some_families(font_cache_folder: Path, prepared: Faces) -> None:
    """Only the named families are prepared, equal to those among all."""
    assert prepare_faces(["W Mono", "W Serif Mix"], folder=font_cache_folder) == tuple(
        face for face in prepared if face.family in {"W Mono", "W Serif Mix"}
    )


def test_same_bytes_in_another_cache(tmp_path: Path, prepared: Faces) -> None:
    """A new cache has the same files under the same names."""
    fresh = prepare_faces(folder=tmp_path)
    assert [(each.path.name, each.sha256) for each in fresh] == [(each.path.name, each.sha256) for each in prepared]
    for one, other in zip(fresh, prepared, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()


def test_shared_files(prepared: Faces) -> None:
    """Faces with the same source and metrics are one file: 23 faces, 20 files."""
    sources = {(each.source, each.family == "W Serif") for each in prepared}
    assert len({each.path for each in prepared}) == len(sources)


def test_changed_source_is_refused(tmp_path: Path, prepared: Faces) -> None:
    """A file whose SHA-256 has changed is not prepared."""
    other = tmp_path / "other.ttf"
    other.write_bytes(b"no longer")
    source = attrs.evolve(prepared[0].source, path=other)
    with pytest.raises(BrokenFontError, match="has changed since it was read"):
        prepare_faces(["W Mono"], {("mono", ""): (source,)}, tmp_path / "cache")


@given(st.sets(st.integers(0, 0x10FFFF), max_size=60) | st.sets(st.integers(0x20, 0x60)))
def test_ranges_are_the_fewest(codes: set[int]) -> None:
    """Ranges have exactly the given code points, sorted, and no two of them touch."""
    spans = ranges(codes)
    assert {code for first, last in spans for code in range(first, last + 1)} == codes
    assert all(one[1] + 1 < other[0] for one, other in pairwise(spans))


@given(st.sets(st.integers(0, 0x10FFFF), min_size=1, max_size=30))
def test_unicode_range_is_css(codes: set[int]) -> None:
    """The text of a range is read back as CSS Fonts 4 defines."""
    read = []
    for part in unicode_range_css(ranges(codes)).split(", "):
        match = re.fullmatch(r"U\+([0-9A-F]{1,6})(?:-([0-9A-F]{1,6}))?", part)
        assert match is not None
        read.append((int(match[1], 16), int(match[2] or match[1], 16)))
    assert tuple(read) == ranges(codes)


@given(
    st.lists(st.tuples(st.integers(1, 1000), st.booleans()), min_size=1, max_size=9),
    st.integers(1, 1000),
    st.booleans(),
)
def test_nearest_face(prepared: Faces, cuts: list[tuple[int, bool]], weight: int, italic: bool) -> None:
    """Style comes first, then the nearest weight; of two as near the lighter."""
    sources = [attrs.evolve(prepared[0].source, weight=w, style="italic" if i else "normal") for w, i in cuts]
    style = "italic" if italic else "normal"
    nearest_face = prepared_faces.nearest(sources, weight, style)
    rivals = [each for each in sources if each.style == style] or sources
    assert nearest_face in rivals
    assert abs(nearest_face.weight - weight) == min(abs(each.weight - weight) for each in rivals)


def test_prepared_face_opens_as_a_font(prepared: Faces) -> None:
    """Every table of a prepared face can be decompiled by fontTools."""
    mono = next(each for each in prepared if each.family == "W Mono")
    font = TTFont(io.BytesIO(mono.path.read_bytes()), lazy=False)
    assert len(font["glyf"]["A"].coordinates) > 3
