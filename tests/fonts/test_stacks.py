"""Each language has its own stack of families."""

from __future__ import annotations

import pytest

from wicpress.fonts.stacks import base_family, is_han, region, stack


@pytest.mark.parametrize(
    ("lang", "role", "families"),
    [
        ("zh-Hans", "serif", ("W Serif Mix", "W Serif Han")),
        ("zh-CN", "sans", ("W Sans Mix", "W Sans Han")),
        ("zh", "mono", ("W Mono", "W Sans Han")),
        ("ja", "serif", ("W Serif Mix", "W Serif Han")),
        ("en", "serif", ("W Serif", "W Serif Han")),
        ("en-GB", "sans", ("W Sans", "W Sans Han")),
        ("fr", "mono", ("W Mono", "W Sans Han")),
        ("zh-Latn-pinyin", "serif", ("W Serif", "W Serif Han")),
    ],
)
def test_stack(lang: str, role: str, families: tuple[str, ...]) -> None:
    """Mix and Han for Chinese, Latin and Han for English."""
    assert stack(lang, role) == families


def test_family_for_one_language_comes_first() -> None:
    """A Han face that a book names for one language sets only that language."""
    families = {"W Serif Han", "W Serif Han ja", "W Serif Mix"}
    assert stack("ja", "serif", families) == ("W Serif Mix", "W Serif Han ja", "W Serif Han")
    assert stack("zh-Hans", "serif", families) == ("W Serif Mix", "W Serif Han")
    assert stack("en", "serif", families) == ("W Serif", "W Serif Han")


def test_fonts_of_a_list_follow_their_first() -> None:
    """The further fonts of a list stand behind its first, before the next family; those of a language come first."""
    families = {
        "W Serif Han",
        "W Serif Han 2",
        "W Serif Han 3",
        "W Serif",
        "W Serif 2",
        "W Serif Mix",
        "W Serif Mix 2",
    }
    latin = ("W Serif", "W Serif 2")
    han = ("W Serif Han", "W Serif Han 2", "W Serif Han 3")
    assert stack("en", "serif", families) == (*latin, *han)
    assert stack("zh-Hans", "serif", families) == ("W Serif Mix", "W Serif Mix 2", *han)
    own = families | {"W Serif Han zh-Hant", "W Serif Han zh-Hant 2", "W Serif ru"}
    assert stack("zh-TW", "serif", own)[2:] == ("W Serif Han zh-Hant", "W Serif Han zh-Hant 2", *han)
    assert stack("ru", "serif", own) == ("W Serif ru", *latin, *han)
    assert base_family("W Serif Han zh-Hant 2") == "W Serif Han zh-Hant"


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("zh", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-Hant", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-HK"),
        ("zh-Hant-MO", "zh-HK"),
        ("ja-JP", "ja"),
        ("ko", "ko"),
        ("en", ""),
        ("zh-Latn", ""),
        ("not a tag", ""),
    ],
)
def test_region(lang: str, forms: str) -> None:
    """Each Han language has the forms of one region."""
    assert region(lang) == forms
    assert is_han(lang) is bool(forms)


def test_unknown_role() -> None:
    """An unknown role raises."""
    with pytest.raises(ValueError, match="no role 'cursive'"):
        stack("en", "cursive")
