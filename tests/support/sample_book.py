"""A small book with one of every kind of block, as values of the model, for tests of PDF and EPUB output."""

from __future__ import annotations

from pathlib import Path

from wicpress import model as m
from wicpress.config import Config, parse
from wicpress.diagnostics import Span

SPAN = Span("01-sample.md", 1, 1)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="113.6pt" height="80pt" viewBox="0 0 142 100">'
    '<rect x=".5" y=".5" width="141" height="99" fill="none" stroke="#000"/></svg>'
)
TOML = """
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "2016年样书", en = "A Sample Book 2016" }
subtitle = { zh-Hans = "试排", en = "Set for trial" }
authors = [{ zh-Hans = "某甲", en = "A. Author" }]
publisher = { zh-Hans = "某出版社", en = "Some Press" }
rights = { zh-Hans = "版权所有", en = "All rights reserved" }
identifier = "urn:uuid:00000000-0000-4000-8000-000000000000"
date = 2016-11-18
spot = "dian"
[[edition]]
name = "bilingual"
layout = "interleaved"
[[edition]]
name = "parallel"
layout = "parallel"
[[edition]]
name = "zh"
layout = "single"
languages = ["zh-Hans"]
[[edition]]
name = "en"
layout = "single"
languages = ["en"]
"""
ZH = "两种文字共用一套基线：每行 16 点，每页 34 行。翻过一页，正面与背面的行彼此重合，透过纸也看不见杂乱。"
EN = (
    "Both scripts share one set of baselines: 16 points to the line, 34 lines to the page. Lines on the two sides of "
    "a leaf back each other up, and nothing stray shows through the paper."
)


def side(lang: str, *words: m.Inline | str, marker: str = "") -> m.Translation:
    """Return a side of plain text and markup."""
    return m.Translation(lang, tuple(m.Text(each) if isinstance(each, str) else each for each in words), SPAN, marker)


def both(zh: str, en: str, marker: tuple[str, str] = ("", "")) -> tuple[m.Translation, ...]:
    """Return a Chinese and an English side; an empty one is left out."""
    sides = (side("zh-Hans", zh, marker=marker[0]), side("en", en, marker=marker[1]))
    return tuple(each for each in sides if each.text)


def paragraph(block_id: str, zh: str = ZH, en: str = EN) -> m.Paragraph:
    """Return a paragraph with a side for each text that is not empty."""
    return m.Paragraph(block_id, both(zh, en))


def cell(zh: str, en: str = "") -> m.Cell:
    """Return a cell in two languages, or one shared by both."""
    return m.Cell(both(zh, en) if en else (side(m.SHARED, zh),))


def apparatus() -> tuple[m.Block, ...]:
    """Return one of every kind of block."""
    called = m.Translation("zh-Hans", (m.Text("正文"), m.FootnoteRef("c2-n1"), m.Text("继续。")), SPAN)
    rich = m.Translation(
        "en",
        (
            m.Text("A "),
            m.Emphasis((m.Text("word"),)),
            m.Text(", "),
            m.Strong((m.Text("strong"),)),
            m.Text(", "),
            m.CodeSpan("code"),
            m.Text(", "),
            m.Link("https://example.org/", (m.Text("link"),)),
            m.Text(", "),
            m.CrossRef("c2-t", "number"),
            m.Text(" on page "),
            m.CrossRef("c2-t", "page"),
            m.Text(", "),
            m.ForeignText("fr", (m.Text("mot"),)),
            m.Text("."),
        ),
        SPAN,
    )
    items = (
        m.ListItem("c2-i1", both("先看整页。", "Look at the page.", ("1、", "1.")), (), 1),
        m.ListItem("c2-i2", both("", "Then at the letters.", ("", "2.")), (paragraph("c2-i2p"),), 2),
    )
    rows = tuple(m.Row(f"c2-r{n}", (cell(zh, en), cell(f"{n}.00")), SPAN) for n, zh, en in ((1, "正文", "Text"),))
    return (
        m.Heading("c2-h2", 2, both("字号与行距", "Sizes and leading"), 1),
        m.Paragraph("c2-p", (called, rich)),
        m.Heading("c2-h3", 3, both("校对", "Proofs"), 1),
        m.ListBlock("c2-ol", True, 1, items),
        m.ListBlock("c2-ul", False, 1, (m.ListItem("c2-u1", both("一项", "An item")),)),
        m.Table(
            "c2-t",
            (
                side("zh-Hans", "字号", m.FootnoteRef("c2-n2")),
                side("en", m.Link("https://example.org/", (m.Text("Sizes"),)), m.FootnoteRef("c2-n2")),
            ),
            (m.Row("c2-r0", (cell("用处", "Use"), cell("点")), SPAN),),
            rows,
            ("", ""),
            1,
        ),
        m.Figure(
            "c2-f", (m.Picture("box.svg", (("zh-Hans", "方框"), ("en", "A box")), SPAN),), both("方框。", "A box."), 1
        ),
        m.CodeBlock("c2-c", "toml", (side(m.SHARED, '[book]\nspot = "song"  # 专色'),)),
        m.BlockQuote("c2-q", (paragraph("c2-q1"),)),
        m.Admonition("c2-w", "note", (paragraph("c2-w1"),)),
        m.ThematicBreak("c2-b", SPAN),
        m.Verse(
            "c2-v", (m.Translation("zh-Hans", (m.Text("床前明月光"), m.LineBreak(), m.Text("疑是地上霜")), SPAN),)
        ),
        m.DefinitionList("c2-d", (m.Definition("c2-d1", both("版心", "type area"), (paragraph("c2-d2"),)),)),
        paragraph("c2-last"),
    )


def book() -> m.Book:
    """Return two chapters: one half untranslated, with a numeral of its own, and one with every kind of block."""
    first = m.Chapter(
        "c1",
        m.Heading("c1-title", 1, (side("en", "Cybersecurity has emerged", marker="IV. "),), 1),
        (paragraph("c1-1", zh=""), paragraph("c1-2", zh=""), paragraph("c1-3"), paragraph("c1-4", en="")),
        source_files=("01-first.md",),
    )
    notes = (
        m.Footnote("c2-n1", "1", (m.Paragraph("c2-n1p", both("一条注释。", "A note.")),), 1),
        m.Footnote("c2-n2", "2", (m.Paragraph("c2-n2p", both("表题的注。", "Of a caption.")),), 2),
    )
    second = m.Chapter(
        "c2",
        m.Heading("c2-title", 1, both("一页纸", "The page"), 2),
        apparatus(),
        notes,
        source_files=("02-page.md",),
    )
    return m.Book(("zh-Hans", "en"), (first, second), (m.Asset("box.svg", "image/svg+xml", 142, 100, ""),))


def config(root: Path, extra: str = "") -> Config:
    """Return what ``settings`` does, and write the sample's picture into ``root``."""
    if not (root / "box.svg").exists():  # another process may be reading it
        (root / "box.svg").write_text(SVG, encoding="utf-8")
    return settings(root, extra)


def settings(root: Path, extra: str = "") -> Config:
    """Return the sample's settings, and write nothing; ``extra`` is added to ``[book]``."""
    parsed = parse(TOML.replace("[book]", f"[book]\n{extra}", 1).encode(), root)
    assert parsed.value is not None, parsed.diagnostics
    return parsed.value
