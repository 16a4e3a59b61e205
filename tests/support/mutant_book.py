"""A book of a few pages with every kind of block and inline, and its editions, built in this process."""

from __future__ import annotations

import functools
import io
import tempfile
from pathlib import Path

import attrs
from PIL import Image

from support.shared import made_once
from wicpress.build.book_fonts import BookFonts, prepare
from wicpress.build.check import ParsedBook, load, read_and_check
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic, WicpressError
from wicpress.edition.page_map import PageMap
from wicpress.edition.punctuation import punctuation_fixer
from wicpress.epub.writer import write_epub
from wicpress.pdf.incremental import LayoutContext, write_in_sections
from wicpress.pdf.print_html import render_html
from wicpress.proofing.verify_files import VerifyRequest, verify_files

TOML = """\
[book]
slug = "trial"
languages = ["zh-Hans", "en"]
title = { zh-Hans = "渡口志", en = "Annals of a Ferry" }
subtitle = { zh-Hans = "石阶与船", en = "Its stairs and boats" }
authors = [{ zh-Hans = "某甲", en = "A. Author" }]
publisher = { zh-Hans = "河边书社", en = "Riverside Press" }
rights = { zh-Hans = "版权所有", en = "All rights reserved" }
imprint = { zh-Hans = "版权页上的话。", en = "Words of the imprint." }
identifier = "urn:uuid:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bef"
date = 2020-02-02
year = "2020"
contents = 2
numbering = "NUMBERING"
punctuation = "fullwidth"
figures = "near"

[imprint]
cip = { zh-Hans = "渡口志／某甲著. — 某地：河边书社，2020.2" }
editor = { zh-Hans = "某丙", en = "C. Editor" }
address = { zh-Hans = "某街1号", en = "1 Some Street" }
sheets = "auto"
words = "auto"
edition = { zh-Hans = "2020年2月第1版", en = "First published in February 2020" }
price = { zh-Hans = "48.00元", en = "£12.99" }
printing-line = { en = "1 2 3" }

[[edition]]
name = "interleaved"
layout = "interleaved"
page = "A5"

[[edition]]
name = "parallel"
layout = "parallel"

[[edition]]
name = "single"
languages = ["en"]
layout = "single"
missing = "omit"
page = "A5"
"""
FIRST = """\
# 卷上 {.part}

# Volume one {.part}

# 第一章　渡口

# Chapter 1. The ferry

## 一、石阶 {#sec-stairs}

## 1. The stairs

石阶共有三十六级，*涨水*的时候只看得见**上面**的十二级,参见[](#fig-boat)和[](#sec-end){.title}，在第[](#sec-end){.page}页。[^one]

The stairs have thirty-six steps, at *high water* only the **upper** twelve; see [](#fig-boat), [](#sec-end){.title} \
on page [](#sec-end){.page}.[^one]

[^one]: 船家的话，见《渡口》。

    As the boatman said, in *The Ferry*.

漏损率$L = \\frac{Q_s - Q_b}{Q_s}$，见[](#eq-loss)。

The loss is $L = \\frac{Q_s - Q_b}{Q_s}$, see [](#eq-loss).

$$ \\sigma = \\sqrt{\\frac{1}{n} \\sum_{i=1}^{n} x_i^2} \\times 100\\% $$ {#eq-loss}

水是H~2~O，面积是m^2^，~~旧船~~已经拆了，==新船==按<kbd>Enter</kbd>就开，<u>渡口</u>不变。<!-- 请核对 -->

Water is H~2~O, the area in m^2^, the ~~old boat~~ is gone, the ==new one== starts at <kbd>Enter</kbd>, <u>so</u>.

渡口^[旧称码头，一九九八年重修]{.interlinear}在北，南岸[水边]{.interlinear}有树，名为柳[^willow]。

The ferry ^[once a quay, rebuilt in 1998]{.interlinear} is in the north; trees [by the water]{.interlinear} are \
willows [^willow].

{.interlinear}
[^willow]: 俗称垂杨。

    Weeping ones.

水则^[立在岸边，共三十尺，每尺刻一横。]{.side}在东^[卷首有图。]{.head}，石碑^[乾隆年间所立，字已不清，只余半截。]{.side}在西。

The gauge^[On the bank, thirty feet high.]{.side} is in the east^[See the map.]{.head}, the stele^[Half of it is \
left.]{.side} in the west.

{ruby=pinyin}
用`make book`造书，{渡口|dù kǒu}的[bon à tirer]{lang=fr}在[网页](https://example.org/a)上。![一只小船](boat.png)

Make books with `make book`; the [bon à tirer]{lang=fr} is on [the page](https://example.org/a).\\
A new line begins here. ![A small boat](boat.png)

### 船

### Boats

- 木船靠岸。

- A wooden boat lands.

- 铁船离岸。

- An iron boat leaves.

- [ ] 数石阶。

- [ ] Count the stairs.

1. 先买票。

1. First buy a ticket.

2. 再上船。

2. Then go on board.

{.solo}
这里只有中文。

又是两种文字。

Both languages again.

{.solo}
Here the source has English alone, and goes on for a while.

***

还是两种文字，到此为止。

Both of them, to the end.
"""
SECOND = """\
# 第二章　水位 {#sec-end}

# Chapter 2. Water levels

> 河水向东流去。
>
> The river flows east.

> [!NOTE]
> 夜里不开船。
>
> No boats at night.

{.verse}
床前明月光，
疑是地上霜。

{.verse}
Before my bed the moon is bright;
I took it for a frost tonight.

```sh
make book
make proof
```

水位
: 河面的高度。

water level
: The height of the surface.

表 1：月份与水位

Table 1: Months and levels

| 月份 | 水位 | 码头 |
|---|--:|:-:|
| 一月 | 2.10 | 东码头 |
| 七月 | 8.45 | 西码头 |

| Month | Level | Landing |
|---|--:|:-:|
| January | 2.10 | east landing |
| July | 8.45 | west landing |

注：以**零点**为准。[^datum]

Note: above the **datum**.[^datum]

资料来源：水文站

Source: the water station

[^datum]: 一八六〇年所定。

    As of 1860.

{.landscape}
| 船 | 座位 | 开船 ||
| ^^ | ^^ | 上午 | 下午 |
|---|--:|--:|--:|
| 木船 | 12 | 3 | 4 |
| ^^ | 8 | 停航 ||

: 船期 {#tab-boats}

{.landscape}
| Boat | Seats | Departures ||
| ^^ | ^^ | Morning | Afternoon |
|---|--:|--:|--:|
| Wooden boat | 12 | 3 | 4 |
| ^^ | 8 | does not run ||

: Timetable

+------+------+
| 北岸 | 10   |
|      |      |
| 渡口 |      |
+------+------+
| 南岸 | 9.5  |
+------+------+

+-------------+------+
| North bank  | 10   |
|             |      |
| Ferry       |      |
+-------------+------+
| South bank  | 9.5  |
+-------------+------+

{#fig-boat}
![船在河上](river.png "图 1：一只船。")

![A boat on the river](river.png "Figure 1: A boat.")

{#fig-stairs .beside}
![石阶](stairs.png "图 2：石阶。")

{.beside}
![The stairs](stairs.png "Figure 2: The stairs.")

::: keep
水位每天早晚各量一次：

The level is measured twice a day:

- 日出

- At sunrise

- 日落

- At sunset
:::

![三月](boat.png) ![七月](river.png "图 3：两个月的水位。"){long="三月低，七月高。"}

![March](boat.png) ![July](river.png "Figure 3: Levels of two months."){long="Low in March, high in July."}

![东](boat.png "图 4：两岸。")

![West](stairs.png "Figure 4: Both banks.")

水退以后，石阶露了出来。[^two]船又靠岸了。[^three]

When the water fell the stairs came out.[^two] The boat landed again.[^three]

{.signature}
船家
一九九八年九月

{.signature}
The boatman
September 1998

[^two]: 那是九月。

    That was in September.

[^three]: 同一只船。

    It was the same boat.

[石阶]{.index .start translation="stairs"}归[WB]{.term}管，\
[码头]{.index .main translation="landing > east"}也归[WB]{.term}管。\
[]{.index entry="台阶" see="石阶"}

The [stairs]{.index .start} are kept by the [WB]{.term}, and so is the \
[landing]{.index entry="landing > east" see-also="stairs"}; the [WB]{.term} says so.

[摆渡]{.term}的[石阶]{.index .end}到[闸口]{.term}为止，\
[闸口]{.term}边上有[曾家桥]{.index .name translation="Zeng Bridge"}。

At the [ferry]{.term} the [stairs]{.index .end} end at the [gates]{.term}, and at the \
[gate]{.term} is [Zeng Bridge]{.index .name}.
"""
MATTER = """\
# 附录 {.unnumbered}

# Lists {.unnumbered}

::: abbreviations
:::

::: glossary
:::

::: index
:::
"""
TERMS = """\
expand = "book"

[bureau]
abbreviation = "WB"
zh-Hans = "水务局"
en = "Water Bureau"
meaning = { zh-Hans = "管水的地方。", en = "What keeps the water." }

[gate]
zh-Hans = "闸口"
en = "gate"
forms = ["gates"]
meaning = { zh-Hans = "水在这里拦住。", en = "Where the water is held." }

[ferry]
zh-Hans = "摆渡"
en = "ferry"
"""


