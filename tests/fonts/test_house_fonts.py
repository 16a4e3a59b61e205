"""The faces are those of the house style, cut to measure and declared as they are."""

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

from wicpress.fonts import house_fonts
from wicpress.fonts.font_file import characters
from wicpress.fonts.house_fonts import FAMILIES, PreparedFace, prepare_faces, ranges, unicode_range_css
from wicpress.fonts.sfnt import BrokenFontError

House = tuple[PreparedFace, ...]


def test_families_and_weights(house: House) -> None:
    """Seven families in the weights that the style uses, and no other."""
    assert FAMILIES == ("W Serif Han", "W Sans Han", "W Serif", "W Serif Mix", "W Sans", "W Sans Mix", "W Mono")
    cuts = {(each.family, each.weight, each.style): each.source.path.name for each in house}
    assert len(cuts) == len(house) == 22
    assert cuts["W Serif Mix", 500, "normal"] == "SourceSerif4_400Regular.ttf"
    assert cuts["W Serif Mix", 600, "normal"] == "SourceSerif4_600SemiBold.ttf"
    assert cuts["W Sans Mix", 500, "normal"] == "SourceSans3_500Medium.ttf"
    assert cuts["W Serif", 600, "italic"] == "SourceSerif4_600SemiBold_Italic.ttf"
    assert cuts["W Serif Han", 500, "normal"] == "NotoSerifSC_500Medium.ttf"


def test_every_face_has_its_box(house: House) -> None:
    """0.88 and 0.12 em everywhere, 0.909 and 0.091 for English serif text."""
    for face in house:
        with TTFont(face.path, lazy=True) as font:
            box = (909, -91) if face.family == "W Serif" else (880, -120)
            assert (font["hhea"].ascent, font["hhea"].descent) == box, face.family
            assert "glyf" in font
            assert font["name"].getDebugName(1).startswith("Wic ")
            assert font["name"].getDebugName(1) not in FAMILIES


def test_mix_leaves_quotes_and_dashes_to_han(house: House) -> None:
    """The Latin face inside Chinese never sets “ ” ‘ ’ " ' — … · and claims nothing that it lacks."""
    for face in house:
        if not face.family.endswith("Mix"):
            assert face.unicode_range == ()
            continue
        claimed = {code for first, last in face.unicode_range for code in range(first, last + 1)}
        assert claimed.isdisjoint(map(ord, "“”‘’\"'—…·"))
        assert claimed <= set(characters(face.path))
        assert set(map(ord, "Az09 .,;:!?()éüǎ§±×")) <= claimed


def test_latin_inside_chinese_has_what_han_lacks(house: House) -> None:
    """Whatever either face has is set: ⅓ is in Source Serif alone, ⇒ in Noto alone."""
    mix, han = (next(each for each in house if each.family == name) for name in ("W Serif Mix", "W Serif Han"))
    claimed = {code for first, last in mix.unicode_range for code in range(first, last + 1)}
    assert set(characters(mix.path)) - set(characters(han.path)) <= claimed
    assert ord("⅓") in claimed
    assert ord("⇒") not in claimed


def test_css(house: House) -> None:
    """One rule for each face, with the URL that the caller gives, quoted."""
    css = house_fonts.font_face_css(house[:1], lambda face: 'a"b\\c.ttf')
    assert css == '@font-face { font-family: "W Serif Han"; src: url("a\\"b\\\\c.ttf"); ' + (
        "font-weight: 400; font-style: normal }\n"
    )
    rules = house_fonts.font_face_css(house).splitlines()
    assert len(rules) == len(house)
    assert sum("unicode-range: U+20-21, U+23-26, U+28-7E" in rule for rule in rules) == 6
    assert all(re.search(r'url\("file://[^"]+\.ttf"\)', rule) for rule in rules)


def test_some_families(type_cache: Path, house: House) -> None:
    """Only the families asked for, the same as among all."""
    assert prepare_faces(["W Mono", "W Serif Mix"], folder=type_cache) == tuple(
        face for face in house if face.family in {"W Mono", "W Serif Mix"}
    )


def test_same_bytes_in_another_cache(tmp_path: Path, house: House) -> None:
    """A fresh cache holds the same files under the same names."""
    fresh = prepare_faces(folder=tmp_path)
    assert [(each.path.name, each.sha256) for each in fresh] == [(each.path.name, each.sha256) for each in house]
    for one, other in zip(fresh, house, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()


def test_shared_files(house: House) -> None:
    """Faces of one source and one measure are one file: 22 faces, 19 files."""
    assert len({each.path for each in house}) == len({(each.source, each.family == "W Serif") for each in house})


def test_changed_source_is_refused(tmp_path: Path, house: House) -> None:
    """A file that is no longer what its sum says is not cut."""
    other = tmp_path / "other.ttf"
    other.write_bytes(b"no longer")
    source = attrs.evolve(house[0].source, path=other)
    with pytest.raises(BrokenFontError, match="has changed since it was read"):
        prepare_faces(["W Mono"], {("mono", ""): (source,)}, tmp_path / "cache")


@given(st.sets(st.integers(0, 0x10FFFF), max_size=60) | st.sets(st.integers(0x20, 0x60)))
def test_ranges_are_the_fewest(codes: set[int]) -> None:
    """Ranges hold exactly the code points given, sorted, and no two of them touch."""
    found = ranges(codes)
    assert {code for first, last in found for code in range(first, last + 1)} == codes
    assert all(one[1] + 1 < other[0] for one, other in pairwise(found))


@given(st.sets(st.integers(0, 0x10FFFF), min_size=1, max_size=30))
def test_unicode_range_is_css(codes: set[int]) -> None:
    """What is written is what CSS Fonts 4 reads back."""
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
def test_nearest_face(house: House, cuts: list[tuple[int, bool]], weight: int, italic: bool) -> None:
    """Style comes first, then the nearest weight; of two as near the lighter."""
    sources = [attrs.evolve(house[0].source, weight=w, style="italic" if i else "normal") for w, i in cuts]
    style = "italic" if italic else "normal"
    found = house_fonts.nearest(sources, weight, style)
    rivals = [each for each in sources if each.style == style] or sources
    assert found in rivals
    assert abs(found.weight - weight) == min(abs(each.weight - weight) for each in rivals)


def test_prepared_face_opens_as_a_font(house: House) -> None:
    """A whole face decompiles, so its tables are where the directory says."""
    font = TTFont(io.BytesIO(next(each for each in house if each.family == "W Mono").path.read_bytes()), lazy=False)
    assert len(font["glyf"]["A"].coordinates) > 3
