"""A book's own style sheets load what is in the book, which becomes part of them; nothing else is ever loaded."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import tinycss2
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from wicpress.diagnostics import WicpressError
from wicpress.html.book_sheets import read_sheet, sheet_problems

NAME = "styles/own.css"
LEADS_OUT = re.compile(r"(?i)https?:|//|file:|javascript:|expression|behavior|@import|a\.css")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a book with pictures and style sheets, beside files that it must not read."""
    top = tmp_path_factory.mktemp("books")
    (top / "victim.png").write_bytes(picture())
    (top / "victim.css").write_text("p { color: red }")
    folder = top / "book"
    (folder / "styles").mkdir(parents=True)
    (folder / "paper.png").write_bytes(picture())
    (folder / "words.png").write_bytes(b"words")
    (folder / "styles" / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>')
    (folder / "styles" / "tables.css").write_text("td { background: url(../paper.png) }")
    (folder / "styles" / "circle.css").write_text("@import 'circle.css';")
    (folder / "styles" / "link.css").symlink_to(top / "victim.css")
    return folder


def picture() -> bytes:
    """Return a small PNG."""
    out = io.BytesIO()
    Image.new("L", (2, 2)).save(out, "PNG")
    return out.getvalue()


def prepare(source: str, data: bytes) -> tuple[str, bytes]:
    """Return a picture that says which file it is."""
    assert data
    return "image/png", source.encode()


def read(root: Path, text: str) -> str:
    """Return a style sheet as outputs have it."""
    (root / NAME).write_text(text)
    return read_sheet(root, NAME, prepare)


def lines(root: Path, text: str) -> list[tuple[int, str]]:
    """Return line and code of what is wrong with a style sheet."""
    return [(each.span.line, each.code) for each in sheet_problems(root, NAME, text) if each.span]


@pytest.mark.parametrize(
    "text",
    [
        "p { background: url(http://127.0.0.1:9/a) }",
        'p { background: u\\72 l("//127.0.0.1:9/a") }',
        "p { background: URL( 'file:///etc/hostname' ) }",
        "p { background: url(/etc/hostname) }",
        "p { background: url(../../victim.png) }",
        "p { background: url(%2e%2e/../victim.png) }",
        "p { background: url(..\\2f ../victim.png) }",
        "p { background: src('http://127.0.0.1:9/a') }",
        "p { background: image-set('http://127.0.0.1:9/a' 1x, url(../paper.png) 2x) }",
        "p { background: image-set(var(--a)) }",
        "p { --a: url(http://127.0.0.1:9/a) }",
        "p { background: attr(data-a url) }",
        "p { background: url(data:text/html,x) }",
        "p { background: url(javascript:x) }",
        "p { background: url() }",
        "p { background: url(../words.png) }",
        "p { background: url(../none.png) }",
        "p { width: expression(x) } ",
        "p { behavior: none }",
        "@font-face { font-family: x; src: url(https://127.0.0.1:9/a.woff2) }",
        "@import 'http://127.0.0.1:9/a.css';",
        "@\\69mport url(//127.0.0.1:9/a.css) screen;",
        "@import 'link.css';",
        "@import http://127.0.0.1:9/a.css;",
        "@import http://a.b/curl(url(#a",
        "@import 'tables.css' url(circle.css);",
        "@import x 'tables.css';",
        "@import '../../victim.css';",
        "@import 'circle.css';",
        "@import 'tables.css'; @import 'tables.css';",
        "@media print { @import 'tables.css'; }",
        "@supports (background: url(http://127.0.0.1:9/a)) { p { color: red } }",
        "p { color: " + "(" * 5000 + "url(http://127.0.0.1:9/a)",
    ],
)
def test_what_leads_out(root: Path, text: str) -> None:
    """Every address that leads out of the book is an error on its line, and the sheet is not used."""
    found = lines(root, "/* one\n*/ " + text)
    assert {code for _, code in found} == {"style_address"}
    assert found[0][0] in {1, 2}
    with pytest.raises(WicpressError):
        read(root, text)


@pytest.mark.parametrize(
    "selector", ["a " * 50, "a>" * 50 + "a", "p, " + ":not(" * 50 + "a" + ")" * 50, "a " * 30 + "{ &" + " b" * 20]
)
def test_long_selectors(root: Path, selector: str) -> None:
    """They are errors: WeasyPrint could not read them."""
    assert lines(root, f"p {{ color: red }}\n{selector} {{ color: red }}") == [(2, "style_selector")]
    with pytest.raises(WicpressError, match="more than 40 parts"):
        read(root, f"{selector} {{ color: red }}")


@pytest.mark.parametrize("selector", ["a " * 30, "a, " * 500 + "a", ".a.b" * 99, "a { &" + " b" * 9 + " { &:hover"])
def test_selectors_that_are_not_long(root: Path, selector: str) -> None:
    """Many selectors may stand before a block, and many classes in a selector."""
    assert lines(root, f"{selector} {{ color: red }}") == []


@pytest.mark.parametrize("supported", ["layer(a)", "supports(color: red)"])
def test_conditions_of_imports(root: Path, supported: str) -> None:
    """WeasyPrint does not know them: the sheet would apply without its condition."""
    with pytest.raises(WicpressError, match="is not understood"):
        read(root, f"@import 'tables.css' {supported};")


def test_what_is_in_the_book(root: Path) -> None:
    """Pictures stand in the addresses, imported sheets in the places of their imports."""
    text = read(
        root,
        "@charset 'utf-8';\n@import url(tables.css) print and (min-width: 9em);\n"
        "h1 { background: url('drawing.svg#a') } h2 { background: image-set('../paper.png' 1x) } p { fill: url(#a) }",
    )
    rules = [each for each in tinycss2.parse_stylesheet(text, skip_whitespace=True) if each.type != "error"]
    assert [each.type for each in rules] == [
        "at-rule",
        "at-rule",
        "qualified-rule",
        "qualified-rule",
        "qualified-rule",
    ]
    assert "@media print and (min-width: 9em) {" in text and "td { background: url(" in text
    assert text.count("data:image/png;base64,") == 3 and "url(#a)" in text
    assert LEADS_OUT.search(text.replace("base64", "")) is None


def test_a_sheet_that_loads_nothing_stays_as_it_is(root: Path) -> None:
    """No letter of it is changed, also where it is no CSS."""
    text = "\ufeff@charset 'gbk';\r\n@namespace svg url(http://www.w3.org/2000/svg);\n}}} p { content: 'http' } \\"
    (root / NAME).write_bytes(text.encode())
    assert read_sheet(root, NAME, prepare) == text


PIECES = st.sampled_from([
    "url(", ")", "(", "{", "}", ";", ":", "@import ", "@\\69 mport ", "@media x ", "@font-face ", "src:", "p",
    "u\\72 l(", "\\75 RL(", "src(", "image-set(", "var(--a)", "attr(a url)", "--a:", "http://a.b/c", "//a.b/c",
    "url('http://a.b/c')", "image-set('//a.b/c'", "@import 'http://a.b/c.css';", "src('file:///c')",
    "@import\n'//a.b/c'", "file:///c", "../paper.png", "tables.css", "data:text/html,x",
    "data:image/png;base64,AA", "/**/",
    "\n", " ", "\\", "\\\n", "background:", "behavior:", "expression(", "javascript:x", "<!--", "-->", "#a",
    ",", "1x",
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@example("@import http://a.b/curl(url(#a")
@example("@import http://a.b/c url(../paper.png)")
@given(st.lists(PIECES, max_size=14).map("".join))
def test_nothing_that_leads_out_is_in_an_output(root: Path, text: str) -> None:
    """Any pieces of CSS are refused, or what is written loads nothing but what stands in it."""
    try:
        written = read(root, text)
    except WicpressError:
        return
    plain = _plain(written)
    leads = r"(?i)(?<![\w\\-])(url|src|image-set)\(\s*['\"]?(http:|file:|javascript:|//)"
    assert not re.search(leads, plain), written
    assert not re.search(r"(?i)@import\s*(url\(|['\"])[^;]*(http:|file:|//)", plain), written


def _plain(text: str) -> str:
    """Return CSS without comments, its escapes read: independent of tinycss2."""
    text = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda match: chr(int(match[1], 16) or 0xFFFD), text)
    text = re.sub(r"\\[^\n]", "x", text)  # an escaped mark is a letter of a name
    return re.sub(r"/\*.*?(\*/|$)", "", text, flags=re.DOTALL)
