"""The last page of a chapter never has one short paragraph alone."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from support.pdf_builds import build_single_document
from wicpress import config as book_config
from wicpress import parsing
from wicpress.fonts.prepared_faces import font_face_css, prepare_faces
from wicpress.pdf.print_html import render_html

TOML = """
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "章末", en = "Ends" }
identifier = "urn:uuid:6d2f6c2e-0f0e-4f29-8e53-1f7f2b8f9f12"
openings = "page"

[[edition]]
name = "parallel"
layout = "parallel"
"""
PARAGRAPH = "河水向东流过三座桥。\n\nThe river flows east below three bridges.\n\n"
LAST = "末句。\n\nIts end.\n\n"


def test_a_short_last_paragraph_stands_with_the_one_before(tmp_path: Path) -> None:
    """Of chapters that grow by a paragraph each, one would have its last words alone on a page."""
    (tmp_path / "book.toml").write_text(TOML, encoding="utf-8")
    chapters = (f"# 第{nth}\n\n# Number {nth}\n\n{PARAGRAPH * nth}{LAST}" for nth in range(4, 12))
    (tmp_path / "01.md").write_text("".join(chapters), encoding="utf-8")
    config = book_config.load(tmp_path).value
    assert config is not None
    result = parsing.read(config)
    assert result.diagnostics == ()
    faces = prepare_faces()
    css = font_face_css(faces, lambda face: f"../fonts/{face.path.name}")
    html = render_html(
        result.value, config, config.editions[0], css, {f"fonts/{face.path.name}": face.path for face in faces}
    )
    with pymupdf.open(stream=build_single_document(html, config, config.editions[0]).data) as document:
        ends = [page.get_text() for page in document if "Its end." in page.get_text()]
    assert len(ends) == 8
    assert all("flows east" in text for text in ends)
    assert any("Number" not in text for text in ends)
