"""Subsets of a face are small, have all their characters and the new name, and the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import attrs
import pikepdf
import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from wicpress.fonts import bundled_faces
from wicpress.fonts.bundled_faces import catalogue
from wicpress.fonts.custom_fonts import FontChoice, resolve_choices
from wicpress.fonts.gsub_locale import is_language, keep_one_language
from wicpress.fonts.prepared_faces import PreparedFace, prepare_faces
from wicpress.fonts.sfnt import BrokenFontError
from wicpress.fonts.subset import characters_set_by, licence_text, subset

Faces = tuple[PreparedFace, ...]
GB2312 = "".join(
    bytes([row, cell]).decode("gb2312")
    for row in range(0xB0, 0xF8)
    for cell in range(0xA1, 0xFF)
    if not (row == 0xD7 and cell > 0xF9)
)


@pytest.fixture(scope="module")
def han(prepared: Faces) -> PreparedFace:
    """Noto Serif SC Regular, prepared."""
    return next(face for face in prepared if face.family == "W Serif Han")


@pytest.fixture(scope="module")
def latin(prepared: Faces) -> PreparedFace:
    """Source Serif 4 Regular, prepared."""
    return next(face for face in prepared if (face.family, face.weight) == ("W Serif", 400))


def shaped(data: bytes, text: str, lang: str, **features: bool) -> list[tuple[int, int]]:
    """Return the glyphs of a text and their widths."""
    font = hb.Font(hb.Face(hb.Blob(data)))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = lang
    hb.shape(font, buffer, features)
    return [
        (info.codepoint, at.x_advance) for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


@pytest.mark.parametrize(("number", "most"), [(128, 40_000), (3850, 800_000)])
def test_size(number: int, most: int, han: PreparedFace) -> None:
    """128 Han characters are under 40 KB, 3,850 under 0.8 MB, all there and no other."""
    data = subset(han, [GB2312[:number]], lang="zh-Hans")
    assert data[:4] == b"wOF2"
    assert len(data) < most
    assert set(map(chr, TTFont(io.BytesIO(data)).getBestCmap())) == set(GB2312[:number])


def test_outlines_are_those_of_the_face(han: PreparedFace) -> None:
    """Every glyph of a subset has the points that it has in the face."""
    face = TTFont(io.BytesIO(han.path.read_bytes()), lazy=True)
    part = TTFont(io.BytesIO(subset(han, ["永东国酬"])))
    for code, name in part.getBestCmap().items():
        old = face["glyf"][face.getBestCmap()[code]].getCoordinates(face["glyf"])
        new = part["glyf"][name].getCoordinates(part["glyf"])
        assert (list(new[0]), new[1]) == (list(old[0]), old[1])


@pytest.mark.parametrize("flavor", ["woff2", "ttf"])
def test_same_bytes(flavor: str, han: PreparedFace) -> None:
    """The order and the repeats of the text change no byte."""
    assert subset(han, ["中文", "书"], flavor=flavor) == subset(han, ["书文中中"], flavor=flavor)


def test_names_and_licence(prepared: Faces) -> None:
    """No reserved name is visible; copyright and licence are in the font and beside it."""
    reserved = {name for family in bundled_faces.catalogue() for name in family.reserved}
    assert reserved == {"Noto", "Source"}
    for face in prepared:
        names = TTFont(io.BytesIO(subset(face, ["A中"], flavor="ttf")))["name"]
        visible = [str(each) for each in names.names if each.nameID in (1, 3, 4, 6, 16)]
        assert visible and not any(name in text for name in reserved for text in visible)
        assert "SIL Open Font License" in names.getDebugName(13)
        text = licence_text(face)
        assert face.source.copyright in text and "SIL OPEN FONT LICENSE Version 1.1" in text


def test_licence_of_a_custom_font(han: PreparedFace) -> None:
    """The licence of a book's own font is that inside the font."""
    source = attrs.evolve(han.source, licence_path=None, copyright="© Toy", licence="Play with it.")
    assert licence_text(attrs.evolve(han, source=source)) == "© Toy\n\nPlay with it.\n"


def test_figures_kerning_and_ligatures_stay(latin: PreparedFace) -> None:
    """Old-style and tabular figures, kerning and fi are the same in the subset as in the face."""
    complete = latin.path.read_bytes()
    part = subset(latin, ["AV fi 0123456789"], flavor="ttf")
    for text, more in (("AV", {}), ("fi", {}), ("0189", {"onum": True}), ("0189", {"tnum": True}), ("0189", {})):
        one, other = (shaped(data, text, "en", **more) for data in (part, complete))
        assert [width for _, width in one] == [width for _, width in other]
    assert shaped(part, "0", "en") != shaped(part, "0", "en", onum=True)


