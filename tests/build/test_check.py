"""What ``check`` says of a book's editions before any page is laid out."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from support import book_files
from wicpress.build.builder import build
from wicpress.build.check import DiagnosticFilter, check_book
from wicpress.build.request import BuildRequest
from wicpress.diagnostics import Severity, Span
from wicpress.pdf.engine_warnings import capture_warnings
from wicpress.system.bounds import OutOfTime

OMITS = '\n[[edition]]\nname = "omits"\nlanguages = ["en"]\nlayout = "single"\nmissing = "omit"\nformats = ["pdf"]\n'
LINKS = """
{#only}
只有中文的段落。

{#both}
见[这里](#only)和[那里](#both)。

See [this](#only), *[this](#only)* and [that](#both).
"""


def test_link_to_what_an_edition_leaves_out(tmp_path: Path) -> None:
    """A link of a printed edition to a block that it omits is an error at the link's lines; other links are none."""
    files = {"book.toml": book_files.TOML + OMITS, "01-opening.md": book_files.CHAPTER + LINKS}
    book = book_files.write_book(tmp_path / "book", files)
    (diagnostic,) = (each for each in check_book(book, DiagnosticFilter()) if each.code == "lost_link")
    line = files["01-opening.md"].split("\n").index("See [this](#only), *[this](#only)* and [that](#both).") + 1
    assert diagnostic.span is not None
    assert (diagnostic.span.path, diagnostic.span.line, diagnostic.lang) == ("01-opening.md", line, "en")
    assert "`omits`" in diagnostic.message and "paragraph `only`" in diagnostic.message


def test_no_lost_links_where_nothing_is_omitted(tmp_path: Path) -> None:
    """An edition that shows what is not translated has every link."""
    files = {
        "book.toml": book_files.TOML + OMITS.replace('"omit"', '"show"'),
        "01-opening.md": book_files.CHAPTER + LINKS,
    }
    book = book_files.write_book(tmp_path / "book", files)
    assert "lost_link" not in {each.code for each in check_book(book, DiagnosticFilter())}


def test_files_that_a_kind_of_pdf_cannot_carry(tmp_path: Path) -> None:
    """An archive PDF that is to carry the manuscript is named with the line of its edition; an e-book is not."""
    archive = book_files.TOML + 'pdf = "archive-1b"\nattach = true\n'
    book = book_files.write_book(tmp_path / "book", {"book.toml": archive})
    (diagnostic,) = (each for each in check_book(book, DiagnosticFilter()) if each.code == "nothing_attached")
    line = archive.split("\n").index('name = "en"') + 1
    assert diagnostic.span is not None
    assert (diagnostic.span.path, diagnostic.span.line) == ("book.toml", line)
    (book / "book.toml").write_text(archive + 'formats = ["epub"]\n', encoding="utf-8")
    assert "nothing_attached" not in {each.code for each in check_book(book, DiagnosticFilter())}


def test_pages_too_narrow_for_columns(tmp_path: Path) -> None:
    """Columns on a small page are a warning with a way out; an e-book and other layouts have room on any page."""
    parallel = '\n[[edition]]\nname = "small"\nlayout = "parallel"\npage = "105mm 148mm"\n'
    book = book_files.write_book(tmp_path / "book", {"book.toml": book_files.TOML + parallel})
    (diagnostic,) = (each for each in check_book(book, DiagnosticFilter()) if each.code == "narrow_page")
    assert "`small`" in diagnostic.message and "8 and 11 em" in diagnostic.message and "128 mm" in diagnostic.help
    for other in ('formats = ["epub"]\n', "", 'page = "A5"\n'):
        text = parallel.replace("parallel", "parallel" if other else "interleaved")
        text = text.replace('page = "105mm 148mm"\n', other) if "A5" in other else text + other
        (book / "book.toml").write_text(book_files.TOML + text, encoding="utf-8")
        assert "narrow_page" not in {each.code for each in check_book(book, DiagnosticFilter())}


@pytest.mark.engine
def test_drawings_that_a_kind_of_pdf_cannot_hold(tmp_path: Path) -> None:
    """A drawing that is half transparent as it is painted is named for an archive PDF, and for no other kind."""
    shape = '<rect width="4" height="3" fill="red" {}/>'
    drawings = {
        "opacity.svg": shape.format('opacity=".5"'),
        "style.svg": f"<style>rect {{ fill-opacity: .3 }}</style>{shape.format('')}",
        "colour.svg": shape.format('style="fill: rgba(255, 0, 0, .4)"'),
        "mask.svg": '<mask id="m"><circle r="2" fill="white"/></mask>' + shape.format('mask="url(#m)"'),
        "opaque.svg": shape.format('opacity="1"'),
        "unused.svg": f'<defs><circle id="c" r="2" opacity=".5"/></defs>{shape.format("")}',
    }
    start = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4">'
    files = {name: f"{start}{inside}</svg>" for name, inside in drawings.items()}
    text = "".join(f"\n![图]({name})\n\n![A]({name})\n" for name in files)
    archive = f'{book_files.TOML}pdf = "archive-1b"\n'
    book = book_files.write_book(
        tmp_path / "book", {"book.toml": archive, "01-opening.md": book_files.CHAPTER + text, **files}
    )
    found = [each for each in check_book(book, DiagnosticFilter()) if each.code == "transparency"]
    assert [each.message.split("`")[1] for each in found] == ["opacity.svg", "style.svg", "colour.svg", "mask.svg"]
    assert all(each.span and each.span.path == "01-opening.md" for each in found)
    (book / "book.toml").write_text(book_files.TOML, encoding="utf-8")
    assert "transparency" not in {each.code for each in check_book(book, DiagnosticFilter())}


def codes_of(book: Path) -> dict[str, str | None]:
    """Return each code that a check of a book reports, with the file of its first place."""
    found = check_book(book, DiagnosticFilter())
    return {each.code: each.span.path if each.span else None for each in reversed(found)}


def test_one_check_tells_all(tmp_path: Path) -> None:
    """Errors of the settings and of the text hide neither each other, nor files, templates, fonts and rules."""
    text = "\n[x](javascript:y) [x](javascript:y)\n\n### 深 {#1}\n\n他叫\U00020bb7野。\n"
    files: dict[str, str | bytes | None] = {
        "book.toml": book_files.TOML.replace("slug =", 'isbn = "123"\nslug ='),
        "01-opening.md": book_files.CHAPTER + text,
        "02-open.txt": "text",
        "templates/blocks/paragraph.html.j2": "{% if %}",
    }
    book = book_files.write_book(tmp_path / "book", files)
    codes = codes_of(book)
    expected = {
        "bad_value": "book.toml",
        "bad_link": "01-opening.md",
        "bad_id": "01-opening.md",
        "missing_glyph": "01-opening.md",
        "heading_jump": "01-opening.md",
        "unknown_file": "02-open.txt",
        "template_error": "templates/blocks/paragraph.html.j2",
    }
    assert codes.items() >= expected.items()
    assert "lost_in_parsing" not in codes
    links = [each for each in check_book(book, DiagnosticFilter()) if each.code == "bad_link"]
    assert len({each.column for each in links}) == 2  # the same mistake twice in a line


def test_text_is_checked_where_editions_are_wrong(tmp_path: Path) -> None:
    """An error in an edition keeps the text from no check; fonts and templates depend on editions."""
    files = {
        "book.toml": book_files.TOML.replace('"interleaved"', '"interleafed"'),
        "01-opening.md": book_files.CHAPTER + "\n[x](javascript:y)\n\n### 深\n",
        "styles/own.css": "",
    }
    codes = codes_of(book_files.write_book(tmp_path / "book", files))
    assert {"bad_value", "bad_link", "heading_jump"} <= set(codes)
    assert "unknown_file" not in codes


def test_consequences_are_not_told(tmp_path: Path) -> None:
    """What follows from an error alone is not reported beside it."""
    toml = book_files.TOML + '\n[[edition]]\nname = "all"\nlayout = "interleaved"\nmissing = "refuse"\n'
    chapter = book_files.CHAPTER + "\n甲\0乙\n\nПривет.\n\n[x](#nowhere)\n"
    codes = codes_of(book_files.write_book(tmp_path / "book", {"book.toml": toml, "01-opening.md": chapter}))
    assert {"control_character", "undeclared_language", "dangling_reference"} <= set(codes)
    assert not {"missing_glyph", "missing_text", "lost_link", "lost_in_parsing"} & set(codes)


def test_files_that_chapters_does_not_name(tmp_path: Path) -> None:
    """Each Markdown file beside the chapters that `chapters` does not name is named, but for a mistyped one."""
    toml = book_files.TOML.replace("slug =", 'chapters = ["01-opening.md", "text/02", "text/03-rivr.md"]\nslug =')
    chapters = ("text/02.zh-Hans.md", "text/02.en.md", "text/03-river.md", "text/09.md", "01-opening.en.md", "x.md")
    files = dict.fromkeys(chapters, "# 二\n\n# Two\n") | {"README.md": "", "drafts/a.md": "", "book.toml": toml}
    book = book_files.write_book(tmp_path / "book", files)
    named = {
        each.span.path for each in check_book(book, DiagnosticFilter()) if each.code == "unknown_file" and each.span
    }
    assert named == {"text/09.md", "01-opening.en.md", "x.md"}


@pytest.mark.engine
def test_style_sheets_are_read_as_a_build_reads_them(tmp_path: Path) -> None:
    """What WeasyPrint does not know is the warning that a build has, with the file and line that it is in."""
    toml = f'{book_files.TOML}styles = ["own.css"]\n'
    css = '@import "more.css" print;\n@namespace x url(y);\np { colr: red; color: blue }\n'
    css += "\n@media print { p { margin: 0;\n  font-size: calc(1em * 2) } }\n"
    files = {"book.toml": toml, "own.css": css, "more.css": "p { color: red }\np::one { color: red }"}
    book = book_files.write_book(tmp_path / "book", files)
    found = [each for each in check_book(book, DiagnosticFilter()) if each.code == "engine_warning"]
    places = [
        (each.span.path, each.span.line, word in each.message)
        for each, word in zip(found, ("::one", "@namespace", "colr", "math function"), strict=True)
        if each.span
    ]
    assert places == [("more.css", 2, True), ("own.css", 2, True), ("own.css", 3, True), ("own.css", 6, True)]
    (result,) = build([book], BuildRequest(editions=("en",), formats=("pdf",), output=tmp_path / "out"))
    assert {each for each in result.all_diagnostics if each.code == "engine_warning"} == set(found)


@pytest.mark.engine
def test_a_drawing_that_is_not_drawn_is_an_error(tmp_path: Path) -> None:
    """WeasyPrint would leave its place empty, and go on."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"{}/></svg>'
    text = book_files.CHAPTER + "\n![图](p.svg)\n\n![Figure](p.svg)\n"
    wrong = {"01-opening.md": text, "p.svg": drawing.format(' transform="rotate()"')}
    book = book_files.write_book(tmp_path / "book", wrong)
    request = BuildRequest(editions=("en",), formats=("pdf",), output=tmp_path / "out")
    (result,) = build([book], request)
    problems = [(each.code, each.span) for each in result.all_diagnostics if each.severity == Severity.ERROR]
    assert problems == [("undrawn_picture", Span("p.svg", 1, 1))] and not result.ok
    (book / "p.svg").write_text(drawing.format(""), encoding="utf-8")
    assert build([book], request)[0].ok


def test_a_bound_that_is_met_in_a_drawing_is_no_mistake_of_it() -> None:
    """WeasyPrint takes any exception for one."""
    for bound in (OutOfTime, MemoryError, KeyboardInterrupt):
        with pytest.raises(bound), capture_warnings():
            try:
                raise bound
            except BaseException:
                logging.getLogger("weasyprint").error("Failed to render SVG image %s", "x")
