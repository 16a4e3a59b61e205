"""Chinese is read as a dictionary has it, in words as pinyin is written; what may be read otherwise is named."""

from __future__ import annotations

import pytest

from wicpress.readings.own_readings import WrongReading, own_reading
from wicpress.readings.reader import Reader
from wicpress.readings.syllables import Syllable, joined, syllable

SENTENCES = {
    "京杭大运河长1,794公里。": "Jīngháng Dàyùnhé cháng? gōnglǐ",
    "银行行长了解到长江大桥的情况": "yínháng hángzhǎng liǎojiě dào Cháng Jiāng Dàqiáo de qíngkuàng",
    "他去过北京市、浙江省和广西壮族自治区": "tā qùguò Běijīng Shì Zhèjiāng Shěng hé Guǎngxī Zhuàngzú Zìzhìqū",
    "中华人民共和国成立了": "Zhōnghuá Rénmín Gònghéguó chénglì le",
    "朋友们在西安天安门": "péngyoumen zài Xī'ān Tiān'ānmén",
    "女儿一会儿看花儿，一点儿": "nǚ'ér yīhuìr kàn huār yīdiǎnr",
    "鲁迅、毛泽东、诸葛亮、司马相如": "Lǔ Xùn Máo Zédōng Zhūgě Liàng Sīmǎ Xiāngrú",
    "曾国藩的曾祖父": "Zēng Guófān de zēngzǔfù",
    "明朝和民国的孩子都长大了": "Míngcháo hé Mínguó de háizi dōu zhǎngdà le",
    "太湖在江苏，洞庭湖在湖南": "Tài Hú zài Jiāngsū Dòngtíng Hú zài Húnán",
    "北京师范大学": "Běijīng Shīfàn Dàxué",
    "高兴的阳光，上海的海湾": "gāoxìng de yángguāng Shànghǎi de hǎiwān",
    "参差不齐，绿色的乌镇": "cēncībùqí lǜsè de Wūzhèn",
    "不是第一次，统一了": "bùshì dìyīcì tǒngyī le",
    "便宜的东西": "piányi? de dōngxi?",
    "每种船和两行字": "měi zhǒng chuán hé liǎng háng zì",
}
SPOKEN = {
    "一起走，一天，一个，统一，第一次": "yìqǐ zǒu yì tiān yígè tǒngyī dìyīcì",
    "不是，不去，不好": "búshì bú qù bùhǎo",
    "展览馆和小老虎": "zhánlánguǎn hé xiǎoláohǔ",
    "我很好，你好": "wǒ hén hǎo níhǎo",
    "两把雨伞": "liáng bǎ yúsǎn",
    "十一月一日": "shíyīyuè yī rì",
}


def read(text: str, reader: Reader) -> str:
    """Return the readings of a text in pinyin, a question mark behind each that is not sure."""
    return " ".join(each.between(each.start, each.end) + "?" * bool(each.doubt) for each in reader.read(text))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader({})


@pytest.mark.parametrize("text", SENTENCES)
def test_dictionary_tones(text: str, reader: Reader) -> None:
    """Words are joined, names have capitals, tones are those of a dictionary, doubts are marked."""
    assert read(text, reader) == SENTENCES[text]


@pytest.mark.parametrize("text", SPOKEN)
def test_spoken_tones(text: str) -> None:
    """一 and 不 have the tones that they are said in, and third tones before third tones the second."""
    assert read(text, Reader({}, is_spoken=True)) == SPOKEN[text]


def test_own_readings() -> None:
    """The readings of a book count before those of dictionaries, and are no doubts; they divide words."""
    texts = {"重庆": "Chóngqìng", "他得去": "tā děi qù", "长": "zhǎng", "单雄信": "Shàn Xióngxìn", "阔": "kuò"}
    reader = Reader({word: own_reading(word, text) for word, text in texts.items()})
    assert read("单雄信说他得去重庆，河长。", reader) == "Shàn Xióngxìn shuō tā děi qù Chóngqìng hézhǎng"
    assert texts.keys() - reader.used == {"阔"}


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("长江", "cháng"),
        ("长江", "cháng jiāng hé"),
        ("A", "a"),
        ("行", "foo"),
        ("行", ""),
        ("长" * 21, "cháng " * 21),
    ],
)
def test_readings_that_are_none(word: str, reading: str) -> None:
    """A reading has a syllable for each character of a Chinese word."""
    with pytest.raises(WrongReading):
        own_reading(word, reading)


def test_doubts_have_choices(reader: Reader) -> None:
    """A doubt names the word and all its readings; a name that no dictionary has may be none."""
    doubts = {each.doubt.word: each.doubt.choices for each in reader.read("地方很长，王小明说") if each.doubt}
    assert doubts["地方"] == ("dìfang", "dìfāng")
    assert doubts["长"] == ("cháng", "zhǎng")
    assert doubts["王小明"] == ("Wáng Xiǎomíng",)


@pytest.mark.parametrize(
    ("text", "pinyin", "zhuyin"),
    [
        ("zhong1", "zhōng", "ㄓㄨㄥ"), ("nv3", "nǚ", "ㄋㄩˇ"), ("lüe4", "lüè", "ㄌㄩㄝˋ"), ("xiū", "xiū", "ㄒㄧㄡ"),
        ("gui4", "guì", "ㄍㄨㄟˋ"), ("men", "men", "˙ㄇㄣ"), ("er2", "ér", "ㄦˊ"), ("qiong2", "qióng", "ㄑㄩㄥˊ"),
        ("you3", "yǒu", "ㄧㄡˇ"), ("r", "r", "ㄦ"),
    ],
)  # fmt: skip
def test_syllables(text: str, pinyin: str, zhuyin: str) -> None:
    """The mark of the tone stands on the vowel that has it; Zhuyin marks the neutral tone in front."""
    assert (syllable(text).pinyin, syllable(text).zhuyin) == (pinyin, zhuyin)


def test_joined_syllables() -> None:
    """An apostrophe parts a syllable that begins with a vowel."""
    parts = [Syllable("xi", 1), Syllable("an", 1)]
    assert (joined(parts, is_name=True), joined(parts[::-1])) == ("Xī'ān", "ānxī")


def test_long_runs_take_time_in_proportion(reader: Reader) -> None:
    """A run of a hundred thousand characters is read as well."""
    assert len(list(Reader({}, is_spoken=True).read("很长的运河" * 20_000))) > 50_000
