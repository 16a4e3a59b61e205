"""Prepared faces, toy fonts, and pages that are read back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint
from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.varLib import build as build_variable

from wicpress.fonts.prepared_faces import PreparedFace, font_face_css, prepare_faces

MakeFont = Callable[..., Path]
Glyphs = dict[str, list[str]]


@pytest.fixture(scope="session")
def font_cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache that all tests of a session share."""
    return tmp_path_factory.mktemp("type")


@pytest.fixture(scope="session")
def prepared(font_cache_folder: Path) -> tuple[PreparedFace, ...]:
    """Return the prepared faces of the style sheets."""
    return prepare_faces(folder=font_cache_folder)


@pytest.fixture(scope="session")
def read_fonts() -> Callable[[bytes], Glyphs]:
    """Return a function that reads from a PDF the characters of each font, by the name of the font."""

    def read(pdf: bytes) -> Glyphs:
        found: Glyphs = {}
        with pikepdf.open(io.BytesIO(pdf)) as document:
            for page in document.pages:
                for _, font in page.Resources.get("/Font", pikepdf.Dictionary()).items():
                    mapped = re.findall(
                        r"<([0-9a-f]{4})> <([0-9a-f]+)>", font.ToUnicode.read_bytes().decode("latin-1")
                    )
                    chars = [bytes.fromhex(text).decode("utf-16-be") for _, text in mapped[1:]]
                    found.setdefault(str(font.BaseFont).split("+")[1], []).extend(chars)
        return found

    return read


@pytest.fixture(scope="session")
def page() -> Callable[[str, Iterable[PreparedFace]], bytes]:
    """Return a function that makes a PDF of a piece of HTML with faces."""

    def set_page(body: str, faces: Iterable[PreparedFace]) -> bytes:
        html = f"<html lang=en><title>x</title><style>{font_face_css(faces)}</style><body>{body}"
        return bytes(weasyprint.HTML(string=html).write_pdf())

    return set_page


def _square(pen: Any, size: int) -> Any:
    pen.moveTo((50, 0))
    pen.lineTo((50, size))
    pen.lineTo((size, size))
    pen.lineTo((size, 0))
    pen.closePath()
    return pen


def toy(
    text: str = "AB直骨",
    *,
    family: str = "Toy",
    weight: int = 400,
    italic: bool = False,
    cff: bool = False,
    bits: int = 0,
    size: int = 600,
    features: str = "",
    alternates: str = "",
) -> TTFont:
    """Return a font with a square for each character of ``text``; ``alternates`` get a second, half as wide."""
    cmap = {ord(char): f"u{ord(char):04X}" for char in text}
    names = [".notdef", *dict.fromkeys(cmap.values()), *(f"u{ord(char):04X}.alt" for char in alternates)]
    widths = {name: (500 if name.endswith(".alt") else 1000, 50) for name in names}
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(cmap)
    if cff:
        strings = {name: _square(T2CharStringPen(widths[name][0], None), size).getCharString() for name in names}
        builder.setupCFF(family.replace(" ", ""), {}, strings, {})
    else:
        builder.setupGlyf({name: _square(TTGlyphPen(None), size).glyph() for name in names})
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=1151, descent=-286)
    style = f"{weight}{' Italic' if italic else ''}"
    builder.setupNameTable(
        {
            "familyName": family,
            "styleName": style,
            "uniqueFontIdentifier": f"{family} {style}",
            "fullName": f"{family} {style}",
            "version": "Version 1.5",
            "psName": f"{family.replace(' ', '')}-{style.replace(' ', '')}",
            "copyright": "Copyright 2016 The Toy Foundry",
            "licenseDescription": "Play with it.",
        }
    )
    builder.setupOS2(usWeightClass=weight, fsType=bits, fsSelection=1 if italic else 0x40, achVendID="TOYS")
    builder.setupPost()
    builder.font["head"].macStyle = 2 if italic else 0
    if features:
        builder.addOpenTypeFeatures(features)
    builder.font["head"].created = builder.font["head"].modified = 3_500_000_000
    font: TTFont = builder.font
    font.recalcTimestamp = False
    return font


@pytest.fixture
def make_font(tmp_path: Path) -> MakeFont:
    """Return a function that writes a toy font: a collection of ``faces``, or one with a weight axis."""

    def make(name: str, *, faces: int = 1, variable: bool = False, **more: Any) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if variable:
            _variable(**more).save(path)
        elif faces > 1:
            collection = TTCollection()
            collection.fonts = [toy(**{**more, "weight": 300 + 200 * number}) for number in range(faces)]
            collection.save(path, shareTables=False)
        else:
            toy(**more).save(path)
        return path

    return make


def _variable(**more: Any) -> TTFont:
    """Return a variable font whose squares grow from 400 to 800 units between the weights 300 and 700."""
    space = DesignSpaceDocument()
    space.addAxis(AxisDescriptor(tag="wght", name="Weight", minimum=300, default=300, maximum=700))
    for weight, size in ((300, 400), (700, 800)):
        font = toy(**{**more, "weight": weight, "size": size})
        space.addSource(SourceDescriptor(font=font, location={"Weight": weight}, name=str(weight)))
    font, _, _ = build_variable(space)
    font["head"].modified = 3_500_000_000
    font.recalcTimestamp = False
    return font


@pytest.fixture
def fontconfig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder whose fonts are installed."""
    folder = tmp_path / "installed"
    folder.mkdir()
    config = tmp_path / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig><dir>{folder}</dir>'
        f"<cachedir>{tmp_path / 'fontconfig'}</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    return folder
