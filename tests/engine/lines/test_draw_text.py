"""Painted lines: every program extracts their text as written, glyphs are where they were planned."""

from __future__ import annotations

import html
import logging
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pypdfium2
import pytest
from weasyprint import HTML
from weasyprint.formatting_structure import boxes

from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.line_breaking import LineOptions

HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发动同工也能下过子说产种面而方后多定行"
    "学法所民得经进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外"
)
WORDS = ("WeasyPrint", "API", "dashboard", "GPU", "PDF/UA", "Typst", "don’t", "naïve", "office")
NUMBERS = ("2016", "3.5", "77.5%", "¥500", "10.92")
PAIRS = ("“”", "《》", "（）", "「」", "‘’", "【】")


def paragraph(chance: random.Random) -> str:
    """Return a paragraph of everything that occurs in a Chinese line."""
    parts = []
    for _ in range(chance.randrange(8, 40)):
        kind = chance.random()
        han = "".join(chance.choice(HAN) for _ in range(chance.randrange(2, 9)))
        pair = chance.choice(PAIRS)
        mark = chance.choice("，。、；：！？")
        parts.append(
            han
            if kind < 0.5
            else f"{han}{mark}"
            if kind < 0.65
            else f"{pair[0]}{han}{chance.choice(['', '。', '，'])}{pair[1]}"
            if kind < 0.75
            else chance.choice(("——", "……", "～", "·")) + han
            if kind < 0.8
            else chance.choice(WORDS) + han
            if kind < 0.88
            else chance.choice(NUMBERS) + chance.choice("年月亿章") + han
            if kind < 0.94
            else f"<em>{han}</em>{mark}"
            if kind < 0.97
            else f"<code>{chance.choice(WORDS)}</code>{han}"
        )
    return "".join(parts)


def laid_out_lines(document: Any) -> list[str]:
    """Return the text of every line, in order."""
    texts = []
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.LineBox):
                text = "".join(child.text for child in box.descendants() if isinstance(child, boxes.TextBox))
                texts.append(" ".join(text.split()))
    return [line for line in texts if line]


def by_poppler(path: Path) -> str:
    """Return the text that pdftotext extracts."""
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout


def by_pdfium(path: Path) -> str:
    """Return the text that PDFium extracts."""
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def by_mupdf(path: Path) -> str:
    """Return the text that MuPDF extracts."""
    with pymupdf.open(path) as document:
        return "\n".join(page.get_text(sort=False) for page in document)


def lines_of(text: str) -> list[str]:
    """Return the lines of extracted text, without blank ones."""
    return [" ".join(line.split()) for line in re.split(r"[\r\n\f]+", text) if line.strip()]


@pytest.mark.parametrize("tagged", [False, True])
@pytest.mark.parametrize("width", [140, 340])
def test_every_program_extracts_lines_verbatim(
    page: Callable[..., HTML], tmp_path: Path, tagged: bool, width: int
) -> None:
    """Poppler, PDFium and MuPDF insert, lose and move nothing, in tagged and untagged files."""
    chance = random.Random(width)
    body = "".join(f"<p lang=zh style='width: {width}pt'>{paragraph(chance)}</p>" for _ in range(30))
    path = tmp_path / "lines.pdf"
    with chinese_line_layout():
        document = page(
            f"<title>t</title>{body}", "p { margin-bottom: 8pt } @page { margin: 20pt; size: 400pt 3000pt }"
        ).render()
        document.write_pdf(path, pdf_tags=tagged)
    expected = laid_out_lines(document)
    assert len(expected) > 100
    extractors = [by_pdfium, by_mupdf, *([by_poppler] if shutil.which("pdftotext") else [])]
    for extract in extractors:
        assert lines_of(extract(path)) == expected, extract.__name__


def test_extracted_english(page: Callable[..., HTML], tmp_path: Path) -> None:
    """Ligatures, kerned pairs and accents are extracted as they were written."""
    text = "Office fluff affine “quoted” naïve Ångström AVATAR To Wa’s — a – b"
    path = tmp_path / "english.pdf"
    with chinese_line_layout():
        page(f"<p lang=en>{text}</p>").write_pdf(path)
    for extract in (by_pdfium, by_mupdf):
        assert lines_of(extract(path)) == [text], extract.__name__


def test_glyphs_are_where_they_were_planned(page: Callable[..., HTML], tmp_path: Path) -> None:
    """Over a line the drawn origins differ from the planned ones by less than .02 pt: nothing drifts."""
    text = "汉字，Latin“汉”字、2016 年汉字。" * 3
    path = tmp_path / "drift.pdf"
    with chinese_line_layout():
        document = page(f"<p lang=zh>{text}</p>").render()
        document.write_pdf(path)
    line = next(box for box in document.pages[0]._page_box.descendants() if isinstance(box, boxes.LineBox))
    box = next(child for child in line.descendants() if isinstance(child, boxes.TextBox))
    glyph_run = box.pango_layout.glyph_runs[0]
    planned = [(box.position_x + place) * 0.75 for place in glyph_run.origins[: glyph_run.last - glyph_run.first]]
    with pymupdf.open(path) as pdf:
        spans = pdf[0].get_text("rawdict")["blocks"][0]["lines"][0]["spans"]
    drawn = [character["origin"][0] for span in spans for character in span["chars"]]
    assert len(drawn) == len(planned)
    assert drawn == pytest.approx(planned, abs=0.02)


