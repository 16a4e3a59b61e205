"""Language tags and scripts: which language a text cannot be in, and where another one begins inside it."""

from __future__ import annotations

import langcodes
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress import languages as lang
from wicpress import model as m
from wicpress.parsing.language_detection import mark_foreign_words


@pytest.mark.parametrize("tag", lang.COMMON_SCRIPTS)
def test_common_tags_are_as_the_registry_has_them(tag: str) -> None:
    """The scripts known without the registry are those of the registry."""
    assert langcodes.tag_is_valid(tag) and langcodes.standardize_tag(tag) == tag
    assert langcodes.Language.get(tag).maximize().script == lang.script(tag)


SENTENCE = "A book begins with a page, and a page with a line."


@pytest.mark.parametrize(
    ("text", "tag", "conflict"),
    [
        ("乌镇", "en", "Han"),
        ("乌镇", "zh-Hant", ""),
        ("漢字", "ko", ""),
        ("かな", "en", ""),
        (SENTENCE, "zh-Hans", "English"),
        (SENTENCE, "ja", "English"),
        (SENTENCE, "fr", ""),
        ("automq-for-rocketmq automq-for-kafka", "zh-Hans", ""),
        ("[1] Shengyu Zhao et al: OpenRank Leaderboard", "zh-Hans", ""),
        ("GitHub, GitLab, Gitee, Bitbucket, SourceForge", "zh-Hans", ""),
        ("https://example.com/the/path/of/the/file/that_is/in/the/list.html?a=the", "zh-Hans", ""),
        (f"https://example.com/the/path {SENTENCE}", "zh-Hans", "English"),
        ("The State of the Art 是一本书", "zh-Hans", ""),
        ("", "en", ""),
    ],
)
def test_script_contradicts_a_language(text: str, tag: str, conflict: str) -> None:
    """Han in a language without it, or an English sentence in Chinese; names and terms contradict nothing."""
    assert lang.script_conflict(text, tag) == conflict


@pytest.mark.parametrize(
    ("text", "tag", "languages", "runs"),
    [
        ("The town of 乌镇 hosts", "en", ("zh-Hans", "en"), ["The town of ", "zh-Hans:乌镇", " hosts"]),
        ("called 《乌镇报告》, or", "en", ("en",), ["called ", "zh:《乌镇报告》", ", or"]),
        ("said “你好，世界。”", "en", ("zh-Hant", "en"), ["said “", "zh-Hant:你好，世界。", "”"]),
        ("ひらがな and 漢字", "en", ("zh-Hans", "ja", "en"), ["ja:ひらがな", " and ", "zh-Hans:漢字"]),
        ("漢字", "en", ("ja", "en"), ["ja:漢字"]),
        ("漢字 한글", "ko", ("ko",), ["漢字 한글"]),
        ("乌镇 town", "zh-Hans", ("zh-Hans",), ["乌镇 town"]),
        ("in 2016年, 7、8月", "en", ("zh-Hans",), ["in ", "zh-Hans:2016年", ", ", "zh-Hans:7、8月"]),
        ("see 表3-2 or 图 4", "en", ("zh-Hans",), ["see ", "zh-Hans:表3-2", " or ", "zh-Hans:图", " 4"]),
        ("A3纸, 5 月, 第2a", "en", ("zh",), ["A3", "zh:纸", ", 5 ", "zh:月", ", ", "zh:第", "2a"]),
        ("up by 77.5%。", "en", ("zh",), ["up by 77.5%。"]),
        ("plain", "en", ("en",), ["plain"]),
        ("", "en", ("en",), [""]),
    ],
)
def test_runs_of_other_languages(text: str, tag: str, languages: tuple[str, ...], runs: list[str]) -> None:
    """Han characters with their punctuation are in the book's Chinese or Japanese, in text of any language."""
    result = [
        words if each == tag else f"{each}:{words}" for each, words in lang.split_by_language(text, tag, languages)
    ]
    assert result == runs


