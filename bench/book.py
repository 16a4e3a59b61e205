"""A made-up bilingual book of any size, as a wicpress manuscript, the same every time: for benches and long tests."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

PAGES_A_CHAPTER = 17
"""About how many pages of the interleaved edition a chapter fills."""

TOML = """\
[book]
slug = "bench"
languages = ["zh-Hans", "en"]
title = {{ zh-Hans = "试排{chapters}章", en = "A Trial in {chapters} Chapters" }}
authors = [{{ zh-Hans = "无名氏", en = "Nobody" }}]
publisher = {{ zh-Hans = "试排处", en = "The Trial Press" }}
date = 2020-01-01
identifier = "urn:uuid:5f0c7a52-6f6e-4f0e-9d0e-{chapters:012d}"
rights = {{ zh-Hans = "无。", en = "None." }}

[[edition]]
name = "bilingual"
layout = "interleaved"

[[edition]]
name = "parallel"
layout = "parallel"
"""

# What sentences are made of: each pair says the same in both languages, with a place for a figure.
SUBJECTS = (
    ("河岸上的渡口", "the ferry on the bank"),
    ("镇上的染坊", "the dye-works of the town"),
    ("去年修好的石桥", "the stone bridge that was mended last year"),
    ("桥边的第三家茶馆", "the third tea-house beside the bridge"),
    ("图书馆的旧目录", "the old catalogue of the library"),
    ("一群从上海来的学生", "a party of students from Shanghai"),
    ("印书的作坊", "the workshop where books are printed"),
    ("管水闸的老人", "the old man who keeps the sluice"),
    ("北门外的市集", "the market outside the north gate"),
    ("新装的Wi-Fi", "the newly fitted Wi-Fi"),
)
ACTS = (
    ("记下了{n}条船的来历", "wrote down where {n} boats had come from"),
    ("每天要用{n}斤蓝靛", "needs {n} pounds of indigo a day"),
    ("在{y}年换过一次门牌", "was given another number in {y}"),
    ("比预算便宜了{n}%", "came out {n} per cent below the estimate"),
    ("一直开到晚上{h}点", "stays open until {h} o’clock at night"),
    ("留下了{n}张照片和一本日记", "left {n} photographs and a diary"),
    ("借给邻镇用了{n}天", "was lent to the next town for {n} days"),
    ("被人称作“水上的门”", "is called “the door on the water”"),
    ("只剩下{n}块刻好的木版", "has only {n} carved blocks left"),
    ("重新量过，长{n}米", "was measured again and is {n} metres long"),
)
ENDS = (
    ("，这是老住户都知道的。", ", as every old resident knows."),
    ("；至于原因，各人有各人的说法。", "; as to why, each has a story of his own."),
    ("，而且没有人觉得奇怪。", ", and nobody finds it strange."),
    ("。后来的人只要看一眼账本就明白了。", ". Whoever comes later has only to look at the ledger."),
    ("（见《水乡杂记》第{h}卷）。", " (see volume {h} of *Notes from the Water Country*)."),
    ("，不过那是另一件事了。", ", though that is another matter."),
)
HEADS = (
    ("水路", "Waterways"),
    ("作坊", "Workshops"),
    ("账目", "Accounts"),
    ("来客", "Visitors"),
    ("修缮", "Repairs"),
)


class Writer:
    """Makes up one book; every choice comes from ``seed``."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def sentence(self) -> tuple[str, str]:
        """One sentence in both languages."""
        dice = self.dice
        figures = {"n": dice.randint(3, 980), "y": dice.randint(1890, 2020), "h": dice.randint(6, 12)}
        parts = [dice.choice(each) for each in (SUBJECTS, ACTS, ENDS)]
        chinese = "".join(part[0] for part in parts).format(**figures)
        english = f"{parts[0][1]} {parts[1][1]}{parts[2][1]}".format(**figures)
        return chinese, english[0].upper() + english[1:]

    def paragraph(self, least: int = 2, most: int = 6) -> tuple[str, str]:
        """A few sentences in both languages."""
        said = [self.sentence() for _ in range(self.dice.randint(least, most))]
        return "".join(each[0] for each in said), " ".join(each[1] for each in said)

    def chapter(self, number: int) -> Iterator[str]:
        """The lines of a chapter: sections with paragraphs, a list, a table, a note."""
        head = self.dice.choice(HEADS)
        yield from (f"# 第{number}章　{head[0]}", "", f"# Chapter {number}. {head[1]}", "")
        for section in range(5):
            head = self.dice.choice(HEADS)
            yield from (f"## {head[0]}", "", f"## {head[1]}", "")
            for nth in range(7):
                chinese, english = self.paragraph()
                call = f"[^n{section}]" if nth == 2 else ""
                yield from (chinese + call, "", english + call, "")
            yield from self.note(f"n{section}")
            yield from self.table() if section % 2 else self.items()

    def note(self, label: str) -> Iterator[str]:
        """A note in both languages."""
        chinese, english = self.paragraph(1, 2)
        yield from (f"[^{label}]: {chinese}", "", f"    {english}", "")

    def items(self) -> Iterator[str]:
        """A list whose items come in both languages."""
        for _ in range(4):
            chinese, english = self.sentence()
            yield from (f"- {chinese}", "", f"- {english}", "")

    def table(self) -> Iterator[str]:
        """A table in each language."""
        rows = [
            (self.dice.choice(SUBJECTS), self.dice.randint(1, 999), self.dice.randint(1900, 2020)) for _ in range(4)
        ]
        for nth, head in enumerate(("| 名目 | 数目 | 年份 |", "| Item | Number | Year |")):
            yield from (head, "|---|--:|--:|")
            yield from (f"| {name[nth]} | {number} | {year} |" for name, number, year in rows)
            yield ""


def write(folder: Path, chapters: int, seed: int = 0) -> None:
    """Write a book of ``chapters`` chapters, each about ``PAGES_A_CHAPTER`` pages, to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "book.toml").write_text(TOML.format(chapters=chapters), encoding="utf-8")
    writer = Writer(seed)
    for number in range(1, chapters + 1):
        text = "\n".join(writer.chapter(number)) + "\n"
        (folder / f"{number:03}.md").write_text(text, encoding="utf-8")


def main() -> None:
    """The command line: ``python bench/book.py DIR --pages 500``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=500, help="about so many (default: 500)")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    write(given.folder, max(1, round(given.pages / PAGES_A_CHAPTER)), given.seed)


if __name__ == "__main__":
    main()
