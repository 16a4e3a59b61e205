"""`check`, `build` and `verify` find nothing in books where nothing is wrong, whatever these are made of."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pypdfium2
import pytest

from support import random_books
from support.random_books import RandomBook
from support.random_figures import DRAWINGS
from support.sampling import SEED, TAKES_ALL
from wicpress.edition.page_geometry import geometry

FEW, SAMPLE, ALL = 20, 60, 300
"""How many books are made in `make test`, in `make prove` and with `PROVE=all`."""


def check_books(count: int, seed: str) -> None:
    """Build and verify ``count`` books, which are the same for the same ``seed``."""
    for number in range(count):
        book = random_books.random_book(f"{seed} {number}")
        with tempfile.TemporaryDirectory() as folder:
            assert random_books.findings(book, Path(folder)) == [], f"book {number} of {seed!r}:\n{book}"


def test_few_books() -> None:
    """Nothing is found in the same few books, each time."""
    check_books(FEW, "few")


@pytest.mark.prove
def test_many_books() -> None:
    """Nothing is found in many books, others each day."""
    check_books(ALL if TAKES_ALL else SAMPLE, SEED)


ONCE_UNSOUND = {
    "contents of a single chapter": ("zh", "A4", "# 渡口\n\n# The ferry\n\n运河很长。\n\nThe canal.\n"),
    "verse at the head of a page with columns": ("parallel", "A5", """\
# 书店与码头

# Bookshop and quay

1、这里的人叫它Grand Canal，船家都记得很清楚，镇上第一家书店在1926年开张。

1. Every boatman remembers it well.

2、一九九八年那次例外，船家都记得很清楚。

2. A boat to Hangzhou needs thirty days – or more.

3、一九九八年那次例外。

3. The first bookshop of the town opened in 1926, the lake was frozen in winter, no old book mentions this river.

- “往东走”，老人说。

- Called ![a short line](line.svg) here, at high water only the upper twelve are seen, the canal is 1,794 km long.

- 一九九八年那次例外，这里的人叫它Grand Canal，这里的人叫它Grand Canal。

- Called ferry here, the stairs at the ferry have thirty-six steps, at high water only the upper twelve are seen.

{.solo}
Called `get_level()` here, no old book mentions this river, a boat to Hangzhou needs thirty days – or more, the year \
1998 was an exception.

> 叫作[bon à tirer]{lang=fr}的地方，A4纸上画着一张图，北京—杭州的船要走三十天。
>
> A map is drawn on a sheet of paper, the year 1998 was an exception. “go east,” said the old man. The first \
bookshop of the town opened in 1926, the year 1998 was an exception, people here call it the Grand Canal.

{.verse}
床前明月光，
疑是地上霜。

{.verse}
Before my bed the moon is bright;
I took it for a frost tonight.
"""),
    "verse of two lines, divided by a page": ("zh", "", """\
# 渡口

# The ferry

{.solo}
河水、雨水和井水各有各的用处。

{.solo}
运河长1,794公里，《水经注》里没有这条河，A4纸上画着一张图。船家都记得很清楚，《水经注》里没有这条河，约30%的货物从这里上岸。

![石阶](line.svg "一条线。"){width=100%}

![stairs](line.svg "A line."){width=100%}

{.verse}
床前明月光，
疑是地上霜。

{.verse}
Before my bed the moon is bright;
I took it for a frost tonight.
"""),
    "pictures in a note and at the end of an English line": ("parallel", "A4", """\
# 渡口

# The ferry

这里的人叫它Grand Canal，运河长1,794公里，A4纸上画着一张图。[^n]

The stairs at the ferry have thirty-six steps, a map is drawn on a sheet of paper. Called ![a short line](line.svg) \
here, river, rain and well water each have their use, no old book mentions this river.[^n]

[^n]: 叫作![短线](line.svg)的地方，北京—杭州的船要走三十天，涨水的时候只看得见上面的十二级，渡口的石阶一共有三十六级。

    Called ![a short line](line.svg) here, river, rain and well water each have their use.
"""),
    "a chapter that is named like its book": ("parallel", "A5", """\
# 河

# The River

渡口的石阶一共有三十六级。

The stairs have thirty-six steps.
"""),
    "pictures and wide readings in lines and at their ends": ("parallel", "A5", """\
# 渡口

# The ferry

灰于![短线](line.svg)再方不一空升像![短线](line.svg)难定组降所，先会难页，我像位号与为联![短线](line.svg)镇并互总报会网降像先![短线](line.svg)\
理举其会着，![短线](line.svg)渡![短线](line.svg)词书方所理着难专![短线](line.svg)匀由之由其丁着家宾，位难家我一母再。{霜|shuāng}。“{江|jiāng}”网{霜|shuāng}\
（与网方）。本所语双运{状况|zhuàngkuàng}，“{撞|zhuàng}。”\
之家即写{江|jiāng}WIC。“{渡口|dù kǒu}”，嘉匀所行{状况|zhuàngkuàng}。

