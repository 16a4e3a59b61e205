"""Every outward reference, script, document type, font and picture that is broken in an e-book is found."""

from __future__ import annotations

import base64
import io
import random

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from support.sample_epub import SampleEpub, sample
from wicpress.fonts.bundled_faces import BUNDLED
from wicpress.proofing.epub.checks import EpubFailure, check_epub
from wicpress.proofing.epub.content_checks import file_problems
from wicpress.proofing.finding_kinds import epub_diagnostic

ONE, TWO, OPF, CSS = "EPUB/text/one.xhtml", "EPUB/text/two.xhtml", "EPUB/book.opf", "EPUB/book.css"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">%s</svg>'


def encoded(text: str, media_type: str = "image/svg+xml") -> str:
    """Return a text as an address that holds it."""
    return f"data:{media_type};base64,{base64.b64encode(text.encode()).decode()}"


def shown(drawing: str) -> str:
    """Return a picture whose address holds a drawing."""
    return f'<img alt="" src="{encoded(drawing)}"/>'


USE = '<use href="//a.b/c#d"/>'
OUTWARD = {
    "picture": '<img src="https://example.org/a.png" alt=""/>',
    "picture by scheme-relative address": '<img src="//example.org/a.png" alt=""/>',
    "picture by backslashes": '<img src="\\\\example.org\\a.png" alt=""/>',
    "picture behind white space": '<img src=" &#10; h&#10;ttp://example.org/a.png" alt=""/>',
    "picture of the machine": '<img src="file:///etc/hostname" alt=""/>',
    "picture above the book": '<img src="../../../a.png" alt=""/>',
    "picture at the root": '<img src="/etc/a.png" alt=""/>',
    "picture above the book, encoded": '<img src="..%2F..%2f%2e%2e/a.png" alt=""/>',
    "choice of pictures": '<img src="a.png" srcset="b.png 1x,https://example.org/c.png 2x" alt=""/>',
    "source": '<picture><source srcset="//example.org/c.png"/><img src="a.png" alt=""/></picture>',
    "film": '<video poster="https://example.org/p.png"></video>',
    "sound": '<audio src="http://example.org/a.mp3"></audio>',
    "object": '<object data="http://example.org/a.svg"></object>',
    "parameter": '<object><param name="movie" value="http://example.org/a"/></object>',
    "frame": '<iframe src="https://example.org/"></iframe>',
    "embedded": '<embed src="ftp://example.org/a"/>',
    "form": '<form action="https://example.org/"></form>',
    "button": '<button formaction="//example.org/">x</button>',
    "ping": '<a href="#p2" ping="https://example.org/">x</a>',
    "link to a file of the machine": '<a href="file:///etc/passwd">x</a>',
    "link with data": '<a href="data:text/html,x">x</a>',
    "link to another program": '<a href="intent://x">x</a>',
    "background": '<table background="http://example.org/a.png"></table>',
    "style": '<p style="background: url(http://example.org/a.png)">x</p>',
    "style with escapes": '<p style="background: u\\72 l(http://example.org/a.png)">x</p>',
    "style with src()": "<p style=\"background: src('http://example.org/a.png')\">x</p>",
    "style with image-set()": "<p style=\"background: image-set('http://example.org/a' 1x)\">x</p>",
    "custom property": '<p style="--a: url(//example.org/a.png)">x</p>',
    "style element": "<style>\n\np { background: url(http://example.org/a.png) }</style>",
    "import": "<style>@\\69mport 'http://example.org/a.css';</style>",
    "font": "<style>@font-face { font-family: x; src: local(x), url(https://example.org/a.woff2) }</style>",
    "font of another program": "<style>@font-face { src: url(chrome://a/b) }</style>",
    "SVG use": SVG % '<use href="http://example.org/a.svg#b"/>',
    "SVG image": SVG % '<image xlink:href="http://example.org/a.png"/>',
    "SVG filter": SVG % '<feImage href="//example.org/a.png"/>',
    "SVG fill": SVG % '<rect fill="url(http://example.org/a.svg#b)"/>',
    "SVG fill with escapes": SVG % '<rect fill="\\75 rl(http://example.org/a.svg#b)"/>',
    "SVG animation": SVG % '<set attributeName="href" to="http://example.org/"/>',
    "SVG animation by values": SVG % '<animate attributeName="xlink:href" values="a;//example.org/b"/>',
    "SVG style": SVG % "<style>rect { fill: url(http://example.org/a#b) }</style>",
    "MathML": '<math xmlns="http://www.w3.org/1998/Math/MathML" altimg="http://example.org/a.png"></math>',
    "SVG in an address": shown(SVG % '<image href="http://example.org/"/>'),
    "SVG in an SVG in an address": shown(SVG % f'<image href="{encoded(SVG % USE)}"/>'),
    "style sheet in an address": f'<style>@import "{encoded("p{background:url(//a.b/c)}", "text/css")}";</style>',
    "page in an address": '<iframe src="data:text/html,x"></iframe>',
    "link to no host": '<a href="http://[::1::1]/">x</a>',
    "link to no port": '<a href="http://example.org:x/">x</a>',
    "picture of no host": '<img src="//[::1::1]/a.png" alt=""/>',
    "base of XML": '<p xml:base="http://example.org/">x</p>',
}
"""What leads out of an e-book, in the body of a page."""
SCRIPTS = {
    "script": "<script>alert(1)</script>",
    "script of a type": '<script type="text/plain" src="a.js"></script>',
    "event": '<p onclick="x()">x</p>',
    "event in capitals": '<p onClick="x()">x</p>',
    "link": '<a href="javascript:alert(1)">x</a>',
    "link behind a control": '<a href="java&#9;script:alert(1)">x</a>',
    "link in capitals": '<a href=" JavaScript:alert(1)">x</a>',
    "SVG script": SVG % "<script>x</script>",
    "SVG link": SVG % '<a xlink:href="javascript:x"><rect/></a>',
    "SVG animation": SVG % '<a><set attributeName="href" to="javascript:x"/></a>',
    "behaviour": '<p style="behavior: url(a.htc)">x</p>',
    "expression": '<p style="width: expression(1)">x</p>',
    "page inside": '<iframe srcdoc="x"></iframe>',
    "SVG in an address": shown(SVG % "<script/>"),
}
ALLOWED = {
    "links": '<p><a href="https://example.org/">x</a><a href="mailto:a@b.c">y</a><a href="#p2">z</a></p>',
    "words": '<p title="https://example.org/" aria-label="//x" data-a="file:///x">http://x.org/ javascript:x</p>',
    "source of a quotation": '<blockquote cite="https://example.org/"><p>x</p></blockquote>',
    "text of CSS": "<p style=\"color: red; content: 'http://example.org/'\">x</p>",
    "drawing": SVG % '<defs><g id="a"/></defs><use href="#a"/><rect fill="url(#a)"/><path d="M0 0h1"/>',
    "link in a drawing": SVG % '<a href="https://example.org/"><rect/></a>',
    "namespace of CSS": '<style>@namespace svg url("http://www.w3.org/2000/svg");</style>',
    "clock": SVG % '<animate attributeName="x" dur="00:01:02" begin="a.click" values="1;2"/>',
    "picture in an address": shown(SVG % "<rect/>"),
}


