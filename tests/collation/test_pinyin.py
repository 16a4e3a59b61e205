"""The order of Chinese by pinyin and by strokes: readings of words, of surnames, of authors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress.collation.pinyin import WrongReading, pinyin_key
from wicpress.collation.strokes import stroke_count, stroke_key


def syllables(words: str, reading: str = "", *, is_name: bool = False) -> list[str]:
    """Return the syllables that words are sorted by, with their tones."""
    return [f"{each[1]}{each[3]}" for each in pinyin_key(words, reading, is_name=is_name).weights]


@pytest.mark.parametrize(
    ("words", "reading"),
    [
        ("曾国藩", "zeng1 guo2 fan1"),
        ("仇英", "qiu2 ying1"),
        ("查良镛", "zha1 liang2 yong1"),
        ("解缙", "xie4 jin4"),
        ("万俟卨", "mo4 qi2 xie4"),
        ("尉迟恭", "yu4 chi2 gong1"),
        ("单雄信", "shan4 xiong2 xin4"),
    ],
)
def test_surnames_of_names(words: str, reading: str) -> None:
    assert syllables(words, is_name=True) == reading.split()
    assert not pinyin_key(words, is_name=True).is_ambiguous


@pytest.mark.parametrize(
    ("words", "initial"), [("单于", "C"), ("长大", "Z"), ("长江流域", "C"), ("重庆", "C"), ("单位", "D")]
)
def test_words_of_the_dictionary(words: str, initial: str) -> None:
    key = pinyin_key(words)
    assert (key.initial, key.is_ambiguous) == (initial, False)


@pytest.mark.parametrize("words", ["曾国藩", "长三角", "朝鲜半岛"])
def test_other_words_that_begin_with_several_readings(words: str) -> None:
    assert pinyin_key(words).is_ambiguous


@pytest.mark.parametrize("reading", ["Zēng Guófān", "zeng1 guo2 fan1", "zeng1guo2fan1", "Zēng", "ZENG1"])
def test_readings_of_the_author(reading: str) -> None:
    """A reading of the first characters leaves the others to the dictionary."""
    assert syllables("曾国藩", reading) == ["zeng1", "guo2", "fan1"]
    assert not pinyin_key("曾国藩", reading).is_ambiguous


@pytest.mark.parametrize("reading", ["zeng guo fan li", "xyz", "1", "曾"])
def test_what_is_no_reading(reading: str) -> None:
    with pytest.raises(WrongReading):
        pinyin_key("曾国藩", reading)


def test_order_of_syllables_tones_and_strokes() -> None:
    """The letters of the first syllable come first, ü behind u; then its tone, then strokes; then the next one."""
    words = ["卢", "路", "吕", "绿", "乱", "略", "论", "西安", "先生", "5G网络", "T恤", "一", "伊", "衣"]
    ordered = sorted(words, key=pinyin_key)
    assert ordered == ["5G网络", "卢", "路", "吕", "绿", "乱", "略", "论", "T恤", "西安", "先生", "一", "伊", "衣"]


def test_order_of_strokes() -> None:
    words = ["运河", "乌镇", "一", "龜", "𠀀", "桥"]
    assert sorted(words, key=stroke_key) == ["一", "乌镇", "运河", "桥", "龜", "𠀀"]
    assert [stroke_count(each) for each in "一乌运龜A、"] == [1, 4, 7, 17, 0, 0]


@given(st.text(max_size=12), st.text(alphabet="aegnozuvü1234ēá 'u", max_size=8), st.booleans())
def test_any_text_has_a_key(words: str, reading: str, is_name: bool) -> None:
    """Keys of any two texts can be compared, in either order."""
    try:
        key = pinyin_key(words, reading, is_name=is_name)
    except WrongReading:
        key = pinyin_key(words)
    other = pinyin_key("运河")
    assert (key < other) + (other < key) + (key == other) == 1
    assert stroke_key(words) <= stroke_key(words + "一")
