"""A book of notes: longer than a page, called in every place, calling each other, with any block inside."""

from __future__ import annotations

from pathlib import Path

from support import book_files

ZH = "运河自北向南流过平原，船夫在清晨解缆，沿岸的市镇依次醒来。"
EN = "The canal runs south across the plain; at dawn the boatmen cast off."
TOML = """\
[book]
slug = "notes"
languages = ["zh-Hans", "en"]
title = { zh-Hans = "注", en = "Notes" }
publisher = { zh-Hans = "某社", en = "Press" }
identifier = "urn:uuid:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bef"
date = 2020-02-02

[[edition]]
name = "bilingual"
layout = "interleaved"

[[edition]]
name = "parallel"
layout = "parallel"
page = "A5"

[[edition]]
name = "en"
languages = ["en"]
layout = "single"
page = "A6"
"""
LONG = 30
"""How often the sentence stands in a long note: more than a page of any edition in both languages."""


def paragraphs(times: int) -> str:
    """Return a paragraph in each language."""
    return f"{ZH * times}\n\n{' '.join([EN] * times)}\n\n"


def note(name: str, times: int = 1) -> str:
    """Return a note in both languages, with its name at both ends."""
    return (
        f"[^{name}]: 始{name}。{ZH * times}终{name}。\n\n    Begin {name}. {' '.join([EN] * times)} End {name}.\n\n"
    )


PLACES = ("part", "title", "long", "longer", "short", "heading", "item", "caption", "cell")
"""The names of the notes that are called in titles, one line of text, a heading, an item, a caption, a cell."""
CHAPTER = f"""\
# 河[^part] {{.part}}

# The River[^part] {{.part}}

# 水[^title]

# Water[^title]

正文[^long]，又有[^longer]，再有[^short]。

Text[^long], again[^longer], once more[^short].

{paragraphs(3)}## 节[^heading]

## Section[^heading]

- 一项[^item]。
- 二项。

- One item[^item].
- Two.

![河岸](line.svg)

![A bank](line.svg)

{{.caption}}
说明[^caption]。

{{.caption}}
A caption[^caption].

| 甲 | 乙 |
|---|---|
| 一[^cell] | 二 |

| A | B |
|---|---|
| one[^cell] | two |

再引[^long]，引注[^seeing]。

Again[^long], a note[^seeing].

{paragraphs(2)}{"".join(note(name, {"long": LONG, "longer": LONG}.get(name, 1)) for name in PLACES)}
[^seeing]: 见前注[^long]，又见[^inner]。

    See the earlier note[^long], and another[^inner].

[^inner]: 注中注，见[^innermost]和[^inner]。

    A note in a note, see[^innermost] and[^inner].

[^innermost]: 再注。

    One more.

# 物

# Things

代码[^code]，各自的代码[^own]，引文[^quotation]，图[^picture]，表[^table]，列表[^list]。

Code[^code], code of one's own[^own], a quotation[^quotation], a picture[^picture], a table[^table], a list[^list].

[^code]: 代码如下：

    The code:

    ```python
    def f(x):
        return x
    ```

    完。

    Done.

[^own]: 中文一段：

    ```
    甲 = 1
    ```

[^own]: A paragraph in English:

    ```
    one = 1
    ```

[^quotation]: 引文：

    A quotation:

    > 子在川上曰，逝者如斯夫。

    > The Master, standing by a stream, said, It passes on like this.

    ***

    停顿之后。

    After a pause.

    > [!NOTE]
    > 请注意。
    >
    > Note this.

[^picture]: 图：

    A picture:

    ![一条线](line.svg "又一条线。")

    ![A line](line.svg "Another line.")

[^table]: 表：

    A table:

    | 甲 | 乙 |
    |---|---|
    | 一 | 二 |

    | A | B |
    |---|---|
    | one | two |

[^list]: 列表：

    A list:

    - 一项
    - 二项

    - one item
    - two items

    1. 甲
    2. 乙

    1. first
    2. second
"""
FILES = {"book.toml": TOML, "01-notes.md": CHAPTER, "01-opening.md": None}


def write(root: Path) -> Path:
    """Write the book to a folder; return it."""
    return book_files.write_book(root, FILES)


def write_with_settings(root: Path, settings: str, editions: str) -> Path:
    """Write the book with notes of a few lines, settings of notes and other editions to a folder; return it."""
    head, _, _ = TOML.partition("[[edition]]")
    short = {f"{language}{words}": words for language in ("", " ") for words in (ZH, EN)}
    text = CHAPTER
    for repeated, once in short.items():
        text = text.replace(repeated * 10, once)
    files = {**FILES, "book.toml": f"{head}[notes]\n{settings}\n{editions}", "01-notes.md": text}
    return book_files.write_book(root, files)
