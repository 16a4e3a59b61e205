"""Laid-out lines: flush, complete, broken where the rules allow, in every kind of box."""

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


def text_of(line: Any) -> str:
    """Return the text of a line."""
    return "".join(box.text for box in texts(line))


def right(line: Any) -> float:
    """Return the right edge of a line's text, pt from the page's left."""
    return max(box.position_x + box.width for box in texts(line)) * PX


@pytest.fixture
def layout(render: Callable[..., Any]) -> Callable[..., list[Any]]:
    """Return a function from body HTML, CSS and options to the line boxes."""

    def make(body: str, css: str = "", **options: Any) -> list[Any]:
        with chinese_line_layout(LineOptions(**options)):
            document = render(body, css)
        return [line for page in document.pages for line in lines(page._page_box)]

    return make


@pytest.mark.parametrize("width", [80, 140, 340])
@pytest.mark.parametrize("breaking", ["optimal", "greedy"])
def test_full_lines_are_flush(layout: Callable[..., list[Any]], width: int, breaking: str) -> None:
    """Every line but the last ends on the edge to within .01 pt, none beyond it, at three widths."""
    laid_out = layout(f"<p lang=zh style='width: {width}pt'>{TEXT}</p>", breaking=breaking)
    assert len(laid_out) > 3
    assert [right(line) for line in laid_out[:-1]] == pytest.approx([width] * (len(laid_out) - 1), abs=0.01)
    assert right(laid_out[-1]) <= width + 0.01


@pytest.mark.parametrize("width", [80, 140, 340])
def test_nothing_is_lost(layout: Callable[..., list[Any]], width: int) -> None:
    """The lines have the text of the paragraph, in order."""
    laid_out = layout(f"<p lang=zh style='width: {width}pt; text-indent: 2em'>{TEXT}</p>")
    plain = re.sub("<.*?>| ", "", TEXT)
    assert "".join(text_of(line) for line in laid_out).replace(" ", "") == plain


def test_first_line_indent(layout: Callable[..., list[Any]]) -> None:
    """An indented first line begins 2 em in; an opening mark there keeps its blank half if the book says so."""
    for trimmed, left in ((True, 15.0), (False, 20.0)):
        line = layout(f"<p lang=zh style='text-indent: 2em'>{TEXT}</p>", trim_indented=trimmed)[0]
        box = texts(line)[0]
        first = box.position_x + box.pango_layout.glyph_runs[0].origins[0]
        assert first * PX == pytest.approx(left, abs=0.01)


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_other_alignments(layout: Callable[..., list[Any]], align: str, share: float) -> None:
    """Ragged and centred lines are aligned with their end marks counted as half."""
    text = "居中的标题，可以很长，一直写到第二行，才是标题。"
    for line in layout(f"<p lang=zh style='width: 205pt; text-align: {align}'>{text}</p>"):
        left = min(box.position_x for box in texts(line)) * PX
        assert left == pytest.approx((205 - (right(line) - left)) * share, abs=0.01)


def test_last_line_may_be_justified(layout: Callable[..., list[Any]]) -> None:
    """`text-align-last: justify` justifies the last line too."""
    laid_out = layout(
        "<p lang=zh style='width: 205pt; text-align-last: justify'>最后一行也齐，最后一行也齐，最后一行也齐。</p>"
    )
    assert right(laid_out[-1]) == pytest.approx(205, abs=0.01)


def test_forced_breaks(layout: Callable[..., list[Any]]) -> None:
    """`br` ends a line and adds no empty one at the end."""
    assert [text_of(line) for line in layout("<p lang=zh>一行<br>二行，<em>强调<br>三行</em><br></p>")] == [
        "一行",
        "二行，强调",
        "三行",
    ]


def test_hanging_marks(layout: Callable[..., list[Any]]) -> None:
    """With the option `hanging` a comma hangs beyond the edge, and the Han before it ends on the edge."""
    body = "<p lang=zh style='width: 100pt'>" + "汉字汉字汉字汉字汉字，" * 4 + "</p>"
    hanging = layout(body, hanging=True)
    assert text_of(hanging[0]) == "汉字汉字汉字汉字汉字，"
    assert texts(hanging[0])[0].pango_layout.glyph_runs[0].origins[10] * PX == pytest.approx(100, abs=0.01)
    assert text_of(layout(body)[0]) != text_of(hanging[0])


