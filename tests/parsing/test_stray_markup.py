"""Notation that is not read: each form is named at its place, and ordinary text is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, ListBlock, Paragraph

ReadBook = Callable[..., WithDiagnostics[Book]]

FORMS = [
    ("**注意：**Python和**“好”**A。", ["**“好”**"]),
    ("The word **important:**read.", ["**important:**"]),
    ("The word *important:*read.", ["*important:*"]),
    ("一个**没有关上。", ["**"]),
    ("前面 ** 重要 ** 的。", ["** 重要 **"]),
    ("＊＊重要＊＊的。", ["＊＊重要＊＊"]),
    ("用_下划线_的。", ["_下划线_"]),
    ("![图](images/图 1.png)", ["![图](images/图 1.png)"]),
    ("见[文](一 二.md)。", ["[文](一 二.md)"]),
    ("见[文]（https://example.com/）。", ["[文]（https://example.com/）"]),
    ("见【文】(https://example.com/)。", ["【文】(https://example.com/)"]),
    ("见[文] (https://example.com/)。", ["[文] (https://example.com/)"]),
    ("有[链接[^l]](https://example.com)。", ["[链接[^l]](https://example.com)"]),
    ("正文[^ 4]。", ["[^ 4]"]),
    ("正文[ ^4]、［ ^ 4 ］。", ["[ ^4]", "［ ^ 4 ］"]),
    ("正文［^4］、【＾4】。", ["［^4］", "【＾4】"]),
    ("See @knuth1984 on this.", ["@knuth1984"]),
    ("See [[River]].", ["[[River]]"]),
    ("~~ 删去 ~~的字。", ["~~ 删去 ~~"]),
    ("字[词]{width=}和字。", ["{width=}"]),
    ("== 标出 ==的字。", ["== 标出 =="]),
    ("3~天~后。", ["~天~"]),
    ("![图](a.png =300x200)", ["![图](a.png =300x200)"]),
    ("![图](a.png =50%x)", ["![图](a.png =50%x)"]),
    ("一.甲\n二.乙", ["一.甲"]),
    ("字==甲 ==，== 甲==。", ["==，=="]),
    ("字~~甲 ~~和~~ 乙~~。", ["~~和~~"]),
    ("字**甲 **，** 乙**。", ["**，**"]),
    ("字*甲 *，* 乙*。", ["*，*"]),
    ("字* 甲*。", ["* 甲*"]),
    ("Words ==two words == and more.", ["==two words =="]),
    ("Words and == more==.", ["== more=="]),
    ("Words *two words *, and __three __.", ["*two words *", "__three __"]),
    ("H~ 2~O, H~2 ~O, x^ 2^, x^2 ^.", ["~ 2~", "~2 ~", "^ 2^", "^2 ^"]),
    ("x~i~~j~ and m^2^^3^.", ["~i~~j~", "^2^^3^"]),
    ("面积$ a^2 $大。", ["$ a^2 $"]),
    ("甲$$a+b$$", ["$$a+b$$"]),
    ("用`代码。", ["`"]),
    ("用｀代码｀。", ["｀代码｀"]),
    ("好:smile:的。", [":smile:"]),
    ("甲&nbsp乙。", ["&nbsp"]),
    ("#没有空格的标题", ["#没有空格的标题"]),
    ("##标题", ["##标题"]),
    ("＃ 标题", ["＃ 标题"]),
    ("#No space", ["#No space"]),
    ("-甲\n-乙", ["-甲", "-乙"]),
    ("-one\n-two", ["-one", "-two"]),
    ("*one\n*two", ["*one", "*two"]),
    ("•甲\n•乙", ["•甲"]),
    ("1.甲", ["1.甲"]),
    ("2.One", ["2.One"]),
    ("＞ 引文", ["＞ 引文"]),
    ("::: note", ["::: note"]),
    ("!!! note", ["!!! note"]),
    ("\\newpage", ["\\newpage"]),
    ("{{ title }}", ["{{ title }}"]),
    ("|名|数|\n|—|—|\n|甲|1|", ["|—|—|"]),
    ("｜名｜数｜\n｜甲｜1｜", ["｜名｜数｜"]),
    ("|名|数|\n|甲|1|", ["|名|数|"]),
    ("1. [ ] 买纸\n2. [x] 印书", ["[ ]", "[x]"]),
    ("词 {.solo}", ["{.solo}"]),
    ("{#id .class 词", ["{#id .class 词"]),
    ("词 {#id .class", ["{#id .class"]),
    ("- [x]印好\n- [ ]未印", ["[x]", "[ ]"]),
    ("见[文][ref]与![图][pic1]，如@fig:one。", ["[文][ref]", "![图][pic1]", "@fig:one"]),
    (r"又\textbf{粗}，\cite[3]{li}，%%注%%。", [r"\textbf{粗}", r"\cite[3]{li}", "%%注%%"]),
    (r"面积\(r^2\)与\[a_1\]。", [r"\(r^2\)", r"\[a_1\]"]),
    ("$$\n\n甲", ["$$"]),
    ("##标题##", ["##标题##"]),
    ("甲\n　　- 乙", ["　　- 乙"]),
]
ORDINARY = [
    "价钱是$5到$10，US$5（约A$7），C#很好，2 * 3 = 6，5~6~7，^_^，*注，a_b_c，[2016]，Q&A，AT&T，10:30:45。",
    "The price is $5 and $10, C# and F#, file_names, 2 * 3 * 4, 2 ** 3, 2**3, *args, e-mail a@b.c, [sic], [2016].",
    "x^2 + y^2, O(n^2) and O(n^3), snake_case_, C++ and C++, C++、C++, a == b and c == d, std::vector::x, ~5 and ~6.",
    "Call f(*args, **kwargs), or **kwargs alone; $HOME/bin:$PATH, `~~code~~`, `$a^2$`, <https://e.org/a_b~c~d>.",
    "\\~~原样\\~~，\\*\\*原样\\*\\*，\\$a^2\\$，\\#标题。",
    "-5度，很冷。",
    "#1 is first. #2 is second.",
    "+86 138 0000 0000",
    "（1）一个人走过来。",
    "①一个人走过来。",
    "一、概况",
    "# #井号开头",
    "#话题#",
    "　　缩进的一段。",
    r"\(括号\)与\[方括号\]，a\_b\(c\)，C:\\Users，100%到200%，a[i][j]，[1][2]，name@fig.org。",
    "I. Kant wrote.\\nIt is so.",
    "https://e.org/~user/a_b_c?d=e&lt=f",
    "[注]（见下文）与[1]（第3页）。",
    "100%，{a, b}，{a|b}，f(x)[0]，“a”——b。",
]


@pytest.mark.parametrize(("text", "named"), FORMS, ids=[text for text, _ in FORMS])
def test_notation_is_named(reads: ReadBook, text: str, named: list[str]) -> None:
    """Each form is named once at its place, with a help."""
    source = f"# A\n\n{text}\n"
    result = reads(source)
    stray = [each for each in result.diagnostics if each.code in ("stray_markup", "stray_braces")]
    lines = source.split("\n")
    places = [lines[each.span.line - 1][each.column - 1 : each.end_column - 1] for each in stray if each.span]
    assert places == named
    assert all(each.help for each in stray)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_left_alone(reads: ReadBook, text: str) -> None:
    """Money, names of files and languages, powers and addresses are no stray notation."""
    codes = [each.code for each in reads(f"# A\n\n{text}\n").diagnostics]
    assert [code for code in codes if code.startswith("stray")] == []


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("1.甲\n2.乙", ["1.", "2."]),
        ("1.one\n2.two", ["1.", "2."]),
        ("（1）甲\n（2）乙", ["（1）", "（2）"]),
        ("(1) one\n(2) two", ["(1) ", "(2) "]),
        ("①甲\n②乙\n③丙", ["①", "②", "③"]),
        ("一、甲\n二、乙", ["一、", "二、"]),
        ("（十）甲\n（十一）乙", ["（十）", "（十一）"]),
        ("a. one\nb. two", ["a. ", "b. "]),
        ("A.甲\nB.乙", ["A.", "B."]),
        ("4、甲", ["4、"]),
    ],
)
def test_lines_with_numbers_are_a_list(reads: ReadBook, text: str, markers: list[str]) -> None:
    """Lines that count on are items, and keep their marks."""
    result = reads(f"# A\n\n{text}\n")
    assert [each for each in result.diagnostics if each.code.startswith("stray")] == []
    (block,) = result.value.chapters[0].blocks
    assert isinstance(block, ListBlock)
    assert [item.sides[0].marker for item in block.items] == markers


@pytest.mark.parametrize("text", ["（1）甲\n（3）乙", "A. Smith\nC. Jones", "①甲", "2016、2017年", "一、甲\n又及"])
def test_lines_that_do_not_count_on_are_no_list(reads: ReadBook, text: str) -> None:
    """A single mark, and numbers that do not follow each other, stay in their paragraph."""
    (block,) = reads(f"# A\n\n{text}\n").value.chapters[0].blocks
    assert isinstance(block, Paragraph)


def test_lines_that_are_no_notes(reads: ReadBook) -> None:
    """``[1]: words`` is read as an address, which is named where no link uses it."""
    result = reads("# A\n\n见[甲]。\n\n[甲]: https://example.org/\n\n[1]: https://example.com/\n")
    assert [(each.code, each.span.line) for each in result.diagnostics if each.span] == [("stray_markup", 7)]


def test_the_name_of_a_note_has_one_caret_in_the_help(reads: ReadBook) -> None:
    """A space within the brackets makes an address of a note; the help names the note."""
    (problem,) = reads("# A\n\n[^2 ]: 注。\n").diagnostics
    assert problem.help.startswith("write a note as `[^2]: …`")


def test_descriptions_hold_no_notes(reads: ReadBook) -> None:
    """A note that is called in a picture's description is named: it would be left out."""
    result = reads("# A\n\n水![图[^1]](a.png)水。\n\n[^1]: 注。\n")
    assert ("stray_markup", 5) in [(each.code, each.column) for each in result.diagnostics]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('![图](a.png "图注[^1]。")', ["[^1]"]),
        ('水![图](a.png "图[^1]")水。', ["[^1]"]),
        ("见[甲](https://example.com/ '题[^1]')。", ["[^1]"]),
        ('见[甲](https://example.com/ "**题**")。', ["**题**"]),
        ('![图](a.png "10 m^2^，H~2~O，~~删~~，==标==")', ["^2^", "~2~", "~~删~~", "==标=="]),
        ('![图](a.png "甲<br>乙，[丙]{.no-break}")', ["<br>", "[丙]{.no-break}"]),
        ('![图](a.png "甲&nbsp;乙&mdash;丙 \\^2^ a~b 10~20~30 && &nosuch;")', ["&nosuch;"]),
        ('![图](a.png){long="10 m^2^，*甲*和`乙`，见[^1]"}', ["^2^", "*甲*", "`乙`", "[^1]"]),
        ('![图](a.png "图"){#a long="2 * 3 = 6，a^2，乙_丙"}', []),
        ('见[甲](https://example.com/ "2 * 3 [1] \\[^1]")[^1]。', []),
        ("见[甲](https://example.com/[^1])。", []),
    ],
)
def test_titles_are_plain_text(reads: ReadBook, text: str, named: list[str]) -> None:
    """Notation in the title of a picture or a link is printed as it stands, and named at its place."""
    result = reads(f"# A\n\n{text}\n\n注[^1]。\n\n[^1]: 注。\n")
    stray = [each for each in result.diagnostics if each.code == "stray_markup"]
    assert [text[each.column - 1 : each.end_column - 1] for each in stray] == named


@pytest.mark.parametrize("line", ["[//]: # (注)", "[comment]: <> (注)"])
def test_comments_as_addresses_are_named(reads: ReadBook, line: str) -> None:
    (diagnostic,) = reads(f"# A\n\n甲\n\n{line}\n").diagnostics
    assert diagnostic.code == "stray_markup" and "`<!-- … -->`" in diagnostic.help
