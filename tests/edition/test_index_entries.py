"""The entries of an index: what is one entry, in which order, in one language and in two."""

from __future__ import annotations

from functools import cache

from support.small_books import BILINGUAL, ENGLISH, SmallBook, settings
from wicpress import model as m
from wicpress.edition.index.entries import IndexEntry, index_groups, words_in_index
from wicpress.edition.view import view

TEXT = """# 章

# Chapter

[乌镇]{.index translation="Wuzhen"}在[运河]{.index translation="canal"}边，[曾国藩]{.index .name}来过，见[桥]{.index \
entry="运河 > 桥" translation="canal > bridge"}。[]{.index entry="水乡" see="乌镇"}

[Wuzhen]{.index} on the [canal]{.index} saw [Zeng]{.index .name entry="Zeng, Guofan"} on [bridges]{.index \
entry="canal > bridge" see-also="Wuzhen"} and [10 boats]{.index}. The [*canal*]{.index} ends.

| [运河]{.index} | 1 |
|---|---|
| [一]{.index} | 2 |

| Canal | 1 |
|---|---|
| [One]{.index} | 2 |

{INDEX}
"""


@cache
def book(braces: str = "") -> SmallBook:
    """Return a book with an index, above which stand ``braces``."""
    text = TEXT.replace("{INDEX}", f"{braces}\n::: index\n:::").replace("[运河]{.index} | 1", "运河 | 1")
    return SmallBook(f"index{len(braces)}", {"book.toml": settings(BILINGUAL, ENGLISH), "01.md": text})


def lines(braces: str = "", edition: str = "bilingual") -> list[str]:
    """Return the entries of an index, each behind the head of its group."""
    small = book(braces)
    index = next(each for each in small.content.chapters[0].blocks if isinstance(each, m.Index))
    groups = index_groups(view(small.content, small.edition(edition)), index)
    return [
        f"{group.strokes or group.letter} {line}"
        for group in groups
        for entry in group.entries
        for line in described(entry)
    ]


def described(entry: IndexEntry, indent: str = "") -> list[str]:
    """Return an entry with how many places it names, and those below it."""
    see = "".join(f" → {each.words}" for each in (*entry.see, *entry.see_also))
    own = f"{indent}{' '.join(words for _, words in entry.heads)} {len(entry.places)}{see}"
    return [own, *(line for each in entry.entries for line in described(each, indent + "- "))]


def test_one_index_of_both_languages() -> None:
    assert lines() == [
        "0–9 10 boats 1",
        "C canal 0 → 运河",
        "O One 1",
        "S 水乡 0 → 乌镇",
        "W 乌镇 Wuzhen 2",
        "Y 一 1",
        "Y 运河 canal 3",
        "Y - 桥 bridge 2 → Wuzhen",
        "Z 曾国藩 1",
        "Z Zeng, Guofan 1",
    ]


def test_strokes() -> None:
    assert [each for each in lines("{.strokes}") if each[0].isdigit()] == [
        "0–9 10 boats 1", "1 一 1", "4 乌镇 Wuzhen 2", "4 水乡 0 → 乌镇", "7 运河 canal 3",
        "7 - 桥 bridge 2 → Wuzhen", "12 曾国藩 1",
    ]  # fmt: skip


def test_names_and_subjects() -> None:
    assert lines("{.names}") == ["Z 曾国藩 1", "Z Zeng, Guofan 1"]
    assert not any(line.startswith("Z") for line in lines("{.subjects}"))


def test_one_language() -> None:
    english = [
        "0–9 10 boats 1", "C canal 2", "C - bridge 1 → Wuzhen", "O One 1", "W Wuzhen 1", "Z Zeng, Guofan 1",
    ]  # fmt: skip
    assert lines("{lang=en}") == english
    assert lines("", "en") == english


def test_ids_are_those_of_the_places() -> None:
    """Only words whose place is named have an id."""
    marks = [
        each
        for node in m.iter_nodes(book().content.chapters[0])
        for side in node.sides
        for each in m.index_marks(side.inlines)
    ]
    ids = [each.id for each in marks]
    assert len(set(ids) - {""}) == sum(each.has_place for each in marks) == len(ids) - 1


def test_words_that_fonts_must_have() -> None:
    """They are those of the entries, in the face of the index, and what wicpress adds to them."""
    small = book()
    words = {(tag, text) for tag, text, _ in words_in_index(view(small.content, small.edition("bilingual")))}
    expected = {("zh-Hans", "乌镇"), ("en", "Wuzhen"), ("en", "Zeng, Guofan"), ("zh-Hans", "水乡"), ("zh-Hans", "见")}
    assert expected <= words
