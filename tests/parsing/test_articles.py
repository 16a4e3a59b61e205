"""The numbers of articles of laws."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from support import book_files
from wicpress.config import load
from wicpress.diagnostics import WithDiagnostics
from wicpress.edition.numbering import labels
from wicpress.model import ARTICLE, Book, Heading, iter_nodes
from wicpress.rules import heading_jump

ReadBook = Callable[..., WithDiagnostics[Book]]

LAW = """\
# 总则

# General

## 范围

## Scope

#### 第一条 {#art-1}

#### Article 1

文。

Text.

#### 第一条之一　书 {#art-1-1}

#### Article 1-1. Books

文。

Text.

### 解释

### Terms

## 附则

## Final

#### 第一千二百六十条 {#art-1260}

#### Article 1260

文。

Text.
"""


def _headings(book: Book) -> list[Heading]:
    return [each for chapter in book.chapters for each in iter_nodes(chapter) if isinstance(each, Heading)][1:]


def test_articles_count_for_themselves(reads: ReadBook) -> None:
    """An article keeps its number, alone or before its title, and takes none from sections."""
    result = reads(LAW)
    assert [each.code for each in result.diagnostics] == []
    headings = _headings(result.value)
    assert [(each.number, each.numbering) for each in headings] == [
        (1, ""),
        (0, ARTICLE),
        (0, ARTICLE),
        (1, ""),
        (2, ""),
        (0, ARTICLE),
    ]
    assert [(side.marker, side.text) for each in headings[1:3] for side in each.sides] == [
        ("", "第一条"),
        ("", "Article 1"),
        ("第一条之一　", "书"),
        ("Article 1-1. ", "Books"),
    ]


@pytest.mark.parametrize("numbering", ["auto", "source"])
def test_references_name_articles(reads: ReadBook, tmp_path: Path, numbering: str) -> None:
    """A reference has the number of the article in each language, however the book is numbered."""
    config = load(book_files.write_book(tmp_path / "book")).value
    assert config
    texts = labels(reads(LAW).value, attrs.evolve(config, numbering=numbering))

    def reference(target: str, language: str) -> str:
        return texts.numbers.get((target, language)) or texts.titles[target, language]

    assert [reference(target, tag) for target in ("art-1", "art-1-1", "art-1260") for tag in ("zh-Hans", "en")] == [
        "第一条",
        "Article 1",
        "第一条之一",
        "Article 1-1",
        "第一千二百六十条",
        "Article 1260",
    ]


def test_articles_stand_below_any_level(reads: ReadBook, tmp_path: Path) -> None:
    """An article below a chapter or a section skips no level; another heading of its level does."""
    config = load(book_files.write_book(tmp_path / "book")).value
    assert config
    assert [*heading_jump.check(reads(LAW).value, config)] == []
    (jump,) = heading_jump.check(
        reads(LAW.replace("第一条 {", "书 {").replace("Article 1\n", "Books\n")).value, config
    )
    assert jump.code == "heading_jump"


@pytest.mark.parametrize(
    ("chinese", "english", "is_article"),
    [
        ("第三条", "Article 3", True),
        ("第3条", "Article III.", True),
        ("第三條：書", "Article 3: Books", True),
        ("第三条 书", "Article 3 Books", True),
        ("第一百二十条之二", "Article 120-2", True),
        ("第三条河", "The third river", False),
        ("条约第五条", "Article 5 of the treaty", False),
        ("条文", "Articles 3 and 4", False),
        ("第三条", "Rules", True),
    ],
)
def test_what_is_the_number_of_an_article(reads: ReadBook, chinese: str, english: str, is_article: bool) -> None:
    """A number of an article stands alone, or apart from its title; no words are lost."""
    result = reads(f"# 章\n\n# C\n\n#### {chinese}\n\n#### {english}\n\n文。\n\nText.\n")
    (heading,) = _headings(result.value)
    assert [each.code for each in result.diagnostics] == []
    assert (heading.numbering == ARTICLE) is is_article
    assert [side.marker + side.text for side in heading.sides] == [chinese, english]


def test_other_numbers_of_articles_are_told(reads: ReadBook) -> None:
    """Two languages with different numbers of an article are reported, with place, and nothing is lost."""
    result = reads("# 章\n\n# C\n\n#### 第三条 {#a}\n\n#### Article 4 {#a}\n\n文。\n\nText.\n")
    assert "numbers_differ" in {each.code for each in result.diagnostics}
    assert [side.text for each in _headings(result.value) for side in each.sides] == ["第三条", "Article 4"]


@pytest.mark.parametrize("levels", ["#", "# x {.part}\n\n#"])
def test_titles_of_chapters_are_no_articles(reads: ReadBook, levels: str) -> None:
    """The title of a chapter that is only such a number keeps it as its words, and counts as a chapter."""
    title = reads(f"{levels} 第三条\n\n文。\n").value.chapters[-1].title
    assert (title.numbering, title.number, title.sides[0].text) == ("", 1, "第三条")
