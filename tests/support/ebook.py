"""A small book with every kind of block, as values of the model; its editions; and EPUBs read back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

from lxml import etree
from PIL import Image

from wicpress import model as m
from wicpress.config import Config, Edition, LocalizedText, Person
from wicpress.diagnostics import Span
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.epub.container import Entry

ZH, EN = "zh-Hans", "en"
SPAN = Span("01.md", 1, 1)
XHTML = "{http://www.w3.org/1999/xhtml}"


def side(tag: str, *words: m.Inline | str, marker: str = "") -> m.Translation:
    """Return a side of plain text and markup."""
    inlines = tuple(m.Text(each) if isinstance(each, str) else each for each in words)
    return m.Translation(tag, inlines, SPAN, marker)


def pair(key: str, zh: str = "", en: str = "") -> m.Paragraph:
    """Return a paragraph in one or both languages."""
    sides = tuple(side(tag, text) for tag, text in ((ZH, zh), (EN, en)) if text)
    return m.Paragraph(key, sides)


def both(zh: str, en: str, marker: str = "") -> tuple[m.Translation, m.Translation]:
    """Return a Chinese and an English side of plain text."""
    return side(ZH, zh, marker=marker), side(EN, en, marker=marker)


def _text_blocks() -> tuple[m.Block, ...]:
    call = m.FootnoteRef("c1-n1")
    rich = m.Paragraph(
        "c1-rich",
        (
            side(
                ZH,
                "强调的词",
                m.Emphasis((m.Text("转为黑体"),)),
                "，",
                m.Strong((m.Text("重的词"),)),
                "，行内代码",
                m.CodeSpan("wicpress build"),
                "，注音",
                m.Ruby("汉字", "hàn zì"),
                "，外文",
                m.ForeignText("fr", (m.Text("mot"),)),
                "，脚注",
                call,
                "，参见",
                m.CrossRef("c1-t1", "number"),
                "和",
                m.CrossRef("c2", "title"),
                "，第",
                m.CrossRef("c2-p2", "page"),
                "页。",
                m.LineBreak(),
                "换行。",
            ),
            side(
                EN,
                "Words ",
                m.Emphasis((m.Text("in italics"),)),
                ", ",
                m.Strong((m.Text("strong words"),)),
                ", code ",
                m.CodeSpan("wicpress build"),
                ", a ",
                m.ForeignText("fr", (m.Text("mot"),)),
                ", a note",
                call,
                ", see ",
                m.CrossRef("c1-t1", "number"),
                " and ",
                m.Link("#c1-fig", (m.Text("the figure"),)),
                " and ",
                m.Link("https://www.w3.org/TR/epub-33/", (m.Text("the standard"),), "EPUB 3.3"),
                ", page ",
                m.CrossRef("c2-p2", "page"),
                ", quoting ",
                m.ForeignText(ZH, (m.Text("乌镇"),)),
                ".",
            ),
        ),
    )
    items = (
        m.ListItem("c1-l1-1", both("第一项。", "The first item.", "1."), value=1),
        m.ListItem("c1-l1-2", both("第二项。", "The second item.", "2."), (pair("c1-l1-2-p", "续段。", "More."),), 2),
        m.ListItem("c1-l1-4", (side(EN, "The fourth, in English only.", marker="4."),), value=4),
    )
    dots = (
        m.ListItem("c1-l2-1", both("圆点项。", "A dotted item.")),
        m.ListItem(
            "c1-l2-2",
            both("有子项。", "With items inside."),
            (m.ListBlock("c1-l3", False, 1, (m.ListItem("c1-l3-1", both("子项。", "A sub-item.")),)),),
        ),
    )
    return (
        pair("c1-p1", "第一段中文，说明一件事。它有第二句。", "The first paragraph in English. It has two."),
        rich,
        pair("c1-en", "", "This paragraph has no Chinese."),
        pair("c1-en2", "", "Nor has this one."),
        pair("c1-zh", "这一段没有英文。", ""),
        m.ListBlock("c1-l1", True, 1, items),
        m.ListBlock("c1-l2", False, 1, dots),
        m.BlockQuote("c1-q", (pair("c1-q1", "学而时习之。", "To learn and to practise."),)),
        m.Verse(
            "c1-v",
            (side(ZH, "床前明月光，", m.LineBreak(), "疑是地上霜。"), side(EN, "Bright", m.LineBreak(), "moon")),
        ),
        m.Admonition("c1-note", "important", (pair("c1-note-p", "当心。", "Take care."),)),
        m.DefinitionList(
            "c1-d",
            (
                m.Definition(
                    "c1-d1", both("对", "Pair"), (pair("c1-d1-p", "两种语言一段。", "Two languages, one passage."),)
                ),
            ),
        ),
        m.CodeBlock("c1-code", "toml", (side(m.SHARED, 'title = "书"  # <name> & more'),)),
        m.ThematicBreak("c1-b", SPAN),
    )


def _apparatus() -> tuple[m.Block, ...]:
    def row(key: str, *cells: tuple[m.Translation, ...]) -> m.Row:
        return m.Row(key, tuple(m.Cell(each) for each in cells), SPAN)

    def shared(text: str) -> tuple[m.Translation, ...]:
        return (side(m.SHARED, text),)

    picture = m.Picture("art/线条.png", ((ZH, "三条线"), (EN, "Three lines")), SPAN, "14em")
    drawing = m.Picture("art/lines.svg", ((ZH, "线"), (EN, "Lines")), SPAN)
    return (
        m.Heading("c1-s2", 2, both("图与表", "Figures and tables"), 2),
        m.Figure("c1-fig", (picture, drawing), both("三条线。", "The three lines."), 1),
        m.Table(
            "c1-t1",
            both("字号", "Sizes"),
            (row("c1-t1-h", both("用处", "Use"), both("字号", "Size")),),
            (
                row("c1-t1-1", both("正文", "Text"), shared("10.00")),
                row("c1-t1-2", both("注", "Notes"), shared("7.75")),
            ),
            ("", ""),
            1,
        ),
        m.Heading("c1-s3", 4, both("第三级", "Third level"), 1),
        pair("c1-last", "末段。", "The last paragraph."),
    )


def make_book() -> m.Book:
    """Return two chapters, the first in a part, with every kind of block and blocks in one language only."""
    note = m.Footnote("c1-n1", "1", (pair("c1-n1-p", "注释的中文。", "The note in English."),), 1)
    first = m.Chapter(
        "c1",
        m.Heading("c1-title", 1, both("两种文字怎样站在一起", "How two scripts stand together", "IV. "), 1),
        (m.Heading("c1-s1", 2, both("开头", "Opening"), 1), *_text_blocks(), *_apparatus()),
        (note,),
        m.Heading("part-1", 1, both("上编", "Part One"), 1),
        ("01.md",),
    )
    second = m.Chapter(
        "c2",
        m.Heading("c2-title", 1, (side(EN, "Looking ahead"),), 2),
        (pair("c2-p1", "展望。", "Ahead."), pair("c2-p2", "第二段。", "The second."), pair("c2-p3", "", "Alone.")),
        (),
        None,
        ("02.md",),
    )
    assets = (
        m.Asset("art/线条.png", "image/png", 64, 32, ""),
        m.Asset("art/lines.svg", "image/svg+xml", 0, 0, ""),
        m.Asset("art/unused.png", "image/png", 1, 1, ""),
    )
    return m.Book((ZH, EN), (first, second), assets)


EDITIONS = (
    Edition("interleaved", (ZH, EN), "interleaved", isbn="978-7-5166-2993-2"),
    Edition("parallel", (ZH, EN), "parallel"),
    Edition("zh", (ZH,), "single"),
    Edition("en", (EN,), "single"),
    Edition("en-first", (EN, ZH), "interleaved"),
)


def words(zh: str, en: str) -> LocalizedText:
    """Return a text in both languages."""
    return LocalizedText(((ZH, zh), (EN, en)))


def make_config(root: Path) -> Config:
    """Return the settings of the book."""
    return Config(
        root=root,
        slug="sample",
        languages=(ZH, EN),
        title=words("两种文字一本书", "Two Scripts, One Book"),
        subtitle=words("样书", "A sample"),
        identifier="urn:uuid:0b6ff2a2-8f5c-4d6c-9a61-6f2b74f7c3a1",
        editions=EDITIONS,
        authors=(Person(words("王小明", "Wang Xiaoming")), Person(words("李华", "Li Hua"), "trl")),
        publisher=words("世界互联网大会", "World Internet Conference"),
        date=dt.date(2016, 11, 18),
        year="2016",
        rights=words("版权所有", "All rights reserved"),
        description=words("一本样书。", "A sample book."),
        series=words("样书丛书", "Samples"),
        volume="3",
        subjects=("typography",),
        spot="song",
    )


def reader(src: str) -> bytes:
    """Return the bytes of a picture of the book."""
    if src.endswith(".svg"):
        head = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
        return head + b'<path d="M0 5h40M8 10h32" stroke="#000"/></svg>'
    out = io.BytesIO()
    Image.new("L", (64, 32), 200).save(out, "PNG")
    return out.getvalue()


def page_map() -> PageMap:
    """Return pages that begin at a title, inside a paragraph, at a row, and in a text in one language only."""
    starts = (
        PageStart("iii", "title-page", ZH, 0),
        PageStart("iv", "imprint", ZH, 0),
        PageStart("v", "contents-head", ZH, 0),
        PageStart("1", "part-1", ZH, 0),
        PageStart("3", "c1", ZH, 0),
        PageStart("4", "c1-p1", ZH, 10),
        PageStart("5", "c1-rich", EN, 30),
        PageStart("6", "c1-l1-2", ZH, 0),
        PageStart("7", "c1-t1-2", ZH, 0),
        PageStart("9", "c2-title", EN, 0),
        PageStart("10", "c2-p2", EN, 3),
    )
    return PageMap("interleaved", "978-7-5166-2993-2", starts)


class Unpacked:
    """An EPUB read back from its bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.zip = zipfile.ZipFile(io.BytesIO(data))

    def names(self) -> list[str]:
        """Return the names of the entries, in order."""
        return self.zip.namelist()

    def text(self, name: str) -> str:
        """Return an entry of ``EPUB/`` as text."""
        return self.zip.read(f"EPUB/{name}").decode()

    def tree(self, name: str) -> etree._Element:
        """Return an entry of ``EPUB/`` as a tree."""
        return etree.fromstring(self.zip.read(f"EPUB/{name}"))

    def pages(self) -> list[str]:
        """Return the names of the XHTML documents."""
        return [name.removeprefix("EPUB/") for name in self.names() if name.endswith(".xhtml")]

    def element(self, page: str, key: str) -> etree._Element:
        """Return the element of a document with an id."""
        elements = self.tree(page).xpath("//*[@id=$key]", key=key)
        assert len(elements) == 1, f"{len(elements)} elements have the id {key} in {page}"
        return elements[0]


def entry(name: str, value: str) -> Entry:
    """Return an entry of the package metadata."""
    return Entry(name, value)
