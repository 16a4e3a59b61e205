"""Strong words in Chinese, seen beside body and emphasis, and the room of a missing translation's ring."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from support import book_files
from wicpress.fonts.coverage import FaceKey, font_stack
from wicpress.fonts.prepared_faces import PreparedFace

SPECIMEN = "两岸有一组关键河和别处一样河水向东流又必须在汛期之前到达互联网发展的网络空间命运共同体"
CHAPTER = """# 河水

# The River

河水**向东**流，*也*向西。

The river **flows** east, *too*.

山石向上长，没有译文。

山石又向下长。

The hill grows down.
"""


def ink(faces: tuple[PreparedFace, ...], role: str, weight: int) -> float:
    """Return how much of its em boxes a specimen fills, from 0 to 1."""
    face = font_stack(FaceKey("zh-Hans", role, weight), faces).setter("河")
    assert face is not None
    image = Image.new("L", (60 * len(SPECIMEN), 90))
    ImageDraw.Draw(image).text((0, 10), SPECIMEN, 255, font=ImageFont.truetype(face.path, 60))
    return sum(value * count for value, count in enumerate(image.histogram())) / (255 * 3600 * len(SPECIMEN))


def test_strong_words_are_darker_than_body_and_emphasis(prepared: tuple[PreparedFace, ...]) -> None:
    """Strong words have half as much ink again as the body, and a fifth more than emphasis."""
    body, emphasis, strong = ink(prepared, "serif", 500), ink(prepared, "sans", 500), ink(prepared, "sans", 700)
    assert strong > 1.5 * body
    assert strong > 1.2 * emphasis
    assert strong > 1.5 * ink(prepared, "sans", 400)  # in a cell of a table


@pytest.mark.engine
def test_on_the_page(tmp_path: Path) -> None:
    """Strong words are in the bold sans; below a ring stands an empty line, as below a pair."""
    root = book_files.write_book(tmp_path / "book", {"01-opening.md": CHAPTER, "line.svg": None})
    result = book_files.run("build", root, "--edition", "bilingual", "--format", "pdf", "--output", tmp_path / "out")
    assert result.code == 0, result.err
    (path,) = (tmp_path / "out").glob("*.pdf")
    with pikepdf.open(path) as document:
        fonts = [font for page in document.pages for _, font in page.Resources.get("/Font", {}).items()]
    assert {"W-Sans-Han-Bold", "W-Sans-Han-Medium"} <= {str(font.BaseFont).split("+")[1] for font in fonts}
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[len(pdf) - 1]
        text = page.get_textpage()
        tops = [
            text.get_charbox(text.search(words).get_next()[0])[1] for words in ("没有译文", "又向下长", "The hill")
        ]
    untranslated, pair, translation = tops
    assert untranslated - pair == pytest.approx(48, abs=1.5)
    assert pair - translation == pytest.approx(16, abs=3)
