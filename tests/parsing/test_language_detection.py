"""The language of a block, detected by its script."""

from __future__ import annotations

import pytest

from wicpress.model import SHARED
from wicpress.parsing.language_detection import Detection, detect_language, is_full_width

TWO = ("zh-Hans", "en")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("国际社会持续致力于儿童在线保护。", "zh-Hans"),
        ("我们使用 WeasyPrint、EbookLib 与 markdown-it-py 来构建。", "zh-Hans"),
        ("请安装 Python、Java、Node.js、Pango、HarfBuzz、Cairo 和 Fontconfig。", "zh-Hans"),
        ("GitHub 年度事件数趋势", "zh-Hans"),
        ("使用 WeasyPrint", "zh-Hans"),
        ("41个参会国", "zh-Hans"),
        ("中", "zh-Hans"),
        ("A股", "zh-Hans"),
        ("iPhone手机", "zh-Hans"),
        ("5G网络", "zh-Hans"),
        ("Windows 系统", "zh-Hans"),
        ("x 印书", "zh-Hans"),
        ("a 组", "zh-Hans"),
        ("C++ 与 Java", "zh-Hans"),
        ("“AI+”行动", "zh-Hans"),
        ("Visual Studio Code编辑器", "zh-Hans"),
        ("开源 AI 软件 Nod.ai", "zh-Hans"),
        ("人工智能 (AI)", "zh-Hans"),
        ("Artificial Intelligence (人工智能)", "en"),
        ("The 道 of programming", "en"),
        ("On 仁", "en"),
        ("，。", "zh-Hans"),
        ("The term 命运共同体 (community of common destiny) has been used since 2013.", "en"),
        ("He wrote 天下為公 on the wall of the house.", "en"),
        ("refer to：", "en"),
        ("EPUB 3.3", "en"),
        ("naïve café", "en"),
        ("2016", SHARED),
        ("……", SHARED),
        ("* * *", SHARED),
        ("https://example.org/words/in/an/address", SHARED),
        ("someone@example.org", SHARED),
        ("", SHARED),
        ("🙂", SHARED),
        ("μ = 3 Δ", SHARED),
    ],
)
def test_two_languages(text: str, lang: str) -> None:
    """Chinese and English are detected however much of one stands in the other."""
    assert detect_language(text, TWO) == Detection(lang, True, detect_language(text, TWO).script)


@pytest.mark.parametrize(
    "text",
    [
        "《Gone with the Wind》",
        "“天下為公” by Sun Yat-sen",
        "“学而时习之” means to learn",
        "Zhang San 张三",
        "Chairman Mao visited 长沙 yesterday",
    ],
)
def test_uncertain_lines(text: str) -> None:
    """A line with as much of one language as of the other, or names in both scripts, is uncertain."""
    assert not detect_language(text, TWO).confident


@pytest.mark.parametrize(
    ("text", "script"),
    [("Привет, мир", "Cyrl"), ("これは日本語です", "Jpan"), ("한국어", "Hang"), ("Γειά σου", "Grek")],
)
def test_script_of_no_language_of_the_book(text: str, script: str) -> None:
    """A script that no language of the book is written in gives no language."""
    assert detect_language(text, TWO) == Detection("", True, script)


@pytest.mark.parametrize(
    ("text", "lang", "confident"),
    [
        ("网络空间国际规则", "zh-Hans", True),
        ("網絡空間國際規則", "zh-Hant", True),
        ("子曰：「學而時習之，不亦說乎？」", "zh-Hant", True),
        ("前言", "zh-Hans", False),
        ("これは日本語です", "ja", True),
        ("中国のインターネット", "ja", True),
        ("Words", "en", True),
    ],
)
def test_languages_of_one_script(text: str, lang: str, confident: bool) -> None:
    """Simplified Chinese, traditional Chinese and Japanese differ in their characters."""
    result = detect_language(text, ("zh-Hans", "zh-Hant", "ja", "en"))
    assert (result.lang, result.confident) == (lang, confident)


def test_two_latin_languages_are_uncertain() -> None:
    """English and French share their letters; the first is taken, without certainty."""
    assert detect_language("Liberté, égalité", ("en", "fr")) == Detection("en", False, "Latn")


@pytest.mark.parametrize(
    ("tags", "text", "lang"),
    [(("ru", "en"), "Привет, world мир", "ru"), (("ko", "en"), "한국어 text", "ko"), (("ko", "zh"), "中文", "zh")],
)
def test_other_scripts(tags: tuple[str, ...], text: str, lang: str) -> None:
    """Any script that Unicode names is detected."""
    assert detect_language(text, tags).lang == lang


def test_a_japanese_name_in_chinese() -> None:
    """A few kana quoted in a Chinese sentence do not make it Japanese."""
    text = "日本动画《となりのトトロ》在中国的影院里重新上映，观众反应热烈，票房收入超过了预期的水平。"
    assert detect_language(text, TWO).lang == "zh-Hans"


@pytest.mark.parametrize(
    ("letter", "expected"),
    [("中", True), ("。", True), ("，", True), ("あ", True), ("a", False), ("한", False), ("", False)],
)
def test_full_width(letter: str, expected: bool) -> None:
    """Beside Han, kana and full-width marks a line break is no space; Korean has spaces."""
    assert is_full_width(letter) is expected
