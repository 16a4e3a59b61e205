"""The fonts that a book names have their role, or are refused with a reason."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

from wicpress.fonts.custom_fonts import FontChoice, Selection, is_path, resolve_choices
from wicpress.fonts.prepared_faces import prepare_faces

MakeFont = Callable[..., Path]


def choose(value: str, book: Path, role: str = "serif-han", lang: str = "") -> Selection:
    """Return the sources of one choice."""
    return resolve_choices([FontChoice(role, value, lang)], book)


def test_file_of_the_book(make_font: MakeFont, tmp_path: Path) -> None:
    """A file sets every weight of its role, in both families of a Latin role."""
    make_font("fonts/Mine.ttf", text="ABC")
    selection = choose("fonts/Mine.ttf", tmp_path, "serif")
    assert selection.problems == ()
    faces = prepare_faces(["W Serif", "W Serif Mix"], selection.chosen, tmp_path / "cache")
    assert {face.source.path.name for face in faces} == {"Mine.ttf"}
    assert len(faces) == 8
    font = TTFont(io.BytesIO(faces[0].path.read_bytes()))
    assert (font["hhea"].ascent, font["hhea"].descent) == (909, -91)
    assert font["name"].getDebugName(1) == "Wic Serif 400"
    mix = next(face for face in faces if face.family == "W Serif Mix")
    assert mix.unicode_range == ((0x41, 0x43),)


def test_several_files_map_to_the_nearest_weight(make_font: MakeFont, tmp_path: Path) -> None:
    """A folder, or files with commas between: each declared weight has the nearest."""
    make_font("fonts/Light.ttf", weight=300)
    make_font("fonts/Bold.ttf", weight=700)
    make_font("fonts/read.me.txt")
    for value in ("fonts", "fonts/", "fonts/Light.ttf, fonts/Bold.ttf"):
        selection = choose(value if value != "fonts" else "./fonts", tmp_path)
        assert selection.problems == ()
        faces = prepare_faces(["W Serif Han"], selection.chosen, tmp_path / "cache")
        assert [(face.weight, face.source.path.name) for face in faces] == [
            (400, "Light.ttf"),
            (500, "Light.ttf"),
            (600, "Bold.ttf"),
        ]


def test_collection_is_split(make_font: MakeFont, tmp_path: Path) -> None:
    """Each face of a collection is one weight; the prepared files are single fonts."""
    make_font("All.ttc", faces=3)
    faces = prepare_faces(["W Serif Han"], choose("All.ttc", tmp_path).chosen, tmp_path / "cache")
    assert [(face.weight, face.source.weight, face.source.index) for face in faces] == [
        (400, 300, 0),
        (500, 500, 1),
        (600, 500, 1),
    ]
    assert all(face.path.read_bytes()[:4] == b"\0\1\0\0" for face in faces)


@pytest.mark.parametrize("cff", [False, True])
def test_variable_font_is_fixed_at_each_weight(cff: bool, make_font: MakeFont, tmp_path: Path) -> None:
    """The squares of the toy grow with weight: 400 units at 300, 800 at 700. PDF knows no CFF2."""
    make_font("Variable.ttf", variable=True, cff=cff)
    selection = choose("Variable.ttf", tmp_path)
    assert [problem.code for problem in selection.problems] == (["cff_outlines"] if cff else [])
    faces = prepare_faces(["W Serif Han"], selection.chosen, tmp_path / "cache")
    grown = {}
    for face in faces:
        data = face.path.read_bytes()
        font = TTFont(io.BytesIO(data))
        assert not {"fvar", "gvar", "CFF2", "HVAR"} & set(font.keys())
        assert font["OS/2"].usWeightClass == face.weight
        extents = hb.Font(hb.Face(hb.Blob(data))).get_glyph_extents(font.getGlyphID(font.getBestCmap()[0x76F4]))
        grown[face.weight] = extents.x_bearing + extents.width
    assert grown == {400: 500, 500: 600, 600: 700}


def test_postscript_outlines_are_taken_with_a_warning(make_font: MakeFont, tmp_path: Path) -> None:
    """CFF outlines, which some readers show blank, are one warning and are not refused."""
    make_font("Mine.otf", cff=True)
    selection = choose("Mine.otf", tmp_path)
    assert [(problem.code, problem.warning) for problem in selection.problems] == [("cff_outlines", True)]
    (face, *_) = prepare_faces(["W Serif Han"], selection.chosen, tmp_path / "cache")
    assert face.path.read_bytes()[:4] == b"OTTO"


@pytest.mark.parametrize(
    ("bits", "word"),
    [(0x2, "restricted licence"), (0x100, "no subsetting"), (0x108, "no subsetting"), (0x200, "bitmap")],
)
def test_embedding_that_is_forbidden(bits: int, word: str, make_font: MakeFont, tmp_path: Path) -> None:
    """A font that its maker does not allow to be embedded is refused, and the bundled family has its role."""
    make_font("Mine.ttf", bits=bits)
    selection = choose("Mine.ttf", tmp_path)
    assert selection.chosen == {}
    (problem,) = selection.problems
    assert problem.code == "font_not_embeddable" and not problem.warning
    assert word in problem.message


@pytest.mark.parametrize(
    ("bits", "codes"), [(0, []), (8, []), (4, ["preview_and_print_font"]), (6, ["preview_and_print_font"])]
)
def test_embedding_that_is_allowed(bits: int, codes: list[str], make_font: MakeFont, tmp_path: Path) -> None:
    """Of several bits the most generous holds; viewing and printing only is a warning."""
    make_font("Mine.ttf", bits=bits)
    selection = choose("Mine.ttf", tmp_path)
    assert selection.chosen
    assert [problem.code for problem in selection.problems if problem.warning] == codes


def test_outside_the_book(make_font: MakeFont, tmp_path: Path) -> None:
    """A font outside the book is not opened, by .., an absolute path or a link."""
    outside = make_font("outside/Mine.ttf")
    book = tmp_path / "book"
    (book / "fonts").mkdir(parents=True)
    (book / "fonts" / "Link.ttf").symlink_to(outside)
    (book / "linked").symlink_to(outside.parent)
    for value in ("../outside/Mine.ttf", str(outside), "fonts/Link.ttf", "linked/Mine.ttf", "linked/", "fonts/"):
        (problem,) = choose(value, book).problems
        assert problem.code == "font_outside_book", value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("fonts/None.ttf", "font_not_found"),
        ("empty/", "font_not_found"),
        ("noise.ttf", "font_unreadable"),
        ("nothing.otf", "font_unreadable"),
        ("torn.ttf", "font_unreadable"),
        ("many.ttc", "font_unreadable"),
        (" , ", "font_not_found"),
        ("a\0b.ttf", "font_not_found"),
        ("x" * 5000 + ".ttf", "font_not_found"),
    ],
)
def test_what_is_no_font(value: str, code: str, make_font: MakeFont, tmp_path: Path) -> None:
    """Every bad file is a problem with a hint, never a traceback."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "noise.ttf").write_bytes(b"\0\1\0\0 not a font at all")
    (tmp_path / "nothing.otf").write_bytes(b"")
    (tmp_path / "torn.ttf").write_bytes(make_font("whole.ttf").read_bytes()[:700])
    (tmp_path / "many.ttc").write_bytes(b"ttcf\0\1\0\0\xff\xff\xff\xff")
    (problem,) = choose(value, tmp_path).problems
    assert (problem.code, problem.warning) == (code, False)
    assert problem.message and problem.help


