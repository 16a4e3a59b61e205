"""A note looks the same wherever it is called: in a title, a caption, a notice, a cell, verse or a term."""

from __future__ import annotations

import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import pymupdf
import pytest

from support import book_files
from support.copied_text import READERS
from support.shared import made_once
from wicpress.build.builder import build
from wicpress.build.request import BuildRequest
from wicpress.proofing.verify_files import VerifyRequest, verify_files

Look: TypeAlias = tuple[tuple[str, float, str, float], ...]
"""The spans of a line: font, size, words, and where they begin behind the first word."""

NAMES = (
    "p", "next", "last", "h1", "h2", "h3", "h4", "li", "quote", "source", "title", "notice", "verse", "term",
    "meaning", "caption", "head", "cell", "below", "figure", "listing", "signature",
)  # fmt: skip
"""The names of the notes, by the place of their calls."""
TEXT = """\
# 章[^h1]

# Chapter[^h1]

河水[^p]向*东[^next]*[^last]。

It flows[^p] *east[^next]*[^last].

## 节[^h2]

## Section[^h2]

正文。

Text.

### 小节[^h3]

### Subsection[^h3]

正文。

Text.

#### 四级[^h4]

#### Fourth[^h4]

正文。

Text.

- 项[^li]

- Item[^li]

> 引文[^quote]
>
> Quotation[^quote]
>
> ——某人[^source]
>
> — Some Body[^source]

> [!NOTE] 题[^title]
> 提示[^notice]

> [!NOTE] Title[^title]
> Hint[^notice]

{.verse}
床前明月光[^verse]
月光似水凉

{.verse}
Before my bed the moon is bright[^verse]
its light is like the water cool

词[^term]
: 义[^meaning]

term[^term]
: meaning[^meaning]

{.caption}
表题[^caption]

{.caption}
A table[^caption]

| 头[^head] | 数 |
|---|---|
| 格[^cell] | 1 |

| Head[^head] | n |
|---|---|
| cell[^cell] | 1 |

注：表注[^below]。

Note: of the table[^below].

![河](line.svg)

![River](line.svg)

{.caption}
图题[^figure]，见[链接](https://example.org/)和![河](line.svg)

{.caption}
A figure[^figure], see the [link](https://example.org/) and ![river](line.svg)

{.caption}
清单题[^listing]

{.caption}
A listing[^listing]

```
x
```

{.signature}
某人[^signature]
杭州

{.signature}
Some Body[^signature]
Hangzhou
"""
NOTE = """
{.translator}
[^name]: 河*水*向**东**流[见 map 图](https://example.org/)，`a`在2019年。

    The *water* flows **east**, [see](https://example.org/) `a` and ![river](line.svg) of 2019.
"""
DIGIT, LEAST_GAP = 3.1, 2.0
"""The width of a digit of the numbers of calls in text, and the least gap between two, in pt."""
EDITIONS = """
[[edition]]
name = "bilingual"
layout = "interleaved"

[[edition]]
name = "parallel"
layout = "parallel"

[[edition]]
name = "zh"
layout = "single"
languages = ["zh-Hans"]
"""


def folder() -> Path:
    """Return the folder with the book and its editions."""

    def make(unfinished: Path) -> None:
        text = TEXT + "".join(NOTE.replace("name", each) for each in NAMES)
        toml = book_files.TOML.partition("\n[[edition]]")[0] + EDITIONS
        root = book_files.write_book(unfinished / "book", {"book.toml": toml, "01-opening.md": text})
        (finished,) = build([root], BuildRequest(output=unfinished / "dist"))
        assert finished.ok, finished.diagnostics

    return made_once("note-looks", make)


@pytest.mark.parametrize("edition", ["bilingual", "parallel", "zh"])
def test_notes_look_the_same(edition: str) -> None:
    """No style of what stands around a call reaches the note: fonts, sizes and places are those of any other."""
    looks: dict[Look, int] = {}
    with pymupdf.open(folder() / f"dist/trial-{edition}.pdf") as document:
        for page in document:
            for look in _notes(page):
                looks[look] = looks.get(look, 0) + 1
    assert list(looks.values()) == [len(NAMES)] * (1 if edition == "zh" else 2)


@pytest.mark.parametrize(
    ("edition", "suffix"), [("bilingual", "pdf"), ("parallel", "pdf"), ("zh", "pdf"), ("bilingual", "epub")]
)
def test_every_file_is_sound(edition: str, suffix: str) -> None:
    """Wherever notes are called, nothing is set over other text, and all is painted in the order of the tags."""
    request = VerifyRequest(book=folder() / "book", run_validators=False)
    (result,) = verify_files([folder() / f"dist/trial-{edition}.{suffix}"], request)
    assert result.failures == ()


def test_calls_beside_each_other_are_two_numbers() -> None:
    """A gap parts the number of a note from the number before it: 3 and 4 are not 34."""
    with pymupdf.open(folder() / "dist/trial-zh.pdf") as document:
        chars = [
            (char["c"], *char["origin"])
            for page in document
            for block in page.get_text("rawdict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
            for char in span["chars"]
            if char["c"].strip()
        ]
    (step,) = (right - left for (one, left, y), (two, right, at) in pairwise(chars) if one + two == "34" and y == at)
    assert step > DIGIT + LEAST_GAP
    with zipfile.ZipFile(folder() / "dist/trial-bilingual.epub") as book:
        pages = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    assert pages.count('class="next-call"') == 1


@pytest.mark.parametrize("reader", READERS)
def test_what_margins_part_is_copied_with_a_space(reader: str) -> None:
    """Programs that copy text read a space behind numbers of captions, authors of notes, and between two calls."""
    path = folder() / "dist/trial-bilingual.pdf"
    with pymupdf.open(path) as document:
        text = " ".join(READERS[reader](path, nth) for nth in range(1, len(document) + 1))
    for words in ("Translator’s note The", "Figure 1 A figure", "Table 1 A table", "3 4"):
        assert words in text


def _notes(page: Any) -> list[Look]:
    """Return the lines of a page that begin notes, in either language."""
    lines: dict[float, list[tuple[float, str, float, str]]] = {}
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                place = round(span["origin"][0], 1), span["font"], round(span["size"], 2), span["text"].strip()
                lines.setdefault(round(line["spans"][0]["origin"][1]), []).append(place)
    looks = []
    for spans in lines.values():
        spans.sort()
        first = next((nth for nth, span in enumerate(spans) if span[3].startswith(("译者", "Translator"))), None)
        if first is not None:
            left = spans[first][0]
            looks.append(tuple((font, size, text, round(x - left)) for x, font, size, text in spans[first:] if text))
    return looks