The alike fall ![a short line](line.svg) book letters alike ![a short line](line.svg) ![a short line](line.svg) \
![a short line](line.svg) never set ![a short line](line.svg) ![a short line](line.svg) gaps are square hard page \
![a short line](line.svg).
"""),
    "call of a note at the end of the last line on a page": ("parallel", "170mm 240mm", """\
# 书店与码头

# Bookshop and quay

这里的人叫它Grand Canal，“往东走”，老人说。北京—杭州的船要走三十天。

A boat to Hangzhou needs thirty days – or more, the canal is 1,794 km long.[^n]

{.page-break}
涨水的时候只看得见上面的十二级。

The steps are there.

[^n]: The lake was frozen in winter.
"""),
    "list below the first pair of a chapter": ("parallel", "130mm 184mm", """\
# 水的用处

# Uses of water

河水、雨水和井水各有各的用处，A4纸上画着一张图，这里的人叫它Grand Canal。\
叫作渡口的地方，运河长1,794公里，运河长1,794公里。

Called a ferry here, people here call it the Grand Canal. Called a ferry here, no old book mentions this river. The \
year 1998 was an exception, no old book mentions this river.

1、叫作*河流*的地方，约30%的货物从这里上岸。

1. The year 1998 was an exception, “go east,” said the old man, a map is drawn on a sheet of paper.
"""),
    "second pair of a chapter, moved with its note": ("parallel", "130mm 184mm", """\
# 1998年的大水

# The flood of 1998

叫作（旧地图）的地方，镇上第一家书店在1926年开张。北京—杭州的船要走三十天，“往东走”，老人说。

People here call it the Grand Canal, river, rain and well water each have their use, about 30% of all goods are \
landed.

渡口的石阶一共有三十六级，《水经注》里没有这条河，河水、雨水和井水各有各的用处。[^n]叫作*石阶*的地方，北京—杭州的船要走三十天。\
渡口的石阶一共有三十六级，这里的人叫它Grand Canal。

No old book mentions this river.[^n]

[^n]: 叫作**水位**的地方，船家都记得很清楚，《水经注》里没有这条河。\
叫作{渡口|dù kǒu}的地方，一九九八年那次例外，运河长1,794公里。

    Every boatman remembers it well, the stairs at the ferry have thirty-six steps, the year 1998 was an exception.
"""),
    "lists, notices, quotations and code in a note in narrow columns": ("parallel", "130mm 184mm", """\
# 渡口

# The ferry

- 运河长1,794公里，一九九八年那次例外。[^n]

- The canal is 1,794 km long, the year 1998 was an exception.[^n]

  1、见渡口，这里的人叫它Grand Canal，北京—杭州的船要走三十天，“往东走”，老人说。

  1. Called a bookshop here, the lake was frozen, “go east,” said the old man, the year 1998 was an exception.

> [!NOTE]
> 宽5 km的湖面结了冰，运河长1,794公里，河水、雨水和井水各有各的用处。
>
> Every boatman remembers it well, “go east,” said the old man. Every boatman remembers it well.

> 一九九八年那次例外。叫作水位的地方，宽5 km的湖面结了冰，渡口的石阶一共有三十六级，宽5 km的湖面结了冰。
>
> Every boatman remembers it well, “go east,” said the old man. At high water only the upper twelve are seen.

[^n]: 宽5 km的湖面结了冰。

    The lake was frozen in winter.

    ```python
    level = get_level(river)
    level = get_level(river)
    level = get_level(river)
    ```
"""),
    "term below a title on a small page": ("interleaved", "105mm 148mm", """\
# 1998年的大水

# The flood of 1998

三十六级
: 叫作渡口的地方，运河长1,794公里，涨水的时候只看得见上面的十二级，涨水的时候只看得见上面的十二级。

old map
: The canal is 1,794 km long, “go east,” said the old man, every boatman remembers it well, as do all others.
"""),
    "listings of one line at the head of a chapter, above a tall figure": ("zh", "letter", """\
# 书店与码头

# Bookshop and quay

```python
level = get_level(river)
```

```python
level = get_level(river)
```

![河流](chart.svg) ![河流](chart.svg) ![河流](chart.svg) ![河流](chart.svg "石阶")

![river](chart.svg) ![river](chart.svg) ![river](chart.svg) ![river](chart.svg "The stairs")
"""),
    "a table above blocks that stay together and begin with a list": ("interleaved", "A5", """\
# 书店与码头

# Bookshop and quay

表：水位

Table: Levels

| 河流 | 旧地图 |
|---|---|
| 石阶 | 40% |
| 渡口 | 12 |
| 水位 | 12 |

