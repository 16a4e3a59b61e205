"""Names in both scripts beside the name in one, and names that all languages share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import SHARED, Book, iter_nodes, translations_of

ReadBook = Callable[..., WithDiagnostics[Book]]
HEAD = "# 甲\n\n# Chapter\n\n"


def _languages(book: Book) -> list[tuple[str, ...]]:
    """Return the languages of each block that has words, in order."""
    nodes = [node for chapter in book.chapters for node in iter_nodes(chapter)]
    sides = [tuple(side.lang for side in translations_of(node) if side.inlines) for node in nodes]
    return [each for each in sides if each][1:]


@pytest.mark.parametrize(
    "text",
    [
        "张三\n\nZhang San 张三",
        "Zhang San 张三\n\n张三",
        "- 李白\n- Li Bai 李白 (701–762)",
        "《论语》\n\nThe Analects 《论语》",
        "## 北京大学\n\n## Peking University 北京大学",
    ],
)
def test_a_name_in_both_scripts_translates_the_name(reads: ReadBook, text: str) -> None:
    """What holds its neighbour's words and two words in Latin letters more is the other language, without a doubt."""
    result = reads(HEAD + text + "\n")
    assert [sorted(each) for each in _languages(result.value)] == [["en", "zh-Hans"]]
    assert result.diagnostics == ()


@pytest.mark.parametrize(
    "text",
    ["股市\n\nA股市", "手机\n\niPhone 手机", "张三\n\n{lang=zh-Hans}\nZhang San 张三", "张三\n\nZhang San 李四"],
)
def test_other_words_in_both_scripts_stay_chinese(reads: ReadBook, text: str) -> None:
    """A word of Chinese with Latin letters, another name, and what the author declares, stay as they are."""
    assert _languages(reads(HEAD + text + "\n").value) == [("zh-Hans",), ("zh-Hans",)]


def test_a_doubt_stays_where_nothing_settles_it(reads: ReadBook) -> None:
    """A paragraph that is taken for Chinese on little evidence is still reported, in a note too."""
    result = reads(HEAD + "Zhang San 李四[^1]\n\n[^1]: Wang Wu 王五\n")
    assert [each.code for each in result.diagnostics if each.code == "uncertain_language"] == [
        "uncertain_language"
    ] * 2


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("- PDF\n- 便携文档格式\n- Portable Document Format", True),
        ("PDF/A\n\n归档的格式。\n\nThe format of archives.", True),
        ("河\n\nRiver\n\nA\n\n水\n\nWater", True),
        ("{lang=en}\nPDF\n\n便携文档格式\n\nPortable Document Format", False),
        ("{.solo}\nPDF\n\n便携文档格式\n\nPortable Document Format", False),
        ("Rivers\n\n便携文档格式\n\n{.solo}\n河", False),
        ("A", False),
    ],
)
def test_an_abbreviation_above_a_pair_is_shared(reads: ReadBook, text: str, *, shared: bool) -> None:
    """``PDF`` above the pair that explains it stands in every edition; not what the author declares."""
    assert ((SHARED,) in _languages(reads(HEAD + text + "\n").value)) is shared


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("北京\n\nBeijing 北京", [("zh-Hans", "en")]),
        ("正文。\n\nText.\n\n北京\n\nBeijing（北京）\n\n又。\n\nMore.", [("zh-Hans", "en")] * 3),
        ("- 上海\n- 南京\n\n- Shanghai 上海\n- Nanjing (南京)", [("zh-Hans", "en")] * 2),
        ("- 手机\n- Nokia 手机\n\n- Phone\n- Nokia", [("zh-Hans", "en")] * 2),
        ("北京（Beijing）\n\n北京", [("zh-Hans",)] * 2),
    ],
)
def test_one_word_before_a_name_is_enough(reads: ReadBook, text: str, languages: list[tuple[str, ...]]) -> None:
    """``Beijing 北京`` translates 北京 where Chinese has more blocks; a brand before a Chinese word stays Chinese."""
    result = reads(HEAD + text + "\n")
    assert _languages(result.value) == languages
    assert result.diagnostics == ()
