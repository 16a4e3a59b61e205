"""A book that uses everything a manuscript may hold, in chapters that refer to each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

TOML = """\
[book]
slug = "everything"
languages = ["zh-Hans", "en", "fr"]
title = { zh-Hans = "无所不有", en = "A Book of Everything", fr = "Un livre de tout" }
subtitle = { zh-Hans = "试排", en = "Set for trial" }
authors = [
  { zh-Hans = "某甲", en = "A. Author", orcid = "0000-0002-1825-0097", affiliation = "某校" },
  { zh-Hans = "某乙", en = "B. Author", role = "trl" },
]
series = { zh-Hans = "试排丛书", en = "Trial Papers" }
volume = "2"
publisher = { zh-Hans = "某出版社", en = "Some Press" }
description = { zh-Hans = "什么都有的书。", en = "A book of everything." }
imprint = { zh-Hans = "版权页上的话。", en = "Words of the imprint." }
rights = { zh-Hans = "版权所有", en = "All rights reserved" }
identifier = "urn:uuid:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bef"
isbn = "978-7-5000-1234-4"
subjects = ["trials", "试排"]
date = 2020-02-02
contents = 2
figures = "near"
lists = ["figures", "tables", "listings"]
draft = true
half-title = { zh-Hans = "无所不有", en = "Everything" }
series-page = { zh-Hans = "试排丛书\\n第二种", en = "Trial Papers\\nVolume 2" }
running-heads = "sections"
openings = { part = "page", appendix = "run-on" }
numbering = "auto"
punctuation = "fullwidth"
spot = "zhu"

[short-titles]
03-tables = { zh-Hans = "表", en = "Tables" }

[typography]
hyphenation = ["boat-man", "stairs"]
%(typography)s

[imprint]
cip = { zh-Hans = "无所不有 / 某甲著. — 某地：某出版社，2020.2" }
editor = { zh-Hans = "某丙", en = "C. Editor" }
address = { zh-Hans = "某街1号", en = "1 Some Street" }
format = { zh-Hans = "890毫米×1240毫米 1/32", en = "A5" }
sheets = "auto"
words = "auto"
edition = { zh-Hans = "2020年2月第1版", en = "First published in February 2020" }
copies = { zh-Hans = "1—500册" }
printing-line = { en = "1 2 3" }

[[edition]]
name = "bilingual"
languages = ["zh-Hans", "en"]
layout = "interleaved"
page = "A5"
verse-range = true

[[edition]]
name = "pocket"
languages = ["zh-Hans", "en"]
layout = "interleaved"
page = "105mm 148mm"
attach = true
styles = ["marks.css"]

[[edition]]
name = "parallel"
languages = ["zh-Hans", "en"]
layout = "parallel"
verse-range = true

[[edition]]
name = "zh"
languages = ["zh-Hans"]
layout = "single"
verse-range = true

[[edition]]
name = "en"
languages = ["en"]
layout = "single"
missing = "omit"

[[edition]]
name = "three"
layout = "interleaved"

[[edition]]
name = "english-first"
languages = ["en", "zh-Hans"]
layout = "interleaved"
"""
DEFAULT = 'emphasis = "sans"'
OTHER = 'emphasis = "dots"\nenglish = "justified"\nhanging = true\nbreaking = "greedy"\nstrictness = "gb"'
"""Two values of ``[typography]``: close to the default, and one that differs in all that a book may choose."""

ZH = "渡口的石阶一共有三十六级，涨水的时候只看得见上面的十二级（一九九八年那次例外），“船家”都记得很清楚。"
EN = (
    "The stairs at the ferry have thirty-six steps; at high water only the upper twelve are seen, save in 1998, and "
    "every boatman remembers it well."
)
FOREWORD = """\
# 前言 {.foreword}

# Foreword {.foreword}

