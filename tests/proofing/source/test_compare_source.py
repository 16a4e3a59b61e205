"""The second reading of a manuscript: silent where all is in the book, awake wherever a part of it is not."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests import every_feature
from tests.support import feature_book

from wicpress.config import Config, load
from wicpress.diagnostics import Diagnostic, Span, has_errors
from wicpress.model import Book, Figure, Image, LineBreak, ListItem, VerseNumber
from wicpress.notation import Mark, SourceFile
from wicpress.parsing import read
from wicpress.parsing.diagnostics import BAD_LINK
from wicpress.proofing.source import compare_source
from wicpress.proofing.source.compare_source import check_source
from wicpress.resources import resource_dir

TOML = """\
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "书", en = "Book" }
identifier = "urn:x"

[[edition]]
name = "all"
layout = "interleaved"
"""
TEXT = """\
# 第一章 河 {#river}

# Chapter 1 River

河水**向东**流，*不*停；`code`与{运河|yùn hé}，见[网页](https://example.org/a_b "题")。[^one]

The river **flows** east, *never* stops; `code` and more, see [a page](https://example.org/a_b "T").[^one]

渡口^[在东岸，*三十六*级，[网](https://example.org/)。]{.editor}有台阶。

The ferry^[On the east bank,
*thirty-six* steps; 渡 is a ferry.] has stairs.

再说[mot]{lang=fr}&amp;\\*与<https://example.org/>，![小图](a.svg)。[^二]

Also [mot]{lang=fr}&amp;\\* and <https://example.org/>, ![small](a.svg), [again][page].

见[河](#river)、[](#river){.page}和[](01.md)。

See [river](#river), [](#river){.page}, and [this](01.md).

[page]: https://example.org/page

<!-- 给译者的话：

two lines -->

H~2~O与m^2^，~~删~~去、==标**出**==，<kbd>键</kbd><u>线</u>，x<sub>i</sub>y<sup>n</sup>。<!-- 行内 -->行末<br/>另起。
[4]{.verse}一节。[5]{#v5 .verse}又[4](#v5)。

H~2~O and m^2^, ~~gone~~ and ==mark **ed**==, <kbd>key</kbd>, <u>line</u>, x<sub>i</sub>y<sup>n</sup>.<br>New line.
[4]{.verse}A verse. [5]{#v5 .verse}See [4](#v5).

- [ ] 买纸

- [ ] paper

- [x] 付印

- [x] printed

## 一节

## A section

{.solo}
只有中文的一段，
折成两行。

> 引文第一段。
>
> 引文第二段。
>
> A quotation.

> [!NOTE]
> 注意。
>
> Note well.

- 甲
- 乙

  乙的第二段。
- 丙

- One
- Two

  The second of two.
- Three

1. 一项
2. 两项

1. First
2. Second

（1）甲项
（2）乙项

(1) item
(2) item two

表：数目

Table: Numbers

| 年 | 数 |
|:---|---:|
| 一 | 1 |
| 二 | 2 |

| Year | Number |
|:---|---:|
| one | 1 |
| two | 2 |

```sh
make test

make prove
```

清单 1：*做*

Listing 1: *Make*

{#lst-make}
```sh file="bin/run.sh"
make
```

![一条河](a.svg "河")

![A river](b.svg "The river")

河
: 流动的水。

river
: Water that flows.

***

{.verse}
第一行
第二行

{.verse}
Line one
Line two

题目
===

Title
===

结尾一段。

The last paragraph.

{.translator}
[^one]: 注文一。

    Note one.

[^二]: 注文**二**。
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def write(folder: Path, files: dict[str, str]) -> Config:
    """Write a book and return its settings."""
    for name, text in ({"book.toml": TOML, "a.svg": SVG, "b.svg": SVG} | files).items():
        (folder / name).write_text(text, encoding="utf-8")
    config = load(folder).value
    assert config
    return config


def findings(config: Config) -> tuple[Diagnostic, ...]:
    """Return what the second reading finds in a book as it is parsed."""
    book = read(config)
    return check_source(book.value, config, book.diagnostics)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Config]:
    """Return the book of ``TEXT``, whose parsing reports nothing."""
    config = write(tmp_path_factory.mktemp("sound"), {"01.md": TEXT})
    book = read(config)
    assert [str(each) for each in book.diagnostics] == []
    assert check_source(book.value, config) == ()
    return book.value, config


# ------------------------------------------------------------------------------- nothing is wrong


def test_books_in_which_nothing_is_lost(tmp_path: Path) -> None:
    """Books that use every construct, the starter, and every language in a file of its own, are sound."""
    folders = [tmp_path / "every", tmp_path / "features"]
    for folder, book in zip(folders, (every_feature, feature_book), strict=True):
        folder.mkdir()
        book.write(folder)
    for folder in (*folders, resource_dir("starter")):
        config = load(folder).value
        assert config
        assert findings(config) == ()


@pytest.mark.parametrize(
    "text",
    [
        "- [a](https://e.org/x%20y 'it \\'s')\n- [b](<https://e.org/x y>)",
        "> - 甲\n>   乙\n>\n> 1. 丙",
        "- - 甲\n  - 乙",
        "    code\n\n    more code",
        "~~~\n# no heading\n~~~",
        "a\\\nb  \nc",
        "***粗斜***与**_混_**，__粗__。",
        "`` a`b `` 与 ` `` `。",
        "| a\\|b | `c\\|d` |\n|---|---|\n| 1 | |",
        "甲\n===\n\n乙 ##\n---",
        "## 甲 ##\n\n### 乙 {#x} ###",
        "[甲][x]与[x]、[][x]。\n\n[x]: <https://e.org/> 'T'",
        "![alt *em* `c`](a.svg)\n\n水![](a.svg)水",
        "[^长]: 注\n    折行\n\n    > 引文\n\n见[^长]。",
        "[^a]：注。\n\n见[^a]。",
        "[^a] ：注。\n\n见[^a]。",
        "**河** [词 **重**]{lang=fr} 水 **向** 流。",
        "甲\n: 乙\n\n    丙\n\n丁\n: 戊",
        "1. 一\n1. 二\n1. 三",
        "7、七\n8、八",
        "# [链](https://e.org) `c` *重*",
        "<https://e.org/%E6%B2%B3>与<a@e.org>",
        "---\n\n* * *\n\n_____",
        "{.caption}\n表说明\n\n|a|\n|-|\n|b|",
        "|a|\n|-|\n|b|\n\n: **表**说明 {#t1}\n\n: Words, Words {#t2}\n\n丙",
        "- 甲\n\n  : 条下 {#条下}\n\n  |a|\n  |-|\n  |b|\n\n> |a|\n> |-|\n> |b|\n>\n> : 引下 {#x}",
        "Table: *T* {#T}\n\n|a|\n|-|\n|b|\n\n表：题\n折行 {#t}",
        "&nbsp;&lt;&#21360;&copy;",
        "<https://e.org>**重**",
        "[![图](a.svg)](https://e.org)\n\n*![甲](a.svg) ![乙](b.svg)*",
        "甲\n{.part}\n---",
        "{.caption}\n![i](a.svg)重",
        "{.solo}\n- 甲\n\n  A\n- 乙\n\n  B",
        "{.solo}\n> 引文。\n>\n> Quoted.\n>\n> 又引。\n>\n> More.",
        "{#abc}\n一段。\n\n{#abd}\nOne.",
        "# 部 {.part #p}\n\n# Part {.part #q}\n\n# 章 {#c}\n\n# Chapter {#d}\n\n见[](#d)与[](#c)。",
        "> **甲\n乙\n> 丙**",
        "``` python\nx\n```\n\n~~~  c++\nx\n~~~\n\n>  ``` {.python}\n>  x\n>  ```",
        "``` sh file=a.sh\nx\n```",
        "{.appendix}\n## 甲 {.unnumbered}\n\n## 乙 {.errata}",
        "::: note\n{.solo}\n## 甲 {.unnumbered}\n:::\n\n> {.no-number}\n> ## 乙 {.unnumbered #abc}",
        "{#abc}\n词\nterm\n: 义\n: meaning\n\n{.solo}\n词\n\n: 义",
        "{.signature}\n| 甲\n| 乙\n\n{.no-number}\n| 一、甲",
        "{.page-break}\n## 甲 {.unnumbered #abc}\n\n## A\n\n{.line-numbers}\n## 乙 {.unnumbered}\n\n## B",
        "{.no-number}\n一、字。\n\n{.no-number}\n1. Words.\n2. More.\n\n1. 甲\n\n1. One",
        "- {.no-number}\n  （1）字。\n\n- {.no-number}\n  1) Words.\n\n> {.no-number}\n> 2. 乙",
        "# 跋 {.errata .unnumbered}\n\n# Errata {.unnumbered}\n\n字。\n\nWords.",
        "# 跋 {.unnumbered .errata}\n\n# Errata {.contributors}\n\n字。\n\nWords.",
        "# 附 {.appendix .unnumbered}\n\n# A {.unnumbered}\n\n字。\n\nWords.",
        "[TOC]\n\n段。\n\n[[toc]]\n\nOne.\n\n__TOC__",
        '![i](a.svg "t")\n: 题 {#t}\n\n![i](a.svg "t")',
        "1. “\n1. ![i](no.png)",
        "题\n5\n: 义",
        "题\n：\n: 义",
        "[5]{.verse}{#x} 甲",
        "[5]{#y}{.verse #x} 甲",
        "[词]{lang=fr}{.no-break} 甲 [mot]{.no-break}{lang=fr}{lang=la}",
        "[[mot]{lang=fr}]{lang=la}{.no-break} [5]{}{.verse}",
        "{#one}\n::: note\n甲。\n\nA.\n:::\n\n{#two}\n::: tip 题\n乙。\n:::\n\n::: tip Title\nB.\n:::",
        "{#one}\n::: keep\n甲。\n\nA.\n\n> 乙\n>\n> B\n\n:::\n\n{.solo}\n:::: {.keep} ::::\n丙。\n::::\n\n丁。\n\nD.",
        "::: keep\n{#two}\n::: note 题\n丙。\n:::\n\n::: note Title\nC.\n:::\n:::",
        "::: keep\n戊。\n\n- 己\n:::\n\n::: keep\nE.\n\n- F\n:::",
        "词\n: {#x}\n  意思\n\nWord\n: {#y}\n\n  meaning",
        "> 词\n> : 一\n> : {.no-number}\n>   1. 意思",
        "词\n[^b]：\n: 意思",
        "1. 字\n\n   {#x}\n   Word.\n\n   {#y}\n   又。\n\n   {#z}\n   More.\n\n见[](#x)与[](#z)。",
        "> - 字\n>\n>   {#x}\n>   Word.\n>\n>   - {#y}\n>     甲\n>\n>     {#z}\n>     A",
        "- {.signature}\n  某人\n\n  {.signature}\n  Someone\n\n- 乙\n\n  {.signature}\n  Other",
        "{#x}\n甲\n: 乙\n\n{#y}\n丙\n: 丁\n\n{#z}\nWord\n: meaning",
        "{#x}\n1. 甲\n\n{#y}\n2) 乙",
        "字[\\[5]{.verse}字。\n\nWords [\\[5]{#x .verse} here.",
    ],
)
def test_constructs(tmp_path: Path, text: str) -> None:
    """Each construct is read alike twice, whatever else is said of it."""
    config = write(tmp_path, {"01.md": f"# 题\n\n# T\n\n{text}\n\n尾。\n\nEnd.\n"})
    assert [each.message for each in findings(config)] == []


PIECES = """
河水 向东 a word Python 3 ， 。 “ ” （1） 1.␣ -␣ *␣ >␣ #␣ ##␣ ** * _ ` `` [ ] ( ) [^a] [^a]:␣ [^b]： {汉|hàn} {.solo}
{lang=fr} {#x} ⏎ ⏎⏎ ␣␣␣␣ ␣ ␣␣⏎ \\ \\* | |---|⏎ &nbsp; &amp; <https://e.org> [x](https://e.org) ![i](a.svg) :␣ ***⏎
![i](a.svg␣"t") ---⏎ ===⏎ ```⏎ ~~~⏎ [!NOTE] 表： 1、 2、 ① ② a.␣ ⏎>␣ ⏎-␣ ⏎1.␣ [k]:␣https://e.org⏎ [k] [a][k] [](#x)
:::␣note⏎ ⏎|␣甲⏎|␣乙⏎ :::␣tip␣题⏎ :::⏎ [!TIP]␣题⏎ ~~ == ~2~ ^2^ <sub> </sub> <br> <!-- --> [␣]␣ -␣[x]␣
{.verse}⏎ {.caption}⏎ [x](javascript:y) [x](a.csv) [z]{lang=qqzz} <b> <div>⏎ [^B] #␣部␣{.part}⏎ |1|2|3|⏎ {lang=fr}⏎
[![i](a.svg)](javascript:x) [](#no) ![i](no.png) &#0; {#1} Привет ---⏎a:␣b⏎---⏎ ␀ ␋ ␍ ⇥ \u0085 \u2028 \ufeff \ufdd0
|a|⏎|-|⏎|b|⏎⏎ ⏎:␣题␣{#t}⏎⏎ {.landscape}⏎ [5]{.verse} [5]{#v5␣.verse} [](#v5)
```␣python⏎ ```␣{.sh}⏎ ⏎[TOC]⏎ ⏎__TOC__⏎ |甲⏎ ⏎①␣甲⏎③␣乙⏎
:::␣keep⏎ ⏎:::⏎
"""
"""What a manuscript is made of; spaces, line ends and control characters as signs."""
SIGNS = str.maketrans("␣⏎␀␋␍⇥", " \n\0\v\r\t")
DEEP = "> " * 36


@example(["1.␣", "\u2028", "⏎河水", "\\*"])
@given(st.lists(st.sampled_from((*PIECES.split(" "), DEEP)), min_size=1, max_size=18))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text(tmp_path: Path, pieces: list[str]) -> None:
    """Whatever a manuscript is made of, both readings agree, or parsing has named what is not in the book."""
    config = write(tmp_path, {})
    text = "".join(pieces).translate(SIGNS)
    (tmp_path / "01.md").write_bytes(f"# 题\n\n# T\n\n{text}\n".encode())
    assert [each.message for each in findings(config)] == []


CHARACTERS = "ab1 甲乙。，“”\n\t\r\0\v\f\x85\u2028\u2029\u3000\ufeff*_`[]()!<>#-+=|~^{}:&;\\\"'.0@/$%"


@given(st.text(CHARACTERS, max_size=60), st.sampled_from(["", "\ufeff"]), st.sampled_from(["\n", "\r\n", "\r"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_characters(tmp_path: Path, text: str, mark: str, line_end: str) -> None:
    """So it is for any characters, line ends and byte order marks, with and without an end of the last line."""
    config = write(tmp_path, {})
    (tmp_path / "01.md").write_bytes(f"{mark}# 题\n\n# T\n\n{text}".replace("\n", line_end).encode())
    assert [each.message for each in findings(config)] == []


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:y) [x](javascript:y)\n[x](javascript:y)",
        "[![i](a.svg)](javascript:x)\n\n> [![i](a.svg)](javascript:x)",
        "见[^Ａ]。\n\n[^a]: 注\n    折行\n\n    第二段。",
        "甲\0乙\v丙\x85丁\ufdd0",
        "| 甲 | 乙 |\n|---|---|\n| 一 | 二 | 三 |",
        f"{DEEP}甲\n\n乙\n\n{DEEP}丙丁戊",
        "[x](a.csv 't')与[词]{lang=qqzz}",
        "[^a]: 注\n\n[^a]: 再注\n\n见[^a]。",
        "尾\n\n# 部 {.part}\n\n# Part {.part}",
        "见^[此<http://[::1::1]/>与[x](javascript:y)]。",
        "见[x](http://[::1)。",
        f"{'*x **y ' * 14}z{' y** x*' * 14}",
        "# A\n\n| a || b |\n|---|---|---|\n| c | d | e | f |\n",
    ],
)
def test_what_an_error_names_is_told_once(tmp_path: Path, text: str) -> None:
    """What an error of parsing says is left out, or has not its effect, is not reported a second time."""
    config = write(tmp_path, {"01.md": f"# 题\n\n# T\n\n{text}\n"})
    book = read(config)
    assert has_errors(book.diagnostics)
    assert [each.message for each in check_source(book.value, config, book.diagnostics)] == []
    assert check_source(book.value, config)


def test_a_loss_beside_an_error_is_found(sound: tuple[Book, Config]) -> None:
    """An error in a file hides no loss in it."""
    book, config = sound
    (chapter, *others) = book.chapters
    cut = attrs.evolve(book, chapters=(attrs.evolve(chapter, blocks=chapter.blocks[:-1]), *others))
    error = BAD_LINK("a link is left out", Span("01.md", 5, 5))
    assert check_source(cut, config, (error,))


def test_line_ends_and_byte_order_marks(tmp_path: Path) -> None:
    """A file with a byte order mark and the line ends of another system is read as any other."""
    config = write(tmp_path, {})
    (tmp_path / "01.md").write_bytes(("\ufeff" + TEXT.replace("\n", "\r\n")).encode())
    assert findings(config) == ()


def test_what_is_reported_is_no_loss(tmp_path: Path) -> None:
    """Front matter, and a note that nothing calls, are left out and said to be."""
    text = "---\ntitle: x\n---\n# 题\n\n# T\n\n[^a]: 没有人叫的注。\n\n    Not called.\n\n##\n"
    config = write(tmp_path, {"01.md": text})
    book = read(config)
    assert {each.code for each in book.diagnostics} >= {"front_matter", "unused_note", "empty_block"}
    assert check_source(book.value, config, book.diagnostics) == ()
    assert check_source(book.value, config) != ()


# ------------------------------------------------------------------------------- something is wrong


def damaged(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Yield copies of a part of the model with one thing dropped, doubled, moved, cut or re-lettered."""
    if isinstance(value, tuple):
        yield from damaged_sequences(value, where)
    elif attrs.has(type(value)) and not isinstance(value, (Span, SourceFile, LineBreak)):
        for field in attrs.fields(type(value)):
            inside = getattr(value, field.name)
            name = f"{where}.{type(value).__name__}.{field.name}"
            if is_compared(value, field.name):
                yield from ((kind, attrs.evolve(value, **{field.name: new})) for kind, new in damaged(inside, name))
    elif isinstance(value, str) and value.strip():
        words = value.rstrip()
        yield f"truncate {where}", words[:-1]
        yield f"re-letter {where}", words[:-1] + ("y" if words[-1] == "x" else "x")
        middle = len(words) // 2
        if not words[middle].isspace():
            yield f"drop a letter of {where}", words[:middle] + words[middle + 1 :]
            yield f"double a letter of {where}", words[: middle + 1] + words[middle:]
    elif isinstance(value, int) and "level" in where:
        yield f"change {where}", value + 1


NOT_COMPARED = frozenset(("id", "lang", "span", "assets", "languages", "files", "number", "value", "start", "digest"))
NOT_COMPARED |= {"above", "in_chapter", "width", "alt", "source_files", "ordered", "marker"}
"""Fields that say nothing of the characters of the manuscript, or that it does not decide alone."""


def is_compared(value: Any, field: str) -> bool:
    """Return whether a field of a part of the model is decided by the characters of the manuscript."""
    return (
        field not in NOT_COMPARED or isinstance(value, VerseNumber) or (field == "alt" and isinstance(value, Image))
    )


def damaged_sequences(value: tuple[Any, ...], where: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield sequences with one part dropped, doubled, swapped with its neighbour, or damaged itself."""
    for nth, part in enumerate(value):
        name = f"{where}[{nth}]"
        before, behind = value[:nth], value[nth + 1 :]
        if not isinstance(part, (LineBreak, str)):
            yield f"drop {name} {type(part).__name__}", before + behind
            yield f"double {name} {type(part).__name__}", (*before, part, part, *behind)
            if behind and behind[0] != part and is_ordered(part) and is_ordered(behind[0]):
                yield f"swap {name} {type(part).__name__}", (*before, behind[0], part, *behind[1:])
        yield from ((kind, (*before, new, *behind)) for kind, new in damaged(part, name))


def is_ordered(part: Any) -> bool:
    """Return whether the order of such parts is that of the manuscript: sides and pictures have that of languages."""
    return type(part).__name__ not in ("Translation", "Picture", "Footnote", "LineBreak")


def test_damaged_books_are_found(sound: tuple[Book, Config]) -> None:
    """Whatever is dropped, doubled, swapped, cut or re-lettered in the book is found."""
    book, config = sound
    every = list(damaged(book))
    unseen = [kind for kind, copy in every if not check_source(copy, config)]
    assert len(every) > 500
    assert unseen == []


def test_damaged_notation_is_found(sound: tuple[Book, Config]) -> None:
    """A mark that is dropped, longer, shorter, moved, or that has another effect or value, is found."""
    book, config = sound
    (file,) = book.files
    unseen = []
    for nth, mark in enumerate(file.marks):
        for changed in changed_marks(mark):
            marks = (*file.marks[:nth], *changed, *file.marks[nth + 1 :])
            if not check_source(attrs.evolve(book, files=(SourceFile.of(file.path, marks),)), config):
                unseen.append((mark, changed))
    assert unseen == []


def changed_marks(mark: Mark) -> Iterator[tuple[Mark, ...]]:
    """Yield what may stand in the place of a mark."""
    if mark.effect not in ("space", "attributes", "address", "end of heading"):
        yield ()
    yield (attrs.evolve(mark, end=mark.end + 2),)
    if mark.effect not in ("columns", "thematic break", "address"):
        yield (attrs.evolve(mark, start=mark.start - 2),)
        yield (attrs.evolve(mark, effect="emphasis" if mark.effect != "emphasis" else "strong"),)
    if mark.effect in ("heading", "note", "note text", "item", "notice", "listing") and mark.value:
        yield (attrs.evolve(mark, value="3" if mark.effect == "heading" else mark.value + "x"),)
    if mark.effect in ("end of link", "end of image", "end of span") and ":" in mark.value:
        yield (attrs.evolve(mark, value=mark.value + "x"),)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("{#abc}\n一段。\n\nOne.", "#abd"),
        ("## 节 {#abc}\n\n## Section", "#abd"),
        ("# 部 {#abc}\n\n# Part", "#abd"),
        ("> {#abc}\n> 引文。\n>\n> Quoted.", "#abd"),
        ("{#abc}\n- 甲\n\n- A", "#abd"),
        ("![图](a.svg){#abc}\n\n![A](b.svg)", "#abd"),
        ("![图](a.svg){width=50%}", "width=40%"),
        ("{width=50%}\n![图](a.svg)", "width=40%"),
        ("![图](a.svg){width=50%} ![二](b.svg){width=30%}", "width=20%"),
        ("河![图](a.svg){width=2em}水。", "width=3em"),
        ("{#x}\n段。\n\n见[](#x){.page}。", ".none"),
        ("{lang=en}\nCafé", "lang=zh"),
        ("{lang=en}\n> 12", "lang=zh"),
        ("见[mot]{lang=fr}。", "lang=de"),
        ("{.solo}\n甲句。\n\nOne.", ".sola"),
        ("{.solo}\n|甲|\n|-|\n|乙|\n\n|a|\n|-|\n|b|", ".sola"),
        ("{.solo}\n- 甲\n- 乙\n\n{lang=en}\n- A\n- B", ".sola"),
        ("1. 一\n\n{.solo}\n- 甲\n\n* A", ".sola"),
        ("{.solo}\n> 引文。\n\n> Quoted.", ".sola"),
        ("> {.solo}\n> > 引文。\n>\n> {lang=en}\n> > Quoted.", ".sola"),
        ("- 甲\n\n  {.solo}\n  > 引文。\n\n  > Quoted.", ".sola"),
        ("{.solo}\n> [!NOTE]\n> 引文。\n\n> [!NOTE]\n> Quoted.", ".sola"),
        ("{.solo}\n![图](a.svg)\n\n![A](a.svg)", ".sola"),
        ("{#abc}\n一段。\n\n{#abd}\nOne.\n\n{#abe}\n二段。\n\nTwo.", "#abf"),
        ("{#abc}\n- 甲\n\n- A\n\n又。\n\nMore.\n\n- {#abe}\n  丙\n\n- C", "#abf"),
        ("# 部 {.part}\n\n# Part {.part}\n\n# 章\n\n# Chapter", ".parx"),
        ("|a|\n|-|\n|b|\n\n: 说明 {#abc}", "#abd"),
        ("段。\n\n{.landscape}\n|a|\n|-|\n|b|", ".landscapx"),
        ("段。\n\n![图](a.svg){.landscape}", ".landscapx"),
        ("{.verse}\n一行\n二行", ".vers"),
        ("{.verse .line-numbers}\n一行\n二行", ".line-number"),
        ("{.verse start=9}\n一行\n二行", "start=8"),
        ("{.caption}\n说明\n\n|a|\n|-|\n|b|", ".captiox"),
        ("{.caption #abc}\n说明\n\n```\na\n```", "#abd"),
        ("{.caption}\n说明\n\n{#abc}\n```\na\n```", "#abd"),
        ("{file=a.py}\n```\na\n```", "file=b.py"),
        ("{start=9}\n```\na\n```", "start=8"),
        ("{.line-numbers}\n```\na\n```", ".line-number"),
    ],
)
def test_attributes_are_held_against_the_book(tmp_path: Path, text: str, other: str) -> None:
    """Each attribute in braces has its effect; a book that was made with another is not sound."""
    file = f"# 题\n\n# T\n\n{text}\n"
    config = write(tmp_path, {"01.md": file})
    assert findings(config) == ()
    key = re.match(r"#|\.|\w+=", other)
    assert key
    changed = re.sub(rf"(?<=[{{ ]){re.escape(key[0])}[^ }}]+(?=}}[^{{}}]*\Z)", other, file)
    config = write(tmp_path, {"01.md": changed if other != ".sola" else file.replace(".solo", other)})
    book = read(config).value
    write(tmp_path, {"01.md": file})
    assert check_source(book, config) != ()


LINKED = """\
# 部 {.part #all}

# Part {.part #whole}

# 河 {#he}

# River {#river}

{#yi}
一段。

{#one}
One.

%s

# 湖 {#lake}

# Lake

{#san}
三段。

Three.
"""


@pytest.mark.parametrize(
    ("link", "same", "other"),
    [
        ("[字](#he)", "[字](#river)", "[字](#lake)"),
        ("[字](#yi)", "[字](#one)", "[字](#san)"),
        ("[字](#all)", "[字](#whole)", "[字](#he)"),
        ("[字](01.md)", "[字](01.md#%72iver)", "[字](02.md)"),
        ("[字](./01.md#one)", "[字](#yi)", "[字](01.md#san)"),
        ("[字](02.md)", "[字](02.en.md)", "[字](02.md#end)"),
        ("[字][r]\n\n[r]: #he", "[字][r]\n\n[r]: #river", "[字][r]\n\n[r]: #lake"),
        ("[](#yi)", "[](#one)", "[](#san)"),
        ("[](#yi){.page}", "[](#one){.page}", "[](#yi){.title}"),
        ("[](02.md)", "[](./02.md)", "[](01.md)"),
        ("[![](a.svg)](#he)", "[![](a.svg)](01.md)", "[![](a.svg)](#yi)"),
    ],
)
def test_links_lead_where_the_file_says(tmp_path: Path, link: str, same: str, other: str) -> None:
    """A link leads to the block that has its id, in any language, or to the chapter of its file, and nowhere else."""
    last = {"02.en.md": "# Sea\n\n{#end}\nThe end.\n", "02.zh-Hans.md": "# 海\n\n完。\n"}
    config = write(tmp_path, last | {"01.md": LINKED % link})
    assert read(config).diagnostics == ()
    assert findings(config) == ()
    book = read(config).value
    for written, is_sound in ((same, True), (other, False)):
        write(tmp_path, {"01.md": LINKED % written})
        assert (check_source(attrs.evolve(book, files=read(config).value.files), config) == ()) is is_sound


def test_a_finding_names_its_place(sound: tuple[Book, Config]) -> None:
    """A finding has file, line and columns, and is an error."""
    book, config = sound
    chapter = book.chapters[0]
    (finding,) = check_source(
        attrs.evolve(book, chapters=(attrs.evolve(chapter, blocks=chapter.blocks[:-1]), *book.chapters[1:])), config
    )[:1]
    assert finding.code == "lost_in_parsing"
    assert has_errors([finding])
    assert finding.span
    line = TEXT.split("\n")[finding.span.line - 1]
    assert line[finding.column - 1 : finding.end_column - 1]


def test_a_file_that_was_not_read_is_found(sound: tuple[Book, Config], tmp_path: Path) -> None:
    """A chapter's file that is not in the book, and that nothing names, is a finding."""
    config = write(tmp_path, {"01.md": TEXT})
    book = read(config).value
    (tmp_path / "02.md").write_text("# 二\n", encoding="utf-8")
    assert [each.message for each in check_source(book, config)] == ["`02.md` is not in the book"]
    assert check_source(book, attrs.evolve(config, chapters=("01.md",))) == ()


def test_words_that_the_file_does_not_have_are_found(sound: tuple[Book, Config]) -> None:
    """A book that was made from another text than the one that is read is not sound."""
    book, config = sound
    other = functools.reduce(lambda text, pair: text.replace(*pair), [("向东", "向西")], TEXT)
    (config.root / "01.md").write_text(other, encoding="utf-8")
    try:
        assert check_source(book, config)
    finally:
        (config.root / "01.md").write_text(TEXT, encoding="utf-8")


def test_figures_and_items_are_among_what_is_damaged(sound: tuple[Book, Config]) -> None:
    """The book that is damaged has each kind of block, so that none goes untested."""
    names = {kind.rpartition(" ")[2] for kind, _ in damaged(sound[0]) if kind.startswith("drop")}
    assert {Figure.__name__, ListItem.__name__, "Row", "Cell", "Definition", "Verse", "Admonition"} <= names
    assert {
        "Emphasis",
        "Strong",
        "CodeSpan",
        "Link",
        "Image",
        "FootnoteRef",
        "Ruby",
        "ForeignText",
        "StyledText",
    } <= names


def test_the_second_reading_shares_no_code_with_the_parser() -> None:
    """No module of it imports the parser, pairing or the kinds of block, nor the library that parses Markdown."""
    folder = Path(compare_source.__file__).parent
    names = {
        name
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom | ast.Import)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    own = {name.split(".")[1] for name in names if name.startswith("wicpress.")}
    assert own <= {"config", "diagnostics", "model", "notation", "proofing", "system"}
    assert not {name for name in names if name.startswith(("markdown_it", "mdit_py_plugins"))}
