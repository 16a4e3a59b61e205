"""Generates a bilingual book of any size, the same every time, as values and as a manuscript, for benchmarks."""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

PAGES_A_CHAPTER = 17
"""Approximate number of pages of a chapter in the interleaved edition."""

TOML = """\
[book]
slug = "bench"
languages = ["zh-Hans", "en"]
title = {{ zh-Hans = "试排{chapters}章", en = "A Trial in {chapters} Chapters" }}
authors = [{{ zh-Hans = "无名氏", en = "Nobody" }}]
publisher = {{ zh-Hans = "试排处", en = "The Trial Press" }}
date = 2020-01-01
identifier = "urn:uuid:5f0c7a52-6f6e-4f0e-9d0e-{chapters:012d}"
rights = {{ zh-Hans = "不保留任何权利。", en = "No rights reserved." }}

[[edition]]
name = "bilingual"
layout = "interleaved"

[[edition]]
name = "parallel"
layout = "parallel"
"""

RUNS = '\nopenings = { chapter = "run-on", unnumbered = "recto" }\n\n'
"""What lets chapters run on."""

# Parts of sentences: each pair has the same meaning in both languages, with a placeholder for a number.
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
TITLES = (
    ("水路", "Waterways"),
    ("作坊", "Workshops"),
    ("账目", "Accounts"),
    ("来客", "Visitors"),
    ("修缮", "Repairs"),
)


Words = tuple[str, str]
"""The same text in Chinese and in English; the title of a book is between asterisks."""


@attrs.frozen
class Heading:
    """The heading of a section."""

    words: Words


@attrs.frozen
class Paragraph:
    """A paragraph, and the note at its end."""

    words: Words
    note: Words | None = None


@attrs.frozen
class Items:
    """A list."""

    items: tuple[Words, ...]


@attrs.frozen
class Row:
    """A row of a table."""

    name: Words
    number: int
    year: int


@attrs.frozen
class Table:
    """A table of three columns: a name, a number, a year."""

    rows: tuple[Row, ...]


TABLE_HEAD = (("名目", "Item"), ("数目", "Number"), ("年份", "Year"))
Block = Heading | Paragraph | Items | Table


@attrs.frozen
class Chapter:
    """A chapter: its number, its title, its blocks."""

    number: int
    title: Words
    blocks: tuple[Block, ...]


class Generator:
    """Generates one book; every choice depends on ``seed``."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def sentence(self) -> Words:
        """Return one sentence in both languages."""
        rng = self.rng
        numbers = {"n": rng.randint(3, 980), "y": rng.randint(1890, 2020), "h": rng.randint(6, 12)}
        parts = [rng.choice(each) for each in (SUBJECTS, ACTS, ENDS)]
        chinese = "".join(part[0] for part in parts).format(**numbers)
        english = f"{parts[0][1]} {parts[1][1]}{parts[2][1]}".format(**numbers)
        return chinese, english[0].upper() + english[1:]

    def words(self, minimum: int = 2, maximum: int = 6) -> Words:
        """Return a few sentences in both languages."""
        sentences = [self.sentence() for _ in range(self.rng.randint(minimum, maximum))]
        return "".join(each[0] for each in sentences), " ".join(each[1] for each in sentences)

    def chapter(self, number: int) -> Chapter:
        """Return a chapter of five sections."""
        title = self.rng.choice(TITLES)
        blocks = tuple(block for section in range(5) for block in self.section(section))
        return Chapter(number, (f"第{number}章　{title[0]}", f"Chapter {number}. {title[1]}"), blocks)

    def section(self, nth: int) -> Iterator[Block]:
        """Yield the blocks of a section: paragraphs, the third of them with a note, then a list or a table."""
        yield Heading(self.rng.choice(TITLES))
        sentences = [self.words() for _ in range(7)]
        note = self.words(1, 2)
        yield from (Paragraph(each, note if place == 2 else None) for place, each in enumerate(sentences))
        yield self.table() if nth % 2 else Items(tuple(self.sentence() for _ in range(4)))

    def table(self) -> Table:
        """Return a table of four rows."""
        rng = self.rng
        return Table(tuple(Row(rng.choice(SUBJECTS), rng.randint(1, 999), rng.randint(1900, 2020)) for _ in range(4)))


def chapters(pages: int, seed: int = 0) -> list[Chapter]:
    """Return the chapters of a book of about ``pages`` pages."""
    generator = Generator(seed)
    return [generator.chapter(number) for number in range(1, max(1, round(pages / PAGES_A_CHAPTER)) + 1)]


# ------------------------------------------------------------------------------------ as a manuscript


def markdown(chapter: Chapter) -> str:
    """Return a chapter in Markdown, both languages in one file."""
    lines = [f"# {chapter.title[0]}", "", f"# {chapter.title[1]}", ""]
    for nth, block in enumerate(chapter.blocks):
        lines += _lines(block, f"n{nth}")
    return "\n".join(lines) + "\n"


def _lines(block: Block, label: str) -> Iterator[str]:
    """Yield the lines of a block; ``label`` is that of its note."""
    match block:
        case Heading(words):
            yield from (f"## {words[0]}", "", f"## {words[1]}", "")
        case Paragraph(words, note):
            call = f"[^{label}]" if note else ""
            yield from (words[0] + call, "", words[1] + call, "")
            if note:
                yield from (f"[^{label}]: {note[0]}", "", f"    {note[1]}", "")
        case Items(items):
            yield from (line for words in items for line in (f"- {words[0]}", "", f"- {words[1]}", ""))
        case Table(rows):
            for side in (0, 1):
                yield from ("| " + " | ".join(cell[side] for cell in TABLE_HEAD) + " |", "|---|--:|--:|")
                yield from (f"| {row.name[side]} | {row.number} | {row.year} |" for row in rows)
                yield ""


def write(folder: Path, manuscript: Sequence[Chapter], run: int = 0) -> None:
    """Write a book to ``folder``, a file for each chapter; an unchanged file is not written.

    Every chapter opens on a right-hand page, or only each first of ``run`` chapters, and the others run on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    toml = TOML.format(chapters=len(manuscript))
    _write_if_changed(folder / "book.toml", toml.replace("\n\n", RUNS, 1) if run else toml)
    for chapter in manuscript:
        text = markdown(chapter)
        if run and chapter.number % run == 1:
            text = re.sub("^(# .+)$", r"\1 {.unnumbered}", text, flags=re.MULTILINE)
        _write_if_changed(path_of(folder, chapter.number), text)


def path_of(folder: Path, number: int) -> Path:
    """Return the file of a chapter."""
    return folder / f"{number:03}.md"


def _write_if_changed(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """Run the command line: ``python bench/book.py DIR --pages 500``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=500, help="approximate number of pages (default: 500)")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    write(options.folder, chapters(options.pages, options.seed))


if __name__ == "__main__":
    main()
