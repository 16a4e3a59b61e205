"""Words that are lowered, raised, struck out, marked or underlined, breaks in HTML, and comments."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.build.inspect_book import as_text_tree, inspect
from wicpress.diagnostics import WithDiagnostics
from wicpress.model import (
    Book,
    CodeSpan,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Strong,
    StyledText,
    Text,
)

ReadBook = Callable[..., WithDiagnostics[Book]]


def words(reads: ReadBook, text: str) -> tuple[Inline, ...]:
    """Return the words of a paragraph that is read without any diagnostic."""
    result = reads(f"# A\n\n{text}\n")
    assert [each.code for each in result.diagnostics] == []
    (block,) = result.value.chapters[0].blocks
    assert isinstance(block, Paragraph)
    return block.sides[0].inlines


@pytest.mark.parametrize(
    ("text", "style", "inside"),
    [
        ("H~2~", "subscript", "2"),
        ("x~i,j~", "subscript", "i,j"),
        ("P~总计~", "subscript", "总计"),
        ("m^2^", "superscript", "2"),
        ("甲^注^", "superscript", "注"),
        ("^14^C", "superscript", "14"),
        ("10^-6^", "superscript", "-6"),
        ("~~删去的话~~", "deleted", "删去的话"),
        ("词~~词~~", "deleted", "词"),
        ("==marked words==", "marked", "marked words"),
        ("<kbd>Ctrl</kbd>", "keyboard", "Ctrl"),
        ("<KBD >Ctrl</Kbd>", "keyboard", "Ctrl"),
        ("<u>王安石</u>", "underlined", "王安石"),
        ("x<sub>i</sub>", "subscript", "i"),
        ("y<sup>n</sup>", "superscript", "n"),
    ],
)
def test_styles(reads: ReadBook, text: str, style: str, inside: str) -> None:
    """Each form is one style, and its marks are not in the text."""
    (styled,) = (each for each in words(reads, text) if isinstance(each, StyledText))
    assert styled == StyledText(style, (Text(inside),))


def test_marks_inside_and_around(reads: ReadBook) -> None:
    """Other marks may stand inside styled text, and styled text inside them."""
    assert words(reads, "==a **b** `c`==") == (
        StyledText("marked", (Text("a "), Strong((Text("b"),)), Text(" "), CodeSpan("c"))),
    )
    assert words(reads, "*x^2^*[~~y~~](http://a.b)<u>z<sub>*1*</sub></u>") == (
        Emphasis((Text("x"), StyledText("superscript", (Text("2"),)))),
        Link("http://a.b", (StyledText("deleted", (Text("y"),)),)),
        StyledText("underlined", (Text("z"), StyledText("subscript", (Emphasis((Text("1"),)),)))),
    )


def test_raised_and_lowered_side_by_side(reads: ReadBook) -> None:
    """Lowered words may stand right behind raised ones, and the other way about."""
    two, three = StyledText("superscript", (Text("n"),)), StyledText("subscript", (Text("3"),))
    assert words(reads, "a^n^~3~和x~3~^n^") == (Text("a"), two, three, Text("和x"), three, two)


@pytest.mark.parametrize(
    "text",
    [
        "气温10~20度，30~40度。",
        "字母A~Z和a~z。",
        "5~6~7, ~5 and ~6.",
        "^_^ ^o^ ^^ x^2 and y^3.",
        "a == b and c == d, if a==b.",
        "H\\~2\\~O，\\~~原样\\~~，\\==原样\\==。",
        "`H~2~O` `<sub>` `==a==`",
        "A ~~~ B ==== C",
    ],
)
def test_ordinary_text(reads: ReadBook, text: str) -> None:
    """Ranges, faces, powers and programs are text."""
    assert not [each for each in words(reads, text) if isinstance(each, StyledText)]


@pytest.mark.parametrize(
    "text", ["*a <sub>b* c</sub>", "<sub>a", "a</sub>", "<sub>a</sup>", '<sub class="x">a</sub>']
)
def test_tags_that_do_not_pair(reads: ReadBook, text: str) -> None:
    """A tag that is not closed within the same marks, or has attributes, is reported, and its text is kept."""
    result = reads(f"# A\n\n{text}\n")
    assert {each.code for each in result.diagnostics} == {"raw_html"}


def test_break(reads: ReadBook) -> None:
    """``<br>`` breaks a line, in a cell too."""
    assert words(reads, "甲<br>乙<br />丙") == (Text("甲"), LineBreak(), Text("乙"), LineBreak(), Text("丙"))


def test_tasks(reads: ReadBook) -> None:
    """The box of a task is the marker of its item, and no text."""
    result = reads(
        "# 甲\n\n# A\n\n- [ ] 买*纸*\n\n- [ ] Buy paper\n\n- [x]　付印\n\n- [X] Printed\n\n- 完\n\n- End\n"
    )
    assert [each.code for each in result.diagnostics] == []
    (tasks,) = result.value.chapters[0].blocks
    assert isinstance(tasks, ListBlock)
    sides = [side for item in tasks.items for side in item.sides]
    assert [(side.marker, side.text) for side in sides] == [
        ("☐", "买纸"),
        ("☐", "Buy paper"),
        ("☑", "付印"),
        ("☑", "Printed"),
        ("", "完"),
        ("", "End"),
    ]


COMMENTS = """\
# A

<!-- 给译者：

两行。 -->

甲<!-- 行内 -->乙。<!-- 又
一行 -->丙。

- 丁
  <!-- 在条目里 -->

<!-- 前 --> 戊。
"""


def test_comments(reads: ReadBook) -> None:
    """Comments are in no edition; ``inspect`` lists them with file and line."""
    result = reads(COMMENTS)
    assert [each.code for each in result.diagnostics] == []
    shown = inspect(result.value)
    text = "".join(block["text"]["zh-Hans"] for chapter in shown["chapters"] for block in chapter["blocks"])
    assert text == "甲乙。丙。丁戊。"
    assert [(each["line"], each["text"]) for each in shown["comments"]] == [
        (3, "给译者：\n\n两行。"),
        (7, "行内"),
        (7, "又\n一行"),
        (11, "在条目里"),
        (13, "前"),
    ]
    assert "01.md:3: 给译者： 两行。" in as_text_tree(result.value)


@pytest.mark.parametrize("text", ["<!-- 未完", "甲<!-- 未完", "<!--\n\n甲\n\n--> 乙"])
def test_open_comments(reads: ReadBook, text: str) -> None:
    """A comment that is not closed, or whose last line goes on, is named, and its text is kept."""
    result = reads(f"# A\n\n{text}\n")
    assert {each.code for each in result.diagnostics} & {"raw_html", "stray_markup"}
