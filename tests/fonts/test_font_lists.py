"""Several fonts for a role, tried in order, and fonts for one language: what each sets, on pages and in e-books."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from support import book_files
from wicpress.build import book_fonts, check
from wicpress.fonts.coverage import FaceKey, TextRun, font_stack, missing
from wicpress.fonts.custom_fonts import FontChoice, resolve_choices
from wicpress.fonts.prepared_faces import PreparedFace, prepare_faces
from wicpress.fonts.subset import subset

MakeFont = Callable[..., Path]
RARE, EMOJI = "\U00020bb7", "\U0001f600"
FONTS = """
[fonts]
serif-han = { default = ["fonts/Rare.ttf"], zh-Hant = "fonts/TC.ttf" }
sans-han = ["Noto Sans SC", "fonts/Rare.ttf"]
serif = ["Source Serif 4", "fonts/Emoji.ttf"]
"""
CHAPTER = f"""# 字{RARE}

# Signs

他叫{RARE}野，笑{EMOJI}，*{RARE}*也**{RARE}**。

A smile {EMOJI}\ufe0f, 🈶 ㊗\ufe0f, and [發]{{lang=zh-Hant}}.

两人{EMOJI}\u200d{EMOJI}，肤色{EMOJI}\U000e0067\U000e007f，字样{EMOJI}\ufe0e。

Two {EMOJI}\u200d{EMOJI}, a flag {EMOJI}\U000e0067\U000e007f, text {EMOJI}\ufe0e.
"""


@pytest.fixture
def book(make_font: MakeFont, tmp_path: Path) -> Path:
    """Return a book with a font for a rare character, one for an emoji, and one for words in traditional Chinese."""
    root = book_files.write_book(tmp_path, {"book.toml": book_files.TOML + FONTS, "02-signs.md": CHAPTER})
    make_font("fonts/Rare.ttf", text=RARE, family="Rare")
    make_font("fonts/Emoji.ttf", text=EMOJI, family="Emoji")
    make_font("fonts/TC.ttf", text="發", family="Toy Ming TC")
    return root


def setters(faces: tuple[PreparedFace, ...], lang: str, role: str, text: str) -> dict[str, str]:
    """Return the name of the font that sets each character of a text."""
    stack = font_stack(FaceKey(lang, role), faces)
    found = {char: stack.setter(char) for char in text}
    return {char: face.source.name for char, face in found.items() if face}


def test_fonts_are_tried_in_order(book: Path) -> None:
    """A font of the list sets what those before it have not; the bundled family stands last."""
    config = check.load(book).value
    assert config is not None
    fonts = book_fonts.prepare(config)
    assert fonts.diagnostics == ()
    serif, sans = ({"中": f"Noto {name} SC", RARE: "Rare"} for name in ("Serif", "Sans"))
    assert setters(fonts.faces, "zh-Hans", "serif", f"中{RARE}{EMOJI}a") == {
        **serif,
        EMOJI: "Emoji",
        "a": "Source Serif 4",
    }
    assert setters(fonts.faces, "zh-Hans", "sans", f"中{RARE}") == sans
    assert setters(fonts.faces, "en", "serif", f"a{EMOJI}中") == {
        "a": "Source Serif 4",
        EMOJI: "Emoji",
        "中": "Noto Serif SC",
    }
    assert setters(fonts.faces, "zh-Hant", "serif", "發中")["發"] == "Toy Ming TC"
    assert setters(fonts.faces, "zh-Hans", "serif", "發")["發"] == "Noto Serif SC"
    assert check.read_and_check(config).diagnostics == ()


@pytest.fixture
def variant_font(make_font: MakeFont, tmp_path: Path) -> Path:
    """Return a book's folder with a font that has one character in a second form, for a variation selector."""
    font = TTFont(make_font("plain.ttf", text="葛", alternates="葛"))
    table = font["cmap"].tables[0]
    variants = type(table).newSubtable(14)
    variants.platformID, variants.platEncID, variants.language, variants.cmap = 0, 5, 0xFF, {}
    variants.uvsDict = {0xE0100: [(ord("葛"), "u845B.alt")]}
    font["cmap"].tables.insert(0, variants)
    font.save(tmp_path / "IVS.ttf")
    return tmp_path


@pytest.mark.parametrize(
    ("names", "kinds"),
    [(("Noto Serif SC",), ["variant"]), (("Noto Serif SC", "IVS.ttf"), []), (("IVS.ttf", "Noto Serif SC"), [])],
)
def test_a_form_of_a_character(variant_font: Path, names: tuple[str, str], kinds: list[str]) -> None:
    """Coverage is told by face: a variant is missing where no font of the list has it."""
    choices = [FontChoice("serif-han", name, "", rank) for rank, name in enumerate(names)]
    faces = prepare_faces(None, resolve_choices(choices, variant_font).chosen, variant_font / "cache")
    assert [each.kind for each in missing([TextRun("葛\U000e0100城", "zh-Hans")], faces)] == kinds