| ferry | steps |
|---|---|
| old map | 40% |
| river | 12 |
| level | 12 |

::: keep
""" + """\
- 北京—杭州的船要走三十天，运河长1,794公里，河水、雨水和井水各有各的用处。

- Called a map here, no old book mentions this river.

""" * 7 + ":::\n"),
    "a figure with its own page, near the head of its chapter": ("zh", "150mm 150mm", """\
# 从北京到杭州

# From Beijing to Hangzhou

1、 叫作**石阶**的地方，河水、雨水和井水各有各的用处。

1. Called a ferry here, the first bookshop of the town opened in 1926.

{.landscape}
![三十六级](plan.svg "渡口的水位，单位米。")

{.landscape}
![water level](plan.svg "Water levels, in metres.")
"""),
}  # fmt: skip
"""Books in which something was found: layout, trim and chapter."""


@pytest.mark.parametrize("name", ONCE_UNSOUND)
def test_once_unsound(tmp_path: Path, name: str) -> None:
    """Nothing is found any more in the smallest book that showed a fault."""
    layout, page, text = ONCE_UNSOUND[name]
    files = {"book.toml": random_books.settings(layout, page), "01.md": text, **DRAWINGS}
    assert random_books.findings(RandomBook(files), tmp_path) == []


def test_english_endnotes_are_set_as_english(tmp_path: Path) -> None:
    """In an edition in both languages as well, where they count for themselves: no short word ends them alone."""
    text = """\
# 渡口

# The ferry

北京—杭州的船要走三十天。[^n]

A map is drawn on a sheet of paper.[^n]

[^n]: 北京—杭州的船要走三十天。

    Called 36 m^2^ here, the year 1998 was an exception, about 30% of all goods are landed here.
"""
    notes = '[notes]\nsequence = "language"\nplace = "chapter"\n\n[[edition]]'
    toml = random_books.settings("interleaved", "").replace("[[edition]]", notes)
    assert random_books.findings(RandomBook({"book.toml": toml, "01.md": text}), tmp_path) == []


NESTED = """\
# 渡口

# The ferry

1、运河长1,794公里，一九九八年那次例外，约30%的货物从这里上岸，镇上第一家书店在1926年开张。

1. The canal is 1,794 km long, the year 1998 was an exception, about 30% of all goods are landed here.

   - 北京—杭州的船要走三十天，渡口的石阶一共有三十六级。

   - A boat to Hangzhou needs thirty days – or more, the stairs at the ferry have thirty-six steps.

     1、涨水的时候只看得见上面的十二级，船家都记得很清楚，河水、雨水和井水各有各的用处，这里的人叫它Grand Canal。

     1. Every boatman remembers it well, at high water only the upper twelve are seen.
"""


def test_lists_in_columns(tmp_path: Path) -> None:
    """Lists within lists stay between the edges of the type area; the third level stands across both columns."""
    book = RandomBook({"book.toml": random_books.settings("parallel", "A4"), "01.md": NESTED})
    assert random_books.findings(book, tmp_path) == []
    shape = geometry("A4", ("zh-Hans", "en"))
    with pypdfium2.PdfDocument(tmp_path / "random-one.pdf") as pdf:
        text = pdf[6].get_textpage()
        boxes = {nth: text.get_charbox(nth) for nth in range(text.count_chars())}
        words = text.get_text_range()
    starts = {
        word: boxes[words.index(word)][0] - shape.inner for word in ("运", "The canal", "北", "A boat", "涨", "Every")
    }
    in_text = [box for box in boxes.values() if box[1] > shape.bottom and box[0] < box[2]]  # above the folio
    assert max(box[2] for box in in_text) <= shape.inner + shape.measure + 0.5
    column = shape.x2
    expected = {"运": 20, "The canal": column + 20, "北": 30, "A boat": column + 30, "涨": 50, "Every": 50}
    assert starts == {word: pytest.approx(x, abs=1.5) for word, x in expected.items()}


def test_lost_word_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that the manuscript has and the files have not is found: the books are read back."""
    text = "# 河\n\n# The River\n\n渡口的石阶一共有三十六级。\n\nThe stairs have thirty-six steps.\n"
    book = RandomBook({"book.toml": random_books.settings("interleaved", "A5"), "01.md": text})
    make = random_books.edition_job.run_job

    def run_job(job: random_books.EditionJob) -> random_books.JobResult:
        result = make(job)
        (tmp_path / "book" / "01.md").write_text(text.replace("stairs", "stone stairs"), encoding="utf-8")
        return result

    monkeypatch.setattr(random_books.edition_job, "run_job", run_job)
    lines = random_books.findings(book, tmp_path)
    assert {line.split(":")[0] for line in lines} == {"verify pdf", "verify epub"} and "one st" in "".join(lines)
