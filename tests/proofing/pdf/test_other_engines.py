"""Files of other engines measure as what they are known to do, and damaged ones end in a value."""

from __future__ import annotations

import io
import random
from functools import cache
from html import escape
from typing import Any

import pikepdf
import pytest
import typst
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st

from support.mixed_text import paragraphs
from support.pdf_page import FACE
from support.tagged_pdf import sample_bytes
from wicpress.proofing.lines.measure import measure
from wicpress.proofing.lines.report import LanguageReport, LineProblem, Report
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.standards import Validation, validate

TEXTS = paragraphs(40)
STYLE = f"""@font-face{{font-family:T;src:url({FACE.as_uri()})}}@page{{size:150mm 210mm;margin:20mm 30mm}}
body{{font:10pt/17pt T;text-align:justify;margin:0}}p{{margin:0;text-indent:2em}}"""


def html(body: str, style: str = "", **how: Any) -> bytes:
    """Return a PDF by WeasyPrint alone."""
    head = f"<html lang=zh-Hans><title>T</title><style>{STYLE}{style}</style>"
    pdf: bytes = weasyprint.HTML(string=head + body).write_pdf(**how)
    return pdf


@cache
def by_weasyprint(variant: str | None = None) -> bytes:
    """Return the mixed paragraphs in a column of 90 mm, by WeasyPrint alone."""
    return html("".join(f"<p>{escape(text)}" for text in TEXTS), pdf_variant=variant)


@cache
def by_typst() -> bytes:
    """Return the same by Typst."""
    head = (
        "#set page(width:150mm,height:210mm,margin:(x:30mm,y:20mm))\n"
        '#set text(font:"Noto Serif SC",size:10pt,lang:"zh",region:"cn")\n'
        "#set par(justify:true,first-line-indent:(amount:2em,all:true),leading:.7em,spacing:.7em)\n"
    )
    body = "\n\n".join("".join("\\" + c if c in "\\#*_`$<>@=[]~-+/" else c for c in text) for text in TEXTS)
    compiler: Any = typst
    pdf: bytes = compiler.compile((head + body).encode(), font_paths=[str(FACE.parent)], ignore_system_fonts=True)
    return pdf


def chinese(data: bytes) -> LanguageReport:
    """Return the measurements of the Chinese text of a file."""
    report = measure(data)
    assert isinstance(report, Report)
    return report.typography["zh-Hans"]


def problems(report: LanguageReport, kind: str) -> tuple[LineProblem, ...]:
    """Return the problems of one kind."""
    return report.problems.get(kind, ())


@pytest.mark.parametrize("variant", [None, "pdf/ua-1"], ids=["untagged", "tagged"])
def test_weasyprint_alone(variant: str | None) -> None:
    """WeasyPrint leaves most lines ragged, sets no autospace, squeezes nothing and tears a few lines."""
    language_report = chinese(by_weasyprint(variant))
    figures = language_report.figures
    assert len(TEXTS) <= figures.paragraphs <= len(TEXTS) + 2  # a page may end with a full stop
    assert figures.flush_half_share is not None and 0.08 < figures.flush_half_share < 0.3
    assert figures.autospace == pytest.approx(0, abs=0.01)
    assert figures.squeezed_advance == pytest.approx(1, abs=0.01)
    assert len(problems(language_report, "autospace")) == figures.mixed_gaps
    assert len(problems(language_report, "squeeze")) == figures.squeezes
    assert (
        problems(language_report, "parted")
        and problems(language_report, "loose")
        and problems(language_report, "lone_last")
    )


def test_typst() -> None:
    """Typst sets nearly all lines flush, with autospace and squeezing, and parts numbers and dashes."""
    language_report = chinese(by_typst())
    figures = language_report.figures
    assert figures.flush_share is not None and figures.flush_share > 0.95
    assert figures.autospace == pytest.approx(0.23, abs=0.05)
    assert figures.squeezed_advance == pytest.approx(0.5, abs=0.01)
    assert not problems(language_report, "squeeze") and not problems(language_report, "autospace")
    assert problems(language_report, "parted") and problems(language_report, "forbidden")


def test_tagged_and_untagged_are_the_same() -> None:
    """Geometry alone and the structure tree give the same paragraphs and the same problems."""
    one, other = chinese(by_weasyprint()), chinese(by_weasyprint("pdf/ua-1"))
    assert abs(one.figures.full_lines - other.figures.full_lines) <= 2
    for kind in ("parted", "squeeze", "autospace", "uneven"):
        assert [each.text for each in problems(one, kind)] == [each.text for each in problems(other, kind)]


def test_english_beside_chinese() -> None:
    """Ragged English is not off the edge; justified English is checked, and its loose lines are reported."""
    words = "A book begins with a page, and a page with a line that is long enough to be broken more than once. "
    ragged = html(f"<p lang=en style='text-align:left;text-indent:0'>{words * 4}", pdf_variant="pdf/ua-1")
    justified = html(f"<p lang=en style='text-indent:0'>{words * 4}", pdf_variant="pdf/ua-1")
    for data, checked_lines in ((ragged, 0), (justified, 7)):
        report = measure(data)
        assert isinstance(report, Report)
        english = report.typography["en"]
        assert (english.figures.full_lines > 0) is (checked_lines > 0)
        assert not problems(english, "off_edge")


def test_verse_is_not_justified() -> None:
    """Lines that end where their author ended them are not off the edge."""
    verse = "床前明月光，<br>疑是地上霜。<br>举头望明月，<br>低头思故乡。"
    data = html(
        "".join(f"<p>{escape(text)}" for text in TEXTS[:3]) + f"<p style='text-indent:0'>{verse}",
        pdf_variant="pdf/ua-1",
    )
    assert not [each for each in problems(chinese(data), "off_edge") if each.text in verse]


def test_contents_and_cells_are_not_paragraphs() -> None:
    """A page number at the end of a line of contents is no last line; a short cell is none either."""
    rows = "".join(f"<tr><td>{text}<td style='text-align:right'>{n}" for n, text in ((1, "一"), (12, "行的规矩")))
    figures = chinese(html(f"<table style='width:100%'>{rows}</table>", pdf_variant="pdf/ua-1"))
    assert not problems(figures, "lone_last")


def test_wide_white_is_intended() -> None:
    """White of an em space, or before the text of a label, is no autospace out of bounds."""
    body = "<p>第一章　Wuzhen在这里<p><b style='margin-right:1em'>表1</b>正文与辅文"
    details = [each.detail for each in problems(chinese(html(body, pdf_variant="pdf/ua-1")), "autospace")]
    assert details and all("too narrow" in detail for detail in details)


_BASE = io.BytesIO()
with pikepdf.open(io.BytesIO(sample_bytes())) as _pdf:
    _pdf.save(_BASE, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_damaged_tagged_file(seed: int) -> None:
    """A tagged file with its dictionaries spoiled is measured and validated as far as it goes, or refused."""
    chance = random.Random(seed)
    data = bytearray(_BASE.getvalue())
    start = data.rindex(b"endstream") if chance.random() < 0.5 else 0
    for _ in range(chance.randint(1, 40)):
        data[chance.randrange(start, len(data))] = chance.choice(b"0123456789 /<>[]()abcRnull\x00\xff")
    assert isinstance(measure(bytes(data)), Report | Unreadable)
    assert isinstance(validate(bytes(data)), Validation | Unreadable)