def failures(epub: SampleEpub) -> tuple[EpubFailure, ...]:
    """Return what is found in an EPUB that can be read."""
    report = check_epub(epub.to_bytes())
    assert isinstance(report, tuple)
    return report


def in_body(markup: str) -> tuple[EpubFailure, ...]:
    """Return what is found in the sample with some markup on the fifth line of its last page."""
    epub = sample()
    epub.replace(TWO, "完", f"完</p>{markup}<p>")
    return failures(epub)


@pytest.mark.parametrize("name", OUTWARD)
def test_what_leads_out(name: str) -> None:
    """Whatever is loaded from elsewhere, or leads elsewhere unasked, is found on its line."""
    found = [each for each in in_body(OUTWARD[name]) if each.check == "outward"]
    assert {each.path for each in found} == {TWO}
    assert {each.line for each in found} <= {5, 6, 7}, found
    assert f"{TWO}, line {found[0].line}: " in epub_diagnostic(found[0]).message


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts(name: str) -> None:
    """Scripts run nowhere: not as elements, attributes, links, nor in style sheets."""
    found = [each for each in in_body(SCRIPTS[name]) if each.check == "scripts"]
    assert {(each.path, each.line) for each in found} == {(TWO, 5)}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed(name: str) -> None:
    """Links that readers follow, words that look like addresses, and parts of the book itself break no rule."""
    assert [each for each in in_body(ALLOWED[name]) if each.check in {"outward", "scripts", "document_types"}] == []


