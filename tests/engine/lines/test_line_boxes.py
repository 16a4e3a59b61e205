"""Laid lines: flush, whole, cut where the rules allow, in every place where text is set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.line_breaking import LineOptions

PX = 0.75  # pt in a px
TEXT = (
    "《数据治理手册》第二章给出了<em>字段命名</em>的约定，本节沿用这一约定。从 2016 年第三季度开始，GPU的平均利用率"
    "稳定在77.5%左右<sup>1</sup>。作者反复强调：“先把问题讲清楚，再谈方案。”——这是……一句老话，用<code>API</code>来说，"
    "就是「多数团队」已经把API网关、日志采集与dashboard放进同一套部署流程！"
)
SQUARE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'><path d='M0 0h4v4z'/></svg>"


def lines(box: Any) -> Iterator[Any]:
    """Yield every line box under `box`."""
    if isinstance(box, boxes.LineBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from lines(child)


def texts(line: Any) -> list[Any]:
    """Return the text boxes of a line."""
    return [box for box in line.descendants() if isinstance(box, boxes.TextBox)]


def said(line: Any) -> str:
    """Return the text of a line."""
    return "".join(box.text for box in texts(line))


def right(line: Any) -> float:
    """Return where the text of a line ends, pt from the page's left."""
    return max(box.position_x + box.width for box in texts(line)) * PX


@pytest.fixture
def lay(render: Callable[..., Any]) -> Callable[..., list[Any]]:
    """A function from body HTML, CSS and options to the laid lines."""

    def make(body: str, css: str = "", **options: Any) -> list[Any]:
        with chinese_line_layout(LineOptions(**options)):
            document = render(body, css)
        return [line for page in document.pages for line in lines(page._page_box)]

    return make


@pytest.mark.parametrize("width", [80, 140, 340])
@pytest.mark.parametrize("breaking", ["optimal", "greedy"])
def test_full_lines_are_flush(lay: Callable[..., list[Any]], width: int, breaking: str) -> None:
    """Every line but the last ends on the edge to within .01 pt, none beyond it, at three measures."""
    found = lay(f"<p lang=zh style='width: {width}pt'>{TEXT}</p>", breaking=breaking)
    assert len(found) > 3
    assert [right(line) for line in found[:-1]] == pytest.approx([width] * (len(found) - 1), abs=0.01)
    assert right(found[-1]) <= width + 0.01


@pytest.mark.parametrize("width", [80, 140, 340])
def test_nothing_is_lost(lay: Callable[..., list[Any]], width: int) -> None:
    """The lines say what the paragraph says, in order."""
    found = lay(f"<p lang=zh style='width: {width}pt; text-indent: 2em'>{TEXT}</p>")
    plain = re.sub("<.*?>| ", "", TEXT)
    assert "".join(said(line) for line in found).replace(" ", "") == plain


def test_first_line_indent(lay: Callable[..., list[Any]]) -> None:
    """An indented first line begins 2 em in; an opening mark there keeps or gives its blank as the book says."""
    for trimmed, left in ((True, 15.0), (False, 20.0)):
        line = lay(f"<p lang=zh style='text-indent: 2em'>{TEXT}</p>", trim_indented=trimmed)[0]
        box = texts(line)[0]
        first = box.position_x + box.pango_layout.pieces[0].places[0]
        assert first * PX == pytest.approx(left, abs=0.01)


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_other_alignments(lay: Callable[..., list[Any]], align: str, share: float) -> None:
    """Ragged and centred lines stand where they should, their end marks counted as half."""
    text = "居中的标题，可以很长，一直写到第二行，才是标题。"
    for line in lay(f"<p lang=zh style='width: 205pt; text-align: {align}'>{text}</p>"):
        left = min(box.position_x for box in texts(line)) * PX
        assert left == pytest.approx((205 - (right(line) - left)) * share, abs=0.01)


def test_last_line_may_be_justified(lay: Callable[..., list[Any]]) -> None:
    """`text-align-last: justify` brings the last line to the edge too."""
    found = lay(
        "<p lang=zh style='width: 205pt; text-align-last: justify'>最后一行也齐，最后一行也齐，最后一行也齐。</p>"
    )
    assert right(found[-1]) == pytest.approx(205, abs=0.01)


def test_forced_breaks(lay: Callable[..., list[Any]]) -> None:
    """`br` ends a line where it stands and adds no empty one at the end."""
    assert [said(line) for line in lay("<p lang=zh>一行<br>二行，<em>强调<br>三行</em><br></p>")] == [
        "一行",
        "二行，强调",
        "三行",
    ]


def test_hanging_marks(lay: Callable[..., list[Any]]) -> None:
    """Where a book asks for it one comma hangs beyond the edge, and the Han before it ends on the edge."""
    body = "<p lang=zh style='width: 100pt'>" + "汉字汉字汉字汉字汉字，" * 4 + "</p>"
    hung = lay(body, hanging=True)
    assert said(hung[0]) == "汉字汉字汉字汉字汉字，"
    assert texts(hung[0])[0].pango_layout.pieces[0].places[10] * PX == pytest.approx(100, abs=0.01)
    assert said(lay(body)[0]) != said(hung[0])


