"""Language tags (BCP 47): which are valid, which script they imply, and what the script of a text tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType

HAN = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
KANA = re.compile("[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
LATIN = re.compile(r"[A-Za-zªºÀ-ÖØ-öø-ʯᴀ-ᶿḀ-ỿ]+(?:['’\u0300-\u036f-][A-Za-zÀ-ÖØ-öø-ʯḀ-ỿ]+)*")
_STOPWORDS = (
    *("the", "of", "and", "to", "in", "is", "are", "was", "were", "for", "by", "with", "on", "that", "this", "it"),
    *("as", "at", "from", "be", "a", "an", "or", "not", "has", "have", "which"),
)
ENGLISH_STOPWORDS = re.compile(rf"(?<![\w-])(?:{'|'.join(_STOPWORDS)})(?![\w-])")
CAPITALIZED_STOPWORDS = re.compile(
    rf"(?<![\w-])(?:{'|'.join(word.capitalize() for word in _STOPWORDS if len(word) > 1)})(?![\w-])"
)
_CJK = HAN.pattern[:-1] + KANA.pattern[1:]
_VARIATIONS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Selectors of the form of the character before them."""
_MIN_WORDS, _MIN_STOPWORDS = 5, 2
"""How many a text has to have to be English beyond doubt, and neither a name nor a term."""


COMMON_SCRIPTS = {
    "zh": "Hans", "zh-Hans": "Hans", "zh-CN": "Hans", "zh-Hant": "Hant", "zh-TW": "Hant", "zh-HK": "Hant",
    "en": "Latn", "en-GB": "Latn", "en-US": "Latn", "ja": "Jpan", "ko": "Kore",
    "fr": "Latn", "de": "Latn", "es": "Latn", "it": "Latn", "pt": "Latn", "ru": "Cyrl",
}  # fmt: skip
"""The scripts of common languages by tag, as the registry spells them; they save loading the registry."""


