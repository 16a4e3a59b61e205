"""The place in the text where each printed page begins."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import TextBox

from wicpress.engine.parts.page_starts import TextStart, text_starts

STYLE = "@page { size: 100pt 60pt; margin: 0 } body { margin: 0; font: 10pt/15pt sans-serif } p, table { margin: 0 }"


@pytest.fixture
def starts() -> Callable[..., tuple[TextStart | None, ...]]:
    """Return a function from body HTML to the text starts of its small pages."""

    def starts_of(body: str, classes: str = "") -> tuple[TextStart | None, ...]:
        html = f'<html lang="en" class="{classes}"><style>{STYLE}</style><body>{body}'
        return text_starts(HTML(file_obj=io.BytesIO(html.encode())).render())

    return starts_of


Starts = Callable[..., tuple[Any, ...]]


def test_in_the_middle_of_a_paragraph(starts: Starts) -> None:
    """A paragraph of six lines begins the second page after the characters of four."""
    pages = starts(f'<p id="p">{"<br>".join(["ab cd"] * 6)}</p>')
    assert pages == (TextStart("p", "en", 0), TextStart("p", "en", 16))


def test_hyphens_of_divided_words_are_not_counted() -> None:
    """With one line a page, each page begins after the letters of the lines before it, without their hyphens."""
    words = "internationalization " * 6
    css = f"{STYLE} @page {{ size: 60pt 15pt }} p {{ hyphens: auto; orphans: 1; widows: 1 }}"
    html = f'<html lang="en"><style>{css}</style><body><p id="p">{words}'
    document = HTML(file_obj=io.BytesIO(html.encode())).render()
    offset, divided = 0, 0
    for page, start in zip(document.pages, text_starts(document), strict=True):
        (line,) = (box.text for box in page._page_box.descendants() if isinstance(box, TextBox))
        assert start == TextStart("p", "en", offset)
        offset += len("".join(line.split()).removesuffix("\u2010"))
        divided += line.endswith("\u2010")
    assert divided > 3 and offset == len(words.replace(" ", ""))


def test_sides_in_columns(starts: Starts) -> None:
    """A page that continues the sides of a pair begins with the first block of which any side begins there.

    So does one that continues a block which all languages share, as a listing. Words in another language begin none.
    """
    columns = "display: table-cell; vertical-align: top"

    def pair(name: str, *lines: int) -> str:
        sides = zip(("zh", "en"), lines, strict=True)
        words = ((lang, "<br>".join(["ab"] * count)) for lang, count in sides)
        cells = "".join(
            f'<div class="cell column-{lang}" style="{columns}"><p lang="{lang}">{text}</p></div>'
            for lang, text in words
        )
        return f'<div id="{name}" style="display: table">{cells}</div>'

    def second(body: str) -> TextStart | None:
        return starts(body, "parallel in-columns")[1]

    assert second(pair("long", 6, 6) + pair("next", 1, 1)) == TextStart("next", "zh", 0)
    assert second(f"<p id=one>a<br>b</p>{pair('torn', 9, 3)}") == TextStart("torn", "en", 0)
    assert second(pair("long", 9, 9)) == TextStart("long", "zh", 8)
    foreign = pair("long", 6, 6).replace("ab</p>", "<i lang=fr>ab</i></p>")
    assert second(foreign + pair("next", 1, 1)) == TextStart("next", "zh", 0)
    code = f'<p id="code">{"<br>".join(["ab"] * 6)}</p><p id="next">a</p>'
    assert second(code) == TextStart("next", "en", 0)
    assert starts(code, "interleaved")[1] == TextStart("code", "en", 8)


def test_a_repeated_head_is_no_text(starts: Starts) -> None:
    """The second page of a table begins with a row, not with the repeated head."""
    rows = "".join(f'<tr id="r{nth}"><td>row</td></tr>' for nth in range(6))
    table = f'<table id="t"><thead><tr><th>head</th></tr></thead><tbody>{rows}</tbody></table>'
    pages = starts(table)
    assert pages[0] == TextStart("t", "en", 0)
    assert pages[1].block.startswith("r") and pages[1].offset == 0


def test_what_is_not_counted(starts: Starts) -> None:
    """Markers, labels and ruby readings are not counted."""
    marked = '<span aria-hidden="true">1.</span><span class="label">Note</span><ruby>a<rt>b</rt></ruby>'
    pages = starts(f'<p id="p">{marked}{"<br>".join(["xy"] * 6)}</p>')
    assert pages[1].offset == 1 + 8


def test_a_formula_is_one_character_where_it_begins(starts: Starts) -> None:
    """A page may begin with a formula that stands alone, before one in a line, behind it, or within it."""
    drawing = '<svg viewBox="0 0 1 1" style="width: 9pt; height: 9pt"></svg>'
    formula, divided = (f'<span class="formula">{each}</span>' for each in (drawing, f"{drawing}<br>{drawing}"))
    lines = "<br>".join(["ab cd"] * 3)
    assert starts(f'<p id="p">{lines}<br>ab</p><p id="eq">{formula}</p>')[1] == TextStart("eq", "en", 0)
    style = "<style>p { orphans: 1; widows: 1 }</style>"
    assert starts(f'{style}<p id="p">{lines}<br>ab<br>{formula} cd</p>')[1] == TextStart("p", "en", 14)
    assert starts(f'{style}<p id="p">{lines}<br>ab {formula}<br>cd</p>')[1] == TextStart("p", "en", 15)
    assert starts(f'{style}<p id="p">{lines}<br>ab {divided} cd</p>')[1] == TextStart("p", "en", 15)


def test_a_page_without_text_has_no_start(starts: Starts) -> None:
    """A page without text has no text start."""
    assert starts('<div style="height: 60pt"></div><p id="p">x</p>') == (None, TextStart("p", "en", 0))