写在前面，见[](#sec-forms)。

Before all else; see [](#sec-forms).

{.signature}
某甲
一九九八年于渡口

{.signature}
A. Author
At the ferry, 1998

## 致谢 {.unnumbered}

## Thanks {.unnumbered}

谢谢。

Thanks.
"""
EPIGRAPH = """\
# 题记 {.epigraph}

# Epigraph {.epigraph}

逝者如斯夫。

So it passes on.

——《论语》

— The Analects
"""
APPENDIX = """\
# 附录A 调查表 {.appendix #sec-forms}

# Appendix A. Forms {.appendix}

表在下面。

The forms are below.

## 填H~2~O表

## Filling in H~2~O

### 格式

### Form

#### 第一条 {#art-1}

#### Article 1

填表用墨水，见[](#art-1)。

Fill in the form in ink; see [](#art-1).

#### 日期 {#sec-date}

#### Date

先写年，再写月日。

First the year, then month and day.

##### 年号

##### Eras

###### 甲子

###### Cycles

- 光绪

- Guangxu
"""
OPENING = f"""\
# 卷一 {{.part}}

# Part one {{.part}}

这一卷说渡口，见[](#sec-last)。[^p]

This part is about the ferry; see [](#sec-last).[^p]

[^p]: 卷首的注。

    A note of the part.

{{.solo}}
只有中文。

# 渡口

# The ferry

{ZH}见[](#fig-png)（第[](#fig-png){{.page}}页）、[](#tab-long)、[](#sec-words){{.title}}（第[](#sec-words){{.page}}页）。[^a]\
又见[](#fig-png #fig-svg–#fig-full)、[](#fig-png #tab-long #sec-last){{.page .words}}、[](#^a){{.words}}。

{EN} See [](#fig-png) on page [](#fig-png){{.page}}, [](#tab-long), [](#sec-words){{.title}} on page \
[](#sec-words){{.page}}, [the last chapter](20-last.md) and [the stairs](#sec-last). See also \
[](#fig-png #fig-svg–#fig-full), [](#fig-png #tab-long #sec-last){{.page .words}} and [](#^a){{.words}}.

[^a]: 一条注，带着[网址](https://example.org/a?b=c&d=e)和`code`，又指着第[](#sec-last){{.page}}页。

    A note with [an address](https://example.org/a?b=c&d=e), and page [](#sec-last){{.page}}.

    又一段。

    A second paragraph.

再来一条。[^b]以后还有^[就在*这里*的注。]。

Another.[^b] There are more^[A note right *here*.].

{{lang=fr}}
Une autre.[^b] Il y en a d’autres, et l’on continue.

{{.translator}}
[^b]: 第二条。

    The second.
"""
WORDS = f"""\
# 字与词

# Letters and words {{#sec-words}}

*强调的词*，**加重的词**，`wicpress build`，{{汉字|hàn zì}}，{{渡口|dù kǒu}}，
[bon à tirer]{{lang=fr}}，[かな]{{lang=ja}}，\u00a0隔开。

*Stressed words*, **heavier ones**, `wicpress build --edition en`, [bon à tirer]{{lang=fr}}, [Straße]{{lang=de}}.

引文[@chen2000, 29页]，见@li2012，并见[@chen2000; @li2012; -@lib2024]。

Citations [@chen2000, p. 29], as @li2012 says, and [@chen2000; @li2012; -@lib2024].

半角,标点:在汉字(之间)要变成全角;是吗?是!

Ligatures fi ff ffi, old-style figures 1234567890, a no-break\u00a0space,
a soft hyphen in hyphen\u00adation, "quotes" and 'quotes'.

折行在这里\\
断开；1998年、10.92亿元、30%、5 km、A4纸。

A line breaks here\\
and goes on; co-operation, 1,234,567 and 50%.

水是H~2~O，面积用m^2^，~~旧的说法~~不用了，==要点==加了底色，按<kbd>C</kbd>，<u>专名</u>有线。<!-- 核对 -->

Water is H~2~O, an area in m^2^, the ~~old wording~~ is gone, the ==main point== marked; press <kbd>C</kbd> at \
<u>once</u>, x<sub>*i*</sub> and y<sup>*n*</sup>,<br>on a new line.

<!-- 给译者：

这一段不印。 -->

{{#machine ruby=pinyin}}
运河从北京流到杭州，`code`与1,794公里{{河流|hé liú}}都没有新的读音[^r]。

The canal runs from Beijing to Hangzhou.[^r]

[^r]: 没有读音的注。

    A note without readings.

{{ruby=zhuyin}}
> 渡口在这里。

> The ferry is here.

损失率$L$见[](#eq-loss)，其中$Q_{{\\text{{供}}}}$是流量，花费\\$5；\
$x_1 + x_2 + x_3 + x_4 + x_5 + x_6 + x_7 = \\bar{{x}}$。

The loss $L$ is [](#eq-loss), where $Q_{{\\text{{in}}}}$ is the flow; it costs $5 or $10, \
$x_1 + x_2 + x_3 + x_4 + x_5 + x_6 + x_7 = \\bar{{x}}$.

$$
L = \\frac{{Q_s - Q_b}}{{Q_s}}
$$ {{#eq-loss}}

$$ A = \\begin{{pmatrix}} a & b \\\\ c & d \\end{{pmatrix}}, \\qquad \\sum_{{i=1}}^n \\sqrt{{x_i}} \\le 1 $$

## 分行与分页 {{#sec-break .page-break}}

## Lines and pages

{{page=11}}
[1]{{.verse}}子曰：“学而时[]{{page=12}}习之。”[2]{{#verse-2 .verse}}“有朋自远方来。”
见[第2节](#verse-2)、第[](#page-11)页、[](#page-11–#page-13){{.words}}。

[1]{{.verse}}The Master said: “Learn.” [2]{{#verse-2 .verse}}“Friends []{{page=13}}come from afar.”
See [verse 2](#verse-2) and page [](#page-12) of the source, or [](#page-11–#page-13){{.words}}.

石阶^[旧称“码头”，一九九八年重修，今有三十六级]{{.interlinear}}向东[水边]{{.interlinear}}，有[[quay]{{lang=en}}]{{.interlinear}}。

The stairs ^[once a quay, rebuilt in 1998]{{.interlinear}} face east [to the water]{{.interlinear}}.

水则^[立在**岸边**。]{{.side}}高一丈^[题在<u>卷首</u>。]{{.head}}。

The gauge^[On the **bank**.]{{.side}} is ten feet high^[Noted <u>above</u>.]{{.head}}.

{{.source-index}}
- 学，11，12

{{.source-index}}
- learning, 11, 12

::: keep
石阶有三种：

There are three kinds of stairs:

- 石的

- Of stone
:::

石阶在[第三码头]{{.no-break}}，不在别处。

The stairs are at [landing three]{{.no-break}} and nowhere else.

[渡口]{{.index .start translation="ferry"}}从前是[重庆]{{.index reading="chóng"}}来的\
[曾国藩]{{.index .name}}修的，有\
[石阶]{{.index .main entry="渡口 > 石阶" translation="ferry > stairs"}}。[]{{.index entry="码头" see="渡口 > 石阶"}}

The [ferry]{{.index .start}} was built by \
[Zeng]{{.index .name entry="Zeng, Guofan"}} from [Chongqing]{{.index}}, with \
[stairs]{{.index entry="ferry > stairs" see-also="Chongqing"}}.[]{{.index entry="landing" see="ferry"}}

## 列表

## Lists

- [ ] 买纸。

- [ ] Buy paper.

- [x] 付印。

- [x] Printed.

列表有几种。

There are several kinds of list.

### 小节

### A subsection

- 一项。

- An item.

  - 里面的一项。

  - An item inside.

    1、再里面的。

    1. Further inside.

- 又一项，带一段话：

  {ZH}

- Another, with a paragraph:

  {EN}

4、第四。

4. The fourth.

a. 甲项。

a. Item A.

b. 乙项。

b. Item B.

i. 其一。

i. One.

ii. 其二。

ii. Two.

① 圈一。

(1) Circled.

② 圈二。

(2) Again.

## 引文与诗 {{#sec-verse}}

## Quotations and verse

> {ZH}
>
> {EN}
>
> > 引文里的引文。
> >
> > A quotation in a quotation.
>
> ——《渡口志》
>
> — The Ferry

| 千山鸟飞绝，
|   万径人踪灭。
|
| 独钓寒江雪。

| No bird in flight,
|   no man in sight.
|
| Alone in the snow.

{{.verse .line-numbers start=5}}
床前明月光，
疑是地上霜。

{{.verse}}
Before my bed the moon is bright;
I took it for a frost tonight.

***

版心
: 一页上排正文的那块地方。

type area
: The part of a page on which text is set.

天头
head margin
: 版心以上的空白。
: The white above the type area.

> [!NOTE]
> 注意。
>
> Note.

::: warning 涨水时
不要走到下面去。

- 一项
:::

::: warning At high water
Do not go down.

- An item
:::

> [!TIP]
> 提示。
>
> Tip.

> [!IMPORTANT]
> 要紧。
>
> Important.

> [!WARNING]
> {ZH}
>
> {EN}

> [!CAUTION]
> 小心。
>
> Caution.

## 代码

## Code

```toml
[book]
slug = "everything"  # 书名
```

{{lang=zh-Hans}}
```sh
wicpress build     # 做
```

{{lang=en}}
```sh
wicpress build     # make
```

清单：河水。

Listing: The river.

{{#lst-river .line-numbers start=98}}
```python file="src/river.py"
def flow(river, banks=("left", "right"), speed=1.5, season="summer"):
    return river  # 河
```

见[](#lst-river)。

See [](#lst-river).
"""
FIGURES = f"""\
# 图

# Figures

![石阶](images/stairs.png "石阶。"){{#fig-png}}

![The stairs](images/stairs.png "The stairs.")

![照片](images/photo.jpg "照片。"){{width=14em}}

![A photograph](images/photo.jpg "A photograph."){{width=14em}}

![透明](images/glass.png "透明。"){{width=30mm}}

![Glass](images/glass.png "Glass."){{width=30mm}}

![网页图](images/web.webp "网页图。")

![From the web](images/web.webp "From the web.")

![名](<images/石阶 & 图.png> "名字古怪的图。")

![A name](<images/石阶 & 图.png> "A picture with an odd name.")

![动图](images/old.gif "动图。")

![An old one](images/old.gif "An old one.")

![线条](images/line.svg "线条。"){{#fig-svg width="100%" long="三条线，从左下到右上。"}}

![Lines](images/line.svg "Lines."){{width="100%" long="Three lines rise to the right."}}

![中文的图](images/zh.svg "两种图。"){{#fig-two}}

![The English picture](images/en.svg "Two pictures.")

![满页](images/stairs.png "满页的图。"){{#fig-full .full-page}}

![A full page](images/stairs.png "A page of its own."){{.full-page}}

![左](images/stairs.png "左边的图。"){{#fig-left}}

![On the left](images/stairs.png "One on the left.")

![右](images/old.gif "右边的图。"){{.beside}}

![On the right](images/old.gif "One on the right."){{.beside}}

![卧](images/stairs.png "卧排的图。"){{#fig-land .landscape}}

![Sideways](images/stairs.png "A picture set sideways."){{.landscape}}

![台阶](images/stairs.png "两幅一图。"){{#fig-row}} ![留影](images/photo.jpg)

![Steps](images/stairs.png "Two in one figure.") ![A view](images/photo.jpg)

字里的图![圈](images/ring.svg)，和再一次的![圈](images/ring.svg)。

A picture ![a ring](images/ring.svg) in a line. {EN}

只有中文的一段。

{{.solo}}
{EN}

见[](#fig-svg)与[](#fig-two)。

See [](#fig-svg) and [](#fig-two).
"""
LAST = f"""\
# 卷二 {{.part}}

# Part two {{.part}}

# 末章

# The last chapter

## 石阶 {{#sec-last}}

## The stairs

回到[](#fig-png)（第[](#fig-png){{.page}}页），[渡口](01-opening.md)。[^z][渡口]{{.index .end}}到此为止。

Back to [](#fig-png) on page [](#fig-png){{.page}}, and to [the ferry](01-opening.md). [Mail](mailto:a@example.org). \
The [ferry]{{.index .end}} ends.

[CNNIC]{{.term}}说[石阶]{{.term}}多，[CNNIC]{{.term}}说[湿地]{{.term}}少。

The [CNNIC]{{.term}} counts [stairs]{{.term}}, the [CNNIC]{{.term}} counts no [wetlands]{{.term}}.

[^z]: {ZH}

    {EN}

![石阶](images/stairs.png "又是石阶。")

![The stairs](images/stairs.png "The stairs again.")

::: bibliography
:::
"""
REFERENCES = """\
@book{chen2000, author = {陈登原}, title = {国史旧闻}, volume = 1, publisher = {中华书局},
  address = {北京}, year = 2000}
@article{li2012, author = {Li, Ming and Wang, Fang}, title = {Rivers of the \\emph{South}}, journal = {Water},
  year = 2012, volume = 3, number = 4, pages = {5--9}, doi = {10.1000/182}}
@online{lib2024, author = {{国家图书馆}}, title = {馆藏}, url = {https://www.example.cn/}, urldate = {2024-05-06}}
"""
INDEX = """\
# 索引 {.unnumbered}

# Index {.unnumbered}

::: index
:::

## 人名 {.unnumbered}

## Names {.unnumbered}

{.names .strokes .words}
::: index
:::

{.subjects lang=en}
::: index
:::
"""
TERMS = """\
expand = "book"

[cnnic]
abbreviation = "CNNIC"
zh-Hans = "中国互联网络信息中心"
en = "China Internet Network Information Center"

[stairs]
zh-Hans = "石阶"
en = "stairs"

[wetland]
zh-Hans = "湿地"
en = "wetland"
forms = ["wetlands"]
meaning = { zh-Hans = "水多的地方。", en = "Land that is often under water." }
"""
GLOSSARY = """\
# 缩略语 {.unnumbered}

# Abbreviations {.unnumbered}

::: abbreviations
:::

## 术语表 {.unnumbered}

## Glossary {.unnumbered}

{.strokes .words}
::: glossary
:::
"""
COLUMNS = {
    "zh-Hans": f"# 两栏\n\n## 一\n\n{ZH}\n\n{ZH}\n\n## 二\n\n中文多一段。\n\n{ZH}\n\n## 三\n\n只有中文。\n",
    "en": f"# Columns\n\n## One\n\n{EN}\n\n{EN}\n\n## Two\n\nOne paragraph.\n\n{EN}\n\n## Three\n",
}
FEATURES: dict[str, tuple[str, str, str, str]] = {
    "pair of paragraphs": (
        ".pair > .lead + .follow",
        ".pair > .column-1 + .column-2 > .follow",
        ".pair > .lead:only-child",
        ".pair > .lead + .follow",
    ),
    "missing side": (
        ".pair.missing-mark > p:only-child",
        ".pair > .column-1:empty + .column-2, .pair > .column-2:empty",
        ".pair > p[lang=en]:only-child",
        ".pair.missing-mark > p:only-child",
    ),
    "title": (
        "h1 [lang=zh-Hans] + [lang=en]",
        "h1 .column-1 + .column-2",
        "h1 .languages > :only-child",
        "h1 [lang=zh-Hans] + [lang=en]",
    ),
    "dedication": (".front-matter.dedication > .opening",) * 3 + ("section[role=doc-dedication]",),
    "foreword": (".front-matter > .opening",) * 3 + ("body > section[role=doc-foreword]",),
    "errata": (".chapter:not(.front-matter) #c99-errata-1",) * 3 + ("section[role=doc-errata]",),
    "opening that runs on": ("header.opening.runs-on + .text",) * 3 + ("body > section[role=doc-appendix]",),
    "part": ("header.part.opens-page > h1",) * 3 + ("section.part > header > h1",),
    "text of a part": (
        ".part.has-text > .text > .pair > .lead + .follow",
        ".part.has-text > .text > .pair > .column-1 + .column-2 > .follow",
        ".part.has-text > .text > .pair > .lead:only-child",
        "section.part > .pair > .lead + .follow",
    ),
    "running head": (
        "h2 > .running-head.recto > [lang=zh-Hans] + [lang=en]",
        "h2 > .running-head.recto > [lang=zh-Hans] + [lang=en]",
        "h2 > .running-head.recto > [lang=zh-Hans]:first-child + .verse-range",
        "h2 > .languages:first-child",
    ),
    "appendix": ("section#sec-forms h1",) * 3 + ("section[role=doc-appendix] h1",),
    "run-in heading": (
        ".pair > .run-in > h4 + p",
        ".pair > .cell > .run-in > h4 + p",
        ".pair > .run-in > h4 + p",
        ".pair > .run-in > h4 + p",
    ),
    "numbered article": (
        ".pair > .run-in > h4#art-1 + p",
        ".pair > .cell > .run-in > h4#art-1 + p",
        ".pair > .run-in > h4#art-1 + p",
        ".pair > .run-in > h4#art-1 + p",
    ),
    "list": (
        "li > .pair.item > p + p",
        "li > .pair.item > .cell + .cell",
        "li > .pair > p:only-child",
        "li > .pair > p + p",
    ),
    "definition": (
        "dt + dd > .pair > p + p",
        "dt + dd > .pair > .cell + .cell",
        "dt + dd p:only-child",
        "dt + dd p + p",
    ),
    "quotation": (
        "blockquote blockquote > .pair > p + p",
        "blockquote > .pair > .cell + .cell",
        "blockquote blockquote > .pair > p:only-child",
        "blockquote blockquote > .pair > p + p",
    ),
    "source of a quotation": (
        ".quote > .attribution > p + p",
        ".quote > .attribution > .cell + .cell",
        ".quote > .attribution > p:only-child",
        ".quote > .attribution > p + p",
    ),
    "signature": (
        ".signature > p + p",
        ".signature > .cell + .cell",
        ".signature > p:only-child",
        ".signature > p + p",
    ),
    "source of an epigraph": (
        ".epigraph > .text > .attribution > p + p",
        ".epigraph > .text > .attribution > .cell + .cell",
        ".epigraph > .text > .attribution > p:only-child",
        "section[role=doc-epigraph] > .attribution > p + p",
    ),
    "verse": (".verse p > .line",) * 2 + (".verse p:only-child > .line", ".verse p > .line"),
    "numbered verse": (".numbered-verse .line > .verse-number",) * 4,
    "notice": (
        "aside.notice > .notice-title > p + p",
        "aside.notice > .notice-title > .cell + .cell",
        "aside.notice > .notice-title > p:only-child",
        "aside.notice > .notice-title > p + p",
    ),
    "table": (
        "table td > [lang=zh-Hans] + [lang=en]",
        ".text > .tabular > table td > [lang=zh-Hans] + [lang=en]",
        "table td > [lang=zh-Hans]:only-child",
        ".tabular > table td > [lang=zh-Hans] + [lang=en]",
    ),
    "joined cells": (
        "th[colspan='2'] ~ th, tr > td[colspan='2'] > .han + .latin",
        "tr > td[colspan='2'] > .han + .latin",
        "tr > th[rowspan='2'] > .han:only-child",
        "table tr > [colspan='2'][style*='width'] > .han + .latin",
    ),
    "cell of several lines": (
        "td > .han > br + strong",
        "td > .han > br + strong",
        "td > .han > br + strong",
        "td > .han > br + strong",
    ),
    "note of a table": (
        "table ~ .table-notes > .pair > .lead + .follow",
        "table ~ .table-notes > .pair > .column-1 + .column-2 > .follow",
        "table ~ .table-notes > .pair > .lead:only-child",
        "table ~ .table-notes > .pair > .lead + .follow",
    ),
    "column of numbers": (
        "td.right > [style*='ch']",
        "td.right > [style*='ch']",
        "td.right > [style*='ch']",
        "td.right > [style*='ch']",
    ),
    "table without a head": (
        "#tab-headless > table > caption + tbody",
        "#tab-headless > table > caption + tbody",
        "#tab-headless > table > caption + tbody",
        "#tab-headless > .caption + table > tbody:first-child",
    ),
    "table that goes on": (
        "#tab-long thead > tr.continued > th > .languages > .column-1 + .column-2",
        "#tab-long thead > tr.continued > th > .languages > .column-1 + .column-2",
        "#tab-long thead > tr.continued > th > .languages > .column-1:only-child",
        "#tab-long > table > thead > tr:only-child",
    ),
    "landscape table": (".text > #tab-land.landscape > table",) * 3 + ("#tab-land:not(.landscape) > table",),
    "figure": (
        "#fig-png > img:only-of-type ~ figcaption [lang=zh-Hans] + [lang=en]",
        ".text > #fig-png > img ~ figcaption .column-1 + .column-2",
        "#fig-png > img ~ figcaption [lang=zh-Hans]:only-child",
        "#fig-png > img:only-of-type ~ figcaption [lang=zh-Hans] + [lang=en]",
    ),
    "pictures in a row": ("#fig-row > .pictures > .picture + .picture",) * 4,
    "long description of a picture": (
        "#fig-svg > img[alt='线条 三条线，从左下到右上。 Three lines rise to the right.']",
        "#fig-svg > img[alt='线条 三条线，从左下到右上。 Three lines rise to the right.']",
        "#fig-svg > img[alt='线条 三条线，从左下到右上。']",
        "#fig-svg > [aria-details='fig-svg.description-1'] ~ details > summary ~ p[lang=en]",
    ),
    "figures beside each other": (".beside > #fig-left + .figure > figcaption",) * 4,
    "figure that may move": (
        ".interleaved .text[data-figures=near] > .figure",
        ".parallel .text[data-figures=near] > .figure",
        ".single .text[data-figures=near] > .figure",
        "figure.figure",
    ),
    "full-page figure": ("#fig-full.full-page > img",) * 4,
    "landscape figure": (".text > #fig-land.landscape.full-page > img",) * 3
    + ("#fig-land.full-page:not(.landscape) > img",),
    "code": (
        ".listing > pre:not([lang])",
        ".text > .listing > pre:not([lang])",
        ".listing > pre:not([lang])",
        "pre:not([lang])",
    ),
    "long line of code": (".code-line > .code-words",) * 4,
    "numbered lines of code": (".code-line > .line-number + .code-words",) * 4,
    "listing with caption": (
        "#lst-river > figcaption [lang=zh-Hans] + [lang=en]",
        ".text > #lst-river > figcaption .column-1 + .column-2",
        "#lst-river > figcaption [lang=zh-Hans]:only-child",
        "#lst-river > figcaption [lang=zh-Hans] + [lang=en]",
    ),
    "formula in a line": (
        ".pair > p > .formula > .formula-drawing",
        ".pair > .cell > p > .formula > .formula-drawing",
        ".pair > p > .formula > .formula-drawing",
        "p > .formula[alttext][altimg]",
    ),
    "formula in a line of its own": (".text > .equation > .equation-body > .formula > .formula-drawing",) * 3
    + (".equation > .equation-body > .formula[alttext]",),
    "number of a formula": (".equation > .equation-body + .equation-number",) * 4,
    "note": (
        ".note > [lang=zh-Hans] ~ [lang=en]",
        ".note > [lang=zh-Hans] ~ [lang=en]",
        ".note > [lang=zh-Hans]:only-child",
        "section.notes > aside.note p + p",
    ),
    "note in a line": (".note em",) * 3 + ("section.notes em",),
    "translator’s note": (".note > .han > .label",) * 3 + ("aside.note .label",),
    "notes behind a chapter": (
        ".chapter > .text > section > h2 + .endnote",
        ".chapter > .text > section > h2 + .endnote",
        ".chapter > .text > section > h2 + .endnote",
        ".chapter > section.notes > h2 + div.note",
    ),
    "notes behind the book": (
        "#endnotes .text > section > h2 + .endnote",
        "#endnotes .text > section > h2 + .endnote",
        "#endnotes .text > section > h2 + .endnote",
        "section#endnotes > section.notes > h2 + div.note",
    ),
    "circled numbers of notes": ('.note.sign[data-number="①"]',) * 3 + (".call > .sign",),
    "notes numbered by page": ('.note[data-marks="circled"]',) * 3 + (".call > .sign",),
    "notes counted by language": (
        '.follow > .note[id$=".en"][data-number="2"]',
        '.follow > .note[id$=".en"][data-number="2"]',
        '.note:not(.sign)[data-number="2"] > .han:last-child',
        'aside.note[id$=".en"] .follow:only-child',
    ),
    "page reference": (".page-reference[data-ref='#fig-png']",) * 3 + ("a.page-reference:not(:empty)",),
    "reference to several places": ("a[href$='#fig-png'] + a[href$='#fig-svg'] + a[href$='#fig-full']",) * 4,
    "reference to several pages": (
        *(".pages[data-pages='fig-png tab-long sec-last'][data-form=words]",) * 3,
        "a[href$='#fig-png'] + a[href$='#tab-long'] + a[href$='#sec-last']",
    ),
    "ruby": ("ruby > rt",) * 4,
    "readings by machine": ("#machine ruby > rt",) * 4,
    "interlinear note": (
        "[role=note] > .interlinear > .interlinear-words",
        "[role=note] > .interlinear > .interlinear-words",
        "[role=note] > .interlinear > .interlinear-words",
        "[role=note] > .interlinear > .interlinear-words",
    ),
    "side note": (".side-note strong", ".note:not(.side-note) strong", ".side-note strong", "aside.note strong"),
    "note in the head margin": (".head-note u",) * 3 + ("aside.note u",),
    "page break": (".page-break + #sec-break",) * 3 + (":not(.page-break) + #sec-break",),
    "words on one line": (".unbroken-words",) * 4,
    "blocks on one page": (
        ".text > .keep-together > .pair + .list",
        ".text > .keep-together > .pair + .list",
        ".text > .keep-together > .pair + .list",
        ".chapter > .keep-together > .pair + .list",
    ),
    "number of a citation": ("sup > a[href$='#ref-chen2000']",) * 4,
    "bibliography": (
        ".references > li > #ref-chen2000 > .shared",
        ".references > li > #ref-chen2000 > .cell.shared",
        ".references > li > #ref-chen2000 > .shared",
        "[role=doc-bibliography] > .references > li > #ref-chen2000",
    ),
    "page of the source edition": (
        "#page-11.source-page + .no-break > sup.passage",
        "#page-11.source-page + .no-break > sup.passage",
        "#page-12.source-page ~ #page-13.source-page",
        "[role=separator][aria-label='12'].source-page:empty",
    ),
    "index of the source edition": (
        ".list .pair a[href='#page-11']",
        ".list .pair a[href='#page-11']",
        ".list .pair a[href='#page-11']",
        ".list .pair a[href$='#page-11']",
    ),
    "verse number": ("sup.passage#verse-2",) * 4,
    "verses of a page": (
        ".running-head > .verse-range",
        ".running-head > .verse-range",
        ".running-head > .verse-range",
        "html:not(:has(.verse-range)) sup.passage",
    ),
    "words for the index": (".pair .index-mark",) * 4,
    "index": (
        ".index-group > .index-entries > .index-entry > .index-head:has([lang=en]) + [data-places]",
        ".index-group > .index-entries > .index-entry > .index-head:has([lang=en]) + [data-places]",
        "section.index > .index-group > .index-entries > .index-entry > [data-places]:only-child",
        ".index-group > .index-entries > .index-entry > .index-head:has([lang=en]) + a.locator",
    ),
    "use of a term": (".pair .index-mark > a[href$='#term-wetland']",) * 4,
    "abbreviation spelt out": ("words: 中国互联网络信息中心（CNNIC）",) * 4,
    "glossary": (
        ".glossary dt#term-wetland:has([lang=en]) + dd > .pair + .glossary-pages > [data-places]",
        ".glossary dt#term-wetland:has(.column-2) + dd > .pair + .glossary-pages > [data-places]",
        ".glossary dt#term-wetland + dd > .pair + .glossary-pages > [data-places]",
        "section[role=doc-glossary] dt#term-wetland:has([lang=en]) + dd > .pair + .glossary-pages > a.locator",
    ),
    "list of abbreviations": (
        ".glossary dt#abbreviation-cnnic + dd > .pair + .glossary-pages > [data-places]",
        ".glossary dt#abbreviation-cnnic + dd > .pair + .glossary-pages > [data-places]",
        ".glossary dt#abbreviation-cnnic + dd > .pair + .glossary-pages > [data-places]",
        "section[role=doc-glossary] dt#abbreviation-cnnic + dd > .pair + .glossary-pages > a.locator",
    ),
    "comment": ("not: 核对",) * 4,
    "imprint page": (
        ".imprint .column-1 + .column-2",
        ".imprint .column-1 + .column-2",
        ".imprint .column-1:only-child",
        ".imprint > .column-1 + .column-2",
    ),
    "sheets and copies on the imprint page": ("words: 1—500册",) * 3 + ("not: 1—500册",),
    "role of a person": ("words: 某乙　译",) * 4,
    "affiliation": (".title-page .author + .affiliation",) * 4,
    "link to an ORCID": (".imprint a.orcid[href='https://orcid.org/0000-0002-1825-0097']",) * 4,
    "series": (".title-page .series[lang=zh-Hans] + .series[lang=en]",) * 4,
    "list of figures, tables or listings": (
        "#contents ~ #list-of-figures ~ #list-of-tables ~ #list-of-listings",
        "#contents ~ #list-of-figures ~ #list-of-tables ~ #list-of-listings",
        "#contents ~ #list-of-figures ~ #list-of-tables ~ #list-of-listings",
        "nav#list-of-figures[hidden] ~ #list-of-tables ~ #list-of-listings",
    ),
    "numbered part": ("words: 第一部分　卷一",) * 4,
    "hyphenation exception": ("words: boatman",) * 3 + ("words: boat\u00adman",),
    "half-title": (
        "#half-title .column-1 + .column-2",
        "#half-title .column-1 + .column-2",
        "#half-title .column-1:only-child",
        "body > #title-page",
    ),
    "page of the series": ("#half-title ~ #series-page ~ #title-page",) * 3 + (".title-page > .series-page > p + p",),
    "watermark of a draft": ('style: "草稿\u3000Draft"',) * 2 + ('style: "草稿"', ".title-page > .draft"),
}
"""By each row of the handbook's table of features: a selector of what shows it in an interleaved, a parallel and a
Chinese edition and in an e-book, ``words:`` and words that are in them, ``not:`` and words that are nowhere, or
``style:`` and what the style of pages has.
On paper the line breaker divides words, so that the HTML has them as they are written."""


NOTES: dict[str, dict[str, str]] = {
    "notes behind a chapter": {"place": "chapter"},
    "notes behind the book": {"place": "book", "numbers": "book"},
    "circled numbers of notes": {"marks": "circled"},
    "notes numbered by page": {"numbers": "page", "marks": "circled"},
    "notes counted by language": {"sequence": "language"},
}
"""Features that other settings of [notes] than those of the book show, with these."""


def _table(heads: str, rows: Iterator[str]) -> str:
    columns = heads.count("|") - 1
    return "\n".join([heads, "|---" * columns + "|", *rows]) + "\n"


FORMS_OF_TABLES = """
{.caption}
网格

{.caption}
A grid

+------+-----------+------+
| 流域 | 说明      | 数   |
+======+:==========+=====:+
| 长江 | 第一段    | 1.5  |
|      |           |      |
|      | **二段**  | 2    |
+------+-----------+------+
| 黄河 | 两栏一格         |
+      +-----------+------+
|      | 甲        | 3    |
+------+-----------+------+

+--------+------------+-----+
| Basin  | Remark     | No. |
+========+:===========+====:+
| Yangzi | First part | 1.5 |
|        |            |     |
|        | **Second** | 2   |
+--------+------------+-----+
| Yellow | In two columns   |
+        +------------+-----+
|        | One        | 3   |
+--------+------------+-----+

城市    人口  说明
-----  -----  -----
杭州      12  南方
苏州     3.5  南方

City   People  Remark
------ ------  --------
Wuzhen     12  South
Suzhou    3.5  South

注：人口以**万**计。

Note: people in ten thousands.

资料来源：统计局。[^s]

Source: Bureau of Statistics.[^s]

[^s]: 年鉴。

    Yearbook.

    | 1 | 2 ||
    |---|---|---|
    | 3 | 4 | 5 |
    | ^^ | 6 | 7 |

| 省 | 二〇一六年 ||
| ^^ | 甲 | 乙 |
|----|---:|:--:|
| 浙江 | 12.5 | 丙 | \\
|      |      | 丁 |
| ^^ | 合计 ||

| Province | The year 2016 ||
| ^^ | A | B |
|----|---:|:--:|
| Zhejiang | 12.5 | C | \\
|      |      | D |
| ^^ | Total ||

|   |   |
|---|---|
| 无表头 | 1 |

: 无表头的x^2^ {#tab-headless}

|   |   |
|---|---|
| No head | 1 |

: Without a head, x^2^

{.caption #tab-land}
卧排的[^t]

{.caption}
Set sideways[^t]

{.landscape}
| 省 | 说明 | 数 |
|----|------|---:|
| 浙江 | 运河的南端在这里，石阶通到水边。 | 12.5 |

{.landscape}
| Province | Remark | Number |
|----|------|---:|
| Zhejiang | The canal ends here, and stairs lead to the water. | 12.5 |
"""


def tables(rows: int = 60) -> str:
    """Return a chapter of tables: wide, with figures, with words that wrap, and one that goes on for pages."""
    wide = "".join(
        _table("|" + "|".join(f" {head}{nth} " for nth in range(8)) + "|", iter(["| 1.0 " * 8 + "|"] * 3)) + "\n"
        for head in ("栏", "Column ")
    )
    long = "".join(
        _table(heads, (f"| {name}{nth} | {nth}.50 | {words} |" for nth in range(1, rows + 1))) + "\n"
        for heads, name, words in (
            ("| 名目 | 数目 | 说明 |", "船", ZH[:30]),
            ("| Item | Number | Remark |", "Boat ", EN[:60]),
        )
    )
    return (
        "# 表\n\n# Tables\n\n表：宽的\n\nTable: Wide\n\n"
        + wide
        + "{.caption #tab-long}\n长的\n\n{.caption}\nLong\n\n"
        + long
        + FORMS_OF_TABLES
        + f"\n{ZH}见[](#tab-long)（第[](#tab-long){{.page}}页）。[^t]\n\n{EN}[^t]\n\n[^t]: 表的注。\n\n    A note.\n"
    )


def listing(lines: int = 90) -> str:
    """Return a chapter with code that goes on for pages."""
    code = "\n".join(f"print({nth:3})  # 第{nth}行" for nth in range(1, lines + 1))
    return f"# 代码\n\n# A listing\n\n```python\n{code}\n```\n\n{ZH}\n\n{EN}\n"


def filler(number: int, sentence: str = "") -> str:
    """Return a chapter of plain text, whose length depends on its number; odd ones have other spaces and hyphens."""
    pairs = f"{ZH * 3}\n\n{EN} {EN}\n\n" * (number % 4 * 2 + 3)
    kin = "well\u2010kept\u00a0stairs, 10\u00a0km" if number % 2 else "well-kept stairs, 10 km"
    call = f"见第[](#fig-png){{.page}}页。{sentence}[^f]\n\nSee page [](#sec-last){{.page}}: {kin}.\n\n"
    call += f"[^f]: {ZH}\n\n    {EN}\n\n"
    return f"# 第{number}天\n\n# Day {number}\n\n{call}{pairs}"


def files(sentence: str = "", typography: str = DEFAULT) -> dict[str, str]:
    """Return the text files of the book; ``sentence`` is added to its eighth chapter."""
    by_path = {"book.toml": TOML % {"typography": typography}, "01-opening.md": OPENING, "03-tables.md": tables()}
    by_path |= {f"02-columns.{lang}.md": text for lang, text in COLUMNS.items()}
    by_path |= {"04-words.md": WORDS, "05-figures.md": FIGURES, "06-listing.md": listing(), "20-last.md": LAST}
    by_path["references.bib"] = REFERENCES
    by_path["marks.css"] = "h2 { background: url(images/stairs.png) no-repeat right / 8pt 8pt }\n"
    by_path["07-empty.md"] = "# 空章\n\n# An empty chapter\n"
    by_path["08-han.md"] = f"# 只有中文\n\n{ZH}{sentence}\n\n{ZH}\n"
    by_path["09-latin.md"] = f"# English only\n\n{EN}\n\n{EN}\n"
    by_path["00-foreword.md"] = FOREWORD
    by_path["19-appendix.md"] = APPENDIX
    by_path["00-dedication.md"] = "# 献词 {.dedication}\n\n# Dedication {.dedication}\n\n献给她。\n\nTo her.\n"
    by_path["00-epigraph.md"] = EPIGRAPH
    by_path["97-glossary.md"], by_path["terms.toml"] = GLOSSARY, TERMS
    by_path["98-index.md"] = INDEX
    by_path["99-errata.md"] = f"# 勘误 {{.errata}}\n\n# Errata {{.errata}}\n\n{ZH}\n\n{EN}\n"
    by_path |= {f"{number}.md": filler(number) for number in range(10, 16)}
    return by_path


def write(folder: Path, sentence: str = "", typography: str = DEFAULT) -> Path:
    """Write the book to ``folder``."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for name, text in files(sentence, typography).items():
        (folder / name).write_text(text, encoding="utf-8")
    _pictures(folder / "images")
    return folder


def _pictures(folder: Path) -> None:
    Image.new("RGB", (60, 40), (40, 80, 120)).save(folder / "stairs.png")
    Image.new("L", (30, 30), 90).save(folder / "石阶 & 图.png")
    gradient = Image.linear_gradient("L").resize((120, 90))
    Image.merge("RGB", (gradient, gradient.rotate(180), gradient)).save(folder / "photo.jpg")
    glass = Image.new("RGBA", (40, 40), (200, 0, 0, 90))
    glass.save(folder / "glass.png")
    gradient.convert("RGB").save(folder / "web.webp", lossless=True)
    gradient.convert("P").save(folder / "old.gif")
    frame = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">{2}</svg>'
    line = '<path d="M0 5h100M0 15h100" fill="none" stroke="#000" stroke-width=".5"/>'
    (folder / "line.svg").write_text(frame.format(100, 20, line), encoding="utf-8")
    grey = '<rect width="60" height="30" fill="#ccc"/>'
    (folder / "zh.svg").write_text(frame.format(60, 30, grey), encoding="utf-8")
    (folder / "en.svg").write_text(frame.format(60, 30, '<circle cx="15" cy="15" r="14"/>'), encoding="utf-8")
    ring = '<circle cx="5" cy="5" r="4" fill="none" stroke="#000"/>'
    (folder / "ring.svg").write_text(frame.format(10, 10, ring), encoding="utf-8")
