"""Titles keep what is lowered and raised in them where contents, lists and running heads show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from wicpress import model as m
from wicpress.edition.strings import truncate
from wicpress.html.inlines import mark_foreign
from wicpress.html.title_text import TitleText, title_text

WATER = title_text(
    (m.Text("水 & H"), m.StyledText("subscript", (m.Text("2"),)), m.Emphasis((m.Text("O"),)), m.FootnoteRef("n"))
)
RUNS = st.lists(
    st.tuples(st.text("ab 水，.2<"), st.lists(st.sampled_from(("subscript", "superscript")), max_size=2).map(tuple))
)


def test_markup() -> None:
    """Of the markup of a title its subscripts and superscripts stay; words in another script are marked."""
    assert WATER.html() == "水 &amp; H<sub>2</sub>O"
    assert mark_foreign(WATER, "en", ("zh-Hans", "en")) == (
        '<span lang="zh-Hans" xml:lang="zh-Hans" class="han">水</span> &amp; H<sub>2</sub>O'
    )
    assert WATER.with_mark("1 ").html() == "1 水 &amp; H<sub>2</sub>O"


@pytest.mark.parametrize(("text", "written"), [("2", "H₂"), ("i", "H<sub>i</sub>"), ("2\n", "H<sub>2 </sub>")])
def test_lines_of_navigation(text: str, written: str) -> None:
    """In an e-book's navigation, of which readers show the text alone, characters are lowered where each can be."""
    title = title_text((m.Text("H"), m.StyledText("subscript", (m.Text(text),))))
    assert title.in_unicode().html() == written


@pytest.mark.parametrize(("cut", "written"), [("水 & H2...", "水 &amp; H<sub>2</sub>..."), ("水…", "水…")])
def test_cut(cut: str, written: str) -> None:
    """A title that is cut keeps the styles of what is left."""
    assert WATER.cut(cut).html() == written


@given(RUNS, st.integers(4, 30))
def test_no_letter_is_lost(runs: list[tuple[str, tuple[str, ...]]], limit: int) -> None:
    """The text of the HTML is that of the title, cut or not, and so is that of each part of it."""
    title = TitleText(tuple(runs))
    assert _text(title.html()) == str(title)
    assert str(title.cut(str(title))) == str(title)
    if str(title).strip(" ，."):
        assert str(title.cut(truncate(str(title), limit))) == truncate(str(title), limit)
    assert _text(mark_foreign(title, "en", ("zh-Hans", "en"))) == str(title)


def _text(html: str) -> str:
    return lxml_html.fragment_fromstring(f"<p>|{html}</p>").text_content()[1:]
