"""What stands above Chinese words is a reading of them, and none is missing; a second table of sounds says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from wicpress import model as m
from wicpress.config import load
from wicpress.parsing import read
from wicpress.proofing.source.compare_source import check_source
from wicpress.proofing.source.read_model import read_model

TOML = """\
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "书", en = "Book" }
identifier = "urn:x"
ruby = "%s"
ruby-tones = "%s"

[[edition]]
name = "all"
layout = "interleaved"
"""
TEXT = """\
# 长江 {#c}

# The Yangtze

朋友**们**在西安一起看花儿，不是`江`{河流|hé liú}，展览馆[^a]。

Friends.[^a]

[^a]: 绿色的注。

    A note.
"""


def book_of(folder: Path, system: str, tones: str = "dictionary") -> tuple[m.Book, object]:
    """Return a book with readings, and its configuration."""
    (folder / "book.toml").write_text(TOML % (system, tones), "utf-8")
    (folder / "01.md").write_text(TEXT, "utf-8")
    config = load(folder).value
    assert config
    return read(config).value, config


def rubies(book: m.Book) -> Iterator[m.Ruby]:
    """Yield the readings of a book in the order of its text."""
    for chapter in book.chapters:
        for node in m.iter_nodes(chapter):
            for side in m.translations_of(node):
                yield from (each for each in m.walk_inlines(side.inlines) if isinstance(each, m.Ruby))


PINYIN = (
    "长 Cháng, 江 Jiāng, 朋友 péngyou, 们 men, 在 zài, 西安 Xī'ān, 一起 yīqǐ, 看 kàn, 花儿 huār, 不是 bùshì, "
    "河流 hé liú, 展览馆 zhǎnlǎnguǎn, 绿色 lǜsè, 的 de, 注 zhù"
)
SPOKEN = PINYIN.replace("yīqǐ", "yìqǐ").replace("bùshì", "búshì").replace("zhǎnlǎnguǎn", "zhánlánguǎn")


@pytest.mark.parametrize(("tones", "expected"), [("dictionary", PINYIN), ("spoken", SPOKEN)])
def test_readings_of_a_book(tmp_path: Path, tones: str, expected: str) -> None:
    """Titles, text and notes have them; code has none, hand-written ones stay, a word over two marks is divided."""
    book, config = book_of(tmp_path, "pinyin", tones)
    assert ", ".join(f"{each.base} {each.reading}" for each in rubies(book)) == expected
    assert check_source(book, config) == ()  # type: ignore[arg-type]


def test_zhuyin_of_a_book(tmp_path: Path) -> None:
    """Zhuyin stands above each character."""
    book, config = book_of(tmp_path, "zhuyin")
    found = [each for each in rubies(book) if each.by_machine]
    assert all(len(each.base) == 1 for each in found)
    assert [each.reading for each in found[:4]] == ["ㄔㄤˊ", "ㄐㄧㄤ", "ㄆㄥˊ", "˙ㄧㄡ"]
    assert check_source(book, config) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda ruby: m.Text(ruby.base), "has no reading"),
        (lambda ruby: attrs.evolve(ruby, reading="hé"), "is no reading of"),
        (lambda ruby: attrs.evolve(ruby, reading=ruby.reading + "a"), "is no reading of"),
    ],
)
def test_wrong_readings(tmp_path: Path, change: object, message: str) -> None:
    """A reading that is missing, or that of other characters, is found."""
    book, config = book_of(tmp_path, "pinyin")
    title = book.chapters[0].title
    side = title.sides[0]
    wrong = attrs.evolve(side, inlines=(change(side.inlines[0]), *side.inlines[1:]))  # type: ignore[operator]
    chapter = attrs.evolve(book.chapters[0], title=attrs.evolve(title, sides=(wrong, *title.sides[1:])))
    findings = check_source(attrs.evolve(book, chapters=(chapter,)), config)  # type: ignore[arg-type]
    assert [message in each.message for each in findings] == [True]


def test_readings_that_nothing_asks_for(tmp_path: Path) -> None:
    """A side without readings has none."""
    book, config = book_of(tmp_path, "pinyin")
    title = book.chapters[0].title
    wrong = attrs.evolve(title.sides[0], ruby="")
    chapter = attrs.evolve(book.chapters[0], title=attrs.evolve(title, sides=(wrong, *title.sides[1:])))
    findings = check_source(attrs.evolve(book, chapters=(chapter,)), config)  # type: ignore[arg-type]
    assert {each.message.split("”")[-1] for each in findings} == {
        " has a reading that nothing asks for",
        "has no readings in pinyin",
    }
    assert read_model(book).passages
