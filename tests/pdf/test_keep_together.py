"""Blocks that stay together stand on one page in every layout; those that are too high for one are named."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pymupdf
import pytest

from support.pdf_builds import BuiltPdf, build_single_document
from support.shared import made_once
from wicpress import config as book_config
from wicpress import parsing
from wicpress.config import Config
from wicpress.fonts.prepared_faces import font_face_css, prepare_faces
from wicpress.model import Book, KeepTogether
from wicpress.pdf.print_html import render_html
from wicpress.pdf.result import keep_warnings
from wicpress.proofing.pdf.document import open_pdf
from wicpress.proofing.text.compare_book import compare_pdf

TOML = """
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "不分页", en = "Together" }
identifier = "urn:uuid:0b0c1a5e-7d53-4f0e-9a53-1f7f2b8f9f18"

[[edition]]
name = "bilingual"
layout = "interleaved"

[[edition]]
name = "parallel"
layout = "parallel"
page = "A5"

[[edition]]
name = "en"
layout = "single"
languages = ["en"]
page = "A5"
"""
LINES = "河水向东流过三座桥，桥下有船。\n\nThe river flows east below three bridges, with boats below them.\n\n"
LIST = "- 甲\n\n- A\n\n- 乙\n\n- B\n\n"
TABLE = "| 名 | 数 |\n|---|--:|\n| 船 | 1 |\n\n| Name | No. |\n|---|--:|\n| Boat | 1 |\n\n"
GROUPS = range(6)


def text() -> str:
    """Return a chapter: blocks that stay together begin ever lower on a page, and the last are too high for one."""
    parts = ["# 章\n\n# Chapter\n\n"]
    for nth in GROUPS:
        inside = f"{LINES * 2}{LIST}{TABLE}始{nth}末。\n\nThe end of group {nth}.\n\n"
        parts.append(f"{LINES * (nth + 4)}::: keep\n起{nth}。\n\nGroup {nth} begins.\n\n{inside}:::\n\n")
    parts.append(f"## 节\n\n## Section\n\n::: keep\n起九。\n\nGroup 9 begins.\n\n{LINES * 40}:::\n\n{LINES}")
    return "".join(parts)


@cache
def parsed() -> tuple[Config, Book]:
    """Return the book that is built here."""
    config = book_config.load(made_once("book-of-blocks-together", _write)).value
    assert config is not None
    result = parsing.read(config)
    assert result.diagnostics == ()
    return config, result.value


def _write(root: Path) -> None:
    root.mkdir()
    (root / "book.toml").write_text(TOML, encoding="utf-8")
    (root / "01.md").write_text(text(), encoding="utf-8")


@cache
def built(name: str) -> BuiltPdf:
    """Return an edition."""
    config, book = parsed()
    edition = config.edition(name)
    assert edition is not None
    faces = prepare_faces()
    css = font_face_css(faces, lambda face: f"../fonts/{face.path.name}")
    files = {f"fonts/{face.path.name}": face.path for face in faces}
    return build_single_document(render_html(book, config, edition, css, files), config, edition)


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_they_stand_on_one_page(name: str) -> None:
    """Some of them begin a page that others would have divided; no page but that of a title holds a title alone."""
    with pymupdf.open(stream=built(name).data) as document:
        texts = [" ".join(page.get_text().split()) for page in document]
    for nth in GROUPS:
        assert any(f"Group {nth} begins." in page and f"end of group {nth}." in page for page in texts)
    assert any("Section" in page and "Group 9 begins." in page for page in texts)


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_what_is_too_high_is_named(name: str) -> None:
    config, book = parsed()
    edition = config.edition(name)
    assert edition is not None
    last = [each for each in book.chapters[0].blocks if isinstance(each, KeepTogether)][-1]
    assert built(name).pdf.divided == (last.id,)
    (warning,) = keep_warnings(built(name).pdf, book, edition)
    assert warning.code == "keep_too_high" and warning.span == last.span and name in warning.message


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_verify_reads_them(name: str) -> None:
    config, book = parsed()
    edition = config.edition(name)
    assert edition is not None
    with open_pdf(built(name).data) as document:
        result = compare_pdf(document, config, book, edition, lambda path: (config.root / path).read_bytes())
    assert result.mismatches == ()
