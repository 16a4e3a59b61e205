"""What authors write beyond CommonMark is in every edition as what it means, and nothing of its marks is printed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from support import small_books
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.verify_files import VerifyRequest, verify_files

TOML = """\
[book]
slug = "notation"
languages = ["zh-Hans", "en"]
title = { zh-Hans = "记号", en = "Notation" }
identifier = "urn:uuid:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bea"
date = 2020-02-02
contents = 4
lists = ["figures", "tables", "listings"]
numbering = "NUMBERING"

[[edition]]
name = "bilingual"
layout = "interleaved"

[[edition]]
name = "parallel"
layout = "parallel"

[[edition]]
name = "zh"
languages = ["zh-Hans"]
layout = "single"
page = "A5"
"""
NUMBERS = """
[numbers]
captions = "chapter"
appendices = { zh-Hans = "附录甲" }
"""
FOREWORD = """\
# 前言 {.unnumbered}

# Foreword {.unnumbered}

写在前面，参见[](#forms){.number}。

Before all else; see [](#forms){.number}.

## 致谢 {.unnumbered}

## Thanks {.unnumbered}

谢谢。

Thanks.
"""
CHAPTER = """\
# 正文 {.part}

# The text {.part}

# 第一章 记号

# Chapter 1. Notation

<!-- 给译者：这一段先不要改。

Second paragraph of the remark. -->

水的化学式是H~2~O，面积单位是m^2^，~~旧的说法~~不用了，==要点==加了底色，按<kbd>Ctrl</kbd>+<kbd>C</kbd>复制，<u>专名</u>有线。

The formula of water is H~2~O, an area is in m^2^, the ~~old wording~~ is gone, the ==main point== is marked, press \\
<kbd>Ctrl</kbd>+<kbd>C</kbd> to copy, and the <u>name</u> is underlined.<br>A new line.<!-- a remark -->

- [ ] 买纸

- [ ] Buy paper

- [x] 付印

- [x] Printed

::: warning 涨水时
涨水的时候只看得见上面的十二级石阶，不要走到下面去。
:::

::: warning At high water
At high water only the upper twelve steps are seen; do not go down.
:::

## 河道

## Waterways

### 清淤

### Dredging

#### 时间 {#time}

#### Time

每年十一月开工，次年二月完工。开工之前三十天，由县里张贴告示，写明封航的河段、日期和绕行的水路，船家可以到各闸口领取一份。

Work begins in November and ends in February. Before it begins the county posts notices.

##### 钱粮

##### Money

由县库支给，见[](#time){.title}。

It is paid from the county's purse; see [](#time){.title}.

###### 器具

###### Tools

| 床前明月光，
| 疑是地上霜。
|
| 举头望明月，
| 低头思故乡。

| Before my bed the moonlight lies,
| like frost upon the ground.
|
| I raise my head to the moon,
| and think of home.
"""
LISTINGS = """\
# 第二章 代码

# Chapter 2. Code

见[](#lst-flow)与[](#lst-make)。[^code]

See [](#lst-flow) and [](#lst-make).[^code]

渡口^[在东岸，有*三十六*级，见`code`和[网页](https://example.org/)。]有台阶^[石头的。]，又[^in]。

The ferry^[On the east bank, *thirty-six* steps, see `code`
and [a page](https://example.org/).] has stairs^[Of stone.], and [^in].

[^in]: 一条注^[注里的注。]。

    A note^[A note in a note.].

- 一项^[项的注。]

- An item^[Of the item.]

表：说明^[说明的注。]

Table: A caption^[Of the caption.]

| 年 | 数^[人] |
|---|---|
| 一^[甲] | 1 |

| Year | Number^[people] |
|---|---|
| one^[A] | 1 |

{.line-numbers start=4}
| 举头望明月^[月光的注。]，
| 低头思故乡。

| I raise my head to the moon^[Of the moonlight.],
| and think of home.

[^code]: 注里也有：

    清单：注里的

    Listing: In a note

    ```sh file="note.sh" start=9
    make
    make all
    ```

{.caption #lst-flow}
河水*怎样*流

{.caption}
How the river flows

{.line-numbers start=98}
```python file="src/flow.py"
def flow(river, banks=("left", "right"), speed=1.5, depth=None, season="summer", gauge="wuzhen-3"):
    return flow(river)
```

- 一项，下面是代码：

  清单：项里的

  Listing: In an item

  {#lst-make}
  ```sh
  make
  ```

- An item, with code below.

看看。

Look.

- 各有各的：

  清单：项里的

  ```sh
  make clean
  ```

- One each:

  Listing: In an item

  ```sh
  make clean
  ```

清单：各写各的

{lang=zh-Hans}
```sh
make    # 做
```

Listing: One each

{lang=en file=run.sh}
```sh
make    # go
```

```{.toml filename="book.toml"}
[book]
```
"""
APPENDIX = """\
# 附录A 调查表 {.appendix #forms}

# Appendix A. Forms {.appendix}

表在下面，见[](#tab-forms){.number}与[](#sec-blank){.number}。

The forms are below, see [](#tab-forms){.number} and [](#sec-blank){.number}.

## 空白表 {#sec-blank}

## Blank forms

{.caption #tab-forms}
表格

{.caption}
Forms

| 表 | 份 |
|---|---|
| 甲 | 3 |

| Form | Copies |
|---|---|
| First | 3 |
"""


@pytest.fixture(scope="module", params=["auto", "source"])
def folder(request: pytest.FixtureRequest) -> Path:
    """Return the folder with the book and all its editions."""
    files = {
        "book.toml": TOML.replace("NUMBERING", request.param) + (NUMBERS if request.param == "auto" else ""),
        "00-foreword.md": FOREWORD,
        "01-notation.md": CHAPTER,
        "02-code.md": LISTINGS,
        "90-forms.md": APPENDIX,
    }
    return small_books.build_once(f"notation-{request.param}", lambda root: small_books.write(root, files))


def test_numbers_of_each_language(folder: Path) -> None:
    """With automatic numbers, each language has its own forms, in headings, contents and references."""
    with zipfile.ZipFile(folder / "dist/notation-bilingual.epub") as container:
        pages = {name: container.read(name).decode() for name in container.namelist() if name.endswith(".xhtml")}
    text = re.sub(r"<[^>]+>", "", "".join(pages.values()))
    words = ["第一部分　正文", "Part I\u2002The text", "第一章　记号", "Chapter 1\u2002Notation", "一、清淤"]
    words += ["1.1.1\u2002Dredging", "（一）时间", "附录甲　调查表", "Appendix A\u2002Forms", "A.1\u2002Blank"]
    words += ["表甲-1\u2002表格 Table A.1\u2002Forms"]
    words += ["见表甲-1与附录甲第一节", "see Table A.1 and A.1", "表甲-1", "Table A.1"]
    is_auto = folder.name.endswith("auto")
    assert [each for each in words if (each in text) != is_auto] == []


def test_lists_of_captions(folder: Path) -> None:
    """The book has lists of its tables and listings on one page, and none of figures, which it has not."""
    with zipfile.ZipFile(folder / "dist/notation-bilingual.epub") as container:
        nav = container.read("EPUB/nav.xhtml").decode()
    assert re.findall(r'id="(list-of-[a-z]+)" epub:type="(\w+)"', nav)[0] == ("list-of-tables", "lot")
    document = open_pdf((folder / "dist/notation-zh.pdf").read_bytes())
    assert isinstance(document, Document)
    with document:
        outline = [each for each in document.info.outline if each.level == 1]
        lines = [line.text for page in document.pages() for line in page.lines]
    assert [each.title for each in outline[:3]] == ["目录", "表格目录", "代码清单目录"]
    assert outline[1].page == outline[2].page
    number = "甲-1" if folder.name.endswith("auto") else r"\d"
    assert any(re.fullmatch(rf"表 ?{number}\s*表格\s*(?:\d+)?", line) for line in lines)


def test_low_headings_run_in(folder: Path) -> None:
    """A heading of level 4 or lower opens the first line in each language; before verse it has a line of its own."""
    with zipfile.ZipFile(folder / "dist/notation-bilingual.epub") as container:
        html = container.read("EPUB/c01-notation.xhtml").decode()
    heads = re.findall(r'<div lang="([\w-]+)"[^>]*run-in[^>]*><h(\d)[^>]*>(.*?)</h\d><p>(..)', html)
    mark = "（一）" if folder.name.endswith("auto") else ""
    assert heads == [
        ("zh-Hans", "4", f"{mark}时间　", "每年"),
        ("en", "4", "Time\u2002", "Wo"),
        ("zh-Hans", "5", "钱粮　", "由县"),
        ("en", "5", "Money\u2002", "It"),
    ]
    assert html.count("<h6 ") == 1
    document = open_pdf((folder / "dist/notation-zh.pdf").read_bytes())
    assert isinstance(document, Document)
    with document:
        texts = [line.text for page in document.pages() for line in page.lines]
        assert [each.title for each in document.info.outline if each.level >= 4] == [f"{mark}时间", "钱粮", "器具"]
    assert any(text.startswith(f"{mark}时间") for text in texts) and "器具" in texts


@pytest.mark.parametrize("suffix", ["pdf", "epub"])
def test_every_edition_is_sound(folder: Path, suffix: str) -> None:
    """Text, styles, structure, geometry and links are those of the manuscript and of the standards."""
    files = sorted((folder / "dist").glob(f"*.{suffix}"))
    assert len(files) == 3
    for result in verify_files(files, VerifyRequest(book=folder / "book", run_validators=False)):
        assert result.failures == (), result.path