def test_installed_family(make_font: MakeFont, fontconfig: Path, tmp_path: Path) -> None:
    """An installed family by its exact name, every weight and style of it that fontconfig knows."""
    for weight, italic in ((400, False), (700, False), (400, True)):
        path = make_font("x.ttf", family="Toy Song SC", weight=weight, italic=italic, text="AB直")
        path.rename(fontconfig / f"{weight}{italic}.ttf")
    selection = choose("toy song sc", tmp_path)
    assert selection.problems == ()
    sources = selection.chosen["serif-han", ""]
    assert {(each.weight, each.style) for each in sources} == {(400, "normal"), (700, "normal"), (400, "italic")}
    assert {each.forms for each in sources} == {frozenset({"zh-Hans"})}


def test_family_that_is_nearly_right_is_refused(make_font: MakeFont, fontconfig: Path, tmp_path: Path) -> None:
    """A family that is not installed is refused with the most similar name; fontconfig would substitute another."""
    make_font("x.ttf", family="Toy Song SC").rename(fontconfig / "x.ttf")
    (problem,) = choose("Toy Song TC", tmp_path).problems
    assert (problem.code, problem.help) == ("unknown_font_family", "is Toy Song SC meant?")
    (problem,) = choose("Helvetica", tmp_path).problems
    assert problem.message == "no font family Helvetica is installed"


def test_condensed_faces_stay_out(make_font: MakeFont, fontconfig: Path, tmp_path: Path) -> None:
    """Of a family in several widths the normal one is used."""
    for width in (3, 5):
        font = TTFont(io.BytesIO(make_font(f"{width}.ttf", family="Toy").read_bytes()))
        font["OS/2"].usWidthClass = width
        font.save(fontconfig / f"{width}.ttf")
    (source,) = choose("Toy", tmp_path).chosen["serif-han", ""]
    assert source.path.name == "5.ttf"


def test_without_fontconfig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without fc-list the problem names the package; a file of the book does not need it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (problem,) = choose("Toy", tmp_path).problems
    assert problem.code == "no_fontconfig"
    assert "install fontconfig" in problem.help


def test_face_for_one_language(make_font: MakeFont, tmp_path: Path) -> None:
    """A choice for Japanese only is a family of its own and changes no other."""
    make_font("Mincho.ttf", family="Toy JP")
    faces = prepare_faces(None, choose("Mincho.ttf", tmp_path, lang="ja").chosen, tmp_path / "cache")
    named: dict[str, set[Any]] = {}
    for face in faces:
        named.setdefault(face.family, set()).add(face.source.path.name)
    assert named["W Serif Han ja"] == {"Mincho.ttf"}
    assert "Mincho.ttf" not in named["W Serif Han"]
    assert {face.lang for face in faces} == {"", "ja"}


@pytest.mark.parametrize(
    ("value", "path"),
    [("fonts/A.ttf", True), ("A.OTF", True), ("fonts/", True), ("a\\b.ttc", True), ("Noto Serif SC", False)],
)
def test_paths_and_families(value: str, path: bool) -> None:
    """A value with a slash or the suffix of a font is a path."""
    assert is_path(value) is path


@pytest.mark.parametrize("blank", [True, False])
def test_fonts_that_draw_in_colour_alone(make_font: MakeFont, tmp_path: Path, blank: bool) -> None:
    """A font whose characters are layers of colour without outlines is refused; the help names one with outlines."""
    font = TTFont(make_font("plain.ttf", text="\U0001f600\U0001f601"))
    if blank:
        for name in font.getBestCmap().values():
            font["glyf"][name] = Glyph()
    font["COLR"], font["COLR"].version, font["COLR"].ColorLayers = newTable("COLR"), 0, {}
    font.save(tmp_path / "Colour.ttf")
    problems = resolve_choices([FontChoice("serif", "Colour.ttf")], tmp_path).problems
    assert [(each.code, "Noto Emoji" in each.help) for each in problems] == [("font_unreadable", True)] * blank