def test_soft_hyphens(lay: Callable[..., list[Any]]) -> None:
    """A soft hyphen divides a word and shows a hyphen only where the line ends at it."""
    found = lay("<p lang=zh style='width: 90pt'>软连字符inter&shy;national&shy;ization断开</p>")
    assert said(found[0]).endswith("‐")
    assert "‐" not in said(lay("<p lang=zh>软连字符inter&shy;national也可以</p>")[0])


def test_latin_in_chinese_is_hyphenated_by_its_own_language(lay: Callable[..., list[Any]]) -> None:
    """A word marked as English may be divided inside a Chinese line; an unmarked one may not."""
    css = "[lang|=en] { hyphens: auto; font: inherit }"
    body = "<p lang=zh style='width: 120pt; hyphens: auto'>汉字汉字汉<span{}>characterisation</span>汉字汉字汉字</p>"
    assert any("‐" in said(line) for line in lay(body.format(" lang=en"), css))
    assert not any("‐" in said(line) for line in lay(body.format(""), css))


def test_floats_narrow_their_lines(lay: Callable[..., list[Any]]) -> None:
    """Lines beside a float end on the edge they have, later ones on the block's."""
    image = f'<img style="float: left; width: 60pt; height: 40pt" src="{SQUARE}">'
    found = [line for line in lay(f"<p lang=zh style='width: 200pt'>{image}{TEXT}</p>") if texts(line)]
    assert [right(line) for line in found[:-1]] == pytest.approx([200] * (len(found) - 1), abs=0.01)
    lefts = [min(box.position_x for box in texts(line)) * PX for line in found]
    assert lefts[:3] == pytest.approx([60] * 3, abs=5.01)
    assert lefts[3:] == pytest.approx([0] * len(lefts[3:]), abs=0.01)


def test_float_met_in_a_line(lay: Callable[..., list[Any]]) -> None:
    """A float inside the text narrows the line it is met in."""
    image = f'<img style="float: right; width: 60pt; height: 20pt" src="{SQUARE}">'
    found = [line for line in lay(f"<p lang=zh style='width: 200pt'>中间{image}{TEXT}</p>") if texts(line)]
    assert right(found[0]) == pytest.approx(140, abs=0.01)
    assert right(found[2]) == pytest.approx(200, abs=0.01)


def test_objects_stand_in_the_line(lay: Callable[..., list[Any]]) -> None:
    """Images and inline blocks are set like characters and keep lines flush."""
    image = f'<img style="width: 23pt; height: 8pt" src="{SQUARE}">'
    block = "<span style='display: inline-block; border: 1pt solid'>行内块</span>"
    found = lay(f"<p lang=zh style='width: 200pt'>图{image}和{block}{TEXT}</p>")
    outer = [line for line in found if right(line) > 100]
    assert [right(line) for line in outer[:-1]] == pytest.approx([200] * (len(outer) - 1), abs=0.01)


def test_first_letter(lay: Callable[..., list[Any]]) -> None:
    """A larger first letter takes its room and the line is still flush."""
    css = "p::first-letter { font-size: 20pt }"
    found = lay(f"<p lang=zh style='width: 200pt'>首字{TEXT}</p>", css)
    assert texts(found[0])[0].text == "首"
    assert right(found[0]) == pytest.approx(200, abs=0.01)


def test_over_the_page(render: Callable[..., Any]) -> None:
    """A paragraph goes on over the page with nothing lost, its lines flush on both."""
    with chinese_line_layout():
        document = render(f"<p lang=zh>{TEXT * 4}</p>", "@page { size: 200pt 160pt }")
    assert len(document.pages) > 1
    found = [line for page in document.pages for line in lines(page._page_box)]
    assert [right(line) for line in found[:-1]] == pytest.approx([200] * (len(found) - 1), abs=0.01)
    assert "".join(map(said, found)).replace(" ", "") == re.sub("<.*?>| ", "", TEXT * 4)


def test_over_pages_of_other_widths(render: Callable[..., Any]) -> None:
    """Where the next page is narrower the rest of the paragraph is planned again."""
    css = "@page { size: 200pt 160pt } @page :left { margin-left: 60pt }"
    with chinese_line_layout():
        document = render(f"<p lang=zh>{TEXT * 4}</p>", css)
    widths = [{round(right(line), 1) for line in lines(page._page_box)} for page in document.pages]
    assert widths[0] == {200.0}
    assert all(200.0 in found for found in widths[:-1])
    found = [line for page in document.pages for line in lines(page._page_box)]
    assert "".join(map(said, found)).replace(" ", "") == re.sub("<.*?>| ", "", TEXT * 4)


def test_cells_are_as_wide_as_their_text(lay: Callable[..., list[Any]]) -> None:
    """A shrink-to-fit cell has room for its Han-Latin gaps: nothing wraps that need not."""
    found = lay("<table lang=zh><tr><td>表格GPU里的字</td><td>自动WeasyPrint宽度</td></tr></table>")
    assert [said(line) for line in found] == ["表格GPU里的字", "自动WeasyPrint宽度"]


