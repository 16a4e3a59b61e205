"""The bundled fonts are the published files, with their licences."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont

from wicpress.fonts import bundled_faces
from wicpress.fonts.bundled_faces import BUNDLED, Family

FAMILIES = bundled_faces.catalogue()


def test_every_digest_is_right() -> None:
    """The SHA-256 in ``fonts.toml`` is that of the file, for every face and licence."""
    assert bundled_faces.verify_bundle() == ()
    assert {
        name: bundled_faces.sha256(BUNDLED / name) for name in bundled_faces.expected_digests()
    } == bundled_faces.expected_digests()


def test_nothing_else_is_bundled() -> None:
    """Every file in the folder is declared, so that every file has a licence."""
    there = {path.relative_to(BUNDLED).as_posix() for path in BUNDLED.rglob("*") if path.is_file()}
    assert there == {*bundled_faces.expected_digests(), "fonts.toml"}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_licence_is_there(family: Family) -> None:
    """The complete Open Font License is beside each family."""
    text = bundled_faces.licence_path(family).read_text(encoding="utf-8")
    assert family.licence == "OFL-1.1"
    for part in ("SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007", "PERMISSION & CONDITIONS", "TERMINATION"):
        assert part in text
    assert text.startswith("Copyright")


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_files_match_the_catalogue(family: Family) -> None:
    """Weight, style, copyright and version are those in the file, which is static TrueType, free to embed."""
    for face in family.faces:
        path = BUNDLED / family.folder / face.file
        assert path.stat().st_size == face.size
        with TTFont(path, lazy=True) as font:
            assert font["OS/2"].usWeightClass == face.weight
            assert bool(font["OS/2"].fsSelection & 1) is (face.style == "italic")
            assert font["OS/2"].fsType == 0
            assert "glyf" in font and "fvar" not in font
            assert font["name"].getDebugName(0) == family.copyright
            assert font["name"].getDebugName(5).startswith(f"Version {family.version}")


def test_reserved_names_cover_the_names_in_the_files() -> None:
    """A reserved font name that a copyright line claims is in the catalogue (OFL 1.1, clause 3)."""
    for family in FAMILIES:
        text = bundled_faces.licence_path(family).read_text(encoding="utf-8") + family.copyright
        for name in re.findall(r"Reserved Font Name ['‘](.+?)['’]", text):
            assert name in family.reserved


def test_unknown_face_is_a_key_error() -> None:
    """A weight that is not bundled raises."""
    with pytest.raises(KeyError, match="Noto Serif SC 900"):
        bundled_faces.family("Noto Serif SC").face(900, "normal")