def test_soft_hyphens(layout: Callable[..., list[Any]]) -> None:
    """A soft hyphen divides a word and shows a hyphen only where the line ends at it."""
    laid_out = layout("<p lang=zh style='width: 90pt'>软连字符inter&shy;national&shy;ization断开</p>")
    assert text_of(laid_out[0]).endswith("‐")
    assert "‐" not in text_of(layout("<p lang=zh>软连字符inter&shy;national也可以</p>")[0])


def test_latin_in_chinese_is_hyphenated_by_its_own_language(layout: Callable[..., list[Any]]) -> None:
    """A word with `lang=en` may be divided inside a Chinese line; one without may not."""
    css = "[lang|=en] { hyphens: auto; font: inherit }"
    body = "<p lang=zh style='width: 120pt; hyphens: auto'>汉字汉字汉<span{}>characterisation</span>汉字汉字汉字</p>"
    assert any("‐" in text_of(line) for line in layout(body.format(" lang=en"), css))
    assert not any("‐" in text_of(line) for line in layout(body.format(""), css))


def test_floats_narrow_their_lines(layout: Callable[..., list[Any]]) -> None:
    """Lines beside a float end on its edge, later ones on the block's."""
    image = f'<img style="float: left; width: 60pt; height: 40pt" src="{SQUARE}">'
    laid_out = [line for line in layout(f"<p lang=zh style='width: 200pt'>{image}{TEXT}</p>") if texts(line)]
    assert [right(line) for line in laid_out[:-1]] == pytest.approx([200] * (len(laid_out) - 1), abs=0.01)
    lefts = [min(box.position_x for box in texts(line)) * PX for line in laid_out]
    assert lefts[:3] == pytest.approx([60] * 3, abs=5.01)
    assert lefts[3:] == pytest.approx([0] * len(lefts[3:]), abs=0.01)


def test_float_inside_a_line(layout: Callable[..., list[Any]]) -> None:
    """A float inside the text narrows the line in which it occurs."""
    image = f'<img style="float: right; width: 60pt; height: 20pt" src="{SQUARE}">'
    laid_out = [line for line in layout(f"<p lang=zh style='width: 200pt'>中间{image}{TEXT}</p>") if texts(line)]
    assert right(laid_out[0]) == pytest.approx(140, abs=0.01)
    assert right(laid_out[2]) == pytest.approx(200, abs=0.01)


def test_inline_objects(layout: Callable[..., list[Any]]) -> None:
    """Images and inline blocks are set like characters, and lines are still flush."""
    image = f'<img style="width: 23pt; height: 8pt" src="{SQUARE}">'
    block = "<span style='display: inline-block; border: 1pt solid'>行内块</span>"
    laid_out = layout(f"<p lang=zh style='width: 200pt'>图{image}和{block}{TEXT}</p>")
    outer = [line for line in laid_out if right(line) > 100]
    assert [right(line) for line in outer[:-1]] == pytest.approx([200] * (len(outer) - 1), abs=0.01)


def test_first_letter(layout: Callable[..., list[Any]]) -> None:
    """A line with a larger first letter is still flush."""
    css = "p::first-letter { font-size: 20pt }"
    laid_out = layout(f"<p lang=zh style='width: 200pt'>首字{TEXT}</p>", css)
    assert texts(laid_out[0])[0].text == "首"
    assert right(laid_out[0]) == pytest.approx(200, abs=0.01)


def test_over_a_page_break(render: Callable[..., Any]) -> None:
    """A paragraph over a page break loses no text, and its lines are flush on both pages."""
    with chinese_line_layout():
        document = render(f"<p lang=zh>{TEXT * 4}</p>", "@page { size: 200pt 160pt }")
    assert len(document.pages) > 1
    laid_out = [line for page in document.pages for line in lines(page._page_box)]
    assert [right(line) for line in laid_out[:-1]] == pytest.approx([200] * (len(laid_out) - 1), abs=0.01)
    assert "".join(map(text_of, laid_out)).replace(" ", "") == re.sub("<.*?>| ", "", TEXT * 4)


