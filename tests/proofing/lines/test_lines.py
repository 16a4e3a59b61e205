"""Planted line problems are reported by their kind, and a clean page has none."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from support.pdf_page import FACE, LEFT, WIDTH, PlacedLine, justify, make_pdf, set_line, shift
from wicpress.proofing.lines.char_classes import forbidden_start
from wicpress.proofing.lines.justification import Justification
from wicpress.proofing.lines.measure import measure
from wicpress.proofing.lines.measurements import Gap, StructureInfo, measure_line
from wicpress.proofing.lines.paragraphs import Paragraph
from wicpress.proofing.lines.report import KINDS, Report, findings, table
from wicpress.proofing.lines.rules import parted_number, ragged_lines
from wicpress.proofing.lines.thresholds import Thresholds
from wicpress.proofing.pdf.glyph_checks import ReferenceFace
from wicpress.proofing.pdf.line_grouping import find_lines
from wicpress.proofing.pdf.model import Glyph, Mark

# One paragraph after the other, cut by hand so that every line is good as it stands.
PARAGRAPH = [
    "一本书先有一页，一页先有一行，双语书的难在于",
    "文字的行并不像；汉字是方的（一个挨着一个），行灰匀",
    "拉丁字母有升有降，词之间留着空隙，例如WIC的会在",
    "乌镇举行，共有1600名嘉宾，其中7位总理与16组织",
    "《世界互联网发展乌镇报告》，即“乌镇报告”，由专家写",
    "所以我们先定行距，再定字号。",
]


def clean_page() -> list[PlacedLine]:
    """Return a page that breaks no rule: four paragraphs, each with a ragged last line."""
    lines: list[PlacedLine] = []
    for _ in range(4):
        lines.append(justify(set_line(PARAGRAPH[0], LEFT + 20)))
        lines += [justify(set_line(text)) for text in PARAGRAPH[1:-1]]
        lines.append(set_line(PARAGRAPH[-1]))
    return lines


KNOWN = ReferenceFace(FACE.read_bytes())
# One subset serves all tests.
CHARS = (
    "".join(PARAGRAPH)
    + "、）》”·～％（《“／—年亿%℃章¥500约3.5公里座桥20行报告》乌镇由专家写成 于内双语书的难处门門\u3000"
)


def measured(
    lines: list[PlacedLine] | list[list[PlacedLine]], thresholds: Thresholds | None = None, **how: Any
) -> Report:
    """Measure one page of lines, or several pages."""
    pages: Any = lines if lines and lines[0] and isinstance(lines[0][0], list) else [lines]
    report = measure(make_pdf(pages, extra=CHARS, **how), thresholds, [KNOWN])
    assert isinstance(report, Report)
    return report


def kinds(report: Report) -> dict[str, int]:
    """Return the number of problems of each kind in Chinese."""
    return {kind: len(problems) for kind, problems in report.typography["zh-Hans"].problems.items()}


def changed(index: int, line: PlacedLine) -> list[PlacedLine]:
    """Return the clean page with one line replaced."""
    lines = clean_page()
    lines[index] = line
    return lines


def test_clean_page_is_clean() -> None:
    """A page set by the rules has no problem, and its figures are those it was set with."""
    report = measured(clean_page())
    assert kinds(report) == {}
    figures = report.typography["zh-Hans"].figures
    assert (figures.paragraphs, figures.full_lines, figures.flush_share) == (4, 20, 1.0)
    assert figures.autospace is not None and 0.2 < figures.autospace < 0.4
    assert figures.squeezed_advance == pytest.approx(0.5, abs=0.1)
    assert report.unjudged == () and report.problems == ()


@pytest.mark.parametrize("off", [-3.0, -0.4, 0.4, 2.0])
def test_line_off_the_edge(off: float) -> None:
    """A full line that ends before or after the edge is reported with its distance."""
    report = measured(changed(8, justify(set_line(PARAGRAPH[2]), LEFT + WIDTH + off)))
    assert kinds(report) == {"off_edge": 1}
    assert report.typography["zh-Hans"].problems["off_edge"][0].value == pytest.approx(off, abs=0.05)


def narrow_page(line: str, following: str) -> list[PlacedLine]:
    """Return a page with a column of 14 em in which `line` is set as it is, not justified."""
    width, filled = 140.0, "一本书先有一页一页先有一行双"
    lines = [set_line(filled) for _ in range(12)]
    assert lines[0][-1][1] + 10.0 == LEFT + width
    return [*lines, set_line(line), set_line(following), *lines]


@pytest.mark.parametrize(
    ("line", "following", "ragged", "off"),
    [
        ("一本书先有一WIC", "ofinternational一页", 1, 0),
        ("双语书的难在于双语书", "ofinternational一页", 0, 1),
    ],
    ids=["its gaps are too few", "gaps within bounds would fill it"],
)
def test_ragged_lines_of_a_narrow_column(line: str, following: str, ragged: int, off: int) -> None:
    """A short line is counted, not reported, where its column is narrow, nothing more fits, and gaps are too few."""
    report = measured(narrow_page(line, following))
    assert report.typography["zh-Hans"].figures.ragged_lines == ragged
    assert kinds(report).get("off_edge", 0) == off


@pytest.mark.parametrize(("at", "ragged"), [(132.0, 1), (130.0, 0), (135.0, 0)])
def test_a_ragged_line_that_a_mark_ends(at: float, ragged: int) -> None:
    """A mark whose blank half would reach over the edge has given it up: the line is short by what is left."""
    line = set_line("ofinternationalWICofinter）")
    line = shift(line, len(line) - 1, LEFT + at - line[-1][1])
    report = measured([*narrow_page("一本", "ofinternational一页")[:12], line, set_line("ofinternational一页")])
    assert report.typography["zh-Hans"].figures.ragged_lines == ragged
    assert "off_edge" not in kinds(report)


@pytest.mark.parametrize(("by", "loose"), [(4.5, 0), (6.5, 1)])
def test_two_pauses_keep_the_blank_between_them(by: float, loose: int) -> None:
    """In a line with few gaps the white between two pauses, beyond half an em, is the gap that the line opens."""
    line = set_line("ofinternational，，")
    assert kinds(measured(changed(5, shift(line, 16, by)))).get("loose", 0) == loose


def western_line(text: str, end: float) -> Any:
    """Return what is measured of a line of letters of half an em, with word spaces of a quarter, at 10 pt."""
    gaps = (Gap("a b", 2.5, 10.0, 0.25, True),) * text.count(" ")
    unit = 5.0 * len(text.split(maxsplit=1)[0])
    return SimpleNamespace(
        text=text,
        size=10.0,
        ends=(end,),
        unit=unit,
        first=text[0],
        last=text[-1],
        word_gaps=gaps,
        growth=0.0,
        openings=0,
    )


@pytest.mark.parametrize(
    ("line", "following", "is_ragged"),
    [
        ("of thirty steps", "notwithstanding", True),
        ("of all the thirty steps there are in a row", "notwithstanding", False),
        ("of thirty steps", "from it", True),
        ("of thirty steps", "from there", False),
    ],
    ids=["too few spaces", "spaces within bounds", "kept for the last line", "not needed in the last line"],
)
def test_ragged_lines_of_western_text(line: str, following: str, is_ragged: bool) -> None:
    """A Western line may be short where nothing more fits, or should, and its word spaces would be too wide."""
    lines = (western_line(line, 170.0), western_line(following, 100.0))
    paragraph = Paragraph(lines, (0.0, 0.0), (200.0, 200.0), "en")
    assert ragged_lines(paragraph, Thresholds()) == ((0,) if is_ragged else ())


@pytest.mark.parametrize("mark", "，。、）》”·～％")
def test_forbidden_start(mark: str) -> None:
    """A line that starts with a forbidden mark is reported."""
    report = measured(changed(8, justify(set_line(mark + PARAGRAPH[2][1:]))))
    assert kinds(report)["forbidden"] == 1
    assert report.typography["zh-Hans"].problems["forbidden"][0].detail == f"start: {mark}"


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [(".NET是", False), ("..不行", False), ("../a", False), ("![环](a.svg)", False), ("...后", True), (". 后", True),
     ("!后", True), (")后", True)],
)  # fmt: skip
def test_names_that_start_with_a_mark(text: str, forbidden: bool) -> None:
    """A name or code may start with a mark that may not start a line as punctuation."""
    assert forbidden_start(text) is forbidden


def test_forbidden_dash_start() -> None:
    """A line that starts with —— is reported."""
    assert kinds(measured(changed(8, justify(set_line("——" + PARAGRAPH[2][2:])))))["forbidden"] == 1


@pytest.mark.parametrize("mark", "（《“／")
def test_forbidden_end(mark: str) -> None:
    """A line that ends with an opening mark or a solidus is reported."""
    report = measured(changed(8, justify(set_line(PARAGRAPH[2][:-1] + mark))))
    assert report.typography["zh-Hans"].problems["forbidden"][0].detail == f"end: {mark}"


@pytest.mark.parametrize(
    ("end", "start"), [("于2016", "年"), ("共10", "亿"), ("约50", "%"), ("约50", "℃"), ("第3", "章")]
)
def test_separated_number(end: str, start: str) -> None:
    """A number at the end of a line whose unit starts the next is reported."""
    lines = changed(8, justify(set_line(PARAGRAPH[2][: -len(end)] + end)))
    lines[9] = justify(set_line(start + PARAGRAPH[3][1:]))
    assert kinds(measured(lines))["parted"] == 1


@pytest.mark.parametrize(
    ("end", "start", "count"), [("¥", "500", 1), ("20", "16年", 1), ("共3", "座桥", 0), ("约3", ".5公里", 1)]
)
def test_separated_sign(end: str, start: str, count: int) -> None:
    """A currency sign and its number, and the digits of one number, stay together; other neighbours need not."""
    lines = changed(8, justify(set_line(PARAGRAPH[2][: -len(end)] + end)))
    lines[9] = justify(set_line(start + PARAGRAPH[3][len(start) :]))
    assert kinds(measured(lines)).get("parted", 0) == count


@pytest.mark.parametrize(
    ("text", "lone"), [("行。", 1), ("行", 1), ("行”）。", 1), ("r。", 0), ("3）。", 0), ("行r。", 0), ("行行。", 0)]
)
def test_lone_last_character(text: str, lone: int) -> None:
    """A last line of one Han character is reported with and without marks, but none of marks and letters."""
    assert kinds(measured(changed(5, set_line(text)))).get("lone_last", 0) == lone


def test_half_width_squeeze_missing() -> None:
    """Two adjacent marks that both keep their blank halves are reported."""
    line = set_line(PARAGRAPH[1])
    index = PARAGRAPH[1].index("），")
    line = justify(shift(line, index + 1, 5.0))
    assert kinds(measured(changed(7, line))) == {"squeeze": 1}


def test_two_pauses_need_no_squeeze() -> None:
    """Rule 4 requires squeezing if one of two marks is a bracket or quote; 。， keep their halves."""
    text = PARAGRAPH[1].replace("），", "。，")
    assert kinds(measured(changed(7, justify(set_line(text))))) == {}


@pytest.mark.parametrize(("space", "wide"), [("3000", 0), ("0020", 1)])
def test_ideographic_space_is_text(space: str, wide: int) -> None:
    """The ideographic space behind the number of a heading is no gap between Han and Latin, however wide it is."""
    line = shift(set_line("难于章 500年书"), 4, 8.0)
    with pikepdf.open(io.BytesIO(make_pdf([changed(5, line)], extra=CHARS))) as pdf:
        content = pdf.pages[0].Contents.read_bytes().splitlines()
        place = f"1 0 0 1 {line[3][1]:.4f} {595 - 60 - 5 * 16:.4f} Tm".encode()
        (at,) = (nth for nth, each in enumerate(content) if each.startswith(place))
        content[at] = b"/Span <</ActualText <FEFF%b>>> BDC %b EMC" % (space.encode(), content[at])
        pdf.pages[0].Contents = pdf.make_stream(b"\n".join(content))
        pdf.save(out := io.BytesIO())
    report = measure(out.getvalue(), None, [KNOWN])
    assert isinstance(report, Report)
    assert kinds(report).get("autospace", 0) == wide


def test_vertical_cells_are_not_a_paragraph() -> None:
    """A title of one character to a line, with a year across, has no number parted and no lone last line."""
    lines = [set_line(cell) for cell in ("2016", "年", "世", "界", "报", "告")]
    assert kinds(measured(lines)) == {}


def test_centred_marks_need_no_squeeze() -> None:
    """Marks whose ink stands in the middle of their em, as in Taiwan, need not give up a half."""
    font = TTFont(io.BytesIO(FACE.read_bytes()))
    glyphs, metrics, cmap = font["glyf"], font["hmtx"], font.getBestCmap()
    for char in "），":
        name = cmap[ord(char)]
        box = glyphs[name]
        middle = round((1000 - (box.xMax - box.xMin)) / 2)
        metrics[name] = (1000, middle)
        box.coordinates.translate((middle - box.xMin, 0))
        box.recalcBounds(glyphs)
    line = set_line(PARAGRAPH[1])
    line = justify(shift(line, PARAGRAPH[1].index("），") + 1, 5.0))
    lines = [line if index % 6 == 1 else other for index, other in enumerate(clean_page())]
    report = measure(make_pdf([lines], extra=CHARS, font=font))
    assert isinstance(report, Report)
    assert "squeeze" not in kinds(report)


def test_facing_marks_squeeze() -> None:
    """A closing mark before an opening one keeps half an em between them: one em is reported."""
    text = "报告》“乌镇”由专家写，" + PARAGRAPH[2][12:]
    assert kinds(measured(changed(8, justify(set_line(text))))) == {}
    line = justify(shift(set_line(text), text.index("“"), 5.0))
    assert kinds(measured(changed(8, line))) == {"squeeze": 1}


@pytest.mark.parametrize("autospace", [0.0, 0.8])
def test_autospace_out_of_bounds(autospace: float) -> None:
    """A missing or doubled gap between Han and Latin is reported on each side of the word."""
    report = measured(changed(8, justify(set_line(PARAGRAPH[2], autospace=autospace))))
    assert kinds(report)["autospace"] == 2


def test_space_and_autospace() -> None:
    """A space of the text with autospace beside it is too wide."""
    text = PARAGRAPH[2].replace("WIC", " WIC ").replace("例如", "")
    line = set_line(text)
    at = text.index(" WIC")
    line = justify(shift(shift(line, at, 2.5), at + 5, 2.5))
    assert kinds(measured(changed(8, line)))["autospace"] == 2


def test_autospace_beside_mark() -> None:
    """A gap between a Latin letter and a full-width mark is reported."""
    text = PARAGRAPH[2].replace("例如WIC的会在", "于WIC，会议在")
    line = set_line(text)
    at = text.index("C，") + 1
    assert kinds(measured(changed(8, justify(line)))) == {}
    assert kinds(measured(changed(8, justify(shift(line, at, 2.5))))) == {"autospace": 1}


def test_blank_half_at_line_end() -> None:
    """A mark that keeps its blank half at the end of a line is reported."""
    text = PARAGRAPH[2][:-1] + "，"
    line = justify(set_line(text), LEFT + WIDTH - 5)
    assert kinds(measured(changed(8, line))) == {"edge_gaps": 1}
    assert kinds(measured(changed(8, justify(set_line(text))))) == {}


def test_blank_half_at_line_start() -> None:
    """An opening mark that keeps its blank half at the start of a line is reported."""
    lines = clean_page()
    lines[10] = justify([(char, x + 5) for char, x in set_line(PARAGRAPH[4])])
    assert kinds(measured(lines)) == {"edge_gaps": 1}


def test_single_line_that_starts_with_a_mark() -> None:
    """A second and last line that starts with a trimmed mark is accepted: no other line shows its edge."""
    first = [("·", LEFT + 20), *justify(set_line(PARAGRAPH[1][:21], LEFT + 32))]
    item = [first, set_line(PARAGRAPH[4][:8], LEFT + 32)]
    assert kinds(measured([*clean_page(), *item])) == {}


def test_gap_at_line_start() -> None:
    """Autospace at the start of a line is reported."""
    lines = changed(9, justify(set_line(PARAGRAPH[3], LEFT + 2.5)))
    assert kinds(measured(lines)) == {"edge_gaps": 1}


def test_uneven_gaps() -> None:
    """A line with unequal Han gaps is reported, though it ends on the edge."""
    line = justify(set_line(PARAGRAPH[2]))
    assert kinds(measured(changed(8, shift(line, 3, 0.1, 4)))) == {"uneven": 1}


def test_overlapping_han() -> None:
    """Han characters pushed into each other are found."""
    line = justify(set_line(PARAGRAPH[2] + "乌镇"))
    assert kinds(measured(changed(8, line)))["tight"] >= 1


def test_loose_line() -> None:
    """A line stretched by more than half an em between characters is reported."""
    line = justify(set_line(PARAGRAPH[2].replace("拉丁字母有升有降，词之间", "")))
    assert kinds(measured(changed(8, line)))["loose"] == 1


def test_dash_with_a_gap() -> None:
    """A dash with a gap between its halves is reported, and one that is shorter than two em."""
    text = PARAGRAPH[2].replace("，词之", "——之")
    line = set_line(text)
    short = measured(changed(8, justify(line))).typography["zh-Hans"].problems
    assert [problem.detail for problem in short["dashes"]] == ["—— takes 1.78 em"]
    at = text.index("——") + 1
    problems = measured(changed(8, shift(justify(line), at, 1.0, at + 1))).typography["zh-Hans"].problems
    assert [problem.detail for problem in problems["dashes"]] == ["——: 0.10 em, pulled apart"]


def test_widow() -> None:
    """A page that starts with the last line of a paragraph is reported."""
    lines = clean_page()
    report = measured([lines[:23], [lines[23], [], *clean_page()]])
    assert kinds(report) == {"widows": 1}
    assert report.typography["zh-Hans"].problems["widows"][0].page == 2


def test_lines_below_others_are_not_the_rest_of_a_paragraph() -> None:
    """A paragraph goes on at the head of a page, not below other text, as on a title page behind that of a series."""
    lines = clean_page()
    assert kinds(measured([lines[:23], [set_line("（一）乌镇"), [], [], lines[23], [], *clean_page()]])) == {}


def test_paragraph_over_the_page() -> None:
    """A paragraph that goes on over the page is one paragraph, and its lines at the break are full ones."""
    lines = clean_page()
    report = measured([lines[:21], lines[21:]])
    figures = report.typography["zh-Hans"].figures
    assert (figures.paragraphs, figures.full_lines) == (4, 20)
    assert kinds(report) == {}


def test_tofu_by_gid_zero() -> None:
    """A character painted with glyph 0 is tofu; the same with an unused empty glyph."""
    report = measured(changed(8, justify(set_line(PARAGRAPH[2]))), remap={"拉": "\u3000"})
    assert kinds(report)["tofu"] == 1
    assert "U+62C9" in report.typography["zh-Hans"].problems["tofu"][0].detail


def test_tofu_by_notdef_outline() -> None:
    """A character whose glyph equals the missing-character box is tofu."""
    font = TTFont(io.BytesIO(FACE.read_bytes()))
    font["glyf"][font.getBestCmap()[ord("拉")]] = font["glyf"][".notdef"]
    assert kinds(measured(clean_page(), font=font))["tofu"] == 1


def test_wrong_locale_form() -> None:
    """A glyph that is not the one of the Chinese face is named; the other glyphs of the same font are right."""
    font = TTFont(io.BytesIO(FACE.read_bytes()))
    glyphs = font["glyf"]
    cmap = font.getBestCmap()
    glyphs[cmap[ord("总")]] = glyphs[cmap[ord("門")]]
    report = measured(clean_page(), font=font)
    assert kinds(report)["forms"] == 1
    assert report.typography["zh-Hans"].problems["forms"][0].detail.startswith("总")


def test_forms_of_an_unknown_face_are_not_checked() -> None:
    """Without a reference for the face its forms are not checked, and the report says so."""
    report = measure(make_pdf([clean_page()]), None, [])
    assert isinstance(report, Report)
    assert any("forms not checked" in why for why in report.unjudged)


def test_thresholds_allow() -> None:
    """Problems within the allowance are no findings; one more and all of the kind are."""
    lines = changed(8, justify(set_line(PARAGRAPH[2]), LEFT + WIDTH + 0.4))
    report = measured(lines)
    assert [problem.kind for _, problem in findings(report, Thresholds())] == ["off_edge"]
    assert findings(report, Thresholds(allowed={"off_edge": 1})) == ()
    assert findings(measured(lines, Thresholds(flush=0.5)), Thresholds()) == ()


def test_hanging_marks() -> None:
    """A mark in the margin is off the edge, unless hanging is allowed."""
    line = justify(set_line(PARAGRAPH[2][:-1] + "，"), LEFT + WIDTH + 5)
    assert kinds(measured(changed(8, line))) == {"off_edge": 1}
    assert kinds(measured(changed(8, line), Thresholds(hanging=True))) == {}


def test_centred_lines_are_not_checked() -> None:
    """Lines that share their middle and not their edges are not called off the edge."""
    texts = ["一本书先有一页一页先有", "双语书的难处", "在于两种文字的行并不相像", "汉字是方的"]
    lines = [[(c, x + (WIDTH - 10 * len(t)) / 2) for c, x in set_line(t)] for t in texts]
    assert "off_edge" not in kinds(measured([*clean_page(), [], [], *lines]))


def test_report_as_json() -> None:
    """The JSON has every kind as a list, and a problem has its page and text."""
    report = measured(changed(8, justify(set_line(PARAGRAPH[2]), LEFT + WIDTH - 3)))
    table = json.loads(json.dumps(report.to_json("book.pdf"), ensure_ascii=False))
    chinese = table["typography"]["zh-Hans"]
    assert (table["file"], table["pages"], chinese["full_lines"]) == ("book.pdf", 1, 20)
    assert all(isinstance(chinese[kind], list) for kind in KINDS)
    assert chinese["off_edge"][0] == {"page": 1, "text": PARAGRAPH[2], "detail": "-3.00 pt", "value": -3.0}


def test_table_has_a_column_per_language() -> None:
    """The table for the terminal is rectangular and headed by the languages."""
    rows = table(measured(clean_page()))
    assert rows[0] == ["", "zh-Hans"]
    assert all(len(one) == len(other) for one, other in pairwise(rows))


@pytest.mark.parametrize(
    ("rest", "is_ragged"),
    [("一。", True), ("）一", True), ("一页", False), ("a一", False), ("。", False), ("", False)],
)
def test_what_a_last_line_needs(rest: str, is_ragged: bool) -> None:
    """A word that would fit on a line of a narrow column stays in the last line, if one Han character were left."""
    line = western_line("，以及:mod:", 150.0)
    last = SimpleNamespace(
        size=10.0, unit=40.0, first="w", last="。", rest=rest, ends=(100.0,), growth=0.0, openings=0, text=rest
    )
    paragraph = Paragraph((line, last), (0.0, 0.0), (195.0, 195.0), "zh-Hans")
    assert ragged_lines(paragraph, Thresholds()) == ((0,) if is_ragged else ())
    behind = SimpleNamespace(**vars(last))
    middle = Paragraph((line, last, behind), (0.0, 0.0, 0.0), (195.0, 195.0, 195.0), "zh-Hans")
    assert 0 not in ragged_lines(middle, Thresholds())


@pytest.mark.parametrize(("info", "gaps"), [(StructureInfo(None), 1), (StructureInfo(None, in_code=True), 0)])
def test_a_dash_of_code(info: StructureInfo, gaps: int) -> None:
    """In code a dash is as wide as the face has it; elsewhere in Chinese its two halves are measured."""
    face: Any = SimpleNamespace(name="Face")
    dashes = [
        Glyph("—", 1, face, 6.0, LEFT + 6.0 * nth, 100.0, 10.0, True, True, Mark("Span", 1)) for nth in range(2)
    ]
    (placed,) = find_lines(1, dashes, {(0, 1): object()})
    found = measure_line(placed, {(0, 1): info})
    assert found is not None and len(found.dash_gaps) == gaps


@pytest.mark.parametrize(("size", "count"), [(6.2, 0), (9.3, 1)])
def test_a_call_before_a_unit(size: float, count: int) -> None:
    """Digits in smaller type at the end of a line are the call of a note, and no number of what follows."""
    face: Any = SimpleNamespace(name="Face")
    signs = [("床", 10.0), ("前", 10.0), ("1", size), ("2", size)]
    glyphs = [
        Glyph(sign, 1, face, em, LEFT + 10.0 * nth, 100.0, 10.0, True, True, Mark("P", 1))
        for nth, (sign, em) in enumerate(signs)
    ]
    (placed,) = find_lines(1, glyphs, {(0, 1): object()})
    line = measure_line(placed, {(0, 1): StructureInfo(None)})
    below: Any = SimpleNamespace(text="月光", first="月", head=0.0)
    assert line is not None
    paragraph = Paragraph((line, below), (LEFT, LEFT), (195.0, 195.0), "zh-Hans")
    assert len([*parted_number(paragraph, Justification(True, False, False, 0.25), Thresholds())]) == count
