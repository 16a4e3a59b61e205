"""Characters that no declared face can set are found before layout, and no others."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable

import attrs
import pikepdf
import pytest
import uharfbuzz as hb
from hypothesis import given, settings
from hypothesis import strategies as st

from wicpress.fonts import coverage
from wicpress.fonts.coverage import (
    FaceKey,
    TextRun,
    font_stack,
    foreign_forms,
    has_glyph,
    missing,
)
from wicpress.fonts.font_file import characters
from wicpress.fonts.prepared_faces import PreparedFace
from wicpress.fonts.stacks import stack

Faces = tuple[PreparedFace, ...]


def missing_glyphs(text: str, faces: Faces, lang: str = "zh-Hans", role: str = "serif") -> list[tuple[str, str, int]]:
    """Return what the faces cannot set of a text, in short."""
    return [(each.kind, each.char, each.count) for each in missing([TextRun(text, lang, role)], faces)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh-Hans", "“中文”——‘引’……《书名》（ABC）·，。、；：？！①℃→⇒★●□§⅓αЖ１２ｱ㎡"),
        ("zh-Hans", "pīnyīn m̀ é\u3000中\n文\t\xa0a\u200bb\xad"),
        ("en", "“English” — it’s co‐op co\u2011op … €£¥ ½ ≤ −5 °C • → café naïve Łódź Ωλ 中文"),
        ("en", "a\u200db\u2060c\ufeff\u2003d\u2009e\u202ff"),
        ("ja", "かなカナ々〆漢字が"),
    ],
)
@pytest.mark.parametrize("role", ["serif", "sans"])
def test_ordinary_text_is_covered(lang: str, text: str, role: str, prepared: Faces) -> None:
    """Chinese, pinyin, English, signs, spaces and controls need nothing more."""
    assert missing_glyphs(text, prepared, lang, role) == []


def test_missing_characters_are_counted_and_placed(prepared: Faces) -> None:
    """Each character once, with its count, the blocks that have it, and the families that were tried."""
    runs = [
        TextRun("中😀ሴ😀", "zh-Hans", where="b1"),
        TextRun("😀", "zh-Hans", where="b2"),
        TextRun("😀", "en", where="b3"),
    ]
    first, second, third = missing(runs, prepared)
    assert (first.char, first.count, first.places, first.lang) == ("😀", 3, ("b1", "b2"), "zh-Hans")
    assert first.families == ("W Serif Mix", "W Serif Han")
    assert (second.char, second.count) == ("ሴ", 1)
    assert (third.lang, third.places, third.families) == ("en", ("b3",), ("W Serif", "W Serif Han"))


@pytest.mark.parametrize(
    "char", ["\u2028", "\x01", "\x0b", "\x85", "\x7f", "\ufffd", "\ue000", "\u0378", "\ufff9", "\u3164"]
)
def test_characters_that_become_tofu(char: str, prepared: Faces) -> None:
    """Control codes, private use and the like are drawn as boxes: they are reported."""
    assert missing_glyphs(f"中{char}", prepared) == [("glyph", char, 1)]


def test_variation_selectors(prepared: Faces) -> None:
    """A form that the face does not have is reported with its character; text or emoji style is no form."""
    assert missing_glyphs("葛\U000e0100城", prepared) == [("variant", "葛\U000e0100", 1)]
    assert missing_glyphs("©\ufe0e®\ufe0f", prepared) == []


def test_declared_variant_is_found(prepared: Faces) -> None:
    """A form that the face has (cmap format 14) is not reported."""
    han = next(face for face in prepared if face.family == "W Serif Han")
    selector = next(each for each in map(ord, sorted(coverage.VARIANTS)) if coverage.variants(han, each))
    base = sorted(coverage.variants(han, selector))[0]
    assert missing_glyphs(chr(base) + chr(selector), prepared) == []


def test_marks_belong_to_their_letter(prepared: Faces) -> None:
    """A mark that would come from another face than its letter is reported, since it is misplaced."""
    assert missing_glyphs("中\u0301", prepared) == [("mark", "中\u0301", 1)]
    assert missing_glyphs("が", prepared) == []
    assert missing_glyphs("é", prepared) == []


def test_missing_letter_is_reported_once(prepared: Faces) -> None:
    """Where the letter itself is missing its mark is not reported as well."""
    assert missing_glyphs("ሴ\u0301", prepared) == [("glyph", "ሴ", 1)]


def test_weights_are_looked_at_by_themselves(prepared: Faces) -> None:
    """The faces of a run are those nearest its weight and style."""
    families = font_stack(FaceKey("zh-Hans", "serif", 500), prepared).faces
    assert font_stack(FaceKey("zh-Hans", "serif", 500), prepared).setter("A") is families[0]
    assert [(face.family, face.weight) for face in families] == [("W Serif Mix", 500), ("W Serif Han", 500)]
    latin, han = font_stack(FaceKey("en", "serif", 600, "italic"), prepared).faces
    assert (latin.source.path.name, han.weight) == ("SourceSerif4_600SemiBold_Italic.ttf", 600)


@given(st.text(max_size=80), st.sampled_from(["zh-Hans", "en"]), st.sampled_from(["serif", "sans", "mono"]))
def test_every_character_is_covered_or_reported(prepared: Faces, text: str, lang: str, role: str) -> None:
    """For any text: a character that no face of the stack has is reported, with its count, and no other is."""
    faces = font_stack(FaceKey(lang, role), prepared).faces
    not_set = [char for char in text if not any(has_glyph(face, char) for face in faces)]
    expected = {char: text.count(char) for char in not_set if char not in coverage.INVISIBLE}
    counts = {
        each.char: each.count for each in missing([TextRun(text, lang, role)], prepared) if each.kind == "glyph"
    }
    assert counts == expected


@given(st.lists(st.text(max_size=12), max_size=6))
def test_runs_may_be_cut_anywhere_between_letters(prepared: Faces, pieces: list[str]) -> None:
    """The report of many runs is that of the runs joined."""
    runs = [TextRun(piece, "zh-Hans") for piece in pieces]
    plain = [each for each in missing(runs, prepared) if each.kind == "glyph"]
    joined = [each for each in missing([TextRun("".join(pieces), "zh-Hans")], prepared) if each.kind == "glyph"]
    assert {(each.char, each.count) for each in plain} == {(each.char, each.count) for each in joined}


@given(st.characters())
def test_a_face_sets_what_its_file_and_its_range_have(prepared: Faces, char: str) -> None:
    """Looking up a range is the same as spelling it out."""
    for face in prepared:
        spelt = any(first <= ord(char) <= last for first, last in face.unicode_range or ((0, 0x10FFFF),))
        assert has_glyph(face, char) is (spelt and ord(char) in characters(face.path))


LETTERS = st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Po", "Sm", "So", "Sc"], max_codepoint=0x2FFFF)
Read = Callable[[bytes], dict[str, list[str]]]


@pytest.mark.engine
@settings(max_examples=25, deadline=None)
@given(st.text(LETTERS, min_size=1, max_size=30), st.sampled_from(["zh-Hans", "en"]))
def test_the_page_agrees(prepared: Faces, page: Callable[..., bytes], read_fonts: Read, text: str, lang: str) -> None:
    """On a page each character comes from the face that coverage names, or from no prepared face."""
    text = "".join(char for char in text if char not in "<&>" and unicodedata.is_normalized("NFD", char))
    key = FaceKey(lang, "serif")
    families = ", ".join(f"'{name}'" for name in stack(lang, "serif"))
    # a space between, so that no ligature joins two characters
    body = f'<p lang={lang} style="font-family: {families}">{" ".join(text)}</p>'
    faces = tuple(face for face in prepared if face.family in stack(lang, "serif"))
    fonts_of_page = read_fonts(page(body, faces))
    for char in set(text) - coverage.INVISIBLE:
        face = font_stack(key, faces).setter(char)
        set_by = {name for name, chars in fonts_of_page.items() if char in "".join(chars)}
        if face is not None:
            assert set_by == {face.family.replace(" ", "-")}, f"U+{ord(char):04X}"


@pytest.mark.engine
def test_tofu_is_tofu(prepared: Faces, page: Callable[..., bytes]) -> None:
    """On a page a missing character comes from no prepared face, or has a glyph number that none has."""
    han = next(face for face in prepared if face.family == "W Serif Han")
    number = hb.Face(hb.Blob.from_file_path(str(han.path))).glyph_count
    (problem,) = missing([TextRun("中ሴ", "zh-Hans")], (han,))
    assert problem.char == "ሴ"
    body = "<p lang=zh-Hans style=\"font-family: 'W Serif Han'\">中ሴ</p>"
    glyphs = {}
    with pikepdf.open(io.BytesIO(page(body, (han,)))) as pdf:
        for _, font in pdf.pages[0].Resources.Font.items():
            for glyph, text in re.findall(r"<(\w{4})> <(\w{4})>", font.ToUnicode.read_bytes().decode("latin-1")):
                glyphs[chr(int(text, 16))] = (str(font.BaseFont).split("+")[1], int(glyph, 16))
    assert glyphs["中"][0] == "W-Serif-Han" and glyphs["中"][1] < number
    assert glyphs["ሴ"][0] != "W-Serif-Han" or glyphs["ሴ"][1] >= number


def test_forms_of_another_language(prepared: Faces) -> None:
    """Traditional and Japanese text in a Simplified face is reported, Chinese and English text is not."""
    runs = [
        TextRun("直接", "zh-Hant", where="b1"),
        TextRun("かな直", "ja", where="b2"),
        TextRun("直接", "zh-Hans"),
        TextRun("直 word", "en"),
        TextRun("かな", "ja"),
        TextRun("zhíjiē", "zh-Latn"),
    ]
    first, second = foreign_forms(runs, prepared)
    assert (first.lang, first.count, first.places, first.source) == ("zh-Hant", 2, ("b1",), "Noto Serif SC")
    assert (second.lang, second.count, second.places, second.forms) == ("ja", 1, ("b2",), {"zh-Hans"})


def test_forms_that_a_face_draws(prepared: Faces) -> None:
    """A face of the region, one that changes with the language, and one without forms are not reported."""
    for forms, other in (({"ja"}, set()), ({"zh-Hans"}, {"ja"}), (set(), set())):
        source = attrs.evolve(prepared[0].source, forms=frozenset(forms), other_forms=frozenset(other))
        faces = tuple(attrs.evolve(face, source=source) for face in prepared)
        assert foreign_forms([TextRun("直", "ja")], faces) == ()
