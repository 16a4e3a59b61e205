"""The report names the fonts that set each text, and their licences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from wicpress.fonts.coverage import INVISIBLE, TextRun
from wicpress.fonts.custom_fonts import FontChoice, resolve_choices
from wicpress.fonts.prepared_faces import PreparedFace, prepare_faces
from wicpress.fonts.report import report

Faces = tuple[PreparedFace, ...]

RUNS = [
    TextRun("中文“ABC”，中。", "zh-Hans", where="b1"),
    TextRun("An “English” 中 😀", "en", where="b2"),
    TextRun("直", "ja", where="b3"),
    TextRun("图", "zh-Hans", "sans", 500, where="b4"),
]


def test_uses(prepared: Faces) -> None:
    """By language, role and face: the different characters and how many there are."""
    uses = {(use.lang, use.role, use.family): (use.characters, use.count) for use in report(RUNS, prepared).uses}
    assert uses == {
        ("en", "serif", "W Serif"): ("AEghilns“”", 11),
        ("en", "serif", "W Serif Han"): ("中", 1),
        ("ja", "serif", "W Serif Han"): ("直", 1),
        ("zh-Hans", "sans", "W Sans Han"): ("图", 1),
        ("zh-Hans", "serif", "W Serif Mix"): ("ABC", 3),
        ("zh-Hans", "serif", "W Serif Han"): ("“”。中文，", 7),
    }


def test_files_and_licences(prepared: Faces) -> None:
    """Every file once, with its digest, version and licence; those that set text are marked."""
    font_report = report(RUNS, prepared)
    assert len(font_report.files) == 17
    assert {each.source.path.name for each in font_report.files if each.used} == {
        "NotoSerifSC_400Regular.ttf",
        "NotoSansSC_500Medium.ttf",
        "SourceSerif4_400Regular.ttf",
    }
    assert all(each.bundled and len(each.source.sha256) == 64 for each in font_report.files)
    assert ("Noto Serif SC", "2.003-H1", "OFL-1.1") in font_report.licences
    assert len(font_report.licences) == 3
    regular = next(each for each in font_report.files if each.source.path.name == "SourceSerif4_400Regular.ttf")
    assert regular.families == (
        ("W Serif", 400, "normal"),
        ("W Serif Mix", 400, "normal"),
        ("W Serif Mix", 500, "normal"),
    )
    assert regular.substitutes == (("W Serif Mix", 500, "normal"),)


def test_problems(prepared: Faces) -> None:
    """Missing characters and Han text in the forms of another region are reported."""
    font_report = report(RUNS, prepared)
    assert [(each.char, each.places) for each in font_report.missing] == [("😀", ("b2",))]
    assert [(each.lang, each.places) for each in font_report.foreign] == [("ja", ("b3",))]


def test_a_books_own_face(make_font: Callable[..., Path], tmp_path: Path) -> None:
    """The file of a book is named, with the faces for which it stands in and its warnings."""
    make_font("fonts/Mine.otf", text="ABC", cff=True, weight=500)
    selection = resolve_choices([FontChoice("mono", "fonts/Mine.otf")], tmp_path)
    faces = prepare_faces(["W Mono"], selection.chosen, tmp_path / "cache")
    font_report = report([TextRun("ABCD", "en", "mono")], faces, selection.problems)
    (file,) = font_report.files
    assert (file.source.name, file.bundled, file.used) == ("Toy", False, True)
    assert file.substitutes == (("W Mono", 400, "normal"), ("W Mono", 600, "normal"))
    assert [each.char for each in font_report.missing] == ["D"]
    assert [each.code for each in font_report.problems] == ["cff_outlines"]


@given(st.lists(st.builds(TextRun, st.text(max_size=30), st.sampled_from(["zh-Hans", "en"])), max_size=6))
def test_every_character_is_accounted_for(prepared: Faces, runs: list[TextRun]) -> None:
    """Every character is set by a font or missing."""
    font_report = report(runs, prepared)
    visible = sum(1 for run in runs for char in run.text if char not in INVISIBLE)
    lacking = sum(each.count for each in font_report.missing if each.kind == "glyph")
    assert sum(use.count for use in font_report.uses) + lacking == visible