def _add(epub: SampleEpub, name: str, data: bytes, media_type: str, properties: str = "") -> None:
    epub.files[f"EPUB/{name}"] = data
    item = f'<item id="more" href="{name}" media-type="{media_type}" {properties}/></manifest>'
    epub.replace(OPF, "</manifest>", item)


TYPE = "<!DOCTYPE html>"
REPLACED: dict[str, tuple[str, str, int, str, str]] = {
    "style sheet": ("outward", CSS, 2, "p {", "\n@import 'http://a.b/c.css'; p {"),
    "style sheet of the machine": ("outward", CSS, 1, "0 }", "0; x: url(file:///etc/x) }"),
    "picture in a style sheet": ("pictures", CSS, 1, "0 }", "0; x: url(data:image/png;base64,AAAA) }"),
    "remote item": ("outward", OPF, 19, "book.css", "https://example.org/book.css"),
    "declared remote": ("outward", OPF, 18, 'id="two"', 'id="two" properties="remote-resources"'),
    "declared script": ("scripts", OPF, 18, 'id="two"', 'id="two" properties="svg scripted"'),
    "refresh": ("outward", TWO, 5, "<title>", '<meta http-equiv="Refresh" content="1;url=x"/><title>'),
    "base": ("outward", TWO, 5, "<title>", '<base href="x/"/><title>'),
    "style sheet of a page": ("outward", TWO, 5, "../book.css", "http://example.org/book.css"),
    "style sheet of XML": ("outward", TWO, 2, TYPE, '<?xml-stylesheet href="//a.b/c"?>'),
    "entity of HTML": ("readable", TWO, 5, "完", "&nbsp;"),
    "entities of its own": ("document_types", TWO, 2, TYPE, "<!DOCTYPE html [<!ENTITY a 'b'>]>"),
    "entity of the machine": ("document_types", TWO, 2, TYPE, "<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/x'>]>"),
    "document type elsewhere": ("document_types", TWO, 2, TYPE, '<!DOCTYPE html SYSTEM "http://a.b/c.dtd">'),
}
"""What is wrong in a file of the sample: check, file, line, what is replaced by what."""


def picture() -> bytes:
    """Return a PNG of noise."""
    out = io.BytesIO()
    Image.frombytes("L", (32, 32), random.Random(1).randbytes(1024)).save(out, "PNG")
    return out.getvalue()


def font(flavor: str | None = None) -> bytes:
    """Return the smallest bundled font."""
    path = min(BUNDLED.rglob("*.ttf"), key=lambda each: each.stat().st_size)
    out = io.BytesIO()
    with TTFont(path) as opened:
        opened.flavor = flavor
        opened.save(out)
    return out.getvalue()