def test_over_pages_of_other_widths(render: Callable[..., Any]) -> None:
    """Where the next page is narrower, the rest of the paragraph is planned again."""
    css = "@page { size: 200pt 160pt } @page :left { margin-left: 60pt }"
    with chinese_line_layout():
        document = render(f"<p lang=zh>{TEXT * 4}</p>", css)
    widths = [{round(right(line), 1) for line in lines(page._page_box)} for page in document.pages]
    assert widths[0] == {200.0}
    assert all(200.0 in rights for rights in widths[:-1])
    laid_out = [line for page in document.pages for line in lines(page._page_box)]
    assert "".join(map(text_of, laid_out)).replace(" ", "") == re.sub("<.*?>| ", "", TEXT * 4)


def test_cells_are_as_wide_as_their_text(layout: Callable[..., list[Any]]) -> None:
    """A shrink-to-fit cell includes its Han-Latin gaps, so that no line wraps without need."""
    laid_out = layout("<table lang=zh><tr><td>表格GPU里的字</td><td>自动WeasyPrint宽度</td></tr></table>")
    assert [text_of(line) for line in laid_out] == ["表格GPU里的字", "自动WeasyPrint宽度"]


def test_absolute_markers_stay_out_of_the_line(layout: Callable[..., list[Any]]) -> None:
    """An absolutely positioned marker has no width in the line and no part in justification."""
    css = ".item { position: relative; padding-left: 10pt; width: 190pt } .marker { position: absolute; left: 0 }"
    laid_out = layout(f"<p lang=zh class=item><span class=marker>●</span>{TEXT}</p>", css)
    body = [line for line in laid_out if text_of(line) != "●"]
    assert len(body) == len(laid_out) - 1
    assert [right(line) for line in body[:-1]] == pytest.approx([200] * (len(body) - 1), abs=0.01)


def test_footnotes(layout: Callable[..., list[Any]]) -> None:
    """A note's call never begins a line; the note follows the same rules as the text."""
    css = (
        "@page { size: 200pt 400pt } .fn { float: footnote } ::footnote-call { font-size: 6pt; vertical-align: 3pt }"
    )
    note = f"<span class=fn lang=zh>{TEXT}</span>"
    laid_out = layout(
        "".join(f"<p lang=zh>{'汉' * count}{note if count == 20 else ''}汉字汉字</p>" for count in (19, 20, 21)), css
    )
    assert not any(
        re.match(r"\d", text_of(line)) and len(text_of(line)) < 12 and "汉" in text_of(line) for line in laid_out
    )
    assert any("77.5%" in text_of(line) for line in laid_out)


def test_traditional_marks_keep_their_cells(layout: Callable[..., list[Any]]) -> None:
    """In zh-Hant pauses are centred: neither reduced beside brackets nor trimmed at line ends."""
    line = layout("<p lang=zh-Hant-TW>「甲乙，」丙</p>")[0]
    places = [place * PX for place in texts(line)[0].pango_layout.glyph_runs[0].origins]
    assert places[4] - places[3] == pytest.approx(10, abs=0.01)
    simplified = layout("<p lang=zh-Hans>「甲乙，」丙</p>")[0]
    places = [place * PX for place in texts(simplified)[0].pango_layout.glyph_runs[0].origins]
    assert places[4] - places[3] == pytest.approx(5, abs=0.01)


def test_unsupported_text_is_left_to_weasyprint(layout: Callable[..., list[Any]], render: Callable[..., Any]) -> None:
    """Right-to-left text, preserved spaces and tabs are laid out as WeasyPrint does."""
    body = (
        "<p style='direction: rtl'>שלום 123</p><pre lang=en>a\tb  c</pre><p lang=ar style='direction: rtl'>سلام</p>"
    )
    plain = [line for page in render(body).pages for line in lines(page._page_box)]
    layered = layout(body)
    assert [text_of(line) for line in layered] == [text_of(line) for line in plain]
    assert [right(line) for line in layered] == pytest.approx([right(line) for line in plain])


ENGLISH = (
    "Rank is given by position and never by colour. Chinese starts on the first line of the page, English on the "
    "second, two em further in; in titles, captions and internationalisation English always starts on the third of "
)


def test_english_ends_on_more_than_a_short_word(layout: Callable[..., list[Any]]) -> None:
    """No English paragraph ends on one short word, at any width."""
    for width, align in product(range(150, 330, 13), ("left", "justify")):
        laid_out = layout(f"<p lang=en style='width: {width}pt; text-align: {align}'>{ENGLISH * 2}it.</p>")
        last = text_of(laid_out[-1])
        assert " " in last.strip() or len(last) > 8, (width, align)


