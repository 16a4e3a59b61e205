"""A small bilingual EPUB written without wicpress that breaks no rule, into which tests put one error at a time."""

from __future__ import annotations

import io
import zipfile

import attrs

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
OPF = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid" xml:lang="zh-Hans">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="uid">urn:uuid:0f7b7a52-4c7a-4a58-9a8a-5a8d6b3f0e11</dc:identifier>
<dc:title id="t">乌镇</dc:title><dc:title xml:lang="en">Wuzhen</dc:title>
<dc:language>zh-Hans</dc:language><dc:language>en</dc:language>
<meta property="dcterms:modified">2016-11-18T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta><meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">pageNavigation</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">全文可读。</meta>
<meta property="pageBreakSource">乌镇，2016年版</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="book.css" media-type="text/css"/>
</manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine>
</package>"""
HTML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="zh-Hans" xml:lang="zh-Hans">
<head><title>{title}</title>{head}</head><body>{body}</body></html>"""
STYLE = '<link rel="stylesheet" href="../book.css" type="text/css"/>'
NAV = HTML.format(
    title="目录",
    head="",
    body="""<nav epub:type="toc" role="doc-toc"><h1>目录</h1><ol>
<li><a href="text/one.xhtml">一页纸<span lang="en" xml:lang="en"> The page</span></a>
<ol><li><a href="text/one.xhtml#s">行</a></li></ol></li><li><a href="text/two.xhtml">后记</a></li></ol></nav>
<nav epub:type="landmarks" hidden=""><h2>路标</h2>
<ol><li><a epub:type="bodymatter" href="text/one.xhtml">正文</a></li></ol>
</nav><nav epub:type="page-list" role="doc-pagelist" hidden=""><h2>页码</h2>
<ol><li><a href="text/one.xhtml#p1">1</a></li>
<li><a href="text/two.xhtml#p2">2</a></li></ol></nav>""",
)
ONE = HTML.format(
    title="一页纸",
    head=STYLE,
    body="""<h1>一页纸</h1><span epub:type="pagebreak" role="doc-pagebreak" id="p1" aria-label="1"></span>
<p>一本书先有一页，<em>一页</em>先有一行<a href="#n1">注</a>。</p>
<p lang="en" xml:lang="en">A book begins with a page, and a page with a line.</p>
<h2 id="s">行</h2><ul><li>中文与<span lang="en" xml:lang="en">English</span>相邻</li></ul><p id="n1">注释</p>
<pre lang="en" xml:lang="en">[book]
  title</pre>""",
)
TWO = HTML.format(
    title="后记",
    head=STYLE,
    body="""<h1>后记</h1><span epub:type="pagebreak" role="doc-pagebreak" id="p2" aria-label="2"></span><p>完</p>""",
)


@attrs.define
class SampleEpub:
    """The files of an EPUB by name, in order."""

    files: dict[str, bytes]
    stored: frozenset[str] = frozenset({"mimetype"})

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace text that a file has."""
        text = self.files[name].decode()
        assert old in text, text
        self.files[name] = text.replace(old, new).encode()

    def to_bytes(self) -> bytes:
        """Return the EPUB as bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
            for name, data in self.files.items():
                info = zipfile.ZipInfo(name, (2016, 11, 18, 0, 0, 0))
                container.writestr(info, data, zipfile.ZIP_STORED if name in self.stored else zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def sample() -> SampleEpub:
    """Return a new copy of the EPUB."""
    texts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "EPUB/book.opf": OPF,
        "EPUB/nav.xhtml": NAV,
        "EPUB/text/one.xhtml": ONE,
        "EPUB/text/two.xhtml": TWO,
        "EPUB/book.css": "p { margin: 0 }",
    }
    return SampleEpub({name: text.encode() for name, text in texts.items()})
