"""Real pages read back: each character from its own face, every face embedded, the same bytes from any folder."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from wicpress.fonts.prepared_faces import PreparedFace, prepare_faces
from wicpress.fonts.stacks import stack

Faces = tuple[PreparedFace, ...]
Page = Callable[[str, Faces], bytes]
Read = Callable[[bytes], dict[str, list[str]]]


def paragraph(text: str, lang: str, role: str = "serif", weight: int = 400, style: str = "normal") -> str:
    """Return a paragraph with the families of its language and role."""
    families = ", ".join(f"'{name}'" for name in stack(lang, role))
    return f'<p lang="{lang}" style="font: {style} {weight} 10pt {families}">{text}</p>'


@pytest.mark.parametrize("role", ["serif", "sans"])
def test_quotes_belong_to_their_language(role: str, prepared: Faces, page: Page, read_fonts: Read) -> None:
    """Chinese quotes, dashes and ellipses come from the Chinese face, English ones from the Latin face."""
    marks = "“”‘’—…"
    fonts_of_page = read_fonts(page(paragraph(f"中{marks}文“ABC”·", "zh-Hans", role), prepared))
    name = role.capitalize()
    assert set(fonts_of_page) == {f"W-{name}-Han", f"W-{name}-Mix"}
    # the dash of Chinese is another glyph, but still this character
    assert set("".join(fonts_of_page[f"W-{name}-Han"])) == {*marks, *"中文·"}
    assert set(fonts_of_page[f"W-{name}-Mix"]) == set("ABC")
    fonts_of_page = read_fonts(page(paragraph(f'An {marks} "it\'s" 中', "en", role), prepared))
    assert set(fonts_of_page) == {f"W-{name}-Han", f"W-{name}"}
    assert set(fonts_of_page[f"W-{name}-Han"]) == {"中"}


def test_every_declared_face_is_embedded_as_truetype(prepared: Faces, page: Page) -> None:
    """All 23 faces: CIDFontType2 with FontFile2, under the name in the style sheet."""
    fonts = [f"font: {face.style} {face.weight} 10pt '{face.family}'" for face in prepared]
    body = "".join(f'<p style="{font}">{"中" if "Han" in font else "A"}</p>' for font in fonts)
    with pikepdf.open(io.BytesIO(page(body, prepared))) as pdf:
        fonts = [font.DescendantFonts[0] for _, font in pdf.pages[0].Resources.Font.items()]
        assert len(fonts) == 23
        assert {str(font.Subtype) for font in fonts} == {"/CIDFontType2"}
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
        families = {str(font.FontDescriptor.FontFamily) for font in fonts}
        assert families == {face.family for face in prepared}


def test_english_keeps_its_hyphens(prepared: Faces, page: Page, read_fonts: Read) -> None:
    """A non-breaking hyphen in an English word comes from the Latin face."""
    assert set(read_fonts(page(paragraph("co\u2011op co\u2010op", "en"), prepared))) == {"W-Serif"}


def test_mix_never_makes_tofu_of_what_han_has(prepared: Faces, page: Page, read_fonts: Read) -> None:
    """Arrows that only the Han face has come from it: the unicode-range of the Latin face has none of them."""
    fonts_of_page = read_fonts(page(paragraph("→⇒⅓αЖ", "zh-Hans"), prepared))
    assert set(fonts_of_page["W-Serif-Han"]) == {"⇒"}
    assert set(fonts_of_page["W-Serif-Mix"]) == set("→⅓αЖ")


def test_letters_keep_their_marks(prepared: Faces, page: Page, read_fonts: Read) -> None:
    """A letter and its combining mark come from one face."""
    assert set(read_fonts(page(paragraph("m̀ é ạ̄", "zh-Hans"), prepared))) == {"W-Serif-Mix"}


def test_chinese_dash_is_two_em_wide(prepared: Faces, page: Page) -> None:
    """—— fills two Han boxes under every tag, also alone: untouched, 1.69 em in any text but zh-Hans."""

    def width(lang: str, text: str) -> float:
        body = f"<p lang={lang} style=\"font: 10pt 'W Serif Han'\">{text}</p>"
        with pikepdf.open(io.BytesIO(page(body, prepared))) as pdf:
            font = next(iter(pdf.pages[0].Resources.Font.values())).DescendantFonts[0]
            return float(max(max(each) for each in font.W if isinstance(each, pikepdf.Array)))

    cases = [(lang, text) for lang in ("zh-Hans", "zh", "zh-Hant", "ja", "en") for text in ("——", "中——文", "A——B")]
    assert {case: width(*case) for case in cases} == dict.fromkeys(cases, 2000)


def test_same_pdf_from_another_cache(tmp_path: Path, prepared: Faces, page: Page) -> None:
    """The folder of the cache changes no byte of the file."""
    body = paragraph("中文“ABC”", "zh-Hans") + paragraph("English", "en", style="italic")
    assert page(body, prepared) == page(body, prepare_faces(folder=tmp_path))
