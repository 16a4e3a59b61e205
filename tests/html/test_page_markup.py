"""What a book's own templates write into pages: refused with the template's line, in PDFs and e-books alike."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import every_feature
from support import book_files
from wicpress import config as config_files
from wicpress import parsing
from wicpress.config import Config
from wicpress.diagnostics import Span, WicpressError
from wicpress.epub import write_epub
from wicpress.html.page_markup import check_documents, check_print
from wicpress.model import Book
from wicpress.pdf.print_html import render_html

BLOCK = "templates/blocks/paragraph.html.j2"
PAIR = '{% import "blocks/macros.html.j2" as put %}{{ put.pair(node, label=label|default("")) }}'

REFUSED = (
    '<script src="x.js"></script>',
    "<script>x()</script>",
    '<p onclick="x()">a</p>',
    '<p><a href="javascript:x()">a</a></p>',
    '<p><a href="JAVA&#10;SCRIPT:x()">a</a></p>',
    '<p><a href="file:///etc/passwd">a</a></p>',
    '<p><a href="//example.org/">a</a></p>',
    '<p><a href="http://[::1::1]/">a</a></p>',
    '<p><a href="../../secret.txt">a</a></p>',
    '<p><img src="https://example.org/x.png" alt=""/></p>',
    '<p><img src="data:image/png;base64,AA==" alt=""/></p>',
    '<p><img srcset="https://example.org/x.png" alt=""/></p>',
    '<p style="background: url(https://example.org/x.png)">a</p>',
    f'<p style="width: {"9" * 5000}px">a</p>',
    '<p style="background: u\\72l(//example.org/x.png)">a</p>',
    "<p style=\"background: image-set('https://example.org/x.png' 1x)\">a</p>",
    "<style>@import '//example.org/x.css';</style>",
    '<iframe src="x.xhtml"></iframe>',
    '<object data="x.svg"></object>',
    "<audio></audio>",
    "<custom-element></custom-element>",
    '<form action="https://example.org"></form>',
    '<link rel="attachment" href="x.txt"/>',
    '<meta http-equiv="refresh" content="0;url=https://example.org"/>',
    '<base href="https://example.org/"/>',
    '<p xml:base="https://example.org/">a</p>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.org/x.png"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><a href="https://example.org/"><path d="M0 0"/></a></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(https://example.org/x#a)"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><set attributeName="href" to="x"/></svg>',
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi href="https://example.org">a</mi></math>',
)
ALLOWED = (
    '<p class="x" id="y" data-x="1" aria-label="z" lang="en" style="color: red">a</p>',
    '<p><a href="https://example.org/">a</a><a href="mailto:a@example.org">b</a><a href="#c01">c</a></p>',
    '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g fill="none"><path d="M0 0"/></g></svg>',
)


PAGE = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>a</title></head>'
    "<body>{}</body></html>"
)


def read_book(root: Path, files: dict[str, str]) -> tuple[Config, Book]:
    book_files.write_book(root, files)
    config = config_files.load(root).value
    assert config
    return config, parsing.read(config).value


def render(config: Config, book: Book, kind: str) -> None:
    edition = config.editions[0]
    if kind == "pdf":
        render_html(book, config, edition)
    else:
        write_epub(book, config, attrs.evolve(edition, embed_fonts=False))


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Return the settings of a book that has a template of its own."""
    return read_book(tmp_path_factory.mktemp("book"), {"templates/own.html.j2": ""})[0]


def check(config: Config, kind: str, page: str, sheet: str = "") -> None:
    if kind == "pdf":
        check_print(page, sheet, config, config.editions[0])
    else:
        check_documents([("a.xhtml", page.encode())], config, config.editions[0])


def refused(*arguments: str, config: Config) -> list[str]:
    with pytest.raises(WicpressError) as caught:
        check(config, *arguments)
    return [each.code for each in caught.value.diagnostics]


@pytest.mark.parametrize("kind", ["pdf", "epub"])
@pytest.mark.parametrize("markup", REFUSED)
def test_what_no_page_may_have_is_refused(config: Config, markup: str, kind: str) -> None:
    assert set(refused(kind, PAGE.format(markup), config=config)) == {"template_markup"}


@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_what_pages_have_passes(config: Config, kind: str) -> None:
    check(config, kind, PAGE.format("".join(ALLOWED)))


@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_the_line_of_the_template_is_named(tmp_path: Path, kind: str) -> None:
    """The folder of the templates, where a template puts the words together."""
    places = {
        "\n<p onclick='x'>a</p>": Span(BLOCK, 3, 3),
        "<p><a href='ftp://a.b/'>a</a></p>": Span(BLOCK, 2, 2),
        '<p><a href=\'{{ "ft" ~ "p:x" }}\'>a</a></p>': Span("templates", 1, 1),
    }
    config, book = read_book(tmp_path, {BLOCK: PAIR})
    for markup, place in places.items():
        (tmp_path / BLOCK).write_text(f"{PAIR}\n{markup}\n", encoding="utf-8")
        with pytest.raises(WicpressError) as caught:
            render(config, book, kind)
        assert [(each.code, each.span) for each in caught.value.diagnostics] == [("template_markup", place)]


@pytest.mark.parametrize(
    ("markup", "words"), [("<br>", "c01-opening.xhtml is not well-formed at `"), ("{{ '\\ud800' }}", "surrogates")]
)
def test_a_page_that_cannot_be_written_names_the_template(tmp_path: Path, markup: str, words: str) -> None:
    """The folder of the templates, where there are several."""
    config, book = read_book(tmp_path, {BLOCK: f"{markup}{PAIR}"})
    for place in (BLOCK, "templates"):
        with pytest.raises(WicpressError) as caught:
            render(config, book, "epub")
        (problem,) = caught.value.diagnostics
        assert (problem.code, problem.span) == ("template_error", Span(place, 1, 1))
        assert words in problem.message, problem.message
        (tmp_path / "templates/own.html.j2").touch()


def test_the_sheet_of_the_page_loads_nothing_from_outside(config: Config) -> None:
    sheet = "@page { background: url(%s) }"
    check(config, "pdf", PAGE.format("a"), sheet % "images/x.png")
    assert refused("pdf", PAGE.format("a"), sheet % "http://example.org/x.png", config=config) == ["template_markup"]


@pytest.mark.parametrize("document", ["<!DOCTYPE html [<!ENTITY x 'y'>]>{}", "<?xml-stylesheet href='x.css'?>{}"])
def test_definitions_and_instructions_are_no_part_of_a_page(config: Config, document: str) -> None:
    check(config, "epub", "<!DOCTYPE html>" + PAGE.format("a"))
    assert refused("epub", document.format(PAGE.format("a")), config=config) == ["template_markup"]


def test_whatever_the_templates_of_wicpress_write_passes(tmp_path: Path) -> None:
    """In a book that uses every feature, and has a template of its own that nothing calls."""
    root = every_feature.write(tmp_path)
    (root / "templates").mkdir()
    (root / "templates/own.html.j2").write_text("", encoding="utf-8")
    config = config_files.load(root).value
    assert config
    book = parsing.read(config).value
    for edition in {each.layout: each for each in config.editions}.values():
        render_html(book, config, edition)
        write_epub(book, config, attrs.evolve(edition, embed_fonts=False))