@given(st.text(alphabet="a 乌镇か《》。，、.-“”(12", max_size=30), st.sampled_from(["en", "zh-Hans", "ko", "fr"]))
def test_runs_are_the_text(text: str, tag: str) -> None:
    """No character is lost, and no run contradicts its language."""
    runs = list(lang.split_by_language(text, tag, ("zh-Hans", "en")))
    assert "".join(words for _, words in runs) == text
    assert not any(lang.script_conflict(words, each) for each, words in runs)


def test_marks_go_into_emphasis_and_links_and_leave_what_is_marked() -> None:
    """Words inside other markup are marked; code, readings and what the author has marked stay."""
    marked = m.ForeignText("ja", (m.Text("漢字"),))
    inlines = (m.Emphasis((m.Text("in 乌镇"),)), m.Link("#a", (m.Text("乌"),)), m.CodeSpan("镇"), marked)
    zh = tuple(m.ForeignText("zh-Hans", (m.Text(each),)) for each in ("乌镇", "乌"))
    assert mark_foreign_words(inlines, "en", ("zh-Hans", "en")) == (
        m.Emphasis((m.Text("in "), zh[0])),
        m.Link("#a", (zh[1],)),
        m.CodeSpan("镇"),
        marked,
    )


@pytest.mark.parametrize("languages", [("zh-Hans",), ("zh-Hans", "en")])
def test_english_in_a_book_without_it(languages: tuple[str, ...]) -> None:
    """A translation that can only be English is marked so, unless the book has English."""
    inlines = (m.Text(SENTENCE),)
    result = mark_foreign_words(inlines, "zh-Hans", languages)
    assert result == (inlines if "en" in languages else (m.ForeignText("en", inlines),))


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("这一段是中文，里面有 English words 和“引号”，共 3 行。", "zh"),
        ("《乌镇报告》", "zh"),
        ("これは日本語の文です。", "ja"),
        ("It is called 《乌镇世界互联网发展报告》, and it is long.", ""),
        ("The town of 乌镇 hosts", ""),
        ("plain", ""),
        ("2016", ""),
    ],
)
def test_chinese_in_a_book_without_it(text: str, tag: str) -> None:
    """A translation that can only be Chinese or Japanese is marked so, with its punctuation and Latin words."""
    inlines = (m.Text(text),)
    assert (mark_foreign_words(inlines, "en", ("en",)) == (m.ForeignText(tag, inlines),)) == bool(tag)


def test_shared_words_are_in_the_language_of_their_letters() -> None:
    """A cell that both tables share is marked with its own language; numbers have none."""
    books = ("zh-Hans", "en")
    river, words = m.Text("河"), m.Text("words as the base units")
    assert mark_foreign_words((river,), m.SHARED, books) == (m.ForeignText("zh-Hans", (river,)),)
    assert mark_foreign_words((words,), m.SHARED, books) == (m.ForeignText("en", (words,)),)
    assert mark_foreign_words((m.Text("1,794"),), m.SHARED, books) == (m.Text("1,794"),)
    both = mark_foreign_words((m.Text("The word 河 is old."),), m.SHARED, books)
    (marked,) = both
    assert isinstance(marked, m.ForeignText)
    assert marked.lang == "en"
    assert m.ForeignText("zh-Hans", (river,)) in marked.children


def test_english_in_a_cell_in_chinese() -> None:
    """A cell in English, in a table in Chinese, is in English; a paragraph in a Chinese file is left as it is."""
    inlines = (m.Text("the base units of a book are words"),)
    assert mark_foreign_words(inlines, "zh-Hans", ("zh-Hans", "en-GB"), in_cell=True) == (
        m.ForeignText("en-GB", inlines),
    )
    assert mark_foreign_words(inlines, "zh-Hans", ("zh-Hans", "en-GB")) == inlines