def test_decorations_and_links(page: Callable[..., HTML], tmp_path: Path) -> None:
    """Underlines and links of placed text are painted."""
    path = tmp_path / "link.pdf"
    with chinese_line_layout():
        page("<p lang=zh>见<a href='https://example.org/'>链接GPU</a>与<u>下划线</u>、<s>删除</s>。</p>").write_pdf(
            path
        )
    with pymupdf.open(path) as pdf:
        assert pdf[0].get_links()[0]["uri"] == "https://example.org/"
        assert len(pdf[0].get_drawings()) >= 3


def test_ellipsis_is_left_to_weasyprint(page: Callable[..., HTML], tmp_path: Path) -> None:
    """`text-overflow: ellipsis` still ends a truncated line with an ellipsis."""
    path = tmp_path / "ellipsis.pdf"
    css = "p { width: 60pt; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }"
    with chinese_line_layout():
        page("<p lang=zh>汉字汉字汉字汉字汉字汉字</p>", css).write_pdf(path)
    with pymupdf.open(path) as pdf:
        characters = [
            c
            for block in pdf[0].get_text("rawdict")["blocks"]
            for line in block["lines"]
            for span in line["spans"]
            for c in span["chars"]
        ]
    assert 4 <= len(characters) < 12
    assert characters[-1]["bbox"][2] <= 60.5


def test_missing_characters_are_reported(
    page: Callable[..., HTML], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A character without a glyph is painted as a box, with WeasyPrint's own warning."""
    with caplog.at_level(logging.WARNING, "weasyprint"), chinese_line_layout():
        page("<p lang=zh>汉\U0010ffff字</p>").write_pdf(tmp_path / "missing.pdf")
    assert any("notdef" in record.message for record in caplog.records)


def test_emphasis_dots(page: Callable[..., HTML], tmp_path: Path) -> None:
    """There is one dot below each Han character and none below marks, letters or digits; no line moves."""
    path = tmp_path / "dots.pdf"
    with chinese_line_layout():
        page("<p lang=zh>前<span style='--text-emphasis: dot'>着重，GPU 2016 号</span>后</p>").write_pdf(path)
    with pymupdf.open(path) as pdf:
        dots = [drawing["rect"] for drawing in pdf[0].get_drawings()]
        origins = {
            c["c"]: c["origin"]
            for b in pdf[0].get_text("rawdict")["blocks"]
            for line in b["lines"]
            for span in line["spans"]
            for c in span["chars"]
        }
    assert [round((dot.x0 + dot.x1) / 2, 1) for dot in dots] == [round(origins[c][0] + 5, 1) for c in "着重号"]
    assert all(dot.y0 > origins["着"][1] for dot in dots)


def test_ruby_is_above_its_base_and_moves_no_line(page: Callable[..., HTML], tmp_path: Path) -> None:
    """A reading is centred above its base, and lines are as high as without it."""
    path = tmp_path / "ruby.pdf"
    body = "<p lang=zh>中文的<ruby>汉字<rt>hàn zì</rt></ruby>拼音，<ruby>爨<rt>zhuàng</rt></ruby>行距不变</p>"
    with chinese_line_layout():
        document = page(body).render()
        document.write_pdf(path)
    heights = [
        box.height * 0.75 for box in document.pages[0]._page_box.descendants() if isinstance(box, boxes.LineBox)
    ]
    assert heights == pytest.approx([16])
    with pymupdf.open(path) as pdf:
        words = {word[4]: word for word in pdf[0].get_text("words")}
        characters = [
            c
            for b in pdf[0].get_text("rawdict")["blocks"]
            for line in b["lines"]
            for span in line["spans"]
            for c in span["chars"]
        ]
    base = next(c for c in characters if c["c"] == "爨")
    reading = words["zhuàng"]
    assert (reading[0] + reading[2]) / 2 == pytest.approx(base["origin"][0] + 5, abs=0.1)
    assert reading[3] < base["bbox"][3]


def test_options_change_the_page(page: Callable[..., HTML], tmp_path: Path) -> None:
    """The gap between Han and Latin is that of the book's options."""
    for em in (0.0, 0.25, 0.5):
        with chinese_line_layout(LineOptions(autospace=em)):
            document = page("<p lang=zh>汉A</p>").render()
        box = next(b for b in document.pages[0]._page_box.descendants() if isinstance(b, boxes.TextBox))
        origins = box.pango_layout.glyph_runs[0].origins
        assert (origins[1] - origins[0]) * 0.75 == pytest.approx(10 + 10 * em, abs=0.01)


def test_the_random_paragraphs_need_no_escapes() -> None:
    """The random paragraphs contain no markup but `em` and `code`."""
    plain = re.sub("</?(em|code)>", "", paragraph(random.Random(1)))
    assert html.escape(plain, quote=False) == plain