@pytest.mark.engine
def test_a_form_comes_from_the_font_that_has_it(variant_font: Path) -> None:
    """In both languages and formats, and the character itself from the first font of the list."""
    fonts = '[fonts]\nserif-han = ["Noto Serif SC", "IVS.ttf"]\n'
    chapter = "# 字\n\n# Signs\n\n葛\U000e0100城和葛城。\n\nThe name 葛\U000e0100, and 葛.\n"
    root = book_files.write_book(variant_font, {"book.toml": f"{book_files.TOML}\n{fonts}", "02-signs.md": chapter})
    result = book_files.run("build", root, "--edition", "bilingual", "--output", root / "out")
    assert result.code == 0, result.err
    (pdf,), (epub,) = (root / "out").glob("*.pdf"), (root / "out").glob("*.epub")
    with pikepdf.open(pdf) as document:
        names = {str(each.BaseFont)[8:] for each in document.objects if isinstance(each, pikepdf.Dictionary)
                 and each.get("/Subtype") == "/Type0"}  # fmt: skip
    assert {"W-Serif-Han-Medium", "W-Serif-Han-2-Medium"} <= names
    with zipfile.ZipFile(epub) as unpacked:
        fonts_of_book = [TTFont(io.BytesIO(unpacked.read(n))) for n in unpacked.namelist() if n.endswith(".woff2")]
    assert [font.getGlyphOrder() for font in fonts_of_book if any(t.format == 14 for t in font["cmap"].tables)]
    for path in (pdf, epub):
        verified = book_files.run("verify", path, "--book", root, "--no-judges")
        assert verified.code == 0, verified.out


def test_a_subset_keeps_forms_of_characters(variant_font: Path) -> None:
    """The font of an e-book has the second form of a character where its text asks for it, and only there."""
    chosen = resolve_choices([FontChoice("serif-han", "IVS.ttf")], variant_font).chosen
    face, *_ = prepare_faces(["W Serif Han"], chosen, variant_font / "cache")
    for text, kept in (("葛\U000e0100城", True), ("葛城", False)):
        font = TTFont(io.BytesIO(subset(face, text)))
        assert [table.uvsDict.keys() for table in font["cmap"].tables if table.format == 14] == [{0xE0100}] * kept


def test_a_single_font_stands_alone(make_font: MakeFont, tmp_path: Path) -> None:
    """Where a role has one font and no list, what it has not is missing."""
    toml = f'{book_files.TOML}\n[fonts]\nserif-han = "fonts/Rare.ttf"\n'
    root = book_files.write_book(tmp_path, {"book.toml": toml, "02-signs.md": CHAPTER})
    make_font("fonts/Rare.ttf", text=RARE)
    config = check.load(root).value
    assert config is not None
    assert "missing_glyph" in {each.code for each in check.read_and_check(config).diagnostics}


def test_rules_by_language_only_where_the_book_asks(book: Path, tmp_path: Path) -> None:
    """Pages get families by language and by list; a book that names one font for a role gets none."""
    config, plain = check.load(book).value, check.load(book_files.write_book(tmp_path / "plain")).value
    assert config is not None and plain is not None
    css = book_fonts.prepare(config).css()
    assert (
        '[lang="zh-Hant"] { --serif-han: "W Serif Mix", "W Serif Mix 2", "W Serif Han zh-Hant", "W Serif Han"' in css
    )
    assert '[lang="zh-TW"]' in css and ":root, [lang] {" in css
    assert "[lang" not in book_fonts.prepare(plain).css()


def test_emoji_come_from_the_fonts_of_the_book(book: Path, tmp_path: Path) -> None:
    """Pango's family of emoji is a font of the book, or a bundled one where the book has none with emoji."""
    config, plain = check.load(book).value, check.load(book_files.write_book(tmp_path / "plain")).value
    assert config is not None and plain is not None
    (own,) = book_fonts.emoji_face(book_fonts.prepare(config).faces)
    (bundled,) = book_fonts.emoji_face(book_fonts.prepare(plain).faces)
    assert (own.family, own.source.name) == ("emoji", "Emoji")
    assert (bundled.family, bundled.source.name[:4]) == ("emoji", "Noto")


@pytest.mark.engine
def test_pages_and_e_books(book: Path) -> None:
    """PDF and EPUB set each character from the same font, the report names it, and both files are sound."""
    result = book_files.run("build", book, "--edition", "bilingual", "--report", book / "report.json")
    assert result.code == 0, result.err
    assert f"“{RARE}” set from Rare (serif, zh-Hans)" in result.out
    (report,) = json.loads((book / "report.json").read_text(encoding="utf-8"))
    for output in report["outputs"]:
        rows = {(each["font"], each["role"], each["lang"]): each["characters"] for each in output["set_by"]}
        assert rows["Rare", "serif", "zh-Hans"] == rows["Rare", "sans", "zh-Hans"] == RARE
        assert rows["Emoji", "serif", "en"] == rows["Emoji", "serif", "zh-Hans"] == EMOJI
        assert rows["Toy Ming TC", "serif", "zh-Hant"] == "發"
    pdf, epub = sorted((Path(output["path"]) for output in report["outputs"]), key=lambda path: path.suffix != ".pdf")
    with pikepdf.open(pdf) as document:
        names = {
            str(font.BaseFont).split("+")[1]
            for page in document.pages
            for _, font in page.Resources.get("/Font", pikepdf.Dictionary()).items()
        }
    assert {"emoji", "W-Sans-Han-2-Medium", "W-Serif-Han-zh-Hant-Medium"} <= names
    assert all(name == "emoji" or name.startswith("W-") for name in names)
    with zipfile.ZipFile(epub) as unpacked:
        fonts = [TTFont(io.BytesIO(unpacked.read(each))) for each in unpacked.namelist() if each.endswith(".woff2")]
    assert {RARE, EMOJI, "發"} <= {chr(code) for font in fonts for code in font.getBestCmap()}
    for path in (pdf, epub):
        verified = book_files.run("verify", path, "--book", book)
        assert verified.code == 0, verified.out