def is_known(tag: str) -> bool:
    """Return True where ``tag`` is well-formed and each of its parts is in the IANA registry."""
    if tag in COMMON_SCRIPTS:
        return True
    return bool(re.fullmatch(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", tag)) and _registry().tag_is_valid(tag)


@cache
def canonical(tag: str) -> str:
    """Return ``tag`` as the registry spells it: ``zh-Hans`` of ``ZH_hans``. Raise ``ValueError`` if it is no tag."""
    return tag if tag in COMMON_SCRIPTS else str(_registry().standardize_tag(tag))


@cache
def script(tag: str) -> str:
    """Return the script of a language by ISO 15924: ``Hans`` of ``zh-CN``, ``Latn`` of ``en``.

    ``Zyyy`` where the tag implies none. Raise ``ValueError`` if it is no tag.
    """
    return COMMON_SCRIPTS.get(tag) or _registry().Language.get(tag).maximize().script or "Zyyy"


@cache
def region(tag: str) -> str:
    """Return a language's likely region by ISO 3166: ``TW`` of ``zh-Hant``. Raise ``ValueError`` if it is no tag."""
    return _registry().Language.get(tag).maximize().territory or ""


def _registry() -> ModuleType:
    """Return the IANA registry, imported only here: importing it takes as long as parsing a chapter."""
    import langcodes  # noqa: PLC0415 - slow to import

    return langcodes


def primary(tag: str) -> str:
    """Return the primary language subtag: ``zh`` of ``zh-Hans``."""
    return tag.split("-", maxsplit=1)[0].lower()


def is_chinese_or_japanese(tag: str) -> bool:
    """Return True for languages set solid in Han characters: Chinese and Japanese."""
    return primary(tag) in {"zh", "ja", "yue", "lzh", "wuu", "hak", "nan", "cmn"}


def has_cjk(text: str) -> bool:
    """Return True where a text has Han characters or kana in it."""
    return bool(HAN.search(text) or KANA.search(text))


def match(tag: str, languages: tuple[str, ...]) -> str | None:
    """Return the one of ``languages`` that ``tag`` names: itself, or its only relative (``zh`` for ``zh-Hans``)."""
    if tag in languages or (tag := canonical(tag)) in languages:
        return tag
    related = [each for each in languages if primary(each) == primary(tag)]
    if len(related) == 1 and (tag == primary(tag) or script(tag) == script(related[0])):
        return related[0]
    return None


_NAMES = {
    "zh": "Chinese",
    "en": "English",
    "ja": "Japanese",
    "ko": "Korean",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "ru": "Russian",
    "ar": "Arabic",
    "pt": "Portuguese",
    "it": "Italian",
}
_ADDRESS = re.compile(r"(?<!\S)\S+(?:[/\\_@]|://)\S+")
"""An address, a path or a name in code: words that no space parts."""


def name(tag: str) -> str:
    """Return a language's English name for messages: ``Chinese`` of ``zh-Hans``; the tag itself of rarer ones."""
    return _NAMES.get(primary(tag), tag)


def is_english(text: str) -> bool:
    """Return True for a text that can only be English: enough words, stop words among them, and no Han or kana.

    The parts of addresses and paths are no words.
    """
    text = _ADDRESS.sub("", text)
    if HAN.search(text) or KANA.search(text) or len(LATIN.findall(text)) < _MIN_WORDS:
        return False
    return len(ENGLISH_STOPWORDS.findall(text)) >= _MIN_STOPWORDS


def is_name(text: str) -> bool:
    """Return True for Latin words that each have a capital letter or a digit, or are one letter (AI, iPhone)."""
    words = re.findall(r"[^\W_]+(?:['’.+-][^\W_]+)*", text)
    latin = bool(LATIN.search(text)) and not HAN.search(text) and not KANA.search(text)
    return latin and all(len(word) == 1 or re.search(r"[A-ZÀ-ÖØ-Þ\d]", word) for word in words)


def script_conflict(text: str, tag: str) -> str:
    """Return what contradicts ``text`` being in ``tag``: ``Han``, ``English``, or an empty string.

    Names, terms and code in another script belong to no one language and contradict nothing (WCAG 2.2, 3.1.2).
    """
    if HAN.search(text):
        return "" if is_chinese_or_japanese(tag) or primary(tag) in {"ko", "vi", "und", "mul"} else "Han"
    return "English" if is_chinese_or_japanese(tag) and is_english(text) else ""


def split_by_language(text: str, tag: str, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield ``text``, declared to be in ``tag``, as runs of language and words; ``languages`` are the book's.

    Han characters in a language not written with them are in the book's Chinese or Japanese, or in Chinese.
    """
    end = 0
    if not is_chinese_or_japanese(tag) and primary(tag) not in {"ko", "und"}:
        for run in _cjk_run().finditer(text):
            if run.start() > end:
                yield tag, text[end : run.start()]
            yield guess_cjk_language(run[0], languages), run[0]
            end = run.end()
    if text[end:] or not text:
        yield tag, text[end:]


@cache
def _cjk_run() -> re.Pattern[str]:
    """Return a pattern of words in Han characters or kana, inside text in another script.

    Their punctuation belongs to them, and so does a number that stands at one of them: 2016年, 7、8月, 表3-2. What
    may stand before the first of them is bounded, since it is looked for at each place.
    """
    number = r"(?>[0-9]+(?:[.,:~～–-][0-9]+){0,4}[%％]?)"
    numbers = rf"(?:(?<![\w.,-]){number}(?:[、，～—]{number}){{0,3}})?"
    within = rf"(?:[{_CJK[1:-1]}{_VARIATIONS}\u3001-\u301b·，：；？！（）…—]|{number})"
    words = rf"{numbers}{_CJK}(?:{within}*(?:{_CJK}|{number}(?![A-Za-z0-9])))?"
    return re.compile(rf"[《〈「『【〔（]{{0,4}}{words}[{_VARIATIONS}]*[》〉」』】〕）。，、：；？！…]*")


def guess_cjk_language(text: str, languages: tuple[str, ...]) -> str:
    """Return the language of Han and kana in a book in ``languages``: its Chinese or Japanese, or Chinese."""
    candidates = [each for each in languages if is_chinese_or_japanese(each)]
    if KANA.search(text):
        return next((each for each in candidates if primary(each) == "ja"), "ja")
    return next((each for each in candidates if primary(each) != "ja"), candidates[0] if candidates else "zh")
