"""Font files are read for their face, and for the region whose Han forms they draw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wicpress.fonts import bundled_faces, font_file
from wicpress.fonts.sfnt import BrokenFontError

MakeFont = Callable[..., Path]

JAPANESE = """
languagesystem DFLT dflt; languagesystem hani dflt; languagesystem hani JAN;
feature locl { script hani; language JAN exclude_dflt; sub u76F4 by u76F4.alt; } locl;
"""


def test_bundled_faces_draw_simplified_forms_only() -> None:
    """The published Noto SC files draw only the Han forms of mainland China, not Traditional or Japanese ones."""
    for name in ("Noto Serif SC", "Noto Sans SC"):
        family = bundled_faces.family(name)
        (opened,) = font_file.open_faces(bundled_faces.BUNDLED / family.folder / family.faces[0].file)
        assert opened.source.forms == {"zh-Hans"} == {family.forms}
        assert opened.source.other_forms == frozenset()


@pytest.mark.parametrize(
    ("family", "forms"),
    [
        ("Toy Song SC", {"zh-Hans"}),
        ("Toy Serif TC Medium", {"zh-Hant"}),
        ("Toy HK", {"zh-HK"}),
        ("Toy Mincho JP", {"ja"}),
        ("Toy Batang KR", {"ko"}),
        ("Toy Song", set()),
    ],
)
def test_forms_by_name(family: str, forms: set[str], make_font: MakeFont) -> None:
    """The big foundries name the region in the name; a face that does not has no forms."""
    (opened,) = font_file.open_faces(make_font("x.ttf", family=family))
    assert opened.source.forms == forms


def test_forms_by_language_system(make_font: MakeFont) -> None:
    """A face whose glyphs change with the language of the text draws the forms of that language too."""
    path = make_font("x.ttf", family="Toy SC", alternates="直", features=JAPANESE)
    (opened,) = font_file.open_faces(path)
    assert (opened.source.forms, opened.source.other_forms) == ({"zh-Hans"}, {"ja"})


def test_latin_face_has_no_forms(make_font: MakeFont) -> None:
    """A face without Han has no forms, whatever its name."""
    (opened,) = font_file.open_faces(make_font("x.ttf", family="Toy SC", text="ABC"))
    assert opened.source.forms == frozenset()


def test_variable_axis(make_font: MakeFont) -> None:
    """The range of the weight axis; a static face has none."""
    (opened,) = font_file.open_faces(make_font("v.ttf", variable=True))
    assert opened.weights == (300, 700)
    (opened,) = font_file.open_faces(make_font("s.ttf", weight=500, italic=True))
    assert (opened.weights, opened.source.weight, opened.source.style) == (None, 500, "italic")
    assert (opened.source.version, opened.source.copyright) == ("1.5", "Copyright 2016 The Toy Foundry")


def test_too_large(make_font: MakeFont, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file larger than any font is not read into memory."""
    monkeypatch.setattr(font_file, "MAX_BYTES", 100)
    with pytest.raises(BrokenFontError, match="larger than"):
        font_file.open_faces(make_font("x.ttf"))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_fonts_are_opened_or_refused(make_font: MakeFont, data: st.DataObject) -> None:
    """A font with changed bytes gives a face or a message, nothing else."""
    path = make_font("x.ttf", family="Toy SC", alternates="直", features=JAPANESE)
    whole = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=12)):
        whole[at] = data.draw(st.integers(0, 255))
    path.write_bytes(whole)
    try:
        assert font_file.open_faces(path)
    except BrokenFontError as error:
        assert str(error)
