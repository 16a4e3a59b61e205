"""Every character has the kind that the tables give it in its language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress.line_breaking import char_classes


@pytest.mark.parametrize(
    ("characters", "kind"),
    [
        ("汉々〇かア中Ａ１㐀\U00020000", char_classes.HAN),
        ("aZé9ЖΩ%°$", char_classes.LATIN),
        ("（［｛「『〈《【〔", char_classes.OPEN),
        ("）］｝」』〉》】〕", char_classes.CLOSE),
        ("、，；：", char_classes.PAUSE),
        ("。！？．", char_classes.STOP),
        ("・", char_classes.MIDDLE),
        ("～〜", char_classes.CONNECTOR),
        ("／", char_classes.SOLIDUS),
        (" \u00a0", char_classes.SPACE),
        (".,()-+=&", char_classes.OTHER),
        ("\xad\u200b\u2060\u0301", char_classes.ZERO_WIDTH),
        ("\n", char_classes.FORCED_BREAK),
    ],
)
def test_kinds(characters: str, kind: int) -> None:
    """The tables of clreq and GB/T 15834, and Unicode's properties for the rest."""
    assert [char_classes.kind_of(character) for character in characters] == [kind] * len(characters)


@pytest.mark.parametrize(
    ("characters", "kind"),
    [
        ("“‘", char_classes.OPEN),
        ("”’", char_classes.CLOSE),
        ("·", char_classes.MIDDLE),
        ("—", char_classes.DASH),
        ("…", char_classes.ELLIPSIS),
    ],
)
def test_shared_marks(characters: str, kind: int) -> None:
    """Quotes, dashes, ellipses and interpuncts are Chinese in Chinese, from a full cell, and nowhere else."""
    expected = [kind] * len(characters)
    assert char_classes.classify(characters, "zh-Hans", lambda index: True) == expected
    assert char_classes.classify(characters, "zh-Hans", lambda index: False) == [char_classes.OTHER] * len(characters)
    assert char_classes.classify(characters, "en", lambda index: True) == [char_classes.OTHER] * len(characters)


@pytest.mark.parametrize(
    ("lang", "centred"),
    [
        ("zh-Hant", True),
        ("zh-TW", True),
        ("zh-HK", True),
        ("zh-Hans-HK", False),
        ("zh", False),
        ("ja", False),
        ("en", False),
    ],
)
def test_centred_marks(lang: str, centred: bool) -> None:
    """Pauses and stops are centred in Taiwan, Hong Kong and Macao, whatever else the tag says."""
    assert char_classes.centres_marks(lang) is centred
    assert (char_classes.classify("，。", lang, lambda index: True)[0] == char_classes.CENTRED) is centred


@given(st.text())
def test_every_character_has_a_kind(text: str) -> None:
    """No text is without kinds, in any language."""
    for lang in ("zh-Hans", "zh-Hant", "en", None):
        assert len(char_classes.classify(text, lang, lambda index: index % 2 == 0)) == len(text)