ADDED: dict[str, tuple[str, int, str, bytes, str]] = {
    "script file": ("scripts", 0, "a.js", b"x", "text/javascript"),
    "script by name": ("scripts", 0, "a.js", b"x", "text/plain"),
    "drawing": ("outward", 2, "a.svg", (SVG % '\n<use href="//a/b#c"/>').encode(), "image/svg+xml"),
    "drawing in another encoding": ("outward", 1, "a.svg", (SVG % USE).encode("utf-16"), "image/svg+xml"),
    "style sheet in another encoding": (
        "outward",
        1,
        "a.css",
        "\ufeffp{x:url(//a/b)}".encode("utf-16-be"),
        "text/css",
    ),
    "drawing without a type": ("scripts", 1, "a", (SVG % "<script/>").encode(), "text/plain"),
    "drawing that is no XML": ("readable", 1, "a.svg", b"<svg", "image/svg+xml"),
    "picture": ("pictures", 0, "a.png", picture()[:-40], "image/png"),
    "picture of another type": ("pictures", 0, "a.png", b"words", "image/png"),
    "font": ("fonts", 0, "a.ttf", font()[:-4000], "font/ttf"),
    "font of words": ("fonts", 0, "a.woff2", b"wOF2 words", "font/woff2"),
}
"""A file that is wrong: check, line, name, bytes, media type."""


@pytest.mark.parametrize("name", REPLACED)
def test_other_files(name: str) -> None:
    """Each file of the container is looked into."""
    check, path, line, old, new = REPLACED[name]
    epub = sample()
    epub.replace(path, old, new)
    assert (check, path, line) in {(each.check, each.path, each.line) for each in failures(epub)}, failures(epub)


@pytest.mark.parametrize("name", ADDED)
def test_added_files(name: str) -> None:
    """What a file is, is known by its content, its name and its type alike."""
    check, line, path, data, media_type = ADDED[name]
    epub = sample()
    _add(epub, path, data, media_type)
    found = {(each.check, each.path, each.line) for each in failures(epub)}
    assert (check, f"EPUB/{path}", line) in found, found


def test_numbers_of_any_length_are_read() -> None:
    """What stands behind them is found as well."""
    epub, number = sample(), "9" * 5000
    epub.replace(CSS, "0 }", f"0; x: {number}; y: url(//a/b) }}")
    epub.replace(TWO, "完", f'<i style="width: {number}px; x: url(//c/d)">完</i>')
    assert {(CSS, "outward"), (TWO, "outward")} <= {(each.path, each.check) for each in failures(epub)}


def test_the_sample_is_sound() -> None:
    """An e-book with pictures and fonts breaks no rule."""
    epub = sample()
    _add(epub, "a.png", picture(), "image/png")
    _add(epub, "b.woff2", font("woff2"), "font/woff2", 'properties=""')
    epub.replace(OPF, 'id="more" href="b', 'id="font" href="b')
    assert failures(epub) == ()


def test_obfuscated_fonts_are_not_judged() -> None:
    """What META-INF/encryption.xml names cannot be read by anybody without its key."""
    epub = sample()
    _add(epub, "a.ttf", b"obfuscated", "font/ttf")
    epub.files["META-INF/encryption.xml"] = (
        b'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        b'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData>'
        b'<enc:CipherReference URI="EPUB/a.ttf"/></enc:CipherData></enc:EncryptedData></encryption>'
    )
    assert failures(epub) == ()


@given(st.binary(max_size=40), st.sampled_from(["png", "ttf", "svg", "xhtml", "css", "woff2", "gif"]), st.booleans())
def test_any_bytes(data: bytes, suffix: str, begins: bool) -> None:
    """Any bytes of any type give problems or none, and never another exception."""
    start = {"png": b"\x89PNG\r\n\x1a\n", "ttf": b"\0\1\0\0", "svg": b"<svg ", "woff2": b"wOF2", "gif": b"GIF89a"}
    list(file_problems(start.get(suffix, b"") * begins + data, f"a.{suffix}", ""))
