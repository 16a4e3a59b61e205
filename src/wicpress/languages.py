"""Language tags (BCP 47): which are known, which script they are written in, which words cannot be in them."""

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
ENGLISH_STOPWORDS = re.compile(
    r"(?<![\w-])(?:the|of|and|to|in|is|are|was|were|for|by|with|on|that|this|it|as|at|from|be|an?|or|not|has|have|which)(?![\w-])"
)
_CJK = HAN.pattern[:-1] + KANA.pattern[1:]
_LEAST_WORDS, _LEAST_SMALL = 5, 2  # of a text that is English beyond doubt, and neither a name nor a term


_KNOWN_SCRIPTS = {
    "zh": "Hans", "zh-Hans": "Hans", "zh-CN": "Hans", "zh-Hant": "Hant", "zh-TW": "Hant", "zh-HK": "Hant",
    "en": "Latn", "en-GB": "Latn", "en-US": "Latn", "ja": "Jpan", "ko": "Kore",
    "fr": "Latn", "de": "Latn", "es": "Latn", "it": "Latn", "pt": "Latn", "ru": "Cyrl",
}  # fmt: skip
"""What the registry says of the languages of nearly every book: tags as it spells them, with their scripts."""


def is_known(tag: str) -> bool:
    """True where ``tag`` is a well-formed tag whose every part is in the IANA registry."""
    if tag in _KNOWN_SCRIPTS:
        return True
    return bool(re.fullmatch(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", tag)) and _registry().tag_is_valid(tag)


@cache
def canonical(tag: str) -> str:
    """``tag`` in its registered spelling: ``ZH_hans`` becomes ``zh-Hans``. Raises ``ValueError`` if it is no tag."""
    return tag if tag in _KNOWN_SCRIPTS else str(_registry().standardize_tag(tag))


@cache
def script(tag: str) -> str:
    """The script of a language, as ISO 15924 names it: ``Hans`` of ``zh-CN``, ``Latn`` of ``en``.

    ``Zyyy`` where the tag does not tell. Raises ``ValueError`` if it is no tag.
    """
    return _KNOWN_SCRIPTS.get(tag) or _registry().Language.get(tag).maximize().script or "Zyyy"


@cache
def region(tag: str) -> str:
    """Where a language is spoken first, by ISO 3166: ``TW`` of ``zh-Hant``. Raises ``ValueError`` if it is no tag."""
    return _registry().Language.get(tag).maximize().territory or ""


def _registry() -> ModuleType:
    """The IANA registry, loaded when it is asked: it takes as long to load as a chapter to read."""
    import langcodes  # noqa: PLC0415 - see above

    return langcodes


def primary(tag: str) -> str:
    """The language itself: ``zh`` of ``zh-Hans``."""
    return tag.split("-", maxsplit=1)[0].lower()


def is_chinese_or_japanese(tag: str) -> bool:
    """True where the language is set solid in Han characters: Chinese and Japanese."""
    return primary(tag) in {"zh", "ja", "yue", "lzh", "wuu", "hak", "nan", "cmn"}


def has_cjk(text: str) -> bool:
    """True where a text has Han characters or kana in it."""
    return bool(HAN.search(text) or KANA.search(text))


def match(tag: str, languages: tuple[str, ...]) -> str | None:
    """The one of ``languages`` that ``tag`` names: itself, or the only one of its kin (``zh`` for ``zh-Hans``)."""
    if tag in languages or (tag := canonical(tag)) in languages:
        return tag
    kin = [each for each in languages if primary(each) == primary(tag)]
    return kin[0] if len(kin) == 1 and (tag == primary(tag) or script(tag) == script(kin[0])) else None


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


def name(tag: str) -> str:
    """The language's name in English, for messages: ``Chinese`` of ``zh-Hans``; the tag itself of the rarer ones."""
    return _NAMES.get(primary(tag), tag)


def is_english(text: str) -> bool:
    """True of what can be nothing but English: words enough, small ones among them, and no Han character."""
    if HAN.search(text) or KANA.search(text) or len(LATIN.findall(text)) < _LEAST_WORDS:
        return False
    return len(ENGLISH_STOPWORDS.findall(text)) >= _LEAST_SMALL


def script_conflict(text: str, tag: str) -> str:
    """What the script of ``text`` says against its being in ``tag``: ``Han``, ``English``, or nothing.

    Names, terms and code in another script are words of no one language, and say nothing (WCAG 2.2, 3.1.2).
    """
    if HAN.search(text):
        return "" if is_chinese_or_japanese(tag) or primary(tag) in {"ko", "vi", "und", "mul"} else "Han"
    return "English" if is_chinese_or_japanese(tag) and is_english(text) else ""


def split_by_language(text: str, tag: str, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """``text`` of a book in ``languages`` as runs (language, words), where all of it was said to be in ``tag``.

    Han characters in a text that is not written with them are in the book's Chinese or Japanese, or in Chinese.
    """
    at = 0
    if not is_chinese_or_japanese(tag) and primary(tag) not in {"ko", "und"}:
        for found in _cjk_run().finditer(text):
            if found.start() > at:
                yield tag, text[at : found.start()]
            yield guess_cjk_language(found[0], languages), found[0]
            at = found.end()
    if text[at:] or not text:
        yield tag, text[at:]


@cache
def _cjk_run() -> re.Pattern[str]:
    """Words in Han characters or kana with the marks that are theirs, inside a text in another script."""
    return re.compile(
        rf"[《〈「『【〔（]*{_CJK}(?:[{_CJK[1:-1]}\u3001-\u301b·，：；？！（）…—]*{_CJK})?[》〉」』】〕）。，、：；？！…]*"
    )


def guess_cjk_language(text: str, languages: tuple[str, ...]) -> str:
    """The language of Han characters and kana in a book in ``languages``: its Chinese or Japanese, or Chinese."""
    able = [each for each in languages if is_chinese_or_japanese(each)]
    if KANA.search(text):
        return next((each for each in able if primary(each) == "ja"), "ja")
    return next((each for each in able if primary(each) != "ja"), able[0] if able else "zh")
