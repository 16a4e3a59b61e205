"""Words that stand on one line keep the marks and calls beside them."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress import model as m
from wicpress.class_names import WITH_MARKS
from wicpress.html.unbroken_words import bind_marks
from wicpress.notation import UNBROKEN

WORDS = m.StyledText(UNBROKEN, (m.Text("一一〇千伏"),))
STRONG = m.Strong((WORDS,))
CALL = m.FootnoteRef("n1")


def bound(*inlines: m.Inline) -> m.StyledText:
    return m.StyledText(WITH_MARKS, inlines)


@pytest.mark.parametrize(
    "inlines, expected",
    [
        ((m.Text("电压"), WORDS, m.Text("。")), (m.Text("电压"), bound(WORDS, m.Text("。")))),
        ((m.Text("是（“"), WORDS, m.Text("”），高")),
         (m.Text("是"), bound(m.Text("（“"), WORDS, m.Text("”），")), m.Text("高"))),
        ((WORDS, CALL, m.Text("；低")), (bound(WORDS, CALL, m.Text("；")), m.Text("低"))),
        ((STRONG, m.Text("。")), (bound(STRONG, m.Text("。")),)),
        ((WORDS, m.Text(" (high)")), (WORDS, m.Text(" (high)"))),
        ((WORDS, m.Text("、"), WORDS), (bound(WORDS, m.Text("、"), WORDS),)),
        ((m.Text("（"), m.Emphasis((m.Text("高"),))), (m.Text("（"), m.Emphasis((m.Text("高"),)))),
    ],
)  # fmt: skip
def test_marks_stay_with_the_words(inlines: tuple[m.Inline, ...], expected: tuple[m.Inline, ...]) -> None:
    assert bind_marks(inlines) == expected


@given(st.lists(st.sampled_from([WORDS, CALL, *map(m.Text, ("（", "，", "高", "”高“", " a ")), m.LineBreak()])))
def test_nothing_is_lost(inlines: list[m.Inline]) -> None:
    def written(some: Iterable[m.Inline]) -> str:
        return "".join(each.text if isinstance(each, m.Text) else f"<{each!r}>" for each in some)

    result = bind_marks(tuple(inlines))
    parts = (each.children if isinstance(each, m.StyledText) and each != WORDS else (each,) for each in result)
    assert written(one for part in parts for one in part) == written(inlines)