def _picture(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (24, 16), colour).save(out, "PNG")
    return out.getvalue()


def folder(numbering: str) -> Path:
    """Return the folder of the book with numbers of its own (``source``) or counted (``auto``)."""

    def make(path: Path) -> None:
        path.mkdir()
        colours = {"boat": (200, 40, 40), "river": (40, 40, 200), "stairs": (40, 160, 40)}
        for name, colour in colours.items():
            (path / f"{name}.png").write_bytes(_picture(colour))
        chapters = {"01.md": FIRST, "02.md": SECOND, "03.md": MATTER, "terms.toml": TERMS}
        for name, text in {"book.toml": TOML.replace("NUMBERING", numbering), **chapters}.items():
            (path / name).write_text(text, encoding="utf-8")

    return made_once(f"mutant-book-{numbering}", make)


@attrs.frozen
class Output:
    """One output of the book: an edition in a format, of the book that is numbered in one way."""

    numbering: str
    edition: str
    format: str

    @property
    def root(self) -> Path:
        """The folder of the book."""
        return folder(self.numbering)


@attrs.frozen
class Finished:
    """A finished file, the pages of a printed one, and the diagnostics of reading its book."""

    data: bytes
    pages: PageMap | None
    diagnostics: tuple[Diagnostic, ...]