def test_absolute_markers_stay_out_of_the_line(lay: Callable[..., list[Any]]) -> None:
    """An absolutely placed marker takes no room and no part in justification."""
    css = ".item { position: relative; padding-left: 10pt; width: 190pt } .marker { position: absolute; left: 0 }"
    found = lay(f"<p lang=zh class=item><span class=marker>●</span>{TEXT}</p>", css)
    body = [line for line in found if said(line) != "●"]
    assert len(body) == len(found) - 1
    assert [right(line) for line in body[:-1]] == pytest.approx([200] * (len(body) - 1), abs=0.01)


def test_footnotes(lay: Callable[..., list[Any]]) -> None:
    """A note's call never begins a line and stands close to its word; the note is set by the same rules."""
    css = (
        "@page { size: 200pt 400pt } .fn { float: footnote } ::footnote-call { font-size: 6pt; vertical-align: 3pt }"
    )
    note = f"<span class=fn lang=zh>{TEXT}</span>"
    found = lay(
        "".join(f"<p lang=zh>{'汉' * count}{note if count == 20 else ''}汉字汉字</p>" for count in (19, 20, 21)), css
    )
    assert not any(re.match(r"\d", said(line)) and len(said(line)) < 12 and "汉" in said(line) for line in found)
    assert any("77.5%" in said(line) for line in found)


def test_traditional_marks_keep_their_cells(lay: Callable[..., list[Any]]) -> None:
    """In zh-Hant pauses are centred: neither squeezed beside brackets nor trimmed at line ends."""
    line = lay("<p lang=zh-Hant-TW>「甲乙，」丙</p>")[0]
    places = [place * PX for place in texts(line)[0].pango_layout.pieces[0].places]
    assert places[4] - places[3] == pytest.approx(10, abs=0.01)
    simplified = lay("<p lang=zh-Hans>「甲乙，」丙</p>")[0]
    places = [place * PX for place in texts(simplified)[0].pango_layout.pieces[0].places]
    assert places[4] - places[3] == pytest.approx(5, abs=0.01)


def test_what_is_not_ours_is_left_to_the_engine(lay: Callable[..., list[Any]], render: Callable[..., Any]) -> None:
    """Right-to-left text, preserved spaces and tabs are set as the engine sets them."""
    body = (
        "<p style='direction: rtl'>שלום 123</p><pre lang=en>a\tb  c</pre><p lang=ar style='direction: rtl'>سلام</p>"
    )
    plain = [line for page in render(body).pages for line in lines(page._page_box)]
    ours = lay(body)
    assert [said(line) for line in ours] == [said(line) for line in plain]
    assert [right(line) for line in ours] == pytest.approx([right(line) for line in plain])


ENGLISH = (
    "Rank is given by position and never by colour. Chinese starts on the first line of the page, English on the "
    "second, two em further in; in titles, captions and internationalisation English always starts on the third of "
)


def test_english_ends_on_more_than_a_short_word(lay: Callable[..., list[Any]]) -> None:
    """No English paragraph ends on one short word, at whatever measure."""
    for width, align in product(range(150, 330, 13), ("left", "justify")):
        found = lay(f"<p lang=en style='width: {width}pt; text-align: {align}'>{ENGLISH * 2}it.</p>")
        last = said(found[-1])
        assert " " in last.strip() or len(last) > 8, (width, align)


def test_english_is_hyphenated_sparingly(lay: Callable[..., list[Any]]) -> None:
    """A ragged English line ends in a hyphen only if it would fall short by more than the zone."""
    css = "[lang|=en] { hyphens: auto; hyphenate-limit-chars: 8 4 4; hyphenate-limit-zone: 24pt }"
    for width in range(150, 330, 12):
        found = lay(f"<p lang=en style='width: {width}pt'>{ENGLISH * 3}</p>", css)
        for line, following in pairwise(found):
            if said(line).endswith("‐"):
                before = said(line).rsplit(" ", 1)[1].rstrip("‐")
                after = re.split(r"\W", said(following))[0]
                assert min(len(before), len(after)) >= 4
                assert len(before + after) >= 8


def test_justified_english_has_no_rivers(lay: Callable[..., list[Any]]) -> None:
    """Justified English is flush and no word space is wider than 2.5 normal ones."""
    css = "[lang|=en] { hyphens: auto; text-align: justify }"
    for width in (200, 260, 330):
        found = lay(f"<p lang=en style='width: {width}pt'>{ENGLISH * 3}</p>", css)
        assert [right(line) for line in found[:-1]] == pytest.approx([width] * (len(found) - 1), abs=0.01)
        for line in found:
            piece = texts(line)[0].pango_layout.pieces[0]
            glyphs = range(piece.first, piece.first + len(piece.places) - 1)
            for glyph, (place, following) in zip(glyphs, pairwise(piece.places), strict=True):
                if piece.shaped.text[piece.shaped.characters[glyph]] == " ":
                    assert following - place <= 2.51 * piece.shaped.advances[glyph]
