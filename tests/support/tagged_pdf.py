"""A small bilingual PDF written without wicpress that conforms to PDF/UA-1 and PDF/A-2a, for tests that break it."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import attrs
import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageCms

from support.pdf_page import embed

HEIGHT = 400.0
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">乌镇</rdf:li>
<rdf:li xml:lang="en">Wuzhen</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>甲</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>2016-11-18T08:00:00+08:00</xmp:CreateDate><pdf:Producer>wicpress</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


@attrs.define
class Sample:
    """An open copy of the PDF; ``by_role`` has its structure elements by type, in reading order."""

    pdf: pikepdf.Pdf
    by_role: dict[str, list[Any]]

    def to_bytes(self) -> bytes:
        """Return the PDF as bytes."""
        buffer = io.BytesIO()
        self.pdf.save(buffer, deterministic_id=True, compress_streams=False, fix_metadata_version=False)
        return buffer.getvalue()

    def content(self, page: int = 0) -> bytes:
        """Return the content stream of a page."""
        return self.pdf.pages[page].obj.Contents.read_bytes()

    def rewrite(self, old: bytes, new: bytes, page: int = 0) -> None:
        """Replace bytes that the content of a page has exactly once."""
        content = self.content(page)
        assert content.count(old) == 1, content
        self.pdf.pages[page].obj.Contents = self.pdf.make_stream(content.replace(old, new))


@attrs.define
class _Builder:
    pdf: pikepdf.Pdf
    font: Any
    gids: dict[str, int]
    pages: list[Any] = attrs.field(factory=list)
    content: list[list[str]] = attrs.field(factory=list)
    rows: list[list[Any]] = attrs.field(factory=list)
    by_role: dict[str, list[Any]] = attrs.field(factory=dict)
    y: float = 0.0

    def page(self) -> None:
        page = self.pdf.add_blank_page(page_size=(300, HEIGHT)).obj
        page.Resources = Dictionary(Font=Dictionary(F=self.font))
        page.StructParents = len(self.pages)
        page.Tabs = Name.S
        self.pages.append(page)
        self.content.append([])
        self.rows.append([])
        self.y = 40

    def element(self, role: str, parent: Any, **more: Any) -> Any:
        element = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + role), P=parent, K=Array(), **more)
        )
        parent.K.append(element)
        self.by_role.setdefault(role, []).append(element)
        return element

    def draw(self, text: str, tag: str, mark: str) -> None:
        glyphs = "".join(f"{self.gids[char]:04x}" for char in text)
        self.content[-1].append(f"/{tag} {mark} BDC BT /F 10 Tf 0 g 30 {HEIGHT - self.y:g} Td <{glyphs}> Tj ET EMC")
        self.y += 16

    def text(self, owner: Any, text: str) -> None:
        """Add tagged text to the current page."""
        mcid = len(self.rows[-1])
        owner.Pg = self.pages[-1]
        owner.K.append(mcid)
        self.rows[-1].append(owner)
        self.draw(text, str(owner.S)[1:], f"<</MCID {mcid}>>")

    def leaf(self, role: str, parent: Any, text: str, **more: Any) -> Any:
        """Add an element with text of its own."""
        element = self.element(role, parent, **more)
        self.text(element, text)
        return element


_TEXTS = {
    "toc": "目录一页纸",
    "h1": "一页纸",
    "zh": "一本书先有一页",
    "en": "A book begins with a page and a line.",
    "h2": "行",
    "note": "注释",
    "call": "1",
    "link": "回去",
    "th": "用处",
    "td": "正文",
    "lbl": "•",
    "li": "先看整页",
    "caption": "表",
    "foot": "乌镇 1",
}


@cache
def sample_bytes() -> bytes:
    """Return the PDF without errors."""
    pdf = pikepdf.new()
    font, gids = embed(pdf, "".join(_TEXTS.values()))
    build = _Builder(pdf, font, gids)
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
    document = build.element("Document", root)
    build.page()
    annotations = _front(build, document)
    build.page()
    _body(build, document)
    _finish(build, root, annotations)
    return Sample(pdf, build.by_role).to_bytes()


def _front(build: _Builder, document: Any) -> list[tuple[Any, Any]]:
    item = build.element("TOCI", build.element("TOC", document))
    entry = build.leaf("Link", build.element("Reference", item), _TEXTS["toc"])
    build.leaf("H1", document, _TEXTS["h1"])
    block = build.leaf("P", document, _TEXTS["zh"])
    call = build.leaf("Link", build.element("Reference", block), _TEXTS["call"])
    build.leaf("P", document, _TEXTS["en"], Lang=String("en"))
    note = build.element("Note", document, ID=String("n1"))
    build.leaf("P", note, _TEXTS["note"])
    back = build.leaf("Link", note, _TEXTS["link"])
    build.draw(_TEXTS["foot"], "Artifact", "<</Type /Pagination>>")
    links = [(entry, "到“一页纸”"), (call, "到注释 1"), (back, "回到正文")]
    return [(element, _annotation(build, element, contents)) for element, contents in links]


def _annotation(build: _Builder, element: Any, contents: str) -> Any:
    page = build.pages[0]
    annotation = build.pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[30, 300, 60, 312], F=4, Border=[0, 0, 0], Contents=String(contents),
        Dest=Array([page, Name.XYZ, 0, 300, 0]),
    ))  # fmt: skip
    page.Annots = Array([*page.get("/Annots", []), annotation])
    element.K.append(build.pdf.make_indirect(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)))
    return annotation


def _body(build: _Builder, document: Any) -> None:
    build.leaf("H2", document, _TEXTS["h2"])
    table = build.element("Table", document)
    build.leaf("Caption", table, _TEXTS["caption"])
    for role, text, more in (("TH", "th", {"A": Dictionary(O=Name.Table, Scope=Name.Column)}), ("TD", "td", {})):
        row = build.element("TR", table)
        for _ in range(2):
            build.leaf(role, row, _TEXTS[text], **more)
    item = build.element("LI", build.element("L", document))
    build.leaf("Lbl", item, _TEXTS["lbl"])
    build.leaf("LBody", item, _TEXTS["li"])
    figure = build.element(
        "Figure", document, Alt=String("一个方块"), A=Dictionary(O=Name.Layout, BBox=[30, 100, 50, 120])
    )
    figure.Pg = build.pages[-1]
    figure.K.append(len(build.rows[-1]))
    build.content[-1].append(
        f"/Figure <</MCID {len(build.rows[-1])}>> BDC 0.9 g 30 100 20 20 re f q 9 0 0 9 60 100 cm /I Do Q EMC"
    )
    build.rows[-1].append(figure)
    image = build.pdf.make_stream(b"\x00\x80\xff\x00")
    image.update(
        Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2, BitsPerComponent=8, ColorSpace=Name.DeviceGray
        )
    )
    build.pages[-1].Resources.XObject = Dictionary(I=image)
    build.draw(_TEXTS["foot"], "Artifact", "<</Type /Pagination>>")


def _finish(build: _Builder, root: Any, annotations: list[tuple[Any, Any]]) -> None:
    pdf = build.pdf
    nums: Any = Array()
    for number, (page, parts, row) in enumerate(zip(build.pages, build.content, build.rows, strict=True)):
        page.Contents = pdf.make_stream("\n".join(parts).encode())
        nums.extend([number, pdf.make_indirect(Array(row))])
    for key, (element, annotation) in enumerate(annotations, len(build.pages)):
        annotation.StructParent = key
        nums.extend([key, element])
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=nums))
    root.ParentTreeNextKey = len(build.pages) + len(annotations)
    root.IDTree = pdf.make_indirect(Dictionary(Names=["n1", build.by_role["Note"][0]], Limits=["n1", "n1"]))
    profile = pdf.make_stream(_srgb(), N=3)
    catalog = pdf.Root
    catalog.StructTreeRoot = root
    catalog.MarkInfo = Dictionary(Marked=True)
    catalog.Lang = String("zh-Hans")
    catalog.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    catalog.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.r), 1, Dictionary(S=Name.D)])
    catalog.Metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    catalog.OutputIntents = Array([Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String("sRGB"), DestOutputProfile=profile,
    )])  # fmt: skip
    outline = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=1))
    entry = pdf.make_indirect(Dictionary(Title=String("一页纸"), Parent=outline, Dest=[build.pages[0], Name.Fit]))
    outline.First = outline.Last = entry
    catalog.Outlines = outline
    pdf.docinfo.update({
        "/Title": "乌镇", "/Author": "甲, B", "/CreationDate": "D:20161118080000+08'00'", "/Producer": "wicpress",
    })  # fmt: skip


@cache
def _srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def sample() -> Sample:
    """Return a new copy of the PDF."""
    return opened(sample_bytes())


def opened(data: bytes) -> Sample:
    """Return a tagged PDF, open, with its elements by their roles."""
    pdf = pikepdf.open(io.BytesIO(data))
    by_role: dict[str, list[Any]] = {}
    stack: list[Any] = [pdf.Root.StructTreeRoot.K[0]]
    while stack:
        element = stack.pop()
        if isinstance(element, pikepdf.Dictionary) and element.get("/Type") == "/StructElem":
            by_role.setdefault(str(element.S)[1:], []).append(element)
            stack += reversed(list(element.K))
    return Sample(pdf, by_role)