@functools.cache
def settings(numbering: str) -> Config:
    """Return the settings of the book."""
    loaded = load(folder(numbering))
    assert loaded.value is not None, loaded.diagnostics
    return loaded.value


@functools.cache
def fonts(numbering: str) -> BookFonts:
    """Return the fonts of the book."""
    return prepare(settings(numbering))


@functools.cache
def read_clean(numbering: str) -> tuple[ParsedBook, tuple[Diagnostic, ...]]:
    """Return the text of the book and its diagnostics as the code without mutants reads it."""
    return read_and_check_book(numbering)


def read_and_check_book(numbering: str) -> tuple[ParsedBook, tuple[Diagnostic, ...]]:
    """Return the text of the book and its diagnostics."""
    checked = read_and_check(settings(numbering))
    return checked.value, checked.diagnostics


@functools.cache
def clean(output: Output) -> Finished:
    """Return the output that the code without mutants makes."""
    parsed, diagnostics = read_clean(output.numbering)
    return attrs.evolve(make(output, parsed), diagnostics=diagnostics)


def make(output: Output, parsed: ParsedBook, scratch: Path | None = None) -> Finished:
    """Return an output, laid out anew with a cache in ``scratch`` if given. Raise whatever the build raises."""
    config = settings(output.numbering)
    edition = config.edition(output.edition)
    assert edition is not None
    if output.format == "epub":
        pages = clean(attrs.evolve(output, format="pdf")).pages
        data = write_epub(
            parsed.book, config, edition, pages=pages, faces=fonts(output.numbering).faces,
            transform=punctuation_fixer(config),
        )  # fmt: skip
        return Finished(data, None, ())
    return _make_pdf(output, parsed, config, edition, layout_context(scratch))


def _make_pdf(
    output: Output, parsed: ParsedBook, config: Config, edition: Edition, context: LayoutContext
) -> Finished:
    faces = fonts(output.numbering)
    page = render_html(
        parsed.book, config, edition, faces.css(), faces.files(), punctuation_fixer(config), faces.credited_families()
    )
    file = io.BytesIO()
    pdf = write_in_sections(page, config, edition, context, file)
    return Finished(file.getvalue(), pdf.pages, ())


def layout_context(scratch: Path | None = None) -> LayoutContext:
    """Return the cache of sections that all outputs of the book share, or an empty one in ``scratch``."""
    folder = Path(tempfile.mkdtemp(dir=scratch)) if scratch else made_once("mutant-cache", Path.mkdir)
    return LayoutContext(DiskStore(folder), "tool")


def problems(output: Output, finished: Finished, scratch: Path) -> tuple[str, ...]:
    """Return what ``verify --book`` finds in a file; an e-book is compared with its printed edition, too."""
    path = scratch / f"trial-{output.edition}.{output.format}"
    path.write_bytes(finished.data)
    printed = None
    if output.format == "epub":
        printed = scratch / f"trial-{output.edition}.pdf"
        printed.write_bytes(clean(attrs.evolve(output, format="pdf")).data)
    request = VerifyRequest(book=output.root, printed=printed, run_validators=False)
    try:
        (result,) = verify_files([path], request)
    except WicpressError as error:
        return (str(error),)
    return (*result.failures, *(problem.text for _, problem in result.line_problems))