def test_english_is_hyphenated_sparingly(layout: Callable[..., list[Any]]) -> None:
    """A ragged English line ends in a hyphen only if it would be short by more than the zone."""
    css = "[lang|=en] { hyphens: auto; hyphenate-limit-chars: 8 4 4; hyphenate-limit-zone: 24pt }"
    for width in range(150, 330, 12):
        laid_out = layout(f"<p lang=en style='width: {width}pt'>{ENGLISH * 3}</p>", css)
        for line, following in pairwise(laid_out):
            if text_of(line).endswith("‐"):
                before = text_of(line).rsplit(" ", 1)[1].rstrip("‐")
                after = re.split(r"\W", text_of(following))[0]
                assert min(len(before), len(after)) >= 4
                assert len(before + after) >= 8


def test_words_are_divided_as_the_book_says(layout: Callable[..., list[Any]]) -> None:
    """A word of the book's list is divided at its own places alone, in any case; others by the dictionary."""
    css = "[lang|=en] { hyphens: auto; hyphenate-limit-chars: 8 4 4 }"
    body = "<p lang=en style='width: {}pt'>a Typesetting typesetting characterisation typesetting</p>"
    divisions = (("characterisation", ()), ("typesetting", (1,)))

    def divided(width: int, **options: Any) -> set[str]:
        texts = (text_of(line) for line in layout(body.format(width), css, **options))
        return {text.rsplit(" ", 1)[-1].lower() for text in texts if text.endswith("‐")}

    usual = set().union(*(divided(width) for width in range(40, 200, 6)))
    assert any(each.startswith("charac") for each in usual) and any(each.startswith("type") for each in usual)
    assert set().union(*(divided(width, divisions=divisions) for width in range(40, 200, 6))) == {"t‐"}


def test_a_long_name_of_code_is_not_letterspaced(layout: Callable[..., list[Any]]) -> None:
    """A Chinese line that is nothing but a name is ragged in a wide column, too; the next ones are flush."""
    name = "ALLOW_MISSING_TRANSLATIONS_IN_SINGLE_LANGUAGE_EDITIONS"
    css = "p { width: 300pt; font-size: 10pt; text-align: justify }"
    first, second, *_ = layout(f"<p lang=zh-Hans><code>{name}</code>：{'单语版本里缺译文时怎么办' * 6}", css)
    (alone, *_) = layout(f"<p lang=zh-Hans style='text-align: left'><code>{name}</code>：{'单语' * 30}", css)
    assert text_of(first).startswith("ALLOW_MISSING") and "单" not in text_of(first)
    assert right(first) == pytest.approx(right(alone), abs=0.1)
    assert right(second) > right(first)


def test_code_has_gaps_beside_han_and_none_inside(layout: Callable[..., list[Any]]) -> None:
    """Beside Han the signs at its ends count as letters, but not beside Han in the code itself."""
    css = "p { width: 300pt; font-size: 10pt } code { font: inherit }"
    (sign, plain, bracket) = (layout(f"<p lang=zh-Hans>{body}</p>", css)[0] for body in (
        "写<code>--x</code>", "写--x", "<code>[字]</code>",
    ))  # fmt: skip
    assert right(sign) - right(plain) == pytest.approx(2.5, abs=0.5)
    (unmarked,) = layout("<p lang=zh-Hans>[字]</p>", css)
    assert right(bracket) == pytest.approx(right(unmarked), abs=0.1)


def test_justified_english_has_no_wide_spaces(layout: Callable[..., list[Any]]) -> None:
    """Justified English is flush and no word space is wider than 2.5 normal ones."""
    css = "[lang|=en] { hyphens: auto; text-align: justify }"
    for width in (200, 260, 330):
        laid_out = layout(f"<p lang=en style='width: {width}pt'>{ENGLISH * 3}</p>", css)
        assert [right(line) for line in laid_out[:-1]] == pytest.approx([width] * (len(laid_out) - 1), abs=0.01)
        for line in laid_out:
            glyph_run = texts(line)[0].pango_layout.glyph_runs[0]
            glyphs = range(glyph_run.first, glyph_run.first + len(glyph_run.origins) - 1)
            for glyph, (place, following) in zip(glyphs, pairwise(glyph_run.origins), strict=True):
                if glyph_run.shaped.text[glyph_run.shaped.characters[glyph]] == " ":
                    assert following - place <= 2.51 * glyph_run.shaped.advances[glyph]
