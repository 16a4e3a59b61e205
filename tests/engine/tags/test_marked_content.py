"""Marked content: artifacts, soft hyphens, and the spaces that are removed at the ends of lines."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from support.structure_tree import operators, outline, tagged, texts
from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.engine.tags.marked_content import SOFT_HYPHEN, mark_hyphen

WORDS = "internationalisation of extraordinary things "


def artifacts(data: bytes, page: int = 0) -> list[dict[str, str]]:
    """Return the property lists of the artifacts on a page."""
    lists = []
    for operands, operator in operators(data, page):
        if operator == "BDC" and operands[0] == "/Artifact":
            lists.append(operands[1])
    return lists


def test_running_feet_are_pagination() -> None:
    """A box in the bottom margin is a pagination artifact at that edge."""
    foot = {"/Type": "/Pagination", "/Subtype": "/Footer"}
    assert [{k: v for k, v in each.items() if k in foot} for each in artifacts(tagged("<p>a</p>"))] == [foot]


def test_running_heads_are_pagination() -> None:
    """A box in the top margin is a header, one at a side is neither."""
    css = "@page { @top-left { content: 'h' } @left-middle { content: 's' } @bottom-center { content: none } }"
    assert sorted(each.get("/Subtype", "") for each in artifacts(tagged("<p>a</p>", css))) == ["", "/Header"]


def test_backgrounds_and_rules_are_layout() -> None:
    """Backgrounds, borders and rules are layout artifacts."""
    css = "@page { @bottom-center { content: none } } p { background: #eee; border-top: 1pt solid } "
    kinds = {each["/Type"] for each in artifacts(tagged("<p>a</p><hr>", css))}
    assert kinds == {"/Layout"}


def test_hidden_text_is_an_artifact() -> None:
    """Text that is hidden from assistive technology is not in the tree."""
    data = tagged('<p>a<span aria-hidden="true"> ornament</span></p><p role="presentation">b</p>')
    assert outline(data) == "Document en\n P 'a'"


def test_nothing_is_painted_outside_marked_content() -> None:
    """Every painting operator is inside a sequence that is content or an artifact."""
    css = ".b { box-shadow: 1pt 1pt 2pt #888; outline: 1pt dotted; background: linear-gradient(red, blue) }"
    css += " td { border: 1pt solid }"
    body = f'<p class="b">a <u>u</u></p><ul><li>x</ul><ol><li>y</ol><table><tr><td>t</table><p>{WORDS * 9}</p>'
    depth = 0
    for _, operator in operators(tagged(body, css)):
        depth += operator in {"BDC", "BMC"}
        depth -= operator == "EMC"
        assert depth or operator not in {"TJ", "Tj", "f", "f*", "S", "s", "B", "sh", "Do"}, operator
    assert depth == 0


@pytest.mark.parametrize("layered", [False, True])
@pytest.mark.parametrize("align", ["left", "justify"])
def test_lines_join_to_the_text(layered: bool, align: str) -> None:
    """The joined lines equal the manuscript: with its spaces, and with hyphens that are soft ones."""
    body = f'<p>{WORDS * 12}<em>and a well-known</em> {WORDS * 3}</p><p lang="zh">汉字之间没有空格，{"汉字" * 60}</p>'
    data = tagged(body, f"p {{ hyphens: auto; text-align: {align} }}", chinese_line_layout() if layered else None)
    text = "".join(texts(data).values())
    assert "\u00ad" in text
    assert "\u2010" not in text
    plain = f"{WORDS * 12}and a well-known {WORDS * 3}汉字之间没有空格，{'汉字' * 60}"
    assert text.replace("\u00ad", "").replace(" ", "") == plain.replace(" ", "")
    assert " ".join(text.replace("\u00ad", "").split()) == plain


def test_gaps_of_the_style_are_spaces() -> None:
    """A gap that only the style makes is a space in the text; a line of code ends with one."""
    body = '<p><b style="margin-right: .5em">Figure 1</b>A caption</p><pre>a\nb</pre><p>line<br>break</p>'
    assert outline(tagged(body)) == "Document en\n P 'Figure 1 |A caption'\n P 'a |b'\n P 'line |break'"


def test_blank_text_between_elements_is_kept() -> None:
    """A space between two elements, which WeasyPrint does not paint, is added to the text before it."""
    assert outline(tagged("<p><q>a</q> <code>b</code></p>")).endswith("Code 'b'")
    assert "” '" in outline(tagged("<p><q>a</q> <code>b</code></p>"))


@pytest.mark.parametrize(
    ("shown", "parts"),
    [
        (b"[<0041>] TJ", [b"[<0041>] TJ"]),
        (b"[<00420041>] TJ", [b"[<0042>] TJ", b"[<0041>] TJ"]),
        (b"[<0042>-12<0041>] TJ", [b"[<0042>-12] TJ", b"[<0041>] TJ"]),
        (b"[7<0041>0] TJ", [b"[7] TJ", b"[<0041>0] TJ"]),
    ],
)
def test_hyphen_is_split_off(shown: bytes, parts: list[bytes]) -> None:
    """The last glyph of a line gets a span of its own, and every move stays."""
    lines: list[bytes] = [b"BT", shown, b"ET"]
    mark_hyphen(lines, 0, 2, SOFT_HYPHEN)
    assert lines[-3] == parts[-1]
    assert lines[-4].startswith(b"/Span <</ActualText <feff00ad>>>") or lines[-4] == parts[-1]
    assert [each for each in lines if each.endswith(b"TJ")] == parts


def test_hyphen_with_actual_text() -> None:
    """A hyphen that the line layer has marked as another character is marked once, as a soft one."""
    lines = [b"/Span <</ActualText <feff2010>>> BDC", b"[<0041>] TJ", b"EMC", b"ET"]
    mark_hyphen(lines, 0, 3, SOFT_HYPHEN)
    assert lines == [b"/Span <</ActualText <feff00ad>>> BDC", b"[<0041>] TJ", b"EMC", b"ET"]


@pytest.mark.parametrize("layered", [False, True])
def test_spaces_and_hyphens_of_other_kinds(layered: bool) -> None:
    """Lines end with the right space and hyphen although the font shows a no-break space and a hyphen-minus first."""
    body = f"<p>a\u00a0b-c</p><p>{WORDS * 12}</p>"
    data = tagged(body, "p { hyphens: auto }", chinese_line_layout() if layered else None)
    text = "".join(texts(data).values()).removeprefix("a\u00a0b-c")
    assert "\u00ad" in text
    assert "\u2010" not in text
    assert " ".join(text.replace("\u00ad", "").split(" ")).strip() == (WORDS * 12).strip()


@pytest.mark.parametrize("layered", [False, True])
@pytest.mark.parametrize("body", ["<p>a well-known canal</p>", "<p>a <q>far</q> well-known canal</p>"])
def test_a_hyphen_of_the_manuscript_is_copied(body: str, layered: bool, tmp_path: Path) -> None:
    """Readers that join the words of broken lines keep a hyphen that the manuscript has."""
    css = "p { width: 40pt; text-align: left }"
    path = tmp_path / "page.pdf"
    path.write_bytes(tagged(body, css, chinese_line_layout() if layered else None))
    by_poppler = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    with PdfDocument(path) as document:
        by_pdfium = document[0].get_textpage().get_text_range()
    for text in (by_poppler, by_pdfium):
        assert "-\u200b" in text
        words = " ".join(text.split())
        assert "well-\u200b known canal" in words and "\ufffe" not in words
    assert "well-known" in "".join(texts(path.read_bytes()).values())


@pytest.mark.parametrize("shown", [b"[<>] TJ", b"(text) Tj", b"[<00>] TJ", b"f"])
def test_lines_without_a_glyph_stay(shown: bytes) -> None:
    """Where the last glyph is not recognised, nothing is changed."""
    lines: list[bytes] = [b"BT", shown, b"ET"]
    mark_hyphen(lines, 0, 2, SOFT_HYPHEN)
    assert lines == [b"BT", shown, b"ET"]
