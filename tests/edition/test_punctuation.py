"""Half-width marks in Chinese text are set full-width; everything else stays."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import sample_book
from wicpress import model as m
from wicpress.diagnostics import Span
from wicpress.edition.punctuation import FULL_WIDTH, fullwidth, fullwidth_marks, punctuation_fixer, replacements

SPAN = Span("01.md", 3, 5)


def corrected(text: str) -> str:
    """Return ``text`` with the punctuation of Chinese."""
    return m.plain_text(fullwidth((m.Text(text),), "zh-Hans"))


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("影响,制定行动计划,推动", "影响，制定行动计划，推动"),
        ("影响, 制定", "影响，制定"),
        ("如下趋势:", "如下趋势："),
        ("真的?真的!", "真的？真的！"),
        ("先读;再写", "先读；再写"),
        ("在线保护”(We Protect)全球论坛", "在线保护”（We Protect）全球论坛"),
        ("使用API,可以", "使用API，可以"),
        ("30%,增长", "30%，增长"),
        ("(注)正文", "（注）正文"),
        ("G20(二十国集团)峰会", "G20（二十国集团）峰会"),
        ("他说:“好。”", "他说：“好。”"),
        ("三届(2014、2015(乌镇)、2016)之后", "三届（2014、2015（乌镇）、2016）之后"),
        ("推动 “共享", "推动 “共享"),
        ("比分是3:2。", "比分是3:2。"),
        ("1,600名嘉宾", "1,600名嘉宾"),
        ("函数f(x)连续", "函数f(x)连续"),
        ("1) 第一", "1) 第一"),
        ("see https://a.cn/?q=1", "see https://a.cn/?q=1"),
        ("Hello, world!", "Hello, world!"),
        ("the API, 可以", "the API, 可以"),
        ("文件(a.md", "文件(a.md"),
    ],
)
def test_adjacent_characters_decide(written: str, set_as: str) -> None:
    """A mark beside Chinese characters is full-width, one inside Latin text or numbers is not."""
    assert corrected(written) == set_as


def test_markup_does_not_hide_adjacent_characters() -> None:
    """The characters beyond emphasis, links and calls of notes count; markup stays as it is."""
    inlines = (
        m.Text("一"),
        m.Strong((m.Text("二"),)),
        m.FootnoteRef("n"),
        m.Text(",三("),
        m.Link("https://a.cn/", (m.Text("四"),)),
        m.Text(")五"),
    )
    assert fullwidth(inlines, "zh-Hans") == (
        m.Text("一"),
        m.Strong((m.Text("二"),)),
        m.FootnoteRef("n"),
        m.Text("，三（"),
        m.Link("https://a.cn/", (m.Text("四"),)),
        m.Text("）五"),
    )


def test_code_and_foreign_text_stay() -> None:
    """Code, readings of ruby and text in another language keep their marks."""
    inlines = (
        m.Text("写"),
        m.CodeSpan("f(一,二)"),
        m.Text(",再写"),
        m.ForeignText("en", (m.Text("yes, no"),)),
        m.Ruby("汉,字", "hàn"),
    )
    assert fullwidth(inlines, "zh-Hans")[1:] == (m.CodeSpan("f(一,二)"), m.Text("，再写"), *inlines[3:])


@pytest.mark.parametrize("tag", ["en", "ja", "fr"])
def test_other_languages_stay(tag: str) -> None:
    """Only Chinese text changes."""
    inlines = (m.Text("一,二"),)
    assert fullwidth(inlines, tag) is inlines


@settings(deadline=None)
@given(st.text(alphabet="一二ab1 \n“”（)(),:;?!。", max_size=40))
def test_only_marks_and_spaces_change(text: str) -> None:
    """In any text, letters, digits and their order stay, and brackets stay pairs."""
    after = corrected(text)
    assert [c for c in after if c not in " \n" and c not in FULL_WIDTH.values()] == [
        c
        for nth, c in enumerate(text)
        if c not in " \n" and nth not in fullwidth_marks(text) and c not in FULL_WIDTH.values()
    ]
    assert after.count("（") - text.count("（") == after.count("）") - text.count("）")


def test_the_book_has_to_enable_it(tmp_path: Path) -> None:
    """Without ``punctuation = "fullwidth"`` the punctuation of the manuscript stays."""
    config = sample_book.config(tmp_path)
    inlines = (m.Text("一,二"),)
    assert punctuation_fixer(config)(inlines, "zh-Hans") is inlines
    fullwidth_config = attrs.evolve(config, punctuation="fullwidth")
    assert punctuation_fixer(fullwidth_config)(inlines, "zh-Hans") == (m.Text("一，二"),)


def test_every_replacement_is_listed(tmp_path: Path) -> None:
    """The build report has each mark, its replacement, and its place."""
    config = attrs.evolve(sample_book.config(tmp_path), punctuation="fullwidth")
    sides = [
        ("b1", m.Translation("zh-Hans", (m.Text("一,二(三)四"),), SPAN)),
        ("b1", m.Translation("en", (m.Text("a, b"),), SPAN)),
    ]
    replaced = replacements(sides, config)
    assert [(each.before, each.after) for each in replaced] == [(",", "，"), ("(", "（"), (")", "）")]
    assert {(each.path, each.line, each.block) for each in replaced} == {("01.md", 3, "b1")}
    assert replaced[0].context == "一,二(三)四"
