"""A manuscript whose chapters depend on each other: references in both directions, one picture in each, parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

Typeset = Callable[..., tuple[Any, Any, Any]]
"""Prepares an edition of the book in a folder: (folder, edition, variant) to document, config and edition."""

CHAPTERS = 9
ZH = "渡口的石阶一共有三十六级，涨水的时候只看得见上面的十二级（一九九八年那次例外），“船家”都记得很清楚。"
EN = (
    "The stairs at the ferry have thirty-six steps; at high water only the upper twelve are seen, save in 1998, and "
    "every boatman remembers it well."
)
TOML = """\
[book]
slug = "features"
languages = ["zh-Hans", "en"]
title = { zh-Hans = "互见之书", en = "A Book of References" }
authors = [{ zh-Hans = "某甲", en = "A. Author" }]
identifier = "urn:uuid:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bee"
date = 2020-02-02
contents = 2
numbering = "auto"

[[edition]]
name = "bilingual"
layout = "interleaved"
page = "A5"

[[edition]]
name = "parallel"
layout = "parallel"
page = "A5"
"""


def chapter(number: int, sentence: str = "", chapters: int = CHAPTERS) -> str:
    """Return a chapter that refers to the one before, the one after and the last of so many."""
    others = [each for each in (number - 1, number + 1, chapters) if 0 < each <= chapters and each != number]
    zh = "".join(f"参见[](#sec-{each}){{.number}}第[](#sec-{each}){{.page}}页。" for each in others)
    en = " ".join(f"See [](#fig-{each}) on page [](#sec-{each}){{.page}}." for each in others)
    part = ["# 卷 {.part}", "", f"# Part {number} {{.part}}", ""] if number % 4 == 1 else []
    lines = [*part, f"# 第{number}章　渡口", "", f"# Chapter {number}. The ferry", ""]
    lines += [
        f"## 石阶 {{#sec-{number}}}",
        "",
        "## The stairs",
        "",
        ZH + zh + sentence + "[^a]",
        "",
        EN + " " + en,
        "",
    ]
    lines += [f"[^a]: {ZH}", "", f"    {EN}", ""]
    lines += [
        f'![石阶](images/stairs.png "石阶"){{#fig-{number}}}',
        "",
        '![The stairs](images/stairs.png "The stairs")',
        "",
    ]
    lines += [
        "| 名目 | 数目 |",
        "|---|--:|",
        "| 船 | 12 |",
        "",
        "| Item | Number |",
        "|---|--:|",
        "| Boats | 12 |",
        "",
    ]
    for _ in range(number % 3 * 3 + 2):
        lines += [ZH * 4, "", f"{EN} [Elsewhere](https://example.org/ferry). {EN} {EN}", ""]
    return "\n".join(lines) + "\n"


def write(folder: Path, sentence: str = "", chapters: int = CHAPTERS) -> Path:
    """Write the book of so many chapters to ``folder``; ``sentence`` is added to its third."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "book.toml").write_text(TOML, encoding="utf-8")
    for number in range(1, chapters + 1):
        text = chapter(number, sentence if number == 3 else "", chapters)
        (folder / f"{number:02}.md").write_text(text, encoding="utf-8")
    Image.new("RGB", (60, 40), (40, 80, 120)).save(folder / "images" / "stairs.png")
    return folder
