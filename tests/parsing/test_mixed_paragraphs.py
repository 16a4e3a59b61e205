"""Two languages in one paragraph: where one sentence follows another without an empty line."""

from __future__ import annotations

import pytest

from wicpress.parsing.language_detection import LanguageChange, language_change

TWO = ("zh-Hans", "en")


@pytest.mark.parametrize(
    ("text", "languages", "lines"),
    [
        ("河水向东流。The river flows east.", ("zh-Hans", "en"), (0, 0)),
        ("The river flows east.河水向东流。", ("en", "zh-Hans"), (0, 0)),
        ("河水\n向东流。The river flows east. It is long.", ("zh-Hans", "en"), (1, 1)),
        ("河水流。Water flows. 山高。", ("zh-Hans", "en"), (0, 0)),
        ("河水向东流。\nThe river flows east.", ("zh-Hans", "en"), (0, 1)),
    ],
)
def test_changes(text: str, languages: tuple[str, str], lines: tuple[int, int]) -> None:
    """A whole sentence behind a whole sentence of the other language is reported at its line."""
    assert language_change(text, TWO) == LanguageChange(*languages, *lines)


@pytest.mark.parametrize(
    "text",
    [
        "他说：“The river flows east.”然后走了。",
        "河水向东流。(The river flows east.)",
        "他写道。“Stay hungry today.”",
        "这是某公司。Microsoft Corp. 也是。",
        "口号是：Stay hungry. Stay foolish.",
        "见第3章。Python 3.12以后不再支持。",
        "The word is 河. It means river.",
        "河水向东流。山石向上长。",
        "",
    ],
)
def test_quotations_and_names(text: str) -> None:
    """What is quoted or bracketed, names, and parts of sentences change no language."""
    assert language_change(text, TWO) is None