def test_upright_forms_stay(han: PreparedFace) -> None:
    """Punctuation keeps its form for vertical lines."""
    part = subset(han, ["，。「」（）——"], lang="zh-Hans", flavor="ttf")
    assert shaped(part, "（", "zh-Hans") != shaped(part, "（", "zh-Hans", vert=True)


def test_mix_carries_no_quotes(prepared: Faces) -> None:
    """A face with a unicode-range gives only the characters in it."""
    mix = next(face for face in prepared if face.family == "W Serif Mix")
    assert characters_set_by(mix, ["A“中”—b"]) == {"A", "b"}
    assert set(TTFont(io.BytesIO(subset(mix, ["A“中”—b"]))).getBestCmap()) == {0x41, 0x62}


PAN_CJK = """
languagesystem DFLT dflt; languagesystem hani dflt; languagesystem hani JAN; languagesystem hani ZHT;
feature locl {
  script hani;
  language JAN exclude_dflt; sub u76F4 by u76F4.alt;
  language ZHT exclude_dflt; sub u9AA8 by u9AA8.alt;
} locl;
"""


@pytest.fixture
def pan(make_font: Callable[..., Path], tmp_path: Path) -> PreparedFace:
    """Return a face with other forms of 直 for Japanese and of 骨 for Traditional Chinese, half as wide."""
    make_font("x.ttf", family="Toy", text="直骨A", alternates="直骨", features=PAN_CJK)
    return prepare_faces(
        ["W Serif Han"], resolve_choices([FontChoice("serif-han", "x.ttf")], tmp_path).chosen, tmp_path / "c"
    )[0]


def test_forms_of_one_language(pan: PreparedFace) -> None:
    """In a subset for Japanese, 直 has its Japanese form whatever the language of the text, and 骨 stays."""
    part = subset(pan, ["直骨"], lang="ja", flavor="ttf")
    for lang in ("und", "en", "zh-Hant"):
        assert [width for _, width in shaped(part, "直骨", lang)] == [500, 1000]
    assert TTFont(io.BytesIO(part))["maxp"].numGlyphs == 4


def test_forms_of_every_language(pan: PreparedFace) -> None:
    """In a subset for no language, the language of the text decides, as in the face."""
    part = subset(pan, ["直骨"], flavor="ttf")
    widths = {lang: [width for _, width in shaped(part, "直骨", lang)] for lang in ("zh-Hans", "ja", "zh-Hant")}
    assert widths == {"zh-Hans": [1000, 1000], "ja": [500, 1000], "zh-Hant": [1000, 500]}


@pytest.mark.engine
def test_page_draws_the_forms_of_its_language(pan: PreparedFace, page: Callable[..., bytes]) -> None:
    """On the page ``lang`` chooses the form: three glyphs for two characters in two languages."""
    body = "".join(f"<p lang={lang} style=\"font-family:'W Serif Han'\">直骨</p>" for lang in ("zh-Hans", "ja"))
    pdf = page(body, [pan])
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (font,) = document.pages[0].Resources.Font.values()
        mapped = font.ToUnicode.read_bytes().decode("latin-1")
    assert mapped.count("<76f4>") == 2
    assert mapped.count("<9aa8>") == 1


@pytest.mark.parametrize(
    ("tag", "lang", "same"),
    [
        ("ZHS ", "zh-CN", True),
        ("ZHT ", "zh-HK", True),
        ("JAN ", "zh", False),
        ("TRK ", "tr", True),
        ("TRK ", "en", False),
    ],
)
def test_language_systems(tag: str, lang: str, same: bool) -> None:
    """OpenType tags of languages match BCP 47 tags."""
    assert is_language(tag, lang) is same


@given(st.binary(max_size=60))
def test_noise_in_a_layout_table(noise: bytes) -> None:
    """A broken GSUB is refused, or keeps its length."""
    try:
        assert len(keep_one_language(noise, "ja")) == len(noise)
    except BrokenFontError as error:
        assert str(error)


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=40))
def test_any_text(latin: PreparedFace, text: str) -> None:
    """The subset has exactly the characters of the text that the face has."""
    cmap = TTFont(io.BytesIO(subset(latin, [text], flavor="ttf"))).getBestCmap() or {}
    assert set(map(chr, cmap)) == characters_set_by(latin, [text])


def test_unknown_flavor(han: PreparedFace) -> None:
    """An unknown flavor raises."""
    with pytest.raises(ValueError, match="no flavor 'woff'"):
        subset(han, ["中"], flavor="woff")


def test_every_family_has_a_licence() -> None:
    """Every bundled family has a licence that allows embedding."""
    assert {family.licence for family in catalogue()} == {"OFL-1.1"}
